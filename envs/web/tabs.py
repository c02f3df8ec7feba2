"""The tabs of a context, the one that is looked at, and what pages say on their own (dialogs, crashes)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Dialog, FileChooser, Page

from ..outcome import Refusal, WorldError
from .dialogs import Dialogs
from .downloads import Downloads
from .life import Life, PageDied
from .settings import BrowserSettings

MOST = 24  # tabs of one environment: a page that opens more without end takes all memory
CLOSE_DEADLINE = 5.0  # seconds that a tab may take to close or to ask whether it may


class Tabs:
    """Tabs in the order in which they were opened.

    Attributes:
        page: The tab that is looked at. A tab that a page opens by itself is looked at, as in a browser.
        remarks: What happened that the picture does not show, such as a dialog; emptied by `take_remarks`.
        dialogs: Of all tabs.
        downloads: Of all tabs.
    """

    def __init__(self, context: BrowserContext, settings: BrowserSettings, life: Life) -> None:
        self.context, self._settings, self._life = context, settings, life
        self.remarks: list[str] = []
        self.dialogs = Dialogs(settings.dialogs, self._remark)
        self.downloads = Downloads(settings.downloads, settings.download_limit, self._remark)
        self._openers: dict[Page, Page] = {}
        self._closing: set[asyncio.Future[None]] = set()
        self._sessions: dict[Page, CDPSession] = {}
        self._documents: dict[Page, asyncio.Future[None]] = {}
        self.pages: list[Page] = []
        self._page: Page | None = None
        self._crashed: set[Page] = set()
        self._announced = 0
        self._choosers: asyncio.Queue[FileChooser] = asyncio.Queue()
        context.on("page", self._opened)

    @property
    def page(self) -> Page:
        """The tab that is looked at.

        Raises:
            WorldError: If there is none, or its process died.
        """
        if self._page is None:
            raise WorldError("the last tab was closed")
        if self._page in self._crashed:
            raise PageDied
        return self._page

    async def session(self) -> CDPSession:
        """The DevTools connection of the tab that is looked at."""
        page = self.page
        if page not in self._sessions:
            session = await self.context.new_cdp_session(page)
            session.on("Page.windowOpen", self._announce)
            session.on("Page.frameNavigated", lambda event: self._navigated(page, event))
            await session.send("Page.enable")
            if self._settings.device_scale_factor != 1:
                await session.send("Emulation.setDeviceMetricsOverride", self._metrics(page))
            self._sessions[page] = session
        return self._sessions[page]

    def _metrics(self, page: Page) -> dict[str, Any]:
        """The screen as Playwright made it: only who has said so gets pictures of all its device pixels."""
        size = page.viewport_size or {"width": 0, "height": 0}
        kind = "landscapePrimary" if size["width"] > size["height"] else "portraitPrimary"
        orientation = {"type": kind, "angle": 90 if kind == "landscapePrimary" else 0}
        return {
            **size,
            "deviceScaleFactor": self._settings.device_scale_factor,
            "mobile": self._settings.mobile,
            **({"screenOrientation": orientation} if self._settings.mobile else {}),
        }

    def document(self, page: Page) -> asyncio.Future[None]:
        """The document that a tab shows: done when it has been replaced or its process has died.

        The news come from the tab's `session`. Another address in the same document is none.
        """
        return self._documents.setdefault(page, asyncio.get_running_loop().create_future())

    async def open(self) -> Page:
        """Opens an empty tab and looks at it."""
        if len(self.pages) >= MOST:
            raise Refusal(f"{MOST} tabs are open, which is the most: close one first")
        self._page = await self.context.new_page()
        self._openers.pop(self._page, None)
        return self._page

    async def switch(self, index: int) -> None:
        """Looks at the tab with this number."""
        if index >= len(self.pages):
            raise Refusal(f"there is no tab {index}: {len(self.pages)} open, counted from 0")
        self._page = self.pages[index]
        await self._page.bring_to_front()

    def look_at(self, page: Page) -> None:
        """Looks at a tab that somebody else has brought to the front."""
        self._page = page

    def leave_choosers(self, page: Page) -> None:
        """Lets the browser open its own file chooser in a tab, for a person to choose in."""
        page.remove_listener("filechooser", self._offer)

    async def close(self) -> None:
        """Closes the tab that is looked at and looks at the one that opened it, or at its neighbour.

        The page may ask whether it may be left.
        """
        if len(self.pages) == 1:
            raise Refusal("this is the last tab")
        closed, page = asyncio.Event(), self.page

        def close(_: Page) -> None:
            closed.set()

        page.once("close", close)
        await page.close(run_before_unload=True)
        # A page that asks stays until the dialog is answered.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_DEADLINE):
                await self.dialogs.ending(closed.wait())

    async def keep_only_first(self) -> None:
        """Closes all tabs but the first."""
        for page in self.pages[1:]:
            await page.close()
        self._page = self.pages[0] if self.pages else None

    @property
    def alive(self) -> bool:
        """Whether the browser is still there."""
        return not self._life.is_over

    def lost(self, page: Page) -> bool:
        """Whether the tab that is looked at will not come back."""
        return page is self._page and (page.is_closed() or not self.alive)

    @property
    def opening(self) -> bool:
        """Whether a page has asked for a tab that is not there yet."""
        return self._announced > 0

    async def chooser_after(self, click: Awaitable[None], seconds: float) -> FileChooser | None:
        """The file chooser that a click opens; None when none does in time."""
        while not self._choosers.empty():
            self._choosers.get_nowait()
        await click
        try:
            async with asyncio.timeout(seconds):
                return await self._choosers.get()
        except TimeoutError:
            return None

    def stop_expecting(self) -> None:
        """The deadline has passed: a tab that was announced may have been refused, a download may never end."""
        self._announced = 0
        self.downloads.outlasted()

    def take_remarks(self) -> str:
        """What was remarked since the last call, as one line."""
        text, self.remarks = "; ".join(self.remarks), []
        return text

    def _announce(self, _: Any) -> None:
        self._announced += 1

    def _opened(self, page: Page) -> None:
        self._announced = max(0, self._announced - 1)
        if len(self.pages) >= MOST:
            self._remark(f"a tab was closed at once: {MOST} are open")
            self._close_at_once(page)
            return
        if not page.url:  # what was to be shown in it is a download, so it never shows anything
            self._close_at_once(page)
            return
        self.pages.append(page)
        if self._page is not None:
            self._openers[page] = self._page
        self._page = page
        page.on("close", self._closed)
        page.on("crash", self._crash)
        page.on("dialog", self._ask)
        page.on("dialogclosed", self.dialogs.closed)
        page.on("download", self.downloads.begun)
        # From the start: a listener that is added just before a click may come too late for it.
        page.on("filechooser", self._offer)

    def _close_at_once(self, page: Page) -> None:
        self._closing.add(closing := asyncio.ensure_future(page.close()))
        closing.add_done_callback(self._closing.discard)

    def _crash(self, page: Page) -> None:  # Playwright marks its handlers, which a method of a set does not let it
        self._crashed.add(page)
        self.dialogs.gone(page)
        self._replace_document(page)

    def _navigated(self, page: Page, event: dict[str, Any]) -> None:
        if "parentId" not in event["frame"]:
            self._replace_document(page)

    def _replace_document(self, page: Page) -> None:
        document = self._documents.pop(page, None)
        if document is not None and not document.done():
            document.set_result(None)

    def _closed(self, page: Page) -> None:
        index = self.pages.index(page)
        self.pages.remove(page)
        self._sessions.pop(page, None)
        self._replace_document(page)
        self.dialogs.gone(page)
        opener = self._openers.pop(page, None)
        if page is self._page:
            neighbour = self.pages[max(0, index - 1)] if self.pages else None
            self._page = opener if opener in self.pages else neighbour

    def _offer(self, chooser: FileChooser) -> None:
        self._choosers.put_nowait(chooser)

    async def _ask(self, dialog: Dialog) -> None:
        page = dialog.page
        if self.dialogs.asks and page in self.pages:
            self._page = page  # where the question is
        await self.dialogs.arrived(dialog)

    def _remark(self, text: str) -> None:
        self.remarks.append(text)
