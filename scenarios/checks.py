"""What of a sound scenario file a run would refuse, found without one: limits, span, injection, acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import kaohe.sim.office  # noqa: F401  # the desks enter there what can be ordered and injected
from kaohe.scenarios.injecting import read_injection
from kaohe.scenarios.model import ActFile, ScenarioFile
from kaohe.sim.clock.calendar import load_calendar, month_after
from kaohe.sim.deciding.order_words import UnknownName, act_names, find_act
from kaohe.sim.deciding.points import DecisionPoint
from kaohe.sim.files import Document, Fault, Faults, nearest
from kaohe.sim.texts import Message, Verbatim, catalogue

_texts = catalogue("kaohe.scenarios")
File = Document[ScenarioFile]
_WHOLE = re.compile(r"-?[0-9]{1,15}")


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


def act_faults(document: File) -> Iterator[Fault]:
    """Acts that nobody can order: no such act, parameters that it does not have, a customer who is not named."""
    for number, act in enumerate(document.value.acts):
        at = ("acts", number)
        try:
            point, code = find_act(act.does)
        except UnknownName:
            yield _unknown(document, (*at, "does"), "act", act.does, act_names())
            continue
        yield from _param_faults(document, at, act, point.action(code).params)
        yield from _object_faults(document, at, act, point)


def _param_faults(document: File, at: tuple[str | int, ...], act: ActFile, known: tuple[str, ...]) -> Iterator[Fault]:
    for name, value in act.params.items():
        place = (*at, "params", name)
        if name not in known:
            yield _unknown(document, place, "param", name, known, key=True)
        elif isinstance(value, str) and not _WHOLE.fullmatch(value):
            said = _texts.message("act-value", name=Verbatim(name), value=Verbatim(value))
            yield document.fault(place, "P014", said)
    missing = [name for name in known if act.params and name not in act.params]
    if missing:
        said = _texts.message("act-lacks", does=Verbatim(act.does), names=Verbatim(", ".join(missing)))
        yield document.fault((*at, "params"), "P044", said)


def _object_faults(document: File, at: tuple[str | int, ...], act: ActFile, point: DecisionPoint) -> Iterator[Fault]:
    """Customers are known by name only if the file names them; whom else an act is about, the office made tells."""
    known = tuple(each.name for each in document.value.named_customers)
    if point.object != "office" and act.about is None:
        yield document.fault(at, "P020", _texts.message("act-about", does=Verbatim(act.does)))
    elif point.object == "customer" and act.about is not None and act.about not in known:
        yield _unknown(document, (*at, "about"), "customer", act.about, known)


def _unknown(
    document: File, at: tuple[str | int, ...], kind: str, name: str, known: tuple[str, ...], *, key: bool = False
) -> Fault:
    given = {"kind": kind, "name": Verbatim(name)}
    near = nearest(name, known)
    if near is None and kind == "customer":
        said = _texts.message("act-customer", name=Verbatim(name))
    elif near is None:
        said = _texts.message("name-unknown", names=Verbatim("、".join(known[:12])), **given)
    else:
        said = _texts.message("name-unknown-near", near=Verbatim(near), **given)
    return document.fault(at, "P044", said, key=key)
