"""The paragraph that the page opens around a quote."""

import pytest

from corpus.article import Article
from tests.bot.web_client import client
from tests.fakes.responder import CONGRESS, SENTENCE, FakeArticles

START = CONGRESS.body.index(SENTENCE)
PLACE = {"version": CONGRESS.version, "start": START, "end": START + len(SENTENCE)}


async def test_the_quote_stands_in_its_paragraph() -> None:
    async with client() as web:
        found = await web.get(f"/api/paragraph/{CONGRESS.id}", params=PLACE)
    before, quote, after = found.json()["paragraph"]
    assert quote == SENTENCE
    assert len(before + after) > 20
    assert f"{before}{quote}{after}".removeprefix("… ").removesuffix(" …") in CONGRESS.body


async def test_a_long_paragraph_is_cut_around_the_quote() -> None:
    sentence = "Câu chứng minh có 94% chi bộ."
    body = f"{'Câu trước đó khá dài. ' * 200}{sentence} {'Câu sau đó cũng dài. ' * 200}"
    start = body.index(sentence)
    place = {"version": 1, "start": start, "end": start + len(sentence)}
    async with client(articles=FakeArticles(Article("dài", "Bài dài", body))) as web:
        before, quote, after = (await web.get("/api/paragraph/d%C3%A0i", params=place)).json()["paragraph"]
    assert quote == sentence
    assert before.startswith("… ")
    assert after.endswith(" …")
    assert len(before + after) < 1600


@pytest.mark.parametrize(
    "changed",
    [{"start": 5, "end": 5}, {"end": 10**8}, {"end": "x"}, {"version": 99}, {"version": ""}, {"start": "-1"}],
)
async def test_places_that_are_none(changed: dict[str, object]) -> None:
    async with client() as web:
        answer = await web.get(f"/api/paragraph/{CONGRESS.id}", params={**PLACE, **changed})
        assert answer.status_code == 404
        assert answer.json()["error"]["message"]
        assert (await web.get("/api/paragraph/no-such", params=PLACE)).status_code == 404
