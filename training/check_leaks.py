"""Find training articles and sentence pairs that share long text with the evaluation sets.

    python training/check_leaks.py --work DIR --eval DIR

An article is left out of training when it shares a run of 13 words with any evaluation text (questions, passages,
articles), a sentence pair when either side shares a run of 10 words with it. Writes leaked-articles.npy and
leaked-pairs.npy (numbers of articles and of lines in parallel.jsonl) to the work folder and prints what it found.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from corpus_arrays import News, load_news
from numpy.typing import NDArray

from corpus.text import keys
from index.english_stem import english_terms

_ARTICLE_RUN = 13
_PAIR_RUN = 10
_BASE = np.uint64(0x9E3779B97F4A7C15)
_TEXT_FIELDS = ("title", "body", "question", "q_vi", "q_en", "sentence")


def run_hashes(codes: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """A hash of every run of `length` codes (wrapping arithmetic, position by position)."""
    if len(codes) < length:
        return np.empty(0, np.uint64)
    total = np.zeros(len(codes) - length + 1, np.uint64)
    for i in range(length):
        total = total * _BASE + codes[i : len(codes) - length + 1 + i]
    return total


class Codes:
    """A fixed random number for each word."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._random = np.random.default_rng(13)

    def of(self, words: list[str]) -> NDArray[np.uint64]:
        """The numbers of the words, in order."""
        for word in words:
            if word not in self._known:
                self._known[word] = int(self._random.integers(1, 2**63))
        return np.array([self._known[word] for word in words], np.uint64)


def evaluation_texts(folder: Path) -> dict[str, list[str]]:
    """Every text of every evaluation file."""
    texts = {}
    for path in sorted(folder.glob("*.jsonl")):
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
        texts[path.name] = [str(r[field]) for r in records for field in _TEXT_FIELDS if r.get(field)]
    return texts


def leaked_articles(news: News, codes: Codes, texts: dict[str, list[str]]) -> NDArray[np.int64]:
    """Numbers of the articles that share a long run with an evaluation text."""
    hashes = run_hashes(codes.of(news.words)[news.tokens], _ARTICLE_RUN)
    article_start = news.sentences[news.articles]
    leaked: set[int] = set()
    for name, found in texts.items():
        wanted = np.unique(np.concatenate([run_hashes(codes.of(keys(text)), _ARTICLE_RUN) for text in found]))
        places = np.flatnonzero(np.isin(hashes, wanted))
        articles = set((np.searchsorted(article_start, places, side="right") - 1).tolist())
        print(f"{name}: {len(found)} texts, {len(wanted)} runs of words, {len(articles)} articles share one")
        leaked |= articles
    return np.array(sorted(leaked), np.int64)


def leaked_pairs(path: Path, codes: Codes, texts: dict[str, list[str]]) -> NDArray[np.int64]:
    """Numbers of the sentence pairs of which a side shares a run with an evaluation text."""
    everything = [text for found in texts.values() for text in found]
    vietnamese = np.concatenate([run_hashes(codes.of(keys(text)), _PAIR_RUN) for text in everything])
    english = np.concatenate([run_hashes(codes.of(list(english_terms(text).words)), _PAIR_RUN) for text in everything])
    known_v, known_e = set(vietnamese.tolist()), set(english.tolist())
    leaked = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            runs_v = run_hashes(codes.of(record["w"]), _PAIR_RUN).tolist()
            runs_e = run_hashes(codes.of(record["e"]), _PAIR_RUN).tolist()
            if not known_v.isdisjoint(runs_v) or not known_e.isdisjoint(runs_e):
                leaked.append(number)
    return np.array(leaked, np.int64)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--eval", type=Path, required=True)
    options = parser.parse_args()
    codes, texts, news = Codes(), evaluation_texts(options.eval), load_news(options.work)
    articles = leaked_articles(news, codes, texts)
    np.save(options.work / "leaked-articles.npy", articles)
    print(f"{len(articles)} of {len(news.leads)} articles left out")
    pairs = leaked_pairs(options.work / "parallel.jsonl", codes, texts)
    np.save(options.work / "leaked-pairs.npy", pairs)
    print(f"{len(pairs)} sentence pairs left out")


if __name__ == "__main__":
    main()
