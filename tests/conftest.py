"""What all tests share."""

import signal

import pytest
from hypothesis import settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fuzz",
        type=int,
        metavar="N",
        help="try N random cases in each property and fuzz test (default: 100, always the same)",
    )
    parser.addoption(
        "--kills",
        type=int,
        metavar="N",
        default=20,
        help="kill a recording process at N random moments (default: 20)",
    )
    parser.addoption(
        "--env-kills",
        type=int,
        metavar="N",
        default=15,
        help="kill what web environments run on at N random moments (default: 15)",
    )
    parser.addoption(
        "--mutations",
        type=int,
        metavar="N",
        help="break N outputs, of all dialects together (default: 20,000, always the same)",
    )
    parser.addoption(
        "--hostile",
        type=int,
        metavar="N",
        help="let every dialect read hostile texts of N characters, at 0.5 s for a million (default: 64,000)",
    )
    parser.addoption(
        "--replays",
        type=int,
        metavar="N",
        default=10,
        help="play N random episodes of MiniWoB twice and compare every picture (default: 10)",
    )
    parser.addoption(
        "--reset-seeds",
        type=int,
        metavar="N",
        default=0,
        help="compare N resets of every MiniWoB task with a page just loaded (default: one of 25 tasks)",
    )
    parser.addoption(
        "--solver-seeds",
        type=int,
        metavar="N",
        default=1,
        help="let every solver play N seeds of its task (default: 1)",
    )
    parser.addoption(
        "--settle-tries",
        type=int,
        metavar="N",
        default=4,
        help="let every kind of late effect come N times, each at a random moment (default: 4)",
    )


def pytest_configure(config: pytest.Config) -> None:
    # A shell that runs the tests in the background has Ctrl-C ignored, and our processes would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    cases = config.getoption("--fuzz")
    settings.register_profile("same", max_examples=100, derandomize=True, deadline=None)
    settings.register_profile("fuzz", max_examples=cases or 100, deadline=None)
    settings.load_profile("fuzz" if cases else "same")
