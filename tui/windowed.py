"""An episode that a person plays in the browser's own window."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, TextIO

from .console import narrate

if TYPE_CHECKING:
    from ..actions.schema import Action
    from ..envs.web.witness import WitnessedWebEnv
    from ..training.episode import Episode
    from ..training.session import Session

GIVE_UP = ("x", "impossible")
SECRET = re.compile(r"\{\{secret:(.+?)\}\}")


def play_in_window(session: Session, env: WitnessedWebEnv, lines: TextIO) -> Episode:
    """Records what a person does in the window, until they say in the terminal that it is done or close the window.

    Args:
        session: Just begun, of the environment.
        env: What the person acts in.
        lines: Of the terminal: an empty one says that it is done, `x` that it cannot be done. Its end says nothing.

    Returns:
        The episode; closing the window ends it as done.
    """
    from rich.markup import escape

    from ..training.episode import StopReason

    narrate(f"[bold]{escape(session.context.goal)}[/]")
    where = "'s window" if env.devtools_port is None else f" behind port {env.devtools_port} (chrome://inspect)"
    narrate(f"act in the browser{where}; then Enter here when it is done, x and Enter when it cannot be done")
    threading.Thread(target=_hear_terminal, args=(env, lines), name="guiwright-terminal", daemon=True).start()
    while not session.done:
        action = env.next_action()
        if action is None:
            return session.stop(StopReason.DONE)
        _tell_step(len(session.episode.steps), action)
        session.commit(action, author="human")
    return session.stop()


def _hear_terminal(env: WitnessedWebEnv, lines: TextIO) -> None:
    # Unbuffered: Python cannot end while a thread waits inside of a buffer that is also its own.
    with open(lines.fileno(), "rb", buffering=0, closefd=False) as raw:
        line = raw.readline()
    if line:
        env.finish("infeasible" if line.decode(errors="replace").strip().lower() in GIVE_UP else "success")


def _tell_step(number: int, action: Action) -> None:
    from rich.markup import escape

    narrate(f"[dim]{number + 1}[/] {escape(str(action))}")
    secret = SECRET.search(getattr(action, "text", ""))
    if secret:
        narrate(f"[dim]a secret field: recorded as the secret {escape(secret[1])!r}, not as what was typed[/]")
