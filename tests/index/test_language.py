"""The language of a question: Vietnamese with and without diacritics, English, mixed names, very short questions."""

import pytest

from index.language import is_plain, is_syllable, question_language

VIETNAMESE = [
    "Tỷ lệ tổ chức cơ sở đảng đã đại hội là bao nhiêu?",
    "ti le to chuc co so dang da dai hoi",
    "so ket 6 thang dau nam",
    "ai chu tri hoi nghi",
    "doanh thu cua Facebook tai Viet Nam nam 2019",
    "Báo cáo của UBND TP.HCM",
    "gia vang hom nay?",
    "hoi nghi to chuc o dau",
    "xuat khau ca phe tang bao nhieu phan tram",
    "loi nhuann cong ty the nao",
    "loi nhuann",
    "ddai hoi",
    "tthu nhap",
    "hooi nghi so ket",
    "kim ngachh",
    "cong an thanh pho bat may nguoi",
    "trong an o huyen do",
    "",
    "2020",
    "UBND",
    "tngt quy 2",
]
ENGLISH = [
    "what share of grassroots organizations held congresses?",
    "How many delegates did Quảng Nam send?",
    "Who chaired the conference in Tam Kỳ on 1 July 2020?",
    "party cell",
    "export turnover",
    "When did Nguyễn Văn Bình and Trần Thị Hoa visit Hà Nội?",
    "gold price today",
    "GDP growth in the first half of 2020",
    "Is the hospital open?",
    "need for the queen",
    "keep teams",
    "soon enough",
    "cannot meet demand",
    "list the tasks for the last six months",
]


@pytest.mark.parametrize("question", VIETNAMESE)
def test_vietnamese_is_recognised(question: str) -> None:
    assert question_language(question) == "vi"


@pytest.mark.parametrize("question", ENGLISH)
def test_english_is_recognised(question: str) -> None:
    assert question_language(question) == "en"


def test_plain_means_vietnamese_without_diacritics() -> None:
    assert is_plain("ti le to chuc co so dang")
    assert not is_plain("tỷ lệ to chuc")
    assert not is_plain("what share of organizations")
    assert not is_plain("2020?")


@pytest.mark.parametrize(
    ("word", "shaped"),
    [("nghieng", True), ("quyet", True), ("uy", True), ("share", False), ("cell", False), ("xx", False)],
)
def test_the_shape_of_a_syllable(word: str, shaped: bool) -> None:  # noqa: FBT001 - a table of expectations
    assert is_syllable(word) == shaped
