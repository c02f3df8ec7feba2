"""What an environment says about the element that an action is going to reach."""

from __future__ import annotations

from dataclasses import dataclass

ACTIVE = frozenset({"button", "link", "menuitem", "option", "tab", "switch", "image", ""})
"""Roles of what does something when it is pressed; "" is an element that is nothing in particular."""
EDITABLE = frozenset({"textbox", "searchbox", "combobox", "spinbutton"})


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """The element under an action: under the pointer, at the end of a drag, or with the focus of the keyboard.

    Attributes:
        role: Such as "button", "link" or "textbox"; "" when it has none.
        name: What it says: its text, label, value and title, at most 300 characters.
        kind: The `type` of an input or a button: "submit", "file", "password"; "" for everything else.
        form: How the form around it is sent: "get", "post", "dialog"; "" without one.
        form_name: What the button says that sends that form.
        address: Where a link leads.
        download: Whether the link saves a file.

    Examples:
        >>> TargetFacts("button", "Pay now", kind="submit", form="post").sends_form
        True
    """

    role: str = ""
    name: str = ""
    kind: str = ""
    form: str = ""
    form_name: str = ""
    address: str = ""
    download: bool = False

    @property
    def sends_form(self) -> bool:
        """Whether pressing it sends a form."""
        return self.kind in ("submit", "image") and self.form not in ("", "dialog")

    @property
    def is_active(self) -> bool:
        """Whether it does something when it is pressed, rather than to be filled in."""
        return self.role in ACTIVE

    @property
    def is_editable(self) -> bool:
        """Whether keys write into it."""
        return self.role in EDITABLE
