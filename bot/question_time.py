"""Marks of time in questions and sentences: the year, half, quarter, months and days that a text speaks of.

A mark is a short string: `y:2020`, `h:1` (first half), `q:2`, `n:9` (first nine months), `m:7`, `d:29/12`. A question and
a sentence agree on a period when the sentence, or what stands around it, carries the marks that the question asks for.
"""

import re
from collections.abc import Sequence

from corpus.text import Token, plain_keys, tokens

_YEAR = re.compile(r"^(?:19|20)\d\d$")
_DATE = re.compile(r"^(\d{1,2})[/.](\d{1,2})(?:[/.]((?:19|20)\d\d))?$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[/.]((?:19|20)\d\d)$")
_YEARS = re.compile(r"^((?:19|20)\d\d)/((?:19|20)?\d\d)$")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "1": "1", "2": "2", "3": "3", "4": "4", "dau": "1", "cuoi": "4"}
_WRITTEN = {
    "hai": "2", "ba": "3", "bon": "4", "tu": "4", "sau": "6", "bay": "7", "tam": "8", "chin": "9", "muoi": "10",
    "gieng": "1", "chap": "12",
}  # fmt: skip
_MONTHS = {
    name: str(number)
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
        "september sep sept|october oct|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
_NUMBER_WORDS = {"three": "3", "six": "6", "nine": "9", "two": "2", "four": "4", "five": "5", "ten": "10"}
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4"}

MAX_DAY, MAX_MONTH = 31, 12


def time_marks(text: str, *, english: bool = False) -> frozenset[str]:
    """The marks of time in a text; a Vietnamese one may be typed with or without diacritics."""
    if english:
        return frozenset(_english_marks(re.findall(r"[a-z]+|\d+(?:[./]\d+)*(?:st|nd|rd|th)?", text.lower())))
    return marks_of_tokens(tokens(text))


def marks_of_tokens(found: Sequence[Token]) -> frozenset[str]:
    """The same for a Vietnamese text already cut into tokens."""
    words = [token.plain for token in found]
    marks: set[str] = set()
    for i, token in enumerate(found):
        if token.is_number:
            marks.update(_number_marks(token.key))
        if token.plain in _STARTERS:
            marks.update(_phrase_marks(words, i))
    return frozenset(marks)


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


_STARTERS = frozenset("quy nua ngay thang dau giua cuoi ba sau chin 3 6 9".split())


def _phrase_marks(words: list[str], i: int) -> list[str]:
    first, second, third, fourth = (words[i + k] if i + k < len(words) else "" for k in range(4))
    marks: list[str] = []
    if first == "quy" and second in _ROMAN and second not in {"dau", "cuoi"}:
        marks.append(f"q:{_ROMAN[second]}")
    elif first == "nua" and second == "dau":
        marks.append("h:1")
    elif first == "nua" and second == "cuoi":
        marks.append("h:2")
    elif second == "thang" and first in {"3", "6", "9", "ba", "sau", "chin"}:
        count = _WRITTEN.get(first, first)
        if third == "cuoi":
            marks.append("h:2" if count == "6" else f"n:-{count}")
        elif third in {"dau", "nam"} or _YEAR.match(third) or count != "3":
            marks.append({"6": "h:1", "3": "q:1", "9": "n:9"}[count])
    elif first == "thang":
        month = _WRITTEN.get(second, second)
        if month.isdigit() and 0 < int(month) <= MAX_MONTH:
            marks.append(f"m:{int(month)}")
    elif first == "ngay" and second.isdigit() and third == "thang":
        month = _WRITTEN.get(fourth, fourth)
        if month.isdigit() and int(second) <= MAX_DAY and 0 < int(month) <= MAX_MONTH:
            marks.append(f"d:{int(second)}/{int(month)}")
    elif first in {"dau", "giua", "cuoi"} and (second == "nam" or _YEAR.match(second)):
        marks.append({"dau": "e:start", "giua": "e:middle", "cuoi": "e:end"}[first])
    return marks


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


def written_years(text: str) -> list[str]:
    """The years of a text, in order, as written."""
    return [key for key in plain_keys(text) if _YEAR.match(key)]
