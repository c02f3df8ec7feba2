"""Tasks of shops, exchanges and tickets."""

from __future__ import annotations

import re

from ....actions.schema import Wait
from .move import Move, press, reach
from .page import Element, Page, StuckError
from .registry import solves

_TICK_MS = 100  # the price changes this often
_STEP_MS = 500  # of the page's time that pass with every action
_LIMIT_TICK = 75  # the goal's price is the one of this tick


@solves("buy-ticket")
def best_ticket(page: Page) -> Move:
    """The cheapest, dearest, shortest or longest of four."""
    extreme, measure = page.ask(r"with the (cheapest|most expensive|shortest|longest) (cost|duration)")
    tickets = list(page.all("div", classed="flight", hidden=True))
    if not tickets:
        raise StuckError("there are no tickets")

    def size(ticket: Element) -> int:
        if measure == "cost":
            return int(page.need("button", within=ticket, hidden=True).attributes["data-price"])
        return int(page.need("div", classed="time-duration", within=ticket, hidden=True).attributes["data-duration"])

    pick = min if extreme in ("cheapest", "shortest") else max
    best = page.need("button", within=pick(tickets, key=size), hidden=True)
    return reach(page, best, f"This is the ticket with the {extreme} {measure}.")


@solves("order-food")
def order_food(page: Page) -> Move:
    """Two dishes by name, or a number of dishes of one kind."""
    dishes = list(page.all("div", classed="food-item", hidden=True))
    wanted = _wanted(page, dishes)
    for dish in dishes:
        missing = wanted.get(dish.index, 0) - int(dish.attributes["data-quantity"])
        if missing:
            button = page.need("span", classed="add" if missing > 0 else "remove", within=dish, hidden=True)
            return reach(page, button, f"I need {wanted.get(dish.index, 0)} of {_name(dish)}.")
    return reach(page, page.need("button", text="Order!", hidden=True), "All is chosen, so I order.")


def _name(dish: Element) -> str:
    return dish.attributes["data-item"].strip()


def _wanted(page: Page, dishes: list[Element]) -> dict[int, int]:
    """How many of which dish, by index."""
    match = re.search(r"^Order (\d+) items that are (\S+)$", page.goal)
    if match is None:
        names = {name.strip() for name in page.ask(r"^Order one of each item: (.*)$")[0].split(",")}
        return {dish.index: 1 for dish in dishes if _name(dish) in names}
    for icon in page.all("img", hidden=True):
        if icon.attributes["alt"] == match[2]:
            return {next(dish.index for dish in dishes if page.contains(dish, icon)): int(match[1])}
    raise StuckError(f"no dish is {match[2]}")


@solves("stock-market")
def buy_low(page: Page) -> Move:
    """Waits for a lower price; at the latest for the moment of the goal's own price, which the page accepts too."""
    (limit,) = page.ask(r"less than \$(\d+\.\d+)")
    buy = page.need("button", id="buy")
    points = list(page.all("circle", classed="plot-point", hidden=True))
    shown = page.need("span", id="stock-price", hidden=True).text.lstrip("$")
    tick = round(float(points[-1].attributes["cx"])) if points else -1
    if shown and (float(shown) < float(limit) or (tick == _LIMIT_TICK and float(shown) <= float(limit))):
        return press(buy, f"${shown} is low enough, so I buy.")
    # A wait lasts as long as it says and one step; the first is so long that the others meet the last chance.
    ahead = (_LIMIT_TICK - tick) % (_STEP_MS // _TICK_MS)
    return Move((Wait(seconds=ahead * _TICK_MS / 1000),), f"${shown} is not less than ${limit}, so I wait.")
