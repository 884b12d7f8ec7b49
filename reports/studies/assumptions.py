"""What the conclusions of a comparison hang on where people react: draws, what decides, where it flips, and regret."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kaohe.reports.studies.charts import INK, SOFT, drawing, sheet, tone
from kaohe.reports.studies.wording import shown
from kaohe.reports.words.wording import number, say
from kaohe.standards.laboratory.assumed import Assumed, Ranking, Regret
from kaohe.standards.laboratory.metrics.table import metric_table
from kaohe.standards.laboratory.side_by_side import Comparison, figure_name
from kaohe.standards.laboratory.statistics.sensitivity import Index

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Rows = Sequence[Sequence[str]]
BARS, PANELS = 8, 3


def assumed_notes(comparison: Comparison) -> Iterator[str]:
    """By which assumptions people react, and how often anything was otherwise for it."""
    found = comparison.assumed
    if found is not None:
        yield say("study-note-assumed", set=found.sets[0])
        for name, count in found.changed.items():
            yield say(f"study-response-{name}", n=number(count)) if count else say(f"study-silent-{name}")


def amnesty_notes(comparison: Comparison) -> Iterator[str]:
    """Relief of each policy for who reports himself, beside that which keeps deterrence."""
    for each in () if comparison.assumed is None else comparison.assumed.amnesties:
        told = {name: f"{100 * getattr(each, name):.0f}" for name in ("given", "preserving", "gap")}
        yield say("study-amnesty", policy=each.policy, **told)


def ranking_rows(comparison: Comparison, found: Assumed) -> Rows:
    """Figure, policies, in how many draws the first has less, what decides that, and the floor of noise."""
    return [_ranking(comparison, each) for each in found.rankings]


RANKING_HEADS = ("figure", "pair", "draws", "deciding", "floor")


def _ranking(comparison: Comparison, each: Ranking) -> list[str]:
    found = each.found
    told = say("study-draws", less=found.less, draws=found.draws, same=found.same)
    forced = say(f"study-forced-{each.forced}", other=each.other) if each.forced else ""
    deciding = say("comma").join(_deciding(one) for one in found.deciding) or say("study-none-decides")
    return [
        ranked_name(comparison, each.metric),
        say("study-pair", one=comparison.names[0], other=each.other),
        told + forced,
        deciding,
        say("none") if found.floor is None else _between(found.floor),
    ]


def _deciding(each: Index) -> str:
    if each.flips_at is None:
        return say("study-decides", parameter=each.name, bounds=_between(each))
    return say("study-decides-flips", parameter=each.name, bounds=_between(each), value=f"{each.flips_at:g}")


def _between(each: Index) -> str:
    return say("study-between", mean=f"{each.share:.2f}", low=f"{each.low:.2f}", high=f"{each.high:.2f}")


def regret_rows(comparison: Comparison, found: Assumed) -> Rows:
    """Figure, policy, regret under each set, the most."""
    return [_regret(comparison, found, each) for each in found.regrets]


def _regret(comparison: Comparison, found: Assumed, each: Regret) -> list[str]:
    unit = "fen" if each.metric.endswith("_fen") else ""
    cells = [shown(each.regrets[name], unit) for name in found.sets]
    return [ranked_name(comparison, each.metric), each.policy, *cells, shown(each.greatest, unit)]


def ranked_name(comparison: Comparison, metric: str) -> str:
    """A figure's name, whichever policy has it."""
    for place, judged in enumerate(comparison.judged):
        figure = comparison.metrics(place).get(metric)
        if figure is not None:
            return figure_name(figure, judged.policy)
    return next((each.name.text() for each in metric_table() if each.id == metric), metric)  # in the draws alone


def assumptions_figure(comparison: Comparison) -> Figure | None:
    """Shares of variation that go with each parameter, with intervals, and the band of one without effect; the first
    rankings of which something decides, else the first.
    """
    found = comparison.assumed
    told = [each for each in (() if found is None else found.rankings) if each.found.indices]
    if not told:
        return None
    panels = sorted(told, key=lambda each: not each.found.deciding)[:PANELS]
    with drawing():
        drawn, every = sheet(columns=len(panels), height=3.6)
        for axes, each in zip(every, panels, strict=True):
            _bars(axes, each)
            axes.set_title(
                say("study-ranked", figure=ranked_name(comparison, each.metric), other=each.other), fontsize=9
            )
        every[0].set_xlabel(say("study-axis-share"))
        return drawn


def _bars(axes: Axes, ranking: Ranking) -> None:
    indices, floor = ranking.found.indices[:BARS][::-1], ranking.found.floor
    if floor is not None:
        axes.axvspan(floor.low, floor.high, color=SOFT, alpha=0.18, linewidth=0)
    places = range(len(indices))
    tones = [tone(1) if each.decides else tone(2) for each in indices]
    axes.barh(places, [each.share for each in indices], color=tones, height=0.6)
    spans = [[each.share - each.low for each in indices], [each.high - each.share for each in indices]]
    axes.errorbar([each.share for each in indices], places, xerr=spans, fmt="none", ecolor=INK, elinewidth=1)
    axes.set_yticks(places, [each.name for each in indices], fontsize=8)
    axes.axvline(0, color=INK, linewidth=0.8)
