"""Many web environments in one browser."""

from __future__ import annotations

from functools import partial
from typing import Any

from gymnasium.vector import AutoresetMode

from ..vector import GuiVectorEnv
from .env import WebEnv


class WebVectorEnv(GuiVectorEnv):
    """N web environments: contexts of one browser, driven by one event loop.

    Args:
        num_envs: How many.
        kind: Which environment, such as `MiniWoBEnv`.
        autoreset_mode: Of gymnasium: "NextStep" (default), "SameStep" or "Disabled".
        web: Arguments of each of them.

    Renderers are processes of their own, so a page that hangs, crashes or fills its memory is that member's failure;
    when the browser itself dies, it dies for all of its members, and each goes on with its next reset.
    """

    def __init__(
        self,
        num_envs: int = 1,
        kind: type[WebEnv] = WebEnv,
        *,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
        **web: Any,
    ) -> None:
        super().__init__(num_envs, partial(kind, **web), autoreset_mode=autoreset_mode)
