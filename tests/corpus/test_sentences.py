"""Sentence ends in newspaper Vietnamese: what ends one, what does not, and the laws that hold for any text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentence_spans
from corpus.text import nfc

# Text made of the pieces that decide about sentence ends, glued at random
PIECES = st.one_of(
    st.sampled_from(
        ["Hội nghị", "kết quả", "TP", "Th.S", "đ/c", "v.v", "1.000", "20/6/2020", "A", "ở", "Ở", "Trong", "XII"]
    ),
    st.sampled_from([".", "...", "…", "!", "?", "。", "”", "“", "(", ")", ",", ";", ":", "-"]),
    st.sampled_from([" ", "\n", "\u200b", "\ufeff", "\u00a0", "\u2028"]),
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Lễ ra quân diễn ra tại TP. HCM và TP.HCM lân cận",
        "Dự họp có đ/c. Trần Văn Bình và Đ/c Lê Thị Mai",
        "PGS.TS. Trần Minh Quân trình bày đề tài",
        "Th.S Lan và Th.S. Hòa cùng BS. Tuấn khám bệnh",
        "Tổ chức ở Q.1, P.2 và TX. Bến Lộc",
        "Nguyễn V.A. Khoa nhận giải",
        "Bà Lê Thị Ng. Hạnh trình báo",
        "Doanh thu 1.000 tỷ đồng, tăng 53,33% so với 20/6/2020",
        "Báo cáo số No. 5 và tr. 12",
        "Gồm lúa, ngô, v.v. và các cây khác",
        "Tàu cập cảng St. Petersburg",
        "Điều 5. Quyền của đảng viên",
        "1. Nhiệm vụ trọng tâm",
        "II. Kết quả đạt được",
        "a. Nội dung thứ nhất",
        "Xem tại hoidap.Vn để biết thêm",
        "“Có làm được không?” ông hỏi",
        "Gồm gạo, ngô, khoai... và rau",
        "Việc thứ nhất; việc thứ hai; Việc thứ ba",
        "Tiếp tục (rà soát, bổ sung…) các quy định",
    ],
)
def test_what_does_not_end_a_sentence(sentence: str) -> None:
    assert cut(sentence) == [sentence]
    assert cut(f"{sentence}. Trong năm, kết quả tốt.") == [f"{sentence}.", "Trong năm, kết quả tốt."]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Họp lúc 6h30. Sau đó đi thực tế.", ["Họp lúc 6h30.", "Sau đó đi thực tế."]),
        ("“Chúng tôi sẽ làm.” Ông Nam nói.", ["“Chúng tôi sẽ làm.”", "Ông Nam nói."]),
        ("Xong (theo kế hoạch.) Mai làm tiếp.", ["Xong (theo kế hoạch.)", "Mai làm tiếp."]),
        ("Vui quá!... Mọi người về.", ["Vui quá!...", "Mọi người về."]),
        ("Có cà phê, tiêu… Năm nay được mùa.", ["Có cà phê, tiêu…", "Năm nay được mùa."]),
        ("Đạt kết quả.Trong năm tới sẽ tăng.", ["Đạt kết quả.", "Trong năm tới sẽ tăng."]),
        ("Hoàn thành năm 2020.Trong đó có 5 việc.", ["Hoàn thành năm 2020.", "Trong đó có 5 việc."]),
        ("Gặp anh H.. Sau đó về.", ["Gặp anh H..", "Sau đó về."]),
        ("Trên địa bàn TP. Trong năm có 3 vụ.", ["Trên địa bàn TP.", "Trong năm có 3 vụ."]),
        ("Giá 5.000 đ. Chị Lan mua.", ["Giá 5.000 đ.", "Chị Lan mua."]),
        ("Gồm ngô, khoai, v.v. Trong đó ngô nhiều.", ["Gồm ngô, khoai, v.v.", "Trong đó ngô nhiều."]),
        ("Đại hội khóa XII. Nghị quyết số 5. Kết luận.", ["Đại hội khóa XII.", "Nghị quyết số 5.", "Kết luận."]),
        ("Đạt 94%. 6 tháng cuối năm làm tiếp.", ["Đạt 94%.", "6 tháng cuối năm làm tiếp."]),
        ("Sang Đông Á. Đoàn gồm 5 người.", ["Sang Đông Á.", "Đoàn gồm 5 người."]),
        ("Ăn no. Nghỉ ngơi.", ["Ăn no.", "Nghỉ ngơi."]),
        ("Nhiệm vụ:\n- Một;\n- Hai.", ["Nhiệm vụ:", "- Một;", "- Hai."]),
        ("Dòng một\r\nDòng hai\u2028Dòng ba", ["Dòng một", "Dòng hai", "Dòng ba"]),
        ("Kết quả .\u200b Trong năm", ["Kết quả .\u200b", "Trong năm"]),
        ("  \n\t\n", []),
    ],
)
def test_what_ends_a_sentence(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@given(TEXTS)
def test_sentences_partition_the_text(text: str) -> None:
    covered = [False] * len(text)
    position = 0
    for start, end in sentence_spans(text):
        assert position <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        covered[start:end] = [True] * (end - start)
        position = end
    assert all(inside or char.isspace() for char, inside in zip(text, covered, strict=True))


@given(TEXTS)
def test_no_sentence_runs_over_a_line_break(text: str) -> None:
    assert all("\n" not in sentence and "\u2028" not in sentence for sentence in cut(text))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_composed_and_decomposed_text_is_cut_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert [nfc(s) for s in cut(composed)] == [nfc(s) for s in cut(decomposed)]


@given(TEXTS)
def test_a_sentence_cut_out_keeps_its_line(text: str) -> None:
    """Cutting is local to a line: lines cut one by one give the same sentences as the whole."""
    lines = text.splitlines()
    assert cut(text) == [sentence for line in lines for sentence in cut(line)]
