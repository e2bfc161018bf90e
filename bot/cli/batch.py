"""Reading a batch: JSON Lines with one question, query or conversation each; bad lines are told, good ones done."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.cli.output import problem
from bot.errors import BadBatch

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Line:
    """One good line: what is asked now, what was said before it, and the caller's id (else the line number)."""

    number: int
    id: object
    question: str
    turns: tuple[str, ...] = ()


class _BadLine(Exception):
    """Why one line cannot be used."""


class Batch:
    """The lines of a batch file (`-`: standard input), and how many of them could not be used."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.bad = 0
        self.read = 0

    def lines(self) -> Iterator[Line]:
        """The good lines in order. Raises BadBatch when the file cannot be read at all."""
        if self.source == STDIN:
            yield from self._lines(sys.stdin.buffer)
            return
        try:
            with Path(self.source).open("rb") as file:
                yield from self._lines(file)
        except OSError as error:
            raise BadBatch(f"the batch file {self.source} cannot be read: {error.strerror or error}") from error

    def report(self, number: int, message: str) -> None:
        """Tell that a line could not be used."""
        self.bad += 1
        problem(f"{self.source} line {number}: {message}")

    def finish(self) -> None:
        """Raise BadBatch if any line was bad."""
        if self.bad:
            raise BadBatch(f"{self.bad} of {self.read} lines of {self.source} could not be used; the others were done")

    def _lines(self, file: BinaryIO) -> Iterator[Line]:
        # a binary file is split on \n only: texts hold U+2028 and U+0085
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            self.read += 1
            try:
                yield _line(number, raw)
            except _BadLine as error:
                self.report(number, str(error))


def _line(number: int, raw: bytes) -> Line:
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _BadLine(f"not UTF-8 text (byte {error.start})") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise _BadLine(f"not JSON ({error})") from error
    if not isinstance(row, dict):
        raise _BadLine('expected an object such as {"id": 1, "question": "..."}')
    turns = _turns(row)
    return Line(number, row.get("id", str(number)), turns[-1], tuple(turns[:-1]))


def _turns(row: dict[str, object]) -> list[str]:
    turns = row.get("turns", [row.get("question", row.get("query"))])
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise _BadLine('expected "question" (a text) or "turns" (a list of texts)')
    return [str(turn) for turn in turns]
