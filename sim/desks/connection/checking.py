"""The yearly comparison of new archives with what is there (檔案現場核對, 用電檢查員與信息審核員)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import ARCHIVED_S, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.entering import ENTRY, STAGES
from kaohe.sim.desks.connection.hand_over import one_after_the_other
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import meter_id
from kaohe.sim.streams import Purpose, below, happens, words_at
from kaohe.sim.town.faults import SEAL_MISSING

if TYPE_CHECKING:
    from kaohe.sim.office import Office

YEAR = 365
SOONEST = 60  # days after the opening: bills have been made by then
MOST_TIMES = 16  # a key has room for so many of a customer

CHECK = REGISTRY.add(
    DecisionPoint(
        16,
        "check_archive",
        "inspector",
        "customer",
        "archive_check",
        "working",
        Names("按計劃核對檔案", "compare the archive by plan", "按计划核对档案"),
        (
            Action(1, "compare", Names("核對檔案", "compare the archive", "核对档案")),
            Action(2, "leave_comparison", Names("漏核對檔案", "leave the comparison", "漏核对档案")),
        ),
        omission=Left("leave_comparison"),
    )
)


class Checking(Desk):
    """Goes to those of the new customers whose entries were not audited, once in the year, on a day by address."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._plan: Diary[Int64s] = Diary()
        self._times: dict[int, int] = {}

    def plan(self, day: int, customers: Int64s) -> None:
        """Customers were opened."""
        office = self.office
        audited = [
            office.connection.auditing.sampled(ENTRY.pack(application=customers, stage=at)) for at in range(len(STAGES))
        ]
        rest = customers[~np.logical_and.reduce(audited)]
        word = words_at(office.seed, Purpose.ARCHIVE_CHECK, rest)
        days = day + SOONEST + below(word, YEAR - SOONEST)
        for customer, on in zip(rest.tolist(), days.tolist(), strict=True):
            if on <= office.last_day:
                self._plan.put(office.calendar.next_working(on), np.array([customer]))

    def work(self, day: int) -> Generator[Question, None, None]:
        """The day's comparisons; ordered ones besides."""
        office = self.office
        planned = np.sort(joined(self._plan.take(day)))
        planned = planned[~office.meters.removed[planned]]
        named = np.array(office.ordered_objects(CHECK, day), np.int64)
        customers = np.union1d(planned, named[office.meters.active[named]])
        number = np.array([self._times.get(customer, 0) for customer in customers.tolist()], np.int64)
        customers, number = customers[number < MOST_TIMES], number[number < MOST_TIMES]
        if not len(customers):
            return
        keys = SCHEMA["archive_check"].key.pack(customer=customers, number=number)
        staff = office.connection.holders(office.posts.inspectors, customers)
        due = np.isin(customers, planned)
        tray = Situations(day, keys, customers, staff, {"planned": due.astype(np.int64)})
        decided = yield from self.decide(CHECK, tray)
        rows = np.flatnonzero(decided.took("compare") | due & ~decided.took("leave_comparison"))
        if len(rows):
            self._compare(day, tray, rows)

    def _compare(self, day: int, tray: Situations, rows: Int64s) -> None:
        office, town, meters, use = self.office, self.office.population, self.office.meters, self.office.use
        customers, at = tray.objects[rows], one_after_the_other(clock(day, hm(14)), len(rows))
        office.write(
            "archive_check",
            len(rows),
            id=tray.keys[rows],
            recorded_at=at,
            staff=tray.staff[rows],
            customer=customers,
            meter=meter_id(customers, meters.number[customers]),
            multiplier=meters.multiplier[customers],
            digits=meters.digits[customers],
            price_class=office.codes("archive_check", "price_class", town.price_classes)[use.agreed_class[customers]],
            capacity_kva=use.found_kva(customers),
            seal_seen=office.faults.signs(customers, at) != SEAL_MISSING,
            plate_outside=happens(
                words_at(office.seed, Purpose.PLATE, meter_id(customers, meters.number[customers])),
                office.practice.plate_outside_e6,
            ),
            checked_on=day,
            signed_by=office.connection.holders(office.posts.information_auditors, customers),
        )
        for customer, key in zip(customers.tolist(), tray.keys[rows].tolist(), strict=True):
            self._times[customer] = self._times.get(customer, 0) + 1
            self._mend(day, customer, key)

    def _mend(self, day: int, customer: int, ground: int) -> None:
        """What is recorded otherwise than it is: a new version of the archive, and a supplement for each bill.

        In which book a customer stands is not compared: that shows on no meter.
        """
        office, misbilling = self.office, self.office.connection.misbilling
        wrong = [entry for entry in misbilling.of(customer) if not entry.swapped and entry.column != "book"]
        if not wrong:
            return
        misbilling.refuted(customer)
        misbilling.mended(customer, wrong)
        office.archive.correct(customer, [entry.column for entry in wrong], clock(day, ARCHIVED_S))
        for bill in misbilling.owed(customer):
            office.issuing.correcting.archive(customer, bill.index, ground, bill.kwh, bill.amount_fen)
