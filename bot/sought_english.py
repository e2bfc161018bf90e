"""Translated terms put in order: one group per English word or phrase, each with the Vietnamese forms it may take.

Search adds up all translations; a reader asks which words of the question a sentence holds. So a word is one thing
whether found as written, by its stem or by its translation; a phrase of the glossary takes the place of its words; and
a single syllable of a two-syllable translation is a weak sign.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.english_stem import stem

Idf = Callable[[str, str], float]
Form = tuple[str, str]

_LIKELY = 0.3
_SYLLABLE_SHARE = 0.3
# A word that neither stands in the archive nor has a translation there: known to be missing, not known to matter
_UNKNOWN_WEIGHT = 3.0
_PAIR_KINDS = frozenset({"pairs", "plain_pairs"})


@dataclass(frozen=True, slots=True)
class Group:
    """The forms of one piece of the question with their strengths; `weight` is set where the forms cannot tell it."""

    source: str
    forms: Mapping[Form, float]
    is_pair: bool
    weight: float | None = None


def english_groups(found: Mapping[str, Mapping[Form, float]], idf: Idf, ignored: frozenset[str]) -> list[Group]:
    """Groups of the terms of an English question; `found` holds search weights of forms by their source."""
    absent = idf("plain_words", "\x00")
    known = {
        source: {form: weight for form, weight in forms.items() if idf(*form) < absent}
        for source, forms in found.items()
    }
    phrases = [source for source, forms in known.items() if _is_phrase(source, forms)]
    covered = {word for phrase in phrases for word in phrase.split()}
    merged: dict[str, dict[Form, float]] = {}
    for source, forms in known.items():
        root = source if "_" in source or " " in source else stem(source)
        if source not in phrases and _left_out(root, source, covered, ignored):
            continue
        into = merged.setdefault(root, {})
        for form, weight in forms.items():
            into[form] = max(into.get(form, 0.0), weight)
    return [group for source, forms in merged.items() if (group := _group(source, forms)) is not None]


def _is_phrase(source: str, forms: Mapping[Form, float]) -> bool:
    """Whether the source is a phrase of the glossary: several words that stand for something other than themselves."""
    return " " in source and any(kind in {"words", "pairs"} for kind, _ in forms)


def _left_out(root: str, source: str, covered: set[str], ignored: frozenset[str]) -> bool:
    words = source.replace("_", " ").split()
    if len(words) > 1:
        return any(word in ignored or stem(word) in ignored for word in words)
    return source.lower() in ignored or root in ignored or root in covered


def _group(source: str, forms: Mapping[Form, float]) -> Group | None:
    is_single = "_" not in source and " " not in source
    if not forms:
        return Group(source, {}, is_pair=False, weight=_UNKNOWN_WEIGHT) if is_single else None
    strongest = max(forms.values())
    strengths = {form: weight / strongest for form, weight in forms.items()}
    syllables = _syllables_of_pairs(strengths)
    for form, strength in strengths.items():
        if form[0] == "words" and syllables.get(form[1], 0.0) >= 0.5 * strength:
            strengths[form] = strength * _SYLLABLE_SHARE
    return Group(
        source, strengths, is_pair="_" in source or (all(kind in _PAIR_KINDS for kind, _ in forms) and not is_single)
    )


def _syllables_of_pairs(strengths: Mapping[Form, float]) -> dict[str, float]:
    best: dict[str, float] = {}
    for (kind, text), strength in strengths.items():
        if kind == "pairs":
            for syllable in text.split("_"):
                best[syllable] = max(best.get(syllable, 0.0), strength)
    return best


def information(forms: Mapping[Form, float], idf: Idf) -> float:
    """The information of a group: that of its likely forms, by how likely they are."""
    likely = {form: strength for form, strength in forms.items() if strength >= _LIKELY}
    total = sum(likely.values())
    return sum(strength * idf(*form) for form, strength in likely.items()) / total if total else 0.0


def sources(found: Sequence[Group]) -> list[str]:
    """The pieces of the question, for explanations and tests."""
    return [group.source for group in found]
