"""A real HTTP server within a test's own event loop."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import uvicorn


class LoopbackServer(uvicorn.Server):
    """uvicorn within a running event loop: says when it listens, leaves the signal handlers alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Starts, then says so."""
        await super().startup(sockets)  # type: ignore[arg-type]
        self.listening.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the test runner."""
        yield

    @property
    def port(self) -> int:
        """The port that the system chose."""
        return int(self.servers[0].sockets[0].getsockname()[1])


@contextlib.asynccontextmanager
async def serving(app: Any) -> AsyncIterator[int]:  # noqa: ANN401 - uvicorn takes any ASGI callable
    """Serves an ASGI application on 127.0.0.1; gives the port."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    server = LoopbackServer(config)
    running = asyncio.create_task(server.serve())
    await server.listening.wait()
    try:
        yield server.port
    finally:
        server.should_exit = True
        await running
