"""A game against an opponent that plays by chance half of the time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .move import Move, press
from .page import Page, StuckError
from .registry import solves

Board = tuple[int, ...]
"""Nine squares: 1 ours, -1 theirs, 0 free."""

_LINES = ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))
_MARKS = {"mark-x": 1, "mark-o": -1}
_CHANCE = 0.55  # of a random move of the opponent; otherwise it wins or blocks where it can


@solves("tic-tac-toe")
def play(page: Page) -> Move:
    """The best chance in every position; a clever answer can make a draw of it."""
    squares = sorted(page.all("span", hidden=True), key=lambda square: square.id)
    board = tuple(next((_MARKS[name] for name in square.classes if name in _MARKS), 0) for square in squares)
    free = [place for place, owner in enumerate(board) if not owner]
    if len(board) != 9 or not free:
        raise StuckError("the game is over")
    best = max(free, key=lambda place: prospect(_with(board, place, 1), -1))
    return press(squares[best], f"Square {best + 1} is my best chance.")


@cache
def prospect(board: Board, turn: int) -> float:
    """How likely we win, when it is our (1) or the opponent's (-1) turn."""
    for line in _LINES:
        if abs(total := sum(board[place] for place in line)) == 3:
            return float(total > 0)
    free = [place for place, owner in enumerate(board) if not owner]
    if not free:
        return 0.0
    values = [prospect(_with(board, place, turn), -turn) for place in free]
    if turn > 0:
        return max(values)
    mean = sum(values) / len(values)
    clever = next((values[free.index(place)] for owner in (-1, 1) for place in _completing(board, owner)), mean)
    return _CHANCE * mean + (1 - _CHANCE) * clever


def _with(board: Board, place: int, owner: int) -> Board:
    return (*board[:place], owner, *board[place + 1 :])


def _completing(board: Board, owner: int) -> Iterator[int]:
    """Free squares that complete a line of someone."""
    for line in _LINES:
        if sum(board[place] for place in line) == 2 * owner and 0 in (board[place] for place in line):
            yield next(place for place in line if not board[place])
