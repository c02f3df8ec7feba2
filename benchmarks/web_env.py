"""MiniWoB steps per second of guiwright beside other environments on the same page, in one run.

    python benchmarks/web_env.py [--peers none|all|farama,browsergym] [--seconds 10] [--section single …] [--json FILE]

Sections: `single` plays one environment of each stack, `four` four at once, `growth` our vector environment with 1, 2,
4, 8 and 16, `step` says where the time of one of our steps goes. All stacks use the same browser, page, view, seeds
and clicks: at most so many an episode as `--clicks` says, fewer where the page ends it. They take turns of `--turn`
seconds, so that what else the machine does falls on all, and one whose browser is not quiet while it waits is stopped
until its next turn. The first episodes warm up and do not count. Memory is the proportional set size of the whole
process tree, taken while no other stack is alive. The peers' packages are installed once into virtual environments of
their own in a temporary folder (`--peers-folder`).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from peer_packages import FOLDER, Interpreter
from process_tree import browsers_outside
from web_results import Results, heading, row
from web_stacks import OURS, PACKAGES, PeerProcess, Stack, StackError, our_vector, single_stacks, vector_stacks

from guiwright.envs.miniwob.tasks import HEIGHT, WIDTH, checked_task
from guiwright.envs.web.discovery import find_browser

SECTIONS = ("single", "four", "growth", "step")
GROWTH = (1, 2, 4, 8, 16)
WARM_UP = 2  # episodes that do not count
IDLE_SECONDS = 1.0  # for how long a waiting stack is watched
IDLE_SHARE = 0.03  # of one processor: what a waiting stack may take before it is stopped
QUERY_HEIGHT = 50  # pixels on top that hold the instruction; clicks lie below


def episode(number: int, environments: int, clicks: int) -> dict[str, Any]:
    """Seeds and clicks of an episode: the same for every stack."""
    seeds = [number * environments + member for member in range(environments)]
    places = [random.Random(seed) for seed in seeds]
    points = [
        [(place.randrange(WIDTH), place.randrange(QUERY_HEIGHT, HEIGHT)) for place in places] for _ in range(clicks)
    ]
    return {"seeds": seeds, "clicks": points}


class Benchmark:
    """One run.

    Args:
        arguments: The command line.
    """

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self._chromium = find_browser()
        self._interpreters = {
            name: PACKAGES[name](arguments.peers_folder, self._chromium) for name in sorted(arguments.peers)
        }
        self._interpreters[""] = Interpreter()
        self.failed: dict[str, str] = {}

    def side_by_side(self, stacks: list[Stack]) -> list[Results]:
        """Measures stacks that take turns."""
        chosen = [stack for stack in stacks if self._arguments.only in stack.name]
        found = {stack.name: Results(stack) for stack in chosen if stack.package in self._interpreters}
        for results in found.values():
            self._weigh(results)
        running = [process for results in found.values() if (process := self._started(results.stack))]
        try:
            for process in running:
                self._turn(process, Results(process.stack), until_episode=WARM_UP)
                if found[process.stack.name].idle > IDLE_SHARE:
                    process.pause()
            until = time.monotonic() + self._arguments.seconds * len(running)
            while running and time.monotonic() < until:
                for process in list(running):
                    if not self._turn(process, found[process.stack.name]):
                        running.remove(process)
                        process.close()
        finally:
            for process in running:
                process.close()
        return [results for results in found.values() if results.steps]

    def alone(self, stack: Stack) -> Results | None:
        """Measures one stack while no other is alive."""
        results = Results(stack)
        process = self._started(stack)
        if process is None:
            return None
        try:
            if not self._turn(process, Results(stack), until_episode=WARM_UP):
                return None
            until = time.monotonic() + self._arguments.seconds
            while time.monotonic() < until and self._turn(process, results):
                continue
            results.weigh(process.tree, 0.0)
        finally:
            process.close()
        return results if results.steps else None

    def _weigh(self, results: Results) -> None:
        """Its memory after a few episodes, and what it takes while it waits."""
        process = self._started(results.stack)
        if process is None:
            return
        try:
            self._turn(process, Results(results.stack), until_episode=WARM_UP)
            results.weigh(process.tree, IDLE_SECONDS)
        finally:
            process.close()

    def _started(self, stack: Stack) -> PeerProcess | None:
        if stack.name in self.failed:
            return None
        try:
            return PeerProcess(stack, self._interpreters[stack.package], self._arguments.task, self._chromium)
        except StackError as error:
            self._note(stack, error)
            return None

    def _turn(self, process: PeerProcess, results: Results, until_episode: int | None = None) -> bool:
        """Lets a stack play for a turn, or up to an episode; gives whether it still works."""
        process.resume()
        until = time.monotonic() + self._arguments.turn
        try:
            while True:
                number = results.episodes
                asked = episode(number, process.stack.environments, self._arguments.clicks)
                results.add(process.ask({"play": [asked]}))
                over = time.monotonic() >= until if until_episode is None else results.episodes >= until_episode
                if over:
                    break
        except StackError as error:
            self._note(process.stack, error)
            return False
        if results.idle > IDLE_SHARE:
            process.pause()
        return True

    def _note(self, stack: Stack, error: StackError) -> None:
        self.failed[stack.name] = str(error)
        print(f"{stack.name}: {error}", file=sys.stderr)


def peers(text: str) -> set[str]:
    """The peers that a comma-separated list names."""
    names = set(PACKAGES) if text == "all" else {name for name in text.split(",") if name not in ("", "none")}
    unknown = names - set(PACKAGES)
    if unknown:
        raise argparse.ArgumentTypeError(
            f"unknown peers {sorted(unknown)}: none, all or some of {','.join(sorted(PACKAGES))}"
        )
    return names


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=peers, default=set(), help=f"none, all or some of {','.join(sorted(PACKAGES))}")
    parser.add_argument("--peers-folder", type=Path, default=FOLDER, help=f"default: {FOLDER}")
    parser.add_argument("--section", action="append", choices=SECTIONS, help="only this one; may be repeated")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each stack (default: 10)")
    parser.add_argument("--turn", type=float, default=2.0, help="seconds of a turn (default: 2)")
    parser.add_argument("--clicks", type=int, default=3, help="at most, in an episode (default: 3)")
    parser.add_argument("--task", type=checked_task, default="click-test-2")
    parser.add_argument("--only", default="", help="of single and four: only stacks with this text in their names")
    parser.add_argument("--json", type=Path, help="write the numbers to this file")
    return parser.parse_args()


def main() -> None:
    """Runs the benchmark and prints its tables."""
    arguments = parsed()
    sections = arguments.section or SECTIONS
    load, others = os.getloadavg()[0], browsers_outside([])
    print(
        f"{arguments.task}, {WIDTH} x {HEIGHT} pixels, at most {arguments.clicks} clicks an episode, {os.cpu_count()} "
        f"cores, load {load:.1f} and {others} foreign browser processes before the run"
    )
    benchmark, report = Benchmark(arguments), {"task": arguments.task, "load_before": load, "foreign": others}
    tables = {
        "single": lambda: benchmark.side_by_side(single_stacks()),
        "four": lambda: benchmark.side_by_side(vector_stacks(4)),
        "growth": lambda: [found for number in GROWTH if (found := benchmark.alone(our_vector(number)))],
    }
    for name in (name for name in tables if name in sections):
        found = tables[name]()
        base = next((results for results in found if results.stack.name.startswith(OURS)), None)
        print(f"\n{name}\n{heading()}")
        for results in found:
            print(row(results, base), flush=True)
        for results in found:
            print(f"  {results.stack.name}: {results.stack.notes or 'as it is'}")
        report[name] = [results.record(base) for results in found]
    if "step" in sections:
        import step_trace

        report["step"] = step_trace.table(arguments.task, arguments.seconds)
    report |= {"failed": benchmark.failed, "load_after": os.getloadavg()[0], "cores": os.cpu_count()}
    print(f"\nload {os.getloadavg()[0]:.1f} after the run")
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
