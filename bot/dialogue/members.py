"""The commands around asking: a welcome, help, a fresh start, the person's number, their language, being forgotten."""

from typing import TYPE_CHECKING

from bot.dialogue.archive import Archive
from bot.dialogue.parts import Parts
from bot.dialogue.visit import Act, Visit
from bot.outgoing import Outgoing
from bot.reply import Reply
from bot.roles import Role
from bot.state.invitations import code_in
from bot.wording import LANGUAGES, say

if TYPE_CHECKING:
    from bot.answer import Language


# "/start bai-2f": a link to the article with that number, in base 36
ARTICLE_LINK = "bai-"


class Members:
    """What everyone may do besides asking."""

    def __init__(self, parts: Parts, archive: Archive) -> None:
        self._parts = parts
        self._archive = archive
        self.commands = {
            "start": Act(self.start, Role.STRANGER),
            "help": Act(self.help, Role.STRANGER),
            "id": Act(self.id, Role.STRANGER),
            "new": Act(self.new, Role.STRANGER),
            "ngonngu": Act(self.languages, Role.STRANGER),
            "quen": Act(self.ask_to_forget, Role.STRANGER),
        }
        self.buttons = {
            "speak": Act(self.speak, Role.STRANGER),
            "forget": Act(self.forget, Role.STRANGER),
            "keep": Act(self.keep, Role.STRANGER),
        }

    async def start(self, visit: Visit, rest: str) -> list[Outgoing]:
        """Who this is, and an example; to someone who may not ask yet, how to be let in.

        With a code behind it: pairs. With an article's number: shows the article.
        """
        code = code_in(rest)
        if code and not visit.incoming.in_group:
            return await self.pair(visit, code)
        if rest.startswith(ARTICLE_LINK) and visit.role >= Role.MEMBER:
            return await self._archive.article(visit, rest.removeprefix(ARTICLE_LINK))
        return visit.notice("start") if visit.role >= Role.MEMBER else self.closed(visit)

    async def pair(self, visit: Visit, code: str) -> list[Outgoing]:
        """Redeems an invitation."""
        incoming = visit.incoming
        pairing = await self._parts.records.invitations.redeem(incoming.person, incoming.chat_id, code, visit.now)
        if pairing.outcome != "ok":
            return visit.notice(f"code_{pairing.outcome}")
        return visit.notice(f"paired_{pairing.role}", "start" if pairing.role == "member" else "help_admin")

    def closed(self, visit: Visit) -> list[Outgoing]:
        """What a stranger is told."""
        person = visit.incoming.person
        key = "closed_invite" if self._parts.roles.rules(person.channel).invites else "closed"
        return visit.notice(key, number=person.user_id)

    async def help(self, visit: Visit, _: str) -> list[Outgoing]:
        """What can be asked, and the commands."""
        keys = ["help"]
        if visit.role >= Role.ADMIN:
            keys.append("help_admin")
        return visit.notice(*keys)

    async def id(self, visit: Visit, _: str) -> list[Outgoing]:
        """The person's own number, which an administrator may need."""
        return visit.notice("your_id", number=visit.incoming.person.user_id)

    async def new(self, visit: Visit, _: str) -> list[Outgoing]:
        """Forgets what follow-ups would lean on."""
        await self._parts.records.conversations.start_anew(visit.incoming)
        return visit.notice("new")

    async def languages(self, visit: Visit, _: str) -> list[Outgoing]:
        """Asks for the language."""
        return visit.notice("which_language", buttons=[visit.button(one, "speak", one) for one in LANGUAGES])

    async def speak(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Speaks that language from now on."""
        if argument not in LANGUAGES:
            return visit.toast("button_old")
        language: Language = "en" if argument == "en" else "vi"
        await self._parts.records.people.speak(visit.incoming.person, language, visit.now)
        return [visit.shown(Reply(language, lines=(say(language, "dialogue.language_chosen"),)))]

    async def ask_to_forget(self, visit: Visit, _: str) -> list[Outgoing]:
        """Says what would be erased, and asks."""
        keys = ["forget_sure"]
        if visit.role >= Role.ADMIN:
            keys.append("forget_admin")
        buttons = [visit.button("forget", "forget", visit.incoming.person.user_id), visit.button("keep", "keep")]
        return visit.notice(*keys, buttons=buttons)

    async def forget(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Erases the person who pressed; in a group, nobody can press it for somebody else."""
        if argument != visit.incoming.person.user_id:
            return visit.toast("button_old")
        await self._parts.records.forget(visit.incoming.person)
        return [visit.shown(Reply(visit.language, lines=(visit.says("forgotten"),)))]

    async def keep(self, visit: Visit, _: str) -> list[Outgoing]:
        """Leaves everything as it is."""
        return [visit.shown(Reply(visit.language, lines=(visit.says("not_forgotten"),)))]
