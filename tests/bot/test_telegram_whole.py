"""Everything Telegram offers: buttons, edits, pictures, inline cards, groups that move, chats that are gone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.incoming import Incoming
from bot.outgoing import Abilities, Address, Outgoing, Picture
from bot.reply import Button, Reply
from tests.emulators.telegram.state import RESET, SILENCE
from tests.fakes.telegram_parts import ARTICLE, KNOWN, UNKNOWN, Bench

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.opened(tmp_path) as opened:
        yield opened


class Script:
    """A dialogue that says what a test gives it."""

    def __init__(self, *said: Outgoing) -> None:
        self.said = list(said)
        self.heard: list[Incoming] = []

    async def handle(self, incoming: Incoming, _: Abilities) -> list[Outgoing]:
        """What was given."""
        self.heard.append(incoming)
        return self.said

    def commands(self, *_: object) -> tuple[()]:
        """None."""
        return ()


def reply(text: str, *buttons: Button) -> Reply:
    return Reply("vi", lines=(text,), buttons=buttons)


async def test_the_paragraph_is_shown_in_place_and_the_way_back_leads_to_the_answer(bench: Bench) -> None:
    an = bench.telegram.user(5)
    await bench.keep(ARTICLE)
    async with bench.running():
        await an.send(KNOWN)
        answer = await bench.telegram.wait_for_reply(an)
        assert [button["text"] for button in answer.buttons] == ["Xem đoạn văn", "Đúng", "Sai"]
        await an.press(answer, answer.button("Xem đoạn văn")["callback_data"])
        paragraph = await bench.telegram.wait_for_edit(answer)
        assert ARTICLE.body in paragraph.marked("blockquote")[0]
        query = await an.press(answer, paragraph.button("Quay lại")["callback_data"])
        await bench.telegram.wait_for_callback_answer(query)
        await bench.telegram.wait_until(lambda: len(bench.telegram.state.edits) == 2)
        assert bench.telegram.state.edits[1].text == answer.text
        query = await an.press(answer, answer.button("Đúng")["callback_data"])
        assert "Cảm ơn" in (await bench.telegram.wait_for_callback_answer(query))["text"]
    assert len(bench.telegram.sent(an)) == 1


async def test_an_edited_question_edits_its_answer(bench: Bench) -> None:
    an = bench.telegram.user(5)
    async with bench.running():
        asked = await an.send("một?")
        answer = await bench.telegram.wait_for_reply(an)
        await bench.outbox_is_empty()
        await an.edit(asked, KNOWN)
        assert "94%" in (await bench.telegram.wait_for_edit(answer)).text
    assert len(bench.telegram.sent(an)) == 1


async def test_an_edit_from_long_ago_is_left_alone(bench: Bench) -> None:
    an = bench.telegram.user(5)
    async with bench.running():
        asked = await an.send("một?")
        await bench.telegram.wait_for_reply(an)
        await an.edit(asked | {"date": asked["date"] - 3 * 86_400}, "hai?")
        await an.send("ba?")
        assert (await bench.telegram.wait_for_reply(an)).text.startswith("ba?")
    assert [question for question, _ in bench.responder.asked] == ["một?", "ba?"]


async def test_a_longer_answer_grows_and_a_shorter_one_takes_the_rest_away(bench: Bench) -> None:
    an = bench.telegram.user(5)
    long, short = Outgoing(reply("dài " * 2000), answers_to="1"), Outgoing(reply("ngắn"), answers_to="1")
    script = Script(long)
    async with bench.running(dialogue=script):
        asked = await an.send("hỏi")
        script.said = [Outgoing(long.reply, answers_to=str(asked["message_id"]))]
        await an.edit(asked, "hỏi lại")
        await bench.telegram.wait_until(lambda: len(bench.telegram.sent(an)) >= 2)
        await bench.outbox_is_empty()
        before = len(bench.telegram.sent(an))
        script.said = [Outgoing(short.reply, answers_to=str(asked["message_id"]))]
        await an.edit(asked, "hỏi ngắn")
        await bench.telegram.wait_until(lambda: bool(bench.telegram.state.deleted))
    assert bench.telegram.state.edits[-1].text == "ngắn"
    assert len(bench.telegram.sent(an)) == before


async def test_pictures_carry_their_caption_and_what_does_not_fit_follows(bench: Bench) -> None:
    an = bench.telegram.user(5)
    script = Script(Outgoing(reply("đây"), picture=Picture(PNG, "Số <liệu> & " + "dài " * 300)))
    async with bench.running(dialogue=script):
        await an.send("biểu đồ?")
        text, photo, rest = [await bench.telegram.wait_for_reply(an) for _ in range(3)]
    assert (text.text, photo.picture) == ("đây", PNG)
    assert photo.text.startswith("Số <liệu> & dài")
    assert f"{photo.text} {rest.text}".split() == ("Số <liệu> & " + "dài " * 300).split()


async def test_what_cannot_be_edited_is_said_anew(bench: Bench) -> None:
    an = bench.telegram.user(5)
    script = Script(Outgoing(picture=Picture(PNG, "ảnh")))
    async with bench.running(dialogue=script):
        await an.send("ảnh?")
        photo = await bench.telegram.wait_for_reply(an)
        script.said = [Outgoing(reply("thay"), replaces=str(photo.message_id))]
        await an.press(photo, "x")
        assert (await bench.telegram.wait_for_reply(an)).text == "thay"
        script.said = [Outgoing(reply("thay nữa"), replaces="99999")]
        await an.press(photo, "x")
        assert (await bench.telegram.wait_for_reply(an)).text == "thay nữa"


async def test_every_pressed_button_is_answered_and_a_long_notice_becomes_a_message(bench: Bench) -> None:
    an = bench.telegram.user(5)
    fit, big = Button("Chọn", "pick", "1"), Button("To", "pick", "ộ" * 40)
    script = Script(Outgoing(reply("chọn đi", fit, big)))
    async with bench.running(dialogue=script):
        await an.send("?")
        offered = await bench.telegram.wait_for_reply(an)
        assert [button["callback_data"] for button in offered.buttons] == ["pick:1"]
        script.said = []
        query = await an.press(offered, "pick:1")
        assert "text" not in await bench.telegram.wait_for_callback_answer(query)
        script.said = [Outgoing(toast="dài " * 100)]
        await an.press(offered, "pick:1")
        assert (await bench.telegram.wait_for_reply(an)).text.startswith("dài dài")
    assert (script.heard[-1].action, script.heard[-1].argument) == ("pick", "1")
    assert script.heard[-1].message_id == str(offered.message_id)


async def test_inline_queries_get_cards_and_only_the_latest_counts(bench: Bench) -> None:
    an = bench.telegram.user(5)
    async with bench.running():
        answered = await bench.telegram.wait_for_inline_answer(await an.ask_inline(KNOWN))
        declined = await bench.telegram.wait_for_inline_answer(await an.ask_inline(UNKNOWN))
        short = await bench.telegram.wait_for_inline_answer(await an.ask_inline("tỷ"))
        bench.responder.gates["chậm?"] = asyncio.Event()
        await an.ask_inline("chậm?")
        await bench.telegram.wait_until(lambda: not bench.telegram.state.updates)
        skipped = await an.ask_inline("chậm? v")
        latest = await an.ask_inline("chậm? vậy")
        await bench.telegram.wait_until(lambda: not bench.telegram.state.updates)
        bench.responder.gates["chậm?"].set()
        await bench.telegram.wait_for_inline_answer(latest)
    (card,) = answered["results"]
    assert (card["title"], answered["cache_time"]) == ("94%", 60)
    assert "<b>94%</b>" in card["input_message_content"]["message_text"]
    assert card["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/hoidap_test_bot?start=bai-1"
    assert declined["results"][0]["title"] == ARTICLE.title
    assert short["results"] == []
    assert bench.telegram.state.inline_queries[skipped] is None
    assert not bench.telegram.sent(an)


async def test_strangers_get_no_inline_cards_but_the_way_in(bench: Bench) -> None:
    an = bench.telegram.user(6)
    async with bench.running(members="closed"):
        answered = await bench.telegram.wait_for_inline_answer(await an.ask_inline(KNOWN))
    assert answered["results"] == []
    assert answered["button"]["start_parameter"] == "inline"
    assert not bench.responder.asked


async def test_a_card_that_was_posted_is_no_question(bench: Bench) -> None:
    an = bench.telegram.user(5)
    async with bench.running():
        await an.send_raw({"text": "94%", "via_bot": bench.telegram.state.me})
        await an.send_raw({"text": "từ bot khác", "from": {"id": 9, "is_bot": True, "first_name": "Bot"}})
        await an.send_raw({"new_chat_title": "Tên mới"})
        await an.send(KNOWN)
        await bench.telegram.wait_for_reply(an)
    assert [question for question, _ in bench.responder.asked] == [KNOWN]


async def test_a_deep_link_comes_as_the_start_command_with_its_payload(bench: Bench) -> None:
    an, script = bench.telegram.user(5), Script(Outgoing(reply("chào")))
    async with bench.running(dialogue=script):
        await an.send("/start bai-12")
        await bench.telegram.wait_for_reply(an)
    assert script.heard[0].text == "/start bai-12"


async def test_forwards_captions_and_files_come_with_what_admins_need(bench: Bench) -> None:
    an, script = bench.telegram.user(5), Script(Outgoing(reply("nhận")))
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Ai đó"}
    async with bench.running(dialogue=script):
        await an.send_raw({"text": "tin chuyển tiếp", "forward_origin": origin})
        await an.send_photo(caption="chữ dưới ảnh")
        await an.send_document("tin.docx", b"PK..", caption="bài này", mime="application/x", size=30 * 1024 * 1024)
        await an.send_document("tin.txt", b"Ti\xc3\xaau")
        for _ in range(4):
            await bench.telegram.wait_for_reply(an)
        forward, photo, large, file = script.heard
        assert forward.forwarded
        assert (photo.text, photo.kind) == ("chữ dưới ảnh", "text")
        assert large.attachment
        assert (large.text, large.attachment.name) == ("bài này", "tin.docx")
        with pytest.raises(Exception, match="at most"):
            await large.attachment.fetch()
        assert file.attachment
        bench.telegram.fail("getFile", 502)
        assert await file.attachment.fetch() == b"Ti\xc3\xaau"
        bench.telegram.fail("getFile", 400)
        with pytest.raises(Exception, match="send it again"):
            await file.attachment.fetch()


async def test_a_group_that_moved_gets_its_answers_at_the_new_place(bench: Bench) -> None:
    an, group = bench.telegram.user(5), bench.telegram.group(-200)
    script = Script(Outgoing(reply("trả lời")))
    async with bench.running(dialogue=script):
        await an.send("/nguon", group=group)
        await bench.telegram.wait_for_reply(group)
        moved = await bench.telegram.migrate(group, -100200)
        script.said = [Outgoing(reply("thư"), to=Address("telegram", "-200"))]
        await an.send("gửi nhóm")
        assert (await bench.telegram.wait_for_reply(moved)).text == "thư"


async def test_someone_who_blocks_the_bot_is_known_until_they_are_back(bench: Bench) -> None:
    an, binh = bench.telegram.user(5), bench.telegram.user(6)
    async with bench.running():
        await an.block()
        await binh.send(KNOWN)
        await bench.telegram.wait_for_reply(binh)
        assert await bench.state.outbox.is_gone("telegram", "5")
        await an.block(back=True)
        await binh.send(KNOWN)
        await bench.telegram.wait_for_reply(binh)
        assert not await bench.state.outbox.is_gone("telegram", "5")


async def test_a_thread_that_was_deleted_does_not_swallow_the_answer(bench: Bench) -> None:
    an, group = bench.telegram.user(5), bench.telegram.group(-200)
    bench.telegram.fail("sendMessage", 400, description="Bad Request: message thread not found")
    async with bench.running():
        await an.send("/id", group=group, thread=3)
        assert (await bench.telegram.wait_for_reply(group)).thread_id is None


@pytest.mark.parametrize("status", [RESET, SILENCE])
async def test_connections_that_are_cut_or_silent_are_outages(bench: Bench, status: int) -> None:
    an = bench.telegram.user(5)
    bench.telegram.fail("sendMessage", status)
    bench.telegram.fail("getUpdates", status)
    async with bench.running(answer_seconds=0.3, poll_seconds=0):
        await an.send(KNOWN)
        assert "94%" in (await bench.telegram.wait_for_reply(an)).text


async def test_updates_that_the_platform_brings_again_are_answered_once(bench: Bench) -> None:
    an = bench.telegram.user(5)
    bench.telegram.state.unheard_confirmations = 2
    async with bench.running(poll_seconds=0):
        await an.send("một?")
        await an.send("hai?")
        texts = [(await bench.telegram.wait_for_reply(an)).text.split("?")[0] for _ in range(2)]
        await bench.telegram.wait_until(lambda: not bench.telegram.state.updates)
    assert texts == ["một", "hai"]
    assert len(bench.responder.asked) == 2


async def test_ten_minutes_without_telegram(bench: Bench) -> None:
    people = [bench.telegram.user(number) for number in range(10, 20)]
    async with bench.running(poll_seconds=0):
        for person in people:
            await person.send("trước?")
            await bench.telegram.wait_for_reply(person)
        start = bench.time.now
        bench.telegram.state.outage = lambda: bench.time.now < start + 600
        for person in people:
            for word in ("một?", "hai?", "ba?"):
                await person.send(word)
        await bench.telegram.wait_until(lambda: len(bench.telegram.state.sent) == 40)
    for person in people:
        assert [sent.text.split("?")[0] for sent in bench.telegram.sent(person)] == ["trước", "một", "hai", "ba"]


async def test_talk_among_others_in_a_group_never_reaches_the_disk(bench: Bench) -> None:
    an, group = bench.telegram.user(5), bench.telegram.group(-200)
    async with bench.running():
        await an.send("bí mật của nhóm", group=group)
        await an.send("/id@hoidap_test_bot", group=group)
        await bench.telegram.wait_for_reply(group)
    rows = await bench.state.connection.fetch("SELECT count(*) FROM inbox")
    assert rows[0][0] == 1
