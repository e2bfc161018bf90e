"""The page of one article."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.articles import body_markup
from corpus.article import Article
from tests.bot.web_client import client
from tests.fakes.responder import CONGRESS, HOSTILE, FakeArticles

OLD = Article("a", "Tên cũ", "Câu cũ.", version=1)
NEW = Article("a", "Tên mới", "Câu mới.", version=2, published="2020-12-05T08:00:00+07:00")


class _Page(HTMLParser):
    """What a browser would make of it: text, text within <mark>, and the tags that were opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.marked, self.tags, self._inside = "", "", [], 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the shape of HTMLParser
        self.tags.append(tag)
        self._inside += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if self._inside else ""


async def test_an_article_shows_its_title_facts_sample_note_and_source() -> None:
    async with client() as web:
        page = (await web.get("/article/mau%2Fdai-hoi%202020")).text
    assert CONGRESS.title in page
    assert "Bản tin mẫu · 1/7/2020" in page
    assert "Bài mẫu" in page
    assert f'href="{CONGRESS.url}"' in page
    assert "<mark" not in page


async def test_hostile_articles_are_shown_as_text() -> None:
    async with client() as web:
        answer = await web.get("/article/%3Cscript%3Ealert(1)%3C%2Fscript%3E?start=9&end=33")
    page = _Page(answer.text)
    assert answer.status_code == 200
    assert not {"script", "b", "i"} & set(page.tags)
    assert page.tags.count("img") == 1  # the logo
    assert HOSTILE.title in page.text
    assert page.marked == "<script>alert(3)</script"
    assert "javascript:" not in answer.text


async def test_an_older_version_is_shown_as_it_was_quoted_and_says_so() -> None:
    async with client(articles=FakeArticles(OLD, NEW)) as web:
        old, new = (await web.get("/article/a?version=1")).text, (await web.get("/article/a?version=2")).text
    assert "Câu cũ." in old
    assert "bản cũ" in old
    assert "Câu mới." in new
    assert "bản cũ" not in new


@pytest.mark.parametrize(
    "query", ["start=x&end=9", "start=9&end=2", "start=-1&end=4", "end=9", "start=99999&end=999999", "end="]
)
async def test_a_place_that_is_none_marks_nothing(query: str) -> None:
    async with client() as web:
        response = await web.get(f"/article/mau%2Fdai-hoi%202020?{query}")
    assert response.status_code == 200
    assert "<mark" not in response.text


@pytest.mark.parametrize("path", ["/article/none?", "/article/a?version=9", "/article/a?version=" + "9" * 20])
async def test_a_missing_article_says_so(path: str) -> None:
    async with client(articles=FakeArticles(NEW)) as web:
        vietnamese, english = await web.get(path), await web.get(f"{path}&language=en")
    assert vietnamese.status_code == english.status_code == 404
    assert "Không tìm thấy bài này" in vietnamese.text
    assert "This article was not found" in english.text


class _BrokenArticles(FakeArticles):
    async def get(self, article_id: str, version: int | None = None) -> Article:  # noqa: ARG002 - keeps the shape
        raise OSError("disk on fire")


async def test_a_broken_store_becomes_a_polite_page() -> None:
    async with client(articles=_BrokenArticles()) as web:
        response = await web.get("/article/a")
    assert response.status_code == 500
    assert "Có lỗi ngoài dự kiến" in response.text
    assert "fire" not in response.text
    assert "content-security-policy" in response.headers


@given(st.text(alphabet="aư &<>\"'\n\r\u2028", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_marking_loses_and_adds_no_text(body: str, start: int, end: int) -> None:
    page = _Page(body_markup(body, start, end))
    kept = [line for line in body.split("\n") if line.strip()]
    assert set(page.tags) <= {"p", "mark"}
    assert "".join(page.text.split("\n")).replace("\r", "") == "".join(kept).replace("\r", "")
    inside = body[start:end] if start < end else ""
    assert "".join(page.marked.split()) == "".join(inside.split())
