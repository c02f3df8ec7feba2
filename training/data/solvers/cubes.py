"""Turning a cube: it follows the pointer while the button is held, by some time of its own."""

from __future__ import annotations

import re

from ....actions.schema import MouseDown, MouseUp
from ....actions.schema import Move as MovePointer
from .choices import submit
from .constructions import Place, at_pixel
from .move import Move
from .page import Page, StuckError
from .registry import solves

_DEGREES_PER_PX = 1.18  # of the pointer's way, when the cube has come to rest; the last few degrees stay away
_LOST_DEGREES = 5
_FACING = 25  # degrees off, at most, of a side that faces the user
_MIDDLE_PX = (80.0, 115.0)
_FARTHEST_PX = 100.0

_TILTS = {6: 88, 1: 264}
"""Side → tilt at which it faces the user, degrees; the other sides do between the two."""

_ASIDE = (135, 215)
_TURNS = {3: 86, 2: 177, 5: 269, 4: 0}
"""Side → turn at which it faces the user while the tilt is between those."""


@solves("drag-cube")
def turn_cube(page: Page) -> Move:
    """Four turns for each pull, because time has to pass while the button is held: go, press, pull, let go."""
    side = int(page.quoted()[0])
    dx, dy = _way(page, side)
    last = page.past[-1].name if page.past else ""
    if last == "mouse_down":
        return _to(page, dx / 2, dy / 2, "I pull the cube round.")
    if last == "move":
        held = [action.name for action in page.past if action.name in ("mouse_down", "mouse_up")][-1:] == ["mouse_down"]
        return Move((MouseUp(),), "I let go.") if held else Move((MouseDown(),), "I press and hold.")
    if page.need("div", classed="active", hidden=True).text == str(side):
        return submit(page)
    return _to(page, -dx / 2, -dy / 2, f"Side {side} does not face me yet, so I will turn the cube.")


def _to(page: Page, dx: float, dy: float, thought: str) -> Move:
    target = at_pixel(page, (_MIDDLE_PX[0] + dx, _MIDDLE_PX[1] + dy))
    return Move((MovePointer(target=target),), thought)


def _way(page: Page, side: int) -> Place:
    """How far to pull across and down, CSS pixels."""
    style = page.need("div", classed="cube", hidden=True).attributes.get("style", "")
    match = re.search(r"rotateX\((-?[\d.]+)deg\) rotateY\((-?[\d.]+)deg\)", style)
    if match is None:
        raise StuckError("nothing says how the cube lies")
    tilt, turn = float(match[1]), float(match[2])
    if side in _TILTS:
        return 0.0, -_pull(_TILTS[side] - tilt)
    if not _ASIDE[0] <= tilt <= _ASIDE[1]:
        return 0.0, -_pull(sum(_ASIDE) / 2 - tilt)
    return -_pull((_TURNS[side] - turn + 180) % 360 - 180), 0.0


def _pull(degrees: float) -> float:
    """How far to pull for a turn. A side that faces the user but does not count has to leave and come back."""
    if abs(degrees) < _FACING:
        degrees = 90.0
    way = min(_FARTHEST_PX, (abs(degrees) + _LOST_DEGREES) / _DEGREES_PER_PX)
    return way if degrees > 0 else -way
