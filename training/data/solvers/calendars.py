"""Making an event in the calendar of a day."""

from __future__ import annotations

from ....actions.schema import Drag, Target
from .move import Move, fill, press, reach
from .page import Element, Page, StuckError
from .registry import solves

_HOURS = {"8AM and 12PM": (16, 24), "12PM and 4PM": (24, 32), "4PM and 8PM": (32, 40)}
"""Half hours since midnight: the first one and the one after the last."""

_GRAZE = 0.025  # of the screen: an event is not drawn exactly over its half hours


@solves("daily-calendar")
def make_event(page: Page) -> Move:
    """Drags over as many half hours as the event takes, names it, creates it."""
    length, unit, name, hours = page.ask(r'^Create a ([\d.]+) (hour|min)s? event named "(\w+)", between (.*)\.$')
    field = page.find("field", id="event-name", hidden=True)
    if field is not None and not field.visible:
        return reach(page, field)
    if field is not None:
        return fill(field, name, "the event's name") or press(page.need("button", classed="create"))
    count = round(float(length) * 2) if unit == "hour" else int(length) // 30
    first, last = _free(page, count, *_HOURS[hours])
    for half in (last, first):
        if not half.visible:
            return reach(page, half, f"I scroll to the hours between {hours}.")
    return Move((Drag(path=_over(page, first, last)),), f"This is free between {hours}.")


def _over(page: Page, first: Element, last: Element) -> tuple[Target, ...]:
    """From the upper part of the first half hour to the lower part of the last: a pointer that stays drags nothing."""
    if first.box is None or last.box is None:
        raise StuckError("the calendar cannot be seen")
    x = (first.box[0] + first.box[2]) / 2
    quarter = (first.box[3] - first.box[1]) / 4
    return Target(point=(x, first.box[1] + quarter)), Target(point=(x, last.box[3] - quarter))


def _free(page: Page, count: int, start: int, end: int) -> tuple[Element, Element]:
    """The first and the last of free half hours that follow each other.

    Raises:
        StuckError: If there are not so many.
    """
    halves = [page.need("div", id=f"hh-{half}", hidden=True) for half in range(start, end)]
    events = list(page.all("div", classed="event", hidden=True))
    for first in range(len(halves) - count + 1):
        run = halves[first : first + count]
        if not any(_overlap(half, event) for half in run for event in events):
            return run[0], run[-1]
    raise StuckError("there is no free time for the event")


def _overlap(half: Element, event: Element) -> bool:
    if half.place is None or event.place is None:
        raise StuckError("the calendar is not drawn")
    return half.place[1] + _GRAZE < event.place[3] and event.place[1] + _GRAZE < half.place[3]
