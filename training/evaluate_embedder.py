"""Search by similarity alone: MRR@10 and recall@5 of an embedder on the evaluation files.

python training/evaluate_embedder.py --eval DIR [--news news-vi.jsonl.xz --articles 2000] [--model FOLDER]
"""

import argparse
import json
import lzma
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from corpus.article import Article
from corpus.settings import SplitterSettings
from corpus.splitter import split
from corpus.text import strip_diacritics
from index.embedder import Embedder, EmbedderSettings, open_embedder
from index.embedders.static_vi_en import StaticEmbedder, StaticModel

Question = tuple[str, set[str]]


def records(path: Path) -> list[dict[str, str]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def cut(articles: Iterable[dict[str, str]]) -> tuple[list[str], list[str]]:
    """Article ids and the texts that the index would show to the embedder."""
    ids, texts = [], []
    for record in articles:
        article = Article(id=record["id"], title=record["title"], body=record["body"])
        for passage in split(article, SplitterSettings()):
            ids.append(article.id)
            texts.append(f"{passage.title}\n{passage.text}" if passage.title else passage.text)
    return ids, texts


def ranks(embedder: Embedder, ids: Sequence[str], vectors: np.ndarray, questions: Sequence[Question]) -> str:
    """MRR@10 and recall@5 over articles, the best passage of each counting."""
    found = embedder.encode_questions([question for question, _ in questions])
    reciprocal, within = 0.0, 0
    for question, (_, right) in zip(found, questions, strict=True):
        best = np.argsort(-(vectors @ question), kind="stable")[:200]
        articles = list(dict.fromkeys(ids[row] for row in best))[:10]
        rank = next((place for place, article in enumerate(articles, start=1) if article in right), None)
        reciprocal += 1 / rank if rank else 0
        within += rank is not None and rank <= 5  # noqa: PLR2004 -- recall@5
    return f"MRR@10 {reciprocal / len(questions):.3f}, R@5 {within / len(questions):.3f}"


def measure_set(embedder: Embedder, folder: Path, name: str, forms: Sequence[str]) -> None:
    """One set of passages and questions in some forms."""
    passages = records(folder / f"{name}.passages.jsonl")
    vectors = embedder.encode_passages([p["body"] for p in passages])
    asked = [(q["question"], set(q["articles"])) for q in records(folder / f"{name}.questions.jsonl")]
    for form in forms:
        questions = [(strip_diacritics(q), right) for q, right in asked] if form == "plain" else asked
        print(f"{name} {form}: {ranks(embedder, [p['id'] for p in passages], vectors, questions)}", flush=True)


def measure_review(embedder: Embedder, folder: Path, news: Path | None, count: int) -> None:
    """The review questions in their three forms, among other news."""
    articles = list(records(folder / "review-dev.articles.jsonl"))
    if news:
        with lzma.open(news, "rt", encoding="utf-8", newline="\n") as lines:
            articles += [json.loads(line) for line in islice(lines, count)]
    ids, texts = cut(articles)
    began = time.perf_counter()
    vectors = embedder.encode_passages(texts)
    print(f"{len(texts)} passages, {len(texts) / (time.perf_counter() - began):.0f} a second", flush=True)
    gold = [g for g in records(folder / "review-dev.gold.jsonl") if g["set"] == "answerable"]
    for form in ("q_vi", "q_plain", "q_en"):
        questions = [(g[form], {g["id"], *g.get("also_ids", [])}) for g in gold]
        print(f"review-dev {form}, {len(articles)} articles: {ranks(embedder, ids, vectors, questions)}", flush=True)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--news", type=Path, help="haystack for the review questions")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--model", type=Path, help="a static model that is not the packaged one")
    options = parser.parse_args()
    if options.model:
        embedder: Embedder = StaticEmbedder(StaticModel.load(options.model))
    else:
        embedder = open_embedder(EmbedderSettings())
    measure_set(embedder, options.eval, "viquad-dev", ("vi", "plain"))
    measure_set(embedder, options.eval, "zalo-wiki", ("vi", "plain"))
    measure_set(embedder, options.eval, "ntrex", ("en",))
    measure_review(embedder, options.eval, options.news, options.articles)


if __name__ == "__main__":
    main()
