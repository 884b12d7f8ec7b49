"""What readers see at a meter and leave without a remark (異常不做記錄), and what papers show of it later."""

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
from kaohe.sim.desks.counter.repairs import TOLD_AFTER, Notice, called_on, knows_since
from kaohe.sim.desks.reading.reporting import STANDING
from kaohe.sim.records import NULL
from kaohe.sim.records.ids import meter_id
from kaohe.sim.town.faults import BURNT, MULTIPLIER_MISMATCH, SIGNS, STOPPED, THEFT_SUSPECT

if TYPE_CHECKING:
    from kaohe.sim.desks.field.testing import Standing
    from kaohe.sim.office import Office

# Days from a call to the test of the meter at the latest, whatever others put off meanwhile; between two readings.
TESTED_WITHIN, NEXT_READING = 30, 25


def _will_be_shown(office: Office, tray: Situations) -> Mask:
    """A customer will call before his meter is read again, and says that it stood when it was read; an archive with
    another multiplier will be compared.
    """
    customers, sign = tray.objects, tray.fields["sign"]
    since = office.faults.since[customers]
    on = called_on(office, customers, since)
    called = (on > tray.day) & (on <= tray.day + NEXT_READING) & (on + TESTED_WITHIN <= office.last_day)
    called &= tray.fields["salient"] == 0  # else somebody reads it again
    known = knows_since(office, customers) & (-(-since // DAY_S) <= tray.day)
    planned = office.connection.checking.planned_on(customers)
    compared = (planned > tray.day) & (planned <= office.last_day)
    stands = (sign == STOPPED) | (sign == BURNT)
    shown: Mask = stands & called & known | (sign == MULTIPLIER_MISMATCH) & compared
    return shown


def _would_be_shown(office: Office, tray: Situations) -> Mask:
    """Likewise where a meter burns and he is made to call, unless the crews change it in turn before he does."""
    calls_on = tray.day + TOLD_AFTER
    in_time = calls_on + TESTED_WITHIN <= office.last_day
    in_place = ~office.field.fitting.may_come(tray.objects, int(office.calendar.next_open(calls_on)))
    shown: Mask = (tray.fields["salient"] == 0) & in_time & in_place
    return shown


RECORD_ANOMALY = REGISTRY.add(
    DecisionPoint(
        60,
        "record_anomaly",
        "meter_reader",
        "customer",
        "meter_period",
        "cycle",
        Names("抄見異常即記", "note what is wrong with a meter", "抄见异常即记"),
        (
            Action(
                1,
                "leave_unrecorded",
                Names("異常不做記錄", "leave an anomaly without a remark", "异常不做记录"),
                clause="2.3",
                matures=_will_be_shown,
                occasion=Occasion("read_meter", "find_burnt", lambda office, tray: tray.keys, _would_be_shown),
            ),
        ),
        omission=Left("leave_unrecorded"),
    )
)


@dataclass(frozen=True)
class Unremarked:
    """A reading without a remark: its act, meter, the code of the sign, its register; until: the day of the next
    reading or of the exchange (0: to come).
    """

    act: int
    staff: int
    key: int
    meter: int
    sign: int
    at: int
    register: int
    until: int = 0

    @property
    def day(self) -> int:
        """The day of the reading."""
        return self.at // DAY_S


class LeavingUnrecorded(Desk):
    """Who has once left an anomaly without a remark does so as long as it is there."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._left: dict[int, list[Unremarked]] = {}
        self._called: dict[int, Notice] = {}

    def work(
        self, read: Situations, at: Int64s, signs: Int64s, registers: Int64s, actual: Mask
    ) -> Generator[Question, None, Int64s]:
        """What readers of today's meters write down of what they saw (0: nothing), at these seconds and with these
        registers; actual: not noted as estimated.
        """
        day, customers, staff = read.day, read.objects, read.staff
        for customer in sorted(self._left.keys() & set(customers[actual].tolist())) if self._left else ():
            self.read_again(customer, day)
        rows = np.flatnonzero((signs > 0) & (signs != THEFT_SUSPECT))
        if not len(rows):
            return signs
        meters = meter_id(customers, self.office.meters.number[customers])
        again = self._keep_on(rows, customers, staff, meters, signs)
        unreported = [self._unreported(int(customers[row]), int(signs[row])) for row in rows.tolist()]
        new = rows[np.array(unreported) & (again == 0)]
        acts = {row: act for row, act in zip(rows.tolist(), again.tolist(), strict=True) if act}
        if len(new):
            fields = {"sign": signs[new], "salient": read.fields["salient"][new]}
            decided = yield from self.decide(
                RECORD_ANOMALY, Situations(day, read.keys[new], customers[new], staff[new], fields)
            )
            acts |= {int(new[row]): self._leave(decided, row) for row in decided.chosen("leave_unrecorded").tolist()}
        written = signs.copy()
        for row, act in sorted(acts.items()):
            written[row] = 0
            seen = (int(each[row]) for each in (staff, read.keys, meters, signs, at, registers))
            self._keep_in_mind(int(customers[row]), Unremarked(act, *seen))
        return written

    def _keep_in_mind(self, customer: int, left: Unremarked) -> None:
        """He had another ratio before his eyes too, if it was outside, whatever else he saw."""
        mine = self._left.setdefault(customer, [])
        mine.append(left)
        other = self.office.reading.reporting.other_ratio(np.array([customer]))[0]
        if other and left.sign != MULTIPLIER_MISMATCH and self._unreported(customer, MULTIPLIER_MISMATCH):
            who = left.staff, left.meter, MULTIPLIER_MISMATCH
            before = (each.act for each in mine if (each.staff, each.meter, each.sign) == who)
            mine.append(replace(left, sign=MULTIPLIER_MISMATCH, act=next(before, left.act)))

    def _unreported(self, customer: int, sign: int) -> bool:
        return not self.office.reading.reporting.open_of(customer, SIGNS[sign - 1])

    def _keep_on(self, rows: Int64s, customers: Int64s, staff: Int64s, meters: Int64s, signs: Int64s) -> Int64s:
        """The act of a reader who left it unrecorded before, and goes on so (0: none)."""
        found = np.zeros(len(rows), np.int64)
        for at, row in enumerate(rows.tolist()):
            mine = int(staff[row]), int(meters[row]), int(signs[row])
            before = self._left.get(int(customers[row]), ())
            if self._unreported(int(customers[row]), mine[2]):
                found[at] = next((each.act for each in before if (each.staff, each.meter, each.sign) == mine), 0)
        return found

    def _leave(self, decided: Decided, row: int) -> int:
        """Nothing shows it yet."""
        day = decided.tray.day
        return self._enter(decided, row, (Fixed(0),), effect_on=day, occurred_on=day, due_on=day).act_id

    def read_again(self, customer: int, day: int) -> None:
        """Whoever reads next answers for himself."""
        if spans := self._left.get(customer):
            self._left[customer] = [replace(each, until=each.until or day) for each in spans]

    def exchanged(self, day: int, customers: Int64s, called: dict[int, Notice]) -> None:
        """The meters of these are gone: only what is found at a test can show anything of them yet."""
        for customer in sorted(self._left.keys() & set(customers.tolist())) if self._left else ():
            standing = [each for each in self._left[customer] if SIGNS[each.sign - 1] in STANDING]
            self._keep(customer, [replace(each, until=each.until or day) for each in standing])
            if customer in called:
                self._called[customer] = called[customer]

    def forget(self, customer: int, anomaly: str) -> None:
        """It was put right: nothing will show it any more."""
        self._keep(customer, [each for each in self._left.get(customer, ()) if SIGNS[each.sign - 1] != anomaly])

    def _keep(self, customer: int, spans: list[Unremarked]) -> None:
        if spans:
            self._left[customer] = spans
        else:
            for kept in (self._left, self._called):
                kept.pop(customer, None)

    # ── what shows it ────────────────────────────────────────────────────────────────────────────────────────────────

    def tested(self, day: int, standing: Standing) -> None:
        """A certificate of today says that the meter stood: so it did since the customer's word, whoever read it."""
        customer = standing.customer
        spans, notice = self._left.get(customer), self._called.get(customer)
        if spans is None:
            return
        own = [each for each in spans if each.meter == standing.meter]
        if notice is not None:
            shown = [each for each in own if each.register == standing.removal and _stood(notice, each)]
            for act, mine in _by_act(shown).items():
                days = sum(each.until - each.day for each in mine)
                kwh = notice.normal.kwh * days // notice.normal.days
                fen = self.office.issuing.correcting.fee(customer, kwh)
                self._show(day, act, mine[0], fen)
        self._keep(customer, [each for each in spans if each.meter != standing.meter])

    def compared(self, day: int, customer: int) -> None:
        """A comparison of today finds another multiplier than the archive has."""
        entry, spans = self.office.connection.misbilling.wrong_ratio(customer), self._left.get(customer, ())
        own = [each for each in spans if each.sign == MULTIPLIER_MISMATCH]
        if entry is None:
            return
        for act, mine in _by_act(own).items():
            over = [fen for on, fen in entry.bills if any(each.day <= on < (each.until or day) for each in mine)]
            self._show(day, act, mine[0], abs(sum(over)))

    def unsealed(self, day: int, customer: int, meter: int, since: int) -> None:
        """A comparison of today finds the meter without its seal, as the one before did at a second."""
        gone = SIGNS.index("seal_missing") + 1
        own = [each for each in self._left.get(customer, ()) if each.sign == gone and each.meter == meter]
        for act, mine in _by_act([each for each in own if each.at > since and each.day < day]).items():
            self._show(day, act, mine[0], 0)

    def _show(self, day: int, number: int, first: Unremarked, fen: int) -> None:
        truth = self.office.truth
        act = truth.acts[number]
        if act.evidenced_on is None:
            act.shown_as("2.3", (RECORD_ANOMALY.about, first.key), first.day, Fixed(fen))
            act.due_on, act.amount_fen = first.day, fen
            truth.watch(day, act)


def _stood(notice: Notice, each: Unremarked) -> bool:
    """Whether the customer says that it stood on the whole day of a reading."""
    return notice.fault_on != NULL and notice.fault_on <= each.day


def _by_act(spans: list[Unremarked]) -> dict[int, list[Unremarked]]:
    found: dict[int, list[Unremarked]] = {}
    for each in spans:
        found.setdefault(each.act, []).append(each)
    return found
