"""Which years a text names, against the years that a question asks for.

A report on another year is the likeliest mistake of a search: it says the same of the same bodies. Years are counted
as words and in dates and periods ("6/2018", "quý I/2018"), which the segments keep as marks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from index.lexical_query import QueryTerm
from index.segment import Lines, Numbers, Segment, hash_of
from index.segment_writer import mark_hash

Floats = NDArray[np.float32]

NAMES = (
    "head_year",  # 1 where title or lead names a year asked for
    "no_year",  # 1 where the article names no year at all
    "year_lag",  # from the year that the article names most often to the last one asked for; 1 for four years
)
_FIRST, _COUNT = 1900, 151
_FAR = 4.0
_YEAR = re.compile(r"(?:19|20)\d\d$")
# "1/2018" and "30/6/2018" are words that end with a year; "m:2018-06" and "q:2018-1" marks that begin with one
_AT_END = re.compile(r"(?:.*/)?((?:19|20)\d\d)$")
_IN_MARK = re.compile(r"[mqhnl]:((?:19|20)\d\d)-")


@dataclass(frozen=True, slots=True)
class Articles:
    """The whole articles of passages.

    Attributes:
        rows: all rows of all of them.
        lines: the words of these rows.
        owner: the article of each of these rows, from 0.
        of: the article of each passage.
    """

    rows: Numbers
    lines: Lines
    owner: Numbers
    of: Numbers

    @property
    def count(self) -> int:
        """How many articles they are."""
        return int(self.of.max(initial=-1)) + 1


def is_year(word: str) -> bool:
    """Whether a word key is a year."""
    return bool(_YEAR.match(word))


def asked_years(terms: Sequence[QueryTerm]) -> list[int]:
    """The years that a question names, earliest first."""
    found = set()
    for term in terms:
        pattern = _IN_MARK if term.kind == "marks" else _AT_END if term.kind in ("words", "plain_words") else None
        if pattern and (match := pattern.match(term.text)):
            found.add(int(match[1]))
    return sorted(found)


def year_measures(
    segment: Segment, asked: Sequence[int], heads: tuple[Numbers, Lines, Numbers], articles: Articles
) -> dict[str, Floats]:
    """The measures of passages; empty when no year is asked for.

    Args:
        segment: Where they are.
        asked: Years, earliest first.
        heads: Numbers of headings, the words of each, and which of them each passage stands under.
        articles: The articles of the passages.
    """
    if not asked:
        return {}
    numbers, headings, under = heads
    years = _years_of_words(segment)
    head = _counts(years, headings, headings.owner, segment.marks(numbers, of_heads=True), len(numbers))[under]
    marks, places = segment.marks(articles.rows, of_heads=False)
    lines, owner, of = articles.lines, articles.owner, articles.of
    article = _counts(years, lines, owner[lines.owner], (marks, owner[places]), articles.count)[of] + head
    wanted = [year - _FIRST for year in asked]
    has, last = article.sum(axis=1) > 0, wanted[-1]
    return {
        "head_year": (head[:, wanted].sum(axis=1) > 0).astype(np.float32),
        "no_year": (~has).astype(np.float32),
        "year_lag": has * np.minimum(np.abs(article.argmax(axis=1) - last) / np.float32(_FAR), 1),
    }


@lru_cache(maxsize=1)
def _hashes() -> tuple[NDArray[np.uint64], Numbers, Numbers]:
    """Hashes of the years as words; hashes of the marks that hold a year, sorted, and which year (from 0) each."""
    words = np.array([hash_of(str(_FIRST + year)) for year in range(_COUNT)], np.uint64)
    years = {}
    for year, kind, number in product(range(_COUNT), "mqhnl", range(1, 13)):
        written = f"{number:02}" if kind == "m" else str(number)
        years[mark_hash(f"{kind}:{_FIRST + year}-{written}")] = year
    order = sorted(years)
    return words, np.array(order, np.int64), np.array([years[mark] for mark in order], np.int64)


def _years_of_words(segment: Segment) -> NDArray[np.int16]:
    """For each word number of a segment which year it is, from 1; 0 for other words."""
    table = segment.arrays["words"]
    found = np.zeros(len(table) + 1, np.int16)
    hashes, _, _ = _hashes()
    places = np.searchsorted(table, hashes)
    known = np.flatnonzero(places < len(table))
    known = known[table[places[known]] == hashes[known]]
    found[places[known]] = known + 1
    return found


def _counts(
    years: NDArray[np.int16], lines: Lines, owner: Numbers, marks: tuple[NDArray[np.uint32], Numbers], texts: int
) -> Floats:
    """How often each text names each year, shape (texts, years); `owner` says whose each word is."""
    year = years[lines.numbers]
    at = np.flatnonzero(year)
    words = np.bincount(owner[at] * _COUNT + year[at] - 1, minlength=texts * _COUNT)
    _, hashes, of_hash = _hashes()
    found = marks[0].astype(np.int64)
    place = np.minimum(np.searchsorted(hashes, found), len(hashes) - 1)
    hit = np.flatnonzero(hashes[place] == found)
    dates = np.bincount(marks[1][hit] * _COUNT + of_hash[place[hit]], minlength=texts * _COUNT)
    return (words + dates).reshape(texts, _COUNT).astype(np.float32)
