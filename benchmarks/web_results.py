"""What was measured of one stack, and its line in the table."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from process_tree import ProcessTree
from web_stacks import Stack


@dataclass
class Results:
    """Times, memory and processes of one stack.

    Attributes:
        stack: Which.
        resets: Seconds of each reset, of all its environments together.
        batches: Seconds of each step, of all its environments together.
        steps: How many steps its environments made.
        episodes: How many episodes, all its environments together counting once.
        megabytes: Proportional memory of its process tree.
        processes: How many processes.
        threads: How many threads they have.
        idle: What share of one processor it takes while it waits.
    """

    stack: Stack
    resets: list[float] = field(default_factory=list)
    batches: list[float] = field(default_factory=list)
    steps: int = 0
    episodes: int = 0
    megabytes: float = 0.0
    processes: int = 0
    threads: int = 0
    idle: float = 0.0

    def add(self, answer: dict[str, Any]) -> None:
        """Adds the times of one episode."""
        self.resets += answer["resets"]
        self.batches += answer["batches"]
        self.steps += answer["steps"]
        self.episodes += 1

    def weigh(self, tree: ProcessTree, seconds: float) -> None:
        """Takes its memory, and watches for so long what it does while it waits."""
        self.megabytes, self.threads = tree.proportional_megabytes(), tree.threads()
        self.processes = len(tree.numbers())
        self.idle = tree.busy(seconds) if seconds else 0.0

    @property
    def steps_per_second(self) -> float:
        """Steps per second, resets included."""
        return self.steps / (sum(self.resets) + sum(self.batches))

    def record(self, base: Results | None) -> dict[str, Any]:
        """For the JSON file."""
        return {
            "name": self.stack.name,
            "environments": self.stack.environments,
            "sleeps": self.stack.sleeps,
            "notes": self.stack.notes,
            "reset_ms": spread(self.resets),
            "step_ms": spread(self.batches),
            "steps_per_second": self.steps_per_second,
            "of_base": self.steps_per_second / base.steps_per_second if base else None,
            "steps": self.steps,
            "episodes": self.episodes,
            "pss_mb": self.megabytes,
            "processes": self.processes,
            "threads": self.threads,
            "idle_cpu": self.idle,
        }


def spread(seconds: list[float]) -> dict[str, float]:
    """Median and 95th percentile, milliseconds."""
    return {"median": 1000 * statistics.median(seconds), "p95": 1000 * float(np.percentile(seconds, 95))}


def heading() -> str:
    """The head of the table; `ours/it` says how many times as many steps per second the first of ours makes."""
    return (
        f"{'':36} {'reset ms':>15} {'step ms':>15}\n{'':36} {'median':>7} {'p95':>7} {'median':>7} {'p95':>7} "
        f"{'steps/s':>8} {'ours/it':>7} {'PSS MB':>7} {'proc.':>5} {'threads':>7} {'idle':>5}  sleeps"
    )


def row(results: Results, base: Results | None) -> str:
    """The line of one stack."""
    reset, step = spread(results.resets), spread(results.batches)
    ratio = f"{base.steps_per_second / results.steps_per_second:7.1f}" if base else " " * 7
    return (
        f"{results.stack.name:36} {reset['median']:7.1f} {reset['p95']:7.1f} {step['median']:7.1f} {step['p95']:7.1f} "
        f"{results.steps_per_second:8.1f} {ratio} {results.megabytes:7.0f} {results.processes:5} "
        f"{results.threads:7} {results.idle:5.0%}  {results.stack.sleeps}"
    )
