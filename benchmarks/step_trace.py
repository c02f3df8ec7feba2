"""Where the time of one step of ours goes: the parts that it measures itself, and the messages to the browser.

    python benchmarks/step_trace.py [--seconds 5] [--task click-test-2] [--json FILE]

`in flight` is the time in which at least one message waits for its answer: the browser's work, the driver between and
the way there and back. What is left of the step is Python: threads, decoding, checks. Decoding the picture is measured
once more alone. The trace is that of the step with the median time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gymnasium as gym
from playwright._impl.connection import Connection  # private: the one place that all messages pass

import guiwright.envs  # noqa: F401 -- registers
from guiwright.envs.web import screen

CLICKS = 3
WARM_UP = 3  # episodes that do not count
CAPTURE = "Page.captureScreenshot"


@dataclass(slots=True)
class Message:
    """One message to the driver.

    Attributes:
        name: Of the DevTools protocol where it is one of that, else the driver's own.
        begun: When it was sent, seconds.
        ended: When its answer had come; infinity while it has not.
        answer: What it brought.
    """

    name: str
    begun: float
    ended: float = float("inf")
    answer: Any = None


@dataclass(frozen=True, slots=True)
class Trace:
    """One step or reset.

    Attributes:
        begun: When it began, seconds.
        seconds: How long it took.
        parts: Seconds by part, as the environment measured them.
        messages: What was sent.
    """

    begun: float
    seconds: float
    parts: dict[str, float]
    messages: list[Message]

    @property
    def in_flight(self) -> float:
        """Seconds in which at least one message waited for its answer."""
        total, reached = 0.0, self.begun
        for message in sorted(self.messages, key=lambda message: message.begun):
            ended = min(message.ended, self.begun + self.seconds)
            total += max(0.0, ended - max(reached, message.begun))
            reached = max(reached, ended)
        return total


@contextmanager
def listening() -> Iterator[list[Message]]:
    """Hears of every message of this process to Playwright's driver; whoever reads the list empties it."""
    heard: list[Message] = []
    send = Connection.send_message_to_server

    def heard_and_sent(self: Connection, owner: Any, method: str, params: Any, options: Any) -> Any:
        name = params["method"] if method == "send" and isinstance(params, dict) and "method" in params else method
        message = Message(name, time.perf_counter())
        heard.append(message)
        future = send(self, owner, method, params, options)

        def answered(future: Any) -> None:
            message.ended = time.perf_counter()
            message.answer = None if future.cancelled() or future.exception() else future.result()

        future.add_done_callback(answered)
        return future

    Connection.send_message_to_server = heard_and_sent  # type: ignore[method-assign]
    try:
        yield heard
    finally:
        Connection.send_message_to_server = send  # type: ignore[method-assign]


def traces(task: str, seconds: float) -> tuple[list[Trace], list[Trace]]:
    """Plays episodes; gives resets and steps."""
    env = gym.make("guiwright/MiniWoB-v0", task=task, disable_env_checker=True)
    resets: list[Trace] = []
    steps: list[Trace] = []
    try:
        with listening() as heard:
            for seed in range(WARM_UP):
                _episode(env, seed, heard, [], [])
            until = time.monotonic() + seconds
            while time.monotonic() < until or not steps:
                seed += 1
                _episode(env, seed, heard, resets, steps)
    finally:
        env.close()
    return resets, steps


def _episode(env: gym.Env[Any, Any], seed: int, heard: list[Message], resets: list[Trace], steps: list[Trace]) -> None:
    with _traced(env, heard, resets):
        env.reset(seed=seed)
    places = random.Random(seed)
    for _ in range(CLICKS):
        action = {"name": "click", "target": [places.random(), places.uniform(0.25, 1.0)]}
        with _traced(env, heard, steps):
            *_, terminated, truncated, _ = env.step(action)
        if terminated or truncated:
            return


@contextmanager
def _traced(env: gym.Env[Any, Any], heard: list[Message], into: list[Trace]) -> Iterator[None]:
    heard.clear()
    begun = time.perf_counter()
    yield
    seconds = time.perf_counter() - begun
    into.append(Trace(begun, seconds, dict(env.get_wrapper_attr("measured").parts), list(heard)))


def decoding(step: Trace) -> float:
    """Seconds that decoding its picture takes alone, the median of ten; 0 without a picture."""
    data = next((message.answer["result"]["data"] for message in step.messages if message.name == CAPTURE), None)
    if data is None:
        return 0.0
    return asyncio.run(_median_decoding(data))


async def _median_decoding(data: str) -> float:
    times = []
    for _ in range(10):
        begun = time.perf_counter()
        await screen.decoded(data)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def described(kind: str, found: list[Trace]) -> dict[str, Any]:
    """Prints where the time of resets or steps goes, and gives the same for a file."""
    middle = statistics.median_low([trace.seconds for trace in found])
    typical = next(trace for trace in found if trace.seconds == middle)
    in_flight = statistics.median(trace.in_flight for trace in found)
    messages = statistics.median(len(trace.messages) for trace in found)
    parts = sorted({name for trace in found for name in trace.parts})
    print(f"\none {kind}, median of {len(found)}: {1000 * middle:.2f} ms, {messages:.0f} messages")
    shares = {name: statistics.median(trace.parts.get(name, 0.0) for trace in found) for name in parts}
    shares |= {"(messages in flight)": in_flight, "(decoding alone)": decoding(typical)}
    shares["(Python: the rest)"] = max(0.0, middle - in_flight)
    for name, seconds in shares.items():
        print(f"  {name:28} {1000 * seconds:8.2f} ms {seconds / middle:6.0%}")
    print(f"  trace of the median {kind}: ms from its beginning, ms until the answer")
    lines = [
        (1000 * (message.begun - typical.begun), 1000 * (message.ended - message.begun), message.name)
        for message in typical.messages
    ]
    for begun, took, name in lines:
        print(f"  {begun:8.2f} {took:8.2f}  {name}")
    record = {"median_ms": 1000 * middle, "messages": messages, "trace": lines}
    return record | {"parts_ms": {name: 1000 * seconds for name, seconds in shares.items()}}


def table(task: str, seconds: float) -> dict[str, Any]:
    """Traces steps for so long, prints what they cost by part, and gives it for a file."""
    print(f"\nstep: where the time goes, {task}; load {os.getloadavg()[0]:.1f}")
    resets, steps = traces(task, seconds)
    return {"reset": described("reset", resets), "step": described("step", steps)}


def main() -> None:
    """Runs the trace alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--task", default="click-test-2")
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    arguments = parser.parse_args()
    found = table(arguments.task, arguments.seconds)
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
