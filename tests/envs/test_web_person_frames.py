"""Everything works the same in frames of any origin, nested and sandboxed ones, scaled ones and shadow roots."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guiwright.actions.schema import Action, Click, Drag, SelectOption, Type, UploadFile
from guiwright.envs import WebEnv

pytestmark = pytest.mark.browser
PAGE = Path(__file__).with_name("pages") / "frames.html"
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


@pytest.fixture(scope="module")
def env(browser: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebEnv]:
    folder = tmp_path_factory.mktemp("uploads")
    (folder / "a.txt").write_text("hello")
    env = WebEnv(PAGE.as_uri(), width=WIDTH, height=HEIGHT, upload_folder=folder)
    env.reset(seed=0)
    yield env
    env.close()


@pytest.mark.parametrize("place", PLACES)
def test_everything_works_in_frames_and_shadow_roots(env: WebEnv, place: str):
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
