"""Dates that figures hold for, and periods that articles report on, as written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.period import article_period, as_of_dates
from corpus.text import nfc


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Tính đến ngày 20/6/2020 đã có 94% tổ chức cơ sở Đảng đại hội.", ["20/6/2020"]),
        ("Tính đến hết ngày 15/11, toàn huyện thu 12 tỷ đồng.", ["15/11"]),
        ("Luỹ kế từ đầu năm đến 30.9.2021, thu 5 tỷ; tính tới nay chi 2 tỷ.", ["30.9.2021"]),
        ("Số liệu thống kê đến tháng 6/2020 cho thấy", ["tháng 6/2020"]),
        ("Thống kê tới cuối năm 2019, còn 12 xã.", ["cuối năm 2019"]),
        ("Đến thời điểm 31-12-2020, còn 3 hộ.", ["31-12-2020"]),
        ("Tính đến 17h ngày 5/3, không có thiệt hại.", ["5/3"]),
        ("Tính đến ngày 20 tháng 6 năm 2020 và tính đến quý II/2020.", ["20 tháng 6 năm 2020", "quý II/2020"]),
        ("Đi đến năm 2020 điểm, tăng từ 5 đến 9%.", []),
        ("Tính đến 25% hộ nghèo", []),
        ("Tính đến nay, đã xong.", []),
        ("", []),
    ],
)
def test_days_that_figures_hold_for(text: str, dates: list[str]) -> None:
    assert [written for _, _, written in as_of_dates(text)] == dates


@pytest.mark.parametrize(
    ("title", "body", "published", "period"),
    [
        ("Sơ kết 6 tháng đầu năm 2020", "Sáng 1/7.", None, "6 tháng đầu năm 2020"),
        (
            "Sơ kết công tác 6 tháng đầu năm",
            "Sáng 1/7, triển khai nhiệm vụ 6 tháng cuối năm 2020.",
            None,
            "6 tháng đầu năm 2020",
        ),
        ("Sơ kết Sáu tháng đầu năm", "Sáng nay họp.", "2021-07-02", "sáu tháng đầu năm 2021"),
        ("Hội nghị quý III/2019", "Họp.", None, "quý III/2019"),
        ("Hội nghị quý 2", "Họp.", "2019-07-02", "quý 2 năm 2019"),
        ("Tổng kết công tác năm 2020", "Họp.", None, "năm 2020"),
        ("Huyện sơ kết công tác quý II năm 2020", "Họp.", None, "quý II năm 2020"),
        ("Đại hội", "Tổng kết nhiệm kỳ 2015 - 2020.", None, "nhiệm kỳ 2015 - 2020"),
        ("Họp", "Mở đầu.\n\nBáo cáo 9 tháng đầu năm 2021.", None, "9 tháng đầu năm 2021"),
        ("Họp", "1.\n2.\n3.\n4.\nBáo cáo 9 tháng đầu năm 2021.", None, None),
        ("Sơ kết 6 tháng đầu năm", "Họp.", None, "6 tháng đầu năm"),
        ("Quý vị đại biểu", "Quý I có 5 việc.", None, "quý I"),
        ("Khai mạc", "Sáng nay.", "2020-01-01", None),
    ],
)
def test_period_of_an_article(title: str, body: str, published: str | None, period: str | None) -> None:
    assert article_period(Article("a", title, body, published=published)) == period


PIECES = st.sampled_from(
    [
        "Tính đến",
        " ",
        "ngày ",
        "20/6/2020",
        "15/11",
        " quý II",
        "/2020",
        "tháng 6",
        " 6 tháng đầu năm",
        "\n",
        "ở",
        ". ",
        "%",
    ]
)


@given(st.lists(PIECES, max_size=15).map("".join))
def test_composed_and_decomposed_text_say_the_same(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    found = as_of_dates(decomposed)
    assert all(decomposed[start:end] == written for start, end, written in found)
    assert [nfc(written) for _, _, written in found] == [written for _, _, written in as_of_dates(text)]
    assert article_period(Article("a", text, decomposed)) == article_period(Article("a", decomposed, text))
