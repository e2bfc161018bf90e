"""Everything that is kept about people, and its end: erasing one person, and purging what is past its time."""

from dataclasses import dataclass

from bot.incoming import Person
from bot.state.conversations import Conversations
from bot.state.invitations import Invitations
from bot.state.people import People
from bot.state.trail import Trail
from corpus.store_connection import DatabaseKind, StoreConnection

DAY = 86_400.0
# "hoib" in ASCII, in the header of the bot's database
BOT_DATABASE = DatabaseKind("bot.state", 0x686F6962)
# By answer: what hangs on an answer goes with it
_BY_TIME = {"turns": "at", "answers": "at", "offers": "at", "awaited": "at", "wrong_codes": "at"}


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept, in days."""

    conversations: float
    people: float
    trail: float


class Records:
    """The tables about people, one attribute each, on the bot's connection."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection
        self.people = People(connection)
        self.conversations = Conversations(connection)
        self.invitations = Invitations(connection)
        self.trail = Trail(connection)

    async def forget(self, person: Person) -> None:
        """Erases a person: every row that is theirs, in whatever table; who was shut out stays so, without a name.

        The audit trail keeps what they did to articles and roles, by the platform's id alone.
        """
        own = (person.channel, person.user_id)
        tables = await self._tables_of_people()
        async with self._connection.writing() as database:
            await database.execute(
                "DELETE FROM feedback WHERE answer IN (SELECT number FROM answers WHERE channel = ? AND user_id = ?)",
                own,
            )
            for table in tables:
                spared = " AND role IS NOT 'barred'" if table == "people" else ""
                await database.execute(f"DELETE FROM {table} WHERE channel = ? AND user_id = ?{spared}", own)  # noqa: S608 - names of our own tables
            await database.execute(
                "UPDATE people SET name = '', language = NULL, chat_id = NULL WHERE channel = ? AND user_id = ?", own
            )

    async def purge(self, now: float, retention: Retention) -> None:
        """Deletes what is past its time. Called once a day."""
        async with self._connection.writing() as database:
            for table, column in _BY_TIME.items():
                await database.execute(
                    f"DELETE FROM {table} WHERE {column} < ?",  # noqa: S608 - names of our own tables
                    (now - retention.conversations * DAY,),
                )
            await database.execute(
                "DELETE FROM people WHERE role IS NULL AND last_seen < ?", (now - retention.people * DAY,)
            )
            await database.execute("DELETE FROM trail WHERE at < ?", (now - retention.trail * DAY,))
            await database.execute("DELETE FROM invitations WHERE expires_at < ?", (now - retention.trail * DAY,))

    async def _tables_of_people(self) -> list[str]:
        rows = await self._connection.fetch(
            "SELECT t.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
            " AND c.name IN ('channel', 'user_id') GROUP BY t.name HAVING count(*) = 2 ORDER BY t.name"
        )
        return [str(row["name"]) for row in rows]
