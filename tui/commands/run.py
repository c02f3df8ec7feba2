"""`guiwright run`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..console import Json, narrate, print_json, progress_bar, stdout
from ..play import Start, episode_document, episode_markup, new_store_path, play_episodes, went_well
from ..policies import Model, choose_policy
from ..terminal_approver import Approve, choose_approver, choose_rules
from ..worlds import Downloads, Env, Goal, Origin, StorageState, Success, Task, UploadFolder, Url, World

if TYPE_CHECKING:
    from ...training.episode import Episode

Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of the first episode; the others count on from it.")]
Episodes = Annotated[int, typer.Option("--episodes", min=1, help="How many.")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder of episodes; default: a new one under runs/.")]
MaxSteps = Annotated[int, typer.Option("--max-steps", min=1, help="Step limit of an episode.")]


def run_episodes(
    env: Env = "miniwob",
    task: Task = None,
    model: Model = "embedded",
    seed: Seed = 0,
    episodes: Episodes = 1,
    out: Out = None,
    url: Url = None,
    goal: Goal = None,
    origin: Origin = None,
    upload_folder: UploadFolder = None,
    downloads: Downloads = None,
    storage_state: StorageState = None,
    max_steps: MaxSteps = 30,
    success: Success = "farama",
    approve: Approve = "never",
    as_json: Json = False,
) -> None:
    """Run a policy on a task and record the episodes."""
    world = World(
        env,
        task,
        url,
        goal,
        success,
        origins=tuple(origin or ()),
        upload_folder=upload_folder,
        downloads=downloads,
        storage_state=storage_state,
    )
    played: list[Episode] = []
    with closing(world.make()) as made, progress_bar() as progress:
        from ...training.episode_store import EpisodeStore

        policy, approver = choose_policy(model, made), choose_approver(approve)
        store = EpisodeStore(out or new_store_path(world.label))
        bar = progress.add_task(world.label, total=episodes, note="")
        starts = (Start(task, number) for number in range(seed, seed + episodes))
        rules = choose_rules(approve)
        for episode in play_episodes(made, policy, starts, store, max_steps=max_steps, approver=approver, rules=rules):
            played.append(episode)
            progress.advance(bar)
            if not as_json:
                stdout().print(episode_markup(episode), soft_wrap=True)
    if as_json:
        print_json({"store": str(store.path), "episodes": [episode_document(episode) for episode in played]})
    narrate(f"recorded in [bold]{store.path}[/]; look at it with: guiwright report {store.path}")
    if not all(went_well(episode, world) for episode in played):
        raise typer.Exit(1)
