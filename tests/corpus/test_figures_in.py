"""Figures in a text: a number with its unit, and nothing that only looks like one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.figures import figures_in


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Đạt 94% kế hoạch", [("94%", "%", "94")]),
        ("chiếm 53,33 phần trăm", [("53,33 phần trăm", "%", "53.33")]),
        ("cao hơn 7,3 điểm phần trăm", [("7,3 điểm phần trăm", "điểm phần trăm", "7.3")]),
        ("thu 152,4 tỷ đồng", [("152,4 tỷ đồng", "đồng", "152400000000")]),
        ("lãi gần 11.280 tỷ, tăng", [("11.280 tỷ", "đồng", "11280000000000")]),
        ("3.000 đồng / lít", [("3.000 đồng / lít", "đồng/lít", "3000")]),
        ("48,5 triệu đồng/người/năm", [("48,5 triệu đồng/người/năm", "đồng/người/năm", "48500000")]),
        ("60,2 tạ/ha trên 5.240ha", [("60,2 tạ/ha", "tạ/ha", "60.2"), ("5.240ha", "ha", "5240")]),
        ("502 lượt nhân sự", [("502 lượt nhân sự", "lượt nhân sự", "502")]),
        ("620 tổ chức cơ sở đảng", [("620 tổ chức cơ sở đảng", "tổ chức cơ sở đảng", "620")]),
        ("Ba dự án và mười hai xã", [("Ba dự án", "dự án", "3"), ("mười hai xã", "xã", "12")]),
        ("lắp 30 ăng-ten", [("30", "", "30")]),
        ("phát 24 giỏ quà", [("24 giỏ", "giỏ", "24")]),
        ("đạt 17/19 chỉ tiêu", [("17/19 chỉ tiêu", "chỉ tiêu", "17")]),
        ("giảm gần một nửa vì dịch", [("một nửa", "phần", "0.5")]),
        ("6 tháng đầu năm 2020, 9 tháng năm 2020, nửa đầu năm, nửa năm", []),
        ("dừng gần 3 tháng", [("3 tháng", "tháng", "3")]),
        ("Bà ba hoa, nhà tư nhân, hai bên", []),
    ],
)
def test_figures_with_their_units(text: str, figures: list[tuple[str, str, str]]) -> None:
    found = [(text[one.start : one.end], one.unit, f"{one.value.normalize():f}") for one in figures_in(text)]
    assert found == figures


@given(st.lists(st.sampled_from(["Đạt 94%", "thu 3,2 tỷ đồng", "có mười hai xã", "sáng 1/7", ";", "khoá 12"])))
def test_offsets_hold_in_any_form_of_text(pieces: list[str]) -> None:
    composed, decomposed = " ".join(pieces), unicodedata.normalize("NFD", " ".join(pieces))
    one, other = figures_in(composed), figures_in(decomposed)
    assert [f.value for f in one] == [f.value for f in other]
    for left, right in zip(one, other, strict=True):
        written = unicodedata.normalize("NFC", decomposed[right.start : right.end])
        assert written == composed[left.start : left.end]
