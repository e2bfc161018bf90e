"""Questions that mean the same, put together: their vectors lie close to each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from index.embedder import Vectors

# Two phrasings of one question lie above this with the packaged model, two questions on one subject below
ALIKE = 0.8
Item = TypeVar("Item")


class Encoder(Protocol):
    """What grouping needs of the embedder."""

    def encode_questions(self, texts: Sequence[str]) -> "Vectors":
        """Unit vectors, one row per text."""
        ...


def grouped(items: Sequence[Item], texts: Sequence[str], encoder: Encoder, alike: float = ALIKE) -> list[list[Item]]:
    """The items in groups, the largest first; each is with the first one before it that it resembles.

    CPU work: about a millisecond per text.
    """
    if not items:
        return []
    vectors = encoder.encode_questions(texts)
    leaders: list[int] = []
    groups: list[list[Item]] = []
    for row, item in enumerate(items):
        likeness = vectors[leaders] @ vectors[row] if leaders else []
        best = max(range(len(leaders)), key=lambda place: likeness[place], default=None)
        if best is not None and likeness[best] >= alike:
            groups[best].append(item)
        else:
            leaders.append(row)
            groups.append([item])
    return sorted(groups, key=len, reverse=True)
