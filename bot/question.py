"""What a question says: its language, what it asks for, of which time, and which of its words ask rather than name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.question_changes import asserted_changes
from bot.question_counted import counted_words
from bot.question_focus import focus_words
from bot.question_kinds import Kind, question_kind
from bot.question_names import Name, mentioned_names
from bot.question_time import time_fineness, time_marks, years_by_today
from bot.question_typing import mended
from bot.question_units import Unit, unit_family
from bot.question_words import asking_words
from corpus.text import number_key, tokens
from index.language import Language, is_plain, question_language


@dataclass(frozen=True, slots=True)
class Question:
    """An understood question; `text` is what was asked, with slips of plain typing mended.

    `marks` are its marks of time (`bot.question_time`), `numbers` the keys of its figures, `counted` the plain keys
    of the words right after "how many", `units` those of the units that fit (`bot.question_units`), `names` those of
    the people and places mentioned, `fineness` whether a `day`, `month` or `year` is asked for, `changes` the figures
    with the rise or fall that it takes for granted, `focus` the words that it turns on (`bot.question_focus`),
    `asking` the lower-case words that carry no content; `follows` says that it leans on the question before it.
    """

    text: str
    language: Language
    plain: bool
    kind: Kind
    marks: frozenset[str]
    numbers: frozenset[str]
    counted: tuple[str, ...]
    units: frozenset[Unit]
    names: tuple[Name, ...]
    fineness: str
    changes: tuple[tuple[str, str], ...]
    focus: frozenset[str]
    asking: frozenset[str]
    follows: bool = False


def understand(text: str, today: date | None = None) -> Question:
    """Read a question; never fails: what cannot be told stays at its widest (`what`, no marks).

    `today` is what "năm nay" is counted from; the day by the clock unless given.
    """
    language = question_language(text)
    plain = language == "vi" and is_plain(text)
    if plain:
        text = mended(text)
    counted = counted_words(text, language)
    return Question(
        text=text,
        language=language,
        plain=plain,
        kind=question_kind(text, language, plain=plain),
        marks=time_marks(text, english=language == "en") | years_by_today(text, today or datetime.now(UTC).date()),
        numbers=frozenset(number_key(token.key) for token in tokens(text) if token.is_number),
        counted=counted,
        units=unit_family(text, language, counted),
        names=mentioned_names(text, english=language == "en"),
        fineness=time_fineness(text),
        changes=asserted_changes(text, language),
        focus=focus_words(text, language),
        asking=asking_words(text, language),
    )
