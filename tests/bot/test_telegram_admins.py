"""Admins on Telegram: adding by text, file and link, taking back, and everyone else kept out."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from corpus.settings import LoadingSettings
from index.errors import IndexBusy
from tests.emulators.loopback import serving
from tests.fakes.telegram_parts import KNOWN, Bench

BODY = "Tính đến ngày 1/7/2020, xã An Bình có 12 chi bộ. Hội nghị đã bàn nhiệm vụ sáu tháng cuối năm."


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.opened(tmp_path) as opened:
        yield opened


async def test_pasted_text_is_added_indexed_and_taken_back(bench: Bench) -> None:
    admin = bench.telegram.user(1)
    async with bench.running():
        await admin.send(f"/add  Hội nghị xã <An Bình>\n\n{BODY}")
        added = await bench.telegram.wait_for_reply(admin)
        (article,) = await bench.store.list_articles()
        assert (article.title, article.body) == ("Hội nghị xã <An Bình>", f"\n{BODY}".lstrip("\n"))
        assert added.text == "Đã thêm bài:\nHội nghị xã <An Bình>\nBạn hỏi được ngay rồi."
        assert bench.updates.count == 1
        query = await admin.press(added, added.button("Gỡ bài này")["callback_data"])
        assert (await bench.telegram.wait_for_callback_answer(query))["text"] == "Đã gỡ bài"
        edited = await bench.telegram.wait_for_edit(added)
        assert edited.text == "Đã gỡ bài:\nHội nghị xã <An Bình>"
        assert not edited.buttons
        assert await bench.store.list_articles() == []
        assert bench.updates.count == 2
        again = await admin.press(added, added.button("Gỡ bài này")["callback_data"])
        assert "từ trước" in (await bench.telegram.wait_for_callback_answer(again))["text"]
    history = await bench.store.history(article.id)
    assert history


@pytest.mark.parametrize("caption", [None, "/add", "/add@hoidap_test_bot"])
async def test_a_text_file_is_added_alone_or_with_a_caption(bench: Bench, caption: str | None) -> None:
    admin = bench.telegram.user(1)
    async with bench.running():
        await admin.send_document("tin.txt", f"Hội nghị xã An Bình\n{BODY}".encode(), caption=caption)
        reply = await bench.telegram.wait_for_reply(admin)
    assert reply.text.startswith("Đã thêm bài:\nHội nghị xã An Bình\n")
    assert (await bench.store.list_articles())[0].title == "Hội nghị xã An Bình"


async def test_a_file_that_cannot_be_taken_gets_a_clear_line(bench: Bench) -> None:
    admin = bench.telegram.user(1)
    cases = [
        ("anh.png", b"\x89PNG\r\n\x1a\n\x00\x00", None, "chưa đọc được tệp"),
        ("tin.txt", b"\xff\xfe\x00\xd8\x00\x00 nothing \xc3\x28", None, "chưa đọc được tệp"),
        ("tin.txt", b"  \n ", None, "Chưa có nội dung"),
        ("lon.txt", b"x", 21 * 1024 * 1024, "lớn quá"),
    ]
    async with bench.running():
        for name, content, size, words in cases:
            await admin.send_document(name, content, size=size)
            assert words in (await bench.telegram.wait_for_reply(admin)).text
    assert await bench.store.count() == 0
    assert bench.updates.count == 0


async def test_a_link_is_fetched_and_added(bench: Bench) -> None:
    async def page(_: Request) -> Response:
        return HTMLResponse(
            f"<html><head><title>Tin xã</title></head><body><article><p>{BODY * 5}</p></article></body></html>"
        )

    bench.loading = LoadingSettings(allow_private_addresses=True)
    admin = bench.telegram.user(1)
    async with serving(Starlette(routes=[Route("/tin", page)])) as port, bench.running():
        await admin.send(f"/add http://127.0.0.1:{port}/tin")
        reply = await bench.telegram.wait_for_reply(admin)
        await admin.send(f"/add http://127.0.0.1:{port}/khong-co")
        missing = await bench.telegram.wait_for_reply(admin)
    assert reply.text.startswith("Đã thêm bài:")
    (article,) = await bench.store.list_articles()
    assert "12 chi bộ" in article.body
    assert "không lấy được bài" in missing.text


async def test_a_link_to_a_private_address_is_refused(bench: Bench) -> None:
    admin = bench.telegram.user(1)
    async with bench.running():
        await admin.send("/add http://127.0.0.1:9/tin")
        assert "không lấy được bài" in (await bench.telegram.wait_for_reply(admin)).text


async def test_half_an_addition_is_explained(bench: Bench) -> None:
    admin = bench.telegram.user(1)
    async with bench.running():
        await admin.send("/add")
        assert "một trong ba cách" in (await bench.telegram.wait_for_reply(admin)).text
        await admin.send("/add chỉ có tiêu đề")
        assert "chỉ thấy tiêu đề" in (await bench.telegram.wait_for_reply(admin)).text


async def test_the_same_again_says_so_and_offers_nothing_to_undo(bench: Bench) -> None:
    admin = bench.telegram.user(1)
    async with bench.running():
        for _ in range(2):
            await admin.send(f"/add Tiêu đề\n{BODY}")
        first, second = [await bench.telegram.wait_for_reply(admin) for _ in range(2)]
    assert first.buttons
    assert second.text.startswith("Bài này đã có sẵn")
    assert not second.buttons


async def test_members_are_refused_politely_and_change_nothing(bench: Bench) -> None:
    admin, member = bench.telegram.user(1), bench.telegram.user(5)
    async with bench.running():
        await admin.send(f"/add Tiêu đề\n{BODY}")
        added = await bench.telegram.wait_for_reply(admin)
        forged = await member.press(added, added.buttons[0]["callback_data"])
        assert "chỉ quản trị viên" in (await bench.telegram.wait_for_callback_answer(forged))["text"]
        await member.send(f"/add Khác\n{BODY}")
        assert "chỉ quản trị viên" in (await bench.telegram.wait_for_reply(member)).text
        await member.send_document("tin.txt", b"A\nB", caption="/add")
        assert "chỉ quản trị viên" in (await bench.telegram.wait_for_reply(member)).text
    assert [article.title for article in await bench.store.list_articles()] == ["Tiêu đề"]


async def test_forged_button_data_does_nothing(bench: Bench) -> None:
    admin = bench.telegram.user(1)
    async with bench.running():
        await admin.send(f"/add Tiêu đề\n{BODY}")
        added = await bench.telegram.wait_for_reply(admin)
        for data in ("undo:", "undo:x", "undo:9:", "undo:1:khong-co", "xoa:1", ":", "undo:²:x", "undo:-1:x"):
            query = await admin.press(added, data)
            assert (await bench.telegram.wait_for_callback_answer(query))["text"]
    assert await bench.store.count() == 1


async def test_a_slow_index_update_holds_up_nobody(bench: Bench) -> None:
    admin, an = bench.telegram.user(1), bench.telegram.user(5)
    bench.updates.may_go_on.clear()
    async with bench.running():
        await admin.send(f"/add Tiêu đề\n{BODY}")
        await bench.telegram.wait_for_call("getUpdates")
        await admin.send(KNOWN)
        await an.send(KNOWN)
        assert "94%" in (await bench.telegram.wait_for_reply(an)).text
        assert "94%" in (await bench.telegram.wait_for_reply(admin)).text
        bench.updates.may_go_on.set()
        assert "Đã thêm bài" in (await bench.telegram.wait_for_reply(admin)).text


async def test_a_busy_index_is_said_plainly(bench: Bench) -> None:
    admin = bench.telegram.user(1)
    bench.updates.fault = IndexBusy("another process writes the index")
    async with bench.running():
        await admin.send(f"/add Tiêu đề\n{BODY}")
        reply = await bench.telegram.wait_for_reply(admin)
    assert "ít phút nữa" in reply.text
    assert reply.buttons
