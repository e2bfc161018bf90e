"""Which word of a sentence translates which word of the other: IBM Model 2 with a diagonal, both ways, made one.

The model is that of fast_align (Dyer, Chahuneau and Smith, "A Simple, Fast, and Effective Reparameterization of IBM
Model 2", NAACL 2013, section 2) with its tension held at 4 and sparse counts (a Dirichlet prior of 0.01, mean-field).
Both directions are brought together by `grow-diag-final-and` (Koehn, Och and Marcu, "Statistical Phrase-Based
Translation", NAACL 2003, section 3).
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma

Numbers = NDArray[np.int64]
Links = set[tuple[int, int]]

ROUNDS, TENSION, NOTHING, SPARSE = 6, 4.0, 0.08, 0.01
_NEIGHBOURS = ((-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1))


def numbered(sentences: Iterable[Sequence[str]]) -> list[Numbers]:
    """Words as numbers from 1, the commonest first."""
    kept = list(sentences)
    counts = Counter(word for sentence in kept for word in sentence)
    numbers = {word: number for number, (word, _) in enumerate(counts.most_common(), 1)}
    return [np.array([numbers[word] for word in sentence], np.int64) for sentence in kept]


def explained_by(sources: Sequence[Numbers], targets: Sequence[Numbers]) -> list[Numbers]:
    """For each target word of each sentence the place of the source word that explains it best; -1 for none."""
    width = max(int(target.max()) for target in targets) + 1
    pieces: list[tuple[Numbers, NDArray[np.float32], NDArray[np.int32]]] = []
    slots = 0
    for source, target in zip(sources, targets, strict=True):
        keys = np.concatenate([[0], source])[None, :] * width + target[:, None]
        slot = np.repeat(np.arange(slots, slots + len(target), dtype=np.int32), len(source) + 1)
        pieces.append((keys.ravel(), _places(len(source), len(target)).ravel(), slot))
        slots += len(target)
    keys, prior, slot = (np.concatenate(column) for column in zip(*pieces, strict=True))
    cells, numbers = np.unique(keys, return_inverse=True)
    shares = prior * _learned(cells // width, numbers, prior, slot)[numbers]
    found = []
    at = 0
    for source, target in zip(sources, targets, strict=True):
        end = at + len(target) * (len(source) + 1)
        found.append(shares[at:end].reshape(len(target), -1).argmax(axis=1) - 1)
        at = end
    return found


def _places(source: int, target: int) -> NDArray[np.float32]:
    """How likely each place of the source is for each place of the target: near the diagonal; nothing comes first."""
    distance = np.abs(np.arange(1, target + 1)[:, None] / target - np.arange(1, source + 1)[None, :] / source)
    near = np.exp(-TENSION * distance)
    near *= (1 - NOTHING) / near.sum(axis=1, keepdims=True)
    return np.concatenate([np.full((target, 1), NOTHING), near], axis=1).astype(np.float32)


def _learned(
    source_of: Numbers, numbers: Numbers, prior: NDArray[np.float32], slot: NDArray[np.int32]
) -> NDArray[np.float64]:
    """p(target word | source word) of each cell after all rounds of expectation-maximisation."""
    size = np.bincount(source_of)
    share = 1.0 / size[source_of]
    for number in range(1, ROUNDS + 1):
        weight = prior * share[numbers]
        total = np.bincount(slot, weight)
        counts = np.bincount(numbers, weight / total[slot], len(source_of))
        whole = np.bincount(source_of, counts) + SPARSE * size
        share = np.exp(digamma(counts + SPARSE) - digamma(np.maximum(whole, SPARSE))[source_of])
        print(f"round {number}: mean log p {np.log(total).mean():.4f}", flush=True)
    return np.asarray(share, np.float64)


def united(forward: Numbers, backward: Numbers) -> Links:
    """Links (source place, target place) of one sentence pair.

    Args:
        forward: for each target word its source word, -1 for none.
        backward: for each source word its target word, -1 for none.
    """
    one = {(int(source), target) for target, source in enumerate(forward) if source >= 0}
    other = {(source, int(target)) for source, target in enumerate(backward) if target >= 0}
    links, either = one & other, one | other
    sources, targets = {source for source, _ in links}, {target for _, target in links}
    grown = sorted(links)
    while grown:
        source, target = grown.pop()
        for down, right in _NEIGHBOURS:
            near = (source + down, target + right)
            if near in either and near not in links and (near[0] not in sources or near[1] not in targets):
                links.add(near)
                sources.add(near[0])
                targets.add(near[1])
                grown.append(near)
    for link in [*sorted(one), *sorted(other)]:
        if link[0] not in sources and link[1] not in targets:
            links.add(link)
            sources.add(link[0])
            targets.add(link[1])
    return links
