"""What readers (抄表工) and the specialist (營業專責) face: books, dials, locked doors, lists of arrears, requests."""

from __future__ import annotations

import numpy as np

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Refused, Seen, Typed, Value, Work, face
from kaohe.sim.desks.reading.dunning import SERVE_NOTICES, SERVED_AFTER
from kaohe.sim.desks.reading.keeping_silent import REPORT_THEFT
from kaohe.sim.desks.reading.meter_reading import READ_METER, as_last, written_as
from kaohe.sim.desks.reading.planning import APPROVE_CYCLE_DAY
from kaohe.sim.desks.reading.rounds import READ_BOOK

TODAY = Seen("today", "day", lambda facing: facing.day)
BOOK = Seen("book", "number", lambda facing: facing.object)
CUSTOMER = Seen("customer", "number", lambda facing: facing.object)
ON = Value("on_day", "day")
REGISTER = Value("register", "register")


# ── requests for another reading day ─────────────────────────────────────────────────────────────────────────────────


def _approve(facing: Facing, typed: Typed) -> Meant:
    asked = facing.field("requested_to")
    if typed["on_day"] == asked:
        return None, {}
    if typed["on_day"] <= facing.day:
        raise Refused("refused-day-past")
    return "change_cycle_day", {"to": typed["on_day"]}


face(
    APPROVE_CYCLE_DAY,
    Work(
        (TODAY, BOOK, Seen("requested_to", "day", lambda facing: facing.field("requested_to") or None)),
        (
            Choice("approve_day", (ON,), _approve),
            Choice("decline_request", (), lambda facing, typed: ("leave_request", {})),
        ),
        lambda facing: (
            ("approve_day", {"on_day": facing.field("requested_to")})
            if facing.field("requested_to")
            else ("decline_request", {})
        ),
    ),
)


# ── books ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _meters(facing: Facing) -> int:
    return int(facing.office.books.size[facing.object])


def _next_open(facing: Facing) -> int:
    return int(facing.office.calendar.next_open(facing.day + 1))


def _read_on(facing: Facing, typed: Typed) -> Meant:
    days = typed["on_day"] - facing.day
    return ("read_late", {"days": days}) if days else (None, {})


def _put_off(facing: Facing, typed: Typed) -> Meant:
    """A note of the cause excuses what lies within the tolerance of the book, and nothing else."""
    office = facing.office
    tolerance = office.rules.special_tolerance_days if facing.field("special") else office.rules.tolerance_days
    days = office.calendar.next_open(facing.day + 1) - facing.day
    return ("read_next_day_noted", {}) if days <= tolerance else ("read_late", {"days": days})


face(
    READ_BOOK,
    Work(
        (
            TODAY,
            BOOK,
            Seen("special", "code"),
            Seen("meters", "count", _meters),
            Seen("next_open_day", "day", _next_open),
        ),
        (Choice("read_book_on", (ON,), _read_on), Choice("put_off_with_note", (), _put_off)),
        lambda facing: ("read_book_on", {"on_day": facing.day}),
    ),
)


# ── meters ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _decimals(facing: Facing) -> int:
    return int(facing.office.recorded.decimals[facing.object])


def _multiplier(facing: Facing) -> int:
    return int(facing.office.recorded.multiplier[facing.object])


def _write_register(facing: Facing, typed: Typed) -> Meant:
    """At a locked door nobody sees the dial: whatever is written is made up."""
    if typed["register"] >= int(facing.office.meters.turn[facing.object]):
        raise Refused("refused-register")
    as_written = written_as(facing, typed["register"])
    if as_written["off_units"] and _is_odd(facing, typed["register"]):
        raise Refused("refused-odd-register")
    if facing.field("locked"):
        return "estimate", as_written
    return ("misread", as_written) if as_written["off_units"] else (None, {})


def _is_odd(facing: Facing, register: int) -> bool:
    """The handheld works the energy out at once: less than nothing, nothing at all, or a multiple of the mean."""
    office, who = facing.office, facing.who
    shown_at = facing.tray.fields["shown_at"][facing.row : facing.row + 1]
    segment = int(office.meters.segment_kwh(who, np.array([register]), shown_at)[0])
    kwh, mean = segment + int(office.meters.swap_kwh[facing.object]), facing.field("mean_kwh")
    return segment < 0 or (mean > 0 and (kwh == 0 or kwh > office.rules.mean_multiple * mean))


def _leave_note(facing: Facing, typed: Typed) -> Meant:
    """Who stands in the door takes no note that nobody was there."""
    if not facing.field("locked"):
        raise Refused("refused-note")
    return None, {}


def _fill_in(facing: Facing, typed: Typed) -> Meant:
    return "estimate", written_as(facing, as_last(facing))


face(
    READ_METER,
    Work(
        (
            TODAY,
            CUSTOMER,
            Seen("door_locked", "code", lambda facing: facing.field("locked")),
            Seen("dial", "register", lambda facing: None if facing.field("locked") else facing.field("register")),
            Seen("last_register", "register"),
            Seen("decimals", "count", _decimals),
            Seen("multiplier", "number", _multiplier),
            Seen("mean_kwh", "kwh"),
        ),
        (
            Choice("write_register", (REGISTER,), _write_register),
            Choice("fill_in_as_last", (), _fill_in),
            Choice("leave_note", (), _leave_note),
        ),
        lambda facing: (
            ("leave_note", {}) if facing.field("locked") else ("write_register", {"register": facing.field("register")})
        ),
    ),
)


# ── signs of theft ───────────────────────────────────────────────────────────────────────────────────────────────────


face(
    REPORT_THEFT,
    Work(
        (TODAY, CUSTOMER),
        (
            Choice("report_theft_now", (), lambda facing, typed: (None, {})),
            Choice("say_nothing", (), lambda facing, typed: ("keep_silent", {})),
        ),
        lambda facing: ("report_theft_now", {}),
    ),
)


# ── arrears ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _served_on(facing: Facing) -> int:
    return int(facing.office.calendar.add_working_days(facing.day, SERVED_AFTER))


def _serve(facing: Facing, typed: Typed) -> Meant:
    on = typed["on_day"]
    if on == facing.day:
        raise Refused("refused-notices-today")
    if on == _served_on(facing):
        return None, {}
    days = on - facing.field("limit_on")
    return "serve_late", {"days": days, "on_day": on}


face(
    SERVE_NOTICES,
    Work(
        (TODAY, BOOK, Seen("bills", "count"), Seen("amount_fen", "fen"), Seen("due_on", "day")),
        (Choice("serve_on", (ON,), _serve),),
        lambda facing: ("serve_on", {"on_day": _served_on(facing)}),
    ),
)
