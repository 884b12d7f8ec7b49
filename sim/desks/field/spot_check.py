"""Spot re-readings by the audit (抽查復抄, 用電稽查工): a control of the readers."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import DAY_S, NO_ROWS, Desk, Int64s, clock
from kaohe.sim.desks.issuing.bill_papers import write_registers
from kaohe.sim.desks.reading.meter_reading import CHECK_LASTS_S, CHECK_S
from kaohe.sim.records import NULL
from kaohe.sim.records.ids import READING_KINDS, meter_id, meter_period_id, period_code, reading_id
from kaohe.sim.streams import Purpose, happens, words_at
from kaohe.sim.tariff.one_part import signed_units

if TYPE_CHECKING:
    from kaohe.sim.office import Office

SPOT = READING_KINDS.index("spot")
MOST_TIMES = 8  # a key has room for so many of a period

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

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.checked_today = NO_ROWS
        self._times, self._times_in = np.zeros(office.n, np.int64), np.zeros(office.n, np.int64)

    def work(self, day: int) -> Generator[Question, None, None]:
        """The auditors' round of the afternoon."""
        office, self.checked_today = self.office, NO_ROWS
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
            {"sampled": sampled.astype(np.int64), "register": meters.register(customers, clock(day, CHECK_S))},
        )
        decided = yield from self.decide(SPOT_CHECK, tray)
        chosen = np.flatnonzero(decided.took("check") | sampled & ~decided.took("leave_sample"))
        if len(chosen):
            self.checked_today = customers[chosen]
            self._read(day, customers[chosen], tray.staff[chosen])

    def _sample(self, day: int) -> tuple[Int64s, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
        """Customers in question and which of them the sample takes; ordered ones are looked at besides."""
        office, meters = self.office, self.office.meters
        fresh = office.issuing.issuance.issued_today
        fresh = fresh[(meters.now_on[fresh] >= day - office.rules.recheck_within_days) & ~meters.removed[fresh]]
        keys = meter_period_id(meter_id(fresh, meters.number[fresh]), meters.now_period[fresh])
        rate = office.practice.spot_e6 * office.spec.check_intensity // 100
        sampled = happens(words_at(office.seed, Purpose.SPOT_SAMPLE, keys), rate)
        wanted = sampled | np.isin(keys, office.ordered_keys(SPOT_CHECK))
        named = np.array(office.ordered_objects(SPOT_CHECK, day), np.int64)
        customers = np.union1d(fresh[wanted], named[office.meters.active[named]] if len(named) else named)
        customers = customers[self._number(customers) < MOST_TIMES]
        return customers, np.isin(customers, fresh[sampled])

    def _number(self, customers: Int64s) -> Int64s:
        """How often the meters were looked at since their last reading."""
        same = self._times_in[customers] == self.office.meters.now_period[customers]
        return np.where(same, self._times[customers], 0)

    def _read(self, day: int, customers: Int64s, staff: Int64s) -> None:
        office, meters = self.office, self.office.meters
        # in the order of the book, each customer's hour his own: one more check moves nobody else's
        at = clock(day, CHECK_S) + customers * 30 % CHECK_LASTS_S
        true = meters.register(customers, at)
        meter = meter_id(customers, meters.number[customers])
        index = meters.now_period[customers]
        number = self._number(customers)
        row = reading_id(meter, index, SPOT, number)
        self._times[customers], self._times_in[customers] = number + 1, index
        readable = meters.read_out(customers)
        frozen = np.where(readable, meters.frozen[customers], NULL)
        office.write(
            "reading",
            len(customers),
            id=row,
            recorded_at=at,
            staff=staff,
            meter=meter,
            customer=customers,
            book=office.recorded.book[customers],
            period=period_code(index),
            kind="spot",
            read_on=day,
            register=true,
            frozen_register=frozen,
            frozen_on=np.where(readable, meters.frozen_on[customers], NULL),
            remark=None,
        )
        of, which = office.further.rows(customers)
        shown = office.further.register(which, at[of] - office.month.start * DAY_S)
        write_registers(office, row[of], at[of], staff[of], meter[of], customers[of], index[of], shown)
        waiting = meters.waiting[customers]
        office.latent.caught_before_issue(customers[waiting])
        office.latent.seen(day, customers, true, at, meters.freeze_at(customers))
        self._rest_on(day, customers[waiting], true[waiting], at[waiting], row[waiting])
        issued = ~waiting
        self._correct(customers[issued], true[issued], at[issued], row[issued])

    def _rest_on(self, day: int, customers: Int64s, true: Int64s, at: Int64s, row: Int64s) -> None:
        """Not issued yet: the bill will rest on this reading."""
        self.office.meters.read_again(customers, day, at, true, row)
        of, which = self.office.further.rows(customers)
        self.office.further.now[:, which] = self.office.further.register(
            which, at[of] - self.office.month.start * DAY_S
        )

    def _correct(self, customers: Int64s, true: Int64s, at: Int64s, row: Int64s) -> None:
        """Issued already: the next bill settles what is wrong; a supplement is made only where the row proves that the
        billed register is.
        """
        established = self._established(customers, true, at)
        wrong = np.flatnonzero(established != self.office.meters.last_register[customers])
        if len(wrong):
            self.office.issuing.correcting.misread(customers[wrong], established[wrong], row[wrong], at[wrong])

    def _established(self, customers: Int64s, true: Int64s, at: Int64s) -> Int64s:
        """The frozen register where the billed one was copied from it; else between the one before and this one, where
        no use joins the billed register and this one. A bill on an estimate stands: its register is nobody's.
        """
        meters = self.office.meters
        billed, turn, read_at = (each[customers] for each in (meters.last_register, meters.turn, meters.anchor_at))
        copied = meters.freeze_at(customers) == read_at
        impossible = (true - billed) % turn > meters.most_units(customers, at - read_at)
        proven = np.where(impossible, self._between(customers, true, at), billed)
        established = np.where(copied, meters.frozen[customers], proven)
        return np.where(meters.estimated[customers], billed, established)

    def _between(self, customers: Int64s, true: Int64s, at: Int64s) -> Int64s:
        """By days between the reading before the billed one and this one; this one, if that lies above it."""
        meters = self.office.meters
        before, before_at, read_at, turn = (
            each[customers] for each in (meters.before_register, meters.before_at, meters.anchor_at, meters.turn)
        )
        days, span = (each // DAY_S - before_at // DAY_S for each in (read_at, at))
        units = signed_units(before, true, turn, meters.most_units(customers, at - before_at))
        part = units * days // np.maximum(span, 1)
        return np.where(units < 0, true, (before + part) % turn)
