"""Where Vietnamese newspaper sentences end.

A line break always ends a sentence. Within a line, a stop (`.`, `!`, `?`, `…`) ends one when what follows can open
a sentence and what precedes is not an abbreviation, an initial or a list number. Offsets are true, and every
character that is not white space belongs to exactly one sentence.
"""

import re
import unicodedata

from corpus.text import INVISIBLE, nfc

# How many characters around a stop are looked at: the longest abbreviation or two words
_WINDOW = 40
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CLOSERS = "\"'”’»)\\]"
_OPENERS = "\"'“‘«([”’"
_STOP = re.compile(rf"[.!?…。！？]+[{_CLOSERS}{INVISIBLE}]*")
_NEXT_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f]*")
_NUMBERED_HEADING = re.compile(r"(?:điều|chương|mục|phần|bài|câu|khoản|bước|phụ lục)\s+[\divxlc]+$", re.IGNORECASE)
_LIST_NUMBER = re.compile(rf"[\s{INVISIBLE}(\-–•*+]*(?:\d{{1,2}}(?:\.\d{{1,2}})*|[IVXLC]{{1,5}}|[a-zđA-ZĐ])$")
_INITIAL = r"(?:[A-ZĐÂÔƠƯ]|[CKNPTG]h|Ngh?|Tr|Qu|Gi)"
_INITIALS = re.compile(rf"(?:{_INITIAL}\.)*{_INITIAL}")

# Before a name or a number, hence never the end: titles, ranks, "No."
_TITLES = re.compile(
    r"""(?: .*[.\-] )? (?: [Tt][Ss] | T[Hh][Ss]? | [Tt]hs | TS?KH | PGS | Pgs | GS | Gs | PTS | BSCK[I1-2]{0,2} | B[Ss]
    | KS | KTS | CN | DS | LS | HS | SV | NV | GV | NG[NƯ][DT] | NS[NƯU][DT] | NNƯT | [đĐ]/[cC] | [đĐ]c | [Nn][Xx][Bb]
    | tr | No | Nr | Mrs? | Ms | Dr | Prof | St | Jr | Sr | vs | Hon | Rev | Gen | Col | Capt | Lt | Sgt | Fig | Vol
    | Co )""",
    re.VERBOSE,
)
# Before the name of a place; may also end a sentence ("trên địa bàn TP. Trong năm ...")
_PLACES = re.compile(
    r"(?: .*[.,\-] )? (?: tp | tx | ttr? | kp | kđt | kcn | đg | ql | tl )",
    re.VERBOSE | re.IGNORECASE,
)
# May end a sentence or stand in its middle; what follows decides
_OPEN_ENDED = re.compile(r"\(?(?: v\.v | vv | v[.…]+v | a\.m | p\.m )", re.VERBOSE)
# Words that open a sentence and are not names: before them a place's abbreviation or an initial did end one
_SENTENCE_STARTS = re.compile(
    r"""(?: trong | theo | tuy (?!\ h[oò]) | ngoài | đến | tính | tại | các | những | với | để | từ | khi | sau | trước
    | qua | về | hiện | đây | đó | ông | bà (?!\ rịa) | được | do | vì | nếu | nhưng | và | có | đã | cũng | không | một
    | mỗi | cùng | bên | mặc | dù | song | riêng | dự | đối | kết | cụ | như | nhờ | nhằm | năm (?!\ căn) | ngày | tháng
    | sáng | chiều | tối | ngay | cuối | đầu | trên | dưới | giữa | tất | nhiều | mọi | chỉ | chúng | tôi | nó | họ
    | anh | chị | ai | khoảng | hơn | gần | lúc | này | thế | vậy | rồi | nay | vào | bởi | phát\ biểu | tiếp | việc
    | quá | thời | đồng\ thời | công\ an | công\ tác | cơ\ quan | lực\ lượng ) \b""",
    re.VERBOSE | re.IGNORECASE,
)
_WEB_ENDINGS = re.compile(r"vn|com|net|org|info|edu|gov", re.IGNORECASE)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end offsets of the sentences of `text`, in order, without the white space around them."""
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        offset = line.start()
        start = 0
        content = line.group()
        for stop in _STOP.finditer(content):
            if stop.end() < len(content) and _ends_sentence(content, stop.start(), stop.end(), start):
                _append_trimmed(spans, content, start, stop.end(), offset)
                start = stop.end()
        _append_trimmed(spans, content, start, len(content), offset)
    return spans


def _append_trimmed(spans: list[tuple[int, int]], line: str, start: int, end: int, offset: int) -> None:
    piece = line[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if left < right:
        spans.append((offset + start + left, offset + start + right))


def _ends_sentence(line: str, stop: int, after: int, start: int) -> bool:
    """Whether the stop characters `line[stop:after]` (closing quotes included) end the sentence begun at `start`."""
    rest = line[after : after + _WINDOW].lstrip(f" \t\u00a0{INVISIBLE}")
    spaced = line[after].isspace()
    opening = rest.lstrip(_OPENERS + "-–—•*+ \t")
    if not opening or rest[0] in ",;:.!?…" or opening[0].islower():
        return False
    mark = line[stop:after].rstrip(_CLOSERS.replace("\\", "") + INVISIBLE)
    if not spaced and not _starts_glued_sentence(line, stop, rest, mark):
        return False
    return mark != "." or not _is_abbreviated(line, stop, start, opening, spaced=spaced)


def _starts_glued_sentence(line: str, stop: int, rest: str, mark: str) -> bool:
    """A missing space ("kết quả.Trong năm"): lower case or a figure before, a capitalised word after."""
    if mark[0] in "。！？":
        return True
    before = line[max(0, stop - _WINDOW) : stop].rstrip(INVISIBLE)
    while before and unicodedata.combining(before[-1]):
        before = before[:-1]
    word = _NEXT_WORD.match(rest)
    if not before or not word or not rest[0].isupper():
        return False
    name = nfc(word.group())
    if _WEB_ENDINGS.fullmatch(name) or not (name[1:].islower() or name in "ỞÝ"):
        return False
    ordinary = before[-1].islower() or before[-1].isdigit() or before[-1] in '"”’»)%'
    return ordinary or _opens_sentence(rest)


def _opens_sentence(rest: str) -> bool:
    return bool(_SENTENCE_STARTS.match(nfc(rest)))


def _is_abbreviated(line: str, stop: int, start: int, opening: str, *, spaced: bool) -> bool:
    """Whether the full stop at `stop` belongs to the word before it rather than to the sentence."""
    before = line[max(start, stop - _WINDOW) : stop]
    if start + len(before) == stop and (_LIST_NUMBER.match(before) or _NUMBERED_HEADING.match(before.strip())):
        return True
    words = before.split()
    word = nfc(words[-1]).lstrip("([\"'“‘«-–") if words else ""
    if not word or _OPEN_ENDED.fullmatch(word):
        return False
    if _TITLES.fullmatch(word):
        return not (word[0].isupper() and _opens_sentence(opening))
    is_short_name = bool(_INITIALS.fullmatch(word) or _PLACES.fullmatch(word))
    return is_short_name and not (spaced and _opens_sentence(opening))
