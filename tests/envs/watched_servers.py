"""Servers on loopback for the tests of the fence: one that may be reached, and one that must never hear anything."""

from __future__ import annotations

import base64
import hashlib
import selectors
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FORBIDDEN_PAGE = b"<title>forbidden</title><body style='background:rgb(255,0,0)'>forbidden"


class ForbiddenServer:
    """Listens on every address of this machine, TCP and UDP, on a port for each case; writes down what arrives.

    Attributes:
        ports: As many as asked for.
        seen: By port, what arrived: "tcp" for a connection, its first bytes, datagrams.
    """

    def __init__(self, count: int) -> None:
        self.ports: list[int] = []
        self.seen: dict[int, list[bytes]] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, self._end = socket.socketpair()
        self._selector.register(self._end, selectors.EVENT_READ)
        for _ in range(count):
            self._listen()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _listen(self) -> None:
        tcp = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        port = tcp.getsockname()[1]
        udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        udp.bind(("::", port))
        self.ports.append(port)
        self.seen[port] = []
        for each in (tcp, udp):
            self._selector.register(each, selectors.EVENT_READ, port)

    def _watch(self) -> None:
        while True:
            for key, _ in self._selector.select():
                each = key.fileobj
                assert isinstance(each, socket.socket)
                if each is self._end:
                    return
                if each.type == socket.SOCK_DGRAM:
                    self.seen[key.data].append(b"udp " + each.recv(65536))
                else:
                    self._answer(each, self.seen[key.data])

    def _answer(self, listener: socket.socket, seen: list[bytes]) -> None:
        connection, _ = listener.accept()
        seen.append(b"tcp")
        with connection:
            connection.settimeout(0.5)
            try:
                seen.append(connection.recv(65536))
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nAccess-Control-Allow-Origin: *\r\n"
                connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(FORBIDDEN_PAGE) + FORBIDDEN_PAGE)
            except OSError:
                return

    def close(self) -> None:
        """Ends the thread and closes every port."""
        self._wake.send(b"x")
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        self._selector.close()
        self._wake.close()


class AllowedServer(ThreadingHTTPServer):
    """Serves what `page` gives for a path; redirects, WebSockets that say their text back, and a download."""

    daemon_threads = True

    def __init__(self, page: Callable[[str], tuple[str, dict[str, str]] | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.page = page
        self.asked: list[str] = []
        self._thread = threading.Thread(target=self.serve_forever)
        self._thread.start()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.server_port}"

    def close(self) -> None:
        """Ends its thread."""
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Answers(BaseHTTPRequestHandler):
    server: AllowedServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = urlsplit(self.path)
        wanted = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if "Upgrade" in self.headers and parts.path == "/ws":
            self._echo()
        elif parts.path == "/go":
            self._answer("", {"Location": wanted["to"]}, int(wanted.get("status", "302")))
        elif parts.path == "/download":
            self._answer("a file", {"Content-Disposition": "attachment; filename=a.txt"})
        else:
            body, headers = self.server.page(parts.path) or ("", {})
            self._answer(body, headers)

    do_POST = do_GET

    def _answer(self, body: str, headers: dict[str, str], status: int = 200) -> None:
        data = body.encode()
        defaults = {"Content-Type": "text/html", "Content-Length": str(len(data)), "Access-Control-Allow-Origin": "*"}
        self.send_response(status)
        for name, value in {**defaults, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _echo(self) -> None:
        """One message, short and masked as browsers send it."""
        key = self.headers["Sec-WebSocket-Key"].encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key).digest()).decode()
        head = "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        self.wfile.write(f"{head}Sec-WebSocket-Accept: {accept}\r\n\r\n".encode())
        length = self.rfile.read(2)[1] & 0x7F
        mask = self.rfile.read(4)
        text = bytes(byte ^ mask[place % 4] for place, byte in enumerate(self.rfile.read(length)))
        self.wfile.write(bytes([0x81, length]) + text)
        self.rfile.read(1)  # until the browser closes

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the test's output is for the test."""
