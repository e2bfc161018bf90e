"""When a text counts as holding a right answer: word for word, or nearly."""

import re
from collections.abc import Iterable

from corpus.text import nfc, word_key

_LEAST_F1 = 0.6
# Unlike the tokens of `corpus.text`, figures keep their signs and separators here: 94% is not 94
_WORDS = re.compile(r"[\w.,%/-]+")


def spoken(text: str) -> str:
    """The words of a text for comparing: as `corpus.text` compares words, figures with their signs."""
    words = (word_key(raw.strip(".,-/")) for raw in _WORDS.findall(nfc(text)))
    return " ".join(word for word in words if word)


def token_f1(left: str, right: str) -> float:
    """Harmonic mean of precision and recall over the words of two spoken texts."""
    ours, theirs = left.split(), right.split()
    common = sum(min(ours.count(word), theirs.count(word)) for word in set(ours))
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def agrees(text: str, answers: Iterable[str]) -> bool:
    """Whether a text holds one of the right answers, or has a token F1 of at least 0.6 with one."""
    said = spoken(text)
    return any(
        right and (f" {right} " in f" {said} " or token_f1(said, right) >= _LEAST_F1) for right in map(spoken, answers)
    )


def is_exact(text: str, answers: Iterable[str]) -> bool:
    """Whether a text says exactly one of the right answers: the exact match of SQuAD, in our spelling."""
    said = spoken(text)
    return any(right == said for right in map(spoken, answers) if right)


def best_f1(text: str, answers: Iterable[str]) -> float:
    """The largest token F1 of a text with one of the right answers, as SQuAD counts it."""
    said = spoken(text)
    return max((token_f1(said, right) for right in map(spoken, answers)), default=0.0)
