"""Which stacks are measured, and the process that plays one of them."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import peer_packages
from peer_packages import Interpreter
from process_tree import ProcessTree

PLAYERS = Path(__file__).parent / "peers"
ANSWER_DEADLINE = 180.0  # seconds that an answer may take; a stack that takes longer has failed
END_DEADLINE = 20.0  # seconds that a stack may take to end its browsers
OURS = "guiwright"
PACKAGES: dict[str, Callable[[Path, Path], Interpreter]] = {
    "browsergym": peer_packages.browsergym,
    "farama": peer_packages.farama,
}


class StackError(Exception):
    """A stack that gave no result."""


@dataclass(frozen=True, slots=True)
class Stack:
    """One way to play.

    Attributes:
        name: For the table.
        player: A file of `peers/`, without its ending.
        settings: For the player.
        sleeps: The fixed waits that it ships.
        notes: In what it differs from the others.
        package: Whose interpreter it needs, a name of `PACKAGES`; "" for the project's own.
    """

    name: str
    player: str
    settings: dict[str, Any] = field(default_factory=dict)
    sleeps: str = "none"
    notes: str = ""
    package: str = ""

    @property
    def environments(self) -> int:
        """How many it plays at once."""
        return int(self.settings.get("environments", 1))


GYM_NOTES = "element trees always; screenshot 1.5 times as large, seeds drawn from its own generator"
FARAMA_NOTES = "element list always; window 500 x 320, cropped; page never loaded anew; empty picture at the end"


def single_stacks() -> list[Stack]:
    """One environment each."""
    gym = {"environments": 1}
    return [
        Stack("bare pipe, page kept", "bare", {"way": "pipe", "load": False}, notes="a floor: no environment"),
        Stack("bare pipe, page loaded", "bare", {"way": "pipe", "load": True}, notes="a floor: no environment"),
        Stack("bare Playwright, loaded", "bare", {"way": "Playwright", "load": True}, notes="a floor: no environment"),
        Stack(OURS, "guiwright_envs", notes="settles: waits for rest, page time moves 0.5 s"),
        Stack("guiwright vector of 1", "guiwright_envs", {"environments": 1, "vector": True}, notes="the same"),
        Stack("guiwright, list and tree", "guiwright_envs", {"trees": True}, notes="what the peers observe, too"),
        Stack("Farama miniwob", "farama", gym, "0.05 s polls while a task is not ready", FARAMA_NOTES, "farama"),
        Stack("BrowserGym as installed", "browser_gym", gym, "0.5 s + 0.1 s a call", GYM_NOTES, "browsergym"),
        Stack("BrowserGym, delay 0", "browser_gym", {**gym, "delay": 0.0}, "0.1 s a call", GYM_NOTES, "browsergym"),
        Stack(
            "BrowserGym, no sleeps", "browser_gym", {**gym, "delay": 0.0, "slow_mo": 0}, "none", GYM_NOTES, "browsergym"
        ),
    ]


def vector_stacks(number: int) -> list[Stack]:
    """So many environments at once, each stack in its own way."""
    many = {"environments": number}
    return [
        Stack(f"bare pipe, {number} pages kept", "bare", many, notes="a floor: no environment"),
        our_vector(number),
        Stack(
            f"guiwright, {number} processes",
            "guiwright_envs",
            {**many, "vector": True, "mode": "async"},
            notes="AsyncVectorEnv: a browser for each",
        ),
        Stack(f"Farama, {number} processes", "farama", many, "as one", "AsyncVectorEnv; " + FARAMA_NOTES, "farama"),
        Stack(
            f"BrowserGym as installed, {number} processes",
            "browser_gym",
            many,
            "0.5 s + 0.1 s a call",
            "AsyncVectorEnv; " + GYM_NOTES,
            "browsergym",
        ),
        Stack(
            f"BrowserGym, delay 0, {number} processes",
            "browser_gym",
            {**many, "delay": 0.0},
            "0.1 s a call",
            "AsyncVectorEnv; " + GYM_NOTES,
            "browsergym",
        ),
    ]


def our_vector(number: int) -> Stack:
    """Our own vector environment."""
    return Stack(f"guiwright vector of {number}", "guiwright_envs", {"environments": number, "vector": True})


class PeerProcess:
    """A running player.

    Args:
        stack: What it plays.
        interpreter: What runs it.
        task: The MiniWoB task.
        chromium: The browser that all use.
    """

    def __init__(self, stack: Stack, interpreter: Interpreter, task: str, chromium: Path) -> None:
        self.stack = stack
        self._log = tempfile.TemporaryFile(mode="w+", errors="replace")  # noqa: SIM115 -- as long as the process
        self._process = subprocess.Popen(
            [str(interpreter.python), str(PLAYERS / f"{stack.player}.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=(peer_packages.plain_environment() if stack.package else dict(os.environ)) | interpreter.environment,
        )
        self.tree = ProcessTree(self._process.pid)
        self._buffer = b""
        self._stopped = False
        try:
            self.ask({"open": {"environments": 1, **stack.settings, "task": task, "chromium": str(chromium)}})
        except StackError:
            self.close()
            raise

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """One question and its answer.

        Raises:
            StackError: If the player failed, ended, or gave no answer in time.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise StackError(self._last_words()) from error
        answer: dict[str, Any] = json.loads(self._line())
        if "error" in answer:
            raise StackError(answer["error"])
        return answer

    def pause(self) -> None:
        """Stops all its processes where they are, so that nothing of them takes time from others."""
        self._stopped = True
        self.tree.send(signal.SIGSTOP)

    def resume(self) -> None:
        """Lets them go on."""
        if self._stopped:
            self._stopped = False
            self.tree.send(signal.SIGCONT)

    def close(self) -> None:
        """Ends it with all that it started."""
        self.resume()
        numbers = self.tree.numbers()
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
            self._process.wait(END_DEADLINE)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        for number in numbers[1:]:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:  # it went with its parent, as it should
                continue
        self._log.close()

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        until = time.monotonic() + ANSWER_DEADLINE
        while b"\n" not in self._buffer:
            ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, until - time.monotonic()))
            part = os.read(self._process.stdout.fileno(), 1 << 20) if ready else b""
            if not part:
                raise StackError(self._last_words() if ready else f"no answer within {ANSWER_DEADLINE:.0f} s")
            self._buffer += part
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = [line for line in self._log.read().splitlines() if line.strip()]
        return "it ended: " + (lines[-1][:300] if lines else "without a word")
