"""Abbreviations and what they stand for, both ways: `UBND` finds "ủy ban nhân dân" and the other way round."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from corpus.text import keys, plain_key, tokens, word_key

_MAX_LETTERS = 3


@dataclass(frozen=True, slots=True)
class OtherSpelling:
    """A stretch of the question (positions `start` to `end` of its tokens) and another way to write it."""

    start: int
    end: int
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, list[tuple[str, ...]]], dict[tuple[str, ...], list[str]]]:
    """Expansions by abbreviation key, and abbreviation keys by expansion; both also under their plain keys."""
    expansions: dict[str, list[tuple[str, ...]]] = {}
    shortened: dict[tuple[str, ...], list[str]] = {}
    text = resources.files("index").joinpath("abbreviations.tsv").read_text(encoding="utf-8")
    for line in text.split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        short, _, long = line.partition("\t")
        words = tuple(keys(long))
        for key in dict.fromkeys((word_key(short), plain_key(short))):
            expansions.setdefault(key, []).append(words)
        for sequence in dict.fromkeys((words, tuple(plain_key(word) for word in words))):
            shortened.setdefault(sequence, []).append(word_key(short))
    return expansions, shortened


def _spelled_out(text: str) -> list[tuple[str, int, int, bool]]:
    """Keys with token positions and whether written in capitals; `TP.HCM`, `KT-XH` and `T.Ư` as one piece."""
    found = tokens(text)
    pieces = []
    at = 0
    while at < len(found):
        end = at + 1
        while (
            end < len(found)
            and text[found[end - 1].end : found[end].start] in (".", "-", "&")
            and text[found[end - 1].start : found[end - 1].end].isupper()
            and text[found[end].start : found[end].end].isupper()
        ):
            end += 1
        raw = "".join(text[token.start : token.end] for token in found[at:end])
        pieces.append((word_key(raw), at, end, raw.isupper()))
        at = end
    return pieces


def other_spellings(text: str, sequence: Sequence[str]) -> list[OtherSpelling]:
    """Other ways to write parts of a question whose token keys (or plain keys) are `sequence`.

    Short abbreviations (TP, QH, up to three letters) count only in capitals: "ct" or "ts" may be a typing slip.
    """
    expansions, shortened = _table()
    result = []
    for key, start, end, is_upper in _spelled_out(text):
        if is_upper or len(key) > _MAX_LETTERS:
            result += [OtherSpelling(start, end, words) for words in expansions.get(key, ())]
    longest = max(map(len, shortened))
    for start in range(len(sequence)):
        for end in range(start + 2, min(len(sequence), start + longest) + 1):
            short = shortened.get(tuple(sequence[start:end]), ())
            result += [OtherSpelling(start, end, (word,)) for word in short]
    return result
