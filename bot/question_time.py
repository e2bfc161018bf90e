"""Marks of time in questions and sentences: the years, halves, quarters, months and days that they speak of.

A mark is a short string: `y:2020`, `h:1` (first half), `q:2`, `n:9` (first nine months), `m:7`, `d:29/12`. A question
and a sentence agree on a period when the sentence, or what stands around it, carries the marks that are asked for.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from corpus.text import Token, plain_keys, tokens

_YEAR = re.compile(r"^(?:19|20)\d\d$")
_DATE = re.compile(r"^(\d{1,2})[/.](\d{1,2})(?:[/.]((?:19|20)\d\d))?$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[/.]((?:19|20)\d\d)$")
_YEARS = re.compile(r"^((?:19|20)\d\d)/((?:19|20)?\d\d)$")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "1": "1", "2": "2", "3": "3", "4": "4"}
_COUNTED_MONTHS = frozenset({"3", "6", "9", "ba", "sau", "chin"})
_NAMED_PARTS = {("quy", n): f"q:{q}" for n, q in _ROMAN.items()} | {("nua", "dau"): "h:1", ("nua", "cuoi"): "h:2"}
_EDGES = {"dau": "e:start", "giua": "e:middle", "cuoi": "e:end"}
_WRITTEN = {
    "hai": "2", "ba": "3", "bon": "4", "tu": "4", "sau": "6", "bay": "7", "tam": "8", "chin": "9", "muoi": "10",
    "gieng": "1", "chap": "12",
}  # fmt: skip
_MONTH_NAMES = (
    "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
    "september sep sept|october oct|november nov|december dec"
)
_MONTHS = {name: str(n) for n, names in enumerate(_MONTH_NAMES.split("|"), 1) for name in names.split()}
_NUMBER_WORDS = {"three": "3", "six": "6", "nine": "9", "two": "2", "four": "4", "five": "5", "ten": "10"}
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4"}

# Not "năm trước", which is counted from a year named before
_BY_TODAY = {"nam nay": 0, "nam ngoai": -1, "this year": 0, "last year": -1}
MAX_DAY, MAX_MONTH = 31, 12
_SIGN = 3  # a hyphen, with a space on either side at most

# Words of comparison with the word that must follow; how far from them the time compared with may stand, in words
_COMPARING: dict[str, list[str]] = {"so": ["voi"], "cung": ["ki"], "hon": [], "kem": [], "nam": ["truoc"]}
_REACH = 7
_NAMING_TIME = frozenset({"quy", "nua", "thang"})


def time_marks(text: str, *, english: bool = False) -> frozenset[str]:
    """The marks of time in a text; a Vietnamese one may be typed with or without diacritics."""
    if english:
        return frozenset(_english_marks(re.findall(r"[a-z]+|\d+(?:[./]\d+)*(?:st|nd|rd|th)?", text.lower())))
    return marks_of_tokens(tokens(text))


def marks_of_tokens(found: Sequence[Token]) -> frozenset[str]:
    """The same for a Vietnamese text already cut into tokens."""
    return frozenset(mark for _, mark in placed_marks(found))


def years_by_today(text: str, today: date) -> frozenset[str]:
    """The years that a question names by its own day: `năm nay`, `năm ngoái`, `this year`, `last year`."""
    spelled = " ".join(plain_keys(text))
    found = {phrase for phrase in _BY_TODAY if re.search(rf"(?<!\\S){phrase}(?!\\S)", spelled)}
    if not found or re.search(r"(?<!\\S)(?:so voi|cung ky|cung ki|compared|than)(?!\\S)", spelled):
        return frozenset()
    return frozenset(f"y:{today.year + _BY_TODAY[phrase]}" for phrase in found)


def placed_marks(found: Sequence[Token]) -> list[tuple[int, str]]:
    """The marks of a text cut into tokens, each with the number of the token where it begins."""
    words = [token.plain for token in found]
    marks: list[tuple[int, str]] = []
    for i, token in enumerate(found):
        if token.is_number:
            marks += [(i, mark) for mark in _number_marks(token.key)]
        if token.plain in _STARTERS:
            marks += [(i, mark) for mark in _phrase_marks(words, i)]
        if token.plain in _DAY_WORDS:
            marks += [(i, mark) for mark in _hyphened_day(words[i + 1 : i + 4], found[i + 1 : i + 3])]
    return marks


_ASKED_DAY = re.compile(
    r"(?<!\S)(?:ngay (?:nao|may|bao nhieu|thang nao)|ngay thang nam|hom nao|what day|(?:what|which|on what) date)"
)
_ASKED_MONTH = re.compile(r"(?<!\S)(?:thang (?:nao|may)|(?:what|which) month)")
_ASKED_YEAR = re.compile(r"(?<!\S)(?:nam (?:nao|bao nhieu|may)|(?:what|which) year)")


def time_fineness(text: str) -> str:
    """What a question for a time wants to know: `day`, `month`, `year`, or nothing in particular (empty)."""
    asked = " ".join(plain_keys(text))
    for name, pattern in (("day", _ASKED_DAY), ("month", _ASKED_MONTH), ("year", _ASKED_YEAR)):
        if pattern.search(asked):
            return name
    return ""


def own_marks(found: Sequence[Token]) -> frozenset[str]:
    """The marks of a Vietnamese text without the periods that it only compares with ("so với cùng kỳ năm 2019")."""
    words = [token.plain for token in found]
    kept: list[Token] = []
    until = -1
    for i, word in enumerate(words):
        if word in _COMPARING and (not _COMPARING[word] or words[i + 1 : i + 2] == _COMPARING[word]):
            until = i + _REACH
        if i > until or not (found[i].is_number or word in _NAMING_TIME):
            kept.append(found[i])
    return marks_of_tokens(kept)


@lru_cache(maxsize=1 << 12)
def years(marks: frozenset[str]) -> frozenset[str]:
    """Those of the marks that are years."""
    return frozenset(mark for mark in marks if mark.startswith("y:"))


def _number_marks(key: str) -> list[str]:
    if _YEAR.match(key):
        return [f"y:{key}"]
    if found := _MONTH_YEAR.match(key):
        return [f"m:{int(found[1])}", f"y:{found[2]}"] if int(found[1]) <= MAX_MONTH else []
    if found := _DATE.match(key):
        day, month = int(found[1]), int(found[2])
        if 0 < day <= MAX_DAY and 0 < month <= MAX_MONTH:
            return [f"d:{day}/{month}", f"m:{month}", *([f"y:{found[3]}"] if found[3] else [])]
    if found := _YEARS.match(key):
        second = found[2] if len(found[2]) == 4 else found[1][:2] + found[2]  # noqa: PLR2004 - digits of a year
        return [f"y:{found[1]}", f"y:{second}"]
    return []


_STARTERS = frozenset({"quy", "nua", "ngay", "thang", "dau", "giua", "cuoi", "ba", "sau", "chin", "3", "6", "9"})


_DAYS = "ngay sang trua chieu toi dem hom"
_DAY_WORDS = frozenset(_DAYS.split())


def _hyphened_day(words: Sequence[str], found: Sequence[Token]) -> list[str]:
    """`ngày 18-5`, `sáng 26-3-2019`: the parts follow each other with one sign between them."""
    if len(found) < 2 or not (words[0].isdigit() and words[1].isdigit()):  # noqa: PLR2004 - day and month
        return []
    day, month = int(words[0]), int(words[1])
    is_joined = 1 <= found[1].start - found[0].end <= _SIGN and 0 < day <= MAX_DAY and 0 < month <= MAX_MONTH
    return [f"d:{day}/{month}", f"m:{month}"] if is_joined else []


def _phrase_marks(words: Sequence[str], i: int) -> list[str]:
    first, second, third, fourth = (words[i + k] if i + k < len(words) else "" for k in range(4))
    if (first, second) in _NAMED_PARTS:
        return [_NAMED_PARTS[first, second]]
    if second == "thang" and first in _COUNTED_MONTHS:
        return _months_counted(_WRITTEN.get(first, first), third)
    if first == "thang":
        month = _month(second)
        return [f"m:{month}"] if month else []
    if first == "ngay" and third == "thang" and second.isdigit() and int(second) <= MAX_DAY:
        month = _month(fourth)
        return [f"d:{int(second)}/{month}"] if month else []
    if first in _EDGES and (second == "nam" or _YEAR.match(second)) and (not i or words[i - 1] not in {"thang", "nua"}):
        return [_EDGES[first]]
    return []


def _month(written: str) -> int:
    """The number of a month written in digits or words; 0 when it is none."""
    number = _WRITTEN.get(written, written)
    return int(number) if number.isdigit() and int(number) <= MAX_MONTH else 0


def _months_counted(count: str, following: str) -> list[str]:
    """`6 tháng đầu năm`, `9 tháng 2017`; three months only where they are said to open the year."""
    if following == "cuoi":
        return ["h:2"] if count == "6" else [f"n:-{count}"]
    if following in {"dau", "nam"} or count != "3":
        return [{"6": "h:1", "3": "q:1", "9": "n:9"}[count]]
    return []


def _english_marks(words: list[str]) -> set[str]:
    marks: set[str] = set()
    for i, word in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else ""
        after = words[i + 2] if i + 2 < len(words) else ""
        marks.update(_number_marks(word))
        if word in _ORDINALS or word in {"last", "half"}:
            marks.update(_english_part(word, following, after))
        elif word in _MONTHS and not (word == "may" and i and not words[i - 1].isdigit() and not following.isdigit()):
            marks.add(f"m:{_MONTHS[word]}")
            for day in (words[i - 1] if i else "", following):
                bare = re.sub(r"\D+$", "", day)
                if bare.isdigit() and 0 < int(bare) <= MAX_DAY:
                    marks.add(f"d:{int(bare)}/{_MONTHS[word]}")
        elif word == "q" and following[:1].isdigit():
            marks.add(f"q:{following[0]}")
    return marks


def _english_part(word: str, following: str, after: str) -> list[str]:
    order = _ORDINALS.get(word, "2")
    if following == "half":
        return [f"h:{order}"]
    if following == "quarter":
        return [f"q:{order}"]
    count = _NUMBER_WORDS.get(following, following)
    if after.startswith("month") and order == "1":
        return [{"6": "h:1", "3": "q:1"}.get(count, f"n:{count}")]
    return ["h:2"] if after.startswith("month") and word == "last" and count == "6" else []
