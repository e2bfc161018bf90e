"""Units that may stand behind the figure asked for: "bao lâu" wants months or days, "mấy người" any kind of people."""

import re
from collections.abc import Sequence
from functools import cache

from corpus.text import plain_keys
from index.language import Language

_PEOPLE = (
    "người|đảng viên|hội viên|đoàn viên|cán bộ|lao động|học sinh|sinh viên|giáo viên|nhà giáo|bác sĩ|đại biểu|"
    "trường hợp|ca|đối tượng|công nhân|công dân|nạn nhân|bệnh nhân|chiến sĩ|em|trẻ|trẻ em|phụ nữ|thanh niên|khách|lượt|"
    "ứng viên|bị can|bị cáo|cử tri|hộ dân|công chức|viên chức|thí sinh|cá nhân|quần chúng|chuyên gia|cháu|bà con|"
    "nhân viên|phạm nhân|thành viên|uỷ viên|đồng chí|nông dân|du khách|triệu người|doanh nhân|luật gia|luật sư"
)
_EVENTS = "vụ|ca|trường hợp|cuộc|lượt|lần|đợt|trận|vụ án|vụ việc|buổi|phiên"
_TIME = "giây|phút|giờ|tiếng|ngày|tuần|tháng|quý|năm|thập kỷ|thế kỷ|đêm|buổi|phiên"
_LENGTH = "km|m|cm|mm|mét|kilômét|cây số|dặm|hải lý|feet|inch"
_WEIGHT = "kg|g|gam|tấn|tạ|yến|kilôgam|ki lô|cân|pound|carat"
_AREA = "ha|hecta|héc ta|m2|km2|mét vuông|mẫu|sào|công|kilômét vuông|dặm vuông"
_HOMES = "nhà|căn|căn nhà|ngôi nhà|hộ|căn hộ|gia đình|hộ gia đình"
_BUSINESSES = "doanh nghiệp|công ty|cơ sở|hộ kinh doanh|đơn vị|nhà máy"
_PLACES = "xã|phường|thôn|bản|làng|ấp|huyện|quận|tỉnh|tỉnh thành|địa phương|thị trấn"
_AWARDS = "giải|huy chương|giấy khen|bằng khen|huân chương|danh hiệu"
_VEHICLES = "xe|ô tô|chiếc|tàu|thuyền|phương tiện|xe máy|ghe"
_FAMILIES = (_PEOPLE, _EVENTS, _TIME, _LENGTH, _WEIGHT, _AREA, _HOMES, _BUSINESSES, _PLACES, _AWARDS, _VEHICLES)

_MANY = "(?:bao nhieu|may|nhieu)"
_ASKED: tuple[tuple[str, str], ...] = (
    ("bao lau|(?:keo dai|trong|mat) (?:bao nhieu|may) (?:thoi gian|lau)", _TIME),
    (f"bao xa|(?:dai|xa|sau|cao|chieu dai|chieu cao|do cao|do sau) (?:khoang )?{_MANY}", _LENGTH),
    (f"nang (?:khoang )?{_MANY}|trong luong", _WEIGHT),
    (f"rong (?:khoang )?{_MANY}|dien tich", _AREA),
    ("bao nhieu tuoi|may tuoi", "tuổi"),
)
_ASKED_ENGLISH: tuple[tuple[str, str], ...] = (
    ("how long (?:is|was|are|were) the (?:road|route|bridge|river|line|canal|tunnel|border)", _LENGTH),
    ("how long|how many (?:hours|days|weeks|months|years|minutes)", _TIME),
    ("how far|how tall|how deep|how high", _LENGTH),
    ("how old|average age", "tuổi"),
    ("how heavy|weigh", _WEIGHT),
    ("what area|how large an area|hectares|square", _AREA),
    ("how many (?:people|persons|men|women|children|members|workers|officials|students|teachers|doctors)", _PEOPLE),
    ("how many (?:cases|times|incidents|accidents|crimes)", _EVENTS),
)

Unit = tuple[str, ...]


@cache
def _family(names: str) -> frozenset[Unit]:
    return frozenset(tuple(plain_keys(name)) for name in names.split("|"))


def unit_family(text: str, language: Language, counted: Sequence[str]) -> frozenset[Unit]:
    """Plain keys of the units that fit a question; empty when it does not tell.

    Args:
        text: The question.
        language: Its language.
        counted: The words after "how many" (`bot.question_counted`).
    """
    asked = " ".join(plain_keys(text))
    for pattern, names in _ASKED_ENGLISH if language == "en" else _ASKED:
        if re.search(rf"(?<!\S)(?:{pattern})(?!\S)", asked):
            return _family(names)
    for names in _FAMILIES if counted else ():
        if any(tuple(counted[: len(unit)]) == unit for unit in _family(names)):
            return _family(names)
    return frozenset()


def fits(following: Sequence[str], units: frozenset[Unit]) -> bool:
    """Whether the plain keys behind a figure begin with one of the units."""
    return any(tuple(following[:length]) in units for length in (1, 2, 3))
