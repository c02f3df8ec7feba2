"""Tasks of dates and times."""

from __future__ import annotations

from ....actions.schema import Click, Target, Type
from .choices import submit
from .move import Move, press
from .page import Element, Page, StuckError
from .registry import solves

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FIRST_PART = 0.06  # of the field's width: where its first segment is


@solves("choose-date", "choose-date-easy", "choose-date-medium", "choose-date-nodelay")
def choose_date(page: Page) -> Move:
    """A calendar of one month that can be turned."""
    (wanted,) = page.ask(r"^Select (\d\d/\d\d/\d{4}) as the date")
    field = page.need("field", id="datepicker")
    if field.value == wanted:
        return submit(page)
    return turned_calendar(page, wanted)


def turned_calendar(page: Page, wanted: str) -> Move:
    """The next move towards a date, month/day/year, in the calendar of the only date field."""
    month, day, year = (int(part) for part in wanted.split("/"))
    title = page.find("span", classed="ui-datepicker-month")
    if title is None:
        return press(page.need("field", id="datepicker"), "I open the calendar.")
    shown = int(page.need("span", classed="ui-datepicker-year").text) * 12 + _MONTHS.index(title.text)
    if shown == year * 12 + month - 1:
        return press(page.need("link", text=str(day)), f"I click day {day}.")
    way = "next" if shown < year * 12 + month - 1 else "prev"
    return press(
        page.need("link", classed=f"ui-datepicker-{way}"), f"It shows {title.text}, I need {_MONTHS[month - 1]}."
    )


@solves("enter-date")
def enter_date(page: Page) -> Move:
    """A date field: month, day and year are typed one after the other."""
    month, day, year = page.ask(r"^Enter (\d\d)/(\d\d)/(\d{4}) as the date")
    return _typed(page, f"{year}-{month}-{day}", f"{month}{day}{year}")


@solves("enter-time")
def enter_time(page: Page) -> Move:
    """A time field: hour, minute and half of the day are typed one after the other."""
    hour, minute, half = page.ask(r"^Enter (\d+):(\d\d)\s?([AP])M as the time")
    value = f"{int(hour) % 12 + 12 * (half == 'P'):02d}:{minute}"
    return _typed(page, value, f"{int(hour):02d}{minute}{half}M")


def _typed(page: Page, value: str, text: str) -> Move:
    field = page.need("field")
    if field.value == value:
        return submit(page)
    if not field.focused:
        return Move((Click(target=_left_end(field)),), "I click the first part of the field.")
    return Move((Type(text=text),), f'I type "{text}", and the field goes from part to part.')


def _left_end(field: Element) -> Target:
    if field.box is None:
        raise StuckError("the field cannot be seen")
    x1, y1, x2, y2 = field.box
    return Target(point=(x1 + (x2 - x1) * _FIRST_PART, (y1 + y2) / 2))
