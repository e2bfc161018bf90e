"""Which of several times in one line a figure belongs to: "47 (2015), 44 (2016)", "quý I tăng 7,45%; quý II 6,79%"."""

from collections.abc import Collection

from bot.question_time import placed_marks
from bot.sheet import Line

_BRACKETED = 2


class TimesOf:
    """The times that a line names, beside those asked for."""

    def __init__(self, asked: Collection[str], line: Line) -> None:
        """Find the marks of the kinds asked for (years, quarters, halves, months counted) in the line."""
        self._line = line
        self._asked = {letter: {mark for mark in asked if mark[0] == letter} for letter in {m[0] for m in asked}}
        self._placed = [(i, mark) for i, mark in placed_marks(line.tokens) if mark[0] in self._asked]

    def around(self, first: int, last: int) -> tuple[float, float]:
        """Shares of the kinds of time for which a stretch of tokens stands at the time asked for, and at another."""
        agreeing = conflicting = 0
        for letter, asked in self._asked.items():
            nearest = self._nearest(letter, first, last)
            if nearest:
                agreeing += nearest in asked
                conflicting += nearest not in asked
        return agreeing / len(self._asked), conflicting / len(self._asked)

    def _nearest(self, letter: str, first: int, last: int) -> str | None:
        """The time in brackets right behind the stretch, else the last one before it."""
        tokens, text = self._line.tokens, self._line.text
        before = None
        for i, mark in self._placed:
            if mark[0] != letter:
                continue
            if i < first:
                before = mark
            elif last < i <= last + _BRACKETED and "(" in text[tokens[last].end : tokens[i].start]:
                return mark
        return before
