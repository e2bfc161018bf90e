"""Longer answers of a line: reasons, lists, and clauses for questions that no figure or name answers."""

import re
from itertools import pairwise

from bot.question_kinds import Kind
from bot.readers.span.candidate import Candidate

LONGEST = 60
_CAUSE = re.compile(
    r"\b(?:do|vì|bởi vì|bởi|tại vì|nhờ|nhằm|để|nguyên nhân (?:chính |chủ yếu )?(?:là |do )?|lý do (?:là )?|"
    r"xuất phát từ|với mục đích)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r":|\b(?:gồm có|bao gồm|gồm|như|là)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:]\s|\s[-–]\s|[()\"“”]")
_SHORT = re.compile(r"[,;:]\s|[()]|\s[-–]\s")
_SHORT_CLAUSE = 25
_EDGES = " \n\t\r,;:.-–•*+\"“”'…"


def _fitting(text: str, start: int, end: int) -> tuple[int, int]:
    """At most `LONGEST` words from `start`, without punctuation at the edges."""
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) > LONGEST:
        end = start + words[LONGEST - 1].end()
        cut = max((m.start() for m in _CLAUSE_END.finditer(text, start, end)), default=end)
        end = cut if cut > start + (end - start) // 2 else end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _candidate(text: str, start: int, end: int, shape: Kind) -> Candidate:
    start, end = _fitting(text, start, end)
    return Candidate(start, end, start, end, shape)


def reasons(text: str) -> list[Candidate]:
    """From each word that gives a reason to the end of the sentence, and the whole sentence."""
    found = [_candidate(text, match.start(), len(text), "why") for match in _CAUSE.finditer(text)]
    return [*found, _candidate(text, 0, len(text), "what")]


def lists(text: str) -> list[Candidate]:
    """What follows a colon or "gồm", and the whole sentence."""
    found = [_candidate(text, match.end(), len(text), "list") for match in _LIST.finditer(text)]
    return [*[c for c in found if c.end > c.start], _candidate(text, 0, len(text), "what")]


def statements(text: str) -> list[Candidate]:
    """The whole sentence when it is short enough, else windows of its clauses."""
    if len(text.split()) <= LONGEST:
        return [_candidate(text, 0, len(text), "what")]
    starts = [0, *(m.end() for m in _CLAUSE_END.finditer(text))]
    found = {(_fitting(text, start, len(text))) for start in starts}
    return [Candidate(start, end, start, end, "what") for start, end in sorted(found) if end > start]


def short_clauses(text: str) -> list[Candidate]:
    """Clauses of at most 25 words, for who and where questions that no name answers."""
    bounds = [0, *(m.end() for m in _SHORT.finditer(text)), len(text)]
    found = []
    for start, end in pairwise(bounds):
        words = list(re.finditer(r"\S+", text[start:end]))[:_SHORT_CLAUSE]
        if words:
            first, stop = start + words[0].start(), start + words[-1].end()
            while stop > first and text[stop - 1] in ' ,;:.()"”“-–':
                stop -= 1
            if stop > first:
                found.append(Candidate(first, stop, first, stop, "what"))
    return found
