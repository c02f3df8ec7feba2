"""A person at the terminal who is asked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..actions.errors import UnknownNameError, UsageError
from .console import narrate

if TYPE_CHECKING:
    from ..actions.schema import Action
    from ..agent.context import Context
    from ..envs.guard import Risk
    from ..training.approver import Approver, Rules

APPROVALS = ("never", "ask", "always")

Approve = Annotated[
    Literal["never", "ask", "always"],
    typer.Option(
        "--approve",
        help="Uploads and programs: refuse, ask at the terminal (paying, deleting and sending too), or let through.",
    ),
]


def choose_approver(name: str) -> Approver:
    """Who answers when an action needs a yes.

    Args:
        name: "never", "ask" or "always".

    Raises:
        UsageError: If there is no terminal to ask at.
        UnknownNameError: For any other name.
    """
    from ..training.approver import FixedApprover

    if name not in APPROVALS:
        raise UnknownNameError("approval", name, APPROVALS)
    if name != "ask":
        return FixedApprover(yes=name == "always")
    if not sys.stdin.isatty():
        raise UsageError("--approve ask needs a terminal to ask at; use --approve never or --approve always")
    return TerminalApprover()


def choose_rules(name: str) -> Rules:
    """What is asked about: with a person at the terminal also what costs something.

    Args:
        name: "never", "ask" or "always".
    """
    from ..training.approver import CAREFUL_RULES, DEFAULT_RULES

    return CAREFUL_RULES if name == "ask" else DEFAULT_RULES


class TerminalApprover:
    """Asks on stderr and reads from stdin."""

    def approve(self, action: Action, risk: Risk, context: Context) -> bool:
        """Whether the person lets an action through; an empty answer does not."""
        from rich.markup import escape

        narrate(f"[yellow]may it[/] [bold]{escape(str(action))}[/]? ({risk}) \\[y/N]")
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    def answer(self, question: str, context: Context) -> str | None:
        """What the person says to a policy that calls for them."""
        from rich.markup import escape

        narrate(f"[yellow]the policy asks:[/] {escape(question)}")
        return sys.stdin.readline().strip() or None
