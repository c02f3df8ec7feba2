"""Files that a person takes from a page and gives to it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from guiwright.actions.observation import FEEDBACK
from guiwright.actions.schema import Action, Click, Navigate, Noop, UploadFile
from guiwright.envs import BrowserSettings, WebEnv
from guiwright.envs.web import downloads
from guiwright.envs.web.downloads import LONGEST_NAME, harmless_name

pytestmark = pytest.mark.browser
Opener = Callable[..., WebEnv]
PLAIN, AGAIN, TARBALL, SEVERAL, FOLDER, ZONE, LATE = ((0.1, (18 + 40 * row) / 300) for row in range(7))


def done(env: WebEnv, action: Action) -> dict:
    *_, info = env.step(action)
    assert "failure" not in info, info["failure"]
    return info


def refused(env: WebEnv, action: Action, kind: str = "policy") -> str:
    *_, info = env.step(action)
    assert info["failure"].kind == kind
    return str(info["failure"].reason)


def test_downloads_lie_in_a_folder_of_the_episode(open_page: Opener, tmp_path: Path):
    env = open_page("files.html", settings=BrowserSettings(downloads=tmp_path / "taken"))
    assert "downloads" not in done(env, Noop()) and env.downloads_folder is None
    for target in (PLAIN, AGAIN, PLAIN):
        done(env, Click(target=target))
    info = done(env, Click(target=TARBALL))
    names = [file["name"] for file in info["downloads"]]
    # The browser writes the path as one name; two files of the same name are two files.
    assert names[1:] == ["notes.txt", names[0].replace(".txt", " (1).txt"), "a_b_.tar.gz"]
    assert [file["size"] for file in info["downloads"]] == [5, 11, 5, 3]
    folder = env.downloads_folder
    assert folder is not None and folder.parent == tmp_path / "taken"
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert (folder / "notes.txt").read_text() == "hello again"

    env.reset(seed=0)
    info = done(env, Click(target=AGAIN))
    assert info["downloads"] == ({"name": "notes.txt", "size": 11},)
    assert env.downloads_folder not in (folder, None) and (folder / "notes.txt").read_text() == "hello again"


def test_without_a_folder_downloads_are_refused(open_page: Opener):
    env = open_page("files.html")
    observation, *_, info = env.step(Click(target=AGAIN))
    assert "'notes.txt' was refused" in FEEDBACK.decode(observation["feedback"]) and "downloads" not in info


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\win.ini", "win.ini"),
        (".bashrc", "bashrc"),
        ("a\0b\n$(c).sh", "a_b__(c).sh"),
        ("...", "download"),
        ("", "download"),
        ("grün 漢字.pdf", "grün 漢字.pdf"),
    ],
)
def test_names_of_downloads_do_no_harm(name: str, harmless: str):
    assert harmless_name(name) == harmless


def test_long_names_keep_their_ending():
    name = harmless_name("x" * 400 + ".pdf")
    assert len(name) <= LONGEST_NAME and name.endswith("x.pdf")


NAMES = {"/file": "report.bin", "/endless": "endless.bin"}


class Slow(BaseHTTPRequestHandler):
    """A file whose second half comes when it is let go, and one without an end."""

    go_on = threading.Event()

    def do_GET(self) -> None:
        self.send_response(200)
        if self.path in ("/file", "/endless"):
            self.send_header("content-type", "application/octet-stream")
            self.send_header("content-disposition", f'attachment; filename="{NAMES[self.path]}"')
            if self.path == "/file":
                self.send_header("content-length", "20")
        else:
            self.send_header("content-type", "text/html")
        self.end_headers()
        if self.path == "/file":
            self.wfile.write(b"0123456789")
            self.wfile.flush()
            self.go_on.wait(10)
            self.wfile.write(b"0123456789")
        elif self.path == "/endless":
            with contextlib.suppress(OSError):
                while True:
                    self.wfile.write(bytes(2**16))
        else:
            self.wfile.write(b"<a href='/file' style='position:absolute;inset:0'>file</a>")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the test's output is for the test."""


@pytest.fixture
def slow() -> Iterator[str]:
    Slow.go_on.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    Slow.go_on.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_step_waits_for_a_download_until_its_deadline(browser: None, slow: str, tmp_path: Path):
    env = WebEnv(slow, width=200, height=100, settle_deadline=0.5, settings=BrowserSettings(downloads=tmp_path))
    try:
        env.reset(seed=0)
        info = done(env, Click(target=(0.5, 0.5)))
        assert "downloads" not in info and "download" in env.measured.settled.pending
        env.settle_deadline = 20.0
        Slow.go_on.set()
        assert done(env, Noop())["downloads"] == ({"name": "report.bin", "size": 20},)
        observation, *_, info = env.step(Navigate(url=slow + "file"))
        assert "failure" not in info and info["url"] == slow
        assert [file["name"] for file in info["downloads"]] == ["report.bin", "report (1).bin"]
        assert FEEDBACK.decode(observation["feedback"]) == "'report (1).bin' was downloaded"
    finally:
        env.close()


def test_a_download_that_does_not_end_costs_two_deadlines(browser: None, slow: str, tmp_path: Path):
    env = WebEnv(slow, width=200, height=100, settle_deadline=0.5, settings=BrowserSettings(downloads=tmp_path))
    try:
        env.reset(seed=0)
        for action in (Click(target=(0.5, 0.5)), Noop()):
            done(env, action)
            assert "download" in env.measured.settled.pending
        env.settle_deadline = 20.0
        assert "downloads" not in done(env, Noop()) and env.measured.settled.reason == "quiet"
        Slow.go_on.set()
        told = (done(env, Noop()) for _ in range(100))
        assert next(info for info in told if "downloads" in info)["downloads"] == ({"name": "report.bin", "size": 20},)
    finally:
        env.close()


@pytest.mark.parametrize("tab", ["_self", "_blank"])
def test_downloads_are_broken_off_at_the_limit_of_their_bytes(browser: None, slow: str, tmp_path: Path, tab: str):
    Slow.go_on.set()
    settings = BrowserSettings(downloads=tmp_path, download_limit=1)
    env = WebEnv(slow, width=200, height=100, settle_deadline=20.0, settings=settings)
    try:
        env.reset(seed=0)
        env.evaluate("tab => { document.querySelector('a').target = tab }", tab)
        assert "tabs" not in done(env, Click(target=(0.5, 0.5))), "one that was opened for a download closes"
        env.evaluate("() => { document.querySelector('a').href = '/endless' }")
        observation, *_, info = env.step(Click(target=(0.5, 0.5)))
        assert info["downloads"] == ({"name": "report.bin", "size": 20},) and env.measured.settled.reason == "quiet"
        limit = "'endless.bin' broke off: all downloads of an episode may take 1 MiB at most"
        assert limit in FEEDBACK.decode(observation["feedback"])
        assert [file.name for file in tmp_path.rglob("*.bin")] == ["report.bin"]
    finally:
        env.close()


def test_the_number_of_downloads_has_a_limit(open_page: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(downloads, "MOST", 2)
    env = open_page("files.html", settings=BrowserSettings(downloads=tmp_path))
    for _ in range(3):
        observation, *_, info = env.step(Click(target=AGAIN))
    assert "2 files are the most" in FEEDBACK.decode(observation["feedback"]) and len(info["downloads"]) == 2


def test_uploads_of_several_files_drop_zones_and_late_choosers(open_page: Opener, tmp_path: Path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    (tmp_path / "sub").mkdir()
    env = open_page("files.html", upload_folder=tmp_path)

    def last(target: tuple[float, float], *paths: str) -> str:
        done(env, UploadFile(target=target, paths=paths))
        return env.evaluate("seen()")[-1]

    assert last(SEVERAL, "a.txt", "b.txt") == "chosen a.txt 5, b.txt 5"
    assert last(ZONE, "b.txt", "a.txt") == "dropped b.txt 5, a.txt 5 true"
    assert last(LATE, "a.txt") == "later a.txt 5"
    assert "takes one file" in refused(env, UploadFile(target=LATE, paths=("a.txt", "b.txt")))
    assert "takes a folder" in refused(env, UploadFile(target=FOLDER, paths=("a.txt",)))
    assert "'sub' is a folder" in refused(env, UploadFile(target=SEVERAL, paths=("sub",)))
