"""The class's page: marks, items, reliability, forms, mastery, amendments, and the office with its truth laid over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kaohe.reports.page.figures import Figure, Line, Mark
from kaohe.reports.results.advice import class_advice
from kaohe.reports.results.candidate_page import facts
from kaohe.reports.results.debrief import Debrief, debrief
from kaohe.reports.results.inputs import WEAK, Results, share_text
from kaohe.reports.results.pages import Card, page_of
from kaohe.reports.results.score_sheets import amendments_sheet, marks_sheet
from kaohe.reports.spreadsheets.sheets import Cell, Sheet
from kaohe.reports.words.wording import say
from kaohe.scenarios.exam.statistics import LEAST_ANSWERS, Interval
from kaohe.sim.texts import Verbatim

PARTS = ("summary", "class", "items", "forms", "mastery", "amendments", "debrief")
NUMBERED = (
    "form",
    "total",
    "place",
    "answers",
    "facility",
    "found",
    "discrimination",
    "efficiency",
    "candidates",
    "weak",
)


@dataclass(frozen=True)
class Listed:
    """A table of a page: headings, rows as text, which columns are numbers, which rows are marked."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]
    marked: Sequence[int] = ()


def class_page(results: Results) -> str:
    """The page as HTML in the current language."""
    amended = _listed(amendments_sheet(results), ())
    return page_of(
        "class.html",
        title=say("results-title-class"),
        facts=list(facts(results)),
        parts=[part for part in PARTS if part != "amendments" or amended.rows],
        cards=list(_cards(results)),
        notes=list(_notes(results)),
        near_lead=_near(results),
        marks=_marks(results),
        items_lead=_items_lead(results),
        facility=_facility(results),
        items=_items(results),
        forms=_forms(results),
        mastery=_mastery(results),
        advice=[(row.post, row.clause, share_text(row.share), row.what) for row in class_advice(results)],
        amendments=amended,
        debriefs=list[Debrief](debrief(results)),
    )


def span(one: Interval, places: int = 2) -> str:
    """An interval in words."""
    return say("results-span", low=f"{one.low:.{places}f}", high=f"{one.high:.{places}f}")


def _cards(results: Results) -> Iterator[Card]:
    figures = results.figures
    yield Card(say("results-candidates"), str(figures.candidates), say("results-passed", n=figures.passed))
    for name, one in (("mean", figures.mean), ("alpha", figures.alpha), ("error", figures.error)):
        value, note = (say("none"), say("results-too-few")) if one is None else (f"{one.value:.2f}", span(one))
        yield Card(say(f"results-{name}"), value, note)


def _notes(results: Results) -> Iterator[str]:
    absent = [one.candidate for one in results.marked.values() if not one.handed_in]
    unread = [one.candidate for one in results.marked.values() if one.faults]
    for name, who in (("absentees", absent), ("unreadable", unread)):
        if who:
            yield say(f"results-{name}", who=Verbatim(say("comma").join(who)))


def _near(results: Results) -> str:
    figures = results.figures
    if figures.error is None:
        return say("results-near-unknown")
    who = Verbatim(say("comma").join(figures.near))
    return (
        say("results-near", error=f"{figures.error.value:.2f}", who=who) if figures.near else say("results-near-none")
    )


def _marks(results: Results) -> Listed:
    sheet = marks_sheet(results)
    near = [at for at, candidate in enumerate(results.marked) if candidate in results.figures.near]
    listed = _listed(sheet, range(3, 9))
    return Listed(listed.heads, listed.rows, listed.numbers, near)


def _listed(sheet: Sheet, numbers: Sequence[int]) -> Listed:
    """A sheet as a page shows it."""
    return Listed(sheet.headings, [[_text(cell) for cell in row] for row in sheet.rows()], tuple(numbers))


def _text(cell: Cell) -> str:
    return "" if cell is None else f"{cell:.2f}" if isinstance(cell, Decimal) else str(cell)


def _items_lead(results: Results) -> str:
    if not results.figures.items:
        return say("results-no-items")
    least = min(item.answers for item in results.figures.items)
    few = "" if least >= LEAST_ANSWERS else say("results-few-answers", n=least, least=LEAST_ANSWERS)
    return say("results-lead-items") + few


def _facility(results: Results) -> Figure:
    lines = (
        Line(results.slot(item.slot), (Mark("months", 0, round(100 * item.facility, 2)),), share_text(item.facility))
        for item in results.figures.items
    )
    return Figure("bars", tuple(lines))


def _items(results: Results) -> Listed:
    names = ("slot", "place", "answers", "facility", "found", "discrimination", "efficiency", "note")
    rows, marked = [], []
    for at, item in enumerate(results.figures.items):
        few = say("results-few") if item.answers < LEAST_ANSWERS else say("none")
        told = [few if value is None else f"{value:.2f}" for value in (item.discrimination, item.efficiency)]
        flags = say("comma").join(say(f"results-flag-{flag}") for flag in item.flags)
        shares = (share_text(item.facility), share_text(item.found))
        rows.append((results.slot(item.slot), str(item.place), str(item.answers), *shares, *told, flags))
        marked += [at] if item.flags else []
    return _table(names, rows, marked)


def _table(names: Sequence[str], rows: Sequence[Sequence[str]], marked: Sequence[int] = ()) -> Listed:
    numbers = [at for at, name in enumerate(names) if name in NUMBERED]
    return Listed([say(f"results-head-{name}") for name in names], rows, numbers, marked)


def _forms(results: Results) -> Listed:
    rows = [
        (str(form.form), str(form.candidates), f"{form.mean:.2f}", _interval(form.interval))
        for form in results.figures.forms
    ]
    return _table(("form", "candidates", "mean", "interval"), rows)


def _interval(one: Interval | None) -> str:
    return say("results-one-alone") if one is None else span(one)


def _mastery(results: Results) -> Listed:
    rows, marked = [], []
    figures, statute = results.figures, results.statute
    for at, ((post, clause), share) in enumerate(figures.mastery.items()):
        own = {name: cells[post, clause] for name, cells in figures.own_mastery.items() if (post, clause) in cells}
        weak = [name for name, one in own.items() if one < WEAK]
        who = Verbatim(say("comma").join(weak[:12]) + (say("results-and-more", n=len(weak) - 12) if weak[12:] else ""))
        counted = say("results-weak-of", n=len(weak), of=len(own))
        rows.append((statute.post(post), statute.clause_name(clause), share_text(share), counted, who))
        marked += [at] if share < WEAK else []
    return _table(("post", "clause", "facility", "weak", "who"), rows, marked)
