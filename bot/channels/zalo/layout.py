"""A reply as Zalo shows it: plain text without any markup, short enough for one message wherever it can be.

    94%
    Số liệu tính đến 20/6/2020.

    “Tính đến ngày 20/6/2020, có 94% tổ chức cơ sở đảng đã đại hội.”

    Hội nghị sơ kết sáu tháng đầu năm (1/7/2020)
    https://tin.example.vn/hoi-nghi
    Bài mẫu

There is no bold and no quotation block: quotation marks and empty lines do their work. A link stands whole on a line
of its own, because Zalo makes nothing else clickable.
"""

import re
from collections.abc import Sequence

from bot.channel import Block, blocks, safe_link
from bot.channels.zalo.splitting import MAX_UNITS, split, units
from bot.outgoing import Outgoing
from bot.reply import Reply
from bot.wording import say

_UNSENDABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")
_OF_ARTICLE = frozenset({"title", "date", "link", "sample"})


def messages(outgoing: Outgoing) -> list[str]:
    """The texts of one thing to say, each at most 2,000 characters long; none where there is nothing to show."""
    parts = []
    if outgoing.toast:
        parts.append(_sendable(outgoing.toast))
    if outgoing.reply:
        parts.append(reply_text(outgoing.reply))
    if outgoing.picture:
        parts.append(_sendable(outgoing.picture.caption))
    return split("\n\n".join(filter(None, parts)))


def reply_text(reply: Reply) -> str:
    """The whole reply; where it would not fit one message, without the empty lines that only please the eye."""
    pieces = list(blocks(reply))
    text = _laid_out(pieces, reply)
    return text if units(text) <= MAX_UNITS else _laid_out(pieces, reply, tight=True)


def _laid_out(pieces: Sequence[Block], reply: Reply, *, tight: bool = False) -> str:
    text = ""
    before: Block | None = None
    closing = len(pieces) - len(reply.closing)
    for place, block in enumerate(pieces):
        shown = _shown(block, reply)
        if not shown:
            continue
        if before and (before.kind, block.kind) == ("title", "date"):
            text += f" ({shown})"
            continue
        if block.kind == "alternative" and (before is None or before.kind != "alternative"):
            shown = f"{say(reply.language, 'zalo.nearest')}\n{shown}"
        text += _joint(before, block, tight=tight or place > closing, apart=place == closing) + shown
        before = block
    return text


def _joint(before: Block | None, block: Block, *, tight: bool, apart: bool) -> str:
    """What stands between two pieces: proofs, lists and what closes are set apart, title and link stay together."""
    if before is None:
        return ""
    if apart and not tight:
        return "\n\n"
    if before.kind == block.kind or (before.kind in _OF_ARTICLE and block.kind in _OF_ARTICLE):
        return "\n"
    together = (before.kind in {"headline", "line"} and block.kind == "line") or block.kind == "title"
    return "\n" if tight or together else "\n\n"


def _shown(block: Block, reply: Reply) -> str:
    text = _sendable(block.text).strip()
    match block.kind:
        case "quote":
            return f"“{text}”"
        case "sample":
            return say(reply.language, "zalo.sample")
        case "alternative":
            return f"• {text}{_aside(block, reply)}"
        case "choice":
            return f"• {text}"
    return text


def _aside(block: Block, reply: Reply) -> str:
    """What follows the title of a nearest article: date and sample in brackets, the link on the next line."""
    source = block.source
    if source is None:
        return ""
    sample = say(reply.language, "zalo.sample") if source.is_sample else None
    facts = ", ".join(fact for fact in (source.date, sample) if fact)
    link = safe_link(source.url)
    return (f" ({facts})" if facts else "") + (f"\n  {_sendable(link)}" if link else "")


def _sendable(text: str) -> str:
    return _UNSENDABLE.sub("", text)
