"""Draws the ids of elements on a picture: a frame for each, and a label beside it that covers no element if it can."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ...actions.schema import Box
from .page_elements import PageElement

COLORS = (
    (200, 30, 30), (20, 90, 200), (0, 120, 60), (150, 40, 160), (180, 90, 0), (0, 115, 130), (110, 70, 30),
    (70, 60, 190),
)  # fmt: skip
WHITE = (255, 255, 255)
SMALLEST, LARGEST = 9, 14  # pixels of a label's letters
Rectangle = tuple[int, int, int, int]  # left, top, right, bottom, pixels; the last two are outside


def with_marks(
    picture: NDArray[np.uint8], elements: Sequence[PageElement], view: Box, most: int, unread: int = 0
) -> NDArray[np.uint8]:
    """A copy of a picture with the ids of elements on it.

    Args:
        picture: uint8 [h, w, 3].
        elements: The first `most` that lie in the view are marked; how many are not stands at the bottom.
        view: The box of the screen that the picture shows, fractions.
        most: Marks.
        unread: Elements beyond these, that are counted only.
    """
    height, width = picture.shape[:2]
    if not height or not width:
        return picture
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    font = _font(min(max(height // 50, SMALLEST), LARGEST))
    frames = [(element.ref, _frame(element.box, view, width, height)) for element in elements]
    shown = [(ref, frame) for ref, frame in frames if frame is not None]
    colors = [COLORS[number % len(COLORS)] for number in range(most)]
    boxes = [frame for _, frame in shown[:most]]
    for (_, frame), color in zip(shown, colors, strict=False):
        draw.rectangle((frame[0], frame[1], frame[2] - 1, frame[3] - 1), outline=color)
    taken: list[Rectangle] = []
    for (ref, frame), color in zip(shown, colors, strict=False):
        label = _place(_size(ref, font), frame, boxes, taken, (width, height))
        taken.append(label)
        _write(draw, label, ref, color, font)
    hidden = len(shown[most:]) + unread
    if hidden:
        text = f"… {hidden} more not marked"
        wide, high = _size(text, font)
        _write(draw, (0, height - high, wide, height), text, (0, 0, 0), font)
    return np.asarray(image)


def _frame(box: Box, view: Box, width: int, height: int) -> Rectangle | None:
    """Where a box of the screen is in the picture; None outside of the view."""
    wide, high = view[2] - view[0], view[3] - view[1]
    left, right = ((edge - view[0]) / wide * width for edge in (box[0], box[2]))
    top, bottom = ((edge - view[1]) / high * height for edge in (box[1], box[3]))
    if right <= 0 or bottom <= 0 or left >= width or top >= height:
        return None
    x, y = int(max(left, 0)), int(max(top, 0))
    return x, y, max(x + 1, min(round(right), width)), max(y + 1, min(round(bottom), height))


def _place(
    size: tuple[int, int],
    frame: Rectangle,
    boxes: Sequence[Rectangle],
    taken: Sequence[Rectangle],
    limits: tuple[int, int],
) -> Rectangle:
    """The place beside or, at last, in a frame where a label covers least: other labels count most."""
    wide, high = size
    left, top, right, bottom = frame
    spots = [
        (left, top - high), (right - wide, top - high), (left, bottom), (right - wide, bottom), (left - wide, top),
        (right, top), (left - wide, bottom - high), (right, bottom - high), (right - wide, top), (left, top),
    ]  # fmt: skip
    within = [_moved_in(x, y, wide, high, limits) for x, y in spots]

    costs = 100.0 * _shared(within, taken) + _shared(within, boxes)
    return within[int(costs.argmin())]


def _moved_in(x: int, y: int, wide: int, high: int, limits: tuple[int, int]) -> Rectangle:
    x, y = max(0, min(x, limits[0] - wide)), max(0, min(y, limits[1] - high))
    return x, y, x + wide, y + high


def _shared(ones: Sequence[Rectangle], others: Sequence[Rectangle]) -> NDArray[np.float64]:
    """How many pixels each of some rectangles shares with all others together, [len(ones)]."""
    one, other = np.array(ones, float)[:, None], np.array(others, float).reshape(-1, 4)[None]
    sides = np.minimum(one[..., 2:], other[..., 2:]) - np.maximum(one[..., :2], other[..., :2])
    return np.asarray(sides.clip(0.0).prod(axis=-1).sum(axis=-1))


def _size(text: str, font: ImageFont.FreeTypeFont) -> tuple[int, int]:
    left, _, right, _ = font.getbbox(text)
    return int(right - left) + 3, _high(font)


def _high(font: ImageFont.FreeTypeFont) -> int:
    _, top, _, bottom = font.getbbox("0")
    return int(bottom - top) + 4


def _write(
    draw: ImageDraw.ImageDraw, label: Rectangle, text: str, color: tuple[int, int, int], font: ImageFont.FreeTypeFont
) -> None:
    left, top, right, bottom = label
    draw.rectangle((left, top, right - 1, bottom - 1), fill=color)
    draw.text((left + 2, bottom - 2), text, fill=WHITE, font=font, anchor="ls")


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # the one that comes with Pillow, the same on every machine
    return font
