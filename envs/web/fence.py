"""The fence of a browser context: a filtering proxy that every byte of its pages passes.

Each context has a fence with a port of its own. A name is resolved here, and the connection goes to the address that
was looked at, so nothing that a name means later changes where it leads. The browser resolves nothing by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import ProxySettings

from ..guard_network import Address, is_local, is_this_machine, never_by_name, spelled_address
from ..guard_origins import PORTS, Origins, Reach
from .fence_http import CHUNK, HEAD_LIMIT, Asked, BadHead, read_answer, read_head, read_request, refusal
from .fence_names import Names, Resolve, resolve

HEAD_DEADLINE = 30.0  # seconds that a browser may take to say what it wants
CONNECT_DEADLINE = 10.0  # seconds that one address of a host may take
CONNECTIONS = 512  # at once; what comes beyond is closed
REMEMBERED = 1000  # refusals that are kept until they are taken
TUNNEL = b"HTTP/1.1 200 Connection established\r\n\r\n"
NO_WAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
OUTSIDE = "it is outside of the allowed origins"
LOCAL = "it is in the local network"


@dataclass(frozen=True, slots=True)
class Refused:
    """A connection that was not let out.

    Attributes:
        host: As the browser named it.
        port: Of the host.
        reason: What is wrong with it.
    """

    host: str
    port: int
    reason: str

    def __str__(self) -> str:
        return f"{self.host}:{self.port} was refused: {self.reason}"


class _NotLetOut(Exception):
    """A connection is not allowed; the only argument is the reason."""


class Fence:
    """A proxy on this machine for one context.

    Args:
        origins: What may be reached.
        resolve: How names become addresses.
    """

    def __init__(self, origins: Origins, resolve: Resolve = resolve) -> None:
        self._origins, self._names = origins, Names(resolve)
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._refused: deque[Refused] = deque(maxlen=REMEMBERED)
        self._hosts: set[tuple[str, int]] = set()

    async def open(self) -> ProxySettings:
        """Opens the port; gives what a context needs to use it for everything, this machine included."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_LIMIT)
        port = self._server.sockets[0].getsockname()[1]
        return {"server": f"http://127.0.0.1:{port}", "bypass": "<-loopback>"}

    async def close(self) -> None:
        """Closes the port and every connection."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        self._names.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def take_refused(self) -> tuple[Refused, ...]:
        """What was refused since the last call, at most `REMEMBERED`."""
        refused = tuple(self._refused)
        self._refused.clear()
        return refused

    def has_refused(self, url: str) -> bool:
        """Whether the last connection to the host of an address was refused."""
        try:
            parts = urlsplit(url)
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            return False
        return (_plain(parts.hostname or ""), port) in self._hosts

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(self._connections) >= CONNECTIONS:
            writer.transport.abort()
            return
        self._connections.add(task)
        try:
            with contextlib.suppress(OSError, BadHead, TimeoutError):
                async with asyncio.timeout(HEAD_DEADLINE):
                    asked = read_request(await read_head(reader))
                await self._let_out(asked, reader, writer)
        finally:
            self._connections.discard(task)
            writer.close()

    async def _let_out(self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inward, outward = await self._connection(asked)
        except _NotLetOut as error:
            self._remember(asked, str(error))
            writer.write(refusal(f"{asked.host}:{asked.port} is not let out, {error}"))
            await writer.drain()
            return
        except OSError:
            # An empty answer is what a browser shows as a dead server, instead of a page of ours.
            writer.write(NO_WAY if asked.tunnel else b"")
            return
        try:
            await (_tunnel if asked.tunnel else _exchange)(asked, (reader, writer), (inward, outward))
        finally:
            outward.close()

    def _remember(self, asked: Asked, reason: str) -> None:
        self._refused.append(Refused(asked.host, asked.port, reason))
        if len(self._hosts) < REMEMBERED:
            self._hosts.add((_plain(asked.host), asked.port))

    async def _connection(self, asked: Asked) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the first address that is allowed and answers.

        Raises:
            _NotLetOut: If there is no allowed address.
            OSError: If none answers.
        """
        reach = self._origins.reach(asked.host, asked.port, "" if asked.tunnel else "http")
        if reach is Reach.NOWHERE:
            raise _NotLetOut(OUTSIDE)
        addresses = [address for address in await self._addresses(asked) if _within(reach, address, asked.host)]
        if not addresses:
            raise _NotLetOut(LOCAL)
        self._hosts.discard((_plain(asked.host), asked.port))
        return await _first_answer(addresses, asked.port)

    async def _addresses(self, asked: Asked) -> list[Address]:
        spelled = spelled_address(asked.host)
        if spelled is not None:
            return [spelled]
        if is_this_machine(asked.host):  # whatever a resolver would say
            return [address for text in ("127.0.0.1", "::1") if (address := spelled_address(text)) is not None]
        return await self._names.addresses(asked.host, asked.port)


def _within(reach: Reach, address: Address, host: str) -> bool:
    if reach is Reach.INTERNET:
        return not is_local(address)
    return spelled_address(host) is not None or not never_by_name(address)


def _plain(host: str) -> str:
    return host.rstrip(".").lower()


async def _first_answer(addresses: list[Address], port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    failed: OSError = OSError("no address")
    for address in addresses:
        try:
            async with asyncio.timeout(CONNECT_DEADLINE):
                return await asyncio.open_connection(str(address), port, limit=HEAD_LIMIT)
        except OSError as error:  # a TimeoutError is one
            failed = error
    raise failed


_Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _tunnel(_: Asked, browser: _Ends, server: _Ends) -> None:
    browser[1].write(TUNNEL)
    await _until_one_ends(_pass_on(browser[0], server[1]), _pass_on(server[0], browser[1]))


async def _exchange(asked: Asked, browser: _Ends, server: _Ends) -> None:
    server[1].write(asked.head)
    await _until_one_ends(_ask(browser[0], server[1]), _answer(server[0], browser[1]))


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        await _pass_on(reader, writer)
    except ConnectionError:
        # A server may answer and hang up before it has read everything: its answer is still on the way.
        await asyncio.get_running_loop().create_future()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    status = 100
    while status < 200:  # what a server says before its answer, such as early hints
        status, head = read_answer(await read_head(reader))
        writer.write(head)
    await _pass_on(reader, writer)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()


async def _until_one_ends(*ways: Awaitable[None]) -> None:
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
