"""Tasks of tabs, sections, menus and trees: what is wanted may first have to be opened."""

from __future__ import annotations

from ....actions.schema import Move as MovePointer
from .move import Move, press, target_of
from .page import Element, Page, StuckError
from .registry import solves


def next_after(elements: list[Element], current: Element | None) -> Element:
    """The one that follows, the first after the last.

    Raises:
        StuckError: If the list is empty.
    """
    if not elements:
        raise StuckError("there is nothing to open")
    if current is None:
        return elements[0]
    return elements[(elements.index(current) + 1) % len(elements)]


@solves("click-tab")
def tab_by_name(page: Page) -> Move:
    """The goal names the tab."""
    (name,) = page.ask(r"(Tab #\d)")
    return press(page.need("link", text=name), f'I click the tab "{name}".')


@solves("click-tab-2", "click-tab-2-easy", "click-tab-2-medium", "click-tab-2-hard")
def link_in_some_tab(page: Page) -> Move:
    """The link is in one of the tabs; only the open one can be read."""
    name = page.quoted()[0]
    link = page.find("link", text=name, classed="alink")
    if link is not None:
        return press(link)
    tabs = list(page.all("tab"))
    current = next((tab for tab in tabs if "ui-tabs-active" in tab.classes), None)
    return press(next_after(tabs, current), f'The link "{name}" is not in this tab, so I open the next one.')


@solves("click-collapsible", "click-collapsible-nodelay")
def open_section(page: Page) -> Move:
    """One section to expand."""
    header = page.need("h3", "tab")
    if "ui-accordion-header-active" in header.classes:
        return press(page.need("button", text="Submit"), "The section is open, so I submit.")
    return press(header, "I open the section.")


@solves("click-collapsible-2", "click-collapsible-2-nodelay")
def link_in_some_section(page: Page) -> Move:
    """The link is in one of the sections."""
    name = page.quoted()[0]
    link = page.find("link", text=name, classed="alink")
    if link is not None:
        return press(link)
    headers = list(page.all("h3", "tab"))
    current = next((header for header in headers if "ui-accordion-header-active" in header.classes), None)
    return press(next_after(headers, current), f'The link "{name}" is not in sight, so I open the next section.')


def hover(element: Element, thought: str = "") -> Move:
    """Points at an element; without a thought, at an entry so that its submenu opens."""
    thought = thought or f'I point at "{element.text[:40]}" to open its submenu.'
    return Move((MovePointer(target=target_of(element)),), thought)


@solves("click-menu")
def entry_of_nested_menu(page: Page) -> Move:
    """A path of entries; the submenus open under the pointer."""
    path = page.ask(r"^Select (.*)$")[0].split(">")
    entries = [page.find("div", text=name) for name in path]
    if entries[-1] is not None:
        return press(entries[-1], f'I click the entry "{path[-1]}".')
    shown = [entry for entry in entries if entry is not None]
    if not shown:
        raise StuckError(f"the menu has no entry {path[0]!r}")
    return hover(shown[-1])


@solves("click-menu-2")
def entry_of_icon_menu(page: Page) -> Move:
    """An entry by its name or by the icon that the goal shows."""
    icon = next((sorted(e.classes - {"ui-icon"})[0] for e in page.query("span") if "ui-icon" in e.classes), None)
    if not list(page.all("ul", id="menu")):
        return press(page.need("button", text="Menu"))
    if icon is None:
        entry = page.find("div", text=page.ask(r'item labeled "([^"]*)"')[0])
    else:
        entry = next((page.elements[e.parent] for e in page.all("span", classed=icon)), None)
    if entry is not None:
        return press(entry, f'I click the entry "{entry.text}".')
    return hover(page.need("div", text="Playback"))


@solves("navigate-tree")
def name_in_tree(page: Page) -> Move:
    """A file or folder, perhaps inside a folder that is closed."""
    name = page.quoted()[0]
    entry = page.find("span", text=name)
    if entry is not None:
        return press(entry, f'I click "{name}" in the tree.')
    for folder in page.all("span", classed="folder"):
        if "expandable" in page.elements[folder.parent].classes:
            return press(folder, f'"{name}" is not in sight, so I open the folder "{folder.text}".')
    raise StuckError(f"the tree has no {name!r}")
