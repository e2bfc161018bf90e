"""The candidate: a stretch of one line that may be the short answer."""

from dataclasses import dataclass

from bot.question_kinds import Kind


@dataclass(frozen=True, slots=True)
class Candidate:
    """`line.text[start:end]` is what would be said; `[heart_start:heart_end]` is its figure, name or date itself."""

    start: int
    end: int
    heart_start: int
    heart_end: int
    shape: Kind
