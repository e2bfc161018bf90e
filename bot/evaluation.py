"""How good an installation answers: right articles, right answers, honest refusals, by form and by type of question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

from bot.answer import Answer
from bot.evaluation_agreement import agrees
from bot.gold import FORMS, GoldQuestion, read_gold
from index.result import SearchResult

__all__ = ["Outcome", "Report", "evaluate", "read_gold"]

SHORT_WORDS, LONG_WORDS, QUOTE_WORDS = 25, 60, 120
LONG_TYPES = frozenset({"list", "why", "what", "yesno", None})
_DEPTH = 10


class Answering(Protocol):
    """What is evaluated (`bot.responder.Responder`)."""

    async def answer(self, question: str, *, turns: Sequence[str] = ()) -> Answer:
        """The answer to a question."""
        ...


class Searching(Protocol):
    """What finds the articles (`index.searching.LiveSearcher`)."""

    def search(self, query: str, *, limit: int = 10, per_article: int = 1) -> SearchResult:
        """Passages, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question. `rank` counts from 0 and is None when no right article was among the first ten."""

    question: GoldQuestion
    answered: bool
    right: bool
    proved: bool
    right_article: bool
    rank: int | None
    took_ms: float

    @property
    def wrong(self) -> bool:
        """Answered although nothing answers it, or with neither a right answer nor a right quote."""
        return self.answered and not (self.right or self.proved)


def judge(question: GoldQuestion, answer: Answer, result: SearchResult | None, took_ms: float) -> Outcome:
    """Compare an answer with the gold one."""
    text, proof = answer.text or "", answer.evidence[0] if answer.answered and answer.evidence else None
    quote = proof.quote if proof else ""
    can_be_right = answer.answered and question.group != "unanswerable"
    longest = LONG_WORDS if question.kind in LONG_TYPES else SHORT_WORDS
    ids = [hit.passage.article_id for hit in result.hits[:_DEPTH]] if result else []
    return Outcome(
        question=question,
        answered=answer.answered,
        right=can_be_right and len(text.split()) <= longest and agrees(text, question.answers),
        proved=can_be_right and len(quote.split()) <= QUOTE_WORDS and agrees(quote, question.answers),
        right_article=bool(proof) and proof is not None and proof.article.id in question.articles,
        rank=next((rank for rank, found in enumerate(ids) if found in question.articles), None),
        took_ms=took_ms,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """The outcomes of all questions, and the figures made of them."""

    outcomes: tuple[Outcome, ...]
    groups: tuple[str, ...] = field(default=("answerable", "unanswerable", "followup"))

    def facts(self) -> dict[str, object]:
        """All figures, by form: retrieval, each group, each type, milliseconds."""
        return {form: self._form(form) for form in FORMS if any(o.question.form == form for o in self.outcomes)}

    def table(self) -> str:
        """The same for people."""
        head = f"{'form':6} {'questions':22} {'n':>5} {'answered':>9} {'right':>7} {'proof':>7} {'wrong':>7}"
        lines = [head]
        for form, name, rows in self._parts():
            figures = _figures(rows)
            shares = " ".join(f"{figures[key]:>{width}.3f}" for key, width in _COLUMNS)
            lines.append(f"{form:6} {name:22} {len(rows):>5} {shares}")
        by_form = {form: _retrieval([o for o in self.outcomes if o.question.form == form]) for form in FORMS}
        lines += [
            f"{form:6} " + ", ".join(f"{name} {value}" for name, value in found.items())
            for form, found in by_form.items()
            if found
        ]
        return "\n".join(lines)

    def _parts(self) -> list[tuple[str, str, list[Outcome]]]:
        parts: list[tuple[str, str, list[Outcome]]] = []
        for form in FORMS:
            mine = [o for o in self.outcomes if o.question.form == form]
            for group in self.groups:
                rows = [o for o in mine if o.question.group == group]
                kinds = sorted({o.question.kind for o in rows if o.question.kind})
                if rows:
                    parts.append((form, group, rows))
                parts += [(form, f"  {kind}", [o for o in rows if o.question.kind == kind]) for kind in kinds]
        return parts

    def _form(self, form: str) -> dict[str, object]:
        mine = [o for o in self.outcomes if o.question.form == form]
        facts: dict[str, object] = {"retrieval": _retrieval(mine)}
        for group in self.groups:
            rows = [o for o in mine if o.question.group == group]
            if rows:
                facts[group] = _figures(rows)
                kinds = sorted({o.question.kind for o in rows if o.question.kind})
                types = {kind: _figures([o for o in rows if o.question.kind == kind]) for kind in kinds}
                if types:
                    facts[f"{group}_by_type"] = types
        times = sorted(o.took_ms for o in mine)
        facts["p50_ms"], facts["p95_ms"] = (
            round(times[min(len(times) - 1, int(q * len(times)))], 1) for q in (0.5, 0.95)
        )
        return facts


_COLUMNS = (("answered", 9), ("right", 7), ("proof", 7), ("wrong", 7))


def _figures(rows: Sequence[Outcome]) -> dict[str, float]:
    n = len(rows)
    return {
        "n": n,
        "answered": round(sum(o.answered for o in rows) / n, 3),
        "right": round(sum(o.right for o in rows) / n, 3),
        "proof": round(sum(o.proved for o in rows) / n, 3),
        "article": round(sum(o.right_article for o in rows) / n, 3),
        "wrong": round(sum(o.wrong for o in rows) / n, 3),
    }


def _retrieval(rows: Sequence[Outcome]) -> dict[str, float]:
    """Right article first, among five, and the mean reciprocal rank, over the answerable questions."""
    ranks = [o.rank for o in rows if o.question.group == "answerable"]
    if not ranks:
        return {}
    n = len(ranks)
    return {
        "n": n,
        "R@1": round(sum(rank == 0 for rank in ranks) / n, 3),
        "R@5": round(sum(rank is not None and rank < 5 for rank in ranks) / n, 3),  # noqa: PLR2004 - R@5
        "MRR@10": round(sum(1 / (rank + 1) for rank in ranks if rank is not None) / n, 3),
    }


async def evaluate(
    responder: Answering,
    searcher: Searching,
    questions: Sequence[GoldQuestion],
    progress: Callable[[int], object] | None = None,
) -> Report:
    """Ask all questions, one after another; `progress` is told how many are done."""
    outcomes = []
    for done, question in enumerate(questions, 1):
        start = perf_counter()
        answer = await responder.answer(question.text, turns=question.turns)
        took_ms = (perf_counter() - start) * 1000
        result = searcher.search(question.text, limit=_DEPTH) if question.group == "answerable" else None
        outcomes.append(judge(question, answer, result, took_ms))
        if progress:
            progress(done)
    return Report(tuple(outcomes))
