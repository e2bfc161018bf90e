"""What every request passes before the page or the chat sees it, and the headers every response leaves with.

A page of somebody else's, open in the same browser, must neither read the archive (Host check: DNS rebinding) nor
ask in the person's name (Origin check). Nothing but our own files may run in our page (Content-Security-Policy).
"""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.access import Admission
from bot.channels.web.fault import Turned, sentence_language
from bot.channels.web.rate import RateLimit
from bot.channels.web.settings import WebSettings, is_loopback

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Open to whoever reaches the server: how to come in, and whether it is up. /metrics has a rule of its own
_OPEN = ("/enter", "/health", "/healthz", "/metrics", "/static/")
_FOR_PROGRAMS = ("/api/", "/words/")
_NO_TOKEN = 401


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(
        self, app: ASGIApp, *, settings: WebSettings, admission: Admission, clock: Callable[[], float]
    ) -> None:
        self._app = app
        self._settings = settings
        self._names = {host.lower() for host in settings.allowed_hosts}
        self._admission = admission
        self._rate = RateLimit(settings.requests_per_minute, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Turn the request down, or let it through and add the headers to what comes back."""
        if scope["type"] != "http":
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        connection = HTTPConnection(scope)
        try:
            self._check(connection, str(scope["method"]))
        except Turned as turned:
            page_asked = turned.status == _NO_TOKEN and not connection.url.path.startswith(_FOR_PROGRAMS)
            answer = RedirectResponse("/enter", 303) if page_asked else turned.response(sentence_language(connection))
            await answer(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _check(self, connection: HTTPConnection, method: str) -> None:
        host = connection.headers.get("host", "")
        if not self._is_ours(_name(f"//{host}")):
            raise Turned(400, "host")
        if method == "POST":
            self._check_post(connection, host)
        if not connection.url.path.startswith(_OPEN) and not self._admission.admits(
            connection.cookies, connection.headers.get("authorization", "")
        ):
            raise Turned(_NO_TOKEN, "token")

    def _check_post(self, connection: HTTPConnection, host: str) -> None:
        headers = connection.headers
        origin = headers.get("origin")
        if origin is not None and not self._is_same(origin, host):
            raise Turned(403, "origin")
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            raise Turned(403, "origin")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._settings.max_body_bytes:
            raise Turned(413, "large")
        address = connection.client.host if connection.client else ""
        if seconds := self._rate.wait_seconds(address):
            raise Turned(429, "often", headers={"Retry-After": str(seconds)}, seconds=seconds)

    def _is_same(self, origin: str, host: str) -> bool:
        """Same address as asked for or, where a reverse proxy rewrites Host, a name of ours."""
        return origin.partition("://")[2] == host or (_name(origin) or "") in self._names

    def _is_ours(self, name: str | None) -> bool:
        if name is None:
            return False
        if is_loopback(name) or name in self._names:
            return True
        # An address typed in digits cannot have been re-bound by anybody's name server
        return self._settings.beyond_loopback and (name == self._settings.host.lower() or _is_address(name))


def _name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
