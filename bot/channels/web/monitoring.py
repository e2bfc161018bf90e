"""GET /healthz and GET /metrics: for the programs that watch this one, not for people."""

import asyncio
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.web.settings import MetricsAccess, is_loopback
from bot.errors import BadConfig
from bot.metrics import UNMEASURED, Measures

# A reverse proxy on this machine comes from loopback as well; these say that somebody stands behind it
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
MIN_TOKEN_CHARS = 12

Health = Callable[[], Mapping[str, str]]


def all_well() -> Mapping[str, str]:
    """The health of a server that knows of no parts."""
    return {}


@dataclass(frozen=True, slots=True, repr=False)
class Monitoring:
    """What watching programs may see. `health` names each part with `ok` or a word for what is wrong with it.

    Its `repr` is left out because it would show the token.
    """

    access: MetricsAccess = "local"
    token: str = ""
    metrics: Measures = UNMEASURED
    health: Health = all_well

    def routes(self) -> list[Route]:
        """Where they look."""
        return [
            Route("/healthz", self._healthz, methods=["GET"]),
            Route("/metrics", self._metrics, methods=["GET"]),
        ]

    async def _healthz(self, _request: Request) -> Response:
        # A generation that was just swapped in is opened on the way, which takes its time
        parts = dict(await asyncio.to_thread(self.health))
        is_well = all(state == "ok" for state in parts.values())
        return JSONResponse({"status": "ok" if is_well else "degraded", **parts}, 200 if is_well else 503)

    async def _metrics(self, request: Request) -> Response:
        exposed = self.metrics.exposition() if self.access != "off" else None
        if exposed is None:
            return PlainTextResponse("nothing is measured here\n", 404)
        if not self._may_read(request):
            return PlainTextResponse("the figures of this server are not for everyone\n", 403)
        text, media_type = exposed
        return Response(text, headers={"Content-Type": media_type})

    def _may_read(self, request: Request) -> bool:
        if self.access == "token":
            scheme, _, offered = request.headers.get("authorization", "").partition(" ")
            known = hmac.compare_digest(offered.strip().encode(errors="replace"), self.token.encode())
            return scheme.lower() == "bearer" and known
        is_direct = not any(name in request.headers for name in _FORWARDED)
        return is_direct and request.client is not None and is_loopback(request.client.host)


def monitoring(access: MetricsAccess, token: str | None, metrics: Measures, health: Health) -> Monitoring:
    """The rule in force. Raises BadConfig when a token is asked for and none, or one easily guessed, is given."""
    if access == "token" and len(token or "") < MIN_TOKEN_CHARS:
        raise BadConfig(
            f"channels.web.metrics is token, but HOIDAP_METRICS_TOKEN gives none of at least {MIN_TOKEN_CHARS} "
            "characters; set it to a long random text"
        )
    return Monitoring(access, token or "", metrics, health)
