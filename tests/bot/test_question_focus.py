"""The words that a question turns on, and names told from what only looks like one."""

import pytest

from bot.question import understand
from bot.question_names import mentioned_names, name_as_written
from corpus.text import strip_diacritics


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("Đại hội họp ở hội trường nào?", {"hop", "hoi", "truong"}),
        ("Ai chủ trì hội nghị?", {"chu", "tri", "hoi"}),
        ("Lập bao nhiêu đoàn thanh tra năm 2008?", {"doan", "thanh", "tra"}),
        ("Which hall hosted the congress?", {"hall", "hosted", "congress"}),
    ],
)
def test_a_question_turns_on_the_words_next_to_its_question_word(question: str, focus: set[str]) -> None:
    assert understand(question).focus == focus
    assert understand(strip_diacritics(question)).focus == focus


def test_names_do_not_overlap_nor_start_in_small_letters() -> None:
    assert mentioned_names("Chủ tịch Hội Luật gia Lai Châu", english=False)[-1] == ("lai", "chau")
    assert ("gia", "lai") not in mentioned_names("hoi luat gia lai chau", english=False)
    assert mentioned_names("thứ trưởng nào của bộ", english=False) == ()


def test_a_name_is_written_as_it_was_asked() -> None:
    assert name_as_written("Công an Đà Nẵng làm gì?", ("da", "nang")) == "Đà Nẵng"
    assert name_as_written("cong an da nang lam gi", ("da", "nang")) == "Da Nang"
