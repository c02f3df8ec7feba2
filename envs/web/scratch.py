"""The temporary files of the browsers of a process, in one folder that goes when the process does, however it ends.

Playwright and the browser put profiles, artifacts and sockets into the system's folder for such files, and remove them
unless they are killed. So they get a folder of their own. Next to it waits a shell, in a session of its own, that reads
from a pipe of ours until the pipe ends: it does when we say so, and when this process is killed. What both could not
remove because both were killed, the next process that starts a browser does.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "guiwright-web-"
LOCK = "lock"  # a file that the process locks whose folder it is
SHELL = Path("/bin/sh")
GONE_DEADLINE = 10.0  # seconds that the files may take to go
# A browser whose driver was killed with us is just ending and may still write, so the folder is removed until it has
# stayed away for half a second. Signals of a terminal are for the process that it guards.
GUARD = """trap "" INT TERM HUP
read -r _ && left=1 || left=10
for _ in $(seq 200); do
  if rm -rf "$0" 2>/dev/null && [ ! -e "$0" ]; then left=$((left - 1)); fi
  [ "$left" -eq 0 ] && exit
  sleep 0.05
done"""


class Scratch:
    """A folder for temporary files, from `open` to `close` or to the end of this process."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._guard: asyncio.subprocess.Process | None = None
        self._lock: int | None = None

    async def open(self) -> None:
        """Makes the folder, and removes those that nobody will."""
        remove_left()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._folder, self._lock = folder, _locked(folder)
        if SHELL.exists():
            null = asyncio.subprocess.DEVNULL  # it outlives us, and must hold none of our pipes
            self._guard = await asyncio.create_subprocess_exec(
                SHELL, "-c", GUARD, folder, stdin=asyncio.subprocess.PIPE, stdout=null, stderr=null,
                start_new_session=True,
            )  # fmt: skip

    @contextmanager
    def as_temporary(self) -> Iterator[None]:
        """Processes that are started in here put their temporary files into the folder."""
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = str(self._folder)
        try:
            yield
        finally:
            if before is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = before

    async def close(self) -> None:
        """Removes the folder. Waits for processes that are ending to let go of it, but not for ever."""
        folder, self._folder = self._folder, None
        guard, self._guard = self._guard, None
        lock, self._lock = self._lock, None
        if guard is not None and guard.stdin is not None:
            guard.stdin.write(b"\n")
            guard.stdin.close()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GONE_DEADLINE):
                    await guard.wait()
        if folder is not None:  # no shell, or somebody killed it
            shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def remove_left() -> None:
    """Removes the folders of processes that were killed together with the shell that would have done so."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{LOCK}"):
        with contextlib.suppress(OSError), lock.open("r+b") as file:  # another user's, or just removed
            if _lock(file.fileno()):
                shutil.rmtree(lock.parent, ignore_errors=True)


def _locked(folder: Path) -> int:
    """The handle of a folder's lock, which has its name only once it is locked: nobody takes it for a free one."""
    new = folder / f"{LOCK}.new"
    handle = os.open(new, os.O_RDWR | os.O_CREAT, 0o600)
    if _lock(handle):
        new.rename(folder / LOCK)
    return handle


def _lock(handle: int) -> bool:
    """Locks a file for this process, until it ends; False if another has it, or the system has no such locks."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, lockf

        lockf(handle, LOCK_EX | LOCK_NB)
    except (ImportError, OSError):
        return False
    return True
