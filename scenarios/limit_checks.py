"""Limits of a scenario that a run would refuse: none of the rulebook's, of another form, too short, or too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from kaohe.scenarios.model import ScenarioFile
from kaohe.sim.clock.calendar import CalendarRange, date_of, day_of, load_calendar, month_end
from kaohe.sim.files import Document, Fault, nearest
from kaohe.sim.texts import Argument, Message, Verbatim, catalogue
from kaohe.standards import usual_limits

_texts = catalogue("kaohe.scenarios")
_FORMS = {"time": re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]"), "number": re.compile(r"[0-9]{1,6}")}
DUE = "payment.due_days"
LIST, DUNNING = AFTER_DUE = ("arrears.list_working_days", "dunning.limit_working_days")
ISSUANCE, CHEQUE, BALANCE, VOUCHER, REFERRAL, RETURNED, RECONCILIATION = AFTER_ACT = (
    "issuance.limit_working_days",
    "cheque_return.limit_working_days",
    "balance.limit_working_days",
    "voucher.limit_working_days",
    "referral.limit_working_days",
    "collection_return.limit_working_days",
    "reconcile.limit_working_days",
)
ENTRIES = REGISTRATION, OPENING = ("registration.limit_working_days", "opening.limit_working_days")
REMITTANCE, COLLECTION = IN_BANK_DAYS = ("remittance.limit_bank_days", "collection.limit_bank_days")
LOADING, RETURN, UNLOADING = HANDHELD = (
    "handheld.load_working_days_before",
    "handheld.return_days",
    "handheld.unload_days",
)
STUBS = ("stub.check_working_days", "stub.seal_working_days")
AT_LEAST_ONE = (ISSUANCE, LIST, BALANCE, REMITTANCE, COLLECTION, RECONCILIATION, OPENING)
# The cashier brings at 15:25 what the windows handed in, and the last slip is written in that minute.
CUTOFF, BANKED_AT, BANKED_BY = "deposit.cutoff", "15:25", "15:26"
DAYS = (DUE, *AFTER_DUE, *AFTER_ACT, *ENTRIES, *IN_BANK_DAYS, *HANDHELD, *STUBS)


def limit_faults(document: Document[ScenarioFile]) -> Iterator[Fault]:
    """Limits that the rulebook does not have, of another form, too short for what comes before them, or of more days
    than the calendar holds.
    """
    value = document.value
    wrong = [*_form_faults(document)] or [*_hasty_faults(document)]
    yield from wrong
    beyond = None if wrong else limit_beyond_calendar(value.start, value.months, value.limits)
    if beyond is not None:
        key, said = beyond
        yield document.fault(("limits", key), "P052", said)


def _form_faults(document: Document[ScenarioFile]) -> Iterator[Fault]:
    known = usual_limits()
    for key, value in document.value.limits.items():
        at, name = ("limits", key), Verbatim(key)
        if key not in known:
            near = Verbatim(nearest(key, known) or ", ".join(known))
            yield document.fault(at, "P010", _texts.message("limit-unknown", name=name, near=near), key=True)
            continue
        form = "time" if str(known[key].unit) == "time" else "number"
        if not _FORMS[form].fullmatch(value):
            said = _texts.message(f"limit-{form}", name=name, value=Verbatim(value), usual=str(known[key].value))
            yield document.fault(at, "P014", said)


def _hasty_faults(document: Document[ScenarioFile]) -> Iterator[Fault]:
    """Duties that are due before that for which they wait: a book is issued the working day after it was read, a bill
    is overdue after its due date, notices are served the working day after their list was made, windows are balanced
    when ten days have ended, the ledger is reconciled when the month has, and the bank is open until the cashier comes.
    """
    own = {key: int(value) for key, value in document.value.limits.items() if key in (*AT_LEAST_ONE, DUNNING)}
    for key in AT_LEAST_ONE:
        if own.get(key) == 0:
            yield document.fault(("limits", key), "P046", _texts.message(f"limit-hasty-{_last(key)}", name=key))
    cutoff = document.value.limits.get(CUTOFF, BANKED_BY)
    if _minutes(cutoff) < _minutes(BANKED_BY):
        said = _texts.message("limit-hasty-deposit", name=CUTOFF, value=Verbatim(cutoff), at=BANKED_AT, least=BANKED_BY)
        yield document.fault(("limits", CUTOFF), "P046", said)
    listed, dunned = (own.get(key, int(str(usual_limits()[key].value))) for key in AFTER_DUE)
    if not 1 <= listed < dunned and own.get(LIST) != 0:
        at = DUNNING if DUNNING in own else LIST
        pair: dict[str, Argument] = {"listed": listed, "dunned": dunned, "least": listed + 1, "most": dunned - 1}
        said = _texts.message(f"limit-hasty-{_last(at)}-pair", name=at, dunning=DUNNING, list=LIST, **pair)
        yield document.fault(("limits", at), "P046", said)


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def _last(key: str) -> str:
    """The subject of a limit: its key without the unit."""
    return key.partition(".")[0]


def limit_beyond_calendar(start: date, months: int, limits: Mapping[str, str]) -> tuple[str, Message] | None:
    """The first limit whose days, counted from the end of the span, lead beyond the calendar, and what fits.

    None too for a span that the calendar does not hold.
    """
    usual = {key: str(limit.value) for key, limit in usual_limits().items() if key in DAYS}
    days = {key: int(limits.get(key, value)) for key, value in usual.items()}
    try:
        end = _last_day(start, months)
    except (CalendarRange, ValueError):
        return None
    for key in (key for key in DAYS if days[key] != int(usual[key])):
        fits = next((n for n in range(min(days[key], 1000), 0, -1) if _held(end, {**days, key: n})), 0)
        if fits < days[key]:
            ends = {"end": date_of(end).isoformat(), "last": load_calendar().last.isoformat()}
            return key, _texts.message("limit-beyond", name=key, value=days[key], most=fits, **ends)
    return None


def _last_day(start: date, months: int) -> int:
    end = day_of(start) - 1
    for _ in range(months):
        end = month_end(end + 1)
    return end


def _held(end: int, days: Mapping[str, int]) -> bool:
    calendar = load_calendar()
    try:
        calendar.add_working_days(end + days[DUE], max(days[key] for key in AFTER_DUE))
        calendar.add_working_days(end, max(days[key] for key in (*AFTER_ACT, *STUBS)))
        calendar.next_bank(end + 1, days[REMITTANCE])
        calendar.add_working_days(end, days[LOADING] + 1)
        calendar.add_working_days(end + days[UNLOADING], days[ISSUANCE])
        calendar.next_bank(end + 1, max(days[key] for key in IN_BANK_DAYS))
        calendar.add_working_days(end + days[RETURN] + days[UNLOADING], days[ISSUANCE])
    except CalendarRange:
        return False
    return True
