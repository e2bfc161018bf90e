"""Everything that is kept about people, and its end: erasing one person, and purging what is past its time."""

from bot.incoming import Person
from bot.state.conversations import Conversations
from bot.state.corrections import Corrections
from bot.state.drafts import Drafts
from bot.state.invitations import Invitations
from bot.state.people import People
from bot.state.questions import OpenQuestions
from bot.state.retention import DAY, Retention
from bot.state.trail import Trail
from corpus.store_connection import DatabaseKind, StoreConnection

# "hoib" in ASCII, in the header of the bot's database
BOT_DATABASE = DatabaseKind("bot.state", 0x686F6962)
# By answer: what hangs on an answer goes with it
_BY_TIME = (
    "turns",
    "answers",
    "offers",
    "awaited",
    "wrong_codes",
    "drafts",
    "removals",
    "open_questions",
    "corrections",
)


class Records:
    """The tables about people, one attribute each, on the bot's connection."""

    def __init__(self, connection: StoreConnection) -> None:
        self._connection = connection
        self.people = People(connection)
        self.conversations = Conversations(connection)
        self.invitations = Invitations(connection)
        self.drafts = Drafts(connection)
        self.questions = OpenQuestions(connection)
        self.corrections = Corrections(connection)
        self.trail = Trail(connection)

    async def forget(self, person: Person) -> None:
        """Erases a person: every row that is theirs, in whatever table; who was shut out stays so, without a name.

        What waits to be sent to their private chat is dropped, and what was sent there no longer names it. The audit
        trail keeps what they did to articles and roles, by the platform's id alone.
        """
        own = (person.channel, person.user_id)
        chat = (person.channel, (await self.people.get(*own)).chat_id or person.user_id)
        tables = await self._tables_of_people()
        async with self._connection.writing() as database:
            await database.execute(
                "DELETE FROM feedback WHERE answer IN (SELECT number FROM answers WHERE channel = ? AND user_id = ?)",
                own,
            )
            for table in tables:
                spared = " AND role IS NOT 'barred'" if table == "people" else ""
                await database.execute(f"DELETE FROM {table} WHERE channel = ? AND user_id = ?{spared}", own)  # noqa: S608 - names of our own tables
            await database.execute("DELETE FROM outbox WHERE channel = ? AND chat_id = ?", chat)
            await database.execute("DELETE FROM gone_chats WHERE channel = ? AND chat_id = ?", chat)
            await database.execute(
                "UPDATE inbox SET chat_id = '' WHERE channel = ? AND chat_id = ? AND done_at IS NOT NULL", chat
            )
            await database.execute(
                "UPDATE people SET name = '', language = NULL, chat_id = NULL WHERE channel = ? AND user_id = ?", own
            )

    async def purge(self, now: float, retention: Retention) -> None:
        """Deletes what is past its time. Called once a day."""
        async with self._connection.writing() as database:
            for table in _BY_TIME:
                await database.execute(
                    f"DELETE FROM {table} WHERE at < ?",  # noqa: S608 - names of our own tables
                    (now - retention.conversations * DAY,),
                )
            await database.execute(
                "DELETE FROM people WHERE role IS NULL AND last_seen < ?", (now - retention.people * DAY,)
            )
            await database.execute("DELETE FROM trail WHERE at < ?", (now - retention.trail * DAY,))
            await database.execute("DELETE FROM invitations WHERE expires_at < ?", (now - retention.trail * DAY,))

    async def counts(self, since: float) -> dict[str, int]:
        """Figures for administrators: questions, answers and verdicts since a moment, open questions, people."""
        rows = await self._connection.fetch(
            "SELECT (SELECT count(*) FROM answers WHERE at >= ?1) AS questions,"
            " (SELECT count(*) FROM answers WHERE at >= ?1 AND answered = 1) AS answered,"
            " (SELECT count(*) FROM feedback WHERE at >= ?1 AND verdict = 'right') AS right_ones,"
            " (SELECT count(*) FROM feedback WHERE at >= ?1 AND verdict = 'wrong') AS wrong_ones,"
            " (SELECT count(*) FROM open_questions WHERE state = 'open') AS unanswered,"
            " (SELECT count(*) FROM people WHERE last_seen >= ?1) AS people",
            (since,),
        )
        return dict(rows[0])

    async def _tables_of_people(self) -> list[str]:
        rows = await self._connection.fetch(
            "SELECT t.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
            " AND c.name IN ('channel', 'user_id') GROUP BY t.name HAVING count(*) = 2 ORDER BY t.name"
        )
        return [str(row["name"]) for row in rows]
