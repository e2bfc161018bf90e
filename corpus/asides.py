"""Asides: what a newspaper prints around a text without its being the text.

Names of authors and agencies at the end, whose picture it is, titles of films shown beside it, links to other articles.
They stay in the article; search does not see them. What says more than who and where (the caption itself, a remark in
brackets) is text. A doubtful line is text too: a name found too often does less harm than one never found.

Repetitions are bounded and long lines are never asides, so that no text makes a pattern slow.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.composed import composed

Span = tuple[int, int]

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LONGEST, _LONGEST_CREDIT, _LONGEST_BYLINE = 300, 90, 60
_MOST_CREDITED, _MOST_AT_THE_END, _MOST_LINK_WORDS = 12, 7, 30

# What an aside begins with: nearly every line is done with after its first letters
_OPENING = re.compile(
    r"[(\[*•\-–\s]{0,8}(?:[>»›]|ảnh|hình|tin\b|bài\b|photo|nguồn|đồ\s|biên\s|người\sthực|thực\shiện|xem\s|đọc\s|nghe\s"
    r"|các\s+(?:tin|bài)|video|clip|audio|podcast|trailer|mời\s)",
    re.IGNORECASE,
)
_CREDITED = (
    r"(?:(?:hình\s{0,3})?ảnh|hình|(?:tin|bài)\s{0,3}(?:,|và|-|–)?\s{0,3}ảnh|photos?|nguồn(?:\s+(?:ảnh|tin|clip|video))?"
    r"|đồ\s+h(?:oạ|ọa)|biên\s+tập|(?:người\s+)?thực\s+hiện|biên\s+dịch)\s{0,3}[:;]"
)
_PICTURE = r"ảnh\s+(?:minh\s+h(?:oạ|ọa)|tư\s+liệu|chụp\s+màn\s+hình|cắt\s+từ\s+(?:clip|video)|internet)"
_CREDIT = re.compile(
    rf"[(\[*•\-–\s]{{0,8}}(?:{_CREDITED}(?P<names>[^:]*)|{_PICTURE}(?P<more>[^.:]{{0,40}}))", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"""[*•\-–\s]{0,8}(?: (?:>\s{0,3}){1,4}(?=\S) | [»›]\s
    | (?:xem|đọc|nghe)\s+ (?: thêm\s+(?:video|clip)\b | (?:(?:thêm|tiếp)\s+)? (?:tại|ở)\s+đây\W{0,3}$
      | (?:thêm\s+|tiếp\s+)? (?:thêm|tiếp|video|clip|audio|tin|bài)\s{0,3} (?:[:>»]|$) )
    | (?:các\s+)?(?:tin|bài|bài\s+viết|tin\s+bài)\s+(?:liên\s+quan|cùng\s+chuyên\s+mục|khác)\s{0,3}:?$
    | (?:video|clip|audio|podcast|trailer)\s{0,3}: | bài\s+viết\s+(?:này\s+)?thể\s+hiện\s+quan\s+điểm\b
    | mời\s+(?:quý\s+)?(?:vị\s+)?(?:bạn\s+đọc|độc\s+giả|khán\s+giả)\b )""",
    re.VERBOSE | re.IGNORECASE,
)
# Titles of other articles follow: lines without a stop
_LINKS_FOLLOW = re.compile(
    r".{0,20}\b(?:liên\s+quan|chuyên\s+mục|khác|(?:xem|đọc)\s+(?:thêm|tiếp))\s{0,3}:?$", re.IGNORECASE
)
_BRACKETED = re.compile(
    rf"[(\[]\s{{0,3}}(?:{_CREDITED}[^()\[\]\n]{{1,60}}|{_PICTURE}[^()\[\]\n]{{0,40}})[)\]]", re.IGNORECASE
)
# "... tại hội nghị. Ảnh: Hà An", "... tại hội nghị - Ảnh: HÀ AN"; with a capital, or it speaks of a picture
_AT_THE_END = re.compile(
    r"(?:(?<=[.!?…”\"'»)])\s{0,3}|\s{1,3}[-–—|/]\s{0,3}|\s{2,3})(?:Hình\s)?Ảnh\s{0,3}[:;](?P<names>[^:\n]{1,50})$"
)

# The marks of Vietnamese letters, standing alone where a text is not composed
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
_CAPITAL = "".join(filter(str.isupper, map(chr, (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA)))))
_NAME = rf"[{_CAPITAL}][\w.'’]*"
_HOW = r"(?i:tổng\s+hợp|t\s?/\s?h|th|ghi|dịch|lược\s+dịch|biên\s+dịch|thực\s+hiện|tường\s+thuật)"
_SOURCE = rf"(?:(?i:báo|tạp\s+chí|trang)\s+)?(?:[{_CAPITAL}]\S*|\w+\.\w\S*)(?:\s+\S+){{0,4}}"
_FROM = rf"(?i:theo|nguồn)\s{{0,3}}:?\s{{1,3}}{_SOURCE}"
_REMARK = r"(?i:p\.?v|còn\s+nữa|còn\s+tiếp|hết)"
_BYLINE = re.compile(
    rf"""(?P<agency>{_FROM} | [(\[]\s?(?:{_HOW}|{_FROM}|{_REMARK}|[{_CAPITAL}]{{2,8}})\s?[)\]])
    | (?:(?i:(?:nhóm\s+)?(?:p\.?v|phóng\s+viên|btv|ctv))\b[\s.:,-]{{0,3}})?
      (?:{_NAME}(?:(?:\s+|\s{{0,3}}[-–—,&/+]\s{{0,3}}|\s+và\s+){_NAME}){{0,8}})?
      (?:[\s,–-]{{1,3}}{_HOW})? (?:\s{{0,3}}[(\[]\s?(?:{_HOW}|{_FROM}|(?i:p\.?v)|[^\W\d_]{{2,8}})\s?[)\]])?""",
    re.VERBOSE,
)
_ENDS_IN_INITIAL = re.compile(rf"(?:^|[\s.])[{_CAPITAL}]\.$")


@dataclass(frozen=True, slots=True)
class Asides:
    """The asides of a text, in order, not overlapping; and which lines are captions: they end in a picture's credit."""

    spans: tuple[Span, ...]
    captions: tuple[Span, ...]


_NONE = Asides((), ())


def asides(body: str) -> Asides:
    """The asides of a whole article; none when it would be nothing but asides."""
    return _found(body, whole=True)


def without_asides(text: str) -> str:
    """A stretch of an article as search sees it: without its asides, unless it is nothing else."""
    if not _may_hold_any(text):
        return text
    spans = _found(text, whole=False).spans
    return _rest(text, spans).strip() if spans else text


def _may_hold_any(text: str) -> bool:
    """Whether to look closely: decomposed text, or a line or bracket that begins as an aside does."""
    return (
        "Ảnh" in text
        or any(mark in text for mark in _MARKS)
        or (("(" in text or "[" in text) and bool(_BRACKETED.search(text)))
        or any(map(_OPENING.match, text.splitlines()))
    )


def _found(text: str, *, whole: bool) -> Asides:
    plain, places = composed(text)
    lines = [span for span in map(_trimmed, _LINE.finditer(plain)) if span[0] < span[1]]
    spans: list[Span] = []
    captions: list[Span] = []
    among_links = False
    for start, end in lines:
        line = plain[start:end]
        among_links = among_links and _is_title(line)
        if among_links or _is_aside(line):
            spans.append((start, end))
            among_links = among_links or (len(line) <= _LONGEST_BYLINE and bool(_LINKS_FOLLOW.match(line)))
        else:
            credits_ = [(start + left, start + right) for left, right in _credits_in(line)]
            spans += credits_
            captions += [(start, end)] if credits_ and credits_[-1][1] == end else []
    if whole:
        spans += reversed(_byline(plain, lines, set(spans)))
        spans.sort()
    if not spans or not _rest(plain, spans).strip():
        return _NONE
    return Asides(_placed(spans, places), _placed(captions, places))


def _rest(text: str, spans: Sequence[Span]) -> str:
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    return "".join([text[end:start] for end, start in zip(ends, starts, strict=True)])


def _trimmed(match: re.Match[str]) -> Span:
    line = match.group()
    return match.start() + len(line) - len(line.lstrip()), match.end() - len(line) + len(line.rstrip())


def _placed(spans: Sequence[Span], places: Sequence[int]) -> tuple[Span, ...]:
    return tuple((places[start], places[end]) for start, end in spans)


def _is_aside(line: str) -> bool:
    if len(line) > _LONGEST or not _OPENING.match(line):
        return False
    credit = _CREDIT.match(line) if len(line) <= _LONGEST_CREDIT else None
    if credit and not line[credit.end() :].strip(" )]."):
        names = credit["names"] or credit["more"] or ""
        if len(names.split()) <= _MOST_CREDITED and not any(map(str.isdigit, names)):
            return True
    return bool(_ELSEWHERE.match(line))


def _is_title(line: str) -> bool:
    return line[-1] not in ".!?…:;" and len(line.split()) <= _MOST_LINK_WORDS


def _credits_in(line: str) -> Iterator[Span]:
    """Credits in brackets anywhere in a line, and one without brackets at its end."""
    last = _AT_THE_END.search(line) if "Ảnh" in line else None
    if last and len(last["names"].split()) > _MOST_AT_THE_END:
        last = None
    if "(" in line or "[" in line:
        for match in _BRACKETED.finditer(line):
            if not last or match.end() <= last.start():
                yield match.span()
    if last:
        yield last.start(), len(line)


def _byline(text: str, lines: list[Span], known: set[Span]) -> list[Span]:
    """The names at the end, last first; not of several lines of names, nor what a colon announces: that is a list."""
    persons: list[Span] = []
    agencies: list[Span] = []
    for line in reversed(lines):
        if line in known:
            continue
        byline = _read_byline(text[slice(*line)])
        if not byline:
            break
        (agencies if byline["agency"] else persons).append(line)
    else:
        return []
    listed = len(persons) > 1 or text[line[1] - 1] == ":"
    return sorted(agencies if listed else agencies + persons, reverse=True)


def _read_byline(line: str) -> re.Match[str] | None:
    if len(line) > _LONGEST_BYLINE or (line[-1] == "." and not _ENDS_IN_INITIAL.search(line)):
        return None
    if line.isalpha() and not line.isupper():
        return None
    return _BYLINE.fullmatch(line)
