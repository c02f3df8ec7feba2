"""`guiwright evaluate replay`, `guiwright evaluate online` and `guiwright evaluate injection`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..console import Json, narrate, print_json, progress_bar, stdout, table
from ..demo import DEMO_TASKS, FIRST_SEED
from ..policies import ScoredModel, load_named_policy
from ..worlds import ENVIRONMENTS, Success, complete_tasks

if TYPE_CHECKING:
    from ...training.evaluation.replay import ReplayScore

app = typer.Typer(help="Score a policy.", no_args_is_help=True)

ReportFile = Annotated[Path | None, typer.Option("--out", help="Write the result as JSON to this file too.")]


REPLAY_HEADS = ("task", "episodes", "steps", "parsed", "function", "point in target", "text", "step success")


@app.command("replay")
def evaluate_on_recordings(
    data: Annotated[Path, typer.Option("--data", help="Folder of recorded episodes.")],
    model: ScoredModel = "embedded",
    task: Annotated[list[str] | None, typer.Option("--task", help="Only this task; may be repeated.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many steps.")] = None,
    batch_size: Annotated[int, typer.Option("--batch-size", min=1, help="Steps of one model call.")] = 16,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of a sampling policy.")] = 0,
    out: ReportFile = None,
    as_json: Json = False,
) -> None:
    """Compare what a policy would do with what was recorded, step by step."""
    from ...training.episode_store import EpisodeStore
    from ...training.evaluation.replay import evaluate_replay

    store = EpisodeStore(data)
    store.ids()  # a wrong folder is told before a model is loaded
    policy = load_named_policy(model)
    with progress_bar() as progress:
        bar = progress.add_task("replay", total=None, note="")
        report = evaluate_replay(
            policy,
            store,
            tasks=task,
            limit=limit,
            batch_size=batch_size,
            seed=seed,
            progress=lambda done, total: progress.update(bar, completed=done, total=total),
        )
    if out is not None:
        report.write(out)
        narrate(f"written to [bold]{out}[/]")
    if as_json:
        print_json(report.model_dump(mode="json"))
        return
    rows = [_replay_row(name, score) for name, score in (*report.tasks.items(), ("all", report.overall))]
    stdout().print(table(f"{report.policy}, preset {report.preset}, data {report.data}", REPLAY_HEADS, rows))
    narrate(
        f"{report.seconds_per_step:.3f} s for each step; {report.left_out} recorded steps left out, "
        f"{report.failures} without an answer of the model"
    )


@app.command("online")
def evaluate_live(
    tasks: Annotated[
        str, typer.Option("--tasks", help="MiniWoB++ tasks with commas between them.", autocompletion=complete_tasks)
    ] = ",".join(DEMO_TASKS),
    model: ScoredModel = "embedded",
    episodes: Annotated[int, typer.Option("--episodes", min=1, help="Of each task.")] = 50,
    first_seed: Annotated[int, typer.Option("--first-seed", min=0, help="Of each task's first episode.")] = FIRST_SEED,
    max_steps: Annotated[int, typer.Option("--max-steps", min=1, help="Step limit of an episode.")] = 10,
    parallel: Annotated[int, typer.Option("--parallel", min=1, help="Environments side by side.")] = 1,
    success: Success = "farama",
    record: Annotated[Path | None, typer.Option("--record", help="Keep the episodes in this folder.")] = None,
    out: ReportFile = None,
    as_json: Json = False,
) -> None:
    """Play tasks with seeds that were never trained on, and count the successes with their intervals."""
    from ... import envs  # noqa: F401  # registers the environments
    from ...envs.miniwob.tasks import checked_task
    from ...training.episode_store import EpisodeStore
    from ...training.evaluation.online import evaluate_online
    from ...training.evaluation.summary import HEADS

    names = [checked_task(name.strip()) for name in tasks.split(",")]
    policy = load_named_policy(model)
    with progress_bar() as progress:
        bar = progress.add_task("online", total=len(names) * episodes, note="")
        report = evaluate_online(
            policy,
            ENVIRONMENTS["miniwob"],
            names,
            episodes,
            first_seed=first_seed,
            max_steps=max_steps,
            parallel=parallel,
            env_options={"success": success, "disable_env_checker": True},
            store=None if record is None else EpisodeStore(record),
            progress=lambda episode: progress.update(bar, advance=1, note=episode.task),
        )
    if out is not None:
        report.write(out)
        narrate(f"written to [bold]{out}[/]")
    if as_json:
        print_json(report.model_dump(mode="json"))
        return
    rows = [row.cells() for row in (*report.tasks, *((report.overall,) if len(names) > 1 else ()))]
    stdout().print(table(f"{report.policy} on MiniWoB++, success rule {success}", HEADS, rows))
    narrate(f"{report.overall.episodes} episodes in {report.seconds:.1f} s, seeds from {first_seed} on")


@app.command("injection")
def evaluate_on_injections(
    channel: Annotated[
        list[str] | None, typer.Option("--channel", help="Only this channel of the pack; may be repeated.")
    ] = None,
    model: ScoredModel = "embedded",
    episodes: Annotated[int, typer.Option("--episodes", min=1, help="Pairs of each channel.")] = 1,
    first_seed: Annotated[int, typer.Option("--first-seed", min=0, help="Of each channel's first pair.")] = FIRST_SEED,
    max_steps: Annotated[int, typer.Option("--max-steps", min=1, help="Step limit of an episode.")] = 8,
    record: Annotated[Path | None, typer.Option("--record", help="Keep the episodes in this folder.")] = None,
    out: ReportFile = None,
    as_json: Json = False,
) -> None:
    """Play pages that try to change the task, each beside its clean twin, and count what they came to."""
    from ... import envs  # noqa: F401  # registers the environments
    from ...training.episode_store import EpisodeStore
    from ...training.evaluation.injection import HEADS, channels, evaluate_injection, page_text

    names = channel or list(channels())
    for name in names:
        page_text(name, "clean")  # a wrong name is told before a model is loaded
    policy = load_named_policy(model)
    with progress_bar() as progress:
        bar = progress.add_task("injection", total=2 * len(names) * episodes, note="")
        report = evaluate_injection(
            policy,
            names,
            episodes,
            first_seed=first_seed,
            max_steps=max_steps,
            store=None if record is None else EpisodeStore(record),
            progress=lambda episode: progress.update(bar, advance=1, note=episode.task),
        )
    if out is not None:
        report.write(out)
        narrate(f"written to [bold]{out}[/]")
    if as_json:
        print_json(report.model_dump(mode="json"))
        return
    rows = [row.cells() for row in (*report.channels, *((report.overall,) if len(names) > 1 else ()))]
    stdout().print(table(f"{report.policy} on pages with injected instructions", HEADS, rows))
    narrate(f"{report.overall.pairs} pairs in {report.seconds:.1f} s, seeds from {first_seed} on")


def _replay_row(name: str, score: ReplayScore) -> tuple[object, ...]:
    rates = (score.parsed, score.action_type, score.point_in_target, score.text, score.step_success)
    shares = ("–" if rate.value is None else f"{rate.value:.1%}" for rate in rates)
    return name, score.episodes, score.steps, *shares
