"""The guard looks into frames of other sites, in the process of their page and in one of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from guiwright.actions.schema import Action, Click, PressKey, SystemButton, Type
from guiwright.envs import Risk, WebEnv, classify
from guiwright.envs.web.discovery import find_browser

from .page_server import server

pytestmark = pytest.mark.browser
CARD, PAY, NOTE, REMOVE, OUTSIDE = (0.1, 0.15), (0.35, 0.15), (0.6, 0.15), (0.85, 0.15), (0.5, 0.9)
PLACED = "<style>body {margin: 0} * {position: absolute; top: 0; border: 0; width: 80px; height: 24px}</style>"
OUTER = "<body style='margin: 0; height: 1000px'><iframe src='INNER' style='border: 8px solid; width: 384px'></iframe>"
INNER = (
    f"{PLACED}<form onsubmit='return false'><input aria-label='Card'>"
    "<button style='left: 100px'>Pay now</button></form>"
    "<iframe src='DEEPER' style='left: 200px; width: 180px'></iframe>"
)
DEEPER = f"{PLACED}<div contenteditable>note</div><button style='left: 100px'>Delete all</button>"


@pytest.fixture(scope="module", params=["one process", "processes of their own"])
def page(browser: None, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebEnv]:
    """A page with a frame of another site, and in that one of the first site again."""
    isolated = request.param != "one process"
    isolating = tmp_path_factory.mktemp("browser") / "chromium"
    isolating.write_text(f'#!/bin/sh\nexec "{find_browser()}" "$@" --site-per-process\n', encoding="utf-8")
    isolating.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch, server({"/": DEEPER}) as deeper:
        if isolated:
            patch.setenv("GUIWRIGHT_CHROMIUM", str(isolating))
        with server({"/": INNER.replace("DEEPER", deeper)}) as inner:
            inner = inner.replace("127.0.0.1", "localhost")  # another site
            with server({"/": OUTER.replace("INNER", inner)}) as outer:
                memory = 2047 if isolated else 2048  # with another limit it is another browser
                env = WebEnv(outer, origins=(inner, deeper), width=400, height=200, page_memory=memory)
                _, info = env.reset(seed=0)
                assert "failure" not in info
                env.elements()
                assert bool(env._living_world().references._frames._own_processes) is isolated
                yield env
                env.close()


@pytest.mark.parametrize(
    ("action", "risk"),
    [
        (Click(target=CARD), Risk.CHANGE),
        (Click(target=PAY), Risk.PAY),
        (Type(target=CARD, text="4711", submit=True), Risk.PAY),
        (Click(target=NOTE), Risk.CHANGE),
        (Click(target=REMOVE), Risk.DELETE),
        (PressKey(target=REMOVE, keys=("a",)), Risk.DELETE),
        (Click(target=OUTSIDE), Risk.CHANGE),
    ],
    ids=str,
)
def test_what_a_frame_of_another_site_shows(page: WebEnv, action: Action, risk: Risk):
    assert classify(action, {}, page.target_facts(action)) is risk


@pytest.mark.parametrize(
    ("focus", "action", "risk"),
    [
        (CARD, PressKey(keys=("Enter",)), Risk.PAY),
        (CARD, SystemButton(button="enter"), Risk.PAY),
        (CARD, Type(text="47 11"), Risk.CHANGE),
        (PAY, Type(text=" "), Risk.PAY),
        (NOTE, PressKey(keys=("Delete",)), Risk.CHANGE),
        (REMOVE, PressKey(keys=("Space",)), Risk.DELETE),
    ],
    ids=str,
)
def test_what_has_the_focus_there(page: WebEnv, focus: tuple[float, float], action: Action, risk: Risk):
    page.step(Click(target=focus))
    assert classify(action, {}, page.target_facts(action)) is risk


def test_a_page_that_was_turned_shows_it_elsewhere(page: WebEnv):
    page.evaluate("() => scrollTo(0, 8)")
    assert classify(Click(), {}, page.target_facts(Click(target=(PAY[0], 0.001)))) is Risk.PAY
    page.evaluate("() => scrollTo(0, 0)")
