"""What stands at an answer says what was asked for: the noun, the rest, and names that are no Vietnamese."""

from bot.question import understand
from bot.reader import Material
from bot.readers.span.candidate import Candidate
from bot.readers.span.support import LINE_NAMES, NAMES, Support
from bot.sheet import sheet_of
from bot.sought import sought_terms
from corpus.article import Article
from tests.bot.reading_room import WordSearch

TITLE = "Ngân hàng Hoa Mai họp tổng kết năm 2018"
SALARY = "Lương bình quân là 12 triệu đồng."
PROFIT = "Ngân hàng báo lãi 436 tỷ đồng."
ARTICLE = Article(id="a", title=TITLE, body=f"Sáng 5/1, hội nghị khai mạc. {PROFIT} {SALARY}")


def asked(text: str) -> Support:
    search = WordSearch([ARTICLE])
    question, terms = understand(text), search.search(text).explanation.terms
    return Support(
        Material(question, sought_terms(terms, lambda kind, key: search.idf(key, kind), question.asking), ())
    )


def test_the_line_that_says_what_is_asked_for_says_more() -> None:
    sheet = sheet_of(ARTICLE)
    support = asked("Lương bình quân của Hoa Mai năm 2018 là bao nhiêu?")
    profit, salary = (next(line for line in sheet.lines if line.text == text) for text in (PROFIT, SALARY))
    said = support.of_lines([(sheet, profit), (sheet, salary)])
    assert all(set(one) == set(LINE_NAMES) for one in said)
    assert said[1]["said_content"] > said[0]["said_content"]
    assert (said[1]["said_lead"], said[0]["said_lead"] < 0) == (0.0, True)


def test_what_stands_at_a_figure_is_told_from_the_rest_of_its_line() -> None:
    body = "Báo cáo ghi nhận lãi 436 tỷ đồng sau một năm nhiều khó khăn chung của ngành, còn lương là 12 triệu đồng."
    sheet = sheet_of(Article(id="a", title="", body=body))
    line, support = sheet.lines[0], asked("Báo lãi bao nhiêu tiền?")
    first, second = (Candidate(at, at + 2, at, at + 2, "money") for at in (body.index("436"), body.index("12")))
    near, far = support.at(sheet, line, first), support.at(sheet, line, second)
    assert set(near) == set(NAMES)
    assert near["content_near"] > far["content_near"]
    assert near["content_line"] == far["content_line"]


def test_a_bank_that_is_not_spoken_of_is_missed() -> None:
    sheet = sheet_of(ARTICLE)
    line = sheet.lines[-1]
    assert asked("Lương của ABBANK bao nhiêu?").at(sheet, line, None)["foreign_article"] == 0.0
    assert asked("Lương của Hoa Mai bao nhiêu?").at(sheet, line, None)["foreign_article"] == 1.0
