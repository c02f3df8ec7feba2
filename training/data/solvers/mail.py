"""Tasks of an inbox: find the mail of a person, then star, delete, answer or forward it."""

from __future__ import annotations

from .letters import Wish, read_wish
from .move import Move, fill, press, reach
from .page import Element, Page
from .registry import solves

_WISHES = {"click the trash": "trash", "click the star": "star"}


@solves(
    "email-inbox",
    "email-inbox-delete",
    "email-inbox-forward",
    "email-inbox-important",
    "email-inbox-noscroll",
    "email-inbox-reply",
    "email-inbox-star-reply",
)
def handle_mail(page: Page) -> Move:
    """One sentence says whose mail and what to do."""
    (person, wish) = page.ask(r"^Find the email by (\S+) and (reply|forward|click the trash|click the star)")
    words = {"reply": r'with the text "(.*)"\.$', "forward": r"that email to (\S+)\.$"}.get(wish)
    return _done(page, Wish(_WISHES.get(wish, wish), person, page.ask(words)[0] if words else ""))


@solves("email-inbox-forward-nl", "email-inbox-forward-nl-turk", "email-inbox-nl-turk")
def handle_mail_in_free_words(page: Page) -> Move:
    """The same wishes in hundreds of wordings."""
    return _done(page, read_wish(page))


def _done(page: Page, wish: Wish) -> Move:
    """Stars and trash cans are in the list; answering and forwarding need the mail opened."""
    if wish.what == "reply":
        return _answer(page, wish.person, wish.words)
    if wish.what == "forward":
        return _forward(page, wish.person, wish.words)
    button = page.need("span", classed=wish.what, within=_thread(page, wish.person), hidden=True)
    return reach(page, button, f"This is the mail of {wish.person}; I click its {wish.what} icon.")


def _thread(page: Page, person: str) -> Element:
    sender = page.need("div", text=person, classed="email-sender", hidden=True)
    return next((outer for outer in page.around(sender) if "email-thread" in outer.classes), sender)


def _answer(page: Page, person: str, text: str) -> Move:
    field = page.find("field", id="reply-text")
    if field is not None:
        return fill(field, text, "the answer") or press(page.need("span", id="send-reply"), "I send the answer.")
    return _opened(page, person, "email-reply", "I answer this mail.")


def _forward(page: Page, person: str, receiver: str) -> Move:
    field = page.find("field", classed="forward-sender")
    if field is not None:
        send = page.need("span", id="send-forward")
        return fill(field, receiver, "the receiver's field") or press(send, "I send it on.")
    return _opened(page, person, "email-forward", "I forward this mail.")


def _opened(page: Page, person: str, button: str, thought: str) -> Move:
    wish = page.find("span", classed=button, hidden=True)
    if wish is not None:
        return reach(page, wish, thought)
    return reach(
        page, page.need("div", text=person, classed="email-sender", hidden=True), f"I open the mail of {person}."
    )
