"""Follow-up questions: what a short turn leaves out comes from the turn before."""

import pytest

from bot.question_turns import resolve

FIRST = "Năm 2019 huyện Tân Hoà kết nạp bao nhiêu đảng viên?"


@pytest.mark.parametrize("turn", ["Còn năm 2020 thì sao?", "con nam 2020 thi sao", "Thế năm sau đó?"])
def test_a_turn_that_names_only_a_time_repeats_the_question_with_it(turn: str) -> None:
    resolved = resolve(turn, [FIRST])
    assert resolved.question.text == FIRST.replace("2019", "2020")
    assert (resolved.question.kind, resolved.question.counted) == ("number", ("dang", "vien"))
    assert resolved.shown == resolved.question.text


def test_another_question_about_the_same_matter_carries_its_words_at_less_weight() -> None:
    resolved = resolve("Ai chủ trì?", ["Hội nghị sơ kết của huyện Tân Hoà họp ở đâu?"])
    assert resolved.question.kind == "who"
    assert {"tân", "hoà", "sơ", "kết"} <= resolved.carried
    assert not {"chủ", "trì"} & resolved.carried


def test_another_subject_keeps_what_was_asked_for() -> None:
    resolved = resolve("Thế còn Phú Lộc?", [FIRST])
    assert resolved.question.kind == "number"
    assert "y:2019" in resolved.question.marks


def test_turns_are_followed_back_to_the_one_that_says_it_all() -> None:
    resolved = resolve("Còn năm 2018?", ["Còn năm 2020 thì sao?", FIRST][::-1])
    assert resolved.question.text == FIRST.replace("2019", "2018")


@pytest.mark.parametrize("turns", [[], ["Hội nghị họp ở đâu?"]])
def test_a_question_that_says_it_all_stays_as_it_is(turns: list[str]) -> None:
    whole = "Thư viện xã Phú Lộc mở cửa phục vụ bạn đọc từ ngày nào của năm 2020?"
    assert resolve(whole, turns).question.text == whole
    assert resolve(whole, turns).shown is None


@pytest.mark.parametrize(
    "text",
    [
        "xã Đông Thành có bao nhiêu hộ?",
        "xa Dong Thanh co bao nhieu ho?",
        "What share of grassroots organizations held congresses?",
    ],
)
def test_a_complete_question_stands_on_its_own(text: str) -> None:
    assert resolve(text, ["phường Tân Lộc trồng bao nhiêu cây xanh?"]).shown is None
