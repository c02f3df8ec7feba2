"""Plays episodes for the benchmark in a process of its own; every stack has one, with its own interpreter.

The benchmark writes one JSON object per line and reads one back. `{"open": {…}}` makes the player,
`{"play": [{"seeds": […], "clicks": [[[x, y], …], …]}, …]}` plays episodes and gives their times, the end of the input
closes it. The times are taken here, around `reset` and `click`, so that the lines cost nothing. Only the standard
library: the interpreter may be any.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any, Protocol

Point = tuple[int, int]
"""CSS pixels of the task's 160 x 210."""


class Player(Protocol):
    """One stack with its environments, played in step."""

    def reset(self, seeds: list[int]) -> None:
        """Starts an episode in every environment and looks."""

    def click(self, points: list[Point]) -> list[bool]:
        """Clicks in every environment and looks; gives which episodes ended."""

    def close(self) -> None:
        """Ends everything."""


def play(player: Player, episodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Plays episodes.

    A member whose episode ended acts no more in it: what its vector environment does in its place (the next reset)
    takes its time but is no step.

    Returns:
        `resets` and `batches`, seconds of each call, and `steps`, how many actions there were in all members.
    """
    resets, batches, steps = [], [], 0
    for episode in episodes:
        begun = time.perf_counter()
        player.reset(episode["seeds"])
        resets.append(time.perf_counter() - begun)
        ended = [False] * len(episode["seeds"])
        for points in episode["clicks"]:
            steps += ended.count(False)
            begun = time.perf_counter()
            ended = player.click(points)
            batches.append(time.perf_counter() - begun)
            if ended == [True]:
                break
    return {"resets": resets, "batches": batches, "steps": steps}


def serve(make: Callable[[dict[str, Any]], Player]) -> None:
    """Answers on the standard output what is asked on the standard input, until that ends."""
    # What the packages print themselves must not come between the lines.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    player: Player | None = None
    try:
        for line in sys.stdin:
            asked = json.loads(line)
            try:
                if "open" in asked:
                    player = make(asked["open"])
                answer = play(player, asked["play"]) if player and "play" in asked else {}
            except Exception as error:  # whatever a peer raises is its result
                answer = {"error": f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
    finally:
        if player is not None:
            player.close()
