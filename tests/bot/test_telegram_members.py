"""Members on Telegram: the real Application against the emulator, by long polling."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from index.errors import NoUsableIndex
from tests.fakes.telegram_parts import ARTICLE, KNOWN, UNKNOWN, Bench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.opened(tmp_path) as opened:
        yield opened


async def test_a_question_is_answered_with_its_proof(bench: Bench) -> None:
    an = bench.telegram.user(5)
    async with bench.running():
        await an.send(KNOWN)
        reply = await bench.telegram.wait_for_reply(an)
    assert reply.text == (
        f"94%\n\n(tính đến 20/6/2020)\n\n{ARTICLE.body}\n{ARTICLE.title}\n1/7/2020 · tin.example.vn · Bài mẫu"
    )
    assert reply.marked("bold") == ["94%"]
    assert reply.marked("blockquote") == [ARTICLE.body]
    assert reply.links == [ARTICLE.url, ARTICLE.url]
    assert reply.reply_to is None


async def test_a_refusal_names_the_nearest_articles(bench: Bench) -> None:
    an = bench.telegram.user(5)
    async with bench.running():
        await an.send(UNKNOWN)
        reply = await bench.telegram.wait_for_reply(an)
    assert reply.text == f"Không thấy trong kho tin.\n\nCác bài gần nhất:\n• {ARTICLE.title} (1/7/2020, Bài mẫu)"
    assert reply.links == [ARTICLE.url]
    assert not reply.marked("bold")


async def test_html_in_a_question_stays_text(bench: Bench) -> None:
    an = bench.telegram.user(5)
    hostile = "<b>x</b><a href='tg://user?id=1'>&lt;</a> & </blockquote>"
    async with bench.running():
        await an.send(hostile)
        reply = await bench.telegram.wait_for_reply(an)
    assert reply.marked("bold") == [hostile]


async def test_commands_speak_the_persons_language(bench: Bench) -> None:
    expected = {"vi": "Chào bạn", "vi-VN": "Chào bạn", None: "Chào bạn", "en": "Hello", "de": "Hello"}
    async with bench.running():
        for number, (language, words) in enumerate(expected.items(), start=10):
            person = bench.telegram.user(number, language=language)
            await person.send("/start")
            assert (await bench.telegram.wait_for_reply(person)).text.startswith(words)


async def test_everyone_sees_the_own_number(bench: Bench) -> None:
    an = bench.telegram.user(774422)
    async with bench.running(members="closed"):
        await an.send("/id")
        assert "774422" in (await bench.telegram.wait_for_reply(an)).text


async def test_help_tells_admins_more(bench: Bench) -> None:
    an, admin = bench.telegram.user(5), bench.telegram.user(1)
    async with bench.running():
        await an.send("/help")
        await admin.send("/help@hoidap_test_bot")
        assert "/articles" not in (await bench.telegram.wait_for_reply(an)).text
        assert "/articles" in (await bench.telegram.wait_for_reply(admin)).text


async def test_closed_doors_are_polite_and_say_the_number(bench: Bench) -> None:
    stranger, member = bench.telegram.user(6), bench.telegram.user(7)
    async with bench.running(members="closed", allowed="7, 8"):
        await stranger.send(KNOWN)
        await member.send(KNOWN)
        assert " 6 " in (await bench.telegram.wait_for_reply(stranger)).text
        assert "94%" in (await bench.telegram.wait_for_reply(member)).text
    assert len(bench.responder.asked) == 1


async def test_photo_voice_and_sticker_get_a_kind_line_and_an_album_one(bench: Bench) -> None:
    an = bench.telegram.user(5)
    async with bench.running():
        await an.send_photo(album="x1")
        await an.send_photo(album="x1")
        await an.send_voice()
        await an.send_sticker()
        await an.send_document("bai.txt", b"not an admin's")
        await an.send("/thoitiet")
        texts = [(await bench.telegram.wait_for_reply(an)).text for _ in range(5)]
    assert texts[:4] == [texts[0]] * 4
    assert "chỉ đọc được chữ" in texts[0]
    assert "/help" in texts[4]
    assert not bench.responder.asked


async def test_groups_are_answered_only_when_asked(bench: Bench) -> None:
    an = bench.telegram.user(5)
    group = bench.telegram.group(-100200)
    async with bench.running():
        await an.send("chuyện riêng của nhóm", group=group)
        await an.send_photo(group=group)
        await an.send("/lenhcuabotkhac@other_test_bot", group=group)
        await an.send("hỏi @other_test_bot nhé", group=group)
        asked = await an.send(f"@Hoidap_Test_Bot {KNOWN}", group=group, thread=9)
        reply = await bench.telegram.wait_for_reply(group)
        await an.send("thế còn 2021?", group=group, reply_to=reply)
        follow_up = await bench.telegram.wait_for_reply(group)
        await an.send("/id", group=group)
        await bench.telegram.wait_for_reply(group)
    assert [question for question, _ in bench.responder.asked] == [KNOWN, "thế còn 2021?"]
    assert (reply.reply_to, reply.thread_id) == (asked["message_id"], 9)
    assert follow_up.thread_id is None


async def test_a_follow_up_knows_the_questions_before_until_they_are_forgotten(bench: Bench) -> None:
    an, binh = bench.telegram.user(5), bench.telegram.user(6)
    async with bench.running():
        for text in (KNOWN, "còn năm 2019?", "còn năm 2017?", "/new", "còn năm 2018?"):
            await an.send(text)
            await bench.telegram.wait_for_reply(an)
        await binh.send("của người khác?")
        await bench.telegram.wait_for_reply(binh)
    assert [turns for _, turns in bench.responder.asked] == [(), (KNOWN,), (KNOWN, "còn năm 2019?"), (), ()]


async def test_the_typing_sign_shows_while_an_answer_takes_long(bench: Bench) -> None:
    an = bench.telegram.user(5)
    bench.responder.gates["lâu lắm?"] = asyncio.Event()
    async with bench.running(typing_after_ms=0):
        await an.send("lâu lắm?")
        call = await bench.telegram.wait_for_call("sendChatAction")
        bench.responder.gates["lâu lắm?"].set()
        await bench.telegram.wait_for_reply(an)
    assert call.parameters == {"chat_id": 5, "action": "typing"}


async def test_a_quick_answer_shows_no_typing_sign(bench: Bench) -> None:
    an = bench.telegram.user(5)
    async with bench.running(typing_after_ms=60_000):
        await an.send(KNOWN)
        await bench.telegram.wait_for_reply(an)
    assert not bench.telegram.calls("sendChatAction")


async def test_too_long_a_question_gets_a_clear_line(bench: Bench) -> None:
    an = bench.telegram.user(5)
    async with bench.running():
        await an.send("dài " * 1000)
        assert "dài quá" in (await bench.telegram.wait_for_reply(an)).text


async def test_a_fault_gives_a_polite_sentence_whose_code_is_in_the_log(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    an = bench.telegram.user(5)
    bench.responder.faults["hỏng?"] = RuntimeError("secret inner workings")
    async with bench.running():
        await an.send("hỏng?")
        text = (await bench.telegram.wait_for_reply(an)).text
        await an.send(KNOWN)
        assert "94%" in (await bench.telegram.wait_for_reply(an)).text
    code = text.partition("Mã: ")[2].rstrip(")")
    assert len(code) == 8
    assert "secret" not in text
    assert f"incident {code}" in caplog.text
    assert "secret inner workings" in caplog.text


async def test_an_index_that_is_not_there_yet_is_said_kindly(bench: Bench) -> None:
    an = bench.telegram.user(5)
    bench.responder.faults["có chưa?"] = NoUsableIndex("there is no index; run `hoidap index rebuild`")
    async with bench.running():
        await an.send("có chưa?")
        text = (await bench.telegram.wait_for_reply(an)).text
    assert text.startswith("Kho tin chưa có bài")
    assert "index" not in text


async def test_the_token_is_in_no_log(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    an = bench.telegram.user(5)
    bench.telegram.fail("sendMessage", 502)
    bench.responder.faults["hỏng?"] = RuntimeError("x")
    with caplog.at_level(logging.DEBUG):
        async with bench.running():
            await an.send(KNOWN)
            await bench.telegram.wait_for_reply(an)
            await an.send("hỏng?")
            await bench.telegram.wait_for_reply(an)
    assert bench.telegram.token not in caplog.text
    assert bench.telegram.token.partition(":")[2] not in caplog.text


async def test_order_is_kept_within_a_chat_while_others_go_ahead(bench: Bench) -> None:
    an, binh = bench.telegram.user(5), bench.telegram.user(6)
    gate = bench.responder.gates["chậm?"] = asyncio.Event()
    async with bench.running():
        await an.send("chậm?")
        await an.send("nhanh?")
        await binh.send(KNOWN)
        await bench.telegram.wait_for_reply(binh)
        assert not bench.telegram.sent(an)
        gate.set()
        first, second = [(await bench.telegram.wait_for_reply(an)).text for _ in range(2)]
    assert first.startswith("chậm?")
    assert second.startswith("nhanh?")


async def test_the_menu_of_commands_is_set_per_language(bench: Bench) -> None:
    bench.telegram.user(1)
    async with bench.running(maintainers="2"):  # who has not written yet, so that there is no chat of theirs
        await bench.telegram.wait_until(lambda: bench.telegram.state.poll_number > 0)
    menus = bench.telegram.state.commands
    assert {menus[scope, code][1]["description"] for scope, code in menus if code == "en"} == {"Help"}
    assert menus["default", ""][1]["description"] == "Hướng dẫn"
    assert "articles" not in {command["command"] for command in menus["default", ""]}
    assert "articles" in {command["command"] for command in menus["1", "en"]}
