"""Folds what a person does into canonical actions. Pure: what time it is comes with every event.

What may still grow waits: a click for its double click, text for its next letter, the wheel for its next notch. It is
whole when something else begins, or when its pause has passed (`due`).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from ...actions.errors import ExpressionError, UnknownNameError
from ...actions.geometry import clamp, from_px
from ...actions.keys import canonical_chord
from ...actions.schema import (
    Action,
    Button,
    Click,
    CloseTab,
    Direction,
    Drag,
    GoBack,
    GoForward,
    Navigate,
    NewTab,
    PressKey,
    Reload,
    Scroll,
    SelectOption,
    SwitchTab,
    Target,
    Terminate,
    Type,
    UploadFile,
)
from . import witness_events as told
from .witness_paths import simplified

CLICK_PAUSE, WHEEL_PAUSE, KEY_PAUSE, TEXT_PAUSE = 0.5, 0.4, 0.4, 1.5  # seconds
STILL = 4.0  # CSS pixels that the pointer of a click may move while the button is down
MOST_CLICKS, MOST_PRESSES, MOST_PIXELS = 3, 100, 100_000.0
BUTTONS: tuple[Button, ...] = ("left", "middle", "right", "back", "forward")
WAYS: dict[str, tuple[Direction, Direction]] = {"x": ("left", "right"), "y": ("up", "down")}
PASTE = (("Control", "v"), ("Meta", "v"), ("Shift", "Insert"), ("Control", "Shift", "v"))
# What the browser does itself on these is seen by what comes of it.
OF_THE_BROWSER = frozenset(
    {("Alt", "ArrowLeft"), ("Alt", "ArrowRight"), ("F5",), ("Control", "r"), ("Control", "Shift", "r"), ("F6",)}
    | {("Control", "l"), ("Control", "t"), ("Control", "w"), ("Control", "Tab"), ("Control", "Shift", "Tab")}
    | {("Control", "PageDown"), ("Control", "PageUp"), *(("Control", str(digit)) for digit in range(1, 10))}
    | {("Meta", "r"), ("Meta", "l"), ("Meta", "t"), ("Meta", "w"), ("Meta", "["), ("Meta", "]")}
)
TRAVELS: dict[str, Callable[[told.Travel], Action]] = {
    "navigate": lambda event: Navigate(url=event.url or "about:blank"),
    "go_back": lambda event: GoBack(),
    "go_forward": lambda event: GoForward(),
    "reload": lambda event: Reload(),
    "new_tab": lambda event: NewTab(),
    "switch_tab": lambda event: SwitchTab(index=event.tab),
    "close_tab": lambda event: CloseTab(),
}


class _Growing(Protocol):
    """An action that is not whole yet; `pause`: seconds without anything more after which it is."""

    pause: float

    def whole(self) -> Action: ...


@dataclass
class _Clicks:
    click: Click
    pause: float = CLICK_PAUSE

    def whole(self) -> Action:
        return self.click


@dataclass
class _Turning:
    scroll: Scroll
    pixels: float
    pause: float = WHEEL_PAUSE

    def goes_on(self, turn: Scroll) -> bool:
        return turn.direction == self.scroll.direction and turn.modifiers == self.scroll.modifiers

    def whole(self) -> Action:
        return self.scroll.model_copy(update={"amount": min(round(self.pixels, 3), MOST_PIXELS)})


@dataclass
class _Typing:
    units: list[str] = field(default_factory=list)
    seen: list[bool] = field(default_factory=list)  # whether a field took the unit
    pause: float = TEXT_PAUSE

    def add(self, unit: str, seen: bool) -> None:
        self.units.append(unit)
        self.seen.append(seen)

    def take(self, data: str) -> None:
        """A field took text: what the last key came to, which need not be its letter (dead keys), or more."""
        if self.units and not self.seen[-1] and len(data) == 1:
            self.units[-1], self.seen[-1] = data, True
        else:
            self.add(data, True)

    def can_lose_one(self) -> bool:
        """Whether Backspace takes away the last unit and nothing else, in the field as in our text."""
        last = self.units[-1] if self.units else ""
        return len(last) == 1 and all(self.seen) and not unicodedata.combining(last)

    def whole(self) -> Action:
        return Type(text="".join(self.units))


@dataclass
class _Keys:
    press: PressKey
    pause: float = KEY_PAUSE

    def whole(self) -> Action:
        return self.press


@dataclass
class _Hidden:
    field: str
    filled: bool
    pause: float = TEXT_PAUSE

    def whole(self) -> Action:
        return Type(text="{{secret:" + secret_name(self.field) + "}}", clear=self.filled)


@dataclass
class _Held:
    """A button that is down."""

    press: told.Press
    path: list[told.Pixels]


class Recogniser:
    """From raw events, in order, to actions.

    Args:
        size: Width and height of the view, CSS pixels; places of events are in it.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._growing: _Growing | None = None
        self._held: _Held | None = None
        self._last = 0.0
        self._pressed: Target | None = None
        self._by_kind: dict[str, Callable[[Any], list[Action]]] = {
            "press": self._press,
            "release": self._release,
            "move": self._move,
            "dragend": self._dragged,
            "wheel": self._wheel,
            "key": self._key,
            "text": self._text,
            "paste": self._paste,
            "deleted": self._deleted,
            "secret": self._secret,
            "value": self._value,
            "choice": self._choice,
            "files": self._files,
            "travel": lambda event: self._whole(TRAVELS[event.how](event)),
            "answered": self._answered,
            "finished": lambda event: self._whole(Terminate(status=event.status)),
            "window_closed": lambda _: self.flush(),
        }

    @property
    def due(self) -> float | None:
        """The time at which what waits is whole, if nothing happens until then; None when nothing waits."""
        return None if self._growing is None else self._last + self._growing.pause

    def feed(self, event: told.RawEvent, now: float) -> list[Action]:
        """Takes the next event.

        Args:
            event: In the order of the person's acts.
            now: Seconds on a clock that never goes back.

        Returns:
            The actions that are whole now, oldest first.
        """
        done = self.after(now)
        hear = self._by_kind.get(event.kind)
        if hear is None:
            return done
        self._last = now
        return done + hear(event)

    def after(self, now: float) -> list[Action]:
        """What has become whole because time has passed."""
        return self._finish() if self.due is not None and now >= self.due else []

    def flush(self) -> list[Action]:
        """Everything that waits, as it is."""
        done = self._finish()
        if self._held is not None:  # the page went away under it
            press, self._held = self._held.press, None
            done += [self._click(press)] if press.role == "plain" else []
        return done

    def _finish(self) -> list[Action]:
        growing, self._growing = self._growing, None
        return [] if growing is None else [growing.whole()]

    def _grow(self, growing: _Growing) -> list[Action]:
        done = self._finish()
        self._growing = growing
        return done

    def _whole(self, action: Action) -> list[Action]:
        return [*self.flush(), action]

    # The mouse -------------------------------------------------------------------------------------------

    def _press(self, event: told.Press) -> list[Action]:
        if BUTTONS[event.button] in ("back", "forward"):  # the browser goes there by itself
            return []
        clicks = self._growing
        continues = isinstance(clicks, _Clicks) and self._held is None and _continues(clicks.click, event)
        done = [] if continues else self.flush()
        self._held = _Held(event, [(event.x, event.y)])
        self._pressed = self._target(event)
        return done

    def _move(self, event: told.Moved) -> list[Action]:
        if self._held is not None:
            self._held.path.append((event.x, event.y))
        return []

    def _release(self, event: told.Release) -> list[Action]:
        if self._held is None or self._held.press.button != event.button:
            return []
        return self._let_go((event.x, event.y))

    def _dragged(self, _: told.DragEnd) -> list[Action]:
        return [] if self._held is None else self._let_go(self._held.path[-1])

    def _let_go(self, end: told.Pixels) -> list[Action]:
        assert self._held is not None
        press, path = self._held.press, [*self._held.path, end]
        self._held = None
        if press.role == "chooser":
            return self._finish()
        if max(math.dist(path[0], point) for point in path) > STILL:
            points = simplified(path)
            targets = tuple(self._at(x, y) for x, y in points)
            return [*self._finish(), Drag(path=targets, button=BUTTONS[press.button])]
        click = self._click(press)
        if isinstance(self._growing, _Clicks) and _continues(self._growing.click, press):
            more = self._growing.click
            self._growing.click = more.model_copy(update={"clicks": more.clicks + 1})
            return []
        return self._grow(_Clicks(click))

    def _click(self, press: told.Press) -> Click:
        return Click(
            target=self._target(press), button=BUTTONS[press.button], modifiers=canonical_chord(press.modifiers)
        )

    def _wheel(self, event: told.Wheel) -> list[Action]:
        pixels, direction = max((abs(event.dy), "y"), (abs(event.dx), "x"))
        if not pixels:
            return []
        amount = event.dy if direction == "y" else event.dx
        way = WAYS[direction][amount > 0]
        turn = Scroll(direction=way, unit="px", modifiers=canonical_chord(event.modifiers))
        if isinstance(self._growing, _Turning) and self._growing.goes_on(turn):
            self._growing.pixels += pixels
            return []
        return [*self.flush(), *self._grow(_Turning(turn.model_copy(update={"target": self._target(event)}), pixels))]

    # Keys and text ---------------------------------------------------------------------------------------

    def _key(self, event: told.Key) -> list[Action]:
        plain = all(name == "Shift" for name in event.modifiers)
        if event.text and plain and len(event.key) == 1:
            done = self._typing_begins()
            self._text_so_far().add(event.key, False)
            return done
        if event.key == "Backspace" and not event.modifiers and event.end and self._can_lose_one():
            return []  # `deleted` follows
        chord = chord_of(event)
        if chord is None or chord in OF_THE_BROWSER:
            return []
        return self._pressed_keys(chord)

    def _pressed_keys(self, chord: tuple[str, ...]) -> list[Action]:
        growing = self._growing
        if isinstance(growing, _Keys) and growing.press.keys == chord and growing.press.presses < MOST_PRESSES:
            growing.press = growing.press.model_copy(update={"presses": growing.press.presses + 1})
            return []
        return self._grow(_Keys(PressKey(keys=chord)))

    def _text(self, event: told.Text) -> list[Action]:
        if not event.data:
            return []
        done = self._typing_begins()
        if event.replaces:
            self._text_so_far().take(event.data)
        else:
            self._text_so_far().add(event.data, True)
        return done

    def _paste(self, event: told.Pasted) -> list[Action]:
        if isinstance(self._growing, _Keys) and self._growing.press.keys in PASTE:
            self._growing = None  # the clipboard is not part of the world: what came from it is typed
        done = self._typing_begins()
        self._text_so_far().add(event.data, True)
        return done

    def _deleted(self, _: told.Deleted) -> list[Action]:
        if isinstance(self._growing, _Typing) and self._can_lose_one():
            self._growing.units.pop()
            self._growing.seen.pop()
            if not self._growing.units:
                self._growing = None
        return []

    def _can_lose_one(self) -> bool:
        return isinstance(self._growing, _Typing) and self._growing.can_lose_one()

    def _typing_begins(self) -> list[Action]:
        return [] if isinstance(self._growing, _Typing) else self._grow(_Typing())

    def _text_so_far(self) -> _Typing:
        assert isinstance(self._growing, _Typing)
        return self._growing

    def _secret(self, event: told.Secret) -> list[Action]:
        if isinstance(self._growing, _Hidden) and self._growing.field == event.field:
            return []
        return self._grow(_Hidden(event.field, event.filled))

    # What the browser's own windows gave ------------------------------------------------------------------

    def _value(self, event: told.Value) -> list[Action]:
        return self._whole(Type(text=event.value, target=self._target(event), clear=True))

    def _choice(self, event: told.Choice) -> list[Action]:
        return self._whole(SelectOption(target=self._target(event), values=(event.value,)))

    def _files(self, event: told.Files) -> list[Action]:
        # The input itself is often hidden: what was clicked last is what opens the chooser.
        return (
            self._whole(UploadFile(target=self._pressed or self._target(event), paths=event.names))
            if event.names
            else []
        )

    def _answered(self, event: told.Answered) -> list[Action]:
        if event.accepted and event.text is not None:
            return self._whole(Type(text=event.text, submit=True))
        return self._whole(PressKey(keys=("Enter" if event.accepted else "Escape",)))

    def _target(self, event: told.Placed) -> Target:
        return self._at(event.x, event.y)

    def _at(self, x: float, y: float) -> Target:
        width, height = self._size
        return Target(point=(clamp(from_px(round(x), width)), clamp(from_px(round(y), height))))


def secret_name(field_name: str) -> str:
    """The name under which the secret of a field is kept.

    Examples:
        >>> secret_name("user[Password]"), secret_name("")
        ('user_password', 'password')
    """
    return re.sub(r"[^a-z0-9]+", "_", field_name.lower()).strip("_")[:40] or "password"


def _continues(click: Click, press: told.Press) -> bool:
    """Whether a press is the next one of a double or triple click."""
    same = click.button == BUTTONS[press.button] and click.modifiers == canonical_chord(press.modifiers)
    return same and press.role == "plain" and press.count == click.clicks + 1 <= MOST_CLICKS


def chord_of(event: told.Key) -> tuple[str, ...] | None:
    """The canonical keys of a key event; None for a modifier alone and for what no key is called."""
    if event.key in ("Control", "Shift", "Alt", "Meta", "AltGraph"):
        return None
    printable = len(event.key) == 1
    held = [name for name in event.modifiers if not (name == "Shift" and printable and len(event.modifiers) == 1)]
    key = event.key
    if printable and held:  # on any layout, the key where it stands
        found = re.fullmatch(r"(?:Key|Digit)([A-Z0-9])", event.code)
        key = found[1].lower() if found else key
    try:
        return canonical_chord([*held, key])
    except (UnknownNameError, ExpressionError):
        return None
