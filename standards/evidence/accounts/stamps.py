"""收費章: stamps of counters that did not come back by the limit, were misused or lost, or went out unsigned (6.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kaohe.sim.records import PAPERS
from kaohe.sim.records.ids import day_number
from kaohe.standards.evidence.findings import Broken, missed, shown
from kaohe.standards.ledger.cites import ACT, DUTY, LATE, PRICE, PROOF, Cite
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, Flags, Ints

_LIMIT = "stamp.return"


@dataclass(frozen=True)
class Gap:
    """A stamp that was not in the box by the limit of a day, nor lent: the entries (rows) by which it went out and with
    which it ends (NONE: with none so far), the day on which it went out and the last day of it (NEVER: it has not
    come back).
    """

    out: int
    end: int
    out_on: int
    last_on: int
    lost: bool


def clause_6_1(ledger: Ledger) -> list[Broken]:
    """Stamps that were not back by the limit: a loss where customers show copies of a later day within that time, with
    that stamp and a number that is nowhere; no amount where it was lost. Before, or unsigned alone: a work slip.
    """
    gaps = ledger.once(gaps_of_stamps)
    copies = _copies(ledger) if gaps else np.empty(0, np.int64)
    found = [_left_out(ledger, gap, copies) for gap in gaps]
    return [*(each for each in found if each is not None), *_unsigned(ledger, {gap.out for gap in gaps})]


def gaps_of_stamps(ledger: Ledger) -> list[Gap]:
    """Those of the register, in its order. What goes out again without having come back is none: that cannot be."""
    log = ledger["stamp_log"]
    if not len(log):
        return []
    order = np.lexsort((log["id"], log["recorded_at"], log["stamp"]))
    action = log.codes("action", ("out", "in", "lend", "void"))[order]
    at, day, stamp = log["recorded_at"][order], log.days()[order], log["stamp"][order]
    follows = np.append(stamp[1:] == stamp[:-1], False)
    following = np.append(action[1:], NONE)
    limit = day * DAY_MS + ledger.limits.clock_ms(_LIMIT, day)
    in_time = follows & (np.append(at[1:], 0) <= limit)
    back = in_time & (following == 1)
    again = follows & (following == 0)
    found = []
    for place in np.flatnonzero((action == 0) & ~back & ~again).tolist():
        out, end = int(order[place]), int(order[place + 1]) if follows[place] else NONE
        if follows[place] and following[place] == 2 and in_time[place] and _may_borrow(ledger, end):
            continue
        lost = bool(follows[place]) and int(following[place]) == 3
        last_on = NEVER if end == NONE or lost else log.day(end)
        found.append(Gap(out, end, log.day(out), last_on, lost))
    return found


def out_of_box(ledger: Ledger) -> Mapping[int, Sequence[Gap]]:
    """By stamp, when it was not in the box as it should have been."""
    found, log = defaultdict[int, list[Gap]](list), ledger["stamp_log"]
    for gap in ledger.once(gaps_of_stamps):
        found[int(log["stamp"][gap.out])].append(gap)
    return found


def is_out(out: Mapping[int, Sequence[Gap]], stamp: int, on: int, *, lost: bool = False) -> bool:
    """Whether a stamp was not in the box on a day, after that of its limit; lost: because it was lost."""
    return any(gap.out_on < on <= gap.last_on and gap.lost >= lost for gap in out.get(stamp, ()))


def _may_borrow(ledger: Ledger, lend: int) -> bool:
    """It was a collector who signed for it, or who stands in for one."""
    log = ledger["stamp_log"]
    return ledger.held(int(log["signed_by"][lend]), ("collector",), log.day(lend))


def _copies(ledger: Ledger) -> Ints:
    """Copies (rows) with a stamp, of numbers that are no receipt, not void and in no book; of each number the first."""
    queries = ledger["receipt_query"]
    number = queries["receipt_no"]
    rows = np.flatnonzero(queries.given("stamp"))
    for table in ("receipt", "fee_receipt"):
        rows = rows[~np.isin(number[rows], ledger[table]["receipt_no"])] if len(rows) else rows
    rows = rows[~np.isin(number[rows], ledger["void_receipt"]["id"])]
    rows = rows[~_in_books(ledger, number[rows])]
    rows = rows[np.lexsort((queries["id"][rows], queries["recorded_at"][rows]))]
    _, first = np.unique(number[rows], return_index=True)
    found: Ints = rows[np.sort(first)]
    return found


def _in_books(ledger: Ledger, numbers: Ints) -> Flags:
    stock = ledger["receipt_book"]
    order = np.argsort(stock["first_no"], kind="stable")
    place = np.searchsorted(stock["first_no"][order], numbers, side="right") - 1
    if not len(order):
        return np.zeros(len(numbers), np.bool_)
    found: Flags = (place >= 0) & (numbers <= stock["last_no"][order][np.maximum(place, 0)])
    return found


def _left_out(ledger: Ledger, gap: Gap, copies: Ints) -> Broken | None:
    """None before its limit has passed."""
    log, queries = ledger["stamp_log"], ledger["receipt_query"]
    day, stamp = log.day(gap.out), int(log["stamp"][gap.out])
    missed_on = ledger.calendar.next_working(day)
    if missed_on > ledger.as_of:
        return None
    dated = queries["dated_on"][copies]
    mine = copies[(queries["stamp"][copies] == stamp) & (dated > day) & (dated <= gap.last_on)].tolist()
    cites = [
        *ledger.cites("stamp_log", [gap.out], DUTY),
        ledger.cite_rule(_LIMIT, day),
    ]
    ended = ledger.cites("stamp_log", [] if gap.end == NONE else [gap.end], PROOF if gap.lost else LATE)
    who, about = int(log["staff"][gap.out]), _about(stamp, day)
    if gap.lost:
        cites += ledger.cites("receipt_query", mine, PRICE)
        found = missed("lost", staff=who, object_id=about, missed_on=missed_on, cites=cites, proven=ended)
        return replace(found, finder=NONE)
    cites += ended
    if not mine:
        return missed(
            "misuse",
            staff=who,
            object_id=about,
            missed_on=missed_on,
            cites=cites,
            amount_fen=0,
            consequence=False,
            sign="slip",
        )
    fen = [int(queries["amount_fen"][row]) for row in mine]
    found = missed(
        "misuse",
        staff=who,
        object_id=about,
        missed_on=missed_on,
        cites=[*cites, *ledger.cites("receipt_query", mine[1:], PRICE)],
        proven=ledger.cites("receipt_query", mine[:1], PROOF),
        amount_fen=sum(fen),
        loss_fen=sum(fen),
        inputs={"shown_fen": fen},
    )
    return replace(found, finder=NONE)


def _about(stamp: int, day: int) -> int:
    return PAPERS.thing("stamp_day").key.pack(stamp=stamp, day=day_number(day))


def _unsigned(ledger: Ledger, left_out: set[int]) -> Iterator[Broken]:
    """Those that nobody signed for, and that came back; what did not is one wrong."""
    log = ledger["stamp_log"]
    for row in np.flatnonzero(log.among("action", "out") & ~log.given("signed_by")).tolist():
        if row not in left_out:
            cites: list[Cite] = ledger.cites("stamp_log", [row], ACT)
            yield shown(
                "misuse",
                staff=int(log["staff"][row]),
                object_id=_about(int(log["stamp"][row]), log.day(row)),
                occurred_on=log.day(row),
                cites=cites,
                finder=NONE,
                amount_fen=0,
                consequence=False,
                sign="unsigned",
            )
