"""Booking a flight: two places with completion, a date, a list of flights."""

from __future__ import annotations

from .dates import turned_calendar
from .move import Move, fill, press, reach
from .page import Element, Page, StuckError
from .registry import solves

_GOAL = r"^Book the (cheapest|shortest) one-way flight from: (.*) to: (.*) on (\d\d/\d\d/\d{4})\.$"


@solves("book-flight", "book-flight-nodelay")
def book_flight(page: Page) -> Move:
    """Places are city names or codes of airports."""
    measure, start, end, day = page.ask(_GOAL)
    if page.find("button", id="menu-back", hidden=True) is not None:
        return _flight(page, measure)
    move = _place(page, "flight-from", start) or _place(page, "flight-to", end)
    if move is not None:
        return move
    if page.need("field", id="datepicker", hidden=True).value != day:
        return turned_calendar(page, day)
    return press(page.need("button", id="search"), "Places and date are set, so I search.")


def _flight(page: Page, measure: str) -> Move:
    def size(flight: Element) -> int:
        if measure == "cheapest":
            return int(page.need("button", classed="flight-price", within=flight, hidden=True).attributes["data-price"])
        return int(page.need("div", classed="time-duration", within=flight, hidden=True).attributes["data-duration"])

    flights = list(page.all("div", classed="flight", hidden=True))
    if not flights:
        raise StuckError("there are no flights")
    button = page.need("button", classed="flight-price", within=min(flights, key=size), hidden=True)
    return reach(page, button, f"This is the {measure} flight.")


def _place(page: Page, id: str, place: str) -> Move | None:
    """The next move towards a field with a completed place; None when it holds one."""
    field = page.need("field", id=id, hidden=True)
    if place in field.value and field.value != place:
        return None
    if field.value == place:
        entries = [entry for entry in page.all("li", classed="ui-menu-item", hidden=True) if entry.place is not None]
        entry = next((entry for entry in entries if place in entry.text), None)
        if entry is not None:
            return reach(page, entry, f'"{entry.text}" is what I mean.')
        raise StuckError(f"no place is called {place!r}")
    return fill(field, place)
