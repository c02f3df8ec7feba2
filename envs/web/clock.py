"""The two clocks that a page may have: the browser's, or one that stands still and is moved by every step."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from ...actions.errors import UnknownNameError

Clock = Literal["real", "virtual"]
CLOCKS: tuple[Clock, ...] = ("real", "virtual")
SCRIPT = Path(__file__).with_name("clock.js")
STEP = 0.5  # seconds of the page's time that pass with every action under a virtual clock
PATIENCE = 250.0  # milliseconds that one question may wait for the network
ADVANCE = "async ([span, patience]) => (await window.__guiwrightClock?.advance(span, patience)) ?? 0"


def checked_clock(name: Any) -> Clock:
    """The name itself.

    Raises:
        UnknownNameError: If there is no such clock.
    """
    if name not in CLOCKS:
        raise UnknownNameError("clock", name, CLOCKS)
    clock: Clock = name
    return clock
