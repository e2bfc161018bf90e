"""The emulator as a server on loopback, and what a test may ask of it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from tests.emulators.loopback import serving
from tests.emulators.telegram.app import api_app
from tests.emulators.telegram.delivery import deliver_to_webhook
from tests.emulators.telegram.people import Group, Person
from tests.emulators.telegram.state import BotMessage, Call, Fault, Json, PlatformState

TOKEN = "7000000001:AAemulatedEmulatedEmulatedEmulated_00"  # noqa: S105 - of the emulator, worth nothing elsewhere


class TelegramEmulator:
    """`async with TelegramEmulator.running() as telegram:` gives a platform with nobody on it."""

    def __init__(self, *, token: str = TOKEN, username: str = "hoidap_test_bot") -> None:
        me = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Hỏi Đáp", "username": username}
        abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
        self.state = PlatformState(token, me | abilities)
        self._read: dict[int, int] = {}
        self._port: int | None = None

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, **settings: str) -> AsyncIterator["TelegramEmulator"]:
        """A started emulator, closed at the end."""
        emulator = cls(**settings)
        async with serving(api_app(emulator.state)) as port:
            emulator._port = port
            delivering = asyncio.create_task(deliver_to_webhook(emulator.state))
            try:
                yield emulator
            finally:
                emulator.state.closing = True
                await emulator.state.tell()
                delivering.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await delivering

    @property
    def token(self) -> str:
        """The one token that is accepted."""
        return self.state.token

    @property
    def base_url(self) -> str:
        """In python-telegram-bot's form: the token follows."""
        if self._port is None:
            raise RuntimeError("the emulator is not running")
        return f"http://127.0.0.1:{self._port}/bot"

    def user(self, user_id: int, name: str = "An", language: str | None = "vi") -> Person:
        """A person with a private chat."""
        self.state.chats[user_id] = {"id": user_id, "type": "private", "first_name": name}
        return Person(self.state, user_id, name, language)

    def group(self, group_id: int, title: str = "Nhóm") -> Group:
        """A group; its number is negative, as on the platform."""
        self.state.chats[group_id] = {"id": group_id, "type": "supergroup", "title": title}
        return Group(group_id)

    async def migrate(self, group: Group, new_id: int) -> Group:
        """Makes a supergroup of a group: it has another number from now on, and the platform says so."""
        moved = self.group(new_id)
        self.state.moved[group.id] = new_id
        message = {
            "message_id": self.state.new_message_id(),
            "date": self.state.now(),
            "chat": self.state.chats[group.id],
            "from": {"id": 77, "is_bot": False, "first_name": "Chủ nhóm"},
            "migrate_to_chat_id": new_id,
        }
        self.state.add_update("message", message)
        await self.state.tell()
        return moved

    def fail(self, method: str, status: int, *, times: int = 1, **details: object) -> None:
        """Lets the next `times` calls fail: `retry_after`, `chat_id`, `after` (done, but the answer is lost)."""
        self.state.faults.extend(Fault(method, status, **details) for _ in range(times))  # type: ignore[arg-type]

    def sent(self, where: Person | Group) -> list[BotMessage]:
        """The bot's messages in a chat, in order."""
        return [message for message in self.state.sent if message.chat_id == where.id]

    def calls(self, method: str) -> list[Call]:
        """The calls of one method, in order."""
        return [call for call in self.state.calls if call.method == method]

    async def wait_until(self, condition: Callable[[], bool]) -> None:
        """Waits for a change on the platform that makes the condition true."""
        await self.state.wait_until(condition)

    async def wait_for_reply(self, where: Person | Group) -> BotMessage:
        """The next message of the bot in this chat that was not asked for yet."""
        position = self._read.get(where.id, 0)
        await self.wait_until(lambda: len(self.sent(where)) > position)
        self._read[where.id] = position + 1
        return self.sent(where)[position]

    async def wait_for_edit(self, message: BotMessage) -> BotMessage:
        """The first edit of a message's text."""

        def edits() -> list[BotMessage]:
            return [edit for edit in self.state.edits if edit.message_id == message.message_id]

        await self.wait_until(lambda: bool(edits()))
        return edits()[0]

    async def wait_for_call(self, method: str, count: int = 1) -> Call:
        """The call number `count` of a method, answered."""
        await self.wait_until(lambda: len(self.calls(method)) >= count)
        return self.calls(method)[count - 1]

    async def wait_for_callback_answer(self, query_id: str) -> Json:
        """What the bot answered to a pressed button."""
        await self.wait_until(lambda: self.state.callbacks[query_id] is not None)
        return self.state.callbacks[query_id] or {}

    async def wait_for_inline_answer(self, query_id: str) -> Json:
        """What the bot answered to an inline query."""
        await self.wait_until(lambda: self.state.inline_queries[query_id] is not None)
        return self.state.inline_queries[query_id] or {}
