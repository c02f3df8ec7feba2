"""Our own environments: one through `gymnasium.make`, several through `gymnasium.make_vec`."""

from __future__ import annotations

from typing import Any

import gymnasium as gym
from serve import Point, serve

import guiwright.envs  # noqa: F401 -- registers
from guiwright.envs.miniwob.tasks import HEIGHT, WIDTH
from guiwright.envs.web.seeing import WithElements, WithTree

NAME = "guiwright/MiniWoB-v0"


class Single:
    """One environment; `trees` adds the element list and the accessibility tree to every observation."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.env = gym.make(NAME, task=settings["task"], disable_env_checker=True)
        if settings.get("trees"):
            self.env = WithTree(WithElements(self.env))

    def reset(self, seeds: list[int]) -> None:
        """Starts an episode."""
        refuse(self.env.reset(seed=seeds[0])[1])

    def click(self, points: list[Point]) -> list[bool]:
        """Clicks."""
        _, _, terminated, truncated, info = self.env.step(action(points[0]))
        refuse(info)
        return [bool(terminated or truncated)]

    def close(self) -> None:
        """Ends the browser."""
        self.env.close()


class Several:
    """A vector environment; `mode` None gives our own, which keeps all in one browser."""

    def __init__(self, settings: dict[str, Any]) -> None:
        mode = {"vectorization_mode": settings["mode"]} if settings.get("mode") else {}
        self.envs = gym.make_vec(NAME, num_envs=settings["environments"], task=settings["task"], **mode)

    def reset(self, seeds: list[int]) -> None:
        """Starts an episode in each."""
        refuse(self.envs.reset(seed=seeds)[1])

    def click(self, points: list[Point]) -> list[bool]:
        """Clicks in each."""
        _, _, terminated, truncated, info = self.envs.step(tuple(map(action, points)))
        refuse(info)
        return [bool(ended) for ended in terminated | truncated]

    def close(self) -> None:
        """Ends the browser."""
        self.envs.close()


def action(point: Point) -> dict[str, Any]:
    """A click in our own words."""
    return {"name": "click", "target": [point[0] / WIDTH, point[1] / HEIGHT]}


def refuse(info: dict[str, Any]) -> None:
    """An action that was not carried out is no step to be timed."""
    if "failure" in info:
        raise ValueError(f"a call failed: {info['failure']}")


if __name__ == "__main__":
    serve(lambda settings: Several(settings) if settings.get("vector") else Single(settings))
