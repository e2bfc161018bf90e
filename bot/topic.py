"""Whether an article is about what a question names: its words, its names, its time."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.question import Question
from bot.sheet import sheet_of
from bot.sought import Sought
from corpus.article import Article
from corpus.text import both_keys, pieces

_OPENING = 700
_TIMES = frozenset({"y", "h", "q", "n"})


def coverage(sought: Sought, text: str, *, pairs: float = 1.0) -> float:
    """The share of what a question looks for, by information, that stands in a text; 1 for a question of nothing.

    `pairs` is what words beside each other count for besides the single words, from nothing to as much as they weigh.
    """
    both = [both_keys(word) for word in pieces(text)[0]]
    found = {
        "words": {key for key, _ in both},
        "plain_words": {plain for _, plain in both},
        "pairs": {f"{left[0]}_{right[0]}" for left, right in pairwise(both)},
        "plain_pairs": {f"{left[1]}_{right[1]}" for left, right in pairwise(both)},
    }
    total = held = 0.0
    for term in sought.terms:
        weight = term.weight * pairs if term.is_pair else term.weight
        total += weight
        held += weight * max((s for kind, word, s in term.forms if word in found.get(kind, ())), default=0.0)
    return min(1.0, held / total) if total else 1.0


def names_stand(question: Question, article: Article) -> bool:
    """Whether the title and opening of an article mention each name of a question."""
    words = " ".join(_plain(f"{article.title} {article.body[:_OPENING]} {article.source or ''}"))
    return all(f" {' '.join(name)} " in f" {words} " for name in question.names)


def time_agrees(question: Question, article: Article) -> bool:
    """Whether an article speaks, in its title and opening, of the years and parts of a year that a question names."""
    asked = {mark for mark in question.marks if mark.partition(":")[0] in _TIMES}
    return asked <= sheet_of(article, ()).all_marks


def _plain(text: str) -> Iterator[str]:
    words: Sequence[str] = pieces(text)[0]
    return (plain for _, plain in map(both_keys, words))
