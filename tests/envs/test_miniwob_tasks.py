"""All tasks of MiniWoB++ load, reset and look the same again."""

from __future__ import annotations

from guiwright.actions.observation import GOAL, picture_hash, picture_of
from guiwright.envs import MiniWoBEnv
from guiwright.envs.miniwob import TASKS

SEED = 11
BELOW = 50
"""Height of the instruction, pixels; the task is drawn below it."""


def test_every_task_loads_and_a_seed_gives_the_same_goal_and_picture_twice(miniwob: MiniWoBEnv) -> None:
    assert len(TASKS) == 125
    for task in TASKS:
        looks = []
        for _ in range(2):
            observation, info = miniwob.reset(seed=SEED, options={"task": task})
            assert "failure" not in info, (task, info)
            assert miniwob.measured.settled.reason == "quiet", (task, miniwob.measured)
            goal, picture = GOAL.decode(observation["goal"]), picture_of(observation)
            assert goal, task
            assert picture[BELOW:].std() > 1, f"{task} shows nothing"
            looks.append((goal, picture_hash(picture)))
        assert looks[0] == looks[1], task
