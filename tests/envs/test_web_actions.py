"""Every action of the web against pages of ours that write down which real events arrive."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from guiwright.actions.observation import FEEDBACK, Observation
from guiwright.actions.schema import (
    Action,
    Answer,
    CallUser,
    Click,
    Clipboard,
    CloseTab,
    CursorPosition,
    Drag,
    GoBack,
    GoForward,
    HoldKey,
    KeyDown,
    KeyUp,
    LongPress,
    MouseDown,
    MouseUp,
    Move,
    Navigate,
    NewTab,
    Noop,
    Note,
    PressKey,
    Reload,
    Screenshot,
    Scroll,
    SearchHome,
    SelectOption,
    Swipe,
    SwitchTab,
    SystemButton,
    Type,
    UploadFile,
    Wait,
    Zoom,
)
from guiwright.envs import BrowserSettings, WebEnv

pytestmark = pytest.mark.browser
Opener = Callable[..., WebEnv]

PAD, FIELD, AREA, BOX = (0.25, 0.1), (0.7, 0.05), (0.7, 0.2), (0.25, 0.5)
CHOICE, MANY, FILE, THING, BIN = (0.7, 0.38), (0.7, 0.55), (0.6, 0.71), (0.07, 0.76), (0.37, 0.8)


@pytest.fixture
def env(open_page: Opener) -> WebEnv:
    return open_page("events.html", origins=("http://127.0.0.1:9",))  # where nobody answers


def said(observation: Observation) -> str:
    return FEEDBACK.decode(observation["feedback"])


def do(env: WebEnv, action: Action) -> str:
    """Does an action that must succeed; gives the feedback."""
    observation, _, terminated, truncated, info = env.step(action)
    assert "failure" not in info, info["failure"]
    assert not (terminated or truncated)
    return said(observation)


def refused(env: WebEnv, action: Action, kind: str = "policy") -> str:
    """Does an action that must be refused; gives the reason."""
    observation, reward, terminated, truncated, info = env.step(action)
    assert (reward, terminated, truncated) == (0.0, False, False)
    assert info["failure"].kind == kind
    assert said(observation) == info["failure"].reason
    return said(observation)


def seen(env: WebEnv) -> list[str]:
    return [line for line in env.evaluate("seen()") if not line.startswith("mousemove")]


@pytest.mark.parametrize(
    ("action", "events"),
    [
        (Click(target=PAD), ["mousedown 0 100,30 x1", "mouseup 0 100,30 x1", "click 0 100,30 x1"]),
        (Click(target=(0.0, 0.0, 0.5, 0.2)), ["mousedown 0 100,30 x1", "mouseup 0 100,30 x1", "click 0 100,30 x1"]),
        (Click(target=PAD, button="right"), ["mousedown 2 100,30 x1", "contextmenu 2 100,30 x0", "mouseup 2 100,30 x1",
                                             "auxclick 2 100,30 x1"]),
        (Click(target=PAD, button="middle"), ["mousedown 1 100,30 x1", "mouseup 1 100,30 x1", "auxclick 1 100,30 x1"]),
        (Click(target=PAD, clicks=3), [f"{event} 0 100,30 x{n}" for n in (1, 2, 3)
                                       for event in ("mousedown", "mouseup", "click", *(["dblclick"] * (n == 2)))]),
        (LongPress(target=PAD, duration=0.05), ["mousedown 0 100,30 x1", "mouseup 0 100,30 x1", "click 0 100,30 x1"]),
        (HoldKey(keys=("shift",), duration=0.02), ["keydown Shift", "keyup Shift"]),
        (PressKey(keys=("ctrl", "K")), ["keydown Control", "keydown k", "keyup k", "keyup Control"]),
        (PressKey(keys=("Down",), presses=2), ["keydown ArrowDown", "keyup ArrowDown"] * 2),
        (SystemButton(button="enter"), ["keydown Enter", "keyup Enter"]),
    ],
)  # fmt: skip
def test_pointer_and_keys_make_real_events(env: WebEnv, action: Action, events: list[str]):
    assert do(env, action) == ""
    assert seen(env) == events


def test_a_click_holds_modifiers(env: WebEnv):
    do(env, Click(target=PAD, modifiers=("ctrl", "shift")))
    assert "click 0 100,30 x1 ctrlKey+shiftKey" in seen(env)
    do(env, Click(target=PAD))
    assert "click 0 100,30 x1" in seen(env)


def test_a_click_without_a_target_is_where_the_pointer_is(env: WebEnv):
    do(env, Move(target=(0.1, 0.1)))
    assert env.evaluate("seen()")[-1] == "mousemove 40,30 buttons=0"
    do(env, Click())
    assert seen(env)[-1] == "click 0 40,30 x1"
    assert do(env, CursorPosition()) == "the pointer is at (0.1000, 0.1000) of the screen"


def test_buttons_and_keys_stay_down_until_they_are_released(env: WebEnv):
    do(env, MouseDown(target=PAD))
    do(env, Move(target=(0.3, 0.1)))
    do(env, MouseUp(target=(0.35, 0.1)))
    assert "mousemove 120,30 buttons=1" in env.evaluate("seen()")
    do(env, KeyDown(keys=("Shift", "a")))
    do(env, KeyUp(keys=("a", "Shift")))
    assert seen(env) == ["keydown Shift", "keydown A", "keyup A", "keyup Shift"]


def test_what_is_held_is_released_by_reset(env: WebEnv):
    do(env, KeyDown(keys=("Shift",)))
    do(env, MouseDown(target=PAD))
    env.reset(seed=0)
    do(env, Click(target=PAD))
    assert seen(env)[-1] == "click 0 100,30 x1"
    do(env, Type(text="a", target=AREA))
    assert env.evaluate("area.value") == "a"


def test_drag_moves_along_its_path(env: WebEnv):
    do(env, Move(target=(0.05, 0.1)))
    do(env, Drag(path=(None, (0.25, 0.1), (0.25, 0.2)), duration=0.02))
    moves = [line for line in env.evaluate("seen()") if "buttons=1" in line]
    assert "mousemove 100,30 buttons=1" in moves and moves[-1] == "mousemove 100,60 buttons=1"
    do(env, Drag(path=(THING, BIN)))
    assert seen(env)[-2:] == ["dragstart", "drop thing"]


@pytest.mark.parametrize(
    ("action", "position"),
    [
        (Scroll(direction="down", target=BOX), [0, 150]),
        (Scroll(direction="down", target=BOX, amount=2), [0, 200]),
        (Scroll(direction="right", target=BOX, amount=30, unit="px"), [30, 0]),
        (Scroll(direction="down", target=BOX, amount=1, unit="page"), [0, 300]),
        (Scroll(direction="down", target=BOX, amount=3, unit="native"), [0, 300]),
        (Scroll(direction="down", target=BOX, amount=30, unit="native"), [0, 30]),
        (Swipe(direction="up", region=(0.0, 0.34, 0.5, 0.66), distance=0.5), [0, 48]),
        (Swipe(start=(0.25, 0.6), end=(0.2, 0.4)), [20, 60]),
    ],
)
def test_scroll_moves_the_view_and_swipe_the_finger(env: WebEnv, action: Action, position: list[int]):
    do(env, action)
    assert env.evaluate("[box.scrollLeft, box.scrollTop]") == pytest.approx(position, abs=1)
    back = Scroll(direction="up", target=BOX, amount=50)
    do(env, back)
    assert env.evaluate("box.scrollTop") == 0


def test_type_enters_clears_and_submits(env: WebEnv):
    do(env, Type(text=" und neu", target=FIELD))
    assert env.evaluate("field.value").replace("old", "") == " und neu"
    do(env, Type(text="grüße 漢字 🙂", target=FIELD, clear=True, submit=True))
    assert seen(env)[-2:] == ["submit grüße 漢字 🙂", "keyup Enter"]
    do(env, Type(text="a\n\tb", target=AREA))
    assert env.evaluate("area.value") == "a\n\tb"
    do(env, Type(text="x" * 3000, target=AREA, clear=True))
    assert env.evaluate("area.value") == "x" * 3000
    do(env, PressKey(keys=("Backspace",), target=FIELD, presses=2))
    assert env.evaluate("field.value") != "grüße 漢字 🙂"


def test_clipboard_copies_and_pastes(env: WebEnv):
    do(env, PressKey(keys=("ControlOrMeta", "a"), target=FIELD))
    do(env, Clipboard(op="copy"))
    assert do(env, Clipboard(op="read")) == "old"
    do(env, Click(target=AREA))
    do(env, Clipboard(op="write", text="neu ✓"))
    do(env, Clipboard(op="paste"))
    assert env.evaluate("area.value") == "neu ✓"
    assert refused(env, Clipboard(op="copy")) == "nothing is selected"


def test_select_option_takes_values_and_labels(env: WebEnv):
    do(env, SelectOption(target=CHOICE, values=("b",)))
    assert env.evaluate("choice.value") == "b"
    do(env, SelectOption(target=CHOICE, values=("Ćwikła",)))
    assert env.evaluate("choice.value") == "c"
    do(env, SelectOption(target=MANY, values=("one", "three")))
    assert env.evaluate("[...many.selectedOptions].map(o => o.value)") == ["one", "three"]
    assert "there are: Apple, Birne" in refused(env, SelectOption(target=CHOICE, values=("Cherry",)))
    assert "one option" in refused(env, SelectOption(target=CHOICE, values=("a", "b")))
    assert "no select box" in refused(env, SelectOption(target=PAD, values=("a",)))


def test_uploads_come_from_one_folder_only(open_page: Opener, tmp_path):
    (tmp_path / "a.txt").write_text("hello")
    env = open_page("events.html", upload_folder=tmp_path)
    do(env, UploadFile(target=FILE, paths=("a.txt",)))
    assert env.evaluate("file.files[0].text()") == "hello"
    assert "no file 'b.txt'" in refused(env, UploadFile(target=FILE, paths=("b.txt",)))
    assert "outside" in refused(env, UploadFile(target=FILE, paths=("../a.txt",)), "blocked")
    assert "outside" in refused(env, UploadFile(target=FILE, paths=("/etc/passwd",)), "blocked")
    for name in ("a\0b", "a" * 5000):
        assert "is no file name" in refused(env, UploadFile(target=FILE, paths=(name,)))
    assert "not allowed" in refused(open_page("events.html"), UploadFile(target=FILE, paths=("a.txt",)), "blocked")


def test_pages_are_opened_and_left(open_page: Opener):
    env = open_page("links.html")
    assert refused(env, GoBack()) == "there is no page before this one"
    do(env, Click(target=(0.1, 0.05)))
    assert env.step(Noop())[-1]["title"] == "Zweite"
    for action, title in ((GoBack(), "Links"), (GoForward(), "Zweite"), (SystemButton(button="back"), "Links"),
                          (Click(button="forward"), "Zweite"), (Navigate(url=env.task.start), "Links")):  # fmt: skip
        assert env.step(action)[-1]["title"] == title
    env.evaluate("document.title = 'changed'")
    assert env.step(Noop())[-1]["title"] == "changed"
    assert env.step(Reload())[-1]["title"] == "Links"
    assert "outside of the allowed origins" in refused(env, Navigate(url="file:///etc/passwd"), "blocked")
    assert "there are: bing" in refused(env, SearchHome(engine="altavista"))


def test_tabs_are_opened_switched_and_closed(open_page: Opener):
    env = open_page("links.html")
    *_, info = env.step(Click(target=(0.1, 0.25)))
    assert (info["title"], len(info["tabs"])) == ("Zweite", 2)
    assert env.step(SwitchTab(index=0))[-1]["title"] == "Links"
    assert "there is no tab 2" in refused(env, SwitchTab(index=2))
    assert env.step(NewTab())[-1]["url"] == "about:blank"
    assert env.step(CloseTab())[-1]["title"] == "Zweite"
    # The page closes its own tab under the click.
    *_, info = env.step(Click(target=(0.5, 0.5)))
    assert info["title"] == "Links" and "tabs" not in info
    assert refused(env, CloseTab()) == "this is the last tab"


def test_dialogs_do_not_stop_a_page(open_page: Opener):
    env = open_page("links.html", settings=BrowserSettings(dialogs="dismiss"))
    assert do(env, Click(target=(0.1, 0.45))) == "alert 'Achtung' was dismissed"
    assert do(env, Click(target=(0.1, 0.65))) == "confirm 'Sure?' was dismissed"
    assert env.step(Noop())[-1]["title"] == "false"


def test_zoom_shows_a_region_once(env: WebEnv):
    whole = env.step(Screenshot())[0]
    close, *_ = env.step(Zoom(region=(0.5, 0.0, 1.0, 0.25)))
    assert list(close["view"]) == [0.5, 0.0, 1.0, 0.25] and list(close["content"]) == [200, 75]
    assert list(close["screen"]) == [400, 300]
    np.testing.assert_array_equal(close["screenshot"][:75, :200], whole["screenshot"][:75, 200:])
    assert list(env.step(Noop())[0]["view"]) == [0, 0, 1, 1]


@pytest.mark.parametrize("action", [Noop(), Screenshot(), Note(text="a"), Answer(text="a"), Wait(seconds=0.01)])
def test_some_actions_change_nothing(env: WebEnv, action: Action):
    *_, info = env.step(action)
    assert "failure" not in info and not info["screen_changed"]
    assert seen(env) == []


def test_a_final_answer_ends_the_episode_and_is_kept(env: WebEnv):
    assert do(env, CallUser(message="who?")) == "no person is here to answer"
    *_, terminated, _, info = env.step(Answer(text="42", final=True))
    assert terminated and info["success"] is None and env.last_answer == "42"


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        (Click(target="bid:a51"), "names nothing"),
        (MouseDown(target=PAD, button="back"), "use go_back"),
        (PressKey(keys=("Hyper",)), "unknown key"),
        (PressKey(keys=("ü",)), "enter it with `type`"),
        (SystemButton(button="home"), "'home' is not available on web"),
        (Navigate(url="http://127.0.0.1:9/"), "ERR_"),
        (Navigate(url="nonsense://a b"), "outside of the allowed origins"),
        (Navigate(url="http://["), "outside of the allowed origins"),
    ],
)
def test_what_cannot_be_done_is_said_and_the_episode_goes_on(env: WebEnv, action: Action, reason: str):
    kind = "blocked" if "origins" in reason else "policy"
    assert reason in refused(env, action, kind)
    assert env.action_space.contains(action)
    do(env, Noop())


def test_sampled_actions_never_break_or_end_an_episode(env: WebEnv):
    env.action_space.seed(0)
    for _ in range(25):
        _, _, terminated, truncated, info = env.step(env.action_space.sample())
        assert not (terminated or truncated), info
