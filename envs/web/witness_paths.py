"""The form of a drawn path in a few points."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .witness_events import Pixels

MOST_POINTS = 65
CLOSE = 2.0  # CSS pixels that the simple path may be off


def simplified(path: Sequence[Pixels]) -> list[Pixels]:
    """A path with as few points as show its form, at most `MOST_POINTS`, ends included.

    Examples:
        >>> simplified([(0, 0), (5, 0), (10, 0), (10, 10)])
        [(0, 0), (10, 0), (10, 10)]
    """
    tolerance = CLOSE
    while len(points := _kept([*dict.fromkeys(path[:-1]), path[-1]], tolerance)) > MOST_POINTS:
        tolerance *= 2
    return points


def _kept(path: list[Pixels], tolerance: float) -> list[Pixels]:
    """The ends, and the farthest points from the lines between what is kept (Ramer, Douglas, Peucker)."""
    keep, open_parts = {0, len(path) - 1}, [(0, len(path) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        far, index = max(
            ((_off_line(path[i], path[first], path[last]), i) for i in range(first + 1, last)), default=(0.0, first)
        )
        if far > tolerance:
            keep.add(index)
            open_parts += [(first, index), (index, last)]
    return [path[i] for i in sorted(keep)]


def _off_line(point: Pixels, start: Pixels, end: Pixels) -> float:
    """How far a point is from the line between two others."""
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    along = sum((p - s) * (e - s) for p, s, e in zip(point, start, end, strict=True)) / length**2
    nearest = [s + max(0.0, min(1.0, along)) * (e - s) for s, e in zip(start, end, strict=True)]
    return math.dist(point, nearest)
