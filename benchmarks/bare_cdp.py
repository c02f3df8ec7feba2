"""The floor: what the browser itself takes for a step, asked over its own pipe with nothing between.

    python benchmarks/bare_cdp.py [--rounds 40] [--size 160x210 --size 1280x720] [--flag=--in-process-gpu] [--json FILE]

Starts Chromium with `--remote-debugging-pipe` and speaks the DevTools protocol to it, blocking, without asyncio and
without Playwright; asks the same of a page behind Playwright's `CDPSession`, which shows what its driver costs; and
once more of a browser that draws only when it is told (`--begin-frame`). Every line is one exchange: median and 95th
percentile of its milliseconds. The exchanges take turns, so that what else the machine does falls on all of them.
Nothing waits for rest. `still` captures a page that did not change, `changed` one whose background did.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from cdp_pipe import PipedBrowser, PipedPage, ProtocolError, Request
from PIL import Image
from playwright.async_api import async_playwright

from guiwright.envs.miniwob.tasks import task_url
from guiwright.envs.web.browser import ARGUMENTS
from guiwright.envs.web.discovery import find_browser

FORMATS: dict[str, dict[str, Any]] = {
    "png": {"format": "png"},
    "png fast": {"format": "png", "optimizeForSpeed": True},
    "jpeg 90": {"format": "jpeg", "quality": 90},
    "jpeg 90 fast": {"format": "jpeg", "quality": 90, "optimizeForSpeed": True},
    "webp 80": {"format": "webp", "quality": 80},
}
FAST = FORMATS["png fast"]
BEGIN_FRAME_FLAGS = ("--enable-begin-frame-control", "--run-all-compositor-stages-before-draw")
BLOCK = 5  # times in a row; the first is not counted, because it follows another exchange
Exchanges = dict[str, Callable[[], object]]


class PageUnderTest(Protocol):
    """What both ways to a page can do."""

    def ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """One question and its answer."""

    def ask_all(self, requests: Sequence[Request]) -> list[dict[str, Any]]:
        """Questions that are all sent before the first answer is read."""

    def load(self, method: str, parameters: dict[str, Any]) -> None:
        """Asks for another document and waits until it has loaded."""

    def close(self) -> None:
        """Ends the page."""


class PlaywrightPage:
    """The same questions through Playwright's `CDPSession`, on an event loop of its own."""

    def __init__(self, size: tuple[int, int], flags: Sequence[str]) -> None:
        self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(self._start(size, flags))

    async def _start(self, size: tuple[int, int], flags: Sequence[str]) -> None:
        self._playwright = await async_playwright().start()
        self._browser = await self._playwright.chromium.launch(executable_path=find_browser(), args=list(flags))
        context = await self._browser.new_context(viewport={"width": size[0], "height": size[1]})
        page = await context.new_page()
        self._session = await context.new_cdp_session(page)
        await self._session.send("Page.enable")

    def ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """One question and its answer."""
        return self._loop.run_until_complete(self._session.send(method, parameters))

    def ask_all(self, requests: Sequence[Request]) -> list[dict[str, Any]]:
        """Questions that are all sent before the first answer is read."""

        async def gathered() -> list[dict[str, Any]]:
            return list(await asyncio.gather(*(self._session.send(*request) for request in requests)))

        return self._loop.run_until_complete(gathered())

    def load(self, method: str, parameters: dict[str, Any]) -> None:
        """Asks for another document and waits until it has loaded."""

        async def loaded() -> None:
            load = self._loop.create_future()
            self._session.once("Page.loadEventFired", lambda event: load.set_result(event))
            await self._session.send(method, parameters)
            await load

        self._loop.run_until_complete(loaded())

    def close(self) -> None:
        """Ends page, browser and driver."""
        self._loop.run_until_complete(self._browser.close())
        self._loop.run_until_complete(self._playwright.stop())


def decoded(data: str) -> np.ndarray:
    """The pixels of a capture."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))


def evaluate(expression: str) -> Request:
    """The question for the value of an expression."""
    return "Runtime.evaluate", {"expression": expression, "returnByValue": True}


def clicks(x: int = 80, y: int = 150) -> list[Request]:
    """Press and release at a point, pixels; in the middle of the task when none is named."""
    place = {"x": x, "y": y, "button": "left", "clickCount": 1}
    return [("Input.dispatchMouseEvent", {"type": kind, **place}) for kind in ("mousePressed", "mouseReleased")]


def exchanges(page: PageUnderTest, url: str, capture: str) -> tuple[Exchanges, dict[str, str]]:
    """What is measured, by name, and where the last capture of each format will be."""
    seeds, captures = count(1), dict.fromkeys(FORMATS, "")

    def start() -> Request:
        return evaluate(f"Math.seedrandom({next(seeds)}); core.startEpisodeReal(); core.getUtterance()")

    def shot(settings: dict[str, Any]) -> Request:
        return (capture, {"screenshot": settings}) if "beginFrame" in capture else (capture, settings)

    def look(name: str, *, changed: bool) -> None:
        before = [evaluate(f"document.body.style.background = 'hsl({next(seeds) % 360} 50% 50%)'")] if changed else []
        answer = page.ask_all([*before, shot(FORMATS[name])])[-1]
        captures[name] = answer.get("data") or answer.get("screenshotData") or captures[name]

    def decode(name: str) -> None:
        decoded(captures[name])

    navigate = "Page.navigate", {"url": url}
    done = evaluate("WOB_DONE_GLOBAL")
    page.load(*navigate)
    page.ask(*start())
    found: Exchanges = {"round trip to the page": lambda: page.ask(*evaluate("1"))}
    for name in FORMATS:
        found[f"capture {name}, still"] = lambda name=name: look(name, changed=False)
        found[f"capture {name}, changed"] = lambda name=name: look(name, changed=True)
        found[f"decode {name}"] = lambda name=name: decode(name)
    found |= {
        "reset: seed + start": lambda: page.ask(*start()),
        "reset: seed + start + capture": lambda: page.ask_all([start(), shot(FAST)]),
        "reset: reload": lambda: page.load("Page.reload", {}),
        "reset: navigate": lambda: page.load(*navigate),
        "reset: navigate + seed + start + capture": lambda: (page.load(*navigate), page.ask_all([start(), shot(FAST)])),
        "step: click": lambda: [page.ask(*request) for request in clicks()],
        "step: click, sent at once": lambda: page.ask_all(clicks()),
        "step: click, done?, capture": lambda: [page.ask(*request) for request in [*clicks(), done, shot(FAST)]],
        "step: click, done?, capture, sent at once": lambda: page.ask_all([*clicks(), done, shot(FAST)]),
    }
    return found, captures


def measure(found: Exchanges, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every exchange; they take turns, a few times in a row, and the first turn warms up."""
    times: dict[str, list[float]] = {name: [] for name in found}
    for turn in range(1 + -(-rounds // (BLOCK - 1))):
        for name, exchange in found.items():
            for number in range(BLOCK):
                begun = time.perf_counter()
                exchange()
                if turn and number:
                    times[name].append(1000 * (time.perf_counter() - begun))
    return times


@contextmanager
def opened(way: str, size: tuple[int, int], flags: Sequence[str]) -> Iterator[PageUnderTest]:
    """A page behind the pipe, behind Playwright, or with frames drawn by us."""
    if way == "Playwright":
        page = PlaywrightPage(size, flags)
        try:
            yield page
        finally:
            page.close()
        return
    frames_by_us = way == "begin frame"
    browser = PipedBrowser(find_browser(), [*flags, *(BEGIN_FRAME_FLAGS if frames_by_us else ())])
    try:
        yield PipedPage(browser, size, frames_by_us=frames_by_us)
    finally:
        browser.close()


def table(way: str, size: tuple[int, int], flags: Sequence[str], rounds: int, url: str) -> dict[str, Any]:
    """Measures one way at one size and prints it."""
    print(f"\n{way}, {size[0]} x {size[1]}")
    capture = "HeadlessExperimental.beginFrame" if way == "begin frame" else "Page.captureScreenshot"
    rows: dict[str, Any] = {}
    with opened(way, size, flags) as page:
        found, captures = exchanges(page, url, capture)
        for name, times in measure(found, rounds).items():
            middle, high = statistics.median(times), float(np.percentile(times, 95))
            rows[name] = {"median_ms": middle, "p95_ms": high}
            kilobytes = len(captures[name[7:]]) * 3 / 4 / 1024 if name.startswith("decode") else 0
            print(f"  {name:44} {middle:8.2f} {high:8.2f}" + (f"  {kilobytes:.1f} KiB" if kilobytes else ""))
    return rows


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40, help="of each exchange (default: 40)")
    parser.add_argument("--size", action="append", help="WIDTHxHEIGHT (default: 160x210 and 1280x720)")
    parser.add_argument("--task", default="click-test-2")
    parser.add_argument("--way", action="append", choices=("pipe", "Playwright"), help="only this one")
    parser.add_argument("--begin-frame", action="store_true", help="also a browser that draws when it is told")
    parser.add_argument("--flag", action="append", default=[], help="one more flag of the browser; may be repeated")
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    return parser.parse_args()


def main() -> None:
    """Runs the benchmark and prints its tables."""
    arguments = parsed()
    sizes = [tuple(map(int, text.split("x"))) for text in arguments.size or ("160x210", "1280x720")]
    ways = [*(arguments.way or ("pipe", "Playwright")), *(["begin frame"] if arguments.begin_frame else [])]
    flags = [*ARGUMENTS, *arguments.flag]
    load = os.getloadavg()[0]
    print(f"{arguments.task}, one thread, {os.cpu_count()} cores, load {load:.1f} before the run; median and p95 ms")
    results: dict[str, Any] = {"task": arguments.task, "flags": flags, "load_before": load}
    for size in sizes:
        for way in ways:
            try:
                rows = table(way, (size[0], size[1]), flags, arguments.rounds, task_url(arguments.task))
            except ProtocolError as error:
                print(f"  broke off: {error}", file=sys.stderr)
                continue
            results[f"{way} {size[0]}x{size[1]}"] = rows
    print(f"\nload {os.getloadavg()[0]:.1f} after the run")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
