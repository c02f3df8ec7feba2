"""What an action may do: a pure classification, and the rule about origins that environments enforce.

`classify` decides nothing: the session applies allow, ask or deny before the environment is stepped. What needs no
question, such as which origins may be opened, the environment refuses by itself.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ..actions.schema import Action, Clipboard, PressKey, SystemButton, Type


class Risk(StrEnum):
    """How far an action reaches, from least to most."""

    READ = "read"
    CHANGE = "change"
    NAVIGATE = "navigate"
    SUBMIT = "submit"
    UPLOAD = "upload"
    RUN = "run"


_READ = frozenset(
    {"wait", "screenshot", "zoom", "cursor_position", "answer", "terminate", "call_user", "note", "noop", "invalid"}
    | {"move", "scroll", "swipe"}
)
_NAVIGATE = frozenset(
    {"navigate", "go_back", "go_forward", "reload", "search_home", "new_tab", "switch_tab", "close_tab", "open_app"}
)


def classify(action: Action, facts: dict[str, Any]) -> Risk:
    """How far an action reaches, as far as its arguments and the environment's facts tell.

    Args:
        action: What is about to be done.
        facts: The environment's `info` of the current observation.

    Examples:
        >>> from guiwright.actions.schema import Click, Type
        >>> classify(Click(), {}), classify(Type(text="a", submit=True), {})
        (<Risk.CHANGE: 'change'>, <Risk.SUBMIT: 'submit'>)
    """
    if action.name in _READ or (isinstance(action, Clipboard) and action.op == "read"):
        return Risk.READ
    if action.name in _NAVIGATE or (isinstance(action, SystemButton) and action.button != "enter"):
        return Risk.NAVIGATE
    if action.name == "upload_file":
        return Risk.UPLOAD
    if action.name == "raw_code":
        return Risk.RUN
    return Risk.SUBMIT if _presses_enter(action) else Risk.CHANGE


def _presses_enter(action: Action) -> bool:
    if isinstance(action, Type):
        return action.submit or "\n" in action.text
    if isinstance(action, PressKey):
        return any(key.lower() in ("enter", "return") for key in action.keys)
    return isinstance(action, SystemButton)
