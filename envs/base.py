"""The environment that all platforms share: validate, execute, settle, observe, judge.

A bad step is data, an exception is a bug of the caller. A world that breaks in `step` gives the last good
observation, reward 0, `truncated=True` and `info["failure"]`; a world that cannot be made in `reset` gives a
blank observation with `info["failure"]`, and the next `step` executes nothing and truncates with it.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeVar

import gymnasium as gym
import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..actions.errors import UnknownNameError, UsageError
from ..actions.failure import Failure
from ..actions.observation import Observation, blank_observation, observation_space, picture_observation
from ..actions.schema import ACTIONS, Action, Invalid, Platform, action_from, ends_episode
from ..actions.space import ActionSpace
from .deadline import within
from .measurements import Measured, PartTimer, Settled
from .outcome import Refusal, Sight, Verdict, WorldError

T = TypeVar("T")
FirstResult = tuple[Observation, dict[str, Any]]
StepResult = tuple[Observation, float, bool, bool, dict[str, Any]]

FIRST_RETRY_PAUSE = 0.1  # seconds; doubled with every further world that could not be made


@dataclass(frozen=True, slots=True)
class Performed:
    """One executed action and what came of it, before it becomes the result of a step."""

    sight: Sight
    verdict: Verdict
    feedback: str
    failure: Failure | None
    settled: Settled


class GuiEnv(gym.Env[Observation, Action]):
    """A world with a screen, driven by canonical actions.

    Args:
        canvas: Width and height of the observation's picture, pixels.
        render_mode: "rgb_array" or None.
        reset_deadline: Seconds within which `reset` makes a world or gives up.
        step_deadline: Seconds within which an action is executed and seen, the action's own waiting apart.
        time_limit: Seconds inside `step` after which an episode is truncated; None: never.

    Attributes:
        measured: Times of the last reset or step.

    `info` is a function of seed and actions. It holds `task`, `screen_changed` (steps only), `success` (when
    the task ended), `failure` (when there is one), `truncated_by` ("time_limit") and facts of the platform.
    """

    platform: ClassVar[Platform]
    options: ClassVar[frozenset[str]] = frozenset()
    """Names that `reset(options=…)` understands."""
    metadata: dict[str, Any] = {"render_modes": ["rgb_array"], "render_fps": 10}  # noqa: RUF012 -- gymnasium's type

    def __init__(
        self,
        *,
        canvas: tuple[int, int],
        render_mode: str | None = None,
        reset_deadline: float = 60.0,
        step_deadline: float = 30.0,
        time_limit: float | None = None,
    ) -> None:
        if render_mode is not None and render_mode not in self.metadata["render_modes"]:
            raise UnknownNameError("render mode", render_mode, self.metadata["render_modes"])
        self.render_mode, self.canvas = render_mode, canvas
        self.reset_deadline, self.step_deadline, self.time_limit = reset_deadline, step_deadline, time_limit
        self.observation_space = observation_space(*canvas)  # type: ignore[assignment]  # samples are TypedDicts
        self.action_space = ActionSpace(self.platform)
        self.measured = Measured()
        self._goal = ""
        self._sight: Sight | None = None
        self._failure: Failure | None = None
        self._running = self._closed = False
        self._spent = 0.0

    # What a platform adds --------------------------------------------------------------------------------

    @abstractmethod
    def _run(self, part: Coroutine[Any, Any, T], seconds: float | None = None) -> T:
        """Runs one of the coroutines below to its end, from outside of their event loop.

        Raises:
            WorldError: If it takes longer than `seconds`; and whatever the part raises.
        """

    @abstractmethod
    async def _make(self, seed: int, options: dict[str, Any]) -> str:
        """Makes a world and starts an episode in it; gives the goal. Raises `WorldError`."""

    @abstractmethod
    async def _execute(self, action: Action) -> str:
        """Carries out an action; gives the feedback. Raises `Refusal` or `WorldError`."""

    @abstractmethod
    async def _settle(self) -> Settled:
        """Waits until the world has come to rest or the deadline has passed."""

    async def _guard(self) -> None:
        """Takes back where an action has led that must not be. Raises `Refusal` of kind `blocked` when it did."""

    @abstractmethod
    async def _observe(self, action: Action | None) -> Sight:
        """Looks; the action (None after a reset) may ask for a closer view."""

    @abstractmethod
    async def _judge(self, action: Action) -> Verdict:
        """Checks the task after an action. Raises `Refusal` of kind `grader` when the check itself breaks."""

    @abstractmethod
    async def _discard(self) -> None:
        """Gives up the world, whatever state it is in. Never raises."""

    def _has_world(self) -> bool:
        """Whether there is anything to give up."""
        return True

    def _remarks(self) -> str:
        """What happened since the last call that the picture does not show; "" for nothing."""
        return ""

    def _refusals(self) -> tuple[str, ...]:
        """What was not let out into a network since the last call."""
        return ()

    def _shown(self, value: T) -> T:
        """What may leave the environment of something that the world says: all of it, but for secrets."""
        return value

    @abstractmethod
    def _facts(self) -> dict[str, Any]:
        """Cheap deterministic facts for `info`."""

    # The template ----------------------------------------------------------------------------------------

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Starts an episode in a world that is as good as new.

        Args:
            seed: The same seed gives the same episode; None draws one.
            options: See `options` of the class.

        Returns:
            The first observation and info. A world that could not be made: a blank observation and
            `info["failure"]`.

        Raises:
            MissingPartError: If the machine lacks what every world needs, such as a browser.
        """
        episode_seed, options = self.drawn(seed, options)
        return self._run(self.begin(episode_seed, options))

    def step(self, action: Action | dict[str, Any] | str) -> StepResult:
        """Carries out one action.

        Args:
            action: A canonical action, its dict or its JSON text.

        Returns:
            Observation, reward, terminated, truncated, info.

        Raises:
            UsageError: If the argument is no action, or there is no episode.
        """
        return self._run(self.advance(self.checked(action)))

    # The same in two halves, so that a vector environment runs many worlds at once: what may be misuse and is done at
    # once, and what takes time and never raises because of the world ------------------------------------------

    def drawn(self, seed: int | None, options: dict[str, Any] | None) -> tuple[int, dict[str, Any]]:
        """The seed of the next episode, drawn if there is none, and its checked options."""
        self._refuse_when_closed()
        checked = self._checked_options(options or {})
        super().reset(seed=seed)
        return int(self.np_random.integers(2**31)) if seed is None else seed, checked

    async def begin(self, seed: int, options: dict[str, Any]) -> FirstResult:
        """Makes a world, with fresh attempts until the deadline, and looks at it."""
        timer, settled, attempts = PartTimer(), Settled(), 0
        self._running, self._spent = False, 0.0
        while True:
            attempts, self._failure = attempts + 1, None
            try:
                left = max(self.reset_deadline - timer.seconds, 0.001)
                self._sight, settled = await within(self._begun(seed, options, timer), left)
                break
            except Refusal as error:  # a fresh world would be refused too
                self._failure = self._shown(error.failure)
                await self._give_up()
                break
            except WorldError as error:
                self._failure = self._broken(error)
                await self._give_up()
            pause = FIRST_RETRY_PAUSE * 2 ** (attempts - 1)
            if timer.seconds + pause >= self.reset_deadline:
                break
            # There is no signal to wait for: a back-off between attempts, and the deadline bounds it.
            await asyncio.sleep(pause)
        self._running = True
        self.measured = Measured(timer.seconds, timer.parts, settled, attempts, refused=self._refusals())
        return self._first(self._failure)

    def checked(self, action: Action | dict[str, Any] | str) -> Action:
        """The action that `step` was given. Raises `UsageError` as `step` does."""
        self._refuse_when_closed()
        if not self._running:
            raise UsageError("there is no running episode: call reset() first, and again after every episode's end")
        return _checked_action(action)

    async def advance(self, action: Action) -> StepResult:
        """Carries out an action in the world that there is."""
        if self._failure is not None:
            return self._broken_off(self._failure)
        timer = PartTimer()
        try:
            performed = await within(self._performed(action, timer), self.step_deadline + own_seconds(action))
        except WorldError as error:
            await self._give_up()
            self._measure(timer, Settled())
            return self._broken_off(self._broken(error))
        self._measure(timer, performed.settled)
        return self._concluded(performed)

    async def _performed(self, action: Action, timer: PartTimer) -> Performed:
        """Executes, settles, observes and judges."""
        failure, feedback = None, ""
        with timer.part("execute"):
            try:
                feedback = await self._carry_out(action)
            except Refusal as refusal:
                failure, feedback = refusal.failure, refusal.failure.reason
        with timer.part("settle"):
            settled = await self._settle()
            try:
                await self._guard()
            except Refusal as refusal:
                failure, settled = refusal.failure, await self._settle()
                feedback = "; ".join(part for part in (feedback, failure.reason) if part)
        feedback = self._shown(_one_line("; ".join(part for part in (feedback, self._remarks()) if part)))
        with timer.part("observe"):
            sight = await self._observe(action)
        with timer.part("judge"):
            try:
                verdict = await self._judge(action)
            except Refusal as broken_check:
                failure, verdict = broken_check.failure, Verdict()
        return Performed(sight, _ended_by(action, verdict), feedback, failure, settled)

    def _concluded(self, performed: Performed) -> StepResult:
        """Makes the result of a step from what was performed."""
        before, self._sight = self._sight, performed.sight
        verdict, failure = performed.verdict, performed.failure
        info = {"task": self.task_name, **self._shown(self._facts()), **verdict.info}
        info["screen_changed"] = before is None or not _same_picture(before, performed.sight)
        truncated = failure is not None and failure.kind == "grader"
        if failure is not None:
            info["failure"] = self._shown(failure)
        if verdict.done:
            info["success"] = verdict.success
        elif self.time_limit is not None and self._spent >= self.time_limit:
            truncated, info["truncated_by"] = True, "time_limit"
        self._running = not (verdict.done or truncated)
        return self._observation(performed.sight, performed.feedback), verdict.reward, verdict.done, truncated, info

    def render(self) -> NDArray[np.uint8] | None:
        """The current picture, uint8 [H, W, 3], or None without a render mode."""
        if self.render_mode is None:
            return None
        if self._sight is None:
            return blank_observation(*self.canvas)["screenshot"]
        return self._observation(self._sight)["screenshot"]

    def close(self) -> None:
        """Gives up the world. The environment cannot be used afterwards; closing twice is fine."""
        if not self._closed:
            self._closed, self._running = True, False
            if self._has_world():
                self._run(self._give_up())

    @property
    def task_name(self) -> str:
        """The name of the task of the running episode."""
        return ""

    # ------------------------------------------------------------------------------------------------------

    async def _begun(self, seed: int, options: dict[str, Any], timer: PartTimer) -> tuple[Sight, Settled]:
        with timer.part("make"):
            self._goal = await self._make(seed, options)
        with timer.part("settle"):
            settled = await self._settle()
        with timer.part("observe"):
            return await self._observe(None), settled

    async def _carry_out(self, action: Action) -> str:
        if isinstance(action, Invalid):
            raise Refusal(f"not an action: {action.reason}")
        if self.platform not in action.platforms:
            raise Refusal(f"{action.name} is not available on {self.platform}")
        return await self._execute(action)

    def _first(self, failure: Failure | None) -> FirstResult:
        if failure is None and self._sight is not None:
            return self._observation(self._sight), {"task": self.task_name, **self._shown(self._facts())}
        self._sight = None
        return blank_observation(*self.canvas), {"task": self.task_name, "failure": failure}

    def _broken_off(self, failure: Failure) -> StepResult:
        self._running = False
        info = {"task": self.task_name, "screen_changed": False, "failure": failure}
        if self._sight is None:
            return blank_observation(*self.canvas), 0.0, False, True, info
        return self._observation(self._sight), 0.0, False, True, info

    def _observation(self, sight: Sight, feedback: str = "") -> Observation:
        observation = picture_observation(sight.picture, self.canvas, sight.screen, self._goal, feedback)
        observation["view"] = np.array(sight.view)
        return observation

    def _broken(self, error: Exception) -> Failure:
        return Failure(kind="environment", reason=self._shown(" ".join(str(error).split()))[:300])

    def _measure(self, timer: PartTimer, settled: Settled) -> None:
        seconds = timer.seconds
        self._spent += seconds
        self.measured = Measured(seconds, timer.parts, settled, 0, self._spent, self._refusals())

    async def _give_up(self) -> None:
        try:
            await within(self._discard(), self.step_deadline)
        except WorldError:  # it did not even end in time; the platform makes a new one from nothing
            return

    def _checked_options(self, options: dict[str, Any]) -> dict[str, Any]:
        for name in options:
            if name not in self.options:
                raise UnknownNameError("reset option", name, self.options)
        return options

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise UsageError("the environment is closed; make a new one")


def own_seconds(action: Action) -> float:
    """How long an action itself asks to take; no deadline counts this."""
    return float(getattr(action, "duration", None) or getattr(action, "seconds", None) or 0.0)


def _checked_action(action: Any) -> Action:
    try:
        return action_from(action)
    except ValidationError as error:
        raise UsageError(
            f"not an action: {_what_is_wrong(error.errors()[0])}; step takes an Action, its dict or its JSON text, and "
            "Invalid(reason=…) for a model's text that is none"
        ) from error


def _what_is_wrong(found: ErrorDetails) -> str:
    if found["type"] == "union_tag_invalid":
        return str(UnknownNameError("action", found["ctx"]["tag"], ACTIONS))
    where = ".".join(str(part) for part in found["loc"])
    return f"{found['msg']}{f' (at {where})' if where else ''}"


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _ended_by(action: Action, verdict: Verdict) -> Verdict:
    """The policy's own end of the episode; without a word of the check nobody can say whether it was right."""
    return replace(verdict, done=True) if ends_episode(action) else verdict


def _same_picture(one: Sight, other: Sight) -> bool:
    return one.view == other.view and np.array_equal(one.picture, other.picture)
