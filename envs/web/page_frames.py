"""The readers of a tab and of the frames in it, and what they read put together."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from playwright.async_api import CDPSession, Error, Frame, Page

from ..outcome import WorldError
from .page_reader import PageReader
from .tabs import Tabs

MOST_FRAMES = 16  # frames of other origins that are looked into, in one document
DEEPEST = 4  # of them within each other
Box = list[float]  # left, top, right, bottom, CSS pixels
Spot = list[float]  # x, y, CSS pixels


@dataclass(frozen=True)
class Place:
    """A reader, and where its document is shown.

    Attributes:
        reader: Of the document.
        outer: Of the document that shows this one in a frame; None for the tab itself.
        frame: The number of the frame in it.
    """

    reader: PageReader
    outer: Place | None = None
    frame: int = 0


class PageFrames:
    """All that can be read in the tab that is looked at.

    Args:
        tabs: Of the environment.
    """

    def __init__(self, tabs: Tabs) -> None:
        self._tabs = tabs
        self._tops: dict[Page, PageReader] = {}
        self._inner: dict[tuple[str, int], PageReader] = {}
        self._own_processes: dict[str, CDPSession] = {}
        self._asked: set[Frame] = set()

    async def read(self, most: int, tree: int) -> dict[str, Any]:
        """Elements and nodes in the order of the documents, in pixels of the tab's view.

        Args:
            most: Elements of a document that are examined.
            tree: Bytes that the tree may take; 0 for none.
        """
        page = self._tabs.page
        self._tops = {one: reader for one, reader in self._tops.items() if one in self._tabs.pages}
        if page not in self._tops:
            session = await self._tabs.session()
            frames = await session.send("Page.getFrameTree")
            self._tops[page] = PageReader(session, frames["frameTree"]["frame"]["id"])
        return await self._read(Place(self._tops[page]), most, tree, 0)

    async def outward(
        self, place: Place, boxes: list[Box], points: list[list[Spot]]
    ) -> tuple[list[Box], list[list[Spot]]]:
        """Boxes and points of a document as the tab shows them; points that something else covers are left out."""
        while place.outer is not None:
            question = {"number": place.frame, "boxes": boxes, "points": points}
            answer = await place.outer.reader.ask("outOf", question)
            if answer is None:
                return boxes, [[] for _ in points]
            boxes, points, place = answer["boxes"], answer["points"], place.outer
        return boxes, points

    async def _read(self, place: Place, most: int, tree: int, depth: int) -> dict[str, Any]:
        answer = await place.reader.read(most, tree, place.outer is not None)
        for part in (*answer["items"], *answer["nodes"]):
            part["place"], part["document"] = place, place.reader.document
        frames = answer["frames"][:MOST_FRAMES] if depth < DEEPEST else []
        inner = await asyncio.gather(*(self._read_frame(place, frame["number"], most, tree, depth) for frame in frames))
        for frame, found in reversed(list(zip(frames, inner, strict=True))):
            if found is not None:
                _insert(answer, frame, found)
        return answer

    async def _read_frame(self, outer: Place, number: int, most: int, tree: int, depth: int) -> dict[str, Any] | None:
        """What a frame of another origin shows; None when it is just being replaced."""
        key = outer.reader.document, number
        for _ in range(2):  # a frame that went to another process is reached in another way
            try:
                if key not in self._inner:
                    self._inner[key] = await self._reader(outer.reader, number)
                return await self._read_inside(Place(self._inner[key], outer, number), most, tree, depth)
            except (Error, WorldError):
                self._forget(self._inner.pop(key, None))
        return None

    async def _read_inside(self, place: Place, most: int, tree: int, depth: int) -> dict[str, Any]:
        assert place.outer is not None
        found = await self._read(place, most, tree, depth + 1)
        items = found["items"]
        parts = {"boxes": [item["box"] for item in items], "points": [item["points"] for item in items]}
        answer = await place.outer.reader.ask("outOf", {"number": place.frame, **parts})
        if answer is None:
            raise WorldError("the frame has gone")
        for item, box, points in zip(items, answer["boxes"], answer["points"], strict=True):
            item["box"], item["points"] = box, points
        found["items"] = [item for item in items if item["points"]]
        return found

    async def _reader(self, outer: PageReader, number: int) -> PageReader:
        frame = await outer.inner_frame(number)
        if not frame:
            raise WorldError("the frame has gone")
        return PageReader(await self._session_of(frame, outer.session), frame)

    def _forget(self, reader: PageReader | None) -> None:
        if reader is not None and self._own_processes.pop(reader.frame, None) is not None:
            self._asked.clear()

    async def _session_of(self, frame: str, outer: CDPSession) -> CDPSession:
        """The connection through which a frame is reached: its parent's, or its own where it has its own process."""
        local = _ids((await outer.send("Page.getFrameTree"))["frameTree"])
        if frame in local:
            return outer
        for one in self._tabs.page.frames[1:]:
            if frame in self._own_processes:
                break
            if one not in self._asked:
                await self._ask_for_connection(one)
        return self._own_processes.get(frame, outer)

    async def _ask_for_connection(self, frame: Frame) -> None:
        try:
            session = await self._tabs.context.new_cdp_session(frame)
        except Error:  # it has no process of its own yet
            return
        self._asked.add(frame)
        tree = await session.send("Page.getFrameTree")
        self._own_processes[tree["frameTree"]["frame"]["id"]] = session


def _ids(tree: dict[str, Any]) -> set[str]:
    inner = (_ids(child) for child in tree.get("childFrames", []))
    return {tree["frame"]["id"]}.union(*inner)


def _insert(answer: dict[str, Any], frame: dict[str, int], found: dict[str, Any]) -> None:
    """Puts what a frame shows to where the frame is."""
    answer["items"][frame["item"] : frame["item"]] = found["items"]
    before = sum(node["index"] < frame["node"] for node in answer["nodes"])
    for node in found["nodes"]:
        node["depth"] += frame["depth"]
        node["index"] = frame["node"] - 0.5  # stays between its neighbours when others are put in
    answer["nodes"][before:before] = found["nodes"]
    answer["unread"] += found["unread"]
    answer["unchosen"] += found["unchosen"]
