"""Files, folders and standard input become drafts; what cannot be read becomes one sentence."""

import gzip
import io
import json
from pathlib import Path

import pytest

from corpus.article import Article, Draft
from corpus.export import article_to_json
from corpus.loader import LoadProblem
from corpus.loading import load_bytes, load_sources
from corpus.samples import sample_drafts
from corpus.settings import LoadingSettings

SETTINGS = LoadingSettings()


async def load(*sources: str | Path, stdin: bytes | None = None) -> list[Draft | LoadProblem]:
    stream = io.BytesIO(stdin) if stdin is not None else None
    return [item async for item in load_sources([str(s) for s in sources], SETTINGS, stdin=stream)]


def only_problem(items: list[Draft | LoadProblem]) -> LoadProblem:
    (item,) = items
    assert isinstance(item, LoadProblem)
    assert item.message.endswith(".")
    assert "\n" not in item.message
    return item


def only_draft(items: list[Draft | LoadProblem]) -> Draft:
    (item,) = items
    assert isinstance(item, Draft), item
    return item


async def test_a_text_files_first_line_is_its_title(tmp_path: Path) -> None:
    file = tmp_path / "báo cáo.txt"
    file.write_bytes("\ufeff\r\nSơ kết quý I\r\n\r\nĐã trồng 1.000 cây.\r\nCòn 20 cây.\r\n".encode())
    draft = only_draft(await load(file))
    assert draft.title == "Sơ kết quý I"
    assert draft.body == "Đã trồng 1.000 cây.\nCòn 20 cây."
    assert draft.origin == str(file.resolve())


async def test_a_single_line_is_a_body_without_title(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Đã trồng 1.000 cây.", encoding="utf-8")
    draft = only_draft(await load(file))
    assert (draft.title, draft.body) == ("", "Đã trồng 1.000 cây.")


async def test_marked_utf16_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("Tiêu đề\nNội dung".encode("utf-16"))
    assert only_draft(await load(file)).body == "Nội dung"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "PNG picture"),
        ("a.txt", b"%PDF-1.7", "PDF"),
        ("a.jsonl", b"PK\x03\x04rest", "ZIP"),
        ("a.html", gzip.compress(b"<html>"), "gzip"),
        ("a.txt", b"B\xe1o c\xe1o", "byte 0xE1 at position 1"),
        ("a.txt", b"abc\x00def", "binary"),
        ("a.txt", b"  \n \n", "body is empty"),
        ("a.txt", b"", "body is empty"),
        ("a.xlsx", b"PK", ".jsonl"),
        ("a.pdf", b"%PDF-1.7", "cannot be read as a PDF"),
        ("a.docx", b"PK\x03\x04rest", "not a readable .docx"),
        ("a.rss", b"<rss", "not a feed"),
        ("a", b"text", "without an ending"),
        ("a.html", b"<html><body></body></html>", "no article text"),
        ("a.html", b"", "no article text"),
        ("a.txt", b"x" * (SETTINGS.max_bytes + 1), "larger than"),
        ("a.md", b"---\ntitle: T\ndate: yesterday\n---\nbody", "'yesterday'"),
        ("a.jsonl", b'[{"title": "a", "body": "b"}]', "JSON array"),
    ],
)
async def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    problem = only_problem(await load(file))
    assert words in problem.message
    assert name in problem.message


async def test_json_lines_bodies_stay_as_given_and_other_keys_travel_along(tmp_path: Path) -> None:
    body = "  Hoà\u0300 giải\u2028đạt\u0085 94%\n"
    record = {"id": 7, "title": "", "body": body, "published": "2020-07-01T08:00:00+07:00", "tags": ["a"], "url": ""}
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps(record, ensure_ascii=False) + "\n\n", encoding="utf-8", newline="\n")
    draft = only_draft(await load(file))
    assert draft.body == body
    assert draft.id == "7"
    assert draft.url is None
    assert draft.extra == {"tags": ["a"]}


async def test_broken_lines_are_reported_with_their_number_and_the_good_ones_are_read(tmp_path: Path) -> None:
    lines = [
        b'\xef\xbb\xbf{"id": "a", "title": "", "body": "one"}',
        b'{"id": "b"',
        b'{"id": "c", "title": "no body"}',
        b'{"id": "d", "title": "", "body": "   "}',
        b'{"id": "e", "title": 5, "body": "x"}',
        b'{"title": "", "body": "\\ud800"}',
        b'{"title": "", "body": "\xff"}',
        b'"text"',
        b'{"title": "", "body": "x", "published": "1/7/2020"}',
        b'{"title": "", "body": "x", "url": "javascript:alert(1)"}',
        b'{"id": "\\u0007", "title": "", "body": "x"}',
        b"[" * 100_000,
        b'{"title": "", "body": "' + b"x" * (SETTINGS.max_bytes + 5) + b'"}',
        b'{"id": "z", "title": "", "body": "last"}',
    ]
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"\n".join(lines))
    items = await load(file)
    assert [item.body for item in items if isinstance(item, Draft)] == ["one", "last"]
    problems = [item for item in items if isinstance(item, LoadProblem)]
    assert [problem.line for problem in problems] == list(range(2, 14))
    assert all(f"line {problem.line}: " in problem.message for problem in problems)
    assert all(len(problem.message) < 400 for problem in problems)


async def test_markdown_gives_up_its_markup_but_not_its_lists(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(
        '---\ntitle: "Sơ kết"\ndate: 2020-07-01\nurl: https://a.example/1\n---\n# Đầu đề\n\n'
        "Đạt **94%** [tổ chức](http://x) ![](y.png)\n\n* việc *một*\n* việc hai\n",
        encoding="utf-8",
    )
    draft = only_draft(await load(file))
    assert draft.title == "Sơ kết"
    assert draft.published == "2020-07-01"
    assert draft.url == "https://a.example/1"
    assert draft.body == "Đầu đề\n\nĐạt 94% tổ chức\n\n- việc một\n- việc hai"


async def test_markdown_without_front_matter_takes_its_first_heading_as_title() -> None:
    draft = only_draft(list(load_bytes("a.md", b"# Title #\nBody 2*3*4 snake_case_name", SETTINGS)))
    assert (draft.title, draft.body) == ("Title", "Body 2*3*4 snake_case_name")


PAGE = """<!doctype html><html lang="vi"><head><title>Sơ kết công tác quý II</title>
<meta property="article:published_time" content="2021-07-02T09:30:00+07:00">
<script type="application/ld+json">{"@graph": [{"datePublished": "2021-07-01T00:00:00+07:00"}]}</script></head>
<body><nav><a href="/">Trang chủ</a></nav><article><h1>Sơ kết công tác quý II</h1>
<p>Trong quý II, toàn xã đã vận động được 120 hộ dân hiến hơn 3.000 mét vuông đất làm đường giao thông nông thôn.</p>
<p>Hội nghị thống nhất ba nhiệm vụ cho sáu tháng cuối năm và giao từng tổ phụ trách một phần việc cụ thể.</p>
</article><footer>Bản quyền</footer></body></html>"""


async def test_an_html_page_gives_its_article_and_the_time_that_it_states() -> None:
    draft = only_draft(load_bytes("trang.html", PAGE.encode(), SETTINGS))
    assert "120 hộ dân" in draft.body
    assert "Trang chủ" not in draft.body
    assert draft.title == "Sơ kết công tác quý II"
    assert draft.published == "2021-07-02T09:30:00+07:00"


@pytest.mark.parametrize("json_ld", ['{"@graph": 5}', '[[{"datePublished": 7}]]', '{"datePublished": "20210702"}', "{"])
async def test_odd_dates_in_a_page_do_not_cost_the_page(json_ld: str) -> None:
    page = PAGE.replace('content="2021-07-02T09:30:00+07:00"', 'content="2021-W26-5"')
    start, end = page.index('{"@graph"'), page.index("</script>")
    draft = only_draft(load_bytes("trang.html", (page[:start] + json_ld + page[end:]).encode(), SETTINGS))
    assert "120 hộ dân" in draft.body


async def test_a_folder_gives_its_known_files_sorted_and_nothing_hidden_or_outside(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden.txt", "picture.png"):
        (folder / name).write_text(f"Title of {name}\nBody", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret\nsecret", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    titles = [item.origin for item in await load(folder) if isinstance(item, Draft)]
    assert titles == [str(folder / name) for name in ("a.md", "b.txt", "sub/c.txt")]


async def test_missing_files_and_empty_folders_are_named(tmp_path: Path) -> None:
    assert "does not exist" in only_problem(await load(tmp_path / "nothing.txt")).message
    assert "holds no file" in only_problem(await load(tmp_path)).message


async def test_standard_input_may_be_json_lines_or_text() -> None:
    line = b'{"id": "a", "title": "t", "body": "b"}\n'
    assert [i.id for i in await load("-", stdin=line * 2) if isinstance(i, Draft)] == ["a", "a"]
    draft = only_draft(await load("-", stdin="Tiêu đề\nNội dung".encode()))
    assert (draft.title, draft.body, draft.origin) == ("Tiêu đề", "Nội dung", None)
    assert "standard input" in only_problem(await load("-")).message


def test_what_is_exported_is_what_is_read_back() -> None:
    article = Article(
        "a", "T", " b\u2028\n", "https://a.example/", None, "ai đó", "2020-01-01", extra={"k": [1]}, version=3
    )
    line = json.dumps(article_to_json(article), ensure_ascii=False).encode()
    draft = only_draft(load_bytes("x.jsonl", line, SETTINGS))
    assert (draft.id, draft.title, draft.body, draft.url, draft.author, draft.published, draft.extra) == (
        "a", "T", " b\u2028\n", "https://a.example/", "ai đó", "2020-01-01", {"k": [1]},
    )  # fmt: skip


def test_an_exported_sample_comes_back_as_a_sample() -> None:
    line = json.dumps(article_to_json(Article("a", "T", "b", is_sample=True))).encode()
    draft = only_draft(load_bytes("x.jsonl", line, SETTINGS))
    assert draft.is_sample
    assert not draft.extra


def test_the_samples_are_whole_and_marked() -> None:
    drafts = sample_drafts()
    assert len(drafts) >= 20
    assert all(draft.is_sample and draft.id and draft.url for draft in drafts)
    assert len({draft.id for draft in drafts}) == len(drafts)
