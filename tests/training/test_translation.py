"""Learning the table of translations: links between words, phrases from links, shares from counts."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.alignment import explained_by, numbered, united
from training.translation import phrases, shares


def test_words_that_always_meet_are_linked() -> None:
    pairs = [("red house", "nhà đỏ"), *[("house", "nhà"), ("red", "đỏ"), ("red", "đỏ"), ("house", "nhà")] * 20]
    english, vietnamese = numbered(e.split() for e, _ in pairs), numbered(v.split() for _, v in pairs)
    assert explained_by(english, vietnamese)[0].tolist() == [1, 0]


@given(st.lists(st.integers(-1, 3), min_size=4, max_size=4), st.lists(st.integers(-1, 3), min_size=4, max_size=4))
def test_united_links_hold_what_both_say_and_nothing_that_neither_says(forward: list[int], backward: list[int]) -> None:
    one = {(source, target) for target, source in enumerate(forward) if source >= 0}
    other = {(source, target) for source, target in enumerate(backward) if target >= 0}
    links = united(np.array(forward), np.array(backward))
    assert one & other <= links <= one | other


def test_a_phrase_holds_no_word_that_is_linked_outside() -> None:
    links = {(0, 1), (1, 0), (2, 2)}
    found = {
        (source, target) for source, target, _ in phrases(["red", "house", "burned"], ["nhà", "đỏ", "cháy"], links)
    }
    assert ("red_house", "nhà_đỏ") in found
    assert ("house_burned", "nhà_đỏ_cháy") not in found
    assert ("house", "nhà") in found


def test_a_word_without_a_link_may_belong_to_the_phrase_beside_it() -> None:
    found = {target: count for _, target, count in phrases(["work"], ["việc", "làm"], {(0, 1)})}
    assert found["làm"] > found["việc_làm"] > 0


def test_shares_are_counts_less_a_half_and_rare_phrases_are_left_out() -> None:
    counts = Counter({("work", "việc"): 3.0, ("work", "làm"): 1.0, ("odd_phrase", "lạ"): 1.0})
    table = shares(counts, best=8, least=0.02)
    assert list(table) == ["work"]
    assert table["work"] == [("việc", pytest.approx(2.5 / 4)), ("làm", pytest.approx(0.5 / 4))]
