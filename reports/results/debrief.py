"""The office's days with the truth laid over: what was done when, from when the papers show it, who saw it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kaohe.reports.judged.cases import Cite
from kaohe.reports.page.figures import Figure, Line, Mark, month_ticks, months_between, percent
from kaohe.reports.results.inputs import FormOffice, Results, Seen
from kaohe.reports.words.wording import day, say
from kaohe.scenarios.exam.key import KeyIncident
from kaohe.sim.texts import Verbatim


@dataclass(frozen=True)
class Told:
    """An incident of the debrief: its heading, how many found it, and its days line by line."""

    heading: str
    found: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Debrief:
    """The office of one form: its figure with a text for those who do not see it, and its incidents by day."""

    caption: str
    lead: str
    label: str
    figure: Figure
    incidents: tuple[Told, ...]


def debrief(results: Results) -> Iterator[Debrief]:
    """A debrief of each form that was sat."""
    for form in results.forms():
        key, office = results.keys[form], results.office(form)
        seen = {one.number: office.seen(one) for one in key.counted}
        ordered = sorted(key.counted, key=lambda one: (seen[one.number].done_on, one.number))
        true = all(one.true for one in seen.values())
        yield Debrief(
            say("debrief-caption", form=form),
            say("debrief-lead" if true else "debrief-lead-key"),
            say("debrief-label", n=len(ordered)),
            _figure(results, ordered, seen),
            tuple(_told(results, form, one, seen[one.number]) for one in ordered),
        )


def _figure(results: Results, incidents: Sequence[KeyIncident], seen: dict[int, Seen]) -> Figure:
    """A line an incident: from the deed to the day from which the papers show it, and on to that of its discovery."""
    days = [each for one in seen.values() for each in (one.done_on, one.shown_on, one.discovered_on) if each]
    if not days:
        return Figure("spans", ())
    months = months_between(min(days), max(days))
    first, whole = months[0], max(1, (max(days) - months[0]).days)
    lines = tuple(
        Line(say("debrief-number", number=one.number, clause=one.clause), tuple(_marks(seen[one.number], first, whole)))
        for one in incidents
    )
    key = (("shown", say("debrief-shown")), ("known", say("debrief-known")))
    return Figure("spans", lines, key, tuple(month_ticks(months, whole)), say("debrief-axis"))


def _marks(one: Seen, first: date, whole: int) -> Iterator[Mark]:
    shown = one.shown_on or one.discovered_on
    if shown > one.done_on:
        yield _mark("shown", one.done_on, shown, first, whole)
    yield _mark("known", min(shown, one.discovered_on), max(shown, one.discovered_on), first, whole)


def _mark(kind: str, start: date, end: date, first: date, whole: int) -> Mark:
    return Mark(kind, percent((start - first).days, whole), percent((end - start).days, whole))


def _told(results: Results, form: int, incident: KeyIncident, seen: Seen) -> Told:
    clause = results.statute.clause_name(incident.clause)
    people = say("comma").join(results.office(form).person(person) for person in incident.persons) or say("form-nobody")
    sat = [one.mark for one in results.marked.values() if one.form == form]
    found = sum(
        any(each.incident == incident.number and each.line is not None for each in mark.incidents) for mark in sat
    )
    heading = say("debrief-heading", number=incident.number, clause=clause, people=people)
    return Told(heading, say("debrief-found", n=found, of=len(sat)), tuple(_days(results.office(form), incident, seen)))


def _days(office: FormOffice, incident: KeyIncident, seen: Seen) -> Iterator[str]:
    """What was done, written, to be seen and to be known, day by day."""
    told = [(day(seen.done_on), say("debrief-done-on", on=day(seen.done_on))), *_papers(office, incident)]
    if seen.shown_on is not None:
        told.append((f"{day(seen.shown_on)} ~", say("debrief-shown-on", on=day(seen.shown_on))))
    told.append((f"{day(seen.discovered_on)} ~~", say("debrief-known-on", on=day(seen.discovered_on))))
    yield from (text for _, text in sorted(told, key=lambda pair: pair[0]))
    if seen.shown_on is None and seen.true:
        yield say("debrief-shown-never")


def _papers(office: FormOffice, incident: KeyIncident) -> Iterator[tuple[str, str]]:
    """The rows that show it, each with the time at which it was written: within a day they follow the deed."""
    if office.desk is None:
        return
    cites = [Cite(0, one.table, one.row_key, one.role) for one in incident.cites if one.row in incident.decisive]
    for slip in office.desk.slips(cites):
        if slip.found:
            number = office.numbers.get((slip.table, slip.row_key), slip.row_key)
            told = say("debrief-paper", form=slip.form, row=number, written=Verbatim(slip.written))
            yield slip.written, told
