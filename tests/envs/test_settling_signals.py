"""What a step waits for, and what is scenery to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from guiwright.actions.observation import picture_of
from guiwright.actions.schema import Click, Navigate, Noop
from guiwright.envs import WebEnv

from .settling_server import slow_server

pytestmark = pytest.mark.browser
Opener = Callable[..., WebEnv]
CLICK = Click(target=(0.5, 0.5))
COLOUR = (10, 20, 200)
WAITED = {
    "xhr": "requests", "frames": "animations", "interval": "timers", "text": "timers", "idle": "timers",
    "task": "timers", "channel": "messages", "worker": "messages", "shadow": "animations", "frame": "timers",
    "foreign": "timers",
}  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with slow_server() as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: None, site: str) -> Iterator[WebEnv]:
    local = ("http://127.0.0.1", "http://localhost", site, site.replace("127.0.0.1", "localhost"))
    env = WebEnv(f"{site}/settling.html", width=400, height=300, settle_deadline=20.0, origins=local)
    assert "failure" not in env.reset(seed=0)[1]
    yield env
    env.close()


def clicked(env: WebEnv, kind: str, milliseconds: int) -> tuple[int, ...]:
    """The colour of the picture of a click's step."""
    env.evaluate("next => { window.next = next }", [kind, milliseconds, "rgb({},{},{})".format(*COLOUR)])
    observation, *_ = env.step(CLICK)
    return tuple(int(shade) for shade in picture_of(observation)[200, 200])


@pytest.mark.parametrize("kind", WAITED)
def test_every_way_of_being_late_is_waited_for_under_its_name(page: WebEnv, kind: str):
    page.evaluate("show('white')")
    assert clicked(page, kind, 300) == COLOUR
    settled = page.measured.settled
    assert (settled.reason, settled.clock, settled.pending) == ("quiet", "real", ())
    assert settled.waited[WAITED[kind]] > 0.0 and settled.waited["picture"] > 0.0


def test_what_goes_on_all_the_time_holds_nobody_up(browser: None, site: str):
    env = WebEnv(f"{site}/settling.html", width=400, height=300, settle_deadline=20.0)
    env.reset(seed=0)
    env.evaluate("makeScenery()")
    for _ in range(2):
        env.step(Noop())
        assert env.measured.settled.reason == "quiet"
    assert clicked(env, "chain", 300) == COLOUR, "what an action began is waited for all the same"
    assert env.measured.settled.reason == "quiet" and env.measured.settled.seconds < 10.0
    env.close()


def test_a_timer_that_was_set_before_the_action_is_none_of_its_own(page: WebEnv):
    page.step(Noop())
    page.evaluate(
        """async () => {
          for (let wait = 200; wait < 500; wait++) setTimeout(show, wait, "white");
          await sleep(50);
        }"""
    )
    page.step(Noop())
    assert "timers" not in page.measured.settled.waited


def test_a_dialog_ends_the_wait(browser: None, site: str):
    env = WebEnv(f"{site}/settling.html", width=400, height=300, settle_deadline=20.0)
    env.reset(seed=0)
    env.evaluate("view.onclick = () => { setTimeout(alert, 200, 'wait') }")
    assert env.step(CLICK)[-1]["dialog"]["message"] == "wait"
    settled = env.measured.settled
    assert settled.reason == "dialog" and settled.waited["dialog"] > 0.0
    env.close()


def test_a_page_whose_scripts_are_forbidden_is_at_rest(page: WebEnv, site: str):
    page.step(Navigate(url=f"{site}/still"))
    assert page.measured.settled.reason == "quiet" and page.measured.settled.seconds < 10.0
    page.step(Navigate(url=f"{site}/settling.html"))
