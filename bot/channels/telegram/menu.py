"""The menu of commands that Telegram shows, in each language, with more in it for administrators."""

import logging
from collections.abc import Sequence
from typing import Protocol

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import InvalidToken, TelegramError

from bot.answer import Language
from bot.channels.telegram.retrying import persistently
from bot.channels.telegram.settings import TelegramSettings
from bot.durable.waiting import Pause
from bot.roles import Role

# Vietnamese for everyone whose Telegram speaks no other language of ours
_LANGUAGES: Sequence[tuple[Language, str | None]] = (("vi", None), ("en", "en"))
_log = logging.getLogger(__name__)


class Command(Protocol):
    """A line of the menu."""

    @property
    def name(self) -> str:
        """Without the slash."""

    @property
    def description(self) -> str:
        """What it does."""


class Commands(Protocol):
    """Who knows the commands."""

    def commands(self, language: Language, role: Role) -> Sequence[Command]:
        """The menu of a person with that role."""


async def introduce(bot: Bot, known: Commands, settings: TelegramSettings, pause: Pause) -> None:
    """Names the commands in Telegram's menu. A menu that cannot be set is logged; raises InvalidToken."""
    everyone: BotCommandScope = BotCommandScopeDefault()
    await _set(bot, known, Role.MEMBER, everyone, pause)
    for role, people in ((Role.ADMIN, settings.admins), (Role.MAINTAINER, settings.maintainers)):
        for person in people:
            await _set(bot, known, role, BotCommandScopeChat(person), pause)


async def _set(bot: Bot, known: Commands, role: Role, scope: BotCommandScope, pause: Pause) -> None:
    for language, code in _LANGUAGES:
        menu = [BotCommand(command.name, command.description) for command in known.commands(language, role)]
        try:
            await persistently(lambda: bot.set_my_commands(menu, scope=scope, language_code=code), pause)  # noqa: B023 - awaited at once
        except InvalidToken:
            raise
        except TelegramError as fault:  # an administrator who has not written to the bot yet, for one
            _log.info("a menu of commands could not be set (%s)", fault.message)
            return
