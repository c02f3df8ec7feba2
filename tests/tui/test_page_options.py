"""What `run` and `record` say of a page's environment: where it may go, what it may take and keep, where secrets go."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from guiwright.training.environment_facts import identity
from guiwright.training.episode import Episode
from guiwright.training.episode_store import EpisodeStore
from guiwright.tui.worlds import World

from .conftest import Runner

VALUE = "hunter22"
PAGE = """<title>form</title><style>* { position: fixed; left: 0; width: 100%; height: 20% }</style>
<input style='top: 0' oninput='document.title = this.value'>
<input type='file' style='top: 20%' onchange='document.title = this.files[0].name'>
<a style='top: 40%' download='bill.txt' href='/bill'>bill</a>
<button style='top: 60%' onclick='document.title = document.cookie'>who</button>"""
TYPES_THE_SECRET = "click 0.5 0.1\ntype {{secret:shop}}\n"
SHOWN = "{{secret:shop}}"  # what a recording makes of the title that the page makes of the value


class Site:
    """An origin of its own that has the form.

    Attributes:
        address: With a slash in the end.
        asked: The paths that were asked for.
    """

    def __init__(self, port: int) -> None:
        self.address, self.asked = f"http://127.0.0.1:{port}/", list[str]()


@contextmanager
def serving() -> Iterator[Site]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    site = Site(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


def typed(guiwright: Runner, folder: Path, lines: str, *options: str | Path) -> Episode:
    """What was recorded when a person typed these lines."""
    by = ("record", "--env", "web", "--by", "typed", "--goal", "Shop", "--out", "store")
    ran = guiwright(*by, *options, text=lines + "terminate\n", GUIWRIGHT_SECRET_SHOP=VALUE)
    assert ran.code == 0, ran.err
    assert VALUE not in ran.out + ran.err
    (episode,) = EpisodeStore(folder / "store").episodes()
    return episode


def told(episode: Episode) -> list[str]:
    """Of each step the kind of its failure, or the title after it."""
    return [step.failure.kind if step.failure else step.info["title"] for step in episode.steps]


@pytest.mark.browser
def test_a_page_goes_where_it_may_and_has_what_it_is_given(guiwright: Runner, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "cat.png").write_bytes(b"cat")
    cookie = {"name": "member", "value": "ada", "domain": "127.0.0.1", "path": "/"}
    (tmp_path / "login.json").write_text(json.dumps({"cookies": [cookie], "origins": []}))
    upload = json.dumps({"name": "upload_file", "target": [0.5, 0.3], "paths": ["cat.png"]})
    with serving() as shop, serving() as bank, serving() as foreign:
        lines = f"click 0.5 0.7\n{upload}\nclick 0.5 0.5\n{TYPES_THE_SECRET}"
        lines += f"navigate {bank.address}\n{TYPES_THE_SECRET}navigate {foreign.address}\n"
        given = ("--origin", bank.address, "--origin", "example.org", "--storage-state", "login.json")
        folders = ("--upload-folder", "mine", "--downloads", tmp_path / "kept")
        episode = typed(guiwright, tmp_path, lines, "--url", shop.address, *given, *folders)
    assert told(episode)[:5] == ["member=ada", "cat.png", "cat.png", "cat.png", SHOWN]
    assert told(episode)[5:9] == ["form", "form", SHOWN, "blocked"]
    assert foreign.asked == []
    assert [file.name for file in (tmp_path / "kept").rglob("*.txt")] == ["bill.txt"]
    assert episode.env_options == {
        "url": shop.address, "goal": "Shop", "origins": [bank.address, "example.org"], "secrets": ["shop"],
        "settings": {"storage_state": "given", "downloads": "given"},
    }  # fmt: skip


@pytest.mark.browser
def test_without_origins_a_secret_is_typed_at_the_start_only(guiwright: Runner, tmp_path: Path) -> None:
    elsewhere = "navigate data:text/html,<title>data</title><input style='position:fixed;width:100%25;height:50%25'>\n"
    with serving() as shop:
        start = shop.address.removeprefix("http://")  # as a person writes it
        episode = typed(guiwright, tmp_path, TYPES_THE_SECRET + elsewhere + TYPES_THE_SECRET, "--url", start)
    assert told(episode)[:5] == ["form", SHOWN, "data", "data", "blocked"]
    assert "origins" not in episode.env_options


@pytest.mark.browser
def test_a_run_of_a_policy_is_recorded_with_its_origins(guiwright: Runner, tmp_path: Path) -> None:
    with serving() as shop:
        options = ("--url", shop.address, "--origin", shop.address, "--goal", "Shop", "--model", "random")
        guiwright("run", "--env", "web", *options, "--max-steps", "1", "--out", "store")
    (episode,) = EpisodeStore(tmp_path / "store").episodes()
    assert episode.env_options["origins"] == [shop.address]


def test_a_window_has_the_same_options(tmp_path: Path) -> None:
    world = World("web", url="https://a.example", goal="Shop", origins=("b.example",), upload_folder=tmp_path)
    env = world.make_witnessed(headless=True, devtools_port=9222)
    assert identity(env)[1]["origins"] == ["b.example"]
    assert env.unwrapped.upload_folder == tmp_path
    env.close()
