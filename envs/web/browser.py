"""One browser per process, shared by its environments; the last one that leaves ends it."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright

from ...actions.errors import MissingPartError
from ..outcome import WorldError
from .discovery import find_browser
from .loop import loop_thread

CLOSE_DEADLINE = 5.0  # seconds that a browser may take to go before it is left to its pipe
PROFILE_DEADLINE = 2.0  # seconds that a browser may take to say where its files are, and to leave them
POLL = 0.01  # seconds until a folder that could not be removed is tried again
CONTEXT_DEADLINE = 15.0  # seconds that a browser may take to give a context before a new one is started
ARGUMENTS = (
    # What is painted over a part of an old picture comes out a shade lighter at round corners, so that the same page
    # had other pixels when an icon came late.
    "--disable-partial-raster",
    "--disable-frame-rate-limit",
    "--disable-gpu-vsync",
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
)


@dataclass(frozen=True)
class BrowserKind:
    """What tells shared browsers apart.

    Attributes:
        headless: Without a window.
        devtools_port: Port of this machine at which other programs reach the browser; None: no other does.
    """

    headless: bool = True
    devtools_port: int | None = None

    @property
    def arguments(self) -> list[str]:
        """What the browser is started with."""
        port = [] if self.devtools_port is None else [f"--remote-debugging-port={self.devtools_port}"]
        return [*ARGUMENTS, *port]


@dataclass
class SharedBrowser:
    """A running browser and how many environments use it."""

    kind: BrowserKind
    browser: Browser
    users: set[int] = field(default_factory=set)


class Browsers:
    """The browsers of this process. All methods run on the loop of the process."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._running: dict[BrowserKind, SharedBrowser] = {}
        self._profiles: set[str] = set()
        self._lock = asyncio.Lock()

    async def context(self, user: int, kind: BrowserKind, **settings: Any) -> BrowserContext:
        """A new context in the shared browser; starts the browser, or a new one when the old one is gone.

        Args:
            user: Who keeps the browser alive until `leave`.
            kind: Which browser.
            settings: For Playwright's `new_context`.

        Raises:
            WorldError: If the browser does not start or dies at once.
            MissingPartError: If there is none.
        """
        shared = None
        try:
            async with self._lock:
                shared = await self._shared(kind)
                shared.users.add(user)
            async with asyncio.timeout(CONTEXT_DEADLINE):
                return await shared.browser.new_context(**settings)
        except (Error, TimeoutError) as error:
            await self._give_up(shared)
            raise WorldError(f"the browser gave no context: {error or 'no answer'}") from error

    async def leave(self, user: int) -> None:
        """Ends the browsers that nobody uses any more, and with the last one Playwright itself."""
        async with self._lock:
            for kind, shared in list(self._running.items()):
                shared.users.discard(user)
                if not shared.users:
                    del self._running[kind]
                    await _close(shared.browser)
            if not self._running:
                await self._stop()

    async def end(self) -> None:
        """Ends everything."""
        for user in {user for shared in self._running.values() for user in shared.users}:
            await self.leave(user)

    async def _give_up(self, shared: SharedBrowser | None) -> None:
        """Forgets a browser that does not work, and Playwright itself when no other browser needs it."""
        async with self._lock:
            if shared is not None:
                # Another environment may have started a new one meanwhile, which works.
                if self._running.get(shared.kind) is shared:
                    del self._running[shared.kind]
                await _close(shared.browser)
            if not self._running:
                await self._stop()

    async def _shared(self, kind: BrowserKind) -> SharedBrowser:
        shared = self._running.get(kind)
        if shared is None or not shared.browser.is_connected():
            users = shared.users if shared else set()
            shared = self._running[kind] = SharedBrowser(kind, await self._launch(kind), users)
        return shared

    async def _launch(self, kind: BrowserKind) -> Browser:
        if self._playwright is None:
            self._playwright = await _start_playwright()
        path = find_browser(self._playwright, headless=kind.headless)
        # Chromium refuses to sandbox for root; everybody else keeps the sandbox.
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        browser = await self._playwright.chromium.launch(
            executable_path=path, headless=kind.headless, chromium_sandbox=not as_root, args=kind.arguments
        )
        self._profiles |= await _profiles_of(browser)
        return browser

    async def _stop(self) -> None:
        if self._playwright is not None:
            playwright, self._playwright = self._playwright, None
            try:
                with contextlib.suppress(Error, TimeoutError):
                    async with asyncio.timeout(CLOSE_DEADLINE):
                        await playwright.stop()
            finally:
                # The driver removes them, unless a signal ended it first: Ctrl-C in a terminal reaches it too.
                while self._profiles:
                    await _remove(Path(self._profiles.pop()))


async def _start_playwright() -> Playwright:
    try:
        return await async_playwright().start()
    except Exception as error:  # Playwright itself raises no narrower class when its Node.js cannot run
        raise MissingPartError(
            f"Playwright's own Node.js does not start ({error}); on Debian `apt-get install libatomic1` gives it the "
            "library that it wants, elsewhere `pip install --force-reinstall playwright` brings it anew"
        ) from error


async def _profiles_of(browser: Browser) -> set[str]:
    """The folder that Playwright made for a browser's files, if the browser tells."""
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(PROFILE_DEADLINE):
            session = await browser.new_browser_cdp_session()
            line = (await session.send("SystemInfo.getInfo"))["commandLine"]
            await session.detach()
            return set(re.findall(r"--user-data-dir=\"?(\S*playwright_chromiumdev_profile-\w+)", line))
    return set()


async def _remove(profile: Path) -> None:
    """Removes a folder, into which a browser that is just ending may still write."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PROFILE_DEADLINE):
            while profile.exists():
                shutil.rmtree(profile, ignore_errors=True)
                await asyncio.sleep(POLL)


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
