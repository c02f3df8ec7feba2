"""What a browser is told about itself: place, language, logins; and that no recording tells secrets."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import gymnasium as gym
import pytest

from guiwright.actions.errors import FormatError, UnknownNameError, UsageError
from guiwright.envs import BrowserSettings, WebEnv
from guiwright.training.environment_facts import identity

pytestmark = pytest.mark.browser
PASSWORD = "open sesame"


class Club(BaseHTTPRequestHandler):
    """/ asks for a name and a password; /login gives a cookie; /who tells which cookies came."""

    def do_GET(self) -> None:
        known = "Basic " + base64.b64encode(f"ada:{PASSWORD}".encode()).decode()
        inside = self.path != "/" or self.headers.get("authorization") == known
        self.send_response(200 if inside else 401)
        if not inside:
            self.send_header("www-authenticate", 'Basic realm="club"')
        if self.path == "/login":
            self.send_header("set-cookie", "member=ada; Path=/; Max-Age=1000")
        self.send_header("content-type", "text/html")
        self.end_headers()
        title = self.headers.get("cookie", "nobody") if self.path == "/who" else "inside" if inside else "outside"
        script = "<script>localStorage.theme = 'dark'</script>" if self.path == "/login" else ""
        self.wfile.write(f"<title>{title}</title>{script}".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the test's output is for the test."""


@pytest.fixture(scope="module")
def club() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Club)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def facts_of(url: str, settings: BrowserSettings) -> tuple[dict[str, Any], Any]:
    """The first info of an episode and what the page says of itself."""
    env = WebEnv(url, width=300, height=200, settings=settings)
    try:
        _, info = env.reset(seed=0)
        seen = env.evaluate("""async () => ({
          language: navigator.language, number: (1234.5).toLocaleString(),
          zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          dark: matchMedia("(prefers-color-scheme: dark)").matches,
          agent: navigator.userAgent, touch: navigator.maxTouchPoints > 0, theme: window.localStorage?.theme,
          place: await new Promise((resolve) => navigator.geolocation.getCurrentPosition(
            (found) => resolve([found.coords.latitude, found.coords.longitude]), () => resolve(null))),
        })""")
        return info, seen
    finally:
        env.close()


def test_pages_see_language_place_and_looks(browser: None, club: str):
    settings = BrowserSettings(
        locale="de-DE", timezone="Europe/Berlin", color_scheme="dark", user_agent="Lynx/2", touch=True,
        geolocation=(52.5, 13.4),
    )  # fmt: skip
    _, seen = facts_of(club + "/who", settings)
    assert seen == {
        "language": "de-DE", "number": "1.234,5", "zone": "Europe/Berlin", "dark": True, "agent": "Lynx/2",
        "touch": True, "theme": None, "place": [52.5, 13.4],
    }  # fmt: skip


def test_without_settings_pages_see_a_plain_browser_that_says_nothing(browser: None, club: str):
    _, seen = facts_of(club + "/who", BrowserSettings())
    assert (seen["language"], seen["zone"], seen["dark"], seen["touch"]) == ("en-US", "UTC", False, False)
    assert seen["place"] is None


def test_sites_that_ask_for_a_password_get_it(browser: None, club: str):
    for password, origin, title in (
        (PASSWORD, club, "inside"), ("wrong", club, "outside"), (PASSWORD, "https://example.org", "outside")
    ):  # fmt: skip
        settings = BrowserSettings(http_credentials=("ada", password, origin))
        assert facts_of(club + "/", settings)[0]["title"] == title


def test_logins_go_out_of_one_environment_and_into_another(browser: None, club: str, tmp_path: Path):
    env = WebEnv(club + "/login", width=300, height=200)
    with pytest.raises(UsageError, match="call reset"):
        env.storage_state()
    env.reset(seed=0)
    state = env.storage_state()
    env.close()
    assert facts_of(club + "/who", BrowserSettings())[0]["title"] == "nobody"
    file = tmp_path / "state.json"
    file.write_text(json.dumps(state))
    for given in (state, file, str(file)):
        info, seen = facts_of(club + "/who", BrowserSettings(storage_state=given))
        assert (info["title"], seen["theme"]) == ("member=ada", "dark")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"device_scale_factor": 0}, "device_scale_factor of BrowserSettings is 0; allowed is above 0"),
        ({"device_scale_factor": float("nan")}, "device_scale_factor"),
        ({"locale": "de DE"}, "a language tag"),
        ({"timezone": "Mars/Olympus"}, "IANA name"),
        ({"color_scheme": "drak"}, "did you mean 'dark'"),
        ({"download_limit": 0}, "a number of MiB"),
        ({"dialogs": "aks"}, "did you mean 'ask'"),
        ({"permissions": ("geolocatoin",)}, "did you mean 'geolocation'"),
        ({"permissions": "geolocation"}, "a tuple of names"),
        ({"geolocation": (91.0, 0.0)}, "latitude -90 to 90"),
        ({"geolocation": 5}, "latitude -90 to 90"),
        ({"http_credentials": ("ada", "secret")}, "user name, password and an origin"),
        ({"http_credentials": ("ada", "secret", "example.org")}, "user name, password and an origin"),
        ({"storage_state": {"cookie": []}}, "what WebEnv.storage_state"),
        ({"storage_state": "missing.json"}, "cannot be read as JSON"),
    ],
)
def test_a_wrong_setting_is_named(values: dict[str, Any], message: str):
    with pytest.raises((UsageError, UnknownNameError, FormatError)) as caught:
        BrowserSettings(**values)
    assert message in str(caught.value)
    assert next(iter(values)) in str(caught.value)


def test_secrets_are_in_no_message_and_no_recording(tmp_path: Path):
    state = {"cookies": [{"name": "member", "value": PASSWORD}], "origins": []}
    settings = BrowserSettings(
        locale="de-DE", http_credentials=("ada", PASSWORD, "https://a.example"), storage_state=state, downloads=tmp_path
    )
    assert PASSWORD not in repr(settings)
    with pytest.raises(UsageError) as caught:
        BrowserSettings(http_credentials=("ada", PASSWORD, "more"))  # type: ignore[arg-type]
    assert PASSWORD not in str(caught.value)
    with pytest.raises(UsageError, match="a BrowserSettings, not dict"):
        WebEnv(settings={"http_credentials": ("ada", PASSWORD, "https://a.example")})  # type: ignore[arg-type]
    env = gym.make("guiwright/Web-v0", settings=settings)
    name, options = identity(env)
    assert name == "guiwright/Web-v0"
    assert options["settings"] == {
        "locale": "de-DE", "http_credentials": "ada", "storage_state": "given", "downloads": "given",
    }  # fmt: skip
