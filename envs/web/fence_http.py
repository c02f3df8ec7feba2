"""What the fence reads and writes of HTTP/1.1: one request and one answer on each connection, bodies unread."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

HEAD_LIMIT = 1 << 18  # bytes of a head; Chromium itself takes no more than this
PROXY_LOGIN = 407  # a status that only a proxy gives: a browser would hand its logins to whoever sends it
CHUNK = 1 << 16  # bytes that are passed on at once
_REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP/1\.[01]")
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] (\d{3})( .*)?")
_LINES = re.compile(rb"\r?\n")  # browsers read both, so nothing may hide behind the shorter one
_BY_HOP = (b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"proxy-authenticate")


class BadHead(Exception):
    """What arrived is no head of HTTP/1.1."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser asks its proxy for.

    Attributes:
        host: Without brackets.
        port: Of the host.
        tunnel: Whether the connection is to be opened and left alone (https, ws, wss).
        head: What the server is told; empty for a tunnel.
    """

    host: str
    port: int
    tunnel: bool
    head: bytes = b""


async def read_head(reader: asyncio.StreamReader) -> bytes:
    """Everything up to the empty line, without it.

    Raises:
        BadHead: If the connection ends before it, or it is too long.
    """
    try:
        return (await reader.readuntil(b"\r\n\r\n"))[:-4]
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise BadHead("no complete head") from error


def read_request(head: bytes) -> Asked:
    """Reads the head that a browser sends to its proxy.

    Raises:
        BadHead: If it is none: a page that talks to the fence as if it were a server, for one.
    """
    line, *fields = _LINES.split(head)
    match = _REQUEST_LINE.fullmatch(line)
    if match is None:
        raise BadHead("no request")
    method, target = match[1].decode("ascii"), match[2].decode("latin-1")
    try:
        parts = urlsplit(f"//{target}" if method == "CONNECT" else target)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadHead("no address") from error
    if method == "CONNECT":
        if not host or port is None or parts.path:
            raise BadHead("no host and port")
        return Asked(host, port, tunnel=True)
    if parts.scheme != "http" or not host:
        raise BadHead("no absolute address")
    path, authority = target.partition("://")[2].partition("/")[2], parts.netloc.rpartition("@")[2]
    kept = [field for field in _passed_on(fields) if not field.lower().startswith(b"host:")]
    lines = [text.encode("latin-1") for text in (f"{method} /{path} HTTP/1.1", f"Host: {authority}")]
    return Asked(host, 80 if port is None else port, False, _joined([*lines, *kept]))


def read_answer(head: bytes) -> tuple[int, bytes]:
    """The status of an answer and the head that the browser is given.

    Raises:
        BadHead: If it is no answer of HTTP/1.1.
    """
    line, *fields = _LINES.split(head)
    match = _STATUS_LINE.fullmatch(line)
    if match is None:
        raise BadHead("no answer")
    status = int(match[1])
    if status == PROXY_LOGIN:
        raise BadHead("a server asks in the name of the proxy")
    if status < 200:
        return status, head + b"\r\n\r\n"
    return status, _joined([line, *_passed_on(fields)])


def refusal(reason: str) -> bytes:
    """The whole answer to a request that is not let out: a page that can do nothing, in the place of its origin."""
    body = f"Refused by guiwright: {reason}\n".encode()
    return (
        b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n"
        b"Content-Security-Policy: default-src 'none'; sandbox\r\nX-Content-Type-Options: nosniff\r\n"
        b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
    ) + body


def _passed_on(fields: list[bytes]) -> list[bytes]:
    return [field for field in fields if field.partition(b":")[0].strip().lower() not in _BY_HOP]


def _joined(lines: list[bytes]) -> bytes:
    # One request on each connection: none can follow that was not looked at.
    return b"\r\n".join([*lines, b"Connection: close", b"", b""])
