"""Three ways to let half a second of a page's time pass with every step, on MiniWoB pages, twice with the same actions.

    python benchmarks/virtual_time.py [--tasks 20] [--episodes 2] [--steps 6]

- `script`: ours (envs/web/clock.js): timers, frames, animations and `Date` of the page are moved by a script.
- `browser, paused`: CDP `Emulation.setVirtualTimePolicy`, policy `pause` between steps; input is sent while time stands
  still, then a budget of 500 ms is granted.
- `browser, together`: the same, but every input comes with a budget of 16 ms of its own, and the rest of the 500 ms
  follows; what is not answered within 50 ms gets 16 ms more, up to ten times.

Then, for the browser's clock: movements of the mouse one after another, with no time between.

Told are the inputs and pictures that were not answered within a second, the pictures that differ between the first and
the second time, and the milliseconds of a step that was answered. Why it matters: docs/adr/0005-virtual-clock.md.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import os
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from guiwright.envs.miniwob.tasks import HEIGHT, TASKS, WIDTH, task_url
from guiwright.envs.web.browser import ARGUMENTS
from guiwright.envs.web.clock import SCRIPT, STEP
from guiwright.envs.web.discovery import find_browser
from guiwright.envs.web.screen import CAPTURE
from guiwright.envs.web.world import WATCH

UNANSWERED = 1.0  # seconds
MOVES = 20
START = "seed => { core.EPISODE_MAX_TIME = 2147483647; Math.seedrandom(seed); core.startEpisodeReal(); }"
Event = dict[str, Any]


@dataclass
class Count:
    """What one way came to."""

    inputs: int = 0
    lost_inputs: int = 0
    pictures: int = 0
    lost_pictures: int = 0
    unequal: int = 0
    seconds: list[float] = field(default_factory=list)


class World:
    """A page of a task whose time is moved in one of the three ways."""

    def __init__(self, way: str, page: Page, session: CDPSession, count: Count) -> None:
        self.way, self.page, self.session, self.count = way, page, session, count
        self.expired: asyncio.Queue[None] = asyncio.Queue()
        session.on("Emulation.virtualTimeBudgetExpired", lambda _: self.expired.put_nowait(None))

    async def advance(self, milliseconds: float) -> None:
        """Moves the page's time."""
        if self.way == "script":
            await self.page.evaluate("span => __guiwrightClock.advance(span, 250)", milliseconds)
            return
        policy = {"policy": "pauseIfNetworkFetchesPending", "budget": milliseconds}
        await self.session.send("Emulation.setVirtualTimePolicy", policy)
        await self.expired.get()

    async def act(self, events: list[Event]) -> float:
        """Sends events; gives how much of the step's time has passed, ms."""
        sent = asyncio.gather(*(self.session.send("Input.dispatchMouseEvent", event) for event in events))
        self.count.inputs += 1
        spent = 0.0
        if self.way == "browser, together":
            while spent < 160 and not sent.done():
                await self.advance(16)
                spent += 16
                await asyncio.wait({sent}, timeout=0.05)
        try:
            await asyncio.wait_for(asyncio.shield(sent), UNANSWERED)
        except TimeoutError:
            self.count.lost_inputs += 1
            sent.cancel()
        return spent

    async def look(self) -> str:
        """The hash of what is seen; "" when there is no answer."""
        self.count.pictures += 1
        with contextlib.suppress(TimeoutError):
            answer = await asyncio.wait_for(self.session.send("Page.captureScreenshot", CAPTURE), UNANSWERED)
            return hashlib.sha256(answer["data"].encode()).hexdigest()
        self.count.lost_pictures += 1
        return ""


def some_events(dice: random.Random) -> list[Event]:
    """A click, a move or a drag, at random."""
    x, y = dice.randrange(WIDTH), dice.randrange(50, HEIGHT)
    move = {"type": "mouseMoved", "x": x, "y": y}
    press = {"type": "mousePressed", "x": x, "y": y, "button": "left", "clickCount": 1}
    release = {**press, "type": "mouseReleased"}
    kind = dice.choice(["click", "click", "move", "drag"])
    if kind == "move":
        return [move]
    if kind == "click":
        return [move, press, release]
    there = {"x": dice.randrange(WIDTH), "y": dice.randrange(50, HEIGHT)}
    return [move, press, {**move, **there, "button": "left"}, {**release, **there}]


async def play(browser: Browser, way: str, task: str, seed: int, steps: int, count: Count) -> list[str]:
    """One episode in a fresh context; gives the hash of every picture, "" where there was none."""
    context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, timezone_id="UTC")
    if way == "script":
        for script in (WATCH, SCRIPT):
            await context.add_init_script(path=script)
    try:
        page = await context.new_page()
        world = World(way, page, await context.new_cdp_session(page), count)
        await page.goto(task_url(task))
        if way != "script":
            pause = {"policy": "pause", "initialVirtualTime": 1736942400}
            await world.session.send("Emulation.setVirtualTimePolicy", pause)
        await page.evaluate(START, seed)
        await asyncio.wait_for(world.advance(1000 * STEP), 10)
        dice, pictures = random.Random(f"{task} {seed}"), [await world.look()]
        for _ in range(steps):
            begun = time.perf_counter()
            spent = await world.act(some_events(dice))
            await asyncio.wait_for(world.advance(1000 * STEP - spent), 10)
            pictures.append(await world.look())
            if time.perf_counter() - begun < UNANSWERED:
                count.seconds.append(time.perf_counter() - begun)
        return pictures
    finally:
        await context.close()


async def compare(way: str, tasks: list[str], episodes: int, steps: int) -> Count:
    """Plays every episode twice."""
    count = Count()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(playwright), args=list(ARGUMENTS))
        for task in tasks:
            for seed in range(episodes):
                first = await _or_nothing(play(browser, way, task, seed, steps, count))
                second = await _or_nothing(play(browser, way, task, seed, steps, count))
                count.unequal += sum(one != other for one, other in zip(first, second, strict=False) if one and other)
        await browser.close()
    return count


async def moves_in_a_row(number: int) -> int:
    """How many of so many movements are answered within a second while the browser's clock stands still."""
    answered = 0
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(playwright), args=list(ARGUMENTS))
        context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
        page = await context.new_page()
        await page.goto(task_url("click-test"))
        session = await context.new_cdp_session(page)
        await session.send("Emulation.setVirtualTimePolicy", {"policy": "pause"})
        for x in range(number):
            move = session.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": 100})
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(move, UNANSWERED)
                answered += 1
        await browser.close()
    return answered


async def _or_nothing(episode: Awaitable[list[str]]) -> list[str]:
    try:
        return await episode
    except TimeoutError:
        return []


def main() -> None:
    """Runs the comparison and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=20, help="every so-manieth task, so that there are N of them")
    parser.add_argument("--episodes", type=int, default=2)
    parser.add_argument("--steps", type=int, default=6)
    arguments = parser.parse_args()
    tasks = list(TASKS[:: max(1, len(TASKS) // arguments.tasks)])
    ways: dict[str, Callable[[], Awaitable[Count]]] = {
        way: lambda way=way: compare(way, tasks, arguments.episodes, arguments.steps)  # type: ignore[misc]
        for way in ("script", "browser, paused", "browser, together")
    }
    print(
        f"{len(tasks)} tasks, {arguments.episodes} episodes of {arguments.steps} steps, load {os.getloadavg()[0]:.1f}"
    )
    print(f"{'':18} {'inputs':>7} {'lost':>5} {'pictures':>9} {'lost':>5} {'unequal':>8} {'ms/step':>8}")
    for name, way in ways.items():
        count = asyncio.run(way())  # type: ignore[arg-type]
        print(
            f"{name:18} {count.inputs:7} {count.lost_inputs:5} {count.pictures:9} {count.lost_pictures:5} "
            f"{count.unequal:8} {1000 * statistics.median(count.seconds):8.1f}",
            flush=True,
        )
    print(f"moves in a row, no time between: {asyncio.run(moves_in_a_row(MOVES))} of {MOVES} answered")


if __name__ == "__main__":
    main()
