"""Words typed wrong: the known words one edit away from an unknown one."""

from collections.abc import Callable

_LETTERS = "abcdeghiklmnopqrstuvxy"
_SHORTEST = 2


def one_edit(word: str) -> frozenset[str]:
    """All strings one deletion, swap of neighbours, replacement or insertion away from a plain word."""
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deleted = [a + b[1:] for a, b in splits if b]
    swapped = [a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1]
    replaced = [a + c + b[1:] for a, b in splits if b for c in _LETTERS]
    inserted = [a + c + b for a, b in splits for c in _LETTERS]
    return frozenset(w for w in (*deleted, *swapped, *replaced, *inserted) if len(w) >= _SHORTEST) - {word}


def likely_words(
    word: str, frequency: Callable[[str], int], fits: Callable[[str], int], limit: int = 3
) -> list[tuple[str, float]]:
    """Known words one edit away from `word`, likeliest first, with shares that add up to 1.

    Args:
        word: A plain word that the collection does not know.
        frequency: Number of passages that hold a plain word.
        fits: Number of passages in which a candidate stands beside the neighbours of `word`.
        limit: The largest number of words to return.

    A candidate that is seen beside the same neighbours weighs more than one that is merely frequent.
    """
    known = [(candidate, frequency(candidate)) for candidate in one_edit(word)]
    weighed = [(candidate, 10.0 * fits(candidate) + count**0.5) for candidate, count in known if count]
    best = sorted(weighed, key=lambda pair: (-pair[1], pair[0]))[:limit]
    total = sum(weight for _, weight in best)
    return [(candidate, weight / total) for candidate, weight in best]
