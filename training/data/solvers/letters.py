"""Wishes about mails in free words: who, what, and to whom or with which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .page import Page, StuckError

_DELETE = r"delete|trash|recycling|get rid|throw away|remove|out of my inbox|don't want|anymore"
_SENDER = (
    r"\b(?:from|by)(?: or by)? {0}\b",
    r"\b{0}'?s\b",
    r"\b{0} (?:email|sent|wrote)\b",
    r"\bmessage {0}\b",
    r"\bAsk {0}\b",
    r"\bthe {0} email\b",
    r"\b{0} wants his or her message\b",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with a mail.

    Attributes:
        what: "reply", "forward", "trash" or "star".
        person: Who sent the mail.
        words: The answer, or the receiver.
    """

    what: str
    person: str
    words: str = ""


def read_wish(page: Page) -> Wish:
    """The wish in the goal; names are those of the senders in the inbox.

    Raises:
        StuckError: If none of them is named.
    """
    quoted = re.search(r'"(.+)"', page.goal)
    goal = page.goal.replace(quoted[0], "") if quoted else page.goal
    named = sorted(set(_names(page, goal)), key=goal.index)
    if not named:
        raise StuckError(f"the goal {page.goal!r} names nobody of the inbox")
    if quoted:
        return Wish("reply", named[0], quoted[1].strip('" '))
    if len(named) == 1:
        return Wish("trash" if re.search(_DELETE, goal, re.IGNORECASE) else "star", named[0])
    sender = next((name for pattern in _SENDER for name in named if _says(goal, pattern, name)), named[0])
    return Wish("forward", sender, next(name for name in named if name != sender))


def _names(page: Page, goal: str) -> Iterator[str]:
    """Senders that the goal names."""
    for sender in page.all("div", classed="email-sender", hidden=True):
        if sender.text and re.search(rf"\b{re.escape(sender.text)}(?:'?s)?\b|^Answer{re.escape(sender.text)}", goal):
            yield sender.text


def _says(goal: str, pattern: str, name: str) -> bool:
    return re.search(pattern.format(re.escape(name)), goal) is not None
