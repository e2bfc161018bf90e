"""Long texts cut into messages that Telegram takes: no word of them lost, no style or character broken."""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from bot.channels.telegram.markup import Span, utf16_units

MAX_UNITS = 4096
MAX_ENTITIES = 100

_BREAKS = ("\n\n", "\n", ". ", " ")
_LONGEST_CLUSTER = 64


def split(spans: Sequence[Span], *, limit: int = MAX_UNITS, max_entities: int = MAX_ENTITIES) -> list[list[Span]]:
    """The spans as messages of at most `limit` UTF-16 units and `max_entities` entities each.

    Cut at a paragraph, line, sentence or word where the second half of a message has one, else between characters.
    Only white space around a cut is left out; a style that is cut goes on in the next message.
    """
    text = "".join(span.text for span in spans)
    starts = [0, *accumulate(len(span.text) for span in spans)]
    messages = []
    position = _skip_space(text, 0)
    while position < len(text):
        most = min(_reach(text, position, limit), _entity_reach(spans, starts, position, max_entities))
        end = len(text) if most >= len(text) else _cut(text, position, most)
        messages.append(_slice(spans, starts, position, position + len(text[position:end].rstrip())))
        position = _skip_space(text, end)
    return messages


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _reach(text: str, start: int, limit: int) -> int:
    """The largest end so that `text[start:end]` has at most `limit` units; at least one character."""
    end = start + limit
    units = utf16_units(text[start:end])
    while units > limit and end - start > 1:
        end = min(end, len(text)) - 1
        units -= 2 if text[end] > "\uffff" else 1
    return end


def _entity_reach(spans: Sequence[Span], starts: Sequence[int], start: int, most: int) -> int:
    """Where the entity after the last one that fits begins."""
    first = bisect_right(starts, start) - 1
    entities = [number for number in range(first, len(spans)) if spans[number].is_entity and spans[number].text]
    return starts[entities[most]] if len(entities) > most else starts[-1]


def _cut(text: str, start: int, most: int) -> int:
    half = start + max(1, (most - start) // 2)
    for mark in _BREAKS:
        found = text.rfind(mark, half, most)
        if found >= 0:
            return found + len(mark)
    for end in range(most, max(half, most - _LONGEST_CLUSTER), -1):
        if not _joined(text, end):
            return end
    return most


def _joined(text: str, position: int) -> bool:
    """Whether a person sees the characters on both sides of the position as one."""
    before, after = text[position - 1], text[position]
    return (
        unicodedata.category(after).startswith("M")
        or "\u200d" in {before, after}
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")  # flags
    )


def _slice(spans: Sequence[Span], starts: Sequence[int], start: int, end: int) -> list[Span]:
    first = bisect_right(starts, start) - 1
    sliced = []
    for span, begin in zip(spans[first:], starts[first:], strict=False):
        if begin >= end:
            break
        text = span.text[max(0, start - begin) : end - begin]
        if text:
            sliced.append(Span(text, span.style, span.href))
    return sliced
