"""Periods as values: first and last day, the year that is left out, and what is only compared with."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.period import report_period
from corpus.period_values import Period, Setting, periods_in

HALF = Period(date(2020, 1, 1), date(2020, 6, 30), "6 tháng đầu năm 2020", "half")
SETTING = Setting(date(2020, 7, 14), HALF)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("6 tháng đầu năm 2020", "2020-01-01", "2020-06-30"),
        ("Sáu tháng đầu năm", "2020-01-01", "2020-06-30"),
        ("nửa cuối năm 2019", "2019-07-01", "2019-12-31"),
        ("9 tháng năm 2021", "2021-01-01", "2021-09-30"),
        ("luỹ kế 9 tháng", "2020-01-01", "2020-09-30"),
        ("3 tháng cuối năm", "2020-10-01", "2020-12-31"),
        ("quý II", "2020-04-01", "2020-06-30"),
        ("quý III/2021", "2021-07-01", "2021-09-30"),
        ("quý 1 năm ngoái", "2019-01-01", "2019-03-31"),
        ("nhiệm kỳ 2020-2025", "2020-01-01", "2025-12-31"),
        ("giai đoạn 2016–2020", "2016-01-01", "2020-12-31"),
        ("năm học 2019-2020", "2019-01-01", "2020-12-31"),
        ("năm nay", "2020-01-01", "2020-12-31"),
        ("năm ngoái", "2019-01-01", "2019-12-31"),
        ("cùng kỳ", "2019-01-01", "2019-06-30"),
        ("cùng kỳ năm trước", "2019-01-01", "2019-06-30"),
        ("cùng kỳ năm 2018", "2018-01-01", "2018-06-30"),
        ("sáng 1/7", "2020-07-01", "2020-07-01"),
        ("ngày 5 tháng 3 năm 2019", "2019-03-05", "2019-03-05"),
        ("tháng 6", "2020-06-01", "2020-06-30"),
        ("tháng 2/2019", "2019-02-01", "2019-02-28"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, start: str, end: str) -> None:
    (mention,) = periods_in(text, SETTING)
    assert (str(mention.period.start), str(mention.period.end)) == (start, end)


@pytest.mark.parametrize(
    "text", ["31/6/2020", "17/19 chỉ tiêu", "năm xã", "quý vị", "tháng thứ ba", "nửa số hộ", "1,5"]
)
def test_what_is_no_time_is_left_out(text: str) -> None:
    assert periods_in(text, SETTING) == []


def test_a_time_only_compared_with_is_marked() -> None:
    mentions = periods_in("Năm 2020 thu 5 tỷ, tăng 2% so với năm 2019, hơn cùng kỳ.", SETTING)
    assert [(m.period.written, m.compared) for m in mentions] == [
        ("Năm 2020", False),
        ("năm 2019", True),
        ("cùng kỳ", True),
    ]


def test_a_day_without_a_year_lies_nearest_to_publication() -> None:
    (mention,) = periods_in("chiều 28/12", Setting(date(2021, 1, 4)))
    assert mention.period.start == date(2020, 12, 28)


def test_without_any_year_nothing_is_dated() -> None:
    assert periods_in("6 tháng đầu năm, quý II, năm nay, cùng kỳ", Setting()) == []


@pytest.mark.parametrize(
    ("title", "body", "published", "written"),
    [
        ("Sơ kết 6 tháng đầu năm 2020", "Sáng 1/7.", None, "6 tháng đầu năm 2020"),
        ("Hội nghị Huyện uỷ", "Huyện uỷ sơ kết công tác quý III/2020.", "2020-10-02", "quý III/2020"),
        ("Hụt thu năm 2020", "Thu 5 tỷ.", "2021-01-07", "năm 2020"),
        ("Hội nghị tổng kết công tác năm 2019, triển khai năm 2020", "", None, "năm 2019"),
        ("Chuyện làng", "Ông kể chuyện năm 1975.", "2020-10-02", None),
        ("So với năm 2019, xuất khẩu tăng", "", None, None),
    ],
)
def test_the_period_that_an_article_reports_on(
    title: str, body: str, published: str | None, written: str | None
) -> None:
    period = report_period(Article(id="a", title=title, body=body or "Tin.", published=published))
    assert (period and period.written) == written


def test_the_import_date_never_stands_in() -> None:
    assert report_period(Article(id="a", title="Sơ kết 6 tháng đầu năm", body="Tin.")) is None


@given(st.integers(1900, 2098), st.integers(1, 4), st.integers(-50, 50))
def test_a_period_moved_and_moved_back_is_the_same(year: int, quarter: int, years: int) -> None:
    (mention,) = periods_in(f"quý {quarter} năm {year}", Setting())
    assert mention.period.moved(years).moved(-years) == mention.period


@given(st.text())
def test_any_text_is_read_without_fault(text: str) -> None:
    for mention in periods_in(text, SETTING):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.period.start <= mention.period.end
