"""What the command says about itself, how fast, and what it answers to a name that does not exist."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.conftest import COMMAND, ENVIRONMENT, Runner

COMMANDS = (
    "doctor", "demo", "run", "record", "replay", "show", "report", "calibrate", "train", "train sft", "evaluate",
    "evaluate replay", "evaluate online", "evaluate injection",
)  # fmt: skip
HEAVY = {"torch", "transformers", "playwright", "textual", "gymnasium", "numpy", "PIL", "matplotlib"}

MANY = """
import contextlib, io, json, sys
from guiwright.tui.cli import main
said = []
for arguments in json.load(sys.stdin):
    sys.argv = ["guiwright", *arguments]
    out, err, code = io.StringIO(), io.StringIO(), None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code
    said.append([code, out.getvalue(), err.getvalue()])
print(json.dumps([said, sorted({name.partition(".")[0] for name in sys.modules})]))
"""
"""Runs many command lines in one process, and says which packages that loaded."""


def run_many(lines: list[list[str]], folder: Path) -> tuple[list[tuple[int, str, str]], set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", MANY],
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        cwd=folder,
        env=ENVIRONMENT,
        timeout=120,
        check=True,
    )
    said, loaded = json.loads(done.stdout)
    return [tuple(each) for each in said], set(loaded)


def test_no_help_loads_anything_heavy(tmp_path: Path) -> None:
    said, loaded = run_many([[*command.split(), "--help"] for command in ("", *COMMANDS)], tmp_path)
    for code, out, err in said:
        assert (code, err) == (0, "")
        assert "Usage: guiwright" in out
    assert not HEAVY & loaded


def test_the_first_help_does_not_even_load_pydantic(tmp_path: Path) -> None:
    # typer checks the options of a chosen command with it.
    _, loaded = run_many([["--help"]], tmp_path)
    assert not {*HEAVY, "pydantic"} & loaded


def test_help_costs_less_than_three_tenths_of_a_second(tmp_path: Path) -> None:
    def cpu_seconds() -> float:
        # Not the clock on the wall: other tests run beside this one.
        before = os.times()
        subprocess.run([*COMMAND, "--help"], capture_output=True, cwd=tmp_path, timeout=60, check=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    # The fastest of some: what a busy machine adds is not the command's.
    assert any(cpu_seconds() < 0.3 for _ in range(12))


def test_what_is_scored_looks_at_the_screen_only(tmp_path: Path) -> None:
    """The solver is offered where it plays, and not where it is refused."""
    lines = ["run", "demo", "evaluate replay", "evaluate online"]
    said, _ = run_many([[*line.split(), "--help"] for line in lines], tmp_path)
    assert ["solver" in out for _, out, _ in said] == [True, True, False, False]


def test_version(guiwright) -> None:
    ran = guiwright("--version")
    assert (ran.code, ran.out.split()[0]) == (0, "guiwright")


WRONG_NAMES = {
    "runn": "'run'",
    "evaluate onlin": "'online'",
    "run --task click-tset": "'click-test'",
    "run --env minwob": "'miniwob'",
    "run --model solvr": "'solver'",
    "run --success browsrgym": "'browsergym'",
    "demo --task enter-txt --model solver": "'enter-text'",
    "evaluate online --tasks click-test,click-dialg": "'click-dialog'",
    "evaluate injection --channel tost": "'toast'",
}


def test_a_wrong_name_proposes_the_nearest(tmp_path: Path) -> None:
    said, _ = run_many([line.split() for line in WRONG_NAMES], tmp_path)
    for line, proposal, (code, out, err) in zip(WRONG_NAMES, WRONG_NAMES.values(), said, strict=True):
        assert (code, out) == (2, ""), line
        assert proposal in err, line
    assert list(tmp_path.iterdir()) == []


REFUSED = {
    "run --env web": "--url",
    "run --env web --url about:blank --goal x --task y": "--task",
    "run --goal x": "--env web",
    "run --model ./nowhere": "no checkpoint folder",
    "run --model http://localhost:8000/v1": "endpoints of a model server are not supported in this version",
    "evaluate online --model someone/some-model-7b": "names of a model hub are not supported in this version",
    "run --model runs/absent/final": "no checkpoint folder runs/absent/final",
    "run --approve ask --model random": "terminal",
    "record --task click-test --task enter-text": "one task at a time",
    "record --by solver --seed 1000000 --out x": "held-out",
    "record --by solver --env web --url about:blank --goal x": "MiniWoB++ only",
    "record --env web --url about:blank --goal x --headless": "--devtools-port",
    "record --task click-test --headless": "--env web",
    "run --origin a.org --downloads x": "--origin and --downloads go with --env web",
    "record --by typed --storage-state x": "--storage-state goes with --env web",
    "record --by solver --task click-test --upload-folder . --out x": "--upload-folder goes with --env web",
    "run --env web --url about:blank --goal x --origin a.org --origin localhost:8": "'localhost:8' is no origin",
    "record --env web --url about:blank --goal x --by typed --origin *.a.org": "'*.a.org' is no origin",
    "record --env web --url about:blank --goal x --headless --devtools-port 9222 --origin https:": "'https:' is no or",
    "run --env web --url http://[::1 --goal x --model random --out x": "'http://[::1' is no address",
    "run --env web --url about:blank --goal x --upload-folder nowhere": "--upload-folder nowhere: no such folder",
    "run --env web --url about:blank --goal x --storage-state nowhere.json": "nowhere.json cannot be read",
    "show nowhere": "no folder of episodes",
    "report nowhere": "no folder of episodes",
    "evaluate replay --data nowhere": "no folder of episodes",
    "evaluate online --model solver": "--model",
    "train sft nothing.toml": "nothing.toml: no such file",
}


def test_what_cannot_be_done_is_one_line(tmp_path: Path) -> None:
    said, _ = run_many([line.split() for line in REFUSED], tmp_path)
    for line, reason, (code, out, err) in zip(REFUSED, REFUSED.values(), said, strict=True):
        assert (code, out) == (2, ""), line
        assert reason in err, line
        assert len(err.splitlines()) == 1, line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("demo --model random --episodes 1 --out notes.txt", "notes.txt"),
        ("run --model random --out notes.txt", "notes.txt"),
        ("record --by solver --task click-test --out notes.txt", "notes.txt"),
        ("run --env web --url about:blank --goal x --downloads notes.txt", "notes.txt: not a folder"),
        ("train sft folder", "folder: Is a directory"),
    ],
)
def test_a_file_for_a_folder_and_a_folder_for_a_file_are_one_line(
    guiwright: Runner, tmp_path: Path, line: str, reason: str
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "folder").mkdir()
    ran = guiwright(*line.split())
    assert ran.code == 2, ran.err
    assert reason in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == 1
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_an_unknown_key_of_a_config_is_named_with_the_nearest(guiwright, tmp_path: Path) -> None:
    (tmp_path / "run.toml").write_text('out = "run"\nsede = 3\n')
    ran = guiwright("train", "sft", "run.toml")
    assert ran.code == 2
    assert "'sede'" in ran.err
    assert "'seed'" in ran.err


def test_shell_completion_knows_tasks_and_models(guiwright) -> None:
    def complete(*words: str) -> list[str]:
        ran = guiwright(_GUIWRIGHT_COMPLETE="complete_bash", COMP_WORDS=" ".join(words), COMP_CWORD=str(len(words) - 1))
        return ran.out.split()

    assert complete("guiwright", "run", "--task", "login-u") == ["login-user", "login-user-popup"]
    assert complete("guiwright", "run", "--model", "uni") == ["uniform-click"]
    assert complete("guiwright", "run", "--model", "sol") == ["solver"]
    assert complete("guiwright", "evaluate", "online", "--model", "sol") == []
    assert complete("guiwright", "eva") == ["evaluate"]
