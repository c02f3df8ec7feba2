"""Environments by the names that a user types."""

from __future__ import annotations

import os
import sys
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..actions.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    import gymnasium as gym

    from ..actions.observation import Observation
    from ..actions.schema import Action
    from ..envs import BrowserSettings, Secrets

ENVIRONMENTS = {"miniwob": "guiwright/MiniWoB-v0", "web": "guiwright/Web-v0"}
"""Short name to registered id."""


def complete_environment(incomplete: str) -> list[str]:
    """Names of environments for shell completion."""
    return [name for name in ENVIRONMENTS if name.startswith(incomplete)]


def complete_task(incomplete: str) -> list[str]:
    """Names of MiniWoB++ tasks for shell completion."""
    from ..envs.miniwob.tasks import TASKS

    return [name for name in TASKS if name.startswith(incomplete)]


def complete_tasks(incomplete: str) -> list[str]:
    """A list of tasks with commas between them, for shell completion of its last one."""
    before, comma, last = incomplete.rpartition(",")
    return [before + comma + name for name in complete_task(last)]


Env = Annotated[
    str,
    typer.Option("--env", help="Environment: miniwob or web.", autocompletion=complete_environment),
]
Task = Annotated[
    str | None,
    typer.Option("--task", help="MiniWoB++ task, such as login-user.", autocompletion=complete_task),
]
Url = Annotated[str | None, typer.Option("--url", help="Page to open, for --env web.")]
Goal = Annotated[str | None, typer.Option("--goal", help="What to do there, for --env web.")]
Origin = Annotated[
    list[str] | None,
    typer.Option(
        "--origin",
        help="What may be reached beside the start, for --env web: origin, host or file: folder; may be repeated. "
        "Default: every http and https address of the internet.",
    ),
]
UploadFolder = Annotated[
    Path | None, typer.Option("--upload-folder", help="The only folder to upload from, for --env web; default: none.")
]
Downloads = Annotated[
    Path | None, typer.Option("--downloads", help="Folder for what is downloaded, for --env web; default: refused.")
]
StorageState = Annotated[
    Path | None,
    typer.Option("--storage-state", help="JSON file of cookies and local storage to begin with, for --env web."),
]
Success = Annotated[str, typer.Option("--success", help="MiniWoB++ success rule: farama or browsergym.")]


NO_DISPLAY = (
    "no display: DISPLAY and WAYLAND_DISPLAY are not set, so nobody could see the browser's window. Record on a "
    "machine with a screen, act from another one with --headless --devtools-port 9222, or type actions with --by typed"
)


def has_display() -> bool:
    """Whether a window can be shown here."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@dataclass(frozen=True, slots=True)
class World:
    """Which environment a command acts in.

    Attributes:
        env: Short name, "miniwob" or "web".
        task: MiniWoB++ task.
        url: Page, for "web".
        goal: Task in words, for "web".
        success: Success rule of MiniWoB++.
        origins: What "web" may reach beside the start; nothing named: the whole internet.
        upload_folder: The only folder that uploads of "web" may come from.
        downloads: Folder for the downloads of "web".
        storage_state: Cookies and local storage of "web", a JSON file.
    """

    env: str
    task: str | None = None
    url: str | None = None
    goal: str | None = None
    success: str = "farama"
    origins: tuple[str, ...] = ()
    upload_folder: Path | None = None
    downloads: Path | None = None
    storage_state: Path | None = None

    def make(self) -> gym.Env[Observation, Action]:
        """Makes the environment; the browser starts with its first `reset`.

        Raises:
            UnknownNameError: For an environment or task that does not exist.
            UsageError: When the environment lacks its page or goal, or something is given that it does not take.
        """
        if self.env not in ENVIRONMENTS:
            raise UnknownNameError("environment", self.env, ENVIRONMENTS)
        arguments = self._miniwob() if self.env == "miniwob" else self._web()

        import gymnasium as gym

        from .. import envs  # noqa: F401  # registers the environments

        return gym.make(ENVIRONMENTS[self.env], disable_env_checker=True, **arguments)

    def make_witnessed(self, headless: bool, devtools_port: int | None) -> gym.Env[Observation, Action]:
        """Makes the page's environment for a person who acts in its window; recordings of it name the page's own.

        Args:
            headless: Without a window: somebody acts through the port.
            devtools_port: At which other programs reach the browser; None: none does.

        Raises:
            UsageError: When nobody could act in it, or the environment lacks its page or goal.
        """
        if headless and devtools_port is None:
            raise UsageError(
                "nobody can act in a browser without a window: add --devtools-port, or leave --headless out"
            )
        if not headless and not has_display():
            raise UsageError(NO_DISPLAY)
        arguments = {**self._web(), "headless": headless, "devtools_port": devtools_port}

        import gymnasium as gym

        from .. import envs  # noqa: F401  # registers the environments

        spec = copy(gym.spec(ENVIRONMENTS["web"]))
        spec.entry_point = "guiwright.envs.web.witness:WitnessedWebEnv"
        return gym.make(spec, disable_env_checker=True, **arguments)

    @property
    def label(self) -> str:
        """What the episodes are of: the task, or the page."""
        return self.task or self.url or self.env

    @property
    def judged(self) -> bool:
        """Whether the environment itself checks what was done; of a page of one's own nobody can say."""
        return self.env == "miniwob"

    def _miniwob(self) -> dict[str, Any]:
        of_web = {
            "--url": self.url,
            "--goal": self.goal,
            "--origin": self.origins,
            "--upload-folder": self.upload_folder,
            "--downloads": self.downloads,
            "--storage-state": self.storage_state,
        }
        if given := [option for option, value in of_web.items() if value]:
            verb = "goes" if len(given) == 1 else "go"
            raise UsageError(f"{' and '.join(given)} {verb} with --env web; --env miniwob takes --task")
        return {"task": self.task or "click-test", "success": self.success}

    def _web(self) -> dict[str, Any]:
        if not self.url or not self.goal:
            raise UsageError("--env web needs --url (the page to open) and --goal (what to do there)")
        if self.task:
            raise UsageError("--task goes with --env miniwob; --env web takes --url and --goal")
        if self.upload_folder is not None and not self.upload_folder.is_dir():
            raise UsageError(f"--upload-folder {self.upload_folder}: no such folder")
        arguments = {
            "url": self.url,
            "goal": self.goal,
            "origins": self.origins or None,
            "upload_folder": self.upload_folder,
            "settings": self._settings(),
            "secrets": self._secrets(self.url),
        }
        return {name: value for name, value in arguments.items() if value is not None}

    def _settings(self) -> BrowserSettings | None:
        if self.downloads is None and self.storage_state is None:
            return None
        if self.downloads is not None and self.downloads.exists() and not self.downloads.is_dir():
            raise UsageError(f"--downloads {self.downloads}: not a folder")
        from ..envs import BrowserSettings

        return BrowserSettings(downloads=self.downloads, storage_state=self.storage_state)

    def _secrets(self, start: str) -> Secrets | None:
        """Those of the variables; whoever set them meant this page, and no other that a policy may come to."""
        from ..envs import Secrets
        from ..envs.guard_origins import Origins, completed_address

        secrets = Secrets.from_environment()
        return secrets.bound(Origins(self.origins, completed_address(start))) if secrets.names else None
