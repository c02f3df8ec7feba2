"""The web environment: any page, driven by canonical actions with real input events."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from ...actions.errors import UsageError
from ...actions.schema import Action, Answer, Platform, Zoom, ends_episode
from ..base import GuiEnv, Performed
from ..guard_origins import Origins, completed_address
from ..guard_target import TargetFacts
from ..measurements import PartTimer, Settled
from ..outcome import Refusal, Sight, Verdict, WorldError
from ..secrets import NO_SECRETS, Secrets
from ..tasks import Task
from .clock import Clock, checked_clock
from .own_thread import in_own_thread
from .settings import PLAIN, BrowserSettings, checked_settings

if TYPE_CHECKING:
    from .page_elements import ElementList
    from .references import Look
    from .world import WebWorld

A = TypeVar("A")
T = TypeVar("T")
LEAST_MEMORY = 128  # MiB; with less, an empty page may not start


class WebEnv(GuiEnv):
    """Any page in a Chromium, one browser context per environment.

    Args:
        url: Where an episode starts; without a scheme it is completed as by a browser.
        goal: What it is about, for the policy.
        task: Goal, address, set-up and check in one; instead of `url` and `goal`.
        width: Of the view, CSS pixels.
        height: Of the view, CSS pixels.
        canvas: Width and height of the observation's picture; None: those of the view.
        origins: Origins, hosts or `file:` folders that may be opened; None allows every http and https address.
        upload_folder: The only folder that `upload_file` may take files from; None allows none.
        clock: "real": pages have the browser's time, and a step waits until they have come to rest. "virtual": their
            time stands still between steps and moves by half a second with each, at no cost: for pages of one's own,
            where the same seed and actions are to give the same pixels.
        settle_deadline: Seconds that a page may take to come to rest.
        headless: Without a window.
        settings: How the browser presents itself: screen, language, place, logins, dialogs, downloads.
        secrets: What `type` fills in for `{{secret:name}}`; never in what the environment says.
        page_memory: MiB that the process of a page may take before it is the page's end. Environments with other limits
            have another browser.
        base: Arguments of `GuiEnv`: render_mode, reset_deadline, step_deadline, time_limit.

    The environments of one process share its browser and nothing else: each has cookies and a clipboard of its own.

    `info` adds `url`, `title` and, when there are any, `tabs` (the addresses of several), `dialog` (`kind`, `message`
    and a prompt's `text`) and `downloads` (`name` and `size` of each file). An environment belongs to one
    thread at a time; any thread may use it, inside a running event loop or not.
    """

    platform: ClassVar[Platform] = Platform.WEB
    options: ClassVar[frozenset[str]] = frozenset({"task", "goal", "url"})

    def __init__(
        self,
        url: str = "about:blank",
        goal: str = "",
        *,
        task: Task | None = None,
        width: int = 1280,
        height: int = 720,
        canvas: tuple[int, int] | None = None,
        origins: tuple[str, ...] | None = None,
        upload_folder: str | Path | None = None,
        clock: Clock = "real",
        settle_deadline: float = 5.0,
        headless: bool = True,
        settings: BrowserSettings = PLAIN,
        secrets: Secrets = NO_SECRETS,
        page_memory: int = 2048,
        **base: Any,
    ) -> None:
        super().__init__(canvas=canvas or (width, height), **base)
        self.task = _with_address(task or Task(name="web", goal=goal, start=url))
        self.clock: Clock = checked_clock(clock)
        self.size, self.headless, self.settle_deadline = (width, height), headless, settle_deadline
        self.settings, self.secrets = checked_settings(settings), _checked_secrets(secrets)
        self.page_memory = _checked_memory(page_memory)
        self.origins, self.upload_folder = _checked_origins(origins), Path(upload_folder) if upload_folder else None
        self.last_answer: str | None = None
        self._world: WebWorld | None = None
        self._world_process = 0

    @property
    def task_name(self) -> str:
        """The name of the task of the running episode."""
        return self.task.name

    def evaluate(self, expression: str, argument: Any = None) -> Any:
        """Privileged access to the page, for solvers and checks; never for a policy.

        Args:
            expression: JavaScript, an expression or a function of one argument; runs in the main frame.
            argument: JSON types.

        Returns:
            What the script gives, in JSON types; promises are awaited.

        Raises:
            WorldError: If the page or the browser is gone, or does not answer.
            UsageError: If there is no page yet, or the script throws.
        """
        if self._world is None or self._world_process != os.getpid():
            raise UsageError("there is no page yet: call reset() first")
        return self._run(self._world.evaluate(expression, argument), self.step_deadline)

    def storage_state(self) -> dict[str, Any]:
        """Privileged access to the logins: cookies and local storage, for `BrowserSettings(storage_state=…)`.

        Raises:
            WorldError: If the browser is gone or does not answer.
            UsageError: If there is no page yet.
        """
        if self._world is None or self._world_process != os.getpid():
            raise UsageError("there is no page yet: call reset() first")
        return self._run(self._world.storage_state(), self.step_deadline)

    def target_facts(self, action: Action) -> TargetFacts | None:
        """The element that an action would reach now, for `classify`; None when there is none, or nobody can tell."""
        if self._world is None or self._world_process != os.getpid():
            return None
        return self._run(self._world.target_facts(action), self.step_deadline)

    def elements(self) -> ElementList:
        """What can be acted on in the current observation, with ids for `Target.ref`; read once for each observation.

        Raises:
            WorldError: If the page or the browser is gone, or does not answer.
            UsageError: If there is no page yet.
        """
        return self._shown(self._look(0).elements)

    def accessibility_tree(self, budget: int = 16384) -> str:
        """The accessibility tree of the current observation, at most `budget` bytes of UTF-8; raises as `elements`."""
        return self._shown(self._look(budget).tree).text(budget)

    def _look(self, tree: int) -> Look:
        if self._world is None or self._world_process != os.getpid():
            raise UsageError("there is no page yet: call reset() first")
        return self._shown(self._run(self._world.references.look(tree), self.step_deadline))

    @property
    def downloads_folder(self) -> Path | None:
        """Where this episode's files are, under the names of `info["downloads"]`; None without any."""
        return None if self._world is None else self._world.tabs.downloads.folder

    def _run(self, part: Coroutine[Any, Any, T], seconds: float | None = None) -> T:
        from .loop import loop_thread

        return loop_thread().run(part, seconds)

    async def _make(self, seed: int, options: dict[str, Any]) -> str:
        self._choose(options)
        self.last_answer = None
        await self._close_world()
        world = await self._new_world()
        await world.open(self.task.start or "about:blank")
        if self.task.set_up is not None:
            await self._ask_task("set-up", self.task.set_up, seed)
        return self.task.goal

    def _choose(self, options: dict[str, Any]) -> None:
        task = options.get("task")
        if task is not None:
            if not isinstance(task, Task):
                raise UsageError(f"options['task'] of a WebEnv is a Task, not {type(task).__name__}")
            self.task = _with_address(task)
        if "goal" in options or "url" in options:
            goal, start = options.get("goal", self.task.goal), options.get("url", self.task.start)
            self.task = _with_address(replace(self.task, goal=goal, start=start))

    async def _new_world(self) -> WebWorld:
        self._world, self._world_process = self._unstarted_world(), os.getpid()
        self._world.limit_memory(self.page_memory)
        await self._world.start(id(self))
        return self._world

    def _unstarted_world(self) -> WebWorld:
        from .world import WebWorld

        origins = Origins(self.origins, self.task.start)
        return WebWorld(
            self.size,
            origins,
            self.upload_folder,
            headless=self.headless,
            clock=self.clock,
            settings=self.settings,
            secrets=self.secrets,
        )

    async def _performed(self, action: Action, timer: PartTimer) -> Performed:
        return await self._living_world().lasting(super()._performed(action, timer))

    async def _execute(self, action: Action) -> str:
        if isinstance(action, Answer):
            self.last_answer = action.text
        return await self._living_world().do(action)

    async def _settle(self) -> Settled:
        return await self._living_world().settle(self.settle_deadline)

    async def _guard(self) -> None:
        await self._living_world().leave_forbidden()

    async def _observe(self, action: Action | None) -> Sight:
        return await self._living_world().sight(action.region if isinstance(action, Zoom) else None)

    async def _judge(self, action: Action) -> Verdict:
        if self.task.check is None:
            return Verdict()
        if self._living_world().tabs.dialogs.current is not None:
            if not ends_episode(action):
                return Verdict()  # no check can look into a page that waits for an answer
            await self._living_world().tabs.dialogs.dismiss_all()
        return await self._ask_task("check", self.task.check, action)

    async def _ask_task(self, part: str, function: Callable[[GuiEnv, A], T], argument: A) -> T:
        try:
            # Not on this loop, which it may use by `evaluate`; and not in a pool, where it would wait for other tasks'.
            return await in_own_thread(function, self, argument)
        except WorldError:
            raise
        except (Exception, SystemExit) as error:  # a task is foreign code, and its faults are not the policy's
            raise Refusal(f"the {part} broke: {type(error).__name__}: {error}", kind="grader") from error

    async def _close_world(self) -> None:
        """Closes the context but keeps the seat, so that the browser does not end between two episodes."""
        if self._world is not None and self._world_process == os.getpid():
            await self._world.close()

    async def _discard(self) -> None:
        """Gives up the context; the seat only in the end, so that a new browser needs no new driver."""
        from .browser import browsers

        await self._close_world()
        self._world = None
        if self._closed and self._world_process == os.getpid():
            await (await browsers()).leave(id(self))

    def _has_world(self) -> bool:
        return self._world_process == os.getpid()

    def _remarks(self) -> str:
        return self._living_world().tabs.take_remarks()

    def _refusals(self) -> tuple[str, ...]:
        return self._shown(self._world.take_refused()) if self._world else ()

    def _shown(self, value: T) -> T:
        return self.secrets.hidden(value)

    def _facts(self) -> dict[str, Any]:
        return self._world.facts() if self._world else {}

    def _living_world(self) -> WebWorld:
        if self._world is None or self._world_process != os.getpid():
            raise WorldError("the browser is gone, or was made before this process was forked")
        return self._world


def _checked_secrets(secrets: object) -> Secrets:
    if not isinstance(secrets, Secrets):  # what is told to `gymnasium.make` is recorded, a mapping with its values
        raise UsageError(f"secrets is a Secrets, not {type(secrets).__name__}: Secrets({{'name': …}})")
    return secrets


def _checked_origins(origins: tuple[str, ...] | None) -> tuple[str, ...] | None:
    Origins(origins)  # says what is none
    return origins


def _checked_memory(mebibytes: int) -> int:
    if mebibytes < LEAST_MEMORY:
        raise UsageError(f"page_memory is {mebibytes} MiB; a page needs at least {LEAST_MEMORY}")
    return mebibytes


def _with_address(task: Task) -> Task:
    """The task with a start that a browser takes."""
    if task.start.startswith(("/", "./", "../")):
        raise UsageError(f"the start {task.start!r} is a path; give its address: Path(…).resolve().as_uri()")
    return replace(task, start=completed_address(task.start))
