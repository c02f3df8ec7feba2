"""The family of the small model that ships with guiwright.

One user message: the screenshot, the goal, then a line for each of the last steps and what the last one came to.

    [picture]Enter "Bo" into the text field and press Submit.
    <tool_call>{"name": "click", "arguments": {"target": [512, 300]}}</tool_call>
"""

from __future__ import annotations

from collections.abc import Sequence

from ...actions.dialects import get_dialect
from ...actions.errors import ExpressionError
from ...actions.geometry import Frame
from ...actions.image_budget import ImageBudget, Resizing
from ...actions.observation import Observation
from ...actions.schema import Action
from ..context import Context, PastStep
from ..prompt import Message, Picture
from ..untrusted import visible, visible_line

HISTORY = 6
"""How many past steps the model is told."""

GOAL_CHARACTERS = 600
"""Longer goals are cut: the model was trained on short ones and its context is 4,096 tokens."""


class EmbeddedFamily:
    """Pictures of at most 168 x 224 pixels, padded, never stretched; our own dialect; no thinking."""

    name = "embedded"
    # 48 visual tokens of 28 x 28 pixels: the MiniWoB screen of 160 x 210 keeps every pixel.
    budget: Resizing = ImageBudget(factor=28, min_pixels=28 * 28, max_pixels=168 * 224, pad=True)

    def __init__(self) -> None:
        self.dialect = get_dialect("guiwright")

    def messages(self, context: Context) -> list[Message]:
        """The conversation that asks for the next turn."""
        # Goal and feedback may be words of a page. What the model was trained on has no fence, so they get none; but
        # nothing in them is hidden, or can pass for one of the lines of the steps.
        lines = [visible(context.goal[:GOAL_CHARACTERS])]
        lines += [self._line(step) for step in context.steps[-HISTORY:]]
        if context.steps and context.steps[-1].feedback:
            lines.append(visible_line(context.steps[-1].feedback))
        return [Message("user", (Picture.of(context.observation, self.budget), "\n".join(lines)))]

    def frame(self, observation: Observation) -> Frame:
        """The whole picture as 0..1000."""
        return Frame.of(observation, self.budget)

    def completion(self, actions: Sequence[Action], frame: Frame, thought: str = "") -> str:
        """The calls alone: this model does not think aloud."""
        return self.dialect.format(actions, frame)

    def _line(self, step: PastStep) -> str:
        try:
            return self.dialect.format([step.action], self.frame(step.observation))
        except ExpressionError:  # text that was no action
            return "?"
