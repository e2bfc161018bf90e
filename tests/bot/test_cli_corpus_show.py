"""`hoidap corpus show`: the article and the figures that were read in it."""

from tests.conftest import Installation

REPORT = (
    '{"id": "a", "title": "Huyện Tân Hoà sơ kết 6 tháng đầu năm 2020", "published": "2020-07-04", "body": '
    '"Tính đến ngày 25/6/2020, 91% chi bộ đã đại hội. Huyện thu gần 45,6 tỷ đồng, tăng 12,5% so với cùng kỳ."}\n'
)


def test_figures_are_listed_below_the_article(fresh: Installation) -> None:
    fresh.hoidap("corpus", "add", fresh.write("one.jsonl", REPORT), "--no-index")
    head, first, second = fresh.hoidap("corpus", "show", "a").out.splitlines()[-3:]
    assert head.split("  ")[0] == "FIGURE"
    assert " ".join(first.split()) == "91% chi bộ đã đại hội 6 tháng đầu năm 2020 25/6/2020 Huyện Tân Hoà"
    assert "gần 45,6 tỷ đồng" in second
    assert second.endswith("tăng 12,5% so với cùng kỳ")


def test_figures_are_facts_for_programs(fresh: Installation) -> None:
    fresh.hoidap("corpus", "add", fresh.write("one.jsonl", REPORT), "--no-index")
    row = fresh.hoidap("corpus", "show", "a", "--json").row
    first, second = row["figures"]
    assert row["body"][first["start"] : first["end"]] == "91%"
    assert (first["value"], first["unit"], first["as_of"]) == ("91", "%", "25/6/2020")
    assert first["period"] == {
        "written": "6 tháng đầu năm 2020", "kind": "half", "start": "2020-01-01", "end": "2020-06-30",
    }  # fmt: skip
    assert (second["value"], second["unit"], second["mark"]) == ("45600000000", "đồng", "gần")
    assert (second["change"]["direction"], second["change"]["share"]) == ("up", "12.5")
