"""An answer as facts for programs (`ask --json`) and as a reply for people."""

from collections.abc import Sequence

from bot.answer import Answer, Language
from bot.comparison import comparison_lines
from bot.comparison_facts import comparison_json
from bot.evidence import Evidence
from bot.reply import Reply, Source
from bot.wording import say

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def answer_json(answer: Answer, took_ms: float, question_id: str) -> dict[str, object]:
    """The fields of `ask --json`; `took_ms` and `question_id` are the caller's."""
    proof = answer.evidence[0] if answer.answered and answer.evidence else None
    article = proof.article if proof else None
    return {
        "id": question_id,
        "question": answer.question,
        "answered": answer.answered,
        "answer": answer.text if answer.answered else None,
        "quote": proof.quote if proof else None,
        "article_id": article.id if article else None,
        "version": article.version if article else None,
        "title": article.title if article else None,
        "url": article.url if article else None,
        "published": article.published if article else None,
        "start": proof.start if proof else None,
        "end": proof.end if proof else None,
        "period": answer.period,
        "as_of": answer.as_of,
        "evidence": [_evidence_json(item) for item in answer.evidence],
        "confidence": round(answer.confidence, 4),
        "language": answer.language,
        "reason": reason_text(answer),
        "choices": list(answer.choices),
        "comparison": comparison_json(answer.comparison) if answer.comparison else None,
        "alternatives": [
            {"article_id": item.article.id, "title": item.article.title, "quote": item.quote}
            for item in answer.alternatives
        ],
        "took_ms": took_ms,
    }


def reason_text(answer: Answer) -> str | None:
    """Why there is no answer, in the asker's language; None when there is one."""
    return say(answer.language, answer.reason, **answer.details) if answer.reason else None


def reply_of(answer: Answer) -> Reply:
    """The answer worded for a person."""
    language = answer.language
    lines = []
    if "understood" in answer.details:
        lines.append(say(language, "answers.understood", question=answer.details["understood"]))
    if reason := reason_text(answer):
        lines.append(reason)
    if "summary" in answer.details:
        lines.append(say(language, "summary.heading", title=answer.details["summary"]))
    if "not_compared" in answer.details:
        lines.append(say(language, "comparison.not_compared"))
    if answer.comparison:
        lines.extend(comparison_lines(answer.comparison, language))
    if answer.answered and answer.text is None:
        lines.append(say(language, "answers.found_in"))
    if "generated" in answer.details:
        lines.append(say(language, "answers.generated"))
    if answer.as_of:
        lines.append(say(language, "answers.as_of", date=answer.as_of))
    elif answer.answered and answer.period and not answer.comparison:
        lines.append(say(language, "answers.period", period=answer.period))
    return Reply(
        language=language,
        headline=answer.text,
        lines=tuple(lines),
        sources=tuple(_source(item, language) for item in answer.evidence),
        alternatives=tuple(_source(item, language) for item in answer.alternatives),
        answer=answer,
    )


def sources_of(items: Sequence[Evidence], language: Language) -> tuple[Source, ...]:
    """Evidence as a person sees it."""
    return tuple(_source(item, language) for item in items)


def written_date(published: str | None, language: Language) -> str | None:
    """An ISO date or date-time as people write it; what is no ISO date stays as it is."""
    if not published:
        return None
    parts = published[:10].split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):  # noqa: PLR2004 - year, month, day
        return published
    year, month, day = (int(part) for part in parts)
    name = _MONTHS[month - 1] if 1 <= month <= len(_MONTHS) else str(month)
    return say(language, "answers.date", day=day, month=month, year=year, month_name=name)


def _evidence_json(item: Evidence) -> dict[str, object]:
    return {
        "article_id": item.article.id,
        "version": item.article.version,
        "title": item.article.title,
        "quote": item.quote,
        "start": item.start,
        "end": item.end,
    }


def _source(item: Evidence, language: Language) -> Source:
    article = item.article
    return Source(
        article_id=article.id,
        version=article.version,
        title=article.title,
        date=written_date(article.published, language),
        url=article.url,
        is_sample=article.is_sample,
        quote=item.quote,
        start=item.start,
        end=item.end,
    )
