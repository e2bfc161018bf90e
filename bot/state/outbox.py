"""The outbox: requests to a platform that wait until it has taken them, in order within a chat."""

import asyncio
import datetime as dt
import json
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpus.store_connection import StoreConnection

if TYPE_CHECKING:
    import aiosqlite


@dataclass(frozen=True, slots=True)
class Send:
    """A request to a platform: `method` with JSON `parameters` and perhaps a file's bytes.

    `chat_id` is what order is kept in. By `label` the bot finds the message again after it was sent.
    """

    channel: str
    chat_id: str
    method: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    blob: bytes | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A stored request; `attempts` counts those that failed."""

    number: int
    channel: str
    chat_id: str
    method: str
    parameters: dict[str, Any]
    blob: bytes | None
    label: str | None
    attempts: int
    made_at: float


class Outbox:
    """Requests of all channels. `clock` gives seconds since 1970."""

    def __init__(self, connection: StoreConnection, clock: Callable[[], float] = time.time) -> None:
        self._connection = connection
        self._clock = clock
        self._wakes: dict[str, asyncio.Event] = {}
        self._marks: list[tuple[OutboxItem, str | None, float]] = []
        self._marking = asyncio.Lock()

    def new_sends(self, channel: str) -> asyncio.Event:
        """Set whenever something may have become due; whoever waits for it clears it first."""
        return self._wakes.setdefault(channel, asyncio.Event())

    def wake(self, channels: Iterable[str]) -> None:
        """Tells the senders of these channels to look."""
        for channel in set(channels):
            self.new_sends(channel).set()

    async def enqueue(self, sends: Sequence[Send]) -> None:
        """Stores requests that no update at hand has called for."""
        async with self._connection.writing() as database:
            await put(database, sends, self._clock())
        self.wake(send.channel for send in sends)

    async def due(self, channel: str, now: float, busy_chats: Collection[str] = (), most: int = 32) -> list[OutboxItem]:
        """The oldest request of each chat that has one due and is not busy; those that wait longest come first."""
        rows = await self._connection.fetch(
            "SELECT outbox.* FROM (SELECT min(number) AS first FROM outbox WHERE channel = ?1 AND state = 'waiting'"
            " GROUP BY chat_id) JOIN outbox ON number = first"
            " WHERE not_before <= ?2 AND chat_id NOT IN (SELECT value FROM json_each(?3))"
            " ORDER BY not_before, number LIMIT ?4",
            (channel, now, json.dumps(list(busy_chats)), most),
        )
        return [_item(row) for row in rows]

    async def next_due(self, channel: str, busy_chats: Collection[str] = ()) -> float | None:
        """When the next chat that is not busy has a request due; None when nothing waits."""
        rows = await self._connection.fetch(
            "SELECT min(not_before) FROM (SELECT min(number) AS first FROM outbox WHERE channel = ?1"
            " AND state = 'waiting' GROUP BY chat_id) JOIN outbox ON number = first"
            " WHERE chat_id NOT IN (SELECT value FROM json_each(?2))",
            (channel, json.dumps(list(busy_chats))),
        )
        return None if rows[0][0] is None else float(rows[0][0])

    async def sent(self, item: OutboxItem, message_id: str | None) -> None:
        """The platform took it; with a `message_id` it counts as a message of this month.

        Marks that come while others are being written share the next transaction: until it is marked, a message would
        be sent once more if the process died.
        """
        mark = (item, message_id, self._clock())
        self._marks.append(mark)
        try:
            async with self._marking:
                if mark in self._marks:
                    await self._mark()
        finally:
            if mark in self._marks:  # it could not be written: whoever waits for it tries again
                self._marks.remove(mark)

    async def _mark(self) -> None:
        marks = tuple(self._marks)
        async with self._connection.writing(forced=False) as database:
            await database.executemany(
                "UPDATE outbox SET state = 'sent', parameters = '{}', blob = NULL, reason = NULL, message_id = ?,"
                " ended_at = ? WHERE number = ?",
                [(message_id, now, item.number) for item, message_id, now in marks],
            )
            await database.executemany(
                "INSERT INTO monthly_sends (channel, month, count) VALUES (?, ?, 1)"
                " ON CONFLICT DO UPDATE SET count = count + 1",
                [(item.channel, _month(now)) for item, message_id, now in marks if message_id is not None],
            )
        del self._marks[: len(marks)]

    async def postpone(self, item: OutboxItem, until: float, reason: str) -> None:
        """Not before `until`; the chat's later requests wait behind it."""
        async with self._connection.writing(forced=False) as database:
            await database.execute(
                "UPDATE outbox SET attempts = attempts + 1, not_before = ?, reason = ?"
                " WHERE number = ? AND state = 'waiting'",
                (until, reason, item.number),
            )

    async def failed(self, item: OutboxItem, reason: str) -> None:
        """It can never succeed and is given up; the chat's later requests go on."""
        async with self._connection.writing(forced=False) as database:
            await database.execute(
                "UPDATE outbox SET state = 'failed', parameters = '{}', blob = NULL, reason = ?, ended_at = ?"
                " WHERE number = ? AND state = 'waiting'",
                (reason, self._clock(), item.number),
            )

    async def gone(self, channel: str, chat_id: str, reason: str) -> None:
        """The chat takes nothing any more: everything that waits for it is given up."""
        now = self._clock()
        async with self._connection.writing() as database:
            await database.execute(
                "INSERT INTO gone_chats (channel, chat_id, reason, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (channel, chat_id, reason, now),
            )
            await database.execute(
                "UPDATE outbox SET state = 'failed', parameters = '{}', blob = NULL, reason = ?, ended_at = ?"
                " WHERE channel = ? AND chat_id = ? AND state = 'waiting'",
                (reason, now, channel, chat_id),
            )

    async def back(self, channel: str, chat_id: str) -> None:
        """The chat takes messages again."""
        async with self._connection.writing() as database:
            await database.execute("DELETE FROM gone_chats WHERE channel = ? AND chat_id = ?", (channel, chat_id))

    async def is_gone(self, channel: str, chat_id: str) -> bool:
        """Whether the chat was found to take nothing any more."""
        rows = await self._connection.fetch(
            "SELECT 1 FROM gone_chats WHERE channel = ? AND chat_id = ?", (channel, chat_id)
        )
        return bool(rows)

    async def moved(self, channel: str, old_chat: str, new_chat: str) -> None:
        """The chat has another number now: what waits goes there, and what was sent is found there."""
        async with self._connection.writing() as database:
            await database.execute(
                "UPDATE outbox SET chat_id = ? WHERE channel = ? AND chat_id = ?", (new_chat, channel, old_chat)
            )

    async def messages(self, channel: str, chat_id: str, label: str) -> list[str]:
        """The platform's names of the sent messages with this label, in their order."""
        rows = await self._connection.fetch(
            "SELECT message_id FROM outbox WHERE channel = ? AND chat_id = ? AND label = ? AND state = 'sent'"
            " AND message_id IS NOT NULL ORDER BY number",
            (channel, chat_id, label),
        )
        return [str(row["message_id"]) for row in rows]

    async def sent_in_month(self, channel: str, month: str | None = None) -> int:
        """How many messages the platform took in a month, such as "2026-11"; None: the current one."""
        rows = await self._connection.fetch(
            "SELECT count FROM monthly_sends WHERE channel = ? AND month = ?",
            (channel, month or _month(self._clock())),
        )
        return int(rows[0]["count"]) if rows else 0

    async def waiting(self, channel: str) -> int:
        """How many requests the platform has not taken yet."""
        rows = await self._connection.fetch(
            "SELECT count(*) FROM outbox WHERE channel = ? AND state = 'waiting'", (channel,)
        )
        return int(rows[0][0])

    async def purge(self, before: float) -> None:
        """Forgets requests that ended before a moment."""
        async with self._connection.writing() as database:
            await database.execute("DELETE FROM outbox WHERE ended_at < ?", (before,))


async def put(database: "aiosqlite.Connection", sends: Sequence[Send], now: float) -> None:
    """Stores requests inside the caller's transaction."""
    await database.executemany(
        "INSERT INTO outbox (channel, chat_id, method, parameters, blob, label, not_before, made_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        [(s.channel, s.chat_id, s.method, json.dumps(dict(s.parameters)), s.blob, s.label, now) for s in sends],
    )


def _item(row: sqlite3.Row) -> OutboxItem:
    return OutboxItem(
        row["number"],
        row["channel"],
        row["chat_id"],
        row["method"],
        json.loads(row["parameters"]),
        row["blob"],
        row["label"],
        row["attempts"],
        row["made_at"],
    )


def _month(now: float) -> str:
    return dt.datetime.fromtimestamp(now, dt.UTC).strftime("%Y-%m")
