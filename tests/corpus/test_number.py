"""Numbers as Vietnamese writes them: digits, magnitudes, words, ranges, and what only looks like a number."""

import unicodedata
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.number import numbers_in, read_number, write_number
from corpus.number_words import number_words, worded_value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234,5", "1234.5"),
        ("3,2 tỷ", "3200000000"),
        ("376.000 tỉ", "376000000000000"),
        ("1.000", "1000"),
        ("1000", "1000"),
        ("0,12", "0.12"),
        ("2.6", "2.6"),
        ("12,345,678", "12345678"),
        ("15 nghìn", "15000"),
        ("10 nghìn tỷ", "10000000000000"),
        ("2 triệu rưỡi", "2500000"),
        ("mười hai", "12"),
        ("hai mươi lăm", "25"),
        ("một trăm linh ba", "103"),
        ("ba nghìn hai trăm", "3200"),
        ("một nửa", "0.5"),
        ("ba phần tư", "0.75"),
    ],
)
def test_a_number_is_read(written: str, value: str) -> None:
    assert read_number(written) == Decimal(value)


@pytest.mark.parametrize("written", ["", "khóa XII", "1.23.4", "nhiều", "1/7/2020", "phần"])
def test_what_is_no_number_has_no_value(written: str) -> None:
    assert read_number(written) is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("gần 55.000 người, trên 90% và hơn 2 triệu lượt", [("55000", "gần"), ("90", "trên"), ("2000000", "hơn")]),
        ("không quá 30 người, xấp xỉ 4 tỷ đồng", [("30", "không quá"), ("4000000000", "xấp xỉ")]),
        ("Mười hai xã và một phần ba số hộ", [("12", ""), (str(Decimal(1) / 3), "")]),
        ("tổng số 155 xã, trong số 47 người", [("155", ""), ("47", "")]),
    ],
)
def test_approximate_marks_are_kept(text: str, values: list[tuple[str, str]]) -> None:
    assert [(str(number.value), number.mark) for number in numbers_in(text)] == values


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("giảm 5-10%", "5", "10"), ("0,27–0,29%", "0.27", "0.29"), ("2.000 - 3.000 người", "2000", "3000"),
     ("1-2 triệu đồng", "1000000", "2000000")],
)  # fmt: skip
def test_ranges_have_two_ends(text: str, low: str, high: str) -> None:
    (number,) = numbers_in(text)
    assert (number.value, number.high) == (Decimal(low), Decimal(high))


def test_a_ratio_knows_what_it_is_out_of() -> None:
    (number,) = numbers_in("Huyện có 17/19 chỉ tiêu đạt và vượt.")
    assert (number.value, number.of) == (17, 19)


@pytest.mark.parametrize(
    "text",
    [
        "Sáng 1/7/2020, chiều 5/3, ngày 20 tháng 6 năm 2020, quý 2, tháng 9/2021, 2020-07-01",
        "giai đoạn 2016-2020, niên vụ 2019/2020, so với 2019, năm học 2020-21",
        "khóa 12, kỳ họp thứ 9, Nghị quyết 42, Quy định số 55-QĐ/TW, Covid-19, quốc lộ 1, lần 2, mã A15",
        "lúc 17h, 8:30, hồi 5h30",
    ],
)
def test_dates_ranks_and_names_count_nothing(text: str) -> None:
    assert [text[number.start : number.end] for number in numbers_in(text)] == []


@given(st.decimals(min_value=0, max_value=10**15, places=3))
def test_a_number_written_in_vietnamese_is_read_back(value: Decimal) -> None:
    # "1,000" would be English; a written form never ends in decimals of zero
    assert read_number(write_number(value)) == value


@given(st.integers(min_value=0, max_value=999))
def test_number_words_are_read_back(value: int) -> None:
    assert worded_value(number_words(value)) == value


@given(st.integers(min_value=10, max_value=10**9), st.sampled_from(["", "gần ", "hơn "]), st.booleans())
def test_a_number_is_found_where_it_stands(value: int, mark: str, decomposed: bool) -> None:  # noqa: FBT001
    text = f"Toàn tỉnh trồng được {mark}{write_number(Decimal(value))} héc ta rừng."
    if decomposed:
        text = unicodedata.normalize("NFD", text)
    found = [number for number in numbers_in(text) if not number.worded]
    if 1900 <= value <= 2099:
        return  # told from a year by its dot only
    assert [number.value for number in found] == [value]
    assert read_number(text[found[0].start : found[0].end]) == value


@given(st.text())
def test_any_text_is_read_without_fault(text: str) -> None:
    numbers = numbers_in(text)
    assert all(0 <= number.start < number.end <= len(text) for number in numbers)
    assert all(one.end <= two.start for one, two in pairwise(numbers))
