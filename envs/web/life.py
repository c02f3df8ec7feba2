"""Whether the browser is there: everything that waits for it hears at once when it is not, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from playwright.async_api import Browser

from ..outcome import WorldError
from .answers import AnswerLost, answer_of
from .processes import Watched

T = TypeVar("T")
NEWS = 0.3  # seconds that the news of an end may come after an error that it caused
BROWSER_DIED = "the browser died"
DRIVER_DIED = "the browser's driver, Playwright's Node.js, died"


class PageDied(WorldError):
    """The process of the tab that is looked at is gone, and the browser is not."""

    def __init__(self) -> None:
        super().__init__("the page's process died: it was killed, or wanted more memory than it may have")


class Life:
    """Of a browser, and of what it cannot do without.

    Args:
        browser: That runs.
        driver: Between the browser and us; None where nobody can tell.

    Attributes:
        reason: What ended it; "" while it lasts.
    """

    def __init__(self, browser: Browser, driver: Watched | None) -> None:
        self._end: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.reason = ""
        browser.on("disconnected", lambda _: self._ended(BROWSER_DIED))
        if driver is not None:
            driver.ended.add_done_callback(lambda _: self._ended(DRIVER_DIED))
        if not browser.is_connected():
            self._ended(BROWSER_DIED)

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._end.done()

    def when_over(self, tell: Callable[[], None]) -> None:
        """Tells of the end, when it comes."""
        self._end.add_done_callback(lambda _: tell())

    async def is_over_soon(self) -> bool:
        """As `is_over`, after an event that the end may have caused, and whose own news may be on its way."""
        await asyncio.wait({self._end}, timeout=NEWS)
        return self.is_over

    @contextmanager
    def ending(self, limit: asyncio.Timeout) -> Iterator[None]:
        """When the life ends within its block, so does the time that the block may take."""

        def end(_: asyncio.Future[None]) -> None:
            if not limit.expired():
                limit.reschedule(asyncio.get_running_loop().time())

        self._end.add_done_callback(end)
        try:
            yield
        finally:
            self._end.remove_done_callback(end)

    async def lasting(self, part: Coroutine[Any, Any, T]) -> T:
        """Awaits what needs the browser.

        Raises:
            WorldError: What ended the life, as soon as it ends; else whatever the part raises.
        """
        try:
            return await answer_of(part, self._end, 0.0)
        except AnswerLost as error:
            raise WorldError(self.reason) from error
        except PageDied:
            raise
        except WorldError as error:
            await self.is_over_soon()
            raise WorldError(self.reason or str(error)) from error

    def _ended(self, reason: str) -> None:
        if not self._end.done():
            self.reason = reason
            self._end.set_result(None)
