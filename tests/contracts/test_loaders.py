"""What every part of the loaders' shelf keeps, found by looking at the shelf."""

import io
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Draft
from corpus.errors import BadInput
from corpus.loader import Loader, LoadProblem, loader_for_content_type, loader_for_suffix, loaders
from corpus.settings import LoadingSettings

SETTINGS = LoadingSettings(max_bytes=2000, max_body_chars=1000)
every_loader = pytest.mark.parametrize("loader", loaders(), ids=lambda part: part.name)


def test_names_suffixes_and_content_types_are_unique() -> None:
    parts = loaders()
    assert len({part.name for part in parts}) == len(parts)
    for values in (
        [suffix for part in parts for suffix in part.suffixes],
        [kind for part in parts for kind in part.content_types],
    ):
        assert len(set(values)) == len(values)


@every_loader
def test_a_loader_is_found_by_what_it_claims(loader: Loader) -> None:
    for suffix in loader.suffixes:
        assert suffix.startswith(".")
        assert loader_for_suffix(suffix.upper()) is loader
    for content_type in loader.content_types:
        assert loader_for_content_type(f"{content_type}; charset=utf-8") is loader


@every_loader
@settings(deadline=None)  # the first call imports what the loader reads with
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_whatever_comes_in_a_loader_gives_articles_or_sentences(loader: Loader, data: bytes) -> None:
    for item in _everything(loader, io.BytesIO(data)):
        if isinstance(item, str):
            assert item.startswith("the file")
        else:
            assert item.body.strip()
            item.body.encode("utf-8")


@every_loader
def test_no_loader_reads_without_end(loader: Loader) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            self.given += len(buffer)
            if self.given > 10_000_000:
                return 0
            buffer[:] = b"x" * len(buffer)
            return len(buffer)

    with io.BufferedReader(Endless(), 1000) as stream:
        found = _everything(loader, stream)
    assert all(isinstance(item, str) for item in found)


def _everything(loader: Loader, stream: BinaryIO) -> list[Draft | str]:
    """The articles and the messages of a stream, whichever way the loader reports them."""
    try:
        return [
            item.message if isinstance(item, LoadProblem) else item
            for item in loader.load(stream, "the file", SETTINGS)
        ]
    except BadInput as fault:
        return [str(fault)]
