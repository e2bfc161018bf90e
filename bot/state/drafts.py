"""Articles that wait for an administrator's decision, and articles taken out that may come back."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from bot.incoming import Incoming
from corpus.article import Draft
from corpus.store_connection import StoreConnection

State = Literal["open", "proposed", "approved", "dropped"]
UNDECIDED: tuple[State, ...] = ("open", "proposed")


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft with who brought it; `question` is the declined question that it is to answer."""

    number: int
    channel: str
    user_id: str
    chat_id: str
    draft: Draft
    question: int | None
    state: State
    at: float


@dataclass(frozen=True, slots=True)
class Removal:
    """An article that was taken out in a chat; `at` in seconds, UTC."""

    number: int
    article_id: str
    title: str
    actor: str
    at: float


class Drafts:
    """Drafts and removals, by the numbers that buttons name."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    async def put(self, incoming: Incoming, draft: Draft, question: int | None, now: float) -> int:
        """Keeps a draft; gives its number."""
        person = incoming.person
        async with self._connection.writing() as database:
            added = await database.execute(
                "INSERT INTO drafts (channel, user_id, chat_id, draft, question, at) VALUES (?, ?, ?, ?, ?, ?)",
                (person.channel, person.user_id, incoming.chat_id, _written(draft), question, now),
            )
            return int(added.lastrowid or 0)

    async def get(self, number: int) -> KeptDraft | None:
        """The draft of that number, unless it was decided on or never was."""
        rows = await self._connection.fetch(
            "SELECT * FROM drafts WHERE number = ? AND state IN ('open', 'proposed')", (number,)
        )
        return _kept(rows[0]) if rows else None

    async def proposed(self) -> list[KeptDraft]:
        """Drafts that wait for another administrator, oldest first."""
        rows = await self._connection.fetch("SELECT * FROM drafts WHERE state = 'proposed' ORDER BY number LIMIT 20")
        return [_kept(row) for row in rows]

    async def change(self, number: int, draft: Draft) -> bool:
        """Puts another text in the place of an undecided draft; false when it was decided on meanwhile."""
        async with self._connection.writing() as database:
            changed = await database.execute(
                "UPDATE drafts SET draft = ?, state = 'open' WHERE number = ? AND state IN ('open', 'proposed')",
                (_written(draft), number),
            )
        return changed.rowcount > 0

    async def decide(self, number: int, state: State, before: Sequence[State] = UNDECIDED) -> bool:
        """Moves a draft on; false when somebody else was quicker. What was decided on is emptied."""
        marks = ", ".join("?" for _ in before)
        emptied = "" if state in UNDECIDED else ", draft = '{}'"
        async with self._connection.writing() as database:
            changed = await database.execute(
                f"UPDATE drafts SET state = ?{emptied} WHERE number = ? AND state IN ({marks})",  # noqa: S608 - constants only
                (state, number, *before),
            )
        return changed.rowcount > 0

    # ------------------------------------------------------------------ removals

    async def removed(self, article_id: str, title: str, actor: str, now: float) -> int:
        """Keeps that an article was taken out; gives the number by which it is brought back."""
        async with self._connection.writing() as database:
            added = await database.execute(
                "INSERT INTO removals (article_id, title, actor, at) VALUES (?, ?, ?, ?)",
                (article_id, title, actor, now),
            )
            return int(added.lastrowid or 0)

    async def removal(self, number: int) -> Removal | None:
        """The removal of that number, unless it was undone."""
        rows = await self._connection.fetch(
            "SELECT number, article_id, title, actor, at FROM removals WHERE number = ? AND undone_at IS NULL",
            (number,),
        )
        return Removal(**dict(rows[0])) if rows else None

    async def removals(self, most: int = 10) -> list[Removal]:
        """The latest removals that were not undone, newest first."""
        rows = await self._connection.fetch(
            "SELECT number, article_id, title, actor, at FROM removals WHERE undone_at IS NULL"
            " ORDER BY number DESC LIMIT ?",
            (most,),
        )
        return [Removal(**dict(row)) for row in rows]

    async def undone(self, number: int, now: float) -> None:
        """Keeps that an article was brought back."""
        async with self._connection.writing() as database:
            await database.execute("UPDATE removals SET undone_at = ? WHERE number = ?", (now, number))


def _written(draft: Draft) -> str:
    return json.dumps(asdict(draft), ensure_ascii=False)


def _kept(row: sqlite3.Row) -> KeptDraft:
    return KeptDraft(**{**dict(row), "draft": Draft(**json.loads(row["draft"]))})
