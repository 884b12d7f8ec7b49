"""Handhelds that readers did not bring back in time, broke or lost (2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, missed, shown
from kaohe.standards.evidence.handhelds import (
    Value,
    broken_by_force,
    counted,
    found_again,
    is_away,
    is_found,
    value_on,
)
from kaohe.standards.evidence.issuance.slowed import Slowed, slowed
from kaohe.standards.evidence.on_duty import of_acting
from kaohe.standards.evidence.reading.drawn_and_unread import readers_rows
from kaohe.standards.evidence.reading.handheld_log import Book, come_back, draws, returns, unloads
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, PRICE, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints


def clause_2_4(ledger: Ledger) -> list[Broken]:
    """Handhelds with which a book was read and that were not back by the end of that day, or of the next open one
    where the office was closed: his who drew it, or who stands in for him at the limit. If a count misses what never
    came back, it is lost. And what was drawn in good order and came back broken by force.
    """
    return [*_late(ledger), *_damaged(ledger)] if len(ledger["handheld_log"]) else []


def _damaged(ledger: Ledger) -> Iterator[Broken]:
    log, repairs = ledger["handheld_log"], ledger.office["handheld_repair"]
    if not len(repairs):
        return
    for _, drawn, row in sorted(come_back(ledger)):
        if log.text("condition", row) != "damaged" or log.text("condition", drawn) == "damaged":
            continue
        found = broken_by_force(ledger, int(log["handheld"][row]), log.day(row))
        if found is None:
            continue
        yield shown(
            "damage",
            staff=int(log["staff"][row]),
            object_id=int(repairs["id"][found.report]),
            occurred_on=log.day(row),
            amount_fen=found.fen,
            caused_fen=found.fen,
            loss_fen=found.fen,
            inputs=found.inputs,
            sign=found.sign,
            cites=[
                *ledger.cites("handheld_log", [drawn], DUTY),
                *ledger.cites("handheld_log", [row], ACT),
                *found.cites,
            ],
        )


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
            yield from _lost_unread(ledger, what, row, at)
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
    count = _missed_by(ledger, row) if at == NONE else NONE
    value = (
        None
        if count == NONE
        else value_on(ledger, int(log["handheld"][row]), ledger.office["handheld_count"].day(count))
    )
    if value is not None:
        again = found_again(ledger, int(log["handheld"][row]), count)
        return missed(
            "lost",
            staff=staff,
            object_id=object_id,
            missed_on=missed_on,
            amount_fen=value.fen,
            caused_fen=value.fen,
            loss_fen=0 if again else value.fen,
            inputs={**inputs, **value.inputs},
            cites=[*cites, *_lost_by(ledger, count, again, value)],
        )
    return missed(
        "late", staff=staff, object_id=object_id, missed_on=missed_on, parts=bills.parts, inputs=inputs, cites=cites
    )


def _missed_by(ledger: Ledger, drawn: int) -> int:
    """The first count (row) since a draw that missed its handheld; NONE where none has, where it was in repair by then,
    or has been handed over to somebody else.
    """
    log, counts = ledger["handheld_log"], ledger.office["handheld_count"]
    handheld, since = int(log["handheld"][drawn]), int(log["recorded_at"][drawn])
    for row in ledger.once(counted).get(handheld, ()):
        at = int(counts["recorded_at"][row])
        if at > since and not is_found(ledger, row):
            return NONE if is_away(ledger, handheld, at) or _handed_on(ledger, handheld, since, at) else row
    return NONE


def _handed_on(ledger: Ledger, handheld: int, since: int, until: int) -> bool:
    """Whether the log has it in other hands between two times: whoever signed for it last answers."""
    log = ledger.office["handheld_log"]
    mine = (log["handheld"] == handheld) & log.among("action", "draw", "return")
    return bool((mine & (log["recorded_at"] > since) & (log["recorded_at"] < until)).any())


def _lost_by(ledger: Ledger, count: int, again: list[int], value: Value) -> list[Cite]:
    """The count prices what was missed already; what it was worth, and whether it was found again."""
    office = ledger.office
    return [
        *office.cites("handheld_count", [count], LATE),
        *(replace(cite, role=PRICE) for cite in value.cites),
        *office.cites("handheld_count", again, LATE),
    ]


def _lost_unread(ledger: Ledger, what: Book, row: int, at: int) -> Iterator[Broken]:
    """Drawn, nothing read with it, and missed by a count."""
    count, log = _missed_by(ledger, row) if at == NONE else NONE, ledger["handheld_log"]
    if count == NONE:
        return
    day, handheld, drawer = (
        ledger.office["handheld_count"].day(count),
        int(log["handheld"][row]),
        int(log["staff"][row]),
    )
    value = value_on(ledger, handheld, day)
    if value is None:
        return
    again = found_again(ledger, handheld, count)
    yield shown(
        "lost",
        staff=_holding(ledger, drawer, day),
        object_id=ids.book_period_id(*what),
        occurred_on=day,
        amount_fen=value.fen,
        caused_fen=value.fen,
        loss_fen=0 if again else value.fen,
        inputs=value.inputs,
        cites=[
            ledger.cite("handheld_log", row, DUTY),
            *ledger.office.cites("handheld_count", [count], ACT),
            *value.cites,
            *of_acting(ledger, drawer, "meter_reader", day),
            *ledger.office.cites("handheld_count", again, LATE),
        ],
    )


def _holding(ledger: Ledger, staff: int, day: int) -> int:
    """Who has on a day what somebody drew: he, or who stands in for him and has signed for what was in his hands."""
    acting = ledger.duty.by_slips(staff, "meter_reader", day)
    return staff if acting == NONE else acting
