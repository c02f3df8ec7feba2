"""Loops, threads, worker processes, and browsers that are killed."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gymnasium.vector import AsyncVectorEnv

from guiwright.actions.observation import GOAL
from guiwright.actions.schema import Click, Noop
from guiwright.envs import MiniWoBEnv, WebEnv

from .browser_processes import gone, kill_browser

pytestmark = pytest.mark.browser
GOALS = ("Öffne die Tür", "打开门", "🚪 bitte", "Otwórz drzwi – już!")


def workers(goals: tuple[str, ...], **arguments: Any) -> AsyncVectorEnv:
    make = [partial(WebEnv, "data:text/html,<h1>hi</h1>", goal, width=80, height=60) for goal in goals]
    return AsyncVectorEnv(make, shared_memory=True, **arguments)


def test_it_works_inside_a_running_event_loop():
    async def drive() -> bool:
        env = MiniWoBEnv()
        env.reset(seed=0)
        terminated = env.step(Click(target=(0.5, 0.5)))[2]
        await asyncio.sleep(0)
        env.close()
        return terminated

    assert asyncio.run(drive()) in (True, False)


def test_two_threads_drive_their_environments():
    def drive(seed: int) -> str:
        env = MiniWoBEnv("click-test-2")
        observation, _ = env.reset(seed=seed)
        for _ in range(2):
            env.step(Noop())
        env.close()
        return GOAL.decode(observation["goal"])

    with ThreadPoolExecutor(2) as threads:
        both = list(threads.map(drive, (1, 2)))
    assert both == [drive(1), drive(2)]


@pytest.mark.parametrize("context", ["fork", "spawn"])
def test_workers_share_memory_and_goals_come_back_as_they_were(context: str, browser: None):
    # Forked while this process has a browser: the workers start their own.
    envs = workers(GOALS[:3], context=context)
    try:
        observations, infos = envs.reset(seed=1)
        assert [GOAL.decode(goal) for goal in observations["goal"]] == list(GOALS[:3])
        observations, rewards, terminated, truncated, infos = envs.step((Noop(), Click(target=(0.5, 0.5)), Noop()))
        assert not (rewards.any() or terminated.any() or truncated.any())
        assert list(infos["title"]) == [""] * 3
        assert [GOAL.decode(goal) for goal in observations["goal"]] == list(GOALS[:3])
        assert [measured.settled.reason for measured in envs.get_attr("measured")] == ["quiet"] * 3
    finally:
        envs.close()


def test_one_killed_browser_of_four_does_not_stop_the_others():
    envs = workers(GOALS)
    try:
        first, _ = envs.reset(seed=1)
        alive = [name != 2 for name in range(4)]
        kill_browser(envs.processes[2].pid)
        observations, _, terminated, truncated, infos = envs.step(tuple(Noop() for _ in range(4)))
        assert list(truncated) == [not lives for lives in alive] and not terminated.any()
        assert infos["failure"][2].kind == "environment"
        np.testing.assert_array_equal(observations["screenshot"][2], first["screenshot"][2])
        # The vector resets the broken one by itself and goes on with all four.
        observations, _, _, truncated, infos = envs.step(tuple(Noop() for _ in range(4)))
        assert not truncated.any() and (observations["content"] > 0).all()
        assert not envs.step(tuple(Noop() for _ in range(4)))[3].any()
    finally:
        envs.close()


def test_a_killed_browser_is_data_and_the_next_reset_works():
    # In a process of its own, so that no other test's browser is killed.
    run_script(
        """
        env = WebEnv("data:text/html,hi", width=80, height=60)
        env.reset(seed=0)
        kill_browser(os.getpid())
        *_, truncated, info = env.step(Noop())
        assert truncated and info["failure"].kind == "environment", info
        observation, info = env.reset(seed=0)
        assert "failure" not in info, info
        assert not env.step(Noop())[3]
        env.close()
        assert gone(descendants(os.getpid()))
        """
    )


def test_a_lone_environment_keeps_its_browser_between_episodes():
    run_script(
        """
        def roots():
            return [one for one in descendants(os.getpid()) if "--type=" not in command(one)]

        env = WebEnv("data:text/html,hi", width=80, height=60)
        env.reset(seed=0)
        first = roots()
        for seed in (1, 2):
            assert "failure" not in env.reset(seed=seed)[1]
            assert roots() == first and first, (first, roots())
        env.close()
        assert gone(first)
        """
    )


def test_a_browser_that_failed_takes_no_newer_one_with_it():
    run_script(
        """
        from guiwright.envs.web.browser import BrowserKind, browsers
        from guiwright.envs.web.loop import loop_thread

        async def fail():
            shared = await browsers()
            kind = BrowserKind()
            failed = shared._running.pop(kind)
            seat = await shared.context(2, kind)
            await shared._give_up(failed)
            assert shared._running[kind].browser.is_connected()
            await seat.context.close()
            await shared.leave(2)

        env = WebEnv("data:text/html,hi", width=80, height=60)
        env.reset(seed=0)
        loop_thread().run(fail(), 30)
        env.close()
        """
    )


def test_evaluate_says_that_the_world_is_gone():
    run_script(
        """
        env = WebEnv("data:text/html,hi", width=80, height=60)
        env.reset(seed=0)
        assert env.evaluate("[1, 'ä', null]") == [1, "ä", None]
        assert env.evaluate("n => n + 1", 2) == 3
        kill_browser(os.getpid())
        try:
            env.evaluate("1")
        except WorldError:
            pass
        else:
            raise AssertionError("no WorldError")
        """
    )


@pytest.mark.parametrize("dead", ["chrom", "node"])
def test_a_recording_ends_as_broken_when_its_browser_or_driver_dies(dead: str):
    run_script(
        f"""
        from guiwright.envs.web.witness import WitnessedWebEnv
        from guiwright.training.session import Session

        env = WitnessedWebEnv("data:text/html,hi", "look", headless=True, width=80, height=60)
        with Session(env) as session:
            for process in descendants(os.getpid(), "{dead}"):
                if "{dead}" in os.path.basename(command(process).split()[0]):
                    os.kill(process, 9)
            while not session.done and (action := env.next_action()) is not None:
                session.commit(action, author="human")
        assert session.episode.stop == "environment", session.episode.stop
        env.close()
        """
    )


def test_a_page_that_hangs_costs_the_deadline_and_not_the_run():
    run_script(
        """
        env = WebEnv("data:text/html,<button onclick='while(true);' style='width:80px;height:60px'>", width=80,
                     height=60, step_deadline=2.0)
        env.reset(seed=0)
        *_, truncated, info = env.step(Click(target=(0.5, 0.5)))
        assert truncated and "no answer within 2.0 s" in info["failure"].reason, info
        assert "failure" not in env.reset(seed=0)[1]
        env.close()
        """
    )


@pytest.mark.parametrize(
    ("end", "by_itself"),
    [
        ("close", "env.close()"),
        ("exit", "sys.exit()"),
        ("interrupt", "wait()"),
        ("terminate", "wait()"),
        ("kill", "wait()"),
        ("driver killed", "os.kill(descendants(os.getpid(), 'node')[0], 9); env.close()"),
    ],
)
def test_no_browser_is_left_behind(end: str, by_itself: str, tmp_path: Path):
    script = f"""
        env = WebEnv("data:text/html,hi", width=80, height=60)
        env.reset(seed=0)
        print(*descendants(os.getpid(), ""), flush=True)
        {by_itself}
        """
    process = subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(script)],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    started = [int(number) for number in process.stdout.readline().split()]
    assert started
    if end == "interrupt":
        os.killpg(process.pid, signal.SIGINT)  # as the terminal does for Ctrl-C: Playwright and the browser get it too
    if end == "terminate":
        process.terminate()
    if end == "kill":
        process.kill()
    process.wait(60)
    process.stdout.close()
    assert gone(started)
    assert not list(tmp_path.iterdir())


PREAMBLE = f"""
import os, sys, threading
sys.path.insert(0, {str(Path(__file__).parent)!r})
from browser_processes import command, descendants, gone, kill_browser
from guiwright.actions.schema import Click, Noop
from guiwright.envs import WebEnv, WorldError
wait = threading.Event().wait
"""


def run_script(body: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(body)], capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
