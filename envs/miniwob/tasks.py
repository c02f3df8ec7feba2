"""The tasks of the package `miniwob` and where their pages are. FlightWoB, which needs a server, is left out."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from ...actions.errors import MissingPartError, UnknownNameError

TASKS: tuple[str, ...] = (
    "ascending-numbers", "bisect-angle", "book-flight", "book-flight-nodelay", "buy-ticket", "choose-date",
    "choose-date-easy", "choose-date-medium", "choose-date-nodelay", "choose-list", "circle-center",
    "click-button", "click-button-sequence", "click-checkboxes", "click-checkboxes-large",
    "click-checkboxes-soft", "click-checkboxes-transfer", "click-collapsible", "click-collapsible-2",
    "click-collapsible-2-nodelay", "click-collapsible-nodelay", "click-color", "click-dialog",
    "click-dialog-2", "click-link", "click-menu", "click-menu-2", "click-option", "click-pie",
    "click-pie-nodelay", "click-scroll-list", "click-shades", "click-shape", "click-tab", "click-tab-2",
    "click-tab-2-easy", "click-tab-2-hard", "click-tab-2-medium", "click-test", "click-test-2",
    "click-test-transfer", "click-widget", "copy-paste", "copy-paste-2", "count-shape", "count-sides",
    "daily-calendar", "drag-box", "drag-circle", "drag-cube", "drag-items", "drag-items-grid", "drag-shapes",
    "drag-shapes-2", "drag-single-shape", "drag-sort-numbers", "draw-circle", "draw-line", "email-inbox",
    "email-inbox-delete", "email-inbox-forward", "email-inbox-forward-nl", "email-inbox-forward-nl-turk",
    "email-inbox-important", "email-inbox-nl-turk", "email-inbox-noscroll", "email-inbox-reply",
    "email-inbox-star-reply", "enter-date", "enter-password", "enter-text", "enter-text-2",
    "enter-text-dynamic", "enter-time", "find-greatest", "find-midpoint", "find-word", "focus-text",
    "focus-text-2", "form-sequence", "form-sequence-2", "form-sequence-3", "generate-number",
    "grid-coordinate", "guess-number", "highlight-text", "highlight-text-2", "hot-cold", "identify-shape",
    "login-user", "login-user-popup", "multi-layouts", "multi-orderings", "navigate-tree",
    "number-checkboxes", "odd-or-even", "order-food", "phone-book", "read-table", "read-table-2",
    "resize-textarea", "right-angle", "scroll-text", "scroll-text-2", "search-engine", "sign-agreement",
    "simple-algebra", "simple-arithmetic", "social-media", "social-media-all", "social-media-some",
    "stock-market", "terminal", "text-editor", "text-transform", "tic-tac-toe", "unicode-test",
    "use-autocomplete", "use-autocomplete-nodelay", "use-colorwheel", "use-colorwheel-2", "use-slider",
    "use-slider-2", "use-spinner", "visual-addition",
)  # fmt: skip
"""All tasks that the package registers, in alphabetical order."""

LOADED_ANEW: frozenset[str] = frozenset(
    {
        "book-flight",
        "book-flight-nodelay",
        "choose-date",
        "choose-date-easy",
        "choose-date-medium",
        "choose-date-nodelay",
    }
    | {"click-pie", "click-pie-nodelay", "copy-paste-2", "drag-cube", "social-media", "social-media-all"}
    | {"social-media-some", "tic-tac-toe", "use-colorwheel", "use-colorwheel-2"}
)
"""Tasks whose page keeps something of an episode, so that every episode loads it again."""

WIDTH, HEIGHT = 160, 210
"""The area of a task, CSS pixels; the page's own display of reward and time lies outside of it."""


def checked_task(name: str) -> str:
    """The name itself.

    Raises:
        UnknownNameError: If there is no such task.
    """
    if name not in TASKS:
        raise UnknownNameError("MiniWoB task", name, TASKS)
    return name


def task_url(name: str) -> str:
    """The address of a task's page in the installed package `miniwob`, which is not imported for it.

    Raises:
        MissingPartError: If the package is not installed.
    """
    spec = find_spec("miniwob")
    if spec is None or not spec.submodule_search_locations:
        raise MissingPartError("the MiniWoB pages are missing: pip install miniwob")
    return (Path(spec.submodule_search_locations[0]) / "html" / "miniwob" / f"{name}.html").as_uri()
