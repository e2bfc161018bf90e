"""What a figure counts, in the words of its sentence.

For things they stand behind it ("1.176 đảng viên mới"), for shares, money and measures before it ("thu ngân sách trên
địa bàn được 152,4 tỷ đồng").
"""

import re

from corpus.figures import WrittenFigure
from corpus.figures_units import PERCENT, is_measure

_MOST_WORDS = 10
_BOUNDARY = re.compile(r"[,;:.()\"“”\n]|\s[-–]\s")
_WORDS = re.compile(r"\S+")
# A phrase of things counted ends before these
_STOP_WORDS = """đã đang được phải có là với và hoặc trong tại ở do để so từ đến tới cho nhưng mà theo tăng giảm chiếm
bằng đạt gồm khi sau vì nhờ như còn cũng sẽ thì làm này đó nhằm vào về trên dưới hơn kém ít nhiều cùng nên qua gây"""
_STOPS = frozenset(_STOP_WORDS.split())
# Behind a share the predicate belongs to what is counted: "94% tổ chức cơ sở đảng đã đại hội xong"
_STOPS_OF_SHARES = _STOPS - {"đã", "đang", "được", "phải", "có"}
# What stands between a thing measured and its figure
_LINKING_WORDS = """được đạt là còn ước bằng mới chiếm chỉ khoảng gần hơn trên dưới lên tới đến ở mức có với xấp xỉ ngót
ít nhất không quá tối đa tương đương xuống tăng giảm lại cả thu về vẫn đã"""
_LINKING = frozenset(_LINKING_WORDS.split())
_LEADING_WORDS = "và nhưng song còn trong riêng với do theo nên thì mà đưa đó cụ thể qua là"
_LEADING = frozenset({*_LEADING_WORDS.split(), "-", "–", "+", "*", "•"})


def counted_words(text: str, figure: WrittenFigure, first: int, last: int) -> tuple[int, int]:
    """Offsets of the words that say what a figure counts; an empty stretch where nothing does.

    `text[first:last]` is the part of its sentence that speaks of this figure, in composed form.
    """
    behind = _behind(text, figure, last)
    if not is_measure(figure.unit) and behind[1] > figure.end:
        return behind
    before = _before(text, first, figure.start)
    return before if before[1] > before[0] else behind


def _behind(text: str, figure: WrittenFigure, last: int) -> tuple[int, int]:
    start = figure.end if is_measure(figure.unit) else figure.number_end
    stops = _STOPS_OF_SHARES if figure.unit == PERCENT else _STOPS
    boundary = _BOUNDARY.search(text, start, last)
    end = start
    for number, word in enumerate(_WORDS.finditer(text, start, boundary.start() if boundary else last)):
        if word.group().lower() in stops or word.group()[0].isdigit() or number == _MOST_WORDS:
            break
        start, end = (word.start() if number == 0 else start), word.end()
    return start, end


def _before(text: str, first: int, last: int) -> tuple[int, int]:
    start = max((boundary.end() for boundary in _BOUNDARY.finditer(text, first, last)), default=first)
    words = [word.span() for word in _WORDS.finditer(text, start, last)]
    while words and text[slice(*words[-1])].lower() in _LINKING:
        words.pop()
    words = words[-_MOST_WORDS:]
    while words and text[slice(*words[0])].lower() in _LEADING:
        words.pop(0)
    return (words[0][0], words[-1][1]) if words else (last, last)
