"""Foreign work in threads of its own: the work of one environment waits for that of no other."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from guiwright.actions.schema import Noop
from guiwright.envs import GuiEnv, Task, WebEnv
from guiwright.envs.outcome import Verdict
from guiwright.envs.web.own_thread import in_own_thread

DEADLINE = 30.0  # seconds for what is to come at once, on a loaded machine


def test_as_much_work_as_there_is_goes_on_at_once():
    everybody = threading.Barrier(64)

    async def part() -> list[int]:
        return await asyncio.gather(*(in_own_thread(everybody.wait, DEADLINE) for _ in range(64)))

    assert sorted(asyncio.run(part())) == list(range(64))


@pytest.mark.parametrize(
    ("raised", "seen"), [(KeyError("a"), KeyError), (StopIteration(), RuntimeError), (SystemExit(3), SystemExit)]
)
def test_what_is_raised_there_is_raised_here(raised: BaseException, seen: type[BaseException]):
    def broken() -> None:
        raise raised

    async def part() -> None:
        with pytest.raises(seen):
            await in_own_thread(broken)

    asyncio.run(part())


def test_who_no_longer_waits_is_not_held_up_and_neither_is_the_end_of_the_loop():
    go_on, ended = threading.Event(), threading.Event()

    def work() -> None:
        go_on.wait(DEADLINE)
        ended.set()

    async def part() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await in_own_thread(work)

    asyncio.run(part())
    assert not ended.is_set()
    go_on.set()
    assert ended.wait(DEADLINE)


@pytest.mark.browser
def test_a_check_waits_for_no_other_work(browser: None):
    """Everything that shares the loop's own threads is kept busy; the check has the page all the same."""
    done = threading.Event()

    def check(env: GuiEnv, _: object) -> Verdict:
        assert isinstance(env, WebEnv)
        return Verdict(reward=float(env.evaluate("1 + 1")))

    env = WebEnv(task=Task("waits", "Wait.", check=check), width=100, height=100)
    try:
        env.reset(seed=0)
        env._run(_fill_the_pool(done))
        *_, info = env.step(Noop())
        assert "failure" not in info, info["failure"]
    finally:
        done.set()
        env.close()


async def _fill_the_pool(done: threading.Event) -> None:
    loop = asyncio.get_running_loop()
    for _ in range(4 * min(32, (os.cpu_count() or 1) + 4)):
        loop.run_in_executor(None, done.wait, 2 * DEADLINE)


@pytest.mark.browser
def test_a_check_that_wants_to_end_the_program_is_broken_and_ends_nothing(browser: None):
    def check(*_: object) -> Verdict:
        sys.exit("enough")

    env = WebEnv(task=Task("leaves", "Leave.", check=check), width=100, height=100)
    env.reset(seed=0)
    *_, info = env.step(Noop())
    assert (info["failure"].kind, "enough" in info["failure"].reason) == ("grader", True)
    env.close()


@pytest.mark.browser
def test_members_whose_checks_wait_for_each_other_all_get_on(browser: None):
    everybody = threading.Barrier(3)

    def check(*_: object) -> Verdict:
        everybody.wait(DEADLINE)
        return Verdict(reward=1.0)

    envs = [WebEnv(task=Task("meets", "Meet.", check=check), width=100, height=100) for _ in range(3)]
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda env: env.reset(seed=0), envs))
        rewards = [step[1] for step in threads.map(lambda env: env.step(Noop()), envs)]
    assert rewards == [1.0] * 3
    for env in envs:
        env.close()
