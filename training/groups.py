"""Groups of similar texts: batches drawn from a few of them have hard negatives."""

import numpy as np
import torch
from batches import NewsPairs, SentencePairs
from numpy.typing import NDArray

_GROUP = 250  # texts in a group, about
_OPENING = 6  # sentences of an article that it is grouped by, its title among them
_ROUNDS = 6

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


def grouped(units: torch.Tensor) -> Numbers:
    """Number of the group that each row is in, by a few rounds of spherical k-means."""
    centres = units[torch.randperm(len(units))[: max(len(units) // _GROUP, 1)]]
    for _ in range(_ROUNDS):
        nearest = torch.cat([(part @ centres.T).argmax(1) for part in units.split(8192)])
        centres = torch.nn.functional.normalize(torch.zeros_like(centres).index_add_(0, nearest, units))
    return nearest.numpy()


def group_articles(news: NewsPairs, articles: Numbers, weights: Floats) -> Numbers:
    """Group of each of the articles, by what its opening says."""
    starts, firsts = news.news.sentences, news.news.articles
    vectors = []
    for chunk in np.array_split(articles, len(articles) // 2000 + 1):
        spans = [[(int(starts[firsts[a]]), int(starts[min(firsts[a] + _OPENING, firsts[a + 1])]))] for a in chunk]
        vectors.append(torch.nn.functional.normalize(torch.from_numpy(news.rows_of(spans) @ weights)))
    return grouped(torch.cat(vectors))


def group_sentences(sentences: SentencePairs, weights: Floats) -> Numbers:
    """Group of each sentence pair, by its Vietnamese side."""
    return grouped(torch.nn.functional.normalize(torch.from_numpy(sentences.vietnamese @ weights)))


def from_groups(groups: Numbers, count: int, size: int, rng: np.random.Generator) -> Numbers:
    """Places of about `size` members of `count` groups, evenly."""
    chosen = rng.choice(groups.max() + 1, count, replace=False)
    members = [np.flatnonzero(groups == group) for group in chosen]
    return np.concatenate([rng.choice(m, min(len(m), size // count), replace=False) for m in members])
