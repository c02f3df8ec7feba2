"""The web environment around its actions: gymnasium, tasks, origins, settling, canvas."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from guiwright.actions.errors import UsageError
from guiwright.actions.observation import FEEDBACK, GOAL, picture_of
from guiwright.actions.schema import Action, Answer, Click, Clipboard, Navigate, Noop, PressKey, Type
from guiwright.envs import GuiEnv, MiniWoBEnv, Task, Verdict, WebEnv

pytestmark = pytest.mark.browser
Opener = Callable[..., WebEnv]


class Site(BaseHTTPRequestHandler):
    """Pages whose parts take their time: /slow.png comes when `arrive` is set, at the latest after 300 ms."""

    arrive = threading.Event()

    def do_GET(self) -> None:
        pages = {
            "/": "<body style='margin:0'><a href='/second' style='display:block;height:60px'>on</a>"
            "<button style='width:80px;height:40px' onclick=\"fetch('/late').then(r => r.text())"
            '.then(t => document.body.style.background = t)">load</button>',
            "/second": "<title>second</title>two",
        }
        if self.path == "/late":
            self.arrive.wait(0.3)
        self.send_response(302 if self.path == "/away" else 200)
        if self.path == "/away":
            host = self.headers["host"].replace("127.0.0.1", "localhost")
            self.send_header("location", f"http://{host}/second")
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(pages.get(self.path, "rgb(255,0,0)").encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the test's output is for the test."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def colour_at(env: WebEnv, x: float, y: float) -> list[int]:
    picture = picture_of(env.step(Noop())[0])
    height, width = picture.shape[:2]
    return [int(shade) for shade in picture[int(y * height), int(x * width)]]


def test_it_is_a_gymnasium_environment(browser: None):
    env = WebEnv("data:text/html,<h1>hi</h1><input>", "Grüß Gott", width=200, height=100, render_mode="rgb_array")
    check_env(env, skip_render_check=True)
    env.close()


def test_an_effect_that_comes_later_is_seen(open_page: Opener):
    env = open_page("late.html")
    for (x, y), colour in (((0.2, 0.2), [255, 0, 0]), ((0.8, 0.2), [0, 0, 255]), ((0.2, 0.8), [0, 255, 0])):
        observation, *_ = env.step(Click(target=(x, y)))
        seen = observation["screenshot"][int(300 * (y - 0.1)), int(400 * (x - 0.1))]
        assert list(seen) == colour
        assert env.measured.settled.reason == "quiet"


def test_a_page_that_never_rests_costs_the_deadline_and_not_the_run(open_page: Opener):
    env = open_page("late.html", settle_deadline=0.4)
    assert not env.step(Click(target=(0.8, 0.8)))[3]
    assert env.measured.settled.reason == "deadline"
    assert set(env.measured.settled.pending) <= {"timers", "mutations", "picture"}


def test_requests_are_waited_for(site: str, browser: None):
    env = WebEnv(site + "/", width=200, height=100)
    env.reset(seed=0)
    observation, *_ = env.step(Click(target=(0.2, 0.8)))
    assert list(observation["screenshot"][90, 190]) == [255, 0, 0]
    *_, info = env.step(Click(target=(0.05, 0.1)))
    assert info["title"] == "second"
    env.close()


def test_documents_come_from_allowed_origins_only(site: str, browser: None):
    other = site.replace("127.0.0.1", "localhost")
    env = WebEnv(site + "/", width=200, height=100, origins=("example.org",))
    _, info = env.reset(seed=0)
    assert "failure" not in info, "the start is always allowed"
    assert env.step(Navigate(url=other + "/second"))[-1]["failure"].kind == "blocked"
    env.evaluate("url => { document.querySelector('a').href = url }", other + "/second")
    assert env.step(Click(target=(0.05, 0.1)))[-1]["title"] != "second"
    env.reset(seed=0)
    assert env.step(Navigate(url=site + "/second"))[-1]["title"] == "second"
    env.close()


def test_an_address_of_any_length_is_told_cut_and_known_whole(site: str, browser: None):
    env = WebEnv(site + "/", width=200, height=100, origins=())
    env.reset(seed=0)
    env.evaluate("() => { history.pushState(0, '', '/?' + 'x'.repeat(1e6)); open('/second?' + 'y'.repeat(9999)) }")
    *_, info = env.step(Noop())
    long = tuple(f"{site}/{start}"[:2000] for start in ("?" + "x" * 2000, "second?" + "y" * 2000))
    assert info["tabs"] == tuple(address + "…" for address in long) and info["url"] == info["tabs"][1]
    assert env._world is not None and env._world.is_at(f"{site}/second?" + "y" * 9999)
    env.close()


@pytest.mark.parametrize("tab", ["_self", "_blank"])
def test_a_redirect_to_another_origin_is_left_again(site: str, browser: None, tab: str):
    env = WebEnv(site + "/", width=200, height=100, origins=())
    env.reset(seed=0)
    if tab == "_self":
        *_, info = env.step(Navigate(url=site + "/away"))
        assert (info["failure"].kind, info["url"]) == ("blocked", site + "/")
    env.evaluate("tab => { const a = document.querySelector('a'); a.href = '/away'; a.target = tab }", tab)
    observation, _, _, truncated, info = env.step(Click(target=(0.05, 0.1)))
    assert (info["failure"].kind, truncated) == ("blocked", False)
    assert info["url"] == (site + "/" if tab == "_self" else "about:blank") and info["title"] == ""
    assert "localhost" in FEEDBACK.decode(observation["feedback"])
    assert "failure" not in env.step(Noop())[-1]
    env.close()


def test_a_start_that_leads_elsewhere_is_refused_at_once(site: str, browser: None):
    env = WebEnv(site + "/away", width=200, height=100, origins=())
    _, info = env.reset(seed=0)
    assert info["failure"].kind == "blocked" and env.measured.attempts == 1
    assert "failure" not in env.reset(seed=0, options={"url": site + "/"})[1]
    env.close()


def test_a_link_to_a_file_elsewhere_is_left_again(open_page: Opener):
    env = open_page("links.html")
    env.evaluate("() => { document.querySelector('a').href = 'file:///etc/hostname' }")
    *_, info = env.step(Click(target=(0.1, 0.05)))
    assert info["failure"].kind == "blocked" and "/etc/hostname" in info["failure"].reason
    assert (info["url"], info["title"]) == (env.task.start, "Links")


def test_a_host_without_a_scheme_is_opened(site: str, browser: None):
    host = site.removeprefix("http://")
    env = WebEnv(host + "/second", width=200, height=100, origins=("localhost",))
    assert env.reset(seed=0)[1]["title"] == "second"
    assert env.step(Navigate(url=host.replace("127.0.0.1", "localhost") + "/"))[-1]["title"] == ""
    assert env.reset(seed=0, options={"url": host + "/"})[1]["url"] == site + "/"
    env.close()
    with pytest.raises(UsageError, match="is a path"):
        WebEnv("/srv/pages/a.html")


def test_an_address_that_does_not_answer_cannot_be_a_start(browser: None):
    env = WebEnv("http://127.0.0.1:1/", width=80, height=60, reset_deadline=1.5)
    observation, info = env.reset(seed=0)
    assert info["failure"].kind == "environment" and list(observation["content"]) == [0, 0]
    assert "http://127.0.0.1:1/" in info["failure"].reason and "\n" not in info["failure"].reason.strip()
    assert "Call log" not in info["failure"].reason, "what Playwright did on the way is nobody's business"
    assert env.measured.attempts > 1
    assert env.step(Noop())[-1]["failure"] == info["failure"]
    env.close()


def fill(env: GuiEnv, seed: int) -> None:
    assert isinstance(env, WebEnv)
    env.evaluate("seed => { document.title = `seed ${seed}` }", seed)


def is_filled(env: GuiEnv, action: Action) -> Verdict:
    assert isinstance(env, WebEnv)
    if isinstance(action, Answer):
        return Verdict(True, env.last_answer == "42", float(env.last_answer == "42"))
    value = env.evaluate("document.querySelector('input').value")
    if value == "crash":
        raise ValueError("no such value")
    return Verdict(value == "yes", True, 1.0) if value == "yes" else Verdict()


def test_a_task_sets_up_and_checks(browser: None):
    task = Task("fill", "Write yes.", "data:text/html,<input autofocus>", fill, is_filled)
    env = WebEnv(task=task, width=200, height=100)
    observation, info = env.reset(seed=11)
    assert (info["task"], info["title"], GOAL.decode(observation["goal"])) == ("fill", "seed 11", "Write yes.")
    assert env.step(Type(text="y"))[1:3] == (0.0, False)
    _, reward, terminated, _, info = env.step(Type(text="es"))
    assert (reward, terminated, info["success"]) == (1.0, True, True)
    env.reset(seed=12)
    assert env.step(Answer(text="42"))[1:3] == (1.0, True)
    env.reset(seed=13)
    _, reward, _, truncated, info = env.step(Type(text="crash"))
    assert (reward, truncated, info["failure"].kind) == (0.0, True, "grader")
    assert "ValueError: no such value" in info["failure"].reason
    observation, info = env.reset(seed=0, options={"task": Task("other", "Else.", "about:blank")})
    assert (info["task"], info["url"], GOAL.decode(observation["goal"])) == ("other", "about:blank", "Else.")
    with pytest.raises(UsageError, match="is a Task"):
        env.reset(options={"task": "fill"})
    env.close()


def break_down(env: GuiEnv, seed: int) -> None:
    raise KeyError(f"no data for\nseed {seed}")


def test_a_set_up_that_breaks_is_a_failure_of_the_grader_and_is_not_tried_again(browser: None):
    env = WebEnv(task=Task("fill", "Write yes.", "about:blank", break_down), width=200, height=100)
    observation, info = env.reset(seed=5)
    assert info["failure"].kind == "grader" and "the set-up broke: KeyError" in info["failure"].reason
    assert list(observation["content"]) == [0, 0] and env.measured.attempts == 1
    _, reward, terminated, truncated, info = env.step(Noop())
    assert (reward, terminated, truncated, info["failure"].kind) == (0.0, False, True, "grader")
    assert "failure" not in env.reset(seed=5, options={"task": Task("other", "Else.", "about:blank")})[1]
    env.close()


def test_a_picture_larger_than_the_canvas_is_scaled_down(open_page: Opener):
    env = open_page("second.html", canvas=(200, 200))
    observation, *_ = env.step(Noop())
    assert observation["screenshot"].shape == (200, 200, 3)
    assert list(observation["content"]) == [200, 150] and list(observation["screen"]) == [400, 300]
    assert not observation["screenshot"][150:].any()
    assert np.abs(observation["screenshot"][100, 100].astype(int) - [0x20, 0x40, 0x20]).max() <= 2


@pytest.mark.parametrize("miniwob", [False, True])
def test_nothing_copied_reaches_into_the_next_episode(browser: None, miniwob: bool):
    page = "data:text/html,<input value=secret autofocus style='width:100px;height:60px'>"
    env = MiniWoBEnv("enter-text") if miniwob else WebEnv(page, width=160, height=210)
    env.reset(seed=0)
    env.evaluate("() => { const field = document.querySelector('input'); field.value = 'secret'; field.focus() }")
    for key in ("a", "c"):
        env.step(PressKey(keys=("Control", key)))
    env.step(Clipboard(op="copy"))
    env.reset(seed=0)
    assert not FEEDBACK.decode(env.step(Clipboard(op="read"))[0]["feedback"])
    env.evaluate("() => { const field = document.querySelector('input'); field.value = ''; field.focus() }")
    for action in (PressKey(keys=("Control", "v")), Clipboard(op="paste")):
        env.step(action)
        assert env.evaluate("document.querySelector('input').value") == ""
    env.close()


def test_episodes_share_nothing(site: str, browser: None):
    env = WebEnv(site + "/", width=200, height=100)
    env.reset(seed=0)
    env.evaluate("() => { document.cookie = 'a=1'; localStorage.a = 1 }")
    env.reset(seed=0)
    assert env.evaluate("[document.cookie, localStorage.a ?? null]") == ["", None]
    with pytest.raises(UsageError, match=r"the script failed.*oops"):
        env.evaluate("() => { throw new Error('oops') }")
    env.close()
