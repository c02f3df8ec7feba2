"""Draws an open dialog on the last picture of its page: a headless browser shows none and gives no picture then."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ...actions.schema import Box, Point

FRAME: Box = (0.1, 0.15, 0.9, 0.85)
FIELD: Box = (0.15, 0.53, 0.85, 0.63)
OK: Box = (0.15, 0.68, 0.45, 0.8)
CANCEL: Box = (0.55, 0.68, 0.85, 0.8)
LETTER = 0.6  # of its height: how wide a letter is about
SMALLEST, LARGEST = 8, 32  # pixels of a letter's height
PAPER, INK, GREY = (255, 255, 255), (20, 20, 20), (225, 225, 225)


def holds(box: Box, point: Point) -> bool:
    """Whether a point of the screen lies in a part of the dialog."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def with_dialog(picture: NDArray[np.uint8], dialog: Mapping[str, str]) -> NDArray[np.uint8]:
    """The picture with the dialog on it.

    Args:
        picture: uint8 [h, w, 3].
        dialog: `kind`, `message` and of a prompt `text`.
    """
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    size = min(max(image.height // 24, SMALLEST), LARGEST)
    font = ImageFont.load_default(size)
    left, top, right, _ = _pixels(FRAME, image.size)
    draw.rectangle(_pixels(FRAME, image.size), fill=PAPER, outline=INK)
    columns = max(8, int((right - left) / (LETTER * size)) - 4)
    rows = max(1, int(0.3 * image.height / (1.4 * size)))
    lines = textwrap.wrap(f"{dialog['kind']}: {dialog['message']}", columns)[:rows]
    draw.multiline_text((left + size, top + size), "\n".join(lines), INK, font)
    if "text" in dialog:
        _button(draw, FIELD, dialog["text"][:columns], PAPER, image.size, font)
    _button(draw, OK, "OK", GREY, image.size, font)
    if dialog["kind"] != "alert":
        _button(draw, CANCEL, "Cancel", GREY, image.size, font)
    return np.asarray(image)


def _button(
    draw: ImageDraw.ImageDraw,
    box: Box,
    text: str,
    fill: tuple[int, int, int],
    size: tuple[int, int],
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
) -> None:
    left, top, right, bottom = _pixels(box, size)
    draw.rectangle((left, top, right, bottom), fill=fill, outline=INK)
    draw.text(((left + right) / 2, (top + bottom) / 2), text, INK, font, anchor="mm")


def _pixels(box: Box, size: tuple[int, int]) -> Box:
    return box[0] * size[0], box[1] * size[1], box[2] * size[0], box[3] * size[1]
