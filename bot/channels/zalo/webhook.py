"""The webhook: Zalo brings updates, proves itself by the secret, and is told 200 as soon as they are stored."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.durable.listening import body_of
from corpus.errors import CorpusError

SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
SECRET_LENGTHS = range(8, 257)

Take = Callable[[object], Awaitable[None]]
Picture = Callable[[str], Awaitable[bytes | None]]
_log = logging.getLogger(__name__)


def webhook_app(secret: str, take: Take, has_room: Callable[[], bool], picture: Picture) -> Starlette:
    """An ASGI application that takes updates on any path; what comes without the secret gets 403 and is not read.

    An object in a form that nobody knows gets 200 all the same: asking Zalo to bring it again would not mend it.
    `picture` gives the one at a path, for Zalo to fetch.
    """

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        if not has_room():
            return Response(status_code=503)
        body = await body_of(request)
        if body is None:
            return Response(status_code=413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        try:
            await take(update)
        except CorpusError as fault:
            _log.error("a message cannot be stored (%s); Zalo may bring it again", fault)
            return Response(status_code=503)
        return Response(status_code=200)

    async def show(request: Request) -> Response:
        png = await picture(request.path_params["path"])
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private"}
        return Response(status_code=404) if png is None else Response(png, headers=headers, media_type="image/png")

    return Starlette(
        routes=[Route("/{path:path}", receive, methods=["POST"]), Route("/{path:path}", show, methods=["GET"])]
    )
