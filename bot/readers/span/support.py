"""How far what stands at an answer, in its line and around it says, in whatever words, what was asked for.

A question has a setting (who, where, when: mostly what headline and opening are about too) and something it asks for:
the words next to its question word, and the others that the setting does not hold. An article about the right thing
that says nothing of what is asked for answers nothing; so each part is looked for by itself, and the nearer the better.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.question import Question
from bot.reader import Material
from bot.readers.span.candidate import Candidate
from bot.readers.span.matching import Features, Strengths, focus_keys, held_by
from bot.sheet import Line, Sheet
from bot.sought import KINDS, SoughtTerm
from corpus.text import plain_key
from index.language import is_syllable

NAMES = (
    "meant", "meant_missing", "noun_near", "noun_line", "noun_around", "noun_missing_near", "noun_missing_line",
    "rest_near", "rest_line", "rest_around", "rest_missing_line", "rest_missing_around", "content_near",
    "content_line", "joined_line", "joined_missing_line", "foreign_line", "foreign_around", "foreign_article",
)  # fmt: skip
LINE_NAMES = ("said_content", "said_noun", "said_rest", "said_joined", "said_around", "said_lead")
_REACH = 8
_HEADED = 0.5
_TEN = 10
_LETTERS, _LIKELY = 3, 0.5
_WORDS_OF_TIME = """
nam quy thang ngay nua dau cuoi giua ky ki nhiem giai doan first second third fourth half quarter year years month
months term period six nine three sang chieu toi hom dip
"""
_TIME_WORDS = frozenset(_WORDS_OF_TIME.split())

Weights = NDArray[np.float32]


class Support:
    """The question's terms by the part that they play in it, to be looked for in lines."""

    def __init__(self, material: Material) -> None:
        """Sort the terms of a question: its setting (figures, names, times), what it turns on, and the rest."""
        self._material = material
        terms = material.sought.terms
        question = material.question
        weights = np.array([term.weight for term in terms], np.float32)
        is_pair = np.array([term.is_pair for term in terms], bool)
        setting = np.array([_is_setting(question, term) for term in terms], bool)
        turning = np.array([_turns_on(question, term) for term in terms], bool) & ~setting
        self._words = np.where(is_pair, 0, weights)
        self._noun = np.where(turning, self._words, 0)
        self._content = np.where(setting, 0, self._words)
        self._rest = np.where(turning | setting, 0, self._words)
        self._joined = np.where(is_pair & ~setting, weights, 0)

    def of_lines(self, placed: Sequence[tuple[Sheet, Line]]) -> list[dict[str, float]]:
        """The measures of `LINE_NAMES` for each line, with how far it is behind the best of them in content."""
        if not self._material.sought.terms:
            return [dict.fromkeys(LINE_NAMES, 0.0) for _ in placed]
        around = [[line, *_heads(sheet)] for sheet, line in placed]
        distinct = {id(line): line for lines in ([line for _, line in placed], *around) for line in lines}
        row = {key: i for i, key in enumerate(distinct)}
        held = self._held([line.features for line in distinct.values()])
        here = [held[row[id(line)]] for _, line in placed]
        near_by = [held[[row[id(line)] for line in lines]].max(axis=0) for lines in around]
        found = []
        for (sheet, _), line, near in zip(placed, here, near_by, strict=True):
            headed = self._headed(sheet)
            found.append(
                {
                    "said_content": _share(line, self._content),
                    "said_noun": _share(line, self._noun),
                    "said_rest": _share(line, np.where(headed, 0, self._rest)),
                    "said_joined": _share(line, np.where(headed, 0, self._joined)),
                    "said_around": _share(near, self._words),
                }
            )
        top = max(one["said_around"] for one in found)
        return [{**one, "said_lead": one["said_around"] - top} for one in found]

    def at(self, sheet: Sheet, line: Line, candidate: Candidate | None) -> dict[str, float]:
        """The measures of `NAMES` for a candidate of a line, or for the line itself.

        Shares are of the information of the words concerned, 1 where there are none; what is missing is that of the
        most telling one.
        """
        if not self._material.sought.terms:
            return dict.fromkeys(NAMES, 0.0)
        regions = [_at(line, candidate), line.features, _together(_around(sheet, line))]
        near, here, around = self._held(regions)
        headed = self._headed(sheet)
        rest, joined = np.where(headed, 0, self._rest), np.where(headed, 0, self._joined)
        return {
            "meant": _share(around, self._words, 0.0),
            "meant_missing": _missing(around, self._words),
            "noun_near": _share(near, self._noun),
            "noun_line": _share(here, self._noun),
            "noun_around": _share(around, self._noun),
            "noun_missing_near": _missing(near, self._noun),
            "noun_missing_line": _missing(here, self._noun),
            "rest_near": _share(near, rest),
            "rest_line": _share(here, rest),
            "rest_around": _share(around, rest),
            "rest_missing_line": _missing(here, rest),
            "rest_missing_around": _missing(around, rest),
            "content_near": _share(near, self._content),
            "content_line": _share(here, self._content),
            "joined_line": _share(here, joined),
            "joined_missing_line": _missing(here, joined),
            **_foreign(self._material, regions, sheet),
        }

    def _held(self, regions: Sequence[Features]) -> Strengths:
        """How well each term is said in each region, shape (regions, terms)."""
        held = np.stack([held_by(region, self._material.sought) for region in regions])
        if self._material.likeness is None:
            return held
        return np.maximum(held, self._material.likeness.support(self._material.sought, regions))

    def _headed(self, sheet: Sheet) -> NDArray[np.bool_]:
        """Which terms stand in headline or opening sentence."""
        result: NDArray[np.bool_] = held_by(_together(_heads(sheet)), self._material.sought) >= _HEADED
        return result


def _share(held: Weights, weights: Weights, empty: float = 1.0) -> float:
    total = float(weights.sum())
    return float(held @ weights) / total if total > 0 else empty


def _missing(held: Weights, weights: Weights) -> float:
    return float(((1 - held) * weights).max()) / _TEN


def _foreign(material: Material, regions: Sequence[Features], sheet: Sheet) -> dict[str, float]:
    """Which share of the names that are no Vietnamese (banks, makers, airlines) stands in the line, near, anywhere."""
    asked = {plain_key(term.source) for term in material.sought.terms if _is_foreign(term)}
    if not asked:
        return {"foreign_line": 1.0, "foreign_around": 1.0, "foreign_article": 1.0}
    everywhere = frozenset().union(*(line.features["plain_words"] for line in sheet.lines))
    places = (regions[1]["plain_words"], regions[2]["plain_words"], everywhere)
    shares = [len(asked & words) / len(asked) for words in places]
    return dict(zip(("foreign_line", "foreign_around", "foreign_article"), shares, strict=True))


def _is_foreign(term: SoughtTerm) -> bool:
    """Whether a term is a word that no Vietnamese syllable looks like, and that stands for nothing but itself."""
    written = plain_key(term.source)
    if len(written) < _LETTERS or not written.isalpha() or is_syllable(written):
        return False
    return all(plain_key(text) == written for _, text, how in term.forms if how >= _LIKELY)


def _heads(sheet: Sheet) -> list[Line]:
    """Headline and opening sentence."""
    return [line for line in sheet.lines if line.start is None or line.number == 0]


def _around(sheet: Sheet, line: Line) -> list[Line]:
    """A line with its neighbours, the headline and the opening sentence."""
    return [
        other
        for other in sheet.lines
        if other.start is None or other.number == 0 or abs(other.number - line.number) <= 1
    ]


def _at(line: Line, candidate: Candidate | None) -> Features:
    """The features of the words around a candidate's figure or name."""
    if candidate is None:
        return line.features
    places = [i for i, token in enumerate(line.tokens) if candidate.start <= token.start < candidate.end]
    if not places:
        return line.features
    first, last = max(0, places[0] - _REACH), places[-1] + _REACH
    tokens = line.tokens[first : last + 1]
    return {
        "words": {token.key for token in tokens},
        "plain_words": {token.plain for token in tokens},
        "pairs": set(line.pairs[first:last]),
        "plain_pairs": set(line.plain_pairs[first:last]),
    }


def _together(lines: Sequence[Line]) -> Features:
    return {kind: frozenset().union(*(line.features[kind] for line in lines)) for kind in KINDS}


def _pieces(term: SoughtTerm) -> set[str]:
    return {plain_key(piece) for piece in term.source.replace("_", " ").split()}


def _is_setting(question: Question, term: SoughtTerm) -> bool:
    """Whether a term is a figure, or part of a name or of a time."""
    pieces = _pieces(term)
    named = {key for name in question.names for key in name}
    return term.is_number or pieces <= named or pieces <= _TIME_WORDS or any(p.isdigit() for p in pieces)


def _turns_on(question: Question, term: SoughtTerm) -> bool:
    return not term.is_pair and bool(_pieces(term) & focus_keys(question))
