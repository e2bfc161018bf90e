"""English words as search compares them: lower-cased, lightly stemmed, numbers written the Vietnamese way.

Training and questions go through the same functions, so that a term learned is a term found. The stemmer is a
small one of our own: it only has to send the forms of one word to one key, not to find its dictionary form.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from corpus.text import Token, plain_key, tokens

_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")
_DECIMAL = re.compile(r"\d+\.\d{1,2}$")
# A pair may reach over spaces, hyphens and quotation marks, not over the end of a clause
_JOINS = re.compile(r"^[\s\-–\"“”'‘’/&]*$")
# Capitalised only because they open a sentence: never taken for a name
_OPENERS_TEXT = """
    a about after all also although an and are as at before but by can could did do does during for from had
    has have he her his how however i if in is it its many more most my no not of on one or our she should
    since so some such than that the their there these they this those to until was we were what when where
    which while who whom whose why will with would you your
"""
_OPENERS = frozenset(_OPENERS_TEXT.split())
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class EnglishTerms:
    """What an English text is looked up by.

    Attributes:
        words: stems and numbers, in order.
        pairs: neighbouring stems joined by `_`.
        plain_words: names and numbers as a Vietnamese text without diacritics would show them.
        plain_pairs: neighbouring names and numbers joined by `_`.
        unsure: plain form of each word in `words` that is not in `plain_words`; of use where the stem is unknown
            (a name typed without capitals).
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    plain_words: tuple[str, ...]
    plain_pairs: tuple[str, ...]
    unsure: tuple[tuple[str, str], ...]


def _without_ending(word: str) -> str:
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            base = word[: -len(ending)]
            if len(base) >= _SHORTEST_STEM and _VOWEL.search(base):
                return base[:-1] if _DOUBLED.search(base) else base
    if re.search(r"(?:ss|sh|ch|x|z|o)es$", word):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """One key for the forms of an English word: `organisations`, `organization` become `organization`.

    Only endings of number and tense are taken off, British spellings are written the American way.
    """
    key = word.lower()
    if len(key) <= _SHORTEST_STEM or not key.isascii() or not key.isalpha():
        return plain_key(key)
    key = _without_ending(key)
    key = re.sub(r"is(?=ation|e$|$)", "iz", key) if len(key) > 6 and not key.endswith("ss") else key  # noqa: PLR2004 -- short words in -ise (rise, wise) are not verbs in -ize
    key = re.sub(r"our$", "or", key) if len(key) > 5 else key  # noqa: PLR2004 -- four, hour, tour, your stay
    return key[:-1] if len(key) > 4 and key.endswith("e") else key  # noqa: PLR2004 -- organize/organizing meet


def english_number(number: str) -> str:
    """`1,000` becomes `1000` and `5.5` becomes `5,5`: the keys of the same numbers in a Vietnamese text."""
    if _DECIMAL.match(number):
        return number.replace(".", ",")
    return number.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+", number) else number


def _is_name(token: Token, raw: str) -> bool:
    return token.is_number or (raw[0].isupper() and raw.lower() not in _OPENERS)


def english_terms(text: str) -> EnglishTerms:
    """The terms of an English text (see `EnglishTerms`)."""
    found = [t for t in tokens(text) if not _is_clitic(t, text)]
    raws = [text[t.start : t.end] for t in found]
    words = [english_number(raw) if t.is_number else stem(raw) for t, raw in zip(found, raws, strict=True)]
    plain = [word if t.is_number else t.plain for t, word in zip(found, words, strict=True)]
    names = [_is_name(t, raw) for t, raw in zip(found, raws, strict=True)]
    near = [len(gap) <= 4 and bool(_JOINS.match(gap)) for gap in _gaps(found, text)]  # noqa: PLR2004 -- as index.features
    return EnglishTerms(
        words=tuple(words),
        pairs=tuple(f"{a}_{b}" for (a, b), joined in zip(pairwise(words), near, strict=True) if joined),
        plain_words=tuple(p for p, name in zip(plain, names, strict=True) if name),
        plain_pairs=tuple(
            f"{plain[i]}_{plain[i + 1]}" for i, joined in enumerate(near) if joined and names[i] and names[i + 1]
        ),
        unsure=tuple((w, p) for w, p, name in zip(words, plain, names, strict=True) if not name),
    )


def _gaps(found: list[Token], text: str) -> list[str]:
    return [text[a.end : b.start] for a, b in pairwise(found)]


def _is_clitic(token: Token, text: str) -> bool:
    """The s, t, re ... that an apostrophe cuts off: Vietnam's, don't, they're."""
    return token.start > 0 and text[token.start - 1] in "'’" and token.key in {"s", "t", "re", "ve", "ll", "d", "m"}
