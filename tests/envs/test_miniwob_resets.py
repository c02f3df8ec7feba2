"""An episode that begins in the page of the last one is as good as one in a page just loaded."""

from __future__ import annotations

import random

import pytest

from guiwright.actions.observation import GOAL, picture_hash, picture_of
from guiwright.actions.schema import Click, Drag, Type
from guiwright.envs import MiniWoBEnv
from guiwright.envs.miniwob import TASKS
from guiwright.envs.miniwob.tasks import LOADED_ANEW

pytestmark = pytest.mark.browser
LOAD_ANEW = "() => { delete window.__guiwrightEpisode }"  # without its marker a page is not begun anew


def looked(env: MiniWoBEnv, seed: int, task: str) -> tuple[str, str]:
    observation, info = env.reset(seed=seed, options={"task": task})
    assert "failure" not in info
    return GOAL.decode(observation["goal"]), picture_hash(picture_of(observation))


def play_at_random(env: MiniWoBEnv, dice: random.Random) -> None:
    for _ in range(5):
        points = [(dice.random(), 0.25 + 0.75 * dice.random()) for _ in range(2)]
        action = dice.choice([Click(target=points[0]), Click(target=points[1]), Drag(path=points), Type(text="abc")])
        *_, terminated, truncated, _ = env.step(action)
        if terminated or truncated:
            return


def test_every_page_that_is_not_loaded_anew_forgets_its_episode(miniwob: MiniWoBEnv, request: pytest.FixtureRequest):
    seeds = request.config.getoption("--reset-seeds")
    dice = random.Random(0)
    fresh = MiniWoBEnv()
    chosen = TASKS if seeds else dice.sample(TASKS, 25)
    for task in chosen:
        for seed in range(seeds or 1):
            looked(miniwob, 1000 + seed, task)
            play_at_random(miniwob, dice)
            if seed:
                fresh.evaluate(LOAD_ANEW)
            assert looked(miniwob, seed, task) == looked(fresh, seed, task), f"{task}, seed {seed}"
    fresh.close()


def test_the_page_stays_where_it_may(miniwob: MiniWoBEnv):
    looked(miniwob, 0, "click-test")
    miniwob.evaluate("() => { window.kept = true }")
    looked(miniwob, 1, "click-test")
    assert miniwob.evaluate("window.kept") is True
    looked(miniwob, 1, "click-dialog")
    assert miniwob.evaluate("window.kept ?? null") is None


def test_a_page_with_something_still_running_is_loaded(miniwob: MiniWoBEnv):
    looked(miniwob, 0, "click-test")
    miniwob.evaluate("() => { window.kept = true; setInterval(() => {}, 100) }")
    looked(miniwob, 1, "click-test")
    assert miniwob.evaluate("window.kept ?? null") is None


def test_tasks_that_are_loaded_anew_exist():
    assert set(TASKS) >= LOADED_ANEW
