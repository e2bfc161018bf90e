"""Cards for administrators: an article before it is taken in, and one that is in the archive."""

from bot.answer import Language
from bot.answer_facts import written_date
from bot.channel import safe_link
from bot.dialogue.numbers import named
from bot.previewing import Preview
from bot.reply import Button, Reply
from bot.wording import say
from corpus.article import Article, Draft
from corpus.period import article_period
from corpus.text import word_key

MOST_LIKENESSES = 3
_TITLE_CHARS = 200


def title_of(title: str, language: Language) -> str:
    """A title fit to be shown; something to call an article without one."""
    short = " ".join(title.split())
    if len(short) > _TITLE_CHARS:
        short = short[: _TITLE_CHARS - 1].rstrip() + "…"
    return short or say(language, "desk.untitled")


def preview_card(preview: Preview, number: int, language: Language, *, proposed_by: str = "") -> Reply:
    """A draft with what is known of it, and what can be done."""
    draft, lines = preview.draft, [say(language, "desk.preview")]
    if proposed_by:
        lines = [say(language, "desk.proposed", name=proposed_by)]
    lines += _facts(draft, preview.period, language)
    if preview.figures:
        listed = "\n".join(f"• {figure}" for figure in preview.figures)
        lines.append(f"{say(language, 'desk.figures')}\n{listed}")
    if preview.replaces:
        lines.append(say(language, "desk.replaces", title=title_of(preview.replaces.title, language)))
    if preview.likenesses:
        listed = "\n".join(
            f"• {title_of(one.article.title, language)} ({one.share:.0%})"
            for one in preview.likenesses[:MOST_LIKENESSES]
        )
        lines.append(f"{say(language, 'desk.resembles')}\n{listed}")
    short = named(number)
    buttons = [
        Button(say(language, f"desk.button_{key}"), action, short)
        for key, action in (("approve", "ok"), ("title", "title"), ("date", "date"), ("drop", "drop"))
    ]
    return Reply(language, headline=title_of(draft.title, language), lines=tuple(lines), buttons=tuple(buttons))


def article_card(article: Article, number: int, language: Language, *, admin: bool) -> Reply:
    """An article of the archive: its facts and how it begins."""
    opening = next((line for line in article.body.splitlines() if word_key(line.strip())), "").strip()
    lines = [*_facts(article, article_period(article), language), opening[:600]]
    if article.is_sample:
        lines.append(say(language, "answers.sample"))
    buttons = (Button(say(language, "desk.button_remove"), "take", named(number)),) if admin else ()
    return Reply(language, headline=title_of(article.title, language), lines=tuple(lines), buttons=buttons)


def _facts(article: Article | Draft, period: str | None, language: Language) -> list[str]:
    unknown = say(language, "desk.unknown_date")
    lines = [say(language, "desk.date", date=written_date(article.published, language) or unknown)]
    if article.source:
        lines.append(say(language, "desk.source", source=article.source))
    if link := safe_link(article.url):
        lines.append(say(language, "desk.link", link=link))
    if period:
        lines.append(say(language, "desk.period", period=period))
    return lines
