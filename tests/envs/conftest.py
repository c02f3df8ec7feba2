"""Real environments on pages of our own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from guiwright.envs import MiniWoBEnv, WebEnv

collect_ignore = ["kill_run.py"]  # a program, which test_web_kills.py runs

PAGES = Path(__file__).with_name("pages")


@pytest.fixture(scope="session")
def browser() -> Iterator[None]:
    """Keeps the shared browser of this process alive between tests."""
    env = WebEnv(width=100, height=100)
    env.reset(seed=0)
    yield
    env.close()


@pytest.fixture
def open_page(browser: None) -> Iterator[Callable[..., WebEnv]]:
    """Opens a page of ours in an environment with a view of 400 x 300."""
    opened: list[WebEnv] = []

    def open_it(name: str, **arguments: Any) -> WebEnv:
        env = WebEnv((PAGES / name).as_uri(), **{"width": 400, "height": 300, "settle_deadline": 20.0, **arguments})
        opened.append(env)
        _, info = env.reset(seed=0)
        assert "failure" not in info
        return env

    yield open_it
    for env in opened:
        env.close()


@pytest.fixture(scope="session")
def miniwob(browser: None) -> Iterator[MiniWoBEnv]:
    env = MiniWoBEnv()
    yield env
    env.close()


@pytest.fixture
def slow_site() -> Iterator[str]:
    """The address of a page that takes a second to come, as everything there does but our own pages."""

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file = PAGES / self.path.strip("/")
            if not file.is_file():
                threading.Event().wait(1.0)  # the server is slow
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(file.read_bytes() if file.is_file() else b"<title>slow</title><p>here I am")

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
