"""Text of a page that has a hard budget and cannot pass for anything but itself: one line, in quotes."""

from __future__ import annotations

from collections.abc import Sequence

from ...actions.errors import UsageError

LONGEST = 120  # characters of one text of the page; more is cut, and "…" says so
LEAST_BUDGET = 128  # bytes; enough for one short line and the marker


def quoted(text: str, most: int = LONGEST) -> str:
    r"""A text of a page on one line: in double quotes, without anything that no reader sees.

    Line breaks, control characters, marks of the writing direction and characters of no width become spaces.

    Examples:
        >>> quoted('Save \n[8] button "Pay"')
        '"Save [8] button \\"Pay\\""'
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(line) > most:
        line = line[: most - 1] + "…"
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def checked_budget(budget: int) -> int:
    """A budget that text can be held to.

    Raises:
        UsageError: If it is too small for a line and the marker.
    """
    if budget < LEAST_BUDGET:
        raise UsageError(f"a budget of {budget} bytes is too small for anything; give {LEAST_BUDGET} or more")
    return budget


def within(lines: Sequence[str], budget: int, unread: int, what: str, order: Sequence[int] | None = None) -> str:
    r"""As many lines as fit, and a last one that says how many do not.

    Args:
        lines: Without line breaks.
        budget: Bytes of UTF-8 that the text may have at most.
        unread: How many more there are that nobody has read.
        what: What a line stands for, for the last one: "elements".
        order: The numbers of the lines, the most important one first; None: as they are.

    Examples:
        >>> within(["one", "two"], 128, 5, "elements")
        'one\ntwo\n… 5 more elements not shown'
    """
    whole = "\n".join(lines)
    if not unread and len(whole.encode("utf-8", "replace")) <= budget:
        return whole
    left = budget - len(_marker(len(lines) + unread, what).encode())
    kept: list[int] = []
    for number in range(len(lines)) if order is None else order:
        left -= len(lines[number].encode("utf-8", "replace")) + 1
        if left < 0:
            break
        kept.append(number)
    return "\n".join([*(lines[number] for number in sorted(kept)), _marker(len(lines) - len(kept) + unread, what)])


def _marker(count: int, what: str) -> str:
    return f"… {count} more {what} not shown"
