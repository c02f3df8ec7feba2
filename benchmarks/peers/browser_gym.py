"""BrowserGym's MiniWoB environment, at our viewport; several of them in processes of their own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import browsergym.miniwob  # noqa: F401 -- registers
import gymnasium as gym
from browsergym.core.action.highlevel import HighLevelActionSet
from gymnasium.vector import AsyncVectorEnv
from serve import Point, serve

SCALE = 1.5  # its pictures are larger than the page by this, and points are points of the picture
VIEWPORT = {"width": 160, "height": 210}


class Single:
    """One environment."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.env = made(settings)

    def reset(self, seeds: list[int]) -> None:
        """Starts an episode."""
        self.env.reset(seed=seeds[0])

    def click(self, points: list[Point]) -> list[bool]:
        """Clicks."""
        observation, _, terminated, truncated, _ = self.env.step(action(points[0]))
        refuse([observation["last_action_error"]])
        return [bool(terminated or truncated)]

    def close(self) -> None:
        """Ends the browsers."""
        self.env.close()


class Several:
    """Gymnasium's own vector of processes; with shared memory it fails."""

    def __init__(self, settings: dict[str, Any]) -> None:
        make = partial(made, settings)
        self.envs = AsyncVectorEnv([make] * settings["environments"], shared_memory=False, context="spawn")

    def reset(self, seeds: list[int]) -> None:
        """Starts an episode in each."""
        self.envs.reset(seed=seeds)

    def click(self, points: list[Point]) -> list[bool]:
        """Clicks in each."""
        observations, _, terminated, truncated, _ = self.envs.step(tuple(map(action, points)))
        refuse(observations["last_action_error"])
        return [bool(ended) for ended in terminated | truncated]

    def close(self) -> None:
        """Ends the processes with their browsers."""
        self.envs.close()


def made(settings: dict[str, Any]) -> gym.Env[Any, Any]:
    """One environment; `delay` and `slow_mo`, when given, replace the sleeps that it has when installed."""
    sleeps = {"pre_observation_delay": settings.get("delay"), "slow_mo": settings.get("slow_mo")}
    return gym.make(
        f"browsergym/miniwob.{settings['task']}",
        headless=True,
        viewport=VIEWPORT,
        pw_chromium_kwargs={"executable_path": settings["chromium"], "chromium_sandbox": False},
        disable_env_checker=True,
        action_mapping=HighLevelActionSet(["coord"]).to_python_code,  # the usual set has no clicks at points
        **{name: value for name, value in sleeps.items() if value is not None},
    )


def action(point: Point) -> str:
    """A click in its own words."""
    return f"mouse_click({point[0] * SCALE}, {point[1] * SCALE})"


def refuse(errors: Iterable[str]) -> None:
    """An action that was not carried out is no step to be timed."""
    wrong = [error for error in errors if error]
    if wrong:
        raise ValueError(f"an action was refused: {wrong[0]}")


if __name__ == "__main__":
    serve(lambda settings: Several(settings) if settings["environments"] > 1 else Single(settings))
