"""Connections to the frames of a tab that have processes of their own: those of other sites."""

from __future__ import annotations

import contextlib
from types import TracebackType
from typing import Any

from playwright.async_api import CDPSession, Error, Frame

from .tabs import Tabs

FRAMES = ("IFRAME", "FRAME", "OBJECT", "EMBED")


class FrameSessions:
    """What is opened to look into such frames, and closed when one has looked.

    Args:
        tabs: The frames are those of the tab that is looked at.
    """

    def __init__(self, tabs: Tabs) -> None:
        self._tabs = tabs
        self._left = iter(tabs.page.frames[1:])
        self._own: dict[str, CDPSession] = {}

    async def __aenter__(self) -> FrameSessions:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in self._own.values():
            with contextlib.suppress(Error):  # its frame has gone
                await session.detach()

    async def own(self, frame_id: str) -> CDPSession | None:
        """The connection of a frame that has a process of its own; None for one that its parent's connection shows."""
        while frame_id not in self._own and (frame := next(self._left, None)) is not None:
            await self._open(frame)
        return self._own.get(frame_id)

    async def _open(self, frame: Frame) -> None:
        try:
            session = await self._tabs.context.new_cdp_session(frame)
        except Error:  # it has no connection of its own
            return
        tree = await session.send("Page.getFrameTree")
        self._own[tree["frameTree"]["frame"]["id"]] = session


def frame_in(node: dict[str, Any]) -> str:
    """The id of the frame that an element shows, as `DOM.describeNode` tells of it; "" when it shows none."""
    return str(node.get("frameId", "")) if node["nodeName"].upper() in FRAMES else ""


async def isolated_world(session: CDPSession, frame_id: str, name: str) -> int:
    """A world of scripts in which the page has changed nothing: the id of its context."""
    made = await session.send("Page.createIsolatedWorld", {"frameId": frame_id, "worldName": name})
    return int(made["executionContextId"])
