"""An answer's own sentence says which time it speaks of; one that speaks of another time than asked is none."""

from dataclasses import replace

import pytest

from bot.newest import preferred
from bot.question import understand
from bot.reader import Finding
from bot.refusal import reason_to_decline
from bot.spoken_time import speaks_of_other, spoken_period
from corpus.article import Article

HALF = Article(
    id="half",
    title="Huyện Tân Hoà sơ kết công tác 6 tháng đầu năm 2020",
    body=(
        "Hội nghị họp. Toàn huyện kết nạp 118 đảng viên. Cả năm 2020, huyện phấn đấu kết nạp 260 đảng viên. "
        "Dự toán năm 2020 là 90 tỷ đồng. Quý II, huyện kết nạp 75 đảng viên."
    ),
    published="2020-07-04",
)
YEAR = Article(
    id="year",
    title="Huyện Tân Hoà khép lại năm 2020",
    body="Hội nghị họp. Sau nửa đầu năm chững lại, cả năm 2020 kết nạp 240 đảng viên.",
    published="2021-01-04",
)
EARLIER = replace(
    HALF, id="earlier", title=HALF.title.replace("2020", "2018"), body="Kết nạp 81 đảng viên.", published="2018-07-04"
)


def saying(article: Article, text: str, score: float = 1.0, **measures: float) -> Finding:
    sentence = next(one for one in article.body.split(". ") if text in one).rstrip(".")
    start = article.body.index(sentence)
    return Finding(article, sentence, start, start + len(sentence), text, score, {"lead": 0.0, **measures})


@pytest.mark.parametrize(
    ("asked", "article", "text", "is_other"),
    [
        ("6 tháng đầu năm 2020 kết nạp bao nhiêu đảng viên?", YEAR, "240 đảng viên", True),
        ("6 thang dau nam 2020 ket nap bao nhieu dang vien?", YEAR, "240 đảng viên", True),
        ("How many members were admitted in the first half of 2020?", YEAR, "240 đảng viên", True),
        ("Năm 2020 kết nạp bao nhiêu đảng viên?", YEAR, "240 đảng viên", False),
        ("Năm 2019 kết nạp bao nhiêu đảng viên?", YEAR, "240 đảng viên", True),
        ("Kết nạp bao nhiêu đảng viên?", YEAR, "240 đảng viên", False),
        ("6 tháng đầu năm 2020 kết nạp bao nhiêu đảng viên?", HALF, "118 đảng viên", False),
        ("6 tháng đầu năm 2020 dự toán bao nhiêu?", HALF, "90 tỷ đồng", False),
        ("Quý I/2020 kết nạp bao nhiêu đảng viên?", HALF, "75 đảng viên", True),
        ("Quý II/2020 kết nạp bao nhiêu đảng viên?", HALF, "75 đảng viên", False),
    ],
)
def test_an_answer_for_another_time_is_known(asked: str, article: Article, text: str, *, is_other: bool) -> None:
    assert speaks_of_other(understand(asked), saying(article, text)) is is_other


def test_what_speaks_of_the_time_asked_for_comes_first() -> None:
    found = [saying(YEAR, "240 đảng viên", 2.0), saying(HALF, "118 đảng viên")]
    choice = preferred(understand("6 tháng đầu năm 2020 kết nạp bao nhiêu đảng viên?"), found)
    assert (choice.findings[0].text, choice.other_time) == ("118 đảng viên", False)


@pytest.mark.parametrize(
    ("asked", "is_other"),
    [
        ("Sáng 12/7 ai chủ trì hội nghị?", False),
        ("Ai chủ trì hội nghị ngày 13/7?", False),
        ("Who chaired the conference on 12 July?", False),
        ("Sáng 1/7 ai chủ trì hội nghị?", True),
    ],
)
def test_an_article_that_does_not_know_the_day_does_not_answer(asked: str, *, is_other: bool) -> None:
    article = Article("day", "Họp", "Hội nghị diễn ra sáng 12-7. Ông Lê Minh Khôi chủ trì.", published="2020-07-13")
    assert speaks_of_other(understand(asked), saying(article, "Lê Minh Khôi")) is is_other
    other = replace(article, body="Ông Lê Minh Khôi chủ trì.", published="2020-09-01")
    assert speaks_of_other(understand(asked), saying(other, "Lê Minh Khôi"))


def test_nothing_is_answered_from_another_time() -> None:
    question = understand("6 tháng đầu năm 2020 kết nạp bao nhiêu đảng viên?")
    choice = preferred(question, [saying(YEAR, "240 đảng viên"), saying(HALF, "90 tỷ đồng")])
    assert choice.other_time
    key, details = reason_to_decline(question, choice.findings, 1.0, other_time=True)
    assert (key, details["time"]) == ("answers.missing_time_nearest", "6 tháng đầu năm 2020")


def test_a_plan_does_not_speak_for_what_was_done_unless_plans_are_asked_for() -> None:
    found = [saying(HALF, "260 đảng viên", 2.0), saying(HALF, "118 đảng viên")]
    assert preferred(understand("Kết nạp bao nhiêu đảng viên?"), found).findings[0].text == "118 đảng viên"
    assert preferred(understand("Chỉ tiêu kết nạp bao nhiêu đảng viên?"), found).findings[0].text == "260 đảng viên"


@pytest.mark.parametrize(("year", "nearest"), [("2017", "6 tháng đầu năm 2018"), ("2022", "năm 2020")])
def test_a_refusal_names_the_report_that_is_nearest_in_time(year: str, nearest: str) -> None:
    question = understand(f"Năm {year} huyện kết nạp bao nhiêu đảng viên?")
    found = [saying(article, text, years_article=0.0) for article, text in
             ((HALF, "118 đảng viên"), (EARLIER, "81 đảng viên"), (YEAR, "240 đảng viên"))]  # fmt: skip
    assert reason_to_decline(question, found)[1] == {"time": f"năm {year}", "nearest": nearest}


def test_a_name_is_missing_only_where_no_article_has_it() -> None:
    question = understand("Có bao nhiêu thư viện ở Tân Hoà?")
    elsewhere = replace(YEAR, id="other", title="Huyện Phú Lộc khép lại năm 2020")
    found = [saying(elsewhere, "240 đảng viên", names_article=0.0), saying(HALF, "118 đảng viên", names_article=0.0)]
    assert reason_to_decline(question, found[:1]) == ("answers.missing_name", {"name": "Tân Hoà"})
    assert reason_to_decline(question, found)[0] != "answers.missing_name"


def test_the_span_of_a_term_is_named_as_asked() -> None:
    question = understand("Nhiệm kỳ 2015-2020 kết nạp bao nhiêu đảng viên?")
    assert (
        reason_to_decline(question, [saying(HALF, "118 đảng viên", off_period=1.0)])[1]["time"] == "nhiệm kỳ 2015-2020"
    )


def test_the_reported_year_is_said_where_the_sentence_names_none() -> None:
    article = replace(YEAR, title="Cửa khẩu vắng xe, hải quan hụt thu năm 2020", body="Thu được 240 tỷ đồng.")
    assert spoken_period(saying(article, "240 tỷ đồng")) == "năm 2020"


def test_a_sentence_of_the_day_asked_for_is_shown_without_a_claim() -> None:
    there = Article("there", "Họp", "Hội nghị của Công an huyện Tân Hoà diễn ra sáng 1/7.", published="2020-07-02")
    elsewhere = Article("elsewhere", "Họp", "Ông Lê Minh Khôi chủ trì hội nghị.", published="2020-09-01")
    found = [saying(elsewhere, "Lê Minh Khôi", 2.0), saying(there, "Tân Hoà")]
    first = preferred(understand("Sáng 1/7 ai chủ trì hội nghị?"), found).findings[0]
    assert (first.article.id, first.text) == ("there", None)
