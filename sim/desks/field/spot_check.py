"""Spot re-readings by the audit (抽查復抄, 用電稽查工): a control of the readers."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.desks.issuing.bill_papers import write_registers
from kaohe.sim.records import NULL
from kaohe.sim.records.ids import READING_KINDS, meter_id, meter_period_id, period_code, reading_id
from kaohe.sim.streams import Purpose, happens, words_at

SPOT = READING_KINDS.index("spot")

SPOT_CHECK = REGISTRY.add(
    DecisionPoint(
        6,
        "spot_check",
        "field_auditor",
        "customer",
        "meter_period",
        "working",
        Names("按抽樣復抄", "re-read the sample", "按抽样复抄"),
        (
            Action(1, "check", Names("抽查復抄", "re-read", "抽查复抄")),
            Action(2, "leave_sample", Names("漏抽查", "leave the sample", "漏抽查")),
        ),
        omission=Left("leave_sample"),
    )
)


class SpotCheck(Desk):
    """Re-reads a sample of the meters whose bills are issued today, while the reading is fresh."""

    def work(self, day: int) -> Generator[Question, None, None]:
        """The auditors' round of the afternoon."""
        office = self.office
        if not office.calendar.is_working(day):
            return
        customers, sampled = self._sample(day)
        if not len(customers):
            return
        meters = office.meters
        keys = meter_period_id(meter_id(customers, meters.number[customers]), meters.now_period[customers])
        auditors = np.array(office.posts.field_auditors)
        tray = Situations(
            day,
            keys,
            customers,
            auditors[office.population.book[customers] % len(auditors)],
            {"sampled": sampled.astype(np.int64), "register": meters.register(customers, day)},
        )
        decided = yield from self.decide(SPOT_CHECK, tray)
        chosen = np.flatnonzero(decided.took("check") | sampled & ~decided.took("leave_sample"))
        if len(chosen):
            self._read(day, customers[chosen], tray.staff[chosen])

    def _sample(self, day: int) -> tuple[Int64s, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
        """Customers in question and which of them the sample takes; ordered ones are looked at besides."""
        office, meters = self.office, self.office.meters
        fresh = office.issuing.issuance.issued_today
        fresh = fresh[meters.now_on[fresh] >= day - office.rules.recheck_within_days]
        keys = meter_period_id(meter_id(fresh, meters.number[fresh]), meters.now_period[fresh])
        rate = office.practice.spot_e6 * office.spec.check_intensity // 100
        sampled = happens(words_at(office.seed, Purpose.SPOT_SAMPLE, keys), rate)
        wanted = sampled | np.isin(keys, office.ordered_keys(SPOT_CHECK))
        named = np.array(office.ordered_objects(SPOT_CHECK, day), np.int64)
        customers = np.union1d(fresh[wanted], named[office.meters.active[named]] if len(named) else named)
        return customers, np.isin(customers, fresh[sampled])

    def _read(self, day: int, customers: Int64s, staff: Int64s) -> None:
        office, meters = self.office, self.office.meters
        true = meters.register(customers, day)
        meter = meter_id(customers, meters.number[customers])
        index = meters.now_period[customers]
        row = reading_id(meter, index, SPOT, day % 8)
        readable = meters.electronic[customers] & (meters.frozen[customers] >= 0)
        frozen = np.where(readable, meters.frozen[customers], NULL)
        at = clock(day, hm(14)) + np.arange(len(customers)) * 30
        office.write(
            "reading",
            len(customers),
            id=row,
            recorded_at=at,
            staff=staff,
            meter=meter,
            customer=customers,
            book=office.population.book[customers],
            period=period_code(index),
            kind="spot",
            read_on=day,
            register=true,
            frozen_register=frozen,
            remark=None,
        )
        of, which = office.further.rows(customers)
        shown = office.further.register(which, day - office.month.start)
        write_registers(office, row[of], at[of], staff[of], meter[of], customers[of], index[of], shown)
        waiting = meters.waiting[customers]
        office.latent.caught_before_issue(customers[waiting])
        office.latent.contradict(customers, true, day, frozen=True, recheck=True)
        self._rest_on(day, customers[waiting], true[waiting], row[waiting])
        self._correct(day, customers[~waiting], true[~waiting], frozen[~waiting], row[~waiting])

    def _rest_on(self, day: int, customers: Int64s, true: Int64s, row: Int64s) -> None:
        """Not issued yet: the bill will rest on this reading."""
        meters, further = self.office.meters, self.office.further
        meters.now_register[customers] = true
        meters.now_on[customers] = day
        meters.now_row[customers] = row
        _, which = further.rows(customers)
        further.now[:, which] = further.register(which, day - self.office.month.start)

    def _correct(self, day: int, customers: Int64s, true: Int64s, frozen: Int64s, row: Int64s) -> None:
        """Issued already: where the row contradicts the billed register, that is replaced by an established one."""
        established = self._established(day, customers, true, frozen)
        wrong = np.flatnonzero(established != self.office.meters.last_register[customers])
        if len(wrong):
            self.office.issuing.correcting.misread(customers[wrong], established[wrong], row[wrong])

    def _established(self, day: int, customers: Int64s, true: Int64s, frozen: Int64s) -> Int64s:
        """The frozen register, else by days between the reading before and this one where the billed register cannot
        be.
        """
        meters = self.office.meters
        billed = meters.last_register[customers]
        turn = 10 ** meters.digits[customers]
        ahead = (true - billed) % turn
        days = day - meters.last_on[customers]
        limit = self.office.population.capacity_kva[customers].astype(np.int64) * 24 * np.maximum(days, 0)
        estimated = meters.estimated[customers]
        impossible = (ahead > turn // 2) | (ahead * meters.multiplier[customers] > limit) & ~estimated
        span = np.maximum(day - meters.before_on[customers], 1)
        advance = (true - meters.before_register[customers]) % turn
        between = (
            meters.before_register[customers]
            + advance * (meters.last_on[customers] - meters.before_on[customers]) // span
        ) % turn
        known = (frozen >= 0) & ~estimated
        return np.where(known, frozen, np.where(impossible & ~estimated, between, billed))
