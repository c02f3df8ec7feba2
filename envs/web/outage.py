"""Whether the site that an episode is about still answers."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Request

ERROR_PAGE = "chrome-error:"  # what the browser shows for an address that does not answer
# What a browser says of a server or a network that is gone. Not of a wrong name or a refused address: those are asked
# for, and an empty answer with a status is one.
DEAD = frozenset(
    f"net::ERR_{name}"
    for name in (
        "ADDRESS_UNREACHABLE", "CONNECTION_ABORTED", "CONNECTION_CLOSED", "CONNECTION_FAILED", "CONNECTION_REFUSED",
        "CONNECTION_RESET", "CONNECTION_TIMED_OUT", "EMPTY_RESPONSE", "INTERNET_DISCONNECTED", "NAME_NOT_RESOLVED",
        "NETWORK_CHANGED", "NETWORK_IO_SUSPENDED", "PROXY_CONNECTION_FAILED", "SOCKET_NOT_CONNECTED", "TIMED_OUT",
        "TUNNEL_CONNECTION_FAILED",
    )
)  # fmt: skip

NO_PROXY = "net::ERR_PROXY_CONNECTION_FAILED"
NETWORK_DIED = "the browser's network process died"


class Outage:
    """Watches the documents of a context that are asked for at the origin where its episode began.

    An address elsewhere that does not answer is the policy's business, and so is a script that gets no answer:
    the page sees it and may say so. But when the site itself shows nothing any more, the world is broken. And so it is
    when the browser's network process has died: the new one knows no way out of the contexts that there were.

    Args:
        context: To watch.
        fenced: Whether its way out is a fence of ours, which always answers.
    """

    def __init__(self, context: BrowserContext, *, fenced: bool) -> None:
        self._home, self._error = ("", ""), ""
        self._fenced, self._has_way_out = fenced, True
        context.on("requestfailed", self._failed)

    def begin(self, url: str) -> None:
        """An episode begins at an address."""
        self._home, self._error = _origin(url), ""

    def seen(self, url: str) -> str:
        """What happened to the site if a tab has come to rest at this address; "" if nothing did."""
        if not self._has_way_out:
            return NETWORK_DIED
        if not url.startswith(ERROR_PAGE):
            self._error = ""
        return self._error

    def _failed(self, request: Request) -> None:
        error = request.failure or ""
        if self._fenced and error == NO_PROXY:
            self._has_way_out = False
        if error in DEAD and _origin(request.url) == self._home and request.is_navigation_request():
            self._error = f"{'://'.join(self._home)} does not answer any more: {error}"


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
