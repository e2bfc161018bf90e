"""How a reply looks on Zalo: plain, whole, and in one message where one holds it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo.layout import messages, reply_text
from bot.channels.zalo.splitting import split
from bot.outgoing import Outgoing, Picture
from bot.reply import Reply, Source
from tests.emulators.zalo.parameters import utf16_units

QUOTE = "Tính đến ngày 20/6/2020, có 94% tổ chức cơ sở đảng đã đại hội."
SOURCE = Source(
    article_id="a1",
    version=1,
    title="Hội nghị sơ kết <sáu> tháng",
    date="1/7/2020",
    url="https://tin.example.vn/bai?so=1&trang=2",
    is_sample=True,
    quote=QUOTE,
    start=0,
    end=len(QUOTE),
)
ANSWER = Reply("vi", headline="94%", lines=("Số liệu tính đến 20/6/2020.",), sources=(SOURCE,))


def test_an_answer() -> None:
    assert reply_text(ANSWER) == (
        "94%\n"
        "Số liệu tính đến 20/6/2020.\n"
        "\n"
        f"“{QUOTE}”\n"
        "Hội nghị sơ kết <sáu> tháng (1/7/2020)\n"
        "https://tin.example.vn/bai?so=1&trang=2\n"
        "Bài mẫu"
    )


def test_a_refusal_with_the_nearest_articles() -> None:
    refusal = Reply("vi", lines=("Tôi không thấy thông tin này trong kho tin.",), alternatives=(SOURCE, SOURCE))
    nearest = "• Hội nghị sơ kết <sáu> tháng (1/7/2020, Bài mẫu)\n  https://tin.example.vn/bai?so=1&trang=2"
    expected = f"Tôi không thấy thông tin này trong kho tin.\n\nCác bài gần nhất:\n{nearest}\n{nearest}"
    assert reply_text(refusal) == expected


def test_numbered_choices_come_last_and_apart() -> None:
    closing = ("Bạn trả lời bằng số:", "1. Một", "2. Hai")
    assert reply_text(Reply("vi", lines=("Bạn chọn nhé.",), closing=closing)) == (
        "Bạn chọn nhé.\n\nBạn trả lời bằng số:\n1. Một\n2. Hai"
    )
    assert reply_text(Reply("vi", sources=(SOURCE,), closing=closing[:1])).endswith("Bài mẫu\n\nBạn trả lời bằng số:")


def test_links_of_other_kinds_are_not_shown() -> None:
    hostile = Source("a", 1, "Tiêu đề", None, "javascript:alert(1)", is_sample=False, quote="Câu.", start=0, end=4)
    assert reply_text(Reply("vi", sources=(hostile,))) == "“Câu.”\nTiêu đề"


def test_a_picture_is_told_in_words_and_a_toast_is_a_message() -> None:
    assert messages(Outgoing(picture=Picture(b"", "Biểu đồ: 5, 7, 9."))) == ["Biểu đồ: 5, 7, 9."]
    assert messages(Outgoing(toast="Đã ghi nhận.")) == ["Đã ghi nhận."]
    assert messages(Outgoing()) == []
    assert messages(Outgoing(Reply("vi", lines=("a\x00\ud800b",)))) == ["ab"]


def test_empty_lines_go_before_a_second_message_comes() -> None:
    def answer(count: int) -> Reply:
        return Reply("vi", headline="h", sources=tuple(_numbered(number) for number in range(count)))

    assert "\n\n" in reply_text(answer(20))
    tight = messages(Outgoing(answer(24)))
    assert len(tight) == 1
    assert "\n\n" not in tight[0]
    several = messages(Outgoing(answer(50)))
    assert len(several) == 3
    assert all(f"Câu {number}." in "\n".join(several) for number in range(50))


def _numbered(number: int) -> Source:
    return Source(f"a{number}", 1, "t" * 72, None, None, is_sample=False, quote=f"Câu {number}.", start=0, end=6)


@given(st.text(alphabet=st.sampled_from("aă ẹ\n.😀\u0301\u200d👩"), max_size=400), st.integers(4, 60))
def test_splitting_loses_nothing_but_space_at_the_cuts(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(piece.strip() and utf16_units(piece) <= limit for piece in pieces)


def test_a_long_text_is_cut_where_a_reader_would() -> None:
    paragraph = "Câu thứ nhất của đoạn này. Câu thứ hai của đoạn này."
    text = "\n\n".join([paragraph] * 60)
    pieces = split(text)
    assert len(pieces) == 2
    assert all(piece.endswith(".") and piece.startswith("Câu thứ nhất") for piece in pieces)


@pytest.mark.parametrize("mark", ["\u0301", "\u200d", "\ufe0f"])
def test_a_character_of_several_parts_stays_whole(mark: str) -> None:
    assert unicodedata.combining("\u0301")
    assert split("e" * 9 + mark + "e" * 9, 9) == ["e" * 8, "e" + mark + "e" * 7, "e" * 2]
