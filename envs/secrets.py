"""Secrets by reference: a policy types `{{secret:name}}`, the environment fills in the value and takes it out again.

type(text="{{secret:shop}}") ──filled──▶ keys of the page          info, feedback, lists ◀──hide── what the page says
"""

from __future__ import annotations

import html
import json
import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from ..actions.errors import FormatError, UsageError
from .guard_origins import Origins, scheme_of
from .outcome import Refusal

T = TypeVar("T")

VARIABLE = "GUIWRIGHT_SECRET_"
SHORTEST = 4  # characters; a shorter value would be found in every second text
CUT = 6  # characters of a value that are recognised before "…", where a text was cut off
LONGEST_CUT = 60  # characters up to which a cut is looked for
_REFERENCE = re.compile(r"\{\{\s*secret:([^{}]*?)\s*\}\}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*")


class Secrets:
    """Values that can be typed without being known.

    Args:
        values: By name (letters, digits, `_`, `.`, `-`; capitals do not matter). At least 4
            printable characters each.
        origins: By name, where a value may be typed: origins, hosts or folders as in `WebEnv`. A name that is not
            there may be typed on every page that may be opened.

    Raises:
        UsageError: If a name or a value is not allowed, or `origins` names no secret.

    Examples:
        >>> secrets = Secrets({"shop": "hunter22"}, origins={"shop": ["https://shop.example"]})
        >>> secrets, secrets.hide("https://shop.example/?q=hunter22")
        (Secrets('shop'), 'https://shop.example/?q={{secret:shop}}')
    """

    def __init__(
        self, values: Mapping[str, str] | None = None, origins: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._values = {_checked_name(name): _checked_value(name, value) for name, value in (values or {}).items()}
        self._rules = {_checked_name(name): Origins(tuple(where)) for name, where in (origins or {}).items()}
        for name in self._rules:
            if name not in self._values:
                raise UsageError(f"origins are given for {name!r}, which is no secret; there are: {self._listed()}")

    @classmethod
    def from_environment(cls, origins: Mapping[str, Sequence[str]] | None = None) -> Secrets:
        """The secrets in variables such as GUIWRIGHT_SECRET_SHOP, here under the name "shop"."""
        found = {name.removeprefix(VARIABLE): value for name, value in os.environ.items() if name.startswith(VARIABLE)}
        return cls(found, origins)

    @classmethod
    def from_file(cls, path: str | Path) -> Secrets:
        """The secrets of a JSON file: by name a value, or `{"value": …, "origins": […]}`.

        Raises:
            UsageError: If others than its owner may read it.
            FormatError: If it is no such file.
        """
        file = Path(path)
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise UsageError(f"others may read {file.name}; close it first: chmod 600 {file.name}")
        try:
            entries = json.loads(file.read_text(encoding="utf-8"))
            pairs = {name: {"value": one} if isinstance(one, str) else dict(one) for name, one in entries.items()}
            values = {name: str(pair["value"]) for name, pair in pairs.items()}
            return cls(values, {name: list(pair["origins"]) for name, pair in pairs.items() if "origins" in pair})
        except (ValueError, TypeError, KeyError, AttributeError):
            # Without its cause: that quotes the file.
            raise FormatError(f"{file.name} is no file of secrets: a JSON object of name and value") from None

    @property
    def names(self) -> tuple[str, ...]:
        """What can be referred to."""
        return tuple(sorted(self._values))

    def bound(self, rule: Origins) -> Secrets:
        """The same secrets, each to be typed only where a rule allows documents of http, https or files."""
        secrets = Secrets(self._values)
        secrets._rules = dict.fromkeys(self._values, rule)
        return secrets

    def filled(self, text: str, url: str) -> str:
        """The text with values in the place of references.

        Args:
            text: Such as "{{secret:shop}}".
            url: Of the document that is typed into; "" when nobody knows.

        Raises:
            Refusal: If there is no such secret (policy), or it must not be typed there (blocked).
        """
        return _REFERENCE.sub(lambda match: self._value(match[1].lower(), url), text)

    def check(self, text: str, url: str) -> None:
        """Lets a text that is about to be pasted through.

        Args:
            text: Which may hold values in any spelling.
            url: Of the document that it would go to; "" when nobody knows.

        Raises:
            Refusal: If it holds a secret that must not be typed there (blocked).
        """
        if self._values:
            names, pattern = self._spelled
            for match in pattern.finditer(text):
                self._value(names[(match.lastindex or 1) - 1], url)

    def joined(self, values: Mapping[str, str]) -> Secrets:
        """The same secrets and more of them; where a name is taken, the new value gets a number behind it.

        Raises:
            UsageError: As the constructor.
        """
        free = {self._free_name(_checked_name(name), value): value for name, value in values.items()}
        secrets = Secrets({**self._values, **free})
        secrets._rules = dict(self._rules)
        return secrets

    def hide(self, text: str) -> str:
        """The text with references in the place of values, also of those that are written as in a URL, JSON or HTML."""
        if not self._values:
            return text
        names, pattern = self._spelled
        return pattern.sub(lambda match: f"{{{{secret:{names[(match.lastindex or 1) - 1]}}}}}", text)

    def hidden(self, value: T) -> T:
        """The value with `hide` applied to every text in it: in containers, records and models."""
        return cast("T", self._hidden(value)) if self._values else value

    def recorded(self) -> list[str]:
        """What a recording may say: the names."""
        return list(self.names)

    def __repr__(self) -> str:
        return f"Secrets({', '.join(map(repr, self.names))})"

    def _value(self, name: str, url: str) -> str:
        if name not in self._values:
            raise Refusal(f"there is no secret {name!r}; there are: {self._listed()}")
        rule = self._rules.get(name)
        if rule is not None and not (scheme_of(url) in ("http", "https", "file") and rule.allow(url)):
            raise Refusal(f"the secret {name!r} must not be typed on this page", kind="blocked")
        return self._values[name]

    def _free_name(self, name: str, value: str) -> str:
        numbered = (name, *(f"{name}-{number}" for number in range(2, len(self._values) + 3)))
        return next(one for one in numbered if self._values.get(one, value) == value)

    def _listed(self) -> str:
        return ", ".join(self.names) or "none"

    @cached_property
    def _spelled(self) -> tuple[list[str], re.Pattern[str]]:
        """The names, and a pattern with a group for each; a value that holds another one comes before it."""
        names = sorted(self._values, key=lambda name: -len(self._values[name]))
        groups = "|".join(f"({_pattern(self._values[name])})" for name in names)
        return names, re.compile(groups, re.IGNORECASE)

    def _hidden(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, Mapping):
            return {self._hidden(key): self._hidden(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
            return type(value)(self._hidden(item) for item in value)
        if isinstance(value, BaseModel):
            return value.model_copy(update=self._parts(value, type(value).model_fields))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **self._parts(value, [one.name for one in fields(value) if one.init]))
        return value

    def _parts(self, value: object, names: Iterable[str]) -> dict[str, Any]:
        return {name: self._hidden(getattr(value, name)) for name in names}


NO_SECRETS = Secrets()


def names_a_secret(text: str) -> bool:
    """Whether a text refers to a secret."""
    return _REFERENCE.search(text) is not None


def _checked_name(name: str) -> str:
    lower = str(name).lower()
    if not _NAME.fullmatch(lower):
        raise UsageError(f"{name!r} is no name of a secret: letters, digits, '_', '.' and '-', such as 'shop_password'")
    return lower


def _checked_value(name: str, value: str) -> str:
    if not isinstance(value, str) or len(value) < SHORTEST or not value.isprintable():
        raise UsageError(f"the secret {name!r} needs a text of at least {SHORTEST} printable characters")
    return value


def _pattern(value: str) -> str:
    """Finds a value in all of its spellings, and its beginning where a text was cut."""
    letters = [_spellings(letter) for letter in value]
    rest = ""
    for letter in reversed(letters[CUT:LONGEST_CUT]):
        rest = f"(?:{letter}{rest})?"
    cut = f"|{''.join(letters[:CUT])}{rest}…" if len(letters) > CUT else ""
    return "".join(letters) + cut


def _spellings(letter: str) -> str:
    as_url = "|".join(
        "".join(f"%(?:25)?{byte:02x}" for byte in letter.encode(charset, "ignore"))  # also encoded twice
        for charset in ("utf-8", "cp1252")  # pages that do not say what they are written in
    )
    units = letter.encode("utf-16-be")
    as_json = "".join(rf"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
    known = {letter, html.escape(letter), json.dumps(letter)[1:-1], *_BY_LETTER.get(letter, ())}
    plain = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    return rf"(?:{as_url.rstrip('|')}|{as_json}|&#0*{ord(letter)};|&#x0*{ord(letter):x};|{plain})"


_BY_LETTER = {" ": ("+", "&nbsp;"), "'": ("&apos;", "\\'"), "/": ("\\/",)}
