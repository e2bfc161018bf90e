"""The one normaliser: decides when two Vietnamese texts are the same.

Everything that compares text (lexical search, readers, evaluation, tests) goes through this module. Stored
text is never changed by it: tokens carry offsets into the raw text, and only their keys are normalised.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# grave, acute, hook above, tilde, dot below: the five written tones of Vietnamese
TONE_MARKS = "\u0300\u0301\u0309\u0303\u0323"
# zero-width space, (non-)joiner, word joiner, byte-order mark, soft hyphen: invisible inside words of web pages
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"

_INVISIBLE_TABLE = dict.fromkeys(map(ord, INVISIBLE))
_WORD = rf"[^\W\d_]+(?:[\u0300-\u036f{INVISIBLE}]+[^\W\d_]*)*"
_NUMBER = r"\d+(?:[.,/]\d+)*"
_TOKEN = re.compile(rf"{_WORD}|{_NUMBER}")  # words first: there are more of them
_CUT = re.compile(rf"({_TOKEN.pattern})")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?$")
# "lý" and "lí", "tỷ" and "tỉ" are two spellings of one syllable (y after these single consonants)
_Y_SYLLABLE = re.compile(r"^[hklmstv]y$")


class Token(NamedTuple):
    """One word or number of a text: `text[start:end]` as written, `key` as compared, `plain` without diacritics.

    A tuple, because a reader makes more than a thousand of them for a question.
    """

    key: str
    plain: str
    start: int
    end: int
    is_number: bool = False


def nfc(text: str) -> str:
    """Composed form without invisible characters: what a person sees, in one spelling."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE_TABLE))


class _Bare(dict[int, str]):
    """What each character is without diacritics, worked out when it is first met; of the commonest some thousands."""

    _MOST = 4096

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code))
        bare = "".join(c for c in decomposed if not unicodedata.combining(c))
        if len(self) < self._MOST:
            self[code] = bare
        return bare


_BARE = _Bare({ord("đ"): "d", ord("Đ"): "D"} | dict.fromkeys(_INVISIBLE_TABLE, ""))


def strip_diacritics(text: str) -> str:
    """The text typed on a keyboard without Vietnamese: `Đảng uỷ` becomes `Dang uy`; case is kept."""
    return text.translate(_BARE)


@lru_cache(maxsize=1 << 16)
def word_key(word: str) -> str:
    """The comparison key of one word: case folded, NFC, tone mark moved to the end, i/y spelling unified.

    The tone moves to the end of the syllable so that the old and the new placement agree: hòa = hoà, ủy = uỷ.
    """
    decomposed = unicodedata.normalize("NFD", word.translate(_INVISIBLE_TABLE).lower())
    tones = "".join(c for c in decomposed if c in TONE_MARKS)
    base = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONE_MARKS))
    if _Y_SYLLABLE.match(base):
        base = base[:-1] + "i"
    return unicodedata.normalize("NFC", base + tones) if tones else base


@lru_cache(maxsize=1 << 16)
def plain_key(word: str) -> str:
    """The comparison key of one word typed without diacritics: `tỷ`, `tỉ` and `ty` all become `ti`."""
    bare = strip_diacritics(word).lower()
    return bare[:-1] + "i" if _Y_SYLLABLE.match(bare) else bare


def number_key(number: str) -> str:
    """Digits without thousands separators in the Vietnamese way of writing: `1.000` = `1000`, `1.234,5` = `1234,5`."""
    return number.replace(".", "") if _THOUSANDS.match(number) else number


def tokens(text: str) -> list[Token]:
    """Words and numbers of `text` in order, with offsets into it; punctuation is left out."""
    found = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        key, plain = both_keys(match[0])
        found.append(Token(key, plain, start, end, match[0][0].isdecimal()))
    return found


def pieces(text: str) -> tuple[list[str], list[str]]:
    """The words and numbers of `text` as written, and what stands before, between and behind them (one more)."""
    cut = _CUT.split(text)
    return cut[1::2], cut[::2]


@lru_cache(maxsize=1 << 16)
def both_keys(written: str) -> tuple[str, str]:
    """`key` and `plain` of a word or number as `pieces` gives it."""
    if written[0].isdecimal():
        key = number_key(written)
        return key, key
    return word_key(written), plain_key(written)


def keys(text: str) -> list[str]:
    """The comparison keys of a text, in order."""
    return [key for key, _ in map(both_keys, pieces(text)[0])]


def plain_keys(text: str) -> list[str]:
    """The comparison keys of a text as if typed without diacritics, in order."""
    return [token.plain for token in tokens(text)]


def has_diacritics(text: str) -> bool:
    """Whether the text shows any Vietnamese diacritic, that is, was not typed plain."""
    return strip_diacritics(text) != unicodedata.normalize("NFD", text.translate(_INVISIBLE_TABLE))


def same_text(left: str, right: str) -> bool:
    """Whether two texts say the same words: equal up to spelling, case, spacing and punctuation."""
    return keys(left) == keys(right)


class _KeysOfChunks(dict[str, str]):
    """The keys of what stands between two spaces, as met so far: most of a text is the same few ten thousands.

    When there are many, those that were met since the last time stay.
    """

    _MOST = 1 << 16

    def __init__(self) -> None:
        super().__init__()
        self._older: dict[str, str] = {}

    def __missing__(self, chunk: str) -> str:
        known = self._older.get(chunk)
        if len(self) >= self._MOST:
            self._older = dict(self)
            self.clear()
        found = self[chunk] = " ".join(keys(chunk)) if known is None else known
        return found


_KEYS_OF_CHUNKS = _KeysOfChunks()


def joined_keys(text: str) -> str:
    """`keys` joined by spaces, three times as fast: no word reaches over a space."""
    return " ".join(filter(None, map(_KEYS_OF_CHUNKS.__getitem__, text.split())))


def content_hash(title: str, body: str) -> str:
    """Hash of what an article says, equal for texts that `same_text` calls equal (hex SHA-256)."""
    return hashlib.sha256(f"{joined_keys(title)}\x00{joined_keys(body)}".encode()).hexdigest()
