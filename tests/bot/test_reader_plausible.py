"""What speaks against a figure: it counts days, or rose where a fall is asked about."""

from bot.question import understand
from bot.readers.span import figures
from bot.readers.span.plausible import against, change_asked, is_negated, line_measures, line_opposes
from bot.sheet import Line, lay_out


def measured(question: str, line: Line, figure: str) -> dict[str, float]:
    understood = understand(question)
    found = [
        c for c in figures.counts(line.text) + figures.percents(line.text) if line.text[c.start :].startswith(figure)
    ]
    inside = [i for i, token in enumerate(line.tokens) if found[0].heart_start <= token.start < found[0].heart_end]
    return against(understood, change_asked(understood), line, found[0], inside)


def test_a_span_of_time_is_no_count_unless_time_is_asked_for() -> None:
    line = lay_out("Sau 10 năm cả nước cứu được 15.000 người.", 0, 0)
    assert measured("Cứu được bao nhiêu người?", line, "10")["spans_time"] == 1.0
    assert measured("Cứu được bao nhiêu người?", line, "15.000")["spans_time"] == 0.0
    assert measured("Làm trong bao nhiêu năm?", line, "10")["spans_time"] == 0.0


def test_a_rise_does_not_answer_how_much_it_fell() -> None:
    line = lay_out("Số vụ tăng 12% so với năm trước.", 0, 0)
    assert measured("Số vụ giảm bao nhiêu phần trăm?", line, "12%")["change_opposes"] == 1.0
    assert measured("Số vụ tăng bao nhiêu phần trăm?", line, "12%")["change_opposes"] == 0.0
    assert line_opposes(change_asked(understand("Vì sao số vụ giảm?")), line)
    assert not line_opposes(change_asked(understand("Số vụ tăng hay giảm?")), line)


def test_figures_that_belong_to_a_name_are_no_counts() -> None:
    text = "Cụm thi đua số 1 phủ sóng 5G theo Nghị quyết 19 cho tổng số 40 đơn vị."
    assert [text[c.heart_start : c.heart_end] for c in figures.counts(text)] == ["40"]


def test_what_has_not_been_done_is_told_from_what_has() -> None:
    question = understand("Có bao nhiêu hồ sơ chưa xử lý xong trong năm 2018?")
    assert line_measures(question, "", lay_out("Còn 12 hồ sơ chưa xử lý.", 0, 0))["negated"] == 1.0
    assert line_measures(question, "", lay_out("Đã xử lý 40 hồ sơ.", 0, 0))["negation_lost"] == 1.0
    assert not is_negated(understand("Xã Mẫu đã về đích nông thôn mới chưa?"))
    assert is_negated(understand("Which ones had not reported?"))
