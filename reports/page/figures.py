"""The figures of an assessment: sections and tiers, amounts, sanctions by post, occurrence and discovery.

A figure is lines with marks placed in percent of their width. The page draws them with its own style and text, so one
figure fits every width, and no label can lie over another whatever the font.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log10
from typing import Literal

from kaohe.reports.judged.cases import Incident
from kaohe.reports.judged.counts import PostCount
from kaohe.reports.judged.inputs import TIERS
from kaohe.reports.words.wording import number, say

LINES_SHOWN = 48  # more incidents than this are counted by month instead of drawn one by one
MONTHS_NAMED, MONTHS_NAMED_NARROW = 12, 4
DECADES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)

Form = Literal["stack", "dots", "bars", "spans", "pairs"]


Key = tuple[tuple[str, str], ...]
"""Tiers with their names, the lowest first."""


@dataclass(frozen=True)
class Mark:
    """A mark on a line: where it begins and how long it is, in percent of the line. `kind`: what its colour says."""

    kind: str
    start: float
    length: float = 0.0
    text: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a figure: what it is about, its marks, and what they come to."""

    label: str
    marks: tuple[Mark, ...]
    value: str = ""


@dataclass(frozen=True)
class Tick:
    """A labelled place across all lines; a narrow page leaves the label of a minor one out."""

    at: float
    text: str
    minor: bool = False


@dataclass(frozen=True)
class Figure:
    """Lines of one form over a common scale, and what the colours mean (kind, name)."""

    form: Form
    lines: tuple[Line, ...]
    key: Key = ()
    ticks: tuple[Tick, ...] = ()
    axis: str = ""


def sections_figure(sections: Mapping[str, Mapping[str, int]], key: Key, name_of: Callable[[str], str]) -> Figure:
    """Incidents of each section, stacked by tier, each part with its number; sections without any stand empty."""
    most = max((sum(tiers.values()) for tiers in sections.values()), default=0) or 1
    lines = (
        Line(_section(section, name_of), tuple(_stack(tiers, most)), str(sum(tiers.values())))
        for section, tiers in sections.items()
    )
    return Figure("stack", tuple(lines), key)


def _section(section: str, name_of: Callable[[str], str]) -> str:
    return f"{section} {name_of(section)}"


def _stack(tiers: Mapping[str, int], most: int) -> Iterator[Mark]:
    left = 0
    for tier in TIERS:
        if tiers[tier]:
            yield Mark(tier, percent(left, most), percent(tiers[tier], most), str(tiers[tier]))
        left += tiers[tier]


def percent(part: float, whole: float) -> float:
    """A part in percent of the whole, to two places."""
    return round(100 * part / whole, 2)


def amounts_figure(
    incidents: Sequence[Incident], sections: Sequence[str], key: Key, name_of: Callable[[str], str]
) -> Figure:
    """Each priced incident as a dot over yuan (log scale) on its section's line; the lowest decade also holds zero."""
    top_fen = max((case.amount_fen or 0 for case in incidents), default=0)
    ticks = [yuan for yuan in DECADES if yuan <= max(10_000, top_fen / 100) * 10]
    marks: dict[str, dict[Mark, None]] = {section: {} for section in sections}
    for case in sorted(incidents, key=lambda case: TIERS.index(case.tier)):
        if case.amount_fen is not None:
            marks[case.section][Mark(case.tier, _decades(case.amount_fen, ticks[-1]))] = None  # the same dot once
    return Figure(
        "dots",
        tuple(Line(_section(section, name_of), tuple(marks[section])) for section in sections),
        key,
        tuple(Tick(_decades(yuan * 100, ticks[-1]), yuan_tick(yuan)) for yuan in ticks),
        say("axis-amount"),
    )


def _decades(fen: int, last_yuan: int) -> float:
    return percent(log10(max(1.0, fen / 100)), log10(last_yuan))


def yuan_tick(yuan: int) -> str:
    """A round number of yuan, short: 100000 → 10萬 or 100k."""
    return say("tick-wan", n=number(yuan // 10_000), k=number(yuan // 1_000)) if yuan >= 10_000 else number(yuan)


def posts_figure(posts: Sequence[PostCount], name_of: Callable[[str], str]) -> Figure:
    """Months of bonus withheld from each post's people, with the number of people."""
    most = max((entry.months for entry in posts), default=0) or 1
    return Figure("bars", tuple(_post(entry, most, name_of(entry.post)) for entry in posts))


def _post(entry: PostCount, most: int, name: str) -> Line:
    value = say("months-people", months=number(entry.months), people=number(entry.people))
    return Line(name, (Mark("months", 0, percent(entry.months, most)),), value)


def timeline_figure(incidents: Sequence[Incident], key: Key) -> Figure:
    """A line from occurrence to discovery for each incident; many incidents are counted by month instead."""
    days = [day for case in incidents for day in (case.occurred_on, case.discovered_on)]
    months = months_between(min(days), max(days)) if days else []
    if len(incidents) > LINES_SHOWN:
        return _monthly(incidents, months)
    ordered = sorted(incidents, key=lambda case: (case.occurred_on, case.discovered_on, case.incident_id))
    first, last = (months[0], max(days)) if days else (date.min, date.min)
    whole = max(1, (last - first).days)
    lines = (Line(case.clause, (_wait(case, first, whole),)) for case in ordered)
    return Figure("spans", tuple(lines), key, tuple(month_ticks(months, whole)), say("axis-timeline"))


def _wait(case: Incident, first: date, whole: int) -> Mark:
    start, wait = (case.occurred_on - first).days, (case.discovered_on - case.occurred_on).days
    return Mark(case.tier, percent(start, whole), percent(wait, whole))


def month_ticks(months: Sequence[date], whole: int) -> Iterator[Tick]:
    """The first days of months on a line of so many days."""
    step, wide_step = (-(-len(months) // most) for most in (MONTHS_NAMED, MONTHS_NAMED_NARROW))
    for place, month in enumerate(months):
        if place % step == 0 or place % wide_step == 0:
            yield Tick(percent((month - months[0]).days, whole), month.strftime("%Y-%m"), place % wide_step > 0)


def months_between(first: date, last: date) -> list[date]:
    """The first day of every month from that of `first` to that of `last`."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(start, end + 1)]


def _monthly(incidents: Sequence[Incident], months: Sequence[date]) -> Figure:
    occurred = [sum(_same_month(case.occurred_on, month) for case in incidents) for month in months]
    found = [sum(_same_month(case.discovered_on, month) for case in incidents) for month in months]
    most = max((*occurred, *found), default=0) or 1
    lines = (
        Line(
            month.strftime("%Y-%m"),
            (Mark("occurred", 0, percent(one, most)), Mark("discovered", 0, percent(other, most))),
            say("month-counts", occurred=number(one), discovered=number(other)),
        )
        for month, one, other in zip(months, occurred, found, strict=True)
    )
    return Figure("pairs", tuple(lines), (("occurred", say("occurred")), ("discovered", say("discovered"))))


def _same_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)
