"""A person acts in the browser with real input, and what they did is an episode that can be done again."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Dialog, FileChooser, Page

from guiwright.actions.schema import (
    Action,
    Click,
    CloseTab,
    Drag,
    GoBack,
    GoForward,
    Navigate,
    NewTab,
    PressKey,
    Reload,
    Scroll,
    SelectOption,
    SwitchTab,
    Target,
    Terminate,
    Type,
    UploadFile,
)
from guiwright.envs import Secrets, WebEnv
from guiwright.envs.web.loop import loop_thread
from guiwright.envs.web.witness import WitnessedWebEnv

pytestmark = pytest.mark.browser
PAGES = Path(__file__).with_name("pages")
SIZE = {"width": 400, "height": 300}
Input = Callable[[Page], Awaitable[Any]]


class Site(BaseHTTPRequestHandler):
    """Pages with a frame from another site, a link, and a popup that closes itself."""

    def do_GET(self) -> None:
        other = f"http://{self.headers['host'].replace('127.0.0.1', 'localhost')}"
        pages = {
            "/": f"<title>one</title><body style='margin:0'><iframe src='{other}/frame' "
            "style='position:absolute;left:50px;top:40px;width:200px;height:60px;border:3px solid'></iframe>"
            "<a href='/two' style='position:absolute;left:10px;top:150px'>two</a>"
            "<button onclick='window.open(\"/popup\")' style='position:absolute;left:100px;top:150px'>popup</button>"
            "<button onclick='history.back()' style='position:absolute;left:200px;top:150px'>back</button>",
            "/two": "<title>two</title><button onclick='history.back()' style='margin:0'>back</button>",
            "/frame": "<body style='margin:0'><input style='width:150px;height:30px' "
            "oninput='parent.postMessage(value, \"*\")'><script>const word = 'x'</script>",
            "/popup": "<body style='margin:0'><button onclick='window.close()'"
            " style='width:100px;height:50px'>done</button>",
        }
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(pages.get(self.path, "").encode())

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


@pytest.fixture
def witnessed(browser: None) -> Iterator[Callable[[str], WitnessedWebEnv]]:
    made: list[WitnessedWebEnv] = []

    def make(url: str, **more: Any) -> WitnessedWebEnv:
        env = WitnessedWebEnv(url, "see what they do", **SIZE, headless=True, origins=origins_of(url), **more)
        made.append(env)
        _, info = env.reset(seed=0)
        assert "failure" not in info
        return env

    yield make
    for env in made:
        env.close()


def origins_of(url: str) -> tuple[str, ...] | None:
    """The site of a test under both of its names."""
    port = urlsplit(url).port
    return None if port is None else (f"http://127.0.0.1:{port}", f"http://localhost:{port}")


def tab(env: WebEnv, index: int = -1) -> Page:
    assert env._world is not None
    return env._world.tabs.pages[index]


def on_loop(part: Awaitable[Any]) -> Any:
    async def awaited() -> Any:
        return await part

    return loop_thread().run(awaited(), 20.0)


def does(env: WitnessedWebEnv, *acts: Input, page: Page | None = None) -> list[Action]:
    """Acts as a person does, at once, and gives what was understood of it."""
    for act in acts:
        on_loop(act(page or tab(env)))
    env.finish()
    actions: list[Action] = []
    while Terminate() not in actions:
        action = env.next_action()
        assert action is not None
        actions.append(action)
        if action != Terminate():
            env.step(action)
    return actions[:-1]


def at(x: float, y: float) -> Target:
    return Target.at(x / 400, y / 300)


def click(x: float, y: float, **options: Any) -> Input:
    return lambda page: page.mouse.click(x, y, **options)


def keys(*names: str) -> Input:
    async def press(page: Page) -> None:
        for name in names:
            await page.keyboard.press(name)

    return press


def writes(text: str) -> Input:
    return lambda page: page.keyboard.type(text)


async def drags(page: Page) -> None:
    await page.mouse.move(225, 145)
    await page.mouse.down()
    await page.mouse.move(300, 145, steps=5)
    await page.mouse.move(330, 160, steps=3)
    await page.mouse.up()


async def turns(page: Page) -> None:
    await page.mouse.move(50, 120)
    await page.mouse.wheel(0, 100)
    await page.mouse.wheel(0, 150)


async def with_shift(page: Page) -> None:
    await page.keyboard.down("Shift")
    await page.mouse.click(240, 65)
    await page.keyboard.up("Shift")


FORM: tuple[Input, ...] = (
    click(50, 25), writes("Adda"), keys("Backspace"), writes("Äö"), keys("Tab"),
    writes("s3cret"), keys("Backspace", "Backspace"), writes("t!"),
    click(240, 65, click_count=2), click(240, 65, button="right"), with_shift, click(300, 60), turns,
    click(240, 102), writes("in a shadow root"), drags,
    click(50, 200), writes("one"), keys("Enter"), lambda page: page.keyboard.insert_text("二 two"),
    keys("ArrowLeft", "ArrowLeft", "Control+ArrowLeft", "Delete"),
    click(240, 195), writes("deep"),
    lambda page: page.focus("#size"), keys("ArrowDown"),
)  # fmt: skip


def test_what_a_person_did_on_a_form_is_done_again(witnessed) -> None:
    env = witnessed((PAGES / "form.html").as_uri())
    actions = does(env, *FORM)
    assert [str(action) for action in actions[:4]] == [
        str(Click(target=at(50, 25))), "type(text=AddÄö)", "press_key(keys=['Tab'])", "type(text={{secret:pass}})",
    ]  # fmt: skip
    assert "s3c" not in "".join(map(str, actions))
    wanted = env.evaluate("state()")
    assert (wanted["pass"], wanted["deep"], wanted["size"], wanted["list"]) == ("s3crt!", "deep", "m", 250)
    hidden = Secrets({"pass": wanted["pass"]})
    again = WebEnv((PAGES / "form.html").as_uri(), **SIZE, secrets=hidden)
    try:
        again.reset(seed=0)
        for action in actions:
            _, _, _, _, info = again.step(action)
            assert "failure" not in info, (action, info)
        assert again.evaluate("state()") == wanted
    finally:
        again.close()


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ((click(50, 25), click(50, 25, click_count=3)), [Click(target=at(50, 25)), Click(target=at(50, 25), clicks=3)]),
        ((with_shift,), [Click(target=at(240, 65), modifiers=("Shift",))]),
        ((turns,), [Scroll(direction="down", target=at(50, 120), amount=250.0, unit="px")]),
        ((drags,), [Drag(path=(at(225, 145), at(300, 145), at(330, 160)))]),
        ((keys("a", "a", "Escape"),), [PressKey(keys=("a",), presses=2), PressKey(keys=("Escape",))]),
        ((keys("Control+KeyS", "Control+Shift+Digit9"),),
         [PressKey(keys=("Control", "s")), PressKey(keys=("Control", "Shift", "9"))]),
        ((lambda page: page.focus("#size"), keys("ArrowDown", "ArrowDown")),
         [SelectOption(target=at(100, 65), values=("Medium",)), SelectOption(target=at(100, 65), values=("Large",))]),
    ],
)  # fmt: skip
def test_an_act_is_an_action(witnessed, acts: tuple[Input, ...], expected: list[Action]) -> None:
    assert does(witnessed((PAGES / "form.html").as_uri()), *acts) == expected


def test_a_frame_of_another_site_and_a_link(witnessed, site: str) -> None:
    actions = does(witnessed(f"{site}/"), click(80, 60), writes("over there"), click(15, 158))
    assert actions == [Click(target=at(80, 60)), Type(text="over there"), Click(target=at(15, 158))]


def test_the_controls_of_the_browser(witnessed, site: str) -> None:
    def goes(where: str) -> Input:
        return lambda page: page.goto(f"{site}{where}")

    env = witnessed(f"{site}/")
    assert does(env, goes("/two")) == [Navigate(url=f"{site}/two")]
    assert does(env, lambda page: page.go_back()) == [GoBack()]
    assert does(env, lambda page: page.go_forward()) == [GoForward()]
    assert does(env, lambda page: page.reload(), keys("Alt+ArrowLeft", "F5")) == [Reload()]
    # The click lets the page go back by itself: that is what it came to, and no other act of the person.
    assert does(env, click(20, 10)) == [Click(target=at(20, 10))]


def test_tabs_of_the_person_and_of_the_page(witnessed, site: str) -> None:
    env = witnessed(f"{site}/")
    first = tab(env)
    new = on_loop(first.context.new_page())
    on_loop(new.goto(f"{site}/two"))
    assert does(env) == [NewTab(), Navigate(url=f"{site}/two")]

    async def opens(page: Page) -> None:
        async with page.expect_popup():
            await page.mouse.click(110, 158)

    assert does(env, opens, page=first) == [SwitchTab(index=0), Click(target=at(110, 158))]
    popup = tab(env)
    # It closes itself on the click.
    assert does(env, click(50, 25), page=popup) == [Click(target=at(50, 25))]
    assert does(env, lambda page: page.close(), page=new) == [CloseTab()]


def test_closing_the_window_is_the_end_and_breaks_nothing(witnessed, site: str) -> None:
    env = witnessed(f"{site}/two")
    on_loop(tab(env).mouse.click(300, 200))
    on_loop(tab(env).close())
    action = env.next_action()
    assert action == Click(target=at(300, 200))
    _, _, _, truncated, info = env.step(action)
    assert not truncated and "failure" not in info
    assert env.next_action() is None


SECRETS = """<body style='margin:0'><input id='a' type='password' style='width:100px;height:30px'>
<input name='user[otp]' autocomplete='one-time-code' style='position:absolute;left:150px;top:0;width:100px;height:30px'>
<div id='closed' style='position:absolute;left:0;top:50px;width:100px;height:30px'></div>
<script>document.getElementById('closed').attachShadow({mode:'closed'}).innerHTML =
  "<input type='password' style='width:90px;height:24px'>"</script>"""


def test_no_letter_of_a_secret_is_in_an_action(witnessed, tmp_path: Path) -> None:
    (tmp_path / "secrets.html").write_text(SECRETS)
    env = witnessed((tmp_path / "secrets.html").as_uri())

    async def shows(page: Page) -> None:
        await page.evaluate("document.getElementById('a').type = 'text'")

    actions = does(
        env, click(50, 10), writes("abc"), shows, click(300, 250), click(50, 10), writes("d"),
        click(200, 15), writes("123456"), click(50, 62), writes("hidden"), click(300, 250),
    )  # fmt: skip
    assert [action for action in actions if isinstance(action, Type)] == [
        Type(text="{{secret:a}}"), Type(text="{{secret:a}}", clear=True), Type(text="{{secret:user_otp}}"),
        Type(text="{{secret:closed}}", clear=True),
    ]  # fmt: skip
    assert env.evaluate("document.getElementById('a').value") in ("abcd", "dabc")


def test_a_page_cannot_speak_for_the_person(witnessed, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<body><button id='b'>b</button><script>const b = document.getElementById('b');"
        "const key = () => new KeyboardEvent('keydown', {key: 'x', bubbles: true});"
        "setInterval(() => { b.click(); b.dispatchEvent(key()); }, 5);"
        "</script>"
    )
    env = witnessed((tmp_path / "page.html").as_uri())
    assert env.evaluate("typeof guiwrightWitness") == "undefined"
    assert does(env, click(300, 200)) == [Click(target=at(300, 200))]


def test_files_and_what_was_pasted(witnessed, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<body style='margin:0'><input id='file' type='file' style='width:200px;height:30px'>"
        "<input id='text' style='position:absolute;left:0;top:50px;width:200px;height:30px'>"
    )
    (tmp_path / "notes.txt").write_text("x")
    env = witnessed((tmp_path / "page.html").as_uri())

    async def chooses(page: Page) -> None:
        opened: asyncio.Future[FileChooser] = asyncio.get_running_loop().create_future()
        page.once("filechooser", lambda chooser: opened.set_result(chooser))
        await page.evaluate("1")  # what is added just before a click may come too late for it
        await page.mouse.click(50, 15)
        session = await page.context.new_cdp_session(page)
        node = await session.send("DOM.getDocument")
        found = await session.send("DOM.querySelector", {"nodeId": node["root"]["nodeId"], "selector": "#file"})
        await (await opened).page.evaluate("1")
        await session.send("DOM.setFileInputFiles", {**found, "files": [str(tmp_path / "notes.txt")]})

    actions = does(
        env, chooses, click(50, 65), writes("copied"), keys("Control+a", "Control+c", "End", "Control+v"),
    )  # fmt: skip
    assert actions[0] == UploadFile(target=at(50, 15), paths=("notes.txt",))
    assert actions[-1] == Type(text="copied")
    assert env.evaluate("document.getElementById('text').value") == "copiedcopied"


def test_a_person_answers_dialogs(witnessed, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<body style='margin:0'><button style='width:200px;height:100px' "
        "onclick='document.title = [confirm(`sure?`), prompt(`who?`, `Bo`), confirm(`again?`)]'>ask</button>"
    )
    env = witnessed((tmp_path / "page.html").as_uri())

    async def answers(page: Page) -> None:
        dialogs: asyncio.Queue[Dialog] = asyncio.Queue()
        page.on("dialog", dialogs.put_nowait)
        click = asyncio.ensure_future(page.mouse.click(50, 50))
        await (await dialogs.get()).accept()
        await (await dialogs.get()).accept("Ada")
        await (await dialogs.get()).dismiss()
        await click

    assert does(env, answers) == [
        Click(target=at(50, 50)), PressKey(keys=("Enter",)), Type(text="Ada", submit=True), PressKey(keys=("Escape",)),
    ]  # fmt: skip
    assert env.evaluate("document.title") == "true,Ada,false"


def test_what_the_page_repeats_of_secrets_given_or_typed_is_hidden(witnessed, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<form><input name='pin' type='password' style='width:200px;height:30px'></form>"
        "<script>document.title = 'open sesame, correct horse'</script>"
    )
    given = Secrets({"pin": "open sesame", "other": "correct horse"})
    env = witnessed((tmp_path / "page.html").as_uri(), secrets=given)
    for act in (click(50, 25), writes("hunter 22"), keys("Enter")):
        on_loop(act(tab(env)))
    env.finish()
    while (action := env.next_action()) != PressKey(keys=("Enter",)):
        assert action is not None
        env.step(action)
    *_, info = env.step(action)
    assert info["title"] == "{{secret:pin}}, {{secret:other}}"
    assert info["url"].endswith("page.html?pin={{secret:pin-2}}"), "another value of the same name"
    assert "hunter" not in repr((info, action, env))
