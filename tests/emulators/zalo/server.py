"""The emulator as a server on loopback, and what a test may ask of it."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable

from tests.emulators.loopback import serving
from tests.emulators.zalo.app import api_app
from tests.emulators.zalo.delivery import deliver_to_webhook
from tests.emulators.zalo.people import Group, Person
from tests.emulators.zalo.shapes import Shape
from tests.emulators.zalo.state import BotMessage, Call, Fault, Json, PlatformState

TOKEN = "9000000001:emulatedEmulatedEmulatedEmulated_00"  # noqa: S105 - of the emulator, worth nothing elsewhere


class ZaloEmulator:
    """`async with ZaloEmulator.running() as zalo:` gives a platform with nobody on it."""

    def __init__(self, *, token: str = TOKEN, codes_as_http: bool = False) -> None:
        me = {"id": "1459232241454765289", "account_name": "bot.hoidap", "account_type": "BASIC"}
        self.state = PlatformState(token, me | {"can_join_groups": False}, codes_as_http)
        self._read: dict[str, int] = {}
        self._port: int | None = None

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, **settings: bool) -> AsyncIterator["ZaloEmulator"]:
        """A started emulator, closed at the end."""
        emulator = cls(**settings)  # type: ignore[arg-type]
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
        """The address up to where the token follows."""
        if self._port is None:
            raise RuntimeError("the emulator is not running")
        return f"http://127.0.0.1:{self._port}/bot"

    def user(self, number: int, name: str = "An") -> Person:
        """A person with a private chat; their number is a hexadecimal string, as on the platform."""
        person = Person(self.state, f"{number:020x}", name)
        self.state.chats.add(person.id)
        return person

    def group(self, number: int) -> Group:
        """A group."""
        group = Group(f"{number:019x}g")
        self.state.chats.add(group.id)
        return group

    def fail(self, method: str, code: int = 500, *, times: int = 1, **details: object) -> None:
        """Lets the next `times` calls fail; details as in `Fault`."""
        self.state.faults.extend(Fault(method, code, **details) for _ in range(times))  # type: ignore[arg-type]

    def show_updates_as(self, shape: Shape) -> None:
        """The form that updates take on their way to the bot from now on."""
        self.state.shape = shape

    async def go_down(self) -> None:
        """Everything is answered with 502 until `come_back`; updates wait."""
        self.state.down = True
        await self.state.tell()

    async def come_back(self) -> None:
        """The end of an outage."""
        self.state.down = False
        await self.state.tell()

    async def repeat(self, update: Json) -> None:
        """Brings an update once more, as a platform without acknowledgement may."""
        self.state.updates.append(update)
        await self.state.tell()

    def mix(self, chance: random.Random) -> None:
        """Brings what waits out of order."""
        chance.shuffle(self.state.updates)

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

    async def wait_for_call(self, method: str, count: int = 1) -> Call:
        """The call number `count` of a method, answered."""
        await self.wait_until(lambda: len(self.calls(method)) >= count)
        return self.calls(method)[count - 1]
