"""A comparison as a chart: bars from zero, one per period, drawn as SVG for the page and as PNG for chats.

Both are drawn from one layout. The text equivalent are the lines of the comparison (`bot.comparison`), and for who
cannot see the picture the description inside the SVG.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, TypedDict

from bot.comparison_series import Comparison
from bot.wording import say

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

# From this many periods on a picture says more than the lines
LEAST_POINTS = 3
_WIDTH, _MARGIN, _TITLE_HEIGHT = 320, 4, 34
_ROW, _BAR, _LABEL = 50, 20, 17
_ROOM_FOR_VALUE = 128
_LEAST_BAR = 2.0
_TITLE_SIZE, _TEXT_SIZE = 15, 13
_LONGEST_TITLE = 40
# The picture is drawn larger than the page shows it, so that it is sharp on a phone
_SCALE = 3
_PAPER, _INK, _BARS, _LINE = "#ffffff", "#1d2327", "#0b5d57", "#b9b4a8"


class Element(TypedDict):
    """An element of the picture: what it is called, its attributes, and what stands inside, text as it is."""

    name: str
    attributes: dict[str, str]
    children: "list[Element | str]"


@dataclass(frozen=True, slots=True)
class _Bar:
    """One period: its label, the figure as shown, the top of its row and the length of its bar."""

    label: str
    figure: str
    top: float
    length: float


@dataclass(frozen=True, slots=True)
class _Layout:
    """A chart in units of the page, before anything is drawn."""

    title: str
    description: str
    bars: tuple[_Bar, ...]
    height: float


def has_chart(comparison: Comparison | None) -> bool:
    """Whether a comparison has enough periods for a picture."""
    return comparison is not None and len(comparison.points) >= LEAST_POINTS


def chart_elements(comparison: Comparison, language: str) -> Element:
    """The chart for a page, as a tree of SVG elements that the page makes itself: no markup comes out of text.

    It takes the page's ink, and says what it shows to screen readers.
    """
    layout = _layout(comparison, language)
    about = f"{layout.title}. {layout.description}"
    size = {"class": "chart", "viewBox": f"0 0 {_WIDTH} {layout.height:g}", "role": "img", "aria-label": about}
    left = {"x": f"{_MARGIN}", "y": f"{_MARGIN + _TITLE_SIZE}", "font-size": f"{_TITLE_SIZE}", "font-weight": "bold"}
    axis = {
        "x1": f"{_MARGIN}",
        "y1": f"{_TITLE_HEIGHT - 2}",
        "x2": f"{_MARGIN}",
        "y2": f"{layout.height - _MARGIN:g}",
        "stroke": "currentColor",
        "stroke-opacity": "0.4",
    }
    return {
        "name": "svg",
        "attributes": {**size, "fill": "currentColor", "font-size": f"{_TEXT_SIZE}"},
        "children": [
            _element("title", {}, layout.title),
            _element("desc", {}, layout.description),
            _element("text", left, layout.title),
            _element("line", axis),
            *(element for bar in layout.bars for element in _row(bar)),
        ],
    }


def chart_png(comparison: Comparison, language: str) -> bytes:
    """The chart as a PNG picture for chats, dark on white."""
    from PIL import Image, ImageDraw

    layout = _layout(comparison, language)
    picture = Image.new("RGB", (_WIDTH * _SCALE, round(layout.height) * _SCALE), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.text(_at(_MARGIN, _MARGIN), layout.title, fill=_INK, font=_font("Bold", _TITLE_SIZE))
    draw.line([*_at(_MARGIN, _TITLE_HEIGHT - 2), *_at(_MARGIN, layout.height - _MARGIN)], fill=_LINE, width=_SCALE)
    for bar in layout.bars:
        draw.text(_at(_MARGIN + 4, bar.top), bar.label, fill=_INK, font=_font("Regular", _TEXT_SIZE))
        box = [*_at(_MARGIN, bar.top + _LABEL), *_at(_MARGIN + bar.length, bar.top + _LABEL + _BAR)]
        draw.rectangle(box, fill=_BARS)
        place = _at(_MARGIN + bar.length + 6, bar.top + _LABEL + _BAR / 2)
        draw.text(place, bar.figure, fill=_INK, font=_font("Bold", _TEXT_SIZE), anchor="lm")
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _layout(comparison: Comparison, language: str) -> _Layout:
    longest = max((point.value for point in comparison.points), default=1) or 1
    room = _WIDTH - 2 * _MARGIN - _ROOM_FOR_VALUE
    bars = tuple(
        _Bar(
            point.label,
            f"{point.mark} {point.written}".strip(),
            _TITLE_HEIGHT + i * _ROW,
            max(_LEAST_BAR, float(point.value / longest) * room),
        )
        for i, point in enumerate(comparison.points)
    )
    told = "; ".join(f"{bar.label}: {bar.figure}" for bar in bars)
    counted = comparison.counted
    title = say(language, "comparison.chart_title", counted=counted[:1].upper() + counted[1:])
    return _Layout(
        title=title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1].rstrip()}…",
        description=say(language, "comparison.chart_text", points=told),
        bars=bars,
        height=_TITLE_HEIGHT + len(bars) * _ROW + _MARGIN,
    )


def _row(bar: _Bar) -> tuple[Element, ...]:
    box = {"x": f"{_MARGIN}", "y": f"{bar.top + _LABEL:g}", "width": f"{bar.length:.1f}", "height": f"{_BAR}"}
    place = {"x": f"{_MARGIN + bar.length + 6:.1f}", "y": f"{bar.top + _LABEL + _BAR / 2 + _TEXT_SIZE / 3:.1f}"}
    return (
        _element("text", {"x": f"{_MARGIN + 4}", "y": f"{bar.top + _TEXT_SIZE:g}"}, bar.label),
        _element("rect", {"class": "chart-bar", **box}),
        _element("text", {**place, "font-weight": "bold"}, bar.figure),
    )


def _element(name: str, attributes: dict[str, str], text: str | None = None) -> Element:
    return {"name": name, "attributes": attributes, "children": [] if text is None else [text]}


def _at(x: float, y: float) -> tuple[float, float]:
    return x * _SCALE, y * _SCALE


@cache
def _font(weight: str, size: int) -> "FreeTypeFont":
    """Roboto, which has every Vietnamese letter; it comes as a package, as no machine is sure to have one."""
    from PIL import ImageFont

    path = files("font_roboto").joinpath("files", f"Roboto-{weight}.ttf")
    return ImageFont.truetype(BytesIO(path.read_bytes()), size * _SCALE)
