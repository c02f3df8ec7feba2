"""Many environments in one browser: what each gives is what it gives alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode

import guiwright.envs  # noqa: F401 -- registers
from guiwright.actions.errors import UsageError
from guiwright.actions.observation import GOAL
from guiwright.actions.schema import Action, Click, Noop, PressKey, Type
from guiwright.envs import MiniWoBEnv, MiniWoBVectorEnv, WebVectorEnv

pytestmark = pytest.mark.browser
PAGES = Path(__file__).with_name("pages")
MODES = list(AutoresetMode)


@pytest.fixture
def four(browser: None) -> Iterator[MiniWoBVectorEnv]:
    env = MiniWoBVectorEnv(4)
    yield env
    env.close()


def some_action(dice: random.Random) -> Action:
    point = (dice.random(), 0.25 + 0.75 * dice.random())
    return dice.choice([Click(target=point), Type(text="abc"), PressKey(keys=("Tab",))])


def members(batch: dict[str, Any], number: int) -> dict[str, Any]:
    return {key: value[number] for key, value in batch.items()}


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    for key in one:
        np.testing.assert_array_equal(one[key], other[key], err_msg=key)


def test_make_vec_gives_it_without_a_mode():
    env = gym.make_vec("guiwright/MiniWoB-v0", num_envs=4, task="click-button")
    assert isinstance(env, MiniWoBVectorEnv) and env.num_envs == 4
    assert env.metadata["autoreset_mode"] is AutoresetMode.NEXT_STEP
    assert isinstance(gym.make_vec("guiwright/Web-v0", num_envs=2), WebVectorEnv)
    env.close()  # nothing was started


@pytest.mark.parametrize("mode", MODES)
def test_it_gives_what_single_environments_give(browser: None, mode: AutoresetMode):
    tasks = ["click-button", "enter-text", "click-checkboxes"]
    together = MiniWoBVectorEnv(3, autoreset_mode=mode)
    alone = [MiniWoBEnv(task) for task in tasks]
    batch, infos = together.reset(seed=[5, 6, 7], options={"task": tasks})
    single = [env.reset(seed=5 + i) for i, env in enumerate(alone)]
    ended = [False] * 3
    dice = random.Random(1)
    for _ in range(8):
        for i, (observation, info) in enumerate(single):
            assert_same(members(batch, i), observation)
            assert infos["task"][i] == info["task"]
        if mode is AutoresetMode.DISABLED and any(ended):
            batch, _ = together.reset(options={"reset_mask": np.array(ended)})
            for i in np.flatnonzero(ended):
                observation, _ = alone[i].reset()
                assert_same(members(batch, i), observation)
            ended = [False] * 3
        actions = [some_action(dice) for _ in tasks]
        batch, rewards, terminated, truncated, infos = together.step(actions)
        for i, env in enumerate(alone):
            if ended[i]:
                single[i], ended[i] = env.reset(), False
                assert not (terminated[i] or truncated[i]) and rewards[i] == 0
                continue
            observation, reward, end, cut, info = env.step(actions[i])
            assert (rewards[i], terminated[i], truncated[i]) == (reward, end, cut)
            single[i], ended[i] = (observation, info), end or cut
            if ended[i] and mode is AutoresetMode.SAME_STEP:
                assert_same(infos["final_obs"][i], observation)
                assert infos["final_info"]["raw_reward"][i] == info["raw_reward"]
                single[i], ended[i] = env.reset(), False
    for env in (together, *alone):
        env.close()


def test_chosen_members_are_reset_to_chosen_tasks(four: MiniWoBVectorEnv):
    first, infos = four.reset(seed=1, options={"task": ["click-test", "click-link", None, "enter-text"]})
    assert list(infos["task"]) == ["click-test", "click-link", "click-test", "enter-text"]
    mask = np.array([True, False, False, True])
    second, infos = four.reset(
        seed=[8, None, None, 9], options={"reset_mask": mask, "task": ["click-dialog", None, None, None]}
    )
    assert list(infos["_task"]) == list(mask) and list(infos["task"][mask]) == ["click-dialog", "enter-text"]
    for left in (1, 2):
        assert_same(members(first, left), members(second, left))
    assert GOAL.decode(second["goal"][0]) != GOAL.decode(first["goal"][0])


def test_misuse_executes_nothing(four: MiniWoBVectorEnv):
    with pytest.raises(UsageError, match="first reset is of all"):
        four.reset(options={"reset_mask": np.array([True, False, False, False])})
    four.reset(seed=0)
    for actions, said in (([Noop()] * 3, "3 actions for 4"), ([Noop(), Noop(), Noop(), "click"], "not an action")):
        with pytest.raises(UsageError, match=said):
            four.step(actions)
    for seeds, options, said in (
        ([1, 2], None, "2 seeds for 4"),
        (None, {"reset_mask": [1, 0, 0, 0]}, "bool array"),
        (None, {"task": ["click-test"]}, "1 values for 4"),
    ):
        with pytest.raises(UsageError, match=said):
            four.reset(seed=seeds, options=options)
    with pytest.raises(UsageError, match="num_envs is 0"):
        MiniWoBVectorEnv(0)


def test_disabled_wants_members_that_ended_to_be_reset(browser: None):
    env = MiniWoBVectorEnv(2, autoreset_mode="Disabled")
    env.reset(seed=0)
    env.step([{"name": "terminate"}, Noop()])
    with pytest.raises(UsageError, match="members 0 have ended"):
        env.step([Noop(), Noop()])
    env.close()


def test_a_member_that_breaks_does_not_touch_the_others(browser: None):
    env = WebVectorEnv(3, url=(PAGES / "form.html").as_uri(), width=200, height=150, autoreset_mode="Disabled")
    env.reset(seed=0)
    env.envs[1].step_deadline = 3.0
    env.envs[1].evaluate("() => { setTimeout(() => { for (;;); }, 0) }")
    _, _, _, truncated, infos = env.step([Noop()] * 3)
    assert list(truncated) == [False, True, False] and infos["failure"][1].kind == "environment"
    assert list(infos["_failure"]) == [False, True, False]
    _, infos = env.reset(options={"reset_mask": truncated})
    assert "failure" not in infos
    *_, truncated, infos = env.step([Noop()] * 3)
    assert not truncated.any() and "failure" not in infos
    env.close()


def test_a_slow_reset_does_not_hold_up_the_step_of_another(browser: None, slow_site: str):
    env = WebVectorEnv(2, width=200, height=150)
    page = (PAGES / "form.html").as_uri()
    env.reset(seed=0, options={"url": [slow_site, page]})
    env.step([{"name": "terminate"}, Noop()])
    env.step([Noop(), Noop()])  # the first loads its page again, which takes a second
    slow, quick = env.get_attr("measured")
    assert slow.seconds > 1.0 and slow.attempts == 1
    assert quick.seconds < 1.0 and set(quick.parts) == {"execute", "settle", "observe", "judge"}
    env.close()


def test_attributes_and_pictures_of_all_members(browser: None):
    env = MiniWoBVectorEnv(2, render_mode="rgb_array")
    env.reset(seed=0)
    assert [measured.attempts for measured in env.get_attr("measured")] == [1, 1]
    assert [picture.shape for picture in env.render()] == [(210, 160, 3)] * 2
    env.set_attr("time_limit", [1.0, 2.0])
    assert env.get_attr("time_limit") == (1.0, 2.0)
    assert env.call("evaluate", "document.readyState") == ("complete", "complete")
    with pytest.raises(UsageError, match="3 values"):
        env.set_attr("time_limit", [1, 2, 3])
    env.close()
