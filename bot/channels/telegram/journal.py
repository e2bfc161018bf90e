"""Versions before 0.2 kept what they had received in a journal of JSON lines: it is taken over once, then removed."""

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

from bot.errors import EnvironmentFault

# Telegram may bring a batch of 100 once more, so more than that need not be recognised
_REMEMBERED = 100
_log = logging.getLogger(__name__)


def read_journal(path: Path) -> tuple[list[dict[str, Any]], list[int]]:
    """Updates that were taken and not dealt with, in Telegram's order, and the latest that were dealt with.

    A line that was cut off by a power failure is left out. Raises EnvironmentFault when the file cannot be read.
    """
    pending: dict[int, dict[str, Any]] = {}
    done: list[int] = []
    try:
        lines = path.read_bytes().split(b"\n") if path.exists() else []
    except OSError as fault:
        raise EnvironmentFault(
            f"the journal {path} of an earlier version cannot be read ({fault.strerror}); "
            "let the bot's user read it, or move it away"
        ) from fault
    for line in lines:
        try:
            entry = json.loads(line) if line else {}
            if "took" in entry:
                pending[int(entry["took"]["update_id"])] = entry["took"]
            elif "done" in entry:
                pending.pop(int(entry["done"]), None)
                done.append(int(entry["done"]))
        except (ValueError, TypeError, KeyError):
            _log.warning("a line of %s was not written to its end and is left out", path)
    return [pending[number] for number in sorted(pending)], done[-_REMEMBERED:]


async def remove_journal(path: Path) -> None:
    """Removes the journal, and its folder where nothing else is in it."""
    await asyncio.to_thread(_remove, path)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    if path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()
