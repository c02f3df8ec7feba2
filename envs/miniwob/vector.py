"""Many MiniWoB environments in one browser."""

from __future__ import annotations

from typing import Any

from ..web.vector import WebVectorEnv
from .env import MiniWoBEnv


class MiniWoBVectorEnv(WebVectorEnv):
    """N tasks of MiniWoB++ side by side; each member may play another one, by `reset(options={"task": […]})`.

    Args:
        num_envs: How many.
        miniwob: Arguments of `WebVectorEnv` and `MiniWoBEnv`.
    """

    def __init__(self, num_envs: int = 1, **miniwob: Any) -> None:
        super().__init__(num_envs, MiniWoBEnv, **miniwob)
