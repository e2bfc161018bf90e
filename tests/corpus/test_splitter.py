"""Passages: whole sentences with true offsets, near the target length, lists kept with their heading."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from corpus.article import Article
from corpus.asides import asides
from corpus.sentences import sentence_spans
from corpus.settings import SplitterSettings
from corpus.splitter import SPLITTER_VERSION, split
from corpus.text import content_hash

TITLE = "Tỉnh Bình Lộc sơ kết công tác quý một năm"
SETTINGS = SplitterSettings()
BODIES = st.lists(
    st.sampled_from(
        ["Hội nghị", " kết quả", ". ", "\n", "; ", ", ", " 1.000", "a" * 300, " - ", ":\n", "! ", "ở\u0323", "Ông"]
    ),
    max_size=300,
).map("".join)
SMALL = SplitterSettings(min_words=5, target_words=8, max_words=12, max_chars=80)


def article(body: str, title: str = "Tiêu đề") -> Article:
    return Article(id="a", title=title, body=body, version=3, published="2020-07-01")


def sentence(words: int, word: str = "chữ") -> str:
    return " ".join(["Những", *[word] * (words - 1)]) + "."


def test_passages_carry_their_article() -> None:
    body = sentence(20) + "\n" + sentence(90)
    (passage,) = split(article(body), SETTINGS)
    assert (passage.article_id, passage.version, passage.number) == ("a", 3, 0)
    assert (passage.title, passage.published) == ("Tiêu đề", "2020-07-01")
    assert passage.lead == sentence(20)
    assert passage.content_hash == content_hash("Tiêu đề", body)
    assert (passage.start, passage.end, passage.text) == (0, len(body), body)
    assert SPLITTER_VERSION >= 1


def test_ordinary_text_comes_near_the_target() -> None:
    body = "\n".join(" ".join(sentence(n) for n in (17, 25, 9, 31)) for _ in range(12))
    lengths = [len(p.text.split()) for p in split(article(body), SETTINGS)]
    assert all(SETTINGS.min_words <= n <= SETTINGS.max_words for n in lengths)
    assert sum(90 <= n <= 120 for n in lengths) >= 0.7 * len(lengths)


def test_short_tail_joins_the_passage_before() -> None:
    passages = split(article(sentence(100) + " " + sentence(10)), SETTINGS)
    assert len(passages) == 1


def test_list_stays_with_its_heading() -> None:
    tasks = "\n".join(["Nhiệm vụ trọng tâm:", *(f"- {sentence(11)}" for _ in range(5))])
    for words_before in (60, 70, 80, 90, 100):
        passages = split(article(sentence(words_before) + "\n" + tasks + "\n" + sentence(70)), SETTINGS)
        assert any(tasks in passage.text for passage in passages), words_before


@pytest.mark.parametrize(
    "heading", ["Nhiệm vụ trọng tâm:", "Nhiệm vụ trọng tâm", "II. Nhiệm vụ trọng tâm", "2. Nhiệm vụ"]
)
@pytest.mark.parametrize(
    "marks", ["-+", "12345", ("Một là,", "Hai là,", "Ba là,"), ("Thứ nhất,", "Thứ hai,", "Thứ ba:")]
)
def test_list_stays_with_its_heading_however_it_is_marked(heading: str, marks: Sequence[str]) -> None:
    items = [f"{mark if len(mark) > 1 else mark + ('.' if mark.isdigit() else '')} {sentence(20)}" for mark in marks]
    tasks = "\n".join([heading, *items])
    for words_before in (60, 70, 80, 90, 100):
        passages = split(article(sentence(words_before) + "\n" + tasks + "\n" + sentence(70)), SETTINGS)
        assert any(tasks in passage.text for passage in passages), words_before


def test_items_of_several_sentences_and_items_that_end_in_semicolons_stay_together() -> None:
    for items in ([f"- {sentence(12)} {sentence(12)}"] * 4, [f"Chỉ tiêu {sentence(18)[:-1]};"] * 4):
        tasks = "\n".join(["Nhiệm vụ trọng tâm:", *items])
        passages = split(article("\n".join([sentence(70), sentence(30), tasks, sentence(90)])), SETTINGS)
        assert any(tasks in passage.text for passage in passages)


def test_of_a_list_that_is_too_long_the_heading_stays_with_the_first_items() -> None:
    body = "\n".join([sentence(100), "Nhiệm vụ trọng tâm", *(f"{n}. {sentence(25)}" for n in range(1, 13))])
    passages = split(article(body), SETTINGS)
    assert any(passage.text.startswith("Nhiệm vụ trọng tâm\n1.") for passage in passages)
    assert all(passage.text.startswith(("Nhiệm", "Những")) or passage.text[0].isdigit() for passage in passages)


def test_numbered_headings_go_with_what_follows_and_numbered_items_do_not() -> None:
    headed = "\n".join([sentence(100), "1. Về công tác cán bộ", sentence(100), "2. Về tổ chức", sentence(100)])
    assert [p.text[:2] for p in split(article(headed), SETTINGS)] == ["Nh", "1.", "2."]
    items = "\n".join(f"{number}. Chi bộ số {number}" for number in range(1, 6))
    listed = split(article("\n".join([sentence(90), "Gồm có:", items, sentence(115)])), SETTINGS)
    assert listed[1].text.startswith("Những")


def test_short_heading_does_not_end_a_passage() -> None:
    body = sentence(95) + "\nVề công tác cán bộ\n" + sentence(95)
    first, second = split(article(body), SETTINGS)
    assert first.text.endswith("chữ.")
    assert second.text.startswith("Về công tác cán bộ")


def test_huge_sentence_is_cut_at_clauses() -> None:
    clause = " ".join(["chữ"] * 50)
    body = "; ".join([clause] * 8) + "."
    passages = split(article(body), SETTINGS)
    assert all(len(p.text.split()) <= SETTINGS.max_words for p in passages)
    assert all(p.text.endswith((";", ".")) for p in passages)


def test_text_without_spaces_is_cut_by_characters() -> None:
    passages = split(article("字" * 5000), SETTINGS)
    assert "".join(p.text for p in passages) == "字" * 5000
    assert max(len(p.text) for p in passages) <= SETTINGS.max_chars


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        (
            "Tỉnh Bình Lộc sơ kết công tác quý một năm\nSáng 1/7, Tỉnh ủy Bình Lộc họp sơ kết.",
            "Sáng 1/7, Tỉnh ủy Bình Lộc họp sơ kết.",
        ),
        ("Ảnh minh họa\nSáng 1/7, Tỉnh ủy Bình Lộc họp sơ kết.", "Sáng 1/7, Tỉnh ủy Bình Lộc họp sơ kết."),
        ("Ngắn thôi.", ""),
        (sentence(100), "Những" + " chữ" * 44),
    ],
)
def test_lead_skips_captions_and_the_repeated_title(body: str, lead: str) -> None:
    assert split(article(body, TITLE), SETTINGS)[0].lead == lead


def test_white_space_has_no_passage() -> None:
    assert split(article(" \n\t"), SETTINGS) == []


@given(BODIES, st.sampled_from([SETTINGS, SMALL]))
def test_offsets_are_true_and_nothing_is_lost_or_twice(body: str, settings: SplitterSettings) -> None:
    passages = split(article(body), settings)
    position = 0
    left = list(body)
    for number, passage in enumerate(passages):
        assert passage.number == number
        assert body[passage.start : passage.end] == passage.text
        assert passage.start >= position
        position = passage.end
        left[passage.start : position] = " " * len(passage.text)
    for start, end in asides(body).spans:
        left[start:end] = " " * (end - start)
    assert "".join(left).strip() == ""


@given(BODIES, st.sampled_from([SETTINGS, SMALL]))
def test_limits_hold_and_sentences_stay_whole(body: str, settings: SplitterSettings) -> None:
    passages = split(article(body), settings)
    assert all(len(p.text.split()) <= settings.max_words and len(p.text) <= settings.max_chars for p in passages)
    apart = asides(body).spans
    for start, end in sentence_spans(body):
        if any(first <= start and end <= last for first, last in apart):
            continue
        if len(body[start:end].split()) <= settings.max_words and end - start <= settings.max_chars:
            assert any(p.start <= start and end <= p.end for p in passages)


def test_lengths_out_of_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="must not decrease"):
        SplitterSettings(min_words=100, target_words=50, max_words=130)
