"""Plain text: the first line with anything on it is the title, the rest is the body."""

from collections.abc import Iterator
from typing import BinaryIO

from corpus.article import Draft
from corpus.decoding import decode_text, read_limited
from corpus.loader import LoadProblem, admitted
from corpus.settings import LoadingSettings


class TextLoader:
    """One article per file."""

    name = "text"
    suffixes = (".txt",)
    content_types = ("text/plain",)

    def load(self, stream: BinaryIO, source: str, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
        """See `corpus.loader.Loader`."""
        draft = text_draft(decode_text(read_limited(stream, source, settings.max_bytes), source))
        yield admitted(draft, source, settings)


def text_draft(text: str) -> Draft:
    """Pasted or filed text as an article; text of a single line has no title."""
    stripped = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").strip()
    title, _, body = stripped.partition("\n")
    if not body.strip():
        return Draft(title="", body=stripped)
    return Draft(title=title.strip(), body=body.strip("\n").rstrip())


LOADER = TextLoader()
