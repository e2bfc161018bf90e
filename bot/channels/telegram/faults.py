"""The channel's error policy: a polite sentence for the person, a short code that is in the log, never a traceback."""

import logging
import secrets

from telegram import Update
from telegram.ext import ContextTypes

from bot.channels.telegram.addressing import visit_of
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.markup import Span
from bot.errors import BadQuestion
from bot.roles import NotAllowed
from bot.wording import say
from index.errors import NoUsableIndex

_log = logging.getLogger(__name__)


class FaultHandler:
    """Turns what a handler raised into words."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    async def __call__(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Called by python-telegram-bot with the exception as `context.error`."""
        visit = visit_of(update) if isinstance(update, Update) else None
        language = visit.language if visit else "vi"
        text = self._words(language, context.error)
        query = update.callback_query if isinstance(update, Update) else None
        if query:
            await self._delivery.toast(query.id, text)
        elif visit:
            await self._delivery.send(visit.place, [Span(text)])

    @staticmethod
    def _words(language: str, error: Exception | None) -> str:
        if isinstance(error, NotAllowed):
            _log.info("refused: %s", error)
            return say(language, "telegram.not_allowed")
        if isinstance(error, BadQuestion):
            return say(language, "telegram.question_bad")
        if isinstance(error, NoUsableIndex):
            _log.error("a question could not be answered: %s", error)
            return say(language, "telegram.not_ready")
        incident = secrets.token_hex(4)
        _log.error("incident %s while answering on Telegram", incident, exc_info=error)
        return say(language, "telegram.failed", incident=incident)
