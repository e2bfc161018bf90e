"""Bytes from outside become text, or one sentence that says what they really are."""

import codecs
from typing import BinaryIO

from corpus.errors import BadInput

# First bytes of files that are often given a text's name
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP container (Word, Excel or archive)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "an SQLite database"),
)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_limited(stream: BinaryIO, source: str, max_bytes: int) -> bytes:
    """All of a stream; raises BadInput when it holds more than `max_bytes`."""
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise BadInput(f"{source} is larger than {max_bytes} bytes: split it, or raise corpus.loading.max_bytes.")
    return data


def refuse_other_kinds(data: bytes, source: str) -> None:
    """Raises BadInput when the first bytes are those of a picture, an archive or another kind of file."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise BadInput(f"{source} is {kind}, not text: save its text as UTF-8 and add that file.")


def decode_text(data: bytes, source: str) -> str:
    """UTF-8 (with or without its mark) or marked UTF-16 as text; raises BadInput for anything else."""
    if data.startswith(_UTF16_MARKS):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as fault:
            raise BadInput(f"{source} is damaged UTF-16 text: save it as UTF-8 and add it again.") from fault
    refuse_other_kinds(data, source)
    if b"\x00" in data:
        raise BadInput(f"{source} holds binary data, not text: save its text as UTF-8 and add that file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        byte = data[fault.start]
        raise BadInput(
            f"{source} is not UTF-8 text (byte 0x{byte:02X} at position {fault.start}): save it as UTF-8 and try again."
        ) from fault
