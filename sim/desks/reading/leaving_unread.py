"""Customers whom their reader leaves unread, cycle after cycle (長期漏戶): neither register nor coded reason."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.points import (
    REGISTRY,
    Action,
    Decided,
    DecisionPoint,
    Left,
    Mask,
    Names,
    Situations,
)
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act, witness
from kaohe.sim.deciding.worth import MadeLate
from kaohe.sim.desks.base import Desk, Int64s
from kaohe.sim.desks.reading.planning import Round
from kaohe.sim.records.ids import bill_id, meter_id, meter_period_id, meter_period_parts

if TYPE_CHECKING:
    from kaohe.sim.office import Office

FEWEST, MOST = 3, 8  # cycles
PUT_OFF_DAYS = 10  # by which a book may be read, or unloaded, later than it was planned
CUSTOMER = "customer"


def spoilt_readings(customer: int, office: Office, index: int, cycles: int) -> tuple[tuple[str, int], ...]:
    """What can come up no more about a meter in so many cycles: visits, with all that is done at them, and bills."""
    meter = int(meter_id(customer, int(office.meters.number[customer])))
    found: list[tuple[str, int]] = []
    for of in range(index, index + cycles):
        key = int(meter_period_id(meter, of))
        found += [(point, key) for point in ("visit_customer", "note_zero")]
        found.append(("issue_bill", int(bill_id(customer, of))))
    return tuple(found)


def same_reader(office: Office, books: Int64s, staff: Int64s, index: Int64s, cycles: int) -> Mask:
    """Where nobody stands in for a book's own reader in so many cycles from one on."""
    own, found = office.duty.everybody.readers[books], dict[tuple[int, int], bool]()
    for book, of in {*zip(books.tolist(), index.tolist(), strict=True)}:
        days = [int(office.reading.planning.day_of(np.array([book]), of + n)[0]) for n in range(1, cycles)]
        who = int(office.duty.everybody.readers[book])
        found[book, of] = all(
            office.duty.acting(who, "meter_reader", on) == who for day in days for on in range(day, day + PUT_OFF_DAYS)
        )
    there = [found[pair] for pair in zip(books.tolist(), index.tolist(), strict=True)]
    found_all: Mask = np.array(there, np.bool_) & (own == staff)
    return found_all


def _indexes(tray: Situations) -> Int64s:
    return meter_period_parts(tray.keys)[1]


def _can_be_left(office: Office, tray: Situations) -> Mask:
    """專變 are metered so that each is missed at once; nobody forgets one of several registers for months."""
    may: Mask = ~office.special_customers[tray.objects] & ~office.population.multi_function[tray.objects]
    return may


def _limit_within_span(office: Office, tray: Situations) -> Mask:
    """The limit of the last cycle that counts passes within the span, and the same reader goes until then."""
    index, books, cycles = _indexes(tray), office.recorded.book[tray.objects], office.rules.unread_cycles
    last = np.array(
        [
            int(office.reading.planning.day_of(np.array([book]), of + cycles - 1)[0])
            for book, of in zip(books.tolist(), index.tolist(), strict=True)
        ],
        np.int64,
    )
    passes: Mask = last + PUT_OFF_DAYS <= office.last_day
    passes &= index + cycles - 1 <= office.months[-1].index
    at = np.flatnonzero(passes)
    passes[at] = same_reader(office, books[at], tray.staff[at], index[at], cycles)
    return passes


def _spoils(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    return spoilt_readings(int(tray.objects[0]), office, int(_indexes(tray)[0]), MOST)


VISIT_CUSTOMER = REGISTRY.add(
    DecisionPoint(
        58,
        "visit_customer",
        "meter_reader",
        "customer",
        "meter_period",
        "cycle",
        Names("逐戶抄到", "read every customer of the book", "逐户抄到"),
        (
            Action(
                1,
                "leave_unread",
                Names("漏抄客戶", "leave a customer unread", "漏抄客户"),
                clause="2.5",
                draws={"cycles": Days(FEWEST, MOST)},
                may=_can_be_left,
                matures=_limit_within_span,
                spoils=_spoils,
            ),
        ),
        omission=Left("leave_unread", {"cycles": 1}),
    )
)


@witness("in_book_at_last")
def in_book_at_last(office: Office, act: Act) -> bool:
    """His meter was not taken down for good by the day of the last cycle that counts: who leaves is read by others."""
    gone = bool(office.meters.removed[act.object_id])
    return not gone or int(office.meters.now_on[act.object_id]) > office.reading.unread.counted_on[act.act_id]


@dataclass
class LeftOut:
    """Who is left out: by which act, by whom, for how many cycles more; read_on: when his book was read without him.

    caught: whether he has been read since; listed_on: when the review listed that reading (0: it did not).
    """

    act_id: int
    staff: int
    cycles: int
    read_on: list[int] = field(default_factory=list)
    caught: bool = False
    listed_on: int = 0


class LeavingUnread(Desk):
    """Who is not read with his book today. Another reader who comes reads everybody."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._left: dict[int, LeftOut] = {}
        self._full: dict[tuple[int, int], list[tuple[int, int]]] = {}  # customer, act; by the last cycle that counts
        self._unmatched: list[tuple[int, int, int]] = []  # customer, period index, cycles
        self.counted_on: dict[int, int] = {}  # when the last cycle that counts was read, by act

    def work(
        self, day: int, rounds: Sequence[Round], row_round: Int64s, customers: Int64s, staff: Int64s
    ) -> Generator[Question, None, Mask]:
        """Whom the readers of these books read today."""
        going_on, caught = self._going_on(customers, staff)
        index = np.array([each.index for each in rounds], np.int64)[row_round]
        asked = np.flatnonzero(~going_on & ~caught)
        keys = meter_period_id(meter_id(customers, self.office.meters.number.take(customers)), index)
        fields = {"last_on": self.office.meters.last_on.take(customers[asked])}
        tray = Situations(day, keys[asked], customers[asked], staff[asked], fields)
        decided = yield from self.decide(VISIT_CUSTOMER, tray)
        left = np.flatnonzero(going_on)
        chosen = decided.chosen("leave_unread")
        if len(chosen):
            for row in chosen.tolist():
                self._leave(decided, row)
            left = np.concatenate([left, asked[chosen]])
        read = np.ones(len(customers), np.bool_)
        read[left] = False
        self._are_read(customers[read])
        for row in left.tolist():
            self._passed_by(day, rounds[int(row_round[row])], int(customers[row]))
        return read

    def _going_on(self, customers: Int64s, staff: Int64s) -> tuple[Mask, Mask]:
        """Who is left out again, by the same reader, as long as that was to be; and who has been read after all, or is
        by another now.
        """
        again, caught = np.zeros(len(customers), np.bool_), np.zeros(len(customers), np.bool_)
        for row in np.flatnonzero(np.isin(customers, list(self._left))).tolist() if self._left else ():
            each = self._left[int(customers[row])]
            caught[row] = each.caught or each.staff != staff[row]
            again[row] = not caught[row] and each.cycles > 0
        return again, caught

    def _are_read(self, customers: Int64s) -> None:
        for customer in self._left.keys() & set(customers.tolist()) if self._left else ():
            self._left[customer].caught = True

    def _leave(self, decided: Decided, row: int) -> None:
        """Nothing shows it until the limit of the last cycle that counts has passed."""
        tray, cycles = decided.tray, max(decided.one("cycles", row), 1)
        customer = int(tray.objects[row])
        if customer in self._left:  # who is left out longer than that was to be
            self._left[customer].cycles = cycles
            return
        act = self._enter(decided, row, (MadeLate(0),), effect_on=tray.day, occurred_on=tray.day, due_on=None)
        self._left[customer] = LeftOut(act.act_id, int(tray.staff[row]), cycles)

    def _passed_by(self, day: int, each: Round, customer: int) -> None:
        left = self._left[customer]
        left.cycles -= 1
        left.read_on.append(day)
        self._unmatched.append((customer, each.index, len(left.read_on)))
        if len(left.read_on) == self.office.rules.unread_cycles:
            self._full.setdefault((each.book, each.index), []).append((customer, left.act_id))

    def unmatched(self) -> list[tuple[int, int, int]]:
        """Who has not been read with his book since this was asked last: customer, period index, cycles in a row."""
        found, self._unmatched = sorted(self._unmatched), []
        return found

    def unloaded(self, day: int, rounds: Sequence[Round], read_on: int) -> None:
        """Books are in the host: of those whose last cycle that counts this is the limit passes."""
        office, truth = self.office, self.office.truth
        for each in rounds:
            for customer, act_id in self._full.pop((each.book, each.index), ()):
                special = bool(office.special_books[each.book])
                allowed = office.rules.special_tolerance_days if special else office.rules.tolerance_days
                act = truth.acts[act_id]  # though a book that came back late be read again by now
                limit_on = max(each.scheduled_on + allowed, read_on)
                occurred = office.calendar.first_working_after(limit_on)
                act.shown_as("2.5", (CUSTOMER, customer), occurred, act.worth[0])
                act.due_on = limit_on
                self.counted_on[act_id] = read_on
                truth.watch(max(occurred, day), act, "in_book_at_last")

    def listed(self, day: int, customers: Int64s) -> None:
        """These readings wait for a re-reading: no day of that is the reader's."""
        for customer in self._left.keys() & set(customers.tolist()) if self._left else ():
            self._left[customer].listed_on = day

    def billed(self, day: int, customers: Int64s, kwh: Int64s, amount_fen: Int64s) -> None:
        """Bills that catch up with cycles without a reading: the share of each came so late."""
        if not self._left:
            return
        for row in np.flatnonzero(np.isin(customers, list(self._left))).tolist():
            customer = int(customers[row])
            left = self._left[customer]
            caught_on = int(self.office.meters.now_on[customer])
            if caught_on <= left.read_on[0]:  # of the cycle before
                continue
            del self._left[customer]
            self._price(day, customer, left, (int(kwh[row]), int(amount_fen[row]), caught_on))

    def _price(self, day: int, customer: int, left: LeftOut, bill: tuple[int, int, int]) -> None:
        """Each cycle's kWh by days, rounded down, their fee × the days by which it was issued late, those his own."""
        office, (kwh, amount_fen, caught_on) = self.office, bill
        begun = since = int(office.meters.last_on[customer])
        fen_days, until = 0, left.listed_on or day
        for read_on in left.read_on:
            share = kwh * max(read_on - since, 0) // max(caught_on - begun, 1)
            fen = max(amount_fen, 0) * share // kwh if kwh > 0 else 0
            limit_on = office.calendar.add_working_days(read_on, office.rules.issuance_limit)
            fen_days += fen * max(min(until - limit_on, caught_on - read_on), 0)
            since = max(since, read_on)
        office.truth.made_late(left.act_id, fen_days)
