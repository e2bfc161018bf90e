"""How good an installation answers: right articles, right answers, honest refusals, by form and by type of question."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

from bot.answer import Answer
from bot.evaluation_intervals import Figure
from bot.evaluation_outcome import DEPTH, Outcome, judge
from bot.gold import FORMS, GoldQuestion, read_gold
from index.result import SearchResult

__all__ = ["GROUPS", "Outcome", "Report", "evaluate", "judge", "read_gold"]

GROUPS = ("answerable", "unanswerable", "followup")
# Groups that search alone can be judged by: a follow-up is not complete, and for the unanswerable nothing is right
SEARCHED = frozenset({"answerable", "findable"})
# What is the better the smaller it is; everything else the better the larger
LESS_IS_BETTER = frozenset({"wrong", "answered_wrongly", "refused_wrongly"})
_AMONG = 5

Figures = Mapping[str, Figure]


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
class Section:
    """Some figures of the questions of one form: `retrieval`, a group or a type of it, `refusals` or `said`."""

    form: str
    name: str
    figures: Figures
    kind: str | None = None

    def facts(self) -> dict[str, object]:
        """The figures as one JSON object: how many questions, each figure, and the interval of each."""
        count = {"n": next(iter(self.figures.values())).n}
        values = {name: figure.value for name, figure in self.figures.items()}
        return {**count, **values, "intervals": {name: list(one.interval()) for name, one in self.figures.items()}}


@dataclass(frozen=True, slots=True)
class Report:
    """The outcomes of all questions, and the figures made of them."""

    outcomes: tuple[Outcome, ...]

    def facts(self) -> dict[str, object]:
        """All figures, by form: retrieval, each group and its types, refusals, what was said, milliseconds."""
        return {form: self._form(form) for form in self.forms}

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that questions were asked in."""
        return tuple(form for form in FORMS if any(one.question.form == form for one in self.outcomes))

    def sections(self) -> Iterator[Section]:
        """All figures, one section after another, form by form."""
        for form in self.forms:
            yield from _sections(form, [one for one in self.outcomes if one.question.form == form])

    def flat(self) -> dict[str, float]:
        """The figures that a gate compares, by name (`vi.retrieval.R@1`); not those of single types, which jump."""
        return {
            f"{section.form}.{section.name}.{name}": figure.value
            for section in self.sections()
            for name, figure in section.figures.items()
            if section.kind is None
        }

    def handled(self) -> float:
        """The share of all questions that were handled well."""
        return Figure.share(one.handled for one in self.outcomes).value

    def said(self, form: str | None = None) -> tuple[int, int]:
        """Figures, dates and names in short answers (of one form), and how many of them stand in a quote."""
        told = [one for one in self.outcomes if form in {None, one.question.form}]
        return sum(one.claims for one in told), sum(one.standing for one in told)

    def _form(self, form: str) -> dict[str, object]:
        facts: dict[str, object] = {}
        by_type: dict[str, dict[str, object]] = {}
        for section in (one for one in self.sections() if one.form == form):
            if section.kind is None:
                facts[section.name] = section.facts()
            else:
                by_type.setdefault(f"{section.name}_by_type", {})[section.kind] = section.facts()
        claims, standing = self.said(form)
        return {**facts, **by_type, "claims": claims, "claims_standing": standing, **self._times(form)}

    def _times(self, form: str) -> dict[str, float]:
        times = sorted(one.took_ms for one in self.outcomes if one.question.form == form)
        return {f"p{q}_ms": round(times[min(len(times) - 1, q * len(times) // 100)], 1) for q in (50, 95)}


def _sections(form: str, mine: Sequence[Outcome]) -> Iterator[Section]:
    groups = {group: [one for one in mine if one.question.group == group] for group in GROUPS}
    if sought := [one for one in mine if one.question.group in SEARCHED]:
        yield Section(form, "retrieval", _retrieval(sought))
    for group, rows in groups.items():
        if not rows:
            continue
        yield Section(form, group, _answers(rows))
        for kind in sorted({one.question.kind for one in rows if one.question.kind}):
            yield Section(form, group, _answers([one for one in rows if one.question.kind == kind]), kind)
    if groups["answerable"] and groups["unanswerable"]:
        yield Section(form, "refusals", _refusals([*groups["answerable"], *groups["unanswerable"]]))
    yield Section(form, "said", {"standing": Figure(tuple((one.standing, one.claims) for one in mine))})


def _retrieval(rows: Sequence[Outcome]) -> Figures:
    """Right article first, among five, and the mean reciprocal rank."""
    ranks = [one.rank for one in rows]
    return {
        "R@1": Figure.share(rank == 0 for rank in ranks),
        "R@5": Figure.share(rank is not None and rank < _AMONG for rank in ranks),
        "MRR@10": Figure.share(0 if rank is None else 1 / (rank + 1) for rank in ranks),
    }


def _answers(rows: Sequence[Outcome]) -> Figures:
    return {
        "answered": Figure.share(one.answered for one in rows),
        "right": Figure.share(one.right for one in rows),
        "proof": Figure.share(one.proved for one in rows),
        "article": Figure.share(one.right_article for one in rows),
        "wrong": Figure.share(one.wrong for one in rows),
        "exact": Figure.share(one.exact for one in rows),
        "f1": Figure.share(one.f1 for one in rows),
        "silent": Figure.share(one.silent for one in rows),
    }


def _refusals(rows: Sequence[Outcome]) -> Figures:
    """Both errors, and the F1 of declining: 2 · rightly declined / (declined + nothing answers it)."""
    nothing = [one for one in rows if one.question.group == "unanswerable"]
    something = [one for one in rows if one.question.group != "unanswerable"]
    return {
        "F1": Figure(tuple(_declining(one) for one in rows)),
        "answered_wrongly": Figure.share(one.answered for one in nothing),
        "refused_wrongly": Figure.share(not one.answered for one in something),
    }


def _declining(one: Outcome) -> tuple[float, float]:
    declined, should_be = not one.answered, one.question.group == "unanswerable"
    return 2.0 * (declined and should_be), float(declined) + float(should_be)


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
        result = searcher.search(question.text, limit=DEPTH) if question.group in SEARCHED else None
        outcomes.append(judge(question, answer, result, took_ms))
        if progress:
            progress(done)
    return Report(tuple(outcomes))
