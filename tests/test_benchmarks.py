"""The benchmark of the web environments runs; its arithmetic is right."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets its files be imported by their bare names, as when one of them is run."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))


@pytest.mark.browser
@pytest.mark.slow
def test_the_benchmark_measures_a_stack_and_traces_a_step(tmp_path: Path) -> None:
    written = tmp_path / "numbers.json"
    command = [sys.executable, str(BENCHMARKS / "web_env.py"), "--section", "single", "--section", "step"]
    command += ["--only", "guiwright vector", "--seconds", "0.2", "--turn", "0.1", "--json", str(written)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    report = json.loads(written.read_text())
    assert not report["failed"], report["failed"]
    (ours,) = report["single"]
    assert ours["steps"] > 0
    assert ours["processes"] > 1
    assert ours["pss_mb"] > 50
    assert ours["step_ms"]["median"] <= ours["step_ms"]["p95"]
    assert any(name == "Page.captureScreenshot" for _, _, name in report["step"]["step"]["trace"])


@pytest.mark.usefixtures("benchmarks")
def test_time_in_flight_counts_what_overlaps_once() -> None:
    from step_trace import Message, Trace

    messages = [Message("a", 1.0, 3.0), Message("b", 2.0, 2.5), Message("c", 2.5, 4.0), Message("d", 9.0)]
    trace = Trace(begun=0.0, seconds=10.0, parts={}, messages=messages)
    assert trace.in_flight == pytest.approx(3.0 + 1.0)


@pytest.mark.usefixtures("benchmarks")
def test_every_stack_plays_the_same_episodes() -> None:
    from web_env import episode

    assert episode(7, 1, 3) == episode(7, 1, 3)
    many = episode(2, 4, 3)
    assert many["seeds"] == [8, 9, 10, 11]
    alone: list[Any] = [episode(seed, 1, 3)["clicks"] for seed in many["seeds"]]
    assert many["clicks"] == [[clicks[number][0] for clicks in alone] for number in range(3)]


@pytest.mark.usefixtures("benchmarks")
def test_a_process_tree_is_weighed_with_its_children() -> None:
    from process_tree import ProcessTree

    tree = ProcessTree(os.getpid())
    alone = tree.proportional_megabytes()
    command = [sys.executable, "-c", "x = bytearray(80_000_000); print(1, flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert child.pid in tree.numbers()
        assert tree.proportional_megabytes() > alone + 70
        child.communicate(b"\n")
    assert child.pid not in tree.numbers()
