"""What is known about each candidate of a search, all between about 0 and 1.

Everything but the cosine comes from the words of the candidates themselves, which the segments keep as numbers. So
any number of measures costs one look at a few hundred passages, whatever the size of the archive.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.counting import Found, Numbered
from index.lexical_query import LexicalQuery, QueryTerm
from index.pieces import NAMES as PIECE_NAMES
from index.pieces import SoughtPieces
from index.rows import Rows
from index.segment import Numbers, Segment
from index.segment_writer import mark_hash
from index.sought import Sought, group_worth, meanings, sought
from index.years import NAMES as YEAR_NAMES
from index.years import Articles, asked_years, is_year, year_measures

Signals = NDArray[np.float32]
Floats = NDArray[np.float32]

NAMES = (
    "words",  # BM25 sum of the words, against the best total among the candidates
    "pairs",  # the same of the pairs
    "word_coverage",  # share of the words found in passage or heading, by weight and rarity
    "pair_coverage",  # share of the pairs found
    "meaning_coverage",  # share of the question's own words of which some reading is found
    "title_coverage",  # share of the words found in the title
    "lead_coverage",  # ... in the lead
    "body_coverage",  # ... in the passage itself
    "window_coverage",  # ... within some 24 words of the passage
    "body_pairs",  # BM25 sum of pairs in the passage itself, against the best total
    "loose_pairs",  # share of the pairs whose words follow each other at some distance in the passage
    "explained",  # which share of the passage the words of the question are, by rarity
    "length",  # words of the passage: the logarithm, 1 for some 400
    "marks",  # share of the dates and periods found in passage or heading
    "head_marks",  # ... in the heading
    "years",  # share of the years asked for that stand in passage or heading
    "article_years",  # ... anywhere in the article
    "article_coverage",  # share of the question's own words found anywhere in the article
    "article_pairs",  # share of the pairs found there
    "article",  # the best lexical total of the article's other passages
    "opening",  # 1 for the first passages of an article
    "cosine",  # similarity to the question, if positive
    "cosine_lag",  # how far it is behind the best similarity among the candidates
    "cosine_article",  # the best similarity of the article's other passages
    *PIECE_NAMES,
    "article_length",  # words of the article: the logarithm, 1 for some 3000
    "runs",  # share of the runs of three words of the question that stand in passage or heading
    *YEAR_NAMES,  # 0 where no year is asked for
)
_K1, _B = 1.2, 0.75  # BM25 (Robertson and Zaragoza 2009), as tantivy has them
_TINY = 1e-9
_LONG, _LONG_ARTICLE = 6.0, 8.0
# Sums of worth that become shares, and of what
_SHARES = {
    "word_coverage": "words",
    "pair_coverage": "pairs",
    "meaning_coverage": "meanings",
    "title_coverage": "words",
    "lead_coverage": "words",
    "body_coverage": "words",
    "window_coverage": "words",
    "loose_pairs": "pairs",
    "runs": "pairs",
    "article_coverage": "meanings",
    "article_pairs": "pairs",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question made ready: its terms by way of typing, what its marks are worth, its years and its pieces."""

    questions: Sequence[Sought]
    marks: dict[int, float]
    years: Sequence[int]
    pieces: SoughtPieces | None

    @classmethod
    def of(cls, query: LexicalQuery, rarity: Callable[[QueryTerm], float]) -> "_Asked":
        terms = query.terms
        questions = [found for plain in (False, True) if (found := sought(terms, rarity, plain=plain))]
        marks = {mark_hash(term.text): term.weight * rarity(term) for term in terms if term.kind == "marks"}
        pieces = SoughtPieces(query.pieces, rarity) if query.pieces else None
        return cls(questions, marks, asked_years(terms), pieces)


def measures(
    query: LexicalQuery,
    rarity: Callable[[QueryTerm], float],
    rows: Rows,
    candidates: Numbers,
    cosine: Floats,
) -> Signals:
    """What is known about each candidate, shape (len(candidates), len(NAMES)).

    Args:
        query: The terms of the question, and its pieces.
        rarity: Inverse document frequency of a term.
        rows: The rows of the generation.
        candidates: Row numbers.
        cosine: Their similarity to the question; zeros without a dense arm.
    """
    asked = _Asked.of(query, rarity)
    columns = {name: np.zeros(len(candidates), np.float32) for name in NAMES}
    for segment, places in rows.parts(candidates):
        for name, values in _of_segment(segment, candidates[places] - segment.first_row, asked).items():
            columns[name][places] = values
    articles = rows.articles_of(candidates)
    total = columns["words"] + columns["pairs"]
    best = max(float(total.max(initial=0.0)), _TINY)
    for name in ("words", "pairs", "body_pairs"):
        columns[name] /= best
    columns["article"] = _others(total / best, articles)
    columns["cosine"] = np.maximum(cosine, 0.0)
    columns["cosine_lag"] = float(columns["cosine"].max(initial=0.0)) - columns["cosine"]
    columns["cosine_article"] = _others(columns["cosine"], articles)
    return np.stack([columns[name] for name in NAMES], axis=1)


def _of_segment(segment: Segment, rows: Numbers, asked: _Asked) -> dict[str, Floats]:
    heads, under = np.unique(segment.arrays["heads"][rows].astype(np.int64), return_inverse=True)
    bodies, headings = segment.bodies(rows), segment.headings(heads)
    in_lead = headings.place >= segment.arrays["title_ends"][heads].astype(np.int64)[headings.owner]
    lengths = ((bodies.lengths + headings.lengths[under]) / segment.average_length).astype(np.float32)
    every_row, owner, of = segment.whole_articles(rows)
    articles, count = segment.bodies(every_row), int(of.max(initial=-1)) + 1
    found: dict[str, Floats] = {}
    finder = asked.pieces.finder() if asked.pieces else None
    worth = {"words": _TINY, "pairs": _TINY, "meanings": _TINY}
    for question in asked.questions:
        numbered = Numbered(question, segment)
        body = numbered.found(bodies, len(rows), windows=True, runs=True)
        whole = numbered.found(articles, count, part=owner[articles.owner])
        head = numbered.found(headings, 2 * len(heads), runs=True, part=2 * headings.owner + in_lead)
        title, lead = _under(head, under, 0), _under(head, under, 1)
        _add(found, _sums(question, body, title, lead, lengths))
        _add(found, _of_articles(question, whole, of, title, body.words + title.words + lead.words))
        if finder:
            finder.add(question, "body", body.words, body.pairs)
            finder.add(question, "head", title.words + lead.words, title.pairs + lead.pairs)
            finder.add(question, "article", whole.words[of], whole.pairs[of])
        worth["words"] += float(question.worth.sum())
        worth["pairs"] += float(question.pair_worth.sum())
        worth["meanings"] += float(group_worth(question).sum())
    for name, of_what in _SHARES.items():
        if name in found:
            found[name] = found[name] / worth[of_what]
    found["length"] = (np.log1p(bodies.lengths) / _LONG).astype(np.float32)
    found["opening"] = np.isin(rows, segment.firsts).astype(np.float32)
    words = np.bincount(owner, weights=articles.lengths, minlength=count)
    found["article_length"] = (np.log1p(words)[of] / _LONG_ARTICLE).astype(np.float32)
    if finder:
        found |= finder.measures()
    found |= year_measures(segment, asked.years, (heads, headings, under), Articles(every_row, articles, owner, of))
    return found | _marks(segment, rows, heads, under, asked.marks)


def _under(head: Found, under: Numbers, part: int) -> Found:
    """What stands in the titles (part 0) or leads (part 1) of the passages."""
    rows = 2 * under + part
    return Found(
        head.words[rows], head.pairs[rows], head.loose[rows], head.explained[:0], head.runs[rows], head.blocks[:0]
    )


def _sums(question: Sought, body: Found, title: Found, lead: Found, lengths: Floats) -> dict[str, Floats]:
    """BM25 sums, and worth found here and there, of the terms of one way of typing."""
    words, pairs = body.words + title.words + lead.words, body.pairs + title.pairs + lead.pairs
    norm = (_K1 * (1 - _B + _B * lengths))[:, None]
    present = words > 0
    windows = body.blocks @ question.worth if body.blocks.size else np.zeros((len(words), 1), np.float32)
    return {
        "words": (words * (_K1 + 1) / (words + norm)) @ question.worth,
        "pairs": (pairs * (_K1 + 1) / (pairs + norm)) @ question.pair_worth,
        "body_pairs": (body.pairs * (_K1 + 1) / (body.pairs + norm)) @ question.pair_worth,
        "word_coverage": present @ question.worth,
        "pair_coverage": (pairs > 0) @ question.pair_worth,
        "meaning_coverage": meanings(question, present) @ group_worth(question),
        "title_coverage": (title.words > 0) @ question.worth,
        "lead_coverage": (lead.words > 0) @ question.worth,
        "body_coverage": (body.words > 0) @ question.worth,
        "window_coverage": windows.max(axis=1),
        "loose_pairs": body.loose @ question.pair_worth,
        "explained": body.explained,
        "runs": body.runs + title.runs + lead.runs,
    }


def _of_articles(question: Sought, whole: Found, of: Numbers, title: Found, words: Floats) -> dict[str, Floats]:
    """What of the question stands anywhere in the article, its title included; `words` stand in passage or heading."""
    present = (whole.words[of] > 0) | (title.words > 0)
    years = [at for at, word in enumerate(question.words[: question.counted]) if is_year(word)]
    share = np.float32(1 / max(len(years), 1))
    return {
        "article_coverage": meanings(question, present) @ group_worth(question),
        "article_pairs": ((whole.pairs[of] > 0) | (title.pairs > 0)) @ question.pair_worth,
        "years": (words[:, years] > 0).sum(axis=1) * share,
        "article_years": present[:, years].sum(axis=1) * share,
    }


def _add(found: dict[str, Floats], more: dict[str, Floats]) -> None:
    for name, values in more.items():
        found[name] = found[name] + values if name in found else values


def _marks(
    segment: Segment, rows: Numbers, heads: Numbers, under: Numbers, marks: dict[int, float]
) -> dict[str, Floats]:
    """Shares of the marks asked for that stand in passage or heading, and in the heading."""
    empty = np.zeros(len(rows), np.float32)
    total = sum(marks.values())
    if not total:
        return {"marks": empty, "head_marks": empty}
    in_body, in_head = empty.copy(), empty.copy()
    hashes, owner = segment.marks(rows, of_heads=False)
    head_hashes, head_owner = segment.marks(heads, of_heads=True)
    for mark, worth in marks.items():
        here, above = np.zeros(len(rows), np.bool_), np.zeros(len(heads), np.bool_)
        here[owner[hashes == mark]] = True
        above[head_owner[head_hashes == mark]] = True
        in_body += (here | above[under]) * np.float32(worth / total)
        in_head += above[under] * np.float32(worth / total)
    return {"marks": in_body, "head_marks": in_head}


def _others(score: Floats, articles: NDArray[np.uint64]) -> Floats:
    """For each row the best score among the other rows of its article; 0 for a row alone."""
    order = np.lexsort((-score, articles))
    ranked, of = score[order], articles[order]
    opens = np.append(True, of[1:] != of[:-1]) if len(of) else np.zeros(0, np.bool_)
    first = np.maximum.accumulate(np.where(opens, np.arange(len(of)), 0))
    # the best row of an article looks at the one behind it, every other row at the best
    has_second = np.append(~opens[1:], False) if len(of) else opens
    behind = np.where(has_second, np.append(ranked[1:], 0.0)[: len(of)], 0.0)
    rest = np.empty(len(score), np.float32)
    rest[order] = np.where(opens, np.maximum(behind, 0.0), ranked[first])
    return rest
