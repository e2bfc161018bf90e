"""Styled text: escaping, splitting, and what buttons carry."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.callbacks import MAX_BYTES, callback_data, parse_callback
from bot.channels.telegram.layout import reply_spans
from bot.channels.telegram.markup import Span, sendable, to_html, utf16_units
from bot.channels.telegram.splitting import split
from bot.reply import Button, Reply, Source
from tests.emulators.telegram.html import check_text, parse_html
from tests.emulators.telegram.html import utf16_units as emulated_units

TEXT = st.text(alphabet=st.sampled_from("aăđ ộ\n.<>&\"'🙂\u0301\u200d👍🏽🇻🇳"), max_size=120) | st.text(max_size=60)
STYLE = st.sampled_from(["plain", "bold", "italic", "quote"])
LINK = st.sampled_from([None, None, "https://x.vn/?a=1&b=<2>"])
SPANS = st.lists(st.builds(Span, TEXT.map(sendable), STYLE, LINK), max_size=12)


def compact(text: str) -> str:
    return "".join(text.split())


@given(st.text())
def test_lengths_are_counted_as_the_platform_counts_them(text: str) -> None:
    assert utf16_units(sendable(text)) == emulated_units(sendable(text))


@settings(deadline=None)
@given(SPANS, st.integers(8, 64), st.integers(1, 4))
def test_splitting_loses_nothing_and_every_message_is_valid(spans: list[Span], limit: int, entities: int) -> None:
    messages = split(spans, limit=limit, max_entities=entities)
    whole = "".join(span.text for span in spans)
    assert compact("".join(span.text for message in messages for span in message)) == compact(whole)
    for message in messages:
        text, found = parse_html(to_html(message))
        assert text == "".join(span.text for span in message)
        assert emulated_units(text) <= limit
        assert text == text.strip()
        assert len([span for span in message if span.is_entity]) <= entities
        check_text(text, found)


@settings(deadline=None)
@given(SPANS, st.integers(8, 64))
def test_splitting_keeps_each_characters_style(spans: list[Span], limit: int) -> None:
    def styled(parts: list[Span]) -> list[tuple[str, str, str | None]]:
        return [(c, span.style, span.href) for span in parts for c in span.text if not c.isspace()]

    assert [entry for message in split(spans, limit=limit) for entry in styled(message)] == styled(spans)


def test_what_fits_is_one_message() -> None:
    assert split([Span("a" * 4096)]) == [[Span("a" * 4096)]]
    assert [len(message[0].text) for message in split([Span("a" * 4097)])] == [4096, 1]
    assert [len(message[0].text) for message in split([Span("🙂" * 2049)])] == [2048, 1]
    assert split([Span(" \n"), Span("", "bold")]) == []


def test_a_cut_falls_between_paragraphs_sentences_or_words() -> None:
    assert [m[0].text for m in split([Span("một hai ba\n\nbốn năm sáu")], limit=16)] == ["một hai ba", "bốn năm sáu"]
    assert [m[0].text for m in split([Span("Một hai. Ba bốn năm")], limit=14)] == ["Một hai.", "Ba bốn năm"]
    assert [m[0].text for m in split([Span("không có dấu")], limit=10)] == ["không có", "dấu"]


def test_a_cut_never_falls_within_a_character_that_a_person_sees() -> None:
    for cluster in ("👍🏽", "🇻🇳", "👨‍👩‍👧", "e\u0302\u0301"):
        for message in split([Span(cluster * 30)], limit=20):
            text = message[0].text
            assert text == cluster * (len(text) // len(cluster))


def test_more_than_a_hundred_entities_go_into_the_next_message() -> None:
    spans = [part for n in range(150) for part in (Span(f"{n}", "bold"), Span(" "))]
    first, second = split(spans)
    assert [sum(span.is_entity for span in message) for message in (first, second)] == [100, 50]


@given(st.text(max_size=100) | st.none() | st.integers())
def test_any_callback_data_is_understood_or_refused(data: object) -> None:
    action, argument = parse_callback(data)
    assert (action, argument) == ("", "") or (isinstance(data, str) and data.startswith(action))


@given(st.sampled_from(["para", "yes"]), st.text(alphabet="aộ🙂:#1", max_size=40))
def test_what_fits_a_button_comes_back_unchanged(action: str, argument: str) -> None:
    data = callback_data(Button("Nhãn", action, argument))
    if len(f"{action}:{argument}".encode()) > MAX_BYTES:
        assert data is None
    else:
        assert parse_callback(data) == (action, argument)


def source(**changed: object) -> Source:
    given_: dict[str, object] = {
        "article_id": "a", "version": 1, "title": "Bài", "date": None, "url": None, "is_sample": False,
        "quote": "Câu.", "start": 0, "end": 4,
    }  # fmt: skip
    return Source(**(given_ | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tg://resolve?domain=x", "https://x.vn/ y", "http://["])
def test_only_web_links_become_links(url: str) -> None:
    spans = reply_spans(Reply("vi", headline="x", sources=(source(url=url),)))
    assert all(span.href in {None, url} for span in spans)
    if not url.startswith("http://"):
        assert all(span.href is None for span in spans)
    parse_html(to_html(spans))


def test_several_proofs_and_alternatives_are_set_apart() -> None:
    proofs = (source(), source(quote="Hai."), source(article_id="b", title="", date="1 July 2020"))
    reply = Reply("en", headline="A", lines=("one", "two"), sources=proofs)
    assert to_html(reply_spans(reply)) == (
        "<b>A</b>\n\none\ntwo\n\n<blockquote>Câu.</blockquote>\n<blockquote>Hai.</blockquote>\nBài\n\n"
        "<blockquote>Câu.</blockquote>\n1 July 2020"
    )
    declined = Reply("en", lines=("Not found.",), alternatives=(source(), source(title="Hai")))
    assert to_html(reply_spans(declined)) == "Not found.\n\n<i>The nearest articles:</i>\n• Bài\n• Hai"


def test_characters_that_no_message_may_hold_are_left_out() -> None:
    reply = Reply("vi", headline="a\ud800b\x00c")
    assert to_html(reply_spans(reply)) == "<b>abc</b>"
