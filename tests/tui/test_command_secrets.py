"""Commands know the secrets of the environment's variables, and recordings their names only."""

from __future__ import annotations

import pytest

from guiwright.training.environment_facts import identity
from guiwright.tui.worlds import World


def test_a_page_of_ones_own_gets_the_secrets_of_the_variables(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GUIWRIGHT_SECRET_SHOP", "hunter22")
    env = World("web", url="https://shop.example/", goal="Log in with {{secret:shop}}").make()
    assert identity(env)[1]["secrets"] == ["shop"] and "hunter22" not in repr(env.unwrapped.secrets)
    env.close()


def test_without_them_nothing_is_said_of_them():
    env = World("web", url="https://shop.example/", goal="Look").make()
    assert identity(env)[1] == {"url": "https://shop.example/", "goal": "Look"}
    env.close()
