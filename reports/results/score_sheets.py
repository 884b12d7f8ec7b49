"""成績單 and 評分記錄表 as sheets of a workbook, with what did not count, the items and the amendments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from kaohe.reports.marks.explained import amended, line_told
from kaohe.reports.results.inputs import Results
from kaohe.reports.spreadsheets.sheets import Cell, Sheet
from kaohe.reports.words.wording import say
from kaohe.scenarios.exam.key import KeyIncident
from kaohe.scenarios.exam.marks import IncidentMark
from kaohe.scenarios.exam.scheme import STAGES
from kaohe.sim.tariff.money import round_half_up
from kaohe.sim.texts import Verbatim

PLACES = Decimal("0.01")


def score_sheets(results: Results) -> Iterator[Sheet]:
    """All sheets, those without rows left out but for the first two."""
    yield marks_sheet(results)
    yield record_sheet(results)
    yield from (sheet for sheet in (_lines(results), _items(results), amendments_sheet(results)) if sheet.height)


def marks_sheet(results: Results) -> Sheet:
    """成績單: a row a candidate; the marks of the five stages, which add up to the total before a cap."""
    heads = ("candidate", "name", "form", *STAGES, "total", "passed", "near", "note")
    return table_of("marks", heads, [_candidate(results, candidate) for candidate in results.marked])


def _candidate(results: Results, candidate: str) -> Sequence[Cell]:
    one = results.marked[candidate]
    stages = adding_up([stage.credit * stage.weight for stage in one.mark.stages])
    near = say("yes") if candidate in results.figures.near else say("no")
    notes = [] if one.handed_in else [say("results-absent")]
    notes += [say("results-unread", message=Verbatim(str(each.as_dict()["message"]))) for each in one.faults]
    notes += [say("results-capped", cap=str(one.mark.cap))] if one.mark.capped else []
    least = [say(f"mark-stage-{stage.stage}") for stage in one.mark.stages if not stage.reached]
    notes += [say("results-below", stages=say("comma").join(least))] if least else []
    return (
        Verbatim(candidate),
        results.name(candidate),
        one.form,
        *stages,
        one.mark.total.quantize(PLACES),
        results.outcome(candidate),
        near if results.figures.error is not None else None,
        say("mark-between").join(notes),
    )


def record_sheet(results: Results) -> Sheet:
    """評分記錄表: a row an incident and candidate; credits 0 to 1, marks, and the reason of each part."""
    rates = tuple(f"credit-{stage}" for stage in STAGES[1:])
    heads = ("candidate", "name", "form", "incident", "clause", "tier", "line", *rates, "earned", "reasons")
    rows = [
        _record(results, candidate, each)
        for candidate, one in results.marked.items()
        for each in sorted(one.mark.incidents, key=lambda each: each.incident)
    ]
    return table_of("record", heads, rows)


def _record(results: Results, candidate: str, one: IncidentMark) -> Sequence[Cell]:
    incident = results.key(candidate).incident(one.incident)
    return (
        Verbatim(candidate),
        results.name(candidate),
        results.marked[candidate].form,
        one.incident,
        results.statute.clause_name(incident.clause),
        results.statute.tier(incident.worth.tiers[0]),
        one.line,
        *(places(one.credit(stage)) for stage in STAGES[1:]),
        places(one.earned),
        reasons(results, candidate, one, incident),
    )


def reasons(results: Results, candidate: str, one: IncidentMark, incident: KeyIncident) -> str:
    """Why an incident earned what it did: every part, and what was marked by hand."""
    if one.line is None and not one.hands:
        return say("mark-missed")
    words = results.words(results.marked[candidate].form)
    told = [words.part(part) for part in one.parts] + [words.hand(hand) for hand in one.hands]
    worth = incident.worths[one.worth]
    told += [] if worth.reason == "charged" else [words.reason_of(worth.reason)]
    return say("mark-between").join(told)


def places(value: Fraction) -> Decimal:
    """Two places, half up."""
    return Decimal(round_half_up(value.numerator * 100, value.denominator)).scaleb(-2)


def adding_up(parts: Sequence[Fraction]) -> tuple[Decimal, ...]:
    """Parts with two places that add up to their exact sum, which is rounded once, half up: all are cut, and what the
    sum has more goes to the largest rests, a hundredth each, of equal ones the first.
    """
    exact = [part * 100 for part in parts]
    whole = sum(exact, start=Fraction(0))
    cut = [part.numerator // part.denominator for part in exact]
    more = round_half_up(whole.numerator, whole.denominator) - sum(cut)
    first = sorted(range(len(cut)), key=lambda at: (cut[at] - exact[at], at))[:more]
    return tuple(Decimal(each + (at in first)).scaleb(-2) for at, each in enumerate(cut))


def _lines(results: Results) -> Sheet:
    """Lines that matched nothing, or named somebody innocent."""
    rows = []
    for candidate, one in results.marked.items():
        words = results.words(results.marked[candidate].form)
        odd = [line for line in one.mark.lines if line.state != "matched" or line.innocent is not None]
        rows += [
            (Verbatim(candidate), results.name(candidate), one.form, line.line, line_told(line, words)) for line in odd
        ]
    return table_of("lines", ("candidate", "name", "form", "line", "reasons"), rows)


def _items(results: Results) -> Sheet:
    heads = ("slot", "place", "answers", "facility", "found", "discrimination", "efficiency", "note")
    rows = [
        (
            results.slot(item.slot),
            item.place,
            item.answers,
            *(_share(value) for value in (item.facility, item.found, item.discrimination, item.efficiency)),
            say("comma").join(say(f"results-flag-{flag}") for flag in item.flags),
        )
        for item in results.figures.items
    ]
    return table_of("items", heads, rows)


def _share(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.2f}")


def amendments_sheet(results: Results) -> Sheet:
    """What was amended in the keys, and what was marked by hand."""
    rows = []
    gone = {one.withdraws for one in results.amendments}
    for one in results.amendments:
        words = results.words(one.form)
        who = Verbatim(one.candidate) if one.candidate else say("results-everybody", form=one.form)
        rows.append(
            (
                one.number,
                one.form,
                one.incident,
                who,
                amended(one, words, one.number in gone),
                Verbatim(one.by),
                Verbatim(one.at),
            )
        )
    return table_of("amendments", ("number", "form", "incident", "whom", "what", "by", "at"), rows)


def table_of(name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Sheet:
    """A sheet of rows; names of sheet and headings are texts of this room."""
    columns: tuple[Sequence[Cell], ...] = tuple(zip(*rows, strict=True)) if rows else ((),) * len(heads)
    return Sheet(name, say(f"results-sheet-{name}"), tuple(say(f"results-head-{head}") for head in heads), columns)
