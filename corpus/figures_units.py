"""Units of figures: what stands right behind a number, in one spelling each ("phần trăm" is "%", "VNĐ" is "đồng")."""

import re

PERCENT = "%"
PERCENT_POINTS = "điểm phần trăm"
MONEY = frozenset({"đồng", "USD", "EUR"})
SHARE = "phần"

# Spelled otherwise: as written (in lower case) to the one spelling
_SAME = {
    "phần trăm": PERCENT, "điểm %": PERCENT_POINTS, "điểm phần trăm": PERCENT_POINTS,
    "đ": "đồng", "vnđ": "đồng", "vnd": "đồng", "đồng": "đồng",
    "usd": "USD", "đô la mỹ": "USD", "đô la": "USD", "đô-la mỹ": "USD", "đô-la": "USD", "đôla": "USD", "đô": "USD",
    "euro": "EUR", "eur": "EUR",
    "héc ta": "ha", "hecta": "ha", "héc-ta": "ha", "ha": "ha", "cây số": "km", "ki-lô-mét": "km", "kilomet": "km",
    "km2": "km²", "km²": "km²", "m2": "m²", "m²": "m²", "mét vuông": "m²", "m3": "m³", "m³": "m³", "mét khối": "m³",
    "mét": "m", "ki-lô-gam": "kg", "kilogam": "kg", "gam": "g", "lít": "lít", "dn": "doanh nghiệp",
    "kwh": "kWh", "mw": "MW", "gw": "GW", "kw": "kW",
}  # fmt: skip
# May stand glued to the number ("5km", "20ha", "300tr")
_GLUED = r"%|‰|km²|km2|km|m²|m2|m³|m3|mm|cm|m|kg|gam|g|ha|tấn|tạ|lít|l|kwh|kw|mw|đồng|đ|usd|vnđ"
_MEASURES = (
    r"%|‰|phần trăm|điểm phần trăm|điểm %|đồng|vnđ|vnd|đ|usd|đô la mỹ|đô la|đô-la mỹ|đô-la|đôla|đô|euro|eur|"
    r"ha|hecta|héc ta|héc-ta|km²|km2|km|m²|m2|m³|m3|mm|cm|mét vuông|mét khối|mét|m|cây số|ki-lô-mét|kilomet|"
    r"tấn|tạ|yến|kg|ki-lô-gam|kilogam|gam|g|lít|kwh|kw|mw|gw|°c|độ c"
)
# What reports count, the longest name first where one begins another; a single syllable is enough for the rest
_COUNTED = (
    r"vụ việc|vụ án|vụ|lượt người|lượt nhân sự|lượt khách|lượt|đảng viên|hội viên|đoàn viên|thành viên|xã viên|"
    r"tổ chức cơ sở đảng|tổ chức đảng|tổ chức|chi bộ|đảng bộ|chi hội|chi đoàn|người|đối tượng|trường hợp|bị can|bị cáo|"
    r"hộ nghèo|hộ|gia đình|xã|phường|huyện|quận|tỉnh thành|tỉnh|thành phố|thôn|bản|ấp|khu phố|địa phương|"
    r"doanh nghiệp|dn|hợp tác xã|cơ sở|công ty|dự án|công trình|đề án|đề tài|"
    r"hồ sơ|tờ khai|đơn vị|đơn|ý kiến|kiến nghị|"
    r"văn bản|quyết định|nghị quyết|nghị định|thông tư|cuộc|lớp|khóa|đoàn|đợt|buổi|phiên|hội nghị|"
    r"ca|bác sĩ|giường bệnh|tụ điểm|bệnh nhân|học sinh|sinh viên|giáo viên|trẻ em|em|cán bộ|chiến sĩ|"
    r"công chức|viên chức|lao động|công nhân|"
    r"đại biểu|cử tri|cử nhân|tập thể|cá nhân|cổ phiếu|cổ đông|chỉ tiêu|tiêu chí|nhiệm vụ|mục tiêu|giải pháp|"
    r"bậc|điểm cầu|điểm|hạng|lần|xe|ô tô|tàu|con|cây|căn nhà|căn hộ|căn|ngôi nhà|nhà|viên|liều|mũi|suất|phần quà|bộ|"
    r"sản phẩm|cửa hàng|chợ|trường|phòng|giường|biên chế|đầu mối|tuổi|giờ|phút|ngày|tuần|tháng|quý|năm|đồng chí|"
    r"quần chúng|phụ nữ|thanh niên|chương trình|cầu|tuyến|lô|suối|giấy phép|bằng khen|giấy khen|mô hình|tổ|đội|nhóm"
)
COUNTED_UNITS = frozenset(_COUNTED.split("|"))
_GAP = "[ \u00a0\u202f]"
_PER_WHAT = (
    "đầu người|người|năm|tháng|ngày|giờ|kg|ha|lít|tấn|hộ|m²|m2|m³|m3|km|lượt|con|viên|lần|gam|g|sào|cổ phiếu|suất"
)
_PER = rf"(?:{_GAP}?/{_GAP}?(?:{_PER_WHAT}))*"


def _alternatives(pattern: str) -> str:
    names = sorted(set(pattern.split("|")), key=len, reverse=True)
    return "|".join(name.replace(" ", _GAP) for name in names)


_UNIT = re.compile(
    rf"(?:{_GAP}(?P<unit>{_alternatives(_MEASURES + '|' + _COUNTED)})|(?P<glued>{_alternatives(_GLUED)}))"
    rf"(?P<per>{_PER})(?![\w²³])",
    re.IGNORECASE,
)
_ANY_WORD = re.compile(rf"{_GAP}([^\W\d_]+)(?![\w/-])")
# What may follow a number without being what it counts
_NO_UNIT_WORDS = """so với và hoặc hay của là đã được trong để ở tại do từ đến tới cho về vào ra lên xuống thì mà nhưng
cũng còn có không sẽ phải nếu khi sau trước trên dưới ngoài giữa theo bằng như vì nên này đó kia ấy nữa rồi mới chưa
đang tăng giảm hơn kém đạt chiếm thuộc gồm bị các những mỗi một hai ba bốn cùng vượt trở thứ rất đều chỉ riêng nhằm
tính bởi mặc dù song tuy nay đây đầu cuối gấp tức tương ứng vẫn lại đi lúc qua tổng cả thay nhờ rằng liền"""
_NO_UNIT = frozenset(_NO_UNIT_WORDS.split())

_NAMES_OF_MEASURES = "ha km km² m m² m³ mm cm kg g tấn tạ yến lít kWh kW MW GW bậc điểm lần tuổi giờ phút"
_MEASURING = MONEY | {PERCENT, "‰", PERCENT_POINTS, SHARE, "", *_NAMES_OF_MEASURES.split()}


def is_measure(unit: str) -> bool:
    """Whether a unit measures something named elsewhere ("%", "đồng", "ha"), rather than names what is counted."""
    return "/" in unit or unit in _MEASURING


def unit_at(text: str, end: int) -> tuple[str, int, bool]:
    """The unit behind a number that ends at `end`: its one spelling, where it ends, and whether it is a known one.

    Without a known unit the next word stands in for it, if it can be what is counted; else the unit is empty.
    """
    if match := _UNIT.match(text, end):
        name = (match["unit"] or match["glued"]).lower().replace("\u00a0", " ").replace("\u202f", " ")
        per = re.sub(r"\s", "", match["per"].lower()).replace("m2", "m²").replace("m3", "m³")
        return _SAME.get(name, name) + per, match.end(), True
    word = _ANY_WORD.match(text, end)
    if word and word[1].islower() and word[1] not in _NO_UNIT:
        return word[1], word.end(), False
    return "", end, False
