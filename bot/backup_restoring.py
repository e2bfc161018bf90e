"""`hoidap restore`: a backup becomes a home again, checked to the last byte before anything is touched.

An archive is taken for hostile: only plain files with the names of a backup come out of it, each of the size and
checksum that the manifest gives, into a new folder beside the home. That folder takes the home's place by a rename; a
home that was there is moved aside, never deleted.
"""

import gzip
import hashlib
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import IO

from bot.backup_manifest import MANIFEST_NAME, MAX_MANIFEST_BYTES, BackupManifest, read_manifest_text
from bot.errors import BadBackup, EnvironmentFault, UsageFault
from bot.home import Home
from corpus.errors import Busy

Progress = Callable[[int], object]
_BLOCK = 1 << 20
# Left free beyond what the archive takes
_SPARE_BYTES = 50_000_000
_PRIVATE, _PRIVATE_FOLDER = 0o600, 0o700
# How much of an archive may be read before its manifest was met, and for the header of each member
_SLACK_BYTES, _HEADER_BYTES = 2 * MAX_MANIFEST_BYTES, 4096
_DAMAGED = (tarfile.TarError, EOFError, zlib.error, UnicodeDecodeError, ValueError)


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored home; `aside` is where the one that was there lies now, None if there was none."""

    home: Path
    aside: Path | None
    manifest: BackupManifest


def restore(file: Path, home: Home, *, replace: bool = False, progress: Progress | None = None) -> Restored:
    """Make a home of a backup.

    Args:
        file: The archive.
        home: Where to restore to.
        replace: Whether a home that holds something may be moved aside.
        progress: Told how many files are done.

    Raises:
        BadBackup: the archive is none, is damaged, or holds what no backup holds; the home is untouched.
        UsageFault: the home holds something and may not be replaced.
        Busy: a program has the home open.
        EnvironmentFault: the disk is full or a right is missing.
    """
    occupied = home.folder.exists() and any(home.folder.iterdir())
    if occupied and not replace:
        raise UsageFault(
            f"{home.folder} is not empty; name another home with --home, or add --replace to move it aside"
        )
    _check_place(home)
    with _plain_faults(file, home):
        home.folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(dir=home.folder.parent, prefix=f".{home.folder.name}.restoring-"))
        try:
            manifest = _unpack(file, staging, progress)
            for database in Home(staging).databases:
                _check_database(database, file)
            aside = _swap(staging, home, occupied=occupied)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
    return Restored(home.folder, aside, manifest)


def _check_place(home: Home) -> None:
    if home.folder.is_symlink() or os.path.ismount(home.folder) or (home.folder.exists() and not home.folder.is_dir()):
        raise EnvironmentFault(
            f"{home.folder} is no plain folder and cannot be put in place by a rename; name a folder in it with --home"
        )
    if any(_is_open(database) for database in home.databases):
        raise Busy(f"{home.folder} is in use; stop `hoidap serve` and other commands there, then restore again")


def _is_open(database: Path) -> bool:
    """Whether another program has the database open: only then an exclusive lock cannot be had."""
    if not database.exists():
        return False
    try:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as asking:
            asking.execute("PRAGMA locking_mode = EXCLUSIVE")
            asking.execute("BEGIN EXCLUSIVE")
            asking.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    except sqlite3.DatabaseError:
        return False  # what is moved aside may well be damaged
    return False


def check_archive(file: Path) -> BackupManifest:
    """Read a backup to its end, comparing every checksum, and leave nothing. Raises BadBackup."""
    try:
        return _unpack(file, None, None)
    except _DAMAGED as error:
        raise BadBackup(f"{file} is no whole backup of hoidap ({error})") from error


def _unpack(file: Path, staging: Path | None, progress: Progress | None) -> BackupManifest:
    """Everything that the manifest names, and nothing else; into the folder, if one is given."""
    with gzip.open(file) as stream, tarfile.open(fileobj=(bounded := _Bounded(stream, file)), mode="r|") as archive:
        members = iter(archive)
        first = next(members, None)
        if first is None or first.name != MANIFEST_NAME or not first.isreg() or first.size > MAX_MANIFEST_BYTES:
            raise BadBackup(f"{file} is no backup of hoidap: it does not begin with a manifest")
        manifest = read_manifest_text(_content(archive, first).read(), file)
        if staging:
            _check_space(manifest, staging)
        bounded.allow(first.size)
        missing = {entry.name: entry for entry in manifest.files}
        for done, member in enumerate(members, 1):
            entry = missing.pop(member.name, None)
            if entry is None or not member.isreg():
                raise BadBackup(f"{file} holds {member.name!r}, which its manifest does not name; nothing was restored")
            bounded.allow(member.size)
            if member.size != entry.bytes:
                raise BadBackup(f"{file} is damaged: {entry.name} has not the size that the manifest says")
            content = _content(archive, member)
            checksum = _taken_out(content, staging / entry.name) if staging else _copied(content, None)
            if checksum != entry.sha256:
                raise BadBackup(f"{file} is damaged: the checksum of {entry.name} does not agree; nothing was restored")
            if progress:
                progress(done)
    if missing:
        raise BadBackup(f"{file} is cut short: {min(missing)} is not in it; nothing was restored")
    return manifest


class _Bounded(RawIOBase):
    """The unpacked archive, read no further than the members met so far explain: headers cannot fill the memory."""

    def __init__(self, stream: "gzip.GzipFile", file: Path) -> None:
        self._stream = stream
        self._file = file
        self._left = _SLACK_BYTES

    def allow(self, size: int) -> None:
        """A member of this size was met, and a header may follow it."""
        self._left += size + _HEADER_BYTES

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes. Raises BadBackup beyond what was allowed."""
        block = self._stream.read(size)
        self._left -= len(block)
        if self._left < 0:
            raise BadBackup(f"{self._file} holds more than its manifest names; nothing was restored")
        return block


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(member)
    if content is None:
        raise BadBackup(f"{archive.name!r} holds {member.name!r} without content; nothing was restored")
    return content


def _taken_out(content: IO[bytes], target: Path) -> str:
    """Writes a new file, never over another, and gives its checksum."""
    target.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as stream:
        checksum = _copied(content, stream)
        os.fsync(stream.fileno())
    return checksum


def _copied(content: IO[bytes], stream: IO[bytes] | None) -> str:
    digest = hashlib.sha256()
    while block := content.read(_BLOCK):
        digest.update(block)
        if stream:
            stream.write(block)
    return digest.hexdigest()


def _check_space(manifest: BackupManifest, staging: Path) -> None:
    free = shutil.disk_usage(staging).free
    if manifest.total_bytes + _SPARE_BYTES > free:
        raise EnvironmentFault(
            f"the backup takes {manifest.total_bytes:,} bytes and {staging.parent} has {free:,} free; make room there"
        )


def _check_database(database: Path, file: Path) -> None:
    if not database.exists():
        return
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as opened:
            (verdict,) = opened.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise BadBackup(f"{file} holds a damaged database {database.name} ({verdict}); nothing was restored")


def _swap(staging: Path, home: Home, *, occupied: bool) -> Path | None:
    """Put the new folder in place; whatever goes wrong, there is a home under the name afterwards."""
    for leftover in staging.glob("*.sqlite3-*"):
        leftover.unlink()
    if not occupied:
        if home.folder.exists():
            home.folder.rmdir()
        staging.rename(home.folder)
        return None
    aside = _free_name(home.folder.with_name(f"{home.folder.name}.replaced-{time.strftime('%Y%m%d-%H%M%S')}"))
    home.folder.rename(aside)
    try:
        staging.rename(home.folder)
    except OSError:
        aside.rename(home.folder)
        raise
    return aside


def _free_name(wanted: Path) -> Path:
    name, number = wanted, 2
    while name.exists():
        name, number = wanted.with_name(f"{wanted.name}-{number}"), number + 1
    return name


@contextmanager
def _plain_faults(file: Path, home: Home) -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        raise BadBackup(f"{file} is no whole backup of hoidap ({error}); nothing was restored") from error
    except OSError as error:
        reason = error.strerror or str(error)
        if error.filename == str(file) or not error.errno:
            raise BadBackup(
                f"the backup {file} cannot be read: {reason}; name a file that `hoidap backup` made"
            ) from error
        raise EnvironmentFault(f"{home.folder} cannot be restored: {reason}; check its folder and space") from error
