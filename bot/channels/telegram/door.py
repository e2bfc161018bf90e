"""What every handler of the channel needs, gathered in one place."""

from dataclasses import dataclass

from bot.channel import Answering
from bot.channels.telegram.conversation import Conversations
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.settings import TelegramSettings
from bot.desk import Desk
from bot.roles import Roles

CHANNEL = "telegram"


@dataclass(frozen=True, slots=True)
class Door:
    """The parts that handlers work with; one per running channel."""

    settings: TelegramSettings
    responder: Answering
    desk: Desk
    roles: Roles
    delivery: Delivery
    conversations: Conversations
