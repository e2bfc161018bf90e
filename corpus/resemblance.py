"""How much two texts have in common, word for word: the same news printed twice with small changes.

Runs of five words are compared, not meanings: two reports on the same congress are no near-duplicates, one report with
another headline is. Of two texts that differ in length the share of the shorter one counts, so that an excerpt
resembles its source. (A. Broder, On the resemblance and containment of documents, 1997.)
"""

from corpus.text import keys

RUN = 5
# Shorter texts share runs by chance
_LEAST_RUNS = 8


def resemblance(left: str, right: str) -> float:
    """The share of the shorter text's runs of five words that the longer one has too, 0 to 1; spelling aside."""
    return share_of(runs(left), runs(right))


def runs(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of five words of a text; to compare one text with many they are made once."""
    words = keys(text)
    return frozenset(tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def share_of(left: frozenset[tuple[str, ...]], right: frozenset[tuple[str, ...]]) -> float:
    """`resemblance` of two texts by their runs."""
    fewer = min(len(left), len(right))
    return len(left & right) / fewer if fewer >= _LEAST_RUNS else 0.0
