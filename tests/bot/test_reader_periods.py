"""Reports of several periods by one organisation: a figure of another period is never the answer."""

import pytest

from bot.question import understand
from bot.question_time import own_marks
from bot.readers.span.periods import is_off_period, report_of, year_measures
from bot.sheet import Sheet, sheet_of
from corpus.article import Article
from corpus.text import tokens

FIRST_HALF_2020 = Article(
    "a",
    "Xã Mẫu sơ kết 6 tháng đầu năm 2020",
    "Sáng 2/7, xã Mẫu họp sơ kết.\nToàn xã thu ngân sách 3,2 tỷ đồng, kém cùng kỳ năm 2019 là 0,4 tỷ đồng.\n"
    "Năm 2018, xã từng thu 2,9 tỷ đồng cả năm.",
)
UNDATED_TITLE = Article(
    "b", "Xã Mẫu họp bàn việc thu chi", "Toàn xã thu ngân sách 3,2 tỷ đồng.", published="2021-02-10"
)
WHOLE_YEAR = Article("c", "Xã Mẫu tổng kết năm 2020", "Toàn xã thu ngân sách 6,8 tỷ đồng.")


def figure_line_is_off(article: Article, question: str, about: str = "Toàn xã") -> bool:
    sheet = sheet_of(article)
    (line,) = (line for line in sheet.lines if line.text.startswith(about))
    return is_off_period(understand(question), report_of(sheet), line)


@pytest.mark.parametrize(
    ("article", "question", "off"),
    [
        (FIRST_HALF_2020, "6 tháng đầu năm 2020 xã Mẫu thu ngân sách bao nhiêu?", False),
        (FIRST_HALF_2020, "nua dau nam 2020 xa Mau thu ngan sach bao nhieu", False),
        (FIRST_HALF_2020, "How much revenue did Mau commune collect in the first half of 2020?", False),
        (FIRST_HALF_2020, "6 tháng đầu năm 2019 xã Mẫu thu ngân sách bao nhiêu?", True),
        (FIRST_HALF_2020, "quý III năm 2020 xã Mẫu thu ngân sách bao nhiêu?", True),
        (FIRST_HALF_2020, "xã Mẫu thu ngân sách bao nhiêu?", False),
        (UNDATED_TITLE, "năm 2020 xã Mẫu thu ngân sách bao nhiêu?", False),
        (UNDATED_TITLE, "năm 2021 xã Mẫu thu ngân sách bao nhiêu?", False),
        (UNDATED_TITLE, "năm 2018 xã Mẫu thu ngân sách bao nhiêu?", True),
        (WHOLE_YEAR, "năm 2020 xã Mẫu thu ngân sách bao nhiêu?", False),
        (WHOLE_YEAR, "6 tháng đầu năm 2020 xã Mẫu thu ngân sách bao nhiêu?", True),
    ],
)
def test_a_line_answers_only_for_its_own_period(article: Article, question: str, off: bool) -> None:  # noqa: FBT001
    assert figure_line_is_off(article, question) is off


def test_a_year_that_a_line_names_itself_counts() -> None:
    assert not figure_line_is_off(FIRST_HALF_2020, "năm 2018 xã Mẫu thu ngân sách bao nhiêu?", about="Năm 2018")


def test_a_year_that_is_only_compared_with_is_not_the_lines_own() -> None:
    assert own_marks(tokens("Thu 3,2 tỷ đồng, kém cùng kỳ năm 2019 là 0,4 tỷ")) == frozenset()
    assert own_marks(tokens("Năm 2020 thu 3,2 tỷ đồng, tăng 5% so với năm 2019")) == {"y:2020"}


def test_a_report_without_any_date_refuses_nothing() -> None:
    article = Article("d", "Xã Mẫu họp", "Toàn xã thu ngân sách 3,2 tỷ đồng.")
    assert report_of(sheet_of(article)).marks == frozenset()
    assert report_of(Sheet(article, ())).marks == frozenset()
    assert not figure_line_is_off(article, "năm 2018 xã Mẫu thu ngân sách bao nhiêu?")


def test_how_far_the_years_of_an_article_are_from_those_asked_for() -> None:
    article = Article(id="a", title="Tổng kết năm 2017", body="Năm 2017 thu 12 tỷ đồng.")
    far = year_measures(understand("Năm 2024 thu bao nhiêu?"), sheet_of(article))
    near = year_measures(understand("Năm 2018 thu bao nhiêu?"), sheet_of(article))
    same = year_measures(understand("Năm 2017 thu bao nhiêu?"), sheet_of(article))
    undated = year_measures(understand("Năm 2017 thu bao nhiêu?"), sheet_of(Article(id="b", title="Thu", body="Tốt.")))
    assert (far["year_gap"], near["year_gap"], same["year_gap"]) == (1.0, 0.2, 0.0)
    assert (far["year_after"], far["report_other"], same["report_other"]) == (1.0, 1.0, 0.0)
    assert (undated["year_untold"], undated["year_gap"]) == (1.0, 0.0)
