"""Every way out of a page that we know of, against servers that write down what they hear."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pytest

from guiwright.actions.observation import Observation, picture_of
from guiwright.actions.schema import Action, Click, Navigate, Noop
from guiwright.envs import WebEnv

from .fence_cases import CASES, Case
from .watched_servers import AllowedServer, ForbiddenServer

pytestmark = pytest.mark.browser
PATIENCE = 10.0  # seconds until a page must have tried
RED = (255, 0, 0)


@dataclass
class Yard:
    """An environment, what it may reach and what it may not."""

    env: WebEnv
    allowed: AllowedServer
    second: AllowedServer
    forbidden: ForbiddenServer
    secret: Path

    def named(self, text: str, port: int = 0) -> str:
        """The text with the addresses of the servers."""
        words = {
            "GOODHOST": self.allowed.origin.removeprefix("http://"),
            "GOOD": self.allowed.origin,
            "SECOND": self.second.origin,
            "BAD": f"127.0.0.1:{port}",
            "PORT": str(port),
            "OUT": self.secret.as_uri(),
        }
        for word, meaning in words.items():
            text = text.replace(word, meaning)
        return text

    def port(self, case: Case) -> int:
        """The port that a case tries to reach."""
        return self.forbidden.ports[CASES.index(case)]

    def pages(self) -> dict[str, tuple[str, dict[str, str]]]:
        """What the allowed servers have: each case, all that share a tab, and what must go on working."""
        pages = {"/": ("<title>home</title>", {})}
        for number, case in enumerate(CASES):
            port = self.port(case)
            script = f"<script>{case.script}</script>" if case.script else ""
            headers = {name: self.named(value, port) for name, value in case.headers.items()}
            pages[f"/case/{number}"] = self.named(case.page + script, port), headers
            for path, (body, kind) in case.files.items():
                pages[path] = self.named(body, port), {"Content-Type": kind}
        shared = (f"<iframe src=/case/{number}></iframe>" for number, case in enumerate(CASES) if case.shares)
        pages["/shared"] = "".join(shared), {}
        pages.update({path: (self.named(body), {"Content-Type": kind}) for path, (body, kind) in KEPT.items()})
        return pages


@pytest.fixture(scope="module")
def yard(browser: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    secret = tmp_path_factory.mktemp("outside") / "secret.html"
    secret.write_text("<title>forbidden</title><body style='background:rgb(255,0,0)'>")
    pages: dict[str, tuple[str, dict[str, str]]] = {}
    allowed, second, forbidden = AllowedServer(pages.get), AllowedServer(pages.get), ForbiddenServer(len(CASES))
    origins = (allowed.origin, second.origin)
    env = WebEnv(allowed.origin + "/", width=200, height=120, origins=origins, settle_deadline=1.0)
    yard = Yard(env, allowed, second, forbidden, secret)
    pages.update(yard.pages())
    _, info = env.reset(seed=0)
    assert "failure" not in info
    yield yard
    env.close()
    for server in (allowed, second, forbidden):
        server.close()


@pytest.fixture(scope="module")
def shared(yard: Yard) -> str:
    """What was refused when the cases that share a tab were tried."""
    waiting = {str(yard.port(case)) for case in CASES if case.shares}
    refused, begun = "", time.monotonic()
    action: Action = Navigate(url=yard.allowed.origin + "/shared")
    while any(port not in refused for port in waiting) and time.monotonic() - begun < PATIENCE:
        observation, *_, info = yard.env.step(action)
        assert "failure" not in info
        assert not has_red(observation), "something forbidden was painted"
        refused += "; ".join(yard.env.measured.refused)
        action = Noop()
    return refused


@pytest.mark.parametrize("case", [case for case in CASES if case.shares], ids=lambda case: case.name)
def test_no_part_of_a_page_leads_out(yard: Yard, shared: str, case: Case):
    assert f":{yard.port(case)} was refused" in shared, "the page did not try"
    assert yard.forbidden.seen[yard.port(case)] == []


@pytest.mark.parametrize("case", [case for case in CASES if not case.shares], ids=lambda case: case.name)
def test_no_way_leads_out(yard: Yard, case: Case):
    env, port = yard.env, yard.port(case)
    start(yard)
    address = yard.named(case.navigate, port) or f"{yard.allowed.origin}/case/{CASES.index(case)}"
    steps: list[Action] = [Navigate(url=address), *([Click(target=(0.5, 0.5))] if case.click else [])]
    refused, kinds, begun = "", [], time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        observation, *_, info = env.step(steps.pop(0) if steps else Noop())
        refused += "; ".join(env.measured.refused)
        kinds += [info["failure"].kind] if "failure" in info else []
        tried = str(port) in refused if case.stopped_by == "fence" else info["title"] == "done"
        if not steps and (tried or case.stopped_by == "rule") and ("blocked" in kinds or not case.blocked):
            break
    else:
        pytest.fail(f"the page did not try, or the step did not say so: {refused!r}, {kinds}, {info}")
    assert yard.forbidden.seen[port] == []
    assert not has_red(observation), "something forbidden was painted"
    open_now = (info["url"], *info.get("tabs", ()))
    assert all(url.startswith(yard.allowed.origin) or url == "about:blank" for url in open_now), open_now


def has_red(observation: Observation) -> bool:
    """Whether the colour of the forbidden pages is seen anywhere."""
    return bool(np.all(picture_of(observation) == RED, axis=-1).any())


def start(yard: Yard) -> None:
    """One tab, and nothing that has been refused but not been taken."""
    if "tabs" in yard.env.step(Noop())[-1]:
        yard.env.reset(seed=0)


KEPT = {
    "/second": (
        "<script>fetch('SECOND/text').then(r => r.text()).then(t => { document.title = t })</script>",
        "text/html",
    ),
    "/text": ("of the second", "text/plain"),
    "/socket": (
        "<script>const s = new WebSocket('ws://GOODHOST/ws'); s.onopen = () => s.send('echoed');"
        "s.onmessage = e => { document.title = e.data; s.close() }</script>",
        "text/html",
    ),
    "/serviced": (
        "<script>navigator.serviceWorker.register('/own.js').then(() => navigator.serviceWorker.ready)"
        ".then(() => { document.title = 'served' })</script>",
        "text/html",
    ),
    "/own.js": ("self.addEventListener('fetch', () => 0)", "text/javascript"),
    "/posted": (
        "<script>fetch('/text', {method: 'POST', body: 'x'.repeat(300000)}).then(r => r.text())"
        ".then(t => { document.title = t })</script>",
        "text/html",
    ),
    "/framed": ("<title>framed</title><iframe src=SECOND/></iframe>", "text/html"),
}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/second", "of the second"),
        ("/socket", "echoed"),
        ("/serviced", "served"),
        ("/posted", "of the second"),
        ("/framed", "framed"),
        ("/go?to=/framed", "framed"),
        ("/go?to=SECOND/framed", "framed"),
    ],
)
def test_what_is_allowed_goes_on_working(yard: Yard, path: str, title: str):
    start(yard)
    begun = time.monotonic()
    *_, info = yard.env.step(Navigate(url=yard.allowed.origin + yard.named(path)))
    while info["title"] != title and time.monotonic() - begun < PATIENCE:
        *_, info = yard.env.step(Noop())
    assert info["title"] == title and "failure" not in info
    assert yard.env.measured.refused == ()


def test_the_servers_would_have_noticed(yard: Yard):
    port = yard.forbidden.ports[0]
    with urlopen(f"http://127.0.0.1:{port}/") as answer:
        assert b"forbidden" in answer.read()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.sendto(b"x", ("127.0.0.1", port))
    begun = time.monotonic()
    while len(yard.forbidden.seen[port]) < 3 and time.monotonic() - begun < PATIENCE:
        threading.Event().wait(0.01)
    assert yard.forbidden.seen[port][0] == b"tcp" and b"udp x" in yard.forbidden.seen[port]


def test_the_list_in_the_docs_is_this_one():
    page = (Path(__file__).parents[2] / "docs/guard.md").read_text()
    rows = [line.split("|")[1:3] for line in page.splitlines() if line.startswith("| ") and line.count("|") == 3]
    named = {name.strip(): by.strip() for name, by in rows if by.strip() in ("fence", "browser", "rule")}
    assert named == {case.name: case.stopped_by for case in CASES}
