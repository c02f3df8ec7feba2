"""A server on loopback whose answers take as long as they are told to."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGES = Path(__file__).with_name("pages")


class Slow(BaseHTTPRequestHandler):
    """Pages of ours at once; `?ms=` milliseconds later /colour, /picture, /file, /tab, /still and everything else."""

    protocol_version = "HTTP/1.1"
    never = threading.Event()

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        colour = asked.get("colour", "rgb(0,0,0)")
        self.never.wait(float(asked.get("ms", 0)) / 1000)
        kind, headers = "text/html", {}
        if (PAGES / parts.path.strip("/")).is_file():
            body = (PAGES / parts.path.strip("/")).read_text()
        elif parts.path == "/picture":
            body = f"<svg xmlns='http://www.w3.org/2000/svg'><rect width='400' height='300' fill='{colour}'/></svg>"
            kind = "image/svg+xml"
        elif parts.path == "/file":
            body, headers = colour, {"Content-Disposition": "attachment; filename=file.txt"}
        elif parts.path == "/tab":
            body = f"<title>{colour}</title><body style='background:{colour}'>"
        elif parts.path == "/still":
            body, headers = "<p>No script runs here.", {"Content-Security-Policy": "sandbox"}
        else:
            body = colour
        self._send(body.encode(), {"Content-Type": kind, **headers})

    def _send(self, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(body)), "Cache-Control": "no-store"}.items():
            self.send_header(name, value)
        with contextlib.suppress(ConnectionError):  # the page has gone
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Says nothing: the test's output is for the test."""


@contextmanager
def slow_server() -> Iterator[str]:
    """Its address, without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
