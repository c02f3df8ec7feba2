"""Waits until a page has come to rest, or a deadline has passed. No fixed sleeps.

Quiet means: for two frames no request, change of the document, animation, navigation or loading under way, and no
short timer that was set during or after the action. Then a picture is taken, and nothing has happened meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Error, Frame, Page

from ..measurements import Settled
from ..outcome import WorldError
from .answers import AnswerLost, answer_of
from .dialogs import cut
from .requests import Requests
from .screen import capture
from .tabs import Tabs

PATIENCE = 250  # milliseconds that one question to the page may take
FRAMES = 2  # that a page must stay quiet
PICTURES = 3  # of a page that draws without changing its document: two that are equal, or so many
MOST_FRAMES = 16  # frames of other origins that are asked
FRAME_PATIENCE = 1.0  # seconds beyond its patience that one of them may take
GONE = 0.0  # seconds that the answer of a document that was replaced is waited for: it is of no use
POLL = 0.01  # seconds until the browser is asked again for what it told nothing about
CAPTURE_DEADLINE = 6.0  # seconds that one picture may take
LONGEST_TITLE = 500  # characters; a page may have one of millions
PICTURE_DEADLINE = 12.0  # seconds beyond the deadline that a page without any picture gets for one

TITLE = f"String(document.title).slice(0, {LONGEST_TITLE + 1})"
# A page without our script (a PDF, an error page) has nothing that we could wait for but its pictures.
QUESTION = """async ([question, span]) => {
  if (span && question.wheel) {
    await window.__guiwright?.wheeled(question);
    question.wheel = false;
  }
  const left = span ? (await window.__guiwrightClock?.advance(span, question.patience)) ?? 0 : 0;
  return [left, await window.__guiwright?.settle(question), TITLE, %s];
}""".replace("TITLE", TITLE)
INNER_QUESTION = "question => window.__guiwright?.settle(question)"
NEWS = f"question => [window.__guiwright?.news(question) ?? [], {TITLE}, %s]"


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


@dataclass(slots=True)
class Wait:
    """One wait for rest, as far as it has come.

    Attributes:
        tabs: All tabs.
        acted: When the action began, `time.perf_counter`; None: everything counts, however old.
        wheel: Whether it turned the wheel.
        span: Milliseconds by which the page's own clock is still to be moved.
        begun: When the wait began, `time.perf_counter`.
        waited: Seconds by signal.
        pending: What was under way at the last look.
        moved: Whether there ever was anything.
        draws: Whether the page may look different though nothing of it has changed.
        pictures: Taken since it was quiet.
        title: Of the document.
        facts: What the question of the waiter gave.
    """

    tabs: Tabs
    acted: float | None
    wheel: bool
    span: float
    begun: float = field(default_factory=time.perf_counter)
    waited: dict[str, float] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    moved: bool = False
    draws: bool = False
    pictures: list[str] = field(default_factory=list)
    title: str = ""
    facts: Any = None

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.perf_counter() - self.begun

    def passed(self, signals: Iterable[str], seconds: float) -> None:
        """So much time went by because of these."""
        for signal in signals:
            self.waited[signal] = self.waited.get(signal, 0.0) + seconds

    def question(self, patience: float = 0.0, frames: int = 0) -> dict[str, Any]:
        """What a page needs to know; its clock is another, but the time of day is the same."""
        ago = None if self.acted is None else 1000 * (time.perf_counter() - self.acted)
        arrived = self.acted is not None and self.tabs.downloads.begun_at > self.acted
        return {
            "patience": patience,
            "ago": ago,
            "sent": 1000 * time.time(),
            "frames": frames,
            "arrived": arrived,
            "wheel": self.wheel,
        }

    def answered(self, answer: dict[str, Any] | None) -> None:
        """What a document said, if it has our script."""
        if answer is None:
            return
        self.pending += answer["pending"]
        self.draws = self.draws or answer["drawn"] > 0
        for signal, milliseconds in answer["waited"].items():
            self.passed([signal], milliseconds / 1000)


@dataclass(frozen=True)
class Waiter:
    """How to wait for rest.

    Attributes:
        requests: Of the context; None when they are not known.
        clock: Milliseconds by which the page's own clock is moved first, when it has one that stands still; a single
            picture is then enough if nothing was under way, because nothing moves any more.
        facts: A JavaScript expression that is asked with everything else.
    """

    requests: Requests | None = None
    clock: float = 0.0
    facts: str = "null"

    async def rest(self, tabs: Tabs, deadline: float, acted: float | None = None, *, wheel: bool = False) -> Rest:
        """Waits until the tab that is looked at, which may change meanwhile, has come to rest.

        Args:
            tabs: All tabs.
            deadline: Seconds.
            acted: When the action began, `time.perf_counter`; None: everything counts, however old.
            wheel: Whether it turned the wheel, of which the browser tells before the page has it.

        Raises:
            WorldError: If the tab is gone or shows nothing.
        """
        wait = Wait(tabs, acted, wheel, self.clock)
        while True:
            page, left = tabs.page, deadline - wait.seconds
            await self._wait(wait, page, min(PATIENCE, max(left, 0.0) * 1000))
            if wait.pending and left > 0:
                continue
            data = await self._picture(wait, page)
            if left <= -PICTURE_DEADLINE and not data:
                raise WorldError("the page shows nothing: no screenshot could be taken")
            if left <= 0 and data:
                tabs.stop_expecting()
                return self._ended(wait, "deadline", data)
            if data and page is tabs.page and self._is_still(wait):
                return self._ended(wait, "quiet", data)

    async def _wait(self, wait: Wait, page: Page, patience: float) -> None:
        """Asks the page and everything else, until all is quiet or some time has passed."""
        begun, wait.pending, wait.draws = time.perf_counter(), [], False
        answers = self.requests.ended if self.requests is not None else 0
        await self._ask(wait, page, patience)
        # What was answered meanwhile may not have reached the page's own scripts when it was asked.
        late = ["requests"] if self.requests is not None and self.requests.ended > answers else []
        outside = [*self._outside(wait), *(late if not self.clock else [])]
        if outside and not wait.pending and patience:
            await self._news()
        wait.passed(dict.fromkeys(outside), time.perf_counter() - begun)
        self._found(wait, outside)

    async def _picture(self, wait: Wait, page: Page) -> str:
        """A picture, and whether anything has happened since the last look: that may not be in it."""
        begun = time.perf_counter()
        answers = self.requests.ended if self.requests is not None else 0
        data = await _capture(wait.tabs)
        wait.passed(["picture"], time.perf_counter() - begun)
        if data:
            wait.pictures.append(data)
            if not self.clock and not wait.pending:
                await self._hear(wait, page)
        late = ["requests"] if self.requests is not None and self.requests.ended > answers else []
        self._found(wait, [*self._outside(wait), *late])
        return data

    def _found(self, wait: Wait, outside: list[str]) -> None:
        wait.pending += outside
        if wait.pending:
            wait.moved, wait.pictures = True, []

    def _is_still(self, wait: Wait) -> bool:
        """Whether the last picture is one of a page at rest."""
        if wait.pending:
            return False
        if len(wait.pictures) > 1 and wait.pictures[-1] == wait.pictures[-2]:
            return True
        if self.clock:
            return not wait.moved
        return not wait.draws or len(wait.pictures) >= PICTURES

    def _ended(self, wait: Wait, reason: str, data: str) -> Rest:
        pending = tuple(dict.fromkeys(wait.pending or ["picture"])) if reason == "deadline" else ()
        clock = "virtual" if self.clock else "real"
        return Rest(Settled(reason, wait.seconds, pending, clock, wait.waited), data, wait.title, wait.facts)

    async def _ask(self, wait: Wait, page: Page, patience: float) -> None:
        """Moves the page's clock and asks every document of the tab."""
        question = wait.question(patience, 0 if self.clock else FRAMES)
        try:
            call = page.evaluate(QUESTION % self.facts, [question, wait.span])
            wait.span, answer, title, wait.facts = await answer_of(call, wait.tabs.document(page), GONE)
            wait.title = cut(str(title), LONGEST_TITLE)
        except Error as error:
            if wait.tabs.lost(page):
                raise WorldError(error.message) from error
            wait.pending.append("navigation")  # the document that was asked is being replaced
            await self._news()
            return
        wait.pending += ["requests"] if wait.span else []
        wait.answered(answer)
        frames = [] if answer is None else page.frames[1:]
        if len(frames) >= (answer or {}).get("documents", 0):
            await self._ask_frames(wait, frames[:MOST_FRAMES], question)

    async def _ask_frames(self, wait: Wait, frames: list[Frame], question: dict[str, Any]) -> None:
        """Asks those of other origins; the others have been answered for."""
        answers = await asyncio.gather(*(_inner_answer(frame, question) for frame in frames))
        for answer in filter(None, answers):
            wait.answered({**answer, "drawn": 1})  # nobody tells of what changes in there
            wait.pending += [] if self.clock else answer["waited"]  # it may have told the others of it

    async def _hear(self, wait: Wait, page: Page) -> None:
        """Asks what has happened since the last answer."""
        try:
            call = page.evaluate(NEWS % self.facts, wait.question())
            found, title, wait.facts = await answer_of(call, wait.tabs.document(page), GONE)
            wait.title = cut(str(title), LONGEST_TITLE)
            wait.pending += found
        except Error as error:
            if wait.tabs.lost(page):
                raise WorldError(error.message) from error
            wait.pending.append("navigation")

    async def _news(self) -> None:
        """Waits for what the browser tells about requests; of tabs and downloads it tells at the next look."""
        if self.requests is not None:
            await self.requests.news(POLL)

    def _outside(self, wait: Wait) -> list[str]:
        """What is under way that the page does not know of."""
        tabs = wait.tabs
        tab = ["tab"] if tabs.opening else []
        requests = ["requests"] if self.requests is not None and self.requests.under_way(tabs.page, wait.acted) else []
        return tab + requests + (["download"] if tabs.downloads.awaited else [])


async def _inner_answer(frame: Frame, question: dict[str, Any]) -> dict[str, Any] | None:
    """What a frame says by itself; None when it has nothing to say, or goes."""
    try:
        async with asyncio.timeout(question["patience"] / 1000 + FRAME_PATIENCE):
            answer: dict[str, Any] | None = await frame.evaluate(
                INNER_QUESTION, {**question, "wheel": False, "inner": True}
            )
            return answer
    except (Error, TimeoutError):
        return None


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
