"""The dialogue: from one message, through whichever door, to what is said.

Every command and every button goes through `_act`, where the role that it takes is required; there is no other way to
a handler.
"""

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.answer import Language
from bot.dialogue.archive import Archive
from bot.dialogue.asking import Asking
from bot.dialogue.commands import Command, commands, known
from bot.dialogue.correcting import Correcting
from bot.dialogue.inviting import Inviting
from bot.dialogue.members import Members
from bot.dialogue.newsdesk import Newsdesk
from bot.dialogue.numbered import chosen, numbered
from bot.dialogue.parts import Parts
from bot.dialogue.unanswered import Unanswered
from bot.dialogue.visit import Act, Visit
from bot.incoming import Incoming, Person
from bot.outgoing import Abilities, Outgoing
from bot.reply import Reply
from bot.roles import NotAllowed, Role
from bot.state.invitations import code_in
from bot.wording import say
from index.errors import NoUsableIndex

# Choices and questions of the bot's own are void after this
_OFFER_SECONDS = 86_400.0
_AWAIT_SECONDS = 900.0
# A question notes by itself that somebody was here; anything else does so this often
_SEEN_AGAIN = 3600.0
_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+|$)(.*)", re.DOTALL)
# Halves of surrogate pairs and control characters: no text, and no database takes them
_UNREADABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")
_log = logging.getLogger(__name__)


class Dialogue:
    """What the bot says to people. One for all doors; `clock` gives seconds since 1970."""

    def __init__(self, parts: Parts, *, clock: Callable[[], float] = time.time) -> None:
        self._parts = parts
        self._clock = clock
        self._unanswered, self._correcting = Unanswered(parts), Correcting(parts)
        self._asking = Asking(parts, self._unanswered)
        self._newsdesk, archive = Newsdesk(parts), Archive(parts)
        self._members = Members(parts, archive)
        self._commands: Mapping[str, Act] = {
            **self._members.commands,
            **Inviting(parts).commands,
            **self._newsdesk.commands,
            **archive.commands,
            **self._unanswered.commands,
            "nguon": Act(self._asking.sources),
            "tomtat": Act(self._asking.summary),
        }
        self._buttons: Mapping[str, Act] = {
            **self._asking.buttons,
            **self._members.buttons,
            **self._newsdesk.buttons,
            **archive.buttons,
            **self._unanswered.buttons,
            **self._correcting.buttons,
        }
        self._awaited: Mapping[str, Act] = {"why": Act(self._asking.why_in_words), **self._newsdesk.awaited}

    def commands(self, language: Language, role: Role = Role.MEMBER) -> tuple[Command, ...]:
        """The commands for a platform's menu, with their descriptions."""
        return commands(language, role)

    @property
    def changed(self) -> asyncio.Event:
        """Set whenever an administrator has changed the corpus; whoever calls `aftermath` clears it."""
        return self._parts.changed

    def acts(self) -> dict[str, Role]:
        """Every command and button that there is, with the role that it takes."""
        return {name: act.role for name, act in {**self._commands, **self._buttons}.items()}

    async def aftermath(self) -> list[Outgoing]:
        """What is to be told, and to whom, after the archive has changed.

        Those whose declined question is answered now hear the answer; administrators are offered corrections of
        figures that were given and have changed. Called after each index update; everything is told once.
        """
        said = [*await self._unanswered.tell_answerable(), *await self._correcting.offer(self._clock())]
        return await self._numbered_for_others(said)

    async def handle(self, incoming: Incoming, abilities: Abilities) -> list[Outgoing]:
        """What to say to a message or a pressed button; nothing but cancellation is ever raised."""
        incoming = _cleaned(incoming)
        try:
            visit = await self._visit(incoming, abilities)
            said = await self._numbered_for_others(await self._said(visit))
            if abilities.buttons:
                return said
            said, choices = numbered(said)
            if choices:
                await self._parts.records.conversations.offer(incoming, choices, visit.now)
        except NotAllowed as refusal:
            _log.info("refused: %s", refusal)
            return _told(incoming, abilities, "not_allowed")
        except NoUsableIndex as fault:
            _log.error("a question could not be answered: %s", fault)
            return _told(incoming, abilities, "not_ready")
        except Exception:  # noqa: BLE001 - the boundary: a person gets a sentence, the log the rest
            incident = secrets.token_hex(4)
            _log.exception("incident %s in a conversation on %s", incident, incoming.person.channel)
            return _told(incoming, abilities, "failed", incident=incident)
        return said

    async def _numbered_for_others(self, said: list[Outgoing]) -> list[Outgoing]:
        """The same, with numbers for buttons where somebody is written to at a door that has none."""
        shown = []
        for one in said:
            if one.to is None or one.to.channel not in self._parts.numbered_doors:
                shown.append(one)
                continue
            (there,), choices = numbered([replace(one, to=None)])
            shown.append(replace(there, to=one.to))
            known = await self._parts.records.people.in_chat(one.to.channel, one.to.chat_id)
            if choices and known:
                person = Person(known.channel, known.user_id)
                await self._parts.records.conversations.offer(Incoming(person, one.to.chat_id), choices, self._clock())
        return shown

    async def _visit(self, incoming: Incoming, abilities: Abilities) -> Visit:
        person = incoming.person
        known_as = await self._parts.records.people.get(person.channel, person.user_id)
        role = self._parts.roles.of(person.channel, person.user_id, known_as.role)
        language = known_as.language or person.language
        visit = Visit(incoming, abilities, role, language, known_as.language, self._clock())
        new_chat = not incoming.in_group and known_as.chat_id != incoming.chat_id
        if role >= Role.MEMBER and (new_chat or visit.now - known_as.last_seen > _SEEN_AGAIN):
            await self._parts.records.people.seen(person, None if incoming.in_group else incoming.chat_id, visit.now)
        return visit

    async def _said(self, visit: Visit) -> list[Outgoing]:
        incoming = visit.incoming
        if incoming.kind == "button":
            return await self._pressed(visit, incoming.action, incoming.argument)
        text = incoming.text.strip()
        awaited = await self._parts.records.conversations.expected(incoming, visit.now - _AWAIT_SECONDS)
        if command := _COMMAND.fullmatch(text):
            return await self._commanded(visit, command[1], command[2].strip())
        if awaited and awaited.what in self._awaited and (text or (incoming.attachment and awaited.what == "article")):
            return await self._act(visit, self._awaited[awaited.what], awaited.argument)
        if self._newsdesk.is_article(visit):
            return await self._act(visit, self._newsdesk.commands["add"], text)
        if incoming.kind == "other" or incoming.attachment is not None:
            return visit.notice("not_text")
        return await self._text(visit, text)

    async def _text(self, visit: Visit, text: str) -> list[Outgoing]:
        """A message that is no command: the number of a choice, or a question."""
        if len(text) <= len("12."):
            offered = await self._parts.records.conversations.offered(visit.incoming, visit.now - _OFFER_SECONDS)
            button = chosen(text, offered)
            if button:
                return await self._pressed(visit, button.action, button.argument)
            if offered and text.isdecimal():
                return visit.notice("no_such_choice", number=text, most=len(offered))
        code = code_in(text)
        if (code and not visit.incoming.in_group) or not text:
            return await self._members.start(visit, code or "")
        if visit.role < Role.MEMBER:
            return self._members.closed(visit)
        return await self._act(visit, Act(self._asking.question), text)

    async def _commanded(self, visit: Visit, name: str, rest: str) -> list[Outgoing]:
        command = known(name)
        if command is None or command not in self._commands:
            # In a group the command may be meant for somebody else
            return [] if visit.incoming.in_group else visit.notice("unknown_command")
        return await self._act(visit, self._commands[command], rest)

    async def _pressed(self, visit: Visit, action: str, argument: str) -> list[Outgoing]:
        act = self._buttons.get(action)
        return await self._act(visit, act, argument) if act else visit.toast("button_old")

    async def _act(self, visit: Visit, act: Act, argument: str) -> list[Outgoing]:
        """Runs a handler for somebody who may. Raises NotAllowed for anybody else."""
        if visit.role < act.role:
            needed = act.role.name.lower()
            raise NotAllowed(f"{visit.actor} is {visit.role.name.lower()} and needs to be {needed} for this")
        if act.private and visit.incoming.in_group:
            return visit.toast("only_private")
        return await act.run(visit, argument)


def _cleaned(incoming: Incoming) -> Incoming:
    person = incoming.person
    return replace(
        incoming,
        text=_UNREADABLE.sub("", incoming.text),
        action=_UNREADABLE.sub("", incoming.action),
        argument=_UNREADABLE.sub("", incoming.argument),
        person=replace(person, name=_UNREADABLE.sub("", person.name)[:200]),
    )


def _told(incoming: Incoming, abilities: Abilities, key: str, **values: object) -> list[Outgoing]:
    text = say(incoming.person.language, f"dialogue.{key}", **values).strip()
    if incoming.kind == "button" and abilities.buttons:
        return [Outgoing(toast=text)]
    return [Outgoing(Reply(incoming.person.language, lines=(text,)), answers_to=incoming.message_id)]
