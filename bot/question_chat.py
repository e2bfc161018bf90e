"""What is no question to the archive: greetings, thanks, orders to the bot, requests for advice, other scripts."""

import re
import unicodedata
from functools import cache
from typing import Literal

from bot.question_everyday import everyday_talk
from corpus.text import has_diacritics, keys, plain_key, plain_keys, word_key
from index.language import Language

Chat = Literal["greeting", "thanks", "goodbye", "about_me", "order", "task", "advice", "live", "unreadable"]

_MUCH = 4
_NOW = "(?:hôm nay|ngày mai|sáng nay|sáng mai|mai|tối nay|chiều nay|bây giờ|tuần này|cuối tuần)"
_VIETNAMESE: tuple[tuple[Chat, str], ...] = (
    (
        "order",
        (
            "(?:bỏ qua|phớt lờ|quên|không cần theo) (?:\\S+ ){0,3}(?:hướng dẫn|chỉ dẫn|chỉ thị|lệnh|quy tắc|yêu cầu) "
            "(?:trước|ở trên|phía trên|cũ|của bạn|hệ thống|đó)(?: đó)?"
        ),
    ),
    (
        "order",
        (
            "^(?:hãy |bạn |bot |giờ |bây giờ )*(?:bỏ qua|phớt lờ|quên)(?: hết| đi| mọi| các| những| tất cả| toàn bộ)* "
            "(?:hướng dẫn|chỉ dẫn|chỉ thị|quy tắc|luật lệ)"
        ),
    ),
    ("order", "(?:từ giờ|từ nay|từ bây giờ|kể từ giờ) (?:bạn|mày|hãy|em|bot) (?:\\S+ )?(?:là|đóng|trả lời|phải|không)"),
    (
        "order",
        (
            "system prompt|prompt hệ thống|lời nhắc hệ thống|(?:hãy|bạn|bot) (?:đóng vai|giả vờ)|"
            "hãy trả lời (?:là|rằng)|"
            "in ra (?:toàn bộ )?(?:prompt|mật khẩu)"
        ),
    ),
    (
        "order",
        "(?:hãy |giúp )?(?:xoá|sửa|thêm) (?:hết |toàn bộ |tất cả )?(?:bài|dữ liệu|kho|cơ sở dữ liệu)(?: này| đi)?$",
    ),
    (
        "order",
        "^(?:hệ thống|system) .*(?:bạn|bot) |(?:bây giờ|giờ) (?:bạn|bot) là |^in ra |^tiết lộ (?:prompt|hướng dẫn)",
    ),
    (
        "task",
        (
            "(?:viết|soạn|làm|sáng tác|dịch)(?: giúp| hộ| dùm| giùm| cho)(?: \\S+){0,3} (?:code|đoạn code|chương trình|"
            "bài thơ|thơ|email|bài văn|bài hát|truyện|python|javascript|hàm)"
        ),
    ),
    ("task", "^(?:hãy )?(?:viết|soạn|sáng tác)(?: \\S+){0,3} (?:code|bài thơ|thơ|email|bài văn|bài hát|truyện)"),
    (
        "task",
        (
            "(?:cách|công thức) (?:nấu|pha|chế biến) |^(?:hãy |bạn |em )?(?:kể|"
            "hát)(?: \\S+){0,3} (?:chuyện cười|truyện|bài)"
        ),
    ),
    ("task", "giải (?:giúp |hộ )(?:\\S+ ){0,2}(?:bài|phương trình)|(?:^|hãy )dịch (?:\\S+ ){0,5}sang tiếng"),
    ("task", "^[0-9]+ (?:cộng|trừ|nhân|chia) [0-9]+"),
    (
        "advice",
        "(?:có nên|^nên) (?:mua|bán|đầu tư|chọn|học|uống|ăn)|tử vi|hợp màu|hợp tuổi|xem bói|phong thuỷ|cung hoàng đạo",
    ),
    (
        "live",
        (
            f"thời tiết (?:\\S+ ){{0,4}}{_NOW}|{_NOW} (?:\\S+ ){{0,4}}thời tiết|"
            f"^thời tiết (?:\\S+ ){{0,3}}(?:thế nào|ra sao)$"
        ),
    ),
    (
        "live",
        (
            f"(?:có|trời) (?:\\S+ )?(?:mưa|nắng|lạnh) không|{_NOW} .*(?:mưa|nắng|bão) (?:không|chưa)|"
            f"dự báo (?:thời tiết|mưa|bão)"
        ),
    ),
    ("live", "giá vàng|giá đô|tỷ giá|kết quả xổ số|mấy giờ rồi|hôm nay là (?:ngày|thứ)"),
    ("live", f"{_NOW} .*(?:trận|bóng đá|đá bóng|mấy giờ|kênh nào|kênh mấy)|(?:trận đấu|phát sóng) (?:\\S+ )*mấy giờ"),
    (
        "about_me",
        (
            "^(?:bạn|mày|em|bot) (?:là ai|tên gì|tên là gì|(?:có thể )?(?:làm|giúp) (?:được )?(?:những )?gì|"
            "biết làm gì|"
            "là gì|bao nhiêu tuổi|mấy tuổi|có người yêu|có vợ|có chồng|là (?:người|robot|máy))|^ăn cơm chưa"
        ),
    ),
    ("about_me", "(?:bạn|bot) (?:là ai|tên gì|tên là gì|làm được gì|giúp được gì)"),
)
_GREETING = (
    "(?:xin chào|chào|hello|hi|alo|hey|chào buổi sáng|chúc ngày mới|chúc mừng năm mới|"
    "good morning|good afternoon|good evening)"
)
_THANKS = "(?:cảm ơn|cám ơn|thank|thanks|thank you|tks|cảm tạ|biết ơn)"
_GOODBYE = "(?:tạm biệt|bye|goodbye|hẹn gặp lại|chúc ngủ ngon)"
_POLITELY = "^(?:please |can you |could you |kindly )?"
_ENGLISH: tuple[tuple[Chat, str], ...] = (
    (
        "order",
        (
            "(?:ignore|disregard|forget) (?:\\S+ ){0,3}(?:instructions?|rules?|prompts?|directions?)|system prompt|"
            "from now on you|you are now|^pretend (?:to|that|you)|^act as|you (?:must )?act as|jailbreak|"
            "developer mode|"
            "(?:ignore|disregard|forget) (?:all |everything )?(?:of )?(?:the )?above"
        ),
    ),
    (
        "order",
        (
            f"{_POLITELY}(?:repeat|print|show|reveal|summari[sz]e) (?:me )?(?:the |your )"
            "(?:text above|whole prompt|prompts?|instructions?|rules)|"
            f"{_POLITELY}(?:delete|remove|erase|drop) (?:all |every )(?:the |of the )?(?:articles?|data|"
            f"tables?|archive)"
        ),
    ),
    (
        "task",
        (
            f"{_POLITELY}(?:write|compose|translate|code|draft)(?: me| us)?(?: \\S+){{0,3}} (?:code|program|"
            f"poem|song|email|"
            "story|essay|function|script)|how to (?:cook|bake|prepare) |recipe for|tell (?:me )?a (?:joke|story)|"
            f"solve this|{_POLITELY}translate (?:this|that|the|it)|[0-9]+ (?:plus|minus|times|divided by) [0-9]+"
        ),
    ),
    (
        "advice",
        (
            "should i |which stock|horoscope|zodiac|fortune teller|lucky colou?r|colou?r suits|"
            "year of the (?:dragon|rat|tiger)"
        ),
    ),
    (
        "live",
        (
            "weather (?:like|today|tomorrow|forecast|now|tonight)|(?:is|s) the weather|will it rain|is it raining|"
            "gold price|price of gold|gold per tael|sjc gold|exchange rate|what time is it|lottery results?|"
            "(?:tonight|today) .*which channel|which channel .*(?:tonight|today|play)|what(?: is the|s the)? date today"
        ),
    ),
    (
        "about_me",
        "^who are you|^what are you|your name|what can you do|^are you (?:human|real|an? )|^do you (?:love|like)",
    ),
)
_POLITE_WORDS = """
ban toi minh em anh chi co chu bac ad admin bot oi a nhe nha nhieu lam rat hom nay khoe khong the nao ngay moi tot lanh
buoi sang chieu va roi da vang ok oke you very much so how are today there good morning afternoon evening day is it for
the help all your giup do lai hen gap see later again
"""
_POLITE = frozenset(_POLITE_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
# The price of gold in 2018 may well stand in an archive
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


# Whole words only: "tử vi" is not in "điện tử Việt Nam". A pattern may end with the space before anything else
_END = r"(?:(?<= )|(?!\S))"


@cache
def _compiled(language: str, *, plain: bool) -> tuple[tuple[Chat, re.Pattern[str]], ...]:
    fold = str.lower if language == "en" else (plain_key if plain else word_key)

    def folded(pattern: str) -> re.Pattern[str]:
        shielded = pattern.replace("\\S", "\0")
        return re.compile(_WORD.sub(lambda m: fold(m.group()), shielded).replace("\0", "\\S"))

    table = _ENGLISH if language == "en" else _VIETNAMESE
    return tuple((kind, folded(rf"(?<!\S)(?:{pattern}){_END}")) for kind, pattern in table)


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
    of_the_past = bool(_YEAR.search(text))
    for chat, pattern in _compiled(language, plain=plain):
        if pattern.search(asked) and not (chat == "live" and of_the_past):
            return chat
    bare = " ".join(plain_keys(text))
    openings: tuple[Chat, ...] = ("thanks", "goodbye", "greeting")
    for kind in openings:
        if _opening(kind).search(bare):
            rest = [word for word in _opening(kind).sub(" ", bare).split() if word not in _POLITE]
            if len(rest) < _MUCH:
                return kind
    return everyday_talk(text, language)


def _readable(text: str) -> bool:
    """Whether at least half of the letters are Latin, and there are any."""
    letters = [c for c in text if c.isalpha()]
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    return bool(letters) and latin * 2 >= len(letters)
