"""Plays in four web environments of one browser and kills what they run on, at random points; a program of its own.

    python kill_run.py NUMBER_OF_KILLS SEED

The victims and the moments are drawn from the seed, one kind of victim after the other before one comes twice. After
each kill: who fails, and with what reason; that the next resets work, with one browser; and at the end that nothing is
left. Prints what it counted as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from browser_processes import command, descendants, gone

from guiwright.actions.schema import Click, Noop, Reload
from guiwright.envs import WebVectorEnv

MEMBERS = 4
PAGE_MEMORY = 256  # MiB
HANG_DEADLINE = 2.0  # seconds that the step of a page that hangs may take here; all others have the usual deadline
MEMORY_DEADLINE = 60.0  # seconds that a page may take to fill its memory
MOST_CALLS = 4  # until all members are well again
LATEST = 0.4  # seconds after the beginning of a step or a reset at which something is killed
PAGE = b"<!doctype html><title>0</title><button onclick='document.title++' style='width:90px;height:50px'>+</button>"
HANG = "() => { setTimeout(() => { while (true); }, 50) }"
HOGS = (
    "const rows = []; for (;;) rows.push(new Array(1e5).fill({ number: Math.random() }))",
    "for (;;) document.body.append(Object.assign(document.createElement('p'), { textContent: 'x'.repeat(999) }))",
)
HOG = "() => { setTimeout(() => { %s }, 50) }"
REASONS = {
    "browser": "the browser died",
    "driver": "the browser's driver",
    "renderer": "the page's process died",
    "memory": "the page's process died",
    "hang": "no answer within 2.0 s",
    "server": "does not answer any more",
    "network": "the browser's network process died",
}
ASKED_AGAIN = frozenset({"server", "network"})
PAGES = frozenset({"renderer", "memory"})
BROUGHT_DOWN = "browser, by a page"
ALL_OF_THEM = frozenset({"browser", "driver"})
ONE_OF_THEM = frozenset({"hang", "memory", "server"})
KINDS = ("browser", "driver", "renderer", "network", "hang", "memory", "server")


class Site:
    """A page on this machine that can go away and come back."""

    def __init__(self) -> None:
        self._server = self._started(0)
        self.port = self._server.server_port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def die(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def return_(self) -> None:
        self._server = self._started(self.port)

    def _started(self, port: int) -> ThreadingHTTPServer:
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(PAGE)))
                self.end_headers()
                self.wfile.write(PAGE)

            def log_message(self, *_: Any) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", port), Answer)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return server


@dataclass
class Kill:
    """One kill and what came of it.

    Attributes:
        kind: What was killed.
        point: "between" two steps, or within a "step" or a "reset".
        delay: Seconds from the beginning of the step or reset.
        member: Whose page, where it is one's own.
        reasons: By member, what its failures said.
        seconds: From the kill to the first observation in which all are well.
    """

    kind: str
    point: str
    delay: float
    member: int
    reasons: dict[int, list[str]] = field(default_factory=dict)
    seconds: float = 0.0


def kills(number: int, dice: random.Random) -> Iterator[Kill]:
    bag: list[str] = []
    for _ in range(number):
        bag = bag or dice.sample(KINDS, len(KINDS))
        kind = bag.pop()
        point = "between" if kind in ONE_OF_THEM else dice.choice(["between", "step", "reset"])
        yield Kill(kind, point, dice.uniform(0.0, LATEST), dice.randrange(MEMBERS))


class KillRun:
    """The environments, the sites that they are at, and what has been killed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.sites = [Site() for _ in range(MEMBERS)]
        self.env = WebVectorEnv(MEMBERS, width=160, height=120, page_memory=PAGE_MEMORY)

    def begin(self) -> None:
        _, infos = self.env.reset(seed=1, options={"url": [site.url for site in self.sites]})
        assert "failure" not in infos, infos

    def survive(self, kill: Kill) -> None:
        """Kills, goes on until all are well, and looks at what happened meanwhile."""
        result = self.env.step([Click(target=(0.2, 0.2))] * MEMBERS)
        assert not result[3].any() and "0" not in result[4]["title"], (kill, result[4])
        killer = threading.Timer(kill.delay, self._strike, [kill])
        if kill.point == "between":
            self._strike(kill)
        else:
            killer.start()
        if kill.point == "reset":
            mask = np.array([self.dice.random() < 0.7 for _ in range(MEMBERS)])
            _, infos = self.env.reset(seed=2, options={"reset_mask": mask})
            assert "failure" not in infos, (kill, infos)
        self._go_on(kill, killer)
        self._check(kill)

    def _strike(self, kill: Kill) -> None:
        member, self.struck = self.env.envs[kill.member], time.perf_counter()
        if kill.kind == "server":
            self.sites[kill.member].die()
        elif kill.kind == "hang":
            member.evaluate(HANG)
            member.step_deadline = HANG_DEADLINE
        elif kill.kind == "memory":
            member.evaluate(HOG % self.dice.choice(HOGS))
            member.step_deadline = MEMORY_DEADLINE
        else:
            for process in victims(kill.kind)[:1]:
                os.kill(process, signal.SIGKILL)

    def _go_on(self, kill: Kill, killer: threading.Timer) -> None:
        usual = self.env.envs[0 if kill.member else 1].step_deadline
        for call in range(MOST_CALLS):
            # Only who asks for a page again finds out that nobody answers any more.
            action = Reload() if kill.kind in ASKED_AGAIN and call < 2 else Noop()
            observations, _, terminated, truncated, infos = self.env.step([action] * MEMBERS)
            if kill.point != "between" and call == 0:
                killer.join()
            assert not terminated.any(), (kill, infos)
            self._note(kill, truncated, infos)
            if truncated.any():
                self.env.envs[kill.member].step_deadline = usual
                if kill.kind == "server":
                    self.sites[kill.member].return_()
            elif call:
                assert (observations["content"] > 0).all(), kill
                kill.seconds = time.perf_counter() - self.struck
                return
        raise AssertionError(f"not well again after {MOST_CALLS} calls: {kill}")

    def _note(self, kill: Kill, truncated: Any, infos: dict[str, Any]) -> None:
        for member, failed in enumerate(infos.get("_failure", [False] * MEMBERS)):
            failure = infos["failure"][member] if failed else None
            assert truncated[member] == (failed and failure.kind == "environment"), (kill, infos)
            # A navigation that is under way when the network goes has failed; the next one tells why.
            assert not failed or truncated[member] or kill.kind == "network", (kill, infos)
            if truncated[member]:
                kill.reasons.setdefault(member, []).append(failure.reason)

    def _check(self, kill: Kill) -> None:
        """Who failed, how often, and why."""
        reasons = [reason for own in kill.reasons.values() for reason in own]
        if kill.kind in PAGES and any(REASONS["browser"] in reason for reason in reasons):
            kill.kind = BROUGHT_DOWN  # Chromium 156 now and then crashes as a whole when a page's process does
        assert all(len(own) == 1 for own in kill.reasons.values()), kill
        if kill.kind in ONE_OF_THEM:
            assert set(kill.reasons) == {kill.member}, kill
        elif kill.kind in ALL_OF_THEM:
            assert kill.point == "reset" or len(reasons) == MEMBERS, kill
        elif kill.kind not in (
            "network",
            BROUGHT_DOWN,
        ):  # a page is one member's
            assert len(reasons) <= 1, kill
        if kill.kind in REASONS:
            assert all(REASONS[kill.kind] in reason for reason in reasons), kill
        assert len(victims("browser")) == 1, kill

    def end(self) -> None:
        self.env.close()
        for site in self.sites:
            site.die()


def victims(kind: str) -> list[int]:
    """The processes of ours that are of a kind."""
    processes = {process: command(process) for process in descendants(os.getpid(), "")}
    is_one: dict[str, Callable[[str], bool]] = {
        "driver": lambda line: "run-driver" in line,
        # Debian's is started by a script, and that is not what is meant.
        "browser": lambda line: "--remote-debugging-pipe" in line and "--type=" not in line and "/sh " not in line,
        "renderer": lambda line: "--type=renderer" in line,
        "network": lambda line: "network.mojom.NetworkService" in line,
    }
    return [process for process, line in processes.items() if is_one[kind](line)]


def open_things() -> dict[str, Any]:
    """What a process may leak."""
    return {
        "file descriptors": len(list(Path("/proc/self/fd").iterdir())),
        # The event loop's own pool grows up to a limit.
        "threads": sorted(one.name for one in threading.enumerate() if not one.name.startswith("asyncio_")),
        "processes": len(descendants(os.getpid(), "")),
        "temporary": len(list(Path(tempfile.gettempdir()).iterdir())),
    }


def main(number: int, seed: int) -> None:
    warm = KillRun(seed)  # the event loop and what Python itself keeps
    warm.begin()
    warm.end()
    assert gone(descendants(os.getpid(), ""))
    before, begun = open_things(), time.perf_counter()
    run, done = KillRun(seed), list[Kill]()
    run.begin()
    for kill in kills(number, run.dice):
        run.survive(kill)
        done.append(kill)
        print(f"{len(done)}/{number} {kill}", file=sys.stderr, flush=True)
    run.end()
    assert gone(descendants(os.getpid(), ""))
    assert open_things() == before, (before, open_things())
    assert sum(kill.kind == BROUGHT_DOWN for kill in done) <= 1 + number // 20
    seconds = {kind: [kill.seconds for kill in done if kill.kind == kind] for kind in (*KINDS, BROUGHT_DOWN)}
    recovery = {kind: (statistics.median(each), max(each), len(each)) for kind, each in seconds.items() if each}
    print(json.dumps({"seconds": time.perf_counter() - begun, "recovery": recovery}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
