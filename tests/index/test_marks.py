"""Dates, periods and ordinals in their spellings."""

import pytest

from index.marks import english_marks, marks, roman


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("20/6/2020", "ngày 20 tháng 6 năm 2020"),
        ("20-6-2020", "20.6.2020"),
        ("20/06/2020", "ngay 20 thang 6 nam 2020"),
        ("quý II", "quý 2"),
        ("Quý IV năm 2019", "quy 4/2019"),
        ("6 tháng đầu năm", "nửa đầu năm"),
        ("sáu tháng đầu năm 2020", "6 thang dau nam 2020"),
        ("lần thứ XIV", "lần thứ 14"),
        ("tháng 6/2020", "tháng 6 năm 2020"),
        ("6 tháng 2017", "6 tháng đầu năm 2017"),
        ("nửa đầu 2018", "6 tháng đầu năm 2018"),
        ("9 thang nam 2017", "9 tháng đầu 2017"),
        ("6 tháng cuối 2019", "nửa cuối năm 2019"),
    ],
)
def test_spellings_of_one_thing_leave_the_same_marks(left: str, right: str) -> None:
    assert marks(left) == marks(right) != ()


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("June 20, 2020", "20/6/2020"),
        ("20 June 2020", "20/6/2020"),
        ("second quarter", "quý II"),
        ("first half of 2020", "6 tháng đầu năm 2020"),
        ("first six months of the year", "nửa đầu năm"),
        ("the 14th congress", "đại hội lần thứ XIV"),
        ("March 2019", "tháng 3/2019"),
    ],
)
def test_english_and_vietnamese_meet(english: str, vietnamese: str) -> None:
    assert set(marks(vietnamese)) <= set(english_marks(english))


@pytest.mark.parametrize(
    "text", ["1.000 tỷ", "3,5%", "2016-2020", "32/13", "ngày 40 tháng 6", "13 tháng 2017", "ngày 5 tháng 2017", ""]
)
def test_other_numbers_leave_none(text: str) -> None:
    assert marks(text) == ()


@pytest.mark.parametrize(
    ("numeral", "value"), [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14), ("xl", 40), ("lxxxix", 89)]
)
def test_roman_numerals(numeral: str, value: int) -> None:
    assert roman(numeral) == value


@pytest.mark.parametrize("numeral", ["iiii", "vx", "abc"])
def test_what_is_no_numeral(numeral: str) -> None:
    assert roman(numeral) == 0
