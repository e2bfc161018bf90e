"""PDF files with text in them: lines are put together to paragraphs again, the first of which is the title.

A PDF says where letters stand, not what a paragraph is. A line goes on in the next one unless it ends a sentence or
stops well before the margin; lines that most pages share (headers, footers) and page numbers are left out.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from corpus.admission import MAX_TITLE_CHARS
from corpus.article import Draft
from corpus.decoding import read_limited
from corpus.errors import BadInput
from corpus.loader import LoadProblem, admitted
from corpus.settings import LoadingSettings

if TYPE_CHECKING:
    import pypdf

MOST_PAGES = 300
# What one part of a file may unpack to, and how many operators it may hold; a page of text takes some ten thousand
_PART_BYTES = 20_000_000
_PART_OPERATIONS = 500_000
_FEW_PAGES = 3
_FULL_LINE = 0.75
_SENTENCE_END = re.compile(r"[.!?:;…]['\"”’)]*$")
_PAGE_NUMBER = re.compile(r"(?:trang\s+)?[-–]?\s*\d{1,4}\s*(?:[/\-–]\s*\d{0,4})?\s*[-–]?", re.IGNORECASE)
_NEW_POINT = re.compile(r"(?:[-–•*+]|\d{1,2}[.)]|[a-zđ]\)|[IVX]{1,4}\.)\s")
_UNREADABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")


class PdfLoader:
    """One article per file."""

    name = "pdf"
    suffixes = (".pdf",)
    content_types = ("application/pdf",)

    def load(self, stream: BinaryIO, source: str, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
        """See `corpus.loader.Loader`."""
        data = read_limited(stream, source, settings.max_bytes)
        if b"%PDF" not in data[:1024]:
            raise BadInput(f"{source} is not a PDF file: name it for what it is, or save its text as .txt.")
        lines = paragraphs(_pages(data, source, settings.max_body_chars))
        if not lines:
            raise BadInput(f"{source} holds no text that can be read; it may be a scan: save its text as .txt.")
        title, body = (lines[0], lines[1:]) if len(lines) > 1 and len(lines[0]) <= MAX_TITLE_CHARS else ("", lines)
        yield admitted(Draft(title=title, body="\n".join(body)), source, settings)


def _pages(data: bytes, source: str, most_chars: int) -> list[list[str]]:
    """The lines of each page, as they stand there. Raises BadInput."""
    # pypdf takes a tenth of a second to import: only when a PDF is read
    import pypdf

    try:
        with pypdf.apply_configuration(
            zlib_maximum_output_length=_PART_BYTES,
            lzw_maximum_output_length=_PART_BYTES,
            run_length_maximum_output_length=_PART_BYTES,
            brotli_maximum_output_length=_PART_BYTES,
            array_based_stream_maximum_output_length=_PART_BYTES,
            stream_parsing_work_maximum_count=_PART_OPERATIONS,
        ):
            return _text_of(pypdf.PdfReader(io.BytesIO(data)), source, most_chars)
    except BadInput:
        raise
    except (Exception, RecursionError) as fault:
        reason = " ".join(str(fault).split())[:100] or type(fault).__name__
        raise BadInput(f"{source} cannot be read as a PDF file ({reason}): save its text as .txt, add that.") from fault


def _text_of(reader: "pypdf.PdfReader", source: str, most_chars: int) -> list[list[str]]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise BadInput(f"{source} is protected by a password: save it without one and add it again.")
    if len(reader.pages) > MOST_PAGES:
        raise BadInput(f"{source} has {len(reader.pages)} pages, more than {MOST_PAGES}: split it first.")
    pages, chars = [], 0
    for page in reader.pages:
        text = _UNREADABLE.sub(" ", page.extract_text() or "")
        chars += len(text)
        if chars > most_chars * 2:
            raise BadInput(f"{source} holds more text than {most_chars} characters: split it first.")
        pages.append([" ".join(line.split()) for line in text.splitlines()])
    return pages


def paragraphs(pages: Sequence[Sequence[str]]) -> list[str]:
    """The paragraphs of a document from the lines of its pages."""
    shared = Counter(line for page in pages for line in set(page) if line)
    repeated = {line for line, count in shared.items() if len(pages) >= _FEW_PAGES and count * 2 > len(pages)}
    lines = [
        line for page in pages for line in page if line not in repeated and not (line and _PAGE_NUMBER.fullmatch(line))
    ]
    width = sorted(len(line) for line in lines if line)[-max(1, len(lines) // 10) :][:1]
    found: list[str] = []
    going_on = False
    for line in lines:
        if not line:
            going_on = False
            continue
        if going_on and not _NEW_POINT.match(line):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
        going_on = not _SENTENCE_END.search(line) and len(line) >= width[0] * _FULL_LINE
    return found


LOADER = PdfLoader()
