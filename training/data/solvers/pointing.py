"""Tasks of marking, turning over and dragging."""

from __future__ import annotations

from ....actions.schema import Drag, Target
from .choices import submit
from .move import Move, press, target_of
from .page import Element, Page, StuckError
from .registry import solves

_WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_FAR_PX = 15


@solves("odd-or-even")
def mark_numbers(page: Page) -> Move:
    """Three numbers, two buttons beside each."""
    for row in page.all("div", classed="row"):
        number = int(page.need("div", classed="display-number", within=row).text)
        button = page.need("button", classed="odd" if number % 2 else "even", within=row)
        if "selected" not in button.classes:
            return press(button, f"{number} is {button.text.lower()}.")
    return submit(page)


@solves("find-greatest")
def greatest_card(page: Page) -> Move:
    """Only one card lies open at a time, so all are turned over before choosing."""
    cards = list(page.all("div", classed="card"))
    for card in cards:
        if not page.was_clicked(card):
            return press(card, "I look at this card.")
    if not cards:
        raise StuckError("there are no cards")
    number = {card.index: int(page.need("span", within=card, hidden=True).own_text) for card in cards}
    best = max(cards, key=lambda card: number[card.index])
    return press(best, f"{number[best.index]} was the greatest.") if "hidden" in best.classes else submit(page)


@solves("drag-box")
def box_into_box(page: Page) -> Move:
    """The small box goes into the middle of the large one."""
    small = page.need("div", id="draggableSmall", hidden=True)
    large = page.need("div", id="draggableLarge")
    if small.place is None or large.place is None:
        raise StuckError("a box is missing")
    if small.place[0] > large.place[0] and small.place[1] > large.place[1]:
        inside = small.place[2] < large.place[2] and small.place[3] < large.place[3]
        if inside and any(action.name == "drag" for action in page.past):
            return submit(page)
    if not small.visible:
        return _dragged(large, _beside(page, large), "The small box lies under the large one, which I move away.")
    return _dragged(small, _centre(large), "I drag the small box into the large one.")


def _centre(element: Element) -> tuple[float, float]:
    x1, y1, x2, y2 = element.place or (0.0, 0.0, 0.0, 0.0)
    return (x1 + x2) / 2, (y1 + y2) / 2


def _beside(page: Page, element: Element) -> tuple[float, float]:
    x, y = _centre(element)
    return (x + 0.35 if x < 0.5 else x - 0.35), y


def _dragged(element: Element, centre: tuple[float, float], thought: str) -> Move:
    """A drag after which the centre of the element is at a point."""
    start = target_of(element).position
    if start is None:
        raise StuckError("the element cannot be seen")
    middle = _centre(element)
    end = tuple(min(1.0, max(0.0, centre[axis] + start[axis] - middle[axis])) for axis in (0, 1))
    return Move((Drag(path=(Target(point=start), Target(point=(end[0], end[1])))),), thought)


@solves("drag-single-shape", "drag-circle")
def shape_in_direction(page: Page) -> Move:
    """Any distance will do."""
    (way,) = page.ask(r"^Drag the (?:item|circle) (left|right|up|down)")
    if any(action.name == "drag" for action in page.past):
        return submit(page)
    shape = page.find(classed="black-shape") or page.need("circle")
    x, y = _centre(shape)
    (dx, dy), (width, height) = _WAYS[way], page.screen
    return _dragged(shape, (x + dx * _FAR_PX / width, y + dy * _FAR_PX / height), f"I drag the shape {way}.")
