"""Comparisons across reports: one line per period, each proved; differences worked out by code; never a wrong pair."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer
from bot.answer_facts import answer_json, reply_of
from bot.comparison import compare
from bot.comparison_choosing import Candidate
from bot.comparison_units import unit_asked
from bot.comparison_writing import step
from bot.question import understand
from bot.question_comparison import Asked, comparison_asked
from bot.readers.settings import AnswerSettings
from bot.responder import Responder
from bot.verification import verified
from corpus.article import Article
from corpus.figures_article import Figure, article_figures
from corpus.number import read_number, write_number
from corpus.samples import sample_drafts
from tests.bot.reading_room import Shelf, WordSearch

SAMPLES = tuple(
    Article(id=draft.id or "", title=draft.title, body=draft.body, published=draft.published, is_sample=True)
    for draft in sample_drafts()
)


@pytest.fixture(scope="module")
def responder() -> Iterator[Responder]:
    made = Responder(Shelf(SAMPLES), WordSearch(SAMPLES), AnswerSettings())
    yield made
    made.close()


def written(answer: Answer) -> list[str]:
    """The figures that an answer compares, as written."""
    return [point.written for point in answer.comparison.points] if answer.comparison else []


@pytest.mark.parametrize(
    ("question", "figures", "said"),
    [
        (
            "So sánh số đảng viên kết nạp của Hòa Lâm 6 tháng đầu năm 2019 và 2020",
            ["1.176 đảng viên", "1.058 đảng viên"],
            "giảm 118 đảng viên, tức 10%",
        ),
        (
            "so sanh thu ngan sach phu dam 6 thang dau nam 2019 voi 2020",
            ["152,4 tỷ đồng", "141,6 tỷ đồng"],
            "giảm 10,8 tỷ đồng, tức 7,1%",
        ),
        (
            "số vụ phạm pháp hình sự ở Hòa Lâm qua các năm",
            ["428 vụ", "392 vụ", "406 vụ"],
            "giảm 22 vụ, tức 5,1%",
        ),
        (
            "tai nạn giao thông Hòa Lâm tăng hay giảm so với cùng kỳ?",
            ["56 vụ", "52 vụ"],
            "giảm 4 vụ, tức 7,1%",
        ),
        (
            "án ma túy từ năm 2019 đến 2021 ở Hòa Lâm",
            ["72 vụ", "81 vụ", "90 vụ"],
            "tăng 18 vụ, tức 25%",
        ),
        (
            "so sánh thu thuế 9 tháng 2020 và 2021 của Hòa Lâm",
            ["3.742,6 tỷ đồng", "4.218,9 tỷ đồng"],
            "tăng 476,3 tỷ đồng, tức 12,7%",
        ),
        (
            "so sánh số người bị thương do tai nạn giao thông Hòa Lâm qua các năm",
            ["38 người", "31 người", "27"],
            "giảm 11, tức 28,9%",
        ),
    ],
)
async def test_figures_of_several_reports_side_by_side(
    responder: Responder, question: str, figures: list[str], said: str
) -> None:
    answer = await responder.answer(question)
    assert answer.answered
    assert written(answer) == figures
    assert answer.text == f"{' → '.join(figures)}: {said}"
    assert answer.comparison is not None
    for point in answer.comparison.points:
        assert point.written in point.evidence.quote
        assert point.evidence.quote in [item.quote for item in answer.evidence]
    assert verified(answer) == answer


async def test_the_reply_has_a_line_per_period_and_says_what_was_computed(responder: Responder) -> None:
    reply = reply_of(await responder.answer("số vụ phạm pháp hình sự ở Hòa Lâm qua các năm"))
    assert reply.lines == (
        "6 tháng đầu năm 2019: 428 vụ",
        "6 tháng đầu năm 2020: 392 vụ (giảm 36 vụ, tức 8,4%)",
        "6 tháng đầu năm 2021: 406 vụ (tăng 14 vụ, tức 3,6%)",
        "Từ 6 tháng đầu năm 2019 đến 6 tháng đầu năm 2021: giảm 22 vụ, tức 5,1%.",
        "Chênh lệch và tỷ lệ do tôi tính từ các số liệu trích dẫn.",
    )
    assert len(reply.sources) == 3


async def test_a_comparison_is_facts_for_programs(responder: Responder) -> None:
    answer = await responder.answer("so sánh thu ngân sách Phú Đàm 6 tháng đầu năm 2019 và 2020")
    facts = answer_json(answer, 1.0, "q")["comparison"]
    assert isinstance(facts, dict)
    assert facts["unit"] == "đồng"
    assert [point["value"] for point in facts["points"]] == ["152400000000", "141600000000"]
    assert [point["period"] for point in facts["points"]] == ["6 tháng đầu năm 2019", "6 tháng đầu năm 2020"]
    assert facts["steps"] == [{"trend": "down", "amount": "10,8 tỷ đồng", "share": "7,1%"}]


async def test_other_words_for_people_are_taken_where_a_stated_change_links_them(responder: Responder) -> None:
    answer = await responder.answer("so sánh số đảng viên bị kỷ luật ở Hòa Lâm 2019, 2020, 2021")
    assert written(answer) == ["96 đảng viên", "84 người", "77 trường hợp"]
    assert answer.comparison is not None
    assert [step.amount_written for step in answer.comparison.steps] == ["12", "7"]


async def test_one_period_only_is_said_with_the_texts_own_change(responder: Responder) -> None:
    answer = await responder.answer("số khách đến hồ Lạc Sương quý III so với cùng kỳ thế nào?")
    assert answer.text == "khoảng 12.400 lượt, thấp hơn quý III năm trước gần 30%"
    assert "một kỳ" in " ".join(reply_of(answer).lines)


async def test_a_change_asked_for_is_stated_or_worked_out(responder: Responder) -> None:
    answer = await responder.answer("kết nạp đảng viên Hòa Lâm 6 tháng đầu năm 2021 tăng bao nhiêu % so với cùng kỳ?")
    assert answer.answered
    assert "15,2%" in f"{answer.text} {answer.evidence[0].quote}"


@pytest.mark.parametrize(
    "question",
    [
        "so sánh số bò của Hòa Lâm qua các năm",
        "so sánh số đảng viên kết nạp của Hà Giang 2019 và 2020",
        "so sánh thu ngân sách Phú Đàm năm 2011 và 2012",
        "so sánh số vụ trộm cắp ở Hòa Lâm 2019 và 2020",
    ],
)
async def test_what_the_reports_do_not_hold_is_not_compared(responder: Responder, question: str) -> None:
    answer = await responder.answer(question)
    assert answer.comparison is None


async def test_a_comparison_that_cannot_be_made_is_said_beside_the_nearest_sentence(responder: Responder) -> None:
    answer = await responder.answer("so sánh số lao động có việc làm mới ở Phú Đàm năm 2020 với các năm")
    assert answer.comparison is None
    if answer.answered:
        assert "chưa ghép được" in reply_of(answer).lines[0]


@pytest.mark.parametrize(
    ("topic", "unit"),
    [
        ("số người chết vì tai nạn", "người"),
        ("so vu chay rung", "vụ"),
        ("đảng viên kết nạp", "đảng viên"),
        ("thu ngân sách", None),
    ],
)  # fmt: skip
def test_the_unit_that_a_question_counts_in(topic: str, unit: str | None) -> None:
    assert unit_asked(topic, english=False) == unit


def test_english_heads_tell_people_from_accidents() -> None:
    assert unit_asked("traffic deaths Hoa Lam", english=True) == "người"
    assert unit_asked("drug cases", english=True) == "vụ"


def asked(topic: str, *years: int, every: bool = False, before: bool = False, explicit: bool = True) -> Asked:
    return Asked(topic, years, every, before, explicit)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("So sánh thu ngân sách Phú Đàm năm 2019 và 2020", asked("thu ngân sách Phú Đàm", 2019, 2020)),
        ("thu ngan sach phu dam qua cac nam", asked("thu ngan sach phu dam", every=True)),
        ("án ma túy ở Hòa Lâm so với cùng kỳ thế nào", asked("án ma túy ở Hòa Lâm", before=True)),
        ("GDP nửa đầu năm 2018 tăng bao nhiêu so với cùng kỳ?", asked("GDP", 2018, before=True, explicit=False)),
        ("Compare criminal cases in Hoa Lam in 2019 and 2020", asked("criminal cases Hoa Lam", 2019, 2020)),
        ("Hòa Lâm kết nạp bao nhiêu đảng viên năm 2020?", None),
        ("Vì sao số người chết lại tăng so với cùng kỳ 2016?", None),
        ("Did turnover increase in 2020 compared with 2019?", None),
    ],
)  # fmt: skip
def test_what_a_question_wants_compared(question: str, wanted: Asked | None) -> None:
    understood = understand(question)
    assert comparison_asked(question, understood.language, understood.kind) == wanted


async def test_a_sentence_longer_than_a_quote_is_cut_around_its_figure() -> None:
    def report(year: int, fires: int) -> Article:
        padding = "theo đánh giá chung của các đơn vị trong toàn huyện " * 20
        body = f"Trong năm {year}, {padding} xảy ra {fires} vụ cháy rừng {padding}được nêu ra."
        title = f"Huyện Tân Hoà tổng kết năm {year}"
        return Article(id=str(year), title=title, body=body, published=f"{year + 1}-01-05")

    articles = (report(2019, 31), report(2020, 24))
    responder = Responder(Shelf(articles), WordSearch(articles), AnswerSettings())
    try:
        answer = await responder.answer("so sánh số vụ cháy rừng huyện Tân Hoà năm 2019 và 2020")
    finally:
        responder.close()
    assert written(answer) == ["31 vụ", "24 vụ"]
    for item, words in zip(answer.evidence, ("31 vụ cháy rừng", "24 vụ cháy rừng"), strict=True):
        assert words in item.quote
        assert len(item.quote.split()) == 120
        assert item.article.body[item.start : item.end] == item.quote


def figure(value: Decimal, unit: str) -> Figure:
    return Figure("a", 1, value, unit, 0, 1, 0, 1)


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(0, 2))
def test_a_step_leads_from_the_one_to_the_other(first: int, second: int, decimals: int) -> None:
    one, other = Decimal(first).scaleb(-decimals), Decimal(second).scaleb(-decimals)
    texts = [f"{write_number(value)} ha" for value in (one, other)]
    made = step(figure(one, "ha"), figure(other, "ha"), *texts)
    signed = {"up": made.amount, "down": -made.amount, "same": Decimal(0)}[made.trend]
    assert one + signed == other
    assert read_number(made.amount_written.removesuffix(" ha")) == made.amount
    assert made.share is not None
    assert abs(made.share * one / 100 - made.amount) < Decimal("0.000001") * max(one, 1)


def test_shares_differ_by_points_and_have_no_share_of_their_own() -> None:
    made = step(figure(Decimal("82.0"), "%"), figure(Decimal("84.4"), "%"), "82,0%", "84,4%")
    assert (made.trend, made.amount_written, made.share_written) == ("up", "2,4 điểm phần trăm", None)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Tổng cộng ba năm 2019-2021 Hòa Lâm kết nạp bao nhiêu đảng viên trong 6 tháng đầu năm?",
            "1.176 đảng viên + 1.058 đảng viên + 1.219 đảng viên = 3.453 đảng viên",
        ),
        (
            "cong ca hai nam 2019 va 2020 hai quan Bac Tuyen thu bao nhieu ngan sach",
            "1.860,5 tỷ đồng + 1.612,8 tỷ đồng = 3.473,3 tỷ đồng",
        ),
    ],
)
async def test_a_sum_is_worked_out_from_a_figure_of_each_period(responder: Responder, question: str, said: str) -> None:
    answer = await responder.answer(question)
    assert answer.text == said
    assert verified(answer) == answer
    assert answer.comparison is not None
    assert answer.comparison.total == said.partition(" = ")[2]
    assert f"{answer.comparison.total} (tổng do tôi cộng" in reply_of(answer).lines[-1]


@pytest.mark.parametrize(
    "question",
    [
        "Tổng cộng từ năm 2018 đến năm 2021 Hòa Lâm có bao nhiêu vụ tai nạn giao thông?",
        "Tổng cộng tỷ lệ phá án năm 2019 và 2020 ở Hòa Lâm là bao nhiêu?",
    ],
)
async def test_no_part_is_given_for_a_sum(responder: Responder, question: str) -> None:
    answer = await responder.answer(question)
    assert (answer.answered, answer.text) == (False, None)


def test_figures_that_the_later_report_contradicts_are_not_put_side_by_side() -> None:
    exports = [
        Article(
            id="some",
            title="Xuất khẩu gạo sang ba nước 5 tháng đầu năm 2018",
            body="5 tháng đầu năm 2018, xuất khẩu gạo của huyện Phú Lộc đạt 1,44 triệu tấn.",
            published="2018-06-04",
        ),
        Article(
            id="all",
            title="Xuất khẩu gạo 5 tháng đầu năm 2019",
            body="5 tháng đầu năm 2019, xuất khẩu gạo của huyện Phú Lộc đạt 2,76 triệu tấn, giảm 6,3% so với cùng kỳ.",
            published="2019-06-04",
        ),
    ]
    question = understand("Xuất khẩu gạo tăng hay giảm so với cùng kỳ?")
    asked = comparison_asked(question.text, "vi", question.kind)
    assert asked is not None
    found = [
        Candidate(figure, article, figure.period, 1.0, frozenset({"gao"}), 1.0)
        for article in exports
        for figure in article_figures(article)
        if figure.period and figure.role == "level"
    ]
    answer = compare(question.text, question, asked, found)
    assert answer is not None
    assert answer.text == "2,76 triệu tấn, giảm 6,3% so với cùng kỳ"


async def test_a_change_told_in_the_next_sentence_is_quoted_with_it() -> None:
    article = Article(
        id="accidents",
        title="Tổng kết an toàn giao thông năm 2018",
        body="Năm 2018, huyện Phú Lộc xảy ra 186 vụ tai nạn giao thông. So với cùng kỳ, số vụ giảm 14 vụ (7%).",
        published="2019-01-04",
    )
    made = Responder(Shelf([article]), WordSearch([article]), AnswerSettings())
    answer = await made.answer("So sánh số vụ tai nạn giao thông Phú Lộc qua các năm")
    made.close()
    assert answer.text == "186 vụ, giảm 14 vụ (7%)"
    assert answer.evidence[0].quote == article.body


async def test_a_sentence_that_says_the_opposite_is_not_compared() -> None:
    article = Article(
        id="rice",
        title="Xuất khẩu gạo 5 tháng đầu năm 2019",
        body="5 tháng đầu năm 2018, xuất khẩu gạo của huyện Phú Lộc sang ba nước đạt 1,44 triệu tấn. "
        "Tính chung 5 tháng đầu năm 2019, xuất khẩu gạo đạt 2,76 triệu tấn với 1,18 tỉ USD, giảm lần lượt 6,3% về "
        "lượng và 20,4% về giá trị so với cùng kỳ năm ngoái.",
        published="2019-06-04",
    )
    made = Responder(Shelf([article]), WordSearch([article]), AnswerSettings(threshold=0))
    answer = await made.answer("Xuất khẩu gạo tăng hay giảm so với cùng kỳ?")
    made.close()
    assert "tăng 1,32" not in (answer.text or "")


async def test_what_tells_of_no_change_does_not_answer_a_comparison() -> None:
    article = Article(id="census", title="Điều tra dân số", body="Kết quả điều tra dân số công bố vào quý II năm 2020.")
    made = Responder(Shelf([article]), WordSearch([article]), AnswerSettings(threshold=0))
    answer = await made.answer("So sánh kết quả điều tra dân số quý II năm 2020 với cùng kỳ")
    made.close()
    assert (answer.answered, answer.reason) == (False, "comparison.nothing")


@pytest.mark.parametrize("question", ["Biển Đông có mấy cơn bão năm 2017?", "bien dong co may con bao nam 2017"])
def test_the_east_sea_is_no_fluctuation(question: str) -> None:
    assert comparison_asked(question, "vi", "number") is None
    assert comparison_asked("Biến động giá gạo", "vi", "what") is not None


async def test_a_figure_several_times_as_large_is_another_thing() -> None:
    reports = [
        Article(id="1", title="Ngân sách năm 2018", body="Năm 2018, huyện Phú Lộc thu ngân sách 376 tỷ đồng.",
                published="2019-01-04"),
        Article(id="2", title="Ngân sách năm 2019", body="Năm 2019, huyện Phú Lộc chi ngân sách chỉ 78 tỷ đồng.",
                published="2020-01-04"),
    ]  # fmt: skip
    made = Responder(Shelf(reports), WordSearch(reports), AnswerSettings())
    answer = await made.answer("Thu ngân sách Phú Lộc qua các năm")
    made.close()
    assert written(answer) in ([], ["376 tỷ đồng"])
