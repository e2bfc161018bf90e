"""Words that make a sentence a question and say nothing about what is asked for."""

from collections.abc import Sequence
from functools import lru_cache

from corpus.text import keys, plain_keys

# Phrases that count for little in a Vietnamese question
_PHRASES = (
    "bao nhiêu|là bao nhiêu|bao nhiêu là|mấy|gì|là gì|cái gì|những gì|điều gì|gồm những gì|ai|là ai|những ai|do ai|nào|"
    "là nào|khi nào|lúc nào|bao giờ|thế nào|như thế nào|ra sao|làm sao|vì sao|tại sao|đâu|ở đâu|từ đâu|hãy|cho biết|"
    "hãy cho biết|xin hỏi|cho hỏi|vậy|nhỉ|ạ|hả|không ạ|có phải|phải không|đúng không|hay không|bao lâu|bao xa|hôm nào|"
    "mấy giờ|thì|mà|là"
)
# The same typed plain, without those that are other words then (dau is đầu, may is máy, ai is AI, ma is mã)
_PLAIN_PHRASES = (
    "bao nhieu|la bao nhieu|gi|la gi|cai gi|nhung gi|dieu gi|gom nhung gi|la ai|nhung ai|do ai|nao|khi nao|luc nao|"
    "bao gio|the nao|nhu the nao|ra sao|lam sao|vi sao|tai sao|o dau|tu dau|cho biet|hay cho biet|xin hoi|cho hoi|"
    "phai khong|dung khong|hay khong|bao lau|bao xa|hom nao|may gio|may phan tram|thi|la"
)


@lru_cache(maxsize=2)
def _table(*, plain: bool) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in (_PLAIN_PHRASES if plain else _PHRASES).split("|"):
        sequence = tuple(plain_keys(phrase) if plain else keys(phrase))
        found.setdefault(sequence[0], []).append(sequence)
    return {first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in found.items()}


def question_positions(sequence: Sequence[str], *, plain: bool) -> frozenset[int]:
    """Positions in a sequence of keys (plain keys if `plain`) that belong to question words."""
    table = _table(plain=plain)
    found: set[int] = set()
    at = 0
    while at < len(sequence):
        step = 1
        for phrase in table.get(sequence[at], ()):
            if tuple(sequence[at : at + len(phrase)]) == phrase:
                found.update(range(at, at + len(phrase)))
                step = len(phrase)
                break
        at += step
    return frozenset(found)
