"""The bot's database: one SQLite file, opened once per process and shared by everything that keeps state."""

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.state.inbox import Inbox
from bot.state.outbox import Outbox
from bot.state.records import BOT_DATABASE, Records
from corpus.store_connection import StoreConnection


class BotState:
    """What people sent and are owed (`inbox`, `outbox`), and what is kept about them (`records`)."""

    def __init__(self, connection: StoreConnection, clock: Callable[[], float] = time.time) -> None:
        self.connection = connection
        self.outbox = Outbox(connection, clock)
        self.inbox = Inbox(connection, self.outbox, clock)
        self.records = Records(connection)

    @classmethod
    async def open(cls, path: Path, *, busy_seconds: float = 5.0, clock: Callable[[], float] = time.time) -> Self:
        """Opens, creates or migrates the database. Raises Busy, StorageFault."""
        return cls(await StoreConnection.open(path, busy_seconds=busy_seconds, kind=BOT_DATABASE), clock)

    async def close(self) -> None:
        """Waits for the running transaction, then closes."""
        await self.connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
