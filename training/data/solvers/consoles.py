"""Tasks of typing into a terminal and of styling text in an editor."""

from __future__ import annotations

import re

from ....actions.schema import Click, PressKey, Type
from .choices import submit
from .move import Move, press, target_of
from .page import Element, Page, StuckError
from .registry import solves

_BUTTONS = {"bold": "ql-bold", "italics": "ql-italic", "underlined": "ql-underline"}
_TAGS = {"bold": "strong", "italics": "em", "underlined": "u"}
_CODES = {
    "red": "#e60000", "orange": "#ff9900", "yellow": "#ffff00",
    "green": "#008a00", "blue": "#0066cc", "purple": "#9933ff",
}  # fmt: skip


@solves("terminal")
def remove_file(page: Page) -> Move:
    """Lists the files, then removes one with the right ending."""
    field = page.need("field", id="terminal-target", hidden=True)
    if not field.focused:
        return press(page.need("div", id="terminal"), "I click into the terminal.")
    shown = [line.text for line in page.all("span", classed="output", hidden=True)]
    listed = [action for action in page.past if action.name == "type"]
    if not listed:
        return Move((Type(text="ls", submit=True),), "First I list the files.")
    name = _doomed(page, shown[-1].split())
    return Move((Type(text=f"rm {name}", submit=True),), f"{name} has the right ending, so I remove it.")


def _doomed(page: Page, files: list[str]) -> str:
    """A file to remove. One that has its ending in its name, too, the page would take for a wrong one."""
    match = re.search(r"the extension \.(\S+)$", page.goal)
    ending = match[1] if match else ""
    right = [name for name in files if (name.endswith(f".{ending}") if ending else "." not in name)]
    if not right:
        raise StuckError(f"no file ends with {ending!r}")
    return min(right, key=lambda name: ending in name.removesuffix(ending))


@solves("text-editor")
def style_text(page: Page) -> Move:
    """All of the text or one of its words gets a style or a colour."""
    everything = re.search(r"give everything|make everything", page.goal) is not None
    colour = re.search(r"the color (\w+)", page.goal)
    text = page.need("p", within=page.need("div", classed="ql-editor", hidden=True), hidden=True)
    wanted = text.text if everything else page.ask(r"give the text (\S+) the")[0]
    style = colour[1] if colour else page.ask(r"the style (\w+)")[0]
    if any(e.text == wanted for e in page.all(_TAGS.get(style, "span"), within=text)):
        return submit(page)
    swatch = _swatch(page, style)
    if swatch is not None:
        return press(swatch, f"I choose {style}.")
    if page.selection.strip() != wanted:
        return _marked(page, text, None if everything else wanted)
    if colour:
        return press(page.need("span", classed="ql-picker-label"), "I open the palette.")
    return press(page.need("button", classed=_BUTTONS[style]), f"I make it {style}.")


def _swatch(page: Page, colour: str) -> Element | None:
    """The place of a colour in the open palette."""
    swatches = page.all("span", classed="ql-picker-item")
    return next((each for each in swatches if each.attributes.get("data-value") == _CODES.get(colour)), None)


def _marked(page: Page, text: Element, word: str | None) -> Move:
    """The next turn of marking: into the editor, to the beginning, to the word, over the word."""
    into = Move((Click(target=target_of(text)),), "I click into the text.")
    if word is None:
        everything = Move((PressKey(keys=("Control", "a")),), "I mark all of it.")
        return (into, everything)[min(len(page.past), 1)]
    words = text.text.split()
    if word not in words:
        raise StuckError(f"the text has no word {word!r}")
    # The page looks for the last of several words that are the same.
    place = len(words) - 1 - words[::-1].index(word)
    start = len(" ".join([*words[:place], ""]))
    home = Move((PressKey(keys=("Control", "Home")),), "I go to the beginning of the text.")
    over = Move((PressKey(keys=("Shift", "ArrowRight"), presses=len(word)),), f'I mark "{word}".')
    to = Move((PressKey(keys=("ArrowRight",), presses=max(start, 1)),), f'I go on to "{word}".')
    moves = (into, home, to, over) if start else (into, home, over)
    if len(page.past) >= len(moves):
        raise StuckError(f"{page.selection!r} is marked, not {word!r}")
    return moves[len(page.past)]
