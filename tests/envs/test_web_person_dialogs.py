"""Dialogs of pages: a policy sees them, answers them, and can do nothing else meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from guiwright.actions.errors import UsageError
from guiwright.actions.observation import FEEDBACK, Observation
from guiwright.actions.schema import (
    Action,
    Answer,
    Click,
    CloseTab,
    GoBack,
    Move,
    Navigate,
    NewTab,
    Noop,
    PressKey,
    Reload,
    Screenshot,
    Scroll,
    SwitchTab,
    Type,
    Wait,
)
from guiwright.envs import BrowserSettings, GuiEnv, Task, Verdict, WebEnv
from guiwright.envs.secrets import Secrets

pytestmark = pytest.mark.browser
Opener = Callable[..., WebEnv]
PAGES = Path(__file__).with_name("pages")

ALERT, CONFIRM, PROMPT, LATE, THREE, POPUP = ((0.2, (20 + 50 * row) / 300) for row in range(6))
UNSAVED = (0.6, 0.07)
ENTER, ESCAPE = PressKey(keys=("Enter",)), PressKey(keys=("Escape",))
DRAWN_OK, DRAWN_CANCEL = (0.3, 0.74), (0.7, 0.74)


@pytest.fixture(scope="module")
def opened(browser: None) -> Iterator[WebEnv]:
    env = WebEnv((PAGES / "dialogs.html").as_uri(), width=400, height=300, settle_deadline=20.0)
    env.reset(seed=0)
    yield env
    env.close()


@pytest.fixture
def env(opened: WebEnv) -> WebEnv:
    """The page without a dialog, as new; the same one for all tests that stay on it."""
    try:
        opened.evaluate("document.title = 'Dialogs'")
    except UsageError:  # a test has failed and left its dialog open
        opened.reset(seed=0)
    opened.step(Move(target=(0.9, 0.9)))
    return opened


def step(env: WebEnv, action: Action) -> tuple[Observation, dict]:
    observation, _, terminated, truncated, info = env.step(action)
    assert not (terminated or truncated), info
    return observation, info


def done(env: WebEnv, action: Action) -> dict:
    _, info = step(env, action)
    assert "failure" not in info, info["failure"]
    return info


@pytest.mark.parametrize(
    ("button", "dialog", "answer", "title"),
    [
        (ALERT, {"kind": "alert", "message": "Achtung"}, ENTER, "closed"),
        (ALERT, {"kind": "alert", "message": "Achtung"}, ESCAPE, "closed"),
        (CONFIRM, {"kind": "confirm", "message": "Sure?"}, ENTER, "true"),
        (CONFIRM, {"kind": "confirm", "message": "Sure?"}, ESCAPE, "false"),
        (CONFIRM, {"kind": "confirm", "message": "Sure?"}, Click(target=DRAWN_OK), "true"),
        (CONFIRM, {"kind": "confirm", "message": "Sure?"}, Click(target=DRAWN_CANCEL), "false"),
        (PROMPT, {"kind": "prompt", "message": "Name?", "text": "Ada"}, ENTER, "Ada"),
        (PROMPT, {"kind": "prompt", "message": "Name?", "text": "Ada"}, ESCAPE, "null"),
        (PROMPT, {"kind": "prompt", "message": "Name?", "text": "Ada"}, Type(text="Zoë 漢", submit=True), "Zoë 漢"),
        (LATE, {"kind": "alert", "message": "late"}, ENTER, "was late"),
    ],
)  # fmt: skip
def test_a_dialog_stays_open_until_it_is_answered(
    env: WebEnv, button: tuple[float, float], dialog: dict[str, str], answer: Action, title: str
):
    before = step(env, Noop())[0]
    observation, info = step(env, Click(target=button))
    assert info["dialog"] == dialog and "failure" not in info
    assert repr(dialog["message"]) in FEEDBACK.decode(observation["feedback"])
    assert info["screen_changed"]  # the dialog is drawn on the picture of before
    np.testing.assert_array_equal(observation["screenshot"][:40], before["screenshot"][:40])
    info = done(env, answer)
    assert info["title"] == title and "dialog" not in info


def test_nothing_else_can_be_done_meanwhile(env: WebEnv):
    step(env, Click(target=CONFIRM))
    for action in (Click(target=CONFIRM), Type(text="a"), Scroll(direction="down"), NewTab(), GoBack(), Reload()):
        observation, info = step(env, action)
        assert info["failure"].kind == "policy" and "press_key Enter accepts" in info["failure"].reason
        assert "'Sure?'" in FEEDBACK.decode(observation["feedback"]) and info["dialog"]["kind"] == "confirm"
    for action in (Noop(), Screenshot(), Answer(text="?"), Wait(seconds=0.01)):
        assert done(env, action)["dialog"]["kind"] == "confirm"
    assert done(env, ENTER)["title"] == "true"


def test_the_text_of_a_prompt_is_written_before_it_is_accepted(env: WebEnv):
    step(env, Click(target=PROMPT))
    assert done(env, Type(text="Gra"))["dialog"]["text"] == "Gra"
    assert done(env, Type(text="ce"))["dialog"]["text"] == "Grace"
    assert done(env, ENTER)["title"] == "Grace"


def test_texts_of_any_length_come_cut_and_are_answered_whole(env: WebEnv):
    env.evaluate("() => { document.title = 'x'.repeat(1e6) }")
    assert done(env, Noop())["title"] == "x" * 500 + "…"
    env.evaluate("() => { setTimeout(() => { document.title = prompt('m'.repeat(999), 'y'.repeat(1e6)).length }) }")
    assert done(env, Noop())["dialog"] == {"kind": "prompt", "message": "m" * 300 + "…", "text": "y" * 300 + "…"}
    assert done(env, ENTER)["title"] == "1000000"


def test_no_secret_is_written_where_it_would_be_seen(open_page: Opener):
    env = open_page("dialogs.html", secrets=Secrets({"key": "open sesame"}))
    step(env, Click(target=PROMPT))
    _, info = step(env, Type(text="{{secret:key}}", submit=True))
    assert info["failure"].kind == "blocked" and info["dialog"]["text"] == "Ada"


def test_dialogs_that_follow_each_other_are_answered_one_by_one(env: WebEnv):
    assert done(env, Click(target=THREE))["dialog"]["message"] == "one"
    assert done(env, ENTER)["dialog"]["message"] == "two"
    assert done(env, ENTER)["dialog"]["message"] == "three"
    assert done(env, ESCAPE)["title"] == "false"


def test_a_page_may_ask_before_it_is_left(open_page: Opener):
    env = open_page("dialogs.html")
    done(env, Type(text="unsaved", target=UNSAVED))
    second = (PAGES / "second.html").as_uri()
    assert done(env, Navigate(url=second))["dialog"]["kind"] == "beforeunload"
    info = done(env, ESCAPE)
    assert info["title"] == "Dialogs" and "dialog" not in info
    assert done(env, Navigate(url=second))["dialog"]["kind"] == "beforeunload"
    assert done(env, ENTER)["title"] == "Zweite"


def test_a_tab_may_ask_before_it_is_closed(open_page: Opener):
    env = open_page("dialogs.html")
    done(env, NewTab())
    done(env, SwitchTab(index=0))
    done(env, Type(text="unsaved", target=UNSAVED))
    assert done(env, CloseTab())["dialog"]["kind"] == "beforeunload"
    assert done(env, ESCAPE)["title"] == "Dialogs"
    assert done(env, CloseTab())["dialog"]["kind"] == "beforeunload"
    assert done(env, ENTER)["url"] == "about:blank"


def test_a_dialog_of_another_tab_is_looked_at(open_page: Opener):
    env = open_page("dialogs.html")
    assert done(env, Click(target=POPUP))["title"] == "Popup"
    info = done(env, Click(target=(0.5, 0.5)))
    assert info["dialog"] == {"kind": "alert", "message": "from the popup"} and info["url"].endswith("dialogs.html")
    assert "dialog" not in done(env, ENTER)
    assert done(env, SwitchTab(index=1))["title"] == "went on"


@pytest.mark.parametrize(("policy", "title"), [("accept", "true"), ("dismiss", "false")])
def test_nobody_may_be_asked(open_page: Opener, policy: str, title: str):
    env = open_page("dialogs.html", settings=BrowserSettings(dialogs=policy))
    observation, info = step(env, Click(target=CONFIRM))
    assert info["title"] == title and "dialog" not in info
    assert FEEDBACK.decode(observation["feedback"]) == f"confirm 'Sure?' was {policy}ed"


def test_a_dialog_before_the_first_picture_is_the_first_thing_to_answer(browser: None):
    page = "data:text/html,<script>alert('first')</script><title>Went on</title>"
    env = WebEnv(page, width=400, height=300)
    try:
        observation, info = env.reset(seed=0)
        assert info["dialog"] == {"kind": "alert", "message": "first"} and observation["screenshot"].any()
        assert done(env, ENTER)["title"] == "Went on"
        observation, info = env.reset(seed=0)
        assert "dialog" in info
    finally:
        env.close()


def title_of(env: GuiEnv, action: Action) -> Verdict:
    return Verdict(info={"title_seen": env.evaluate("document.title")})


def test_no_check_looks_into_a_page_that_waits_for_an_answer(browser: None):
    task = Task("ask", goal="", start=(PAGES / "dialogs.html").as_uri(), check=title_of)
    env = WebEnv(task=task, width=400, height=300)
    try:
        env.reset(seed=0)
        assert "title_seen" not in done(env, Click(target=CONFIRM))
        assert done(env, ENTER)["title_seen"] == "true"
        done(env, Click(target=CONFIRM))
        *_, terminated, _, info = env.step(Answer(text="done", final=True))
        assert terminated and info["title_seen"] == "false"
    finally:
        env.close()
