"""The event loop that all web environments of a process share, on a thread of its own.

Playwright's asynchronous API lives there, so that environments work in a script, inside a running event loop and
from any thread. A forked process starts its own.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from ..deadline import within

T = TypeVar("T")


class LoopThread:
    """An asyncio event loop on a daemon thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="guiwright-web", daemon=True)
        self._thread.start()

    def run(self, part: Coroutine[Any, Any, T], seconds: float | None = None) -> T:
        """Runs a coroutine on the loop and waits for it.

        Raises:
            WorldError: If it takes longer than `seconds`; None waits for ever.
        """
        if threading.current_thread() is self._thread:
            part.close()
            raise RuntimeError("an environment was called from its own event loop; use await on its parts instead")
        future = asyncio.run_coroutine_threadsafe(within(part, seconds), self._loop)
        return _result(future)

    def stop(self) -> None:
        """Ends the loop and its thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def _result(future: Future[T]) -> T:
    try:
        return future.result()
    except KeyboardInterrupt:
        future.cancel()
        raise


_current: LoopThread | None = None
_lock = threading.Lock()
_inherited: list[LoopThread | None] = []


def loop_thread() -> LoopThread:
    """The loop of this process; made when it is first asked for."""
    global _current
    with _lock:
        if _current is None:
            _current = LoopThread()
        return _current


def _forget_after_fork() -> None:
    """The parent's loop has no thread here; it is kept, because collecting it would end the parent's browser."""
    global _current, _lock
    _lock = threading.Lock()
    _inherited.append(_current)
    _current = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_after_fork)
