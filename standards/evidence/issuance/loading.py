"""Handhelds loaded or unloaded off their day (3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, missed, shown
from kaohe.standards.evidence.issuance.slowed import Slowed, slowed
from kaohe.standards.evidence.on_duty import of_acting, of_holder
from kaohe.standards.evidence.reading.book_days import Plan, planned
from kaohe.standards.evidence.reading.drawn_and_unread import periods_planned, readers_rows
from kaohe.standards.evidence.reading.handheld_log import Book, batch_of, loads, returns, unloads
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, PRICE, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE

POST = "issuance_clerk"


def clause_3_2(ledger: Ledger) -> list[Broken]:
    """Books loaded after their day or long before it, and handhelds not unloaded on the day on which they came back."""
    if not len(ledger["handheld_log"]):
        return []
    return [*_unloaded_late(ledger), *_loaded_late(ledger), *_loaded_early(ledger)]


# ── unloading ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _unloaded_late(ledger: Ledger) -> Iterator[Broken]:
    """What was read with it must be on it: else there is nothing to unload."""
    log, done = ledger["handheld_log"], ledger.once(unloads)
    for what, row in sorted(ledger.once(returns).items()):
        back_on = log.day(row)
        limit_on = back_on + int(ledger.limits.whole("handheld.unload_days", np.array([back_on]))[0])
        missed_on, at = ledger.calendar.next_working(limit_on), done.get(what, NONE)
        unloaded_on = NONE if at == NONE else log.day(at)
        late = unloaded_on == NONE or unloaded_on > limit_on
        if late and missed_on <= ledger.as_of and len(readers_rows(ledger, *what)):
            yield _unloaded(ledger, what, (row, at), limit_on, missed_on)


def _unloaded(ledger: Ledger, what: Book, rows: tuple[int, int], limit_on: int, missed_on: int) -> Broken:
    log, (row, at) = ledger["handheld_log"], rows
    back_on, unloaded_on = log.day(row), NONE if at == NONE else log.day(at)
    signed = int(log["signed_by"][row])
    staff = signed if signed != NONE else ledger.duty.holder(POST, back_on, ledger.holder(POST))
    bills = slowed(ledger, readers_rows(ledger, *what), unloaded_on - limit_on) if at != NONE else Slowed()
    inputs = {"returned_day": ids.day_number(back_on)}
    return missed(
        "unload",
        staff=staff,
        object_id=ids.book_period_id(*what),
        missed_on=missed_on,
        parts=bills.parts,
        inputs=inputs if at == NONE else {**inputs, "unloaded_day": ids.day_number(unloaded_on), "bills": bills.number},
        cites=[
            ledger.cite("handheld_log", row, DUTY),
            ledger.cite_rule("handheld.unload_days", back_on),
            *ledger.cites("handheld_log", [at], LATE),
            *ledger.cites("batch", batch_of(ledger, *what), PRICE),
            *bills.cites,
        ],
    )


# ── loading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _loaded_late(ledger: Ledger) -> Iterator[Broken]:
    """Loaded after the end of its day; or not at all, as the book's next period shows, which was loaded: a log that
    breaks off shows nothing.
    """
    log, done = ledger["handheld_log"], ledger.once(loads)
    last = dict(sorted(done))
    between = {each for each in periods_planned(ledger) if each[1] < last.get(each[0], NONE)}
    what = sorted(between.union(done))
    if not what:
        return
    plan = _plan(ledger, what)
    missed_on = ledger.calendar.working_after(plan.day)
    for at in np.flatnonzero(missed_on <= ledger.as_of).tolist():
        row = done.get(what[at], NONE)
        if row == NONE or log.day(row) > plan.day[at]:
            yield _late(ledger, what[at], plan, at, row, int(missed_on[at]))


def _plan(ledger: Ledger, what: list[Book]) -> Plan:
    """The days of books by what had been written when each was loaded; by all that is written, where none was."""
    log, done = ledger["handheld_log"], ledger.once(loads)
    rows = [done.get(each, NONE) for each in what]
    on = np.array([ledger.as_of if row == NONE else log.day(row) for row in rows], dtype=np.int64)
    book, index = np.array(what, dtype=np.int64).reshape(-1, 2).T
    codes = np.array([ids.period_code(int(each)) for each in index], dtype=np.int64)
    return planned(ledger, book, codes, on, np.full(len(what), NONE))


def _late(ledger: Ledger, what: Book, plan: Plan, at: int, row: int, missed_on: int) -> Broken:
    log, day = ledger["handheld_log"], int(plan.day[at])
    staff, says = _whose(ledger, what, row, day)
    on = NONE if row == NONE else log.day(row)
    bills = slowed(ledger, readers_rows(ledger, *what), on - day, day) if row != NONE else Slowed()
    inputs = {"scheduled_day": ids.day_number(day)}
    book, index = what
    following = min(of for of in ledger.once(loads) if of[0] == book and of[1] >= index)
    shown_on = log.day(ledger.once(loads)[following])
    broken = missed(
        "load",
        staff=staff,
        object_id=ids.book_period_id(*what),
        missed_on=missed_on,
        parts=bills.parts,
        inputs=inputs if row == NONE else {**inputs, "loaded_day": ids.day_number(on), "bills": bills.number},
        cites=[
            *_days(ledger, plan, at),
            *says,
            *ledger.cites("handheld_log", [ledger.once(loads)[following]], LATE),
            *bills.cites,
        ],
    )
    return replace(broken, discovered_on=max(broken.discovered_on, shown_on))


def _days(ledger: Ledger, plan: Plan, at: int) -> list[Cite]:
    """What says on which day the book is read."""
    return [ledger.cite("book", int(plan.book[at]), DUTY), *plan.moved_by(ledger, at)]


def _whose(ledger: Ledger, what: Book, row: int, day: int) -> tuple[int, list[Cite]]:
    """Who was to load a book on its day: the one clerk there is, else who does so for the book by the log."""
    only = ledger.duty.only_holder(POST, day)
    if only != NONE:
        return ledger.duty.acting(only, POST, day), of_holder(ledger, POST, day)
    log = ledger["handheld_log"]
    others = [at for of, at in sorted(ledger.once(loads).items()) if of[0] == what[0] and at != row]
    near = [int(log["staff"][at]) for at in others if not ledger.duty.stands_in(int(log["staff"][at]), log.day(at))]
    own = near[-1] if near else int(log["staff"][row]) if row != NONE else ledger.holder(POST)
    return ledger.duty.acting(own, POST, day), of_acting(ledger, own, POST, day)


def _loaded_early(ledger: Ledger) -> Iterator[Broken]:
    """By what had been written then about the day on which the book is read; what is read on a closed one may be loaded
    on the last open one before it.
    """
    log, done = ledger["handheld_log"], ledger.once(loads)
    what = sorted(done)
    if not what:
        return
    plan = _plan(ledger, what)
    on = np.array([log.day(done[each]) for each in what], dtype=np.int64)
    days = ledger.limits.whole("handheld.load_working_days_before", on)
    early = ledger.calendar.working_after(on, days) < plan.day
    early &= on != ledger.calendar.open_until(plan.day)
    for at in np.flatnonzero(early).tolist():
        row = done[what[at]]
        yield shown(
            "early",
            staff=int(log["staff"][row]),
            object_id=ids.book_period_id(*what[at]),
            occurred_on=int(on[at]),
            finder=NONE,
            amount_fen=0,
            inputs={"scheduled_day": ids.day_number(int(plan.day[at])), "loaded_day": ids.day_number(int(on[at]))},
            cites=[
                ledger.cite("handheld_log", row, ACT),
                *_days(ledger, plan, at),
                ledger.cite_rule("handheld.load_working_days_before", int(on[at])),
            ],
        )
