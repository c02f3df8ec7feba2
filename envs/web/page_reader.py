"""Asks one document, in a world of its own that the page cannot reach, for elements, tree and places.

One reader sees its document, the frames of the same origin in it, and shadow roots, open and closed. Frames of other
origins have readers of their own.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Error

from ..outcome import WorldError

FOLDER = Path(__file__).with_name("reading")
PARTS = ("dom.js", "names.js", "sight.js", "reader.js")
WORLD = "guiwright"
NESTED_ROOTS = 4  # closed shadow roots within each other that are looked into


@cache
def _script() -> str:
    return "\n".join((FOLDER / part).read_text(encoding="utf-8") for part in PARTS)


class PageReader:
    """The reader of one frame.

    Args:
        session: A DevTools connection of the tab, or of the frame where that has a process of its own.
        frame: The frame's id.

    Attributes:
        document: A name of the document that was asked last; another document has another one.
    """

    def __init__(self, session: CDPSession, frame: str) -> None:
        self.session, self.frame = session, frame
        self.document = ""
        self._context = 0

    async def ask(self, question: str, argument: Any) -> Any:
        """The answer to one question of `reader.js`, in JSON types.

        Raises:
            WorldError: If the reader itself fails.
            playwright.async_api.Error: If the document is gone.
        """
        expression = f"{question}({json.dumps(argument)})"
        result = await self._evaluate(expression)
        if result is None:
            await self._install()
            result = await self._evaluate(expression)
        if result is None:
            raise WorldError("the document was replaced while it was read")
        return result.get("value")

    async def ask_of(self, document: str, question: str, argument: Any) -> Any:
        """As `ask`, but None when the reader's document is no longer this one."""
        if document != self.document:
            return None
        result = await self._evaluate(f"{question}({json.dumps(argument)})")
        return None if result is None else result.get("value")

    async def read(self, most: int, tree: int, every_point: bool) -> dict[str, Any]:
        """What `read` of reader.js gives, with the closed shadow roots that the browser tells of."""
        argument = {"most": most, "tree": tree, "all": every_point}
        answer: dict[str, Any] = await self.ask("read", argument)
        for _ in range(NESTED_ROOTS):
            opened = await asyncio.gather(*(self._open_root(index) for index in range(answer["suspects"])))
            if not any(opened):
                break
            answer = await self.ask("read", argument)
        return answer

    async def inner_frame(self, number: int) -> str:
        """The id of the frame that an element shows."""
        node = await self._described(f"frame({number})")
        return str(node.get("frameId", ""))

    async def _evaluate(self, expression: str, by_value: bool = True) -> dict[str, Any] | None:
        """None when the reader is not there: a new document, or none at all."""
        if not self.document:
            return None
        arguments = {"expression": f"globalThis.{self.document}?.{expression}", "contextId": self._context}
        try:
            answer = await self.session.send("Runtime.evaluate", {**arguments, "returnByValue": by_value})
        except Error as error:
            if "context" in error.message:
                return None
            raise
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise WorldError(
                f"the page cannot be read: {details.get('exception', {}).get('description', details)}"[:500]
            )
        result: dict[str, Any] = answer["result"]
        return None if result["type"] == "undefined" else result

    async def _install(self) -> None:
        # Numbers of contexts come again after a change of process, so the name tells whether it is still this document.
        # No page can guess it.
        self.document = f"guiwright_{secrets.token_hex(8)}"
        world = await self.session.send("Page.createIsolatedWorld", {"frameId": self.frame, "worldName": WORLD})
        self._context = world["executionContextId"]
        body = f"globalThis.{self.document} = (() => {{ 'use strict';\n{_script()}\nreturn questions; }})(); 0"
        answer = await self.session.send("Runtime.evaluate", {"expression": body, "contextId": self._context})
        if "exceptionDetails" in answer:
            raise WorldError(f"the reader does not start: {answer['exceptionDetails']}"[:500])

    async def _described(self, question: str) -> dict[str, Any]:
        result = await self._evaluate(question, by_value=False)
        if result is None or "objectId" not in result:
            return {}
        answer = await self.session.send("DOM.describeNode", {"objectId": result["objectId"]})
        node: dict[str, Any] = answer["node"]
        return node

    async def _open_root(self, index: int) -> bool:
        """Lets the reader look into the closed shadow root of a suspect; whether it has one."""
        node = await self._described(f"suspect({index})")
        closed = [root for root in node.get("shadowRoots", []) if root.get("shadowRootType") == "closed"]
        if not closed:
            return False
        where = {"backendNodeId": closed[0]["backendNodeId"], "executionContextId": self._context}
        root = await self.session.send("DOM.resolveNode", where)
        call = {
            "functionDeclaration": f"function (root) {{ globalThis.{self.document}.remember({index}, root); }}",
            "executionContextId": self._context,
            "arguments": [{"objectId": root["object"]["objectId"]}],
        }
        await self.session.send("Runtime.callFunctionOn", call)
        return True
