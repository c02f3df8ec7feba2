"""What the pages of an episode download: into a folder of its own, under names that do no harm."""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.async_api import Download, Error

LONGEST_NAME = 120  # characters
_HARMLESS = re.compile(r"[^\w .()\[\]+,=@-]")


class Downloads:
    """The downloads of one context.

    Attributes:
        folder: Where the files of this episode are; None until the first one has come.
        begun_at: When the last one began, `time.perf_counter`; 0 before the first.

    Args:
        root: Folder in which the episode's folder is made; None: downloads are refused.
        say: Takes remarks for the feedback.
    """

    def __init__(self, root: str | Path | None, say: Callable[[str], None]) -> None:
        self._root, self._say = root, say
        self.folder: Path | None = None
        self.begun_at = 0.0
        self._names: set[str] = set()
        self._complete: dict[str, int] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def under_way(self) -> bool:
        """Whether one has begun and not ended."""
        return bool(self._under_way)

    @property
    def facts(self) -> list[dict[str, str | int]]:
        """Name and size in bytes of every complete file, in the order in which they began."""
        return [{"name": name, "size": size} for name, size in self._complete.items() if size >= 0]

    def begun(self, download: Download) -> None:
        """A page began a download."""
        self.begun_at = time.perf_counter()
        task = asyncio.ensure_future(self._keep(download))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _keep(self, download: Download) -> None:
        shown = harmless_name(download.suggested_filename)
        if self._root is None:
            self._say(f"the download of {shown!r} was refused: the environment has no folder for downloads")
            return
        name = self._free_name(shown)
        self._complete[name] = -1  # keeps its place
        try:
            if self.folder is None:
                Path(self._root).mkdir(parents=True, exist_ok=True)
                self.folder = Path(tempfile.mkdtemp(prefix="episode-", dir=self._root))
            file = self.folder / name
            await download.save_as(file)
            self._complete[name] = file.stat().st_size
            self._say(f"{name!r} was downloaded")
        except (Error, OSError) as error:
            self._say(f"the download of {name!r} broke off: {str(error).splitlines()[0]}")

    def _free_name(self, name: str) -> str:
        path, free, number = Path(name), name, 1
        while free.lower() in self._names:
            free, number = f"{path.stem} ({number}){path.suffix}", number + 1
        self._names.add(free.lower())
        return free


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
