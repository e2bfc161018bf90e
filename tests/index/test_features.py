"""Features: what is a pair and what is not, and the quick ways of making them give the same as the plain one."""

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passage import Passage
from corpus.text import INVISIBLE, TONE_MARKS, both_keys, joined_keys, keys, pieces, strip_diacritics, tokens
from index.builder import dense_features, dense_text
from index.features import Features, features, joined, under

PIECES = st.sampled_from(
    [
        "đảng",
        "Uỷ",
        "ban",
        "quý",
        "II",
        "1.000",
        "20/6/2020",
        "3,5",
        " ",
        " ",
        " ",
        "\n",
        ". ",
        " - ",
        "“",
        "_",
        "–",
        ",",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.text(max_size=30),
    st.text(alphabet="aăâdđeéèAĐ12.,/ \n" + TONE_MARKS + INVISIBLE, max_size=20),
)


def as_defined(text: str) -> Features:
    """The four kinds straight from the tokens and the rule for pairs."""
    found = tokens(text)
    return Features(
        tuple(token.key for token in found),
        tuple(token.plain for token in found),
        bytes([*(joined(text, left, right) for left, right in pairwise(found)), False]) if found else b"",
        opening=text[: found[0].start] if found else text,
        closing=text[found[-1].end :] if found else text,
        bare=strip_diacritics(text).lower(),
    )


def without_abbreviations(found: Features) -> Features:
    """What the rule for pairs knows nothing of left out."""
    return replace(found, abbreviations=())


@given(TEXTS)
def test_features_are_those_of_the_tokens(text: str) -> None:
    found = features(text)
    assert without_abbreviations(found) == as_defined(text)
    neighbours = [(left, right) for left, right in pairwise(tokens(text)) if joined(text, left, right)]
    assert found.pairs == tuple(f"{left.key}_{right.key}" for left, right in neighbours)
    assert found.plain_pairs == tuple(f"{left.plain}_{right.plain}" for left, right in neighbours)


@given(TEXTS, TEXTS)
def test_two_texts_under_each_other_need_not_be_read_again(heading: str, text: str) -> None:
    under_each_other = without_abbreviations(under(features(heading), features(text)))
    assert under_each_other == without_abbreviations(features(f"{heading}\n{text}"))


@given(TEXTS, TEXTS)
def test_the_embedder_sees_the_same_by_text_and_by_features(title: str, text: str) -> None:
    passage = Passage("a", 1, 0, 0, len(text), text, title)
    found, expected = dense_features(passage, features(text)), features(dense_text(passage))
    assert (found.words, found.pairs) == (expected.words, expected.pairs)
    assert (found.plain_words, found.plain_pairs) == (expected.plain_words, expected.plain_pairs)


@given(TEXTS)
def test_pieces_are_the_tokens_and_all_between_them(text: str) -> None:
    written, gaps = pieces(text)
    assert "".join(gap + word for gap, word in zip(gaps, [*written, ""], strict=True)) == text
    assert [both_keys(word) for word in written] == [(token.key, token.plain) for token in tokens(text)]
    assert keys(text) == [token.key for token in tokens(text)]
    assert joined_keys(text) == " ".join(keys(text))


@given(TEXTS)
def test_no_diacritic_is_left_and_nothing_else_is_lost(text: str) -> None:
    seen = unicodedata.normalize("NFD", "".join(c for c in text if c not in INVISIBLE))
    bare = "".join(c for c in seen if not unicodedata.combining(c))
    assert strip_diacritics(text) == bare.replace("đ", "d").replace("Đ", "D")


@pytest.mark.parametrize(
    ("text", "abbreviations"),
    [
        ("BCH T.Ư Đảng", ("tw",)),
        ("BCH TƯ, từ tư lệnh", ("tw",)),
        ("(KT-XH), TP.HCM.", ("ktxh", "tphcm")),
        ("Kinh-tế; a.b", ()),
        ("20.6.2020", ()),
    ],
)
def test_a_dotted_abbreviation_is_also_one_word(text: str, abbreviations: tuple[str, ...]) -> None:
    assert features(text).abbreviations == abbreviations


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Kinh tế - xã hội", ("kinh_tê\u0301", "tê\u0301_xa\u0303", "xa\u0303_hô\u0323i")),
        ("đạt. Năm", ()),
        ("5,2% năm", ()),
        ("UBND/HĐND", ("ubnd_hđnd",)),
    ],
)
def test_pairs_do_not_reach_over_the_end_of_a_sentence(text: str, pairs: tuple[str, ...]) -> None:
    assert tuple(map(strip_diacritics, features(text).pairs)) == tuple(map(strip_diacritics, pairs))
