"""The store against the world: other writers, kill -9, full and read-only disks, foreign and older databases."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from corpus.article import Draft
from corpus.errors import Busy, StorageFault
from corpus.store import CorpusStore
from corpus.store_connection import APPLICATION_ID, migrations

DRAFT = Draft(id="a1", title="Sơ kết", body="Đạt 94% kế hoạch.")
NOBODY = "65534"

WRITER = """
import asyncio, concurrent.futures.thread, os, sys  # all before the interpreter's own folder may close to us
from pathlib import Path
from corpus.article import Draft
from corpus.errors import CorpusError
from corpus.store import CorpusStore

if os.geteuid() == 0 and "AS_USER" in os.environ:
    os.setuid(int(os.environ["AS_USER"]))

async def main() -> None:
    try:
        async with await CorpusStore.open(Path(sys.argv[1])) as store:
            for batch in range(int(sys.argv[2])):
                bodies = [f"Bài {batch} {n} " + "chữ " * 200 for n in range(50)]
                drafts = [Draft(id=f"{batch}-{n}", title="", body=body) for n, body in enumerate(bodies)]
                await store.add_many(drafts)
                print(batch, flush=True)
    except CorpusError as fault:
        print(type(fault).__name__, fault, flush=True)

asyncio.run(main())
"""


def writer(path: Path, batches: int, **options: Any) -> subprocess.Popen[str]:  # noqa: ANN401 - options of Popen
    command = [sys.executable, "-c", WRITER, str(path), str(batches)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)  # noqa: S603 - our own script


def first_number(path: Path, sql: str) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute(sql).fetchone()[0])


async def test_a_second_writer_waits_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    async with await CorpusStore.open(path, busy_seconds=0.1) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Busy, match=r"another process.*0\.1 seconds"):
                await store.add(DRAFT)
            assert await store.count() == 0  # reading goes on
            other.execute("ROLLBACK")
        assert (await store.add(DRAFT)).status == "added"


async def test_opening_a_new_database_while_another_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    stores = await asyncio.gather(*(CorpusStore.open(path) for _ in range(4)))
    for number, store in enumerate(stores):
        await store.add(replace(DRAFT, id=f"a{number}"))
    assert await stores[0].count() == 4
    for store in stores:
        await store.close()


def test_kill_9_loses_nothing_committed_and_leaves_no_half_batch(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    with writer(path, 1000) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(5)]
        process.send_signal(signal.SIGKILL)
    committed = int(told[-1]) + 1
    articles = first_number(path, "SELECT count(*) FROM articles")
    assert articles >= committed * 50
    assert articles % 50 == 0
    assert first_number(path, "SELECT revision FROM state") == articles
    assert first_number(path, "SELECT count(*) FROM audit") == articles
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_full_disk_is_said_and_leaves_no_half_batch(tmp_path: Path) -> None:
    def small_files() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    path = tmp_path / "corpus.db"
    with writer(path, 1000, preexec_fn=small_files) as process:
        assert process.stdout is not None
        *told, fault = process.stdout.read().splitlines()
    assert fault.startswith("StorageFault")
    assert "disk" in fault
    assert first_number(path, "SELECT count(*) FROM articles") == 50 * len(told)


def test_a_read_only_folder_is_said() -> None:
    # not tmp_path: pytest closes the folders above it to other users, and the superuser has to become one
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        with writer(Path(folder, "corpus.db"), 1, env=os.environ | {"AS_USER": NOBODY}) as process:
            assert process.stdout is not None
            said = process.stdout.read()
        Path(folder).chmod(0o755)
    assert said.startswith("StorageFault")
    assert "corpus.db cannot be opened" in said


async def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageFault, match="cannot be used"):
        await CorpusStore.open(tmp_path / "file" / "corpus.db")


async def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageFault, match="cannot be opened"):
        await CorpusStore.open(tmp_path)


async def test_another_file_is_not_a_database(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    path.write_text("Đây không phải cơ sở dữ liệu. " * 100)
    with pytest.raises(StorageFault, match="not a database"):
        await CorpusStore.open(path)
    assert path.read_text().startswith("Đây")


async def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(StorageFault, match="another program"):
        await CorpusStore.open(path)
    assert path.read_bytes() == before


async def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    await (await CorpusStore.open(path)).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(StorageFault, match="format 99, newer than format"):
        await CorpusStore.open(path)


async def test_the_oldest_database_is_migrated_with_its_articles(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(migrations()[0][1])
        database.executescript(
            """
            BEGIN;
            INSERT INTO articles VALUES ('a1', 2, 0, NULL, 2);
            INSERT INTO versions VALUES ('a1', 1, NULL, 'Cũ', 'Một.', NULL, NULL, NULL, NULL, NULL, 0, '{}', 'h', 'f',
                                         '2020-07-01T00:00:00+00:00', 'telegram:1001'),
                                        ('a1', 2, 1, 'Mới', 'Hai.', NULL, NULL, NULL, NULL, NULL, 0, '{"k": 1}', 'h2',
                                         'f2', '2020-07-02T00:00:00+00:00', 'cli');
            UPDATE state SET revision = 2;
            COMMIT;
            """
        )
        database.execute("PRAGMA user_version = 1")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    async with await CorpusStore.open(path) as store:
        assert (await store.get("a1")).extra == {"k": 1}
        assert [(r.action, r.door, r.version) for r in await store.audit()] == [
            ("update", "cli", 2),
            ("add", "telegram", 1),
        ]
        assert await store.revision() == 2
    assert first_number(path, "PRAGMA user_version") == len(migrations())


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))


async def test_a_failed_migration_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(migrations()[0][1])
        database.execute("CREATE TABLE audit (number)")  # in the way of the second migration
        database.execute("PRAGMA user_version = 1")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        await CorpusStore.open(path)
    assert first_number(path, "PRAGMA user_version") == 1
