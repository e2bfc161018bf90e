"""Charts: bars in proportion, all words and figures in them, Vietnamese letters drawn, no markup from outside."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.chart import LEAST_POINTS, Element, chart_elements, chart_png, has_chart
from bot.comparison_series import Comparison, Point
from bot.evidence import Evidence
from corpus.article import Article


def all_of(element: Element, name: str | None = None) -> list[Element]:
    """The elements of a tree, with a name if one is given."""
    inside = [one for child in element["children"] if not isinstance(child, str) for one in all_of(child, name)]
    return [element, *inside] if name in {None, element["name"]} else inside


def text_of(element: Element) -> str:
    return "".join(child for child in element["children"] if isinstance(child, str))


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
    root = chart_elements(comparison(72, 81, 90), language)
    texts = [text_of(text) for text in all_of(root, "text")]
    assert texts == ["Án ma tuý ở Hoà Lâm", "năm 2019", "72 vụ", "năm 2020", "81 vụ", "năm 2021", "90 vụ"]
    assert (root["name"], root["attributes"]["role"]) == ("svg", "img")
    assert [text_of(title) for title in all_of(root, "title")] == ["Án ma tuý ở Hoà Lâm"]
    described = text_of(all_of(root, "desc")[0])
    assert all(word in described for word in ("năm 2019: 72 vụ", "năm 2021: 90 vụ"))
    assert described in root["attributes"]["aria-label"]


def test_bars_are_as_long_as_their_figures_and_inside_the_picture() -> None:
    root = chart_elements(comparison(50, 100, 0), "vi")
    widths = [float(bar["attributes"]["width"]) for bar in all_of(root, "rect")]
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.1)
    assert 0 < widths[2] < widths[0]
    assert widths[1] < float(root["attributes"]["viewBox"].split()[2])


@given(st.text(max_size=40), st.text(max_size=10))
def test_what_comes_from_outside_stays_text(counted: str, mark: str) -> None:
    made = comparison(1, 2, 3, counted=f"{counted}<script>alert(1)</script>", mark=mark)
    root = chart_elements(made, "vi")
    assert {element["name"] for element in all_of(root)} == {"svg", "title", "desc", "text", "line", "rect"}
    assert not any(key.startswith("on") for element in all_of(root) for key in element["attributes"])


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
