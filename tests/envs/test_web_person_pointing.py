"""Mouse, wheel and finger; screens of other densities and phones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guiwright.actions.schema import Action, Click, Drag, LongPress, Move, Scroll, SelectOption, Swipe, Type, Zoom
from guiwright.envs import BrowserSettings, WebEnv

pytestmark = pytest.mark.browser
Opener = Callable[..., WebEnv]
PHONE = BrowserSettings(mobile=True, touch=True, device_scale_factor=2)
MENU, ENTRY, THING, PAN, BUTTON = (0.1, 0.05), (0.1, 0.15), (0.05, 0.4), (0.7, 0.55), (0.1, 0.87)


def do(env: WebEnv, action: Action) -> dict:
    *_, info = env.step(action)
    assert "failure" not in info, info["failure"]
    return info


def pixel(env: WebEnv, x: float, y: float) -> list[int]:
    return list(env.evaluate("([x, y]) => [...pen.getImageData(x, y, 1, 1).data]", [x, y]))


def test_menus_open_under_the_pointer_and_canvases_are_drawn_on(open_page: Opener):
    env = open_page("pointing.html")
    assert do(env, Move(target=MENU))["screen_changed"]
    do(env, Click(target=ENTRY))
    assert env.evaluate("seen()") == ["entry"]
    assert do(env, Move(target=(0.4, 0.9)))["screen_changed"]
    do(env, Drag(path=((210 / 400, 10 / 300), (290 / 400, 90 / 300))))
    assert pixel(env, 90, 90)[3] == 255 and pixel(env, 90, 10)[3] == 0
    do(env, Click(target=(250 / 400, 50 / 300)))
    assert env.evaluate("seen()")[-1] == "canvas 50,50"


def test_things_are_dragged_by_pointer_events(open_page: Opener):
    for settings in (BrowserSettings(), BrowserSettings(touch=True)):
        env = open_page("pointing.html", settings=settings)
        do(env, Drag(path=(THING, (0.2, 0.6), (0.3, 0.5))))
        assert env.evaluate("[thing.offsetLeft, thing.offsetTop]") == [100, 130]


def test_the_wheel_scrolls_what_is_under_it(open_page: Opener):
    env = open_page("pointing.html")
    do(env, Scroll(direction="down", target=PAN, amount=1))
    assert env.evaluate("[pan.scrollTop, scrollY]") == [100, 0]
    do(env, Scroll(direction="down", target=BUTTON, amount=1))
    assert env.evaluate("[pan.scrollTop, scrollY]") == [100, 100]


def test_a_finger_taps_presses_and_swipes(open_page: Opener):
    env = open_page("pointing.html", settings=PHONE)
    do(env, Click(target=BUTTON))
    assert env.evaluate("seen()") == ["touchstart", "touchend", "mousedown", "click"]
    do(env, Click(target=BUTTON, clicks=2))
    assert env.evaluate("seen()").count("click") == 2
    do(env, LongPress(target=BUTTON, duration=0.1))
    assert env.evaluate("seen()")[:2] == ["touchstart", "touchend"]
    do(env, LongPress(target=BUTTON, duration=0.5))
    assert env.evaluate("seen()") == ["touchstart", "mousedown", "contextmenu", "touchcancel"]
    # What classifies actions takes a swipe for reading.
    *_, info = env.step(Swipe(start=BUTTON, end=(BUTTON[0] + 0.02, BUTTON[1])))
    assert "taps" in info["failure"].reason and env.evaluate("seen()") == []
    do(env, Swipe(start=(0.5, 0.9), end=(0.5, 0.2)))
    there = env.evaluate("scrollY")
    # The first pixels tell a swipe from a tap; nothing is thrown after the finger was lifted.
    assert 180 <= there <= 215
    do(env, Swipe(direction="down", distance=0.5))
    assert 35 <= env.evaluate("scrollY") <= there - 120


@pytest.mark.parametrize("scale", [0.5, 1.5, 2.0])
def test_fractions_are_right_on_screens_of_any_density(open_page: Opener, scale: float):
    env = open_page("pointing.html", settings=BrowserSettings(device_scale_factor=scale))
    observation, *_, info = env.step(Click(target=(250 / 400, 50 / 300)))
    assert env.evaluate("seen()") == ["canvas 50,50"] and "failure" not in info
    assert list(observation["screen"]) == [400 * scale, 300 * scale]
    assert list(observation["content"]) == [min(400, 400 * scale), min(300, 300 * scale)]
    close, *_ = env.step(Zoom(region=(0.0, 0.0, 0.5, 0.5)))
    assert list(close["content"]) == [200 * scale, 150 * scale]


def test_a_page_that_knows_no_phones_is_shown_whole_and_hit_where_it_is_seen(open_page: Opener):
    env = open_page("wide.html", settings=PHONE)
    width, height = env.evaluate("[visualViewport.width, visualViewport.height]")
    assert width > 900
    assert do(env, Click(target=(930 / width, 630 / height)))["title"] == "pressed"
    do(env, SelectOption(target=(50 / width, 630 / height), values=("two",)))
    assert env.evaluate("choice.value") == "two"
    env.evaluate("document.title = ''")
    assert do(env, Click(target=(930 / width, 630 / height), button="middle"))["title"] == ""


def test_text_is_typed_with_a_finger_too(open_page: Opener):
    env = open_page("text.html", settings=PHONE)
    do(env, Type(text="grün 字", target=(0.5, 0.68)))
    assert env.evaluate("one.value") == "grün 字"
