"""What a backup holds: a manifest that names each file with its size and checksum, and which names may be in it."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.errors import BadBackup

MANIFEST_NAME = "manifest.json"
FORMAT = 1
MAX_MANIFEST_BYTES = 4_000_000
_BLOCK = 1 << 20
_PART = r"[A-Za-z0-9_][A-Za-z0-9._-]{0,120}"
# Nothing else is ever taken out of an archive: no path upwards, no hidden file, no name of another program's
_ALLOWED = re.compile(
    rf"(?:corpus|bot)\.sqlite3|inbox/{_PART}|(?:{_PART}/)?{_PART}\.jsonl|index/\.?{_PART}(?:/\.?{_PART}){{0,5}}"
)
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a backup: its name within a home, its size, its SHA-256 in hexadecimal digits."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """What a backup holds and when it was made (ISO time in UTC), by which version of hoidap."""

    created: str
    hoidap: str
    articles: int
    revision: int
    files: tuple[Entry, ...]
    format: int = FORMAT

    @property
    def total_bytes(self) -> int:
        """What all files take once they are taken out."""
        return sum(entry.bytes for entry in self.files)

    @property
    def has_index(self) -> bool:
        """Whether the search index is in it."""
        return any(entry.name.startswith("index/") for entry in self.files)

    def text(self) -> bytes:
        """The manifest as it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2).encode()


def read_manifest_text(text: bytes, archive: Path) -> BackupManifest:
    """The manifest of an archive, every field checked. Raises BadBackup."""
    try:
        row = json.loads(text)
        if int(row["format"]) > FORMAT:
            raise BadBackup(f"{archive} was made by a newer hoidap ({row['hoidap']}); update hoidap to restore it")
        files = tuple(Entry(str(one["name"]), int(one["bytes"]), str(one["sha256"])) for one in row["files"])
        manifest = BackupManifest(
            str(row["created"]), str(row["hoidap"]), int(row["articles"]), int(row["revision"]), files
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadBackup(f"{archive} is no backup of hoidap: its manifest cannot be read") from error
    _check(files, archive)
    return manifest


def may_hold(name: str) -> bool:
    """Whether a file of this name may be in a backup."""
    return bool(_ALLOWED.fullmatch(name))


def _check(files: Sequence[Entry], archive: Path) -> None:
    names = [entry.name for entry in files]
    for entry in files:
        if not may_hold(entry.name):
            raise BadBackup(f"{archive} holds {entry.name!r}, which is no file of a backup; nothing was restored")
        if entry.bytes < 0 or not _CHECKSUM.fullmatch(entry.sha256):
            raise BadBackup(f"{archive} gives no size and checksum for {entry.name}; nothing was restored")
    if len({name.casefold() for name in names}) != len(names):
        raise BadBackup(f"{archive} holds a file twice; nothing was restored")
    if "corpus.sqlite3" not in names:
        raise BadBackup(f"{archive} holds no articles (corpus.sqlite3); nothing was restored")


def entry_of(file: Path, name: str) -> Entry:
    """The entry of a file that will not change any more."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Entry(name, size, digest.hexdigest())
