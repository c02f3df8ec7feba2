"""`guiwright record --env web`: the real command, and a person who reaches its browser through the port."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from .conftest import COMMAND, ENVIRONMENT

pytestmark = pytest.mark.browser
PAGE = """<title>form</title><body style='margin:0'>
<input style='position:absolute;left:10px;top:10px;width:200px;height:30px'>
<input type='password' style='position:absolute;left:10px;top:50px;width:200px;height:30px'>"""
DEADLINE = 60.0  # seconds


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def recorded(
    folder: Path, act: Callable[[Page], None], end: Callable[[subprocess.Popen[str]], None]
) -> tuple[int, str]:
    """What the command ended with and printed when a person did something in its browser."""
    (folder / "page.html").write_text(PAGE)
    port = free_port()
    options = ("--url", (folder / "page.html").as_uri(), "--goal", "Fill in the form", "--out", "store", "--json")
    command = [*COMMAND, "record", "--env", "web", *options, "--headless", "--devtools-port", str(port)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, text=True, **pipes) as process:  # type: ignore[call-overload]
        assert process.stderr is not None
        while f"act in the browser behind port {port}" not in process.stderr.readline():
            assert process.poll() is None
        with sync_playwright() as playwright:
            browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
            page = next(page for context in browser.contexts for page in context.pages if page.title() == "form")
            act(page)
            end(process)
            out, _ = process.communicate(timeout=DEADLINE)
    return process.returncode, out


def fills(page: Page) -> None:
    page.mouse.click(50, 25)
    page.keyboard.type("Ada")
    page.mouse.click(50, 65)
    page.keyboard.type("s3cret")


def presses_enter(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_a_person_is_recorded_and_shown(guiwright, tmp_path: Path) -> None:
    code, out = recorded(tmp_path, fills, presses_enter)
    episode = json.loads(out)["episodes"][0]
    assert (code, episode["stop"], episode["env"]) == (0, "done", "guiwright/Web-v0")
    steps = guiwright("show", "store", "1", "--json").document["steps"]
    assert [(step["author"], step["action"]["name"], step["action"].get("text")) for step in steps] == [
        ("human", "click", None), ("human", "type", "Ada"),
        ("human", "click", None), ("human", "type", "{{secret:password}}"), ("human", "terminate", None),
    ]  # fmt: skip
    assert not [path for path in (tmp_path / "store").rglob("*") if path.is_file() and b"s3cret" in path.read_bytes()]


def test_an_interrupted_recording_is_valid(guiwright, tmp_path: Path) -> None:
    code, _ = recorded(
        tmp_path, lambda page: page.mouse.click(50, 25), lambda process: process.send_signal(signal.SIGINT)
    )
    assert code == 130
    assert guiwright("show", "store", "1", "--json").document["stop"] == "aborted"


def test_without_a_display_the_command_says_what_to_do(guiwright, tmp_path: Path) -> None:
    ran = guiwright(
        "record", "--env", "web", "--url", "about:blank", "--goal", "x", DISPLAY="", WAYLAND_DISPLAY="",
    )  # fmt: skip
    assert ran.code == 2
    assert "--by typed" in ran.err
    assert list(tmp_path.iterdir()) == []
