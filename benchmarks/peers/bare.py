"""The floors: no environment at all, behind Playwright or straight over the browser's own pipe.

Both do the least that can be called the same: seed, start, capture, decode; click, ask whether it is over, capture,
decode, with all questions of one call sent at once. They wait for nothing. `load` loads the page for every episode;
without it the loaded one is started again.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from serve import Point, serve

from guiwright.envs.miniwob.tasks import HEIGHT, WIDTH, task_url
from guiwright.envs.web.browser import ARGUMENTS

sys.path.insert(0, str(Path(__file__).parents[1]))
from bare_cdp import FAST, clicks, decoded, evaluate, opened

CAPTURE = ("Page.captureScreenshot", FAST)


class Bare:
    """One page."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._open = ExitStack()
        self._page = self._open.enter_context(opened(settings["way"], (WIDTH, HEIGHT), ARGUMENTS))
        self._address, self._load = {"url": task_url(settings["task"])}, settings["load"]
        self._page.load("Page.navigate", self._address)

    def reset(self, seeds: list[int]) -> None:
        """Seeds, starts, looks."""
        if self._load:
            self._page.load("Page.navigate", self._address)
        start = evaluate(f"Math.seedrandom({seeds[0]}); core.startEpisodeReal(); core.getUtterance()")
        decoded(self._page.ask_all([start, CAPTURE])[1]["data"])

    def click(self, points: list[Point]) -> list[bool]:
        """Clicks, looks, asks whether the episode ended."""
        *_, done, picture = self._page.ask_all([*clicks(*points[0]), evaluate("WOB_DONE_GLOBAL"), CAPTURE])
        decoded(picture["data"])
        return [bool(done["result"]["value"])]

    def close(self) -> None:
        """Ends the browser."""
        self._open.close()


if __name__ == "__main__":
    serve(Bare)
