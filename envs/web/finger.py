"""The finger of a touch screen: real touch events."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from itertools import pairwise

from playwright.async_api import CDPSession

from ..outcome import Refusal
from .keyboard import Pause

LONG = 0.5  # seconds of a touch that opens the context menu
MOVES = 8  # of a swipe
FRAME = 0.016  # seconds of the page's time between two moves
SLOP = 15.0  # CSS pixels that a finger may move and still tap
STILL = 0.3  # seconds that the finger rests before it is lifted: what it moved is not thrown
CssPoint = tuple[float, float]


class Finger:
    """One finger.

    Args:
        pause: Lets time of the page pass, seconds.
    """

    def __init__(self, pause: Pause) -> None:
        self._pause = pause

    async def tap(self, session: CDPSession, at: CssPoint, times: int = 1) -> None:
        """Touches and lifts, once or several times."""
        for _ in range(times):
            await _touch(session, "touchStart", [at])
            await _touch(session, "touchEnd", [])

    async def press(self, session: CDPSession, at: CssPoint, seconds: float) -> None:
        """Touches, stays, lifts; after a long touch comes the context menu and no click.

        Chromium on this kind of machine knows no long touch, so the menu is asked for with the mouse, and the touch is
        cancelled, as a phone does when the menu opens.
        """
        end = "touchCancel" if seconds >= LONG else "touchEnd"
        await _touch(session, "touchStart", [at])
        try:
            await self._pause(seconds)
            if end == "touchCancel":
                right = {"x": at[0], "y": at[1], "button": "right", "clickCount": 1}
                for kind in ("mousePressed", "mouseReleased"):
                    await session.send("Input.dispatchMouseEvent", {"type": kind, **right})
        finally:
            await _touch(session, end, [])

    async def swipe(self, session: CDPSession, path: Sequence[CssPoint], seconds: float = 0.0) -> None:
        """Touches the first point, moves through the others, rests at the last, lifts.

        Raises:
            Refusal: If that would be a tap.
        """
        if max(math.dist(path[0], point) for point in path) <= SLOP:
            raise Refusal(f"a finger that moves no further than {SLOP:g} pixels taps: use click, or swipe further")
        now = time.time()
        await _touch(session, "touchStart", [path[0]], now)
        try:
            for start, end in pairwise(path):
                for step in range(1, MOVES + 1):
                    part = step / MOVES
                    now += FRAME
                    point = (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))
                    await _touch(session, "touchMove", [point], now)
                await self._pause(seconds / (len(path) - 1))
            now += STILL
            await _touch(session, "touchMove", [path[-1]], now)
        finally:
            await _touch(session, "touchEnd", [], now + FRAME)


async def _touch(session: CDPSession, kind: str, points: Sequence[CssPoint], at: float | None = None) -> None:
    values = {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
    await session.send("Input.dispatchTouchEvent", values if at is None else {**values, "timestamp": at})
