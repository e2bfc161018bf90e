"""Names of a line: people with their role, organisations, places."""

import re
from functools import lru_cache

from bot.readers.span.candidate import Candidate

_CAP = r"[A-ZĐÀÁẢÃẠÂẦẤẨẪẬĂẰẮẲẴẶÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ]"
_LOW = r"[a-zđà-ỹ]"
_CAPPED = rf"(?:{_CAP}[\wÀ-ỹ'’]*(?:-[\wÀ-ỹ]+)*)"
_PERSON = re.compile(
    rf"(?<![\w-])(?:{_CAP}{_LOW}+(?:-{_CAP}?{_LOW}+)?)(?:\s{_CAP}{_LOW}+(?:-{_CAP}?{_LOW}+)*){{1,4}}|"
    rf"{_CAP}\.\s?{_CAP}{_LOW}+"
)
_FAMILY_NAMES = """
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý lí đào đoàn vương trịnh trương đinh lâm phùng
mai tô hà tạ cao lưu chu châu thái quách la lương lại khuất nghiêm tăng kiều mạc thân triệu doãn văn viên ninh tống
thạch sơn danh bạch giàng hầu giáp từ ông âu kim diệp tôn cù đàm nông vi lò lường hứa quàng điểu y h a k'
"""
_SURNAMES = frozenset(_FAMILY_NAMES.split())
_OPENING_WORDS = """
phó bộ ban sở cục thành trung quốc chính tổng chi hội liên uỷ ủy công đại đảng nhà tỉnh huyện trường ngân tập viện
toà tòa thủ trưởng chủ bí thứ giám nghị quyết luật hiến tại theo ngày trong năm sau khi các những người hải mặt cơ
báo tạp chương
"""
_NO_PERSON = frozenset(_OPENING_WORDS.split())
_COUNTRIES = frozenset(
    {"việt nam", "hà nội", "trung hoa", "nhật bản", "hàn quốc", "triều tiên", "trường sa", "hoàng sa"}
)
# Places that begin like a school or an association
_PLACES_LIKE_BODIES = frozenset({"trường sa", "trường sơn", "hội an", "ban mê thuột"})
_HONORIFIC = re.compile(
    r"(?:(?:đồng chí|đ/c|ông|bà|anh|chị|cô|thầy|bác sĩ|luật sư|nghệ sĩ|nhà báo|đại biểu|GS\.?|PGS\.?|TS\.?|"
    r"ThS\.?|[,\-–(])\s*)+$",
    re.IGNORECASE,
)
_ROLE = (
    r"(?:quyền |nguyên |phó |nữ )?(?:phó )?(?:chủ tịch|bí thư|thứ trưởng|bộ trưởng|thủ tướng|giám đốc|tổng "
    r"giám đốc|cục trưởng|"
    r"vụ trưởng|chủ nhiệm|trưởng ban|trưởng phòng|viện trưởng|chánh thanh tra|chánh văn phòng|tổng thanh tra|"
    r"uỷ viên|ủy viên|"
    r"tổng bí thư|trưởng|tổng biên tập|hiệu trưởng|chi cục trưởng|tư lệnh|đại tá|thiếu tướng|trung tướng|"
    r"thượng tướng|đại tướng)"
)
_ROLE_BEFORE = re.compile(rf"\b{_ROLE}\b(?:\s(?!{_ROLE})[\wÀ-ỹ&.-]+){{0,9}}\s+$", re.IGNORECASE)
_ROLE_AFTER = re.compile(rf"\s?(?:,|-|–|\()\s?{_ROLE}\b[^,.;()\"“”:]*\)?", re.IGNORECASE)
_HEAD = (
    r"(?:Bộ|Sở|Ban|Uỷ ban|Ủy ban|Công ty|Tổng công ty|Tập đoàn|Ngân hàng|Hội|Liên đoàn|Đoàn|Cục|Tổng cục|Chi "
    r"cục|Viện|Trường|"
    r"Đại học|Học viện|Tạp chí|Báo|Toà án|Tòa án|Hiệp hội|Trung tâm|Phòng|Văn phòng|Thành uỷ|Tỉnh uỷ|Huyện uỷ|"
    r"Quân khu|Công an|"
    r"Hải quan|Mặt trận|Đảng|Liên minh|Tổ chức|Quỹ|Bệnh viện|UBND|HĐND|Sư đoàn|Bộ đội|Chính phủ|Quốc hội|"
    r"Thanh tra|Cơ quan)"
)
_JOIN = r"(?:\s(?:và|&|-|–|của|các|tỉnh|thành phố|quận|huyện|TP\.?|nhân dân|nước))?"
_PHRASE = (
    rf"{_CAPPED}(?:\s{_LOW}+(?=\s{_CAP}|\s(?:và)\s{_CAP}))?(?:{_JOIN}\s{_CAPPED}(?:\s{_LOW}+(?=\s{_CAP}|"
    rf"\s(?:và)\s{_CAP}|[,.;:)\"”]|$))?)*"
)
_ORGANISATION = re.compile(rf"(?<![\w]){_HEAD}(?:\s{_LOW}+){{0,2}}(?:{_JOIN}\s{_CAPPED}(?:\s{_LOW}+)?)*")
_PLACE_HEAD = (
    r"(?:tỉnh|thành phố|TP\.?|quận|huyện|thị xã|thị trấn|phường|xã|thôn|đường|phố|nước|hội trường|sân bay|đảo|"
    r"quần đảo|sông|"
    r"khu|khu đô thị|khu công nghiệp|cảng|cửa khẩu|điểm cầu|nhà văn hoá|khách sạn|trung tâm|bệnh viện|trường|"
    r"vịnh|núi|hồ|bang|thủ đô|vùng)"
)
_PLACE = re.compile(rf"(?:{_PLACE_HEAD}\s)?(?<![\w])(?P<heart>{_PHRASE})(?:,\s{_PLACE_HEAD}\s{_PHRASE})?")
_HEADED_PLACE = re.compile(rf"\b{_PLACE_HEAD}\s(?P<heart>{_CAPPED}(?:\s{_CAPPED}){{0,3}})")
_LONGEST_ANSWER = 24
_LINKING = """
và của cho với tại ở trong ngoài là có được bị đã đang sẽ về từ đến tới để do vì theo khi nhưng cũng còn này đó
vừa mới họp cùng hay hoặc như trên dưới nên rằng thì mà không chưa phải cần đối các những một hai ba nói cho biết """
_NO_NAME_END = frozenset(_LINKING.split())
_OPENING = "tại ở theo từ đến về trong ngoài trên khi sau trước cuộc các những họ nó đây đó có"
_OPENERS = frozenset(_OPENING.split())


def _words(text: str) -> int:
    return len(text.split())


@lru_cache(maxsize=1 << 12)
def people(text: str) -> tuple[Candidate, ...]:
    """Names of people, with the role before or after them where one is written."""
    found = []
    for match in _PERSON.finditer(text):
        start, end = match.span()
        first = match.group().split()[0]
        if first.lower() in _NO_PERSON or match.group().lower() in _COUNTRIES:
            continue
        if len(match.group().split()) > 1 and first.lower() in {"ông", "bà", "anh", "chị", "cô", "đồng"}:
            start += len(first) + 1
        said_start, said_end = _left(text, start), _right(text, end)
        if _words(text[said_start:said_end]) > _LONGEST_ANSWER:
            said_start, said_end = start, end
        found.append(Candidate(said_start, said_end, start, end, "who"))
    return tuple(found)


def is_surname(word: str) -> bool:
    """Whether a word is a common Vietnamese family name."""
    return word.lower() in _SURNAMES


def _left(text: str, start: int) -> int:
    honorific = _HONORIFIC.search(text[:start])
    at = honorific.start() if honorific else start
    role = _ROLE_BEFORE.search(text[max(0, at - 90) : at])
    if role:
        return max(0, at - 90) + role.start()
    while at < start and text[at] in ",-–( ":
        at += 1
    return at


def _right(text: str, end: int) -> int:
    role = _ROLE_AFTER.match(text, end)
    return role.end() if role else end


@lru_cache(maxsize=1 << 12)
def organisations(text: str) -> tuple[Candidate, ...]:
    """Names of organisations, known by their first word."""
    found = [(m.start(), _trimmed(text, *m.span())) for m in _ORGANISATION.finditer(text)]
    return tuple(
        Candidate(start, end, start, end, "organisation")
        for start, end in found
        if end > start and text[start:end].lower() not in _PLACES_LIKE_BODIES
    )


@lru_cache(maxsize=1 << 12)
def places(text: str) -> tuple[Candidate, ...]:
    """Names that may be places, with the word that says what kind of place.

    A single word that opens the line is taken for a place only behind such a word: its capital tells nothing.
    """
    found = []
    for match in _PLACE.finditer(text):
        start, end = match.span("heart")
        headed = match.start() < start
        opens = not headed and not text[:start].strip(' "“”‘’(-–•')
        words = text[start:end].split()
        if opens and words[0].lower() in _OPENERS:
            start += len(words[0]) + 1
            words = words[1:]
        if not words or not words[0][0].isupper() or (opens and len(words) == 1):
            continue
        last = _trimmed(text, start, end) if end == match.end() else match.end()
        if last > start:
            found.append(Candidate(match.start() if headed else start, last, start, min(end, last), "where"))
    known = {(candidate.start, candidate.end) for candidate in found}
    headed_ones = (Candidate(*m.span(), *m.span("heart"), "where") for m in _HEADED_PLACE.finditer(text))
    return (*found, *(one for one in headed_ones if (one.start, one.end) not in known))


def _trimmed(text: str, start: int, end: int) -> int:
    """Where a name ends when words that link or tell are left off: `Trường Sa và`, `Quốc hội khả năng`."""
    if text[start:end].lower().endswith(" khả năng"):
        end -= len(" khả năng")
    while (words := text[start:end].split()) and words[-1].lower() in _NO_NAME_END:
        end = start + len(text[start:end].rstrip()) - len(words[-1])
        end = start + len(text[start:end].rstrip())
    return end
