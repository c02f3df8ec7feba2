"""Waits until a page has come to rest, or a deadline has passed. No fixed sleeps.

Quiet means: no request, short timer, animation, animation frame or loading under way, and two pictures in a row
that are equal. What re-arms itself for more than a second (a clock, a game) counts as scenery.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from playwright.async_api import BrowserContext, Error, Page, Request

from ..measurements import Settled
from ..outcome import WorldError
from .answers import LOST, AnswerLost, answer_of
from .screen import capture
from .tabs import Tabs

PATIENCE = 250  # milliseconds that one question to the page may take
POLL = 0.01  # seconds until a page that has no picture is asked again
CAPTURE_DEADLINE = 6.0  # seconds that one picture may take
PICTURE_DEADLINE = 12.0  # seconds beyond the deadline that a page without any picture gets for one
LASTING_TYPES = frozenset({"websocket", "eventsource", "media", "ping", "beacon"})

# A page without our script (a PDF, an error page) has nothing that we could wait for but its pictures.
QUESTION = """async ([patience, span]) => {
  const left = span ? (await window.__guiwrightClock?.advance(span, patience)) ?? 0 : 0;
  return [left, window.__guiwright ? await window.__guiwright.quiet(patience) : [], document.title, %s];
}"""


class Requests:
    """The requests of a context that are under way; connections that last do not count."""

    def __init__(self, context: BrowserContext) -> None:
        self._pending: set[Request] = set()
        context.on("request", self._begin)
        context.on("requestfinished", self._end)
        context.on("requestfailed", self._end)

    def under_way(self, page: Page) -> bool:
        """Whether a tab waits for an answer."""
        return any(_may_belong_to(request, page) for request in self._pending)

    def _begin(self, request: Request) -> None:
        if request.resource_type not in LASTING_TYPES:
            self._pending.add(request)

    def _end(self, request: Request) -> None:
        self._pending.discard(request)


def _may_belong_to(request: Request, page: Page) -> bool:
    try:
        return request.frame.page is page
    except Error:  # the first request of a tab that is just being opened
        return True


@dataclass(frozen=True, slots=True)
class Rest:
    """What a page looked like when it was left alone.

    Attributes:
        settled: How it came to rest.
        capture: Base64 of a PNG.
        title: Of the document.
        facts: What the question of the waiter gave.
    """

    settled: Settled
    capture: str = ""
    title: str = ""
    facts: Any = None


@dataclass(frozen=True)
class Waiter:
    """How to wait for rest.

    Attributes:
        requests: Of the context; None when they are not known.
        clock: Milliseconds by which the page's own clock is moved first, when it has one that stands still; a single
            picture is then enough if nothing is under way, because nothing moves any more.
        facts: A JavaScript expression that is asked with everything else.
    """

    requests: Requests | None = None
    clock: float = 0.0
    facts: str = "null"

    async def rest(self, tabs: Tabs, deadline: float) -> Rest:
        """Waits until the tab that is looked at, which may change meanwhile, has come to rest.

        Args:
            tabs: All tabs.
            deadline: Seconds.

        Raises:
            WorldError: If the tab is gone or shows nothing.
        """
        begun = time.perf_counter()
        before, span, moved = "", self.clock, False
        while True:
            page = tabs.page
            left = deadline - (time.perf_counter() - begun)
            patience = min(PATIENCE, max(left, 0.0) * 1000)
            span, pending, title, facts = await self._ask(tabs, page, patience, span)
            # Asked before and after: what is answered during the capture is not in it, and what the capture waited for
            # may have opened a tab or sent a request.
            pending += self._outside(tabs)
            data = await _capture(tabs)
            pending += self._outside(tabs)
            if data and not pending and page is tabs.page and (data == before or (self.clock and not moved)):
                return Rest(Settled("quiet", time.perf_counter() - begun), data, title, facts)
            if left <= -PICTURE_DEADLINE and not data:
                raise WorldError("the page shows nothing: no screenshot could be taken")
            if left <= 0 and data:
                tabs.stop_expecting()
                settled = Settled("deadline", time.perf_counter() - begun, tuple(dict.fromkeys(pending or ["picture"])))
                return Rest(settled, data, title, facts)
            # What has just been answered may not have been painted: only pictures of a quiet page are compared.
            before, moved = "" if pending else data, moved or bool(pending)

    async def _ask(self, tabs: Tabs, page: Page, patience: float, span: float) -> tuple[float, list[str], str, Any]:
        """Moves the page's clock and asks; gives first how much of the span is left for the next question."""
        try:
            question = page.evaluate(QUESTION % self.facts, [patience, span])
            left, pending, title, facts = await answer_of(question, tabs.document(page), LOST)
            return float(left), [*pending, *(["requests"] if left else [])], str(title), facts
        except Error as error:
            if tabs.lost(page):
                raise WorldError(error.message) from error
            return span, ["navigation"], "", None  # the document that was asked is being replaced

    def _outside(self, tabs: Tabs) -> list[str]:
        """What is under way that the page does not know of."""
        tab = ["tab"] if tabs.opening else []
        requests = ["requests"] if self.requests is not None and self.requests.under_way(tabs.page) else []
        return tab + requests + (["download"] if tabs.downloads.under_way else [])


async def _capture(tabs: Tabs) -> str:
    """The tab's picture; "" while there is none, because a document is being replaced."""
    page = tabs.page
    try:
        async with asyncio.timeout(CAPTURE_DEADLINE):
            session = await tabs.session()
            # A picture of the document that went would be of no use, so there is no patience with it.
            return await answer_of(capture(session), tabs.document(page), 0.0)
    except (AnswerLost, TimeoutError):
        return ""
    except Error as error:
        if tabs.lost(page):
            raise WorldError(f"no screenshot: {error.message}") from error
        await asyncio.sleep(POLL)
        return ""
