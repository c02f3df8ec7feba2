"""Where solvers fall short, and why: a task that is not named here is solved whatever the seed."""

from __future__ import annotations

NEARLY: dict[str, str] = {
    "bisect-angle": "no whole pixel halves most angles exactly",
    "circle-center": "the page compares corners of dots of two sizes, so its centre lies between pixels",
    "find-midpoint": "the middle lies between pixels unless both distances are even",
    "right-angle": "no whole pixel makes most angles exactly right",
}
"""Tasks that reward closeness, where a click falls on whole pixels: always above 0, rarely exactly 1."""

NOT_ALWAYS: dict[str, str] = {
    "click-pie-nodelay": "the slice that is chosen at first is drawn anew under the pointer and loses presses",
    "email-inbox-forward-nl-turk": "5 of 134 wordings name sender and receiver the wrong way round",
    "email-inbox-nl-turk": "5 of 413 wordings name sender and receiver the wrong way round",
    "terminal": "the page refuses a file whose name holds its own ending, such as puppy.py; there may be no other",
    "tic-tac-toe": "the opponent plays by chance or well, and a draw is no success",
}
"""Tasks with seeds that no solver of ours wins: the page is wrong there, or it is a game of chance."""
