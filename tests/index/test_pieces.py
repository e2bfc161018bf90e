"""Pieces of a question: each counts once, by the likeliest of its readings that stands in a text."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical_query import Piece, QueryTerm, Reading
from index.pieces import NAMES, SoughtPieces
from index.sought import Sought, sought

TRAFFIC = Piece("traffic", (Reading(("giao", "thông"), 1.0), Reading(("lưu", "thông"), 0.25)))
DEATHS = Piece("death", (Reading(("chết",), 1.0),))
PIECES = (TRAFFIC, DEATHS)


def rarity(term: QueryTerm) -> float:
    return {"chết": 2.0}.get(term.text, 4.0)


def terms_of(*pieces: Piece) -> Sought:
    terms = []
    for piece in pieces:
        for reading in piece.readings:
            terms += [QueryTerm("words", word, 1.0, piece.source) for word in reading.words]
            terms += [QueryTerm("pairs", f"{a}_{b}", 1.0, piece.source) for a, b in pairwise(reading.words)]
    once = {(term.kind, term.text): term for term in terms}
    found = sought(list(once.values()), rarity, plain=False)
    assert found
    return found


def measured(body: str, head: str = "", article: str = "") -> dict[str, float]:
    question = terms_of(*PIECES)
    finder = SoughtPieces(PIECES, rarity).finder()
    for place, text in (("body", body), ("head", head), ("article", f"{article} . {body}")):
        words = text.split()
        pairs = [f"{a}_{b}" for a, b in pairwise(words)]
        names = {int(number): "_".join(question.words[i - 1] for i in at) for at, number in _cells(question)}
        finder.add(
            question,
            place,
            np.array([[words.count(word) for word in question.words[: question.counted]]], np.float32),
            np.array([[pairs.count(names[n]) for n in range(1, len(question.pair_worth) + 1)]], np.float32),
        )
    return {name: float(values[0]) for name, values in finder.measures().items()}


def _cells(question: Sought) -> list[tuple[tuple[int, int], int]]:
    return [((int(a), int(b)), int(question.pairs[a, b])) for a, b in np.argwhere(question.pairs > 0)]


def test_every_piece_found_is_full_coverage() -> None:
    found = measured("người chết vì giao thông")
    assert found["piece_coverage"] == pytest.approx(1.0)
    assert found["piece_missing"] == pytest.approx(0.0)


def test_a_second_reading_counts_less_and_two_readings_count_no_more_than_one() -> None:
    first, second = measured("giao thông"), measured("lưu thông")
    assert first["piece_body"] > second["piece_body"] > 0
    assert measured("giao thông lưu thông")["piece_body"] == pytest.approx(first["piece_body"])


def test_one_syllable_of_a_reading_is_no_reading() -> None:
    assert measured("thông tin")["piece_coverage"] == 0


def test_a_piece_in_the_heading_is_not_in_the_body() -> None:
    found = measured("chết", head="giao thông")
    assert found["piece_coverage"] == pytest.approx(1.0)
    assert found["piece_body"] + found["piece_head"] == pytest.approx(1.0)


def test_the_rarest_piece_that_the_article_lacks_is_told() -> None:
    assert measured("chết")["piece_missing"] > measured("giao thông")["piece_missing"] > 0
    assert measured("chết", article="giao thông")["piece_missing"] == pytest.approx(0.0)


@given(*[st.lists(st.sampled_from(["giao", "thông", "lưu", "chết", "người"]), max_size=6).map(" ".join)] * 3)
def test_measures_lie_between_nothing_and_everything(body: str, head: str, article: str) -> None:
    found = measured(body, head, article)
    assert list(found) == list(NAMES)
    assert all(-1e-6 <= value <= 1 + 1e-6 for value in found.values())
    assert found["piece_coverage"] >= max(found["piece_body"], found["piece_head"]) - 1e-6
    assert found["piece_article"] >= found["piece_coverage"] - 1e-6
