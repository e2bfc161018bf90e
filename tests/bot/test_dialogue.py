"""Conversations: questions, what hangs on their answers, and the commands around them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.comparison_series import Step
from bot.dialogue.numbers import named, number_in
from bot.dialogue.paragraph import around
from bot.outgoing import Abilities
from bot.reply import Button
from bot.roles import DoorRules
from tests.bot.conversing import MEMBER, NUMBERS, Room, buttons, room, words
from tests.bot.test_chart import comparison
from tests.fakes.responder import CONGRESS, QUESTION, SENTENCE


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path) as opened:
        yield opened


async def test_a_question_is_answered_with_its_proof_and_buttons(here: Room) -> None:
    said = await here.say(QUESTION, message="m7")
    (one,) = said
    assert one.reply is not None
    assert (one.reply.headline, one.reply.sources[0].quote, one.answers_to) == ("94%", SENTENCE, "m7")
    assert list(buttons(said)) == ["para", "yes", "no"]
    assert all(len(f"{b.action}:{b.argument}".encode()) <= 64 for b in one.reply.buttons)


async def test_the_paragraph_takes_the_answers_place_and_leads_back(here: Room) -> None:
    answer = await here.say(QUESTION)
    (shown,) = await here.press(buttons(answer)["para"])
    assert shown.replaces == "bot-1"
    assert shown.reply is not None
    assert "Việc được chú ý nhất" in shown.reply.sources[0].quote
    assert SENTENCE in shown.reply.sources[0].quote
    (back,) = await here.press(shown.reply.buttons[0])
    assert back.replaces == "bot-1"
    assert back.reply is not None
    assert answer[0].reply is not None
    assert (back.reply.headline, back.reply.lines, back.reply.sources, back.reply.buttons) == (
        answer[0].reply.headline, answer[0].reply.lines, answer[0].reply.sources, answer[0].reply.buttons,
    )  # fmt: skip


async def test_a_conversation_survives_a_restart(tmp_path: Path) -> None:
    async with room(tmp_path) as before:
        answer = await before.say(QUESTION)
    async with room(tmp_path) as after:
        assert "94%" in words(await after.press(buttons(answer)["para"]))
        await after.say("Còn năm 2019 thì sao?", message="later")
        assert after.responder.asked == [("Còn năm 2019 thì sao?", (QUESTION,))]


async def test_earlier_questions_expire_are_forgotten_and_belong_to_one_chat(here: Room) -> None:
    await here.say(QUESTION)
    await here.say("một", chat="nhóm")
    await here.say("hai", user="101")
    await here.say("ba")
    here.clock.now += 31 * 60
    await here.say("bốn")
    await here.say("năm")
    await here.say("/moi")
    await here.say("sáu")
    assert [turns for _, turns in here.responder.asked] == [(), (), (), (QUESTION,), (), ("bốn",), ()]


async def test_an_edited_question_takes_its_own_place(here: Room) -> None:
    await here.say("một")
    await here.say("hai", message="x")
    await here.say("ba")
    said = await here.say("hai khác", message="x", edited=True)
    assert here.responder.asked[-1] == ("hai khác", ("một",))
    assert said[0].answers_to == "x"
    await here.say("bốn")
    assert here.responder.asked[-1] == ("bốn", ("một", "hai khác", "ba"))


async def test_without_buttons_choices_are_numbers(here: Room) -> None:
    answer = await here.say(QUESTION, abilities=NUMBERS)
    assert "1: Xem đoạn văn · 2: Đúng · 3: Sai" in words(answer)
    assert "Việc được chú ý nhất" in words(await here.say("1", abilities=NUMBERS))
    assert "94%" in words(await here.say("1", abilities=NUMBERS))
    assert "Cảm ơn" in words(await here.say("2.", abilities=NUMBERS))
    assert "từ 1 đến" in words(await here.say("9", abilities=NUMBERS))
    here.clock.now += 25 * 3600
    await here.say("9", abilities=NUMBERS)
    assert here.responder.asked[-1][0] == "9"


async def test_what_the_bot_asks_back_is_a_button_or_a_number(here: Room) -> None:
    here.responder.choices = ("Tỉnh nào kết nạp nhiều đảng viên hơn trong 6 tháng?", QUESTION)
    asked = await here.say("kết nạp bao nhiêu?")
    assert [button.label for button in (asked[0].reply.buttons if asked[0].reply else ())] == list(
        here.responder.choices
    )
    assert asked[0].reply is not None
    assert asked[0].reply.answer is not None
    assert asked[0].reply.answer.choices == ()
    second = asked[0].reply.buttons[1]
    assert "94%" in words(await here.press(second))
    assert here.responder.asked[-1][0] == QUESTION
    numbered = await here.say("kết nạp bao nhiêu?", abilities=NUMBERS)
    assert f"2. {QUESTION}" in words(numbered)
    assert "94%" in words(await here.say("2", abilities=NUMBERS))


async def test_verdicts_are_kept_with_their_reason(here: Room) -> None:
    offered = buttons(await here.say(QUESTION))
    assert (await here.press(offered["yes"]))[0].toast
    why = await here.press(offered["no"])
    assert why[0].reply is not None
    other = next(button for button in why[0].reply.buttons if button.argument.endswith(".other"))
    await here.press(other)
    assert "ghi lại" in words(await here.say("Số này của năm ngoái."))
    rows = await here.connection.fetch("SELECT verdict, reason FROM feedback")
    assert [tuple(row) for row in rows] == [("wrong", "Số này của năm ngoái.")]
    assert len(here.responder.asked) == 1


async def test_a_button_of_another_chat_or_of_nothing_says_so(here: Room) -> None:
    offered = buttons(await here.say(QUESTION))
    for button in (
        Button("", "para", "zzz"),
        Button("", "para", "-1"),
        Button("", "nix", "1"),
        Button("", "pick", "1.9"),
    ):
        assert "không còn dùng được" in words(await here.press(button))
    assert "không còn dùng được" in words(await here.press(offered["para"], user="101"))


async def test_sources_of_the_last_answer(here: Room) -> None:
    assert "Chưa có" in words(await here.say("/nguon"))
    await here.say(QUESTION)
    await here.say("điều không ai biết")
    assert CONGRESS.title in words(await here.say("/nguon"))


async def test_an_article_is_summed_up_by_its_words_or_as_the_last_one_quoted(here: Room) -> None:
    assert "vài chữ trong tên bài" in words(await here.say("/tomtat"))
    summary = await here.say("/tomtat đại hội")
    assert SENTENCE in words(summary)
    assert list(buttons(summary)) == ["para", "yes", "no"]
    await here.say(QUESTION)
    assert words(await here.say("/tomtat")) == words(summary)
    await here.say("còn năm 2019?")
    assert here.responder.asked[-1] == ("còn năm 2019?", (QUESTION,))


async def test_a_comparison_over_enough_periods_comes_with_its_picture(here: Room) -> None:
    rise = Step("up", Decimal(2), "2 vụ", None, None)
    here.responder.comparison = replace(comparison(10, 12, 15), steps=(rise, rise))
    said = await here.say(QUESTION, message="m1")
    picture = said[1].picture
    assert picture is not None
    assert picture.png.startswith(b"\x89PNG")
    assert len(picture.caption) <= 1000
    assert "15" in picture.caption
    assert said[1].answers_to == "m1"
    assert len(await here.say(QUESTION, message="m1", edited=True)) == 1
    assert len(await here.say(QUESTION, abilities=Abilities(pictures=False))) == 1
    here.responder.comparison = replace(comparison(10, 12), steps=(rise,))
    assert len(await here.say(QUESTION)) == 1


async def test_a_link_opens_an_article(here: Room) -> None:
    number = await here.records.conversations.number_of(CONGRESS.id)
    card = await here.say(f"/start bai-{named(number)}")
    assert CONGRESS.title in words(card)
    assert buttons(card) == {}
    assert "không còn trong kho tin" in words(await here.say("/start bai-zz"))


async def test_the_language_is_chosen_for_notices_and_answers(here: Room) -> None:
    said = await here.say("/ngonngu")
    assert said[0].reply is not None
    english = next(button for button in said[0].reply.buttons if button.argument == "en")
    assert "I speak English" in words(await here.press(english))
    assert "Hello" in words(await here.say("/start"))
    answer = await here.say(QUESTION)
    assert "as of" in words(answer)
    assert buttons(answer)["para"].label == "See the paragraph"


async def test_commands_that_nobody_knows_and_what_cannot_be_read(here: Room) -> None:
    assert "chưa biết lệnh" in words(await here.say("/hack"))
    assert await here.say("/hack@otherbot", chat="nhóm") == []
    assert "chỉ đọc được chữ" in words(await here.say("", kind="other"))
    assert "100" in words(await here.say("/id@hoidapbot"))
    assert "Chào bạn" in words(await here.say(" "))


async def test_a_fault_becomes_a_polite_sentence_with_a_code_that_is_in_the_log(
    here: Room, caplog: pytest.LogCaptureFixture
) -> None:
    here.responder.fault = RuntimeError("secret")
    said = words(await here.say(QUESTION))
    assert "trục trặc" in said
    assert "secret" not in said
    code = said.rsplit("Mã: ", 1)[1].rstrip(")")
    assert code in caplog.text


async def test_strangers_are_told_how_to_be_let_in(tmp_path: Path) -> None:
    async with room(tmp_path, rules=DoorRules()) as closed:
        for text in ("/start", QUESTION, "/nguon"):
            assert words(await closed.say(text)).strip()
        assert "Số của bạn là: 100" in words(await closed.say("/id"))
        assert closed.responder.asked == []


async def test_being_forgotten_takes_a_second_thought_and_then_everything(here: Room) -> None:
    canary = "u-99812"
    offered = buttons(await here.say(QUESTION, user=canary, chat="nhóm"))
    await here.press(offered["no"], user=canary, chat="nhóm")
    await here.press(Button("", "speak", "en"), user=canary)
    await here.say(QUESTION, user=canary, abilities=NUMBERS)
    await here.say(QUESTION)
    asked = await here.say("/quen", user=canary)
    assert "Are you sure" in words(asked)
    assert "stays as it is" in words(await here.press(buttons(asked)["keep"], user=canary))
    assert await _mentions(here, canary)
    assert "no longer works" not in words(await here.press(buttons(asked)["forget"], user=canary))
    assert await _mentions(here, canary) == []
    assert await _mentions(here, MEMBER)
    assert "không còn dùng được" in words(await here.press(Button("", "forget", MEMBER), user="1"))
    assert await _mentions(here, MEMBER)


async def _mentions(here: Room, user: str) -> list[str]:
    """The tables with the person's id in any of their columns."""
    found = []
    for (table,) in await here.connection.fetch("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        rows = await here.connection.fetch(f"SELECT * FROM {table}")  # noqa: S608 - names from the schema
        if any(user in str(value) for row in rows for value in tuple(row)):
            found.append(table)
    return found


async def test_menus_have_a_description_for_every_command(here: Room) -> None:
    for language in ("vi", "en"):
        menu = here.dialogue.commands(language)
        assert [command.name for command in menu][:3] == ["start", "help", "new"]
        assert all(3 <= len(command.description) <= 256 for command in menu)


@given(st.integers(min_value=0, max_value=2**62))
def test_numbers_survive_a_button(number: int) -> None:
    assert number_in(named(number)) == number


@given(st.text(max_size=20))
def test_any_argument_is_a_number_or_none(argument: str) -> None:
    number = number_in(argument)
    assert number is None or 0 <= number < 2**63


@given(
    st.lists(st.text(alphabet="ab .\nđ", max_size=80), min_size=1, max_size=20).map("\n".join),
    st.data(),
)
def test_a_paragraph_holds_its_quote_and_keeps_to_its_length(body: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 100)))
    shown = around(body, start, end, 250)
    assert body[start:end].strip() in shown
    assert len(shown) <= 250 + 4


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.text(max_size=30), st.text(max_size=40), st.text(max_size=40))
async def test_whatever_comes_in_is_answered_politely(here: Room, action: str, argument: str, text: str) -> None:
    here.responder.asked.clear()
    said = [*(await here.press(Button("", action, argument))), *(await here.say(text))]
    assert "trục trặc" not in words(said)
