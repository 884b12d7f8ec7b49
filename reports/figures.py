"""The figures of an assessment: sections and tiers, amounts, sanctions by post, occurrence and discovery."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from textwrap import fill
from typing import TYPE_CHECKING

from kaohe.reports.cases import Incident
from kaohe.reports.counts import PostCount
from kaohe.reports.drawing import ACCENT, INK, ON_TIER, RULE, SOFT, TIER_COLOURS, Sheet, new_figure
from kaohe.reports.inputs import TIERS
from kaohe.reports.wording import number, say, tier_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LINES_SHOWN = 48  # more incidents than this are counted by month instead of drawn one by one
NARROW_LABEL = 24  # characters of a label before it is broken on a narrow page
DECADES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)


def sections_figure(sections: Mapping[str, Mapping[str, int]], name_of: Callable[[str], str], sheet: Sheet) -> Figure:
    """Incidents of each section, stacked by tier, each part with its number; sections without any stand empty."""
    shown = list(sections)
    figure, axes = new_figure(sheet, 0.9 + 0.29 * len(shown))
    most = max((sum(tiers.values()) for tiers in sections.values()), default=0) or 1
    for row, section in enumerate(shown):
        _stack(axes, row, sections[section], most, sheet)
    axes.set_yticks(range(len(shown)), [_row_label(section, name_of, sheet) for section in shown])
    axes.set_xlim(0, most * 1.12)
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_xticks([])
    _tier_key(figure, sheet)
    return figure


def _row_label(section: str, name_of: Callable[[str], str], sheet: Sheet) -> str:
    return fill(f"{section}  {name_of(section)}", NARROW_LABEL) if sheet.narrow else f"{section}  {name_of(section)}"


def _stack(axes: Axes, row: int, tiers: Mapping[str, int], most: int, sheet: Sheet) -> None:
    left = 0
    for tier in TIERS:
        count = tiers[tier]
        if count == 0:
            continue
        axes.barh(row, count, left=left, height=0.68, color=TIER_COLOURS[tier], edgecolor="white", linewidth=0.8)
        if count / most > (0.06 if sheet.narrow else 0.025):
            axes.text(
                left + count / 2, row, str(count), ha="center", va="center", size=sheet.text - 1, color=ON_TIER[tier]
            )
        left += count
    axes.text(left + most * 0.015, row, str(left), ha="left", va="center", size=sheet.text, color=INK if left else SOFT)


def _tier_key(figure: Figure, sheet: Sheet) -> None:
    from matplotlib.patches import Patch

    marks = [Patch(color=TIER_COLOURS[tier], label=tier_name(tier)) for tier in TIERS]
    figure.legend(
        handles=marks,
        loc="outside upper left",
        ncols=4,
        columnspacing=0.9 if sheet.narrow else 2.0,
        handletextpad=0.4,
        frameon=False,
        fontsize=sheet.text,
        labelcolor=INK,
        handlelength=0.9,
        handleheight=0.9,
        borderaxespad=0.0,
    )


def amounts_figure(
    incidents: Sequence[Incident], sections: Sequence[str], name_of: Callable[[str], str], sheet: Sheet
) -> Figure:
    """Each priced incident as a dot over yuan (log scale) on its section's line; the lowest decade also holds zero."""
    priced = [case for case in incidents if case.amount_fen is not None]
    figure, axes = new_figure(sheet, 1.0 + 0.3 * max(1, len(sections)))
    rows = {section: row for row, section in enumerate(sections)}
    for tier in TIERS:
        dots = [case for case in priced if case.tier == tier]
        across = [max(1.0, (case.amount_fen or 0) / 100) for case in dots]
        down = [rows[case.section] for case in dots]
        axes.scatter(
            across, down, s=34, color=TIER_COLOURS[tier], alpha=0.85, edgecolor="white", linewidth=0.6, zorder=3
        )
    axes.set_yticks(range(len(sections)), [_row_label(section, name_of, sheet) for section in sections])
    axes.set_ylim(len(sections) - 0.4, -0.6)
    axes.hlines(range(len(sections)), 0, 1, transform=axes.get_yaxis_transform(), color=RULE, linewidth=0.8, zorder=1)
    _yuan_axis(axes, priced, sheet)
    _tier_key(figure, sheet)
    return figure


def _yuan_axis(axes: Axes, priced: Sequence[Incident], sheet: Sheet) -> None:
    top = max((case.amount_fen or 0 for case in priced), default=0) / 100
    ticks = [tick for tick in DECADES if tick <= max(10_000, top) * 10]
    axes.set_xscale("log")
    axes.set_xlim(0.8, ticks[-1])
    axes.set_xticks(ticks, [yuan_tick(tick) for tick in ticks])
    axes.minorticks_off()
    axes.grid(axis="x", color=RULE, linewidth=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.set_xlabel(say("axis-amount"), size=sheet.text, color=SOFT)


def yuan_tick(yuan: int) -> str:
    """A round number of yuan, short: 100000 → 10萬 or 100k."""
    return say("tick-wan", n=number(yuan // 10_000), k=number(yuan // 1_000)) if yuan >= 10_000 else number(yuan)


def posts_figure(posts: Sequence[PostCount], name_of: Callable[[str], str], sheet: Sheet) -> Figure:
    """Months of bonus withheld from each post's people, with the number of people."""
    figure, axes = new_figure(sheet, 0.5 + 0.34 * max(1, len(posts)))
    most = max((entry.months for entry in posts), default=0) or 1
    for row, entry in enumerate(posts):
        axes.barh(row, entry.months, height=0.62, color=ACCENT)
        label = say("months-people", months=number(entry.months), people=number(entry.people))
        axes.text(entry.months + most * 0.015, row, label, va="center", size=sheet.text, color=INK)
    axes.set_yticks(range(len(posts)), [fill(name_of(entry.post), NARROW_LABEL) for entry in posts])
    axes.set_ylim(max(1, len(posts)) - 0.4, -0.6)
    axes.set_xlim(0, most * (1.75 if sheet.narrow else 1.25))
    axes.set_xticks([])
    return figure


def timeline_figure(incidents: Sequence[Incident], sheet: Sheet) -> Figure:
    """A line from occurrence to discovery for each incident; many incidents are counted by month instead."""
    if len(incidents) > LINES_SHOWN:
        return _monthly(incidents, sheet)
    ordered = sorted(incidents, key=lambda case: (case.occurred_on, case.discovered_on, case.incident_id))
    figure, axes = new_figure(sheet, 1.1 + 0.15 * max(4, len(ordered)))
    for row, case in enumerate(ordered):
        colour = TIER_COLOURS[case.tier]
        start, end = _number(case.occurred_on), _number(case.discovered_on)
        axes.hlines(row, start, end, color=colour, linewidth=1.6)
        axes.plot([start], [row], marker="o", markersize=4, markerfacecolor="white", markeredgecolor=colour)
        axes.plot([end], [row], marker="o", markersize=4.4, color=colour)
        axes.annotate(
            case.clause, (end, row), (5, 0), textcoords="offset points", va="center", size=sheet.text - 2, color=SOFT
        )
    axes.set_ylim(max(1, len(ordered)) - 0.3, -0.7)
    axes.set_yticks([])
    _month_axis(axes, [case.occurred_on for case in ordered] + [case.discovered_on for case in ordered], sheet)
    axes.set_xlabel(say("axis-timeline"), size=sheet.text, color=SOFT)
    _tier_key(figure, sheet)
    return figure


def _number(day: date) -> float:
    return float((day - date(1970, 1, 1)).days)


def _month_axis(axes: Axes, days: Sequence[date], sheet: Sheet) -> None:
    if not days:
        axes.set_xticks([])
        return
    months = _months(min(days), max(days))
    step = max(1, -(-len(months) // (4 if sheet.narrow else 12)))
    kept = months[::step]
    axes.set_xticks([_number(month) for month in kept], [month.strftime("%Y-%m") for month in kept])
    axes.set_xlim(_number(months[0]) - 3, _number(max(days)) + (24 if sheet.narrow else 12))
    axes.grid(axis="x", color=RULE, linewidth=0.8)
    axes.set_axisbelow(True)


def _months(first: date, last: date) -> list[date]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(start, end + 1)]


def _monthly(incidents: Sequence[Incident], sheet: Sheet) -> Figure:
    figure, axes = new_figure(sheet, 2.9)
    days = [case.occurred_on for case in incidents] + [case.discovered_on for case in incidents]
    months = _months(min(days), max(days))
    occurred = [sum(_same_month(case.occurred_on, month) for case in incidents) for month in months]
    found = [sum(_same_month(case.discovered_on, month) for case in incidents) for month in months]
    places = range(len(months))
    axes.bar([place - 0.2 for place in places], occurred, width=0.38, color=ACCENT, label=say("occurred"))
    axes.bar([place + 0.2 for place in places], found, width=0.38, color="#d9951f", label=say("discovered"))
    step = max(1, -(-len(months) // (4 if sheet.narrow else 12)))
    axes.set_xticks(list(places)[::step], [month.strftime("%Y-%m") for month in months[::step]])
    axes.set_ylabel(say("axis-incidents"), size=sheet.text, color=SOFT)
    axes.grid(axis="y", color=RULE, linewidth=0.8)
    axes.set_axisbelow(True)
    figure.legend(loc="outside upper left", ncols=2, frameon=False, fontsize=sheet.text, labelcolor=INK)
    return figure


def _same_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)
