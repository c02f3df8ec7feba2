"""What a process and those below it hold: memory, processor time, threads. Linux only: it reads /proc."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class ProcessTree:
    """A process with all below it.

    Attributes:
        root: The number of the process on top.
    """

    root: int

    def numbers(self) -> list[int]:
        """Of all processes that are alive now, parents before children."""
        return list(_below(self.root))

    def proportional_megabytes(self) -> float:
        """Memory in MB of 10^6 bytes; a page that n processes share counts for a n-th in each.

        Processes outside of the tree that run the same browser take their share too: measure with none of them alive.
        """
        return sum(_kilobytes(number) for number in self.numbers()) * 1024 / 1e6

    def threads(self) -> int:
        """How many threads all have together."""
        return sum(len(list(Path(f"/proc/{number}/task").glob("*"))) for number in self.numbers())

    def busy(self, seconds: float) -> float:
        """The share of one processor that it takes while this waits, 1.0 for a whole one."""
        before = sum(_ticks(number) for number in self.numbers())
        time.sleep(seconds)
        return (sum(_ticks(number) for number in self.numbers()) - before) / TICKS / seconds

    def send(self, kind: signal.Signals) -> None:
        """Sends a signal to all."""
        for number in self.numbers():
            try:
                os.kill(number, kind)
            except ProcessLookupError:  # it has just ended
                continue


def browsers_outside(trees: list[ProcessTree]) -> int:
    """How many processes of other browsers of the same kind are alive: they make memory look smaller."""
    ours = {number for tree in trees for number in tree.numbers()}
    names = {int(path.parent.name): _text(path) for path in Path("/proc").glob("[0-9]*/comm")}
    return sum(name.startswith("chrom") and number not in ours for number, name in names.items())


def _below(number: int) -> Iterator[int]:
    if not Path(f"/proc/{number}/stat").exists():
        return
    yield number
    for thread in Path(f"/proc/{number}/task").glob("*/children"):
        for child in _text(thread).split():
            yield from _below(int(child))


def _kilobytes(number: int) -> int:
    lines = _text(Path(f"/proc/{number}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _ticks(number: int) -> int:
    fields = _text(Path(f"/proc/{number}/stat")).rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12]) if fields else 0


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # the process has just ended
        return ""
