"""Asides: names, credits and links are told from text; text is never taken for one of them in doubt."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article
from corpus.asides import asides, without_asides
from corpus.settings import SplitterSettings
from corpus.splitter import split

TEXT = "Sáng 1/7, Tỉnh ủy Bình Lộc sơ kết công tác 6 tháng đầu năm, có 94 đại biểu dự."
END = "Hội nghị bế mạc trong buổi chiều."
SETTINGS = SplitterSettings()


def found(body: str) -> list[str]:
    return [body[start:end].strip() for start, end in asides(body).spans]


@pytest.mark.parametrize(
    "line",
    [
        "Hà An",
        "Đỗ Ý Như - Trần Ẩn",
        "Hà An, Lê Bình",
        "H.A.",
        "Hà An (tổng hợp)",
        "Hà An (t / h)",
        "Hà An tổng hợp",
        "Hà An (Theo TTXVN)",
        "Theo TTXVN",
        "Theo báo Bình Lộc",
        "Theo binhloc.vn",
        "(PV)",
        "(TTXVN)",
        "(Còn nữa)",
        "Nhóm PV",
        "Phóng viên Hà An",
    ],
)
def test_who_wrote_it_is_an_aside_at_the_end_alone(line: str) -> None:
    assert found(f"{TEXT}\n{END}\n{line}") == [line]
    assert found(f"{TEXT}\n{END}\n{line}\nẢnh: Lê Bình") == [line, "Ảnh: Lê Bình"]
    assert found(f"{line}\n{TEXT}\n{END}") == []


@pytest.mark.parametrize(
    "line",
    [
        "Ảnh: Lê Bình",
        "ẢNH: LÊ BÌNH",
        "Tin, ảnh: Hà An - Lê Bình",
        "Bài và ảnh: Hà An",
        "(Ảnh minh hoạ)",
        "Ảnh minh họa.",
        "Ảnh tư liệu của bảo tàng",
        "Nguồn: TTXVN",
        "(Nguồn clip: Hà An)",
        "Xem thêm tại đây.",
        "Xem thêm: Bình Lộc khánh thành cầu mới",
        "Đọc thêm: Bình Lộc khánh thành cầu mới",
        ">> Bình Lộc khánh thành cầu mới",
        "> > > Bình Lộc khánh thành cầu mới",
        "Video: Quang cảnh hội nghị.",
        "Clip: Hội nghị sơ kết",
        "* Bài viết thể hiện quan điểm riêng của tác giả",
        "Tin liên quan",
    ],
)
def test_credits_and_links_are_asides_anywhere(line: str) -> None:
    assert found(f"{TEXT}\n{line}\n{END}") == [line]
    assert without_asides(f"{TEXT}\n{line}\n{END}").split("\n\n") == [TEXT, END]
    decomposed = unicodedata.normalize("NFD", f"{TEXT}\n{line}\n{END}")
    assert [unicodedata.normalize("NFC", text) for text in found(decomposed)] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Hà An phát biểu",
        "Hội nghị kết thúc",
        "Nhiệm vụ trọng tâm",
        "Hồ Chí Minh.",
        "Ông",
        "Theo đó, có 94 đại biểu.",
        "Đọc thêm nhiều sách là nhiệm vụ của năm 2021.",
        "Video cho thấy hai người rời đi lúc 8 giờ.",
        "Ảnh: trao 12 bằng khen cho các tập thể",
        "Tin vui: 94% chi bộ đã đại hội.",
        "Nguồn vốn của tỉnh là 12 tỷ đồng.",
        "Tổng thu là 12 tỷ đồng (theo giá năm 2010).",
    ],
)
def test_what_says_something_is_text(line: str) -> None:
    assert found(f"{TEXT}\n{line}") == []
    assert found(f"{TEXT}\n{line}\n{END}") == []


def test_a_caption_stays_and_its_credit_goes() -> None:
    caption = "Bí thư Tỉnh ủy Bình Lộc phát biểu tại hội nghị."
    for credit in (" Ảnh: Hà An", " (Ảnh: Hà An)", " - Ảnh: HÀ AN", " Ảnh: H.A."):
        body = f"{caption}{credit}\n{TEXT}\n{END}"
        assert found(body) == [credit.strip()]
        assert without_asides(body).split() == f"{caption}\n{TEXT}\n{END}".split()
        (passage,) = split(Article("a", "Tiêu đề", body), SETTINGS)
        assert passage.text == body
        assert passage.lead == TEXT


def test_a_list_of_names_is_text() -> None:
    assert found(f"{TEXT}\nHà An\nLê Bình\nTrần Ẩn") == []
    assert found(f"{TEXT}\nNgười trúng cử:\nHà An") == []
    assert found(f"{TEXT}\nHà An\nLê Bình\nTheo TTXVN") == ["Theo TTXVN"]


def test_links_after_their_heading_go_with_it() -> None:
    links = ["Tin liên quan", "Bình Lộc khánh thành cầu mới", "Bình Lộc có bí thư mới"]
    assert found("\n".join([TEXT, END, *links])) == links
    assert found("\n".join([TEXT, *links, END])) == links


def test_names_neither_begin_nor_end_a_passage() -> None:
    body = f"Ảnh: Lê Bình\n{TEXT}\n{END}\nHà An"
    (passage,) = split(Article("a", "Tiêu đề", body), SETTINGS)
    assert passage.text == f"{TEXT}\n{END}"
    assert passage.lead == TEXT


@pytest.mark.parametrize("body", ["Ảnh: Lê Bình", "Hà An", "Theo TTXVN\n(PV)", "Video: 94% chi bộ đã đại hội"])
def test_what_is_nothing_but_asides_stays(body: str) -> None:
    assert found(body) == []
    assert without_asides(body) == body
    assert split(Article("a", "Tiêu đề", body), SETTINGS)[0].text == body


LINES = st.sampled_from(
    [
        *("Ảnh: Hà An", "Hà An", " ", "Theo TTXVN", "Xem thêm", ">> Bài khác", "(PV)", TEXT, END, "Danh sách:"),
        *("- 12 chi bộ", "Bí thư phát biểu. Ảnh: H.A", "(Ảnh minh hoạ) hội nghị", "[Nguồn: A] (ảnh: B) - Ảnh: C"),
        "A\u0309nh: Lê Bình",
    ]
)
BODIES = st.lists(LINES, max_size=12).map("\n".join) | st.text("Ảnh: ()[]\n.>AaTheo-", max_size=60)


@settings(deadline=None)
@given(BODIES)
def test_asides_are_in_order_and_never_everything(body: str) -> None:
    spans = asides(body).spans
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(body)
        position = end
    assert bool(without_asides(body).strip()) == bool(body.strip())


@settings(deadline=None)
@given(BODIES)
def test_every_word_is_in_a_passage_or_an_aside(body: str) -> None:
    covered = [False] * len(body)
    passages = split(Article("a", "Tiêu đề", body), SETTINGS)
    for start, end in [*((p.start, p.end) for p in passages), *asides(body).spans]:
        covered[start:end] = [True] * (end - start)
    assert all(seen or letter.isspace() for seen, letter in zip(covered, body, strict=True))
    assert bool(passages) == bool(body.strip())
