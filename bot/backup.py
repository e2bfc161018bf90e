"""`hoidap backup`: one archive of an installation, made while it runs.

The databases are copied through SQLite's own backup, each as it is in one moment; the one with people before the one
with articles, so that no copy names an article that it lacks; the index before both, so that it is behind at most.
Everything is copied beside the archive first, and the archive gets its name when it was read back whole. Secrets are
not in it: only what `Home` names is taken, and tokens are never written there.
"""

import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

from bot.backup_manifest import MANIFEST_NAME, BackupManifest, Entry, entry_of, may_hold
from bot.backup_restoring import check_archive
from bot.errors import EnvironmentFault, UsageFault
from bot.home import Home
from corpus.errors import NotFound
from index.generation import current_generation

Progress = Callable[[int], object]
_PRIVATE = 0o600
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was backed up: the archive, its size in bytes, and what it holds."""

    file: Path
    bytes: int
    manifest: BackupManifest

    def facts(self) -> dict[str, object]:
        """The report as one JSON object."""
        held = self.manifest
        names = [entry.name for entry in held.files if not entry.name.startswith("index/")]
        return {
            "file": str(self.file), "bytes": self.bytes, "created": held.created, "articles": held.articles,
            "revision": held.revision, "index": held.has_index, "files": names,
        }  # fmt: skip

    def sentence(self) -> str:
        """The report for a person."""
        index = "with the index" if self.manifest.has_index else "without the index, which can be made again"
        return f"Backed up {self.manifest.articles} articles to {self.file} ({self.bytes:,} bytes), {index}."


def back_up(  # noqa: PLR0913 - one parameter per choice
    home: Home,
    file: Path,
    *,
    with_index: bool = False,
    replace: bool = False,
    gold: Path | None = None,
    progress: Progress | None = None,
) -> BackupReport:
    """Write a backup of a home, running or not, to `file`.

    Args:
        home: The installation.
        file: The archive to make, a gzipped tar; its folder must exist.
        with_index: Whether the search index comes along, so that a restored home answers at once.
        replace: Whether an existing file of that name is replaced.
        gold: The installation's own gold set; it comes along if it lies in the home.
        progress: Told how many files are done.

    Raises:
        NotFound: the home holds no articles.
        UsageFault: the file exists and may not be replaced.
        EnvironmentFault: the disk is full, a right is missing, or a database is damaged.
    """
    if not home.database.exists():
        raise NotFound(f"there is nothing to back up in {home.folder}: it holds no articles; name another with --home")
    if file.exists() and not (replace and file.is_file()):
        raise UsageFault(f"{file} exists already; name another file, or add --replace")
    with _plain_faults(file), tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as beside:
        staging = Path(beside)
        if with_index:
            _copy_index(home, staging / "index")
        for database in home.databases:
            if database.exists():
                _copy_database(database, staging / database.name)
        _copy_files(home.inbox, staging / "inbox")
        if gold:
            _copy_gold(home, gold, staging)
        manifest = _manifest(staging)
        made = staging / "archive"
        _pack(staging, manifest, made, progress)
        check_archive(made)
        size = made.stat().st_size
        made.replace(file)
        _sync(file.parent)
    return BackupReport(file, size, manifest)


def _copy_database(source: Path, target: Path) -> None:
    """The database as it is at one moment, whoever writes to it meanwhile."""
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as running, closing(_new(target)) as copy:
        running.backup(copy)
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise EnvironmentFault(f"{source} is damaged ({verdict}) and was not backed up; restore an older backup")


def _new(target: Path) -> sqlite3.Connection:
    target.touch(_PRIVATE)
    return sqlite3.connect(target)


def _copy_index(home: Home, target: Path) -> None:
    """The live generation. A swap may sweep it away while it is copied; then the next one is."""
    for attempt in range(1, _ATTEMPTS + 1):
        live = current_generation(home.index)
        if live is None:
            return
        try:
            shutil.copytree(live, target / "generations" / live.name)
        except (FileNotFoundError, shutil.Error):
            shutil.rmtree(target, ignore_errors=True)
            if attempt == _ATTEMPTS:
                raise
            continue
        (target / "current").write_text(live.name + "\n", encoding="utf-8")
        return


def _copy_files(source: Path, target: Path) -> None:
    """The plain files of a folder; one that is finished and gone meanwhile needs no copy."""
    if not source.is_dir():
        return
    target.mkdir()
    for path in sorted(source.iterdir()):
        if path.is_file() and not path.is_symlink() and may_hold(f"inbox/{path.name}"):
            try:
                shutil.copyfile(path, target / path.name)
            except FileNotFoundError:
                (target / path.name).unlink(missing_ok=True)


def _copy_gold(home: Home, gold: Path, staging: Path) -> None:
    if not gold.is_file() or not gold.resolve().is_relative_to(home.folder.resolve()):
        return
    name = gold.resolve().relative_to(home.folder.resolve()).as_posix()
    if may_hold(name):
        (staging / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(gold, staging / name)


def _manifest(staging: Path) -> BackupManifest:
    files = [path for path in sorted(staging.rglob("*")) if path.is_file()]
    entries: list[Entry] = [entry_of(path, path.relative_to(staging).as_posix()) for path in files]
    with closing(sqlite3.connect(f"{(staging / 'corpus.sqlite3').as_uri()}?mode=ro", uri=True)) as corpus:
        (articles,) = corpus.execute("SELECT count(*) FROM articles WHERE removed = 0").fetchone()
        (revision,) = corpus.execute("SELECT revision FROM state").fetchone()
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return BackupManifest(created, version("hoidap"), articles, revision, tuple(entries))


def _pack(staging: Path, manifest: BackupManifest, made: Path, progress: Progress | None) -> None:
    made.touch(_PRIVATE)
    with made.open("wb") as stream:
        with tarfile.open(fileobj=stream, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
            text = manifest.text()
            archive.addfile(_member(MANIFEST_NAME, len(text)), BytesIO(text))
            for done, entry in enumerate(manifest.files, 1):
                with (staging / entry.name).open("rb") as content:
                    archive.addfile(_member(entry.name, entry.bytes), content)
                if progress:
                    progress(done)
        stream.flush()
        os.fsync(stream.fileno())


def _member(name: str, size: int) -> tarfile.TarInfo:
    """A member without anybody's name, rights or clock in it."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, _PRIVATE
    return member


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _plain_faults(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise EnvironmentFault(f"a database could not be copied: {error}; run `hoidap doctor`") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentFault(f"the backup {file} cannot be written: {reason}; check its folder and space") from error
