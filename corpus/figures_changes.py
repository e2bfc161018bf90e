"""Changes that a text states beside a figure: "tăng 8 vụ (53,33%) so với cùng kỳ", "hụt 118 người ... giảm 10,0%"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from corpus.figures import WrittenFigure
from corpus.figures_units import PERCENT

Direction = Literal["up", "down"]

_UP = r"tăng thêm|tăng(?! trưởng| cường| tốc| ca)|nhiều hơn|cao hơn|lớn hơn|vượt|thêm|hơn"
_DOWN = r"kéo giảm|sụt giảm|giảm được|giảm|ít hơn|thấp hơn|kém|hụt|bớt được|bớt|sụt"
# In lower case and without anything before it, so that a text is scanned fast
_VERB = re.compile(rf"(?:{_UP}|{_DOWN})(?!\w)")
_FALLS = re.compile(_DOWN)
# Only words that say what it is compared with may stand between the verb and its figure
_NOT_BETWEEN = re.compile(
    r"[;:()\n]|,\s|(?<!\w)(?:từ|lên|xuống|còn|thì|mà|do|nhờ|vì|có|được|đạt|để|và)(?!\w)", re.IGNORECASE
)
_NEEDS_TIME = frozenset({"hơn", "kém", "vượt"})
_TIME = re.compile(r"năm|kỳ|kì|tháng|quý|trước", re.IGNORECASE)
# Between the amount and its share: " (", ", tương đương ", ", tức giảm "
_TO_SHARE = re.compile(
    r"\s*[,(]?\s*(?:tương đương|tương ứng|tức là|tức|hay|bằng)?\s*(?:với\s)?(?:tăng|giảm)?\s*(?:là\s)?", re.IGNORECASE
)
_AGAINST = re.compile(r"\)?,?\s*(?:nếu\s)?so\s(?:với|cùng)\s(?P<what>(?:[^,;.()\n]|[.,](?=\d)){2,60})", re.IGNORECASE)
_SAME_TIME = re.compile(r"\)?\s*(?P<what>cùng kỳ(?:\snăm\s(?:\d{4}|trước|ngoái))?)(?!\w)", re.IGNORECASE)
_LONGEST_BETWEEN, _FARTHEST = 60, 70
# With these right before it a figure is something else than an amount of change
_LINKS = re.compile(
    r"(?:\s(?:là|tới|đến|khoảng|gần|hơn|trên|thêm|xấp xỉ|ước|tương đương|tương ứng))+\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Change:
    """A rise or fall as the text states it between offsets `start` and `end`.

    `amount` has the unit `unit`, `share` is in percent; at least one of them is known. `against` is what it is
    compared with, in the words of the text ("cùng kỳ năm 2019"), empty when it does not say.
    """

    direction: Direction
    amount: Decimal | None
    unit: str
    share: Decimal | None
    against: str
    start: int
    end: int


def changes_in(text: str, figures: Sequence[WrittenFigure], ends: Sequence[int]) -> dict[int, tuple[Change, int]]:
    """The changes among the figures of a text in composed form, by the index of their first figure.

    `ends[i]` is where the sentence of figure i ends. With each change comes how many figures it takes up.
    """
    found: dict[int, tuple[Change, int]] = {}
    taken = -1
    lowered = text.lower()
    if len(lowered) != len(text):
        return found
    for i, figure in enumerate(figures):
        if i <= taken:
            continue
        first = figures[i - 1].end if i else 0
        if (verb := _verb_before(lowered, max(first, figure.start - _FARTHEST), figure.start)) is None:
            continue
        change, count = _change(text, figures, i, verb, ends[i])
        found[i] = change, count
        taken = i + count - 1
    return found


def _verb_before(text: str, first: int, last: int) -> re.Match[str] | None:
    verb = None
    for candidate in _VERB.finditer(text, first, last):
        if not text[candidate.start() - 1 : candidate.start()].isalnum():
            verb = candidate
    if verb is None:
        return None
    between = text[verb.end() : last]
    if len(between) > _LONGEST_BETWEEN or _NOT_BETWEEN.search(between):
        return None
    said = _LINKS.sub("", between).strip()
    if said and not _TIME.search(said):
        return None
    if not said and verb.group() in _NEEDS_TIME:
        return None
    return verb


def _change(text: str, figures: Sequence[WrittenFigure], i: int, verb: re.Match[str], last: int) -> tuple[Change, int]:
    figure = figures[i]
    amount = None if figure.unit == PERCENT else figure.value
    share = figure.value if figure.unit == PERCENT else None
    end, count = figure.end, 1
    following = figures[i + 1] if i + 1 < len(figures) else None
    if share is None and following and following.unit == PERCENT and following.start <= last:
        if _TO_SHARE.fullmatch(text, figure.end, following.start):
            share, end, count = following.value, following.end, 2
        else:
            against = _AGAINST.match(text, figure.end, following.start)
            if against and text[against.end()] in ",(" and _TO_SHARE.fullmatch(text, against.end(), following.start):
                share, end, count = following.value, following.end, 2
    between = _LINKS.sub("", text[verb.end() : figure.start]).strip()
    against = (
        _AGAINST.match(text, figure.end, last) or _AGAINST.match(text, end, last) or _SAME_TIME.match(text, end, last)
    )
    what = " ".join((against["what"] if against else between).split())
    what = re.sub(r"^(?:so với|mức|cả)\s", "", what)
    stop = max(end, against.end()) if against else end
    if text[stop : stop + 1] == ")" and text.rfind("(", verb.start(), stop) >= 0:
        stop += 1
    direction: Direction = "down" if _FALLS.match(verb.group()) else "up"
    return Change(direction, amount, figure.unit if amount is not None else "", share, what, verb.start(), stop), count
