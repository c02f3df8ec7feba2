"""Carries out the actions of a browser on the tab that is looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from playwright.async_api import Error, Page, Response

from ...actions.schema import (
    Action,
    Click,
    Clipboard,
    Drag,
    HoldKey,
    KeyDown,
    KeyUp,
    LongPress,
    MouseDown,
    MouseUp,
    Move,
    Navigate,
    PressKey,
    Scroll,
    SearchHome,
    SelectOption,
    Swipe,
    SwitchTab,
    SystemButton,
    Type,
    UploadFile,
    Wait,
)
from ..guard_origins import Origins, completed_address
from ..outcome import Refusal
from ..secrets import NO_SECRETS, Secrets, names_a_secret
from .clipboard import OwnClipboard
from .dialogs import UNTOUCHED
from .elements import select, upload
from .fields import set_as_picker
from .finger import Finger
from .keyboard import Keyboard, Pause
from .pointer import LONG_PRESS, Pointer, point_of
from .settings import PLAIN, BrowserSettings
from .tabs import Tabs
from .target_facts import focused_address

NAVIGATION_DEADLINE = 15_000.0  # milliseconds until a page must have begun to arrive
WAIT = 1.0  # seconds of a `wait` that does not say how long
SEARCH_PAGES = {
    "bing": "https://www.bing.com/",
    "google": "https://www.google.com/",
    "duckduckgo": "https://duckduckgo.com/",
}
DOWNLOADED = "Download is starting"  # what a navigation says that turned out to be a download
NETWORK_BROKE = ("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "ERR_PROXY_CONNECTION_FAILED")


class Hands:
    """What acts on the tabs of one environment.

    Args:
        tabs: Where to act.
        size: Width and height of the view, CSS pixels.
        origins: Which addresses `navigate` may open.
        upload_folder: The only folder that uploads may come from; None allows none.
        clipboard: Of the environment.
        pause: Lets time of the page pass, seconds.
        settings: Whether there is a finger, and whether pages have a scale of their own.
        secrets: What `type` fills in.
    """

    def __init__(
        self,
        tabs: Tabs,
        size: tuple[int, int],
        origins: Origins,
        upload_folder: Path | None,
        clipboard: OwnClipboard,
        pause: Pause = asyncio.sleep,
        *,
        settings: BrowserSettings = PLAIN,
        secrets: Secrets = NO_SECRETS,
    ) -> None:
        self._tabs, self._origins, self._upload_folder = tabs, origins, upload_folder
        self._pause = pause
        self._settings, self._secrets = settings, secrets
        self.keyboard = Keyboard(pause, tabs.session, clipboard)
        self.pointer = Pointer(size, self.keyboard, pause)
        self.finger = Finger(pause)
        self._clipboard = clipboard
        self._by_name: dict[str, Callable[[Any], Coroutine[Any, Any, str | None]]] = {
            "click": self._click,
            "long_press": self._long_press,
            "move": self._move,
            "drag": self._drag,
            "swipe": self._swipe,
            "scroll": self._scroll,
            "type": self._type,
            "press_key": self._press_key,
            "key_down": self._key_down,
            "key_up": self._key_up,
            "hold_key": self._hold_key,
            "mouse_down": self._mouse_down,
            "mouse_up": self._mouse_up,
            "select_option": self._select_option,
            "upload_file": self._upload_file,
            "navigate": self._navigate,
            "go_back": self._go_back,
            "go_forward": self._go_forward,
            "reload": self._reload,
            "search_home": self._search_home,
            "new_tab": self._new_tab,
            "switch_tab": self._switch_tab,
            "close_tab": self._close_tab,
            "system_button": self._system_button,
            "wait": self._wait,
            "screenshot": self._nothing,
            "zoom": self._nothing,
            "cursor_position": self._cursor_position,
            "clipboard": self._use_clipboard,
            "answer": self._nothing,
            "terminate": self._nothing,
            "call_user": self._call_user,
            "note": self._nothing,
            "noop": self._nothing,
        }

    async def do(self, action: Action) -> str:
        """Carries out one action.

        Returns:
            The feedback; empty when there is nothing to say.

        Raises:
            Refusal: If it cannot be done here.
            playwright.async_api.Error: If the browser refused or is gone.
        """
        carry_out = self._by_name.get(action.name)
        if carry_out is None:
            raise Refusal(f"{action.name} is not available on web")
        dialogs = self._tabs.dialogs
        if dialogs.current is None:
            return await dialogs.stopping(self._on_page(carry_out, action)) or ""
        if action.name in UNTOUCHED:
            return await carry_out(action) or ""
        if isinstance(action, Type) and names_a_secret(action.text):
            raise Refusal("no secret is written into a dialog: it would be seen", kind="blocked")
        await dialogs.answer(action)
        return ""

    async def _on_page(self, carry_out: Callable[[Any], Coroutine[Any, Any, str | None]], action: Action) -> str | None:
        await self.fit()
        return await carry_out(action)

    async def fit(self) -> None:
        """Learns how much of the page the screen shows: pages on phones have a scale of their own."""
        if self._settings.mobile:
            self.pointer.size = await self._view_size()

    async def _view_size(self) -> tuple[int, int]:
        """What the screen shows of a page that is laid out wider, CSS pixels of the page."""
        view = (await (await self._tabs.session()).send("Page.getLayoutMetrics"))["cssVisualViewport"]
        return max(1, round(view["clientWidth"])), max(1, round(view["clientHeight"]))

    async def rest(self) -> None:
        """Releases every key and button and forgets what was copied, so that nothing reaches into the next episode."""
        page = self._tabs.page
        await self.keyboard.release_all(page)
        await self.pointer.release_all(page)
        self._clipboard.text = ""

    @property
    def _page(self) -> Page:
        return self._tabs.page

    async def _click(self, action: Click) -> str | None:
        if action.button == "back":
            await self._go_back(action)
            return None
        if action.button == "forward":
            await self._go_forward(action)
            return None
        if self._settings.touch and action.button == "left":
            await self._tap(action)
        else:
            await self.pointer.click(self._page, action)
        return None

    async def _tap(self, action: Click) -> None:
        at = self.pointer.put(action.target)
        session = await self._tabs.session()
        async with self.keyboard.holding(self._page, action.modifiers):
            await self.finger.tap(session, at, action.clicks)

    async def _long_press(self, action: LongPress) -> None:
        if not self._settings.touch:
            await self.pointer.long_press(self._page, action)
            return
        seconds = LONG_PRESS if action.duration is None else action.duration
        await self.finger.press(await self._tabs.session(), self.pointer.put(action.target), seconds)

    async def _move(self, action: Move) -> None:
        await self.pointer.move(self._page, action.target)

    async def _drag(self, action: Drag) -> None:
        await self.pointer.drag(self._page, action)

    async def _swipe(self, action: Swipe) -> None:
        if not self._settings.touch:
            await self.pointer.swipe(self._page, action)
            return
        path = self.pointer.finger_path(action)
        await self.finger.swipe(await self._tabs.session(), path, action.duration or 0.0)

    async def _scroll(self, action: Scroll) -> None:
        await self.pointer.scroll(self._page, action)

    async def _type(self, action: Type) -> None:
        page = self._page
        if action.target is not None:
            await self._click(Click(target=action.target))
        # Looked up where the focus is now, which the click may have moved.
        text = action.text
        if names_a_secret(text):
            text = self._secrets.filled(text, await focused_address(await self._tabs.session()))
        if not await set_as_picker(page, text):
            if action.clear:
                await self.keyboard.clear(page)
            await self.keyboard.type(page, text)
        if action.submit:
            await self.keyboard.press(page, ["Enter"])

    async def _press_key(self, action: PressKey) -> None:
        if action.target is not None:
            await self._click(Click(target=action.target))
        await self.keyboard.press(self._page, action.keys, action.presses)

    async def _key_down(self, action: KeyDown) -> None:
        await self.keyboard.down(self._page, action.keys)

    async def _key_up(self, action: KeyUp) -> None:
        await self.keyboard.up(self._page, action.keys)

    async def _hold_key(self, action: HoldKey) -> None:
        await self.keyboard.hold(self._page, action.keys, action.duration)

    async def _mouse_down(self, action: MouseDown) -> None:
        await self.pointer.press(self._page, action.target, action.button)

    async def _mouse_up(self, action: MouseUp) -> None:
        await self.pointer.release(self._page, action.target, action.button)

    async def _select_option(self, action: SelectOption) -> None:
        await select(self._tabs, self.pointer.css(point_of(action.target)), action.values)

    async def _upload_file(self, action: UploadFile) -> None:
        css = self.pointer.css(point_of(action.target))
        await upload(self._tabs, css, action.paths, self._upload_folder)

    async def _navigate(self, action: Navigate) -> None:
        await self._open(action.url)

    async def _search_home(self, action: SearchHome) -> None:
        address = SEARCH_PAGES.get(action.engine.lower())
        if address is None:
            raise Refusal(f"unknown search engine {action.engine!r}; there are: {', '.join(SEARCH_PAGES)}")
        await self._open(address)

    async def _open(self, url: str) -> None:
        address = completed_address(url)
        if not self._origins.may_open(address):
            raise Refusal(f"{address} is outside of the allowed origins", kind="blocked")
        await self._travel(self._page.goto(address, wait_until="commit", timeout=NAVIGATION_DEADLINE))

    async def _go_back(self, _: Action) -> None:
        await self._in_history(self._page.go_back(wait_until="commit", timeout=NAVIGATION_DEADLINE), "before")

    async def _go_forward(self, _: Action) -> None:
        await self._in_history(self._page.go_forward(wait_until="commit", timeout=NAVIGATION_DEADLINE), "after")

    async def _in_history(self, travel: Awaitable[Response | None], where: str) -> None:
        page, address = self._page, self._page.url
        # Without such an entry Playwright gives None; with a page of the same document it does too.
        if await self._travel(travel) is None and page.url == address:
            raise Refusal(f"there is no page {where} this one")

    async def _reload(self, _: Action) -> None:
        await self._travel(self._page.reload(wait_until="commit", timeout=NAVIGATION_DEADLINE))

    async def _travel(self, travel: Awaitable[Response | None]) -> Response | None:
        page = self._page
        try:
            return await travel
        except Error as error:
            if page.is_closed() or not self._tabs.alive or any(code in error.message for code in NETWORK_BROKE):
                raise
            if DOWNLOADED in error.message:
                return None
            # An address that does not exist or answer is the policy's business: it sees the browser's error page.
            raise Refusal(error.message.splitlines()[0].partition(": ")[2]) from error

    async def _new_tab(self, _: Action) -> None:
        await self._tabs.open()

    async def _switch_tab(self, action: SwitchTab) -> None:
        await self._tabs.switch(action.index)

    async def _close_tab(self, _: Action) -> None:
        await self._tabs.close()

    async def _system_button(self, action: SystemButton) -> str | None:
        if action.button == "back":
            await self._go_back(action)
            return None
        if action.button == "enter":
            await self.keyboard.press(self._page, ["Enter"])
            return None
        raise Refusal(f"the system button {action.button!r} is not available on web")

    async def _wait(self, action: Wait) -> None:
        await self._pause(WAIT if action.seconds is None else action.seconds)

    async def _cursor_position(self, _: Action) -> str:
        x, y = self.pointer.position
        return f"the pointer is at ({x:.4f}, {y:.4f}) of the screen"

    async def _use_clipboard(self, action: Clipboard) -> str | None:
        if action.op == "read":
            return self._clipboard.text
        if action.op == "write":
            self._clipboard.text = action.text or ""
        elif action.op == "paste":
            await self._clipboard.paste(self._page.keyboard.press("ControlOrMeta+v"))
        elif not await self._clipboard.copy(self._page.keyboard.press("ControlOrMeta+c")):
            raise Refusal("nothing is selected")
        return None

    async def _call_user(self, _: Action) -> str:
        return "no person is here to answer"

    async def _nothing(self, _: Action) -> None:
        return None
