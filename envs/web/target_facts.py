"""What the guard may know about the element that an action is going to reach."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import CDPSession, Error

from ...actions.schema import Action, Drag, HoldKey, KeyDown, Point, PressKey, SystemButton, Target, Type
from ..guard_target import TargetFacts
from ..outcome import Refusal, WorldError
from .elements import RemoteElement, element_at
from .frame_sessions import FrameSessions, frame_in, isolated_world
from .pointer import Pointer
from .tabs import Tabs

DEADLINE = 2.0  # seconds that a page may take to say what is where
WORLD = "guiwright-guard"  # a world of scripts in which the page has changed nothing
KEYS = (Type, PressKey, KeyDown, HoldKey, SystemButton)

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
  if (["iframe", "frame", "object", "embed"].includes(element?.localName)) return "";
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
      one.localName === "input" && BUTTONS.includes(one.type) ? one.value : ""];
    return texts.filter(Boolean).join(" ").slice(0, 300);
  };
  const form = element.form ?? null, tag = element.localName.toUpperCase();  // XHTML's are in small letters
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
    """The element that an action is going to reach, in frames of any site.

    Args:
        tabs: The tab that is looked at is asked.
        pointer: Where an action without a target goes.
        action: With points instead of ids.

    Returns:
        None when there is none, or the page does not say.
    """
    place = _place(action, pointer)
    try:
        async with asyncio.timeout(DEADLINE):
            reached = _focused(tabs) if place is None else element_at(tabs, pointer.css(place), WORLD)
            async with reached as element:
                facts = await element.call(DESCRIBE) if element else None
                return TargetFacts(**facts) if facts else None
    except (Error, WorldError, Refusal, TimeoutError):  # the step will say that the page is gone or does not answer
        return None


async def focused_address(session: CDPSession) -> str:
    """The address of the document that keys go to; "" when it is not one that can be looked into."""
    frame = await _main_frame(session)
    return str((await _evaluated(session, frame, ADDRESS)).get("value", ""))


def _place(action: Action, pointer: Pointer) -> Point | None:
    """Where an action goes; None for the focus of the keyboard."""
    if isinstance(action, Drag):
        end = action.path[-1]
        return pointer.position if end is None else end.position
    target: Target | None = getattr(action, "target", None)
    if target is not None and target.position is not None:
        return target.position
    return None if isinstance(action, KEYS) else pointer.position


@asynccontextmanager
async def _focused(tabs: Tabs) -> AsyncIterator[RemoteElement | None]:
    """The element that keys go to."""
    async with FrameSessions(tabs) as frames:
        session = await tabs.session()
        frame = await _main_frame(session)
        while True:
            object_id = (await _evaluated(session, frame, FOCUSED)).get("objectId")
            if object_id is None:
                break
            frame = frame_in((await session.send("DOM.describeNode", {"objectId": object_id}))["node"])
            if not frame:
                break
            session = await frames.own(frame) or session
        yield None if object_id is None else RemoteElement(session, str(object_id))


async def _main_frame(session: CDPSession) -> str:
    return str((await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"])


async def _evaluated(session: CDPSession, frame: str, expression: str) -> dict[str, Any]:
    question = {"expression": expression, "contextId": await isolated_world(session, frame, WORLD)}
    result: dict[str, Any] = (await session.send("Runtime.evaluate", question))["result"]
    return result
