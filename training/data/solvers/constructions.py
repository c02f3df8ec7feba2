"""Tasks of construction with points: one click on the pixel that comes nearest, then Submit.

The pages reward closeness, and a click falls on whole pixels: the full reward is not always there to be had.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from ....actions.schema import Click, Target
from .choices import submit
from .move import Move
from .page import Element, Page, StuckError
from .registry import solves

Pixel = tuple[int, int]
Place = tuple[float, float]

_QUERY_PX = 50  # height of the instruction, where the pages take their drawing to begin


def middle_px(page: Page, element: Element) -> Place:
    """The middle of an element, CSS pixels.

    Raises:
        StuckError: If it takes no room.
    """
    if element.place is None:
        raise StuckError(f"{element.kind} {element.id!r} takes no room")
    x1, y1, x2, y2 = element.place
    return (x1 + x2) / 2 * page.screen[0], (y1 + y2) / 2 * page.screen[1]


def at_pixel(page: Page, pixel: Place) -> Target:
    """A target on a pixel."""
    return Target(point=(pixel[0] / page.screen[0], pixel[1] / page.screen[1]))


def pixels_of(page: Page, drawing: Element) -> Iterator[Pixel]:
    """All pixels well inside of a drawing, down to the button that lies over its lower edge."""
    if drawing.box is None:
        raise StuckError("the drawing cannot be seen")
    x1, y1, x2, y2 = drawing.box
    bottom = min(y2, (page.need("button", text="Submit").place or drawing.box)[1])
    width, height = page.screen
    columns, rows = (
        range(math.ceil(low) + 2, int(high) - 2)
        for low, high in ((x1 * width, x2 * width), (y1 * height, bottom * height))
    )
    yield from ((x, y) for y in rows for x in columns)


def placed(page: Page, error: Callable[[Place], float], thought: str) -> Move:
    """A click whose dot has the least error, then Submit."""
    if page.find("circle", id="blue-circle", hidden=True) is not None:
        return submit(page)
    drawing = page.need("svg")
    left, top = (drawing.place or (0.0, 0.0))[:2]
    # The pages draw the dot a little beside the pointer: they count from the corner of the task, without its margin.
    beside = left * page.screen[0], top * page.screen[1] - _QUERY_PX
    best = min(pixels_of(page, drawing), key=lambda pixel: error((pixel[0] + beside[0], pixel[1] + beside[1])))
    return Move((Click(target=at_pixel(page, best)),), thought)


def angle(first: Place, second: Place, vertex: Place) -> float:
    """The angle at a vertex between two points, degrees from 0 to 180; 0 where a point is the vertex."""
    one, other = [(x - vertex[0], y - vertex[1]) for x, y in (first, second)]
    length = math.hypot(*one) * math.hypot(*other)
    return (
        math.degrees(math.acos(max(-1.0, min(1.0, (one[0] * other[0] + one[1] * other[1]) / length))))
        if length
        else 0.0
    )


@solves("circle-center")
def centre_of_circle(page: Page) -> Move:
    """One circle."""
    centre = middle_px(page, page.need("circle", classed="black-circle", hidden=True))
    return placed(page, lambda dot: math.dist(dot, centre), "I click on the centre of the circle.")


@solves("find-midpoint")
def middle_of_points(page: Page) -> Move:
    """Two points."""
    one, other = (middle_px(page, point) for point in page.all("circle", classed="black-circle", hidden=True))
    middle = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    return placed(page, lambda dot: math.dist(dot, middle), "I click halfway between the two points.")


@solves("right-angle")
def square_to_line(page: Page) -> Move:
    """A line from a black point to a blue one, where the angle is to be."""
    vertex = middle_px(page, page.need("circle", id="init-blue", hidden=True))
    black = middle_px(page, page.need("circle", id="init-black", hidden=True))

    def crooked(dot: Place) -> float:
        # The page compares corners of dots, and this one is half a pixel smaller than the others.
        return abs(90 - angle(black, (dot[0] + 0.5, dot[1] + 0.5), vertex))

    return placed(page, crooked, "From the blue point, this is square to the line.")


@solves("bisect-angle")
def halve_the_angle(page: Page) -> Move:
    """Two lines that meet in a blue point."""
    vertex = middle_px(page, page.need("circle", classed="init-blue", hidden=True))
    one, other = (middle_px(page, point) for point in page.all("circle", classed="init-black", hidden=True))

    def larger(dot: Place) -> float:
        return max(angle(one, dot, vertex), angle(other, dot, vertex)) or 360.0

    return placed(page, larger, "This point lies in the middle between the two lines.")
