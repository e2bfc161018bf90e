"""Slips of the fingers in a question typed plain: two letters the wrong way round, or one typed twice.

A word of four letters and more that is no Vietnamese syllable is taken for the one syllable that such a slip makes it
from: `bao nhhieu cuco` for `bao nhieu cuoc`. Names that are no Vietnamese (`vicem`, `carina`) come from no syllable so.
"""

import re
from functools import lru_cache

from index.language import is_syllable

_LEAST_LETTERS = 4
_LETTERS = re.compile(r"(?<![^\W_])[a-z]+(?![^\W_])")


def mended(text: str) -> str:
    """A question typed plain with such slips undone; the rest stays as it was typed."""
    return _LETTERS.sub(lambda found: _mended_word(found.group()), text)


@lru_cache(maxsize=1 << 12)
def _mended_word(word: str) -> str:
    if len(word) < _LEAST_LETTERS or is_syllable(word):
        return word
    doubled = {word[:i] + word[i + 1 :] for i in range(1, len(word)) if word[i] == word[i - 1]}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    for found in (doubled, swapped):
        syllables = [other for other in found if is_syllable(other)]
        if len(syllables) == 1:
            return syllables[0]
    return word
