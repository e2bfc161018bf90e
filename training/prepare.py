"""Read the training text once and keep it as arrays of token numbers.

    python training/prepare.py --news news-vi.jsonl.xz --parallel parallel-en-vi.tsv.xz --work DIR [--workers 2]

News (one JSON object a line: title, body) becomes, per worker k:
  news-k.tokens.npy     int32, word number * 2 + (1 when the next word may form a pair with this one)
  news-k.sentences.npy  int64, first token of each sentence, one more at the end
  news-k.articles.npy   int64, first sentence of each article (its title), one more at the end
  news-k.leads.npy      int32, number of sentences of the article's first paragraph
  news-k.words.txt      the words (keys of corpus.text), in order of their numbers
Parallel sentences become parallel.jsonl: Vietnamese words, pairs and English terms of each pair.
"""

import argparse
import json
import lzma
import re
from itertools import pairwise
from multiprocessing import Process
from pathlib import Path

import numpy as np

from corpus.text import tokens
from index.english_stem import english_terms
from index.features import features, joined

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(\-–]*[A-ZÀ-ỸĐ0-9])")
_LONGEST_PAIR = 80


class Words:
    """Numbers words in order of appearance."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def encode(self, text: str) -> list[int]:
        """Each word's number * 2, + 1 where it may form a pair with the next one."""
        found = tokens(text)
        encoded = [self.numbers.setdefault(token.key, len(self.numbers)) * 2 for token in found]
        for place, (left, right) in enumerate(pairwise(found)):
            encoded[place] += joined(text, left, right)
        return encoded


def prepare_news(path: Path, work: Path, part: int, parts: int) -> None:
    """Number the words of every article whose line number is `part` modulo `parts`."""
    words = Words()
    flat, sentences, articles, leads = [], [0], [0], []
    total = 0
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines):
            if number % parts != part:
                continue
            article = json.loads(line)
            paragraphs = [p for p in article["body"].split("\n") if p.strip()]
            split = [_SENTENCE_END.split(p) for p in paragraphs]
            lead = 0
            chunk: list[int] = []
            for index, sentence in enumerate([article["title"], *(s for p in split for s in p)]):
                encoded = words.encode(sentence)
                if not encoded and index:
                    continue
                chunk += encoded
                total += len(encoded)
                sentences.append(total)
                lead += 1 <= index <= len(split[0]) if split else 0
            flat.append(np.array(chunk, np.int32))
            articles.append(len(sentences) - 1)
            leads.append(lead)
    np.save(work / f"news-{part}.tokens.npy", np.concatenate(flat))
    np.save(work / f"news-{part}.sentences.npy", np.array(sentences, np.int64))
    np.save(work / f"news-{part}.articles.npy", np.array(articles, np.int64))
    np.save(work / f"news-{part}.leads.npy", np.array(leads, np.int32))
    (work / f"news-{part}.words.txt").write_text("\n".join(words.numbers), encoding="utf-8")


def prepare_parallel(path: Path, work: Path) -> None:
    """Write the terms of each sentence pair, one JSON object a line; over-long pairs are left out."""
    with lzma.open(path, "rt", encoding="utf-8") as lines, (work / "parallel.jsonl").open("w", encoding="utf-8") as out:
        for line in lines:
            source, english, vietnamese = line.rstrip("\n").split("\t")
            terms, found = english_terms(english), features(vietnamese)
            if not terms.words or not found.words or max(len(terms.words), len(found.words)) > _LONGEST_PAIR:
                continue
            record = {
                "source": source,
                "e": terms.words, "E": terms.pairs, "n": terms.plain_words, "N": terms.plain_pairs, "u": terms.unsure,
                "w": found.words, "p": found.pairs, "W": found.plain_words, "P": found.plain_pairs,
            }  # fmt: skip
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--news", type=Path)
    parser.add_argument("--parallel", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    if options.parallel:
        prepare_parallel(options.parallel, options.work)
    if options.news:
        parts = [(options.news, options.work, k, options.workers) for k in range(options.workers)]
        processes = [Process(target=prepare_news, args=part) for part in parts]
        for process in processes:
            process.start()
        for process in processes:
            process.join()


if __name__ == "__main__":
    main()
