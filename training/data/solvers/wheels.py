"""Tasks of pies, colour wheels and boxes that draw digits."""

from __future__ import annotations

import re

from PIL import ImageColor

from .choices import submit
from .move import Move, fill, press
from .page import Page, StuckError
from .registry import solves

# Four boxes in each of seven rows, as the pictures of the task show them: one hexadecimal digit per row.
_DIGITS = ("6999996", "2622222", "699248F", "6916196", "8AAF222", "F88E196", "698E996", "F912244",
           "6996996", "6997196")  # fmt: skip


@solves("click-pie", "click-pie-nodelay")
def slice_of_pie(page: Page) -> Move:
    """The slices come out when the button in the middle is pressed."""
    name = page.quoted()[0]
    hub = page.need("text", id="wheelnav-divWheel-spreadertitle")
    if hub.text == "+":
        return press(hub, "I open the pie menu.")
    for title in page.all("text"):
        if title.id.startswith("wheelnav-divWheel-title-") and title.text == name:
            if page.was_clicked(title):
                # The slice that is chosen from the beginning is drawn anew under the pointer, and presses get lost.
                raise StuckError(f"the slice {name!r} takes no clicks")
            return press(title, f'This is the slice "{name}".')
    raise StuckError(f"the pie has no slice {name!r}")


@solves("use-colorwheel", "use-colorwheel-2")
def set_colour(page: Page) -> Move:
    """The field of the picker takes a colour as six hexadecimal digits too."""
    shown = next((mark.background for mark in page.query("div") if "cc" in mark.classes), None)
    if shown is None:
        red, green, blue = ImageColor.getrgb(page.ask(r"^Select (\w+) with the color picker")[0])[:3]
    else:
        red, green, blue = (int(part) for part in re.findall(r"\d+", shown)[:3])
    code = f"{red:02X}{green:02X}{blue:02X}"
    field = page.need("field", id="col")
    if page.find("button", text="Submit") is None and field.value == code:
        return press(next(page.query()), "The picker lies over the button, so I click beside it.")
    return fill(field, code) or submit(page)


@solves("number-checkboxes")
def digit_of_boxes(page: Page) -> Move:
    """Seven rows of four boxes."""
    (digit,) = page.ask(r'the number "(\d)"')
    bits = [(int(row, 16) >> (3 - column)) & 1 for row in _DIGITS[int(digit)] for column in range(4)]
    boxes = list(page.all("checkbox"))
    for box, bit in zip(boxes, bits, strict=True):
        if box.checked != bool(bit):
            return press(box, f"This box {'is' if bit else 'is not'} part of the {digit}.")
    return submit(page)
