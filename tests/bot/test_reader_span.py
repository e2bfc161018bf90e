"""The span reader: the figure, name, date, place, reason or list that was asked for."""

import pytest

from bot.question_places import is_of_kind, place_kind_asked
from bot.readers import open_reader
from bot.readers.span import clauses, figures, names
from bot.readers.span.times import TimesOf
from bot.sheet import lay_out, sheet_of
from corpus.article import Article
from corpus.text import plain_keys
from tests.contracts.test_readers import read

ANSWERS = [
    ("Bao nhiêu phần trăm chi bộ đã tổ chức đại hội năm 2020?", "91%", "so-ket-2020"),
    ("6 tháng đầu năm 2020 huyện kết nạp bao nhiêu đảng viên mới?", "118 đảng viên", "so-ket-2020"),
    ("6 tháng đầu năm 2019 huyện kết nạp bao nhiêu đảng viên mới?", "106 đảng viên", "so-ket-2019"),
    ("6 thang dau nam 2019 huyen ket nap bao nhieu dang vien moi", "106 đảng viên", "so-ket-2019"),
    ("Năm 2020 thu ngân sách trên địa bàn đạt bao nhiêu tiền?", "45,6 tỷ đồng", "so-ket-2020"),
    ("Ai chủ trì hội nghị sơ kết của Huyện uỷ Tân Hoà?", "Lê Minh Khôi", "so-ket-2020"),
    ("Thư viện xã Phú Lộc mở cửa từ ngày nào?", "12/9/2020", "thu-vien"),
    ("Thư viện xã Phú Lộc có bao nhiêu cuốn sách?", "4.000 cuốn sách", "thu-vien"),
    ("Đường liên xã chậm tiến độ vì sao?", "giải phóng mặt bằng", "so-ket-2020"),
    ("Nhiệm vụ trọng tâm 6 tháng cuối năm gồm những gì?", "rà soát quy hoạch cán bộ", "so-ket-2020"),
    ("Công an huyện phát hiện mấy vụ đánh bạc?", "23 vụ", "so-ket-2019"),
]


@pytest.mark.parametrize(("question", "answer", "article"), ANSWERS)
def test_what_was_asked_for_is_found_in_its_sentence(question: str, answer: str, article: str) -> None:
    finding = read(open_reader("span"), question)[0]
    assert answer in (finding.text or "")
    assert finding.article.id == article


def hearts(found: object, text: str) -> list[str]:
    assert isinstance(found, (list, tuple))
    return [text[c.heart_start : c.heart_end] for c in found]


def test_figures_of_each_shape_are_told_apart() -> None:
    text = (
        "Tính đến ngày 20/6/2020, gần 94% trong 1.250 chi bộ đã đại hội, "
        "chi hơn 3,2 tỷ đồng theo Quyết định số 15/QĐ-TU."
    )
    assert hearts(figures.percents(text), text) == ["94%"]
    assert hearts(figures.sums(text), text) == ["3,2 tỷ đồng"]
    assert hearts(figures.dates(text), text) == ["20/6/2020"]
    assert hearts(figures.documents(text), text) == ["15/QĐ-TU"]
    assert "1.250" in hearts(figures.counts(text), text)
    said = [text[c.start : c.end] for c in figures.percents(text)]
    assert said == ["gần 94%"]


def test_people_come_with_their_role() -> None:
    text = "Dự hội nghị có đồng chí Trần Thị Mây, Phó Chủ tịch UBND huyện Tân Hoà."
    said = [text[c.start : c.end] for c in names.people(text)]
    assert "đồng chí Trần Thị Mây, Phó Chủ tịch UBND huyện Tân Hoà" in said


def test_long_answers_stay_within_their_limit() -> None:
    text = "Nguyên nhân là do " + ", ".join(f"lý do thứ {n} kéo dài" for n in range(40)) + "."
    for candidate in (*clauses.reasons(text), *clauses.lists(text), *clauses.statements(text)):
        assert 0 < len(text[candidate.start : candidate.end].split()) <= 60


def test_spans_of_time_and_numbers_in_names_are_no_counts() -> None:
    text = "Sơ kết 6 tháng đầu năm 2020 tại quận 2, khoá XII bầu 21 người, xếp thứ 47."
    assert hearts(figures.counts(text), text) == ["21", "47"]


def test_names_end_before_words_that_link() -> None:
    text = "Có lũ, uỷ ban Thường vụ Quốc hội khả năng trao cho các chiến sĩ ở Trường Sa và các vùng."
    assert hearts(names.organisations(text), text) == ["Quốc hội"]
    assert "Trường Sa" in hearts(names.places(text), text)
    assert "Có" not in hearts(names.places(text), text)


def test_a_list_below_its_opening_words_is_one_line() -> None:
    body = "Hội thống nhất ba việc:\n- Mở 12 lớp.\n- Bán 30 sản phẩm.\n- Giãn nợ cho 174 hộ.\nCuộc họp kết thúc."
    lines = sheet_of(Article(id="a", title="", body=body)).lines
    assert [line.text for line in lines] == [body.partition("\nCuộc")[0], "Cuộc họp kết thúc."]


def test_days_with_a_hyphen_are_days_only_behind_a_word_for_days() -> None:
    text = "Sáng 26-3, ngày 14-3 họp, mới đi 1/3 chặng đường, thắng 3-2, hẹn từ 18/5."
    assert hearts(figures.dates(text), text) == ["26-3", "14-3", "18/5"]


def test_units_do_not_end_within_a_word() -> None:
    text = "Lãnh đạo của 22 tỉnh chi 22 tỉ."
    assert hearts(figures.sums(text), text) == ["22 tỉ"]


def test_a_place_is_found_at_each_level() -> None:
    text = "Cháy ở Khu Công nghiệp Hải Yên, phường Hải Yên, thành phố Móng Cái, tỉnh Quảng Ninh."
    said = [text[c.start : c.end] for c in names.places(text)]
    assert {"phường Hải Yên", "thành phố Móng Cái", "tỉnh Quảng Ninh"} <= set(said)
    assert is_of_kind("thanh pho mong cai", place_kind_asked(plain_keys("Cháy ở thành phố nào?")))
    assert not is_of_kind("phuong hai yen", place_kind_asked(plain_keys("Which city?")))


def test_a_figure_belongs_to_the_time_next_to_it() -> None:
    line = lay_out("Xếp thứ 47 (2015), 44 (2016); quý I tăng 7%, quý II tăng 6%.", 0, 0)
    words = [token.plain for token in line.tokens]
    years = TimesOf({"y:2016"}, line)
    assert years.around(words.index("47"), words.index("47")) == (0, 1)
    assert years.around(words.index("44"), words.index("44")) == (1, 0)
    quarters = TimesOf({"q:2"}, line)
    assert quarters.around(words.index("7"), words.index("7")) == (0, 1)
    assert quarters.around(words.index("6"), words.index("6")) == (1, 0)
