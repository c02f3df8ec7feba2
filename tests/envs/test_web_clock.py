"""The clock that stands still: what moves a page's time, and by how much."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from guiwright.actions.errors import UnknownNameError
from guiwright.actions.observation import picture_hash, picture_of
from guiwright.actions.schema import Action, Click, Drag, HoldKey, Move, Noop, PressKey, Scroll, Type, Wait
from guiwright.envs import MiniWoBEnv, WebEnv
from guiwright.envs.miniwob import TASKS

pytestmark = pytest.mark.browser
Opener = Callable[..., WebEnv]


@pytest.fixture
def page(open_page: Opener) -> WebEnv:
    return open_page("clock.html", clock="virtual")


def test_there_are_two_clocks():
    with pytest.raises(UnknownNameError, match="did you mean 'virtual'"):
        WebEnv(clock="virtuel")


def test_time_passes_with_steps_only(page: WebEnv):
    before = page.evaluate("[ticks, Date.now(), performance.now()]")
    assert page.evaluate("[ticks, Date.now(), performance.now()]") == before
    page.step(Noop())
    assert page.evaluate("[ticks, Date.now(), performance.now()]") == [before[0] + 5, before[1] + 500, before[2] + 500]


def test_what_an_action_waits_passes_at_no_cost(page: WebEnv):
    ticks = page.evaluate("ticks")
    begun = time.perf_counter()
    page.step(Wait(seconds=30.0))
    page.step(HoldKey(keys=("a",), duration=20.0))
    assert time.perf_counter() - begun < 15.0
    assert page.evaluate("ticks") == ticks + 300 + 200 + 2 * 5


def test_timers_run_in_order_and_what_is_not_due_waits(page: WebEnv):
    page.step(PressKey(keys=("a",)))
    log = page.evaluate("log")
    assert [line.split()[0] for line in log] == ["key", "timer", "promise"]
    assert int(log[1].split()[1]) - int(log[0].split()[1]) == 300
    page.step(Noop())
    assert page.evaluate("log.at(-1)") == "too late"


def test_frames_come_every_16_milliseconds(page: WebEnv):
    page.step(Click(target=(0.5, 0.1)))
    times = page.evaluate("frameTimes")
    assert 30 <= len(times) <= 32 and set(np.diff(times)) == {16}


def test_animations_move_with_the_clock(page: WebEnv):
    left = "id => document.getElementById(id).getBoundingClientRect().left"
    spun = page.evaluate(left, "spinner")
    page.step(Click(target=(0.5, 0.9)))
    assert page.evaluate(left, "slider") == pytest.approx(150.0)
    assert (page.evaluate(left, "spinner") - spun) % 200 == pytest.approx(50.0)
    page.step(Noop())
    assert page.evaluate(left, "slider") == pytest.approx(300.0)
    assert [line.split()[0] for line in page.evaluate("log")] == ["ended"]
    page.step(Noop())
    assert [line.split()[0] for line in page.evaluate("log")] == ["ended", "after"]


def test_frames_of_the_page_have_the_same_clock(page: WebEnv):
    title = "Number(frames[0].document.title)"
    before = page.evaluate(title)
    page.step(Noop())
    assert page.evaluate(title) == before + 5


def test_requests_stop_the_clock(browser: None, slow_site: str):
    env = WebEnv(slow_site + "clock.html", width=400, height=300, clock="virtual", settle_deadline=20.0)
    env.reset(seed=0)
    env.step(Click(target=(0.5, 0.3)))
    said = [line.split() for line in env.evaluate("log")]
    assert [word for word, _ in said] == ["asked", "answered", "late"]
    assert int(said[1][1]) == int(said[0][1]), "no time of the page passed while the server was slow"
    env.close()


def some_action(dice: random.Random) -> Action:
    def somewhere() -> tuple[float, float]:
        return dice.random(), 0.25 + 0.75 * dice.random()

    match dice.randrange(8):
        case 0:
            return Move(target=somewhere())
        case 1:
            return Drag(path=(somewhere(), somewhere()))
        case 2:
            return Type(text=dice.choice(["a", "hello", "12"]))
        case 3:
            return PressKey(keys=(dice.choice(["Enter", "Tab", "Escape", "Down"]),))
        case 4:
            return Scroll(target=somewhere(), direction=dice.choice(["up", "down"]))
    return Click(target=somewhere())


def pictures(env: MiniWoBEnv, episode: int) -> Iterator[tuple[str, str]]:
    dice = random.Random(episode)
    observation, info = env.reset(seed=episode, options={"task": dice.choice(REPLAYED)})
    assert "failure" not in info
    yield info["task"], picture_hash(picture_of(observation))
    for _ in range(6):
        action = some_action(dice)
        observation, _, terminated, truncated, info = env.step(action)
        yield str(action), picture_hash(picture_of(observation))
        if terminated or truncated:
            return


def test_the_same_seed_and_actions_give_the_same_pictures(miniwob: MiniWoBEnv, request: pytest.FixtureRequest):
    other = MiniWoBEnv()
    for episode in range(request.config.getoption("--replays")):
        assert list(pictures(miniwob, episode)) == list(pictures(other, episode)), f"episode {episode}"
    other.close()


REPLAYED = TASKS
