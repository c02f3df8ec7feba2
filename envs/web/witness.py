"""A web environment whose actions a person does in its window: it witnesses them instead of doing them.

    env = WitnessedWebEnv("https://example.org", "Find the contact page")
    with Session(env, store=store) as session:
        while not session.done and (action := env.next_action()) is not None:
            session.commit(action, author="human")

What a person did is done before we hear of it, so an action given to `step` is not executed: `step` waits for rest,
looks and judges, as always. What they did meanwhile is already in the picture.
"""

from __future__ import annotations

import contextlib
import queue
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Literal

from ...actions.errors import UsageError
from ...actions.schema import Action, Answer, Noop
from ..measurements import Settled
from ..outcome import Sight, WorldError
from .env import WebEnv
from .witness_actions import Recogniser, secret_name
from .witness_events import Finished, Hidden, RawEvent, WindowClosed
from .witness_pages import Witness

if TYPE_CHECKING:
    from .world import WebWorld


class WitnessedWebEnv(WebEnv):
    """Takes the arguments of `WebEnv`; `headless` is False unless somebody drives the browser from elsewhere.

    Args:
        url: Where an episode starts.
        goal: What it is about.
        devtools_port: Port at which somebody else drives the browser; None: nobody does.
        more: Arguments of `WebEnv`.
    """

    def __init__(
        self, url: str = "about:blank", goal: str = "", *, devtools_port: int | None = None, **more: Any
    ) -> None:
        super().__init__(url, goal, **{"headless": False, **more})
        self.devtools_port = devtools_port
        self._heard: queue.SimpleQueue[tuple[RawEvent, float]] = queue.SimpleQueue()
        self._witness: Witness | None = None
        self._recogniser = Recogniser(self.size)
        self._whole: deque[Action] = deque()
        self._given, self._hidden = self.secrets, dict[str, str]()
        self.window_closed = False

    def next_action(self) -> Action | None:
        """Waits for the next whole action of the person; None when they have closed the window.

        When the browser or its driver died, `Noop`: its step says so.
        """
        while not self._whole and not self.window_closed:
            self._hear()
        if self._whole:
            return self._whole.popleft()
        return Noop() if self._run(self._living_world().life.is_over_soon()) else None

    def finish(self, status: Literal["success", "infeasible"] = "success") -> None:
        """Says in the person's name that the task is done or cannot be done; may be called from any thread.

        Raises:
            UsageError: If there is no episode yet.
        """
        if self._witness is None:
            raise UsageError("there is no episode yet: call reset() first")
        self._run(self._witness.finish(Finished(status=status)), self.step_deadline)

    def _hear(self) -> None:
        due = self._recogniser.due
        try:
            event, then = self._heard.get(timeout=None if due is None else max(0.0, due - time.monotonic()))
        except queue.Empty:
            self._whole.extend(self._recogniser.after(time.monotonic()))
            return
        if isinstance(event, Hidden):
            self._hide(event)
        self._whole.extend(self._recogniser.feed(event, then))
        self.window_closed |= isinstance(event, WindowClosed)

    def _hide(self, event: Hidden) -> None:
        """From now on nothing that the environment says holds this text, not even in an address."""
        with contextlib.suppress(UsageError):  # a beginning of a few letters is no secret yet
            hidden = {**self._hidden, secret_name(event.field): event.value}
            self.secrets, self._hidden = self._given.joined(hidden), hidden

    async def _make(self, seed: int, options: dict[str, Any]) -> str:
        goal = await super()._make(seed, options)
        heard: queue.SimpleQueue[tuple[RawEvent, float]] = queue.SimpleQueue()
        self._heard = heard
        self._recogniser, self.window_closed = Recogniser(self.size), False
        self._whole.clear()

        # Stamped when it comes: it may be read later, while an earlier step is still settling.
        def tell(event: RawEvent) -> None:
            heard.put((event, time.monotonic()))

        self._witness = Witness(self._living_world().tabs, tell)
        self._living_world().life.when_over(lambda: tell(WindowClosed()))
        await self._witness.begin()
        return goal

    def _unstarted_world(self) -> WebWorld:
        world = super()._unstarted_world()
        world.leave_clipboard()
        if self.devtools_port is not None:
            world.open_devtools(self.devtools_port)
        return world

    async def _execute(self, action: Action) -> str:
        if isinstance(action, Answer):
            self.last_answer = action.text
        return ""

    # A person who closes the window ends the episode; that breaks no world, and the last picture stays.

    async def _settle(self) -> Settled:
        try:
            return await super()._settle()
        except WorldError:
            if self._is_open():
                raise
            return Settled()

    async def _observe(self, action: Action | None) -> Sight:
        try:
            return await super()._observe(action)
        except WorldError:
            if self._is_open() or self._sight is None:
                raise
            return self._sight

    def _facts(self) -> dict[str, Any]:
        return super()._facts() if self._is_open() else {}

    def _is_open(self) -> bool:
        return self._world is not None and bool(self._world.tabs.pages)
