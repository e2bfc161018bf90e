"""What every member may do: ask, and the commands around asking."""

from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

from bot.channels.telegram.addressing import Visit, question_in, visit_of
from bot.channels.telegram.door import CHANNEL, Door
from bot.channels.telegram.layout import reply_spans
from bot.channels.telegram.markup import Span, sendable
from bot.roles import Role
from bot.wording import say

_NOT_TEXT = (
    filters.PHOTO
    | filters.VOICE
    | filters.AUDIO
    | filters.VIDEO
    | filters.VIDEO_NOTE
    | filters.ANIMATION
    | filters.Sticker.ALL
    | filters.Document.ALL
    | filters.LOCATION
    | filters.CONTACT
    | filters.POLL
)


class MemberHandlers:
    """The handlers of /start, /help, /id, /new, of questions, and of what cannot be read."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._last_album: dict[int, str] = {}

    def register(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        """Adds the handlers; after those of the admins, who may send documents too."""
        application.add_handler(CommandHandler("start", self.start))
        application.add_handler(CommandHandler("help", self.help))
        application.add_handler(CommandHandler("id", self.id))
        application.add_handler(CommandHandler(("new", "moi"), self.new))
        application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, self.question))
        application.add_handler(MessageHandler(filters.COMMAND & filters.ChatType.PRIVATE, self.unknown))
        application.add_handler(MessageHandler(_NOT_TEXT & filters.ChatType.PRIVATE, self.not_text))

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/start: who this is, and an example; to someone who may not ask yet, how to be let in."""
        visit = visit_of(update)
        if visit and await self._may_ask(visit):
            await self._say(visit, "start")

    async def help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/help: what can be asked and which commands there are, with those of admins for admins."""
        visit = visit_of(update)
        if visit is None:
            return
        keys = ["help"]
        if self._door.roles.allows(CHANNEL, visit.user_id, Role.ADMIN):
            keys.append("help_admin")
        await self._say(visit, *keys)

    async def id(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/id: the person's own number, which an administrator needs to let them in."""
        visit = visit_of(update)
        if visit:
            text = say(visit.language, "telegram.your_id")
            await self._door.delivery.send(visit.place, [Span(f"{text} "), Span(str(visit.user_id), "bold")])

    async def new(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/new: forgets what was asked before."""
        visit = visit_of(update)
        if visit:
            self._door.conversations.forget(visit.key)
            await self._say(visit, "new")

    async def unknown(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that the bot does not have."""
        visit = visit_of(update)
        if visit:
            await self._say(visit, "unknown_command")

    async def not_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A photo, a voice, a sticker: a kind line, once per album."""
        visit = visit_of(update)
        if visit is None:
            return
        album = visit.message.media_group_id
        if album is None or self._last_album.get(visit.place.chat_id) != album:
            await self._say(visit, "not_text")
        if album is not None:
            self._last_album = {visit.place.chat_id: album}

    async def question(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Any text: the responder's answer, with the last question as its context."""
        visit = visit_of(update)
        text = question_in(visit.message, context.bot.bot) if visit else None
        if visit is None or text is None or not await self._may_ask(visit):
            return
        if not text:
            await self._say(visit, "start")
            return
        door = self._door
        async with door.delivery.typing(visit.place, door.settings.typing_after_ms / 1000):
            answer = await door.responder.answer(sendable(text), turns=door.conversations.turns(visit.key))
            reply = door.responder.reply(answer)
        await door.delivery.send(visit.place, reply_spans(reply))
        if answer.answered or answer.alternatives:  # small talk is nothing to lean on
            door.conversations.remember(visit.key, text)

    async def _may_ask(self, visit: Visit) -> bool:
        if self._door.roles.allows(CHANNEL, visit.user_id, Role.MEMBER):
            return True
        await self._say(visit, "closed", number=visit.user_id)
        return False

    async def _say(self, visit: Visit, *keys: str, **values: object) -> None:
        text = "\n\n".join(say(visit.language, f"telegram.{key}", **values).strip() for key in keys)
        await self._door.delivery.send(visit.place, [Span(text)])
