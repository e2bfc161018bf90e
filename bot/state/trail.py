"""The audit trail of privileged acts: who did what, when, and through which door."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.store_connection import StoreConnection

if TYPE_CHECKING:
    import aiosqlite


@dataclass(frozen=True, slots=True)
class Act:
    """One privileged act: `actor` ("telegram:1001") did `act` ("role") to `subject`; `at` in seconds, UTC."""

    number: int
    at: float
    door: str
    actor: str
    act: str
    subject: str
    details: dict[str, object]


class Trail:
    """Acts in the order in which they were done; nobody can change one."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    async def add(self, act: str, subject: str, actor: str, now: float, **details: object) -> None:
        """Notes an act that changed something elsewhere, such as the corpus."""
        async with self._connection.writing() as database:
            await note(database, act, subject, actor, now, details)

    async def latest(self, limit: int = 50) -> list[Act]:
        """The latest acts, newest first."""
        rows = await self._connection.fetch("SELECT * FROM trail ORDER BY number DESC LIMIT ?", (limit,))
        return [Act(**{**dict(row), "details": json.loads(row["details"])}) for row in rows]


async def note(  # noqa: PLR0913, PLR0917 - one column each
    database: "aiosqlite.Connection", act: str, subject: str, actor: str, now: float, details: Mapping[str, object]
) -> None:
    """Notes an act inside the caller's transaction."""
    door = actor.partition(":")[0]
    await database.execute(
        "INSERT INTO trail (at, door, actor, act, subject, details) VALUES (?, ?, ?, ?, ?, ?)",
        (now, door, actor, act, subject, json.dumps(dict(details), ensure_ascii=False, sort_keys=True)),
    )
