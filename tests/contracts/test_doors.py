"""The same answer through every door: one set of conversations, and the substance of what people are shown.

Layout is each door's own business. What must agree is what is said: the short answer, the quoted sentence, title, date
and link of its article, the label of a sample, or that there is no answer and which articles come nearest.
"""

import re
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answer import Answer
from bot.assembly import House, open_house
from bot.channel import blocks, leads_on
from bot.home import Home
from bot.reply import Reply
from bot.responder import Responder
from bot.settings import load_configuration
from bot.wording import say
from tests.contracts.doors import CHATS, DOORS, Door

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONVERSATIONS = {
    "three forms of one question": [
        "tỷ lệ tổ chức cơ sở đảng đã đại hội?",
        "ti le to chuc co so dang da dai hoi",
        "what share of grassroots organizations held congresses?",
    ],
    "a follow-up": [
        "6 tháng đầu năm 2020 Phú Đàm thu ngân sách bao nhiêu?",
        "còn năm 2019?",
    ],
    "a follow-up in English": [
        "How much budget revenue did Phu Dam collect in the first six months of 2020?",
        "and in 2019?",
    ],
    "a name, a date, a reason, a list": [
        "điểm cầu Quảng Nam hôm 1/7/2020 có ai dự?",
        "đường Hạ Trúc - Bến Nhuần thông xe hôm nào?",
        "sao đường Bờ Kênh Cũ hay ngập?",
        "quý 3/2020 Phú Đàm có ba dự án nào chậm nhất?",
    ],
    "what the archive does not say": [
        "giá vàng hôm nay?",
        "sđt giám đốc sở y tế Tây Nhuận là số mấy?",
        "what is the gold price today?",
    ],
    "a comparison and a summary": [
        "so sánh thu ngân sách Phú Đàm 6 tháng 2019 và 2020",
        "tóm tắt bài Phú Đàm tổng kết năm 2020",
    ],
    "small talk": ["chào bạn", "cảm ơn nhé", "hello"],
    "signs and hostile text": ["<b>tỷ lệ</b> tổ chức cơ sở đảng đã đại hội &amp; gì?", "?!", "' OR 1=1 --"],
}
VAGUE = "thu ngân sách Phú Đàm?"
CHOICES = ("6 tháng đầu năm 2020 Phú Đàm thu ngân sách bao nhiêu?", "thu ngân sách Phú Đàm 6 tháng đầu năm 2019?")
EVERY_QUESTION = [question for questions in CONVERSATIONS.values() for question in questions]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("doors") / "filled"
    shutil.copytree(sample_folder, folder)
    configuration = load_configuration(folder / "config.toml", environ={})
    async with open_house(configuration.settings, Home(configuration.home)) as opened:
        yield opened


@dataclass(frozen=True)
class Substance:
    """What a reply says, however it is laid out; spaces and quotation marks aside."""

    pieces: tuple[str, ...]

    def is_in(self, shown: str) -> bool:
        """Whether all of it is shown, each piece after the ones before it."""
        position, text = 0, plain(shown)
        for piece in self.pieces:
            found = text.find(piece, position)
            if found < 0:
                return False
            position = found
        return True


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def substance(reply: Reply) -> Substance:
    kinds = {"headline", "line", "quote", "alternative"}
    return Substance(tuple(plain(block.text) for block in blocks(reply) if block.kind in kinds))


def facts(reply: Reply) -> set[str]:
    """Titles, dates and, of proofs, links: doors set them in an order of their own."""
    shown = {fact for source in reply.sources for fact in (source.title, source.date, source.url)}
    nearest = {fact for source in reply.alternatives for fact in (source.title, source.date)}
    return {plain(fact) for fact in shown | nearest if fact}


async def expected(house: House, questions: list[str]) -> list[Reply]:
    """What the responder itself says, each question with those before it that a follow-up may lean on."""
    turns: list[str] = []
    replies = []
    for question in questions:
        answer = await house.responder.answer(question, turns=tuple(turns))
        if leads_on(answer):
            turns.append(question)
        replies.append(house.responder.reply(answer))
    return replies


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_every_door_says_the_same(house: House, door: type[Door], name: str) -> None:
    questions = CONVERSATIONS[name]
    wanted = await expected(house, questions)
    async with door.opened(house) as opened:
        shown = [await opened.ask(question) for question in questions]
    for question, reply, text in zip(questions, wanted, shown, strict=True):
        assert substance(reply).is_in(text), (question, substance(reply), text)
        missing = {fact for fact in facts(reply) if fact not in plain(text)}
        assert not missing, (question, missing, text)
        headlines = {other.headline for other in wanted if other.headline and other.headline != reply.headline}
        if not reply.headline:
            assert not any(plain(text).startswith(headline) for headline in headlines), (question, text)


class AskingBack(Responder):
    """The house's responder, which asks back where it would have answered one question."""

    def __init__(self, house: House) -> None:
        self._inner = house.responder

    async def answer(self, question: str, *, turns: Sequence[str] = ()) -> Answer:
        """The choices, or what the house answers."""
        if question == VAGUE:
            return Answer(question, "vi", answered=False, reason="answers.not_sure", choices=CHOICES)
        return await self._inner.answer(question, turns=turns)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
async def test_every_door_offers_the_choices_and_takes_one(house: House, door: type[Door]) -> None:
    asking = replace(house, responder=AskingBack(house))
    for number, choice in enumerate(CHOICES):
        (chosen,) = await expected(house, [choice])
        async with door.opened(asking) as opened:
            shown = await opened.ask(VAGUE)
            assert all(offered in plain(shown) for offered in CHOICES), shown
            assert substance(chosen).pieces[-1] in plain(await opened.choose(choice)), (number, choice)


@pytest.mark.parametrize("question", [EVERY_QUESTION[0], EVERY_QUESTION[2]])
async def test_chats_show_the_same_paragraph_and_the_same_way_back(house: House, question: str) -> None:
    """What one door has a button for, the other has a number for."""
    (reply,) = await expected(house, [question])
    paragraphs = []
    for door in CHATS:
        async with door.opened(house) as opened:
            answer = await opened.ask(question)
            paragraph = await opened.choose(say(reply.language, "dialogue.button_paragraph"))
            assert plain(reply.sources[0].quote) in plain(paragraph)
            assert len(paragraph) > len(answer)
            paragraphs.append(_longest_line(paragraph))
            assert substance(reply).is_in(await opened.choose(say(reply.language, "dialogue.button_back")))
            assert substance(reply).pieces[-1] in plain(await opened.ask("/nguon"))
    assert len(set(paragraphs)) == 1


def _longest_line(text: str) -> str:
    return max(text.splitlines(), key=len).strip("“”")


async def test_the_conversations_hold_what_they_are_for(house: House) -> None:
    """Else the test above would compare nothing."""
    replies = {name: await expected(house, questions) for name, questions in CONVERSATIONS.items()}
    assert [reply.headline for reply in replies["three forms of one question"]] == ["94%"] * 3
    assert {reply.language for reply in replies["three forms of one question"]} == {"vi", "en"}
    assert all(reply.headline and reply.sources for reply in replies["a name, a date, a reason, a list"])
    first, second = replies["a follow-up"]
    assert first.headline != second.headline
    refused = [reply for reply in replies["what the archive does not say"] if not reply.sources]
    assert len(refused) > 1
    assert any(reply.alternatives for reply in refused)
    assert all(reply.lines and not reply.alternatives for reply in replies["small talk"])
