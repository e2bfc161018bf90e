"""Whether a message is meant for the bot, what is asked in it, and where the reply belongs."""

from dataclasses import dataclass

from telegram import Message, Update, User
from telegram.constants import ChatType, MessageEntityType

from bot.answer import Language
from bot.channels.telegram.delivery import Place


@dataclass(frozen=True, slots=True)
class Visit:
    """Who came with which message, and where the reply goes."""

    user_id: int
    language: Language
    place: Place
    message: Message
    in_group: bool

    @property
    def key(self) -> tuple[int, int]:
        """One person in one chat: what a conversation is."""
        return self.place.chat_id, self.user_id

    @property
    def actor(self) -> str:
        """The person as the audit trail names them."""
        return f"telegram:{self.user_id}"


def visit_of(update: Update) -> Visit | None:
    """The visit behind a message or a pressed button; None where no person or no message is to be seen."""
    person, message = update.effective_user, update.effective_message
    if person is None or message is None:
        return None
    in_group = message.chat.type != ChatType.PRIVATE
    thread = message.message_thread_id if message.is_topic_message else None
    place = Place(message.chat_id, thread, message.message_id if in_group else None)
    return Visit(person.id, language_of(person), place, message, in_group)


def language_of(person: User) -> Language:
    """The language for commands and notices: Vietnamese unless the person's Telegram speaks another one."""
    code = (person.language_code or "vi").lower()
    return "vi" if code.split("-")[0] == "vi" else "en"


def question_in(message: Message, me: User) -> str | None:
    """What is asked of the bot, without its own name; None for talk among others in a group."""
    text = message.text or ""
    if message.chat.type == ChatType.PRIVATE:
        return text.strip()
    named = _own_mentions(message, me)
    for mention in named:
        text = text.replace(mention, " ", 1)
    replied = message.reply_to_message
    to_me = replied is not None and replied.from_user is not None and replied.from_user.id == me.id
    return " ".join(text.split(" ")).strip() if named or to_me else None


def _own_mentions(message: Message, me: User) -> list[str]:
    found = message.parse_entities([MessageEntityType.MENTION, MessageEntityType.TEXT_MENTION])
    return [
        text
        for entity, text in found.items()
        if (entity.user is not None and entity.user.id == me.id) or text.lower() == f"@{me.username}".lower()
    ]
