"""A strict Bot API server of our own: what Telegram promises, on loopback, for tests."""

from tests.emulators.telegram.people import Group, Person
from tests.emulators.telegram.server import TelegramEmulator
from tests.emulators.telegram.state import BotMessage, Call

__all__ = ["BotMessage", "Call", "Group", "Person", "TelegramEmulator"]
