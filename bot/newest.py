"""Which report speaks, where several report the same thing: the newest one, that of the year asked, or one to ask for.

Reports of one body come every half-year in nearly the same words, so that search and reading cannot tell which one is
meant. A question that names no period is answered from the newest; an undated report is never taken for the newest.
Where two fit as well and would answer differently (a quarter and a half-year that end together, two districts), the
person is asked which.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.figures_read import figure_of
from bot.question import Question
from bot.reader import Finding
from bot.spoken_time import COUNTING, REPORTED, period_written, speaks_of_other
from corpus.article import Article
from corpus.figures_places import Place, article_place
from corpus.figures_units import is_measure
from corpus.period import report_period
from corpus.period_values import Period
from corpus.text import nfc, plain_keys, strip_diacritics, tokens

# How far behind the best a finding may be, in its own score and in that of its line, and still say the same thing
_NEAR_SCORE, _NEAR_LINE = 2.0, 2.0
_ALIKE = 0.6
_UNIT_WORDS = 2
_LOOKED_AT = 8
_OPENING_CHARS = 400
_TIME = "nam thang quy dau cuoi nua nhiem ky giai doan ky"
_TIME_WORDS = frozenset(_TIME.split())
_LEVELS = "huyen tinh quan xa phuong thanh pho thi tran tp"
_PLACE_WORDS = frozenset(_LEVELS.split())
# How far behind it may be and still be meant, where the best one speaks of another time, or of a plan
_INSTEAD = 2.0
_PLANS = "chi tieu|muc tieu|ke hoach|phan dau|du kien|du toan|dat ra|yeu cau|duoc giao"
_PLANS_ENGLISH = "target|targets|plan|plans|planned|aim|goal|goals|will|expected"
_PLANNING = frozenset(f"{_PLANS}|{_PLANS_ENGLISH}".split("|"))


@dataclass(frozen=True, slots=True)
class Preference:
    """The finding to answer with, first of `findings`; or, where a person must say which, the questions to choose.

    `other_time` is set when all that was found speaks of another time than is asked for: then nothing may be answered.
    """

    findings: tuple[Finding, ...]
    choices: tuple[str, ...] = ()
    other_time: bool = False


@dataclass(frozen=True, slots=True)
class _Report:
    finding: Finding
    period: Period | None
    place: Place | None


def preferred(question: Question, findings: Sequence[Finding]) -> Preference:
    """Put the finding first that is from the right report; the rest keep their order."""
    no_plans = question.kind == "number" and not question.marks and not _asks_for_plans(question)

    def fits(one: Finding) -> bool:
        return not speaks_of_other(question, one) and not (no_plans and _is_plan(one))

    if not fits(findings[0]):
        instead = _instead(findings, fits)
        if instead is None and speaks_of_other(question, findings[0]):
            return Preference(tuple(findings), other_time=True)
        if instead is not None and question.kind not in COUNTING:  # its sentence may answer, its words hardly do
            return Preference((replace(instead, text=None), *findings))
        findings = _first(instead or findings[0], findings)
    reports = [_report(finding) for finding in _of_the_same(question, findings, fits)]
    if len(reports) < 2:  # noqa: PLR2004 - nothing to choose from
        return Preference(tuple(findings))
    reports = _of_named_places(question, reports)
    places = {report.place.key if report.place else "" for report in reports}
    if len(places) > 1:
        return Preference(tuple(findings), _by_place(question, reports) if "" not in places else ())
    fitting = _of_period(question, reports)
    if len({_days(report) for report in fitting}) > 1:
        return Preference(tuple(findings), _by_period(question, fitting))
    return Preference(_first(fitting[0].finding, findings))


def _instead(findings: Sequence[Finding], fits: Callable[[Finding], bool]) -> Finding | None:
    """The best fitting finding that counts the same and comes near enough to the first; None where there is none."""
    first = findings[0]
    near = [one for one in findings[1:_LOOKED_AT] if first.score - one.score <= _INSTEAD and _same_unit(first, one)]
    return next((one for one in near if fits(one)), None)


def _first(chosen: Finding, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return (chosen, *[finding for finding in findings if finding is not chosen])


def _asks_for_plans(question: Question) -> bool:
    asked = f" {' '.join(plain_keys(question.text))} "
    return any(f" {word} " in asked for word in _PLANNING)


def _is_plan(finding: Finding) -> bool:
    """Whether an answer counts things (not money or shares) that are only planned."""
    figure = figure_of(finding)
    return figure is not None and figure.role == "plan" and not is_measure(figure.unit)


def _of_the_same(question: Question, findings: Sequence[Finding], fits: Callable[[Finding], bool]) -> list[Finding]:
    """The best finding and those of other articles that report the same thing with another figure or time."""
    first = findings[0]
    kept = [first]
    for finding in findings[1:]:
        is_near = (
            first.score - finding.score <= _NEAR_SCORE
            and first.measures.get("lead", 0.0) - finding.measures.get("lead", 0.0) <= _NEAR_LINE
        )
        is_new = all(finding.article.id != other.article.id for other in kept)
        if is_near and is_new and _same_unit(first, finding) and _alike(question, first, finding) and fits(finding):
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
        question.kind in COUNTING
        and len(places) == 1
        and "" not in places
        and bool(_unit(one))
        and all(period is not None and period.kind in REPORTED for period in periods)
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


def _same_unit(one: Finding, other: Finding) -> bool:
    """Whether both count the same; one may name it more fully ("64 vụ", "56 vụ tai nạn")."""
    return all(ours == theirs for ours, theirs in zip(_unit(one), _unit(other), strict=False)) and bool(
        _unit(one)
    ) == bool(_unit(other))


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
    return _asked(question, [period_written(report.period, question.language) for report in reports if report.period])


def _asked(question: Question, labels: Sequence[str]) -> tuple[str, ...]:
    """The question once for each label, which comes first so that a button shows it."""
    folded = [strip_diacritics(label) if question.plain or question.language == "en" else label for label in labels]
    text = question.text.strip()
    return tuple(dict.fromkeys(f"{label[:1].upper()}{label[1:]}: {text}" for label in folded))
