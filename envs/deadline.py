"""Work that may take so long and no longer."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from .outcome import WorldError

T = TypeVar("T")


async def within(part: Coroutine[Any, Any, T], seconds: float | None) -> T:
    """Awaits a coroutine.

    Args:
        part: What to await; cancelled at the deadline.
        seconds: Until the deadline; None waits for ever.

    Raises:
        WorldError: If it takes longer. A `TimeoutError` that the coroutine raised itself is passed on as it is.
    """
    timeout = asyncio.timeout(seconds)
    try:
        async with timeout:
            return await part
    except TimeoutError as error:
        if timeout.expired():
            raise WorldError(f"no answer within {seconds:.1f} s") from error
        raise
