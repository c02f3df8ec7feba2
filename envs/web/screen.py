"""Screenshots through the DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.async_api import CDPSession

from ...actions.schema import Box

# Cheaper to make than a small PNG, and taken from the compositor's surface: 2 ms instead of 6 ms.
CAPTURE = {"format": "png", "optimizeForSpeed": True}
LARGE = 250_000  # pixels; decoding less takes less than a millisecond, about what another thread costs


async def capture(session: CDPSession) -> str:
    """What the tab shows now, as base64 of a PNG; the page's changes so far are in it."""
    answer = await session.send("Page.captureScreenshot", CAPTURE)
    return str(answer["data"])


async def decoded(data: str) -> NDArray[np.uint8]:
    """The pixels of a capture, uint8 [h, w, 3], RGB; a large one is decoded beside the event loop."""
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    if picture.width * picture.height < LARGE:
        return _pixels(picture)
    return await asyncio.to_thread(_pixels, picture)


def _pixels(picture: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"))  # a conversion to itself copies


def crop(picture: NDArray[np.uint8], region: Box) -> tuple[NDArray[np.uint8], Box]:
    """The part of a picture in a region, and the exact region of whole pixels that it is.

    Args:
        picture: uint8 [h, w, 3].
        region: Fractions of the picture.
    """
    height, width = picture.shape[:2]
    left, top = min(int(region[0] * width), width - 1), min(int(region[1] * height), height - 1)
    right, bottom = max(left + 1, round(region[2] * width)), max(top + 1, round(region[3] * height))
    return picture[top:bottom, left:right], (left / width, top / height, right / width, bottom / height)
