"""Listening for a platform's webhook: a body read with a limit, a socket, a server that can be stopped."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request

from bot.errors import EnvironmentFault

MAX_BODY = 1_000_000
_SHUTDOWN_SECONDS = 3


async def body_of(request: Request) -> bytes | None:
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


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the business of the program that runs the channels."""
        yield


def listening_socket(platform: str, host: str, port: int) -> socket.socket:
    """A socket that the reverse proxy can reach. Raises EnvironmentFault when the address is taken or not ours.

    `platform` is its name as people write it, "Telegram"; its settings stand under the same name in small letters.
    """
    try:
        return socket.create_server((host, port), reuse_port=False)
    except OSError as fault:
        raise EnvironmentFault(
            f"the {platform} webhook cannot listen on {host}:{port} ({fault.strerror or fault}); "
            f"free it, or set another [channels.{platform.lower()}.webhook] port"
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
