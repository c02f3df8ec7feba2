"""What comes late after an action is in the observation of its step, however late it comes within 450 ms."""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator
from typing import Any

import pytest

from guiwright.actions.observation import picture_of
from guiwright.actions.schema import Click, CloseTab, Noop, Scroll
from guiwright.envs import BrowserSettings, WebEnv

from .settling_server import slow_server

pytestmark = pytest.mark.browser
LATEST = 450  # milliseconds
SHOWN = ("timer", "chain", "fetch", "image", "transition", "promises", "route")


class Tries:
    """So many tries at one kind of effect.

    Attributes:
        missed: Delays, milliseconds, of what was not in the observation.
    """

    def __init__(self, kind: str, count: int) -> None:
        self.kind, self._random, self.missed = kind, random.Random(kind), list[float]()
        self._count, self._seconds = count, list[float]()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Milliseconds and a colour, never the same twice."""
        for number in range(self._count):
            yield self._random.randint(0, LATEST), f"rgb({number % 200},{number // 200},200)"

    def saw(self, env: WebEnv, seen: bool, milliseconds: int) -> None:
        """What came of one."""
        settled = env.measured.settled
        self._seconds.append(settled.seconds)
        if not seen or settled.reason != "quiet":
            self.missed.append(milliseconds)
            print(f"missed: {milliseconds} ms, {settled}")

    def report(self) -> None:
        """Fails if one was missed."""
        print(f"{self.kind}: {self._count} tries, {len(self.missed)} missed, {statistics.median(self._seconds):.3f} s")
        assert not self.missed


@pytest.fixture
def tries(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--settle-tries"))


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with slow_server() as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: None, site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebEnv]:
    """A page that does what `next` says when it is clicked."""
    settings = BrowserSettings(downloads=tmp_path_factory.mktemp("taken"))
    env = WebEnv(f"{site}/settling.html", width=400, height=300, settle_deadline=20.0, settings=settings)
    assert "failure" not in env.reset(seed=0)[1]
    yield env
    env.close()


def clicked(env: WebEnv, kind: str, milliseconds: int, colour: str) -> tuple[str, dict[str, Any]]:
    """The colour of the picture of a click's step, and its info."""
    env.evaluate("next => { window.next = next }", [kind, milliseconds, colour])
    observation, *_, info = env.step(Click(target=(0.5, 0.5)))
    return "rgb({},{},{})".format(*picture_of(observation)[200, 200]), info


@pytest.mark.parametrize("kind", SHOWN)
def test_an_effect_at_a_random_moment_is_never_missed(page: WebEnv, tries: int, kind: str):
    attempts = Tries(kind, tries)
    for milliseconds, colour in attempts:
        attempts.saw(page, clicked(page, kind, milliseconds, colour)[0] == colour, milliseconds)
    attempts.report()


@pytest.mark.parametrize("kind", ["download", "link"])
def test_a_download_is_never_missed(page: WebEnv, tries: int, kind: str):
    attempts, before = Tries(kind, tries), len(page.step(Noop())[-1].get("downloads", ()))
    for milliseconds, colour in attempts:
        _, info = clicked(page, kind, milliseconds, colour)
        after = len(info.get("downloads", ()))
        attempts.saw(page, after == before + 1, milliseconds)
        before = after
    attempts.report()


@pytest.mark.parametrize("kind", ["tab", "anchor"])
def test_a_new_tab_is_never_missed(page: WebEnv, tries: int, kind: str):
    attempts = Tries(kind, tries)
    for milliseconds, colour in attempts:
        shown, info = clicked(page, kind, milliseconds, colour)
        attempts.saw(page, shown == info["title"] == colour, milliseconds)
        if "tabs" in info:
            page.step(CloseTab())
    attempts.report()


def test_a_lazy_list_is_never_missed(browser: None, site: str, tries: int):
    env = WebEnv(f"{site}/lazy.html", width=400, height=300, settle_deadline=20.0)
    env.reset(seed=0)
    attempts = Tries("lazy", tries)
    for milliseconds, _ in attempts:
        env.evaluate("milliseconds => start(milliseconds)", milliseconds)
        env.step(Scroll(direction="down", target=(0.5, 0.5), amount=5, unit="page"))
        attempts.saw(env, env.evaluate("list.innerText.includes('more')"), milliseconds)
    env.close()
    attempts.report()
