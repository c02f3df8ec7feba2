"""The template of all environments, on a world without a browser: a counter that can be told to break."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from guiwright.actions.errors import MissingPartError, UnknownNameError, UsageError
from guiwright.actions.failure import Failure
from guiwright.actions.observation import FEEDBACK, GOAL
from guiwright.actions.schema import Action, Click, Invalid, Noop, OpenApp, Platform, Terminate, Type, Wait
from guiwright.envs import GuiEnv, Settled, Verdict, WithMeasurements, WorldError
from guiwright.envs.outcome import Refusal, Sight

T = TypeVar("T")


class CounterEnv(GuiEnv):
    """Each click makes the picture one shade brighter; typed words make it break, refuse or end."""

    platform = Platform.WEB

    def __init__(self, worlds_that_fail: int = 0, **base: Any) -> None:
        super().__init__(canvas=(8, 6), **base)
        self.worlds_that_fail = worlds_that_fail
        self.shade = self.discarded = 0

    def _run(self, part: Coroutine[Any, Any, T], seconds: float | None = None) -> T:
        return asyncio.run(part)

    async def _make(self, seed: int, options: dict[str, Any]) -> str:
        if self.worlds_that_fail:
            self.worlds_that_fail -= 1
            raise WorldError("the counter does not start")
        self.shade = seed % 100
        return "zähle"

    async def _execute(self, action: Action) -> str:
        match action:
            case Click():
                self.shade += 1
                return "clicked"
            case Type(text="chatter"):
                return "one\ntwo\r\nthree"
            case Type(text="break"):
                raise WorldError("the counter broke")
            case Type(text="refuse"):
                raise Refusal("no", kind="blocked")
        return ""

    async def _settle(self) -> Settled:
        return Settled("quiet")

    async def _observe(self, action: Action | None) -> Sight:
        return Sight(np.full((6, 8, 3), self.shade, np.uint8), (8, 6))

    async def _judge(self, action: Action) -> Verdict:
        match action:
            case Type(text="win"):
                return Verdict(True, True, 1.0, {"raw_reward": 0.5})
            case Type(text="misjudge"):
                raise Refusal("the check broke", kind="grader")
        return Verdict(info={"raw_reward": 0.0})

    async def _discard(self) -> None:
        self.discarded += 1

    def _facts(self) -> dict[str, Any]:
        return {"shade": self.shade}


def test_a_step_shows_what_an_action_came_to():
    env = CounterEnv()
    first, info = env.reset(seed=7)
    assert info == {"task": "", "shade": 7}
    assert GOAL.decode(first["goal"]) == "zähle"
    observation, reward, terminated, truncated, info = env.step(Click())
    assert (reward, terminated, truncated) == (0.0, False, False)
    assert FEEDBACK.decode(observation["feedback"]) == "clicked"
    assert (first["screenshot"] == 7).all() and (observation["screenshot"] == 8).all()
    assert info == {"task": "", "shade": 8, "raw_reward": 0.0, "screen_changed": True}
    assert env.step(Noop())[-1]["screen_changed"] is False


def test_it_is_a_gymnasium_environment():
    check_env(CounterEnv(render_mode="rgb_array"), skip_render_check=True)


@pytest.mark.parametrize("action", [Click(), {"name": "click"}, '{"name": "click"}'])
def test_an_action_is_an_object_a_dict_or_a_text(action):
    env = CounterEnv()
    env.reset(seed=0)
    assert env.step(action)[-1]["shade"] == 1


@pytest.mark.parametrize("action", ["click(3, 4)", "", {"name": "clack"}, {"name": "click", "x": 1}, None, 7])
def test_what_is_no_action_is_misuse_and_changes_nothing(action):
    env = CounterEnv()
    env.reset(seed=0)
    with pytest.raises(UsageError, match="not an action"):
        env.step(action)
    assert env.step(Noop())[-1]["shade"] == 0


def test_a_misspelt_action_proposes_the_nearest():
    env = CounterEnv()
    env.reset(seed=0)
    with pytest.raises(UsageError, match="unknown action 'clik'; did you mean 'click'"):
        env.step({"name": "clik"})


def test_invalid_and_unavailable_actions_are_failures_of_the_policy():
    env = CounterEnv()
    env.reset(seed=0)
    for action, said in (
        (Invalid(reason="no JSON", raw="hm"), "no JSON"),
        (OpenApp(app="Mail"), "not available on web"),
    ):
        observation, reward, terminated, truncated, info = env.step(action)
        assert (reward, terminated, truncated) == (0.0, False, False)
        assert info["failure"].kind == "policy" and said in info["failure"].reason
        assert said in FEEDBACK.decode(observation["feedback"])
        assert info["shade"] == 0


def test_a_refused_action_is_a_blocked_failure_and_the_episode_goes_on():
    env = CounterEnv()
    env.reset(seed=0)
    *_, truncated, info = env.step(Type(text="refuse"))
    assert info["failure"] == Failure(kind="blocked", reason="no") and not truncated
    env.step(Click())


def test_feedback_is_one_line():
    env = CounterEnv()
    env.reset(seed=0)
    assert FEEDBACK.decode(env.step(Type(text="chatter"))[0]["feedback"]) == "one two three"
    assert Refusal("one\ntwo").failure.reason == "one two"


def test_a_world_that_breaks_truncates_with_a_copy_of_the_last_good_observation():
    env = CounterEnv()
    env.reset(seed=0)
    good, *_ = env.step(Click())
    observation, reward, terminated, truncated, info = env.step(Type(text="break"))
    assert (reward, terminated, truncated) == (0.0, False, True)
    assert info["failure"] == Failure(kind="environment", reason="the counter broke")
    np.testing.assert_array_equal(observation["screenshot"], good["screenshot"])
    assert not np.shares_memory(observation["screenshot"], good["screenshot"])
    assert env.discarded == 1
    with pytest.raises(UsageError, match="reset"):
        env.step(Noop())
    assert "failure" not in env.reset(seed=1)[1]


def test_reset_tries_again_with_fresh_worlds():
    env = CounterEnv(worlds_that_fail=2, reset_deadline=5.0)
    _, info = env.reset(seed=3)
    assert "failure" not in info and env.measured.attempts == 3 and env.discarded == 2


def test_a_world_that_cannot_be_made_is_blank_and_the_next_step_truncates():
    env = CounterEnv(worlds_that_fail=100, reset_deadline=0.05)
    observation, info = env.reset(seed=3)
    assert list(observation["content"]) == [0, 0] and not observation["screenshot"].any()
    assert info["failure"] == Failure(kind="environment", reason="the counter does not start")
    assert env.observation_space.contains(observation)
    again, reward, terminated, truncated, step_info = env.step(Click())
    assert (reward, terminated, truncated) == (0.0, False, True)
    assert step_info["failure"] == info["failure"] and list(again["content"]) == [0, 0]
    env.worlds_that_fail = 0
    assert "failure" not in env.reset(seed=3)[1]


def test_a_check_that_breaks_is_a_failure_of_the_grader():
    env = CounterEnv()
    env.reset(seed=0)
    _, reward, terminated, truncated, info = env.step(Type(text="misjudge"))
    assert (reward, terminated, truncated, info["failure"].kind) == (0.0, False, True, "grader")


def test_the_task_ends_an_episode_and_so_does_the_policy():
    env = CounterEnv()
    env.reset(seed=0)
    _, reward, terminated, _, info = env.step(Type(text="win"))
    assert (reward, terminated, info["success"], info["raw_reward"]) == (1.0, True, True, 0.5)
    env.reset(seed=0)
    _, reward, terminated, _, info = env.step(Terminate())
    assert (reward, terminated, info["success"]) == (0.0, True, None)


def test_a_time_limit_counts_seconds_inside_step_only():
    env = CounterEnv(time_limit=1e-9)
    env.reset(seed=0)
    *_, terminated, truncated, info = env.step(Noop())
    assert (terminated, truncated, info["truncated_by"]) == (False, True, "time_limit")
    assert "failure" not in info
    patient = CounterEnv(time_limit=60.0)
    patient.reset(seed=0)
    assert not patient.step(Wait(seconds=0.0))[3]


@pytest.mark.parametrize("call", [lambda env: env.step(Noop()), lambda env: (env.close(), env.reset())])
def test_a_call_in_the_wrong_state_is_misuse(call):
    with pytest.raises(UsageError):
        call(CounterEnv())


def test_no_episode_runs_after_a_reset_that_raised():
    class Incomplete(CounterEnv):
        async def _make(self, seed: int, options: dict[str, Any]) -> str:
            if seed:
                raise MissingPartError("no counter is installed")
            return await super()._make(seed, options)

    env = Incomplete()
    env.reset(seed=0)
    with pytest.raises(MissingPartError):
        env.reset(seed=1)
    with pytest.raises(UsageError, match="reset"):
        env.step(Noop())


def test_unknown_names_are_named():
    with pytest.raises(UnknownNameError, match="reset option 'tusk'"):
        CounterEnv().reset(options={"tusk": 1})
    with pytest.raises(UnknownNameError, match="did you mean 'rgb_array'"):
        CounterEnv(render_mode="rgb_aray")


def test_rendering_gives_the_canvas():
    env = CounterEnv(render_mode="rgb_array")
    env.reset(seed=9)
    assert (env.render() == 9).all()
    assert CounterEnv().render() is None


def test_measurements_come_into_info_only_by_their_wrapper():
    env = WithMeasurements(CounterEnv())
    _, info = env.reset(seed=0)
    assert info["measured"].attempts == 1 and set(info["measured"].parts) == {"make", "settle", "observe"}
    *_, info = env.step(Click())
    assert set(info["measured"].parts) == {"execute", "settle", "observe", "judge"}
    assert info["measured"].spent >= info["measured"].seconds
