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


@pytest.mark.parametrize(
    ("turn", "before", "whole"),
    [
        ("Thế còn Đà Nẵng?", "Năm 2019 Huế thu hút bao nhiêu dự án?", None),
        ("Thế còn Đà Nẵng?", "Năm 2019 Quảng Nam có bao nhiêu dự án?", "Năm 2019 Đà Nẵng có bao nhiêu dự án?"),
        ("the con da nang", "nam 2019 quang nam co bao nhieu du an", "nam 2019 da nang co bao nhieu du an"),
        ("What about Da Nang?", "How many projects did Quang Nam have?", "How many projects did Da Nang have?"),
    ],
)
def test_another_place_takes_the_place_of_the_one_before(turn: str, before: str, whole: str | None) -> None:
    resolved = resolve(turn, [before])
    if whole:
        assert (resolved.question.text, resolved.shown) == (whole, whole)
    assert resolved.question.kind == "number"


def test_another_question_without_words_of_its_own_is_not_taken_for_a_time() -> None:
    resolved = resolve("Ở đâu vậy?", ["Hội nghị tổng kết năm 2020 của huyện Tân Hoà họp ngày nào?"])
    assert resolved.question.kind == "where"
    assert "y:2020" in resolved.question.marks


def test_who_was_named_before_is_taken_over_by_long_turns_too() -> None:
    turn = "Hai ngày trước đó ông ấy chủ trì những cuộc họp gì ở trụ sở của huyện?"
    assert resolve(turn, ["Ai chủ trì hội nghị Tân Hoà?"]).shown is not None


def test_a_question_that_begins_with_a_number_of_something_stands_on_its_own() -> None:
    question = "Số hộ nghèo ở tỉnh Tây Nhuận cuối năm 2020 là bao nhiêu?"
    assert resolve(question, ["thu ngân sách Lâm Nhuận 2020?"]).shown is None
    assert resolve("So who chaired it?", ["When was the conference in Tan Hoa?"]).shown is not None


def test_a_month_is_carried_over_and_a_rise_is_counted_from_the_year_before() -> None:
    joined = resolve("How many of them are women?", ["How many members had the union by 22 December 2020?"]).question
    assert {"m:12", "d:22/12", "y:2020"} <= joined.marks
    risen = resolve("How much up on a year earlier?", ["What was total revenue in Q1 2019?"]).question
    assert "y:2018" not in risen.marks
    assert "y:2020" in resolve("Năm sau tăng bao nhiêu?", ["Năm 2019 thu ngân sách tăng bao nhiêu?"]).question.marks
