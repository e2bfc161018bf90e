"""A comparison as facts for programs."""

from decimal import Decimal

from bot.comparison_series import Comparison, Step


def comparison_json(comparison: Comparison) -> dict[str, object]:
    """A comparison as a JSON object: decimals as text, so that nothing is rounded."""
    return {
        "counted": comparison.counted,
        "unit": comparison.unit,
        "place": comparison.place,
        "points": [
            {
                "period": point.label,
                "start": str(point.start),
                "end": str(point.end),
                "value": _plain(point.value),
                "written": point.written,
                "mark": point.mark,
                "article_id": point.evidence.article.id,
                "quote": point.evidence.quote,
            }
            for point in comparison.points
        ],
        "steps": [_step(one) for one in comparison.steps],
        "overall": _step(comparison.overall) if comparison.overall else None,
        "stated": comparison.stated,
        "total": comparison.total,
    }


def _step(one: Step) -> dict[str, object]:
    return {"trend": one.trend, "amount": one.amount_written, "share": one.share_written}


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
