"""The figures of an article: what is counted, when, where, and the change that the text states beside them."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.composed import composed
from corpus.figures_article import Figure, article_figures
from corpus.figures_places import place_key
from corpus.samples import sample_drafts

REPORT = Article(
    id="a",
    title="Công an huyện Tân Hoà sơ kết 6 tháng đầu năm 2020",
    body=(
        "Sáng 3/7, Công an huyện Tân Hoà sơ kết công tác 6 tháng đầu năm.\n"
        "Toàn huyện xảy ra 23 vụ trộm cắp, tăng 8 vụ (53,33%) so với cùng kỳ năm 2019. "
        "Tính đến ngày 25/6/2020, 91% thôn có tổ tự quản. "
        "Riêng xã Phú Lộc còn gần 1.200 hộ chưa ký cam kết. "
        "Số vụ cháy giảm 12%. "
        "Kinh phí hỗ trợ từ 1,2 tỷ đồng năm 2018 lên 3,5 tỷ đồng năm 2019.\n"
        "Nhiệm vụ sáu tháng cuối năm:\n"
        "- Mở 12 lớp tập huấn.\n"
    ),
    published="2020-07-04",
)


def found(article: Article, written: str) -> Figure:
    """The figure of an article that stands there as written."""
    (one,) = [figure for figure in article_figures(article) if article.body[figure.start : figure.end] == written]
    return one


def test_a_figure_with_the_change_that_the_text_states() -> None:
    figure = found(REPORT, "23 vụ")
    assert (figure.value, figure.unit, figure.counted) == (23, "vụ", "vụ trộm cắp")
    assert figure.place == "huyện Tân Hoà"
    assert figure.period is not None
    assert (figure.period.start, figure.period.end) == (date(2020, 1, 1), date(2020, 6, 30))
    change = figure.change
    assert change is not None
    assert (change.direction, change.amount, change.unit, change.share) == ("up", 8, "vụ", Decimal("53.33"))
    assert change.against == "cùng kỳ năm 2019"
    assert REPORT.body[change.start : change.end] == "tăng 8 vụ (53,33%) so với cùng kỳ năm 2019"
    assert "8 vụ" not in {REPORT.body[one.start : one.end] for one in article_figures(REPORT)}


def test_the_day_a_figure_holds_for_and_the_words_before_a_share() -> None:
    figure = found(REPORT, "91%")
    assert (figure.as_of, figure.counted, figure.role) == ("25/6/2020", "thôn có tổ tự quản", "level")


def test_the_place_of_its_own_clause_goes_before_the_articles() -> None:
    figure = found(REPORT, "1.200 hộ")
    assert (figure.place, figure.place_key, figure.mark) == ("xã Phú Lộc", place_key("Phú Lộc"), "gần")


def test_a_change_without_a_figure_to_change_stands_alone() -> None:
    figure = found(REPORT, "12%")
    assert figure.role == "change"
    assert figure.change is not None
    assert (figure.change.direction, figure.change.share) == ("down", 12)


def test_a_period_right_behind_a_figure_is_its_own() -> None:
    years = [found(REPORT, written).period for written in ("1,2 tỷ đồng", "3,5 tỷ đồng")]
    assert [period.start.year for period in years if period] == [2018, 2019]


def test_what_is_to_come_is_a_plan() -> None:
    assert found(REPORT, "12 lớp").role == "plan"


CHANGES = """
kết nạp 1.176 đảng viên, nhiều hơn cùng kỳ 56 người, tương đương 5,0%.| 1.176 đảng viên | up | 56 | 5.0 | cùng kỳ
kết nạp 1.058 đảng viên, hụt 118 người so với nửa đầu năm 2019, tức giảm 10,0%.| 1.058 đảng viên | down | 118 | 10.0 |\
 nửa đầu năm 2019
xảy ra 428 vụ cháy, kém cùng kỳ năm 2018 là 32 vụ, tương đương 7,0%.| 428 vụ | down | 32 | 7.0 | cùng kỳ năm 2018
thu 141,6 tỷ đồng, mới bằng 47,2% dự toán 300 tỷ đồng và kém cùng kỳ 10,8 tỷ đồng, tương đương 7,1%.| 141,6 tỷ đồng\
 | down | 10800000000 | 7.1 | cùng kỳ
thu 3.742,6 tỷ đồng, đạt 68,0% dự toán 5.500 tỷ đồng, giảm 5,3% so với cùng kỳ năm 2019.| 3.742,6 tỷ đồng | down |\
 | 5.3 | cùng kỳ năm 2019
có 3,96% hộ nghèo, giảm 1,46 điểm phần trăm so với mức 5,42% của cuối năm 2019.| 3,96% | down | 1.46 | |\
 5,42% của cuối năm 2019
tiếp nhận 1.130 đơn (tăng 220 đơn so với 2014).| 1.130 đơn | up | 220 | | 2014
xuất khẩu gạo đạt 2,76 triệu tấn, giảm 6,3% so với cùng kỳ.| 2,76 triệu tấn | down | | 6.3 | cùng kỳ
có 120 trẻ em ra đời, tăng 5 em.| 120 trẻ em | up | 5 | |
"""


@pytest.mark.parametrize("line", CHANGES.replace("\\\n", "").strip().splitlines())
def test_changes_as_newspapers_write_them(line: str) -> None:
    sentence, written, direction, amount, share, against = (cell.strip() for cell in line.split("|"))
    article = Article(id="a", title="Tổng kết năm 2020", body=f"Trong năm, tỉnh {sentence}", published="2021-01-05")
    change = found(article, written).change
    assert change is not None
    assert change.direction == direction
    assert change.amount == (Decimal(amount) if amount else None)
    assert change.share == (Decimal(share) if share else None)
    assert change.against == against


SAMPLES = [
    Article(id=draft.id or "", title=draft.title, body=draft.body, published=draft.published)
    for draft in sample_drafts()
]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SAMPLES), st.booleans(), st.text(max_size=20), st.integers(0, 2000))
def test_offsets_are_truth(article: Article, decomposed: bool, noise: str, at: int) -> None:  # noqa: FBT001
    body = article.body[:at] + noise + article.body[at:]
    body = unicodedata.normalize("NFD", body) if decomposed else body
    figures = article_figures(Article(id="x", title=article.title, body=body, published=article.published))
    end = 0
    for figure in figures:
        assert end <= figure.start < figure.end <= len(body)
        assert figure.sentence_start <= figure.start
        assert figure.change is None or figure.change.start < figure.change.end <= len(body)
        end = figure.end


@given(st.text(), st.text())
def test_any_article_can_be_read(title: str, body: str) -> None:
    for figure in article_figures(Article(id="x", title=title, body=body)):
        assert body[figure.start : figure.end]


@given(st.text(alphabet=st.sampled_from("aăâeêouưđ\u0301\u0300\u0323\u0302\u1ea1 Å\u212b1,."), max_size=30))
def test_composing_knows_the_way_back(text: str) -> None:
    plain, offsets = composed(text)
    assert plain == unicodedata.normalize("NFC", text)
    assert len(offsets) == len(plain) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)
