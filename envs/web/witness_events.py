"""What is heard of a person in the browser, before it is folded into actions.

The page script tells most of it as JSON. The page itself cannot speak in its name, but the values in it (texts, names
of files) are the page's, so everything is checked.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from ...actions.target import Frozen

Pixels = tuple[float, float]


class Placed(Frozen):
    """Something at a place.

    Attributes:
        x: From the left of the frame; from `Witness` on, of the view. CSS pixels.
        y: From the top, likewise.
        top: Whether the frame is the page itself.
        screen: The same place on the person's screen; None when the frame does not know it.
    """

    x: float
    y: float
    top: bool = True
    screen: Pixels | None = None


class Press(Placed):
    """A mouse button goes down; `role` "chooser" when it opens a list or window of the browser's own."""

    kind: Literal["press"] = "press"
    button: Annotated[int, Field(ge=0, le=4)] = 0
    count: int = 1
    modifiers: tuple[str, ...] = ()
    role: Literal["plain", "chooser"] = "plain"


class Release(Placed):
    """A mouse button comes up."""

    kind: Literal["release"] = "release"
    button: Annotated[int, Field(ge=0, le=4)] = 0


class Moved(Placed):
    """The pointer moves while a button is down, or while something is dragged."""

    kind: Literal["move"] = "move"


class Origin(Placed):
    """The pointer is over the page itself, which tells where the page is on the screen."""

    kind: Literal["origin"] = "origin"


class DragEnd(Frozen):
    """What was dragged has been dropped, where the pointer was last."""

    kind: Literal["dragend"] = "dragend"


class Wheel(Placed):
    """The wheel turns; `dx` and `dy` are CSS pixels to the right and down."""

    kind: Literal["wheel"] = "wheel"
    dx: float
    dy: float
    modifiers: tuple[str, ...] = ()


class Key(Frozen):
    """A key goes down.

    Attributes:
        key: What it means, as the browser names it.
        code: Where it is on the keyboard.
        modifiers: What is held.
        text: Whether it goes to a text field.
        end: Whether the caret stands at the end of that field and nothing is selected.
    """

    kind: Literal["key"] = "key"
    key: str
    code: str = ""
    modifiers: tuple[str, ...] = ()
    text: bool = False
    end: bool = False


class Text(Frozen):
    """A field took text; `replaces`: it may be what the last key came to."""

    kind: Literal["text"] = "text"
    data: str
    replaces: bool = False


class Pasted(Frozen):
    """Text came from the clipboard."""

    kind: Literal["paste"] = "paste"
    data: str


class Deleted(Frozen):
    """A field lost the character before its caret."""

    kind: Literal["deleted"] = "deleted"


class Secret(Frozen):
    """A secret field is about to change; `filled`: it is not empty."""

    kind: Literal["secret"] = "secret"
    field: str = ""
    filled: bool = False


class Hidden(Frozen):
    """What stands in a secret field now; for hiding it, and for nothing else."""

    kind: Literal["hidden"] = "hidden"
    field: str = ""
    value: str = Field(repr=False)


class Value(Placed):
    """A field got a value in another way than by keys: a date from a calendar, a correction of the spelling."""

    kind: Literal["value"] = "value"
    value: str


class Choice(Placed):
    """A select box has another option, by label, or by value where that is not clear."""

    kind: Literal["choice"] = "choice"
    value: str


class Files(Placed):
    """A file input got files, by name."""

    kind: Literal["files"] = "files"
    names: tuple[str, ...]


class Travel(Frozen):
    """The person used the browser's own controls: the address bar (`navigate`), its buttons, its tabs."""

    kind: Literal["travel"] = "travel"
    how: Literal["navigate", "go_back", "go_forward", "reload", "new_tab", "switch_tab", "close_tab"]
    url: str = ""
    tab: int = 0


class Answered(Frozen):
    """The person answered a dialog of the page; `text`: what they entered, None where nothing can be."""

    kind: Literal["answered"] = "answered"
    accepted: bool
    text: str | None = None


class Finished(Frozen):
    """The person says in the terminal that it is done, or that it cannot be done."""

    kind: Literal["finished"] = "finished"
    status: Literal["success", "infeasible"] = "success"


class WindowClosed(Frozen):
    """The last tab is gone: the end."""

    kind: Literal["window_closed"] = "window_closed"


Told = (
    Press | Release | Moved | Origin | DragEnd | Wheel | Key | Text | Pasted | Deleted
    | Secret | Hidden | Value | Choice | Files
)  # fmt: skip
"""What the page script may say."""

RawEvent = Told | Travel | Answered | Finished | WindowClosed

_ADAPTER: TypeAdapter[Told] = TypeAdapter(Annotated[Told, Field(discriminator="kind")])


def event_told(payload: str) -> Told | None:
    """Reads what the page script said; None when it is no event.

    Examples:
        >>> event_told('{"kind": "paste", "data": "a"}')
        Pasted(kind='paste', data='a')
        >>> event_told('{"kind": "travel", "how": "go_back"}') is None
        True
    """
    try:
        return _ADAPTER.validate_json(payload)
    except ValidationError:
        return None
