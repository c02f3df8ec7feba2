"""Tabs and popups, however they come and go."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guiwright.actions.observation import FEEDBACK
from guiwright.actions.schema import Action, Click, CloseTab, GoBack, NewTab, Noop, SwitchTab
from guiwright.envs import WebEnv
from guiwright.envs.web.tabs import MOST

pytestmark = pytest.mark.browser
Opener = Callable[..., WebEnv]
BLANK, NOOPENER, NAMED, SMALL, BRIEF, MANY, LATER = ((0.1, (18 + 40 * row) / 300) for row in range(7))


def done(env: WebEnv, action: Action) -> dict:
    *_, info = env.step(action)
    assert "failure" not in info, info["failure"]
    return info


def test_popups_are_looked_at_and_their_end_leads_back_to_who_opened_them(open_page: Opener):
    env = open_page("popups.html")
    for target in (BLANK, NOOPENER, SMALL, LATER):
        info = done(env, Click(target=target))
        assert (info["title"], len(info["tabs"])) == ("Zweite", 2)
        info = done(env, CloseTab())
        assert info["title"] == "Opener" and "tabs" not in info

    done(env, Click(target=NAMED))
    done(env, SwitchTab(index=0))
    assert len(done(env, Click(target=NAMED))["tabs"]) == 2  # a second click goes to the tab of that name
    done(env, SwitchTab(index=0))
    done(env, NewTab())
    done(env, SwitchTab(index=0))
    assert len(done(env, Click(target=BLANK))["tabs"]) == 4
    assert done(env, CloseTab())["title"] == "Opener"


def test_a_popup_that_its_opener_closes_is_left(open_page: Opener):
    env = open_page("popups.html")
    info = done(env, Click(target=BRIEF))
    if "tabs" in info:  # it was seen before it went
        info = done(env, Noop())
    assert info["title"] == "Opener" and "tabs" not in info
    *_, info = env.step(GoBack())
    assert info["failure"].kind == "policy"


def test_a_page_that_opens_tabs_without_end_is_stopped(open_page: Opener):
    env = open_page("popups.html", settle_deadline=60.0)
    observation, *_, info = env.step(Click(target=MANY))
    assert len(info["tabs"]) <= MOST and f"{MOST} are open" in FEEDBACK.decode(observation["feedback"])
    *_, info = env.step(NewTab())
    assert "close one first" in info["failure"].reason
