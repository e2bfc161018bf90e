"""Choices for doors without buttons: numbered, and remembered until the next ones."""

from dataclasses import replace

from bot.outgoing import Outgoing
from bot.reply import Button, Reply
from bot.wording import say

# Labels up to this length share one line: "Trả lời 1: xem đoạn văn · 2: bài khác"
_SHORT = 24


def numbered(said: list[Outgoing]) -> tuple[list[Outgoing], tuple[Button, ...]]:
    """The same without buttons, with a number for each; and the choices in their order."""
    choices: list[Button] = []
    shown = []
    for one in said:
        if one.reply is None or not one.reply.buttons or one.to is not None:
            shown.append(one)
            continue
        first = len(choices) + 1
        choices += one.reply.buttons
        shown.append(replace(one, reply=_with_numbers(one.reply, first)))
    return shown, tuple(choices)


def _with_numbers(reply: Reply, first: int) -> Reply:
    listed = list(enumerate((button.label for button in reply.buttons), first))
    if all(len(label) <= _SHORT for _, label in listed):
        line = " · ".join(f"{number}: {label}" for number, label in listed)
        lines: tuple[str, ...] = (say(reply.language, "dialogue.answer_with", choices=line),)
    else:
        lines = (
            say(reply.language, "dialogue.answer_with_number"),
            *(f"{number}. {label}" for number, label in listed),
        )
    return replace(reply, buttons=(), closing=(*reply.closing, *lines))


def chosen(text: str, choices: list[Button]) -> Button | None:
    """The choice that a message of nothing but a number means."""
    bare = text.strip().rstrip(".)")
    if not (bare.isascii() and bare.isdecimal() and len(bare) <= 2):  # noqa: PLR2004 - nobody is offered a hundred
        return None
    return choices[int(bare) - 1] if 1 <= int(bare) <= len(choices) else None
