"""What is heard of a person, folded into actions; pure, with a clock of the test's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiwright.actions.schema import (
    Action,
    Click,
    Drag,
    Navigate,
    PressKey,
    Scroll,
    SelectOption,
    Target,
    Terminate,
    Type,
    UploadFile,
)
from guiwright.envs.web.witness_actions import Recogniser
from guiwright.envs.web.witness_events import (
    Answered,
    Choice,
    Deleted,
    DragEnd,
    Files,
    Finished,
    Key,
    Moved,
    Pasted,
    Press,
    RawEvent,
    Release,
    Secret,
    Text,
    Travel,
    Value,
    Wheel,
    WindowClosed,
    event_told,
)
from guiwright.envs.web.witness_paths import simplified

SIZE = (400, 300)
HERE = Target.at(100 / 400, 60 / 300)


def actions_of(*events: RawEvent, pause: float = 0.01) -> list[Action]:
    """What events with equal pauses between them come to."""
    recogniser, done = Recogniser(SIZE), []
    for number, event in enumerate(events):
        done += recogniser.feed(event, number * pause)
    return done + recogniser.flush()


def down(count: int = 1, x: float = 100, y: float = 60, **more: Any) -> Press:
    return Press(x=x, y=y, count=count, **more)


def up(x: float = 100, y: float = 60, **more: Any) -> Release:
    return Release(x=x, y=y, **more)


def key(name: str, *modifiers: str, **more: Any) -> Key:
    return Key(key=name, modifiers=modifiers, **more)


def letters(text: str) -> list[RawEvent]:
    """Each key, and what the field took of it."""
    return [event for one in text for event in (key(one, text=True, end=True), Text(data=one, replaces=True))]


BACKSPACE = (key("Backspace", text=True, end=True), Deleted())


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((down(), up()), [Click(target=HERE)]),
        ((down(), up(), down(2), up(), down(3), up()), [Click(target=HERE, clicks=3)]),
        ((down(), up(), down(), up()), [Click(target=HERE), Click(target=HERE)]),
        ((down(), up(), down(2), up(), down(3), up(), down(4), up()),
         [Click(target=HERE, clicks=3), Click(target=HERE)]),
        ((down(button=2), up(button=2)), [Click(target=HERE, button="right")]),
        ((down(button=3), up(button=3)), []),
        ((down(modifiers=("Control",)), up()), [Click(target=HERE, modifiers=("Control",))]),
        ((down(), up(x=103)), [Click(target=HERE)]),
        ((down(), up(x=200)), [Drag(path=(HERE, Target.at(0.5, 0.2)))]),
        ((down(), Moved(x=200, y=60), DragEnd()), [Drag(path=(HERE, Target.at(0.5, 0.2)))]),
        ((down(), Travel(how="navigate", url="a:b")), [Click(target=HERE), Navigate(url="a:b")]),
        ((down(role="chooser"), up(), Choice(x=100, y=60, value="Large")),
         [SelectOption(target=HERE, values=("Large",))]),
        ((down(), up(), Files(x=0, y=0, names=("a.txt",))),
         [Click(target=HERE), UploadFile(target=HERE, paths=("a.txt",))]),
        ((Value(x=100, y=60, value="2024-05-01"),), [Type(text="2024-05-01", target=HERE, clear=True)]),
        ((Wheel(x=100, y=60, dx=0, dy=50), Wheel(x=101, y=60, dx=1, dy=70), Wheel(x=100, y=60, dx=0, dy=-30)),
         [Scroll(direction="down", target=HERE, amount=120, unit="px"),
          Scroll(direction="up", target=HERE, amount=30, unit="px")]),
        ((*letters("abx"), *BACKSPACE, *letters("c")), [Type(text="abc")]),
        ((*letters("a"), *BACKSPACE, *BACKSPACE), [PressKey(keys=("Backspace",))]),
        # The field took no `b`, so what Backspace takes is not the last letter that was pressed.
        ((*letters("a"), key("b", text=True, end=True), *BACKSPACE), [Type(text="ab"), PressKey(keys=("Backspace",))]),
        ((*letters("ab"), key("Backspace", text=True), Deleted()), [Type(text="ab"), PressKey(keys=("Backspace",))]),
        ((key("e", text=True), Text(data="é", replaces=True)), [Type(text="é")]),
        ((key("Dead"), Text(data="漢字"), *letters("!")), [Type(text="漢字!")]),
        ((key("v", "Control", text=True), Pasted(data="a\nb")), [Type(text="a\nb")]),
        ((key("v", "Control"),), [PressKey(keys=("Control", "v"))]),
        ((key("A", "Shift", text=True), Text(data="A", replaces=True)), [Type(text="A")]),
        ((key("ф", "Control", code="KeyA"),), [PressKey(keys=("Control", "a"))]),
        ((key("Tab", "Shift", text=True),), [PressKey(keys=("Shift", "Tab"))]),
        ((key("Control", "Control"), key("Shift", "Control", "Shift")), []),
        ((key("ArrowLeft", "Alt"), key("F5"), key("l", "Control")), []),
        ((key("ArrowDown"), key("ArrowDown"), key("Enter")),
         [PressKey(keys=("ArrowDown",), presses=2), PressKey(keys=("Enter",))]),
        ((Secret(field="pin"), Secret(field="pin", filled=True)), [Type(text="{{secret:pin}}")]),
        ((Secret(field="pin", filled=True),), [Type(text="{{secret:pin}}", clear=True)]),
        ((Answered(accepted=True),), [PressKey(keys=("Enter",))]),
        ((Answered(accepted=False, text="x"),), [PressKey(keys=("Escape",))]),
        ((*letters("a"), Finished()), [Type(text="a"), Terminate()]),
        ((*letters("a"), WindowClosed()), [Type(text="a")]),
    ],
)  # fmt: skip
def test_events_are_actions(events: Sequence[RawEvent], expected: list[Action]) -> None:
    assert actions_of(*events) == expected


def test_a_pause_makes_an_action_whole() -> None:
    recogniser = Recogniser(SIZE)
    assert recogniser.feed(down(), 1.0) == recogniser.feed(up(), 1.1) == recogniser.after(1.2) == []
    assert recogniser.due is not None
    assert recogniser.after(recogniser.due) == [Click(target=HERE)]
    assert recogniser.due is None


@given(st.text(st.characters(codec="ascii", min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_what_is_typed_is_what_the_field_took(text: str) -> None:
    assert actions_of(*letters(text)) == [Type(text=text)]


@given(st.lists(st.sampled_from([*"ab ", "⌫"]), max_size=30))
def test_typing_with_corrections_comes_to_the_same_field(presses: list[str]) -> None:
    field, events = "", []
    for press in presses:
        events += BACKSPACE if press == "⌫" else letters(press)
        field = field[:-1] if press == "⌫" else field + press
    typed = ""
    for action in actions_of(*events):
        typed = typed + action.text if isinstance(action, Type) else typed[: len(typed) - action.presses]  # type: ignore[union-attr]
    assert typed == field


EVENTS = st.one_of(
    st.builds(Press, x=st.floats(-10, 410), y=st.floats(-10, 310), button=st.integers(0, 4), count=st.integers(1, 5)),
    st.builds(Release, x=st.floats(-10, 410), y=st.floats(-10, 310), button=st.integers(0, 4)),
    st.builds(Moved, x=st.floats(-10, 410), y=st.floats(-10, 310)),
    st.builds(Wheel, x=st.just(5.0), y=st.just(5.0), dx=st.floats(-1e6, 1e6), dy=st.floats(-1e6, 1e6)),
    st.builds(
        Key,
        key=st.sampled_from(["a", "Enter", "Backspace", "Dead", "Unidentified", "ß", "F5"]) | st.text(max_size=3),
        modifiers=st.sampled_from([(), ("Shift",), ("Control",), ("Control", "Alt", "Shift", "Meta")]),
        text=st.booleans(),
        end=st.booleans(),
    ),
    st.builds(Text, data=st.text(max_size=3), replaces=st.booleans()),
    st.builds(Secret, field=st.text(max_size=5), filled=st.booleans()),
    st.sampled_from([Deleted(), DragEnd(), Pasted(data="x"), Travel(how="go_back"), Finished(), WindowClosed()]),
)


@given(st.lists(st.tuples(EVENTS, st.floats(0, 2)), max_size=20))
def test_whatever_is_heard_comes_to_whole_actions(heard: list[tuple[RawEvent, float]]) -> None:
    recogniser, now = Recogniser(SIZE), 0.0
    for event, pause in heard:
        now += pause
        recogniser.feed(event, now)
    recogniser.flush()
    assert recogniser.due is None and recogniser.flush() == []


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 300)).map(lambda p: (float(p[0]), float(p[1]))),
        min_size=2,
        max_size=400,
    )
)
def test_a_path_keeps_its_ends_and_its_limit(path: list[tuple[float, float]]) -> None:
    points = simplified(path)
    assert (points[0], points[-1]) == (path[0], path[-1])
    assert 2 <= len(points) <= 65


def test_what_no_page_script_says_is_no_event() -> None:
    for text in (
        "",
        "{}",
        '{"kind": "press"}',
        '{"kind": "finished", "status": "success"}',
        '{"kind": "paste", "data": 1}',
    ):
        assert event_told(text) is None
