"""What of a page can be acted on: elements with ids, as data and as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...actions.schema import Box
from .page_text import quoted, within

LONGEST_OPTION = 40  # characters of an option of a select box
MOST_OPTIONS = 12  # of them in the text; a policy that needs another one can open the box


@dataclass(frozen=True, slots=True)
class PageElement:
    """One element that is in view, not covered, and can be acted on.

    Attributes:
        ref: Its id for `Target.ref`, such as "7". The same element keeps it, and no other of the episode gets it.
        role: An ARIA role, the type of an input that has none ("file", "date", "color", …), "canvas", or "clickable"
            for what only its behaviour makes a control.
        name: What assistive technology would call it.
        box: What of it can be seen: x1, y1, x2, y2 in fractions of the screen.
        states: Such as "checked", "disabled", "expanded", "focused"; see the documentation.
        value: What is entered or chosen; None where there is no such thing. Of a password only whether there is one.
        options: The labels of a select box.
        more_options: How many labels beyond these there are.
    """

    ref: str
    role: str
    name: str
    box: Box
    states: tuple[str, ...] = ()
    value: str | None = None
    options: tuple[str, ...] = ()
    more_options: int = 0

    def __str__(self) -> str:
        parts = [f"[{self.ref}] {self.role} {quoted(self.name)}", *self.states]
        if self.value:
            parts.append(f"value={quoted(self.value)}")
        if self.options:
            parts.append(f"options={self._options_shown()}")
        return " ".join([*parts, f"({', '.join(f'{edge:.3f}' for edge in self.box)})"])

    def _options_shown(self) -> str:
        shown = "|".join(quoted(option, LONGEST_OPTION) for option in self.options[:MOST_OPTIONS])
        hidden = len(self.options) - MOST_OPTIONS + self.more_options
        return f"{shown}|… {hidden} more" if hidden > 0 else shown


@dataclass(frozen=True, slots=True)
class ElementList:
    """The elements of one observation, in the order of the document; frames and shadow roots stand at their places.

    Attributes:
        elements: Those that were read.
        unread: How many candidates more there are in view, on a page that has more than anybody would read.
    """

    elements: tuple[PageElement, ...] = ()
    unread: int = 0

    def __iter__(self) -> Iterator[PageElement]:
        return iter(self.elements)

    def __len__(self) -> int:
        return len(self.elements)

    def __getitem__(self, index: int) -> PageElement:
        return self.elements[index]

    def text(self, budget: int) -> str:
        """One line for each, at most `budget` bytes of UTF-8; what does not fit is counted in the last line."""
        return within([str(element) for element in self.elements], budget, self.unread, "elements")


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One line of the accessibility tree.

    Attributes:
        depth: 0 for what is in no other node.
        role: As of `PageElement`, and the roles of what is only read; "text" for words.
        name: What it is called; of "text" the words.
        states: Such as "level=2".
        value: What is entered or chosen.
        ref: Its id when it is an element of the observation, else "".
        in_view: Whether it is on the screen.
    """

    depth: int
    role: str
    name: str
    states: tuple[str, ...] = ()
    value: str | None = None
    ref: str = ""
    in_view: bool = True

    def __str__(self) -> str:
        parts = [f"{'  ' * min(self.depth, DEEPEST)}- {f'[{self.ref}] ' if self.ref else ''}{self.role}"]
        if self.name:
            parts.append(quoted(self.name, LONGEST_WORDS))
        parts += self.states
        if self.value:
            parts.append(f"value={quoted(self.value)}")
        return " ".join(parts)


DEEPEST = 40  # levels that are told apart by their indentation
LONGEST_WORDS = 400  # characters of a text of the tree


@dataclass(frozen=True, slots=True)
class PageTree:
    """The accessibility tree of one observation.

    Attributes:
        nodes: In the order of the document.
        unread: How many nodes more there are.
    """

    nodes: tuple[TreeNode, ...] = ()
    unread: int = 0

    def text(self, budget: int) -> str:
        """One line for each node, at most `budget` bytes of UTF-8; what is on the screen comes first into it."""
        order = sorted(range(len(self.nodes)), key=lambda number: not self.nodes[number].in_view)
        return within([str(node) for node in self.nodes], budget, self.unread, "nodes", order)
