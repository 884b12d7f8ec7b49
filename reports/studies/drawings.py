"""The figures of a comparison: sanction and amount, flows of tiers, burden, costs, what hangs on 2 %, known loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kaohe.reports.page.figures import yuan_tick
from kaohe.reports.studies.assumptions import assumptions_figure
from kaohe.reports.studies.charts import INK, LINES, MARKS, RULE, SOFT, TIER_TONES, drawing, sheet, tone, yuan_axis
from kaohe.reports.words.wording import say, tier_name
from kaohe.standards.headers import post_headers
from kaohe.standards.laboratory.comparison import ERROR_PERCENT, Judged, transitions
from kaohe.standards.laboratory.schedule import edges_of
from kaohe.standards.laboratory.side_by_side import Comparison, Pair
from kaohe.standards.policies.format import TIERS, Tier

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DECADES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
MOST_PANELS = 4
"""More policies than this are left to the tables."""
NEAR = 0.1
Drawn = Callable[[Comparison], "Figure | None"]


def sanction_figure(comparison: Comparison) -> Figure:
    """(1) Months of bonus against the amount, logarithmic, of one ordinary incident; the incidents behind."""
    amounts = comparison.population.cases.frame["amount_fen"].drop_nulls().to_numpy()
    top = max(10**7, int(amounts.max(initial=0)))
    last = next((decade for decade in DECADES[4:] if 100 * decade >= 3 * top), DECADES[-1])
    ticks = [decade for decade in DECADES[1:] if decade <= last]
    with drawing():
        drawn, (axes,) = sheet(height=3.9)
        yuan_axis(axes, ticks, [f"≤ {ticks[0]}", *(yuan_tick(tick) for tick in ticks[1:])])
        _behind(axes, amounts, ticks)
        for place, tally in enumerate(comparison.figures.tallies):
            schedule = tally.schedule
            ends = np.append(schedule.lows_fen[1:], 100 * ticks[-1])
            x = np.ravel(np.column_stack([np.maximum(schedule.lows_fen, 100 * ticks[0]), ends]))
            y = np.repeat(schedule.months, 2)
            style = {"color": tone(place), "linestyle": LINES[place % len(LINES)], "linewidth": 2.2 - 0.15 * place}
            axes.plot(x, y, label=comparison.names[place], **style)  # type: ignore[arg-type]  # styles by name
        axes.set_ylim(bottom=0)
        axes.set_ylabel(say("study-axis-months"))
        axes.set_xlabel(say("study-axis-amount"))
        axes.legend(loc="upper left")
        return drawn


def _behind(axes: Axes, amounts: np.ndarray[tuple[int], np.dtype[np.int64]], ticks: Sequence[int]) -> None:
    """How many incidents there are of each amount, by eighths of a decade."""
    from matplotlib.ticker import MaxNLocator

    other = axes.twinx()
    other.set_zorder(axes.get_zorder() - 1)
    axes.patch.set_visible(False)
    steps = 8 * (len(ticks) - 1) + 1
    edges = np.logspace(np.log10(100 * ticks[0]), np.log10(100 * ticks[-1]), steps)
    other.hist(
        np.clip(amounts, edges[0], edges[-1]), bins=edges.tolist(), color="#e1e7eb", edgecolor="#ffffff", linewidth=0.5
    )
    other.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    other.set_ylabel(say("study-axis-incidents"), color=SOFT)
    other.spines["right"].set_visible(True)
    other.spines["right"].set_color(RULE)


def flows_figure(comparison: Comparison) -> Figure | None:
    """(2) Incidents from the tiers of the first policy to those of each other one."""
    pairs = comparison.pairs[:MOST_PANELS]
    if not pairs:
        return None
    with drawing():
        drawn, panels = sheet(columns=len(pairs), height=4.0)
        for axes, pair in zip(panels, pairs, strict=True):
            _flows(axes, pair, comparison.names[0], short=len(pairs) > 1)
        return drawn


def _flows(axes: Axes, pair: Pair, first: str, *, short: bool) -> None:
    rows = transitions(pair.one, pair.other).rows()
    whole = sum(count for _, _, count in rows) or 1
    gap = 0.04
    lefts, rights = ({tier: sum(n for *ends, n in rows if ends[side] == tier) for tier in TIERS} for side in (0, 1))
    starts = [_stacked(counts, whole, gap) for counts in (lefts, rights)]
    at = [dict(starts[0]), dict(starts[1])]
    for one, other, count in rows:
        size = count / whole
        _band(axes, at[0][one], at[1][other], size, moved=one != other, tier=other)
        at[0][one] += size
        at[1][other] += size
    for side, (counts, start) in enumerate(zip((lefts, rights), starts, strict=True)):
        policy = (pair.one, pair.other)[side].policy
        for tier, count in counts.items():
            if count:
                axes.bar(side, count / whole, 0.06, start[tier], color=TIER_TONES[tier], edgecolor=INK, linewidth=0.6)
                name = f"{tier_name(tier) if short else policy.tier_name(tier)} {count:,}"
                where = {"ha": "right", "x": side - 0.05} if side == 0 else {"ha": "left", "x": side + 0.05}
                axes.text(y=start[tier] + count / whole / 2, s=name, va="center", fontsize=9, **where)  # type: ignore[arg-type]
    axes.set_title(f"{first} → {pair.name}", loc="center")
    axes.set_xlim(-0.75, 1.75)
    axes.set_axis_off()


def _stacked(counts: Mapping[Tier, int], whole: int, gap: float) -> dict[Tier, float]:
    """Where each tier begins, the slightest below."""
    starts, at = {}, 0.0
    for tier in TIERS:
        starts[tier] = at
        at += counts[tier] / whole + (gap if counts[tier] else 0)
    return starts


def _band(axes: Axes, left: float, right: float, size: float, *, moved: bool, tier: str) -> None:
    """What goes from one tier to another; what moves is dark and hatched."""
    t = np.linspace(0, 1, 40)
    ease = 3 * t**2 - 2 * t**3
    low = left + (right - left) * ease
    x = 0.03 + 0.94 * t
    style = {"facecolor": TIER_TONES[tier], "alpha": 0.85, "hatch": "////", "edgecolor": INK, "linewidth": 0.6}
    plain = {"facecolor": "#eef2f4", "edgecolor": RULE, "linewidth": 0.6}
    axes.fill_between(x, low, low + size, **(style if moved else plain))  # type: ignore[arg-type]  # styles by name


def burden_table(judged: Judged) -> pl.DataFrame:
    """Columns post, tier, months: bonus withheld by the incident's post and tier."""
    months = judged.sanctions.filter(pl.col("unit") == "months").group_by("incident_id").agg(pl.col("figure").sum())
    posts = judged.assessed.incidents.select("incident_id", "tier", pl.col("post").fill_null(""))
    joined = posts.join(months, on="incident_id", how="left")
    return joined.group_by("post", "tier").agg(months=pl.col("figure").sum()).sort("post", "tier")


def burden_figure(comparison: Comparison) -> Figure | None:
    """(3) Months of bonus by post and tier: numbers on tones of grey."""
    judged = comparison.judged[:MOST_PANELS]
    tables = [burden_table(each) for each in judged]
    years = 1 if comparison.years is None else len(comparison.years.numbers)
    known = [post.id for post in post_headers()]
    found = sorted({post for each in tables for post in each["post"].to_list()})
    posts = sorted(found, key=lambda post: (known.index(post) if post in known else len(known), post))
    grids = [_grid(each, posts) / years for each in tables]
    if not posts:
        return None
    most = max(grid.max() for grid in grids) or 1
    with drawing():
        drawn, panels = sheet(columns=len(judged), height=1.4 + 0.34 * len(posts), sharey=True)
        for axes, grid, name in zip(panels, grids, comparison.names, strict=False):
            axes.pcolormesh(grid, cmap="Greys", vmin=0, vmax=1.3 * most, edgecolors="#ffffff", linewidth=1)
            for (row, column), value in np.ndenumerate(grid):
                text = f"{value:.3g}" if value else "·"
                tint = "#ffffff" if value > 0.65 * most else INK
                axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=tint)
            axes.set_xticks(np.arange(len(TIERS) - 1) + 0.5, [tier_name(tier) for tier in TIERS[1:]])
            axes.set_yticks(np.arange(len(posts)) + 0.5, [_post(post) for post in posts])
            axes.set_ylim(len(posts), 0)
            axes.tick_params(length=0)
            axes.set_title(name, loc="center")
        return drawn


def _grid(table: pl.DataFrame, posts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    grid = np.zeros((len(posts), len(TIERS) - 1))
    for post, tier, months in table.rows():
        if tier in TIERS[1:]:
            grid[posts.index(post), TIERS.index(tier) - 1] = months or 0
    return grid


def _post(post: str) -> str:
    return {each.id: each.name.text() for each in post_headers()}.get(post, post) or say("study-no-post")


def costs_figure(comparison: Comparison) -> Figure | None:
    """(4) Two parts of the cost: cases and people who lose their post; no policy on the line is worse in both."""
    metrics = [comparison.metrics(place) for place in range(len(comparison.names))]
    points = [(each["cases"], each["posts_lost"]) for each in metrics]
    with drawing():
        drawn, (axes,) = sheet(height=3.9)
        for place, (one, other) in enumerate(points):
            bars = {
                "fmt": MARKS[place % len(MARKS)],
                "color": tone(place),
                "markersize": max(5, 12 - 2 * place),
                "capsize": 3,
                "lw": 1,
            }
            x, y = float(one.mean), float(other.mean)
            axes.errorbar(x, y, xerr=_error(one), yerr=_error(other), label=comparison.names[place], **bars)  # type: ignore[arg-type]  # style
        front = _front([(float(one.mean), float(other.mean)) for one, other in points])
        axes.step(*zip(*front, strict=True), where="post", color=SOFT, linestyle=":", zorder=0)
        axes.set_xlabel(say("study-axis-cases"))
        axes.set_ylabel(say("study-axis-posts-lost"))
        axes.margins(0.12)
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
        axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
        return drawn


def _error(figure: object) -> list[list[float]] | None:
    mean, low, high = (getattr(figure, name) for name in ("mean", "low", "high"))
    return None if low is None or high is None else [[float(mean - low)], [float(high - mean)]]


def _front(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Of the points those than which no other is as good in both and better in one, from left to right."""
    found: list[tuple[float, float]] = []
    for x, y in sorted(set(points)):
        if not found or y < found[-1][1]:
            found.append((x, y))
    return found


def flips_figure(comparison: Comparison) -> Figure | None:
    """(5) Incidents near an edge: whose tier changes if the value is 2 % off."""
    with drawing():
        drawn, (axes,) = sheet(height=1.3 + 0.55 * len(comparison.names))
        share = ERROR_PERCENT / 100
        axes.axvspan(1 / (1 + share), 1 / (1 - share), color="#dfe6ea", zorder=0)
        axes.axvline(1, color=SOFT, linewidth=1)
        for place, judged in enumerate(comparison.judged):
            ratios = _ratios(judged)
            hanging = comparison.hangs[place]
            axes.plot(ratios, np.full(len(ratios), place), "|", color=INK, markersize=15, alpha=0.6)
            text = say("study-flips", incidents=len(hanging.incidents), persons=len(hanging.persons))
            axes.text(1 + NEAR + 0.004, place, text, va="center", fontsize=9)
        axes.set_yticks(range(len(comparison.names)), comparison.names)
        axes.set_ylim(len(comparison.names) - 0.4, -0.6)
        axes.set_xlim(1 - NEAR, 1 + NEAR)
        axes.set_xticks([0.9, 0.95, 0.98, 1, 1.02, 1.05, 1.1], ["0.90", "0.95", "0.98", "1", "1.02", "1.05", "1.10"])
        axes.set_xlabel(say("study-axis-ratio"))
        return drawn


def _ratios(judged: Judged) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Amounts within a tenth of an edge, as multiples of it."""
    amounts = judged.cases.frame["amount_fen"].drop_nulls().to_numpy()
    ratios = np.concatenate([amounts / edge for edge in edges_of(judged.policy).values()] or [np.array([])])
    near: np.ndarray[tuple[int], np.dtype[np.float64]] = ratios[(ratios >= 1 - NEAR) & (ratios <= 1 + NEAR)]
    return near


def losses_figure(comparison: Comparison) -> Figure | None:
    """(6) How long acts stay unknown, and how much of the loss is known, recovered and hidden; of office-years only."""
    curve = None if comparison.years is None else comparison.years.unknown
    if curve is None:
        return None
    metrics = comparison.metrics(0)
    with drawing():
        drawn, (left, right) = sheet(columns=2, height=3.6)
        left.fill_between(curve.days, curve.low, curve.high, step="post", color="#dfe6ea")
        left.step(curve.days, curve.unknown, where="post", color=INK)
        left.axhline(0.5, color=SOFT, linestyle=":", linewidth=1)
        left.set_ylim(0, 1)
        left.set_xlabel(say("study-axis-days"))
        left.set_ylabel(say("study-axis-unknown"))
        names = ("known_fen", "recovered_fen", "hidden_fen")
        for place, (name, hatch) in enumerate(zip(names, ("", "..", "////"), strict=True)):
            each = metrics[name]
            bar = {
                "color": ("#93a7b5", "#e3b04b", "#eef2f4")[place],
                "hatch": hatch,
                "edgecolor": INK,
                "linewidth": 0.7,
            }
            error = None if (found := _error(each)) is None else np.array(found) / 1e6
            right.barh(place, float(each.mean) / 1e6, 0.6, xerr=error, capsize=3, **bar)  # type: ignore[arg-type]  # style
        right.set_yticks(range(3), [say(f"study-{name.removesuffix('_fen')}") for name in names])
        right.invert_yaxis()
        right.set_xlabel(say("study-axis-wan"))
        return drawn


FIGURES: dict[str, Drawn] = {
    "sanction": sanction_figure,
    "flows": flows_figure,
    "burden": burden_figure,
    "costs": costs_figure,
    "flips": flips_figure,
    "losses": losses_figure,
    "assumptions": assumptions_figure,
}
"""By name, in the order of the page."""
