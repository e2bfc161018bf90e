"""The archive from the chat: listing and searching articles, taking them out, bringing them back, figures of use."""

from bot.answer_facts import written_date
from bot.desk import DeskProblem
from bot.dialogue.cards import article_card, title_of
from bot.dialogue.numbers import named, number_in
from bot.dialogue.parts import Parts
from bot.dialogue.visit import Act, Visit
from bot.outgoing import Outgoing
from bot.reply import Button, Reply
from bot.roles import Role
from bot.wording import say
from corpus.article import Article
from corpus.errors import NotFound

PAGE = 8
_LABEL_CHARS = 60
_HOUR = 3600.0
_WEEK = 7 * 86_400.0


class Archive:
    """Reading the archive is for members who were given an article's link; the rest for administrators."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        admin = Role.ADMIN
        self.commands = {
            "articles": Act(self.articles, admin, private=True),
            "remove": Act(self.articles, admin, private=True),
            "restore": Act(self.removals, admin, private=True),
            "stats": Act(self.stats, admin, private=True),
        }
        self.buttons = {
            "list": Act(self.page, admin, private=True),
            "art": Act(self.article),
            "take": Act(self.remove, admin, private=True),
            "untake": Act(self.undo_removal, admin, private=True),
            "bring": Act(self.restore, admin, private=True),
        }

    async def articles(self, visit: Visit, rest: str) -> list[Outgoing]:
        """/articles: all of them, page by page; with words: those that a search finds."""
        if not rest:
            return await self.page(visit, "0")
        found = await self._parts.desk.find(rest, PAGE)
        if not found:
            return visit.notice_of("desk.nothing_found")
        return [
            self._listed(visit, say(visit.language, "desk.found", query=rest[:100]), await self._choices(visit, found))
        ]

    async def page(self, visit: Visit, argument: str) -> list[Outgoing]:
        """One page of the list."""
        number = number_in(argument) or 0
        found, count = await self._parts.desk.page(number * PAGE, PAGE)
        if not found:
            return visit.notice_of("desk.no_articles")
        buttons = await self._choices(visit, found)
        if number:
            buttons.append(Button(say(visit.language, "desk.button_newer"), "list", named(number - 1)))
        if (number + 1) * PAGE < count:
            buttons.append(Button(say(visit.language, "desk.button_older"), "list", named(number + 1)))
        pages = -(-count // PAGE)
        heading = say(visit.language, "desk.articles", count=count, page=number + 1, pages=pages)
        return [self._listed(visit, heading, buttons)]

    async def article(self, visit: Visit, argument: str) -> list[Outgoing]:
        """One article's card."""
        article = await self._named(argument)
        if article is None:
            return visit.toast("article_gone")
        admin = visit.role >= Role.ADMIN and not visit.incoming.in_group
        return [visit.shown(article_card(article, number_in(argument) or 0, visit.language, admin=admin))]

    async def remove(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Takes an article out; for a day one tap brings it back."""
        article = await self._named(argument)
        report = await self._parts.desk.remove(article.id, visit.actor) if article else None
        if article is None or report is None or isinstance(report, DeskProblem):
            return visit.toast("article_gone")
        records = self._parts.records
        number = await records.drafts.removed(article.id, article.title, visit.actor, visit.now)
        await records.trail.add("remove", article.id, visit.actor, visit.now, version=article.version)
        self._parts.changed.set()
        hours = f"{self._parts.settings.undo_hours:g}"
        lines = (say(visit.language, "desk.removed" if report.indexed else "desk.removed_later", hours=hours),)
        undo = Button(say(visit.language, "desk.button_bring"), "untake", named(number))
        title = title_of(article.title, visit.language)
        return [visit.shown(Reply(visit.language, headline=title, lines=lines, buttons=(undo,)))]

    async def undo_removal(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Brings an article back while its removal is fresh."""
        number = number_in(argument)
        removal = None if number is None else await self._parts.records.drafts.removal(number)
        if removal is None:
            return visit.toast_of("desk.problem_gone")
        if visit.now - removal.at > self._parts.settings.undo_hours * _HOUR:
            return visit.notice_of("desk.undo_too_late", hours=f"{self._parts.settings.undo_hours:g}")
        return await self.restore(visit, argument)

    async def removals(self, visit: Visit, _: str) -> list[Outgoing]:
        """/restore: what was taken out lately, to be brought back."""
        removals = await self._parts.records.drafts.removals(PAGE)
        if not removals:
            return visit.notice_of("desk.none_removed")
        buttons = [Button(_label(removal.title, None, visit), "bring", named(removal.number)) for removal in removals]
        return [self._listed(visit, say(visit.language, "desk.removed_lately"), buttons)]

    async def restore(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Brings an article back."""
        records = self._parts.records
        number = number_in(argument)
        removal = None if number is None else await records.drafts.removal(number)
        report = await self._parts.desk.restore(removal.article_id, visit.actor) if removal else None
        if removal is None or report is None or isinstance(report, DeskProblem):
            return visit.toast_of("desk.problem_gone")
        await records.drafts.undone(removal.number, visit.now)
        await records.trail.add("restore", removal.article_id, visit.actor, visit.now)
        self._parts.changed.set()
        lines = (say(visit.language, "desk.restored" if report.indexed else "desk.restored_later"),)
        return [visit.shown(Reply(visit.language, headline=title_of(report.title, visit.language), lines=lines))]

    async def stats(self, visit: Visit, _: str) -> list[Outgoing]:
        """/stats: the archive and a week of conversations, in figures."""
        counts = await self._parts.records.counts(visit.now - _WEEK)
        count = (await self._parts.desk.page(0, 1))[1]
        questions = counts["questions"]
        share = f"{counts['answered'] / questions:.0%}" if questions else "–"
        return visit.notice_of("desk.stats", buttons=(), articles=count, share=share, **counts)

    async def _named(self, argument: str) -> Article | None:
        number = number_in(argument)
        article_id = None if number is None else await self._parts.records.conversations.article_of(number)
        try:
            return await self._parts.articles.get(article_id) if article_id else None
        except NotFound:
            return None

    async def _choices(self, visit: Visit, found: list[Article]) -> list[Button]:
        numbers = [await self._parts.records.conversations.number_of(article.id) for article in found]
        return [
            Button(_label(article.title, article.published, visit), "art", named(number))
            for article, number in zip(found, numbers, strict=True)
        ]

    @staticmethod
    def _listed(visit: Visit, heading: str, buttons: list[Button]) -> Outgoing:
        return visit.shown(Reply(visit.language, lines=(heading,), buttons=tuple(buttons)))


def _label(title: str, published: str | None, visit: Visit) -> str:
    date = written_date(published, visit.language)
    aside = f" ({date})" if date else ""
    shown = title_of(title, visit.language)
    room = _LABEL_CHARS - len(aside)
    return (shown if len(shown) <= room else shown[: room - 1].rstrip() + "…") + aside
