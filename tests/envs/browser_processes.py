"""Looks at the processes of a browser and ends them, for tests that do."""

from __future__ import annotations

import os
import select
import signal
from pathlib import Path


def command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def descendants(parent: int, named: str = "chrom") -> list[int]:
    """The processes below a process, those of the browser or all."""
    parents = {int(folder.name): parent_of(int(folder.name)) for folder in Path("/proc").glob("[0-9]*")}
    found, open_ = [], [parent]
    while open_:
        above = open_.pop()
        children = [process for process, its_parent in parents.items() if its_parent == above]
        open_ += children
        found += [child for child in children if named in command(child)]
    return [process for process in found if command(process)]


def parent_of(process: int) -> int | None:
    # Not `ps`: a bare Debian has none.
    try:
        stat = Path(f"/proc/{process}/stat").read_text(errors="replace")
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1])


def kill_browser(worker: int) -> None:
    """Kills the browser of a process, its renderers too."""
    browsers = descendants(worker)
    assert browsers, "it has no browser of its own"
    for process in browsers:
        os.kill(process, signal.SIGKILL)


def gone(processes: list[int], seconds: float = 20.0) -> bool:
    """Whether processes end within a time, each."""
    for process in processes:
        try:
            handle = os.pidfd_open(process)
        except ProcessLookupError:
            continue
        ended, _, _ = select.select([handle], [], [], seconds)
        os.close(handle)
        if not ended:
            return False
    return True
