"""Who lets an action through: rules by risk, and somebody to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from ..actions.schema import Action
from ..agent.context import Context
from ..envs.guard import BY_TARGET, Risk
from .episode import Author, Ruling

Rule = Literal["allow", "ask", "deny"]
Rules = Mapping[Risk, Rule]

DEFAULT_RULES: Rules = {
    Risk.READ: "allow",
    Risk.CHANGE: "allow",
    Risk.NAVIGATE: "allow",
    Risk.SUBMIT: "allow",
    Risk.SEND: "allow",
    Risk.DELETE: "allow",
    Risk.PAY: "allow",
    Risk.UPLOAD: "ask",
    Risk.RUN: "ask",
}
"""What needs no question in a sandbox."""

CAREFUL_RULES: Rules = {**DEFAULT_RULES, Risk.SEND: "ask", Risk.DELETE: "ask", Risk.PAY: "ask"}
"""For sites where an action costs something. The environment is asked what every click is going to reach."""


def need_targets(rules: Rules) -> bool:
    """Whether it makes a difference to some rule what a click or a key reaches."""
    return any(rules.get(risk, "ask") != rules.get(Risk.CHANGE, "ask") for risk in BY_TARGET)


class Approver(Protocol):
    """Answers for a person, or asks one."""

    def approve(self, action: Action, risk: Risk, context: Context) -> bool:
        """Whether an action that the rules want to ask about may be executed."""
        ...

    def answer(self, question: str, context: Context) -> str | None:
        """What the person says to a policy that calls for them; None when there is nobody."""
        ...


class FixedApprover:
    """Gives the same answer to everything and has nobody behind it.

    Args:
        yes: The answer.
    """

    def __init__(self, yes: bool) -> None:
        self.yes = yes

    def approve(self, action: Action, risk: Risk, context: Context) -> bool:
        """The fixed answer."""
        return self.yes

    def answer(self, question: str, context: Context) -> str | None:
        """Nobody is there."""
        return None


NOBODY: Approver = FixedApprover(yes=False)
"""Of a session without an approver: what would have to be asked is refused."""


def rule_on(
    action: Action, risk: Risk, author: Author, *, rules: Rules, approver: Approver, context: Context
) -> Ruling:
    """Applies the rules to an action; a risk without a rule is asked about, and a person is not asked about themselves.

    Args:
        action: What is about to be done.
        risk: How far it reaches.
        author: Who wants it.
        rules: By risk.
        approver: Whom to ask.
        context: What is seen now.
    """
    rule = rules.get(risk, "ask")
    if rule == "deny":
        return "denied"
    if rule == "allow" or author == "human":
        return "allowed"
    return "approved" if approver.approve(action, risk, context) else "refused"
