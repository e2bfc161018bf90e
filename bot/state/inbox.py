"""The inbox: updates are on the disk before the platform is told that they arrived, and until they were dealt with."""

import json
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.state.outbox import Outbox, Send, put
from corpus.store_connection import StoreConnection


@dataclass(frozen=True, slots=True)
class Received:
    """An update as a platform brought it: `key` names it there, `written_at` is when the person wrote it (seconds)."""

    key: str
    chat_id: str
    body: Mapping[str, Any]
    written_at: float | None = None


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A stored update. `attempts` counts how often it was begun anew after the process had died over it."""

    number: int
    channel: str
    key: str
    chat_id: str
    body: dict[str, Any]
    written_at: float
    attempts: int = 0


class Inbox:
    """Updates of all channels, each handed out until it is finished. `clock` gives seconds since 1970."""

    def __init__(self, connection: StoreConnection, outbox: Outbox, clock: Callable[[], float] = time.time) -> None:
        self._connection = connection
        self._outbox = outbox
        self._clock = clock

    async def take(self, channel: str, received: Sequence[Received]) -> list[InboxItem]:
        """Stores updates for good, in one transaction; returns those that were not known yet, in their order.

        A chat that was thought gone is back when it writes. Raises Busy or StorageFault; then none of them was taken,
        and the platform must not be told otherwise.
        """
        if not received:
            return []
        now = self._clock()
        taken = []
        async with self._connection.writing() as database:
            for one in received:
                rows = await database.execute_fetchall(
                    "INSERT INTO inbox (channel, key, chat_id, body, written_at, received_at) VALUES (?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT DO NOTHING RETURNING *",
                    (channel, one.key, one.chat_id, json.dumps(one.body), one.written_at, now),
                )
                taken += [_item(row) for row in rows]
            if taken:
                await database.executemany(
                    "DELETE FROM gone_chats WHERE channel = ? AND chat_id = ?",
                    [(channel, chat_id) for chat_id in {item.chat_id for item in taken}],
                )
        return taken

    async def pending(self, channel: str) -> list[InboxItem]:
        """What was taken and not finished, oldest first: what a process that died has left."""
        rows = await self._connection.fetch(
            "SELECT * FROM inbox WHERE channel = ? AND done_at IS NULL ORDER BY number", (channel,)
        )
        return [_item(row) for row in rows]

    async def begin(self, item: InboxItem) -> int:
        """Counts an attempt at an update that was left over by a process that died; the attempts so far, this included.

        Without the count an update that kills the process would do so for ever.
        """
        async with self._connection.writing(forced=False) as database:
            rows = list(
                await database.execute_fetchall(
                    "UPDATE inbox SET attempts = attempts + 1 WHERE number = ? RETURNING attempts", (item.number,)
                )
            )
        return int(rows[0]["attempts"]) if rows else item.attempts + 1

    async def finish(self, item: InboxItem, sends: Sequence[Send] = ()) -> None:
        """Marks an update as dealt with and puts what it calls for into the outbox, in one transaction.

        Finishing twice puts nothing into the outbox the second time. If a power failure takes it back, the update is
        dealt with again. Raises Busy or StorageFault; then it is as if the update had not been touched.
        """
        now = self._clock()
        async with self._connection.writing(forced=False) as database:
            changed = await database.execute(
                "UPDATE inbox SET done_at = ?, body = '{}' WHERE number = ? AND done_at IS NULL", (now, item.number)
            )
            if changed.rowcount:
                await put(database, sends, now)
        self._outbox.wake(send.channel for send in sends)

    async def waiting(self, channel: str) -> int:
        """How many updates are not finished."""
        rows = await self._connection.fetch(
            "SELECT count(*) FROM inbox WHERE channel = ? AND done_at IS NULL", (channel,)
        )
        return int(rows[0][0])

    async def purge(self, before: float) -> None:
        """Forgets updates that were finished before a moment; a platform that repeats one later is answered again."""
        async with self._connection.writing() as database:
            await database.execute("DELETE FROM inbox WHERE done_at < ?", (before,))


def _item(row: sqlite3.Row) -> InboxItem:
    written = row["received_at"] if row["written_at"] is None else row["written_at"]
    return InboxItem(
        row["number"], row["channel"], row["key"], row["chat_id"], json.loads(row["body"]), written, row["attempts"]
    )
