"""A search for a hidden spot by the heat that the page tells."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ....actions.schema import Click, Point, Target
from ....actions.schema import Move as MovePointer
from .constructions import at_pixel
from .move import Move
from .page import Page, StuckError
from .registry import solves

Spots = NDArray[np.int64]
"""[n, 2], CSS pixels of the screen."""

REACH_PX = {"HOT": (0, 5), "WARM": (5, 10), "COLD": (10, 40), "ICE COLD": (40, 1000)}
"""Answer → the distances at which it is given."""

ANYWHERE: Spots = np.stack(np.meshgrid(np.arange(5, 155), np.arange(55, 170)), axis=-1).reshape(-1, 2)
"""Where the page hides the spot."""

_PROBES = 60


@solves("hot-cold")
def find_hot_spot(page: Page) -> Move:
    """Tries where the answer will tell most, and clicks where it is hot.

    The page shows the answer to the last try only. The earlier answers follow from where the tries went: each depends
    on the answer before it.
    """
    tries = [action.target.position for action in page.past if action.name == "move" and action.target is not None]
    signal = page.find("div", id="signal")
    if not tries or signal is None:
        return _tried(page, best_probe(ANYWHERE), "I try somewhere.")
    if signal.text == "HOT":
        return Move((Click(target=Target(point=tries[-1])),), "It is hot here, so I click.")
    pixels = [_pixel(page, point) for point in tries]
    left = within(remaining(pixels), pixels[-1], signal.text)
    if not len(left):
        raise StuckError("no place is left that could be hot")
    return _tried(page, best_probe(left), f"It is {signal.text.lower()} here, so I try another place.")


def _tried(page: Page, pixel: tuple[int, int], thought: str) -> Move:
    return Move((MovePointer(target=at_pixel(page, pixel)),), thought)


def _pixel(page: Page, point: Point | None) -> tuple[int, int]:
    x, y = point or (0.0, 0.0)
    return round(x * page.screen[0]), round(y * page.screen[1])


def remaining(tries: list[tuple[int, int]]) -> Spots:
    """Where the spot may be before the answer to the last try."""
    left = ANYWHERE
    for here, following in pairwise(tries):
        options = (within(left, here, answer) for answer in REACH_PX)
        left = next((spots for spots in options if len(spots) and best_probe(spots) == following), left)
    return left


def within(spots: Spots, here: tuple[int, int], answer: str) -> Spots:
    """The spots for which the answer at a place would be this one."""
    low, high = REACH_PX[answer]
    far = np.hypot(*(spots - here).T)
    found: Spots = spots[(far >= low) & (far < high)]
    return found


def best_probe(spots: Spots) -> tuple[int, int]:
    """The one of some of these places whose answer leaves the fewest of them on average."""
    probes = spots[:: max(1, len(spots) // _PROBES)]
    far = np.hypot(*np.moveaxis(probes[:, None] - spots[None], -1, 0))
    left = sum((((far >= low) & (far < high)).sum(axis=1)) ** 2 for low, high in REACH_PX.values())
    x, y = probes[int(np.argmin(left))]
    return int(x), int(y)
