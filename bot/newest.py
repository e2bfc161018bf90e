"""Which report speaks, where several report the same thing: the newest one, that of the year asked, or one to ask for.

Reports of one body come every half-year in nearly the same words, so that search and reading cannot tell which one is
meant. A question that names no period is answered from the newest; an undated report is never taken for the newest.
Where two fit as well and would answer differently (a quarter and a half-year that end together, two districts), the
person is asked which.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.question import Question
from bot.reader import Finding
from corpus.article import Article
from corpus.figures_places import Place, article_place
from corpus.period import article_period, report_period
from corpus.period_values import Period, Setting, periods_in, published_day
from corpus.sentences import sentence_spans
from corpus.text import nfc, plain_keys, strip_diacritics, tokens

# How far behind the best a finding may be, in its own score and in that of its line, and still say the same thing
_NEAR_SCORE, _NEAR_LINE = 2.0, 2.0
_REPORTED = frozenset({"half", "quarter", "months", "year", "years", "term", "month"})
_COUNTING = frozenset({"percent", "number", "money"})
_ALIKE = 0.6
_UNIT_WORDS = 2
_OPENING_CHARS = 400
_TIME = "nam thang quy dau cuoi nua nhiem ky giai doan ky"
_TIME_WORDS = frozenset(_TIME.split())
_LEVELS = "huyen tinh quan xa phuong thanh pho thi tran tp"
_PLACE_WORDS = frozenset(_LEVELS.split())


@dataclass(frozen=True, slots=True)
class Preference:
    """The finding to answer with, first of `findings`; or, where a person must say which, the questions to choose."""

    findings: tuple[Finding, ...]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Report:
    finding: Finding
    period: Period | None
    place: Place | None


def preferred(question: Question, findings: Sequence[Finding]) -> Preference:
    """Put the finding first that is from the right report; the rest keep their order."""
    reports = [_report(finding) for finding in _of_the_same(question, findings)]
    if len(reports) < 2:  # noqa: PLR2004 - nothing to choose from
        return Preference(tuple(findings))
    reports = _of_named_places(question, reports)
    places = {report.place.key if report.place else "" for report in reports}
    if len(places) > 1:
        return Preference(tuple(findings), _by_place(question, reports) if "" not in places else ())
    fitting = _of_period(question, reports)
    if len({_days(report) for report in fitting}) > 1:
        return Preference(tuple(findings), _by_period(question, fitting))
    best = fitting[0].finding
    return Preference((best, *[finding for finding in findings if finding is not best]))


def _of_the_same(question: Question, findings: Sequence[Finding]) -> list[Finding]:
    """The best finding and those of other articles that report the same thing with another figure or time."""
    first = findings[0]
    kept = [first]
    for finding in findings[1:]:
        is_near = (
            first.score - finding.score <= _NEAR_SCORE
            and first.measures.get("lead", 0.0) - finding.measures.get("lead", 0.0) <= _NEAR_LINE
        )
        is_new = all(finding.article.id != other.article.id for other in kept)
        if is_near and is_new and _unit(first) == _unit(finding) and _alike(question, first, finding):
            kept.append(finding)
    return kept


def _alike(question: Question, one: Finding, other: Finding) -> bool:
    """Whether two findings count the same thing: in reports whose titles differ only in time, or of the same place.

    The latter only for figures of articles that say what period they report on: much news of one place is alike.
    """
    ours, theirs = _title_words(one.article.title), _title_words(other.article.title)
    if ours and theirs and len(ours & theirs) >= _ALIKE * len(ours | theirs):
        return True
    places = {place.key if (place := _place(finding.article)) else "" for finding in (one, other)}
    periods = [report_period(finding.article) for finding in (one, other)]
    return (
        question.kind in _COUNTING
        and len(places) == 1
        and "" not in places
        and bool(_unit(one))
        and all(period is not None and period.kind in _REPORTED for period in periods)
    )


def _title_words(title: str) -> frozenset[str]:
    named = place.name if (place := article_place(title, "")) else ""
    left_out = _TIME_WORDS | _PLACE_WORDS | set(plain_keys(named))
    return frozenset(t.plain for t in tokens(title) if not t.is_number and t.plain not in left_out)


def _unit(finding: Finding) -> tuple[str, ...]:
    """What follows the figure of an answer; empty where it has none."""
    found = tokens(finding.text or "")
    at = next((i for i, token in enumerate(found) if token.is_number), len(found))
    return tuple(token.plain for token in found[at + 1 : at + 1 + _UNIT_WORDS] if not token.is_number)


def _report(finding: Finding) -> _Report:
    article = finding.article
    return _Report(finding, report_period(article), _place(article))


def _place(article: Article) -> Place | None:
    return article_place(nfc(article.title), nfc(article.body[:_OPENING_CHARS]))


def _of_named_places(question: Question, reports: Sequence[_Report]) -> list[_Report]:
    """The reports of the places that the question names; all where it names none of theirs."""
    asked = f" {' '.join(plain_keys(question.text))} "
    named = [one for one in reports if one.place and f" {' '.join(plain_keys(one.place.name))} " in asked]
    return named or list(reports)


def _of_period(question: Question, reports: Sequence[_Report]) -> list[_Report]:
    """The newest reports; where a year is asked for, that on the whole of it if there is one."""
    if any(mark[0] in "hqnmd" for mark in question.marks):
        return [reports[0]]
    asked = {int(mark[2:]) for mark in question.marks if mark[:2] == "y:"}
    dated = [one for one in reports if one.period and (not asked or one.period.end.year in asked)]
    if not dated:
        return [reports[0]]
    if asked:
        whole = [one for one in dated if one.period and one.period.kind == "year"]
        return whole[:1] or dated
    latest = max(one.period.end for one in dated if one.period)
    return [one for one in dated if one.period and one.period.end == latest]


def _days(report: _Report) -> tuple[str, str]:
    period = report.period
    return (period.start.isoformat(), period.end.isoformat()) if period else ("", "")


def _by_place(question: Question, reports: Sequence[_Report]) -> tuple[str, ...]:
    return _asked(question, [report.place.written for report in reports if report.place])


def _by_period(question: Question, reports: Sequence[_Report]) -> tuple[str, ...]:
    return _asked(question, [_written(report.period, question) for report in reports if report.period])


def _written(period: Period, question: Question) -> str:
    """A period with its year, in the words of its article, for an English question in English."""
    year = period.end.year
    if question.language == "en":
        names = {
            "half": f"{'first' if period.start.month == 1 else 'second'} half of {year}",
            "quarter": f"quarter {(period.start.month + 2) // 3} of {year}",
            "year": str(year),
        }
        return names.get(period.kind, f"{period.start.month}/{period.start.year} to {period.end.month}/{year}")
    return _with_year(period)


def _asked(question: Question, labels: Sequence[str]) -> tuple[str, ...]:
    """The question once for each label, which comes first so that a button shows it."""
    folded = [strip_diacritics(label) if question.plain or question.language == "en" else label for label in labels]
    text = question.text.strip()
    return tuple(dict.fromkeys(f"{label[:1].upper()}{label[1:]}: {text}" for label in folded))


def spoken_period(finding: Finding) -> str | None:
    """The period that an answer speaks of, as its sentence writes it, else the one that its article reports on.

    Of several the last one before the answer counts: "Sau nửa đầu năm hụt hơi, cả năm 2020 kết nạp 2.436 đảng viên".
    What a figure is only compared with is not its period.
    """
    article, sentence = finding.article, _sentence_of(finding)
    at = sentence.find(finding.text) if finding.text else len(sentence)
    setting = Setting(published_day(article.published), report_period(article))
    named = [
        mention
        for mention in periods_in(sentence, setting)
        if not mention.compared and mention.period.kind in _REPORTED
    ]
    before = [mention for mention in named if mention.start <= at]
    chosen = before[-1] if before else next(iter(named), None)
    return _with_year(chosen.period) if chosen else article_period(article)


def _sentence_of(finding: Finding) -> str:
    """The sentence of the quote that holds the short answer; the whole quote where it is longer than one."""
    quote, text = finding.quote, finding.text
    if not text:
        return quote
    return next((quote[start:end] for start, end in sentence_spans(quote) if text in quote[start:end]), quote)


def _with_year(period: Period) -> str:
    year = str(period.end.year)
    return period.written if year in period.written else f"{period.written} {year}"
