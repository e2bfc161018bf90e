"""Charts: bars in proportion, all words and figures in them, Vietnamese letters drawn, no markup from outside."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.chart import LEAST_POINTS, chart_elements, chart_png, chart_svg, has_chart
from bot.comparison_series import Comparison, Point
from bot.evidence import Evidence
from corpus.article import Article

SVG = "{http://www.w3.org/2000/svg}"


def comparison(*values: Decimal | int, counted: str = "án ma tuý ở Hoà Lâm", mark: str = "") -> Comparison:
    points = []
    for year, value in enumerate(values, 2019):
        quote = f"Năm {year} có {value} vụ."
        article = Article(id=str(year), title="", body=quote)
        period = date(year, 1, 1), date(year, 12, 31)
        proof = Evidence(article, quote, 0, len(quote))
        points.append(Point(f"năm {year}", *period, Decimal(value), f"{value} vụ", mark, proof))
    return Comparison(counted, "vụ", None, tuple(points), ())


def test_a_picture_from_three_periods_on() -> None:
    assert LEAST_POINTS == 3
    assert [has_chart(comparison(*range(count))) for count in (1, 2, 3, 4)] == [False, False, True, True]
    assert not has_chart(None)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_svg_says_all_that_it_shows(language: str) -> None:
    root = ET.fromstring(chart_svg(comparison(72, 81, 90), language))  # noqa: S314 - our own
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts == ["Án ma tuý ở Hoà Lâm", "năm 2019", "72 vụ", "năm 2020", "81 vụ", "năm 2021", "90 vụ"]
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Án ma tuý ở Hoà Lâm"
    described = root.findtext(f"{SVG}desc") or ""
    assert all(word in described for word in ("năm 2019: 72 vụ", "năm 2021: 90 vụ"))
    assert described in (root.get("aria-label") or "")


def test_bars_are_as_long_as_their_figures_and_inside_the_picture() -> None:
    root = ET.fromstring(chart_svg(comparison(50, 100, 0), "vi"))  # noqa: S314 - our own
    widths = [float(bar.get("width", "0")) for bar in root.iter(f"{SVG}rect")]
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.1)
    assert 0 < widths[2] < widths[0]
    assert widths[1] < float((root.get("viewBox") or "").split()[2])


@given(st.text(max_size=40), st.text(max_size=10))
def test_what_comes_from_outside_never_becomes_markup(counted: str, mark: str) -> None:
    clean = "".join(c for c in counted + mark if c.isprintable())
    made = comparison(1, 2, 3, counted=f"{clean}<script>alert(1)</script>", mark=mark if mark.isprintable() else "<b>")
    root = ET.fromstring(chart_svg(made, "vi"))  # noqa: S314 - our own
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg",
        "title",
        "desc",
        "text",
        "line",
        "rect",
    }
    assert chart_elements(made, "vi")["name"] == "svg"


def test_the_png_is_a_picture_with_its_words_in_it() -> None:
    made = comparison(72, 81, 90)
    picture = Image.open(BytesIO(chart_png(made, "vi")))
    assert picture.format == "PNG"
    assert picture.width >= 800
    otherwise = Image.open(BytesIO(chart_png(replace(made, counted="an ma tuy o Hoa Lam"), "vi")))
    assert ImageChops.difference(picture, otherwise).getbbox() is not None  # diacritics are drawn, not dropped
    boxes = Image.open(BytesIO(chart_png(replace(made, counted="\uffff" * 6), "vi")))
    assert ImageChops.difference(picture, boxes).getbbox() is not None


def test_the_same_comparison_gives_the_same_picture() -> None:
    made = comparison(Decimal("141.6"), Decimal("152.4"), 312)
    assert chart_png(made, "vi") == chart_png(made, "vi")
