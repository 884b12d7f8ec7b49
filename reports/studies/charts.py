"""How figures of a comparison are drawn: typeface, tones that differ in grey, lines and marks without colour."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal

import noto_cjk_sans_otc  # type: ignore[import-untyped]  # publishes no types

from kaohe.reports.page.fonts import FACES
from kaohe.sim.texts import current_language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FAMILY: Final = "Kaohe Sans"
INK, SOFT, RULE, PAPER = "#1d2a33", "#4b5a66", "#d5dde3", "#ffffff"
TIER_TONES: Final = {"non_assessed": "#d3dae0", "general": "#e3b04b", "serious": "#c8501e", "major": "#6e0f19"}
"""From light to dark as they are from slight to grave: in grey too."""
TONES: Final = ("#0b3c49", "#c8501e", "#7fa3b8", "#d99a1f", "#7b5ea7", "#93a37c")
LINES: Final = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
MARKS: Final = ("o", "s", "^", "D", "v", "P")
WIDTH, DPI = 9.0, 200


@contextmanager
def drawing() -> Iterator[None]:
    """The style and the typeface of the language in force; what is drawn inside is the same on every machine."""
    import matplotlib
    from matplotlib.font_manager import FontEntry, fontManager

    language = current_language()
    entry = FontEntry(str(noto_cjk_sans_otc.FONT_PATH), FACES[language], f"{FAMILY} {language}")
    if entry not in fontManager.ttflist:
        fontManager.ttflist.append(entry)
    with matplotlib.rc_context({**STYLE, "font.family": entry.name}):
        yield


STYLE: Final[dict[Any, Any]] = {
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "svg.fonttype": "none",
    "svg.hashsalt": "kaohe",
    "axes.unicode_minus": True,
}


def sheet(columns: int = 1, rows: int = 1, height: float = 3.6, **kinds: Any) -> tuple[Figure, list[Axes]]:
    """An empty figure of the page's width and its panels, row by row."""
    from matplotlib.figure import Figure

    drawn = Figure(figsize=(WIDTH, height), layout="constrained")
    return drawn, list(drawn.subplots(rows, columns, squeeze=False, **kinds).ravel())


Form = Literal["svg", "png"]


def saved(drawn: Figure, form: Form) -> bytes:
    """The figure as a file that says nothing of when or where it was made."""
    target = io.BytesIO()
    facts = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    with drawing():
        drawn.savefig(target, format=form, dpi=DPI, metadata=facts)
    return target.getvalue()


def inline(drawn: Figure) -> str:
    """The figure as SVG inside a page, in the page's typeface; its ids are its own."""
    text = saved(drawn, "svg").decode()
    text = text[text.index("<svg") :].replace(f"{FAMILY} {current_language()}", FAMILY)
    return text.replace("<svg ", '<svg role="presentation" ', 1)


def tone(place: int) -> str:
    """The colour of the policy at a place."""
    return TONES[place % len(TONES)]


def yuan_axis(axes: Axes, ticks: Sequence[int], names: Sequence[str]) -> None:
    """A logarithmic axis of 分, labelled in yuan."""
    axes.set_xscale("log")
    axes.set_xticks([100 * tick for tick in ticks], names)
    axes.minorticks_off()
    axes.set_xlim(100 * ticks[0], 100 * ticks[-1])
