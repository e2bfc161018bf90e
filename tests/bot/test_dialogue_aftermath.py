"""After the archive has changed: askers hear of answers, and people of corrected figures."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.dialogue.correcting import change_of
from bot.dialogue.given import said_in
from bot.dialogue.meaning import grouped
from bot.incoming import Incoming, Person
from bot.reply import Button
from bot.state.corrections import GivenFigure
from corpus.article import Article, Draft
from index.embedder import Vectors
from tests.bot.conversing import ADMIN, MEMBER, NUMBERS, Room, buttons, room, words
from tests.fakes.responder import CONGRESS, QUESTION, SENTENCE

NEW_SENTENCE = SENTENCE.replace("94%", "96,5%")
GIVEN = GivenFigure("a", 1, SENTENCE, "94%")


class FirstLetters:
    """An embedder for which questions with the same first letter mean the same."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """One of 128 axes each."""
        rows = np.zeros((len(texts), 128), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[ord(text[0]) % 128] = 1.0
        return rows


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path) as opened:
        yield opened


async def test_declined_questions_are_grouped_and_answered_by_an_article(here: Room) -> None:
    for user, question in (("101", "kết nạp bao nhiêu?"), ("102", "kết nạp mấy người?"), ("103", "xây mấy cầu?")):
        await here.say(question, user=user)
    await here.say("/start", user=ADMIN)
    object.__setattr__(here.parts, "encoder", FirstLetters())
    said = await here.say("/chuatraloi", user=ADMIN)
    assert "3 câu hỏi chưa trả lời được, gộp thành 2 nhóm" in words(said)
    assert said[0].reply is not None
    assert [button.label for button in said[0].reply.buttons] == ["2× kết nạp mấy người?", "xây mấy cầu?"]
    group = await here.press(said[0].reply.buttons[0], user=ADMIN)
    assert "2 người đã hỏi" in words(group)
    await here.press(buttons(group)["for"], user=ADMIN)
    card = await here.say("Kết nạp đảng viên\nCả năm kết nạp 12 người.", user=ADMIN)
    await here.press(buttons(card)["ok"], user=ADMIN)
    assert await here.dialogue.aftermath() == []
    here.responder.learned = {"kết nạp bao nhiêu?", "kết nạp mấy người?"}
    told = await here.dialogue.aftermath()
    assert {one.to.chat_id for one in told if one.to} == {"101", "102"}
    assert "Bạn từng hỏi: “kết nạp mấy người?”" in words(told)
    assert "94%" in words(told)
    assert await here.dialogue.aftermath() == []
    rest = await here.say("/chuatraloi", user=ADMIN)
    group = await here.press(buttons(rest)["group"], user=ADMIN)
    assert "bỏ qua 1 câu" in words(await here.press(buttons(group)["aside"], user=ADMIN))
    assert "Không có câu hỏi nào" in words(await here.say("/chuatraloi", user=ADMIN))


async def test_a_question_that_grew_too_long_keeps_nobody_else_waiting(here: Room) -> None:
    await here.say("kết nạp bao nhiêu?", user="101")
    incoming = Incoming(Person("telegram", "102"), "102")
    await here.records.questions.note(incoming, "vi", "dài " * 1000, here.clock.now)
    here.responder.learned = {"kết nạp bao nhiêu?"}
    assert [one.to.chat_id for one in await here.dialogue.aftermath() if one.to] == ["101"]
    assert "…" in words(await here.press(buttons(await here.say("/chuatraloi", user=ADMIN))["group"], user=ADMIN))


async def test_what_is_no_question_to_the_archive_is_not_kept(here: Room) -> None:
    here.responder.reason = "answers.greeting"
    await here.say("chào bạn")
    assert await here.connection.fetch("SELECT * FROM open_questions") == []


async def test_a_changed_figure_is_offered_once_and_sent_with_one_tap(here: Room) -> None:
    await here.say("/help", user=ADMIN)
    await here.say(QUESTION, user="101")
    await here.say(QUESTION, user="102", channel="zalo", abilities=NUMBERS)
    await here.say(QUESTION, user="103", chat="nhóm")
    assert await here.dialogue.aftermath() == []
    await here.store.add(Draft(CONGRESS.title, CONGRESS.body.replace("94%", "96,5%"), CONGRESS.id))
    cards = await here.dialogue.aftermath()
    assert [one.to.chat_id for one in cards if one.to] == [ADMIN]
    assert "94% → 96,5%" in words(cards)
    assert "3 người" in words(cards)
    assert await here.dialogue.aftermath() == []
    sent = await here.press(buttons(cards)["send"], user=ADMIN)
    assert [(one.to.channel, one.to.chat_id) for one in sent if one.to] == [
        ("telegram", "101"), ("telegram", "nhóm"), ("zalo", "102"),
    ]  # fmt: skip
    assert NEW_SENTENCE in words(sent[1:])
    assert "đính chính" in words(sent[1:])
    assert "không còn dùng được" in words(await here.press(buttons(cards)["send"], user=ADMIN))
    assert (await here.records.trail.latest(1))[0].act == "correct"


async def test_a_correction_may_be_left_unsent(here: Room) -> None:
    await here.say("/help", user=ADMIN)
    await here.say(QUESTION)
    await here.store.add(Draft(CONGRESS.title, "Bài đã viết lại hoàn toàn khác.", CONGRESS.id))
    cards = await here.dialogue.aftermath()
    assert "không còn trong bài" in words(cards)
    assert "không gửi" in words(await here.press(buttons(cards)["nosend"], user=ADMIN))
    assert "không còn dùng được" in words(await here.press(buttons(cards)["send"], user=ADMIN))


async def test_an_administrator_without_buttons_gets_numbers(here: Room) -> None:
    await here.say("/help", user=ADMIN, channel="zalo", abilities=NUMBERS)
    await here.say(QUESTION)
    await here.store.add(Draft(CONGRESS.title, CONGRESS.body.replace("94%", "96,5%"), CONGRESS.id))
    cards = await here.dialogue.aftermath()
    assert "1: Gửi đính chính" in words(cards)
    sent = await here.say("1", user=ADMIN, channel="zalo", abilities=NUMBERS)
    assert [one.to.chat_id for one in sent if one.to] == [MEMBER]


async def test_being_forgotten_ends_corrections_too(here: Room) -> None:
    await here.say("/help", user=ADMIN)
    await here.say(QUESTION)
    await here.press(Button("", "forget", MEMBER))
    await here.store.add(Draft(CONGRESS.title, CONGRESS.body.replace("94%", "96,5%"), CONGRESS.id))
    assert await here.dialogue.aftermath() == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"Câu khác. {SENTENCE}", None),
        (f"Câu khác. {SENTENCE.replace('xong', 'rồi')}", None),
        (f"Câu khác. {NEW_SENTENCE}", "96,5%"),
        (SENTENCE.replace("94%", "94,5%"), "94,5%"),
    ],
)
def test_a_figure_has_changed_when_its_sentence_says_another(body: str, expected: str | None) -> None:
    changed = change_of(GIVEN, Article("a", "T", body, version=2))
    assert (changed.new_said if changed else None) == expected
    if changed and changed.start is not None:
        assert body[changed.start : changed.end] == changed.quote


@pytest.mark.parametrize(
    ("quote", "headline", "said"),
    [
        (SENTENCE, "94%", "94%"),
        (SENTENCE, None, None),
        (SENTENCE, "Đại hội xong ở 94% tổ chức cơ sở đảng, nhiều hơn hẳn so với cùng kỳ của năm trước đó.", "94%"),
        ("Năm 2019 là 80%.", "94%", None),
        ("Năm 2019 là 80%.", "80% → 94%", "80%"),
    ],
)
def test_of_a_long_answer_the_figure_that_stands_in_the_quote_is_kept(
    quote: str, headline: str | None, said: str | None
) -> None:
    assert said_in(quote, headline) == said


def test_an_older_or_equal_version_changes_nothing() -> None:
    assert change_of(GIVEN, Article("a", "T", "Khác.", version=1)) is None
    assert change_of(replace(GIVEN, version=3), Article("a", "T", "Khác.", version=2)) is None


def test_groups_are_the_largest_first_and_lose_nothing() -> None:
    texts = ["ab", "bb", "ac", "cb", "ad", "cc"]
    assert grouped(texts, texts, FirstLetters()) == [["ab", "ac", "ad"], ["cb", "cc"], ["bb"]]
    assert grouped([], [], FirstLetters()) == []


def test_another_year_is_another_question() -> None:
    texts = ["thu năm 2019?", "thu năm 2020?", "thu 2019?"]
    assert grouped(texts, texts, FirstLetters()) == [["thu năm 2019?", "thu 2019?"], ["thu năm 2020?"]]
