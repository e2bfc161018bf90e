"""Everyday talk that asks nothing of an archive: how are you, well done, who made you, one and one.

A text is taken for it only when all of its words are everyday ones and one of them speaks to the bot or of the person
themself, so that a bare follow-up ("ở đâu?", "bao nhiêu người?") stays a question.
"""

import re
from functools import cache
from typing import Literal

from corpus.text import has_diacritics, keys, plain_key, plain_keys, word_key
from index.language import Language

Everyday = Literal["thanks", "about_me", "task", "advice"]

_SPOKEN_TO = "bạn bot mày tao tôi mình cậu tớ"
_EVERYDAY = """
bạn bot mày tao tôi mình cậu tớ em anh chị ơi à ạ nhé nha nhỉ thế vậy hả đấy đó này không chưa có thì là gì ai nào sao
được bị do tạo ra làm khoẻ khỏe buồn vui chán mệt đói yêu ghét thích nhớ thương ngu dốt kém giỏi thông minh tốt hay quá
lắm rất thật hơi đang đã sẽ biết hiểu nghĩ tiếng anh việt pháp trung nói chuyện học sống ở đâu tuổi bao nhiêu người máy
robot đẹp xinh dễ hôm nay ngủ dậy ăn uống cơm đi đây rồi tên con trai gái vợ chồng gia đình bận rảnh muốn cần giúp
với cho cùng và một chút tí như thế nào ngốc đùa khùng điên ok oke đảng màu món bài hát phim
"""
_PRAISE = """
tốt hay giỏi tuyệt vời chuẩn đúng chính xác hữu ích xuất sắc đỉnh ổn ok oke okay vâng dạ ừ uh ờ haha hihi hehe được rồi
lắm quá thật nhỉ đấy đó nhé nha bạn bot ơi rất thế là cảm ơn
good great nice well done job bot cool perfect awesome excellent right correct yes yeah yep sure fine very so you the
that is thanks
"""
# Of these alone nobody can tell what is praised: "đúng không" asks
_MOST_PRAISE = 5
_SPOKEN_TO_ENGLISH = frozenset(["you", "your", "bot", "i", "me", "my"])
_ENGLISH_WORDS = """
you your yours bot i me my am m are re is s do does did can could would will have who whom what where when why how which
made make makes created built trained developed like love hate feel feeling sad happy tired bored hungry lonely good bad
stupid dumb smart clever nice great cool ok okay old name language languages speak understand vietnamese english think
believe know real human robot ai a an the to of in on with about so very really too not it that this and or live from
doing going today now please help there favourite favorite colour color food song movie single married
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_SUM = re.compile(
    r"\W*(?:what is |what's |how much is |tính |tinh )?\d+\s*[+*×x]\s*\d+\s*(?:=|bằng|bang|là|la|is|equals)?\s*"
    r"(?:mấy|may|bao nhiêu|bao nhieu|what)?\W*",
    re.IGNORECASE,
)
_MEAL = re.compile(
    r"(?<!\S)(?:hom nay|toi nay|trua nay|sang nay|chieu nay|bay gio|cuoi tuan)(?: \S+){0,2} "
    r"(?:an gi|mac gi|uong gi|choi gi|xem phim gi|di dau choi|di choi o dau)(?!\S)"
)
# "Ban nào" without its marks: which committee
_WHICH_BODY = re.compile(r"(?<!\S)ban (?:nao|gi)(?!\S)")


def everyday_talk(text: str, language: Language) -> Everyday | None:
    """What kind of everyday talk this is, None for anything that may ask something of the archive."""
    if _SUM.fullmatch(text):
        return "task"
    plain = plain_keys(text)
    if _MEAL.search(" ".join(plain)):
        return "advice"
    if language == "en":
        words = set(re.findall(r"[a-z]+", text.lower()))
        if words & _SPOKEN_TO_ENGLISH and words <= _ENGLISH and not words <= _folded(_PRAISE, plain=True):
            return "about_me"
    typed = not has_diacritics(text)
    found = set(plain if typed else keys(text))
    if found <= _folded(_PRAISE, plain=typed) and len(plain) <= _MOST_PRAISE:
        return "thanks"
    if language != "vi":
        return None
    # Without its marks "mày" reads as "mấy", which asks
    spoken_to = _folded(_SPOKEN_TO, plain=typed) - {"may", "to", "cau"}
    everyday = _folded(_EVERYDAY, plain=typed)
    asks_who = typed and _WHICH_BODY.search(" ".join(plain))
    return "about_me" if found & spoken_to and found <= everyday and not asks_who else None


@cache
def _folded(words: str, *, plain: bool) -> frozenset[str]:
    return frozenset(map(plain_key if plain else word_key, words.split()))
