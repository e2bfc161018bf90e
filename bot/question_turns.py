"""Follow-up questions: what a short next turn leaves out is taken over from the turns before it.

`Còn năm 2018 thì sao?` repeats the question before with another year, `thế còn Đà Nẵng?` with another subject, and
`ai chủ trì?` asks something else of what was spoken of.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.question import Question, understand
from bot.question_comparison import comparison_asked
from bot.question_names import name_span
from bot.question_summary import summary_topic
from bot.question_words import asking_words
from corpus.text import has_diacritics, plain_key, plain_keys, tokens
from index.english_stem import stem

# With no more words of content than this a turn leans on the one before: with a name or year of its own, and without.
# Vietnamese words are mostly two syllables, each a word here
_FEW = {"vi": (3, 5), "en": (2, 3)}
_ENOUGH = 8
# So many words name what a comparison or summary is of
_WIDE = 4
_OPENERS = (
    "còn|thế còn|thế|vậy còn|vậy|vậy thì|riêng|trong đó|trong số đó|trong số này|qua đó|ở đó|tại đó|sang|rồi|"
    "and|what about|how about|of those|of them|which of them|then"
)
# Typed plain, "số" is "so" too: only an English turn opens with it
_OPENERS_ENGLISH = "so"
_BACKWARD = (
    "đó|ấy|nó|họ|ông ấy|bà ấy|người này|đơn vị này|cuộc này|vụ này|việc này|he|she|it|its|they|them|their|that|those|"
    "this|there|his|her|these|one"
)
# These mean somebody or something named before, however long the turn is
_PERSONS_BEFORE = "ông ấy|bà ấy|anh ấy|chị ấy|ông này|bà này|người này|đơn vị này|cơ quan này|huyện này|tỉnh này|he|she"
_NO_OWN_QUESTION = (
    "thì sao|thế nào|thì thế nào|ra sao|thì|sao|what about|how about|and|so|then|still|còn|thế|vậy|riêng|sang|rồi"
)
# With one of these a year before is what a change is counted from, not what is asked about
_CHANGES = (
    "so với|bằng|tăng|giảm|hơn|kém|compared|than|up|down|rise|rose|grow|fall|fell|increase|decrease|more|less|change|"
    "cùng kỳ năm|same period of"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FILLER_WORDS = "duoc dat la thi bao nhieu con cung do it be was"
_FILLERS = frozenset(_FILLER_WORDS.split())
_WORDS_OF_TIME = """
nam quy thang ngay nua dau cuoi giua ky nhiem giai doan nien vu first second third half quarter year months month of the
in six nine three same period january february march april may june july august september october november december
"""
_TIME_WORDS = frozenset(_WORDS_OF_TIME.split())
# Ask nothing in a question, but tell of what it is
_MONTHS = "january february march april may june july august september october november december not no share"
_KEPT = frozenset(_MONTHS.split())
_LEVELS = "huyen tinh quan xa phuong thanh pho thi tran tp o tai cua ong ba district province city of in the con"
_LEVEL_WORDS = frozenset(_LEVELS.split())
_DATED = re.compile(rf"(?:\b(?:năm|nam|in|of)\s+)?{_YEAR.pattern}", re.IGNORECASE)
_SHIFTS: tuple[tuple[str, int], ...] = (
    ("hai năm trước đó|2 năm trước đó|hai năm trước|two years earlier|two years before", -2),
    ("hai năm sau|2 năm sau|two years later|two years after", 2),
    ("năm trước đó|năm trước|năm liền trước|the year before|the previous year|a year earlier|year earlier", -1),
    ("năm sau đó|năm sau|năm tiếp theo|năm kế tiếp|the following year|following year|next year|the year after", 1),
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question made whole. `carried` are the words taken over from earlier turns: they count less than new ones.

    `shown` is how the question was taken, for the person who asked; None when it stands as it was asked.
    """

    question: Question
    carried: frozenset[str] = frozenset()
    shown: str | None = None


@cache
def _pattern(phrases: str, *, at_start: bool) -> re.Pattern[str]:
    folded = re.sub(r"[^\W\d_]+", lambda m: plain_key(m.group()), phrases)
    options = "|".join(sorted(folded.split("|"), key=len, reverse=True))
    return re.compile(rf"^(?:{options})(?!\S)" if at_start else rf"(?<!\S)(?:{options})(?!\S)")


def resolve(text: str, turns: Sequence[str]) -> Resolved:
    """The last question, made whole with the ones before it where it leaves something out."""
    own = understand(text)
    if not turns or not _leaves_out(own):
        return Resolved(own)
    before = resolve(turns[-1], turns[:-1]).question
    shifted = _shifted(own, before)
    names_time = bool(shifted or own.marks)
    if names_time and _only_time(own) and _YEAR.search(before.text):
        return _same_with_time(own, before, shifted or _YEAR.findall(text))
    if (elsewhere := _same_elsewhere(own, before)) is not None:
        return elsewhere
    return _joined(own, before, shifted, asks_itself=_asks_itself(own))


def _only_time(own: Question) -> bool:
    """Whether a turn names nothing but a time, as `Còn năm 2018 thì sao?` and `And the following year?` do."""
    spelled = " ".join(plain_keys(own.text))
    for phrases, _ in _SHIFTS:
        spelled = _pattern(phrases, at_start=False).sub(" ", spelled)
    asking = {plain_key(word) for word in own.asking}
    rest = _pattern(_NO_OWN_QUESTION, at_start=False).sub(" ", spelled).split()
    return all(word in _TIME_WORDS or word.isdigit() or word in asking or word in _FILLERS for word in rest)


def _leaves_out(question: Question) -> bool:
    if _is_wide(question):
        return False
    spelled = " ".join(plain_keys(question.text))
    openers = f"{_OPENERS}|{_OPENERS_ENGLISH}" if question.language == "en" else _OPENERS
    if _pattern(openers, at_start=True).search(spelled):
        return True
    content = _content(question)
    if _pattern(_PERSONS_BEFORE, at_start=False).search(spelled):
        return True
    if question.names and question.counted:
        return False
    named, unnamed = _FEW[question.language]
    if len(content) <= (named if question.names or _YEAR.search(question.text) else unnamed):
        return True
    return len(content) < _ENOUGH and bool(_pattern(_BACKWARD, at_start=False).search(spelled))


def _is_wide(question: Question) -> bool:
    """Whether a turn asks for a comparison or a summary and says itself of what."""
    topic = summary_topic(question.text, question.language)
    if topic is None:
        compared = comparison_asked(question.text, question.language, question.kind)
        topic = compared.topic if compared and compared.is_explicit else ""
    words = " ".join(plain_keys(topic))
    return len(words.split()) >= _WIDE and not _pattern(_BACKWARD, at_start=False).search(words)


def _content(question: Question) -> list[str]:
    asking = {plain_key(word) for word in question.asking}
    return [token.plain for token in tokens(question.text) if token.plain not in asking]


def _asks_itself(question: Question) -> bool:
    """Whether the turn brings a question of its own, not only "thì sao?"."""
    bare = _pattern(_NO_OWN_QUESTION, at_start=False).sub(" ", " ".join(plain_keys(question.text)))
    if question.language == "vi" and not has_diacritics(question.text):
        rest = understand(" ".join(bare.split()) or "x")
    else:
        words = question.text.split()
        kept = [word for word in words if plain_key(word.strip("?.,!")) in bare.split()]
        rest = understand(" ".join(kept) or "x")
    return rest.kind != "what" or bool(set(bare.split()) & {"gi", "nao", "which", "what"})


def _shifted(own: Question, before: Question) -> list[str]:
    """The year that "năm sau đó" or "two years earlier" means, counted from the last year asked about."""
    known = _YEAR.findall(before.text)
    spelled = " ".join(plain_keys(own.text))
    changes = bool(_pattern(_CHANGES, at_start=False).search(spelled))
    for phrases, shift in _SHIFTS:
        if known and not (changes and shift < 0) and _pattern(phrases, at_start=False).search(spelled):
            return [str(int(known[-1]) + shift)]
    return []


def _same_with_time(own: Question, before: Question, years: Sequence[str]) -> Resolved:
    """The question before, about another time."""
    parts = " ".join(_time_phrase(own))
    text = before.text
    if years:
        text = _YEAR.sub(years[-1], text)
    if parts and not {mark for mark in own.marks if mark[0] in "hqnm"} <= before.marks:
        text = f"{text.rstrip('?. ')} ({parts})?"
    return Resolved(_like(before, text), shown=text)


def _like(before: Question, text: str) -> Question:
    """A text that asks for the same thing as the question before."""
    asked = understand(text)
    return replace(asked, kind=before.kind, counted=before.counted, units=before.units, follows=True)


def _time_phrase(own: Question) -> list[str]:
    """The words of a turn that name a part of a year ("nửa đầu"), without the year itself."""
    if not any(mark[0] in "hqnm" for mark in own.marks):
        return []
    return [w for w in own.text.strip("?. ").split() if plain_key(w) in _TIME_WORDS or w.isdigit()]


def _same_elsewhere(own: Question, before: Question) -> Resolved | None:
    """The question before, about another place or person: `Thế còn Đà Nẵng?`; None where there is none to change."""
    left_out = {plain_key(word) for word in own.asking} | _LEVEL_WORDS
    bare = _pattern(_NO_OWN_QUESTION, at_start=False).sub(" ", " ".join(plain_keys(own.text))).split()
    if len(own.names) != 1 or len(before.names) != 1 or set(bare) - left_out - set(own.names[0]):
        return None
    old = name_span(before.text, before.names[0])
    new = name_span(own.text, own.names[0])
    if old is None or new is None or own.names == before.names:
        return None
    text = f"{before.text[: old[0]]}{own.text[new[0] : new[1]]}{before.text[old[1] :]}"
    return Resolved(_like(before, text), shown=text)


def _joined(own: Question, before: Question, years: Sequence[str], *, asks_itself: bool) -> Resolved:
    """What the turn says, followed by what it leaves out: the subject matter of the question before."""
    new_years = years or _YEAR.findall(own.text)
    kept = _DATED.sub(" ", before.text) if new_years else before.text
    asking = asking_words(before.text, before.language) - _KEPT
    subject = [w for w in kept.strip("?. ").split() if w.lower().strip(',.()?"') not in asking]
    text = f"{own.text.rstrip('?. ')} – {' '.join([*years, *subject])}?"
    whole = understand(text)
    ours = {token.plain for token in tokens(own.text)}
    carried = frozenset(
        text[token.start : token.end].lower() for token in tokens(text) if token.plain not in ours
    ) - set(years)
    if own.language == "en":
        carried |= frozenset(map(stem, carried))  # the pieces of an English question are called by their stems
    source = own if asks_itself else before
    return Resolved(
        replace(
            whole,
            language=own.language,
            plain=own.plain and before.plain,
            kind=source.kind,
            counted=source.counted,
            units=source.units,
            asking=whole.asking | own.asking | before.asking,
            follows=True,
        ),
        carried,
        f"{own.text.rstrip('?. ')} ({before.text.rstrip('?. ')})?",
    )
