"""What every reader on the shelf keeps: quotes that stand in the article, answers that stand in the quote."""

import pkgutil

import pytest

import bot.readers
from bot.errors import BadConfig
from bot.question import understand
from bot.reader import Finding, Material, Reader
from bot.readers import open_reader
from bot.responder import found_in
from bot.sought import sought_terms
from tests.bot.reading_room import ARTICLES, WordSearch

PARTS = sorted(part.name for part in pkgutil.iter_modules(bot.readers.__path__) if part.name != "settings")
QUESTIONS = [
    "Ai chủ trì hội nghị sơ kết 6 tháng đầu năm 2020 của huyện Tân Hoà?",
    "bao nhieu phan tram chi bo da to chuc dai hoi",
    "Vì sao đường liên xã chậm tiến độ?",
    "Nhiệm vụ trọng tâm gồm những gì?",
    "thư viện",
    "Thu ngân sách bao nhiêu tỷ đồng năm 2031?",
    "!?",
]


@pytest.fixture(params=PARTS)
def reader(request: pytest.FixtureRequest) -> Reader:
    return open_reader(request.param)


def read(reader: Reader, text: str) -> tuple[Finding, ...]:
    search = WordSearch()
    question = understand(text)
    result = search.search(text, limit=20, per_article=3)
    sought = sought_terms(result.explanation.terms, lambda kind, key: search.idf(key, kind), question.asking)
    return reader.read(Material(question, sought, found_in(result, ARTICLES)))


@pytest.mark.parametrize("text", QUESTIONS)
def test_quotes_are_verbatim_and_short_and_hold_the_answer(reader: Reader, text: str) -> None:
    for finding in read(reader, text):
        if finding.start is None:
            assert finding.quote == finding.article.title
        else:
            assert finding.article.body[finding.start : finding.end] == finding.quote
        assert 0 < len(finding.quote.split()) <= 120
        assert finding.text is None or finding.text in finding.quote


def test_the_best_finding_comes_first(reader: Reader) -> None:
    for text in QUESTIONS:
        scores = [finding.score for finding in read(reader, text)]
        assert scores == sorted(scores, reverse=True)


def test_the_right_sentence_is_found(reader: Reader) -> None:
    finding = read(reader, "Bao nhiêu phần trăm chi bộ trong huyện đã tổ chức đại hội năm 2020?")[0]
    assert finding.article.id == "so-ket-2020"
    assert "91%" in finding.quote


def test_no_articles_no_findings(reader: Reader) -> None:
    question = understand("Ai chủ trì?")
    assert reader.read(Material(question, sought_terms([], lambda _kind, _key: 1.0), ())) == ()


@pytest.mark.parametrize("name", ["settings", "no_such", "span.reading", "../span", ""])
def test_a_reader_that_is_not_on_the_shelf_is_a_bad_setting(name: str) -> None:
    with pytest.raises(BadConfig, match="There is no reader called"):
        open_reader(name)
