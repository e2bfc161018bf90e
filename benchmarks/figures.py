"""How long reading the figures of articles takes, and how many there are.

python benchmarks/figures.py ARTICLES.jsonl [MOST]
"""

import json
import sys
from itertools import islice
from pathlib import Path
from time import process_time

from corpus.article import Article
from corpus.figures_article import article_figures

MOST = 2000


def main(path: str, most: str = str(MOST)) -> None:
    """Reads the first articles of a file and prints processor time and counts per article."""
    with Path(path).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, int(most))]
    articles = [Article(str(row["id"]), row["title"], row["body"], published=row.get("published")) for row in rows]
    article_figures(articles[0])  # patterns are compiled on first use
    start = process_time()
    figures = [figure for article in articles for figure in article_figures(article)]
    took = (process_time() - start) / len(articles) * 1000
    placed = sum(figure.period is not None for figure in figures)
    changed = sum(figure.change is not None for figure in figures)
    print(f"{len(articles)} articles, {len(figures)} figures ({len(figures) / len(articles):.1f} an article)")
    print(f"{took:.2f} ms processor time an article; {placed} figures with a period, {changed} with a stated change")


if __name__ == "__main__":
    main(*sys.argv[1:])
