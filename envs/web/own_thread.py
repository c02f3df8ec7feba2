"""A thread for each piece of foreign work that may wait for long: no pool that others wait in, none to wait for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


async def in_own_thread(function: Callable[..., T], *arguments: Any) -> T:
    """Calls a function in a new thread, which ends with it.

    Who is cancelled no longer waits; the thread goes on, and ends with the program at the latest. A pool would let
    the work of one environment wait for that of others.

    Args:
        function: What it raises is raised here; a `StopIteration` as `RuntimeError`.
        arguments: By position.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[tuple[T | None, BaseException | None]] = loop.create_future()

    def tell(value: T | None, error: BaseException | None) -> None:
        if not ended.done():  # nobody waits any more when it was cancelled
            ended.set_result((value, error))

    def work() -> None:
        value, error = None, None
        try:
            value = function(*arguments)
        except BaseException as raised:  # whatever it is, it belongs to who waits
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop has been closed
            loop.call_soon_threadsafe(tell, value, error)

    threading.Thread(target=work, name="guiwright-work", daemon=True).start()
    value, error = await ended
    if error is not None:
        raise error
    return cast(T, value)
