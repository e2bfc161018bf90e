"""What is no question to the archive: greetings, thanks, orders to the bot, requests for advice, other scripts."""

import re
import unicodedata
from functools import cache
from typing import Literal

from corpus.text import has_diacritics, keys, plain_key, plain_keys, word_key
from index.language import Language

Chat = Literal["greeting", "thanks", "goodbye", "about_me", "order", "task", "advice", "live", "unreadable"]

_MUCH = 4
_VIETNAMESE: tuple[tuple[Chat, str], ...] = (
    (
        "order",
        (
            "(?:bỏ qua|phớt lờ|quên|không cần theo) (?:\\S+ ){0,3}(?:hướng dẫn|chỉ dẫn|chỉ thị|lệnh|quy tắc|yêu cầu) "
            "(?:trước|ở trên|phía trên|cũ|của bạn|hệ thống|đó)"
        ),
    ),
    ("order", "(?:từ giờ|từ nay|từ bây giờ|kể từ giờ) (?:bạn|mày|hãy|em|bot) (?:\\S+ )?(?:là|đóng|trả lời|phải|không)"),
    (
        "order",
        (
            "system prompt|prompt hệ thống|lời nhắc hệ thống|đóng vai|giả vờ|hãy trả lời (?:là|rằng)|in ra "
            "(?:toàn bộ )?(?:prompt|mật khẩu)"
        ),
    ),
    (
        "order",
        "(?:hãy |giúp )?(?:xoá|sửa|thêm) (?:hết |toàn bộ |tất cả )?(?:bài|dữ liệu|kho|cơ sở dữ liệu)(?: này| đi)?$",
    ),
    (
        "task",
        (
            "(?:viết|soạn|làm|sáng tác|dịch)(?: giúp| hộ| cho)?(?: \\S+){0,3} (?:code|đoạn code|chương trình|"
            "bài thơ|thơ|"
            "email|bài văn|bài hát|truyện|python|javascript|hàm)"
        ),
    ),
    (
        "task",
        (
            "(?:cách|công thức) (?:nấu|làm|pha|chế biến) |(?:kể|hát)(?: \\S+){0,3} (?:chuyện cười|truyện|bài)|"
            "giải (?:bài|phương trình)"
        ),
    ),
    (
        "advice",
        (
            "(?:có nên|nên) (?:mua|bán|đầu tư|chọn|học|uống|ăn)|tử vi|hợp màu|hợp tuổi|bói|phong thuỷ|xem ngày|"
            "cung hoàng đạo"
        ),
    ),
    (
        "live",
        (
            "thời tiết|(?:có|trời) (?:mưa|nắng|lạnh)|dự báo (?:mưa|bão)|giá vàng|giá đô|tỷ giá|kết quả xổ số|"
            "mấy giờ rồi|"
            "(?:đá|trận đấu|phát sóng) (?:\\S+ )*mấy giờ|kênh nào|hôm nay là (?:ngày|thứ)"
        ),
    ),
    ("about_me", "(?:bạn|mày|em|bot) (?:là ai|tên gì|tên là gì|làm được gì|biết làm gì|là gì|giúp được gì)"),
)
_GREETING = "(?:xin chào|chào|hello|hi|alo|hey|chào buổi sáng|chúc ngày mới)"
_THANKS = "(?:cảm ơn|cám ơn|thank|thanks|thank you|tks|cảm tạ|biết ơn)"
_GOODBYE = "(?:tạm biệt|bye|goodbye|hẹn gặp lại|chúc ngủ ngon)"
_ENGLISH: tuple[tuple[Chat, str], ...] = (
    (
        "order",
        (
            "(?:ignore|disregard|forget) (?:\\S+ ){0,3}(?:instructions?|rules?|prompts?|directions?)|system prompt|"
            "from now on,? you|you are now|pretend (?:to|that|you)|act as|answer that|jailbreak|developer "
            "mode|reveal your"
        ),
    ),
    (
        "task",
        (
            "(?:write|compose|translate|code|draft)(?: me| us)?(?: \\S+){0,3} (?:code|program|poem|song|email|"
            "story|essay|function|script)|"
            "how to (?:cook|make|bake|prepare)|recipe|tell (?:me )?a (?:joke|story)|solve this"
        ),
    ),
    (
        "advice",
        "should i |which stock|horoscope|zodiac|fortune|lucky colou?r|colou?r suits|year of the (?:dragon|rat|tiger)",
    ),
    (
        "live",
        (
            "weather|will it rain|is it raining|gold price|price of gold|gold per tael|exchange rate|what time "
            "is it|lottery|which channel|"
            "what(?: is the|s the)? date today|sjc gold"
        ),
    ),
    ("about_me", "who are you|what are you|your name|what can you do"),
)
_POLITE_WORDS = """
ban toi minh em anh chi co chu bac ad admin bot oi a nhe nha nhieu lam rat hom nay khoe khong the nao ngay moi tot lanh
buoi sang chieu va roi da vang ok oke you very much so how are today there good morning afternoon evening day is it for
the help all your giup do lai hen gap see later again
"""
_POLITE = frozenset(_POLITE_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _compiled(language: str, *, plain: bool) -> tuple[tuple[Chat, re.Pattern[str]], ...]:
    fold = str.lower if language == "en" else (plain_key if plain else word_key)

    def folded(pattern: str) -> re.Pattern[str]:
        shielded = pattern.replace("\\S", "\0")
        return re.compile(_WORD.sub(lambda m: fold(m.group()), shielded).replace("\0", "\\S"))

    table = _ENGLISH if language == "en" else _VIETNAMESE
    return tuple((kind, folded(rf"(?<!\S)(?:{pattern})")) for kind, pattern in table)


@cache
def _opening(kind: str) -> re.Pattern[str]:
    pattern = {"greeting": _GREETING, "thanks": _THANKS, "goodbye": _GOODBYE}[kind]
    return re.compile(rf"(?<!\S){_WORD.sub(lambda m: plain_key(m.group()), pattern)}(?!\S)")


def small_talk(text: str, language: Language) -> Chat | None:
    """What kind of talk this is when it asks nothing of the archive, else None."""
    if not _readable(text):
        return "unreadable"
    plain = language == "en" or not has_diacritics(text)
    spelled = " ".join(plain_keys(text)) if plain else " ".join(keys(text))
    asked = re.sub(r"[^a-z0-9 ]+", "", text.lower()) if language == "en" else spelled
    for chat, pattern in _compiled(language, plain=plain):
        if pattern.search(asked):
            return chat
    bare = " ".join(plain_keys(text))
    openings: tuple[Chat, ...] = ("thanks", "goodbye", "greeting")
    for kind in openings:
        if _opening(kind).search(bare):
            rest = [word for word in _opening(kind).sub(" ", bare).split() if word not in _POLITE]
            if len(rest) < _MUCH:
                return kind
    return None


def _readable(text: str) -> bool:
    """Whether at least half of the letters are Latin, and there are any."""
    letters = [c for c in text if c.isalpha()]
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    return bool(letters) and latin * 2 >= len(letters)
