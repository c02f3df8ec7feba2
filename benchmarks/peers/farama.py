"""The environment of the package `miniwob` itself, on Selenium; several of them in processes of their own."""

from __future__ import annotations

from functools import partial
from typing import Any

import gymnasium as gym
import miniwob
import numpy as np
from gymnasium.vector import AsyncVectorEnv
from gymnasium.vector.utils import concatenate, create_empty_array
from miniwob.action import ActionTypes
from serve import Point, serve


class Single:
    """One environment."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.env = made(settings["task"])

    def reset(self, seeds: list[int]) -> None:
        """Starts an episode."""
        self.env.reset(seed=seeds[0])

    def click(self, points: list[Point]) -> list[bool]:
        """Clicks."""
        _, _, terminated, truncated, _ = self.env.step(action(self.env, points[0]))
        return [bool(terminated or truncated)]

    def close(self) -> None:
        """Ends the browser."""
        self.env.close()


class Several:
    """Gymnasium's own vector of processes; with shared memory it fails."""

    def __init__(self, settings: dict[str, Any]) -> None:
        make = partial(made, settings["task"])
        self.template, self.number = make(), settings["environments"]
        self.envs = AsyncVectorEnv([make] * self.number, shared_memory=False)
        self.template.close()

    def reset(self, seeds: list[int]) -> None:
        """Starts an episode in each."""
        self.envs.reset(seed=seeds)

    def click(self, points: list[Point]) -> list[bool]:
        """Clicks in each."""
        space = self.envs.single_action_space
        actions = [action(self.template, point) for point in points]
        batch = concatenate(space, actions, create_empty_array(space, self.number))
        _, _, terminated, truncated, _ = self.envs.step(batch)
        return [bool(ended) for ended in terminated | truncated]

    def close(self) -> None:
        """Ends the processes with their browsers."""
        self.envs.close()


def made(task: str) -> gym.Env[Any, Any]:
    """One environment."""
    gym.register_envs(miniwob)
    return gym.make(f"miniwob/{task}-v1", disable_env_checker=True)


def action(env: gym.Env[Any, Any], point: Point) -> Any:
    """A click in its own words."""
    return env.unwrapped.create_action(ActionTypes.CLICK_COORDS, coords=np.array(point, dtype=np.float32))


if __name__ == "__main__":
    serve(lambda settings: Several(settings) if settings["environments"] > 1 else Single(settings))
