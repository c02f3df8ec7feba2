"""Names for which nobody answers: they cost their own context a while, and nobody else anything."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from guiwright.envs.guard_network import Address
from guiwright.envs.guard_origins import Origins
from guiwright.envs.web import fence_names
from guiwright.envs.web.fence import Fence
from guiwright.envs.web.fence_names import NAMES_AT_ONCE, Names, resolve
from guiwright.envs.web.own_thread import in_own_thread

ANSWER = [ip_address("192.0.2.1")]
DEADLINE = 30.0  # seconds for what is to come at once, on a loaded machine


class DeadServer:
    """A name server that knows "alive" and answers nothing else until it is told to; it asks in real threads."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers = threading.Event()

    async def resolve(self, host: str, port: int) -> list[Address]:
        self.asked.append(host)
        if host != "alive":
            await in_own_thread(self.answers.wait, 2 * DEADLINE)
        if host == "gone":
            raise OSError("there is no such name")
        return ANSWER


@pytest.fixture
def dead() -> Iterator[DeadServer]:
    server = DeadServer()
    yield server
    server.answers.set()


def test_a_dead_server_stops_no_other_context(dead: DeadServer):
    async def part() -> None:
        stuck, other = Names(dead.resolve), Names(dead.resolve)
        waiting = [asyncio.ensure_future(stuck.addresses(f"dead{i}", 80)) for i in range(3 * NAMES_AT_ONCE)]
        await asyncio.sleep(0)
        async with asyncio.timeout(DEADLINE):
            assert await other.addresses("alive", 80) == ANSWER
        # The system's own way: this machine's name server may be dead, but its own name needs none.
        assert ip_address("127.0.0.1") in await resolve("localhost", 80)
        assert len(dead.asked) == NAMES_AT_ONCE + 1 and not any(one.done() for one in waiting)
        dead.answers.set()
        assert await asyncio.gather(*waiting) == [ANSWER] * len(waiting)

    asyncio.run(part())


def test_the_pool_of_the_loop_is_not_needed():
    done = threading.Event()

    async def part() -> list[Address]:
        loop = asyncio.get_running_loop()
        try:
            for _ in range(200):
                loop.run_in_executor(None, done.wait, 2 * DEADLINE)
            async with asyncio.timeout(DEADLINE):
                return await resolve("localhost", 80)
        finally:
            done.set()

    assert ip_address("127.0.0.1") in asyncio.run(part())


def test_one_name_takes_one_place_however_often_it_is_asked(dead: DeadServer):
    async def part() -> None:
        names = Names(dead.resolve)
        waiting = [asyncio.ensure_future(names.addresses("dead", 80)) for _ in range(3 * NAMES_AT_ONCE)]
        await asyncio.sleep(0)
        async with asyncio.timeout(DEADLINE):
            assert await names.addresses("alive", 80) == ANSWER
        assert dead.asked == ["dead", "alive"]
        dead.answers.set()
        assert await asyncio.gather(*waiting) == [ANSWER] * len(waiting)
        assert await names.addresses("dead", 80) == ANSWER
        assert dead.asked[2:] == ["dead"], "an answer is not kept: what a name means may change"

    asyncio.run(part())


def test_the_wait_ends_and_the_places_stay_taken_until_the_system_gives_up(
    dead: DeadServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fence_names, "NAME_DEADLINE", 0.05)

    async def part() -> None:
        names = Names(dead.resolve)
        for _ in range(2):
            found = await asyncio.gather(
                *(names.addresses(f"dead{i}", 80) for i in range(2 * NAMES_AT_ONCE)), return_exceptions=True
            )
            assert {type(one) for one in found} == {TimeoutError}
        assert len(dead.asked) == NAMES_AT_ONCE, "no more threads than these, whatever a page asks for"
        monkeypatch.setattr(fence_names, "NAME_DEADLINE", DEADLINE)
        dead.answers.set()
        assert await names.addresses("alive", 80) == ANSWER

    asyncio.run(part())


def test_what_comes_too_late_is_nobodys_error(
    dead: DeadServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(fence_names, "NAME_DEADLINE", 0.05)

    async def part() -> None:
        names = Names(dead.resolve)
        with pytest.raises(TimeoutError):
            await names.addresses("gone", 80)
        dead.answers.set()
        async with asyncio.timeout(DEADLINE):
            while names._asked:
                await asyncio.sleep(0)
        gc.collect()

    asyncio.run(part())
    assert not caplog.records, "such as that an exception was never retrieved"


def test_the_browser_is_told_that_the_host_does_not_answer(dead: DeadServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fence_names, "NAME_DEADLINE", 0.05)

    async def part() -> bytes:
        fence = Fence(Origins(), dead.resolve)
        port = int((await fence.open())["server"].rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"CONNECT dead:443 HTTP/1.1\r\n\r\n")
        answer = await asyncio.wait_for(reader.read(), DEADLINE)
        writer.close()
        await fence.close()
        assert fence.take_refused() == ()
        return answer

    assert asyncio.run(part()).startswith(b"HTTP/1.1 502 ")


def test_a_fence_that_closes_waits_for_no_name(dead: DeadServer):
    async def part() -> None:
        fence = Fence(Origins(), dead.resolve)
        port = int((await fence.open())["server"].rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"CONNECT dead:443 HTTP/1.1\r\n\r\n")
        async with asyncio.timeout(DEADLINE):
            while not dead.asked:
                await asyncio.sleep(0)
            await fence.close()
            assert await reader.read() == b""
        writer.close()

    asyncio.run(part())


@pytest.mark.parametrize("host", ["a..b", "x" * 70 + ".example", "\0"])
def test_what_cannot_be_a_name_has_no_address(host: str):
    with pytest.raises(OSError):
        asyncio.run(Names().addresses(host, 80))
