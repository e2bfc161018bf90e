"""The shape of a generator: from a question and the quotes that answer it to a sentence in the asker's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answer import Language


@dataclass(frozen=True, slots=True)
class Asked:
    """What a generator gets to see: the question, the short answer if there is one, and the quotes. Nothing else."""

    question: str
    language: Language
    answer: str | None
    quotes: Sequence[str]


class Generator(Protocol):
    """Words an answer. What it says is checked against the quotes before anybody sees it."""

    async def words(self, asked: Asked) -> str | None:
        """A sentence or two, or None when there are none in time. Raises GeneratorFault when it fails."""

    async def close(self) -> None:
        """Let go of connections."""


class GeneratorFault(Exception):
    """A generator failed; `kind` is a word of ours for logs and figures: slow, unreachable, refused, malformed."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind
