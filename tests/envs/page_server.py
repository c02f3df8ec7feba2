"""A server on loopback with pages that a test writes."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Pages(BaseHTTPRequestHandler):
    """Serves `pages`, by path."""

    pages: dict[str, str]

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.pages.get(self.path, "").encode())

    def log_message(self, *_: Any) -> None:
        return None


@contextlib.contextmanager
def server(pages: dict[str, str]) -> Iterator[str]:
    """A server on loopback; gives its address."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), type("Pages", (_Pages,), {"pages": pages}))
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{serving.server_port}"
    finally:
        serving.shutdown()
        serving.server_close()
