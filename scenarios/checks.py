"""What of a sound scenario file a run would refuse, found without one: its span, and what it injects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import kaohe.sim.office  # noqa: F401  # the desks enter there what can be ordered and injected
from kaohe.scenarios.injecting import read_injection
from kaohe.scenarios.model import ScenarioFile
from kaohe.sim.clock.calendar import load_calendar, month_after
from kaohe.sim.files import Document, Fault, Faults
from kaohe.sim.texts import Message, catalogue

_texts = catalogue("kaohe.scenarios")
File = Document[ScenarioFile]


def injection_faults(document: File) -> Iterator[Fault]:
    """Entries of `inject` that cannot be read."""
    for number, entry in enumerate(document.value.inject):
        try:
            read_injection([entry])
        except Faults as found:
            yield from (document.fault(("inject", number), each.code, each.message) for each in found.faults)


def span_faults(document: File) -> Iterator[Fault]:
    """A span beyond the calendar, which reaches a month before it and one after it, or not of whole months."""
    value = document.value
    beyond = beyond_calendar(value.start, value.months)
    if beyond is not None:
        too_long = beyond.key == "months-too-many" and "months" in value.model_fields_set
        yield document.fault(("months",) if too_long else ("start",), "P052", beyond)
    elif value.start.day != 1:
        near = {"before": value.start.replace(day=1).isoformat(), "after": month_after(value.start).isoformat()}
        said = _texts.message("start-first", start=value.start.isoformat(), **near)
        yield document.fault(("start",), "P052", said)


def beyond_calendar(start: date, months: int) -> Message | None:
    """What is wrong unless the calendar reaches a month before the span and a month beyond it."""
    calendar = load_calendar()
    most = _month(calendar.last) - _month(start)
    ends = {"first": calendar.first.isoformat(), "last": calendar.last.isoformat(), "start": start.isoformat()}
    if most < 1 or start <= calendar.first:
        return _texts.message("start-outside", **ends)
    return _texts.message("months-too-many", months=months, most=most, **ends) if months > most else None


def _month(on: date) -> int:
    return on.year * 12 + on.month
