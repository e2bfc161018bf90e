"""The whole ranking beside its arms: it may never be worse than the best of them by more than 0.003."""

from collections.abc import Mapping, Sequence

from benchmarks.retrieval.table import FORMS, Line

WHOLE, ARMS = "hoidap", ("hoidap-words", "hoidap-dense")
BAR = 0.003
_HEAD = "| form | hoidap | words alone | similarity alone | hoidap over the best arm |\n|---|---|---|---|---|"


def gains(lines: Mapping[str, Sequence[Line]]) -> dict[str, float]:
    """MRR@10 of the whole over the best arm by form; nothing where the whole or an arm was not tried."""
    found = {name: {line.form: line.figures.mrr for line in lines.get(name, ())} for name in (WHOLE, *ARMS)}
    return {
        form: mrr - max(found[arm][form] for arm in ARMS)
        for form, mrr in found[WHOLE].items()
        if all(form in found[arm] for arm in ARMS)
    }


def markdown(lines: Mapping[str, Sequence[Line]]) -> str:
    """A line for each form; empty where there is nothing to compare."""
    by_name = {name: {line.form: line.figures.mrr for line in lines.get(name, ())} for name in (WHOLE, *ARMS)}
    rows = []
    for form, gain in gains(lines).items():
        cells = [FORMS[form], *(f"{by_name[name][form]:.3f}" for name in (WHOLE, *ARMS)), f"{gain:+.3f}"]
        rows.append(f"| {' | '.join(cells)} |{' below the bar' if gain < -BAR else ''}")
    return "\n".join([_HEAD, *rows]) if rows else ""
