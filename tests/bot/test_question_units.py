"""Units that fit a question, and words that say the same."""

import pytest

from bot.question import understand
from bot.question_units import fits
from bot.synonyms import synonyms
from corpus.text import keys, plain_keys, strip_diacritics

ASKED = [
    ("Học sinh nghỉ học bao lâu?", "11 tuần", "57 nhà"),
    ("Đoạn đường dài bao nhiêu?", "36 km", "36 tuần"),
    ("Bao nhiêu người chết?", "41 nạn nhân", "41 vụ"),
    ("How many people were killed?", "41 người", "41 xe"),
    ("How long did it last?", "11 tuần", "11 xã"),
    ("Có mấy vụ cướp?", "3 trường hợp", "3 tỷ"),
]


@pytest.mark.parametrize(("question", "fitting", "other"), ASKED)
def test_a_figure_with_a_unit_of_the_kind_asked_for_fits(question: str, fitting: str, other: str) -> None:
    for text in (question, strip_diacritics(question)):
        units = understand(text).units
        assert fits(plain_keys(fitting)[1:], units)
        assert not fits(plain_keys(other)[1:], units)


def test_questions_that_name_no_unit_fit_none() -> None:
    assert understand("Ai chủ trì hội nghị?").units == frozenset()


def test_synonyms_work_both_ways_and_however_they_are_typed() -> None:
    dead, died = "_".join(keys("tử vong")), keys("chết")[0]
    assert died in synonyms(plain=False)[dead]
    assert dead in synonyms(plain=False)[died]
    assert "tu_vong" in synonyms(plain=True)["chet"]
    assert all(other.count("_") <= 1 for others in synonyms(plain=False).values() for other in others)
