"""Everything works the same in frames of any origin, nested and sandboxed ones, scaled ones and shadow roots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guiwright.actions.schema import Action, Click, Drag, SelectOption, Type, UploadFile
from guiwright.envs import WebEnv

pytestmark = pytest.mark.browser
Opener = Callable[..., WebEnv]
WIDTH, HEIGHT = 800, 200

PLACES = {
    "same origin": (0, 0, 1.0),
    "other origin": (200, 0, 1.0),
    "nested": (400, 0, 1.0),
    "sandboxed": (600, 0, 1.0),
    "open shadow root": (0, 100, 1.0),
    "closed shadow root": (200, 100, 1.0),
    "scaled": (400, 100, 0.8),
}
PRESS, FIELD, CHOICE, EDITABLE, FILE, THING, BIN = (
    (30, 15), (100, 15), (30, 45), (100, 45), (40, 75), (115, 75), (160, 75))  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_everything_works_in_frames_and_shadow_roots(open_page: Opener, tmp_path: Path, place: str):
    (tmp_path / "a.txt").write_text("hello")
    env = open_page("frames.html", width=WIDTH, height=HEIGHT, upload_folder=tmp_path)
    left, top, scale = PLACES[place]

    def at(pixel: tuple[int, int]) -> tuple[float, float]:
        return (left + scale * pixel[0]) / WIDTH, (top + scale * pixel[1]) / HEIGHT

    def last(action: Action) -> str:
        *_, info = env.step(action)
        assert "failure" not in info, info["failure"]
        return env.evaluate("seen()")[-1]

    assert last(Click(target=at(PRESS))) == "press trusted=true"
    assert last(Type(text="grün 字", target=at(FIELD))) == "typed grün 字"
    assert last(SelectOption(target=at(CHOICE), values=("green",))) == "chose green"
    assert last(Type(text="hi", target=at(EDITABLE))) == "wrote hi"
    assert last(UploadFile(target=at(FILE), paths=("a.txt",))) == "file a.txt"
    assert last(Drag(path=(at(THING), at(BIN)))) == "dropped thing"
