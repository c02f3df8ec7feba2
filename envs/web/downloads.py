"""What the pages of an episode download: into a folder of its own, under names that do no harm, up to a limit."""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.async_api import Download, Error

from .dialogs import look_at

LONGEST_NAME = 120  # characters
MEBIBYTE = 2**20  # bytes
MOST = 1000  # downloads of an episode
LOOK = 0.1  # seconds between two looks at how much of a file has come: the browser tells of its end only
STEPS = 2  # that wait for one download until their deadline: the one that began it and one more
_HARMLESS = re.compile(r"[^\w .()\[\]+,=@-]")


class Downloads:
    """The downloads of one context.

    Attributes:
        folder: Where the files of this episode are; None until the first one has come.
        begun_at: When the last one began, `time.perf_counter`; 0 before the first.

    Args:
        root: Folder in which the episode's folder is made; None: downloads are refused.
        limit: MiB that all of them may take; what would take more is broken off.
        say: Takes remarks for the feedback.
    """

    def __init__(self, root: str | Path | None, limit: int, say: Callable[[str], None]) -> None:
        self._root, self._limit, self._say = root, limit, say
        self.folder: Path | None = None
        self.begun_at = 0.0
        self._names: set[str] = set()
        self._received: dict[str, int] = {}
        self._complete: set[str] = set()
        self._under_way: dict[asyncio.Task[None], int] = {}

    @property
    def awaited(self) -> bool:
        """Whether one has begun and not ended, and too few steps have waited for it."""
        return any(steps < STEPS for steps in self._under_way.values())

    def outlasted(self) -> None:
        """A step has waited until its deadline: one that never ends must not cost that in every step to come."""
        self._under_way = {task: steps + 1 for task, steps in self._under_way.items()}

    @property
    def facts(self) -> list[dict[str, str | int]]:
        """Name and size in bytes of every complete file, in the order in which they began."""
        return [{"name": name, "size": size} for name, size in self._received.items() if name in self._complete]

    def begun(self, download: Download) -> None:
        """A page began a download."""
        self.begun_at = time.perf_counter()
        task = asyncio.ensure_future(self._keep(download))
        self._under_way[task] = 0
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]

    async def _keep(self, download: Download) -> None:
        shown = harmless_name(download.suggested_filename)
        if self._root is None:
            self._say(f"the download of {shown!r} was refused: the environment has no folder for downloads")
            return
        if len(self._names) >= MOST:
            await download.cancel()
            self._say(f"the download of {shown!r} was refused: {MOST} files are the most of an episode")
            return
        name = self._free_name(shown)
        self._received[name] = 0  # keeps its place
        try:
            if self.folder is None:
                Path(self._root).mkdir(parents=True, exist_ok=True)
                self.folder = Path(tempfile.mkdtemp(prefix="episode-", dir=self._root))
            file = self.folder / name
            await self._come(download, name)
            await download.save_as(file)
            await download.delete()  # the browser's own copy
            self._received[name] = file.stat().st_size
            self._complete.add(name)
            self._say(f"{name!r} was downloaded")
        except (Error, OSError) as error:
            del self._received[name]
            self._say(f"the download of {name!r} broke off: {str(error).splitlines()[0]}")

    async def _come(self, download: Download, name: str) -> None:
        """Waits for the end of a download, or breaks it off: as soon as all together take too much.

        Raises:
            Error: If it does not come to its good end.
        """
        end = asyncio.ensure_future(download.path())
        end.add_done_callback(look_at)
        part = _part(download)
        while not end.done():
            await asyncio.wait({end}, timeout=LOOK)
            self._received[name] = _size(part)
            if sum(self._received.values()) > self._limit * MEBIBYTE:
                await download.cancel()
                with contextlib.suppress(Error):  # of one that was not complete nothing is left
                    await download.delete()
                raise Error(f"all downloads of an episode may take {self._limit} MiB at most")
        await end

    def _free_name(self, name: str) -> str:
        path, free, number = Path(name), name, 1
        while free.lower() in self._names:
            free, number = f"{path.stem} ({number}){path.suffix}", number + 1
        self._names.add(free.lower())
        return free


def _part(download: Download) -> Path:
    """Where the browser writes what comes; Playwright itself tells of it only when all has come."""
    return Path(download._impl_obj._artifact._initializer["absolutePath"])


def _size(part: Path) -> int:
    """Bytes that have come; a file that is not complete has another ending."""
    for file in (part.with_name(part.name + ".crdownload"), part):
        with contextlib.suppress(OSError):
            return file.stat().st_size
    return 0


def harmless_name(name: str) -> str:
    """A file name without folders and without characters that mean something to a shell or a file system.

    Examples:
        >>> harmless_name("../../etc/pass wd"), harmless_name("..."), harmless_name("a|b.txt")
        ('pass wd', 'download', 'a_b.txt')
    """
    last = re.split(r"[/\\]", name)[-1]
    clean = _HARMLESS.sub("_", last).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if len(clean) > LONGEST_NAME:
        clean = f"{stem[: LONGEST_NAME - 20]}{dot}{ending[:19]}" if dot else clean[:LONGEST_NAME]
    return clean or "download"
