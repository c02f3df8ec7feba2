"""A clipboard for each environment, though the browser that they share has one for all of them.

The content is kept here. While keys that copy, cut or paste are struck, it is put into the browser's clipboard, one
environment at a time, so that pages get what a browser always gives them: trusted events, rich text, undo. What pages
copy or read by script goes past the browser's clipboard (clipboard.js), because nobody knows when a page does so.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Error, Page

from ..outcome import Refusal, WorldError
from ..secrets import Secrets
from .dialogs import Dialogs, look_at

SCRIPT = Path(__file__).with_name("clipboard.js")
BINDING = "__guiwright_clipboard"
KEEPER_DEADLINE = 10.0  # seconds that the browser may take to give its clipboard out or to take something in
STROKE_DEADLINE = 5.0  # seconds that a page may hold the browser's clipboard; one that hangs must not stop the others
TEXT = "text/plain"
UNCHANGED = {"application/x-guiwright": "unchanged"}  # what no page copies
PUT = """content => {
  document.addEventListener("copy", (event) => {
    event.preventDefault();
    for (const [type, text] of Object.entries(content)) event.clipboardData.setData(type, text);
  }, { once: true });
  document.execCommand("copy");
}"""
LISTEN = """() => document.addEventListener("paste", ({ clipboardData }) => {
  window.pasted = Object.fromEntries([...clipboardData.types].map((type) => [type, clipboardData.getData(type)]));
})"""
PASTE = {"type": "rawKeyDown", "key": "v", "commands": ["paste"]}

Content = dict[str, str]
"""Text by MIME type; empty when nothing was copied."""


class BrowserClipboard:
    """The clipboard of a browser, reached through a page of its own that is opened when it is first needed.

    Attributes:
        turn: Held by the environment whose content is in it.
    """

    def __init__(self, browser: Browser) -> None:
        self.turn = asyncio.Lock()
        self._browser = browser
        self._keeper: tuple[Page, CDPSession] | None = None

    async def put(self, content: Content) -> None:
        """Replaces what is in it.

        Raises:
            WorldError: If the browser does not answer.
        """
        async with self._patience():
            page, _ = await self._opened()
            await page.evaluate(PUT, content or {TEXT: ""})

    async def take(self) -> Content:
        """What is in it; raises as `put`."""
        async with self._patience():
            page, session = await self._opened()
            await session.send("Input.dispatchKeyEvent", PASTE)
            return dict(await page.evaluate("window.pasted"))

    async def _opened(self) -> tuple[Page, CDPSession]:
        if self._keeper is None:
            page = await self._browser.new_page()
            page.on("close", self._forget)
            page.on("crash", self._forget)
            await page.evaluate(LISTEN)
            self._keeper = page, await page.context.new_cdp_session(page)
        return self._keeper

    def _forget(self, page: Page) -> None:
        """The next who needs a page opens another."""
        if self._keeper is not None and self._keeper[0] is page:
            self._keeper = None

    @asynccontextmanager
    async def _patience(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(KEEPER_DEADLINE):
                yield
        except (Error, TimeoutError) as error:
            raise WorldError(f"the browser's clipboard does not answer: {error}") from error


class OwnClipboard:
    """The clipboard of one environment.

    Args:
        browsers: The clipboard of its browser.
        dialogs: Of its pages; one that opens stops the keys that were struck.
        readable: Whether pages may read it by script.
        secrets: What is not pasted where it must not be typed.
        goes_to: Gives the address of the document that keys go to; "" when nobody knows.
    """

    def __init__(
        self,
        browsers: BrowserClipboard,
        dialogs: Dialogs,
        *,
        readable: bool,
        secrets: Secrets,
        goes_to: Callable[[], Awaitable[str]],
    ) -> None:
        self._browsers, self._dialogs, self._readable = browsers, dialogs, readable
        self._secrets, self._goes_to = secrets, goes_to
        self._content: Content = {}

    async def join(self, context: BrowserContext) -> None:
        """Gives it to the scripts of all pages to come."""
        await context.expose_binding(BINDING, self._asked)
        await context.add_init_script(path=SCRIPT)

    @property
    def text(self) -> str:
        """Its plain text."""
        return self._content.get(TEXT, "")

    @text.setter
    def text(self, text: str) -> None:
        self._content = {TEXT: text} if text else {}

    async def serve(self, held: Collection[str], keys: Collection[str], stroke: Coroutine[Any, Any, None]) -> None:
        """Lets keys be struck, with this clipboard in the browser if they use one.

        Args:
            held: What is down before, in Playwright's names.
            keys: What is struck.
            stroke: Strikes them.

        Raises:
            Refusal: If they paste a secret where it must not be typed.
        """
        if any(_pastes(held, key) for key in keys):
            await self.paste(stroke)
        elif any(_copies(held, key) for key in keys):
            await self.lend(stroke)
        else:
            await stroke

    async def paste(self, stroke: Coroutine[Any, Any, None]) -> None:
        """Lets keys be struck that paste; raises as `serve`."""
        try:
            # To look where the focus is takes a moment that pasting anything else need not.
            if self._secrets.hide(self._whole) != self._whole:
                self._secrets.check(self._whole, await self._goes_to())
        except BaseException:
            stroke.close()
            raise
        await self.lend(stroke)

    async def lend(self, stroke: Coroutine[Any, Any, None]) -> None:
        """Lets keys be struck that use a clipboard."""
        task: asyncio.Future[None] | None = None
        try:
            async with self._browsers.turn:
                lent = self._content
                await self._browsers.put(lent)
                task = asyncio.ensure_future(stroke)
                task.add_done_callback(look_at)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(STROKE_DEADLINE):
                        await self._dialogs.ending(_end_of(task))
                if task.done():
                    taken = await self._browsers.take()
                    if taken != lent:
                        self._content = taken
            await task
        finally:
            if task is None:
                stroke.close()
            else:
                task.cancel()

    async def copy(self, stroke: Coroutine[Any, Any, None]) -> bool:
        """Lets keys be struck that copy; False when nothing was copied, and what there was stays."""
        before, self._content = self._content, UNCHANGED
        try:
            await self.lend(stroke)
        finally:
            copied = self._content is not UNCHANGED
            if not copied:
                self._content = before
        return copied

    @property
    def _whole(self) -> str:
        """Its text in all forms."""
        return "\n".join(self._content.values())

    def _asked(self, source: dict[str, Any], content: object) -> Content | None:
        """A page copied something, or wants to read when it gives None."""
        if content is None:
            return self._content if self._readable and self._may_go_to(source["frame"].url) else {}
        if isinstance(content, dict) and all(isinstance(part, str) for pair in content.items() for part in pair):
            self._content = content
        return None

    def _may_go_to(self, url: str) -> bool:
        try:
            self._secrets.check(self._whole, url)
        except Refusal:
            return False
        return True


def _pastes(held: Collection[str], key: str) -> bool:
    return (_commands(held) and key.lower() == "v") or ("Shift" in held and key == "Insert")


def _copies(held: Collection[str], key: str) -> bool:
    return (_commands(held) and key.lower() in ("c", "x", "insert")) or ("Shift" in held and key == "Delete")


def _commands(held: Collection[str]) -> bool:
    return "Control" in held or "Meta" in held


async def _end_of(task: asyncio.Future[None]) -> None:
    """Waits without ending what it waits for."""
    await asyncio.wait({task})
