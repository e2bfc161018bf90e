"""Sources of articles - files, folders, links, standard input - become drafts and problems, in order."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import BinaryIO

from corpus.article import Draft
from corpus.errors import BadInput
from corpus.link import Page, fetch
from corpus.loader import Loader, LoadProblem, known_suffixes, loader_for_content_type, loader_for_suffix
from corpus.settings import LoadingSettings

STANDARD_INPUT = "-"


def is_link(source: str) -> bool:
    """Whether a source is a web address rather than a path."""
    return source.lower().startswith(("http://", "https://"))


async def load_sources(
    sources: Sequence[str], settings: LoadingSettings, *, stdin: BinaryIO | None = None
) -> AsyncIterator[Draft | LoadProblem]:
    """Everything that the sources hold. What cannot be read is a LoadProblem and does not stop the others."""
    for source in sources:
        if is_link(source):
            async for item in _linked(source, settings):
                yield item
        elif source == STANDARD_INPUT:
            for item in _standard_input(stdin, settings):
                yield item
        else:
            for item in _path(Path(source), settings):
                yield item


async def _linked(url: str, settings: LoadingSettings) -> AsyncIterator[Draft | LoadProblem]:
    """The article behind a link, or those of a feed: each by its own link, or else as the feed has it."""
    try:
        page = await fetch(url, settings)
        found = await _read(page, url, settings)
    except BadInput as fault:
        yield LoadProblem(url, None, str(fault))
        return
    if not _is_feed(page):
        yield _the_one(found, page, url)
        return
    for item in found:
        whole = await _link_or_problem(item.url, settings) if isinstance(item, Draft) and item.url else item
        # Some sites show their articles to people with a browser only: what the feed gives is better than nothing
        yield item if isinstance(whole, LoadProblem) else whole


async def load_link(url: str, settings: LoadingSettings) -> Draft:
    """The article behind a link. Raises BadInput for a link or page that cannot be taken in."""
    page = await fetch(url, settings)
    found = await _read(page, url, settings)
    one = _the_one(found, page, url)
    if isinstance(one, LoadProblem):
        raise BadInput(one.message)
    return one


def _the_one(found: Sequence[Draft | LoadProblem], page: Page, url: str) -> Draft | LoadProblem:
    """The article of a page that holds exactly one."""
    one = found[0] if len(found) == 1 else None
    if not isinstance(one, Draft):
        return LoadProblem(
            url, None, f"{url[:200]} holds {len(found)} records, not one article: download it and add the file."
        )
    return replace(one, url=_own_address(one.url, page.url), origin=url)


async def _read(page: Page, url: str, settings: LoadingSettings) -> list[Draft | LoadProblem]:
    """What the loader of a page's kind finds. Raises BadInput for a kind that none reads."""
    loader = loader_for_content_type(page.content_type)
    if loader is None:
        raise BadInput(
            f"{url[:200]} sends {page.content_type or 'no content type'}: HTML and text pages, PDF and Word files and "
            "feeds are read."
        )
    # Finding the article in a large page takes a second of computing: not on the event loop
    return await asyncio.to_thread(lambda: list(loader.load(io.BytesIO(page.data), url[:200], settings)))


def _is_feed(page: Page) -> bool:
    loader = loader_for_content_type(page.content_type)
    return loader is not None and loader.name == "feed"


def load_bytes(name: str, data: bytes, settings: LoadingSettings) -> list[Draft | LoadProblem]:
    """The articles of a file that was sent rather than found; `name` decides how it is read and has no path."""
    return list(_file(PurePath(name).name or "file", io.BytesIO(data), settings))


def _own_address(stated: str | None, fetched: str) -> str:
    """A page may state a cleaner address of its own, but not one on another site."""
    if stated is None or stated.split("/", 3)[2].lower() != fetched.split("/", 3)[2].lower():
        return fetched
    return stated


async def _link_or_problem(url: str, settings: LoadingSettings) -> Draft | LoadProblem:
    try:
        return await load_link(url, settings)
    except BadInput as fault:
        return LoadProblem(url, None, str(fault))


def _standard_input(stdin: BinaryIO | None, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
    """JSON Lines when the first thing that is sent is an object, plain text otherwise."""
    if stdin is None:
        yield LoadProblem(STANDARD_INPUT, None, "There is no standard input to read: name a file instead.")
        return
    stream = io.BufferedReader(stdin) if isinstance(stdin, io.RawIOBase) else stdin
    first = stream.readline(settings.max_bytes + 1)
    rest = _Prefixed(first, stream)
    name = (
        "standard input.jsonl"
        if first.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
        else "standard input.txt"
    )
    for item in _file(name, rest, settings):
        yield replace(item, origin=None) if isinstance(item, Draft) else item


class _Prefixed(io.BufferedReader):
    """A stream whose first line was already read."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        super().__init__(_Chained(first, rest))


class _Chained(io.RawIOBase):
    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._first = first
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]  # narrower than WriteableBuffer
        chunk = self._first[: len(buffer)] or self._rest.read(len(buffer))
        self._first = self._first[len(chunk) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _path(path: Path, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
    if path.is_dir():
        yield from _folder(path, settings)
        return
    try:
        with path.open("rb") as stream:
            for item in _file(str(path), stream, settings):
                yield replace(item, origin=str(path.resolve())) if isinstance(item, Draft) else item
    except FileNotFoundError:
        yield LoadProblem(str(path), None, f"The file {path} does not exist: check its name.")
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else str(fault)
        yield LoadProblem(str(path), None, f"The file {path} cannot be read ({reason}).")


def _folder(folder: Path, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
    """Known kinds of files below a folder, sorted; hidden ones and links that lead out of it are left out."""
    root = folder.resolve()
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if loader_for_suffix(path.suffix)
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
        and path.resolve().is_relative_to(root)
    ]
    if not files:
        yield LoadProblem(
            str(folder), None, f"The folder {folder} holds no file that can be read ({', '.join(known_suffixes())})."
        )
    for path in files:
        yield from _path(path, settings)


def _file(name: str, stream: BinaryIO, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
    suffix = PurePath(name).suffix
    loader: Loader | None = loader_for_suffix(suffix)
    if loader is None:
        kind = f"a {suffix} file" if suffix else "a file without an ending"
        yield LoadProblem(
            name, None, f"{name} is {kind}: the kinds that can be read are {', '.join(known_suffixes())}."
        )
        return
    try:
        yield from loader.load(stream, name, settings)
    except BadInput as fault:
        yield LoadProblem(name, None, str(fault))
