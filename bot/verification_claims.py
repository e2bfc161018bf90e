"""What a short text claims: its figures, dates and numbers, and names, each with the words that have to be proved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.figures import WrittenFigure, figures_in
from corpus.text import INVISIBLE, Token, nfc, tokens, word_key

ClaimKind = Literal["figure", "date", "name"]

# A numeral behind one of these is named, not counted: "tháng 6" is not proved by "6 tháng"
_NAMING_WORDS = """ngày tháng năm quý khóa kỳ thứ số điều khoản"""
_NAMING = frozenset(map(word_key, _NAMING_WORDS.split()))
_SENTENCE_END = re.compile(r"[.!?;:\n]")
_SPACES = re.compile(r"\s+")
_FOLDED = str.maketrans(dict.fromkeys("–—‑−", "-") | dict.fromkeys(INVISIBLE))
# Begin sentences without naming anything
_OPENING_WORDS = """theo trong tại có không đến tính từ ngày năm tháng sáng chiều tối đầu cuối các những một số tỷ tổng
kết hội đây đó như vì do để với khi sau trước và hoặc còn riêng về ở so cả toàn bài báo dự ước đồng ông bà chí người
việc kinh doanh thu chi hơn gần khoảng trên dưới bằng đạt tăng giảm nửa
yes no not the a an in on at by of as according to from for about it its this that there these those was were is are has
had he they she we some all both more less over under nearly around"""
_OPENERS = frozenset(map(word_key, _OPENING_WORDS.split()))


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a text says that must stand in a quote: `text[start:end] == written`.

    `figure` is what a claim of kind `figure` is worth; `may_open` says that the first word of a name begins a
    sentence and may be capital for that alone.
    """

    kind: ClaimKind
    written: str
    start: int
    end: int
    figure: WrittenFigure | None = None
    may_open: bool = False


def claims_of(text: str) -> tuple[Claim, ...]:
    """The claims of a text in order. Every number in digits belongs to one of them."""
    words = tokens(text)
    figures = figures_in(text)
    found = [*_figures(text, figures), *_numerals(text, words, figures), *_names(text, words)]
    return tuple(sorted(found, key=lambda claim: claim.start))


def _figures(text: str, figures: tuple[WrittenFigure, ...]) -> Iterator[Claim]:
    for figure in figures:
        yield Claim("figure", text[figure.start : figure.end], figure.start, figure.end, figure)


def _numerals(text: str, words: list[Token], figures: tuple[WrittenFigure, ...]) -> Iterator[Claim]:
    """Numbers that count nothing: dates, and years and designations with the word that names them."""
    for place, word in enumerate(words):
        if not word.is_number or any(figure.start <= word.start < figure.end for figure in figures):
            continue
        before = words[place - 1] if place and "/" not in word.key else None
        is_named = before is not None and before.key in _NAMING and not text[before.end : word.start].strip()
        start = before.start if before and is_named else word.start
        yield Claim("date", text[start : word.end], start, word.end)


def _names(text: str, words: list[Token]) -> Iterator[Claim]:
    """Runs of capital words: people, places, organisations; Roman numbers among them."""
    place = 0
    while place < len(words):
        last = place
        if _is_capital(text, words[place]):
            while last + 1 < len(words) and _goes_on(text, words[last], words[last + 1]):
                last += 1
            start, end = words[place].start, words[last].end
            yield Claim("name", text[start:end], start, end, may_open=_opens(text, words, place))
        place = last + 1


def _opens(text: str, words: list[Token], first: int) -> bool:
    """Whether the first word may be capital only because a sentence begins: it does, and the word names nothing."""
    begins = first == 0 or bool(_SENTENCE_END.search(text[words[first - 1].end : words[first].start]))
    return begins and words[first].key in _OPENERS


def _is_capital(text: str, word: Token) -> bool:
    return not word.is_number and nfc(text[word.start : word.end])[:1].isupper()


def _goes_on(text: str, left: Token, right: Token) -> bool:
    return _is_capital(text, right) and folded_gap(text[left.end : right.start]) in {" ", "-", " - "}


def folded_gap(gap: str) -> str:
    """What stands between two words, in one spelling: one space, plain dashes, nothing invisible."""
    return _SPACES.sub(" ", gap.translate(_FOLDED))
