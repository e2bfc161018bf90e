"""Questions that the archive cannot answer, made from ones that it can: another year or place, the proof cut out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from reading_examples import Example, Gold, holds

from bot.reader import Found, Passage
from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.text import plain_keys, strip_diacritics

_YEAR = re.compile(r"(?<!\d)20[012]\d(?!\d)")
_SHIFTS = (5, -6, 4, -5)
_EARLIEST, _LATEST = 2001, 2029
_PROVINCES = (
    "Quảng Nam|Quảng Ninh|Đà Nẵng|Gia Lai|Lai Châu|Bắc Ninh|Bình Dương|Tiền Giang|Long An|Hà Nội|Cần Thơ|Hải Phòng|"
    "Nghệ An|Thanh Hoá|Kon Tum|Lâm Đồng|Đồng Nai|Bến Tre|Cà Mau|Sơn La|Lạng Sơn|Thái Bình|Ninh Thuận|Khánh Hoà"
)
_PLACES = _PROVINCES.split("|")


def with_another_year(gold: Gold, texts: str) -> Gold | None:
    """The question with its years moved by some years, to ones that its articles do not name."""
    years = set(_YEAR.findall(gold.text))
    for shift in _SHIFTS:
        moved = {year: str(int(year) + shift) for year in years}
        fits = all(_EARLIEST <= int(year) <= _LATEST and year not in texts for year in moved.values())
        if years and fits:
            return _unanswerable(gold, _moved(gold.text, moved), "year")
    return None


def _moved(text: str, years: dict[str, str]) -> str:
    return _YEAR.sub(lambda found: years[found.group()], text)


def with_another_place(gold: Gold, texts: str) -> Gold | None:
    """The question with a province replaced by one that its articles do not name."""
    known = " ".join(plain_keys(texts))
    absent = [place for place in _PLACES if " ".join(plain_keys(place)) not in known]
    for place in _PLACES:
        written = place if gold.form == "vi" else strip_diacritics(place)
        written = written.lower() if gold.form == "plain" else written
        if written in gold.text and absent:
            other = absent[sum(map(ord, gold.group)) % len(absent)]
            other = other if gold.form == "vi" else strip_diacritics(other)
            other = other.lower() if gold.form == "plain" else other
            return _unanswerable(gold, gold.text.replace(written, other), "place")
    return None


def _unanswerable(gold: Gold, text: str, kind: str) -> Gold:
    return replace(gold, text=text, kind=kind, answers=(), sentence=None, is_answerable=False)


def without_proof(example: Example) -> Example | None:
    """The same question and hits, with every sentence that holds an answer cut out of its articles."""
    gold = example.gold
    found, was_cut = [], False
    for item in example.material.found:
        if item.article.id in gold.articles:
            cut = _cut(item, gold)
            if cut is None:
                return None
            was_cut = was_cut or cut is not item
            found.append(cut)
        else:
            found.append(item)
    if not was_cut:
        return None
    material = replace(example.material, found=tuple(found))
    return Example(replace(gold, kind="cut", answers=(), sentence=None, is_answerable=False), material)


def _cut(item: Found, gold: Gold) -> Found | None:
    body = item.article.body
    gone = [(start, end) for start, end in sentence_spans(body) if holds(body[start:end], gold.answers)]
    if not gone:
        return item
    kept = list(_remaining(body, gone))
    if not "".join(kept).strip():
        return None

    def moved(offset: int) -> int:
        return offset - sum(min(end, offset) - start for start, end in gone if start < offset)

    article = Article(id=f"{item.article.id}-cut", title=item.article.title, body="".join(kept))
    passages = tuple(
        Passage(moved(p.start), moved(p.end), p.share, p.likeness, p.parts)
        for p in item.passages
        if moved(p.start) < moved(p.end)
    )
    return Found(article, item.share, passages)


def _remaining(body: str, gone: list[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in gone:
        yield body[at:start]
        at = end
    yield body[at:]
