"""Which unit the thing compared is counted in, as a question tells: "số người chết" counts people, not accidents."""

from functools import cache

from bot.question import Question
from corpus.figures_article import Figure
from corpus.figures_units import COUNTED_UNITS, MONEY, PERCENT, is_measure
from corpus.text import plain_keys

_NAMED, _SHARE_UNASKED, _OTHER = 0.12, 0.25, 0.35
_SHARE_WORDS = frozenset({"percent", "percentage", "share", "rate", "proportion"})
# Units that stand for people or for cases of any kind
_ANY = frozenset({"", "trường hợp"})
_PEOPLE = "deaths dead killed injured injuries victims people"
_CASES = "accidents cases incidents crimes offences jams"
_ENGLISH = dict.fromkeys(_PEOPLE.split(), "người") | dict.fromkeys(_CASES.split(), "vụ")
_LONGEST = 4
_MONEY_NAMES = ("thu ngan sach", "kim ngach", "doanh thu", "loi nhuan", "kinh phi", "no thue", "thu thue", "so tien")
_MONEY_ENGLISH = frozenset({"revenue", "turnover", "profit", "income", "debt", "funding", "spending", "sales"})


def unit_worth(figure: Figure, asked: str | None, topic: frozenset[str], question: Question) -> float:
    """What a figure's unit adds to its worth: `asked` is the unit asked for (`unit_asked`), `topic` its words."""
    asks_share = question.kind == "percent" or bool(topic & _SHARE_WORDS) or {"ti", "le"} <= topic
    if question.kind == "money" or (_is_of_money(question, topic) and not asks_share):
        return _NAMED if figure.unit in MONEY else -_OTHER
    if (figure.unit == PERCENT) != asks_share:
        return -_SHARE_UNASKED
    if asked is not None and figure.unit not in _ANY and not asks_share:
        return _NAMED if figure.unit == asked or (asked == "người" and _is_people(figure.unit)) else -_OTHER
    named = plain_keys(figure.unit)
    return _NAMED if named and set(named) <= topic else 0.0


def _is_of_money(question: Question, topic: frozenset[str]) -> bool:
    if question.language == "en":
        return bool(topic & _MONEY_ENGLISH)
    spelled = f" {' '.join(plain_keys(question.text))} "
    return any(f" {name} " in spelled for name in _MONEY_NAMES)


def unit_asked(topic: str, *, english: bool) -> str | None:
    """The unit that the thing compared is counted in; None when the question does not begin with one."""
    words = plain_keys(topic)
    if english:
        return next((_ENGLISH[word] for word in reversed(words) if word in _ENGLISH), None)
    if words[:1] == ["so"]:
        words = words[1:]
    return next((_units()[key] for n in range(_LONGEST, 0, -1) if (key := " ".join(words[:n])) in _units()), None)


@cache
def _units() -> dict[str, str]:
    """Units that name what is counted, by their plain keys."""
    return {" ".join(plain_keys(unit)): unit for unit in COUNTED_UNITS if not is_measure(unit)}


def _is_people(unit: str) -> bool:
    return unit.endswith("viên") or unit in {"đối tượng", "bệnh nhân", "học sinh", "lao động", "cán bộ", "em", "trẻ em"}
