"""What commands print: results on standard output, everything else on standard error."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

# Control characters, escape sequences among them: an article's title must not drive somebody's terminal
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Progress(Protocol):
    """Called with the number of steps done so far."""

    def __call__(self, done: int, /) -> None:
        """Show that `done` steps are done."""


def prepare_streams() -> None:
    """UTF-8 out whatever the locale says; what cannot be encoded becomes `?` instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace", newline="\n")


def emit(facts: object) -> None:
    """One JSON object on one line of standard output."""
    write_line(sys.stdout, json.dumps(facts, ensure_ascii=False))


def show(text: str = "") -> None:
    """Text for a person on standard output."""
    write_line(sys.stdout, _CONTROL.sub("", text))


def notice(text: str) -> None:
    """A line for a person that is no result: standard error."""
    write_line(sys.stderr, _CONTROL.sub("", text))


def problem(sentence: str) -> None:
    """What went wrong, in one line on standard error."""
    notice("error: " + " ".join(sentence.split()))


class ReaderGone(Exception):
    """Whoever read our output went away. No OSError: typer would end with 1 on that."""


def write_line(stream: TextIO, line: str) -> None:
    """One line, at once. Raises ReaderGone when the other end of a pipe is closed."""
    try:
        stream.write(line + "\n")
        stream.flush()
    except BrokenPipeError as error:
        raise ReaderGone from error


@contextmanager
def progress(what: str, *, total: int | None = None) -> Iterator[Progress]:
    """A counter, or with a `total` a bar, on standard error while something long runs; only if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    counted = (TextColumn("{task.description} {task.completed:,.0f}"),)
    barred = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    columns = SpinnerColumn(), *(counted if total is None else barred), TimeElapsedColumn()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
