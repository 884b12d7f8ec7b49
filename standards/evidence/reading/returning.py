"""Handhelds that readers did not bring back in time (2.4)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.issuance.slowed import Slowed, slowed
from kaohe.standards.evidence.on_duty import of_acting
from kaohe.standards.evidence.reading.drawn_and_unread import readers_rows
from kaohe.standards.evidence.reading.handheld_log import Book, draws, returns, unloads
from kaohe.standards.ledger.cites import DUTY, LATE, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints


def clause_2_4(ledger: Ledger) -> list[Broken]:
    """Handhelds with which a book was read and that were not back by the end of that day, or of the next open one
    where the office was closed: his who drew it, or who stands in for him at the limit.
    """
    return [*_late(ledger)] if len(ledger["handheld_log"]) else []


def _late(ledger: Ledger) -> Iterator[Broken]:
    log, back = ledger["handheld_log"], ledger.once(returns)
    for what, row in sorted(ledger.once(draws).items()):
        at = back.get(what, NONE)
        if at != NONE and log.day(at) == log.day(row):
            continue
        if at == NONE and what in ledger.once(unloads):
            continue  # it was back, and nothing says since when
        rows = readers_rows(ledger, *what)
        if not len(rows):
            continue
        read_on = int(ledger["reading"]["read_on"][rows].max())
        open_on = ledger.calendar.open_from(read_on)
        limit_on = open_on + int(ledger.limits.whole("handheld.return_days", np.array([open_on]))[0])
        missed_on = ledger.calendar.next_working(limit_on)
        if missed_on <= ledger.as_of and (at == NONE or log.day(at) > limit_on):
            yield _kept(ledger, what, (row, at), rows, (read_on, limit_on, missed_on))


def _kept(ledger: Ledger, what: Book, drawn: tuple[int, int], rows: Ints, days: tuple[int, int, int]) -> Broken:
    log, (row, at), (read_on, limit_on, missed_on) = ledger["handheld_log"], drawn, days
    drawer, back_on = int(log["staff"][row]), limit_on if at == NONE else log.day(at)
    staff = _holding(ledger, drawer, limit_on)
    others = [on for on in range(limit_on, back_on) if _holding(ledger, drawer, on) != staff]
    bills = slowed(ledger, rows, back_on - limit_on - len(others)) if at != NONE else Slowed()
    inputs = {"read_day": ids.day_number(read_on)}
    if at != NONE:
        inputs |= {"returned_day": ids.day_number(log.day(at)), "bills": bills.number}
    last = rows[np.argsort(ledger["reading"]["read_on"][rows], kind="stable")][-1:]
    cites: list[Cite] = [
        ledger.cite("handheld_log", row, DUTY),
        *ledger.cites("reading", last, DUTY),
        ledger.cite_rule("handheld.return_days", limit_on),
        *ledger.cites("handheld_log", [at], LATE),
        *of_acting(ledger, drawer, "meter_reader", limit_on),
        *(of_acting(ledger, drawer, "meter_reader", others[0]) if others else ()),
        *bills.cites,
    ]
    object_id = ids.book_period_id(*what)
    return missed(
        "late", staff=staff, object_id=object_id, missed_on=missed_on, parts=bills.parts, inputs=inputs, cites=cites
    )


def _holding(ledger: Ledger, staff: int, day: int) -> int:
    """Who has on a day what somebody drew: he, or who stands in for him and has signed for what was in his hands."""
    acting = ledger.duty.by_slips(staff, "meter_reader", day)
    return staff if acting == NONE else acting
