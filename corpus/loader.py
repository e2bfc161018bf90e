"""The shape of a loader: what a part of the shelf `corpus/loaders` offers."""

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import BinaryIO, Protocol

from corpus.admission import check_draft
from corpus.article import Draft
from corpus.errors import BadInput
from corpus.settings import LoadingSettings


@dataclass(frozen=True, slots=True)
class LoadProblem:
    """Something in a source that could not be taken in; the rest of the source is not affected.

    `message` is one whole sentence that names the source; `line` counts from 1 where a source has lines.
    """

    source: str
    line: int | None
    message: str


class Loader(Protocol):
    """Reads articles from one kind of file.

    A part is a module of `corpus/loaders` whose `LOADER` follows this protocol.
    """

    name: str
    suffixes: tuple[str, ...]
    content_types: tuple[str, ...]

    def load(self, stream: BinaryIO, source: str, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
        """The articles of `stream` in order.

        `source` is how messages name it. Raises BadInput for a stream that is not of this kind at all.
        """
        ...


def admitted(draft: Draft, source: str, settings: LoadingSettings) -> Draft:
    """The draft as it is, if the corpus takes it; raises BadInput naming the source and what is wrong."""
    try:
        check_draft(draft, max_body_chars=settings.max_body_chars)
    except BadInput as fault:
        raise BadInput(f"{source}: {fault}") from fault
    return draft


@cache
def loaders() -> tuple[Loader, ...]:
    """Every part of the shelf, by name; a new file in the folder is picked up without edits elsewhere."""
    shelf = import_module("corpus.loaders")
    found: list[Loader] = []
    for module in pkgutil.iter_modules(shelf.__path__):
        part: Loader = import_module(f"corpus.loaders.{module.name}").LOADER
        found.append(part)
    return tuple(found)


def loader_for_suffix(suffix: str) -> Loader | None:
    """The loader of files that end in `suffix` (with its dot, in any case), or None."""
    return next((part for part in loaders() if suffix.lower() in part.suffixes), None)


def loader_for_content_type(content_type: str) -> Loader | None:
    """The loader of web pages sent as `content_type` (parameters are ignored), or None."""
    bare = content_type.partition(";")[0].strip().lower()
    return next((part for part in loaders() if bare in part.content_types), None)


def known_suffixes() -> tuple[str, ...]:
    """All suffixes that some loader reads, sorted."""
    return tuple(sorted(suffix for part in loaders() for suffix in part.suffixes))
