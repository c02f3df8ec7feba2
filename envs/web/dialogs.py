"""Dialogs of pages (alert, confirm, prompt, beforeunload): who answers them, and what they stop until then.

A dialog stops its page: no script runs, no picture can be taken, and the click that opened it gets no answer. So what
waits for a page waits for a dialog too.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from playwright.async_api import Dialog, Error, Page

from ...actions.schema import Action, Click, Point, PressKey, Type
from ..outcome import Refusal
from .dialog_picture import CANCEL, OK, holds

T = TypeVar("T")
GO_ON_DEADLINE = 10.0  # seconds that an action may take to end after the dialog that stopped it was answered
LONGEST_MESSAGE = 300  # characters of a dialog's message, or of a prompt's text, that are passed on
UNTOUCHED = frozenset({"screenshot", "zoom", "note", "noop", "answer", "terminate", "call_user", "wait"})
"""Actions that go to no page and are possible while a dialog is open."""
LEAVING = "Leave the page? What was entered may be lost."


class Dialogs:
    """The dialogs of one context.

    Attributes:
        asks: Whether dialogs stay open until they are answered.

    Args:
        policy: "ask" (they stay open until `answer`), "accept" or "dismiss" (at once).
        say: Takes remarks for the feedback.
    """

    def __init__(self, policy: str, say: Callable[[str], None]) -> None:
        self.asks, self._accepts, self._say = policy == "ask", policy == "accept", say
        self._open: list[Dialog] = []
        self._news: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._stopped: list[asyncio.Future[Any]] = []
        self._text = ""
        self._fresh = True

    @property
    def current(self) -> Dialog | None:
        """The dialog that is to be answered first."""
        return self._open[0] if self._open else None

    @property
    def facts(self) -> dict[str, str]:
        """Kind and message of the open dialog, and of a prompt its text; empty without one."""
        dialog = self.current
        if dialog is None:
            return {}
        text = {"text": cut(self._text, LONGEST_MESSAGE)} if dialog.type == "prompt" else {}
        return {"kind": dialog.type, "message": _message(dialog), **text}

    async def arrived(self, dialog: Dialog) -> None:
        """A page opened a dialog."""
        if self.asks:
            self._open.append(dialog)
            if len(self._open) == 1:
                self._present()
            return
        self._say(f"{dialog.type} {_message(dialog)!r} was {'accepted' if self._accepts else 'dismissed'}")
        with contextlib.suppress(Error):
            await (dialog.accept(dialog.default_value) if self._accepts else dialog.dismiss())

    def gone(self, page: Page) -> None:
        """A tab closed, and its dialogs with it."""
        self._forget([dialog for dialog in self._open if dialog.page is page])

    def closed(self, dialog: Dialog) -> None:
        """A dialog went without an answer of ours, or with it."""
        self._forget([dialog] if dialog in self._open else [])

    def _forget(self, ended: Sequence[Dialog]) -> None:
        if ended:
            self._open = [dialog for dialog in self._open if dialog not in ended]
            self._after_an_end()

    async def answer(self, action: Action) -> None:
        """Answers the open dialog by an action, as a person does with keys or the mouse.

        Raises:
            Refusal: If the action is no answer to it.
        """
        accepted = self._decision(action)
        if accepted is None:
            return
        dialog, text = self._open.pop(0), self._text
        with contextlib.suppress(Error):  # the page may have gone
            await (dialog.accept(text if dialog.type == "prompt" else None) if accepted else dialog.dismiss())
        self._after_an_end()
        await self._go_on()

    async def dismiss_all(self) -> None:
        """Dismisses what is open, and leaves what it stopped."""
        while self._open:
            with contextlib.suppress(Error):
                await self._open.pop(0).dismiss()
        self._after_an_end()
        for task in self._stopped:
            task.cancel()
        self._stopped.clear()

    async def stopping(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Waits for work with a page; None when a dialog stops it. It then goes on after the answer."""
        return await self._first(asyncio.ensure_future(work))

    async def ending(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Waits for work with a page; None when a dialog is open or opens. The work is then given up."""
        if self.current is not None:
            work.close()
            return None
        task = asyncio.ensure_future(work)
        done = await self._first(task)
        if not task.done():
            task.cancel()
        return done

    async def _first(self, task: asyncio.Future[T]) -> T | None:
        either: set[asyncio.Future[Any]] = {task, self._news}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            task.add_done_callback(look_at)
            task.cancel()
            raise
        if task.done():
            return task.result()
        self._stopped.append(task)
        task.add_done_callback(look_at)
        return None

    async def _go_on(self) -> None:
        """Waits for what the dialog stopped, until the next one; says what came of it when it was refused."""
        stopped, self._stopped = self._stopped, []
        for task in stopped:
            either: set[asyncio.Future[Any]] = {task, self._news}
            await asyncio.wait(either, timeout=GO_ON_DEADLINE, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                self._stopped.append(task)
            elif not task.cancelled() and isinstance(error := task.exception(), Refusal):
                self._say(error.failure.reason)

    def _decision(self, action: Action) -> bool | None:
        """True accepts, False dismisses, None only changes the text of a prompt."""
        dialog = self._open[0]
        if isinstance(action, PressKey) and len(action.keys) == 1:
            if action.keys[0] in ("Enter", "Escape"):
                return action.keys[0] == "Enter"
        elif isinstance(action, Type) and dialog.type == "prompt":
            self._text = action.text if self._fresh or action.clear else self._text + action.text
            self._fresh = False
            return True if action.submit else None
        elif isinstance(action, Click) and action.button == "left" and action.target is not None:
            point: Point | None = action.target.position
            if point and holds(OK, point):
                return True
            if point and dialog.type != "alert" and holds(CANCEL, point):
                return False
        raise Refusal(f"{self._description()}: answer it before anything else. {self._how()}")

    def _present(self) -> None:
        self._text, self._fresh = self._open[0].default_value, True
        if not self._news.done():
            self._news.set_result(None)
        self._say(f"{self._description()}. {self._how()}")

    def _after_an_end(self) -> None:
        if self._news.done():
            self._news = asyncio.get_running_loop().create_future()
        if self._open:
            self._present()

    def _description(self) -> str:
        dialog = self._open[0]
        return f"the page shows {'an' if dialog.type == 'alert' else 'a'} {dialog.type}: {_message(dialog)!r}"

    def _how(self) -> str:
        kind = self._open[0].type
        if kind == "alert":
            return "press_key Enter closes it"
        if kind == "prompt":
            return "type with submit answers it, press_key Enter accepts its text, press_key Escape cancels"
        return "press_key Enter accepts, press_key Escape dismisses"


def look_at(task: asyncio.Future[Any]) -> None:
    """Nobody waits for it any more, so its error is nobody's: else asyncio would complain of it."""
    if not task.cancelled():
        task.exception()


def _message(dialog: Dialog) -> str:
    text = dialog.message or (LEAVING if dialog.type == "beforeunload" else "")
    return cut(text, LONGEST_MESSAGE)


def cut(text: str, most: int) -> str:
    """A text of a page of at most so many characters, and "…" when there were more."""
    return text if len(text) <= most else text[:most] + "…"
