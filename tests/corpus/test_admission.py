"""What is refused at the store's door, and the keys of articles that come without one."""

from dataclasses import replace

import pytest

from corpus.admission import check_draft, is_iso_date
from corpus.article import Draft
from corpus.errors import BadInput
from corpus.identity import article_key, canonical_url, is_web_url

DRAFT = Draft(title="Tiêu đề", body="Nội dung bài viết.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"body": ""}, "body is empty"),
        ({"body": "\n \t"}, "body is empty"),
        ({"body": "a" * 101}, "body has 101 characters: at most 100"),
        ({"body": "nửa \ud83d chữ"}, r"body contains half a character \(U\+D83D\)"),
        ({"title": "a\x00b"}, "title contains a NUL"),
        ({"title": "a" * 1001}, "title has 1001 characters"),
        ({"id": ""}, "id is empty"),
        ({"id": "  "}, "id is empty"),
        ({"id": "a" * 201}, "id 'aaaa.*has 201 characters"),
        ({"id": "a\nb"}, "control character"),
        ({"id": "a\ud800"}, "control character"),
        ({"url": "javascript:alert(1)"}, "not a web address"),
        ({"url": "https://"}, "not a web address"),
        ({"url": "https://[::1/"}, "not a web address"),
        ({"url": "https://a.example/ b"}, "not a web address"),
        ({"published": "1/7/2020"}, "not like 2020-07-01"),
        ({"published": "2020-02-30"}, "not like 2020-07-01"),
        ({"published": "20200701"}, "not like 2020-07-01"),
        ({"author": "a" * 2001}, "author has 2001"),
        ({"extra": {"x": float("nan")}}, "cannot be written as JSON"),
        ({"extra": {"x": "\ud800"}}, "cannot be written as JSON"),
        ({"extra": {"x": "a" * 20_001}}, "further keys"),
    ],
)
def test_what_is_refused_is_named(changes: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check_draft(replace(DRAFT, **changes), max_body_chars=100)  # type: ignore[arg-type]  # one field at a time


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"id": "đ/c 1: «ấn bản»"},
        {"body": "\ufeffChữ\u2028xuống dòng\u0085và 🎉"},
        {"url": "https://báo.example/bài?x=1"},
        {"published": "2020-07-01T08:30:00+07:00"},
        {"published": "2020-07-01T08:30"},
        {"extra": {"x": {"y": [1, 2.5, None, "ữ"]}}},
    ],
)
def test_what_is_unusual_but_fine(changes: dict[str, object]) -> None:
    check_draft(replace(DRAFT, **changes), max_body_chars=100)  # type: ignore[arg-type]  # one field at a time


@pytest.mark.parametrize(("text", "valid"), [("2020-07-01", True), ("2020", False), ("", False), ("2020-W27-3", False)])
def test_iso_dates(text: str, valid: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_iso_date(text) is valid


@pytest.mark.parametrize(
    "url",
    [
        "https://bao.example/bai-1.html",
        "http://www.bao.example/bai-1.html/",
        "HTTPS://BAO.example:443/bai-1.html#top",
        "https://bao.example/bai-1.html?utm_source=zalo&fbclid=xyz",
    ],
)
def test_one_page_has_one_canonical_url(url: str) -> None:
    assert canonical_url(url) == "bao.example/bai-1.html"


def test_different_pages_keep_different_urls() -> None:
    urls = ["https://a.example/x?id=1", "https://a.example/x?id=2", "https://a.example/X", "https://a.example:8080/x"]
    assert len({canonical_url(url) for url in urls}) == len(urls)
    assert canonical_url("https://a.example/x?b=2&a=1") == canonical_url("https://a.example/x?a=1&b=2")


@pytest.mark.parametrize(
    "text", ["ftp://a.example/x", "file:///etc/passwd", "a.example", "", "http://a.example:99999/"]
)
def test_what_is_not_a_web_address(text: str) -> None:
    assert not is_web_url(text)


def test_key_comes_from_caller_then_url_then_path_then_text() -> None:
    full = replace(DRAFT, id="k", url="https://a.example/1", origin="/tin/1.txt")
    without_id = replace(full, id=None)
    without_url = replace(without_id, url=None)
    keys = [article_key(d) for d in (full, without_id, without_url, DRAFT)]
    assert keys[0] == "k"
    assert [key.partition("-")[0] for key in keys[1:]] == ["url", "file", "text"]
    assert article_key(replace(without_id, body="Đã sửa.")) == keys[1]
    assert article_key(replace(without_url, body="Đã sửa.")) == keys[2]
    assert article_key(replace(DRAFT, body="Nội dung  BÀI viết")) == keys[3]
    assert article_key(replace(DRAFT, origin="https://a.example/1")) == keys[1]
