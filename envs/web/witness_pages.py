"""Hears what a person does in the tabs of a context."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import CDPSession, Error, Frame, Page

from .tabs import Tabs
from .witness_actions import OF_THE_BROWSER, chord_of
from .witness_events import Answered, Finished, Key, Origin, Placed, RawEvent, Told, Travel, WindowClosed, event_told

SCRIPT = Path(__file__).with_name("witness.js")
WORLD = "guiwright-witness"
BINDING = "guiwrightWitness"
BY_THE_PERSON = ("typed", "address_bar", "auto_bookmark", "generated", "keyword", "keyword_generated")
EMPTY = ("about:blank", "chrome://newtab/", "chrome://new-tab-page/")
CATCH_UP = 2.0  # seconds that pages may take to tell what was done in them before the end, and a new one to be put up
NOT_YET = "Not attached to an active page"
# Input reaches a page before its next frame.
NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))"
LATELY = 1.0  # seconds after an act in a page within which it is taken to go back, load again or close by itself


@dataclass
class _Tab:
    """What is known of a tab.

    Attributes:
        history: Ids of its entries and the number of the current one.
        origin: Where the corner of its page is on the person's screen, CSS pixels.
        touched: When the person last did something in it; seconds of `time.monotonic`.
        popup: Whether a page opened it.
    """

    history: tuple[list[int], int] = field(default_factory=lambda: ([], -1))
    origin: tuple[float, float] = (0.0, 0.0)
    touched: float = -math.inf
    popup: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def acted_lately(self) -> bool:
        """Whether what the tab does now is likely what an act in its page came to."""
        return time.monotonic() - self.touched < LATELY


class Witness:
    """Listens in all tabs of a context, those that come later too. Everything runs on the event loop.

    Args:
        tabs: Of the context; kept in step with the tab that the person looks at.
        tell: Gets every event, places in CSS pixels of the view.
    """

    def __init__(self, tabs: Tabs, tell: Callable[[RawEvent], None]) -> None:
        self._tabs, self._tell = tabs, tell
        self._script = SCRIPT.read_text(encoding="utf-8")
        self._known: dict[Page, _Tab] = {}
        self._sessions: dict[Page, CDPSession] = {}
        self._frames: dict[Frame, CDPSession] = {}
        self._announced = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        """Starts with the tabs that are open."""
        self._tabs.context.on("page", self._opened)
        for page in self._tabs.pages:
            self._known[page] = _Tab()
            session = await self._listen(page)
            # What was open from the beginning is nobody's step.
            self._known[page].history = _entries(await _history(session))

    async def finish(self, event: Finished) -> None:
        """Tells the end behind everything that the person did before it, which may still be on its way."""
        for page in list(self._known):
            for session in (self._sessions.get(page), *(self._frames.get(frame) for frame in page.frames)):
                if session is not None:
                    self._soon(_caught_up(session))
        deadline = time.monotonic() + CATCH_UP
        # What comes meanwhile begins tasks of its own: where a tab went is a question more.
        while self._tasks and (left := deadline - time.monotonic()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        self._tell(event)

    def _opened(self, page: Page) -> None:
        popup, self._announced = self._announced > 0, max(0, self._announced - 1)
        self._known[page] = _Tab(popup=popup)
        if not popup:
            self._tell(Travel(how="new_tab"))
        self._soon(self._listen_anew(page))

    async def _listen_anew(self, page: Page) -> None:
        # Where a tab goes first may be the person's wish, and was perhaps before we listened.
        await self._compare_history(page, await self._listen(page))

    async def _listen(self, page: Page) -> CDPSession:
        self._tabs.leave_choosers(page)
        page.on("close", self._closed)
        page.on("framenavigated", lambda frame: self._soon(self._listen_in_frame(page, frame)))
        session = self._sessions[page] = await self._tabs.context.new_cdp_session(page)
        session.on("Page.windowOpen", self._announce)
        session.on("Page.frameNavigated", lambda event: self._moved_on(page, session, event["frame"].get("parentId")))
        session.on("Page.navigatedWithinDocument", lambda event: self._moved_on(page, session, None))
        if self._tabs.dialogs.asks:  # else they are answered at once, by nobody
            self._hear_dialogs(session)
        await self._install(page, session)
        for frame in page.frames:
            await self._listen_in_frame(page, frame)
        return session

    def _hear_dialogs(self, session: CDPSession) -> None:
        kind = ""

        def opened(event: dict[str, Any]) -> None:
            nonlocal kind
            kind = event["type"]

        def closed(event: dict[str, Any]) -> None:
            text = event["userInput"] if kind == "prompt" else None
            self._tell(Answered(accepted=event["result"], text=text))

        session.on("Page.javascriptDialogOpening", opened)
        session.on("Page.javascriptDialogClosed", closed)

    async def _listen_in_frame(self, page: Page, frame: Frame) -> None:
        """A frame of another site has a process and a session of its own, and a new one with every other site."""
        if frame.parent_frame is None:
            return
        with contextlib.suppress(Error):
            before = self._frames.pop(frame, None)
            if before is not None:
                with contextlib.suppress(Error):
                    await before.detach()
            session = await self._tabs.context.new_cdp_session(frame)  # refused when it shares its parent's
            self._frames[frame] = session
            await self._install(page, session)

    async def _install(self, page: Page, session: CDPSession) -> None:
        session.on("Runtime.bindingCalled", lambda event: self._heard(page, event))
        await session.send("Page.enable")
        await session.send("Runtime.enable")
        await session.send("Runtime.addBinding", {"name": BINDING, "executionContextName": WORLD})
        script = {"source": self._script, "worldName": WORLD, "runImmediately": True}
        await session.send("Page.addScriptToEvaluateOnNewDocument", script)

    def _heard(self, page: Page, event: dict[str, Any]) -> None:
        tab = self._known.get(page)
        told = event_told(str(event["payload"])) if event["name"] == BINDING else None
        if told is None or tab is None:
            return
        if isinstance(told, Placed):
            told = _in_view(told, tab)
        if not isinstance(told, Origin):
            if not (isinstance(told, Key) and chord_of(told) in OF_THE_BROWSER):
                tab.touched = time.monotonic()
            self._look_at(page)
            self._tell(told)

    def _look_at(self, page: Page) -> None:
        """Only in the tab that one looks at can one act."""
        if page in self._tabs.pages and page is not self._tabs.page:
            number = self._tabs.pages.index(page)
            self._tell(Travel(how="switch_tab", tab=number))
            self._tabs.look_at(page)

    # What the browser's own controls did -------------------------------------------------------------------

    def _announce(self, _: Any) -> None:
        self._announced += 1

    def _moved_on(self, page: Page, session: CDPSession, parent: str | None) -> None:
        if parent is None:
            self._soon(self._compare_history(page, session))

    async def _compare_history(self, page: Page, session: CDPSession) -> None:
        tab = self._known[page]
        by_an_act = tab.acted_lately  # before it went there: what is done while we ask is done in the new page
        async with tab.lock:
            history = await _history(session)
            (before, old), (now, new) = tab.history, _entries(history)
            entry = history["entries"][new]
            tab.history = now, new
            how = _way(before, old, now, new)
            if how == "navigate" and (entry["transitionType"] not in BY_THE_PERSON or entry["url"] in EMPTY):
                return
            if by_an_act or (how == "reload" and entry["transitionType"] != "reload"):
                return
            self._look_at(page)
            self._tell(Travel(how=how, url=entry.get("userTypedURL") or entry["url"]))

    def _closed(self, page: Page) -> None:
        tab = self._known.pop(page, _Tab())
        self._sessions.pop(page, None)
        if not self._tabs.pages:
            self._tell(WindowClosed())
        elif not (tab.popup and tab.acted_lately):
            self._tell(Travel(how="close_tab"))

    def _soon(self, part: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(_as_long_as_it_lives(part))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _caught_up(session: CDPSession) -> None:
    await session.send("Runtime.evaluate", {"expression": NEXT_FRAME, "awaitPromise": True})


async def _history(session: CDPSession) -> dict[str, Any]:
    """Where a tab is and was.

    A page says by itself that it is there, maybe before the browser has put it in the place of the one before: until
    then the browser refuses the question, and it is asked again.
    """
    deadline = time.monotonic() + CATCH_UP
    while True:
        try:
            return await session.send("Page.getNavigationHistory")
        except Error as error:
            if NOT_YET not in error.message or time.monotonic() > deadline:
                raise


async def _as_long_as_it_lives(part: Coroutine[Any, Any, None]) -> None:
    with contextlib.suppress(Error, KeyError):  # the tab went away meanwhile
        await part


def _in_view(told: Told, tab: _Tab) -> Told:
    """The event with its place in the view; that of a frame is known from the screen, whose corner the page tells."""
    assert isinstance(told, Placed)
    if told.top:
        if told.screen is not None:
            tab.origin = (told.screen[0] - told.x, told.screen[1] - told.y)
        return told
    if told.screen is None:
        return told
    return told.model_copy(update={"x": told.screen[0] - tab.origin[0], "y": told.screen[1] - tab.origin[1]})


def _entries(history: dict[str, Any]) -> tuple[list[int], int]:
    return [entry["id"] for entry in history["entries"]], history["currentIndex"]


def _way(
    before: list[int], old: int, now: list[int], new: int
) -> Literal["navigate", "go_back", "go_forward", "reload"]:
    """How one came to the current entry of a history, as far as its entries tell."""
    if now[new] not in before:
        return "navigate"
    place = before.index(now[new])
    return "reload" if place == old else "go_back" if place < old else "go_forward"
