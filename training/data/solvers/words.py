"""Boxes whose words mean the same as those of the goal."""

from __future__ import annotations

from .choices import label_of, submit
from .move import Move, press
from .page import Page
from .registry import solves

_MEANINGS = tuple(
    frozenset(line.split())
    for line in (
        "big large huge enormous gigantic",
        "small tiny little mini petite",
        "red scarlet crimson vermillion",
        "happy cheerful joyful gleeful delighted",
        "sad unhappy sorrowful miserable tragic",
        "angry mad furious irritated",
        "evil wicked immoral sinful corrupt depraved",
        "wrong incorrect mistaken erroneous",
        "real genuine actual",
        "strange odd peculiar unusual weird",
        "stop cease halt end finish",
        "scared terrified panicked fearful frightened afraid",
        "quiet calm peaceful serene mild",
        "old aged archaic",
        "love like adore favor",
        "kill murder assassinate",
        "keep retain preserve sustain maintain",
        "hide conceal camouflage",
        "hate despise loathe detest dislike",
        "funny humorous amusing comical laughable",
        "fat fleshy plump chubby",
        "stupid dumb dull unwise",
        "delicious savory delectable appetizing",
        "cut slice carve chop",
        "brave courageous fearless",
        "begin start initiate launch",
        "answer reply response",
        "television televisions tv tvs",
        "house home houses homes",
        "fire flame fires flames",
        "pig pork swine",
        "rabbit rabbits bunny bunnies",
        "car cars automobile automobiles vehicle vehicles",
        "water",
    )
)
"""Words of one line mean the same to the task."""


def meaning(word: str) -> frozenset[str]:
    """The words that mean the same as one, itself among them."""
    word = word.casefold()
    return next((words for words in _MEANINGS if word in words), frozenset((word,)))


@solves("click-checkboxes-soft")
def check_similar_words(page: Page) -> Move:
    """The goal lists words; a box belongs to it when its own word is similar."""
    (listed,) = page.ask(r"^Select words similar to (.*) and click Submit\.$")
    wanted = frozenset().union(*(meaning(word) for word in listed.split(", ")))
    for box in page.all("checkbox"):
        word = label_of(page, box)
        if box.checked != (word.casefold() in wanted):
            return press(box, f'"{word}" means the same as a word of the list.')
    return submit(page)
