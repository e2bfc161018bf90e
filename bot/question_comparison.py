"""Questions that compare: which periods they name, and what is left of them to look for."""

import re
from dataclasses import dataclass

from bot.question_kinds import Kind
from corpus.text import nfc, tokens
from index.language import Language

_YEAR = re.compile(r"(?<![\d/.,])(?:19|20)\d\d(?!\d|[.,]\d)")
_BETWEEN = r"(?:19|20)\d\d (?:den|toi|to|and|until) (?:nam )?(?:19|20)\d\d"


def _any(*phrases: str) -> re.Pattern[str]:
    """Any of the phrases as whole words; they are compared in plain keys, so however typed they are the same."""
    return re.compile(rf"(?<!\S)(?:{'|'.join(phrases)})(?!\S)")


# Ask for nothing but a comparison
_STRONG = _any(
    "so sanh", "doi chieu", "qua cac (?:nam|ki|thoi ki|giai doan|bao cao)", "(?:qua|theo) tung nam",
    "cac nam (?:qua|gan)", "(?:nhung|may|vai|hai|ba|bon) nam (?:qua|gan day|lien)", "dien bien", "chenh lech",
)  # fmt: skip
_STRONG_ENGLISH = _any(
    "compare", "comparison", "over the years", "year by year", "trends?", "difference between", "recent years",
    "past years", "versus", "vs",
)  # fmt: skip
# Do so unless a single figure is asked for
_EXPLICIT = _any(
    "tang (?:hay|hoac) giam", "tang giam", "hon kem", "thay doi (?:the nao|ra sao|nhu the nao)",
    "(?:19|20)\\d\\d (?:va|voi|so voi) (?:(?:cung ki|ca) )?(?:nam )?(?:19|20)\\d\\d", f"tu (?:nam )?{_BETWEEN}",
)  # fmt: skip
_EXPLICIT_ENGLISH = _any(
    "(?:rise|fall|increase|decrease|grow|drop|up) or (?:rise|fall|increase|decrease|grow|drop|down)", "changed?",
    f"(?:from|between|in) {_BETWEEN}",
)  # fmt: skip
_AGAINST = _any(
    "so (?:voi )?(?:cung (?:ki|thoi diem)|nam (?:truoc|ngoai)|ki truoc)", "cung ki", "so voi (?:nam )?(?:19|20)\\d\\d"
)
_AGAINST_ENGLISH = _any(
    "same (?:period|time)", "year on year", "compared (?:with|to) (?:in )?(?:19|20)\\d\\d",
    "(?:compared (?:with|to)|against|than) (?:the )?(?:(?:previous|last|prior) year|year (?:before|earlier))",
)  # fmt: skip
_HOW = _any("the nao", "nhu the nao", "ra sao", "nhu nao")
_EVERY = _any(
    "(?:qua|theo) (?:cac|tung) \\S+", "cac nam(?: \\S+)?", "(?:nhung|may|vai|ba|bon) nam (?:qua|gan day)", "dien bien",
    "over the years", "year by year", "trends?", "(?:recent|past) years",
    f"(?:tu|tu nam|from|between) {_BETWEEN}",
)  # fmt: skip
# Without its marks it is the East Sea
_FLUCTUATION = re.compile(r"(?<!\w)biến động(?!\w)", re.IGNORECASE)
_FLUCTUATING = _any("bien dong")
# May also ask what has happened
_STORY = _any("dien bien")
# Ask for the sum over several periods
_TOTAL = _any(
    "tong cong", "cong (?:lai|don|ca|chung)", "tinh tong", "tong (?:so )?(?:cua )?(?:ca )?(?:hai|ba|bon|nam|\\d) nam",
    "ca (?:hai|ba|bon|\\d) (?:nam|ki|quy)", "in total", "altogether", "all together", "combined", "sum of", "add up",
)  # fmt: skip
_COUNT_OF_YEARS = _any("(?:trong |ca )?(?:hai|ba|bon|nam|\\d) nam", "(?:two|three|four|five|\\d) years")
_RUN_OF_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d")
_ASKS = _any(
    "bao nhieu", "may", "gi", "nao", "ai", "o dau", "(?:ra|vi|tai) sao", "how", "what", "which", "who", "where", "when",
    "why",
)  # fmt: skip
_ONE_FIGURE = _any("bao nhieu", "may", "how (?:many|much)", "(?:by )?what (?:percentage|share)", "by how \\S+")
_KINDS: frozenset[Kind] = frozenset({"number", "percent", "money", "what"})
# Names of times, and what only asks: nothing to look for in the texts
_TIMES = _any(
    "(?:6|sau|9|chin|3|ba) thang (?:dau|cuoi)(?: nam)?", "(?:6|9|3|sau|chin) thang", "nua (?:dau|cuoi)(?: nam)?",
    "quy (?:i{1,3}|iv|[1-4])", "(?:ca )?nam (?:nay|ngoai|truoc|qua)", "(?:ca )?nam(?: (?:19|20)\\d\\d)?",
    "(?:19|20)\\d\\d",
    "(?:in |of |for )?(?:the )?(?:(?:first|second|third|fourth|last) )?(?:half|quarter|(?:six|nine|three) months)",
)  # fmt: skip
_ASKING = _any(
    "tang", "giam", "giup", "cho (?:toi|minh|em)", "hay", "thi", "cac", "nhung", "con so", "so lieu", "giua", "trong",
    "tu", "den", "toi", "cua", "ve", "va", "voi", "la", "duoc", "co", "khong", "xin", "hoi", "so", "bao nhieu", "may",
)  # fmt: skip
_ASKING_ENGLISH = _any(
    "the", "in", "of", "for", "with", "to", "and", "between", "from", "how", "has", "have", "did", "please", "number",
    "compared", "what", "was", "were", "is", "are", "by", "over", "many", "much", "does", "do", "on", "at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question wants compared.

    `topic` is what is left of it to look for; `years` are those it names; `every` says that it asks for all periods
    there are (between `years`, if it names the ends); `before` that a period is to be compared with the one a year
    earlier; `is_explicit` that it asks for nothing else: otherwise a change that the text states may answer it; `total`
    that it asks for the sum over the periods; `may_tell` that it may also ask to be told what has happened.
    """

    topic: str
    years: tuple[int, ...]
    every: bool
    before: bool
    is_explicit: bool
    total: bool = False
    may_tell: bool = False


def comparison_asked(text: str, language: Language, kind: Kind) -> Asked | None:
    """What a question of a kind wants compared; None when it compares nothing."""
    words, spelled = _spelled(text)
    years = tuple(sorted({int(year) for year in _YEAR.findall(text)}))
    english = language == "en"
    fluctuates = bool(_FLUCTUATION.search(nfc(text)))
    strong = fluctuates or bool((_STRONG_ENGLISH if english else _STRONG).search(spelled))
    if not strong and kind not in _KINDS:
        return None
    run = bool(_RUN_OF_YEARS.search(text))
    total = bool(_TOTAL.search(spelled)) and (len(years) > 1 or bool(_EVERY.search(spelled)))
    total = total or ("tong so" in spelled and (run or len(years) > 2))  # noqa: PLR2004 - more than a pair to compare
    before = bool((_AGAINST_ENGLISH if english else _AGAINST).search(spelled)) and len(years) < 2  # noqa: PLR2004
    asks = bool((_EXPLICIT_ENGLISH if english else _EXPLICIT).search(spelled)) or (
        before and (bool(_HOW.search(spelled)) or not _ASKS.search(spelled))
    )
    explicit = strong or total or (asks and not _ONE_FIGURE.search(spelled))
    if not explicit and not before:
        return None
    dropped = [_TIMES, _HOW, _ONE_FIGURE, _AGAINST_ENGLISH, _STRONG_ENGLISH, _EXPLICIT_ENGLISH, _ASKING_ENGLISH]
    if not english:
        dropped = [_STRONG, _EXPLICIT, _AGAINST, _HOW, _TIMES, _ONE_FIGURE, _ASKING]
    if fluctuates:
        dropped = [_FLUCTUATING, *dropped]
    if total:
        dropped = [_TOTAL, _COUNT_OF_YEARS, *dropped]
    kept = _without(spelled, dropped)
    topic = " ".join(text[start:end] for i, (start, end) in enumerate(words) if i in kept)
    every = fluctuates or bool(_EVERY.search(spelled)) or (total and run)
    return Asked(topic, years, every, before, explicit, total, may_tell=bool(_STORY.search(spelled)))


def _spelled(text: str) -> tuple[list[tuple[int, int]], str]:
    """The places of the words of a text, and their plain keys in one line."""
    found = tokens(text)
    return [(token.start, token.end) for token in found], " ".join(token.plain for token in found)


def _without(spelled: str, dropped: list[re.Pattern[str]]) -> set[int]:
    """The numbers of the words that none of the patterns takes."""
    kept = set(range(len(spelled.split())))
    for pattern in dropped:
        for match in pattern.finditer(spelled):
            first = spelled.count(" ", 0, match.start())
            kept -= set(range(first, first + len(match.group().split())))
    return kept
