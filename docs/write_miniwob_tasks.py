"""Writes docs/miniwob-tasks.md: lets every solver play 20 seeds of its task (`make tables`; some 20 minutes).

With names of tasks, only these are played, and the other rows stay as they are.
"""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import gymnasium as gym

from guiwright.envs.miniwob import TASKS
from guiwright.envs.miniwob.tasks import task_url
from guiwright.training import rollout
from guiwright.training.data.solvers import SOLVERS, SolverPolicy
from guiwright.training.data.solvers.limits import NEARLY, NOT_ALWAYS

PAGE = Path(__file__).with_name("miniwob-tasks.md")
SEEDS = 20
MOST_STEPS = 100

PARTIAL = frozenset(
    (
        "ascending-numbers", "bisect-angle", "buy-ticket", "circle-center", "click-checkboxes",
        "click-checkboxes-large", "click-checkboxes-soft", "click-checkboxes-transfer", "drag-shapes-2",
        "draw-circle", "draw-line", "find-greatest", "find-midpoint", "hot-cold", "odd-or-even", "phone-book",
        "right-angle", "tic-tac-toe", "use-colorwheel", "use-colorwheel-2",
    )
)  # fmt: skip
"""Tasks whose raw reward knows more than 1 and -1."""

CHANGING = frozenset(
    (
        "book-flight", "book-flight-nodelay", "choose-date", "choose-date-easy", "choose-date-medium",
        "choose-date-nodelay", "click-dialog", "click-dialog-2", "click-pie", "click-pie-nodelay",
        "click-scroll-list", "drag-cube", "order-food", "phone-book", "scroll-text", "scroll-text-2", "search-engine",
        "social-media", "social-media-all", "social-media-some", "stock-market", "terminal",
    )
)  # fmt: skip
"""Tasks that the package `miniwob` registers as nondeterministic."""

HEAD = f"""# The tasks of MiniWoB++

`make tables` writes this page: the [scripted solver](training.md) of each task plays seeds 0 to {SEEDS - 1} with real
input events, and the page's own raw reward says what it came to. `farama` counts a raw reward of exactly 1,
`browsergym` every one above 0; these are the presets of `guiwright/MiniWoB-v0` (`success=`). The limit is the page's
own, in seconds; the environment puts it out of reach. Flags: **p** the raw reward knows more than 1 and -1, **n** the
package `miniwob` calls the task nondeterministic. Steps are the median of the episodes.

"""


def row(task: str, env: gym.Env) -> str:
    """One line of the table, played anew."""
    raws, steps = [], []
    for seed in range(SEEDS):
        episode = rollout(env, SolverPolicy(env), seed=seed, task=task, max_steps=MOST_STEPS)
        done, raw = env.unwrapped.evaluate("() => [WOB_DONE_GLOBAL, WOB_RAW_REWARD_GLOBAL]")
        raws.append(raw if done else 0)
        steps.append(len(episode.steps))
    exact, above = sum(raw == 1 for raw in raws), sum(raw > 0 for raw in raws)
    print(task, exact, above, statistics.median(steps), file=sys.stderr, flush=True)
    return line(
        f"`{task}`", *facts(task), f"{exact}/{SEEDS}", f"{above}/{SEEDS}", f"{statistics.median(steps):g}", note(task)
    )


def facts(task: str) -> tuple[str, str]:
    """The limit in seconds and the flags of a task."""
    html = Path(unquote(urlsplit(task_url(task)).path)).read_text(encoding="utf-8")
    limit = re.search(r"core\.EPISODE_MAX_TIME\s*=\s*(\d+)", html)
    return f"{int(limit[1]) // 1000 if limit else 10}", "p" * (task in PARTIAL) + "n" * (task in CHANGING)


def note(task: str) -> str:
    """Why a solver falls short, if it does."""
    return NEARLY.get(task) or NOT_ALWAYS.get(task) or ""


def line(*cells: str) -> str:
    """One line of a table in Markdown."""
    return "| " + " | ".join(cells) + " |"


def rows() -> dict[str, str]:
    """Task → its line on the page as it is."""
    lines = PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []
    return {found[1]: each for each in lines if (found := re.match(r"\| `([\w-]+)` ", each))}


def summary(lines: Iterable[str]) -> str:
    """How many tasks are solved always, nearly, or sometimes."""
    counts = [tuple(cell.strip() for cell in each.split("|")[4:6]) for each in lines]
    full = f"{SEEDS}/{SEEDS}"
    exact, above = sum(one == full for one, _ in counts), sum(two == full for _, two in counts)
    return (
        f"\n{len(SOLVERS)} of {len(TASKS)} tasks have a solver. {exact} of them succeed on all {SEEDS} seeds under "
        f"`farama`, {above} under `browsergym`. The last column says what keeps the others from it.\n"
    )


def main() -> None:
    """Plays the tasks named on the command line, or all, and writes the page."""
    env = gym.make("guiwright/MiniWoB-v0")
    for task in sys.argv[1:] or TASKS:
        played = row(task, env)
        write({**rows(), task: played})
    env.close()


def write(known: dict[str, str]) -> None:
    """The page with these rows."""
    head = [
        line("task", "limit", "flags", "farama", "browsergym", "steps", "what keeps it from more"),
        line(":--", *[":-:"] * 5, ":--"),
    ]
    lines = [known[task] for task in TASKS if task in known]
    PAGE.write_text(HEAD + "\n".join([*head, *lines]) + "\n" + summary(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
