"""The fence without a browser: what it lets out, what it says, and that nothing brings it down."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

import pytest

from guiwright.envs.guard_network import is_local
from guiwright.envs.guard_origins import Origins
from guiwright.envs.web.fence import CONNECTIONS, Fence
from guiwright.envs.web.fence_http import BadHead, read_answer, read_request

Heard = list[bytes]


async def with_server(part: Callable[[int, Heard], Awaitable[None]], answer: bytes = b"") -> Heard:
    """Runs a part beside a server on loopback that writes down the first bytes of each connection."""
    heard: Heard = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(65536))
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    await part(server.sockets[0].getsockname()[1], heard)
    server.close()
    return heard


async def ask(fence: Fence, request: bytes, half: bool = False) -> bytes:
    """What the fence says to a request, to its end."""
    proxy = await fence.open()
    host, port = proxy["server"].removeprefix("http://").split(":")
    try:
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        if half:
            writer.write_eof()
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()
        await fence.close()


def get(host: str, port: int, path: str = "/") -> bytes:
    return (
        f"GET http://{host}:{port}{path} HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\nA: b\r\n\r\n".encode()
    )


def test_a_request_goes_on_with_its_own_head_only():
    async def part(port: int, heard: Heard) -> None:
        fence = Fence(Origins((f"http://127.0.0.1:{port}",)))
        answer = await ask(fence, get("127.0.0.1", port, "/a?b=/c"))
        assert answer == b"HTTP/1.1 200 OK\r\nX: y\r\nConnection: close\r\n\r\nbody"
        expected = b"GET /a?b=/c HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nA: b\r\nConnection: close\r\n\r\n" % port
        assert heard == [expected] and fence.take_refused() == ()

    asyncio.run(with_server(part, b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nX: y\r\n\r\nbody"))


@pytest.mark.parametrize(
    "answer",
    [b"", b"junk\r\n\r\n", b"HTTP/1.1 200 OK\r\nno end", b"HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic\r\n\r\n"],
)
def test_an_answer_that_is_none_looks_like_a_dead_server(answer: bytes):
    async def part(port: int, _: Heard) -> None:
        assert await ask(Fence(Origins((f"http://127.0.0.1:{port}",))), get("127.0.0.1", port)) == b""

    asyncio.run(with_server(part, answer))


def test_a_name_that_cannot_be_one_looks_like_a_dead_server():
    assert asyncio.run(ask(Fence(Origins()), get("a..b", 80))) == b""


def test_nobody_who_answers_looks_like_a_dead_server():
    rule = Origins(("http://127.0.0.1:9",))
    assert asyncio.run(ask(Fence(rule), get("127.0.0.1", 9))) == b""
    assert asyncio.run(ask(Fence(rule), b"CONNECT 127.0.0.1:9 HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 502 ")


@pytest.mark.parametrize(
    ("allowed", "host", "addresses", "reason"),
    [
        (None, "rebound.example", ["127.0.0.1"], "local network"),
        (("rebound.example",), "rebound.example", ["127.0.0.1"], "local network"),
        (("rebound.example",), "rebound.example", ["169.254.169.254", "10.0.0.1", "::1"], "local network"),
        (("http://rebound.example:{port}",), "rebound.example", ["169.254.169.254"], "local network"),
        (None, "127.0.0.1", [], "local network"),
        (None, "localhost", ["8.8.8.8"], "local network"),
        (None, "any.localhost", ["8.8.8.8"], "local network"),
        ((), "rebound.example", ["127.0.0.1"], "allowed origins"),
        (("http://127.0.0.1:1",), "127.0.0.1", [], "allowed origins"),
    ],
)
def test_what_leads_into_the_local_network_is_refused(allowed, host, addresses, reason):
    async def resolve(_: str, __: int):
        return [ip_address(text) for text in addresses]

    async def part(port: int, heard: Heard) -> None:
        named = None if allowed is None else tuple(name.format(port=port) for name in allowed)
        for request in (get(host, port), f"CONNECT {host}:{port} HTTP/1.1\r\n\r\n".encode()):
            fence = Fence(Origins(named), resolve)
            answer = await ask(fence, request)
            assert answer.startswith(b"HTTP/1.1 403 ") and reason.encode() in answer
            assert [one.host for one in fence.take_refused()] == [host]
            assert fence.has_refused(f"http://{host}:{port}/x") and not fence.has_refused(f"http://{host}:1/")
        assert heard == []

    asyncio.run(with_server(part))


def test_a_name_is_resolved_once_for_each_connection_and_an_origin_may_be_local():
    asked = []

    async def resolve(host: str, port: int):
        asked.append(host)
        return [ip_address("127.0.0.1")]

    async def part(port: int, heard: Heard) -> None:
        fence = Fence(Origins((f"http://app.example:{port}",)), resolve)
        assert await ask(fence, get("app.example", port)) == b"HTTP/1.1 204 Ok\r\nConnection: close\r\n\r\n"
        assert len(asked) == len(heard) == 1

    asyncio.run(with_server(part, b"HTTP/1.1 204 Ok\r\n\r\n"))


def test_a_tunnel_is_left_alone():
    async def part(port: int, heard: Heard) -> None:
        fence = Fence(Origins((f"https://127.0.0.1:{port}",)))
        answer = await ask(fence, b"CONNECT 127.0.0.1:%d HTTP/1.1\r\nHost: x\r\n\r\n\x16hello" % port)
        assert answer.endswith(b"\r\n\r\n\x00raw") and heard == [b"\x16hello"]

    asyncio.run(with_server(part, b"\x00raw"))


@pytest.mark.parametrize(
    "junk",
    [
        b"\r\n\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"GET ftp://a/ HTTP/1.1\r\n\r\n", b"x" * 300_000,
        b"CONNECT a HTTP/1.1\r\n\r\n", b"CONNECT a:1/b HTTP/1.1\r\n\r\n", b"CONNECT [:1 HTTP/1.1\r\n\r\n",
        b"GET http://a:99999/ HTTP/1.1\r\n\r\n", b"GET http:/// HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x00", b"GET http://a/",
    ],
)  # fmt: skip
def test_junk_is_hung_up_on(junk: bytes):
    fence = Fence(Origins())
    try:
        answer = asyncio.run(ask(fence, junk, half=True))
    except ConnectionError:  # hung up before everything was sent
        answer = b""
    assert answer == b"" and fence.take_refused() == ()


def test_too_many_connections_are_closed_and_the_end_closes_all():
    async def part() -> None:
        fence = Fence(Origins())
        port = int((await fence.open())["server"].rpartition(":")[2])
        ends = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CONNECTIONS + 1)]
        with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
            await asyncio.wait_for(ends[-1][0].readexactly(1), 10)
        await fence.close()
        for reader, writer in ends[:-1]:
            assert await asyncio.wait_for(reader.read(), 10) == b""
            writer.close()
        with pytest.raises(ConnectionError):
            await asyncio.open_connection("127.0.0.1", port)

    asyncio.run(part())


def test_a_reader_that_stops_stops_the_server_too():
    """Nothing is kept in memory: a server that sends without end is not read faster than the browser reads."""
    sent = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                writer.write(bytes(65536))
                await asyncio.wait_for(writer.drain(), 0.5)
                sent += 65536
        except TimeoutError:
            blocked.set()
        writer.transport.abort()

    async def part() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        fence = Fence(Origins((f"http://127.0.0.1:{port}",)))
        seat = int((await fence.open())["server"].rpartition(":")[2])
        _, writer = await asyncio.open_connection("127.0.0.1", seat, limit=1024)
        writer.write(get("127.0.0.1", port))
        await asyncio.wait_for(blocked.wait(), 20)
        writer.close()
        await fence.close()
        server.close()

    blocked = asyncio.Event()
    asyncio.run(part())
    assert sent < 64 << 20


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("8.8.8.8", False), ("2606:4700::1111", False), ("::ffff:8.8.8.8", False), ("64:ff9b::808:808", False),
        ("127.0.0.1", True), ("127.9.9.9", True), ("10.1.2.3", True), ("172.16.0.1", True), ("192.168.1.1", True),
        ("100.64.0.1", True), ("169.254.169.254", True), ("0.0.0.0", True), ("255.255.255.255", True),
        ("224.0.0.251", True), ("239.255.255.250", True), ("192.0.2.1", True), ("198.18.0.1", True),
        ("::", True), ("::1", True), ("fe80::1", True), ("fc00::1", True), ("fd12::1", True), ("ff02::1", True),
        ("::ffff:127.0.0.1", True), ("::ffff:192.168.0.1", True), ("64:ff9b::7f00:1", True), ("2002:7f00:1::", True),
        ("::7f00:1", True), ("2001:db8::1", True), ("fec0::1", True),
    ],
)  # fmt: skip
def test_which_addresses_are_local(address: str, local: bool):
    assert is_local(ip_address(address)) is local


def test_heads_are_read_strictly():
    assert read_request(b"CONNECT [::1]:443 HTTP/1.1").host == "::1"
    assert read_request(b"GET http://u:p@h/ HTTP/1.1\r\nCookie: a").head.count(b"Host: ") == 1
    assert read_answer(b"HTTP/1.1 103 Early\r\nLink: x")[1] == b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n"
    assert b"keep-alive" not in read_answer(b"HTTP/1.1 200 Ok\r\nX: y\nConnection: keep-alive")[1]
    for head in (b"GET http://a/ HTTP/2.0", b"GET  http://a/ HTTP/1.1", b""):
        with pytest.raises(BadHead):
            read_request(head)
