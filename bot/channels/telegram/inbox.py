"""The inbox: updates are on disk before Telegram is told that they arrived, and until they were dealt with.

A journal of JSON lines, `{"took": update}` and `{"done": update_id}`, rewritten when most of it is history. What was
taken and not done when the process died is handed out again at the next start.
"""

import asyncio
import json
import logging
import os
from collections import OrderedDict
from collections.abc import Iterable
from io import FileIO
from pathlib import Path
from typing import Any

RawUpdate = dict[str, Any]

# An update that was dealt with is recognised when Telegram brings it again: at most one batch of 100 can be unconfirmed
_REMEMBERED = 1000
_HISTORY_LINES = 2000
_log = logging.getLogger(__name__)


class Inbox:
    """One process's journal; open it with `Inbox.open`."""

    def __init__(self, path: Path, pending: dict[int, RawUpdate], done: Iterable[int]) -> None:
        self._path = path
        self._pending = pending
        self._done = OrderedDict.fromkeys(done)
        self._writing = asyncio.Lock()
        self._lines = 0
        self._file = self._rewritten()

    @classmethod
    async def open(cls, path: Path) -> "Inbox":
        """Opens or creates the journal; a line that was being written when the power went is dropped.

        Raises OSError when the folder cannot be written.
        """
        opening = asyncio.ensure_future(asyncio.to_thread(cls._open, path))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            await (await opening).close()
            raise

    @classmethod
    def _open(cls, path: Path) -> "Inbox":
        path.parent.mkdir(parents=True, exist_ok=True)
        pending: dict[int, RawUpdate] = {}
        done: list[int] = []
        for line in path.read_bytes().split(b"\n") if path.exists() else []:
            try:
                entry = json.loads(line) if line else {}
            except ValueError:
                _log.warning("a line of %s was not written to its end and is left out", path)
                continue
            if "took" in entry:
                pending[entry["took"]["update_id"]] = entry["took"]
            elif "done" in entry:
                pending.pop(entry["done"], None)
                done.append(entry["done"])
        return cls(path, pending, done[-_REMEMBERED:])

    @property
    def pending(self) -> list[RawUpdate]:
        """What was taken and not dealt with, in Telegram's order."""
        return [self._pending[number] for number in sorted(self._pending)]

    async def take(self, updates: Iterable[RawUpdate]) -> list[RawUpdate]:
        """Writes updates to the disk; returns those that were not known yet.

        Raises OSError (disk full, read-only); then none of them was taken and Telegram must not be told otherwise.
        """
        return await asyncio.shield(asyncio.ensure_future(self._take(list(updates))))

    async def done(self, update_id: int) -> None:
        """Notes that an update was dealt with. Raises OSError; the update is then handed out again after a restart."""
        await asyncio.shield(asyncio.ensure_future(self._done_with(update_id)))

    async def close(self) -> None:
        """Closes the file."""
        async with self._writing:
            self._file.close()

    # Both run to their end even when the caller is cancelled: a thread cannot be called back from its writing

    async def _take(self, updates: list[RawUpdate]) -> list[RawUpdate]:
        async with self._writing:
            unknown = {update["update_id"]: update for update in updates if not self._knows(update["update_id"])}
            new = list(unknown.values())
            if new:
                await asyncio.to_thread(self._append, [{"took": update} for update in new], durable=True)
                self._pending |= unknown
            return new

    async def _done_with(self, update_id: int) -> None:
        async with self._writing:
            self._pending.pop(update_id, None)
            self._done[update_id] = None
            while len(self._done) > _REMEMBERED:
                self._done.popitem(last=False)
            # Not forced to the disk: the kernel keeps it if the process is killed, and a lost mark costs a repetition
            await asyncio.to_thread(self._append, [{"done": update_id}], durable=False)

    def _knows(self, update_id: int) -> bool:
        return update_id in self._pending or update_id in self._done

    def _append(self, entries: list[RawUpdate], *, durable: bool) -> None:
        if self._lines > _HISTORY_LINES + len(self._pending):
            old, self._file = self._file, self._rewritten()
            old.close()
        start = self._file.tell()
        try:
            _write_all(self._file, _as_lines(entries))
            if durable:
                os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(start)  # half a line must not swallow the next one
            self._file.seek(start)
            raise
        self._lines += len(entries)

    def _rewritten(self) -> FileIO:
        beside = self._path.with_suffix(".new")
        entries = [{"took": update} for update in self.pending] + [{"done": number} for number in self._done]
        with beside.open("wb") as file:
            file.write(_as_lines(entries))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        self._lines = len(entries)
        return self._path.open("ab", buffering=0)


def _write_all(file: FileIO, data: bytes) -> None:
    while data:
        data = data[file.write(data) :]


def _as_lines(entries: list[RawUpdate]) -> bytes:
    return b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)
