"""Fields with a picker of their own, and select boxes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guiwright.actions.schema import Action, Click, Drag, PressKey, SelectOption, Type
from guiwright.envs import WebEnv

pytestmark = pytest.mark.browser
PAGE = Path(__file__).with_name("pages") / "fields.html"
IDS = ("date", "time", "month", "week", "moment", "color", "range", "number", "fixed")
PLACES = {name: (0.08, (14 + 30 * row) / 300) for row, name in enumerate(IDS)}
CHOICE, OFF, LABEL, TEXT = ((0.6, (14 + 30 * row) / 300) for row in range(4))


@pytest.fixture(scope="module")
def opened(browser: None) -> Iterator[WebEnv]:
    env = WebEnv(PAGE.as_uri(), width=400, height=300)
    env.reset(seed=0)
    yield env
    env.close()


@pytest.fixture
def env(opened: WebEnv) -> WebEnv:
    """The page with every field as it was at first."""
    opened.evaluate("form.reset(), seen()")
    return opened


def do(env: WebEnv, action: Action) -> None:
    *_, info = env.step(action)
    assert "failure" not in info, info["failure"]


def refused(env: WebEnv, action: Action) -> str:
    *_, info = env.step(action)
    assert info["failure"].kind == "policy"
    return str(info["failure"].reason)


def value(env: WebEnv, name: str) -> str:
    return str(env.evaluate("name => document.getElementById(name).value", name))


@pytest.mark.parametrize(
    ("name", "text", "held"),
    [
        ("date", "2024-02-29", "2024-02-29"),
        ("time", "17:05", "17:05"),
        ("month", "2024-03", "2024-03"),
        ("week", "2024-W09", "2024-W09"),
        ("moment", "2024-02-29T17:05", "2024-02-29T17:05"),
        ("moment", "2024-02-29 17:05", "2024-02-29T17:05"),
        ("color", "#FF8800", "#ff8800"),
        ("range", "30", "30"),
        ("range", "31", "30"),
        ("number", "3.5", "3.5"),
        ("text", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_value_is_typed_as_the_field_writes_it(env: WebEnv, name: str, text: str, held: str):
    do(env, Type(text=text, target=PLACES.get(name, TEXT), clear=True))
    assert value(env, name) == held
    assert f"input {name} {held}" in env.evaluate("seen()")


def test_a_date_is_also_typed_key_by_key_in_the_order_of_the_browser(env: WebEnv):
    do(env, Type(text="02292024", target=(0.02, PLACES["date"][1])))  # the field's first part
    assert value(env, "date") == "2024-02-29"


def test_what_no_value_can_be_is_refused_and_changes_nothing(env: WebEnv):
    do(env, Type(text="2024-02-29", target=PLACES["date"]))
    assert "is no value of this date field; one is '2024-03-31'" in refused(
        env, Type(text="2024-02-31", target=PLACES["date"])
    )
    assert value(env, "date") == "2024-02-29"
    do(env, Type(text="2024-05-05", target=PLACES["fixed"]))
    assert value(env, "fixed") == "2020-01-01"


def test_a_range_moves_by_keys_and_by_dragging(env: WebEnv):
    do(env, Type(text="50", target=PLACES["range"]))
    do(env, PressKey(keys=("ArrowRight",), presses=2))
    assert value(env, "range") == "60"
    y = PLACES["range"][1]
    do(env, Drag(path=((0.28, y), (0.45, y))))
    assert int(value(env, "range")) > 80
    do(env, PressKey(keys=("Home",)))
    assert value(env, "range") == "0"


def test_a_click_on_a_select_box_leaves_the_page_usable(env: WebEnv):
    do(env, Click(target=CHOICE))
    do(env, PressKey(keys=("ArrowDown",)))
    do(env, PressKey(keys=("Enter",)))
    assert value(env, "choice") == "two"
    do(env, Click(target=CHOICE))
    do(env, PressKey(keys=("Escape",)))
    do(env, Click(target=CHOICE))
    do(env, Click(target=LABEL))  # closes the popup, wherever it is
    do(env, Type(text="on", target=TEXT))
    assert value(env, "text") == "on"
    do(env, Click(target=CHOICE))
    do(env, SelectOption(target=CHOICE, values=("four",)))
    assert value(env, "choice") == "four"
    do(env, Type(text="!", target=TEXT))
    assert "!" in value(env, "text")


def test_disabled_options_are_refused(env: WebEnv):
    assert "disabled" in refused(env, SelectOption(target=CHOICE, values=("three",)))
    assert "disabled" in refused(env, SelectOption(target=OFF, values=("two",)))
    assert (value(env, "choice"), value(env, "off")) == ("one", "one")
