"""Pages of files: other files are refused before they are read; pages without a network have no way out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from guiwright.actions.observation import Observation, picture_of
from guiwright.actions.schema import Click, Navigate, Noop
from guiwright.envs import MiniWoBEnv, WebEnv

from .watched_servers import ForbiddenServer

pytestmark = pytest.mark.browser
Folder = Callable[[str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes a page into a folder, beside a folder with secrets that show red."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    red = "<title>secret</title><body style='background:rgb(255,0,0)'>"
    (outside / "secret.html").write_text(red)
    (outside / "secret.js").write_text("document.title = 'read'; document.body.style.background = 'rgb(255,0,0)'")
    (outside / "secret.css").write_text("body { background: rgb(255,0,0) }")
    (outside / "secret.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'>"
        "<rect width='99' height='99' fill='#f00'/></svg>"
    )
    (inside / "near.js").write_text("document.title += ' near'")

    def write(body: str) -> Path:
        (inside / "page.html").write_text(f"<title>page</title><body style='margin:0'>{body}")
        return inside / "page.html"

    return write


def is_red(observation: Observation) -> bool:
    return bool(np.all(picture_of(observation) == (255, 0, 0), axis=-1).any())


@pytest.mark.parametrize(
    ("body", "blocked"),
    [
        ("<iframe src=../outside/secret.html></iframe>", False),
        ("<object data=../outside/secret.html></object>", False),
        ("<embed src=../outside/secret.svg>", False),
        ("<img src=../outside/secret.svg>", False),
        ("<script src=../outside/secret.js></script>", False),
        ("<link rel=stylesheet href=../outside/secret.css>", False),
        ("<a href=../outside/secret.html style='position:fixed;inset:0'>go</a>", True),
        ("<a href=../outside/secret.html target=_blank style='position:fixed;inset:0'>go</a>", True),
        ("<body onclick=\"window.open('../outside/secret.html')\">", True),
        ("<body onclick=\"location = '../inside/../outside/secret.html'\">", True),
    ],
)
def test_other_files_are_never_read(browser: None, folder: Folder, body: str, blocked: bool):
    page = folder(body + "<script src=near.js></script>")
    env = WebEnv(page.as_uri(), width=120, height=100)
    observation, info = env.reset(seed=0)
    assert info["title"] == "page near", "files of its own folder are read"
    steps = [
        (observation, info),
        *((one[0], one[-1]) for one in (env.step(Click(target=(0.5, 0.5))), env.step(Noop()))),
    ]
    assert not any(is_red(seen) for seen, _ in steps)
    assert blocked == any(one.get("failure") is not None and one["failure"].kind == "blocked" for _, one in steps)
    assert {"secret", "read"}.isdisjoint(one["title"] for _, one in steps)
    assert all(url in (page.as_uri(), "about:blank") for url in (info["url"], *steps[-1][1].get("tabs", ())))
    env.close()


def test_an_allowed_folder_opens_its_files(browser: None, folder: Folder):
    page = folder("<iframe src=../outside/secret.html></iframe>")
    env = WebEnv(page.as_uri(), width=120, height=100, origins=((page.parents[1] / "outside").as_uri(),))
    observation, _ = env.reset(seed=0)
    assert is_red(observation)
    assert env.step(Navigate(url=(page.parents[1] / "outside/secret.html").as_uri()))[-1]["title"] == "secret"
    env.close()


def test_pages_without_a_network_have_no_way_out(miniwob: MiniWoBEnv):
    server = ForbiddenServer(1)
    miniwob.reset(seed=0, options={"task": "click-test"})
    address = f"127.0.0.1:{server.ports[0]}"
    tried = miniwob.evaluate(
        """async address => {
          navigator.sendBeacon(`http://${address}/`, "x");
          new Image().src = `https://${address}/`;
          const peer = new RTCPeerConnection({iceServers: [{urls: `stun:${address}`}]});
          peer.createDataChannel("x");
          await peer.setLocalDescription(await peer.createOffer());
          const socket = await new Promise(done => { new WebSocket(`ws://${address}/`).onerror = () => done("none") });
          return [await fetch(`http://${address}/`, {mode: "no-cors"}).catch(() => "none"), socket];
        }""",
        address,
    )
    miniwob.step(Noop())
    server.close()
    assert tried == ["none", "none"] and server.seen == {server.ports[0]: []}


PROGRAM = """
import sys
from guiwright.actions.schema import Click, Noop
from guiwright.envs import WebEnv
env = WebEnv(sys.argv[1], width=120, height=100)
print(env.reset(seed=0)[1], env.step(Click(target=(0.5, 0.5)))[-1], env.step(Noop())[-1])
env.close()
"""


def test_no_address_starts_a_program(folder: Folder, tmp_path: Path):
    page = folder(
        "<a href='mailto:a@b.example' style='position:fixed;inset:0'>go</a><iframe src='magnet:x'></iframe>"
        "<script>onload = () => setTimeout(() => { location = 'guiwright-test:x' })</script>"
    )
    told, programs = tmp_path / "told", tmp_path / "programs"
    programs.mkdir()
    for name in ("xdg-open", "gio", "kde-open", "exo-open", "gnome-open", "sensible-browser", "x-www-browser"):
        (programs / name).write_text(f'#!/bin/sh\necho "$0 $@" >> {told}\n')
        (programs / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, page.as_uri()], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0 and done.stdout.count(page.as_uri()) == 3, done.stdout + done.stderr
    assert not told.exists()
