"""MiniWoB++ in a real browser: seeds, rewards, presets, all tasks."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from playwright.async_api import Route

from guiwright.actions.errors import UnknownNameError, UsageError
from guiwright.actions.observation import GOAL, Observation, picture_hash, picture_of
from guiwright.actions.schema import Click, Navigate, NewTab, Noop, Point, Reload, Terminate
from guiwright.envs import MiniWoBEnv
from guiwright.envs.web.loop import loop_thread

pytestmark = pytest.mark.browser

# Left over from an earlier episode these could show: pickers, lists shuffled in place, sliders, canvases, carets.
SPREAD = (
    "click-test", "click-dialog", "choose-date", "choose-list", "focus-text", "use-slider", "click-menu",
          "click-scroll-list", "draw-circle", "terminal", "click-pie", "drag-items", "tic-tac-toe", "stock-market",
)  # fmt: skip


def looked(observation: Observation) -> tuple[str, str]:
    return GOAL.decode(observation["goal"]), picture_hash(picture_of(observation))


def centre(env: MiniWoBEnv, selector: str) -> Point:
    x, y = env.evaluate(
        "s => { const b = document.querySelector(s).getBoundingClientRect();"
        " return [b.x + b.width / 2, b.y + b.height / 2] }",
        selector,
    )
    return x / 160, y / 210


def test_it_is_a_gymnasium_environment():
    env = MiniWoBEnv("enter-text", render_mode="rgb_array")
    check_env(env, skip_render_check=True)
    env.close()


def test_the_screen_is_the_task_with_its_instruction(miniwob: MiniWoBEnv):
    observation, info = miniwob.reset(seed=0, options={"task": "click-test-2"})
    assert observation["screenshot"].shape == (210, 160, 3) and list(observation["content"]) == [160, 210]
    assert GOAL.decode(observation["goal"]) in ("Click button ONE.", "Click button TWO.")
    assert info["task"] == miniwob.task_name == "click-test-2"
    yellow = (observation["screenshot"][:50] == (255, 255, 0)).all(axis=2)
    assert 0.5 < yellow.mean() < 1.0, "the instruction is no text on the yellow bar"
    assert (observation["screenshot"][60:] == 255).mean() > 0.5, "the cover or the dark page shows"


@pytest.mark.parametrize("task", SPREAD)
def test_the_same_seed_gives_the_same_pixels(miniwob: MiniWoBEnv, task: str):
    first = looked(miniwob.reset(seed=5, options={"task": task})[0])
    miniwob.step(Click(target=(0.5, 0.6)))
    other = looked(miniwob.reset(seed=6)[0])
    assert looked(miniwob.reset(seed=5)[0]) == first
    assert looked(miniwob.reset(seed=6)[0]) == other


@pytest.mark.parametrize("task", ["click-menu", "click-dialog"])
def test_pictures_that_a_task_loads_late_are_waited_for(task: str, browser: None):
    env = MiniWoBEnv(task)
    first = looked(env.reset(seed=6)[0])
    late: list[str] = []

    async def let_through(route: Route) -> None:
        late.append(route.request.url)
        asyncio.get_running_loop().call_later(0.2, lambda: asyncio.ensure_future(route.continue_()))

    context = env._living_world().tabs.context
    loop_thread().run(context.route("**/*.png", let_through), 10.0)
    env.evaluate("() => { delete window.__guiwrightEpisode }")  # so that the page is loaded anew
    assert looked(env.reset(seed=6)[0]) == first
    assert late, "the task has icons"
    env.close()


def test_seeds_tell_episodes_apart(miniwob: MiniWoBEnv):
    miniwob.reset(options={"task": "click-test-2"})
    assert len({looked(miniwob.reset(seed=seed)[0]) for seed in range(5)}) == 5
    drawn = [looked(miniwob.reset()[0]) for _ in range(3)]
    assert len(set(drawn)) == 3, "without a seed every episode is another one"


def test_the_right_click_is_rewarded(miniwob: MiniWoBEnv):
    miniwob.reset(seed=3, options={"task": "click-test"})
    assert miniwob.step(Noop())[1:3] == (0.0, False)
    _, reward, terminated, truncated, info = miniwob.step(Click(target=centre(miniwob, "#subbtn")))
    assert (reward, terminated, truncated, info["success"], info["raw_reward"]) == (1.0, True, False, True, 1.0)
    with pytest.raises(UsageError, match="reset"):
        miniwob.step(Noop())


def test_a_wrong_end_is_not_rewarded(miniwob: MiniWoBEnv):
    miniwob.reset(seed=3, options={"task": "click-test-2"})
    goal = GOAL.decode(miniwob.step(Noop())[0]["goal"])
    wrong = "#subbtn" if "TWO" in goal else "#subbtn2"
    _, reward, terminated, _, info = miniwob.step(Click(target=centre(miniwob, wrong)))
    assert (reward, terminated, info["success"], info["raw_reward"]) == (0.0, True, False, -1.0)
    miniwob.reset(seed=3)
    _, reward, terminated, _, info = miniwob.step(Terminate(status="success"))
    assert (reward, terminated, info["success"], info["raw_reward"]) == (0.0, True, False, 0.0)


@pytest.mark.parametrize(
    ("raw", "farama", "browsergym"), [(1.0, 1.0, 1.0), (0.3, 0.0, 1.0), (0.0, 0.0, 0.0), (-1.0, 0.0, 0.0)]
)
def test_success_presets(raw: float, farama: float, browsergym: float, browser: None):
    for preset, expected in (("farama", farama), ("browsergym", browsergym)):
        env = MiniWoBEnv("click-test", success=preset)
        env.reset(seed=0)
        env.evaluate("raw => core.endEpisode(raw, true)", raw)
        _, reward, terminated, _, info = env.step(Noop())
        assert (reward, terminated, info["raw_reward"]) == (expected, True, raw)
        env.close()


def test_leaving_the_page_fails_and_the_next_episode_is_clean(miniwob: MiniWoBEnv):
    first = looked(miniwob.reset(seed=2, options={"task": "click-test"})[0])
    other = miniwob.task.start.replace("click-test", "click-dialog")
    _, reward, terminated, _, info = miniwob.step(Navigate(url=other))
    assert (reward, terminated, info["success"]) == (0.0, True, False)
    assert looked(miniwob.reset(seed=2)[0]) == first
    miniwob.step(NewTab())
    assert looked(miniwob.reset(seed=2)[0]) == first
    assert "tabs" not in miniwob.step(Noop())[-1]
    assert "no page before" in miniwob.step({"name": "go_back"})[-1]["failure"].reason


@pytest.mark.parametrize("again", ["reload", "navigate"])
def test_loading_the_page_again_leaves_the_episode(miniwob: MiniWoBEnv, again: str):
    first = looked(miniwob.reset(seed=2, options={"task": "click-test-2"})[0])
    action = Reload() if again == "reload" else Navigate(url=miniwob.task.start)
    _, reward, terminated, _, info = miniwob.step(action)
    assert (reward, terminated, info["success"], info["raw_reward"]) == (0.0, True, False, 0.0)
    assert looked(miniwob.reset(seed=2)[0]) == first


def test_a_slow_policy_is_not_timed_out(miniwob: MiniWoBEnv):
    miniwob.reset(seed=0, options={"task": "click-test"})
    assert miniwob.evaluate("core.EPISODE_MAX_TIME") == 2**31 - 1
    assert not miniwob.evaluate("WOB_DONE_GLOBAL")


def test_pixels_do_not_change_while_nothing_is_done(miniwob: MiniWoBEnv):
    miniwob.reset(seed=0, options={"task": "enter-text"})
    focused = miniwob.step(Click(target=centre(miniwob, "#tt")))[0]
    # A text caret would blink twice in this time.
    later = miniwob.step({"name": "wait", "seconds": 0.7})[0]
    np.testing.assert_array_equal(focused["screenshot"], later["screenshot"])


def test_unknown_names_propose_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'click-checkboxes'"):
        MiniWoBEnv("click-checkboxs")
    with pytest.raises(UnknownNameError, match="did you mean 'farama'"):
        MiniWoBEnv(success="faramma")
    with pytest.raises(UsageError, match="leave out clock, width"):
        MiniWoBEnv(width=500, clock="real")
    with pytest.raises(UnknownNameError, match="MiniWoB task"):
        MiniWoBEnv().reset(options={"task": "flight.AA"})
