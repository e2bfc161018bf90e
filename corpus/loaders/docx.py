"""Word files (.docx): the paragraphs of the main document, the first one being the title.

A .docx is a ZIP container of XML. Only its main document is unpacked, piece by piece up to a limit, into a parser that
knows no entities: a container that unpacks without end, or a document that defines entities, is refused, and pictures,
macros and links to elsewhere are never looked at.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from corpus.admission import MAX_TITLE_CHARS
from corpus.article import Draft
from corpus.decoding import read_limited
from corpus.errors import BadInput
from corpus.loader import LoadProblem, admitted
from corpus.settings import LoadingSettings

_MAIN = re.compile(r"word/document\d*\.xml")
_ENCRYPTED = b"\xd0\xcf\x11\xe0"
# Word writes up to some ten bytes of XML per character of text
_XML_PER_CHARACTER = 40
_CHUNK = 65_536
_DAMAGED = (zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, ValueError, RuntimeError, KeyError, EOFError)
_DEEPEST = 200
# What stands in these was deleted, or is a field's code, or repeats the text beside it
_SKIPPED = frozenset({"del", "moveFrom", "instrText", "Fallback", "pict", "object"})


class DocxLoader:
    """One article per file."""

    name = "docx"
    suffixes = (".docx",)
    content_types = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)

    def load(self, stream: BinaryIO, source: str, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
        """See `corpus.loader.Loader`."""
        data = read_limited(stream, source, settings.max_bytes)
        if data.startswith(_ENCRYPTED):
            raise BadInput(f"{source} is protected by a password or in the old .doc format: save it as plain .docx.")
        lines = [line for line in _paragraphs(data, source, settings.max_body_chars) if line]
        if not lines:
            raise BadInput(f"{source} holds no text: save the text itself as .txt and add that.")
        title, body = (lines[0], lines[1:]) if len(lines) > 1 and len(lines[0]) <= MAX_TITLE_CHARS else ("", lines)
        yield admitted(Draft(title=title, body="\n".join(body)), source, settings)


def _paragraphs(data: bytes, source: str, most_chars: int) -> list[str]:
    text = _Text(most_chars)
    try:
        _parse(data, text, most_chars * _XML_PER_CHARACTER)
    except BadInput as fault:
        raise BadInput(f"{source} cannot be taken in ({fault}): save its text as .txt and add that.") from fault
    except _DAMAGED as fault:
        raise BadInput(f"{source} is not a readable .docx file ({fault}): open it in Word and save it anew.") from fault
    return text.lines


def _parse(data: bytes, text: "_Text", most_bytes: int) -> None:
    """Feeds the main document to `text`. Raises BadInput, or one of `_DAMAGED`."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = text.start
    parser.EndElementHandler = text.end
    parser.CharacterDataHandler = text.characters
    parser.StartDoctypeDeclHandler = text.declares
    read = 0
    with zipfile.ZipFile(io.BytesIO(data)) as container, container.open(_main_document(container)) as document:
        while chunk := document.read(_CHUNK):
            read += len(chunk)
            if read > most_bytes:
                raise BadInput(f"it unpacks to more than {most_bytes} bytes")
            parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by place
    parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by place


def _main_document(container: zipfile.ZipFile) -> zipfile.ZipInfo:
    found = next((entry for entry in container.infolist() if _MAIN.fullmatch(entry.filename)), None)
    if found is None:
        raise BadInput("it has no main document")
    if found.flag_bits & 1 or found.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BadInput("it is encrypted or packed in a way that Word does not use")
    return found


class _Text:
    """Collects paragraphs; the cells of a table's row become one line."""

    def __init__(self, most_chars: int) -> None:
        self.lines: list[str] = []
        self._most = most_chars
        self._chars = 0
        self._depth = 0
        self._skipping = 0
        self._in_text = False
        self._pieces: list[str] = []
        self._row: list[str] | None = None
        self._cell: list[str] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadInput("its parts are nested too deeply")
        local = name.rpartition(":")[2]
        if self._skipping or local in _SKIPPED:
            self._skipping += 1
        elif local == "t":
            self._in_text = True
        elif local in {"tab", "br", "cr", "noBreakHyphen"}:
            self._pieces.append("-" if local == "noBreakHyphen" else " ")
        elif local == "tr":
            self._row = []

    def end(self, name: str) -> None:
        self._depth -= 1
        if self._skipping:
            self._skipping -= 1
            return
        local = name.rpartition(":")[2]
        if local == "t":
            self._in_text = False
        elif local == "p":
            self._paragraph()
        elif local == "tc":
            if self._row is not None:
                self._row.append(" ".join(self._cell))
            self._cell = []
        elif local == "tr":
            self.lines.append(" | ".join(cell for cell in self._row or () if cell))
            self._row = None

    def characters(self, data: str) -> None:
        if self._in_text and not self._skipping:
            self._chars += len(data)
            if self._chars > self._most + MAX_TITLE_CHARS:
                raise BadInput(f"it has more than {self._most} characters")
            self._pieces.append(data)

    def declares(self, *_: object) -> None:
        raise BadInput("it declares entities, which no Word file does")

    def _paragraph(self) -> None:
        line = " ".join("".join(self._pieces).replace("\x00", "").split())
        self._pieces.clear()
        (self.lines if self._row is None else self._cell).append(line)


LOADER = DocxLoader()
