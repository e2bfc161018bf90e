"""POST /api/ask: good questions, bad input, and faults behind it."""

import json

import httpx
import pytest

from bot.channels.web.settings import WebSettings
from bot.wording import say
from index.errors import NoUsableIndex
from tests.bot.web_client import client
from tests.fakes.responder import (
    CONGRESS,
    HOSTILE_QUESTION,
    MAX_CHARS,
    QUESTION,
    QUESTION_EN,
    SENTENCE,
    FakeResponder,
)

JSON = {"Content-Type": "application/json"}


def assert_turned_down(
    response: httpx.Response, status: int, code: str, language: str = "vi", **values: object
) -> None:
    assert response.status_code == status
    assert response.json() == {"error": {"code": code, "message": say(language, f"web.error_{code}", **values)}}


async def test_an_answer_comes_with_its_proof_and_where_to_read_it() -> None:
    async with client() as web:
        answer = (await web.post("/api/ask", json={"question": QUESTION})).json()
    assert answer["answered"] is True
    assert answer["answer"] == "94%"
    assert answer["quote"] == SENTENCE
    assert answer["took_ms"] >= 0
    reply = answer["reply"]
    assert reply["headline"] == "94%"
    assert reply["lines"] == ["tính đến 20/6/2020"]
    assert reply["alternatives"] == []
    (source,) = reply["sources"]
    start = CONGRESS.body.index(SENTENCE)
    assert source == {
        "article_id": CONGRESS.id,
        "version": 1,
        "title": CONGRESS.title,
        "date": "1/7/2020",
        "url": CONGRESS.url,
        "is_sample": True,
        "quote": ["Tính đến ngày 20/6/2020, ", "94%", " tổ chức cơ sở đảng đã đại hội xong."],
        "article": f"/article/mau%2Fdai-hoi%202020?version=1&start={start}&end={start + len(SENTENCE)}"
        "&language=vi#quote",
        "paragraph": f"/api/paragraph/mau%2Fdai-hoi%202020?version=1&start={start}&end={start + len(SENTENCE)}",
    }
    assert reply["others"] == []


async def test_the_article_link_of_an_answer_leads_to_the_marked_sentence() -> None:
    async with client() as web:
        answer = (await web.post("/api/ask", json={"question": QUESTION})).json()
        article = await web.get(answer["reply"]["sources"][0]["article"])
    assert article.status_code == 200
    assert f'<mark id="quote">{SENTENCE}</mark>' in article.text


async def test_a_refusal_names_the_nearest_articles() -> None:
    async with client() as web:
        answer = (await web.post("/api/ask", json={"question": "giá vàng hôm nay?"})).json()
    assert answer["answered"] is False
    assert "không thấy trong kho tin" in answer["reply"]["lines"][0]
    assert [source["title"] for source in answer["reply"]["alternatives"]] == [CONGRESS.title]


async def test_earlier_questions_come_along_for_a_follow_up() -> None:
    responder = FakeResponder()
    async with client(responder) as web:
        await web.post("/api/ask", json={"question": "còn năm 2021?", "turns": [QUESTION]})
    assert responder.asked == [("còn năm 2021?", (QUESTION,))]


async def test_the_answer_follows_the_question_and_the_links_the_interface() -> None:
    async with client() as web:
        answer = (await web.post("/api/ask", json={"question": QUESTION_EN, "language": "vi"})).json()
    assert answer["language"] == "en"
    assert answer["reply"]["lines"] == ["as of 20/6/2020"]
    assert "language=vi" in answer["reply"]["sources"][0]["article"]


async def test_what_looks_like_markup_stays_text_and_a_script_link_is_dropped() -> None:
    async with client() as web:
        response = await web.post("/api/ask", json={"question": HOSTILE_QUESTION})
    assert response.headers["content-type"] == "application/json"
    source = response.json()["reply"]["sources"][0]
    assert source["url"] is None
    assert source["quote"] == ["<script>alert(3)</script> 15 xã & ", "5 xã", "."]


@pytest.mark.parametrize("question", ["", "   \n\t", "\u200b\ufeff"])
async def test_an_empty_question_is_turned_down(question: str) -> None:
    responder = FakeResponder()
    async with client(responder) as web:
        assert_turned_down(await web.post("/api/ask", json={"question": question}), 400, "empty")
    assert responder.asked == []


@pytest.mark.parametrize("question", ["x" * 20_000, "ư" * (MAX_CHARS + 1)])
async def test_an_oversized_question_is_turned_down(question: str) -> None:
    async with client() as web:
        assert_turned_down(await web.post("/api/ask", json={"question": question}), 400, "too_long")


@pytest.mark.parametrize(
    "question", ["🙂🙂", "<b>đậm</b>", "今天金价多少？", "'; DROP TABLE articles; --", "\x00\x1b[31m"]
)
async def test_strange_questions_are_questions(question: str) -> None:
    responder = FakeResponder()
    async with client(responder) as web:
        response = await web.post("/api/ask", json={"question": question})
    assert response.status_code == 200
    assert responder.asked == [(question, ())]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"question"',
        b'{"question": "\xff\xfe"}',
        b'{"question": "\\ud83d"}',
        b"[" * 60_000,
        b'{"question": "a", "turns": ["\\udc00"]}',
    ],
)
async def test_what_is_not_a_json_object_in_utf8_is_turned_down(body: bytes) -> None:
    async with client() as web:
        assert_turned_down(await web.post("/api/ask", content=body, headers=JSON), 400, "json")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"question": None},
        {"question": 94},
        {"question": ["a"]},
        {"question": "a", "turns": "b"},
        {"question": "a", "turns": [1]},
        {"question": "a", "turns": {"b": 1}},
    ],
)
async def test_wrong_types_are_turned_down(fields: dict[str, object]) -> None:
    async with client() as web:
        assert_turned_down(await web.post("/api/ask", json=fields), 400, "fields")


async def test_more_turns_than_allowed_are_turned_down() -> None:
    async with client() as web:
        response = await web.post("/api/ask", json={"question": "a", "turns": ["b"] * 7})
    assert_turned_down(response, 400, "turns", most=6)


async def test_only_json_is_taken() -> None:
    async with client() as web:
        response = await web.post("/api/ask", content=b'{"question": "a"}', headers={"Content-Type": "text/plain"})
        assert_turned_down(response, 415, "json")
        assert_turned_down(await web.post("/api/ask", data={"question": "a"}), 415, "json")


async def test_a_huge_body_is_turned_down_with_and_without_its_length() -> None:
    body = json.dumps({"question": "a" * 70_000}).encode()

    async def pieces():  # noqa: ANN202 - an async generator of bytes: sent without Content-Length
        for start in range(0, len(body), 1000):
            yield body[start : start + 1000]

    async with client() as web:
        assert_turned_down(await web.post("/api/ask", content=body, headers=JSON), 413, "large")
        assert_turned_down(await web.post("/api/ask", content=pieces(), headers=JSON), 413, "large")


async def test_sentences_come_in_the_interface_language() -> None:
    async with client() as web:
        by_field = await web.post("/api/ask", json={"question": "", "language": "en"})
        by_header = await web.post("/api/ask", json={"question": ""}, headers={"Accept-Language": "en-GB,en;q=0.9"})
        unknown = await web.post("/api/ask", json={"question": "", "language": "fr"})
    assert_turned_down(by_field, 400, "empty", "en")
    assert_turned_down(by_header, 400, "empty", "en")
    assert_turned_down(unknown, 400, "empty", "vi")


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (NoUsableIndex("there is no index; run `hoidap index rebuild`"), 503, "not_ready"),
        (TimeoutError(), 503, "slow"),
    ],
)
async def test_a_fault_becomes_a_polite_sentence(fault: Exception, status: int, code: str) -> None:
    async with client(FakeResponder(fault)) as web:
        assert_turned_down(await web.post("/api/ask", json={"question": "a"}), status, code)


async def test_an_unexpected_fault_shows_an_id_and_no_inside() -> None:
    async with client(FakeResponder(ZeroDivisionError("secret inside"))) as web:
        response = await web.post("/api/ask", json={"question": "a"})
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "ZeroDivision" not in response.text
    assert response.json()["error"]["code"] == "unexpected"


async def test_an_address_that_asks_too_fast_waits_for_the_next_ticket() -> None:
    now = 0.0
    settings = WebSettings(requests_per_minute=2)
    async with client(settings=settings, clock=lambda: now) as web:
        statuses = [(await web.post("/api/ask", json={"question": "a"})).status_code for _ in range(2)]
        assert statuses == [200, 200]
        third = await web.post("/api/ask", json={"question": "a"})
        assert_turned_down(third, 429, "often", seconds=30)
        assert third.headers["retry-after"] == "30"
        now = 30.0
        assert (await web.post("/api/ask", json={"question": "a"})).status_code == 200
        assert (await web.get("/")).status_code == 200
