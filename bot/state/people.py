"""People at the doors: who they are, what role they were given, which language they chose."""

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.answer import Language
from bot.incoming import Person
from bot.state.trail import note
from corpus.store_connection import StoreConnection

if TYPE_CHECKING:
    import aiosqlite

Given = Literal["barred", "member", "admin", "maintainer"]


@dataclass(frozen=True, slots=True)
class Known:
    """A person as they are kept; `role` and `language` are None where nobody has set them. Times in seconds, UTC."""

    channel: str
    user_id: str
    name: str = ""
    role: Given | None = None
    language: Language | None = None
    chat_id: str | None = None
    first_seen: float = 0.0
    last_seen: float = 0.0


class People:
    """Everyone who wrote to the bot or was given a role."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    async def get(self, channel: str, user_id: str) -> Known:
        """What is kept about a person; somebody new is empty but for their name at the platform."""
        rows = await self._connection.fetch(
            "SELECT * FROM people WHERE channel = ? AND user_id = ?", (channel, user_id)
        )
        return _known(rows[0]) if rows else Known(channel, user_id)

    async def in_chat(self, channel: str, chat_id: str) -> Known | None:
        """Whose private chat this is; None for a group."""
        rows = await self._connection.fetch(
            "SELECT * FROM people WHERE channel = ? AND chat_id = ?", (channel, chat_id)
        )
        return _known(rows[0]) if rows else None

    async def everyone(self) -> list[Known]:
        """All who are kept, those with a role first, then the latest."""
        rows = await self._connection.fetch(
            "SELECT * FROM people ORDER BY role IS NULL, channel, last_seen DESC, user_id"
        )
        return [_known(row) for row in rows]

    async def with_role(self, *roles: Given) -> list[Known]:
        """Those who were given one of these roles and can be written to."""
        return [one for one in await self.everyone() if one.role in roles and one.chat_id]

    async def seen(self, person: Person, chat_id: str | None, now: float) -> None:
        """Notes that a person was here; `chat_id` is their private chat, if this is it."""
        async with self._connection.writing() as database:
            await see(database, person, chat_id, now)

    async def speak(self, person: Person, language: Language, now: float) -> None:
        """Keeps the language that a person chose."""
        async with self._connection.writing() as database:
            await see(database, person, None, now)
            await database.execute(
                "UPDATE people SET language = ? WHERE channel = ? AND user_id = ?",
                (language, person.channel, person.user_id),
            )

    async def set_role(self, person: Person, role: Given | None, actor: str, now: float) -> None:
        """Gives a role, shuts somebody out ("barred"), or leaves them with what the settings say; noted."""
        async with self._connection.writing() as database:
            await give(database, person, role, now)
            await note(database, "role", person.actor, actor, now, {"role": role})


async def see(database: "aiosqlite.Connection", person: Person, chat_id: str | None, now: float) -> None:
    """Notes, inside the caller's transaction, that a person was here; `chat_id` is their private chat if this is it."""
    await database.execute(
        "INSERT INTO people (channel, user_id, name, chat_id, first_seen, last_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?5)"
        " ON CONFLICT DO UPDATE SET name = coalesce(nullif(excluded.name, ''), name),"
        " chat_id = coalesce(excluded.chat_id, chat_id), last_seen = excluded.last_seen",
        (person.channel, person.user_id, person.name, chat_id, now),
    )


async def give(database: "aiosqlite.Connection", person: Person, role: Given | None, now: float) -> None:
    """Gives a person a role inside the caller's transaction; None leaves them with what the settings say."""
    await database.execute(
        "INSERT OR IGNORE INTO people (channel, user_id, name, first_seen, last_seen) VALUES (?1, ?2, ?3, ?4, ?4)",
        (person.channel, person.user_id, person.name, now),
    )
    await database.execute(
        "UPDATE people SET role = ? WHERE channel = ? AND user_id = ?", (role, person.channel, person.user_id)
    )


def _known(row: sqlite3.Row) -> Known:
    return Known(**dict(row))
