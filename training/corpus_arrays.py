"""The prepared news (training/prepare.py) as one set of arrays, with passages marked."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.text import plain_key

_TARGET_WORDS = 105
_SHORTEST_PASSAGE = 25


@dataclass(frozen=True, slots=True)
class News:
    """All articles, one after the other.

    Attributes:
        words: the vocabulary of keys; `plains` the same without diacritics, each with its number in `plain_of`.
        tokens: word number of every token; `joined`: whether it may form a pair with the next one.
        sentences: first token of each sentence, one more at the end.
        articles: first sentence of each article (its title), one more at the end.
        leads: number of sentences of each article's first paragraph.
    """

    words: list[str]
    plains: list[str]
    plain_of: NDArray[np.int32]
    tokens: NDArray[np.int32]
    joined: NDArray[np.bool_]
    sentences: NDArray[np.int64]
    articles: NDArray[np.int64]
    leads: NDArray[np.int32]


def load_news(work: Path) -> News:
    """Join the parts that `prepare.py` wrote."""
    numbers: dict[str, int] = {}
    tokens, sentences, articles, leads = [], [np.zeros(1, np.int64)], [np.zeros(1, np.int64)], []
    for path in sorted(work.glob("news-*.words.txt")):
        part = path.name.split(".")[0]
        local = path.read_text(encoding="utf-8").split("\n")
        where = np.array([numbers.setdefault(word, len(numbers)) for word in local], np.int32)
        raw = np.load(work / f"{part}.tokens.npy")
        tokens.append(where[raw >> 1] * 2 + (raw & 1))
        articles.append(np.load(work / f"{part}.articles.npy")[1:] + len(np.concatenate(sentences)) - 1)
        sentences.append(np.load(work / f"{part}.sentences.npy")[1:] + sentences[-1][-1])
        leads.append(np.load(work / f"{part}.leads.npy"))
    flat = np.concatenate(tokens)
    words = list(numbers)
    plain_numbers: dict[str, int] = {}
    plain_of = np.array([plain_numbers.setdefault(plain_key(w), len(plain_numbers)) for w in words], np.int32)
    return News(
        words, list(plain_numbers), plain_of, flat >> 1, (flat & 1).astype(bool),
        np.concatenate(sentences), np.concatenate(articles), np.concatenate(leads),
    )  # fmt: skip


def passages(news: News) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pack body sentences to passages of about 105 words.

    Returns:
        `bounds` (n, 2), first and past-the-last sentence of each passage, and `offsets` (articles + 1,), the
        first passage of each article.
    """
    bounds: list[tuple[int, int]] = []
    offsets = [0]
    starts, articles = news.sentences.tolist(), news.articles.tolist()
    for article in range(len(articles) - 1):
        first = articles[article] + 1
        for sentence in range(first, articles[article + 1]):
            if starts[sentence + 1] - starts[first] >= _TARGET_WORDS:
                bounds.append((first, sentence + 1))
                first = sentence + 1
        if starts[articles[article + 1]] - starts[min(first, articles[article + 1])] >= _SHORTEST_PASSAGE:
            bounds.append((first, articles[article + 1]))
        offsets.append(len(bounds))
    return np.array(bounds, np.int64), np.array(offsets, np.int64)
