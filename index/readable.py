"""Terms as people write them: keys have their tone behind the syllable, pairs and marks are spelled for machines."""

import re
import unicodedata

from corpus.text import TONE_MARKS

_VOWELS = "aeiouyâăêôơư"
_SYLLABLE = re.compile(
    rf"^(?P<onset>qu|gi(?=[{_VOWELS}])|[^{_VOWELS}]*)(?P<vowels>[{_VOWELS}]+)(?P<rest>[^{_VOWELS}]*)$"
)
_MIDDLE = 3
_PERIODS = {
    "q": "quý {0}",
    "h1": "nửa đầu năm",
    "h2": "nửa cuối năm",
    "n": "{0} tháng đầu năm",
    "l": "{0} tháng cuối năm",
    "o": "thứ {0}",
}


def readable_word(key: str) -> str:
    """A word key with the tone where it is written: `đại` of the key that has it behind the i."""
    decomposed = unicodedata.normalize("NFD", key)
    tones = "".join(c for c in decomposed if c in TONE_MARKS)
    base = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONE_MARKS))
    found = _SYLLABLE.match(base)
    if len(tones) != 1 or not found:
        return unicodedata.normalize("NFC", base + tones)
    at = found.start("vowels") + _bearer(found["vowels"], closed=bool(found["rest"]))
    return unicodedata.normalize("NFC", base[: at + 1] + tones + base[at + 1 :])


def _bearer(vowels: str, *, closed: bool) -> int:
    """Which vowel of a syllable bears the tone."""
    marked = [at for at, vowel in enumerate(vowels) if vowel in "âăêôơư"]
    if marked:
        return marked[-1]
    if len(vowels) == 1 or (closed and len(vowels) < _MIDDLE):
        return len(vowels) - 1
    return 1 if len(vowels) >= _MIDDLE else 0


def readable(kind: str, text: str) -> str:
    """A term of a question in words: `đại hội` of a pair, `quý 2 năm 2020` of the mark `q:2020-2`."""
    if kind == "marks":
        return _readable_mark(text)
    return " ".join(readable_word(word) for word in text.split("_"))


def _readable_mark(mark: str) -> str:
    kind, _, value = mark.partition(":")
    parts = [str(int(part)) for part in value.split("-")]
    if kind in ("d", "m"):
        return f"{'ngày' if kind == 'd' else 'tháng'} {'/'.join(reversed(parts))}"
    said = _PERIODS.get(kind) or _PERIODS[kind + parts[-1]]
    year = f" {parts[0]}" if len(parts) > 1 else ""
    return said.format(parts[-1]) + (f" năm{year}" if year and not said.endswith("năm") else year)
