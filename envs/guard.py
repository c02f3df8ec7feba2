"""What an action may do: a pure classification by its name, its arguments and what it is about to reach.

`classify` decides nothing: the session applies allow, ask or deny before the environment is stepped. What needs no
question, such as which origins may be opened, the environment refuses by itself.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ..actions.errors import ExpressionError, UnknownNameError
from ..actions.keys import MODIFIERS, canonical_chord
from ..actions.schema import Action, Click, Clipboard, Drag, HoldKey, KeyDown, PressKey, SystemButton, Type
from .guard_target import TargetFacts
from .guard_words import act_in


class Risk(StrEnum):
    """How far an action reaches, from least to most."""

    READ = "read"
    CHANGE = "change"
    """Fills in, chooses, drags: what can be taken back."""
    NAVIGATE = "navigate"
    SUBMIT = "submit"
    SEND = "send"
    DELETE = "delete"
    PAY = "pay"
    UPLOAD = "upload"
    RUN = "run"


BY_TARGET = frozenset({Risk.NAVIGATE, Risk.SUBMIT, Risk.SEND, Risk.DELETE, Risk.PAY})
"""Classes that a click or a key has because of what it reaches; without facts about that it counts as a change."""

_READ = frozenset(
    {"wait", "screenshot", "zoom", "cursor_position", "answer", "terminate", "call_user", "note", "noop", "invalid"}
    | {"move", "scroll", "swipe"}
)
_NAVIGATE = frozenset(
    {"navigate", "go_back", "go_forward", "reload", "search_home", "new_tab", "switch_tab", "close_tab", "open_app"}
)
_PRESSES = frozenset({"click", "long_press", "mouse_down", "mouse_up"})
_COMMANDS = ("control", "meta", "controlormeta")
_HELD = frozenset(key.lower() for key in MODIFIERS)


def classify(action: Action, facts: dict[str, Any], target: TargetFacts | None = None) -> Risk:
    """How far an action reaches, as far as its arguments and what the environment says tell.

    Args:
        action: What is about to be done.
        facts: The environment's `info` of the current observation.
        target: The element that it is going to reach; None when nobody knows.

    Examples:
        >>> from guiwright.actions.schema import Click, Type
        >>> classify(Click(), {}), classify(Type(text="a", submit=True), {})
        (<Risk.CHANGE: 'change'>, <Risk.SUBMIT: 'submit'>)
        >>> classify(Click(), {}, TargetFacts("button", "Delete all"))
        <Risk.DELETE: 'delete'>
    """
    if action.name in _READ or (isinstance(action, Clipboard) and action.op == "read"):
        return Risk.READ
    if action.name in _NAVIGATE or (isinstance(action, SystemButton) and action.button != "enter"):
        return Risk.NAVIGATE
    if action.name == "upload_file":
        return Risk.UPLOAD
    if action.name == "raw_code":
        return Risk.RUN
    known = target or TargetFacts()
    if isinstance(action, Drag):
        return _dropped(action, known)
    if action.name in _PRESSES:
        return _pressed(action, known)
    risks = [_keyed(action, known)]
    if _presses_unseen(action):
        risks.append(Risk.SEND)
    if getattr(action, "target", None) is not None:
        risks.append(_pressed(action, known))  # keys that have a target click it first
    return max(risks, key=list(Risk).index)


def _pressed(action: Action, target: TargetFacts) -> Risk:
    if isinstance(action, Click) and action.button != "left":
        return Risk.NAVIGATE if action.button in ("back", "forward") else Risk.CHANGE
    if target.kind == "file":
        return Risk.UPLOAD
    act = act_in(target.name) if target.is_active else None
    if act is not None:
        return Risk(act)
    if target.sends_form:
        return _sent(target)
    return Risk.NAVIGATE if target.address else Risk.CHANGE


def _sent(target: TargetFacts) -> Risk:
    """A form goes out: what its button says counts more than that it does."""
    act = act_in(target.form_name)
    return Risk.SUBMIT if act is None else Risk(act)


def _dropped(action: Drag, target: TargetFacts) -> Risk:
    """What is pressed and let go on the same button is a click, and what falls onto a bin is deleted."""
    return Risk.DELETE if act_in(target.name) == "delete" else _pressed(action, target)


def _keyed(action: Action, target: TargetFacts) -> Risk:
    chord = _chord(action)
    commanded = any(key in _COMMANDS for key in chord)
    if "enter" in chord:
        if commanded:
            return Risk.SEND  # how mail and chat programs send from a text field
        pressed = _pressed(action, target) if target.is_active and not target.is_editable else Risk.CHANGE
        return pressed if pressed is not Risk.CHANGE else _sent(target)
    if "space" in chord and not commanded and target.kind != "file":
        return _pressed(action, target) if target.role in ("button", "menuitem") else Risk.CHANGE
    erases = "delete" in chord or ("backspace" in chord and commanded)
    if erases and not target.is_editable and target != TargetFacts():
        return Risk.DELETE  # of what is selected, in lists of mails and files
    return Risk.CHANGE


def _presses_unseen(action: Action) -> bool:
    """Whether a chord may move the focus and then press what it finds there, which nobody can have looked at."""
    if isinstance(action, Type):
        return False  # a tab in a text is a character and no key: it moves nothing
    keys = set(_chord(action)) - _HELD
    return len(keys) > 1 and not keys.isdisjoint(("enter", "space"))


def _chord(action: Action) -> tuple[str, ...]:
    """The keys that an action presses, in lower case; of a text those that may press a button."""
    if isinstance(action, Type):
        pressed = {"enter": action.submit or "\n" in action.text, "space": " " in action.text}
        return tuple(key for key, is_pressed in pressed.items() if is_pressed)
    if isinstance(action, SystemButton):
        return ("enter",)
    if not isinstance(action, (PressKey, KeyDown, HoldKey)):
        return ()
    try:
        keys = canonical_chord(action.keys)
    except (UnknownNameError, ExpressionError):
        keys = action.keys
    return tuple("space" if key == " " else key.lower() for key in keys)
