"""Questions that were declined: kept until an article answers them, they are set aside, or their time is up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answer import Language
from bot.incoming import Incoming
from corpus.store_connection import StoreConnection

Settled = Literal["answered", "set_aside"]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A declined question, complete (a follow-up as it was understood), with who asked and where."""

    number: int
    channel: str
    user_id: str
    chat_id: str
    language: Language
    question: str
    at: float


class OpenQuestions:
    """What people asked and the archive did not answer."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    async def note(self, incoming: Incoming, language: Language, question: str, now: float) -> None:
        """Keeps a declined question; the same one of the same person in the same chat only once."""
        person = incoming.person
        async with self._connection.writing() as database:
            await database.execute(
                "INSERT INTO open_questions (channel, user_id, chat_id, language, question, at)"
                " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM open_questions WHERE channel = ?1"
                " AND user_id = ?2 AND chat_id = ?3 AND question = ?5 AND state = 'open')",
                (person.channel, person.user_id, incoming.chat_id, language, question, now),
            )

    async def open(self, most: int) -> list[OpenQuestion]:
        """The latest open questions, newest first."""
        rows = await self._connection.fetch(
            "SELECT number, channel, user_id, chat_id, language, question, at FROM open_questions"
            " WHERE state = 'open' ORDER BY number DESC LIMIT ?",
            (most,),
        )
        return [OpenQuestion(**dict(row)) for row in rows]

    async def settle(self, numbers: Sequence[int], state: Settled) -> set[int]:
        """Closes questions; gives the numbers of those that were still open."""
        closed = set()
        async with self._connection.writing() as database:
            for number in numbers:
                changed = await database.execute(
                    "UPDATE open_questions SET state = ? WHERE number = ? AND state = 'open'", (state, number)
                )
                if changed.rowcount:
                    closed.add(number)
        return closed
