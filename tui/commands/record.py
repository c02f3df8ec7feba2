"""`guiwright record`."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ...actions.errors import UsageError
from ..console import Json, narrate, print_json, progress_bar, stdout, table
from ..play import episode_document, episode_markup, new_store_path, went_well
from ..worlds import Downloads, Env, Goal, Origin, StorageState, Success, UploadFolder, Url, World, complete_task
from .run import Episodes, MaxSteps, Out, Seed

if TYPE_CHECKING:
    import gymnasium as gym

    from ...actions.observation import Observation
    from ...actions.schema import Action
    from ...training.episode import Episode
    from ...training.episode_store import EpisodeStore

By = Annotated[
    Literal["person", "typed", "solver"],
    typer.Option("--by", help="Who shows it: you (on a page in its window), your typed actions, or scripted solvers."),
]
Headless = Annotated[
    bool, typer.Option("--headless/--headed", help="Without a window: you act from elsewhere, see --devtools-port.")
]
DevtoolsPort = Annotated[
    int | None,
    typer.Option("--devtools-port", min=1, max=65535, help="Port of this machine at which the browser can be driven."),
]
Tasks = Annotated[
    list[str] | None,
    typer.Option(
        "--task",
        help="MiniWoB++ task; may be repeated for solvers, who do all that they can without it.",
        autocompletion=complete_task,
    ),
]
Parallel = Annotated[int, typer.Option("--parallel", min=1, help="Environments side by side, for solvers.")]


def record_episodes(
    env: Env = "miniwob",
    task: Tasks = None,
    by: By = "person",
    seed: Seed = 0,
    episodes: Episodes = 1,
    out: Out = None,
    url: Url = None,
    goal: Goal = None,
    origin: Origin = None,
    upload_folder: UploadFolder = None,
    downloads: Downloads = None,
    storage_state: StorageState = None,
    max_steps: MaxSteps = 100,
    headless: Headless = False,
    devtools_port: DevtoolsPort = None,
    success: Success = "farama",
    parallel: Parallel = 2,
    as_json: Json = False,
) -> None:
    """Record demonstrations of a person, or of solvers that read the page and play each task.

    With --env web you act in the browser's own window; in MiniWoB++, and with --by typed, you type the actions.
    Solvers keep only what succeeded and go on where an earlier call into the same folder stopped.
    """
    from ...training.episode_store import EpisodeStore

    tasks = task or []
    if len(tasks) > 1 and by != "solver":
        raise UsageError("a person plays one task at a time; give one --task, or --by solver")
    world = World(
        env,
        tasks[0] if tasks else None,
        url,
        goal,
        success,
        origins=tuple(origin or ()),
        upload_folder=upload_folder,
        downloads=downloads,
        storage_state=storage_state,
    )
    label = world.label if by != "solver" or len(tasks) == 1 else "demonstrations"
    windowed = by == "person" and env == "web"
    if not windowed and (headless or devtools_port is not None):
        raise UsageError("--headless and --devtools-port go with --env web --by person")
    made = None
    if windowed:
        made = world.make_witnessed(headless, devtools_port)
    elif by != "solver":
        made = world.make()
    store = EpisodeStore(out or new_store_path(label))
    seeds = range(seed, seed + episodes)
    whole = (
        _by_solvers(world, tasks, seeds, store, max_steps, parallel, as_json)
        if made is None
        else _by_person(world, made, seeds, store, max_steps, as_json)
    )
    narrate(f"recorded in [bold]{store.path}[/]; look at it with: guiwright report {store.path}")
    if not whole:
        raise typer.Exit(1)


def _by_person(
    world: World, made: gym.Env[Observation, Action], seeds: range, store: EpisodeStore, max_steps: int, as_json: bool
) -> bool:
    """Records a person; says whether every episode succeeded."""
    from ...envs.web.witness import WitnessedWebEnv
    from ...training.session import Session
    from ..person import play_by_person
    from ..windowed import play_in_window

    recorded: list[Episode] = []
    with closing(made) as env:
        for seed in seeds:
            with Session(env, world.task, seed, store=store, max_steps=max_steps) as session:
                if isinstance(env.unwrapped, WitnessedWebEnv):
                    recorded.append(play_in_window(session, env.unwrapped, sys.stdin))
                else:
                    recorded.append(play_by_person(session, store, sys.stdin))
            if not as_json:
                stdout().print(episode_markup(recorded[-1]), soft_wrap=True)
    if as_json:
        print_json({"store": str(store.path), "episodes": [episode_document(episode) for episode in recorded]})
    return all(went_well(episode, world) for episode in recorded)


def _by_solvers(
    world: World, tasks: list[str], seeds: range, store: EpisodeStore, max_steps: int, parallel: int, as_json: bool
) -> bool:
    """Records the solvers; says whether every episode succeeded."""
    from ...training.data.demonstrations import record_demonstrations

    if world.env != "miniwob":
        raise UsageError("the solvers know MiniWoB++ only; leave --env out, or record --by person")
    with progress_bar() as progress:
        bar = progress.add_task("record", total=None, note="")
        done = record_demonstrations(
            store,
            tasks or None,
            len(seeds),
            seeds.start,
            make_env=world.make,
            environments=parallel,
            max_steps=max_steps,
            progress=lambda so_far: progress.update(bar, completed=so_far.done, total=so_far.total),
        )
    failed = sum(done.failed.values())
    if as_json:
        print_json(
            {
                "store": str(store.path),
                "total": done.total,
                "found": done.found,
                "recorded": dict(done.recorded),
                "failed": dict(done.failed),
            }
        )
    else:
        names = sorted({*done.recorded, *done.failed})
        rows = [(name, done.recorded[name], done.failed[name]) for name in names]
        stdout().print(table("Demonstrations", ("task", "recorded", "failed and left out"), rows))
        narrate(f"{done.found} of {done.total} were there already")
    return not failed
