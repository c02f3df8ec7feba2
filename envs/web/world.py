"""A browser context with its tabs: what a web environment drives. Everything here runs on the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import BrowserContext, Error, Page, Route

from ...actions.errors import UsageError
from ...actions.schema import Action, Box
from ..base import own_seconds
from ..deadline import within
from ..guard_origins import Origins
from ..guard_target import TargetFacts
from ..measurements import Settled
from ..outcome import Refusal, Sight, WorldError
from ..secrets import NO_SECRETS, Secrets
from . import clock as clocks
from .actions import Hands
from .answers import LOST, answer_of, has_gone
from .browser import BrowserKind, browsers
from .clipboard import OwnClipboard
from .clock import Clock
from .dialog_picture import with_dialog
from .dialogs import cut
from .fence import Fence
from .life import Life
from .outage import ERROR_PAGE, Outage
from .references import References
from .requests import Requests
from .screen import crop, decoded
from .settings import PLAIN, BrowserSettings
from .settle import Rest, Waiter
from .tabs import Tabs
from .target_facts import focused_address, target_facts

T = TypeVar("T")
WATCH = Path(__file__).with_name("watch.js")
FILES = re.compile("^file:", re.IGNORECASE)
BACK_DEADLINE = 5000.0  # milliseconds that the way back from a forbidden page may take
START_DEADLINE = 20.0  # seconds that a context may take to give its first tab
REFRESH_DEADLINE = 5.0  # seconds that a page may take to let go of what is held; one that hangs is left for a new one
END_DEADLINE = 5.0  # seconds that a context may take to go
LONGEST_ADDRESS = 2000  # characters of an address that are told; a page may give itself one of millions
CALL_LOG = "\nCall log:"  # what Playwright did before it failed, in the message of its errors


class WebWorld:
    """One context.

    Args:
        size: Width and height of the view, CSS pixels.
        origins: Which addresses its documents may come from.
        upload_folder: The only folder that uploads may come from.
        headless: Without a window.
        networked: Whether its pages use the network, through a fence; without one they have no way out at all.
        clock: Of its pages.
        asked: A JavaScript expression whose value is in `page_facts` after every rest.
        settings: How the browser presents itself.
        secrets: What `type` fills in.
    """

    def __init__(
        self,
        size: tuple[int, int],
        origins: Origins,
        upload_folder: Path | None,
        *,
        headless: bool = True,
        networked: bool = True,
        clock: Clock = "real",
        asked: str = "null",
        settings: BrowserSettings = PLAIN,
        secrets: Secrets = NO_SECRETS,
    ) -> None:
        self._settings, self._secrets = settings, secrets
        self._size, self._origins, self._upload_folder = size, origins, upload_folder
        self._fence = Fence(origins) if networked else None
        self._clock: Clock = clock
        self._kind, self._is_driven = BrowserKind(headless), False
        self._context: BrowserContext | None = None
        self._life: Life | None = None
        self._waiter = Waiter(clock=1000 * clocks.STEP if clock == "virtual" else 0.0, facts=asked)
        self._rest = Rest(Settled())
        self._acted: float | None = None  # when the last action began, perf_counter; None: there was none yet
        self._wheel = False  # whether it turned the wheel
        self._outage: Outage
        self.tabs: Tabs
        self.hands: Hands
        self.references: References

    def limit_memory(self, mebibytes: int) -> None:
        """Limits what the process of each page may take; before `start`."""
        self._kind = replace(self._kind, page_memory=mebibytes)

    def leave_clipboard(self) -> None:
        """Lets pages copy to the browser's clipboard, for a person whose keys are not ours; before `start`."""
        self._is_driven = True

    def open_devtools(self, port: int) -> None:
        """Lets other programs of this machine reach the browser, which is then one of its own; before `start`."""
        self._kind = replace(self._kind, devtools_port=port)

    async def start(self, user: int) -> None:
        """Makes the context with one empty tab, for a user of the shared browser."""
        width, height = self._size
        seat = await (await browsers()).context(
            user,
            self._kind,
            viewport={"width": width, "height": height},
            proxy=await self._fence.open() if self._fence else None,
            **self._settings.context_arguments(),
        )
        self._life, context = seat.life, seat.context
        async with self._as_world_errors(START_DEADLINE):
            self._context, self.tabs = context, Tabs(context, self._settings, seat.life)
            self._outage = Outage(context, fenced=self._fence is not None)
            self._waiter = replace(self._waiter, requests=Requests(context))
            for script in (WATCH, clocks.SCRIPT) if self._clock == "virtual" else (WATCH,):
                await context.add_init_script(path=script)
            clipboard = OwnClipboard(
                seat.clipboard,
                self.tabs.dialogs,
                readable="clipboard-read" in self._settings.permissions,
                secrets=self._secrets,
                goes_to=self._focused_address,
            )
            if not self._is_driven:
                await clipboard.join(context)
            if self._fence and self._origins.folders:  # only pages of files may open files, and no fence sees those
                await context.route(FILES, self._let_in)
            await self.tabs.open()
            self.hands = Hands(
                self.tabs,
                self._size,
                self._origins,
                self._upload_folder,
                clipboard,
                self._pass,
                settings=self._settings,
                secrets=self._secrets,
            )
            self.references = References(self.tabs, self._size)

    async def _focused_address(self) -> str:
        return await focused_address(await self.tabs.session())

    async def open(self, url: str) -> None:
        """Opens the start page, with the pointer in the corner."""
        self._outage.begin(url)
        self._acted = None
        try:
            async with self._as_world_errors():
                # A page may show a dialog before it has loaded; it is then the first thing to answer.
                await self.tabs.dialogs.stopping(self._arrive(url))
        except WorldError:
            if not await self._strayed(self.tabs.page):
                raise
        strayed = await self._strayed(self.tabs.page)
        if strayed:
            raise Refusal(
                f"the start leads to {self._secrets.hide(strayed)[:200]}, outside of the allowed origins", "blocked"
            )

    async def begin_again(self, script: str, argument: Any) -> Any:
        """Asks the page that there is to begin an episode anew, with the pointer in the corner; gives its answer."""
        self._acted = None
        async with self._as_world_errors(REFRESH_DEADLINE):
            answer, _ = await asyncio.gather(self.ask(script, argument), self.hands.pointer.go_home(self.tabs.page))
            return answer

    async def _arrive(self, url: str) -> None:
        await within(self.tabs.page.evaluate("null"), REFRESH_DEADLINE)  # a page that hangs would be waited for
        await asyncio.gather(self.tabs.page.goto(url), self.hands.pointer.go_home(self.tabs.page))
        # What was open before (an empty tab, the last episode) is no page to go back to.
        await (await self.tabs.session()).send("Page.resetNavigationHistory")

    async def do(self, action: Action) -> str:
        """Carries out an action; gives the feedback."""
        self._acted = time.perf_counter()
        self._wheel = action.name == "scroll" or (action.name == "swipe" and not self._settings.touch)
        page = self.tabs.page
        document = self.tabs.document(page)
        try:
            if self.tabs.dialogs.current is None:  # else the page would not answer
                await self.tabs.session()  # tells when the document is replaced
            action = await self.references.resolved(action)
            return await answer_of(self.hands.do(action), document, LOST + own_seconds(action))
        except (Error, WorldError) as error:
            if self.tabs.alive and page.is_closed() and self.tabs.pages:
                return "the tab was closed"
            if self.tabs.alive and not page.is_closed() and await has_gone(document):
                return "the page was replaced during the action"
            raise WorldError(str(error)) from error

    async def target_facts(self, action: Action) -> TargetFacts | None:
        """The element that an action is going to reach; None when there is none, or nobody can tell."""
        if dialog := self.tabs.dialogs.facts:
            return TargetFacts("button", " ".join(dialog.values()))
        try:
            resolved = await self.references.resolved(action)
            await self.hands.fit()
        except (Refusal, Error):  # the step will say so
            return None
        return await target_facts(self.tabs, self.hands.pointer, resolved)

    async def settle(self, deadline: float) -> Settled:
        """Waits for rest or for a dialog; keeps the last capture and the facts.

        Raises:
            WorldError: If the tab or the site of the episode is gone.
        """
        begun = time.perf_counter()
        rest = await self.tabs.dialogs.ending(self._waiter.rest(self.tabs, deadline, self._acted, wheel=self._wheel))
        if rest is None:
            seconds = time.perf_counter() - begun
            settled = Settled("dialog", seconds, clock=self._clock, waited={"dialog": seconds})
            rest = replace(self._rest, settled=settled)
        if outage := self._outage.seen(self.tabs.page.url):
            raise WorldError(outage)
        self._rest = rest
        self.references.observed()
        return self._rest.settled

    async def _pass(self, seconds: float) -> None:
        """Lets time of the page pass."""
        if self._clock == "real":
            await asyncio.sleep(seconds)
            return
        left = 1000 * seconds
        while left > 0:
            left = await self.ask(clocks.ADVANCE, [left, clocks.PATIENCE])

    async def leave_forbidden(self) -> None:
        """Leaves pages that came from elsewhere than they may, by a redirect or a link: back, or to an empty page.

        Raises:
            Refusal: If there was one.
        """
        strayed = {page: address for page in self.tabs.pages if (address := await self._strayed(page))}
        if not strayed:
            return
        async with self._as_world_errors():
            for page in strayed:
                await self._lead_back(page)
        addresses = ", ".join(self._secrets.hide(address)[:200] for address in strayed.values())
        raise Refusal(f"{addresses} is outside of the allowed origins and was left", kind="blocked")

    async def _lead_back(self, page: Page) -> None:
        with contextlib.suppress(Error):
            await page.go_back(wait_until="commit", timeout=BACK_DEADLINE)
        if not page.is_closed() and await self._strayed(page):
            await page.goto("about:blank", timeout=BACK_DEADLINE)

    async def _strayed(self, page: Page) -> str:
        """The address that a page shows, or would show if it had been let out, though it may not; else ""."""
        url = await _unreachable(self.tabs.context, page) if page.url.startswith(ERROR_PAGE) else page.url
        refused = self._fence is not None and self._fence.has_refused(url)
        return url if refused or not self._origins.allow(url) else ""

    def take_refused(self) -> tuple[str, ...]:
        """What the fence did not let out since the last call, each host once."""
        return tuple(dict.fromkeys(map(str, self._fence.take_refused()))) if self._fence else ()

    async def sight(self, region: Box | None = None) -> Sight:
        """The last capture, or a region of it."""
        picture = await decoded(self._rest.capture) if self._rest.capture else self._blank()
        if dialog := self.tabs.dialogs.facts:
            picture = with_dialog(picture, dialog)
        height, width = picture.shape[:2]
        if region is None:
            return Sight(picture, (width, height))
        part, view = crop(picture, region)
        return Sight(part, (width, height), view)

    def _blank(self) -> NDArray[np.uint8]:
        """What a page shows that a dialog stopped before its first picture."""
        width, height = (round(side * self._settings.device_scale_factor) for side in self._size)
        return np.full((height, width, 3), 255, np.uint8)

    def facts(self) -> dict[str, Any]:
        """Addresses and title; the open dialog and the files that were downloaded when there are any."""
        facts: dict[str, Any] = {"url": cut(self.tabs.page.url, LONGEST_ADDRESS), "title": self._rest.title}
        if len(self.tabs.pages) > 1:
            facts["tabs"] = tuple(cut(page.url, LONGEST_ADDRESS) for page in self.tabs.pages)
        if dialog := self.tabs.dialogs.facts:
            facts["dialog"] = dialog
        if files := self.tabs.downloads.facts:
            facts["downloads"] = tuple(files)
        return facts

    async def storage_state(self) -> dict[str, Any]:
        """Cookies and local storage of the context."""
        async with self._as_world_errors():
            assert self._context is not None
            return dict(await self._context.storage_state())

    async def evaluate(self, expression: str, argument: Any = None) -> Any:
        """Runs a script in the main frame of the tab that is looked at."""
        page = self.tabs.page
        if self.tabs.dialogs.current is not None:
            raise UsageError("no script runs while a dialog is open: let an action answer it first")
        try:
            return await page.evaluate(expression, argument)
        except Error as error:
            if page.is_closed() or not self.tabs.alive:
                raise WorldError(f"the page is gone: {error.message}") from error
            raise UsageError(f"the script failed: {error.message}") from error

    async def ask(self, expression: str, argument: Any = None) -> Any:
        """As `evaluate`, with a script of ours: when it fails, the page is not what it should be."""
        try:
            return await self.evaluate(expression, argument)
        except UsageError as error:
            raise WorldError(str(error)) from error

    @asynccontextmanager
    async def _as_world_errors(self, seconds: float | None = None) -> AsyncIterator[None]:
        """Breaks its block off after so many seconds, and as soon as the browser is gone."""
        assert self._life is not None
        try:
            async with asyncio.timeout(seconds) as limit:
                with self._life.ending(limit):
                    yield
        except Error as error:
            raise WorldError(self._life.reason or error.message.partition(CALL_LOG)[0]) from error
        except TimeoutError as error:
            raise WorldError(self._life.reason or f"no answer within {seconds} s") from error

    async def lasting(self, part: Coroutine[Any, Any, T]) -> T:
        """Awaits a part of a reset or a step; as soon as the browser is gone, raises `WorldError` that says so."""
        return await (part if self._life is None else self._life.lasting(part))

    @property
    def life(self) -> Life:
        """Of what it needs; after `start`."""
        assert self._life is not None
        return self._life

    async def close(self) -> None:
        """Closes the context. Never raises because of the browser."""
        context, self._context = self._context, None
        with contextlib.suppress(Error, TimeoutError):
            async with asyncio.timeout(END_DEADLINE):
                if context is not None:
                    await context.close()
        if self._fence is not None:
            await self._fence.close()

    async def refresh(self) -> None:
        """Makes the context fit for another episode: one tab, nothing held."""
        async with self._as_world_errors(REFRESH_DEADLINE):
            await self.tabs.dialogs.dismiss_all()
            await self.hands.rest()
            await self.tabs.keep_only_first()
        self.references = References(self.tabs, self._size)
        self.tabs.take_remarks()

    @property
    def page_facts(self) -> Any:
        """What the waiter's question gave when the page had come to rest."""
        return self._rest.facts

    def is_at(self, url: str) -> bool:
        """Whether the tab that is looked at shows an address, whatever stands after `#`."""
        return self.tabs.page.url.partition("#")[0] == url

    async def _let_in(self, route: Route) -> None:
        with contextlib.suppress(Error):
            if self._origins.allow(route.request.url):
                await route.continue_()
            else:
                await route.abort("blockedbyclient")


async def _unreachable(context: BrowserContext, page: Page) -> str:
    """The address that an error page stands for; "" when the page has gone meanwhile."""
    with contextlib.suppress(Error):
        session = await context.new_cdp_session(page)
        frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]
        await session.detach()
        return str(frame.get("unreachableUrl", ""))
    return ""
