"""From Telegram's update to what came in: who wrote, where, what is asked; None for what is not meant for the bot."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageEntityType

from bot.channels.telegram.callbacks import parse_callback
from bot.incoming import Attachment, Incoming, Person

CHANNEL = "telegram"
# Brings the content of a file by its id and size
Fetch = Callable[[str, int | None], Awaitable[bytes]]

# Whoever writes as a group's anonymous administrator comes as this bot
_ANONYMOUS_ADMIN = 1087968824
# An edit later than this is not about the answer any more
_EDIT_WITHIN = dt.timedelta(hours=48)
_UNREADABLE = (
    "photo",
    "voice",
    "audio",
    "video",
    "video_note",
    "animation",
    "sticker",
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
    "story",
)


def incoming_of(update: Update, me: User, fetch: Fetch) -> Incoming | None:
    """The message or pressed button of an update, if it is for the bot."""
    if update.callback_query:
        return _pressed(update.callback_query)
    message = update.message or update.edited_message
    if message is None or not _from_a_person(message, me):
        return None
    incoming = _message(message, fetch)
    if incoming is None or (incoming.in_group and not incoming.text and not incoming.attachment):
        return None
    if update.edited_message:
        recent = message.edit_date is not None and message.edit_date - message.date <= _EDIT_WITHIN
        incoming = replace(incoming, edited=True) if recent and incoming.text else None
    return _addressed(incoming, message, me) if incoming else None


def written_at(update: Update) -> float | None:
    """When the message was written, in seconds since 1970; None for buttons, which do not say."""
    message = update.edited_message or update.message
    when = (message.edit_date or message.date) if message else None
    return when.timestamp() if when else None


def person_of(user: User) -> Person:
    """Somebody on Telegram; Vietnamese unless their Telegram speaks another language."""
    code = (user.language_code or "vi").lower().split("-")[0]
    return Person(CHANNEL, str(user.id), user.full_name, "vi" if code == "vi" else "en")


def _from_a_person(message: Message, me: User) -> bool:
    sender = message.from_user
    if sender is None or (sender.is_bot and sender.id != _ANONYMOUS_ADMIN):
        return False
    # What somebody posted with the bot's own inline mode is an answer, not a question
    return message.via_bot is None or message.via_bot.id != me.id


def _thread(message: Message) -> str | None:
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else None


def _message(message: Message, fetch: Fetch) -> Incoming | None:
    sender, document = message.from_user, message.document
    text = message.text or message.caption or ""
    unreadable = any(getattr(message, kind) for kind in _UNREADABLE)
    if sender is None or not (text or document or unreadable):
        return None  # somebody joined, a message was pinned, ...
    attachment = None
    if document:
        size, file_id = document.file_size, document.file_id
        attachment = Attachment(document.file_name or "", size, document.mime_type, lambda: fetch(file_id, size))
    return Incoming(
        person_of(sender),
        str(message.chat_id),
        kind="text" if text or document else "other",
        text=text,
        message_id=str(message.message_id),
        in_group=message.chat.type != ChatType.PRIVATE,
        thread_id=_thread(message),
        attachment=attachment,
        forwarded=message.forward_origin is not None,
    )


def _addressed(incoming: Incoming, message: Message, me: User) -> Incoming | None:
    """The message without the bot's name; None for talk among others in a group, and for other bots' commands."""
    text = incoming.text
    entities = message.entities or message.caption_entities
    command = next((e for e in entities if e.type == MessageEntityType.BOT_COMMAND and e.offset == 0), None)
    if command:
        name, _, bot = _marked(message, command).partition("@")
        if bot and bot.lower() != (me.username or "").lower():
            return None
        return replace(incoming, text=(name + text[len(name) + len(bot) + bool(bot) :]).strip())
    if not incoming.in_group:
        return replace(incoming, text=text.strip())
    named = [mention for entity in entities if (mention := _mention(message, entity, me))]
    for mention in named:
        text = text.replace(mention, " ", 1)
    replied = message.reply_to_message
    to_me = replied is not None and replied.from_user is not None and replied.from_user.id == me.id
    return replace(incoming, text=text.strip()) if named or to_me else None


def _marked(message: Message, entity: MessageEntity) -> str:
    return message.parse_entity(entity) if message.text else message.parse_caption_entity(entity)


def _mention(message: Message, entity: MessageEntity, me: User) -> str | None:
    """The text of an entity that names the bot."""
    if entity.type == MessageEntityType.TEXT_MENTION:
        return _marked(message, entity) if entity.user is not None and entity.user.id == me.id else None
    if entity.type != MessageEntityType.MENTION:
        return None
    text = _marked(message, entity)
    return text if text.lower() == f"@{me.username}".lower() else None


def _pressed(query: CallbackQuery) -> Incoming | None:
    message = query.message
    if message is None:  # below a message of the inline mode, which has no buttons of ours
        return None
    action, argument = parse_callback(query.data)
    return Incoming(
        person_of(query.from_user),
        str(message.chat.id),
        kind="button",
        message_id=str(message.message_id),
        in_group=message.chat.type != ChatType.PRIVATE,
        thread_id=_thread(message) if isinstance(message, Message) else None,
        action=action,
        argument=argument,
    )
