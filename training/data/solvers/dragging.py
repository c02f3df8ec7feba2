"""Tasks of dragging shapes into boxes and entries to places in a list."""

from __future__ import annotations

from collections.abc import Sequence

from ....actions.schema import Drag, Target
from .choices import submit
from .constructions import at_pixel, middle_px
from .move import Move, target_of
from .page import Element, Page, StuckError
from .registry import solves

_SHAPES = {"rectangles": "rect", "circles": "circle", "triangles": "polygon"}
_GRID = {
    "top left": 1, "top center": 2, "top right": 3, "center left": 4, "center": 5, "center right": 6,
    "bottom left": 7, "bottom center": 8, "bottom right": 9,
}  # fmt: skip
_STEPS = {"up": -1, "down": 1, "left": -1, "right": 1}
_SLOTS = 5
_BEYOND = 0.3  # of an entry: how far past the middle of its new place it is dragged, so that the others give way
_EDGE_PX = 6


def carried(element: Element, end: Target, thought: str) -> Move:
    """A drag of an element to a point."""
    return Move((Drag(path=(target_of(element), end)),), thought)


@solves("drag-shapes")
def shapes_into_box(page: Page) -> Move:
    """All shapes of one kind into the only box; the others are outside already."""
    (kind,) = page.ask(r"^Drag all (rectangles|circles|triangles) into the black box")
    box = page.need("rect", id="shape-container", hidden=True)
    wanted = [shape for shape in _shapes(page) if shape.tag == _SHAPES[kind]]
    return _sorted_into(page, [(shape, box) for shape in wanted]) or submit(page)


@solves("drag-shapes-2")
def shapes_into_boxes(page: Page) -> Move:
    """Those of one kind or colour into the left box, all others into the right one."""
    (what,) = page.ask(r"^Drag all (\w+) (?:shapes )?into the left box")
    left, right = sorted(
        page.all("rect", id="shape-container", hidden=True), key=lambda box: box.place or (0.0, 0.0, 0.0, 0.0)
    )
    shapes = list(_shapes(page))
    pairs = [(s, left if what in (s.attributes["fill"],) or s.tag == _SHAPES.get(what) else right) for s in shapes]
    return _sorted_into(page, pairs) or submit(page)


def _shapes(page: Page) -> list[Element]:
    return [e for e in page.all(*_SHAPES.values(), hidden=True) if e.id != "shape-container"]


def _sorted_into(page: Page, pairs: Sequence[tuple[Element, Element]]) -> Move | None:
    """The next drag of a shape that is not in its box; None when all are. Each has its own slot of the box.

    The pages count a shape where its upper left corner is.
    """
    for slot, (shape, box) in enumerate(pairs):
        if shape.place is None or box.place is None:
            raise StuckError("a shape is missing")
        (left, top, *_), (x1, y1, x2, y2) = shape.place, box.place
        if not (x1 < left < x2 and y1 < top < y2):
            corner = x1 + (x2 - x1) * (slot + 0.5) / (_SLOTS + 1), (y1 + y2) / 2
            x, y = (
                corner[axis] + (shape.place[axis + 2] - shape.place[axis]) * share
                for axis, share in enumerate((0.5, 0.0))
            )
            return carried(shape, Target(point=(x, y)), "This shape is not where it belongs, so I drag it there.")
    return None


@solves("drag-items", "drag-items-grid")
def entry_to_place(page: Page) -> Move:
    """One entry of a list or a grid of three columns to a place by number, by name or beside its own."""
    name, where = page.ask(r"^Drag (\S+) (.*?)\.?$")
    entries = list(page.all("li"))
    columns = 3 if page.task == "drag-items-grid" else 1
    here = next((place for place, entry in enumerate(entries) if entry.text == name), None)
    if here is None:
        raise StuckError(f"the list has no entry {name!r}")
    there = _place(where, here, columns, len(entries))
    return _reordered(page, entries, here, there, f"{name} belongs {where}.")


def _place(where: str, here: int, columns: int, count: int) -> int:
    """The number of a place, from 0, in words like "up by one", "to the top", "to the 3rd position"."""
    way, _, rest = where.partition(" ")
    if rest.startswith("by one"):
        return here + _STEPS[way] * (columns if way in ("up", "down") else 1)
    words = where.removeprefix("to the ").removesuffix(" position")
    if words[0].isdigit():
        return int(words[0]) - 1
    return _GRID[words] - 1 if columns > 1 else {"top": 0, "bottom": count - 1}[words]


@solves("drag-sort-numbers")
def sort_numbers(page: Page) -> Move:
    """The smallest of the rest to the first place that is wrong, until all are in order."""
    entries = list(page.all("li"))
    numbers = [int(entry.text) for entry in entries]
    wrong = next(
        (place for place, both in enumerate(zip(numbers, sorted(numbers), strict=True)) if both[0] != both[1]), None
    )
    if wrong is None:
        return submit(page)
    here = numbers.index(min(numbers[wrong:]), wrong)
    return _reordered(page, entries, here, wrong, f"{numbers[here]} comes before {numbers[wrong]}.")


def _reordered(page: Page, entries: Sequence[Element], here: int, there: int, thought: str) -> Move:
    """A drag of an entry to the place of another: along its row first, so that none beyond that place gives way."""
    start, (x, y) = middle_px(page, entries[here]), middle_px(page, entries[there])
    x1, y1, x2, y2 = entries[there].place or (0.0, 0.0, 0.0, 0.0)
    past = _BEYOND if there > here else -_BEYOND
    if abs(y - start[1]) > 1:
        y += past * (y2 - y1) * page.screen[1]
    else:
        x += past * (x2 - x1) * page.screen[0]
    points = dict.fromkeys((start, (x, start[1]), (x, min(y, page.screen[1] - _EDGE_PX))))
    return Move((Drag(path=tuple(at_pixel(page, point) for point in points)),), thought)


@solves("resize-textarea")
def resize_field(page: Page) -> Move:
    """A handle at the lower right corner."""
    side, size = page.ask(r"the (height|width) is (smaller|larger) than")
    if any(action.name == "drag" for action in page.past):
        return submit(page)
    handle = page.need("div", classed="ui-resizable-se")
    x, y = middle_px(page, handle)
    by = 15 if size == "larger" else -15
    end = (x + by, y) if side == "width" else (x, y + by)
    return carried(handle, at_pixel(page, end), f"I pull the corner so that the {side} gets {size}.")
