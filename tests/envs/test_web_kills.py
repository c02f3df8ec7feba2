"""What web environments run on is killed at random points; and so are the processes that run them."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

from guiwright.actions.errors import UsageError
from guiwright.actions.schema import Noop
from guiwright.envs import WebEnv
from guiwright.envs.web.scratch import LOCK, PREFIX, Scratch

from .browser_processes import gone

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
SEED = 4
STEPPING = 0.5  # seconds after the first step within which a parent is killed
LEFT_DEADLINE = 20.0  # seconds within which nothing of it may be left
PARENT = f"""
import os, sys
sys.path.insert(0, {str(HERE)!r})
from functools import partial
from browser_processes import descendants
from gymnasium.vector import AsyncVectorEnv
from guiwright.actions.schema import Noop
from guiwright.envs import WebEnv

if __name__ == "__main__":
    make = [partial(WebEnv, "data:text/html,<h1>hi</h1>", width=80, height=60) for _ in range(2)]
    envs = AsyncVectorEnv(make, shared_memory=True)
    envs.reset(seed=1)
    print(*descendants(os.getpid(), ""), flush=True)
    while True:
        envs.step((Noop(), Noop()))
"""


def test_a_vector_survives_what_is_killed_at_random_points(pytestconfig: pytest.Config, tmp_path: Path):
    number = pytestconfig.getoption("--env-kills")
    done = subprocess.run(
        [sys.executable, HERE / "kill_run.py", str(number), str(SEED)],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=240 + 20 * number,
    )
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert sum(number for _, _, number in counted["recovery"].values()) == number
    print(done.stdout)
    assert not list(tmp_path.iterdir())


def test_memory_that_does_not_fit_is_the_pages_own_error(browser: None):
    env = WebEnv("data:text/html,hi", width=80, height=60, page_memory=256)
    env.reset(seed=0)
    with pytest.raises(UsageError, match="RangeError: Array buffer allocation failed"):
        env.evaluate("() => { const rows = []; for (;;) rows.push(new Uint8Array(1 << 24).fill(1)) }")
    assert not env.step(Noop())[3]
    env.close()


def test_a_page_needs_some_memory():
    with pytest.raises(UsageError, match="at least 128"):
        WebEnv(page_memory=64)


def test_a_folder_that_all_were_killed_with_goes_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, foreign = tmp_path / f"{PREFIX}left", tmp_path / f"{PREFIX}just-made"
    for folder in (left, foreign):
        folder.mkdir()
    (left / LOCK).touch()

    async def open_and_close() -> None:
        scratch = Scratch()
        await scratch.open()
        # Another process, because a process may lock again what it has locked.
        look = "from guiwright.envs.web.scratch import remove_left; remove_left()"
        subprocess.run([sys.executable, "-c", look], env={**os.environ, "TMPDIR": str(tmp_path)}, check=True)
        assert len(list(tmp_path.iterdir())) == 2 and not left.exists()
        await scratch.close()

    asyncio.run(open_and_close())
    assert list(tmp_path.iterdir()) == [foreign]


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_of_a_parent_that_is_killed_while_its_workers_step(ended_by: signal.Signals, tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT)],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    started = [int(number) for number in process.stdout.readline().split()]
    assert started
    with pytest.raises(subprocess.TimeoutExpired):  # it steps until then
        process.wait(random.Random(ended_by).uniform(0.0, STEPPING))
    if ended_by == signal.SIGINT:
        os.killpg(process.pid, ended_by)  # as the terminal does for Ctrl-C
    else:
        process.send_signal(ended_by)
    process.wait(60)
    process.stdout.close()
    assert gone(started, LEFT_DEADLINE)
    assert not list(tmp_path.iterdir())
