"""The mouse: positions in fractions of the screen, real input events in CSS pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from playwright.async_api import Page

from ...actions.geometry import from_px, to_px
from ...actions.schema import Button, Click, Drag, LongPress, Point, Scroll, Swipe, Target
from ...actions.scrolling import SCROLL_UNITS, VECTORS
from ..outcome import Refusal
from .keyboard import Keyboard, Pause

LONG_PRESS = 1.0  # seconds, when the action does not say
MOVES_PER_LEG = 5  # of a drag: draggable widgets ignore a pointer that jumps
PhysicalButton = Literal["left", "right", "middle"]


class Pointer:
    """One mouse for all tabs of an environment.

    Args:
        size: Width and height of the view, CSS pixels.
        keyboard: Holds the modifiers of clicks.
        pause: Lets time of the page pass, seconds.
    """

    def __init__(self, size: tuple[int, int], keyboard: Keyboard, pause: Pause) -> None:
        self.size, self._pause = size, pause
        self.at: tuple[int, int] = (0, 0)
        self.held: set[Button] = set()
        self._keyboard = keyboard

    def css(self, point: Point) -> tuple[int, int]:
        """The CSS pixel of a point of the screen."""
        return to_px(point[0], self.size[0]), to_px(point[1], self.size[1])

    @property
    def position(self) -> Point:
        """Where the pointer is, in fractions of the screen."""
        return from_px(self.at[0], self.size[0]), from_px(self.at[1], self.size[1])

    def put(self, target: Target | None) -> tuple[int, int]:
        """Where a target is, CSS pixels; the pointer is there from now on. None: where it is."""
        if target is not None:
            self.at = self.css(point_of(target))
        return self.at

    def finger_path(self, action: Swipe) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where the finger of a swipe begins and ends, CSS pixels."""
        start, (dx, dy) = self._finger(action)
        x, y = self.at = self.css(start)
        end = (x + dx * self.size[0], y + dy * self.size[1])
        return (x, y), (min(max(end[0], 0.0), self.size[0] - 1.0), min(max(end[1], 0.0), self.size[1] - 1.0))

    async def move(self, page: Page, target: Target | None, steps: int = 1) -> None:
        """Moves to a target; None stays."""
        if target is not None:
            self.put(target)
            await page.mouse.move(*self.at, steps=steps)

    async def click(self, page: Page, action: Click) -> None:
        """Clicks once or several times, with modifiers held."""
        button = _physical(action.button)
        self.put(action.target)
        async with self._keyboard.holding(page, action.modifiers):
            await page.mouse.click(*self.at, button=button, click_count=action.clicks)

    async def press(self, page: Page, target: Target | None, button: Button) -> None:
        """Presses a button and keeps it down."""
        await self.move(page, target)
        await page.mouse.down(button=_physical(button))
        self.held.add(button)

    async def release(self, page: Page, target: Target | None, button: Button) -> None:
        """Releases a button."""
        await self.move(page, target)
        await page.mouse.up(button=_physical(button))
        self.held.discard(button)

    async def release_all(self, page: Page) -> None:
        """Releases whatever is held."""
        for button in sorted(self.held):
            await page.mouse.up(button=_physical(button))
        self.held.clear()

    async def go_home(self, page: Page) -> None:
        """Moves to the corner, so that nothing of a new page is hovered because of an old one."""
        if self.at != (0, 0):
            await self._go(page, (0, 0), 1)

    async def long_press(self, page: Page, action: LongPress) -> None:
        """Presses, waits, releases."""
        await self.press(page, action.target, "left")
        await self._pause(LONG_PRESS if action.duration is None else action.duration)
        await self.release(page, None, "left")

    async def drag(self, page: Page, action: Drag) -> None:
        """Presses at the first point, passes the others, releases at the last."""
        points = [self.at if target is None else self.css(point_of(target)) for target in action.path]
        pause = (action.duration or 0.0) / (len(points) - 1)
        await self._go(page, points[0], 1)
        await page.mouse.down(button=_physical(action.button))
        try:
            for point in points[1:]:
                await self._go(page, point, _steps(self.at, point))
                await self._pause(pause)
        finally:
            await page.mouse.up(button=_physical(action.button))

    async def scroll(self, page: Page, action: Scroll) -> None:
        """Turns the wheel at a target or where the pointer is."""
        await self.move(page, action.target)
        x, y = VECTORS[action.direction]
        pixels = self._wheel_pixels(action)
        async with self._keyboard.holding(page, action.modifiers):
            await page.mouse.wheel(x * pixels, y * pixels)

    async def swipe(self, page: Page, action: Swipe) -> None:
        """Turns the wheel by as much as the finger would move the content."""
        start, (dx, dy) = self._finger(action)
        await self._go(page, self.css(start), 1)
        await page.mouse.wheel(-dx * self.size[0], -dy * self.size[1])

    async def _go(self, page: Page, css: tuple[int, int], steps: int) -> None:
        self.at = css
        await page.mouse.move(*css, steps=steps)

    def _wheel_pixels(self, action: Scroll) -> float:
        side = self.size[0] if action.direction in ("left", "right") else self.size[1]
        return SCROLL_UNITS.to_px(action.amount, action.unit, side)

    def _finger(self, action: Swipe) -> tuple[Point, tuple[float, float]]:
        """Start and movement of the finger, fractions of the screen."""
        left, top, right, bottom = action.region or (0.0, 0.0, 1.0, 1.0)
        start = point_of(action.start) if action.start else ((left + right) / 2, (top + bottom) / 2)
        if action.end is not None:
            end = point_of(action.end)
            return start, (end[0] - start[0], end[1] - start[1])
        x, y = VECTORS[action.direction or "up"]
        reach = SCROLL_UNITS.default_pages if action.distance is None else action.distance
        return start, (x * reach * (right - left), y * reach * (bottom - top))


def point_of(target: Target) -> Point:
    """Where a target is.

    Raises:
        Refusal: If only a reference to an element says so, because this environment gives out none.
    """
    if target.ref is not None:
        raise Refusal(f"unknown element {target.ref!r}: this environment gives no element references, use a point")
    position = target.position
    if position is None:
        raise Refusal("the target has neither a point nor a box")
    return position


def _steps(start: Sequence[int], end: Sequence[int]) -> int:
    return max(1, min(MOVES_PER_LEG, int(math.dist(start, end))))


def _physical(button: Button) -> PhysicalButton:
    if button == "back" or button == "forward":
        raise Refusal(f"the {button} button of the mouse cannot be held on web; use go_{button}")
    return button
