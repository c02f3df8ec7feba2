"""How the browser of an environment presents itself: screen, place, language, logins, dialogs, downloads."""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ...actions.errors import FormatError, UnknownNameError, UsageError

DIALOGS = ("ask", "accept", "dismiss")
COLOR_SCHEMES = ("light", "dark", "no-preference")
PERMISSIONS = (
    "accelerometer", "ambient-light-sensor", "background-sync", "camera", "clipboard-read", "clipboard-write",
    "geolocation", "gyroscope", "local-fonts", "local-network-access", "magnetometer", "microphone", "midi",
    "midi-sysex", "notifications", "payment-handler", "storage-access",
)  # fmt: skip
LARGEST_SCALE = 8.0  # device pixels of a CSS pixel
CREDENTIALS = ("username", "password", "origin")
GIVEN = "given"  # what a recording says of a setting that is nobody's business

_ORIGIN = re.compile(r"https?://[^/?#@\s]+")


@dataclass(frozen=True)
class BrowserSettings:
    """What a browser context is made with.

    Attributes:
        device_scale_factor: Device pixels of a CSS pixel, above 0, at most 8. The screen has that many more pixels.
        mobile: Whether pages are laid out as on a phone (they may say how wide they want to be).
        touch: Whether there is a finger: clicks are taps, swipes and long presses are real touches.
        user_agent: What the browser calls itself; None: its own name.
        locale: Such as "de-DE": language, numbers and dates.
        timezone: A name of the IANA database, such as "Europe/Berlin".
        color_scheme: "light", "dark" or "no-preference".
        http_credentials: User name, password and the origin that gets them when it asks in the way of HTTP, such as
            "https://example.org"; nobody else does.
        geolocation: Latitude and longitude in degrees, and optionally the accuracy in metres; also permits asking.
        permissions: What pages may do without being asked about, of `PERMISSIONS`.
        storage_state: Cookies and local storage to begin with: what `WebEnv.storage_state()` gave, or a file of it.
        downloads: Folder in which each episode that downloads something gets a folder of its own; None refuses
            downloads.
        download_limit: MiB, at least 1, that the downloads of one episode may take; what would take more is broken off.
        dialogs: Who answers alert, confirm, prompt and beforeunload: "ask" (the policy), "accept" or "dismiss"
            (nobody: at once).

    Raises:
        UsageError: If a value is not allowed; the message names the field.
        UnknownNameError: If a name is none of a closed list.
        FormatError: If the file of the storage state is none.

    Examples:
        >>> BrowserSettings(locale="de-DE", http_credentials=("ada", "secret", "https://example.org")).recorded()
        {'locale': 'de-DE', 'http_credentials': 'ada'}
    """

    device_scale_factor: float = 1.0
    mobile: bool = False
    touch: bool = False
    user_agent: str | None = None
    locale: str = "en-US"
    timezone: str = "UTC"
    color_scheme: str = "light"
    http_credentials: tuple[str, str, str] | None = field(default=None, repr=False)
    geolocation: tuple[float, ...] | None = None
    permissions: tuple[str, ...] = ()
    storage_state: str | Path | Mapping[str, Any] | None = field(default=None, repr=False, hash=False)
    downloads: str | Path | None = None
    download_limit: int = 1024
    dialogs: str = "ask"

    def __post_init__(self) -> None:
        _check(0.0 < self.device_scale_factor <= LARGEST_SCALE, "device_scale_factor", self.device_scale_factor,
               f"above 0 and at most {LARGEST_SCALE:g}")  # fmt: skip
        _check_name("locale", self.locale, bool(self.locale) and all(part.isalnum() for part in self.locale.split("-")),
                    "a language tag such as 'de-DE'")  # fmt: skip
        _check_name("timezone", self.timezone, _is_timezone(self.timezone), "an IANA name such as 'Europe/Berlin'")
        _check_member("color_scheme", self.color_scheme, COLOR_SCHEMES)
        _check_member("dialogs", self.dialogs, DIALOGS)
        _check(not isinstance(self.permissions, str), "permissions", self.permissions, "a tuple of names")
        for permission in self.permissions:
            _check_member("permissions", permission, PERMISSIONS)
        _check(self.download_limit >= 1, "download_limit", self.download_limit, "a number of MiB, at least 1")
        self._check_credentials()
        self._check_geolocation()
        self._check_storage()

    def context_arguments(self) -> dict[str, Any]:
        """Arguments of Playwright's `new_context`, but the size of the view."""
        arguments: dict[str, Any] = {
            "device_scale_factor": self.device_scale_factor,
            "is_mobile": self.mobile,
            "has_touch": self.touch,
            "user_agent": self.user_agent,
            "locale": self.locale,
            "timezone_id": self.timezone,
            "color_scheme": self.color_scheme,
            "permissions": self._granted(),
            "storage_state": self._storage(),
            "accept_downloads": self.downloads is not None,
        }
        if self.http_credentials is not None:
            arguments["http_credentials"] = dict(zip(CREDENTIALS, self.http_credentials, strict=True))
        if self.geolocation is not None:
            names = ("latitude", "longitude", "accuracy")
            arguments["geolocation"] = dict(zip(names, self.geolocation, strict=False))
        return {name: value for name, value in arguments.items() if value is not None}

    def recorded(self) -> dict[str, Any]:
        """What a recording may say: the settings that differ from their defaults, without passwords and logins."""
        own = {one.name: getattr(self, one.name) for one in fields(self) if getattr(self, one.name) != one.default}
        if self.http_credentials is not None:
            own["http_credentials"] = self.http_credentials[0]
        return {name: GIVEN if name in ("storage_state", "downloads") else _plain(value) for name, value in own.items()}

    def _granted(self) -> list[str] | None:
        located = ("geolocation",) if self.geolocation is not None else ()
        return list(dict.fromkeys((*self.permissions, *located))) or None

    def _storage(self) -> Any:
        return dict(self.storage_state) if isinstance(self.storage_state, Mapping) else self.storage_state

    def _check_credentials(self) -> None:
        given = self.http_credentials
        if given is not None:
            texts = isinstance(given, tuple) and len(given) == 3 and all(isinstance(part, str) for part in given)
            good = texts and _ORIGIN.fullmatch(given[2]) is not None
            allowed = "a tuple of user name, password and an origin such as 'https://example.org'"
            _check(good, "http_credentials", "something else", allowed)

    def _check_geolocation(self) -> None:
        place = self.geolocation
        if place is None:
            return
        pair_or_triple = isinstance(place, tuple) and len(place) in (2, 3)
        numbers = pair_or_triple and all(isinstance(part, (int, float)) for part in place)
        good = numbers and abs(place[0]) <= 90 and abs(place[1]) <= 180 and all(part >= 0 for part in place[2:])
        allowed = "a tuple of latitude -90 to 90, longitude -180 to 180 and maybe the accuracy in metres"
        _check(good, "geolocation", place, allowed)

    def _check_storage(self) -> None:
        state = self.storage_state
        if isinstance(state, (str, Path)):
            state = _read_state(Path(state))
        if state is not None:
            good = isinstance(state, Mapping) and set(state) <= {"cookies", "origins"}
            _check(good, "storage_state", "something else", "what WebEnv.storage_state() gave, or a file of it as JSON")


def checked_settings(settings: object) -> BrowserSettings:
    """The settings.

    Raises:
        UsageError: If the value is something else.
    """
    if not isinstance(settings, BrowserSettings):
        raise UsageError(f"settings is a BrowserSettings, not {type(settings).__name__}")
    return settings


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _check(good: bool, name: str, value: object, allowed: str) -> None:
    if not good:
        raise UsageError(f"{name} of BrowserSettings is {value!r}; allowed is {allowed}")


def _check_name(name: str, value: object, good: bool, allowed: str) -> None:
    _check(isinstance(value, str) and good, name, value, allowed)


def _check_member(name: str, value: object, allowed: Iterable[str]) -> None:
    if value not in tuple(allowed):
        raise UnknownNameError(f"{name} of BrowserSettings", value, allowed)


def _is_timezone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return False
    return True


def _read_state(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FormatError(f"storage_state of BrowserSettings: {path.name} cannot be read as JSON: {error}") from error


PLAIN = BrowserSettings()
"""What a browser is without settings."""
