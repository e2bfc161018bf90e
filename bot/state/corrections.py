"""Figures that were given to people and that a new version of the article changed."""

import sqlite3
from dataclasses import dataclass

from corpus.store_connection import StoreConnection


@dataclass(frozen=True, slots=True)
class GivenFigure:
    """A figure that was given from a version of an article, `said` in `quote`."""

    article_id: str
    version: int
    quote: str
    said: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A given figure and what stands there now, `quote` being `body[start:end]` of `new_version`.

    `new_said` and the rest are None when the new version no longer has the sentence.
    """

    given: GivenFigure
    new_version: int
    new_said: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A change that administrators were told of."""

    number: int
    changed: Changed


class Corrections:
    """What was given, what has changed, and who got it."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    async def given(self) -> list[GivenFigure]:
        """Every figure that somebody was given and still may have in mind, once."""
        rows = await self._connection.fetch(
            "SELECT DISTINCT article_id, version, quote, said FROM quotes WHERE said IS NOT NULL AND start IS NOT NULL"
        )
        return [GivenFigure(**dict(row)) for row in rows]

    async def keep(self, changed: Changed, now: float) -> int | None:
        """Keeps a change; gives its number, or None when it was known."""
        given = changed.given
        async with self._connection.writing() as database:
            added = await database.execute(
                "INSERT OR IGNORE INTO corrections (article_id, old_version, new_version, said, old_quote, new_said,"
                ' new_quote, start, "end", at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
                (
                    given.article_id, given.version, changed.new_version, given.said, given.quote,
                    changed.new_said, changed.quote, changed.start, changed.end, now,
                ),
            )  # fmt: skip
            return int(added.lastrowid or 0) if added.rowcount else None

    async def get(self, number: int) -> Correction | None:
        """The correction of that number, unless it was sent or set aside."""
        rows = await self._connection.fetch("SELECT * FROM corrections WHERE number = ? AND state = 'found'", (number,))
        return _correction(rows[0]) if rows else None

    async def recipients(self, given: GivenFigure) -> list[tuple[str, str]]:
        """Channel and chat of everyone who was given that figure."""
        rows = await self._connection.fetch(
            "SELECT DISTINCT a.channel, a.chat_id FROM quotes AS q JOIN answers AS a ON a.number = q.answer"
            " WHERE q.article_id = ? AND q.version = ? AND q.quote = ? AND q.said = ? ORDER BY a.channel, a.chat_id",
            (given.article_id, given.version, given.quote, given.said),
        )
        return [(str(row["channel"]), str(row["chat_id"])) for row in rows]

    async def settle(self, number: int, *, sent: bool) -> bool:
        """Closes a correction; false when somebody else was quicker."""
        async with self._connection.writing() as database:
            changed = await database.execute(
                "UPDATE corrections SET state = ? WHERE number = ? AND state = 'found'",
                ("sent" if sent else "set_aside", number),
            )
        return changed.rowcount > 0


def _correction(row: sqlite3.Row) -> Correction:
    given = GivenFigure(row["article_id"], row["old_version"], row["old_quote"], row["said"])
    changed = Changed(given, row["new_version"], row["new_said"], row["new_quote"], row["start"], row["end"])
    return Correction(int(row["number"]), changed)
