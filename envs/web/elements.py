"""Actions on the element under a point that no click can do in a headless browser: select boxes, uploads, drops.

The DevTools protocol finds the element, so frames of any origin and closed shadow roots are no borders.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession, Error, FileChooser

from ..outcome import Refusal
from .frame_sessions import FrameSessions, frame_in, isolated_world
from .tabs import Tabs

CHOOSER_DEADLINE = 5.0  # seconds from the click to the file chooser
DROP_PATIENCE = 0.5  # seconds that a drop zone may take to open one before the files are dropped on it
CHOOSER_SHOWN = 12  # options that a refusal lists
OPTIONS = """function () {
  const element = this.nodeType === Node.ELEMENT_NODE ? this : this.parentElement;
  const select = element?.closest("label")?.control ?? element?.closest("select");
  if (select?.tagName !== "SELECT") return null;
  const shut = o => o.disabled || (o.parentElement.tagName === "OPTGROUP" && o.parentElement.disabled);
  const options = [...select.options].map(o => [o.value, o.label, shut(o)]);
  return { options, multiple: select.multiple, disabled: select.matches(":disabled") };
}"""
# As after a choice in the popup: the focus and both events, these only when something changed.
CHOOSE = """function (chosen) {
  const element = this.nodeType === Node.ELEMENT_NODE ? this : this.parentElement;
  const select = element.closest("label")?.control ?? element.closest("select");
  const before = JSON.stringify([...select.options].map(o => o.selected));
  select.focus();
  [...select.options].forEach((option, index) => {
    if (select.multiple) option.selected = chosen.includes(index);
    else if (chosen[0] === index) select.selectedIndex = index;
  });
  if (JSON.stringify([...select.options].map(o => o.selected)) !== before)
    for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
}"""
FOLDERS = "e => e.webkitdirectory"


@dataclass(frozen=True)
class RemoteElement:
    """An element of a page.

    Attributes:
        session: Where it can be asked.
        object_id: Of the DevTools protocol.
    """

    session: CDPSession
    object_id: str

    async def call(self, function: str, *arguments: Any) -> Any:
        """Calls a JavaScript function with the element as `this`; arguments and result in JSON types."""
        answer = await self.session.send(
            "Runtime.callFunctionOn",
            {
                "objectId": self.object_id,
                "functionDeclaration": function,
                "arguments": [{"value": argument} for argument in arguments],
                "returnByValue": True,
            },
        )
        if "exceptionDetails" in answer:
            raise Refusal(f"the element at the target cannot be used: {answer['exceptionDetails']['text']}")
        return answer["result"].get("value")

    async def takes_drops(self) -> bool:
        """Whether it or an element around it listens for files to be dropped."""
        found = await self.session.send("Runtime.callFunctionOn", {
            "objectId": self.object_id, "functionDeclaration": ANCESTORS, "returnByValue": False})  # fmt: skip
        properties = await self.session.send(
            "Runtime.getProperties", {"objectId": found["result"]["objectId"], "ownProperties": True}
        )
        for one in properties["result"]:
            if "objectId" in one.get("value", {}) and one["name"].isdigit():
                listeners = await self.session.send(
                    "DOMDebugger.getEventListeners", {"objectId": one["value"]["objectId"]}
                )
                if any(listener["type"] == "drop" for listener in listeners["listeners"]):
                    return True
        return False


ANCESTORS = """function () {
  const all = [];
  for (let node = this; node; node = node.parentNode ?? node.host) all.push(node);
  return all;
}"""


@asynccontextmanager
async def element_at(tabs: Tabs, css: tuple[int, int], world: str = "") -> AsyncIterator[RemoteElement | None]:
    """The innermost element at a position of the view, for as long as it is asked.

    Args:
        tabs: The tab that is looked at.
        css: Pixels of the view.
        world: Name of an isolated world of scripts to ask in, in which the page has changed nothing; "" for its own.
    """
    x, y = float(css[0]), float(css[1])
    async with FrameSessions(tabs) as frames:
        session = await tabs.session()
        try:
            while True:
                view = (await session.send("Page.getLayoutMetrics"))["cssVisualViewport"]
                # Nodes are looked up in the document, whose beginning may have been scrolled away.
                place = {"x": int(x + view["pageX"]), "y": int(y + view["pageY"])}
                at = await session.send("DOM.getNodeForLocation", place)
                node = {"backendNodeId": at["backendNodeId"]}
                shown = frame_in((await session.send("DOM.describeNode", node))["node"])
                inner = await frames.own(shown) if shown else None
                if inner is None:
                    break
                box = (await session.send("DOM.getBoxModel", node))["model"]["content"]
                size = (await inner.send("Page.getLayoutMetrics"))["cssLayoutViewport"]
                session, (x, y) = inner, _within(box, (x, y), (size["clientWidth"], size["clientHeight"]))
            where = {"executionContextId": await isolated_world(session, at["frameId"], world)} if world else {}
            resolved = await session.send("DOM.resolveNode", node | where)
        except Error:  # there is none, or it has just gone
            resolved = None
        yield None if resolved is None else RemoteElement(session, resolved["object"]["objectId"])


def _within(quad: Sequence[float], point: tuple[float, float], size: tuple[float, float]) -> tuple[float, float]:
    """Where a point lies in a frame that is shown as a parallelogram, in the frame's own pixels.

    Args:
        quad: Corners of the frame's content, from the top left clockwise, as x, y, x, y, …
        point: Same pixels.
        size: Width and height of the frame, its own pixels.

    Examples:
        >>> _within((10, 10, 160, 10, 160, 85, 10, 85), (85, 47.5), (100, 50))
        (50.0, 25.0)
    """
    x, y = point[0] - quad[0], point[1] - quad[1]
    right_x, right_y = quad[2] - quad[0], quad[3] - quad[1]
    down_x, down_y = quad[6] - quad[0], quad[7] - quad[1]
    area = right_x * down_y - right_y * down_x
    if not area:
        return 0.0, 0.0
    return (x * down_y - y * down_x) / area * size[0], (y * right_x - x * right_y) / area * size[1]


async def select(tabs: Tabs, css: tuple[int, int], values: tuple[str, ...]) -> None:
    """Chooses options of the select box at a position, by value or label.

    Raises:
        Refusal: If there is no select box, or it has no such option.
    """
    async with element_at(tabs, css) as element:
        box = await element.call(OPTIONS) if element else None
        if element is None or box is None:
            raise Refusal("there is no select box at the target")
        chosen = [_index_of(value, box["options"]) for value in values]
        if len(values) > 1 and not box["multiple"]:
            raise Refusal("this select box takes one option")
        if box["disabled"] or any(box["options"][index][2] for index in chosen):
            raise Refusal("the select box or its option is disabled")
        await element.call(CHOOSE, chosen)


def _index_of(value: str, options: Sequence[Sequence[Any]]) -> int:
    for place in (0, 1):  # a value before a label, a label with other spaces last
        for index, option in enumerate(options):
            if option[place] == value:
                return index
    for index, option in enumerate(options):
        if " ".join(option[1].split()) == " ".join(value.split()):
            return index
    labels = ", ".join(option[1] for option in options[:CHOOSER_SHOWN])
    raise Refusal(f"no option {value!r}; there are: {labels}{', …' if len(options) > CHOOSER_SHOWN else ''}")


async def upload(tabs: Tabs, css: tuple[int, int], paths: tuple[str, ...], folder: Path | None) -> None:
    """Clicks at a position and gives files to the chooser that opens, or drops them on what takes drops.

    Args:
        tabs: The tab that is looked at is clicked.
        css: Where to click, CSS pixels.
        paths: Relative to the folder.
        folder: The only folder that files may come from; None allows none.

    Raises:
        Refusal: If the files are not allowed or not there, or no chooser opens.
    """
    files = [_allowed_file(path, folder) for path in paths]
    async with element_at(tabs, css) as element:
        droppable = element is not None and await element.takes_drops()
    click = tabs.page.mouse.click(*css)
    chooser = await tabs.chooser_after(click, DROP_PATIENCE if droppable else CHOOSER_DEADLINE)
    if chooser is not None:
        await _give(chooser, files)
    elif droppable:
        await _drop(await tabs.session(), css, files)
    else:
        raise Refusal("a click at the target opens no file chooser, and nothing there takes dropped files")


async def _give(chooser: FileChooser, files: list[Path]) -> None:
    if len(files) > 1 and not chooser.is_multiple():
        raise Refusal("this file input takes one file")
    if await chooser.element.evaluate(FOLDERS):
        raise Refusal("this file input takes a folder, which upload_file does not give")
    await chooser.set_files(files)


async def _drop(session: CDPSession, css: tuple[int, int], files: list[Path]) -> None:
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        await session.send("Input.dispatchDragEvent", {"type": kind, "x": css[0], "y": css[1], "data": data})


def _allowed_file(path: str, folder: Path | None) -> Path:
    if folder is None:
        raise Refusal("uploads are not allowed here: the environment has no upload_folder", kind="blocked")
    try:
        file = (folder / path).resolve()
        there, is_folder = file.is_file(), file.is_dir()
    except (ValueError, OSError) as error:  # a null byte, or more characters than a path may have
        raise Refusal(f"{path[:40]!r} is no file name: {error.__class__.__name__}") from error
    if not file.is_relative_to(folder.resolve()):
        raise Refusal(f"{path!r} is outside of the upload folder", kind="blocked")
    if is_folder:
        raise Refusal(f"{path!r} is a folder; name its files")
    if not there:
        raise Refusal(f"there is no file {path!r} in the upload folder")
    return file
