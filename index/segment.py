"""A segment: passages that were indexed together, each as the numbers of its words, for looking at candidates closely.

A generation is a row of segments. A segment never changes; an update adds one and shares the files of the others. Its
arrays are mapped, not read: a search touches the few hundred passages that either arm proposes.

    tokens.npy       uint32: number of each word of a passage, times two, plus one where it makes a pair with the next
    starts.npy       where each passage begins in tokens; one more at the end
    heads.npy        which heading each passage stands under
    head_tokens.npy, head_starts.npy, title_ends.npy   the same of headings: the title, and from title_ends the lead
    marks.npy, mark_starts.npy, head_marks.npy, head_mark_starts.npy   hashes of dates and periods
    rarity.npy, plain_rarity.npy   of each word: inverse frequency among the passages of this segment
    words.npy        sorted hashes of words; the place of a word there is its number
    plain_of.npy     number of each word without diacritics; plain.npy their sorted hashes
    articles.npy, groups.npy   of each passage: hash of its article's id, and of what that article says
"""

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
ARRAYS = (
    *("tokens", "starts", "heads", "head_tokens", "head_starts", "title_ends"),
    *("marks", "mark_starts", "head_marks", "head_mark_starts"),
    *("words", "plain_of", "plain", "rarity", "plain_rarity", "articles", "groups"),
)
UNKNOWN = -1


def hash_of(text: str) -> int:
    """64 bits that stand for a text in files."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


@dataclass(frozen=True, slots=True)
class Lines:
    """Words of several texts, one after another.

    Attributes:
        numbers: the number of each word.
        joins: whether it makes a pair with the next.
        owner: which of the texts it belongs to.
        place: its place in that text.
        lengths: how many words each text has.
    """

    numbers: Numbers
    joins: NDArray[np.bool_]
    owner: Numbers
    place: Numbers
    lengths: Numbers


@dataclass(frozen=True, slots=True)
class Segment:
    """An opened segment.

    Attributes:
        name: that of its folder.
        first_row: its rows are `first_row`, `first_row + 1`, ...
        arrays: by name, as listed above.
        firsts: the first row of each article, in order; rows count from 0 here.
    """

    name: str
    first_row: int
    arrays: dict[str, NDArray[np.generic]]
    firsts: Numbers

    @classmethod
    def load(cls, directory: Path, first_row: int) -> "Segment":
        """Map the files that `index.segment_writer` wrote."""
        arrays = {name: np.load(directory / f"{name}.npy", mmap_mode="r") for name in ARRAYS}
        found: dict[str, NDArray[np.generic]] = {name: np.asarray(array) for name, array in arrays.items()}
        return cls(directory.name, first_row, found, _firsts(found["articles"]))

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.arrays["heads"])

    @property
    def average_length(self) -> float:
        """Words of a passage with its heading, on average; at least 1."""
        if not self.rows:
            return 1.0
        whole = len(self.arrays["tokens"]) / self.rows
        heads = len(self.arrays["head_tokens"]) / max(len(self.arrays["title_ends"]), 1)
        return max(whole + heads, 1.0)

    def whole_articles(self, rows: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """All rows of the articles of `rows`, the article of each (from 0), and the article of each of `rows`."""
        articles, of = np.unique(np.searchsorted(self.firsts, rows, side="right") - 1, return_inverse=True)
        bounds = np.append(self.firsts, self.rows)
        at, owner, _, _ = _ranges(bounds, articles)
        return at, owner, of

    def number_of(self, word: str, *, plain: bool) -> int:
        """The number of a word key (a plain one if `plain`) in this segment; UNKNOWN if it is nowhere in it."""
        table = self.arrays["plain" if plain else "words"]
        wanted = np.uint64(hash_of(word))
        place = int(np.searchsorted(table, wanted))
        return place if place < len(table) and table[place] == wanted else UNKNOWN

    def bodies(self, rows: Numbers) -> Lines:
        """The words of passages; rows count from 0 in this segment."""
        return _lines(self.arrays["tokens"], self.arrays["starts"], rows)

    def headings(self, heads: Numbers) -> Lines:
        """The words of headings."""
        return _lines(self.arrays["head_tokens"], self.arrays["head_starts"], heads)

    def marks(self, rows: Numbers, *, of_heads: bool) -> tuple[NDArray[np.uint32], Numbers]:
        """Hashes of the marks of passages or of headings, and whose each is (a place in `rows`)."""
        stem = "head_mark" if of_heads else "mark"
        at, owner, _, _ = _ranges(self.arrays[f"{stem}_starts"], rows)
        return self.arrays[f"{stem}s"][at].astype(np.uint32), owner


def _firsts(articles: NDArray[np.generic]) -> Numbers:
    if not len(articles):
        return np.empty(0, np.int64)
    return np.concatenate([np.zeros(1, np.int64), np.flatnonzero(articles[1:] != articles[:-1]) + 1])


def _ranges(starts: NDArray[np.generic], rows: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Places of everything that belongs to rows, whose each is, its place there, and how much each row has."""
    first = starts[rows].astype(np.int64)
    lengths = starts[rows + 1].astype(np.int64) - first
    owner = np.repeat(np.arange(len(rows)), lengths)
    before = np.cumsum(lengths) - lengths
    place = np.arange(int(lengths.sum())) - before[owner]
    return first[owner] + place, owner, place, lengths


def _lines(tokens: NDArray[np.generic], starts: NDArray[np.generic], rows: Numbers) -> Lines:
    at, owner, place, lengths = _ranges(starts, rows)
    found = tokens[at].astype(np.int64)
    return Lines(found >> 1, (found & 1).astype(np.bool_), owner, place, lengths)
