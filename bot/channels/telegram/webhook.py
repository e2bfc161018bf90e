"""The webhook: Telegram brings updates, proves itself by the secret, and is told 200 once they are stored."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.intake import RawUpdate
from bot.durable.listening import body_of
from corpus.errors import CorpusError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name

Take = Callable[[Sequence[RawUpdate]], Awaitable[None]]
_log = logging.getLogger(__name__)


def webhook_app(secret: str, take: Take, has_room: Callable[[], bool]) -> Starlette:
    """An ASGI application that takes updates on any path; what comes without the secret gets 403 and is not read."""

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        if not has_room():
            return Response(status_code=503)
        body = await body_of(request)
        if body is None:
            return Response(status_code=413)
        update = _parsed(body)
        if update is None:
            return Response(status_code=400)
        try:
            await take([update])
        except CorpusError as fault:
            _log.error("a message cannot be stored (%s); Telegram brings it again", fault)
            return Response(status_code=503)
        return Response(status_code=200)

    return Starlette(routes=[Route("/{path:path}", receive, methods=["POST"])])


def _parsed(body: bytes) -> RawUpdate | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    is_update = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if is_update else None
