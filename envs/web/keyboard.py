"""The keyboard: real key events under canonical names."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from itertools import groupby
from typing import Literal

from playwright.async_api import CDPSession, Page

from ...actions.errors import ExpressionError, UnknownNameError
from ...actions.keys import canonical_chord, playwright_key
from ..outcome import Refusal
from .clipboard import OwnClipboard

Way = Literal["keys", "composed", "inserted"]
Pause = Callable[[float], Awaitable[None]]

SINGLE_KEYS = 1000  # characters; longer text is entered at once, because each key press takes about 1 ms
COMPOSED = (
    (0x1100, 0x11FF), (0x3040, 0x30FF), (0x3130, 0x318F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF), (0x20000, 0x3134F),
)  # fmt: skip
"""Ranges of characters that are entered through an input method: Han, kana and Hangul."""


def runs(text: str) -> list[tuple[Way, str]]:
    """The parts of a text by the way in which they are entered.

    Examples:
        >>> runs("ab 漢字é")
        [('keys', 'ab '), ('composed', '漢字'), ('inserted', 'é')]
    """
    return [(way, "".join(part)) for way, part in groupby(text, _way)]


def _way(character: str) -> Way:
    if " " <= character <= "~" or character in "\n\t":
        return "keys"
    code = ord(character)
    return "composed" if any(low <= code <= high for low, high in COMPOSED) else "inserted"


class Keyboard:
    """One keyboard for all tabs of an environment; knows which keys are down.

    Args:
        pause: Lets time of the page pass, seconds.
        session: Gives the DevTools connection of the tab that is looked at.
        clipboard: What keys copy to and paste from.
    """

    def __init__(self, pause: Pause, session: Callable[[], Awaitable[CDPSession]], clipboard: OwnClipboard) -> None:
        self._pause, self._session, self._clipboard = pause, session, clipboard
        self.held: list[str] = []

    async def type(self, page: Page, text: str) -> None:
        """Enters text as a person does.

        What a key makes comes by key; words of Chinese, Japanese and Korean through an input method, with the
        events of a composition; other characters as input without keys. A long text is entered at once.
        """
        text = text.replace("\r\n", "\n")
        if len(text) > SINGLE_KEYS:
            await page.keyboard.insert_text(text)
            return
        for way, part in runs(text):
            if way == "keys":
                await self._clipboard.serve(self.held, part, page.keyboard.type(part))
            else:
                if way == "composed":
                    await self._compose(part)
                await page.keyboard.insert_text(part)

    async def _compose(self, text: str) -> None:
        length = len(text.encode("utf-16-le")) // 2  # as the page counts
        place = {"selectionStart": length, "selectionEnd": length}
        await (await self._session()).send("Input.imeSetComposition", {"text": text, **place})

    async def clear(self, page: Page) -> None:
        """Empties the focused field as a person does: select all, delete."""
        await page.keyboard.press("ControlOrMeta+a")
        await page.keyboard.press("Delete")

    async def press(self, page: Page, keys: Iterable[str], presses: int = 1) -> None:
        """Presses and releases a chord, several times."""
        *held, last = self._known(keys)
        for _ in range(presses):
            async with self._down(page, held):
                await self._clipboard.serve([*self.held, *held], [last], page.keyboard.press(last))

    async def down(self, page: Page, keys: Iterable[str]) -> None:
        """Presses keys and keeps them down."""
        for key in self._known(keys):
            await self._clipboard.serve(self.held, [key], page.keyboard.down(key))
            if key not in self.held:
                self.held.append(key)

    async def up(self, page: Page, keys: Iterable[str]) -> None:
        """Releases keys."""
        for key in self._known(keys):
            await page.keyboard.up(key)
            if key in self.held:
                self.held.remove(key)

    async def hold(self, page: Page, keys: Iterable[str], seconds: float) -> None:
        """Presses keys, waits, releases them."""
        async with self._down(page, self._known(keys)):
            await self._pause(seconds)

    async def release_all(self, page: Page) -> None:
        """Releases whatever is held."""
        while self.held:
            await page.keyboard.up(self.held.pop())

    @asynccontextmanager
    async def holding(self, page: Page, keys: Iterable[str]) -> AsyncIterator[None]:
        """Holds modifiers during something else."""
        async with self._down(page, self._known(keys)):
            yield

    @asynccontextmanager
    async def _down(self, page: Page, keys: list[str]) -> AsyncIterator[None]:
        pressed: list[str] = []
        try:
            for key in keys:
                await self._clipboard.serve([*self.held, *pressed], [key], page.keyboard.down(key))
                pressed.append(key)
            yield
        finally:
            for key in reversed(pressed):
                await page.keyboard.up(key)

    def _known(self, keys: Iterable[str]) -> list[str]:
        """Playwright's names.

        Raises:
            Refusal: If there is no such key, or no key that makes this character.
        """
        try:
            names = [playwright_key(key) for key in canonical_chord(keys)]
        except (UnknownNameError, ExpressionError) as error:
            raise Refusal(str(error)) from error
        # Playwright takes a letter for the character that it is, not for the key that it stands on.
        shifted = "Shift" in names or "Shift" in self.held
        return [name.upper() if shifted and len(name) == 1 else name for name in names]
