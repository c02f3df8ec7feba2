"""One browser per process, shared by its environments; the last one that leaves ends it."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright

from ...actions.errors import MissingPartError
from ..outcome import WorldError
from .clipboard import BrowserClipboard
from .discovery import find_browser
from .life import Life
from .loop import loop_thread
from .processes import Watched, child_above, limit_pages, process_of
from .scratch import Scratch

CLOSE_DEADLINE = 5.0  # seconds that a browser may take to close before it is killed
END_DEADLINE = 2.0  # seconds that its process may take to end after that
CONTEXT_DEADLINE = 15.0  # seconds that a browser may take to give a context before a new one is started
LAUNCH_DEADLINE = 30_000.0  # milliseconds that a browser may take to start
ARGUMENTS = (
    # What is painted over a part of an old picture comes out a shade lighter at round corners, so that the same page
    # had other pixels when an icon came late.
    "--disable-partial-raster",
    "--disable-frame-rate-limit",
    "--disable-gpu-vsync",
    # A frame that crosses no border between processes takes two thirds of the time, and when what draws all pages dies,
    # every page is lost anyway.
    "--in-process-gpu",
    "--disable-smooth-scrolling",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    # No way past the fence of a context: without one there is no network at all, names are resolved by the fence only,
    # and what has no proxy (WebRTC, QUIC) stays inside.
    "--proxy-server=http://fence.invalid:1",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--metrics-recording-only",
    "--force-color-profile=srgb",
    # A middle click would paste what was marked last, in whatever environment.
    "--blink-settings=middleClickPasteAllowed=false",
)


@dataclass(frozen=True)
class BrowserKind:
    """What tells shared browsers apart.

    Attributes:
        headless: Without a window.
        devtools_port: Port of this machine at which other programs reach the browser; None: no other does.
        page_memory: MiB that the process of a page may take.
    """

    headless: bool = True
    devtools_port: int | None = None
    page_memory: int = 2048

    @property
    def arguments(self) -> list[str]:
        """What the browser is started with."""
        port = [] if self.devtools_port is None else [f"--remote-debugging-port={self.devtools_port}"]
        return [*ARGUMENTS, f"--js-flags=--max-old-space-size={self.page_memory}", *port]


@dataclass
class SharedBrowser:
    """A running browser, who uses it, its clipboard, and its main process where the system tells."""

    kind: BrowserKind
    browser: Browser
    life: Life
    process: Watched | None
    clipboard: BrowserClipboard
    users: set[int] = field(default_factory=set)

    async def end(self) -> None:
        """Ends it, in whatever state it is."""
        await _close(self.browser)
        if self.process is not None:
            await self.process.kill(END_DEADLINE)


@dataclass(frozen=True)
class Seat:
    """A context, the life that it depends on, and the clipboard that it shares."""

    context: BrowserContext
    life: Life
    clipboard: BrowserClipboard


class Browsers:
    """The browsers of this process. All methods run on the loop of the process."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._driver: Watched | None = None
        self._scratch = Scratch()
        self._running: dict[BrowserKind, SharedBrowser] = {}
        self._lock = asyncio.Lock()

    async def context(self, user: int, kind: BrowserKind, **settings: Any) -> Seat:
        """A new context in the shared browser; starts the browser, or a new one when the old one is gone.

        Args:
            user: Who keeps the browser alive until `leave`.
            kind: Which browser.
            settings: For Playwright's `new_context`.

        Raises:
            WorldError: If the browser does not start or dies at once.
            MissingPartError: If there is none.
        """
        shared = await self._seated(user, kind)
        try:
            async with asyncio.timeout(CONTEXT_DEADLINE):
                context = await shared.life.lasting(shared.browser.new_context(**settings))
                return Seat(context, shared.life, shared.clipboard)
        except TimeoutError as error:
            await self._give_up(shared)
            raise WorldError("the browser gave no context: no answer") from error
        except Error as error:
            raise WorldError(f"the browser gave no context: {error.message}") from error

    async def leave(self, user: int) -> None:
        """Ends the browsers that nobody uses any more, and with the last one Playwright itself."""
        async with self._lock:
            for kind, shared in list(self._running.items()):
                shared.users.discard(user)
                if not shared.users:
                    del self._running[kind]
                    await shared.end()
            if not self._running:
                await self._stop()

    async def end(self) -> None:
        """Ends everything."""
        for user in {user for shared in self._running.values() for user in shared.users}:
            await self.leave(user)

    async def _give_up(self, shared: SharedBrowser) -> None:
        """Ends a browser that does not work; the next `context` of its users starts another."""
        async with self._lock:
            # Another environment may have started a new one meanwhile, which works.
            if self._running.get(shared.kind) is shared:
                await shared.end()

    async def _seated(self, user: int, kind: BrowserKind) -> SharedBrowser:
        """The browser of a kind, started if need be, with one more user."""
        async with self._lock:
            shared = self._running.get(kind)
            if shared is None or shared.life.is_over:
                try:
                    shared = await self._started(kind, shared)
                except Error as error:
                    # The driver may have died while it started the browser: without another one nobody would notice.
                    if all(other.life.is_over for other in self._running.values()):
                        await self._stop()
                    raise WorldError(f"the browser does not start: {error.message}") from error
            shared.users.add(user)
            return shared

    async def _started(self, kind: BrowserKind, before: SharedBrowser | None) -> SharedBrowser:
        """A new browser, with the users of the one before."""
        if before is not None:
            await before.end()
        if self._driver is not None and self._driver.ended.done():
            await self._stop()
        browser = await self._launch(kind)
        number = await process_of(browser)
        if number is not None:
            limit_pages(number, kind.page_memory)
            driver = child_above(number)
            if self._driver is None and driver is not None:
                self._driver = Watched(driver)
        process = None if number is None else Watched(number)
        users = set() if before is None else before.users
        life, clipboard = Life(browser, self._driver), BrowserClipboard(browser)
        self._running[kind] = SharedBrowser(kind, browser, life, process, clipboard, users)
        return self._running[kind]

    async def _launch(self, kind: BrowserKind) -> Browser:
        if self._playwright is None:
            await self._scratch.open()
            with self._scratch.as_temporary():
                self._playwright = await _start_playwright()
        path = find_browser(self._playwright, headless=kind.headless)
        # Chromium refuses to sandbox for root; everybody else keeps the sandbox.
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        return await self._playwright.chromium.launch(
            executable_path=path,
            headless=kind.headless,
            chromium_sandbox=not as_root,
            args=kind.arguments,
            timeout=LAUNCH_DEADLINE,
        )

    async def _stop(self) -> None:
        playwright, self._playwright = self._playwright, None
        driver, self._driver = self._driver, None
        if playwright is not None:
            with contextlib.suppress(Error, TimeoutError):
                async with asyncio.timeout(CLOSE_DEADLINE):
                    await playwright.stop()
        if driver is not None:
            await driver.kill(0.0)
        await self._scratch.close()


async def _start_playwright() -> Playwright:
    try:
        return await async_playwright().start()
    except Exception as error:  # Playwright itself raises no narrower class when its Node.js cannot run
        raise MissingPartError(
            f"Playwright's own Node.js does not start ({error}); on Debian `apt-get install libatomic1` gives it the "
            "library that it wants, elsewhere `pip install --force-reinstall playwright` brings it anew"
        ) from error


async def _close(browser: Browser) -> None:
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(CLOSE_DEADLINE):
            await browser.close()


_browsers: Browsers | None = None
_inherited: list[Browsers | None] = []


async def browsers() -> Browsers:
    """The browsers of this process."""
    global _browsers
    if _browsers is None:
        _browsers = Browsers()
    return _browsers


def _forget_after_fork() -> None:
    global _browsers
    _inherited.append(_browsers)  # kept: collecting it would end the parent's browser
    _browsers = None


def _end_at_exit() -> None:
    if _browsers is not None:
        with contextlib.suppress(WorldError):
            loop_thread().run(_browsers.end(), 2 * CLOSE_DEADLINE)


atexit.register(_end_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_after_fork)
