"""Several reports of the same thing: the newest speaks, the year asked for decides, and a tie is asked about."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from bot.newest import preferred
from bot.question import understand
from bot.reader import Finding
from bot.readers.settings import AnswerSettings
from bot.responder import Responder
from bot.spoken_time import spoken_period
from corpus.article import Article
from tests.bot.reading_room import ARTICLES, Shelf, WordSearch


def report(title: str, count: int, published: str | None = None, place: str = "Huyện uỷ Tân Hoà") -> Article:
    body = f"{place} họp hội nghị. Toàn huyện kết nạp {count} đảng viên mới."
    return Article(id=title, title=title, body=body, published=published)


def finding(article: Article, score: float = 1.0) -> Finding:
    quote = article.body.split(". ")[1]
    start = article.body.index(quote)
    count = next(word for word in quote.split() if word.isdigit())
    return Finding(article, quote, start, start + len(quote), f"{count} đảng viên mới", score, {"lead": 0.0})


OLD = report("Huyện Tân Hoà sơ kết công tác 6 tháng đầu năm 2018", 81)
NEW = report("Huyện Tân Hoà sơ kết công tác 6 tháng đầu năm 2020", 118)
QUARTER = report("Huyện Tân Hoà sơ kết công tác quý II năm 2020", 60)
UNDATED = report("Huyện Tân Hoà sơ kết công tác", 99)
WHOLE = report("Huyện Tân Hoà tổng kết công tác năm 2020", 240)
ELSEWHERE = report("Huyện Phú Lộc sơ kết công tác 6 tháng đầu năm 2020", 77, place="Huyện uỷ Phú Lộc")
ASKED = "Kết nạp được bao nhiêu đảng viên mới?"


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD), (UNDATED, OLD, NEW), (UNDATED, NEW)])
def test_without_a_period_the_newest_report_speaks_and_never_an_undated_one(order: Sequence[Article]) -> None:
    choice = preferred(understand(ASKED), [finding(article) for article in order])
    assert (choice.findings[0].article.id, choice.choices) == (NEW.id, ())
    assert len(choice.findings) == len(order)


def test_the_whole_year_speaks_when_a_year_is_asked_for() -> None:
    question = understand("Năm 2020 kết nạp được bao nhiêu đảng viên mới?")
    assert preferred(question, [finding(NEW), finding(WHOLE)]).findings[0].article.id == WHOLE.id


def test_two_reports_that_end_together_are_asked_about() -> None:
    choice = preferred(understand(ASKED), [finding(NEW), finding(QUARTER)])
    assert len(choice.choices) == 2
    assert choice.choices[0].startswith("6 tháng đầu năm 2020: ")
    assert all(text.endswith(ASKED) for text in choice.choices)
    assert understand(choice.choices[1]).marks == {"q:2", "y:2020"}


def test_two_places_are_asked_about_unless_one_is_named() -> None:
    found = [finding(NEW), finding(ELSEWHERE)]
    assert [text.split(":")[0] for text in preferred(understand(ASKED), found).choices] == [
        "Huyện Tân Hoà", "Huyện Phú Lộc",
    ]  # fmt: skip
    named = preferred(understand("huyen phu loc ket nap duoc bao nhieu dang vien moi"), found)
    assert (named.findings[0].article.id, named.choices) == (ELSEWHERE.id, ())


def test_reports_of_one_place_that_count_the_same_need_no_like_titles() -> None:
    other = replace(NEW, title="Huyện Tân Hoà thêm nhiều đảng viên trong 6 tháng đầu năm 2021", id="newest")
    found = [finding(NEW), finding(other)]
    assert preferred(understand(ASKED), found).findings[0].article.id == "newest"


@pytest.mark.parametrize(
    "other",
    [
        finding(OLD, score=-9.0),
        replace(finding(OLD), text="81 cuộc họp"),
        replace(finding(OLD), article=replace(OLD, title="Thư viện Phú Lộc mở cửa")),
    ],
)
def test_what_is_not_the_same_thing_does_not_count(other: Finding) -> None:
    first = finding(replace(UNDATED, id="first"))
    assert preferred(understand(ASKED), [first, other]).findings[0] is first


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("Toàn huyện kết nạp 118 đảng viên, hơn 6 tháng đầu năm 2019 tới 12 người.", "6 tháng đầu năm 2020"),
        ("Sau nửa đầu năm hụt hơi, cả năm 2020 huyện kết nạp 118 đảng viên.", "năm 2020"),
        ("Quý II, toàn huyện kết nạp 118 đảng viên.", "quý ii 2020"),
    ],
)
def test_the_period_is_that_of_the_answering_sentence(sentence: str, period: str) -> None:
    article = replace(NEW, body=f"Hội nghị họp. {sentence}")
    start = article.body.index(sentence)
    found = Finding(article, sentence, start, start + len(sentence), "118 đảng viên", 1.0)
    assert period in (spoken_period(found) or "").lower()


@pytest.fixture
async def responder() -> AsyncIterator[Responder]:
    articles = (*ARTICLES[1:], ARTICLES[0])
    made = Responder(Shelf(articles), WordSearch(articles), AnswerSettings(threshold=0))
    yield made
    made.close()


async def test_the_reply_says_which_period_it_speaks_of(responder: Responder) -> None:
    answer = await responder.answer("Huyện Tân Hoà kết nạp bao nhiêu đảng viên mới?")
    assert (answer.text or "").startswith("118")
    assert "2020" in (answer.period or "")
    assert any("2020" in line for line in responder.reply(answer).lines)
