"""English words: forms that meet, numbers and names as a Vietnamese text shows them."""

import pytest

from index.english_stem import english_number, english_terms, stem


@pytest.mark.parametrize(
    "forms",
    [
        ("organization", "organizations", "organisation", "organisations"),
        ("organize", "organized", "organizing", "organise", "organised"),
        ("party", "parties", "Parties"),
        ("congress", "congresses"),
        ("conference", "conferences"),
        ("increase", "increases", "increased", "increasing"),
        ("stop", "stops", "stopped", "stopping"),
        ("labour", "labor"),
        ("committee", "committees"),
    ],
)
def test_the_forms_of_a_word_share_one_key(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("left", "right"), [("rise", "rice"), ("status", "state"), ("hour", "her")])
def test_different_words_keep_different_keys(left: str, right: str) -> None:
    assert stem(left) != stem(right)


@pytest.mark.parametrize(
    ("written", "key"), [("1,000", "1000"), ("5.5", "5,5"), ("94", "94"), ("20/6/2020", "20/6/2020")]
)
def test_numbers_are_written_the_vietnamese_way(written: str, key: str) -> None:
    assert english_number(written) == key


def test_names_and_numbers_are_looked_up_as_a_plain_vietnamese_text_shows_them() -> None:
    terms = english_terms("What did Quảng Nam's 1,000 delegates review in Hanoi?")
    assert terms.plain_words == ("quang", "nam", "1000", "hanoi")
    assert terms.plain_pairs == ("quang_nam",)
    assert "s" not in terms.words
    assert ("delegat", "delegates") in terms.unsure


def test_a_pair_does_not_reach_over_a_comma() -> None:
    assert english_terms("In June, congress ended").pairs == ("in_june", "congress_end")
