"""Text of every script, shortcuts, the clipboard, the order of Tab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guiwright.actions.schema import Action, Clipboard, PressKey, Type
from guiwright.envs import WebEnv

pytestmark = pytest.mark.browser
PAGE = Path(__file__).with_name("pages") / "text.html"
AREA, RICH, ONE, TWO, FEW = (0.5, 0.15), (0.5, 0.45), (0.5, 0.68), (0.5, 0.8), (0.5, 0.92)
LONG = "".join(f"Zeile {number}: Grüße, 漢字 🙂\n" for number in range(500))[:10_000]

TEXTS = {
    "accents": "Füße, façade, ñandú, Ćwikła",
    "alt graph": "@€{[]}\\~|µ",
    "combining marks": "e\u0301 o\u0308 \u0915\u094d\u0937",
    "emoji": "🙂👩\u200d👩\u200d👧🇩🇪👍🏽",
    "right to left": "שלום עולם, مرحبا",
    "chinese": "漢字かな交じり文",
    "korean": "안녕하세요 hello 세계",
    "lines": "one\n\ttwo\n\nthree",
    "ten thousand": LONG,
}


@pytest.fixture(scope="module")
def env(browser: None) -> Iterator[WebEnv]:
    env = WebEnv(PAGE.as_uri(), width=400, height=300)
    env.reset(seed=0)
    yield env
    env.close()


def do(env: WebEnv, action: Action) -> None:
    *_, info = env.step(action)
    assert "failure" not in info, info["failure"]


def press(env: WebEnv, *keys: str, presses: int = 1) -> None:
    do(env, PressKey(keys=keys, presses=presses))


def value(env: WebEnv, name: str) -> str:
    return str(env.evaluate("name => document.getElementById(name).value", name))


@pytest.mark.parametrize("name", TEXTS)
def test_text_of_every_script_arrives(env: WebEnv, name: str):
    text = TEXTS[name]
    do(env, Type(text=text, target=AREA, clear=True))
    assert value(env, "area") == text
    do(env, Type(text=text.replace("\n", "\r\n"), target=AREA, clear=True))
    assert value(env, "area") == text
    if name == "ten thousand":
        return
    do(env, Type(text=text.replace("\t", ""), target=RICH, clear=True))
    # A browser ends a line by a block or a break, and keeps spaces at its ends as no-break spaces.
    written = env.evaluate("rich.innerText").replace("\xa0", " ")
    assert [line for line in written.split("\n") if line] == [
        line for line in text.replace("\t", "").split("\n") if line
    ]


def test_chinese_japanese_and_korean_are_composed(env: WebEnv):
    env.evaluate("seen()")
    do(env, Type(text="a漢字b한글", target=ONE, clear=True))
    assert value(env, "one") == "a漢字b한글"
    assert [line for line in env.evaluate("seen()") if line.startswith("composition")] == [
        "compositionstart ", "compositionend 漢字", "compositionstart ", "compositionend 한글",
    ]  # fmt: skip
    do(env, Type(text="漢字漢字", target=FEW))
    assert len(value(env, "few")) == 3


def test_shortcuts_edit_text(env: WebEnv):
    env.evaluate("seen()")
    do(env, Type(text="hello", target=ONE, clear=True))
    press(env, "Control", "a")
    press(env, "Control", "c")
    do(env, Type(text="", target=TWO, clear=True))
    press(env, "Control", "v")
    assert value(env, "two") == "hello"
    press(env, "Control", "z")
    assert value(env, "two") == ""
    press(env, "Control", "Shift", "z")
    assert value(env, "two") == "hello"
    press(env, "Control", "a")
    press(env, "Control", "x")
    assert value(env, "two") == ""
    press(env, "Control", "v")
    press(env, "Control", "v")
    assert value(env, "two") == "hellohello"
    press(env, "Control", "Backspace")
    assert value(env, "two") == ""
    assert [line for line in env.evaluate("seen()") if line in ("copy", "cut", "paste")] == [
        "copy", "paste", "cut", "paste", "paste",
    ]  # fmt: skip


def test_keys_select_and_move(env: WebEnv):
    do(env, Type(text="abc", target=ONE, clear=True))
    press(env, "Shift", "ArrowLeft", presses=2)
    do(env, Type(text="X"))
    press(env, "Home")
    press(env, "Delete")
    do(env, Type(text="Y"))
    assert value(env, "one") == "YX"
    press(env, "Tab")
    assert env.evaluate("document.activeElement.id") == "two"
    press(env, "Shift", "Tab", presses=2)
    assert env.evaluate("document.activeElement.id") == "rich"


def test_every_key_arrives_under_its_name(env: WebEnv):
    do(env, Type(text="", target=ONE))
    env.evaluate("seen()")
    keys = ("F2", "F12", "Escape", "PageDown", "Insert", "ContextMenu", "End")
    for key in keys:
        press(env, key)
    press(env, "Control", "Alt", "q")
    assert env.evaluate("seen()") == [*keys, "ctrl+Control", "ctrl+alt+Alt", "ctrl+alt+q"]


def test_the_clipboard_is_read_written_copied_and_pasted(env: WebEnv):
    do(env, Type(text="漢字 🙂", target=ONE, clear=True))
    press(env, "Control", "a")
    do(env, Clipboard(op="copy"))
    do(env, Type(text="", target=RICH, clear=True))
    do(env, Clipboard(op="paste"))
    assert env.evaluate("rich.innerText") == "漢字 🙂"
