"""The webhook: Telegram brings updates, proves itself by the secret, and is told 200 once they are stored."""

import asyncio
import contextlib
import hmac
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.intake import RawUpdate
from bot.errors import EnvironmentFault
from corpus.errors import CorpusError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MAX_BODY = 1_000_000
_SHUTDOWN_SECONDS = 3

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
        body = await _body(request)
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


async def _body(request: Request) -> bytes | None:
    """The body; None where it is too long. What ends before its end is empty, and so no JSON."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                return None
    except ClientDisconnect:
        return b""
    return body


def _parsed(body: bytes) -> RawUpdate | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    is_update = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if is_update else None


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the business of the program that runs the channels."""
        yield


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that Telegram's proxy can reach. Raises EnvironmentFault when the address is taken or not ours."""
    try:
        return socket.create_server((host, port), reuse_port=False)
    except OSError as fault:
        raise EnvironmentFault(
            f"the Telegram webhook cannot listen on {host}:{port} ({fault.strerror or fault}); "
            "free it, or set another [channels.telegram.webhook] port"
        ) from fault


async def serve(app: Starlette, listener: socket.socket) -> None:
    """Serves until it is cancelled."""
    config = uvicorn.Config(
        app, ws="none", lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=_SHUTDOWN_SECONDS
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(running)
    finally:
        server.should_exit = True
        await running
