"""What a question asks for, told by its question words: a table of patterns, first match wins.

Patterns are written as people write Vietnamese or English and compared on the keys of `corpus.text`, so that other
tone placements and plain typing match too. Some question words are ambiguous once typed plain (`đâu`/`đầu`,
`mấy`/`máy`): the patterns marked PLAIN say what must stand around them then.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Literal

from corpus.text import keys, plain_key, plain_keys, word_key
from index.language import is_syllable

Kind = Literal[
    "percent", "number", "money", "when", "who", "where", "organisation", "document", "list", "why", "yesno",
    "what", "summary",
]  # fmt: skip

LONG_KINDS: frozenset[Kind] = frozenset({"list", "why", "yesno", "what", "summary"})

_MANY = "(?:bao nhiêu|mấy|bao lăm|nhiêu)"
_ROLE = (
    "(?:chủ tịch|bí thư|thứ trưởng|bộ trưởng|thủ tướng|giám đốc|cục trưởng|vụ trưởng|chủ nhiệm|trưởng ban|"
    "trưởng phòng|viện trưởng|chánh thanh tra|đại biểu|lãnh đạo|tổng bí thư|tổng giám đốc|đồng chí|chuyên gia|"
    "hiệu trưởng|bác sĩ|nghệ sĩ|nhà văn|vua|hoàng đế|tướng|cán bộ|nhân vật|người|vị|ông|bà|anh|chị|cô)"
)
_OFFICE = (
    "(?:chủ tịch|bí thư|thứ trưởng|bộ trưởng|thủ tướng|giám đốc|cục trưởng|vụ trưởng|chủ nhiệm|viện trưởng|"
    "chánh thanh tra|hiệu trưởng|tổng biên tập)"
)
_PLACE = (
    "(?:nơi|chỗ|địa điểm|địa phương|địa bàn|tỉnh|thành phố|quận|huyện|thị xã|phường|xã|thôn|nước|quốc gia|"
    "hội trường|khu vực|vùng|châu lục|sân bay|đảo|điểm cầu|tp|khách sạn|toà nhà|con sông|sông|thủ đô|tiểu bang)"
)
_BODY = (
    "(?:cơ quan|đơn vị|tổ chức|doanh nghiệp|công ty|tập đoàn|ngân hàng|bộ ngành|bộ|ban|sở|ngành|bên|hội|viện|"
    "trường|đảng|toà án|uỷ ban|đoàn thể|báo|cục|chi cục|tổng cục|lực lượng|chính quyền)"
)
_PAPER = (
    "(?:quyết định|chỉ thị|nghị quyết|nghị định|thông tư|kết luận|quy định|văn bản|công văn|đề án|"
    "(?<!kỷ )(?<!pháp )luật|hiệp định)"
)
_CLOSING = "(?:ạ|vậy|nhỉ|hả|thế|bạn|ad|anh|chị|em|rồi)"
_SUM = (
    "(?:tiền|đồng|tỷ|triệu đồng|triệu usd|nghìn tỷ|ngàn tỷ|usd|đô la|vốn|doanh thu|lợi nhuận|thu ngân sách|kim ngạch|"
    "lãi|lỗ|kinh phí|chi phí|giá trị|tổng tài sản|nguồn thu|dư nợ|huy động vốn|thuế|giá|lương|thu nhập|mức phạt)"
)

_NAMED = "(?:\\S+ ){0,12}"
_SEVERAL = (
    "(?:mấy|các|những|[2-9]|10|hai|ba|bốn|năm(?! \\d)|sáu|bảy|tám|chín|mười) (?!tháng|năm|quý|ngày|giờ|tuần|phần)"
)
_VIETNAMESE: tuple[tuple[Kind, str], ...] = (
    ("what", "(?:tăng|lên|cao hơn|nhiều hơn) (?:hay|hoặc) (?:là )?(?:giảm|xuống|thấp hơn|ít hơn)"),
    ("summary", "(?:tóm tắt|tóm lược|nội dung chính|ý chính|điểm chính)"),
    ("yesno", f"^(?!.*(?:biết|bao nhiêu|mấy|là ai|vì sao|tại sao|thế nào))(?:.* )?(?:không|chưa)(?: {_CLOSING})*$"),
    ("yesno", "(?:phải không|đúng không|hay không|hay chưa|^có phải|^liệu|^phải chăng)"),
    ("why", "(?:vì sao|tại sao|vì đâu|do đâu|cớ gì|nguyên nhân|lý do|vì lẽ gì|^sao|vì điều gì|nhờ đâu|làm sao mà)"),
    ("why", "(?:mục đích .*gì|mục đích gì|để làm gì|nhằm .*gì|nhằm mục đích|khiến .* là gì)"),
    (
        "document",
        (
            f"{_PAPER} (?:số )?(?:nào|gì|{_MANY})|"
            f"^(?!.*(?:{_PLACE}|{_BODY}) nào).*(?:quyết định|chỉ thị|nghị quyết|nghị định|văn bản) {_NAMED}nào"
        ),
    ),
    (
        "when",
        (
            "(?:khi nào|bao giờ|lúc nào|hồi nào|chừng nào|khi mô|thời gian nào|thời điểm nào|mấy giờ|thời hạn nào|"
            "giai đoạn nào)"
        ),
    ),
    ("when", "(?:ngày|hôm|tháng|năm|quý|buổi|mùa|thế kỷ|giờ) (?:tháng năm |tháng |năm )?(?:nào|mấy)"),
    ("when", "(?:ngày|năm|vào năm|sinh năm|tháng) bao nhiêu|hạn chót|thời gian (?:diễn ra|tổ chức)"),
    ("percent", f"(?:{_MANY} (?:phần trăm|phần nghìn)|tỷ lệ|tỷ trọng|phần trăm .*{_MANY})"),
    ("money", f"(?:thiệt hại|thu về|tổng tài sản|vốn điều lệ|doanh thu|lợi nhuận) {_NAMED}{_MANY}$"),
    ("number", "(?:tăng trưởng|tăng|giảm|biến động) (?:\\S+ ){0,2}(?:ra sao|thế nào)|(?:ở |tới |đến )?mức nào|cỡ nào"),
    ("number", f"(?:thứ|hạng|thứ hạng|vị trí|xếp thứ|xếp hạng) (?:thứ )?{_MANY}"),
    ("money", f"{_MANY} (?:tiền|đồng|tỷ|tỷ đồng|triệu đồng|triệu usd|tỷ usd|nghìn tỷ|ngàn tỷ|usd|đô la|đô)"),
    ("money", f"{_SUM} {_NAMED}{_MANY}$"),
    ("money", f"tiền {_NAMED}{_MANY}(?: (?:trong|vào|ở|tại|năm|cho) .*)?$"),
    ("list", f"(?:(?:mấy|các|những) |^{_SEVERAL})(?:\\S+ ){{1,12}}(?:là )?(?:những )?(?:gì|ai|đâu)"),
    ("number", "(?:bao lâu|bao xa)"),
    ("number", f"{_MANY}"),
    ("list", "(?:liệt kê|kể tên|kể ra|gồm những|bao gồm|gồm có|những gì|những ai|gồm ai|những (?:\\S+ ){1,9}nào)"),
    ("list", "(?:các (?:\\S+ ){1,9}nào|(?:hai|ba|bốn|sáu|bảy|[2-9]|10) (?!tháng|năm|ngày|giờ)(?:\\S+ ){1,7}nào)"),
    ("who", f"(?:{_OFFICE} (?:\\S+ ){{1,4}}nào)"),
    ("where", "hội trường nào"),
    ("organisation", f"(?:đơn vị|{_BODY}) nào"),
    ("who", f"(?:ai|họ tên|tên ai|{_ROLE} (?:nào|tên gì|tên là gì)|{_ROLE} .*tên (?:là )?gì)"),
    ("organisation", f"{_BODY} nào"),
    ("where", f"{_PLACE} nào"),
    ("who", f"{_ROLE} {_NAMED}nào"),
    ("where", f"(?:ở đâu|tại đâu|từ đâu|đến đâu|về đâu|nơi đâu|đâu|{_PLACE} (?:\\S+ ){{0,4}}nào)"),
    ("organisation", f"{_BODY} (?:\\S+ ){{0,6}}nào"),
    ("what", "(?:gì|nào|ra sao|thế nào|như thế nào|làm sao|là sao)"),
    ("list", f"^{_SEVERAL}\\S+"),
    ("money", f"^(?:tổng |mức )?{_SUM}"),
    ("number", "^(?:còn )?(?:tổng )?(?:số|lượng|sản lượng|diện tích|dân số|số lượng|thứ hạng|quy mô|công suất)"),
    ("when", "^(?:ngày|thời gian|thời điểm)"),
    ("who", f"^{_ROLE}"),
    ("where", "^(?:địa điểm|nơi)"),
)
# Typed plain these cannot be told by the word alone: "dau" is also "đầu", "may" also "máy", "ai" and "nao" are safe
_PLAIN_EXCLUDED = re.compile(
    r"(?<!\S)(?:(?:nua|thang|bat|dung|hang|ban) dau|dau (?:nam|tien|ky|tu|thau)|quy dau|(?:xe|nha|bo) may|"
    r"may (?:bay|moc)|(?:quoc|hiep|dai|chi|lien|xa) hoi|(?:qua|rat|kha|co|cang|hon|nhat) nhieu|"
    r"nhieu (?:nhat|hon|lan|noi|tin|van))(?!\S)"
)
_AMBIGUOUS = re.compile(r"(?<!\S)(?:dau|may|hoi|nhieu)(?!\S)")
_ASKING_WORDS = ("nhieu", "nhung", "phan", "tram", "nao", "bao", "nguoi", "luc", "khi")

_AUXILIARY = "did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|must"
_ASKING = "(?:what|which|how|who|whom|when|where|why)"
_THING = "(?:\\S+ ){0,6}"
_CHANGE_VERB = (
    "(?:grow|grown|rise|risen|increase|increased|fall|fallen|drop|dropped|decline|declined|decrease|go (?:up|down))"
)
_ENGLISH: tuple[tuple[Kind, str], ...] = (
    (
        "what",
        "(?:rise|rose|go up|up|increased?|grow|more|higher) or (?:fall|fell|down|decreased?|less|drop|lower)",
    ),
    ("summary", "(?:summari[sz]e|summary|main points|key points|sum up)"),
    ("yesno", f"^(?!.*{_ASKING} )(?:.* )?(?:{_AUXILIARY}) .*$"),
    (
        "why",
        (
            "(?:why|what caused|cause of|causes of|reasons? (?:for|why|behind|that|did|does|is)|what (?:is|was) "
            "the reason)"
        ),
    ),
    ("why", "(?:what purpose|purpose of|what (?:is|was) the aim|aim of|what led|how (?:did|does|do) .* explain)"),
    ("number", f"how much (?:did|has|have|will|would) {_THING}{_THING}{_CHANGE_VERB}|by how much"),
    ("when", "(?:by|in|since|from) (?:what|which) year"),
    ("percent", "what (?:was|is|were) .*(?:turnout|interest rate|commission)|what .*growth did|how fast did"),
    ("number", "what (?:was|is|were) .*(?:growth|increase|decrease|rise|fall|decline)(?: .*)?"),
    ("number", "what (?:was|is|were) the average age"),
    ("money", "what (?:was|is|were) .*worth"),
    ("percent", "(?:percent|percentage|per cent|ratio|what share|share of|proportion|rate|which share|share)"),
    ("list", "(?:^list|list the|name the|which (?:two|three|four|five|six|seven|eight|nine|ten|[0-9]+)|what are the)"),
    (
        "list",
        (
            "(?:who (?:are|were) (?:the|invited|elected)|who is on|who are on|"
            "what (?:two|three|four|five|[0-9]+)|which \\S+s "
            "(?:are|were|did|has))"
        ),
    ),
    ("where", "(?:in|at|to|from) (?:which|what) (?:city|province|district|town|ward|commune|village|country)"),
    (
        "who",
        "name of the (?:\\S+ ){0,3}(?:director|chairman|chairwoman|secretary|leader|head|president|minister|man|woman)",
    ),
    ("document", "(?:which|what) (?:\\S+ ){0,3}(?:decision|directive|decree|circular|resolution)"),
    (
        "when",
        "(?:^when|when (?:did|was|will|is|were|does)|(?:what|which) (?:\\S+ ){0,2}(?:date|day|month|year|time|period))",
    ),
    ("when", "(?:since when|from when|by when|deadline)"),
    ("number", "(?:how many|what number|number of|where did .* rank|what rank|which rank|how high|how large|how big)"),
    ("number", "(?:how (?:far|long|old|often)|what (?:was|were|is|are) the (?:volume|output|area|population|length))"),
    (
        "money",
        (
            "(?:how much|what (?:price|cost|sum)|what (?:was|were|is|are) .*"
            "(?:damage|loss|profit|revenue|turnover|assets|budget|price|cost|capital|income|investment|loan|credit|tax|"
            "fine|salary))"
        ),
    ),
    (
        "who",
        (
            "which (?:\\S+ ){0,3}(?:leader|chairman|chairwoman|minister|secretary|director|official|officer|deputy|"
            "inspector|president|expert)"
        ),
    ),
    (
        "where",
        (
            f"(?:where|which {_THING}(?:city|country|province|district|ward|commune|town|place|hall|area|"
            f"region|village|"
            "venue|nation|island))"
        ),
    ),
    ("where", f"(?:in|at) what {_THING}(?:city|country|province|district|ward|hall|place|venue|area)"),
    (
        "who",
        (
            f"(?:who|whom|whose|which {_THING}(?:leader|chairman|chairwoman|chair|minister|secretary|director|official|"
            "officer|person|man|woman|deputy|inspector|president|expert))"
        ),
    ),
    (
        "organisation",
        (
            f"(?:which {_THING}|what )(?:agency|organi[sz]ation|company|bank|ministry|body|department|unit|office|"
            "firm|party|committee|institution|board|authority|association)"
        ),
    ),
    ("what", f"{_ASKING}"),
    ("number", "(?:number|volume|deaths|total|count|amount|output|area|population|cases|people)"),
    ("money", "(?:profit|revenue|turnover|price|cost|budget|capital)"),
)

_WORD = re.compile(r"[^\W\d_]+")
_CLASS = re.compile(r"\\[a-zA-Z]")


def _folded(pattern: str, fold: Callable[[str], str]) -> re.Pattern[str]:
    """The pattern with each of its words in the form that question keys have, matching whole words only."""
    shielded = _CLASS.sub(lambda m: f"\\{ord(m.group()[1])}\\", pattern)
    folded = _WORD.sub(lambda m: fold(m.group()), shielded)
    restored = re.sub(r"\\(\d+)\\", lambda m: "\\" + chr(int(m.group(1))), folded)
    return re.compile(rf"(?<!\S)(?:{restored})(?!\S)")


@cache
def _table(language: str, *, plain: bool) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    if language == "en":
        return tuple((kind, _folded(pattern, str.lower)) for kind, pattern in _ENGLISH)
    fold = plain_key if plain else word_key
    return tuple((kind, _folded(pattern, fold)) for kind, pattern in _VIETNAMESE)


def _comparable(text: str, *, english: bool, plain: bool) -> str:
    spelled = text.replace("%", " percent " if english else " phần trăm ")
    if english:
        return " ".join(re.findall(r"[a-z0-9]+", spelled.lower()))
    return " ".join(plain_keys(spelled) if plain else keys(spelled))


def _asking_word(word: str) -> str:
    """The question word that a mistyped syllable stands for (`nhhieu`, `trma`), else the word itself."""
    if is_syllable(word) or not word.isalpha():
        return word
    for asking in _ASKING_WORDS:
        if len(word) in {len(asking), len(asking) + 1} and sorted(set(word)) == sorted(set(asking)):
            return asking
    return word


def question_kind(text: str, language: str, *, plain: bool) -> Kind:
    """What a question asks for; `what` when nothing tells."""
    asked = _comparable(text, english=language == "en", plain=plain)
    if plain:
        asked = " ".join(_asking_word(word) for word in asked.split())
        asked = _PLAIN_EXCLUDED.sub(lambda found: _AMBIGUOUS.sub("_", found.group()), asked)
    for kind, pattern in _table(language, plain=plain):
        if pattern.search(asked):
            return kind
    return "what"
