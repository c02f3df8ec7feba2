"""A Chromium of our own, spoken to over a pipe: the DevTools protocol with nothing between it and the caller."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Request = tuple[str, dict[str, Any]]
"""A method and its parameters."""
CHUNK = 1 << 20
FLAGS = ("--headless", "--hide-scrollbars", "--mute-audio", "--no-first-run", "--no-startup-window")


class ProtocolError(Exception):
    """What the browser refused."""


class PipedBrowser:
    """A browser process and the two ends of its pipe. It blocks: one caller, one question after the other.

    Args:
        path: The executable.
        flags: For its command line, beside those that every start needs.
    """

    def __init__(self, path: Path, flags: Sequence[str] = ()) -> None:
        self._profile = tempfile.mkdtemp(prefix="guiwright-bare-")
        self._down, self._up, self.process = _start([str(path), f"--user-data-dir={self._profile}", *FLAGS, *flags])
        self._rest, self._last = b"", 0

    def send(self, method: str, parameters: dict[str, Any], session: str | None = None) -> int:
        """Writes a question; gives its number."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        os.write(self._down, json.dumps(message).encode() + b"\0")
        return self._last

    def read(self) -> dict[str, Any]:
        """The next message, whatever it is.

        Raises:
            ProtocolError: If the browser has gone.
        """
        parts = [self._rest]
        while b"\0" not in parts[-1]:
            parts.append(os.read(self._up, CHUNK))
            if not parts[-1]:
                raise ProtocolError("the browser closed its pipe")
        message, _, self._rest = b"".join(parts).partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def ask_all(self, requests: Sequence[tuple[str | None, Request]]) -> list[dict[str, Any]]:
        """Questions of any sessions (None: to the browser itself), all sent before the first answer is read."""
        numbers = [self.send(method, parameters, session) for session, (method, parameters) in requests]
        answers: dict[int, dict[str, Any]] = {}
        while len(answers) < len(numbers):
            message = self.read()
            if message.get("id") in numbers:
                if "error" in message:
                    raise ProtocolError(message["error"]["message"])
                answers[message["id"]] = message["result"]
        return [answers[number] for number in numbers]

    def close(self) -> None:
        """Ends the browser and removes its files."""
        self.process.terminate()
        self.process.wait()
        os.close(self._down)
        os.close(self._up)
        shutil.rmtree(self._profile, ignore_errors=True)


class PipedPage:
    """One tab in a context of its own.

    Args:
        browser: Which browser.
        size: Width and height of the view, pixels.
        frames_by_us: The browser then draws only when `HeadlessExperimental.beginFrame` says so.

    Attributes:
        session: Its name in messages.
    """

    def __init__(self, browser: PipedBrowser, size: tuple[int, int], *, frames_by_us: bool = False) -> None:
        self._browser = browser
        self.session: str | None = None
        self._context = self.ask("Target.createBrowserContext", {})["browserContextId"]
        width, height = size
        target = {"url": "about:blank", "browserContextId": self._context, "width": width, "height": height}
        target |= {"enableBeginFrameControl": True} if frames_by_us else {}
        made = self.ask("Target.createTarget", target)["targetId"]
        self.session = self.ask("Target.attachToTarget", {"targetId": made, "flatten": True})["sessionId"]
        self.ask("Page.enable", {})
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        if not frames_by_us:  # it would wait for a frame
            self.ask("Emulation.setDeviceMetricsOverride", metrics)

    def ask(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """One question and its answer."""
        return self.ask_all([(method, parameters)])[0]

    def ask_all(self, requests: Sequence[Request]) -> list[dict[str, Any]]:
        """Questions that are all sent before the first answer is read."""
        return self._browser.ask_all([(self.session, request) for request in requests])

    def load(self, method: str, parameters: dict[str, Any]) -> None:
        """Asks for another document and waits until it has loaded."""
        self._browser.send(method, parameters, self.session)
        while True:
            message = self._browser.read()
            if message.get("method") == "Page.loadEventFired" and message.get("sessionId") == self.session:
                return

    def close(self) -> None:
        """Ends the tab with its context."""
        self.session = None
        self.ask("Target.disposeBrowserContext", {"browserContextId": self._context})


def _start(command: list[str]) -> tuple[int, int, subprocess.Popen[bytes]]:
    """A process that reads from its file 3 and writes to its file 4; gives our two ends and the process."""
    theirs_down, ours_down = os.pipe()
    ours_up, theirs_up = os.pipe()
    # Out of the way of 3 and 4, which the child's ends become.
    high = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (theirs_down, theirs_up)]

    def as_three_and_four() -> None:
        os.dup2(high[0], 3)
        os.dup2(high[1], 4)

    command += ["--remote-debugging-pipe", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    process = subprocess.Popen(
        command,
        preexec_fn=as_three_and_four,
        pass_fds=(3, 4),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in (theirs_down, theirs_up, *high):
        os.close(end)
    return ours_down, ours_up, process
