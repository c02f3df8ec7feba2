"""Episodes played one after another, and how each is told in a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import gymnasium as gym

    from ..actions.observation import Observation
    from ..actions.schema import Action
    from ..agent.policy import Policy
    from ..training.approver import Approver, Rules
    from ..training.episode import Episode
    from ..training.episode_store import EpisodeStore
    from .worlds import World


class Start(NamedTuple):
    """How an episode begins.

    Attributes:
        task: MiniWoB++ task; None for the environment's own.
        seed: Of `reset` and of the policy's sampling.
    """

    task: str | None
    seed: int


def play_episodes(
    env: gym.Env[Observation, Action],
    policy: Policy,
    starts: Iterable[Start],
    store: EpisodeStore,
    *,
    max_steps: int,
    approver: Approver | None = None,
    rules: Rules | None = None,
) -> Iterator[Episode]:
    """Plays and records one episode for each start; gives each when it is over.

    Args:
        env: Made, not yet reset.
        policy: What acts.
        starts: Tasks and seeds.
        store: Where the episodes go.
        max_steps: Step limit of an episode.
        approver: Who is asked about risky actions; None refuses them.
        rules: What to do with an action, by its risk; None: what needs no question in a sandbox is allowed.
    """
    from ..training.approver import DEFAULT_RULES
    from ..training.rollouts import rollout

    for start in starts:
        yield rollout(
            env,
            policy,
            task=start.task,
            seed=start.seed,
            store=store,
            max_steps=max_steps,
            approver=approver,
            rules=DEFAULT_RULES if rules is None else rules,
        )


def new_store_path(label: str) -> Path:
    """A new folder under runs/ for the episodes of a command.

    Args:
        label: What they are of.
    """
    words = "".join(letter if letter.isalnum() else "-" for letter in label)[:40].strip("-")
    return Path("runs") / f"{datetime.now():%Y%m%d-%H%M%S}-{words}"


def went_well(episode: Episode, world: World) -> bool:
    """Whether an episode succeeded; where nobody judges, whether the policy or person ended it as done."""
    if world.judged:
        return bool(episode.success)
    last = episode.steps[-1].action if episode.steps else None
    gave_up = last is not None and last.name == "terminate" and last.status != "success"
    return episode.stop == "done" and not gave_up


def episode_markup(episode: Episode) -> str:
    """An episode in a line of rich markup."""
    from rich.markup import escape

    mark = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]∅[/]"}[episode.success]
    seconds = episode.seconds + sum(turn.seconds for turn in episode.turns)
    failure = next((step.failure for step in reversed(episode.steps) if step.failure is not None), episode.failure)
    told = f"  [yellow]{escape(str(failure))}[/]" if failure is not None and not episode.success else ""
    return (
        f"{mark} [bold]{escape(episode.task)}[/] seed {episode.seed}: {escape(' '.join(episode.goal.split()))}  "
        f"[dim]{len(episode.steps)} steps, {episode.stop.replace('_', ' ')}, {seconds:.1f} s[/]{told}"
    )


def episode_document(episode: Episode) -> dict[str, Any]:
    """An episode in JSON types, without its steps."""
    return {
        "id": episode.id,
        "task": episode.task,
        "env": episode.env,
        "seed": episode.seed,
        "goal": episode.goal,
        "policy": episode.policy,
        "success": episode.success,
        "reward": episode.total_reward,
        "steps": len(episode.steps),
        "stop": str(episode.stop),
        "failure": None if episode.failure is None else episode.failure.model_dump(),
        "environment_seconds": round(episode.seconds, 3),
        "policy_seconds": round(sum(turn.seconds for turn in episode.turns), 3),
    }
