"""What admins do in the chat: /add with text, a file or a link, and the button that takes it back."""

import re
from collections.abc import Awaitable
from typing import Any

from telegram import Document, Message, Update
from telegram.error import BadRequest
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.channels.telegram.addressing import Visit, visit_of
from bot.channels.telegram.callbacks import parse_callback, undo_data
from bot.channels.telegram.delivery import DataButton
from bot.channels.telegram.door import CHANNEL, Door
from bot.channels.telegram.markup import Span, sendable
from bot.desk import AddReport, DeskProblem
from bot.roles import Role
from bot.wording import say

MAX_FILE_BYTES = 20 * 1024 * 1024  # Telegram gives bots no larger files

_ADD = re.compile(r"^/add(?:@\w+)?(?:\s+|$)", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


class AdminHandlers:
    """The handlers of /add, of files and of buttons; each asks for the role right before it acts."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def register(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        """Adds the handlers; before those of the members."""
        application.add_handler(CommandHandler("add", self.add))
        captioned = filters.Document.ALL & filters.CaptionRegex(_ADD)
        application.add_handler(MessageHandler(captioned, self.add_document))
        alone = filters.Document.ALL & ~filters.CAPTION & filters.ChatType.PRIVATE & _AdminFilter(self._door)
        application.add_handler(MessageHandler(alone, self.add_document))
        application.add_handler(CallbackQueryHandler(self.pressed))

    async def add(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """/add with text or a link behind it."""
        visit = self._admin(update)
        if visit is None:
            return
        given = _ADD.sub("", visit.message.text or "", count=1).strip()
        if not given:
            await self._say(visit, "add_how")
        elif _LINK.fullmatch(given):
            await self._report(visit, self._door.desk.add_link(given, visit.actor))
        else:
            await self._report(visit, self._door.desk.add_text(sendable(given), visit.actor))

    async def add_document(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A file, alone or with /add as its caption."""
        visit = self._admin(update)
        document = visit.message.document if visit else None
        if visit and document:
            await self._report(visit, self._add_file(document, visit.actor))

    async def pressed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A button. What it carries may be forged: the role is asked again, and the token only names an addition."""
        query = update.callback_query
        if query is None:
            return
        pressed = parse_callback(query.data)
        visit = visit_of(update)
        if pressed is None or visit is None:
            language = visit.language if visit else "vi"
            await self._door.delivery.toast(query.id, say(language, "telegram.button_old"))
            return
        self._admin(update)
        report = await self._door.desk.undo(pressed.token, visit.actor)
        if isinstance(report, DeskProblem):
            await self._door.delivery.toast(query.id, say(visit.language, "telegram.problem_gone"))
            return
        await self._door.delivery.toast(query.id, say(visit.language, "telegram.undone_toast"))
        if isinstance(query.message, Message):
            text = say(visit.language, "telegram.undone" if report.indexed else "telegram.undone_later")
            await self._door.delivery.replace(query.message, [Span(f"{text}\n"), Span(sendable(report.title), "bold")])

    def _admin(self, update: Update) -> Visit | None:
        """The visit, if it is an admin's. Raises NotAllowed for anybody else."""
        visit = visit_of(update)
        if visit:
            self._door.roles.require(CHANNEL, visit.user_id, Role.ADMIN)
        return visit

    async def _add_file(self, document: Document, actor: str) -> AddReport | DeskProblem:
        most = min(MAX_FILE_BYTES, self._door.desk.max_bytes)
        if (document.file_size or 0) > most:
            return DeskProblem("too_large", f"the file has {document.file_size} bytes, more than {most}")
        try:
            data = await self._door.delivery.download(document.file_id)
        except BadRequest as fault:
            return DeskProblem("too_large", f"Telegram does not give the file out: {fault.message}")
        return await self._door.desk.add_file(document.file_name or "tin.txt", data, actor)

    async def _report(self, visit: Visit, work: Awaitable[AddReport | DeskProblem]) -> None:
        delivery = self._door.delivery
        async with delivery.typing(visit.place, self._door.settings.typing_after_ms / 1000):
            report = await work
        if isinstance(report, DeskProblem):
            most = self._door.desk.max_bytes // 1_000_000
            await self._say(visit, f"problem_{report.problem}", megabytes=most)
            return
        spans = [Span(say(visit.language, f"telegram.{report.added.status}") + "\n")]
        spans.append(Span(sendable(report.title) or say(visit.language, "telegram.untitled"), "bold"))
        key = "add_ready" if report.indexed else "add_later"
        spans.append(Span("\n" + say(visit.language, f"telegram.{key}")))
        undo = DataButton(say(visit.language, "telegram.undo_button"), undo_data(report.token))
        await delivery.send(visit.place, spans, [undo] if report.added.status != "unchanged" else [])

    async def _say(self, visit: Visit, key: str, **values: object) -> None:
        await self._door.delivery.send(visit.place, [Span(say(visit.language, f"telegram.{key}", **values).strip())])


class _AdminFilter(filters.MessageFilter):
    """Messages of admins: a file that a member sends alone gets the members' kind line."""

    def __init__(self, door: Door) -> None:
        super().__init__()
        self._door = door

    def filter(self, message: Message) -> bool:
        person = message.from_user
        return person is not None and self._door.roles.allows(CHANNEL, person.id, Role.ADMIN)
