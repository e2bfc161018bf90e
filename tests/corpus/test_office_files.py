"""Word and PDF files and feeds: their text, and what hostile ones are told."""

import asyncio
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Draft
from corpus.errors import BadInput
from corpus.loader import LoadProblem, loader_for_suffix
from corpus.loaders.pdf import paragraphs
from corpus.loading import load_sources
from corpus.settings import LoadingSettings
from tests.corpus.test_loading_links import ARTICLE, replying, site

SETTINGS = LoadingSettings(max_bytes=200_000, max_body_chars=5000, max_feed_entries=3, allow_private_addresses=True)
TITLE = "Sơ kết 9 tháng năm 2020"
BODY = ["Toàn tỉnh kết nạp 1.234 đảng viên.", "Có 17 huyện đã tổ chức đại hội."]


def load(suffix: str, data: bytes) -> Draft:
    loader = loader_for_suffix(suffix)
    assert loader is not None
    (one,) = loader.load(io.BytesIO(data), "the file", SETTINGS)
    assert isinstance(one, Draft)
    return one


def refusal(suffix: str, data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        load(suffix, data)
    return str(caught.value)


def assert_no_crash(suffix: str, data: bytes) -> None:
    loader = loader_for_suffix(suffix)
    assert loader is not None
    with suppress(BadInput):
        assert all(isinstance(one, Draft) for one in loader.load(io.BytesIO(data), "the file", SETTINGS))


# ---------------------------------------------------------------- Word


def docx(document: str, *, name: str = "word/document.xml", packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as container:
        container.writestr("[Content_Types].xml", "<Types/>")
        container.writestr(name, document)
    return stream.getvalue()


def word(*parts: str) -> str:
    return f'<?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body>{"".join(parts)}</w:body></w:document>'


def p(*texts: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{escape(text)}</w:t></w:r>" for text in texts) + "</w:p>"


def test_a_word_file_gives_its_paragraphs() -> None:
    draft = load(".docx", docx(word(p(TITLE), p(), *(p(line) for line in BODY))))
    assert (draft.title, draft.body) == (TITLE, "\n".join(BODY))


def test_words_cut_into_runs_and_rows_of_tables_stay_together() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('Huyện A')}</w:tc><w:tc>{p('12')}{p('xã')}</w:tc></w:tr></w:tbl>"
    draft = load(".docx", docx(word(p(TITLE), p("Kết ", "nạp", " mới"), table)))
    assert draft.body == "Kết nạp mới\nHuyện A | 12 xã"


def test_what_was_deleted_and_codes_of_fields_are_left_out() -> None:
    deleted = "<w:del><w:r><w:t>cũ</w:t></w:r></w:del>"
    code = "<w:r><w:instrText>PAGE</w:instrText><w:t>mới</w:t></w:r>"
    assert load(".docx", docx(word(p(TITLE), f"<w:p>{deleted}{code}</w:p>"))).body == "mới"


BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx(word(p() * 100_000)), "unpacks to more"),
        (docx(word(f"<!--{'x' * 5_000_000}-->")), "unpacks to more"),
        (docx(word(p("một " * 200) * 20)), "more than 5000 characters"),
        (docx(f"{BILLION}{word(p('&b;'))}".replace('<?xml version="1.0"?>', "")), "declares entities"),
        (docx(word("<w:p>" * 300 + "</w:p>" * 300)), "nested too deeply"),
        (docx(word(), packed=zipfile.ZIP_LZMA), "packed in a way"),
        (docx(word(), name="word/other.xml"), "no main document"),
        (docx(word()), "holds no text"),
        (docx("<w:document"), "not a readable .docx"),
        (docx(word(p(TITLE), p("Nội dung")))[:-30], "not a readable .docx"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "protected by a password or in the old"),
        (b"x" * 200_001, "larger than 200000"),
    ],
    ids=range(12),
)
def test_a_hostile_word_file_is_refused_with_a_reason(data: bytes, words: str) -> None:
    assert words in refusal(".docx", data)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_a_damaged_word_file_is_never_a_crash(at: int, noise: bytes) -> None:
    data = docx(word(p(TITLE), *(p(line) for line in BODY)))
    assert_no_crash(".docx", data[:at] + noise + data[at + len(noise) :])


# ---------------------------------------------------------------- PDF


def pdf(*pages: str, change: Callable[[object], None] | None = None) -> bytes:
    """A PDF with a page per text, its lines one below the other (ASCII only: the standard font has no more)."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    for text in pages:
        page = writer.add_blank_page(600, 800)
        shown = " T* ".join(f"({line}) Tj" for line in text.split("\n"))
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET".encode("latin-1"))
        page[NameObject("/Contents")] = stream
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_gives_its_text_put_together_to_paragraphs() -> None:
    draft = load(".pdf", pdf("So ket 9 thang\nToan tinh ket nap 1.234 dang vien\nmoi trong nam.\nCo 17 huyen."))
    assert draft.title == "So ket 9 thang"
    assert draft.body == "Toan tinh ket nap 1.234 dang vien moi trong nam.\nCo 17 huyen."


def test_headers_and_page_numbers_are_left_out() -> None:
    pages = [["BÁO CÁO", f"Trang {n}", f"Câu thứ {n} của văn bản này.", "", str(n)] for n in range(1, 5)]
    assert paragraphs(pages) == [f"Câu thứ {n} của văn bản này." for n in range(1, 5)]


def test_a_line_goes_on_until_its_sentence_ends_or_it_stops_short() -> None:
    long_line = "Một dòng dài đến tận lề bên phải của trang giấy và"
    page = ["Kết quả chính", long_line, "còn tiếp ở dòng sau.", "- điểm một", "- điểm hai"]
    assert paragraphs([page]) == ["Kết quả chính", f"{long_line} còn tiếp ở dòng sau.", "- điểm một", "- điểm hai"]


@given(st.lists(st.lists(st.text(alphabet="ab .-1", max_size=30).map(str.strip), max_size=8), max_size=2))
def test_no_word_is_lost_but_page_numbers(pages: list[list[str]]) -> None:
    def words(lines: list[str]) -> list[str]:
        return [word for line in lines for word in line.split() if word.isalpha()]

    assert words(paragraphs(pages)) == words([line for page in pages for line in page])


def encrypted(writer: object) -> None:
    writer.encrypt("secret", algorithm="RC4-128")  # type: ignore[attr-defined] # a pypdf.PdfWriter


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: pdf("x", change=encrypted), "protected by a password"),
        (lambda: pdf(*["x"] * 301), "301 pages"),
        (lambda: pdf(*["mot dong chu " * 20] * 60), "more text than"),
        (lambda: pdf(""), "may be a scan"),
        (lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 1000, "cannot be read as a PDF"),
        (lambda: b"hello", "not a PDF file"),
    ],
)
def test_a_hostile_pdf_is_refused_with_a_reason(data: Callable[[], bytes], words: str) -> None:
    assert words in refusal(".pdf", data())


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 700), st.binary(min_size=1, max_size=12))
def test_a_damaged_pdf_is_never_a_crash(at: int, noise: bytes) -> None:
    data = pdf("So ket\nCo 17 huyen.")
    assert_no_crash(".pdf", data[:at] + noise + data[at + len(noise) :])


# ---------------------------------------------------------------- feeds

ENTRY = (
    "<item><title>{title}</title><link>{link}</link><description>&lt;p&gt;Toàn tỉnh có &lt;b&gt;17&lt;/b&gt; huyện."
    "&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</description><pubDate>Wed, 01 Jul 2020 08:00:00 +0700</pubDate></item>"
)


def rss(*entries: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Báo</title>{"".join(entries)}</channel></rss>'


def test_a_feed_gives_an_article_per_entry() -> None:
    loader = loader_for_suffix(".rss")
    assert loader is not None
    data = rss(*(ENTRY.format(title=f"Tin {n}", link=f"https://bao.example/{n}") for n in range(5))).encode()
    found = list(loader.load(io.BytesIO(data), "the feed", SETTINGS))
    assert len(found) == SETTINGS.max_feed_entries
    first = found[0]
    assert isinstance(first, Draft)
    assert (first.title, first.url, first.source) == ("Tin 0", "https://bao.example/0", "Báo")
    assert first.published == "2020-07-01T01:00:00+00:00"
    assert "Toàn tỉnh có 17 huyện." in first.body
    assert "<" not in first.body


def test_an_empty_entry_is_told_and_the_others_are_taken() -> None:
    loader = loader_for_suffix(".rss")
    assert loader is not None
    data = rss("<item></item>", ENTRY.format(title="T", link="")).encode()
    problem, draft = loader.load(io.BytesIO(data), "the feed", SETTINGS)
    assert isinstance(problem, LoadProblem)
    assert isinstance(draft, Draft)
    assert draft.url is None


async def test_the_entries_of_a_feed_on_the_web_are_followed() -> None:
    async def answer(writer: asyncio.StreamWriter, head: str) -> None:
        host = next(line.split(":", 1)[1].strip() for line in head.splitlines() if line.lower().startswith("host:"))
        if head.startswith("GET /feed"):
            entries = (ENTRY.format(title=name, link=f"http://{host}/{name}") for name in ("bai", "khong-co"))
            await replying(rss(*entries), "application/rss+xml")(writer, head)
        elif head.startswith("GET /bai"):
            await replying(ARTICLE)(writer, head)
        else:
            await replying("", status="404 Not Found")(writer, head)

    async with site(answer) as address:
        found = [item async for item in load_sources([f"{address}/feed"], SETTINGS)]
    whole, from_feed = found
    assert isinstance(whole, Draft)
    assert isinstance(from_feed, Draft)
    assert "12 km" in whole.body
    assert "17 huyện" in from_feed.body
