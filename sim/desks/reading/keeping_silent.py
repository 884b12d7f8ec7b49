"""Signs of theft that readers see at a meter, and of which some say nothing (發現竊電不報)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.points import (
    REGISTRY,
    Action,
    Decided,
    DecisionPoint,
    Left,
    Mask,
    Names,
    Occasion,
    Situations,
)
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import DAY_S, Desk, Int64s
from kaohe.sim.desks.counter.listening import told_on
from kaohe.sim.desks.field.cases import Case, stated
from kaohe.sim.records.ids import meter_id, meter_period_id
from kaohe.sim.town.faults import THEFT_SUSPECT

if TYPE_CHECKING:
    from kaohe.sim.office import Office

# Days from a neighbour's word to the case at the latest, whatever others leave lying or put off meanwhile.
CASE_WITHIN = 40


def _comes_to_light(office: Office, customers: Int64s, onset: Int64s, day: int) -> Mask:
    """A neighbour will tell of a theft since these days, and the thief since when, within the span."""
    told = told_on(office, customers, onset)
    return (told > day) & (told + CASE_WITHIN <= office.last_day) & stated(office, customers)


def _will_be_shown(office: Office, tray: Situations) -> Mask:
    since, until = office.faults.since[tray.objects], office.faults.until[tray.objects]
    onset = since // DAY_S
    lasts = until > told_on(office, tray.objects, onset) + CASE_WITHIN
    seen: Mask = -(-since // DAY_S) <= tray.day
    return _comes_to_light(office, tray.objects, onset, tray.day) & lasts & seen


def _would_be_shown(office: Office, tray: Situations) -> Mask:
    return _comes_to_light(office, tray.objects, np.full(len(tray), tray.day), tray.day)


REPORT_THEFT = REGISTRY.add(
    DecisionPoint(
        56,
        "report_theft",
        "meter_reader",
        "customer",
        "meter_period",
        "cycle",
        Names("發現竊電即報", "report signs of theft", "发现窃电即报"),
        (
            Action(
                1,
                "keep_silent",
                Names("見竊電不報", "keep silent about signs of theft", "见窃电不报"),
                clause="2.6",
                matures=_will_be_shown,
                occasion=Occasion("read_meter", "find_theft", lambda keys: keys, _would_be_shown),
            ),
        ),
        omission=Left("keep_silent"),
    )
)


@dataclass(frozen=True)
class Silent:
    """A reading at which a reader kept silent: its act, the meter's period; until: the next reading (0: to come)."""

    act: int
    staff: int
    key: int
    day: int
    until: int = 0


class KeepingSilent(Desk):
    """Who has kept silent once does so until there is a case."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._silent: dict[int, list[Silent]] = {}

    def work(
        self, day: int, customers: Int64s, index: Int64s, staff: Int64s, signs: Int64s
    ) -> Generator[Question, None, Int64s]:
        """What readers of today's meters write down of what they saw (0: nothing)."""
        rows = np.flatnonzero(signs == THEFT_SUSPECT)
        if not len(rows):
            return signs
        for customer in customers[rows].tolist():
            self.read_again(customer, day)
        reporting = self.office.reading.reporting
        rows = rows[[not reporting.open_of(customer, "theft_suspect") for customer in customers[rows].tolist()]]
        keys = meter_period_id(meter_id(customers, self.office.meters.number[customers]), index)
        again = self._keep_on(day, keys[rows], customers[rows], staff[rows])
        asked = rows[~again]
        silent = rows[again]
        if len(asked):
            tray = Situations(day, keys[asked], customers[asked], staff[asked], {})
            decided = yield from self.decide(REPORT_THEFT, tray)
            chosen = decided.chosen("keep_silent")
            for row in chosen.tolist():
                self._keep(decided, row)
            silent = np.concatenate([silent, asked[chosen]])
        written = signs.copy()
        written[silent] = 0
        return written

    def read_again(self, customer: int, day: int) -> None:
        """Whoever reads next answers for himself."""
        if spans := self._silent.get(customer):
            spans[-1] = replace(spans[-1], until=spans[-1].until or day)

    def _keep_on(self, day: int, keys: Int64s, customers: Int64s, staff: Int64s) -> Mask:
        """Where a reader who kept silent before does so again."""
        again = np.zeros(len(keys), np.bool_)
        for row, (key, customer, who) in enumerate(zip(keys.tolist(), customers.tolist(), staff.tolist(), strict=True)):
            before = next((each for each in self._silent.get(customer, ()) if each.staff == who), None)
            if before is not None:
                again[row] = True
                self._silent[customer].append(Silent(before.act, who, key, day))
        return again

    def _keep(self, decided: Decided, row: int) -> None:
        """Nothing shows it until a case says that the sign stood there."""
        tray = decided.tray
        occurred = self.office.calendar.first_working_after(tray.day)
        act = self._enter(decided, row, (Fixed(0),), effect_on=tray.day, occurred_on=occurred, due_on=tray.day)
        silent = Silent(act.act_id, int(tray.staff[row]), int(tray.keys[row]), tray.day)
        self._silent.setdefault(int(tray.objects[row]), []).append(silent)

    def established(self, case: Case) -> None:
        """A case of today: what its evidence shows of those who were silent before."""
        spans, truth = self._silent.pop(case.customer, []), self.office.truth
        by_act: dict[int, list[Silent]] = {}
        for each in spans if case.outside else ():
            if case.since <= each.day < case.opened_on:
                by_act.setdefault(each.act, []).append(each)
        for number, shown in by_act.items():
            act, first = truth.acts[number], shown[0]
            days = sum((each.until or case.opened_on) - each.day for each in shown)
            occurred = self.office.calendar.first_working_after(first.day)
            act.shown_as("2.6", (REPORT_THEFT.about, first.key), occurred, Fixed(case.fee_fen(days)))
            act.due_on, act.amount_fen = first.day, case.fee_fen(days)
            truth.watch(case.opened_on, act)
