"""What the guard may know about the element that an action is going to reach."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import CDPSession, Error

from ...actions.schema import Action, Drag, HoldKey, KeyDown, Point, PressKey, Target, Type
from ..guard_target import TargetFacts
from ..outcome import WorldError
from .pointer import Pointer
from .tabs import Tabs

DEADLINE = 2.0  # seconds that a page may take to say what is where
WORLD = "guiwright-guard"  # a world of scripts in which the page has changed nothing
KEYS = (Type, PressKey, KeyDown, HoldKey)

FOCUSED = """(() => {
  let element = document.activeElement;
  for (;;) {
    const inner = element?.shadowRoot?.activeElement ?? element?.contentDocument?.activeElement;
    if (!inner) return element === document.body ? null : element;
    element = inner;
  }
})()"""
ADDRESS = f"""(() => {{
  const element = {FOCUSED};
  if (["IFRAME", "FRAME", "OBJECT", "EMBED"].includes(element?.tagName)) return "";
  const page = (element?.ownerDocument ?? document).defaultView;
  return page.origin === "null" ? page.location.href : page.origin + "/";
}})()"""
# What shows and what is said may differ, so the name is all of it. A label stands for its control.
DESCRIBE = """function () {
  const ROLES = { A: "link", AREA: "link", BUTTON: "button", SUMMARY: "button", SELECT: "combobox", TEXTAREA: "textbox",
    OPTION: "option", IMG: "image", IFRAME: "iframe" };
  const BUTTONS = ["submit", "button", "reset", "image"];
  const ACTIVE = "a[href], area[href], button, input, select, textarea, summary, option, [role], [onclick], " +
    "[contenteditable=''], [contenteditable=true], [contenteditable=plaintext-only]";
  let element = this.nodeType === Node.ELEMENT_NODE ? this : this.parentElement, active = false;
  for (let node = element; node; node = node.getRootNode().host) {
    const found = node.closest("label")?.control ?? node.closest(ACTIVE);
    if (found) { element = found; active = true; break; }
  }
  // What holds half of the page is no button, whatever is written in it.
  if (!element || (!active && element.textContent.trim().length > 60)) return null;
  const inputRole = (type) => BUTTONS.includes(type) ? "button" : ["checkbox", "radio"].includes(type) ? type :
    type === "file" ? "button" : "textbox";
  const said = (one) => {
    const texts = [one.innerText ?? one.textContent, one.getAttribute("aria-label"), one.title, one.alt,
      ...[...one.querySelectorAll("[aria-label], [alt], [title]")].slice(0, 5).flatMap(
        (inner) => [inner.getAttribute("aria-label"), inner.getAttribute("alt"), inner.getAttribute("title")]),
      one.tagName === "INPUT" && BUTTONS.includes(one.type) ? one.value : ""];
    return texts.filter(Boolean).join(" ").slice(0, 300);
  };
  const form = element.form ?? null, tag = element.tagName;
  const sender = form && [...form.elements].find((one) => ["submit", "image"].includes(one.type));
  return {
    role: element.getAttribute("role") ?? (tag === "INPUT" ? inputRole(element.type) :
      element.isContentEditable ? "textbox" : ROLES[tag] ?? ""),
    name: said(element), kind: ["INPUT", "BUTTON"].includes(tag) ? element.type : "",
    form: element.formMethod || form?.method || "", form_name: sender ? said(sender) : "",
    address: typeof element.href === "string" ? element.href : "", download: element.hasAttribute("download"),
  };
}"""


async def target_facts(tabs: Tabs, pointer: Pointer, action: Action) -> TargetFacts | None:
    """The element that an action is going to reach.

    Args:
        tabs: The tab that is looked at is asked.
        pointer: Where an action without a target goes.
        action: With points instead of ids.

    Returns:
        None when there is none, or the page does not say.
    """
    try:
        async with asyncio.timeout(DEADLINE):
            session = await tabs.session()
            place = _place(action, pointer)
            element = await _focused(session) if place is None else await _under(session, pointer.css(place))
            return None if element is None else await _described(session, element)
    except (Error, WorldError, TimeoutError):  # the step itself will say that the page is gone or does not answer
        return None


async def focused_address(session: CDPSession) -> str:
    """The address of the document that keys go to; "" when it is not one that can be looked into."""
    return str(
        (await session.send("Runtime.evaluate", await _in_main_frame(session, ADDRESS)))["result"].get("value", "")
    )


def _place(action: Action, pointer: Pointer) -> Point | None:
    """Where an action goes; None for the focus of the keyboard."""
    if isinstance(action, Drag):
        end = action.path[-1]
        return pointer.position if end is None else end.position
    target: Target | None = getattr(action, "target", None)
    if target is not None and target.position is not None:
        return target.position
    return None if isinstance(action, KEYS) else pointer.position


async def _under(session: CDPSession, css: tuple[int, int]) -> str | None:
    view = (await session.send("Page.getLayoutMetrics"))["cssVisualViewport"]
    place = {"x": int(css[0] + view["pageX"]), "y": int(css[1] + view["pageY"])}
    found = await session.send("DOM.getNodeForLocation", place)
    world = await _world(session, found["frameId"])
    node = {"backendNodeId": found["backendNodeId"], "executionContextId": world}
    return str((await session.send("DOM.resolveNode", node))["object"]["objectId"])


async def _focused(session: CDPSession) -> str | None:
    question = await _in_main_frame(session, FOCUSED)
    object_id = (await session.send("Runtime.evaluate", question))["result"].get("objectId")
    return None if object_id is None else str(object_id)


async def _in_main_frame(session: CDPSession, expression: str) -> dict[str, Any]:
    frame = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]
    return {"expression": expression, "contextId": await _world(session, frame)}


async def _world(session: CDPSession, frame: str) -> int:
    made = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": WORLD})
    return int(made["executionContextId"])


async def _described(session: CDPSession, element: str) -> TargetFacts | None:
    question = {"objectId": element, "functionDeclaration": DESCRIBE, "returnByValue": True}
    facts: dict[str, Any] | None = (await session.send("Runtime.callFunctionOn", question))["result"].get("value")
    return TargetFacts(**facts) if facts else None
