"""A strict Zalo Bot Platform of our own: what its documentation promises, on loopback, for tests.

Where the documentation is silent the emulator takes the side that is harder for the bot: text is counted in UTF-16
units, an update is handed out once, errors come with HTTP status 200 unless a test asks for the other way.
"""

from tests.emulators.zalo.people import Group, Person
from tests.emulators.zalo.server import ZaloEmulator
from tests.emulators.zalo.state import BotMessage, Call, Fault

__all__ = ["BotMessage", "Call", "Fault", "Group", "Person", "ZaloEmulator"]
