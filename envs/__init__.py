"""Gymnasium environments; importing this registers guiwright/Web-v0 and guiwright/MiniWoB-v0."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .registration import register_environments

if TYPE_CHECKING:
    from .base import GuiEnv
    from .guard import Risk, classify
    from .measurements import Measured, Settled, WithMeasurements
    from .miniwob.env import MiniWoBEnv
    from .miniwob.vector import MiniWoBVectorEnv
    from .outcome import Verdict, WorldError
    from .secrets import Secrets
    from .tasks import Task
    from .web.env import WebEnv
    from .web.page_elements import ElementList, PageElement
    from .web.seeing import WithElements, WithMarks, WithTree
    from .web.settings import BrowserSettings
    from .web.vector import WebVectorEnv

_HOMES = {
    "BrowserSettings": ".web.settings",
    "ElementList": ".web.page_elements",
    "GuiEnv": ".base",
    "Measured": ".measurements",
    "MiniWoBEnv": ".miniwob.env",
    "MiniWoBVectorEnv": ".miniwob.vector",
    "PageElement": ".web.page_elements",
    "Risk": ".guard",
    "Secrets": ".secrets",
    "Settled": ".measurements",
    "Task": ".tasks",
    "Verdict": ".outcome",
    "WebEnv": ".web.env",
    "WebVectorEnv": ".web.vector",
    "WithElements": ".web.seeing",
    "WithMarks": ".web.seeing",
    "WithMeasurements": ".measurements",
    "WithTree": ".web.seeing",
    "WorldError": ".outcome",
    "classify": ".guard",
}

__all__ = [
    "BrowserSettings",
    "ElementList",
    "GuiEnv",
    "Measured",
    "MiniWoBEnv",
    "MiniWoBVectorEnv",
    "PageElement",
    "Risk",
    "Secrets",
    "Settled",
    "Task",
    "Verdict",
    "WebEnv",
    "WebVectorEnv",
    "WithElements",
    "WithMarks",
    "WithMeasurements",
    "WithTree",
    "WorldError",
    "classify",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])


register_environments()
