"""Summaries: the five sentences that carry an article, quoted in its own order; nothing is worded anew.

A sentence is chosen for what it has in common with the others (LexRank: the stationary weight of a walk between
similar sentences, Erkan and Radev 2004, https://doi.org/10.1613/jair.1523), for standing early, for its figures and
for sharing words with the title; one that repeats a chosen one is worth less.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Answer
from bot.evidence import Evidence
from bot.question import Question
from corpus.article import Article
from corpus.figures import figures_in
from corpus.period import article_period
from corpus.sentences import sentence_spans
from corpus.text import keys, tokens

MOST_SENTENCES = 5
MOST_WORDS = 120
_MOST_READ = 80
_LEAST_WORDS = 6
_HEADLINE_WORDS = 30
_WEIGHTS = {"centrality": 1.0, "lead": 0.9, "figures": 0.5, "title": 0.6, "point": -0.35, "speech": -0.35}
_DAMPING, _STEPS = 0.85, 20
_MANY_FIGURES = 3
_REPEATS = 0.5
_POINT = re.compile(r"[-–•+*]\s")
_SPEECH = re.compile(r"[\"“]|\?$")
_CLAUSE_END = re.compile(r"[,;:](?=\s)")

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the body: offsets, text, its words' weights (unit length)."""

    start: int
    end: int
    text: str
    words: int
    vector: Vector


def summarise(article: Article, most: int = MOST_SENTENCES) -> tuple[Evidence, ...]:
    """The sentences that carry an article, at most `most`, in its order; each a quote of at most 120 words."""
    sentences = _sentences(article.body)
    if not sentences:
        return ()
    worth = _worth(article, sentences)
    usable = [i for i, one in enumerate(sentences) if _LEAST_WORDS <= one.words <= MOST_WORDS]
    if not usable:
        usable = list(range(len(sentences)))
    chosen = [usable[0]]
    while len(chosen) < most and len(chosen) < len(usable):
        chosen.append(max((i for i in usable if i not in chosen), key=lambda i: _gain(sentences, worth, chosen, i)))
    return tuple(_evidence(article, sentences[i], worth[i]) for i in sorted(chosen))


def summary_headline(quotes: Sequence[Evidence]) -> str | None:
    """The short answer of a summary: the opening of its first sentence up to the end of a clause, verbatim."""
    if not quotes:
        return None
    quote = quotes[0].quote
    words = list(tokens(quote))
    if len(words) <= _HEADLINE_WORDS:
        return quote.rstrip(".")
    within = words[_HEADLINE_WORDS - 1].end
    ends = [match.start() for match in _CLAUSE_END.finditer(quote, words[_LEAST_WORDS].end, within)]
    return quote[: ends[-1]] if ends else quote[:within]


def summary_of(original: str, question: Question, article: Article, sureness: float) -> Answer | None:
    """The answer that sums up an article; None when it has no sentence."""
    quotes = summarise(article)
    if not quotes:
        return None
    return Answer(
        original,
        question.language,
        answered=True,
        text=summary_headline(quotes),
        evidence=quotes,
        confidence=sureness,
        period=article_period(article),
        details={"summary": article.title},
    )


def _sentences(body: str) -> list[_Sentence]:
    spans = sentence_spans(body)[:_MOST_READ]
    texts = [body[start:end] for start, end in spans]
    worded = [keys(text) for text in texts]
    held = Counter(word for words in worded for word in set(words))
    return [
        _Sentence(start, end, text, len(text.split()), _vector(words, held, len(spans)))
        for (start, end), text, words in zip(spans, texts, worded, strict=True)
    ]


def _vector(words: Sequence[str], held: Mapping[str, int], count: int) -> dict[str, float]:
    """Word weights (frequency times rarity within the article) of unit length."""
    weights = {word: n * math.log(1 + count / held[word]) for word, n in Counter(words).items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _likeness(one: Vector, other: Vector) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _centrality(sentences: Sequence[_Sentence]) -> list[float]:
    """LexRank, scaled so that the most central sentence has 1."""
    count = len(sentences)
    rows = [[_likeness(one.vector, other.vector) for other in sentences] for one in sentences]
    sums = [sum(row) or 1.0 for row in rows]
    ranks = [1.0] * count
    for _ in range(_STEPS):
        shares = [rank / total for rank, total in zip(ranks, sums, strict=True)]
        ranks = [
            1 - _DAMPING + _DAMPING * sum(share * row[i] for share, row in zip(shares, rows, strict=True))
            for i in range(count)
        ]
    top = max(ranks)
    return [rank / top for rank in ranks]


def _worth(article: Article, sentences: Sequence[_Sentence]) -> list[float]:
    title = set(keys(article.title))
    worth = []
    for i, (one, centrality) in enumerate(zip(sentences, _centrality(sentences), strict=True)):
        measures = {
            "centrality": centrality,
            "lead": 1 / (1 + i),
            "figures": min(len(figures_in(one.text)), _MANY_FIGURES) / _MANY_FIGURES,
            "title": len(title & set(one.vector)) / len(title) if title else 0.0,
            "point": float(bool(_POINT.match(one.text))),
            "speech": float(bool(_SPEECH.search(one.text))),
        }
        worth.append(sum(_WEIGHTS[name] * value for name, value in measures.items()))
    return worth


def _gain(sentences: Sequence[_Sentence], worth: Sequence[float], chosen: Sequence[int], i: int) -> float:
    """What a sentence adds to those chosen: its worth, less the more it says the same as one of them."""
    alike = max(_likeness(sentences[i].vector, sentences[j].vector) for j in chosen)
    return worth[i] - (alike if alike > _REPEATS else _REPEATS * alike)


def _evidence(article: Article, one: _Sentence, worth: float) -> Evidence:
    if one.words <= MOST_WORDS:
        return Evidence(article, one.text, one.start, one.end, worth)
    last = [match.end() for match in re.finditer(r"\S+", one.text)][MOST_WORDS - 1]
    return Evidence(article, one.text[:last], one.start, one.start + last, worth)
