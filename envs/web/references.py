"""Ids of elements: what the current observation lists, and where that is when an action names it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Error

from ...actions.geometry import from_px
from ...actions.schema import Action, Box, MouseUp, Move, Point, Scroll, Target
from ..outcome import Refusal, WorldError
from .dialog_picture import CANCEL, FIELD, OK
from .page_elements import ElementList, PageElement, PageTree, TreeNode
from .page_frames import PageFrames, Place
from .page_text import quoted
from .tabs import Tabs

MOST = 250  # elements of a document that are examined; the others are counted
READ_DEADLINE = 5.0  # seconds that a page may take to be read
KINDS = frozenset({"som", "bid", "id", "ref", "index", "node", "element"})
"""What dialects put before an id: "som:7", "bid:7"."""
HARMLESS = (Move, MouseUp, Scroll)
LOOK_AGAIN = "look at the elements of the current observation, or use a point"


@dataclass(frozen=True, slots=True)
class Look:
    """What was read for one observation."""

    elements: ElementList
    tree: PageTree


@dataclass(frozen=True, slots=True)
class _Known:
    """An element that an id stands for; `place` is None for a button of a dialog, which stays where it is."""

    element: PageElement
    place: Place | None = None
    document: str = ""
    number: int = 0

    def __str__(self) -> str:
        return f"element {self.element.ref!r} ({self.element.role} {quoted(self.element.name, 40)})"


class References:
    """The ids of one episode.

    Args:
        tabs: Of the environment.
        size: Width and height of the view, CSS pixels.

    An element keeps its id as long as its document lives, and no other element of the episode gets it. So an id of an
    old observation either still names the same element, which the current observation lists, or nothing at all.
    """

    def __init__(self, tabs: Tabs, size: tuple[int, int]) -> None:
        self._tabs, self._size = tabs, size
        self._frames = PageFrames(tabs)
        self._ids: dict[tuple[object, int | str], str] = {}
        self._known: dict[str, _Known] = {}
        self._look: Look | None = None
        self._tree = 0

    def observed(self) -> None:
        """There is a new observation: ids hold again once its elements were looked at."""
        self._look = None

    async def look(self, tree: int = 0) -> Look:
        """The elements of the current observation; read once for each.

        Args:
            tree: Bytes that the text of the tree may take; 0 for no tree. Later looks then read it at once, too.

        Raises:
            WorldError: If the page does not answer.
        """
        if self._look is None or tree > self._tree:
            self._tree = max(tree, self._tree)
            self._look = await self._read()
        return self._look

    async def resolved(self, action: Action) -> Action:
        """The action with points in the place of its ids, scrolled into view where they were not.

        Raises:
            Refusal: If an id is of no element of the current observation, or that is gone, disabled or covered.
        """
        wanted = [self._listed(target.ref) for target in _targets(action) if target.ref is not None]
        if not wanted:
            return action
        points = {known.element.ref: await self._point(known, action) for known in wanted}
        if len(points) > 1:  # one may have scrolled the other away
            points = {known.element.ref: await self._point(known, action) for known in wanted}
        return _with_points(action, {ref: _as_point(point, self._size) for ref, point in points.items()})

    async def _read(self) -> Look:
        try:
            async with asyncio.timeout(READ_DEADLINE):
                found = await self._tabs.dialogs.ending(self._frames.read(MOST, self._tree))
        except TimeoutError as error:
            raise WorldError(f"the page could not be read within {READ_DEADLINE:g} s") from error
        except Error as error:
            raise WorldError(f"the page could not be read: {error.message}") from error
        self._known = {}
        if found is None:
            return Look(self._dialog(), PageTree())
        self._size = found["view"][0], found["view"][1]  # a phone shows wide pages in a scale of their own
        elements = tuple(self._element(item) for item in found["items"])
        return Look(ElementList(elements, found["unread"]), self._nodes(found))

    def _element(self, item: dict[str, Any]) -> PageElement:
        ref = self._id(item["document"], item["number"])
        options, more = item["options"], 0
        if None in options:
            *options, _, more = options
        box = _fractions(item["box"], self._size)
        element = PageElement(
            ref, item["role"], item["name"], box, tuple(item["states"]), item["value"], tuple(options), more
        )
        self._known[ref] = _Known(element, item["place"], item["document"], item["number"])
        return element

    def _nodes(self, found: dict[str, Any]) -> PageTree:
        nodes = []
        for node in found["nodes"]:
            ref = self._ids.get((node["document"], node["number"]), "")
            shown = (tuple(node["states"]), node["value"], ref if ref in self._known else "", node["inView"])
            nodes.append(TreeNode(node["depth"], node["role"], node["name"], *shown))
        return PageTree(tuple(nodes), found["unchosen"])

    def _dialog(self) -> ElementList:
        """The buttons of a dialog that is open: nothing else of the page can be acted on."""
        dialog = self._tabs.dialogs.current
        if dialog is None:
            return ElementList()
        text = self._tabs.dialogs.facts.get("text")
        parts: list[tuple[str, str, Box, str | None]] = [("button", "OK", OK, None)]
        parts += [] if dialog.type == "alert" else [("button", "Cancel", CANCEL, None)]
        parts += [("textbox", dialog.message, FIELD, text)] if text is not None else []
        elements = []
        for role, name, box, value in parts:
            element = PageElement(self._id(dialog, f"{role} {name}"), role, name, box, value=value)
            self._known[element.ref] = _Known(element)
            elements.append(element)
        return ElementList(tuple(elements))

    def _id(self, document: object, number: int | str) -> str:
        return self._ids.setdefault((document, number), str(len(self._ids) + 1))

    def _listed(self, ref: str) -> _Known:
        kind, colon, name = ref.rpartition(":")
        if colon and kind.lower() not in KINDS:
            raise Refusal(f"ids of this environment are like 'som:7' or '7', not {ref!r}; {LOOK_AGAIN}")
        if self._look is None:
            raise Refusal(
                f"{ref!r} names nothing: nobody looked at the elements of the current observation; use a point"
            )
        if name not in self._known:
            given = name in self._ids.values()
            why = f"is of an earlier observation; the current one does not list it: {LOOK_AGAIN}"
            raise Refusal(f"element {name!r} {why}" if given else f"there is no element {name!r}; {LOOK_AGAIN}")
        return self._known[name]

    async def _point(self, known: _Known, action: Action) -> list[float]:
        """Where an element can be hit now, CSS pixels of the tab's view."""
        if known.place is None:
            x1, y1, x2, y2 = known.element.box
            return [(x1 + x2) / 2 * self._size[0], (y1 + y2) / 2 * self._size[1]]
        if self._tabs.dialogs.current is not None:
            raise Refusal(f"{known} cannot be reached while a dialog is open: {LOOK_AGAIN}")
        reader, place = known.place.reader, known.place
        question = {"wanted": [known.number], "all": place.outer is not None}
        answer = await reader.ask_of(known.document, "locate", question)
        found = answer[0] if answer else None
        if found is None:
            raise Refusal(f"{known} is gone from the page; {LOOK_AGAIN}")
        if found["disabled"] and not isinstance(action, HARMLESS):
            raise Refusal(f"{known} is disabled")
        points = found["points"]
        if points and place.outer is not None:
            points = (await self._frames.outward(place, [], [points]))[1][0]
        if not points:
            raise Refusal(f"{known} {_why_unseen(found)}")
        point: list[float] = points[0]
        return point


def _why_unseen(found: dict[str, Any]) -> str:
    if found["box"] is None:
        return f"cannot be seen any more; {LOOK_AGAIN}"
    role, name = found["by"] or ("something", "")
    return f"is covered by {role} {quoted(name, 40)}: deal with that first"


def _targets(action: Action) -> list[Target]:
    values = [getattr(action, name) for name in type(action).model_fields]
    values += [part for value in values if isinstance(value, tuple) for part in value]
    return [value for value in values if isinstance(value, Target)]


def _with_points(action: Action, points: dict[str, Point]) -> Action:
    def placed(value: Any) -> Any:
        if isinstance(value, Target) and value.ref is not None:
            return Target(point=points[value.ref.rpartition(":")[2]], description=value.description)
        return value

    changes: dict[str, Any] = {}
    for name in type(action).model_fields:
        value = getattr(action, name)
        changes[name] = tuple(map(placed, value)) if isinstance(value, tuple) else placed(value)
    return action.model_copy(update=changes)


def _as_point(css: list[float], size: tuple[int, int]) -> Point:
    x, y = (min(max(at, 0.0), side - 1) for at, side in zip(css, size, strict=True))
    return from_px(x, size[0]), from_px(y, size[1])


def _fractions(box: list[float], size: tuple[int, int]) -> Box:
    left, top, right, bottom = (min(max(edge / size[i % 2], 0.0), 1.0) for i, edge in enumerate(box))
    return left, top, max(left, right), max(top, bottom)
