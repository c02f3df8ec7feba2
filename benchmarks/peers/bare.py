"""The floors: no environment at all, behind Playwright or straight over the browser's own pipe.

Both do the least that can be called the same: seed, start, capture, decode; click, ask whether it is over, capture,
decode, with all questions of one call sent at once. They wait for nothing. `load` loads the page for every episode;
without it the loaded one is started again. Several pages lie in one browser, and those whose episode ended wait.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from serve import Point, serve

from guiwright.envs.miniwob.tasks import HEIGHT, WIDTH, task_url
from guiwright.envs.web.browser import ARGUMENTS
from guiwright.envs.web.discovery import find_browser

sys.path.insert(0, str(Path(__file__).parents[1]))
from bare_cdp import FAST, clicks, decoded, evaluate, opened
from cdp_pipe import PipedBrowser, PipedPage, Request

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
        decoded(self._page.ask_all([start(seeds[0]), CAPTURE])[1]["data"])

    def click(self, points: list[Point]) -> list[bool]:
        """Clicks, looks, asks whether the episode ended."""
        *_, done, picture = self._page.ask_all([*clicks(*points[0]), evaluate("WOB_DONE_GLOBAL"), CAPTURE])
        decoded(picture["data"])
        return [bool(done["result"]["value"])]

    def close(self) -> None:
        """Ends the browser."""
        self._open.close()


class Several:
    """Pages of one browser behind its pipe, never loaded anew."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._browser = PipedBrowser(find_browser(), ARGUMENTS)
        self._pages = [PipedPage(self._browser, (WIDTH, HEIGHT)) for _ in range(settings["environments"])]
        for page in self._pages:
            page.load("Page.navigate", {"url": task_url(settings["task"])})

    def reset(self, seeds: list[int]) -> None:
        """Seeds, starts, looks."""
        self._ask([[start(seed), CAPTURE] for seed in seeds])

    def click(self, points: list[Point]) -> list[bool]:
        """Clicks, looks, asks which episodes ended."""
        answers = self._ask([[*clicks(*point), evaluate("WOB_DONE_GLOBAL"), CAPTURE] for point in points])
        return [bool(answer[-2]["result"]["value"]) for answer in answers]

    def close(self) -> None:
        """Ends the browser."""
        self._browser.close()

    def _ask(self, requests: list[list[Request]]) -> list[list[dict[str, Any]]]:
        """The same number of questions to every page, the last of them for its picture."""
        pairs = [(page.session, one) for page, asked in zip(self._pages, requests, strict=True) for one in asked]
        answers, each = self._browser.ask_all(pairs), len(requests[0])
        found = [answers[first : first + each] for first in range(0, len(answers), each)]
        for answer in found:
            decoded(answer[-1]["data"])
        return found


def start(seed: int) -> Request:
    """The question that starts an episode."""
    return evaluate(f"Math.seedrandom({seed}); core.startEpisodeReal(); core.getUtterance()")


if __name__ == "__main__":
    serve(lambda settings: Several(settings) if settings["environments"] > 1 else Bare(settings))
