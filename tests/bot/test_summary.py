"""Summaries: five verbatim sentences of one article in its order, never of another one."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer
from bot.answer_facts import answer_json, reply_of
from bot.question import understand
from bot.question_summary import summary_topic, with_command_in_words
from bot.readers.settings import AnswerSettings
from bot.responder import Responder
from bot.summary import MOST_SENTENCES, MOST_WORDS, summarise, summary_headline
from corpus.article import Article
from corpus.samples import sample_drafts
from corpus.text import tokens
from index.language import question_language
from tests.bot.reading_room import Shelf, WordSearch

SAMPLES = tuple(
    Article(id=draft.id or "", title=draft.title, body=draft.body, published=draft.published, is_sample=True)
    for draft in sample_drafts()
)


@pytest.fixture(scope="module")
def responder() -> Iterator[Responder]:
    made = Responder(Shelf(SAMPLES), WordSearch(SAMPLES), AnswerSettings())
    yield made
    made.close()


@pytest.mark.parametrize("article", SAMPLES, ids=lambda article: article.id)
def test_a_summary_is_five_sentences_in_order_verbatim(article: Article) -> None:
    quotes = summarise(article)
    assert len(quotes) == MOST_SENTENCES
    starts = [quote.start for quote in quotes if quote.start is not None]
    assert starts == sorted(set(starts))
    for quote in quotes:
        assert article.body[quote.start : quote.end] == quote.quote
        assert len(quote.quote.split()) <= MOST_WORDS
    headline = summary_headline(quotes)
    assert headline
    assert headline in quotes[0].quote
    assert len(headline.split()) <= 60


def test_figures_and_the_lead_carry_a_report() -> None:
    quotes = [quote.quote for quote in summarise(SAMPLES[0])]
    assert quotes[0].startswith("Toàn ngành tổ chức xây dựng Đảng")
    assert "Tính đến ngày 20/6/2020, 94% tổ chức cơ sở đảng đã đại hội xong." in quotes


def test_a_short_article_is_quoted_whole_and_an_empty_one_not_at_all() -> None:
    short = Article(id="a", title="Tin", body="Chiều 5/3, xã Phú Lộc họp tổng kết năm. Có 12 thôn dự.")
    assert [quote.quote for quote in summarise(short)] == ["Chiều 5/3, xã Phú Lộc họp tổng kết năm."]
    assert summarise(Article(id="a", title="Tin", body=" \n ")) == ()


def test_a_sentence_longer_than_a_quote_is_cut_at_a_word() -> None:
    body = "Huyện " + "đã họp " * 200
    (quote,) = summarise(Article(id="a", title="", body=body))
    assert len(quote.quote.split()) == MOST_WORDS
    assert body[quote.start : quote.end] == quote.quote


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_summed_up(body: str) -> None:
    article = Article(id="a", title=body[:20], body=body)
    for quote in summarise(article):
        assert body[quote.start : quote.end] == quote.quote


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("tóm tắt hội nghị sơ kết của Tỉnh ủy Hòa Lâm", "hội nghị sơ kết của Tỉnh ủy Hòa Lâm"),
        ("Tóm tắt giúp mình bài Phú Đàm tổng kết năm 2020", "Phú Đàm tổng kết năm 2020"),
        ("tom tat hoi nghi tong ket nam 2020 cua phu dam", "hoi nghi tong ket nam 2020 cua phu dam"),
        ("Nội dung chính của hội nghị công an Hòa Lâm?", "hội nghị công an Hòa Lâm"),
        ("Summarise the 2020 review conference of Hoa Lam", "2020 review conference of Hoa Lam"),
        ("give me a summary of the article about customs in Bac Tuyen", "customs in Bac Tuyen"),
        ("tóm tắt", ""),
        ("Nội dung chính của Nghị quyết 42 là gì?", None),
        ("Hòa Lâm kết nạp bao nhiêu đảng viên?", None),
        ("Who chaired the conference?", None),
    ],
)
def test_what_a_summary_is_asked_of(question: str, topic: str | None) -> None:
    assert summary_topic(question, understand(question).language) == topic


@pytest.mark.parametrize(
    ("question", "article_id"),
    [
        ("tóm tắt hội nghị 6 tháng đầu năm 2020 của Tỉnh ủy Hòa Lâm", "sample-tinh-uy-hoa-lam-so-ket-6-thang-2020"),
        ("tom tat hoi nghi tong ket nam 2020 cua huyen phu dam", "sample-ubnd-huyen-phu-dam-tong-ket-nam-2020"),
        ("tóm tắt bài thu thuế 9 tháng năm 2021 của Hòa Lâm", "sample-cuc-thue-hoa-lam-9-thang-2021"),
    ],
)  # fmt: skip
async def test_the_article_asked_for_is_summed_up(responder: Responder, question: str, article_id: str) -> None:
    answer = await responder.answer(question)
    assert answer.answered
    assert {item.article.id for item in answer.evidence} == {article_id}
    assert len(answer.evidence) == MOST_SENTENCES
    assert answer.text
    assert answer.text in answer.evidence[0].quote
    facts = answer_json(answer, 1.0, "q")
    assert (facts["quote"], len(facts["evidence"])) == (answer.evidence[0].quote, MOST_SENTENCES)  # type: ignore[arg-type]
    assert answer.evidence[0].article.title in reply_of(answer).lines[0]


async def declined(responder: Responder, question: str) -> Answer:
    answer = await responder.answer(question)
    assert not answer.answered
    assert answer.evidence == ()
    return answer


async def test_never_of_another_article(responder: Responder) -> None:
    answer = await declined(responder, "tóm tắt hội nghị sơ kết 6 tháng đầu năm 2012 của Tỉnh ủy Hòa Lâm")
    assert answer.reason == "summary.no_article"
    assert answer.alternatives
    await declined(responder, "tóm tắt hội nghị tổng kết năm 2020 của ngành thuỷ lợi Đắk Lắk")


async def test_a_summary_of_nothing_in_particular_asks_back(responder: Responder) -> None:
    assert (await declined(responder, "tóm tắt")).reason == "summary.of_what"


async def test_a_summary_in_english_keeps_the_articles_words(responder: Responder) -> None:
    answer = await declined(responder, "summary of")
    assert answer.language == "en"
    assert tokens(reply_of(answer).lines[0])


@pytest.mark.parametrize(
    "text", ["/tomtat", "tóm tắt bài này", "Tóm tắt hội nghị này giúp mình", "summarise this article"]
)
def test_what_only_points_names_nothing_to_sum_up(text: str) -> None:
    told = with_command_in_words(text)
    assert summary_topic(told, question_language(told)) == ""


def test_the_command_is_a_question_where_a_door_knows_none() -> None:
    assert with_command_in_words("/tomtat hội nghị sơ kết") == "tóm tắt bài hội nghị sơ kết"
    assert with_command_in_words("/tomtatt là gì") == "/tomtatt là gì"
