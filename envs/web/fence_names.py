"""What the names of one context mean: asked of the system, a few at once, and not for ever."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from functools import partial

from ..guard_network import Address, spelled_address
from .own_thread import in_own_thread

NAME_DEADLINE = 10.0  # seconds that a name may take: what systems give two name servers
NAMES_AT_ONCE = 8  # of one context; a dead name server keeps each for as long as the system asks it

Resolve = Callable[[str, int], Awaitable[list[Address]]]


async def resolve(host: str, port: int) -> list[Address]:
    """The addresses of a name, by the system."""
    try:
        found = await in_own_thread(partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM))
    except UnicodeError as error:
        raise OSError(f"{host!r} cannot be a name") from error
    addresses = (spelled_address(str(entry[4][0])) for entry in found)
    return [address for address in dict.fromkeys(addresses) if address is not None]


class Names:
    """The names that one context asks for: what they cost is its own cost, and no other context waits for it.

    Args:
        resolve: How a name becomes addresses.
    """

    def __init__(self, resolve: Resolve = resolve) -> None:
        self._resolve = resolve
        self._free = asyncio.Semaphore(NAMES_AT_ONCE)
        self._asked: dict[tuple[str, int], asyncio.Future[list[Address]]] = {}

    async def addresses(self, host: str, port: int) -> list[Address]:
        """The addresses of a name; who asks while somebody else does gets the same answer.

        Raises:
            OSError: If it has none, or nobody says so in time.
        """
        name = host, port
        async with asyncio.timeout(NAME_DEADLINE):
            if name not in self._asked:
                await self._free.acquire()
                asked = self._asked[name] = asyncio.ensure_future(self._resolve(host, port))
                asked.add_done_callback(partial(self._answered, name))
            # The system's question cannot be taken back: it keeps its place until it ends.
            found = await asyncio.shield(self._asked[name])
        if not found:
            raise OSError(f"{host} has no address")
        return found

    def close(self) -> None:
        """Waits for no answer any more."""
        for asked in list(self._asked.values()):
            asked.cancel()

    def _answered(self, name: tuple[str, int], asked: asyncio.Future[list[Address]]) -> None:
        self._free.release()
        if not asked.cancelled():
            asked.exception()  # seen, even when everybody has given up waiting for it
        if self._asked.get(name) is asked:
            del self._asked[name]
