"""MiniWoB++ in a browser: a fresh page, a seed, an instruction, a reward."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, cast

from ...actions.errors import UnknownNameError, UsageError
from ...actions.schema import Action, ends_episode
from ..guard_origins import Origins
from ..outcome import Verdict, WorldError
from ..tasks import Task
from ..web.env import WebEnv
from .tasks import HEIGHT, LOADED_ANEW, WIDTH, checked_task, task_url

if TYPE_CHECKING:
    from ..web.world import WebWorld

Success = Literal["farama", "browsergym"]
FIXED = frozenset({"url", "goal", "width", "height", "clock", "origins", "upload_folder"})
PRESETS: dict[str, Callable[[float], bool]] = {"farama": lambda raw: raw == 1, "browsergym": lambda raw: raw > 0}
"""By preset, what the raw reward must be: exactly 1 (the usual metric), or more than 0 (partial counts)."""

# The page's own limit is put out of reach: limits count time in `step`, and a policy may take as many as it likes.
# The largest number that its timer can hold; one more, and the episode would end at once.
# The page's display of reward and time lies beside the task. It goes, or a dialog that takes the focus scrolls the
# view over to it and the task is out of sight.
START = """async ([seed, again]) => {
  if (again) {
    if (!window.__guiwrightEpisode) return null;
    core.endEpisode(0);
    if (!(await __guiwrightClock.rewind())) return null;
  } else {
    const style = document.createElement("style");
    style.textContent = "#reward-display, #click-canvas { display: none }";
    document.head.append(style);
    // Without it a page that draws nothing by itself has its picture only with the next frame of a 60 Hz clock.
    const spot = document.createElement("canvas");
    spot.width = spot.height = 1;
    spot.style = "position: fixed; left: 0; top: 0; width: 1px; height: 1px; pointer-events: none";
    document.body.append(spot);
    const brush = spot.getContext("2d");
    for (const kind of ["mousedown", "keydown", "wheel"])
      window.addEventListener(kind, () => brush.clearRect(0, 0, 1, 1), { capture: true, passive: true });
    __guiwrightClock.mark();
  }
  core.EPISODE_MAX_TIME = 2147483647;
  Math.seedrandom(seed);
  core.startEpisodeReal();
  window.__guiwrightEpisode = true;
  for (let waited = 0; !WOB_TASK_READY && waited < 10000; waited += 100) await __guiwrightClock.advance(100, 1000);
  const utterance = core.getUtterance();
  return typeof utterance === "string" ? utterance : utterance.utterance;
}"""
# Without the marker it is another document: a page of the same address, or the same one loaded again, would start an
# episode of its own under the old instruction, and without our seed.
STATE = "window.__guiwrightEpisode ? [WOB_DONE_GLOBAL, WOB_RAW_REWARD_GLOBAL] : null"


class MiniWoBEnv(WebEnv):
    """A task of MiniWoB++, seen as its 160 x 210 pixels with the instruction on top.

    Args:
        task: A name of `guiwright.envs.miniwob.TASKS`; `reset(options={"task": …})` changes it.
        success: "farama" (raw reward exactly 1) or "browsergym" (raw reward above 0).
        settle_deadline: Seconds that a page may take to come to rest.
        web: Further arguments of `WebEnv` and `GuiEnv`, such as time_limit or headless.

    The page's clock stands still between steps and moves by half a second with each, and by what an action waits; no
    time is spent on it. The same seed gives the same instruction and the same pixels, and the same actions then do
    too. The reward is 1.0 or 0.0 at the end of the task; `info["raw_reward"]` keeps the page's own, from -1 to 1 and
    not scaled by time. An episode that leaves the page, or loads it again,
    has failed.
    """

    options = frozenset({"task"})

    def __init__(
        self, task: str = "click-test", success: Success = "farama", *, settle_deadline: float = 3.0, **web: Any
    ) -> None:
        if success not in PRESETS:
            raise UnknownNameError("success preset", success, PRESETS)
        if given := sorted(FIXED & web.keys()):
            raise UsageError(f"a MiniWoB task has its own page, size and clock; leave out {', '.join(given)}")
        self.success = success
        super().__init__(
            task=Task(checked_task(task), goal=""),
            width=WIDTH,
            height=HEIGHT,
            clock="virtual",
            settle_deadline=settle_deadline,
            **web,
        )

    def _checked_options(self, options: dict[str, Any]) -> dict[str, Any]:
        if "task" in super()._checked_options(options):
            checked_task(options["task"])
        return options

    async def _make(self, seed: int, options: dict[str, Any]) -> str:
        name, before = options.get("task", self.task.name), self.task
        self.task = Task(name, goal="", start=task_url(name))
        self.last_answer = None
        world = await self._clean_world()
        if self.task == before and name not in LOADED_ANEW and world.is_at(self.task.start):
            goal = await self._begun_anew(world, seed)
            if goal is not None:
                return goal
        await world.open(self.task.start)
        return str(await world.ask(START, [seed, False]))

    async def _begun_anew(self, world: WebWorld, seed: int) -> str | None:
        """Starts another episode in the page that there is; None when it cannot, and must be loaded.

        Loading takes about 50 ms, most of it to run the page's libraries; this takes about 2 ms.
        """
        try:
            return cast(str | None, await world.begin_again(START, [seed, True]))
        except WorldError:
            return None

    def _unstarted_world(self) -> WebWorld:
        from ..web.world import WebWorld

        # The pages are files that lead nowhere, so nothing must be intercepted. They load more of their own files late
        # (icons that a style sheet names); the waiter hears of these requests all the same.
        origins = Origins((), self.task.start)
        return WebWorld(
            self.size,
            origins,
            None,
            headless=self.headless,
            networked=False,
            clock=self.clock,
            asked=STATE,
            settings=self.settings,
            secrets=self.secrets,
        )

    async def _clean_world(self) -> WebWorld:
        """The old context as new, or a new one. The pages keep nothing, so a fresh document is a fresh world."""
        if self._world is not None and self._world_process == os.getpid():
            try:
                await self._world.refresh()
                return self._world
            except WorldError:
                await self._discard()
        return await self._new_world()

    async def _judge(self, action: Action) -> Verdict:
        world = self._living_world()
        if not world.is_at(self.task.start) or world.page_facts is None:
            return Verdict(True, success=False, info={"raw_reward": 0.0})
        done, raw = world.page_facts
        info = {"raw_reward": float(raw)}
        if done or ends_episode(action):
            success = done and PRESETS[self.success](raw)
            return Verdict(True, success, float(success), info)
        return Verdict(info=info)
