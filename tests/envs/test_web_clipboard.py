"""Every environment has a clipboard of its own, though the browser has one for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from guiwright.actions.observation import FEEDBACK
from guiwright.actions.schema import Action, Click, Clipboard, KeyDown, KeyUp, PressKey, Reload, Type
from guiwright.envs import BrowserSettings, WebEnv, WebVectorEnv
from guiwright.envs.web.browser import browsers
from guiwright.envs.web.loop import loop_thread

pytestmark = pytest.mark.browser
PAGE = Path(__file__).with_name("pages") / "clipboard.html"
FROM, INTO, RICH, COPY, WRITE, FRAME = ((0.5, 0.07 + step / 6) for step in range(6))
ALL, COPIES, CUTS, PASTES = (PressKey(keys=("Control", key)) for key in "acxv")
ROUNDS = 12


@pytest.fixture
def pair(browser: None) -> Iterator[WebVectorEnv]:
    envs = WebVectorEnv(2, url=PAGE.as_uri(), width=400, height=300, settle_deadline=20.0)
    envs.reset(seed=0)
    yield envs
    envs.close()


@pytest.fixture
def env(open_page: Callable[..., WebEnv]) -> WebEnv:
    return open_page("clipboard.html")


def do(env: WebEnv, *actions: Action) -> str:
    for action in actions:
        observation, *_, info = env.step(action)
        assert "failure" not in info, info["failure"]
    return FEEDBACK.decode(observation["feedback"])


def both(envs: WebVectorEnv, *actions: Action) -> None:
    for action in actions:
        *_, infos = envs.step([action, action])
        assert "failure" not in infos, infos["failure"]


def value(env: WebEnv, name: str) -> str:
    return str(env.evaluate("name => document.getElementById(name).value", name))


def said(env: WebEnv) -> list[Any]:
    return list(env.evaluate("said.splice(0)"))


def test_members_that_copy_and_paste_at_once_get_their_own(pair: WebVectorEnv):
    for turn in range(ROUNDS):
        texts = [f"{turn} of {member}" for member in "ab"]
        pair.step([Type(text=text, target=FROM, clear=True) for text in texts])
        if turn % 3 == 0:
            both(pair, ALL, COPIES)
        elif turn % 3 == 1:
            both(pair, Click(target=COPY))
        else:  # one by its keys while the other's page copies
            pair.step([ALL, Click(target=COPY)])
            pair.step([CUTS, Click(target=COPY)])
        both(pair, Click(target=INTO), ALL, PASTES)
        assert [value(env, "into") for env in pair.envs] == texts
        assert [do(env, Clipboard(op="read")) for env in pair.envs] == texts


def test_what_a_page_copies_by_script_is_pasted_by_keys(env: WebEnv):
    do(env, Type(text="milk", target=FROM), Click(target=COPY), Click(target=INTO))
    assert said(env)[-2:] == ["copy", True]
    do(env, PASTES)
    assert value(env, "into") == "milk" and said(env) == ["paste trusted", "beforeinput insertFromPaste trusted"]
    assert do(env, Clipboard(op="read")) == "milk"
    assert not env.evaluate("document.execCommand('paste')"), "as in every browser"


def test_what_a_page_puts_into_a_copy_is_pasted(env: WebEnv):
    env.evaluate("""() => addEventListener("copy", (event) => {
      event.clipboardData.setData("text/plain", "plain");
      event.clipboardData.setData("text/html", "<b>bold</b>");
      event.preventDefault();
    })""")
    for copy in (Click(target=COPY), PressKey(keys=("Control", "Insert")), Clipboard(op="copy")):
        do(env, Clipboard(op="write", text="old"), Type(text="x", target=FROM), ALL, copy)
        assert do(env, Clipboard(op="read")) == "plain"
        do(env, Click(target=RICH), ALL, PASTES)
        assert env.evaluate("rich.innerHTML") == "<b>bold</b>"


def test_marked_text_keeps_its_form(env: WebEnv):
    env.evaluate("""() => {
      rich.innerHTML = "<i>one</i> two";
      by("copy").onclick = () => { getSelection().selectAllChildren(rich); said.push(document.execCommand("cut")); };
    }""")
    do(env, Click(target=COPY))
    assert env.evaluate("rich.innerText").strip() == ""
    assert do(env, Clipboard(op="read")) == "one two"
    do(env, Click(target=RICH), PASTES)
    assert env.evaluate("rich.innerText") == "one two" and env.evaluate("rich.querySelector('i').innerText") == "one"


def test_a_copy_of_nothing_keeps_what_there_is(env: WebEnv):
    do(env, Clipboard(op="write", text="kept"), Type(text="", target=FROM), COPIES, CUTS, Click(target=COPY))
    *_, info = env.step(Clipboard(op="copy"))
    assert info["failure"].reason == "nothing is selected"
    assert do(env, Clipboard(op="read")) == "kept"


def test_keys_that_are_held_use_it_too(env: WebEnv):
    do(env, Type(text="ab", target=FROM), KeyDown(keys=("Control",)), PressKey(keys=("a",)), KeyDown(keys=("c",)))
    do(env, KeyUp(keys=("c",)), KeyUp(keys=("Control",)))
    assert do(env, Clipboard(op="read")) == "ab"
    do(env, Click(target=INTO), KeyDown(keys=("Control",)), Type(text="v"), KeyUp(keys=("Control",)))
    assert value(env, "into") == "ab"
    do(env, KeyDown(keys=("Shift",)), PressKey(keys=("Insert",)), KeyUp(keys=("Shift",)))
    assert value(env, "into") == "abab"


def test_scripts_use_it_when_they_are_permitted(open_page: Callable[..., WebEnv], env: WebEnv):
    do(env, Clipboard(op="write", text="mine"), Click(target=WRITE))
    assert said(env) == ["NotAllowedError"] and do(env, Clipboard(op="read")) == "mine"
    permitted = BrowserSettings(permissions=("clipboard-read", "clipboard-write"))
    other = open_page("clipboard.html", settings=permitted)
    do(other, Click(target=WRITE))
    assert do(other, Clipboard(op="read")) == "written"
    do(other, Clipboard(op="write", text="own"))
    assert other.evaluate("navigator.clipboard.readText()") == "own"
    assert other.evaluate("""async () => {
      const [item] = await navigator.clipboard.read();
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": "more", "text/html": "<b>more</b>" })]);
      return [item.types, await (await item.getType("text/plain")).text()];
    }""") == [["text/plain"], "own"]
    do(other, Click(target=RICH), PASTES)
    assert other.evaluate("rich.innerHTML") == "<b>more</b>" and do(env, Clipboard(op="read")) == "mine"


def test_frames_and_other_pages_share_it(env: WebEnv):
    do(env, Type(text="inside", target=FRAME), ALL, CUTS, Click(target=INTO), PASTES)
    assert value(env, "into") == "inside"
    do(env, Type(text="later", target=FROM, clear=True), Click(target=COPY), Reload())
    do(env, Click(target=INTO), PASTES)
    assert value(env, "into") == "later"


def test_a_middle_click_pastes_nothing_of_another(pair: WebVectorEnv):
    both(pair, Type(text="marked", target=FROM), ALL, Click(target=INTO))
    both(pair, Click(target=INTO, button="middle"))
    assert [value(env, "into") for env in pair.envs] == ["", ""]


def test_a_question_in_the_midst_of_a_copy_stops_nobody_else(pair: WebVectorEnv):
    one, other = pair.envs
    one.evaluate("addEventListener('copy', () => alert('no'))")
    both(pair, Type(text="word", target=FROM), ALL, COPIES)
    assert "dialog" in one._facts()
    pair.step([PressKey(keys=("Enter",)), Click(target=INTO)])
    both(pair, PASTES)
    assert value(other, "into") == "word"


def test_it_outlives_the_page_that_reaches_the_browsers(env: WebEnv):
    do(env, Type(text="word", target=FROM), ALL, COPIES)

    async def close_it() -> None:
        for shared in (await browsers())._running.values():
            if shared.clipboard._keeper is not None:
                await shared.clipboard._keeper[0].close()

    loop_thread().run(close_it())
    do(env, Click(target=INTO), PASTES)
    assert value(env, "into") == "word"
