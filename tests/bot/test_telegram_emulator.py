"""The emulator is as strict as the platform: what it lets through would be let through there."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.emulators.loopback import serving
from tests.emulators.telegram import TelegramEmulator
from tests.emulators.telegram.html import parse_html, utf16_units


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator.running() as emulator:
        yield emulator


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, timeout=20) as open_client:
        yield open_client


class Api:
    """Calls as any library would make them."""

    def __init__(self, telegram: TelegramEmulator, client: httpx.AsyncClient, token: str | None = None) -> None:
        self._url = f"{telegram.base_url}{token or telegram.token}"
        self._client = client

    async def __call__(self, method: str, **given: object) -> tuple[int, Any]:
        """Status and result (the whole body when refused)."""
        answer = await self._client.post(f"{self._url}/{method}", json=given)
        body = answer.json()
        assert body["ok"] is (answer.status_code == 200)
        return answer.status_code, body["result"] if body["ok"] else body


@pytest.fixture
def api(telegram: TelegramEmulator, client: httpx.AsyncClient) -> Api:
    return Api(telegram, client)


async def test_a_wrong_token_is_401_and_an_unknown_method_404(
    telegram: TelegramEmulator, client: httpx.AsyncClient
) -> None:
    assert (await Api(telegram, client, "1:wrong")("getMe"))[0] == 401
    assert (await Api(telegram, client)("getMee"))[0] == 404


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("sendMessage", {"chat_id": 5, "text": "a", "parse_mod": "HTML"}),
        ("sendMessage", {"chat_id": 5}),
        ("sendMessage", {"chat_id": "five", "text": "a"}),
        ("sendMessage", {"chat_id": 5, "text": 7}),
        ("sendMessage", {"chat_id": 5, "text": "a", "reply_markup": "{"}),
        ("sendMessage", {"chat_id": 6, "text": "no such chat"}),
        ("sendMessage", {"chat_id": 5, "text": " \n"}),
        ("sendMessage", {"chat_id": 5, "text": "a" * 4097}),
        ("sendMessage", {"chat_id": 5, "text": "🙂" * 2049}),
        ("sendMessage", {"chat_id": 5, "text": "<b>a", "parse_mode": "HTML"}),
        ("sendMessage", {"chat_id": 5, "text": "a", "parse_mode": "Markdown"}),
        ("sendMessage", {"chat_id": 5, "text": "a", "reply_parameters": {"message_id": 99}}),
        (
            "sendMessage",
            {"chat_id": 5, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": ""}]]}},
        ),
        (
            "sendMessage",
            {
                "chat_id": 5,
                "text": "a",
                "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "đ" * 33}]]},
            },
        ),
        ("sendChatAction", {"chat_id": 5, "action": "dancing"}),
        ("getUpdates", {"limit": 101}),
        ("getUpdates", {"allowed_updates": "message"}),
        ("editMessageText", {"chat_id": 5, "message_id": 1, "text": "not the bot's"}),
        ("answerCallbackQuery", {"callback_query_id": "never asked"}),
        ("getFile", {"file_id": "none"}),
        ("setMyCommands", {"commands": [{"command": "Not valid", "description": "x"}]}),
        ("setWebhook", {"url": "http://127.0.0.1:1/", "secret_token": ""}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 6}}),
        ("sendPhoto", {"chat_id": 5, "photo": "a file's id"}),
        ("deleteMessage", {"chat_id": 5, "message_id": 1}),
        ("deleteMessage", {"chat_id": 5, "message_id": 99}),
        ("answerInlineQuery", {"inline_query_id": "never asked", "results": []}),
    ],
)
async def test_what_the_platform_would_not_take_is_400(
    telegram: TelegramEmulator, api: Api, method: str, given: dict[str, object]
) -> None:
    await telegram.user(5).send("hi")
    status, body = await api(method, **given)
    assert status == 400
    assert body["description"].startswith("Bad Request: ")


@pytest.mark.parametrize(
    "source",
    ["<b>x", "x</b>", "<b><i>x</b></i>", "<p>x</p>", "a < b", "a > b", "a & b", "&nbsp;", "<a>x</a>",
     '<a href="">x</a>', '<b class="x">x</b>', "<blockquote><blockquote>x</blockquote></blockquote>",
     "<script>x</script>"],
)  # fmt: skip
def test_html_that_is_not_telegrams_is_refused(source: str) -> None:
    with pytest.raises(Exception, match="can't parse entities"):
        parse_html(source)


def test_html_is_read_with_offsets_in_utf16_units() -> None:
    text, entities = parse_html('🙂 <b>94 %</b> &lt;đ&amp;đ&gt; <a href="https://x.vn/?a=1&amp;b=2">bài</a>')
    assert text == "🙂 94 % <đ&đ> bài"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "text_link", "offset": 14, "length": 3, "url": "https://x.vn/?a=1&b=2"},
    ]
    assert utf16_units(text) == 17


async def test_updates_are_kept_until_an_offset_confirms_them(telegram: TelegramEmulator, api: Api) -> None:
    person = telegram.user(5)
    await person.send("one")
    await person.send("two")
    _, first = await api("getUpdates", limit=1)
    _, again = await api("getUpdates", limit=1)
    assert [update["message"]["text"] for update in first + again] == ["one", "one"]
    _, rest = await api("getUpdates", offset=first[0]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["two"]
    _, none = await api("getUpdates", offset=rest[0]["update_id"] + 1)
    assert none == []


async def test_a_long_poll_ends_when_something_comes(telegram: TelegramEmulator, api: Api) -> None:
    polling = asyncio.create_task(api("getUpdates", timeout=30))
    await telegram.wait_until(lambda: telegram.state.poll_number == 1)
    assert not polling.done()
    await telegram.user(5).send("chào @hoidap_test_bot 🙂 /start")
    _, updates = await polling
    message = updates[0]["message"]
    assert isinstance(message["date"], int)
    assert message["date"] < 10_000_000_000
    assert message["entities"] == [
        {"type": "mention", "offset": 5, "length": 16},
        {"type": "bot_command", "offset": 25, "length": 6},
    ]


async def test_a_second_poll_ends_the_first_with_409(telegram: TelegramEmulator, api: Api) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=30))
    await telegram.wait_until(lambda: telegram.state.poll_number == 1)
    await api("getUpdates", timeout=0)
    assert (await first)[0] == 409


async def test_faults_are_injected_once_each_and_in_the_platforms_form(telegram: TelegramEmulator, api: Api) -> None:
    telegram.user(5)
    telegram.fail("sendMessage", 429, retry_after=3)
    telegram.fail("sendMessage", 403, chat_id=6)
    telegram.fail("sendMessage", 502, after=True)
    status, body = await api("sendMessage", chat_id=5, text="a")
    assert (status, body["parameters"]) == (429, {"retry_after": 3})
    assert (await api("sendMessage", chat_id=5, text="done, but nobody was told"))[0] == 502
    assert (await api("sendMessage", chat_id=5, text="c"))[0] == 200
    assert (await api("sendMessage", chat_id=6, text="d"))[0] == 403
    assert [message.text for message in telegram.state.sent] == ["done, but nobody was told", "c"]


async def test_files_are_fetched_in_two_steps(telegram: TelegramEmulator, api: Api, client: httpx.AsyncClient) -> None:
    await telegram.user(5).send_document("a.txt", "nội dung".encode())
    _, updates = await api("getUpdates")
    _, file = await api("getFile", file_id=updates[0]["message"]["document"]["file_id"])
    root = telegram.base_url.removesuffix("/bot")
    answer = await client.get(f"{root}/file/bot{telegram.token}/{file['file_path']}")
    assert answer.content.decode() == "nội dung"
    assert (await client.get(f"{root}/file/bot1:wrong/{file['file_path']}")).status_code == 401


async def test_buttons_carry_the_message_and_are_answered_once_known(telegram: TelegramEmulator, api: Api) -> None:
    person = telegram.user(5)
    keyboard = {"inline_keyboard": [[{"text": "Gỡ", "callback_data": "undo:1:a"}]]}
    await api("sendMessage", chat_id=5, text="đã thêm", reply_markup=keyboard)
    shown = await telegram.wait_for_reply(person)
    query_id = await person.press(shown, shown.button("Gỡ")["callback_data"])
    _, updates = await api("getUpdates")
    query = updates[-1]["callback_query"]
    assert query["data"] == "undo:1:a"
    assert query["chat_instance"]
    assert query["message"]["message_id"] == shown.message_id
    assert (await api("answerCallbackQuery", callback_query_id=query_id, text="xong"))[0] == 200
    assert (await telegram.wait_for_callback_answer(query_id))["text"] == "xong"
    assert (await api("editMessageText", chat_id=5, message_id=shown.message_id, text="đã gỡ"))[0] == 200
    assert (await telegram.wait_for_edit(shown)).text == "đã gỡ"
    assert (await api("editMessageText", chat_id=5, message_id=shown.message_id, text="đã gỡ"))[0] == 400


async def test_a_webhook_is_retried_until_taken_and_polling_is_409_meanwhile(
    telegram: TelegramEmulator, api: Api
) -> None:
    seen: list[tuple[str | None, int]] = []

    async def hook(request: Request) -> Response:
        update = await request.json()
        seen.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update["update_id"]))
        return Response(status_code=500 if len(seen) == 1 else 200)

    async with serving(Starlette(routes=[Route("/hook", hook, methods=["POST"])])) as port:
        await api("setWebhook", url=f"http://127.0.0.1:{port}/hook", secret_token="s3cret")  # noqa: S106 - made up here
        assert (await api("getUpdates"))[0] == 409
        await telegram.user(5).send("one")
        await telegram.wait_until(lambda: not telegram.state.updates)
        _, info = await api("getWebhookInfo")
        assert info["last_error_message"].endswith("500")
        assert info["pending_update_count"] == 0
        await api("deleteWebhook")
    assert seen == [("s3cret", seen[0][1])] * 2
    assert (await api("getUpdates"))[0] == 200


CARD = {
    "type": "article",
    "id": "1",
    "title": "Bài",
    "input_message_content": {"message_text": "a", "parse_mode": "HTML"},
}


@pytest.mark.parametrize(
    "given",
    [
        {"results": [CARD, CARD]},
        {"results": [CARD | {"id": str(number)} for number in range(51)]},
        {"results": [CARD | {"title": ""}]},
        {"results": [CARD | {"thumb": "x"}]},
        {"results": [CARD | {"input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}]},
        {"results": [], "button": {"text": "x", "start_parameter": "a b"}},
    ],
)
async def test_inline_answers_are_read_strictly(telegram: TelegramEmulator, api: Api, given: dict[str, object]) -> None:
    query = await telegram.user(5).ask_inline("hỏi")
    assert (await api("answerInlineQuery", inline_query_id=query, **given))[0] == 400
    assert (await api("answerInlineQuery", inline_query_id=query, results=[CARD]))[0] == 200
    assert (await api("answerInlineQuery", inline_query_id=query, results=[CARD]))[0] == 400


async def test_a_picture_cannot_become_a_text(telegram: TelegramEmulator, api: Api, client: httpx.AsyncClient) -> None:
    an = telegram.user(5)
    url = f"{telegram.base_url}{telegram.token}/sendPhoto"
    for picture, status in ((b"GIF89a", 400), (b"\x89PNG\r\n\x1a\n..", 200)):
        answer = await client.post(url, data={"chat_id": "5", "caption": "ảnh"}, files={"photo": ("a.png", picture)})
        assert answer.status_code == status
    (sent,) = telegram.sent(an)
    assert (sent.text, sent.picture) == ("ảnh", b"\x89PNG\r\n\x1a\n..")
    assert (await api("editMessageText", chat_id=5, message_id=sent.message_id, text="x"))[0] == 400
    assert (await api("deleteMessage", chat_id=5, message_id=sent.message_id)) == (200, True)


async def test_a_group_that_moved_names_its_new_number(telegram: TelegramEmulator, api: Api) -> None:
    await telegram.migrate(telegram.group(-7), -1007)
    _, body = await api("sendMessage", chat_id=-7, text="a")
    assert body["parameters"] == {"migrate_to_chat_id": -1007}
