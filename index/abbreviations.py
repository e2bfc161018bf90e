"""Abbreviations and what they stand for, both ways: `UBND` finds "ủy ban nhân dân" and the other way round."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from corpus.text import keys, plain_key, tokens, word_key
from index.errors import ModelFault
from index.features import abbreviation_key

_MAX_LETTERS = 3
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class OtherSpelling:
    """A stretch of the question (positions `start` to `end` of its tokens) and another way to write it."""

    start: int
    end: int
    words: tuple[str, ...]


_Table = tuple[dict[str, list[tuple[str, ...]]], dict[tuple[str, ...], list[str]]]


@lru_cache(maxsize=4)
def _table(more: str) -> _Table:
    """Expansions by abbreviation key, and abbreviation keys by expansion; both also under their plain keys."""
    expansions: dict[str, list[tuple[str, ...]]] = {}
    shortened: dict[tuple[str, ...], list[str]] = {}
    text = resources.files("index").joinpath("abbreviations.tsv").read_text(encoding="utf-8")
    for line in f"{text}\n{_own_list(more)}".split("\n"):
        short, _, long = line.strip().partition("\t")
        words = tuple(keys(long))
        if line.startswith("#") or not words:
            continue
        key = abbreviation_key(short)
        for known in dict.fromkeys((key, plain_key(key))):
            expansions.setdefault(known, []).append(words)
        for sequence in dict.fromkeys((words, tuple(plain_key(word) for word in words))):
            held = shortened.setdefault(sequence, [])
            if key not in held:
                held.append(key)
    return expansions, shortened


def _own_list(path: str) -> str:
    """What maintainers add to the packaged list; nothing without a path."""
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as fault:
        raise ModelFault(
            f"The list of abbreviations {path!r} cannot be read ({fault}); "
            "mend the file or the setting index.lexical.abbreviations."
        ) from fault


def _is_short(written: str) -> bool:
    """Whether a piece could be part of an abbreviation: in capitals, or without a vowel as `kt` and `xh`."""
    return written.isupper() or (written.isalpha() and _VOWELS.isdisjoint(plain_key(written)))


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
            and _is_short(text[found[end - 1].start : found[end - 1].end])
            and _is_short(text[found[end].start : found[end].end])
        ):
            end += 1
        raw = "".join(text[token.start : token.end] for token in found[at:end])
        pieces.append((abbreviation_key(raw) if raw.isupper() else word_key(raw), at, end, raw.isupper()))
        at = end
    return pieces


def other_spellings(text: str, sequence: Sequence[str], more: str = "") -> list[OtherSpelling]:
    """Other ways to write parts of a question whose token keys (or plain keys) are `sequence`.

    Abbreviations that could be syllables count only in capitals, unless they are long: "an" or "to" are words.

    Args:
        text: The question.
        sequence: Keys of its tokens.
        more: Path of a list of one's own besides the packaged one; empty for none.
    """
    expansions, shortened = _table(more)
    result = []
    for key, start, end, is_upper in _spelled_out(text):
        if is_upper or len(key) > _MAX_LETTERS or _VOWELS.isdisjoint(plain_key(key)):
            for words in expansions.get(key, ()):
                result.append(OtherSpelling(start, end, words))
                result += [OtherSpelling(start, end, (same,)) for same in shortened.get(words, ()) if same != key]
            if key in expansions and (end - start > 1 or key not in sequence[start:end]):
                result.append(OtherSpelling(start, end, (key,)))
    longest = max(map(len, shortened))
    for start in range(len(sequence)):
        for end in range(start + 2, min(len(sequence), start + longest) + 1):
            short = shortened.get(tuple(sequence[start:end]), ())
            result += [OtherSpelling(start, end, (word,)) for word in short]
    return list(dict.fromkeys(result))
