"""The page as a solver sees it: plain data read from the DOM in one call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ....actions.schema import Action, Box, Point


class StuckError(LookupError):
    """A solver finds no way on; `SolverPolicy` gives the episode up with this reason."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the page.

    Attributes:
        index: Position in document order.
        parent: Index of the parent element; -1 at the top.
        kind: "button", "field", "checkbox", "radio", "link", "tab", or the tag name.
        tag: Tag name in lower case.
        text: All of its text, as shown, white space collapsed.
        own_text: The text that is not inside child elements.
        value: What a form element holds.
        checked: Whether a box, radio button or option is chosen.
        focused: Whether keys go to it.
        place: Where it lies, the parts that are scrolled out of sight too, fractions of the screen (below 0 and above
            1 beyond its edges); None when it takes no room.
        box: The visible part, fractions of the screen; None when nothing of it can be seen.
        point: Where a click reaches it: the centre of the visible part, beside that if something covers the
            centre; None when nowhere.
        background: Computed background colour, as "rgb(…)".
        scroll: Scrolled distance and the largest possible one, CSS pixels; (0, 0) when it cannot be scrolled.
        in_query: Whether it belongs to the instruction.
        attributes: The attributes in the HTML.
        ink: The pixels of a canvas that are drawn on, from its top left corner; empty for other elements.
    """

    index: int
    parent: int
    kind: str
    tag: str
    text: str
    own_text: str
    value: str
    checked: bool
    focused: bool
    place: Box | None
    box: Box | None
    point: Point | None
    background: str
    scroll: tuple[int, int]
    in_query: bool
    attributes: dict[str, str]
    ink: tuple[tuple[int, int], ...]

    @property
    def id(self) -> str:
        """The id attribute, or an empty string."""
        return self.attributes.get("id", "")

    @property
    def classes(self) -> frozenset[str]:
        """The class names."""
        return frozenset(self.attributes.get("class", "").split())

    @property
    def visible(self) -> bool:
        """Whether it can be clicked where it is now."""
        return self.point is not None

    @property
    def reading(self) -> str:
        """What a person would call it: its text, or what stands in it."""
        return self.text or (self.value if self.kind != "field" else "")

    @classmethod
    def from_record(cls, index: int, record: dict[str, Any]) -> Element:
        """The element in one record of `page.js`."""
        shape = {
            name: None if record[name] is None else tuple(record[name]) for name in ("place", "box", "point", "scroll")
        }
        return cls(index=index, **{**record, **shape, "ink": tuple((x, y) for x, y in record["ink"])})


@dataclass(frozen=True, slots=True)
class Page:
    """A page, its goal and what was done so far.

    Attributes:
        task: Name of the task that the page is for.
        goal: The instruction.
        elements: All elements in document order, the hidden ones too.
        past: The actions of the episode so far, oldest first.
        screen: Width and height of the screen, CSS pixels.
        selection: The text that is marked.
    """

    task: str
    goal: str
    elements: tuple[Element, ...]
    past: tuple[Action, ...] = ()
    screen: tuple[int, int] = (160, 210)
    selection: str = ""

    @classmethod
    def from_snapshot(cls, snapshot: dict[str, Any], goal: str, past: tuple[Action, ...] = ()) -> Page:
        """The page in what `page.js` returned."""
        elements = tuple(Element.from_record(i, record) for i, record in enumerate(snapshot["elements"]))
        width, height = snapshot["screen"]
        return cls(snapshot["task"], goal, elements, past, (width, height), snapshot["selection"])

    def all(
        self,
        *kinds: str,
        text: str | None = None,
        id: str | None = None,
        classed: str | None = None,
        within: Element | None = None,
        hidden: bool = False,
    ) -> Iterator[Element]:
        """Elements outside the instruction that fit, in document order.

        Args:
            kinds: Any of these kinds or tags; none means every kind.
            text: Exactly this text (or value of a button), white space aside.
            id: This id.
            classed: This class among its classes.
            within: Only descendants of this element.
            hidden: Whether to look at elements, too, that cannot be clicked now.
        """
        for element in self.elements:
            if element.in_query or not (hidden or element.visible):
                continue
            if kinds and element.kind not in kinds and element.tag not in kinds:
                continue
            if id is not None and element.id != id:
                continue
            if classed is not None and classed not in element.classes:
                continue
            if text is not None and element.reading != " ".join(text.split()):
                continue
            if within is None or self.contains(within, element):
                yield element

    def find(self, *kinds: str, text: str | None = None, **also: Any) -> Element | None:
        """The first that fits (see `all`), None when there is none; letter case counts only where it must."""
        found = next(self.all(*kinds, text=text, **also), None)
        if found is None and text is not None:
            wanted = " ".join(text.split()).casefold()
            found = next((e for e in self.all(*kinds, **also) if e.reading.casefold() == wanted), None)
        return found

    def need(self, *kinds: str, text: str | None = None, **also: Any) -> Element:
        """The first that fits.

        Raises:
            StuckError: If there is none.
        """
        found = self.find(*kinds, text=text, **also)
        if found is None:
            wanted = " ".join([*kinds, *([] if text is None else [repr(text)]), *(f"{k}={v}" for k, v in also.items())])
            raise StuckError(f"the page shows no {wanted or 'element'}")
        return found

    def contains(self, outer: Element, inner: Element) -> bool:
        """Whether one element lies inside another in the document."""
        return any(around.index == outer.index for around in self.around(inner))

    def around(self, inner: Element) -> Iterator[Element]:
        """The elements that an element lies in, innermost first."""
        while inner.parent >= 0:
            inner = self.elements[inner.parent]
            yield inner

    def query(self, *kinds: str) -> Iterator[Element]:
        """Elements of the instruction itself."""
        return (e for e in self.elements if e.in_query and (not kinds or e.kind in kinds or e.tag in kinds))

    def was_clicked(self, element: Element) -> bool:
        """Whether an earlier click of the episode went to where the element is now."""
        return any(_clicks_on(action, element) for action in self.past)

    def ask(self, pattern: str) -> tuple[str, ...]:
        """What the groups of a regular expression find in the goal.

        Raises:
            StuckError: If the goal is of another form.
        """
        match = re.search(pattern, self.goal)
        if match is None:
            raise StuckError(f"the goal {self.goal!r} has not the form {pattern!r}")
        return tuple(group or "" for group in match.groups())

    def quoted(self) -> tuple[str, ...]:
        """What stands in double quotes in the goal.

        Raises:
            StuckError: If nothing does.
        """
        found = tuple(re.findall(r'"([^"]*)"', self.goal))
        if not found:
            raise StuckError(f"the goal {self.goal!r} quotes nothing")
        return found


def _clicks_on(action: Action, element: Element) -> bool:
    if action.name != "click" or action.target is None or element.box is None:
        return False
    point = action.target.position
    if point is None:
        return False
    x1, y1, x2, y2 = element.box
    return x1 <= point[0] <= x2 and y1 <= point[1] <= y2


@cache
def page_script() -> str:
    """The JavaScript function that takes the snapshot."""
    return files(__package__).joinpath("page.js").read_text(encoding="utf-8")
