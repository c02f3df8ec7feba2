"""Tasks of drawing with the pointer held down, and of counting what is drawn."""

from __future__ import annotations

import cmath
import math

from ....actions.schema import Drag
from .choices import submit
from .constructions import Place, at_pixel, middle_px
from .move import Move, press
from .page import Page, StuckError
from .registry import solves

_RADIUS_PX = 18  # the dot is never nearer to the edge of the drawing than 20
_CORNERS = 40
_MARGIN_PX = 12
_DOT_PX = 4  # radius
_SIDES = range(3, 8)


def stroke(page: Page, points: list[Place], thought: str) -> Move:
    """A line through points, CSS pixels, with the button held down."""
    return Move((Drag(path=tuple(at_pixel(page, point) for point in points)),), thought)


@solves("draw-line")
def line_through_dot(page: Page) -> Move:
    """From edge to edge, across or down."""
    if page.find("path", hidden=True) is not None:
        return submit(page)
    (way,) = page.ask(r"^Draw a (horizontal|vertical) line")
    x, y = middle_px(page, page.need("circle", id="circ"))
    left, top, right, bottom = (
        edge * page.screen[axis % 2] for axis, edge in enumerate(page.need("svg").place or (0.0, 0.0, 1.0, 1.0))
    )
    # The page hears of few points of the way and measures from the corner of the dot, so one point lies near that.
    across = [(left + _MARGIN_PX, y), (x - _DOT_PX, y), (x, y), (right - _MARGIN_PX, y)]
    down = [(x, top + _MARGIN_PX), (x, y - _DOT_PX), (x, y), (x, bottom - _MARGIN_PX)]
    return stroke(page, across if way == "horizontal" else down, f"I draw a {way} line through the dot.")


@solves("draw-circle")
def circle_around_dot(page: Page) -> Move:
    """A polygon of so many corners that it looks round."""
    if page.find("path", hidden=True) is not None:
        return submit(page)
    x, y = middle_px(page, page.need("circle", id="circ"))
    turns = [2 * math.pi * corner / _CORNERS for corner in range(_CORNERS + 1)]
    points = [(x + _RADIUS_PX * math.cos(turn), y + _RADIUS_PX * math.sin(turn)) for turn in turns]
    return stroke(page, points, "I draw a circle around the dot.")


@solves("count-sides")
def sides_of_polygon(page: Page) -> Move:
    """A regular polygon is farthest from its middle at the corners: its strongest harmonic is the number of them."""
    ink = page.need("canvas").ink
    if not ink:
        raise StuckError("the canvas is empty")
    middle = complex(sum(x for x, _ in ink), sum(y for _, y in ink)) / len(ink)
    dots = [complex(x, y) - middle for x, y in ink]
    mean = sum(map(abs, dots)) / len(dots)

    def strength(sides: int) -> float:
        return abs(sum((abs(dot) - mean) * cmath.exp(1j * sides * cmath.phase(dot)) for dot in dots))

    count = max(_SIDES, key=strength)
    return press(page.need("button", text=str(count)), f"The shape has {count} sides.")
