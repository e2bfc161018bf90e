"""JSON Lines: one article per line, UTF-8, split on line feeds only."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from corpus.admission import check_draft
from corpus.article import Draft
from corpus.decoding import refuse_other_kinds
from corpus.errors import BadInput
from corpus.loader import LoadProblem
from corpus.settings import LoadingSettings

_UTF8_MARK = b"\xef\xbb\xbf"
_KNOWN = frozenset({"id", "title", "body", "url", "source", "author", "published", "is_sample"})


class JsonLinesLoader:
    """Articles as `{"id"?, "title", "body", "url"?, "source"?, "author"?, "published"?, ...}`.

    Bodies are kept exactly as given. Other keys travel along in `extra`. A bad line is reported with its number
    and does not stop the others.
    """

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson")
    content_types = ("application/x-ndjson", "application/jsonl")

    def load(self, stream: BinaryIO, source: str, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
        """See `corpus.loader.Loader`; a file of any length is read line by line."""
        for number, line in enumerate(_lines(stream, settings.max_bytes), start=1):
            if number == 1:
                refuse_other_kinds(line, source)
                line = line.removeprefix(_UTF8_MARK)  # noqa: PLW2901 - the mark belongs to the file, not to its first line
            if line.strip():
                yield _article(line, number, source, settings)


def _lines(stream: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    """Lines cut at line feeds; one over the limit comes back one byte too long and the rest of it is skipped."""
    while line := stream.readline(max_bytes + 1):
        rest = line
        while not rest.endswith(b"\n") and len(rest) > max_bytes:
            rest = stream.readline(max_bytes + 1)
        yield line


def _article(line: bytes, number: int, source: str, settings: LoadingSettings) -> Draft | LoadProblem:
    try:
        draft = _draft(_record(line, settings.max_bytes))
        check_draft(draft, max_body_chars=settings.max_body_chars)
    except BadInput as fault:
        return LoadProblem(source, number, f"{source}, line {number}: {fault}")
    return draft


def _record(line: bytes, max_bytes: int) -> dict[str, object]:
    if len(line.rstrip(b"\n")) > max_bytes:
        raise BadInput(
            f"The line is longer than {max_bytes} bytes: split the article, or raise corpus.loading.max_bytes."
        )
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise BadInput(f"The line is not UTF-8 (position {fault.start}): save the file as UTF-8.") from fault
    except (ValueError, RecursionError) as fault:
        raise BadInput(f"The line is not valid JSON ({fault}): write one object per line.") from fault
    if isinstance(record, list):
        raise BadInput("The line holds a JSON array: write one object per line, without brackets around them.")
    if not isinstance(record, dict):
        raise BadInput(f"The line holds {type(record).__name__}, not an object: write one object per line.")
    return record


def _draft(record: dict[str, object]) -> Draft:
    if "body" not in record:
        raise BadInput('There is no "body": an article needs text beside its title.')
    return Draft(
        title=_optional_text(record, "title") or "",
        body=_optional_text(record, "body") or "",
        id=_optional_text(record, "id"),
        url=_optional_text(record, "url"),
        source=_optional_text(record, "source"),
        author=_optional_text(record, "author"),
        published=_optional_text(record, "published"),
        # Exported samples stay samples: taken for news, an invented figure would be given as a real one
        is_sample=record.get("is_sample") is True,
        extra={key: value for key, value in record.items() if key not in _KNOWN},
    )


def _optional_text(record: dict[str, object], name: str) -> str | None:
    value = record.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or isinstance(value, str):
        return value if name in {"title", "body", "id"} else value or None
    raise BadInput(f'The "{name}" is {type(value).__name__}, not text: put it in quotes.')


LOADER = JsonLinesLoader()
