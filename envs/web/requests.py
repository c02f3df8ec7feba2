"""What a browser context waits for from the network."""

from __future__ import annotations

import asyncio
import contextlib
import time

from playwright.async_api import BrowserContext, Error, Page, Request

LASTING_TYPES = frozenset({"websocket", "eventsource", "media", "ping", "beacon"})
POLLING_TYPES = frozenset({"fetch", "xhr"})


class Requests:
    """The requests of a context that are under way; connections that last do not count.

    Attributes:
        ended: How many have ended so far.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.ended = 0
        self._begun: dict[Request, float] = {}
        self._polls: set[tuple[str, str]] = set()
        self._news = asyncio.Event()
        context.on("request", self._begin)
        context.on("requestfinished", self._end)
        context.on("requestfailed", self._end)

    def under_way(self, page: Page, acted: float | None = None) -> bool:
        """Whether a tab waits for an answer.

        Args:
            page: The tab.
            acted: When an action began, `time.perf_counter`: what was asked for before is none of its effects. A
                script's question that was open then is a long poll, and so are those that follow it to its address.
        """
        return any(self._counts(request, acted) and _may_belong_to(request, page) for request in list(self._begun))

    async def news(self, seconds: float) -> None:
        """Waits until one begins or ends, at most so long."""
        self._news.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()

    def _counts(self, request: Request, acted: float | None) -> bool:
        if acted is None:
            return True
        if self._begun[request] >= acted:
            return _address(request) not in self._polls
        if request.resource_type in POLLING_TYPES:
            self._polls.add(_address(request))
        return False

    def _begin(self, request: Request) -> None:
        if request.resource_type not in LASTING_TYPES:
            self._begun[request] = time.perf_counter()
            self._news.set()

    def _end(self, request: Request) -> None:
        if self._begun.pop(request, None) is not None:
            self.ended += 1
            self._news.set()


def _address(request: Request) -> tuple[str, str]:
    return request.method, request.url.partition("?")[0]


def _may_belong_to(request: Request, page: Page) -> bool:
    try:
        return request.frame.page is page
    except Error:  # the first request of a tab that is just being opened
        return True
