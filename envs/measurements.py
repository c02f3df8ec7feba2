"""What was measured in the last reset or step: never in `info`, because it is no function of seed and actions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import gymnasium as gym

from ..actions.observation import Observation
from ..actions.schema import Action


@dataclass(frozen=True, slots=True)
class Settled:
    """How the world came to rest.

    Attributes:
        reason: "quiet", "deadline" (it never did), "dialog" (the page waits for an answer), or "none" (nothing was
            done that could move it).
        seconds: How long it took.
        pending: What was still moving at the deadline, such as "requests"; empty when quiet.
        clock: "real", or "virtual" where the page's own clock was moved.
        waited: Seconds for each signal that was waited for, such as "timers"; several may have been at once.
    """

    reason: str = "none"
    seconds: float = 0.0
    pending: tuple[str, ...] = ()
    clock: str = "real"
    waited: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """Times of the last reset or step, in seconds.

    Attributes:
        seconds: The whole call.
        parts: Seconds by part: make, execute, settle, observe, judge.
        settled: How the world came to rest.
        attempts: How many worlds a reset had to make.
        spent: Seconds inside `step` since the episode began; what a time limit counts.
        refused: Connections that were not let out, in words.
    """

    seconds: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)
    settled: Settled = Settled()
    attempts: int = 0
    spent: float = 0.0
    refused: tuple[str, ...] = ()


class PartTimer:
    """Seconds by part of one call."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self.parts: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Adds the time of its block to a part."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.parts[name] = self.parts.get(name, 0.0) + time.perf_counter() - begun

    @property
    def seconds(self) -> float:
        """Since the timer was made."""
        return time.perf_counter() - self._begun


class WithMeasurements(gym.Wrapper[Observation, Action, Observation, Action]):
    """Copies `env.unwrapped.measured` to `info["measured"]`; the environment is then no longer deterministic."""

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """As the environment's, with `info["measured"]`."""
        observation, info = self.env.reset(seed=seed, options=options)
        return observation, {**info, "measured": self.get_wrapper_attr("measured")}

    def step(self, action: Action) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """As the environment's, with `info["measured"]`."""
        observation, reward, terminated, truncated, info = self.env.step(action)
        return (
            observation,
            float(reward),
            terminated,
            truncated,
            {**info, "measured": self.get_wrapper_attr("measured")},
        )
