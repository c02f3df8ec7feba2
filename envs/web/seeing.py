"""Wrappers that let a policy see more of a page than its picture: elements, marks, accessibility tree."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, SupportsFloat, cast

import gymnasium as gym
import numpy as np
from numpy.typing import NDArray

from ...actions.errors import UsageError
from ...actions.observation import Observation, Utf8, picture_of
from ...actions.schema import Action, Box
from ..outcome import WorldError
from .env import WebEnv
from .marks import with_marks
from .page_elements import ElementList
from .page_text import checked_budget

UNREADABLE = "… the page could not be read"


class _Seeing(gym.Wrapper[Observation, Action, Observation, Action]):
    """What the wrappers share: one look at each observation, none at a world that broke."""

    def __init__(self, env: gym.Env[Observation, Action]) -> None:
        super().__init__(env)
        if not isinstance(env.unwrapped, WebEnv):
            raise UsageError(f"only a web environment tells of its elements, {type(env.unwrapped).__name__} does not")
        self.web = env.unwrapped

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """As the environment's, with more to see."""
        observation, info = self.env.reset(seed=seed, options=options)
        return self._with_more(observation, info), info

    def step(self, action: Action) -> tuple[Observation, SupportsFloat, bool, bool, dict[str, Any]]:
        """As the environment's, with more to see."""
        observation, reward, terminated, truncated, info = self.env.step(action)
        return self._with_more(observation, info), reward, terminated, truncated, info

    @abstractmethod
    def _seen(self, observation: dict[str, Any]) -> dict[str, Any]:
        """The observation with more to see. Raises `WorldError` when the page cannot be read."""

    @abstractmethod
    def _unseen(self, observation: dict[str, Any]) -> dict[str, Any]:
        """The same when nothing could be read."""

    def _with_more(self, observation: Observation, info: dict[str, Any]) -> Observation:
        plain = cast("dict[str, Any]", observation)
        failure = info.get("failure")
        try:
            broken = failure is not None and failure.kind == "environment"
            more = self._unseen(plain) if broken else self._seen(plain)
        except WorldError:
            more = self._unseen(plain)
        return cast("Observation", more)


class _SeeingText(_Seeing):
    """A text beside the picture.

    Args:
        env: A web environment, or wrappers around one.
        budget: Bytes of UTF-8 that the text has at most.
    """

    key: str

    def __init__(self, env: gym.Env[Observation, Action], budget: int) -> None:
        super().__init__(env)
        self.budget, self._space = checked_budget(budget), Utf8(budget)
        spaces = cast("gym.spaces.Dict", env.observation_space).spaces
        self.observation_space = cast("Any", gym.spaces.Dict({**spaces, self.key: self._space}))

    @abstractmethod
    def _text(self) -> str:
        """What there is to say, within the budget."""

    def _seen(self, observation: dict[str, Any]) -> dict[str, Any]:
        return {**observation, self.key: self._space.encode(self._text())}

    def _unseen(self, observation: dict[str, Any]) -> dict[str, Any]:
        return {**observation, self.key: self._space.encode(UNREADABLE)}


class WithElements(_SeeingText):
    """Adds `elements`: what can be acted on, one line each, with ids for `Target.ref`.

    Args:
        env: A web environment, or wrappers around one.
        budget: Bytes of UTF-8 that the list takes at most; the observation's array has this size. A tokenizer makes
            a token of three to four bytes of English, and never more tokens than bytes.

    A list that is cut ends with "… 37 more elements not shown".
    """

    key = "elements"

    def __init__(self, env: gym.Env[Observation, Action], budget: int = 8192) -> None:
        super().__init__(env, budget)

    def _text(self) -> str:
        return self.web.elements().text(self.budget)


class WithTree(_SeeingText):
    """Adds `tree`: the accessibility tree of the page, one line for each node, indented.

    Args:
        env: A web environment, or wrappers around one.
        budget: Bytes of UTF-8 that the tree takes at most; the observation's array has this size.

    What is on the screen comes first; a tree that is cut ends with "… 812 more nodes not shown".
    """

    key = "tree"

    def __init__(self, env: gym.Env[Observation, Action], budget: int = 16384) -> None:
        super().__init__(env, budget)

    def _text(self) -> str:
        return self.web.accessibility_tree(self.budget)


class WithMarks(_Seeing):
    """Draws the ids of the elements on `screenshot` (set of marks).

    Args:
        env: A web environment, or wrappers around one.
        most: Marks that are drawn at most; where there are more, "… 37 more not marked" stands at the bottom.
    """

    def __init__(self, env: gym.Env[Observation, Action], most: int = 150) -> None:
        super().__init__(env)
        if most < 1:
            raise UsageError(f"most={most} draws no marks; give 1 or more")
        self.most = most
        self._marked: NDArray[np.uint8] | None = None

    def render(self) -> Any:
        """The current picture with its marks, uint8 [H, W, 3]; None without a render mode."""
        picture = self.env.render()
        return picture if picture is None or self._marked is None else self._marked.copy()

    def _seen(self, observation: dict[str, Any]) -> dict[str, Any]:
        elements: ElementList = self.web.elements()
        view = cast("Box", tuple(float(edge) for edge in observation["view"]))
        canvas = observation["screenshot"].copy()
        picture = picture_of({**observation, "screenshot": canvas})
        picture[:] = with_marks(np.ascontiguousarray(picture), elements.elements, view, self.most, elements.unread)
        self._marked = canvas
        return {**observation, "screenshot": canvas}

    def _unseen(self, observation: dict[str, Any]) -> dict[str, Any]:
        return observation
