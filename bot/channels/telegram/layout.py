"""A reply as Telegram shows it: bold answer, what stands around it, the quoted proof, title, date, link."""

from urllib.parse import urlsplit

from bot.channel import Block, blocks, safe_link
from bot.channels.telegram.markup import Span, sendable
from bot.reply import Reply
from bot.wording import say

_SITE_KINDS = frozenset({"date", "link", "sample"})


def reply_spans(reply: Reply) -> list[Span]:
    """The whole reply, as spans in reading order."""
    spans: list[Span] = []
    before: Block | None = None
    for block in blocks(reply):
        if block.kind == "alternative" and (before is None or before.kind != "alternative"):
            spans += [_gap(spans, 2), Span(say(reply.language, "telegram.nearest"), "italic")]
        joint = " · " if before and before.kind in _SITE_KINDS and block.kind in _SITE_KINDS else None
        spans.append(Span(joint) if joint else _gap(spans, _lines_between(before, block)))
        spans += _shown(block, reply.language)
        before = block
    return [span for span in spans if span.text]


def _gap(spans: list[Span], lines: int) -> Span:
    return Span("\n" * lines if spans else "")


def _lines_between(before: Block | None, block: Block) -> int:
    """An empty line sets the proofs apart; title, date and link stay with their quote."""
    if block.kind in {"alternative", "choice"} or block.kind in {"title", *_SITE_KINDS}:
        return 1
    return 1 if before and before.kind == block.kind else 2


def _shown(block: Block, language: str) -> list[Span]:
    text = sendable(block.text).strip()
    link = safe_link(block.source.url) if block.source else None
    match block.kind:
        case "headline":
            return [Span(text, "bold")]
        case "quote":
            return [Span(text, "quote")]
        case "alternative":
            return [Span("• "), Span(text, href=link), Span(_in_brackets(block, language))]
    plain = {
        "title": Span(text, href=link),
        "link": Span(_site(text), href=text),
        "sample": Span(say(language, "telegram.sample")),
        "choice": Span(f"• {text}"),
    }
    return [plain.get(block.kind, Span(text))]


def _in_brackets(block: Block, language: str) -> str:
    if block.source is None:
        return ""
    sample = say(language, "telegram.sample") if block.source.is_sample else None
    facts = ", ".join(fact for fact in (block.source.date, sample) if fact)
    return f" ({facts})" if facts else ""


def _site(link: str) -> str:
    """The site's name, which says more than a long address."""
    try:
        return urlsplit(link).hostname or link
    except ValueError:
        return link
