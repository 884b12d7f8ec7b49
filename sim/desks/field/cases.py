"""Theft that is found on the spot: ended, and put into a case file with its evidence (違約、竊電案卷)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock, hm
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.streams import Purpose, below, happens, words_at
from kaohe.sim.tariff.breach import THEFT_MULTIPLE, UNKNOWN_DAYS
from kaohe.sim.tariff.one_part import energy_fee_fen
from kaohe.sim.town.faults import THEFT

if TYPE_CHECKING:
    from kaohe.sim.office import Office

SIGNS_OUTSIDE = ("hook", "second_line", "turned")
# Assumptions: what is connected runs so long a day; so many thieves say since when; inspectors go within so many
# working days after they have signed.
HOURS_E1, STATED_E6, GO_WITHIN = 80, 700_000, 3
STEP_W, LEAST_W = 100, 100
GO_S, GOES_S, WRITTEN_AFTER_S = hm(14), 900, 1_200
MOST_CASES = 16  # a key has room for so many of a customer


@dataclass(frozen=True)
class Ground:
    """What brought somebody there: a reader's report, or a record at the window and its day; the other one is NULL."""

    report: int = NULL
    window_record: int = NULL
    recorded_on: int = NULL


@dataclass(frozen=True)
class Case:
    """One case as it stands in its file. facts: (kind, days of which they say so); outside: whether a sign was seen."""

    key: int
    customer: int
    opened_on: int
    power_w: int
    energy_e4: int
    outside: bool
    facts: tuple[tuple[str, int], ...]

    @property
    def since(self) -> int:
        """The first day of which a fact says that it was so."""
        return min(day for _, day in self.facts)

    def kwh(self, days: int) -> int:
        """Energy of so many days."""
        return self.power_w * HOURS_E1 * max(days, 0) // 10_000

    def fee_fen(self, days: int) -> int:
        """What that costs, 分."""
        return int(energy_fee_fen(self.kwh(days), self.energy_e4))


def stated(office: Office, customers: Int64s) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether these customers, if they steal, will say since when."""
    return happens(words_at(office.seed, Purpose.THEFT_STATED, customers), STATED_E6)


def whole_day(since: int) -> int:
    """The first day on the whole of which it was so, of something that began at a second."""
    return -(-since // DAY_S)


class Cases(Desk):
    """Inspectors go where the window sent them; whoever finds a theft writes its case."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._going: Diary[tuple[int, Ground]] = Diary()
        self._opened: dict[int, list[int]] = {}  # by customer the days of his cases

    def expect(self, day: int, customer: int, ground: Ground) -> None:
        """An inspector signed today for what was reported at the window."""
        word = words_at(self.office.seed, Purpose.INSPECTION_DAY, np.array([ground.window_record]))
        after = 1 + int(below(word, GO_WITHIN)[0])
        self._going.put(self.office.calendar.add_working_days(day, after), (customer, ground))

    def first(self, customer: int) -> int | None:
        """The day of the customer's first case."""
        return min(self._opened.get(customer, ()), default=None)

    def work(self, day: int) -> None:
        """Today's inspections; where nothing is wrong there is nothing to write."""
        going = sorted(self._going.take(day), key=lambda each: each[1].window_record)
        for number, (customer, ground) in enumerate(going):
            staff = self.office.connection.holders(self.office.posts.inspectors, np.array([customer]))
            self.open(day, clock(day, GO_S) + number % 16 * GOES_S, customer, int(staff[0]), ground)

    def open(self, day: int, at: int, customer: int, staff: int, ground: Ground) -> bool:
        """Whether there is theft at a customer's: it ends now, and its case is written."""
        office, faults = self.office, self.office.faults
        number = len(self._opened.get(customer, ()))
        steals = faults.kind[customer] == THEFT and faults.since[customer] < at
        if not steals or office.meters.removed[customer] or number >= MOST_CASES:
            return False
        who, since = np.array([customer]), int(faults.since[customer])
        onset = min(whole_day(since), day)
        said = bool(stated(office, who)[0])
        case = Case(
            SCHEMA["breach_case"].key.pack(customer=customer, number=number),
            customer,
            day,
            self._power_w(customer),
            int(office.prices.energy_e4[office.recorded.price_class[customer]]),
            bool(faults.seen[customer]),
            self._facts(day, onset if said else None, ground),
        )
        self._write(at + WRITTEN_AFTER_S, staff, ground, case, onset if said else day - UNKNOWN_DAYS)
        self._opened.setdefault(customer, []).append(day)
        # Several registers change their pace at 0:00 only.
        ends = day * DAY_S if office.population.multi_function[customer] else at
        faults.end(who, np.array([ends]))
        office.reading.reporting.dealt_with(customer, "theft_suspect")
        office.counter.listening.found(case)
        office.reading.silence.established(case)
        return True

    def _power_w(self, customer: int) -> int:
        """Of what is connected beside the meter, by what it draws."""
        office = self.office
        stolen_wh = int(office.use.wh[customer] - office.meters.daily_wh[customer])
        return max(LEAST_W, (stolen_wh * 10 // HOURS_E1 + STEP_W // 2) // STEP_W * STEP_W)

    @staticmethod
    def _facts(day: int, onset: int | None, ground: Ground) -> tuple[tuple[str, int], ...]:
        facts = [("photo", day)]
        facts += [] if onset is None else [("statement", onset)]
        return (*facts, *([("hotline", ground.recorded_on)] if ground.recorded_on != NULL else []))

    def _write(self, at: int, staff: int, ground: Ground, case: Case, from_on: int) -> None:
        office, days = self.office, case.opened_on - from_on
        common = {"recorded_at": at, "staff": staff, "customer": case.customer}
        office.write(
            "breach_case",
            1,
            **common,
            id=case.key,
            kind="theft",
            report=ground.report,
            window_record=ground.window_record,
            opened_on=case.opened_on,
            from_on=from_on,
            to_on=case.opened_on,
            power_w=case.power_w,
            hours_e1=HOURS_E1,
            kwh=case.kwh(days),
            energy_e4=case.energy_e4,
            fee_fen=case.fee_fen(days),
            penalty_fen=THEFT_MULTIPLE * case.fee_fen(days),
        )
        sign = self._sign(case) if case.outside else None
        for number, (kind, seen_on) in enumerate(case.facts):
            key = SCHEMA["case_fact"].key.pack(breach_case=case.key, number=number)
            office.write("case_fact", 1, **common, id=key, breach_case=case.key, kind=kind, sign=sign, seen_on=seen_on)

    def _sign(self, case: Case) -> str:
        word = words_at(self.office.seed, Purpose.THEFT_SIGN, np.array([case.key]))
        return SIGNS_OUTSIDE[int(below(word, len(SIGNS_OUTSIDE))[0])]
