"""The terminal: how a reply reads there, and the conversation."""

import asyncio
import io
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from rich.console import Console

from bot.answer import Answer
from bot.channel import blocks, marked, safe_link
from bot.channels.console import ConsoleChannel, paint, render
from bot.reply import Reply
from bot.wording import say
from index.errors import NoUsableIndex
from tests.fakes.responder import (
    CONGRESS,
    HOSTILE_QUESTION,
    QUESTION,
    QUESTION_EN,
    SENTENCE,
    FakeResponder,
)


async def reply_to(question: str) -> Reply:
    responder = FakeResponder()
    return responder.reply(await responder.answer(question))


def lines_of(typed: Iterable[str]) -> Callable[[], str]:
    rest = iter(typed)

    def read() -> str:
        try:
            return next(rest)
        except StopIteration:
            raise EOFError from None

    return read


async def conversation(*typed: str, responder: FakeResponder | None = None, terminal: bool = False) -> str:
    page = io.StringIO()
    console = Console(file=page, force_terminal=terminal, width=100, color_system=None)
    channel = ConsoleChannel(responder or FakeResponder(), console, read=lines_of(typed))
    await asyncio.wait_for(channel.run(asyncio.Event()), 10)
    return page.getvalue()


async def test_an_answer_reads_in_the_order_of_every_door() -> None:
    assert render(await reply_to(QUESTION)).splitlines() == [
        "94%",
        "tính đến 20/6/2020",
        f"  “{SENTENCE}”",
        f"  {CONGRESS.title}",
        "  1/7/2020",
        f"  Nguồn: {CONGRESS.url}",
        "  [Bài mẫu]",
    ]


async def test_a_refusal_lists_the_nearest_articles() -> None:
    assert render(await reply_to("giá vàng hôm nay?")).splitlines() == [
        "Mình không thấy trong kho tin câu trả lời cho câu hỏi này.",
        "Những bài gần nhất:",
        f"  - {CONGRESS.title} (1/7/2020) [Bài mẫu]",
    ]


async def test_quotes_of_one_article_share_its_title() -> None:
    (source,) = (await reply_to(QUESTION)).sources
    other = replace(source, article_id="other", title="Bài khác")
    kinds = [block.kind for block in blocks(Reply("vi", sources=(source, source, other)))]
    facts = ["title", "date", "link", "sample"]
    assert kinds == ["quote", "quote", *facts, "quote", *facts]


def test_choices_follow_under_a_heading() -> None:
    answer = Answer("a", "en", answered=False, choices=("first half of 2020?", "first half of 2021?"))
    shown = render(Reply("en", lines=("Which period?",), answer=answer))
    assert shown.splitlines() == [
        "Which period?",
        "Did you mean (type its number):",
        "  1. first half of 2020?",
        "  2. first half of 2021?",
    ]


async def test_painting_marks_the_answer_on_a_terminal_and_only_there() -> None:
    reply = await reply_to(QUESTION)
    screen, pipe = io.StringIO(), io.StringIO()
    paint(reply, Console(file=screen, force_terminal=True, width=100, color_system="standard"))
    paint(reply, Console(file=pipe, force_terminal=False, width=40))
    assert "\x1b[1m94%\x1b[0m tổ chức" in screen.getvalue()
    assert pipe.getvalue() == render(reply) + "\n"


async def test_an_article_cannot_drive_the_terminal_or_write_markup() -> None:
    reply = Reply("vi", headline="\x1b]0;title\x07[red]94%[/red]\x9b31m", lines=("a\x08b\r",))
    page = io.StringIO()
    paint(reply, Console(file=page, force_terminal=True, width=100, color_system=None))
    assert not set(page.getvalue()) & set("\x07\x08\r\x9b\x1b")
    assert "[red]94%[/red]" in page.getvalue()


async def test_a_conversation_keeps_earlier_questions_until_told_otherwise() -> None:
    responder = FakeResponder()
    page = await conversation(QUESTION, "", "còn năm 2021?", "/moi", "ai chủ trì?", responder=responder)
    assert responder.asked == [
        (QUESTION, ()),
        ("còn năm 2021?", (QUESTION,)),
        ("ai chủ trì?", ()),
    ]
    assert page.startswith("94%\n")
    assert say("vi", "console.fresh") in page


async def test_a_number_chooses_where_the_bot_asked_back() -> None:
    responder = FakeResponder()
    responder.choices = ("quý I?", "quý II?")
    await conversation("bao nhiêu?", "2", "3", responder=responder)
    assert [question for question, _ in responder.asked] == ["bao nhiêu?", "quý II?", "3"]


async def test_commands_are_no_questions_but_a_summary_is() -> None:
    responder = FakeResponder()
    page = await conversation("/help", "/tomtat đại hội", responder=responder)
    assert [question for question, _ in responder.asked] == ["/tomtat đại hội"]
    assert page.replace("\n", " ").startswith(say("vi", "console.welcome"))


@pytest.mark.parametrize("word", ["/thoat", "/THOÁT", "/exit", " /quit "])
async def test_a_word_leaves(word: str) -> None:
    responder = FakeResponder()
    page = await conversation(word, QUESTION, responder=responder, terminal=True)
    assert responder.asked == []
    assert page.rstrip().endswith(say("vi", "console.bye"))


async def test_the_words_around_follow_the_language_of_the_last_question() -> None:
    page = await conversation(QUESTION_EN, "x" * 3000)
    assert "as of 20/6/2020" in page
    assert say("en", "console.too_long") in page


async def test_a_long_question_and_an_unexpected_fault_do_not_end_the_conversation() -> None:
    responder = FakeResponder()
    page = await conversation("x" * 20_000, QUESTION, responder=responder)
    assert page.startswith(say("vi", "console.too_long"))
    assert "94%" in page
    responder.fault = ZeroDivisionError("inside")
    page = await conversation(QUESTION, QUESTION, responder=responder)
    assert len(responder.asked) == 4
    assert "Có lỗi ngoài dự kiến" in page
    responder.fault = TimeoutError()
    assert say("vi", "console.slow") in await conversation(QUESTION, responder=responder)


async def test_a_fault_that_the_command_line_can_name_ends_it() -> None:
    with pytest.raises(NoUsableIndex):
        await conversation(QUESTION, responder=FakeResponder(NoUsableIndex("run `hoidap index rebuild`")))


async def test_lines_of_a_pipe_need_not_be_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b"\xff\xfe gi\xe1?\r\n" + QUESTION.encode())

    monkeypatch.setattr("sys.stdin", Stdin)  # the interpreter's own, not our code
    responder, page = FakeResponder(), io.StringIO()
    await asyncio.wait_for(ConsoleChannel(responder, Console(file=page)).run(asyncio.Event()), 10)
    assert responder.asked == [("\ufffd\ufffd gi\ufffd?", ()), (QUESTION, ("\ufffd\ufffd gi\ufffd?",))]


async def test_long_lines_keep_their_indent_on_a_terminal() -> None:
    page = io.StringIO()
    paint(await reply_to(QUESTION), Console(file=page, force_terminal=True, width=40, color_system=None))
    quote = [line for line in page.getvalue().splitlines() if "tổ chức" in line or "xong" in line]
    assert len(quote) >= 2
    assert all(line.startswith("  ") for line in quote)


async def test_hostile_links_are_left_out_everywhere() -> None:
    reply = await reply_to(HOSTILE_QUESTION)
    assert "link" not in {block.kind for block in blocks(reply)}
    assert safe_link("JavaScript:alert(1)") is None
    assert safe_link("https://a.example/x y") is None
    assert safe_link("https://a.example/\nx") is None
    assert safe_link("HTTPS://a.example/x?y=1#z") == "HTTPS://a.example/x?y=1#z"


@pytest.mark.parametrize(
    ("quote", "answer", "parts"),
    [
        ("Có 15 xã, 5 xã khá.", "5 xã", ("Có 15 xã, ", "5 xã", " khá.")),
        ("Đạt 94%.", "94%", ("Đạt ", "94%", ".")),
        ("Đạt 94%.", "9", ("Đạt 94%.", "", "")),
        ("Đạt 94%.", None, ("Đạt 94%.", "", "")),
        ("Đạt 94%.", "", ("Đạt 94%.", "", "")),
    ],
)
def test_the_answer_is_marked_as_whole_words(quote: str, answer: str | None, parts: tuple[str, str, str]) -> None:
    assert marked(quote, answer) == parts
