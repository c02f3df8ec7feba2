"""Scripted experts for MiniWoB++ tasks: they read the DOM, and their episodes are the first demonstrations.

One file per family of tasks. A solver is a function from a `Page` (goal, elements, past actions) to the next
`Move`, registered with `@solves("task-name")`; to add one, write the function into the file of its family, or
into a new file that is named in `_FAMILIES` below.
"""

from importlib import import_module

from .move import Move
from .page import Element, Page, StuckError
from .policy import SolverPolicy, next_move
from .registry import SOLVERS, Solver, solves

_FAMILIES = (
    *("buttons", "fields", "choices", "panels", "drawings", "answers", "sliders"),
    *("pages", "mail", "posts", "dates", "texts", "pointing"),
    *("constructions", "strokes", "orders", "books", "dragging", "wheels"),
    *("words", "consoles", "games", "search", "calendars", "cubes"),
)

for _family in _FAMILIES:
    import_module(f".{_family}", __name__)

__all__ = [
    "SOLVERS",
    "Element",
    "Move",
    "Page",
    "Solver",
    "SolverPolicy",
    "StuckError",
    "next_move",
    "solves",
]
