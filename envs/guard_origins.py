"""The rule about origins: which documents may be opened and which hosts a context may talk to."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from enum import IntEnum
from urllib.parse import SplitResult, unquote, urlsplit

from ..actions.errors import UsageError
from .guard_network import is_local_host, spelled_address

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_SECURE = {"ws": "http", "wss": "https"}

_NAME = re.compile(r"[a-z0-9_][a-z0-9_-]*(\.[a-z0-9_-]+)*")
_DEVIANT = frozenset("ßς\u200c\u200d")  # browsers and Python's codec make other names of these
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d+([/?#]|$))", re.IGNORECASE)  # a port is no sign of a scheme
_THIS_MACHINE = re.compile(r"(localhost|[^/?#:]+\.localhost|127\.[\d.]+|\[::1\])(:\d+)?([/?#]|$)", re.IGNORECASE)


def completed_address(address: str) -> str:
    """An address with a scheme, as a browser completes it: http for this machine, https for everything else.

    Examples:
        >>> [completed_address(text) for text in ("example.com", "localhost:8000/x", "about:blank")]
        ['https://example.com', 'http://localhost:8000/x', 'about:blank']
    """
    if not address or _SCHEME.match(address):
        return address
    return f"{'http' if _THIS_MACHINE.match(address) else 'https'}://{address}"


class Reach(IntEnum):
    """How far a connection to a host may go."""

    NOWHERE = 0
    INTERNET = 1
    """Only to addresses of the open internet, whatever the name resolves to."""
    ANYWHERE = 2
    """Also into the local network, because the task names it."""


@dataclass(frozen=True)
class _Named:
    """An origin that the task names; without scheme and port a host."""

    host: str
    scheme: str = ""
    port: int = 0

    @property
    def reach(self) -> Reach:
        # Who may answer for a name may let it resolve to this machine; a whole origin was written with care.
        return Reach.ANYWHERE if self.scheme or is_local_host(self.host) else Reach.INTERNET

    def covers(self, host: str, port: int, scheme: str) -> bool:
        if host != self.host:
            return False
        return not self.scheme or (port == self.port and scheme in ("", self.scheme))


@dataclass(frozen=True)
class Origins:
    """Which addresses may be opened and talked to.

    Attributes:
        allowed: Origins such as "https://example.org" (this port), hosts such as "example.org" (any port, http and
            https) or folders such as "file:///srv/pages/". None allows every http and https address of the internet.
        start: The address of the start, always allowed with its origin; a file with its folder.

    The local network (this machine, private addresses, metadata services) is out of reach but for the start's origin,
    whole origins in `allowed`, and hosts in it that are spelled as local ("localhost", "192.168.0.7").

    Raises:
        UsageError: If one of `allowed` is none of these: it would allow nothing, or with a path more than it seems to.

    Examples:
        >>> rule = Origins(("example.org",))
        >>> [rule.allow(url) for url in ("https://example.org/a", "https://evil.org", "file:///etc/passwd")]
        [True, False, False]
    """

    allowed: tuple[str, ...] | None = None
    start: str = ""
    _named: tuple[_Named, ...] = field(init=False, default=())
    folders: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        for name in _listed(self.allowed):
            _check(name)
        names = [*(self.allowed or ()), *((_origin(self.start),) if self.start else ())]
        folders = tuple(name.rstrip("/") + "/" for name in names if name.startswith("file:"))
        named = tuple(made for name in names if (made := _read(name)) is not None)
        object.__setattr__(self, "folders", folders)
        object.__setattr__(self, "_named", named)

    def allow(self, url: str) -> bool:
        """Whether a document may come from an address; from one that cannot be parsed it may not."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        empty = parts.scheme == "about" and parts.path in ("blank", "srcdoc")
        if not url or empty or parts.scheme in ("data", "blob"):
            return True  # these have no network of their own; a blob or data document is made by its opener
        if parts.scheme == "file":
            return any(_inside(folder, url, parts) for folder in self.folders)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return False
        reach = self.reach(parts.hostname, PORTS[parts.scheme] if port is None else port, parts.scheme)
        return reach is Reach.ANYWHERE or (reach is Reach.INTERNET and not is_local_host(parts.hostname))

    def may_open(self, url: str) -> bool:
        """Whether an action may open an address: as `allow`, but what a policy wrote itself is no allowed origin."""
        if self.allowed is not None and scheme_of(url) in ("data", "blob"):
            return False
        return self.allow(url)

    def reach(self, host: str, port: int, scheme: str = "") -> Reach:
        """How far a connection to a host may go.

        Args:
            host: Name or address, without brackets.
            port: Of the host.
            scheme: http, https, ws or wss; "" when it is not known (a tunnel), for any of them.
        """
        host, scheme = _host(host), _SECURE.get(scheme, scheme)
        reaches = [named.reach for named in self._named if named.covers(host, port, scheme)]
        return max([*reaches, Reach.INTERNET if self.allowed is None else Reach.NOWHERE])


def scheme_of(url: str) -> str:
    """The scheme of an address in lower case, also of one that cannot be parsed otherwise."""
    return url.lstrip().partition(":")[0].lower()


def _listed(allowed: tuple[str, ...] | None) -> tuple[str, ...]:
    if isinstance(allowed, str):
        raise UsageError(f"allowed origins are a tuple, not a text: ({allowed!r},)")
    return tuple(allowed or ())


def _check(name: str) -> None:
    if name.startswith("file:///"):
        return
    named = _read(name)
    if named is None or not (_NAME.fullmatch(named.host) or spelled_address(named.host)):
        raise UsageError(
            f"{name!r} is no origin 'https://example.org:8443', no host 'example.org' (without port and wildcards) and "
            "no folder 'file:///srv/pages/'"
        )
    if "://" in name and not _is_whole(urlsplit(name)):
        raise UsageError(
            f"{name!r} is more than an origin, of which no part can be allowed: give all of it, such as "
            "'https://example.org:8443', or a folder 'file:///srv/pages/'"
        )


def _is_whole(parts: SplitResult) -> bool:
    """Whether an address is nothing but scheme, host and port."""
    return parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)


def _read(name: str) -> _Named | None:
    if "://" not in name:
        return _Named(_host(name))
    try:
        parts = urlsplit(name)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = _SECURE.get(parts.scheme, parts.scheme)
    if not host or scheme not in PORTS:
        return None
    return _Named(_host(host), scheme, PORTS[scheme] if port is None else port)


def _host(host: str) -> str:
    """A host as a browser writes it."""
    plain = host.strip("[]").rstrip(".").lower()
    if plain.isascii() or not _DEVIANT.isdisjoint(plain):
        return plain
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError:  # no browser opens it
        return plain


def _inside(folder: str, url: str, parts: SplitResult) -> bool:
    # Browsers write some characters of a path in another way than Python does.
    inside = unquote(url).startswith(unquote(folder)) and ".." not in re.split(r"[/\\]", unquote(parts.path))
    return not parts.netloc and inside


def _origin(url: str) -> str:
    """Scheme, host and port; of a file its folder."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UsageError(f"the start {url!r} is no address: {error}") from error
    if parts.scheme == "file":
        return f"file://{posixpath.normpath(parts.path.rpartition('/')[0] or '/').rstrip('/')}/"
    return f"{parts.scheme}://{parts.netloc}"
