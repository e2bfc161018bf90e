"""What was said with each person: earlier questions, answers given, numbered choices, what the bot waits for."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.incoming import Incoming, Person
from bot.reply import Button
from bot.state.people import see
from corpus.store_connection import StoreConnection

if TYPE_CHECKING:
    import aiosqlite

_OWN = "channel = ? AND user_id = ? AND chat_id = ?"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence that was shown: `article_id` in `version`, `body[start:end]`; `said` is the short answer in it."""

    article_id: str
    version: int
    start: int | None
    end: int | None
    quote: str
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given: `facts` is JSON of `bot.dialogue.given`, `number` what buttons name it by."""

    number: int
    channel: str
    user_id: str
    chat_id: str
    message_id: str | None
    at: float
    answered: bool
    facts: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """What somebody was asked to write next."""

    what: str
    argument: str


class Conversations:
    """One conversation per person and chat; it survives a restart."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    async def turns(self, incoming: Incoming, since: float, most: int) -> tuple[str, ...]:
        """The questions that the next one may lean on, oldest first; before an edited one, those that preceded it."""
        rows = await self._connection.fetch(
            f"SELECT question, message_id, at FROM turns WHERE {_OWN} ORDER BY number DESC LIMIT 40",  # noqa: S608 - constants only
            _own(incoming),
        )
        latest = list(rows)
        if incoming.message_id is not None:
            own = next((place for place, row in enumerate(latest) if row["message_id"] == incoming.message_id), None)
            if own is not None:
                latest = latest[own + 1 :]
        kept: list[str] = []
        for row in latest[:most]:
            if row["at"] < since:
                break
            kept.append(row["question"])
        return tuple(reversed(kept))

    async def answered(  # noqa: PLR0913 - what is known of one answer
        self,
        incoming: Incoming,
        *,
        question: str | None,
        facts: str,
        answered: bool,
        quotes: Sequence[Quoted],
        now: float,
    ) -> int:
        """Keeps an answer, its quotes and, unless None, its question as a turn; gives the answer's number.

        The same message again (edited, or handled twice) takes the place of what it was before.
        """
        async with self._connection.writing() as database:
            await see(database, incoming.person, None if incoming.in_group else incoming.chat_id, now)
            if question is not None:
                await _turn(database, incoming, question, now)
            number = await _answer(database, incoming, facts, now, answered=answered)
            await database.executemany(
                'INSERT INTO quotes (answer, place, article_id, version, start, "end", quote, said)'
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (number, place, q.article_id, q.version, q.start, q.end, q.quote, q.said)
                    for place, q in enumerate(quotes)
                ],
            )
            return number

    async def given(self, number: int) -> Given | None:
        """The answer of that number, or None when it was forgotten or never was."""
        rows = await self._connection.fetch("SELECT * FROM answers WHERE number = ?", (number,))
        return _given(rows[0]) if rows else None

    async def last_given(self, incoming: Incoming) -> Given | None:
        """The latest answer with a proof that this person got in this chat."""
        rows = await self._connection.fetch(
            f"SELECT * FROM answers WHERE {_OWN} AND answered = 1 ORDER BY at DESC, number DESC LIMIT 1",  # noqa: S608 - constants only
            _own(incoming),
        )
        return _given(rows[0]) if rows else None

    async def start_anew(self, incoming: Incoming) -> None:
        """Forgets what follow-ups would lean on."""
        async with self._connection.writing() as database:
            for table in ("turns", "offers", "awaited"):
                await database.execute(f"DELETE FROM {table} WHERE {_OWN}", _own(incoming))  # noqa: S608 - constants only

    # ------------------------------------------------------------------ choices and what is awaited

    async def offer(self, incoming: Incoming, buttons: Sequence[Button], now: float) -> None:
        """Keeps the choices that were numbered for this person in this chat; those before are void."""
        choices = json.dumps([[b.label, b.action, b.argument] for b in buttons], ensure_ascii=False)
        async with self._connection.writing() as database:
            await database.execute(
                "INSERT INTO offers (channel, user_id, chat_id, choices, at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET choices = excluded.choices, at = excluded.at",
                (*_own(incoming), choices, now),
            )

    async def offered(self, incoming: Incoming, since: float) -> list[Button]:
        """The choices numbered last, unless that is too long ago."""
        rows = await self._connection.fetch(
            f"SELECT choices FROM offers WHERE {_OWN} AND at >= ?",  # noqa: S608 - constants only
            (*_own(incoming), since),
        )
        return [Button(*choice) for choice in json.loads(rows[0]["choices"])] if rows else []

    async def expect(self, incoming: Incoming, what: str, argument: str, now: float) -> None:
        """Takes this person's next message in this chat for `what`."""
        async with self._connection.writing() as database:
            await database.execute(
                "INSERT INTO awaited (channel, user_id, chat_id, what, argument, at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET what = excluded.what, argument = excluded.argument, at = excluded.at",
                (*_own(incoming), what, argument, now),
            )

    async def expected(self, incoming: Incoming, since: float) -> Awaited | None:
        """What this message was asked for, if anything; asked again, it is nothing."""
        rows = await self._connection.fetch(f"SELECT what, argument, at FROM awaited WHERE {_OWN}", _own(incoming))  # noqa: S608 - constants only
        if not rows:
            return None
        async with self._connection.writing() as database:
            await database.execute(f"DELETE FROM awaited WHERE {_OWN}", _own(incoming))  # noqa: S608 - constants only
        return Awaited(rows[0]["what"], rows[0]["argument"]) if rows[0]["at"] >= since else None

    # ------------------------------------------------------------------ verdicts and articles' short numbers

    async def judge(self, answer: int, person: Person, verdict: str, reason: str | None, now: float) -> None:
        """Keeps what a person thinks of an answer; a later verdict takes the place of an earlier one."""
        async with self._connection.writing() as database:
            await database.execute(
                "INSERT INTO feedback (answer, channel, user_id, verdict, reason, at)"
                " SELECT number, ?2, ?3, ?4, ?5, ?6 FROM answers WHERE number = ?1"
                " ON CONFLICT DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason, at = excluded.at",
                (answer, person.channel, person.user_id, verdict, reason, now),
            )

    async def number_of(self, article_id: str) -> int:
        """The short number of an article, the same for good."""
        known = await self._connection.fetch("SELECT number FROM article_numbers WHERE article_id = ?", (article_id,))
        if not known:
            async with self._connection.writing() as database:
                await database.execute("INSERT OR IGNORE INTO article_numbers (article_id) VALUES (?)", (article_id,))
            return await self.number_of(article_id)
        return int(known[0]["number"])

    async def article_of(self, number: int) -> str | None:
        """The id of the article with that short number."""
        rows = await self._connection.fetch("SELECT article_id FROM article_numbers WHERE number = ?", (number,))
        return str(rows[0]["article_id"]) if rows else None


def _own(incoming: Incoming) -> tuple[str, str, str]:
    return incoming.person.channel, incoming.person.user_id, incoming.chat_id


async def _turn(database: "aiosqlite.Connection", incoming: Incoming, question: str, now: float) -> None:
    if incoming.message_id is not None:
        changed = await database.execute(
            f"UPDATE turns SET question = ? WHERE {_OWN} AND message_id = ?",  # noqa: S608 - constants only
            (question, *_own(incoming), incoming.message_id),
        )
        if changed.rowcount:
            return
    await database.execute(
        "INSERT INTO turns (channel, user_id, chat_id, message_id, question, at) VALUES (?, ?, ?, ?, ?, ?)",
        (*_own(incoming), incoming.message_id, question, now),
    )


async def _answer(
    database: "aiosqlite.Connection", incoming: Incoming, facts: str, now: float, *, answered: bool
) -> int:
    message_id = incoming.message_id if incoming.kind == "text" else None
    before = list(
        await database.execute_fetchall(
            "SELECT number FROM answers WHERE channel = ? AND chat_id = ? AND message_id = ?",
            (incoming.person.channel, incoming.chat_id, message_id),
        )
    )
    if before:
        number = int(before[0]["number"])
        await database.execute("DELETE FROM quotes WHERE answer = ?", (number,))
        await database.execute("DELETE FROM feedback WHERE answer = ?", (number,))
        await database.execute(
            "UPDATE answers SET at = ?, answered = ?, facts = ? WHERE number = ?", (now, int(answered), facts, number)
        )
        return number
    added = await database.execute(
        "INSERT INTO answers (channel, user_id, chat_id, message_id, at, answered, facts) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*_own(incoming), message_id, now, int(answered), facts),
    )
    return int(added.lastrowid or 0)


def _given(row: sqlite3.Row) -> Given:
    return Given(**{**dict(row), "answered": bool(row["answered"])})
