"""Processes of the browser: when they end, and how much memory its pages may take. Linux tells; others tell nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from pathlib import Path

from playwright.async_api import Browser, Error

PROCFS = Path("/proc")
QUESTION_DEADLINE = 5.0  # seconds that a browser may take to name its processes
# Chromium makes its processes by copying one that it starts early: those of pages from the first, the compositor (one
# for all pages; started anew when it crashes) from another.
ZYGOTE, OTHER_ZYGOTE = b"--type=zygote", b"--no-zygote-sandbox"


class Watched:
    """A process that may end at any time.

    Args:
        process: Its number.

    Attributes:
        ended: Done when it has ended. Where the system gives no handle for a process, it never is.
    """

    def __init__(self, process: int) -> None:
        self._loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[None] = self._loop.create_future()
        self._handle: int | None = None
        try:
            self._handle = os.pidfd_open(process)
        except ProcessLookupError:
            self.ended.set_result(None)
        except (AttributeError, OSError):  # no such call, or not in this sandbox
            return
        else:
            self._loop.add_reader(self._handle, self._has_ended)

    async def kill(self, seconds: float) -> None:
        """Kills it unless it ends by itself within a time, and waits until it has ended."""
        if self._handle is None:
            return
        await asyncio.wait({self.ended}, timeout=seconds)
        if not self.ended.done():
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            await self.ended
        self.release()

    def release(self) -> None:
        """Stops watching it."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            self._loop.remove_reader(handle)
            os.close(handle)

    def _has_ended(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)
        if self._handle is not None:
            self._loop.remove_reader(self._handle)


async def process_of(browser: Browser) -> int | None:
    """The number of a browser's main process, if it tells."""
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(QUESTION_DEADLINE):
            session = await browser.new_browser_cdp_session()
            processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
            await session.detach()
            return next((int(process["id"]) for process in processes if process["type"] == "browser"), None)
    return None


def child_above(process: int) -> int | None:
    """The child of this process that a process comes from: the driver that started a browser, itself or by a script."""
    parent = _parent_of(process)
    while parent is not None and parent != os.getpid():
        process, parent = parent, _parent_of(parent)
    return None if parent is None else process


def limit_pages(browser: int, mebibytes: int) -> None:
    """Limits the memory of every page's process of a browser; what asks for more crashes, and nothing else does.

    The kernel holds the limit (private memory, RLIMIT_DATA), so that no page outruns it; pages' processes inherit it
    from the one that they are copies of.
    """
    try:
        from resource import RLIMIT_DATA, prlimit
    except ImportError:
        return
    size = mebibytes * 2**20
    for process in _children_of(browser):
        with contextlib.suppress(OSError):  # it may have ended; or the limit that we have ourselves is lower
            line = (PROCFS / str(process) / "cmdline").read_bytes()
            if ZYGOTE in line and OTHER_ZYGOTE not in line:
                prlimit(process, RLIMIT_DATA, (size, size))


def _parent_of(process: int) -> int | None:
    try:
        stat = (PROCFS / str(process) / "stat").read_text(errors="replace")
    except OSError:
        return None
    parent = int(stat.rpartition(")")[2].split()[1])
    return parent or None


def _children_of(process: int) -> list[int]:
    return [int(found.name) for found in PROCFS.glob("[0-9]*") if _parent_of(int(found.name)) == process]
