"""Risk classes and the rule about origins."""

import pytest

from guiwright.actions.errors import UsageError
from guiwright.actions.schema import (
    ACTIONS,
    Click,
    Clipboard,
    GoBack,
    Invalid,
    Navigate,
    PressKey,
    RawCode,
    Scroll,
    SystemButton,
    Type,
    UploadFile,
    action_from,
)
from guiwright.envs import Risk, WebEnv, classify
from guiwright.envs.guard_origins import Origins, completed_address


@pytest.mark.parametrize(
    ("action", "risk"),
    [
        (Scroll(direction="down"), Risk.READ),
        (Invalid(reason="?"), Risk.READ),
        (Clipboard(op="read"), Risk.READ),
        (Clipboard(op="paste"), Risk.CHANGE),
        (Click(), Risk.CHANGE),
        (Type(text="a"), Risk.CHANGE),
        (Type(text="a\n"), Risk.SUBMIT),
        (Type(text="a", submit=True), Risk.SUBMIT),
        (PressKey(keys=("Return",)), Risk.SUBMIT),
        (SystemButton(button="enter"), Risk.SUBMIT),
        (SystemButton(button="back"), Risk.NAVIGATE),
        (Navigate(url="https://example.org"), Risk.NAVIGATE),
        (GoBack(), Risk.NAVIGATE),
        (UploadFile(target=(0.5, 0.5), paths=("a",)), Risk.UPLOAD),
        (RawCode(lang="py", code="1"), Risk.RUN),
    ],
)
def test_actions_are_classified_by_how_far_they_reach(action, risk):
    assert classify(action, {}) is risk


def test_every_action_has_a_class():
    target = {"target": (0.5, 0.5)}
    arguments = {
        "long_press": target, "move": target, "drag": {"path": [(0, 0), (1, 1)]}, "swipe": {"direction": "up"},
        "scroll": {"direction": "up"}, "type": {"text": ""}, "press_key": {"keys": ["a"]}, "key_down": {"keys": ["a"]},
        "key_up": {"keys": ["a"]}, "hold_key": {"keys": ["a"], "duration": 1},
        "select_option": {**target, "values": ["a"]},
        "upload_file": {**target, "paths": ["a"]}, "navigate": {"url": "a"}, "switch_tab": {"index": 0},
        "system_button": {"button": "home"}, "open_app": {"app": "a"}, "zoom": {"region": (0, 0, 1, 1)},
        "clipboard": {"op": "copy"}, "answer": {"text": ""}, "note": {"text": ""},
        "raw_code": {"lang": "a", "code": ""},
        "invalid": {"reason": ""},
    }  # fmt: skip
    for name in ACTIONS:
        assert isinstance(classify(action_from({"name": name, **arguments.get(name, {})}), {}), Risk)


@pytest.mark.parametrize(
    ("rule", "url", "allowed"),
    [
        (Origins(), "https://example.org/a?b", True),
        (Origins(), "http://127.0.0.1:8000/", False),
        (Origins(), "file:///etc/passwd", False),
        (Origins(), "chrome://settings", False),
        (Origins(), "view-source:https://example.org", False),
        (Origins(), "javascript:alert(1)", False),
        (Origins(("example.org",)), "https://example.org:8443/a", True),
        (Origins(("example.org",)), "https://example.org.evil.net/", False),
        (Origins(("example.org",)), "https://example.org@evil.net/", False),
        (Origins(("https://example.org",)), "http://example.org/", False),
        (Origins(("https://example.org/",)), "https://example.org/a", True),
        (Origins(("https://müller.de",)), "https://xn--mller-kva.de/", True),
        (Origins((), start="https://müller.de/a"), "https://xn--mller-kva.de/b", True),
        (Origins(("::1",)), "http://[::1]:9/", True),
        (Origins((), start="http://localhost:80/a"), "http://localhost:80/b", True),
        (Origins((), start="http://localhost:80/a"), "http://localhost:81/b", False),
        (Origins(start="file:///srv/pages/a.html"), "file:///srv/pages/b.html", True),
        (Origins(start="file:///srv/pages/a.html"), "file:///srv/pages/../secret.html", False),
        (Origins(start="file:///srv/pages/a.html"), "file:///srv/pages/%2e%2e/secret.html", False),
        (Origins(start="file:///srv/pages/a.html"), "file:///srv/pages2/b.html", False),
        (Origins(start="file:///srv/pages/a.html"), "file:///srv/pages/%5c../secret.html", False),
        (Origins(start="file:///srv/pages/a.html"), "file:///srv/pages/..\\secret.html", False),
        (Origins(start="file:///srv/pages/a.html"), "file:///srv/pages/a..b.html", True),
        (Origins(start="file:///srv/my pages/a.html"), "file:///srv/my%20pages/b.html", True),
        (Origins(start="file:///srv/x/../pages/a.html"), "file:///srv/pages/a.html", True),
        (Origins(start="file:///srv/x/../pages/a.html"), "file:///srv/x/a.html", False),
        (Origins(()), "about:blank", True),
        (Origins(()), "about:blank#top", True),
        (Origins(()), "about:settings", False),
    ],
)
def test_the_origin_rule(rule, url, allowed):
    assert rule.allow(url) is allowed


@pytest.mark.parametrize(
    "allowed",
    [
        "https://a.org", ("localhost:8000",), ("*.a.org",), ("a.org/",), ("http://",), ("http://[",), ("file:a",),
        ("",), ("https://a.org/b",), ("https://a.org/?b",), ("https://a.org#b",), ("https://b@a.org",), ("ws://a.org/b",),
    ],
)  # fmt: skip
def test_what_is_no_origin_is_told(allowed):
    for make in (Origins, lambda origins: WebEnv(origins=origins)):
        with pytest.raises(UsageError, match="origin"):
            make(allowed)


@pytest.mark.parametrize(
    "junk", ["http://[", "https://[::1", "http://]/", "http://a\u2100b/", "file://[", "data://[", "[", "\0"]
)
def test_what_cannot_be_parsed_is_not_allowed(junk):
    for rule in (Origins(("example.org", "https://example.org")), Origins((), start="file:///srv/pages/a.html")):
        assert rule.allow(junk) is False
    assert Origins().allow(junk) is False


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.com", "https://example.com"),
        ("example.com:8443/a", "https://example.com:8443/a"),
        ("example.com/a:b", "https://example.com/a:b"),
        ("localhost", "http://localhost"),
        ("localhost:8000", "http://localhost:8000"),
        ("localhost:8000/x", "http://localhost:8000/x"),
        ("LOCALHOST:8000?x", "http://LOCALHOST:8000?x"),
        ("app.localhost:80", "http://app.localhost:80"),
        ("localhost.example.com", "https://localhost.example.com"),
        ("127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("http://example.com", "http://example.com"),
        ("file:///srv/a.html", "file:///srv/a.html"),
        ("data:text/html,hi", "data:text/html,hi"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("about:blank", "about:blank"),
        ("", ""),
    ],
)
def test_addresses_are_completed_as_by_a_browser(typed, address):
    assert completed_address(typed) == address
