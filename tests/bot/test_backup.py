"""Backups: whole while somebody writes, the same answers elsewhere, and nothing taken from a hostile archive."""

import asyncio
import gzip
import hashlib
import io
import json
import os
import random
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.backup import back_up
from bot.backup_manifest import MANIFEST_NAME
from bot.backup_restoring import restore
from bot.errors import BadBackup, BotError, EnvironmentFault, UsageFault
from bot.home import Home
from corpus.article import Draft
from corpus.errors import Busy, NotFound
from corpus.store import CorpusStore
from tests.conftest import Installation

QUESTIONS = (
    "tỷ lệ tổ chức cơ sở đảng đã đại hội?",
    "ai chủ trì hội nghị trực tuyến sáng 1/7/2020?",
    "giá vàng hôm nay?",
)
Packed = dict[str, bytes]


def answers(installation: Installation, home: Path | None = None) -> list[Any]:
    """What is answered to a few questions, without the times."""
    given = [installation.hoidap(*(["--home", str(home)] if home else []), "ask", q, "--json").row for q in QUESTIONS]
    return [{**row, "took_ms": 0} for row in given]


def unpacked(file: Path) -> Packed:
    with tarfile.open(file) as archive:
        return {m.name: content.read() for m in archive if (content := archive.extractfile(m))}


def packed(file: Path, members: Packed) -> Path:
    with tarfile.open(file, "w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file


@pytest.fixture(scope="session")
def archive(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the samples; never to be changed."""
    return back_up(Home(sample_folder / "data"), tmp_path_factory.mktemp("backup") / "b.tar.gz").file


def test_a_drill_through_the_command_line(filled: Installation, tmp_path: Path) -> None:
    before = answers(filled)
    file, other = tmp_path / "backup.tar.gz", tmp_path / "elsewhere"
    made = filled.hoidap("backup", str(file), "--json").row
    assert (made["articles"], made["index"], made["files"]) == (29, False, ["corpus.sqlite3"])
    assert file.stat().st_mode & 0o077 == 0
    restored = filled.hoidap("--home", str(other), "restore", str(file), "--json").row
    assert (restored["articles"], restored["index"], restored["moved_aside"]) == (29, True, None)
    assert answers(filled, other) == before
    assert filled.hoidap("--home", str(other), "corpus", "add", filled.write("x.txt", "Bài\nXã có 5 thôn.")).code == 0


def test_an_index_that_comes_along_answers_at_once(filled: Installation, tmp_path: Path) -> None:
    before, file, other = answers(filled), tmp_path / "backup.tar.gz", tmp_path / "elsewhere"
    assert filled.hoidap("backup", str(file), "--with-index", "--json").row["index"]
    filled.hoidap("--home", str(other), "restore", str(file), "--no-index")
    assert answers(filled, other) == before
    assert filled.hoidap("--home", str(other), "index", "verify").code == 0


async def test_a_backup_while_articles_come_in_is_one_moment_of_the_archive(tmp_path: Path) -> None:
    home, stop = Home(tmp_path / "home"), asyncio.Event()
    async with await CorpusStore.open(home.database) as store:
        added = 0

        async def write() -> None:
            nonlocal added
            while not stop.is_set():
                await store.add(Draft(title=f"Bài {added}", body=f"Xã {added} có {added} thôn.", id=str(added)))
                added += 1

        writing = asyncio.create_task(write())
        reports = [await asyncio.to_thread(back_up, home, tmp_path / f"{number}.tar.gz") for number in range(4)]
        stop.set()
        await writing
        last = await store.revision()
    counts = [report.manifest.articles for report in reports]
    assert counts == sorted(counts)
    assert counts[-1] <= added
    for number, report in enumerate(reports):
        place = Home(tmp_path / f"restored-{number}")
        restore(report.file, place)
        async with await CorpusStore.open(place.database) as copy:
            assert await copy.count() == report.manifest.articles
            assert await copy.revision() == report.manifest.revision <= last
        with closing(sqlite3.connect(place.database)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_every_database_and_the_inbox_come_along_and_secrets_do_not(filled: Installation, tmp_path: Path) -> None:
    home = Home(filled.home)
    with closing(sqlite3.connect(home.bot_database)) as database:
        database.execute("CREATE TABLE people (name TEXT)")
        database.commit()
    home.inbox.mkdir()
    (home.inbox / "telegram-7.jsonl").write_text('{"update_id": 1}\n', "utf-8")
    (home.inbox / "away").symlink_to("/etc/passwd")
    (home.folder / "token.txt").write_text("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "utf-8")
    home.logs.mkdir(exist_ok=True)
    (home.logs / "hoidap.jsonl").write_text("{}\n", "utf-8")
    (home.folder / "own.jsonl").write_text("{}\n", "utf-8")
    file = tmp_path / "backup.tar.gz"
    back_up(home, file, gold=home.folder / "own.jsonl")
    expected = {MANIFEST_NAME, "bot.sqlite3", "corpus.sqlite3", "inbox/telegram-7.jsonl", "own.jsonl"}
    assert set(unpacked(file)) == expected
    assert b"AAHdqTcvCH1vGWJx" not in gzip.decompress(file.read_bytes())
    restored = restore(file, Home(tmp_path / "other"))
    found = {path.relative_to(restored.home).as_posix() for path in restored.home.rglob("*") if path.is_file()}
    assert found == expected - {MANIFEST_NAME}


def test_a_gold_set_outside_the_home_stays_there(filled: Installation, tmp_path: Path) -> None:
    (tmp_path / "own.jsonl").write_text("{}\n", "utf-8")
    report = back_up(Home(filled.home), tmp_path / "b.tar.gz", gold=tmp_path / "own.jsonl")
    assert [entry.name for entry in report.manifest.files] == ["corpus.sqlite3"]


def test_what_exists_is_not_written_over_by_accident(filled: Installation, tmp_path: Path) -> None:
    file = tmp_path / "precious"
    file.write_text("mine", "utf-8")
    outcome = filled.hoidap("backup", str(file))
    assert (outcome.code, file.read_text("utf-8")) == (2, "mine")
    assert filled.hoidap("backup", str(file), "--replace").code == 0
    assert filled.hoidap("backup", str(tmp_path), "--replace").code == 2
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_faults_of_a_backup_are_named(fresh: Installation, filled: Installation, tmp_path: Path) -> None:
    assert fresh.hoidap("--home", str(tmp_path / "none"), "backup", str(tmp_path / "b")).code == 4
    with pytest.raises(NotFound):
        back_up(Home(tmp_path / "none"), tmp_path / "b")
    with pytest.raises(EnvironmentFault, match="nowhere"):
        back_up(Home(filled.home), tmp_path / "nowhere" / "b.tar.gz")
    Home(filled.home).database.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    with pytest.raises(EnvironmentFault):
        back_up(Home(filled.home), tmp_path / "b.tar.gz")
    assert not (tmp_path / "b.tar.gz").exists()


def test_a_home_that_holds_something_is_moved_aside_and_only_when_asked(
    filled: Installation, archive: Path, tmp_path: Path
) -> None:
    (filled.home / "mine.txt").write_text("mine", "utf-8")
    assert filled.hoidap("restore", str(archive)).code == 2
    assert (filled.home / "mine.txt").exists()
    row = filled.hoidap("restore", str(archive), "--replace", "--json").row
    assert (Path(row["moved_aside"]) / "mine.txt").read_text("utf-8") == "mine"
    assert not (filled.home / "mine.txt").exists()
    assert answers(filled)[0]["answer"] == "94%"
    (tmp_path / "empty").mkdir()
    assert filled.hoidap("--home", str(tmp_path / "empty"), "restore", str(archive), "--no-index").code == 0


async def test_a_home_in_use_is_left_alone(filled: Installation, archive: Path) -> None:
    async with await CorpusStore.open(Home(filled.home).database):
        with pytest.raises(Busy, match="serve"):
            restore(archive, Home(filled.home), replace=True)
    restore(archive, Home(filled.home), replace=True)


def test_a_home_that_cannot_be_renamed_is_named(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(EnvironmentFault, match="link"):
        restore(archive, Home(tmp_path / "link"))


Spoil = Callable[[Packed], Packed]


def spoiled_manifest(**change: object) -> Spoil:
    def spoil(members: Packed) -> Packed:
        manifest = json.loads(members[MANIFEST_NAME]) | change
        return members | {MANIFEST_NAME: json.dumps(manifest).encode()}

    return spoil


def with_file(name: str, content: bytes = b"x") -> Spoil:
    """An archive whose manifest and content agree on one more file."""

    def spoil(members: Packed) -> Packed:
        manifest = json.loads(members[MANIFEST_NAME])
        entry = {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        manifest["files"].append(entry)
        return members | {MANIFEST_NAME: json.dumps(manifest).encode(), name: content}

    return spoil


def without_articles(members: Packed) -> Packed:
    manifest = json.loads(members[MANIFEST_NAME])
    return {MANIFEST_NAME: json.dumps(manifest | {"files": []}).encode()}


def with_damaged_database(members: Packed) -> Packed:
    manifest, content = json.loads(members[MANIFEST_NAME]), b"SQLite format 3\x00" + b"y" * 8000
    digest = hashlib.sha256(content).hexdigest()
    manifest["files"] = [{"name": "corpus.sqlite3", "bytes": len(content), "sha256": digest}]
    return {MANIFEST_NAME: json.dumps(manifest).encode(), "corpus.sqlite3": content}


SPOILS: dict[str, Spoil] = {
    "a changed byte": lambda m: m | {"corpus.sqlite3": m["corpus.sqlite3"][:-1] + b"?"},
    "a shorter file": lambda m: m | {"corpus.sqlite3": m["corpus.sqlite3"][:-1]},
    "a missing file": lambda m: {MANIFEST_NAME: m[MANIFEST_NAME]},
    "a file too many": lambda m: m | {"inbox/x": b"x"},
    "no manifest first": lambda m: dict(reversed(m.items())),
    "nothing": lambda _: {},
    "a path upwards": with_file("../x.jsonl"),
    "an absolute path": with_file("/tmp/x.jsonl"),  # noqa: S108 - never written
    "a hidden file": with_file(".ssh"),
    "a name of ours that is none": with_file("index/../../x"),
    "another database": with_file("other.sqlite3"),
    "a file twice": with_file("CORPUS.sqlite3"),
    "a newer format": spoiled_manifest(format=99),
    "files that are none": spoiled_manifest(files=[1]),
    "a negative size": spoiled_manifest(files=[{"name": "corpus.sqlite3", "bytes": -1, "sha256": "0" * 64}]),
    "no checksum": spoiled_manifest(files=[{"name": "corpus.sqlite3", "bytes": 1, "sha256": "x"}]),
    "no articles": without_articles,
    "a damaged database": with_damaged_database,
    "a manifest that is no JSON": lambda m: m | {MANIFEST_NAME: b"\xff{"},
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=list(SPOILS))
def test_a_hostile_or_damaged_archive_leaves_no_trace(archive: Path, tmp_path: Path, spoil: Spoil) -> None:
    (tmp_path / "place").mkdir()
    file = packed(tmp_path / "bad.tar.gz", spoil(unpacked(archive)))
    with pytest.raises(BadBackup):
        restore(file, Home(tmp_path / "place" / "home"))
    assert list((tmp_path / "place").iterdir()) == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_never_made(archive: Path, tmp_path: Path, kind: bytes) -> None:
    file = tmp_path / "bad.tar.gz"
    with tarfile.open(file, "w:gz") as bad:
        manifest = unpacked(archive)[MANIFEST_NAME]
        member = tarfile.TarInfo(MANIFEST_NAME)
        member.size = len(manifest)
        bad.addfile(member, io.BytesIO(manifest))
        link = tarfile.TarInfo("corpus.sqlite3")
        link.type, link.linkname = kind, "/etc/passwd"
        bad.addfile(link)
    with pytest.raises(BadBackup):
        restore(file, Home(tmp_path / "place" / "home"))
    assert not (tmp_path / "place" / "home").exists()


def test_a_header_that_swells_is_not_read_to_its_end(archive: Path, tmp_path: Path) -> None:
    manifest = unpacked(archive)[MANIFEST_NAME]
    swollen = tarfile.TarInfo("corpus.sqlite3")
    swollen.pax_headers = {"comment": "x" * 40_000_000}
    file = tmp_path / "bomb.tar.gz"
    with tarfile.open(file, "w:gz", format=tarfile.PAX_FORMAT) as bomb:
        member = tarfile.TarInfo(MANIFEST_NAME)
        member.size = len(manifest)
        bomb.addfile(member, io.BytesIO(manifest))
        bomb.addfile(swollen, io.BytesIO())
    with pytest.raises(BadBackup, match="more than"):
        restore(file, Home(tmp_path / "home"))


def test_an_archive_larger_than_the_disk_is_refused_before_it_is_read(archive: Path, tmp_path: Path) -> None:
    members = spoiled_manifest(files=[{"name": "corpus.sqlite3", "bytes": 1 << 60, "sha256": "0" * 64}])(
        unpacked(archive)
    )
    with pytest.raises(EnvironmentFault, match="room"):
        restore(packed(tmp_path / "big.tar.gz", members), Home(tmp_path / "home"))


def cuts(content: bytes) -> Iterator[bytes]:
    """The archive cut short, and with bytes changed, at places of a seeded choice."""
    chance = random.Random(7)
    for _ in range(12):
        place = chance.randrange(len(content))
        yield content[:place]
        yield content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


def test_no_damage_goes_unnoticed_or_ends_in_another_error(archive: Path, tmp_path: Path) -> None:
    for number, content in enumerate(cuts(archive.read_bytes())):
        file, home = tmp_path / f"{number}.tar.gz", Home(tmp_path / f"home-{number}")
        file.write_bytes(content)
        try:
            restore(file, home)
        except BotError:
            assert not home.folder.exists()
            continue
        whole = hashlib.sha256(home.database.read_bytes()).hexdigest()
        assert whole == json.loads(unpacked(archive)[MANIFEST_NAME])["files"][0]["sha256"]


@pytest.mark.parametrize("content", [None, b"", b"hello", b"PK\x03\x04"])
def test_what_is_no_archive_is_told_in_one_sentence(fresh: Installation, content: bytes | None) -> None:
    path = "missing.tar.gz" if content is None else fresh.write("x.tar.gz", content)
    outcome = fresh.hoidap("restore", path)
    assert outcome.code == 3
    assert (
        "hoidap backup" in outcome.sentence or "no whole backup" in outcome.sentence or "no backup" in outcome.sentence
    )
    assert not fresh.home.exists()


def test_a_folder_without_rights_is_the_environments_fault(archive: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(EnvironmentFault):
        restore(archive, Home(tmp_path / "locked" / "home"))


def test_usage_is_checked_before_the_archive(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "x").touch()
    with pytest.raises(UsageFault):
        restore(tmp_path / "missing", Home(tmp_path / "home"))
