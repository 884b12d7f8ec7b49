"""From a matplotlib figure to an SVG that may stand inside an HTML page: same bytes every time, no outside addresses.

Text is drawn as paths in the report's face; ids get a prefix of their own, so that several figures share a page.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaohe.reports.fonts import dress

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TIER_COLOURS = {"non_assessed": "#9aa7b3", "general": "#d9951f", "serious": "#c8501e", "major": "#8c1420"}
ON_TIER = {"non_assessed": "#101820", "general": "#101820", "serious": "#ffffff", "major": "#ffffff"}  # text on it
INK, SOFT, RULE, ACCENT = "#1d2a33", "#52616d", "#d5dde3", "#0b5f6b"


@dataclass(frozen=True)
class Sheet:
    """Where a figure is shown: its width in inches and the size of its text in points."""

    name: str
    width: float
    text: float
    narrow: bool


WIDE = Sheet("wide", 9.6, 9.5, narrow=False)
NARROW = Sheet("narrow", 3.7, 8.5, narrow=True)


def new_figure(sheet: Sheet, height: float) -> tuple[Figure, Axes]:
    """An empty figure of the sheet's width with one plain pair of axes; the layout keeps labels inside."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(sheet.width, height), layout="constrained", facecolor="none")
    axes = figure.subplots()
    axes.set_facecolor("none")
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=sheet.text, labelcolor=INK, colors=SOFT)
    return figure, axes


def as_svg(figure: Figure, language: str, name: str, label: str) -> str:
    """The figure as an `svg` element with an accessible label. Raises Faults for a character that the face lacks."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    dress(figure, language, f"report/index.html#{name}")
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": f"kaohe-{name}"}):
        canvas = FigureCanvasSVG(figure)
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        canvas.print_svg(buffer, metadata=nothing)  # type: ignore[no-untyped-call]  # untyped in matplotlib
    return _inline(buffer.getvalue(), name, label)


def _inline(svg: str, name: str, label: str) -> str:
    from markupsafe import escape

    body = svg[svg.index("<svg") :]
    body = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<style[^>]*>.*?</style>", "", body, flags=re.S)
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = re.sub(r'xlink:href="#|href="#', f'href="#{name}-', body)
    body = body.replace("url(#", f"url(#{name}-")
    body = re.sub(r">\s+<", "><", body)
    box = re.search(r'viewBox="[^"]*"', body)
    assert box is not None
    head = f'<svg {box.group()} role="img" aria-label="{escape(label)}" style="stroke-linejoin:round">'
    return head + body[body.index(">") + 1 :].strip()
