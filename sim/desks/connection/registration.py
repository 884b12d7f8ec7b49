"""Registration: applications, fees, and the clerk's takings of the day (用電登記工)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.meanings import on_working_days, shown_next_day
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import NO_ROWS, Desk, Int64s, clock, hm
from kaohe.sim.desks.cash.vouching import voucher_of
from kaohe.sim.desks.connection.hand_over import made
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import clerk_day_id, day_number
from kaohe.sim.streams import Purpose, below, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office


def _vouchers(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """Handed in after the bank's hour, they would be banked the day after: perhaps all that there is of that day."""
    key = voucher_of("misc", office.calendar.first_bank_after(tray.day))
    return ("make_voucher", key), ("post_voucher", key)


HAND_IN_FEES = REGISTRY.add(
    DecisionPoint(
        11,
        "hand_in_fees",
        "registration_clerk",
        "clerk",
        "clerk_day",
        "open",
        Names("當日上繳", "hand in the day's takings", "当日上缴"),
        (
            Action(
                1,
                "keep_takings",
                Names("當日未上繳", "keep the day's takings", "当日未上缴"),
                clause="1.7",
                draws={"days": Days(1, 12)},
                needs="takings_fen",
                may=on_working_days,
                matures=shown_next_day,
                spoils=_vouchers,
            ),
        ),
        omission=Left("keep_takings", {"days": 1}),
    )
)

KINDS_OF_STUBS = 3  # fees that a clerk's sheet lists by themselves; the rest is one sum


def _stubs(of: Int64s, fees: Int64s, clerks: int) -> dict[str, Int64s]:
    """The day's receipts as a clerk counts them: how many of each fee, the largest first, and the sum of the rest."""
    found: dict[str, Int64s] = {}
    kinds, rest = np.unique(fees[fees > 0])[::-1], fees.copy()
    for number in range(KINDS_OF_STUBS):
        fee = int(kinds[number]) if number < len(kinds) else 0
        mine = (fees == fee) & (fees > 0)
        rest[mine] = 0
        found[f"fee_{number + 1}_fen"] = np.full(clerks, fee)
        found[f"receipts_{number + 1}"] = np.bincount(of[mine], minlength=clerks)
    found["other_fees_fen"] = np.zeros(clerks, np.int64)
    np.add.at(found["other_fees_fen"], of, rest)
    return found


def _with_money(clerks: Int64s, fees: Int64s) -> tuple[Int64s, Int64s]:
    """The receipts of those who have taken anything: what was given back may be all that came in."""
    who, of = np.unique(clerks, return_inverse=True)
    sums = np.zeros(len(who), np.int64)
    np.add.at(sums, of, fees)
    rows = sums[of] > 0
    return clerks[rows], fees[rows]


class Registration(Desk):
    """Takes applications and fees, and hands the takings to the cashier."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        applies = office.population.applies_on
        rows = np.flatnonzero((applies >= office.month.start) & (applies <= office.last_day))
        self._applicants: Diary[int] = Diary()
        for customer in rows.tolist():
            self._applicants.put(office.calendar.next_open(int(applies[customer])), customer)
        self._kept: Diary[tuple[int, int, int]] = Diary()
        self._sealed: Diary[tuple[int, int, int]] = Diary()

    def open_seals(self, day: int) -> None:
        """In the morning: sealed takings of days without a cashier."""
        for clerk, taken_on, amount in self._sealed.take(day):
            self._hand_in(day, hm(8, 15), clerk, taken_on, amount)

    def work(self, day: int) -> Generator[Question, None, None]:
        """The day's applications, and the takings at its end."""
        if not self.office.calendar.is_open(day):
            return
        received = (NO_ROWS, NO_ROWS)
        customers = np.array(self._applicants.take(day), np.int64)
        if len(customers):
            received = yield from self._receive(day, customers)
        writers, fees = yield from self.office.connection.charging.work(day, *received)
        if len(writers):
            yield from self._close(day, *_with_money(writers, fees))
        for clerk, taken_on, amount in self._kept.take(day):
            self._hand_in(day, hm(16, 10), clerk, taken_on, amount)

    def _receive(self, day: int, customers: Int64s) -> Generator[Question, None, tuple[Int64s, Int64s]]:
        """Applications, with what was brought; returns of whom, and when each may pay (seconds)."""
        office = self.office
        clerks = office.connection.holders(office.posts.registration_clerks, customers).astype(np.int64)
        at = clock(day, hm(8, 40)) + np.sort(below(words_at(office.seed, Purpose.CLERK_TIME, customers), hm(7)))
        documents = office.connection.documents
        brought, waiting = yield from documents.decide_on(day, customers, clerks, at)
        for customer in customers[waiting].tolist():
            self._applicants.put(office.calendar.first_open_after(day), customer)
        served = np.flatnonzero(~waiting)
        brought, customers, clerks = brought.only(served), customers[served], clerks[served]
        if not len(customers):
            return NO_ROWS, NO_ROWS
        self._applications(day, customers, clerks, brought.at)
        documents.write(brought, clerks)
        made(office, "application_form", customers, brought.listed_at + 60, clerks, brought.sheets)
        office.connection.surveying.expect(day, customers, brought.sheets)
        office.connection.surcharging.expect(day, customers)
        office.field.fitting.order_installs(day, customers)
        office.connection.charging.expect(day, customers)
        return customers, brought.listed_at + 240

    def _applications(self, day: int, customers: Int64s, clerks: Int64s, at: Int64s) -> None:
        office, people = self.office, self.office.population
        classes = office.codes("application", "price_class", people.price_classes)
        office.write(
            "application",
            len(customers),
            id=customers,
            recorded_at=at,
            staff=clerks,
            customer=customers,
            kind="new",
            applicant=office.connection.applying.names(office.recorded.name[customers].astype(np.int64)),
            applied_on=day,
            price_class=classes[people.price_class[customers]],
            capacity_kva=people.capacity_kva[customers],
        )

    def _close(self, day: int, takers: Int64s, fees: Int64s) -> Generator[Question, None, None]:
        office = self.office
        if not len(takers):
            return
        clerks, of = np.unique(takers, return_inverse=True)
        amounts = np.zeros(len(clerks), np.int64)
        np.add.at(amounts, of, fees)
        fields = {"takings_fen": amounts, **_stubs(of, fees, len(clerks))}
        tray = Situations(day, clerk_day_id(clerks, day_number(day)), clerks, clerks, fields)
        decided = yield from self.decide(HAND_IN_FEES, tray)
        kept = decided.took("keep_takings")
        for row, (clerk, amount) in enumerate(zip(clerks.tolist(), amounts.tolist(), strict=True)):
            if kept[row]:
                self._keep(day, decided, row, amount)
            elif office.calendar.is_working(day):
                self._hand_in(day, hm(16, 10), clerk, day, amount)
            else:
                self._seal(day, clerk, amount)

    def _keep(self, day: int, decided: Decided, row: int, amount: int) -> None:
        on = self.office.calendar.next_working(day + max(1, decided.one("days", row)))
        self._kept.put(on, (int(decided.tray.objects[row]), day, amount))
        self.missed(decided, row, self.late(decided, row, "hand_in", amount, day), due_on=day, effect_on=on)

    def _hand_in(self, day: int, at_s: int, clerk: int, taken_on: int, amount: int) -> None:
        office = self.office
        office.write(
            "hand_in",
            1,
            id=SCHEMA["hand_in"].key.pack(takings=clerk_day_id(clerk, day_number(taken_on)), number=0),
            recorded_at=clock(day, at_s),
            staff=office.duty.acting(clerk, "registration_clerk", day),
            source="registration",
            counter=None,
            takings_on=taken_on,
            cash_fen=amount,
            cheque_fen=0,
            total_fen=amount,
            received_by=office.posts.cashier,
            second_by=None,
        )
        office.errands.done("hand_in", clerk_day_id(clerk, day_number(taken_on)), day)
        office.cash.cashier.received(day, at_s, "misc", amount)

    def _seal(self, day: int, clerk: int, amount: int) -> None:
        office = self.office
        office.write(
            "seal",
            1,
            id=clerk_day_id(clerk, day_number(day)),
            recorded_at=clock(day, hm(16, 15)),
            staff=clerk,
            source="registration",
            counter=None,
            takings_on=day,
            amount_fen=amount,
            reason="cashier_closed",
        )
        self._sealed.put(office.calendar.first_working_after(day), (clerk, day, amount))
