"""Many environments of one platform on one event loop: batched resets and steps in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from copy import deepcopy
from typing import Any, TypeVar, cast

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space, concatenate, create_empty_array
from numpy.typing import NDArray

from ..actions.errors import UsageError
from ..actions.observation import Observation
from ..actions.schema import Action
from .base import GuiEnv, StepResult

T = TypeVar("T")
Mask = NDArray[np.bool_]
VectorResult = tuple[Any, NDArray[np.float64], Mask, Mask, dict[str, Any]]

RESET_MASK = "reset_mask"


class GuiVectorEnv(VectorEnv[Any, Any, Any]):
    """N environments that share a process and an event loop; each call runs all of its members side by side.

    What a member gives is what it gives alone, whatever the others do: seeds, failures and resets are its own. A call
    returns when its last member has answered; nobody waits for the reset of another before it starts.

    Args:
        num_envs: How many.
        make: Makes one of them.
        autoreset_mode: Of gymnasium. With "disabled", members whose episode ended are reset by
            `reset(options={"reset_mask": …})` before the next step.

    Attributes:
        envs: The members.
    """

    def __init__(
        self,
        num_envs: int,
        make: Callable[[], GuiEnv],
        *,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
    ) -> None:
        if num_envs < 1:
            raise UsageError(f"num_envs is {num_envs}; a vector has at least one environment")
        self.num_envs, self.autoreset_mode = num_envs, AutoresetMode(autoreset_mode)
        self.envs: list[GuiEnv] = [make() for _ in range(num_envs)]
        first = self.envs[0]
        self.metadata = {**first.metadata, "autoreset_mode": self.autoreset_mode}
        self.render_mode = first.render_mode
        self.single_observation_space = first.observation_space
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.single_action_space = first.action_space
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._seen: list[Observation | None] = [None] * num_envs
        self._ended = np.zeros(num_envs, np.bool_)

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[Any, dict[str, Any]]:
        """Starts episodes.

        Args:
            seed: One for each member; a number is that of the first, the others count on from it; None draws.
            options: `reset_mask`, a bool array [num_envs]: reset these members only. Every other option is the
                members' own, and a list has one value for each member (None: no such option for this one).

        Returns:
            The batched observation, of members that were not reset their last one, and the infos of those that were.

        Raises:
            UsageError: If a length or a type does not fit, or a member that is left out was never reset.
        """
        mask, each = self._shared_out(options or {})
        seeds = self._seeds(seed)
        if any(seen is None and not chosen for seen, chosen in zip(self._seen, mask, strict=True)):
            raise UsageError("the first reset is of all members; reset_mask may leave out those that were reset before")
        drawn = {i: self.envs[i].drawn(seeds[i], each[i]) for i in np.flatnonzero(mask)}
        results = self._together([self.envs[i].begin(*drawn[i]) for i in drawn])
        infos: dict[str, Any] = {}
        for i, (observation, info) in zip(drawn, results, strict=True):
            self._seen[i], self._ended[i] = observation, False
            infos = self._add_info(infos, info, int(i))
        return self._batched(), infos

    def step(self, actions: Any) -> VectorResult:
        """Carries out one action in each member; a member whose episode ended is reset as `autoreset_mode` says.

        Args:
            actions: One for each member: canonical actions, their dicts or their JSON.

        Raises:
            UsageError: If there are not `num_envs` actions, one of them is none, or, with "disabled", a member's
                episode has ended. Nothing has been executed then.
        """
        given = list(actions)
        if len(given) != self.num_envs:
            raise UsageError(f"got {len(given)} actions for {self.num_envs} environments; give one for each")
        if self._ended.any() and self.autoreset_mode is AutoresetMode.DISABLED:
            ended = ", ".join(map(str, np.flatnonzero(self._ended)))
            raise UsageError(f"the episodes of members {ended} have ended; reset them with options['{RESET_MASK}']")
        checked = [None if self._ended[i] else self.envs[i].checked(action) for i, action in enumerate(given)]
        parts = [
            self._again(env) if action is None else self._stepped(env, action)
            for env, action in zip(self.envs, checked, strict=True)
        ]
        return self._collected(self._together(parts))

    def render(self) -> tuple[Any, ...] | None:
        """The pictures of all members, or None without a render mode."""
        return None if self.render_mode is None else tuple(env.render() for env in self.envs)

    def get_attr(self, name: str) -> tuple[Any, ...]:
        """An attribute of every member, or what it gives if it is a method without arguments."""
        return self.call(name)

    def call(self, name: str, *args: Any, **kwargs: Any) -> tuple[Any, ...]:
        """Calls a method of every member, one after the other."""
        found = [getattr(env, name) for env in self.envs]
        return tuple(value(*args, **kwargs) if callable(value) else value for value in found)

    def set_attr(self, name: str, values: Any) -> None:
        """Sets an attribute of every member: one value for all, or a list with one for each.

        Raises:
            UsageError: If the list has another length.
        """
        each = values if isinstance(values, list | tuple) else [values] * self.num_envs
        if len(each) != self.num_envs:
            raise UsageError(f"got {len(each)} values for {self.num_envs} environments; give one for each")
        for env, value in zip(self.envs, each, strict=True):
            setattr(env, name, value)

    def close_extras(self, **kwargs: Any) -> None:
        """Closes all members."""
        for env in self.envs:
            env.close()

    async def _stepped(self, env: GuiEnv, action: Action) -> tuple[StepResult, dict[str, Any]]:
        """A step and, in the mode of the same step, the reset after it; with what was last seen before it."""
        result = await env.advance(action)
        if self.autoreset_mode is not AutoresetMode.SAME_STEP or not (result[2] or result[3]):
            return result, {}
        last = {"final_obs": result[0], "final_info": result[4]}
        observation, info = await env.begin(*env.drawn(None, None))
        return (observation, *result[1:4], info), last

    async def _again(self, env: GuiEnv) -> tuple[StepResult, dict[str, Any]]:
        """The reset that takes the place of a step after an episode's end."""
        observation, info = await env.begin(*env.drawn(None, None))
        return (observation, 0.0, False, False, info), {}

    def _collected(self, results: Sequence[tuple[StepResult, dict[str, Any]]]) -> VectorResult:
        rewards = np.zeros(self.num_envs)
        terminated, truncated = np.zeros(self.num_envs, np.bool_), np.zeros(self.num_envs, np.bool_)
        infos: dict[str, Any] = {}
        for i, ((observation, reward, end, cut, info), last) in enumerate(results):
            self._seen[i], rewards[i], terminated[i], truncated[i] = observation, reward, end, cut
            infos = self._add_info(self._add_info(infos, last, i), info, i)
        ended = terminated | truncated
        self._ended = np.zeros_like(ended) if self.autoreset_mode is AutoresetMode.SAME_STEP else ended
        return self._batched(), rewards, terminated, truncated, infos

    def _together(self, parts: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
        """Runs parts of several members side by side; what one of them raises is raised when all have ended."""

        async def all_of_them() -> list[T | BaseException]:
            return await asyncio.gather(*parts, return_exceptions=True)

        results = self.envs[0]._run(all_of_them()) if parts else []
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return cast(list[T], results)

    def _batched(self) -> Any:
        into = create_empty_array(self.single_observation_space, n=self.num_envs, fn=np.zeros)
        return concatenate(self.single_observation_space, cast(Any, self._seen), cast(Any, into))

    def _seeds(self, seed: int | Sequence[int | None] | None) -> list[int | None]:
        if seed is None:
            return [None] * self.num_envs
        seeds: list[int | None] = [seed + i for i in range(self.num_envs)] if isinstance(seed, int) else list(seed)
        if len(seeds) != self.num_envs:
            raise UsageError(f"got {len(seeds)} seeds for {self.num_envs} environments; give one for each, or a number")
        return seeds

    def _shared_out(self, options: dict[str, Any]) -> tuple[Mask, list[dict[str, Any]]]:
        """Which members are reset, and the options of each."""
        options = dict(options)
        mask = np.asarray(options.pop(RESET_MASK, np.ones(self.num_envs, np.bool_)))
        if mask.shape != (self.num_envs,) or mask.dtype != np.bool_:
            raise UsageError(
                f"options['{RESET_MASK}'] is {mask.dtype} {list(mask.shape)}; it is a bool array [{self.num_envs}]"
            )
        each: list[dict[str, Any]] = [{} for _ in range(self.num_envs)]
        for name, value in options.items():
            values = list(value) if isinstance(value, list | np.ndarray) else [value] * self.num_envs
            if len(values) != self.num_envs:
                raise UsageError(f"options[{name!r}] has {len(values)} values for {self.num_envs} environments")
            for own, member_value in zip(each, values, strict=True):
                if member_value is not None:
                    own[name] = deepcopy(member_value)
        return mask, each
