"""Actions on elements by their ids: while the id's observation is current, and as data afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import gymnasium as gym
import pytest

import guiwright.envs  # noqa: F401 -- registers the environments
from guiwright.actions import get_dialect
from guiwright.actions.observation import FEEDBACK, Utf8
from guiwright.actions.schema import (
    Action,
    Click,
    Drag,
    Move,
    Navigate,
    Noop,
    PressKey,
    Scroll,
    SelectOption,
    Target,
    Type,
    UploadFile,
)
from guiwright.envs import BrowserSettings, WebEnv
from guiwright.envs.secrets import Secrets
from guiwright.envs.web.discovery import find_browser
from guiwright.envs.web.seeing import WithElements

from .page_server import server

pytestmark = pytest.mark.browser
Opener = Callable[..., WebEnv]
LARGE = {"width": 800, "height": 600}
ISOLATED = "GUIWRIGHT_TEST_ISOLATED_SITES"


@pytest.fixture
def layers(open_page: Opener) -> WebEnv:
    return open_page("layers.html", **LARGE)


def ref(env: WebEnv, name: str, role: str = "") -> str:
    """The id of an element of the current observation."""
    return next(element.ref for element in env.elements() if element.name == name and role in ("", element.role))


def do(env: WebEnv, action: Action) -> None:
    *_, info = env.step(action)
    assert "failure" not in info, info["failure"]


def refused(env: WebEnv, action: Action) -> str:
    """Does an action that must be refused as data; gives the reason."""
    observation, reward, terminated, truncated, info = env.step(action)
    assert (reward, terminated, truncated, info["failure"].kind) == (0.0, False, False, "policy")
    assert FEEDBACK.decode(observation["feedback"]) == info["failure"].reason
    return str(info["failure"].reason)


@pytest.mark.parametrize("kind", ["", "som:", "id:", "bid:", "SOM:"])
def test_a_click_by_id_goes_to_the_element(layers: WebEnv, kind: str) -> None:
    do(layers, Click(target=kind + ref(layers, "Free")))
    assert layers.evaluate("seen") == ["free"]


def test_a_click_goes_to_the_part_that_is_not_covered(layers: WebEnv) -> None:
    do(layers, Click(target=ref(layers, "Half covered")))
    do(layers, Click(target=(layers.elements(), ref(layers, "Seen through"))[1]))
    assert layers.evaluate("seen") == ["half", "seen"]


def test_what_moved_away_is_scrolled_into_view(layers: WebEnv) -> None:
    free, row = ref(layers, "Free"), ref(layers, "Row 3")
    layers.evaluate("() => { window.scrollTo(0, 1500); box.scrollTop = 80; }")
    do(layers, Click(target=free))
    layers.elements()
    layers.evaluate("() => window.scrollTo(0, 1500)")
    do(layers, Click(target=row))
    assert layers.evaluate("seen") == ["free", "Row 3"]


def test_an_id_holds_for_the_observation_that_lists_it_and_no_longer(layers: WebEnv) -> None:
    free, accept = ref(layers, "Free"), ref(layers, "Accept")
    do(layers, Click(target=free))
    assert "nobody looked at the elements of the current observation" in refused(layers, Click(target=free))
    assert ref(layers, "Free") == free, "the same element keeps its id"
    do(layers, Click(target=accept))
    names = {element.ref: element.name for element in layers.elements()}
    assert accept not in names and "Under" in names.values()
    assert "is of an earlier observation" in refused(layers, Click(target=accept))
    layers.elements()
    assert refused(layers, Click(target="999")).startswith("there is no element '999'")
    layers.elements()
    assert "are like 'som:7' or '7', not 'css:#free'" in refused(layers, Click(target="css:#free"))
    assert layers.evaluate("seen") == ["free", "accept"]


def test_no_id_survives_a_navigation_or_is_given_twice(layers: WebEnv) -> None:
    before = {element.ref for element in layers.elements()}
    layers.step(Navigate(url=layers.evaluate("location.href")))
    after = {element.ref for element in layers.elements()}
    assert before and after and not before & after
    assert "is of an earlier observation" in refused(layers, Click(target=min(before)))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("free.remove()", "is gone from the page"),
        ("free.style.display = 'none'", "cannot be seen any more"),
        ("free.disabled = true", "is disabled"),
        ("cover.style.cssText += 'top: 0; width: 800px; height: 600px'", 'is covered by dialog "Cookies"'),
    ],
)
def test_what_happened_to_an_element_meanwhile_is_told(layers: WebEnv, change: str, why: str) -> None:
    free = ref(layers, "Free")
    layers.evaluate(f"() => {{ {change}; }}")
    assert why in refused(layers, Click(target=free))
    assert layers.evaluate("seen") == []


def test_every_action_with_a_target_takes_ids(open_page: Opener, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    env = open_page("events.html", upload_folder=tmp_path)
    field, area, box, choice, _many, *_, file, thing = (element.ref for element in env.elements())
    for action in (
        Type(text="new", target=field, clear=True),
        PressKey(keys=("End",), target=area),
        Type(text="more", target=Target(ref=area, point=(0.0, 0.0))),
        Scroll(direction="down", target=box, amount=2),
        SelectOption(target=choice, values=("Birne",)),
        UploadFile(target=file, paths=("a.txt",)),
        Move(target=thing),
        Drag(path=(thing, (0.37, 0.8))),
    ):
        env.elements()
        do(env, action)
    assert env.evaluate("[field.value, area.value, box.scrollTop > 100, choice.value, file.files[0].name]") == [
        "new", "more", True, "b", "a.txt",
    ]  # fmt: skip
    assert "drop thing" in env.evaluate("seen()")


def test_secrets_are_in_no_list(open_page: Opener) -> None:
    env = open_page("events.html", secrets=Secrets({"shop": "4711-0815"}))
    env.evaluate("() => { field.value = '4711-0815'; }")
    assert env.elements()[0].value == "{{secret:shop}}"
    assert "{{secret:shop}}" in env.accessibility_tree() and "4711" not in env.accessibility_tree()


def test_two_ids_of_one_action_are_both_found(layers: WebEnv) -> None:
    layers.evaluate("""() => {
      for (const type of ["mousedown", "mouseup"])
        document.addEventListener(type, (event) => seen.push(`${type} ${event.target.id}`), true);
      box.scrollTop = 80;
    }""")
    layers.step(Noop())
    start, end = ref(layers, "Free"), ref(layers, "Row 5")
    layers.evaluate("() => { box.scrollTop = 0; window.scrollTo(0, 300); }")
    do(layers, Drag(path=(start, end)))
    assert layers.evaluate("seen.slice(0, 2)") == ["mousedown free", "mouseup five"]


def test_closed_roots_and_frames_take_clicks(open_page: Opener) -> None:
    env = open_page("shadows.html", **LARGE)
    do(env, Click(target=ref(env, "Closed")))
    assert env.evaluate("seen") == ["closed"]
    do(env, Type(text="!", target=ref(env, "Inner field")))
    assert 'value="in!"' in str(env.elements()[7]) or 'value="!in"' in str(env.elements()[7])


def test_what_a_dialect_says_reaches_the_element(layers: WebEnv) -> None:
    for name, said in (
        ("webvoyager", "Thought: …\nAction: Click [{}]"),
        ("webarena", "In summary, the next action I will perform is ```click [{}]```"),
        ("browsergym", "click('{}')"),
    ):
        dialect = get_dialect(name)
        turn = dialect.parse(said.format(ref(layers, "Free")), dialect.frame(800, 600))
        do(layers, turn.actions[0])
    assert layers.evaluate("seen") == ["free"] * 3


def test_several_actions_of_one_turn_use_the_ids_that_the_policy_saw(open_page: Opener) -> None:
    env = WithElements(open_page("events.html"))
    lines = Utf8.decode(dict(env.step(Noop())[0])["elements"]).splitlines()
    first, second = (line[1 : line.index("]")] for line in lines[:2])
    for action in (Type(text="one", target=first, clear=True), Type(text="two", target=second)):
        assert "failure" not in env.step(action)[4]
    assert env.unwrapped.evaluate("[field.value, area.value]") == ["one", "two"]


def test_a_dialog_is_what_can_be_acted_on_while_it_is_open(open_page: Opener) -> None:
    env = open_page("layers.html", **LARGE)
    env.evaluate("() => { document.getElementById('free').onclick = () => { window.said = confirm('Sure?'); }; }")
    do(env, Click(target=ref(env, "Free")))
    assert [(element.role, element.name) for element in env.elements()] == [("button", "OK"), ("button", "Cancel")]
    do(env, Click(target=ref(env, "OK")))
    assert env.evaluate("said") is True
    assert "Free" in [element.name for element in env.elements()]


def test_frames_of_other_origins_are_looked_into_and_acted_on(browser: None) -> None:
    inner = {
        "/": "<body style='margin: 0'><p>Foreign</p><button onclick='this.textContent = \"Done\"'>Pay</button>"
        "<button style='position: absolute; top: 100px'>Covered</button>"
        "<iframe src='INNER/deep' style='position: absolute; top: 5px; left: 100px; height: 60px'></iframe>",
        "/deep": "<input aria-label='Card'>",
    }
    with server(inner) as deeper, server({"/": inner["/"].replace("INNER", deeper)}) as foreign:
        page = (
            "<button>Before</button><br>"
            "<iframe src='FRAME' style='margin: 20px; border: 3px solid; height: 200px'></iframe>"
            "<div style='position: absolute; top: 130px; height: 50px; width: 300px; background: red'>Over</div>"
            "<button>After</button>"
        ).replace("FRAME", foreign.replace("127.0.0.1", "localhost"))
        with server({"/": page}) as address:
            foreign = foreign.replace("127.0.0.1", "localhost")  # another site
            env = gym.make("guiwright/Web-v0", url=address, origins=(address, foreign, deeper), **LARGE).unwrapped
            try:
                _, info = env.reset(seed=0)
                assert "failure" not in info, info
                names = [element.name for element in env.elements()]
                assert names == ["Before", "Pay", "Card", "After"], "the second button of the frame is covered"
                own = env._living_world().references._frames._own_processes
                assert bool(own) == (ISOLATED in os.environ)
                tree = env.accessibility_tree()
                assert '- iframe\n  - paragraph "Foreign"\n  - [2] button "Pay"' in tree
                do(env, Click(target=ref(env, "Pay")))
                do(env, Type(text="4711", target=ref(env, "Card")))
                assert [(element.name, element.value) for element in env.elements()][1:3] == [
                    ("Done", None), ("Card", "4711"),
                ]  # fmt: skip
            finally:
                env.close()


def test_frames_with_processes_of_their_own_are_too(tmp_path: Path) -> None:
    """The test above again in a Chromium that isolates every site, which small machines' Chromiums do not."""
    isolating = tmp_path / "chromium"
    isolating.write_text(f'#!/bin/sh\nexec "{find_browser()}" "$@" --site-per-process\n', encoding="utf-8")
    isolating.chmod(0o700)
    test = f"{__file__}::test_frames_of_other_origins_are_looked_into_and_acted_on"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test], cwd=Path(__file__).parents[2],
        env=os.environ | {"GUIWRIGHT_CHROMIUM": str(isolating), ISOLATED: "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-3000:]


def test_ids_reach_what_a_phone_shows_in_a_scale_of_its_own(open_page: Opener):
    env = open_page("wide.html", width=390, height=844, settings=BrowserSettings(mobile=True))
    element = env.elements()[0]
    left, top, right, bottom = element.box
    assert right > 0.9 and bottom < 0.4, "880 of 980 pixels, of a page that is shown smaller than it is"
    facts = env.target_facts(Click(target=Target(ref=element.ref)))
    assert facts is not None and facts == env.target_facts(Click(target=((left + right) / 2, (top + bottom) / 2)))
    do(env, Click(target=Target(ref=element.ref)))
    assert env.evaluate("document.title") == "pressed"
