"""Meters put in and changed by the crews (裝表接電工), never on a day on which the book is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock, hm, in_sorted, joined
from kaohe.sim.desks.connection.hand_over import hand_over, one_after_the_other
from kaohe.sim.desks.field.testing import Standing
from kaohe.sim.desks.issuing.bill_papers import write_registers
from kaohe.sim.desks.reading.reporting import OF_METER, STANDING, sign_codes
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import READING_KINDS, meter_id, period_code, reading_id
from kaohe.sim.streams import Purpose, Words, below, happens, words, words_at
from kaohe.sim.town.faults import SIGNS

if TYPE_CHECKING:
    from kaohe.sim.office import Office

REMOVAL, INSTALL = READING_KINDS.index("removal"), READING_KINDS.index("install")
REASONS = ("rotation", "batch", "fault")
INSTALL_AFTER = 3
FAULT_SWAP_WITHIN = 3  # working days; the crew may have to put it off
LAST_METER = 7


class Removed(NamedTuple):
    """Meters taken out (or put in): ids, registers, and further registers [3, multi-function meters among them]."""

    meter: Int64s
    register: Int64s
    further: Int64s


class Fitting(Desk):
    """Installs the meters of new customers and swaps old ones."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._installs: Diary[Int64s] = Diary()
        self._swaps: Diary[Int64s] = Diary()
        self._ordered_on = np.zeros(office.n, np.int64)
        self._orders = np.zeros(office.n, np.int64)
        self._fault_swaps: Diary[int] = Diary()
        self._fault = np.zeros(office.n, np.int8)
        self._changed_on = np.zeros(office.n, np.int64)
        self._words: Words = np.empty(0, np.uint64)

    def order_installs(self, day: int, customers: Int64s) -> None:
        """Work orders for new customers."""
        self._ordered_on[customers] = day
        self._installs.put(self.office.calendar.add_working_days(day, INSTALL_AFTER), customers)

    def order_fault_swap(self, day: int, customer: int, fault: str) -> bool:
        """A faulty meter is to be exchanged within some working days; False if that is ordered already."""
        if self._fault[customer]:
            return False
        office = self.office
        self._fault[customer] = SIGNS.index(fault) + 1
        self._ordered_on[customer] = day
        word = words_at(office.seed, Purpose.FAULT_SWAP_DAY, np.array([customer]), day)
        after = 1 + int(below(word, min(FAULT_SWAP_WITHIN, office.rules.fault_swap_limit))[0])
        self._fault_swaps.put(office.calendar.add_working_days(day, after), customer)
        return True

    def plan_month(self) -> None:
        """The month's swaps: rotation, conversion of shared meters."""
        office = self.office
        month = office.month
        word = words(office.seed, Purpose.SWAP, office.n, month.index)
        self._words = word
        chosen = np.flatnonzero(happens(word, office.practice.swap_e6) & office.meters.active & (self._fault == 0))
        days = month.start + below(words(office.seed, Purpose.SWAP_DAY, office.n, month.index)[chosen], month.days)
        self._ordered_on[chosen] = month.start
        days = office.calendar.next_working(np.minimum(days, office.calendar_end))
        for day in np.unique(days).tolist():
            self._swaps.put(day, chosen[days == day])

    def work(self, day: int) -> None:
        """The crews' round."""
        if not self.office.calendar.is_working(day):
            return
        self._install(day, joined(self._installs.take(day)))
        planned = joined(self._swaps.take(day))
        planned = planned[self._changed_on[planned] < self.office.month.start]
        ordered = np.array(self._fault_swaps.take(day), np.int64)
        customers = np.concatenate([planned, ordered[self._fault[ordered] > 0]])
        self._swap(day, customers[~self.office.meters.removed[customers]])

    def free(self, day: int, customers: Int64s) -> NDArray[np.bool_]:
        """No reading of the customer waits for its bill, nobody looks at his meter today, and his book is not read
        today or tomorrow.
        """
        office = self.office
        busy = np.zeros(len(office.books.kind), np.bool_)
        busy[[each.book for on in (day, day + 1) for each in office.reading.planning.rounds.on(on)]] = True
        read_today = office.meters.now_on[customers] == day
        issued = in_sorted(customers, office.issuing.issuance.issued_today)
        looked_at = np.union1d(office.field.spot_check.checked_today, office.field.visiting.visited_today)
        checked = in_sorted(customers, looked_at)
        taken: NDArray[np.bool_] = office.meters.waiting[customers] | read_today | issued | checked
        return ~(taken | busy[office.recorded.book[customers]])

    def _swap(self, day: int, customers: Int64s) -> None:
        if not len(customers):
            return
        office, meters = self.office, self.office.meters
        free = self.free(day, customers)
        tomorrow = office.calendar.first_working_after(day)
        late, for_fault = customers[~free], self._fault[customers[~free]] > 0
        self._swaps.put(tomorrow, late[~for_fault])
        for customer in late[for_fault].tolist():
            self._fault_swaps.put(tomorrow, customer)
        # Put off from last month, a swap may meet this month's: one meter is enough.
        customers = np.unique(customers[free & (meters.number[customers] < LAST_METER)])
        if not len(customers):
            return
        old = meter_id(customers, meters.number[customers])
        at = self._at(day, len(customers))
        word = self._words[customers]
        reason = np.array([0, 0, 1, 0])[(word >> np.uint64(8) & np.uint64(3)).astype(np.int64)]
        reason[self._fault[customers] > 0] = REASONS.index("fault")
        removal = meters.register(customers, at)
        fault = self._found(customers, at)
        self._show(day, customers, removal, at, (reason == REASONS.index("fault")) | (fault > 0))
        self._standing(day, customers, old, removal, fault)
        office.connection.misbilling.removing(customers, removal, at)
        meters.replace(customers, at)
        office.recorded.first_register[customers] = 0
        office.faults.mended(customers, at)
        self._fault[customers], self._changed_on[customers] = 0, day
        office.latent.fitted(customers, at)
        of, which = office.further.rows(customers)
        removed = office.further.replace(which, at[of] - office.month.start * DAY_S)
        office.connection.misbilling.swapped(customers)
        self._write(day, customers, "swap", Removed(old, removal, removed), reason, fault)
        office.archive.meters(customers, at + 20, np.full(len(customers), day), new=True)

    def _found(self, customers: Int64s, at: Int64s) -> Int64s:
        """What is wrong with the old meters, as the crews see it or as it was ordered (0: nothing)."""
        seen = self.office.faults.signs(customers, at)
        return np.where((seen > 0) & (seen <= len(OF_METER)), seen, self._fault[customers])

    def _standing(self, day: int, customers: Int64s, old: Int64s, removal: Int64s, fault: Int64s) -> None:
        """Meters that stood are tested, and with the old meters their reports are gone."""
        office, reporting = self.office, self.office.reading.reporting
        for row in np.flatnonzero(fault > 0).tolist():
            customer, name = int(customers[row]), SIGNS[int(fault[row]) - 1]
            reports = reporting.open_of(customer, *STANDING)
            if name in STANDING:
                index, normal = office.month.index, reporting.normal(customer)
                if reports:
                    index, normal = reports[0].index, reports[0].normal
                meter, register = int(old[row]), int(removal[row])
                keys = tuple(each.key for each in reports)
                office.field.testing.expect(Standing(meter, customer, index, name, register, day, normal, keys))
        for customer in reporting.reported(customers):
            reporting.dealt_with(customer, *OF_METER)

    def _show(self, day: int, customers: Int64s, removal: Int64s, at: Int64s, faulty: NDArray[np.bool_]) -> None:
        """What the removal registers show of earlier readings: nothing where the meter had a fault."""
        latent, sound = self.office.latent, ~faulty
        latent.seen(day, customers[sound], removal[sound], at[sound], np.zeros(int(sound.sum()), np.int64))
        latent.faulty(customers[faulty], self._ordered_on[customers[faulty]] * DAY_S)

    def _install(self, day: int, customers: Int64s) -> None:
        if not len(customers):
            return
        meters = self.office.meters
        customers = np.sort(customers)
        at = self._at(day, len(customers))
        meters.install(customers, at)
        self.office.latent.fitted(customers, at)
        meters.last_on[customers] = day
        meters.energised_on[customers] = day
        further = self.office.further
        of, which = further.rows(customers)
        further.install(which, at[of] - self.office.month.start * DAY_S)
        crew = self._write(day, customers, "install", None, None, None)
        self._return(day, customers, at, crew)

    def _return(self, day: int, customers: Int64s, at: Int64s, crew: Int64s) -> None:
        """The orders of new connections go back to the registration clerk, who signs for them the same day."""
        connection, n = self.office.connection, len(customers)
        clerks = connection.holders(self.office.posts.registration_clerks, customers)
        sent = one_after_the_other(clock(day, hm(17)), n)
        hand_over(self.office, "work_order", customers, (at + 40, sent, sent + hm(0, 30)), crew, clerks)
        connection.entering.returned(day, customers)

    def _at(self, day: int, n: int) -> Int64s:
        """Seconds of the day's jobs: the crews take them in turn."""
        return clock(day, hm(9, 30)) + (np.arange(n) // len(self.office.on_duty.crews)) * 60

    def crews(self, customers: Int64s) -> Int64s:
        """The crews of these jobs, two rows: who signs, and the second. They share the books."""
        crews = np.array(self.office.on_duty.crews, np.int64)
        jobs: Int64s = crews.T[:, self.office.population.book[customers] % len(crews)]
        return jobs

    def _write(
        self,
        day: int,
        customers: Int64s,
        kind: str,
        removed: Removed | None,
        reason: Int64s | None,
        fault: Int64s | None,
    ) -> Int64s:
        """Readings and orders; returns whose orders they are."""
        office, meters, n = self.office, self.office.meters, len(customers)
        crews, at, new = self.crews(customers), self._at(day, n), meter_id(customers, meters.number[customers])
        crew: Int64s = crews[0]
        book, index = office.recorded.book[customers], np.full(n, office.month.index)
        self._readings(day, at, crew, customers, book, index, removed, new)
        office.write(
            "work_order",
            n,
            id=self.order_numbers(customers),
            recorded_at=at + 30,
            staff=crew,
            customer=customers,
            kind=kind,
            reason=self._reasons(np.full(n, len(REASONS)) if reason is None else reason),
            ordered_on=self._ordered_on[customers],
            done_on=day,
            old_meter=None if removed is None else removed.meter,
            removal_register=None if removed is None else removed.register,
            new_meter=new,
            multiplier=meters.multiplier[customers],
            digits=meters.digits[customers],
            max_current_a=office.population.max_current_a[customers],
            voltage_v=office.population.voltage_v[customers],
            seal_no=None,
            install_register=0,
            second_by=crews[1],
            fault=None if fault is None else sign_codes(office, "work_order", "fault", fault),
        )
        return crew

    def order_numbers(self, customers: Int64s) -> Int64s:
        """Keys of one more order for each."""
        self._orders[customers] += 1
        return SCHEMA["work_order"].key.pack(customer=customers, number=self._orders[customers])

    def sound(self, customers: Int64s, at: Int64s) -> NDArray[np.bool_]:
        """With whose meters nothing is wrong that one sees, was reported, or is to be exchanged."""
        office = self.office
        fine = (self._fault[customers] == 0) & (office.faults.signs(customers, at) == 0)
        reported = np.array(office.reading.reporting.reported(customers), np.int64)
        sound: NDArray[np.bool_] = fine & ~np.isin(customers, reported)
        return sound

    def _reasons(self, places: Int64s) -> Int64s:
        return self.office.codes("work_order", "reason", (*REASONS, "new", "closing"))[places]

    def _readings(
        self,
        day: int,
        at: Int64s,
        crew: Int64s,
        customers: Int64s,
        book: Int64s,
        index: Int64s,
        removed: Removed | None,
        new: Int64s,
    ) -> None:
        office = self.office
        of, _ = office.further.rows(customers)
        fitted = Removed(new, np.zeros(len(new), np.int64), np.zeros((3, len(of)), np.int64))
        rows = [("install", INSTALL, fitted)]
        if removed is not None:
            rows.insert(0, ("removal", REMOVAL, removed))
        for kind, code, (meter, register, further) in rows:
            row = reading_id(meter, index, code, 0)
            write_registers(office, row[of], at[of], crew[of], meter[of], customers[of], index[of], further)
            office.write(
                "reading",
                len(customers),
                id=row,
                recorded_at=at,
                staff=crew,
                meter=meter,
                customer=customers,
                book=book,
                period=period_code(index),
                kind=kind,
                read_on=day,
                register=register,
                frozen_register=None,
                frozen_on=None,
                remark=None,
            )
