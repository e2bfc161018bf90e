"""One-time codes that give a role. Only their digests are kept; a code is shown once, to who made it.

A code has 80 random bits, so guessing is hopeless; still, whoever sends `MOST_WRONG` wrong ones within an hour is not
listened to for the rest of it, and digests are compared in constant time.
"""

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Literal

from bot.incoming import Person
from bot.state.people import give, see
from bot.state.trail import note
from corpus.store_connection import StoreConnection

Invited = Literal["member", "admin", "maintainer"]
MOST_WRONG = 5
_HOUR = 3600.0
_RANK = {None: 0, "member": 1, "admin": 2, "maintainer": 3}
_CODE = re.compile(r"([A-Z2-7]{4})-?([A-Z2-7]{4})-?([A-Z2-7]{4})-?([A-Z2-7]{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pairing:
    """How a code was taken: "ok" with its role, "wrong" (unknown, used, expired, of another door) or "too_many"."""

    outcome: Literal["ok", "wrong", "too_many"]
    role: Invited | None = None


class Invitations:
    """Codes made and redeemed."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection

    async def make(self, role: Invited, *, door: str | None, made_by: str, now: float, hours: float) -> str:
        """A new code, good once and for so many hours, at one door or at any."""
        code = _new_code()
        async with self._connection.writing() as database:
            made = await database.execute(
                "INSERT INTO invitations (digest, role, door, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                (_digest(code), role, door, made_by, now, now + hours * _HOUR),
            )
            details = {"role": role, "door": door, "hours": hours}
            await note(database, "invite", f"invitation {made.lastrowid}", made_by, now, details)
        return code

    async def name_door(self, channel: str, name: str) -> None:
        """Keeps what the bot is called at a platform (Telegram's user name), for links in invitations."""
        async with self._connection.writing() as database:
            await database.execute(
                "INSERT INTO doors (channel, name) VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
                (channel, name),
            )

    async def link(self, channel: str | None, payload: str) -> str | None:
        """A link that opens the bot's chat and sends `payload` with /start; None where no name is known."""
        if channel not in {None, "telegram"}:
            return None
        rows = await self._connection.fetch("SELECT name FROM doors WHERE channel = 'telegram'")
        return f"https://t.me/{rows[0]['name']}?start={payload}" if rows else None

    async def redeem(self, person: Person, chat_id: str, code: str, now: float) -> Pairing:
        """Gives the person the code's role, unless theirs is higher; counts what was wrong."""
        digest = _digest(code)
        async with self._connection.writing() as database:
            wrong = list(
                await database.execute_fetchall(
                    "SELECT count(*) FROM wrong_codes WHERE channel = ? AND user_id = ? AND at > ?",
                    (person.channel, person.user_id, now - _HOUR),
                )
            )
            if wrong[0][0] >= MOST_WRONG:
                return Pairing("too_many")
            known = await database.execute_fetchall(
                "SELECT i.number, i.digest, i.role,"
                " (SELECT role FROM people WHERE channel = ?1 AND user_id = ?2) AS has"
                " FROM invitations AS i WHERE i.used_at IS NULL AND i.expires_at > ?3"
                " AND (i.door IS NULL OR i.door = ?1)",
                (person.channel, person.user_id, now),
            )
            fitting = [row for row in known if hmac.compare_digest(row["digest"], digest)]
            if not fitting or fitting[0]["has"] == "barred":
                await database.execute(
                    "INSERT INTO wrong_codes (channel, user_id, at) VALUES (?, ?, ?)",
                    (person.channel, person.user_id, now),
                )
                return Pairing("wrong")
            row = fitting[0]
            await database.execute(
                "UPDATE invitations SET used_by = ?, used_at = ? WHERE number = ?", (person.actor, now, row["number"])
            )
            await see(database, person, chat_id, now)
            if _RANK[row["role"]] > _RANK[row["has"]]:
                await give(database, person, row["role"], now)
            await note(database, "pair", person.actor, person.actor, now, {"role": row["role"], "by": row["number"]})
            return Pairing("ok", row["role"])


def code_in(text: str) -> str | None:
    """The code that a text is, with its hyphens; None for any other text. Without hyphens it must be in capitals."""
    match = _CODE.fullmatch(text.strip())
    if match is None or ("-" not in text and text.strip() != text.strip().upper()):
        return None
    return "-".join(match.groups()).upper()


def _new_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(10)).decode()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.replace("-", "").upper().encode()).digest()
