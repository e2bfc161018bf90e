"""Which questions an installation is judged by: its own, else the packaged ones where the samples are loaded."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from bot.evaluation_settings import EvaluationSettings
from bot.gold import GoldQuestion, applicable, packaged_gold, read_gold
from bot.home import Home
from corpus.article import Article


class Articles(Protocol):
    """What is needed of the corpus store."""

    def iter_current(self) -> AsyncIterator[Article]:
        """All current articles."""
        ...


def gold_file(settings: EvaluationSettings, home: Home) -> Path | None:
    """The installation's own gold set; None when it has none."""
    return home.folder / Path(settings.gold).expanduser() if settings.gold else None


async def own_questions(settings: EvaluationSettings, home: Home, store: Articles) -> list[GoldQuestion]:
    """The questions that apply to the articles of the installation; none where nothing fits. Raises BadQuestion."""
    file = gold_file(settings, home)
    held: set[str] = set()
    samples: set[str] = set()
    async for article in store.iter_current():
        held.add(article.id)
        if article.is_sample:
            samples.add(article.id)
    if file:
        return applicable(read_gold(file), held)
    return applicable(packaged_gold(), samples) if samples else []
