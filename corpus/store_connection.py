"""The connection to the corpus database: opening, migrating, one transaction at a time, and faults in plain words."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from time import monotonic
from typing import Self

import aiosqlite

from corpus.errors import Busy, StorageFault

# "hoid" in ASCII, written into the file's header: tells our databases from other programs'
APPLICATION_ID = 0x686F6964
CORPUS_PACKAGE = "corpus"
_MIGRATION_NAME = re.compile(r"(\d{4})_\w+\.sql$")
_BUSY_CODES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PRIMARY_CODE = 0xFF
_RETRY_SECONDS = 0.02


def migrations(package: str = CORPUS_PACKAGE) -> list[tuple[int, str]]:
    """Number and SQL text of each migration in a package, oldest first; numbers run from 1 without a gap."""
    found = []
    for entry in files(package).joinpath("migrations").iterdir():
        match = _MIGRATION_NAME.match(entry.name)
        if match:
            found.append((int(match.group(1)), entry.read_text("utf-8")))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class DatabaseKind:
    """Which database a file is: the package whose migrations make it, and the mark in its header."""

    package: str = CORPUS_PACKAGE
    application_id: int = APPLICATION_ID

    @property
    def migrations(self) -> list[tuple[int, str]]:
        """Its migrations, oldest first."""
        return migrations(self.package)


class StoreConnection:
    """One SQLite connection on a thread of its own, shared by coroutines one transaction at a time.

    Reads also wait for the running transaction: on a shared connection they would see its half-done work.
    """

    def __init__(
        self, database: aiosqlite.Connection, path: Path, busy_seconds: float, kind: DatabaseKind | None = None
    ) -> None:
        self._database = database
        self._path = path
        self._busy_seconds = busy_seconds
        self._kind = kind or DatabaseKind()
        self._turn = asyncio.Lock()
        self._forced = True

    @classmethod
    async def open(cls, path: Path, *, busy_seconds: float, kind: DatabaseKind | None = None) -> Self:
        """Opens, creates or migrates the database (the corpus, if `kind` names no other); raises Busy, StorageFault."""
        with _plain_faults(path, busy_seconds):
            path.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(_try_to_open, path)
            database = await aiosqlite.connect(path, timeout=busy_seconds, isolation_level=None)
        connection = cls(database, path, busy_seconds, kind)
        try:
            with _plain_faults(path, busy_seconds):
                await connection._prepare_in_turn()
        except BaseException:
            await database.close()
            raise
        return connection

    async def close(self) -> None:
        """Waits for the running transaction, then closes; closing twice does nothing."""
        async with self._turn:
            await self._database.close()

    @asynccontextmanager
    async def writing(self, *, forced: bool = True) -> AsyncIterator[aiosqlite.Connection]:
        """A write transaction: committed at the end, rolled back whole on any exception or cancellation.

        Not `forced` to the disk it outlives the process but perhaps not a power failure, and costs a fifth of the time;
        the next forced one forces it too.
        """
        async with self._turn:
            with _plain_faults(self._path, self._busy_seconds):
                try:
                    if forced is not self._forced:
                        await self._database.execute(f"PRAGMA synchronous = {'FULL' if forced else 'NORMAL'}")
                        self._forced = forced
                    await self._database.execute("BEGIN IMMEDIATE")
                    yield self._database
                    await self._database.execute("COMMIT")
                except BaseException:
                    await asyncio.shield(self._database.rollback())
                    raise

    async def fetch(self, sql: str, parameters: tuple[object, ...] = ()) -> list[sqlite3.Row]:
        """All rows of one read, seen as one committed state."""
        async with self._turn:
            with _plain_faults(self._path, self._busy_seconds):
                return list(await self._database.execute_fetchall(sql, parameters))

    async def _prepare_in_turn(self) -> None:
        """Prepares again while another process makes the same database: SQLite does not wait for those locks itself."""
        deadline = monotonic() + self._busy_seconds
        while True:
            try:
                return await self._prepare()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & _PRIMARY_CODE not in _BUSY_CODES or monotonic() > deadline:
                    raise
            await asyncio.sleep(_RETRY_SECONDS)

    async def _prepare(self) -> None:
        self._database.row_factory = sqlite3.Row
        await self._database.execute("BEGIN")  # so that the format is read in one moment, while others may migrate
        try:
            version = await self._format()
        finally:
            await asyncio.shield(self._database.rollback())
        if version < len(self._kind.migrations):
            await self._migrate()
        await self._database.execute("PRAGMA foreign_keys = ON")
        await self._database.execute("PRAGMA synchronous = FULL")

    async def _migrate(self) -> None:
        # WAL first: readers and one writer side by side; the mode cannot be changed inside a transaction
        await self._database.execute("PRAGMA journal_mode = WAL")
        await self._database.execute("BEGIN IMMEDIATE")
        try:
            version = await self._format()  # again: another process may have migrated while we waited
            for number, sql in self._kind.migrations:
                if number > version:
                    for statement in _statements(sql):
                        await self._database.execute(statement)
                    await self._database.execute(f"PRAGMA user_version = {number}")
            await self._database.execute(f"PRAGMA application_id = {self._kind.application_id}")
            await self._database.execute("COMMIT")
        except BaseException:
            await asyncio.shield(self._database.rollback())
            raise

    async def _format(self) -> int:
        """The database's format; raises StorageFault for one that is not ours or newer than we are."""
        tables = await self._number("SELECT count(*) FROM sqlite_schema")
        application = await self._number("PRAGMA application_id")
        version = await self._number("PRAGMA user_version")
        if tables and application != self._kind.application_id:
            raise StorageFault(f"{self._path} is a database of another program: name another home, or move it away.")
        if version > len(self._kind.migrations):
            raise StorageFault(
                f"{self._path} has format {version}, newer than format {len(self._kind.migrations)} of this hoidap: "
                "update hoidap, or restore a backup made with this one."
            )
        return version

    async def _number(self, sql: str) -> int:
        rows = list(await self._database.execute_fetchall(sql))
        return int(rows[0][0])


def _try_to_open(path: Path) -> None:
    """Meets the faults of opening before aiosqlite does: its thread may outlive a failed opening and the event loop."""
    sqlite3.connect(path).close()


def _statements(sql: str) -> Iterator[str]:
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


@contextmanager
def _plain_faults(path: Path, busy_seconds: float) -> Iterator[None]:
    """Turns faults of SQLite and of the file system into sentences; programming errors pass as they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
        if code in _BUSY_CODES:
            raise Busy(
                f"{path} is being written to by another process, and stayed so for {busy_seconds:g} seconds: "
                "try again when it is done."
            ) from error
        reason = _STORAGE_REASONS.get(code)
        if reason is None:
            raise
        raise StorageFault(f"{path} {reason} ({error}).") from error
    except OSError as error:
        raise StorageFault(f"{path} cannot be used: {error.strerror or error}; name another home.") from error


_STORAGE_REASONS = {
    sqlite3.SQLITE_PERM: "may not be opened: give this user the right to read and write it",
    sqlite3.SQLITE_READONLY: "may not be written to: give this user the right to write it and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check that its folder exists and that this user may write there",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full: free some space",
    sqlite3.SQLITE_IOERR: "cannot be read or written, the disk reports a fault or is full: check the disk",
    sqlite3.SQLITE_CORRUPT: "is damaged: restore a backup",
    sqlite3.SQLITE_NOTADB: "is not a database: move it away, or name another home",
}
