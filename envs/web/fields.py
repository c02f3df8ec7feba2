"""Fields whose value no keyboard writes the same way everywhere: dates, times, colours, ranges.

The order of day and month on the keyboard is that of the browser's own language, and a colour has no keys at all. So
text in the form of the field's own value (ISO 8601, `#rrggbb`, a number) is set as the field's picker does; any other
text is typed key by key.
"""

from __future__ import annotations

import re

from playwright.async_api import ElementHandle, Page

from ..outcome import Refusal

FORMS = {
    "date": r"\d{4,6}-\d\d-\d\d",
    "month": r"\d{4,6}-\d\d",
    "week": r"\d{4,6}-W\d\d",
    "time": r"\d\d:\d\d(:\d\d(\.\d{1,3})?)?",
    "datetime-local": r"\d{4,6}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?",
    "color": r"#[0-9a-fA-F]{6}",
    "range": r"-?\d+(\.\d+)?",
}
"""By type of an input, how its value is written."""
EXAMPLES = {"date": "2024-03-31", "month": "2024-03", "week": "2024-W13", "time": "17:05",
            "datetime-local": "2024-03-31T17:05", "color": "#ff8800", "range": "30"}  # fmt: skip
_ANY = re.compile("|".join(f"(?:{form})" for form in FORMS.values()))

FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}"""
KIND = """element => {
  if (element?.contentWindow) return "frame";
  return element?.tagName === "INPUT" && !element.disabled && !element.readOnly ? element.type : "";
}"""
# Through the prototype: frameworks put their own setter on the element. Both events, as after a choice in a picker.
SET = """(element, value) => {
  const { get, set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  const before = get.call(element);
  set.call(element, value);
  const now = get.call(element);
  if (now === "") { set.call(element, before); return false; }
  if (now !== before)
    for (const type of ["input", "change"]) element.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  return true;
}"""


async def set_as_picker(page: Page, text: str) -> bool:
    """Sets the focused field to a text in the form of its value; False when it is no such field, or no such text.

    Raises:
        Refusal: If the field has no such value, such as 31 February.
    """
    if _ANY.fullmatch(text) is None:  # nearly every text: costs nothing
        return False
    if await page.evaluate(f"({KIND})(({FOCUSED})())") not in ("frame", *FORMS):  # most numbers: costs one question
        return False
    field = await focused(page)
    kind = await field.evaluate(KIND) if field else ""
    if field is None or kind not in FORMS or re.fullmatch(FORMS[kind], text) is None:
        return False
    if not await field.evaluate(SET, text.replace(" ", "T")):
        raise Refusal(f"{text!r} is no value of this {kind} field; one is {EXAMPLES[kind]!r}")
    return True


async def focused(page: Page) -> ElementHandle | None:
    """The element that has the focus, in whatever frame or open shadow root it is."""
    frame = page.main_frame
    while True:
        element = (await frame.evaluate_handle(FOCUSED)).as_element()
        inner = await element.content_frame() if element else None
        if inner is None:
            return element
        frame = inner
