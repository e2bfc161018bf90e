"""No figure, date or name without its quote: laws of the check, and what it must not let through."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Computed
from bot.evidence import Evidence
from bot.verification import unproved, verified
from bot.verification_claims import claims_of
from corpus.number import write_number
from tests.bot.reading_room import ARTICLES

QUOTE = (
    "Sáng 1/7/2020, đồng chí Phạm Minh Chính, Uỷ viên Bộ Chính trị, cho biết 94% tổ chức cơ sở đảng đã đại hội, "
    "thẩm định 502 lượt nhân sự, tăng 8 vụ (53,33%) so với cùng kỳ; chi 1.234,5 tỷ đồng cho 17/19 chỉ tiêu "
    "trong 6 tháng đầu năm, gần 55.000 người ở từ 5-10 xã của Hoà Lâm, quý II."
)
OTHER = (
    "Năm 2019, huyện kết nạp 106 đảng viên; năm 2020 kết nạp 118 đảng viên tại Nhà văn hoá Tân Hoà; "
    "kinh tế tăng 11,8%/năm, 40 triệu đồng/người."
)
QUOTES = [QUOTE, OTHER]


def left(text: str, *computed: Computed) -> list[str]:
    return [claim.written for claim in unproved(text, QUOTES, computed)]


@pytest.mark.parametrize(
    "text",
    [
        "94%",
        "502 lượt nhân sự",
        "502",
        "tăng 8 vụ (53,33%)",
        "1.234,5 tỷ đồng",
        "đồng chí Phạm Minh Chính",
        "Phạm Minh Chính, Ủy viên Bộ Chính trị",
        "sáng 1/7/2020",
        "ngày nào đó, 1/7",
        "ngày 1/7",
        "Hòa Lâm",
        "quý II",
        "17/19 chỉ tiêu",
        "106 đảng viên; 118 đảng viên",
        "Theo bài báo, 94% đã đại hội, do Phạm Minh Chính cho biết.",
        "Có, đã đại hội",
        "không nói gì cả",
        "11,8%",
        "11,8%/năm",
        "40 triệu đồng",
        "",
    ],
)
def test_what_a_quote_says_stands(text: str) -> None:
    assert left(text) == []


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("95%", ["95%"]),
        ("94", ["94"]),
        ("11,8", ["11,8"]),
        ("40 triệu", ["40 triệu"]),
        ("94 người", ["94 người"]),
        ("1.234,5 triệu đồng", ["1.234,5 triệu đồng"]),
        ("1.234,5 đồng", ["1.234,5 đồng"]),
        ("234,5 tỷ đồng", ["234,5 tỷ đồng"]),
        ("1234,5 tỷ đồng", ["1234,5 tỷ đồng"]),
        ("chín mươi tư phần trăm", ["chín mươi tư phần trăm"]),
        ("17 chỉ tiêu", ["17 chỉ tiêu"]),
        ("10 xã", ["10 xã"]),
        ("1/7/2021", ["1/7/2021"]),
        ("2/7", ["2/7"]),
        ("tháng 6", ["tháng 6"]),
        ("năm 2021", ["năm 2021"]),
        ("quý III", ["III"]),
        ("Phạm Minh Chinh", ["Phạm Minh Chinh"]),
        ("Phạm Bình Minh", ["Phạm Bình Minh"]),
        ("Huế có 94%", ["Huế"]),
        ("tại Chính Uỷ viên", ["Chính Uỷ"]),
        ("106 đảng viên, 119 đảng viên", ["119 đảng viên"]),
    ],
)
def test_what_no_quote_says_does_not_stand(text: str, missing: list[str]) -> None:
    assert left(text) == missing


@pytest.mark.parametrize(
    ("computed", "stands"),
    [
        (Computed("12 đảng viên", "difference", ("118 đảng viên", "106 đảng viên")), True),
        (Computed("12", "difference", ("118", "106")), True),
        (Computed("11,3%", "change", ("118 đảng viên", "106 đảng viên")), True),
        (Computed("11%", "change", ("118 đảng viên", "106 đảng viên")), True),
        (Computed("1,11", "ratio", ("118", "106")), True),
        (Computed("224 đảng viên", "sum", ("118 đảng viên", "106 đảng viên")), True),
        (Computed("89,8%", "share", ("106", "118")), True),
        (Computed("13 đảng viên", "difference", ("118 đảng viên", "106 đảng viên")), False),
        (Computed("11,4%", "change", ("118 đảng viên", "106 đảng viên")), False),
        (Computed("13 đảng viên", "difference", ("119 đảng viên", "106 đảng viên")), False),
        (Computed("12 đảng viên", "difference", ()), False),
        (Computed("1", "ratio", ("118", "106", "8")), False),
    ],
)
def test_a_computed_figure_stands_when_its_operands_do_and_the_sum_is_right(computed: Computed, stands: bool) -> None:  # noqa: FBT001
    assert (left(f"nhiều hơn {computed.written}", computed) == []) is stands


ODD = ("hai mươi", "5 - 10", "1.000", "–", "x1", "²", "Tháng", "12/6")
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*QUOTE.split(), *OTHER.split(), *ODD]), max_size=14).map(" ".join),
)


@given(TEXTS)
def test_every_text_stands_in_itself(text: str) -> None:
    assert unproved(text, [text]) == ()


@given(TEXTS)
def test_the_spelling_of_unicode_makes_no_difference(text: str) -> None:
    assert unproved(unicodedata.normalize("NFC", text), [unicodedata.normalize("NFD", text)]) == ()


@given(TEXTS, st.lists(TEXTS, max_size=3), TEXTS)
def test_more_quotes_never_prove_less(text: str, quotes: list[str], another: str) -> None:
    assert set(unproved(text, [*quotes, another])) <= set(unproved(text, quotes))


@given(TEXTS)
def test_without_quotes_every_claim_is_left_but_what_may_open_a_sentence(text: str) -> None:
    assert [claim for claim in claims_of(text) if claim.kind != "name"] == [
        claim for claim in unproved(text, []) if claim.kind != "name"
    ]


@given(TEXTS)
def test_every_digit_belongs_to_a_claim(text: str) -> None:
    claims = claims_of(text)
    for place, character in enumerate(text):
        if character in "0123456789":
            assert any(claim.start <= place < claim.end for claim in claims)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["%", " vụ", " tỷ đồng", " người", ""]))
def test_another_number_is_never_proved(said: int, quoted: int, unit: str) -> None:
    stands = not unproved(f"{write_number(said)}{unit}", [f"Kết quả là {write_number(quoted)}{unit} trong kỳ."])  # type: ignore[arg-type]
    assert stands is (said == quoted)


def evidence(start: int = 0, end: int = 60) -> Evidence:
    article = ARTICLES[0]
    return Evidence(article, article.body[start:end], start, end)


def answer(text: str | None, *found: Evidence, **given: object) -> Answer:
    return Answer("?", "vi", answered=True, text=text, evidence=found or (evidence(0, 400),), **given)  # type: ignore[arg-type]


def test_an_answer_that_stands_goes_out_as_it_is() -> None:
    one = answer("91% chi bộ")
    assert verified(one) is one
    declined = Answer("?", "vi", answered=False, reason="answers.not_found")
    assert verified(declined) is declined


def test_an_answer_that_does_not_stand_keeps_its_quote_and_claims_nothing() -> None:
    one = answer("92% chi bộ", computed=(Computed("92%", "sum", ("91%",)),))
    left_of_it = verified(one)
    assert (left_of_it.answered, left_of_it.text, left_of_it.evidence) == (True, None, one.evidence)
    assert left_of_it.computed == ()
    assert verified(left_of_it) == left_of_it


def test_a_quote_that_is_not_in_its_article_proves_nothing() -> None:
    false = replace(evidence(), quote="Chi bộ đạt 99%.")
    kept = verified(answer("91% chi bộ", evidence(0, 400), false))
    assert (kept.text, len(kept.evidence)) == ("91% chi bộ", 1)
    gone = verified(answer("99%", false))
    assert (gone.answered, gone.evidence, gone.reason) == (False, (), "answers.not_found")
    title = Evidence(ARTICLES[0], ARTICLES[0].title, None, None)
    assert verified(answer("Huyện Tân Hoà", title)).text == "Huyện Tân Hoà"
