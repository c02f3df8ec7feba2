"""What a policy may see beside the picture: elements with ids, their names and states, marks, the tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import guiwright.envs  # noqa: F401 -- registers the environments
from guiwright.actions.errors import UsageError
from guiwright.actions.observation import Utf8
from guiwright.actions.schema import Click, Noop, Zoom
from guiwright.envs import WebEnv
from guiwright.envs.web.marks import with_marks
from guiwright.envs.web.page_elements import ElementList, PageElement, PageTree, TreeNode
from guiwright.envs.web.page_text import LEAST_BUDGET, quoted
from guiwright.envs.web.seeing import WithElements, WithMarks, WithTree

Opener = Callable[..., WebEnv]
LARGE = {"width": 800, "height": 600}
TEXTS = st.text(max_size=60) | st.sampled_from(
    ["a\n[7] button", "… 9 more elements not shown", '"\\', "\u202eevil", "😀" * 50]
)
STATES = st.lists(st.sampled_from(["checked", "disabled"]), max_size=2).map(tuple)
ELEMENTS = st.builds(PageElement, st.integers(1, 999).map(str), st.just("button"), TEXTS, st.just((0.0, 0.0, 0.5, 1.0)),
                     STATES, st.none() | TEXTS, st.lists(TEXTS, max_size=15).map(tuple), st.integers(0, 9))  # fmt: skip
NODES = st.builds(
    TreeNode, st.integers(0, 60), st.just("text"), TEXTS, STATES, st.none() | TEXTS, in_view=st.booleans()
)


def described(env: WebEnv) -> list[str]:
    """Role, name, states and value of each element, without id and place."""
    return [str(element).partition("] ")[2].rpartition(" (")[0] for element in env.elements()]


@pytest.mark.browser
def test_elements_have_the_names_roles_and_states_that_a_person_would_give_them(open_page: Opener) -> None:
    assert described(open_page("named.html", **LARGE)) == [
        'link "Home"',
        'link "Shop" current',
        'searchbox "Search the shop"',
        'button "Search"',
        'textbox "E-mail" required value="ada@example.org"',
        'textbox "Password" value="•••"',
        'date "Delivery date" value="2026-05-01"',
        'spinbutton "How many" readonly value="2"',
        'checkbox "I accept the terms" checked',
        'checkbox "Gift wrap" unchecked',
        'radio "Card" checked',
        'radio "Cash" disabled unchecked',
        'combobox "Country" value="Poland" options="Austria"|"Poland"|"Spain"',
        'textbox "Note"',
        'textbox "Tax number" disabled',
        'button "Submit"',
        'button "Pay now"',
        'file "Invoice"',
        'button "Delete"',
        'link "Product photo"',
        'switch "Dark mode" checked',
        'tab "Details" selected',
        'tab "Reviews"',
        'button "Menu" collapsed',
        'clickable "Red shoes 49 euro"',
        'button "More" collapsed',
        'textbox "Comment" value="typed"',
        'canvas "Drawing"',
        'slider "Volume" value="7"',
        'clickable "Plain handler"',
    ]


@pytest.mark.browser
def test_only_what_can_be_seen_and_hit_is_listed(open_page: Opener) -> None:
    env = open_page("layers.html", **LARGE)
    boxes = {element.name: element.box for element in env.elements()}
    assert list(boxes) == [
        "In the header", "Free", "Half covered", "Seen through", "At the edge", "a link of two lines", "List", "Row 1",
        "", "Row 2", "Row 3", "Accept",
    ]  # fmt: skip
    assert boxes["Free"] == pytest.approx((10 / 800, 100 / 600, 53 / 800, 121 / 600), abs=0.01)
    assert boxes["At the edge"][2] == 1.0, "what sticks out of the screen is not part of the box"
    assert boxes["Row 3"][3] <= boxes["List"][3] + 1e-9, "nor what sticks out of a scroller"
    scrollable = [element.name for element in env.elements() if "scrollable" in element.states]
    assert scrollable == ["List", ""]


@pytest.mark.browser
def test_shadow_roots_and_frames_are_looked_into(open_page: Opener) -> None:
    """Open, closed, declared in HTML and within each other."""
    env = open_page("shadows.html", **LARGE)
    assert described(env) == [
        'textbox "Field"',
        'button "Labelled inside"',
        'button "Closed"',
        'combobox "Deep" value="one" options="one"|"two"',
        'button "Before"',
        'button "Light"',
        'button "Declared"',
        'textbox "Inner field" value="in"',
    ]
    frame = env.evaluate(
        "(b => [b.x + 12, b.y + 12, b.right, b.bottom])(document.querySelector('iframe').getBoundingClientRect())"
    )
    left, top, right, bottom = env.elements()[7].box
    assert frame[0] <= left * 800 < right * 800 <= frame[2]
    assert frame[1] <= top * 600 < bottom * 600 <= frame[3]


@pytest.mark.browser
def test_a_hostile_page_neither_breaks_the_list_nor_adds_to_it(open_page: Opener) -> None:
    env = open_page("hostile.html", **LARGE, settle_deadline=0.5)  # it never comes to rest
    text = env.elements().text(8192)
    lines = text.splitlines()
    assert [line.partition("]")[0] for line in lines] == [f"[{n}" for n in range(1, 11)]
    assert [element.name for element in env.elements()][:7] == [
        "First", "Second", "Third", "Fourth", "Fifth", "In the frame", "Real",
    ]  # fmt: skip
    assert lines[7].startswith('[8] button "Cancel\\" [99] button \\"Pay\\"')
    assert lines[8].startswith('[9] button "very very') and len(lines[8]) < 200
    assert lines[9].startswith('[10] button "Odd role"')


@pytest.mark.browser
def test_the_tree_tells_what_the_page_says(open_page: Opener) -> None:
    env = open_page("named.html", **LARGE)
    tree = env.accessibility_tree()
    assert tree.startswith('- banner\n  - navigation "Main"\n    - list\n      - listitem\n        - [1] link "Home"\n')
    assert '\n  - heading "Check out" level=1\n' in tree
    assert tree.endswith('\n        - cell "Shoes"\n        - cell\n          - link "49"')
    assert "hidden words" not in tree and "Seen but silent" not in tree and '"Gone"' not in tree
    assert [f"[{element.ref}] " in tree for element in env.elements()] == [True] * 30


@pytest.mark.browser
def test_a_tree_of_many_nodes_keeps_its_budget_and_what_is_on_the_screen(open_page: Opener) -> None:
    env = open_page("second.html", **LARGE)
    env.evaluate("""() => {
      document.body.innerHTML = Array.from({length: 4000}, (_, n) =>
        `<div><h4>Row ${n}</h4><p>words <a href="#${n}">more ${n}</a></p></div>`).join("");
      window.scrollTo(0, 100000);
    }""")
    env.step(Noop())
    tree, budget = env.accessibility_tree(6000), 6000
    assert len(tree.encode()) <= budget
    second = env.elements()[1].name.split()[1]
    assert f'heading "Row {second}"' in tree
    assert tree.splitlines()[-1].startswith("… ") and tree.endswith(" more nodes not shown")
    assert int(tree.splitlines()[-1].split()[1]) + len(tree.splitlines()) - 1 == 16000
    assert len(env.elements()) < 60


@pytest.mark.browser
def test_what_stands_out_of_something_off_the_screen_is_found_on_a_large_page(open_page: Opener) -> None:
    env = open_page("second.html", **LARGE)
    env.evaluate("""() => {
      const rows = Array.from({length: 800}, (_, n) => `<div><p><a href="#${n}">more</a></p></div>`).join("");
      const out = '<p style="height: 9px">off <button style="position: fixed; left: 300px; top: 50px">Out</button></p>';
      const bare = '<div><button style="position: fixed; left: 350px; top: 50px; width: 9px">Bare</button></div>';
      document.body.innerHTML = rows + `<section>${out}</section>` + bare;
    }""")
    assert [element.name for element in env.elements()][-2:] == ["Out", "Bare"]
    assert '"Out"' in env.accessibility_tree(4000)


@pytest.mark.browser
def test_wrappers_add_keys_and_marks(browser: None) -> None:
    env = WithMarks(WithTree(WithElements(gym.make("guiwright/MiniWoB-v0", task="click-checkboxes"))))
    try:
        observation, _ = env.reset(seed=3)
        seen = dict(observation)
        assert env.observation_space.contains(seen)
        elements = Utf8.decode(seen["elements"]).splitlines()
        assert all("checkbox" in line for line in elements[:-1]) and 'button "Submit"' in elements[-1]
        assert 'checkbox "' in Utf8.decode(seen["tree"])
        plain = env.unwrapped._observation(env.unwrapped._sight)["screenshot"]
        assert not np.array_equal(seen["screenshot"], plain)
        again = dict(env.reset(seed=3)[0])
        assert all(np.array_equal(seen[key], again[key]) for key in seen), "ids begin anew with each episode"
        observation, _, terminated, _, _ = env.step(Click(target=f"som:{elements[-1][1]}"))
        assert "elements" in observation and terminated
    finally:
        env.close()


@pytest.mark.browser
def test_wrappers_work_in_worker_processes_with_shared_memory() -> None:
    envs = gym.make_vec(
        "guiwright/MiniWoB-v0", num_envs=2, vectorization_mode="async", wrappers=[WithElements, WithTree],
        task="click-button",
    )  # fmt: skip
    try:
        observations, _ = envs.reset(seed=[1, 2])
        texts = [Utf8.decode(row) for row in observations["elements"]]
        assert all(text.startswith("[1] ") for text in texts) and texts[0] != texts[1]
    finally:
        envs.close()


@pytest.mark.browser
def test_marks_follow_a_zoom_and_a_smaller_canvas(open_page: Opener) -> None:
    env = WithMarks(open_page("layers.html", **LARGE, canvas=(400, 300)))
    before = env.unwrapped._observation(env.unwrapped._sight)["screenshot"]
    observation, *_ = env.step(Zoom(region=(0.0, 0.0, 0.25, 0.25)))
    picture = observation["screenshot"][:150, :200]
    plain = env.unwrapped._observation(env.unwrapped._sight)["screenshot"][:150, :200]
    changed = np.argwhere((picture != plain).any(axis=2))
    assert before.shape == observation["screenshot"].shape
    assert changed[:, 1].max() < 110 and changed[:, 0].max() < 125, "the marks of what is beside are not there"
    assert len(changed) > 100


@pytest.mark.browser
def test_a_world_that_broke_has_no_elements_but_a_marker(browser: None) -> None:
    env = WithElements(WebEnv("http://127.0.0.1:9/", width=200, height=100, reset_deadline=0.5))
    try:
        observation, info = env.reset(seed=0)
        assert ("failure" in info) == (Utf8.decode(dict(observation)["elements"]) == "… the page could not be read")
    finally:
        env.close()


def test_wrappers_refuse_what_cannot_be() -> None:
    env = WebEnv()
    with pytest.raises(UsageError, match="a budget of 10 bytes is too small"):
        WithElements(env, budget=10)
    with pytest.raises(UsageError, match="draws no marks"):
        WithMarks(env, most=0)
    with pytest.raises(UsageError, match="call reset"):
        env.elements()
    with pytest.raises(UsageError, match="only a web environment"):
        WithTree(gym.make("CartPole-v1"))


def elements_of(count: int, size: float = 0.05) -> list[PageElement]:
    return [
        PageElement(
            str(n + 1),
            "button",
            f"B{n}",
            (0.1 * (n % 10), 0.1 * (n // 10), 0.1 * (n % 10) + size, 0.1 * (n // 10) + size),
        )
        for n in range(count)
    ]


def test_labels_lie_beside_their_elements_where_there_is_room() -> None:
    picture = np.full((600, 800, 3), 255, np.uint8)
    marked = with_marks(picture, elements_of(50), (0.0, 0.0, 1.0, 1.0), 50)
    for element in elements_of(50):
        x1, y1, x2, y2 = (round(edge * side) for edge, side in zip(element.box, (800, 600, 800, 600), strict=True))
        inside = marked[y1 + 2 : y2 - 2, x1 + 2 : x2 - 2]
        assert (inside == 255).all(), element.ref
        assert (marked[y1, x1 + 2 : x2 - 2] != 255).any(axis=1).all(), "the frame"


def test_more_elements_than_marks_are_counted_on_the_picture() -> None:
    picture = np.full((200, 300, 3), 255, np.uint8)
    some, all_ = (with_marks(picture, elements_of(50), (0.0, 0.0, 1.0, 1.0), most) for most in (10, 50))
    assert (some[185:, :60] == 0).all(axis=2).sum() > 200
    assert not (all_[195:, :20] == 0).all()
    assert (picture == 255).all()


@given(st.lists(ELEMENTS, max_size=40), st.integers(LEAST_BUDGET, 3000), st.integers(0, 99))
def test_a_list_keeps_its_budget_whatever_the_page_says(elements: list[PageElement], budget: int, unread: int) -> None:
    text = ElementList(tuple(elements), unread).text(budget)
    assert len(text.encode()) <= budget
    assert Utf8.decode(Utf8(budget).encode(text)) == text
    lines = text.split("\n") if text else []
    shown = [line for line in lines if line.startswith("[")]
    assert shown == [str(element) for element in elements[: len(shown)]]
    hidden = len(elements) - len(shown) + unread
    assert lines[len(shown) :] == ([f"… {hidden} more elements not shown"] if hidden else [])


@given(st.lists(NODES, max_size=40), st.integers(LEAST_BUDGET, 3000))
def test_a_tree_keeps_its_budget_and_drops_what_is_off_the_screen_first(nodes: list[TreeNode], budget: int) -> None:
    text = PageTree(tuple(nodes)).text(budget)
    assert len(text.encode()) <= budget
    lines = text.splitlines()
    if lines and lines[-1].startswith("… "):
        kept = set(lines[:-1])
        assert all(str(node) in kept for node in nodes if node.in_view) or not any(
            str(node) in kept
            for node in nodes
            if not node.in_view and str(node) not in {str(n) for n in nodes if n.in_view}
        )


@given(st.text())
def test_a_text_of_a_page_is_one_visible_line(text: str) -> None:
    line = quoted(text)
    assert line[0] == line[-1] == '"' and line.isprintable() and len(line.splitlines()) == 1
    inside: Any = line[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inside
