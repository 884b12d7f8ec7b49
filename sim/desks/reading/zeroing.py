"""Zeros: places that stand empty, whose register stands still (空房), and zeros that are none (非正常劃零).

A zero at an empty place is noted as vacant; the review lists it and has it read no second time. After so many in a row
an auditor looks (spot_check.py).
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.latent import WrongReading
from kaohe.sim.deciding.meanings import all_of, at_least
from kaohe.sim.deciding.points import (
    REGISTRY,
    Action,
    Decided,
    DecisionPoint,
    Left,
    Mask,
    Names,
    Situations,
    With,
)
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, Int64s, clock
from kaohe.sim.desks.reading.leaving_unread import spoilt_readings
from kaohe.sim.desks.reading.meter_reading import CHECK_LASTS_S, CHECK_S
from kaohe.sim.records.ids import meter_id, meter_period_id, meter_period_parts
from kaohe.sim.streams import Purpose, happens, words_at
from kaohe.sim.town.customers import PROFILE_NAMES
from kaohe.sim.town.use import USUAL_E4

if TYPE_CHECKING:
    from kaohe.sim.office import Office

MOST = 6  # cycles
MONTH_DAYS = 30


def _was_used(office: Office, tray: Situations) -> Mask:
    """Use since the last register, which somebody really read and from which the next bill begins; nothing to be seen
    at the meter.
    """
    meters, customers = office.meters, tray.objects
    used: Mask = (tray.fields["advance_kwh"] > 0) & (tray.fields["register"] != tray.fields["last_register"])
    plain = (meters.anchor_register[customers] == meters.last_register[customers]) & (meters.swap_kwh[customers] == 0)
    plain &= (meters.provisional[customers] == 0) & ~office.population.multi_function[customers]
    may: Mask = used & plain & (office.faults.seen[customers] == 0)
    return may


def _anew(office: Office, tray: Situations) -> Mask:
    """Who was not set to zero in the period before: that would go on."""
    return office.reading.zeros.anew(tray.objects, meter_period_parts(tray.keys)[1])


def _shown_at_once(office: Office, tray: Situations) -> Mask:
    """A spot check on the day of the bill, or as late as one may be, would prove it: see misreadings."""
    on, latest = office.reading.unloading.issued_on(tray.day), tray.day + office.rules.recheck_within_days
    if on > min(latest, office.last_day):
        return np.zeros(len(tray), np.bool_)
    meters, customers = office.meters, tray.objects
    begin_s, end_s = clock(on, CHECK_S), clock(latest, CHECK_S + CHECK_LASTS_S)
    most = meters.most_units(customers, end_s - tray.fields["shown_at"])
    shown = np.ones(len(tray), np.bool_)
    for at in (begin_s, end_s):
        ran = office.foreseen(customers, at) - tray.fields["last_register"]
        shown &= ran % meters.turn.take(customers) > most
    return shown | meters.copied(customers, meter_period_parts(tray.keys)[1])


@dataclass(frozen=True)
class Cycles:
    """From 1 to 6 cycles: those of the situation."""

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        return tray.fields["cycles"][at]

    def most(self, tray: Situations, at: Int64s) -> Int64s | None:
        return None


def _spoils(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    index = int(meter_period_parts(tray.keys)[1][0])
    every = spoilt_readings(int(tray.objects[0]), office, index, MOST)
    return (("read_meter", int(tray.keys[0])), *(each for each in every if each != ("note_zero", int(tray.keys[0]))))


NOTE_ZERO = REGISTRY.add(
    DecisionPoint(
        59,
        "note_zero",
        "meter_reader",
        "customer",
        "meter_period",
        "cycle",
        Names("零電量如實記", "note a zero where the register stands still", "零电量如实记"),
        (
            Action(
                1,
                "set_to_zero",
                Names("非正常劃零", "set to zero without cause", "非正常划零"),
                clause="2.5",
                draws={"cycles": Cycles()},
                may=all_of(_was_used, _anew),
                matures=_shown_at_once,
                company=(With("spot_check", "check"),),
                spoils=_spoils,
            ),
            Action(
                2,
                "fall_empty",
                Names("遷出空置", "move out, the place stands empty", "迁出空置"),
                draws={"cycles": Days(1, MOST)},
                may=all_of(at_least("usual_load", 1), at_least("one_register", 1)),
            ),
        ),
        omission=Left(None),
    )
)


@dataclass
class Zeroed:
    """Who is set to zero: by which act, by whom, at which register of which meter, since which second, last in which
    period (index), and for how many cycles more. Once somebody has found another register there it goes on no longer.
    """

    act_id: int
    staff: int
    register: int
    meter: int
    since: int
    index: int
    cycles: int


@dataclass
class Zero:
    """A zero that was billed: key (meter_period), day, what it adds and what all of it comes to, 分; shown: whether a
    row proves it.
    """

    key: int
    day: int
    own_fen: int
    full_fen: int
    shown: bool = False


@dataclass
class Run:
    """The zeros of an act, by time."""

    zeros: list[Zero] = field(default_factory=list)


class Zeroing(Desk):
    """Whose zeros are noted as vacant, and how many of each there were in a row."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._zeroed: dict[int, Zeroed] = {}
        self._runs: dict[int, Run] = {}
        self._in_a_row, self._set_in = np.zeros(office.n, np.int16), np.zeros(office.n, np.int16)

    def empty(self, customers: Int64s) -> Mask:
        """Whose place stands empty."""
        office = self.office
        empty: Mask = office.population.vacant(office.month.index)[customers]
        idle: Mask = empty | (office.use.load_e4[customers] == 0)
        return idle

    def anew(self, customers: Int64s, index: Int64s) -> Mask:
        """Who was not set to zero in the period before one (index)."""
        anew: Mask = self._set_in[customers] != index - 1
        return anew

    def work(
        self, read: Situations, open_rows: Mask, recorded: Int64s, at: Int64s
    ) -> Generator[Question, None, tuple[Int64s, Mask]]:
        """What is written down of the day's meters (in `read`, those that were read by the book: open_rows), and where
        it is a zero that is noted as vacant.
        """
        zero = self._going_on(read, open_rows)
        asked = np.flatnonzero(open_rows & ~zero)
        decided = yield from self.decide(NOTE_ZERO, self._tray(read, asked))
        chosen = decided.chosen("set_to_zero")
        for row in chosen.tolist():
            self._set(decided, row)
        self._fall_empty(decided, at[asked])
        zero[asked[chosen]] = True
        written = np.where(zero, read.fields["last_register"], recorded)
        return written, zero | self._vacant(read, open_rows, written)

    def _tray(self, read: Situations, asked: Int64s) -> Situations:
        office, customers = self.office, read.objects[asked]
        word = words_at(office.seed, Purpose.ZERO_CYCLES, read.keys[asked])
        return Situations(
            read.day,
            read.keys[asked],
            customers,
            read.staff[asked],
            {
                **{name: read.fields[name][asked] for name in ("register", "last_register", "advance_kwh", "shown_at")},
                "cycles": 1 + (word >> np.uint64(32)).astype(np.int64) * MOST // (1 << 32),
                "usual_load": (office.use.load_e4[customers] == USUAL_E4).astype(np.int64),
                "one_register": (~office.population.multi_function[customers]).astype(np.int64),
                "salient": (read.fields["advance_kwh"][asked] == 0).astype(np.int64),
            },
        )

    def _vacant(self, read: Situations, open_rows: Mask, written: Int64s) -> Mask:
        """The register stands still, the place is empty, and nothing else is to be seen."""
        meters, customers = self.office.meters, read.objects
        still: Mask = open_rows & (written == read.fields["last_register"]) & (read.fields["advance_kwh"] == 0)
        rows = np.flatnonzero(still)
        who = customers[rows]
        still[rows] = self.empty(who) & (meters.swap_kwh[who] == 0) & (meters.provisional[who] == 0)
        still[rows] &= (meters.anchor_register[who] == written[rows]) & ~self.office.population.multi_function[who]
        return still

    def _going_on(self, read: Situations, open_rows: Mask) -> Mask:
        """Who is set to zero again: by the same reader, at the same register of the same meter, as long as that was to
        be.
        """
        again = np.zeros(len(read), np.bool_)
        if not self._zeroed:
            return again
        rows = np.flatnonzero(np.isin(read.objects, list(self._zeroed)))
        index = meter_period_parts(read.keys)[1]
        may = _was_used(self.office, read.at(rows))
        for row, used in zip(rows.tolist(), may.tolist(), strict=True):
            customer = int(read.objects[row])
            each = self._zeroed[customer]
            here = int(self.office.meters.last_register[customer]), int(self.office.meters.number[customer])
            goes_on = here == (each.register, each.meter) and index[row] == each.index + 1 and each.cycles > 0
            goes_on &= not self.office.latent.looked_at(customer, each.register, each.since)
            again[row] = used and goes_on and bool(open_rows[row]) and each.staff == read.staff[row]
            each.cycles, each.index = each.cycles - 1, each.index + 1
            if not again[row]:
                del self._zeroed[customer]
        return again

    def _set(self, decided: Decided, row: int) -> None:
        """Only an authoritative row shows it."""
        tray, customer = decided.tray, int(decided.tray.objects[row])
        if tray.fields["register"][row] == tray.fields["last_register"][row]:
            return
        act = self.did(decided, row, shown=None)
        register = int(tray.fields["last_register"][row])
        meter, cycles = int(self.office.meters.number[customer]), max(decided.one("cycles", row), 1) - 1
        index = int(tray.keys[row]) & 1023
        since = int(self.office.meters.anchor_at[customer])
        self._zeroed[customer] = Zeroed(act.act_id, int(tray.staff[row]), register, meter, since, index, cycles)
        self._runs[act.act_id] = Run()

    def _fall_empty(self, decided: Decided, at: Int64s) -> None:
        """Who lives there moves out once the meter is read, for so many months."""
        rows = decided.chosen("fall_empty")
        if len(rows):
            until = decided.tray.day + MONTH_DAYS * decided.param("cycles", rows)
            self.office.happenings.stand_empty(decided.tray.objects[rows], at[rows], until)

    def arm(self, customers: Int64s, recorded: Int64s, true: Int64s, shown_at: Int64s) -> None:
        """Readings were written down: those that were set to zero are wrong."""
        if not self._zeroed:
            return
        for row in np.flatnonzero(np.isin(customers, list(self._zeroed)) & (recorded != true)).tolist():
            customer = int(customers[row])
            each = self._zeroed[customer]
            if recorded[row] == each.register:
                self._set_in[customer] = each.index
                wrong = int(recorded[row]), int(true[row]), int(shown_at[row])
                self.office.latent.arm(each.act_id, customer, *wrong)

    def count(self, customers: Int64s, vacant: Mask) -> None:
        """Readings were written down: zeros that are noted as vacant, and others."""
        self._in_a_row[customers] = np.where(vacant, self._in_a_row[customers] + 1, 0)

    def still_vacant(self, customers: Int64s, register: Int64s) -> Mask:
        """Where somebody who looks finds the place empty, and the register as it was noted of a vacant place."""
        noted = (self._in_a_row[customers] > 0) & (self.office.meters.now_register[customers] == register)
        found: Mask = noted & self.empty(customers)
        return found

    def to_be_looked_at(self, customers: Int64s, keys: Int64s) -> Mask:
        """At which meters (keys: meter_period) an auditor looks, because there were so many zeros in a row."""
        office, practice = self.office, self.office.practice
        row = self._in_a_row[customers]
        found: Mask = (row > 0) & (row % max(practice.zero_spot_cycles, 1) == 0)
        at = np.flatnonzero(found)
        if not len(at):
            return found
        who = customers[at]
        resident = office.population.profile[who] == PROFILE_NAMES.index("resident")
        rate = np.where(resident, practice.zero_spot_resident_e6, practice.zero_spot_business_e6)
        rate = np.where(office.special_customers[who], practice.zero_spot_10kv_e6, rate)
        word = words_at(office.seed, Purpose.ZERO_SPOT, keys[at])
        for each in np.unique(rate).tolist():
            of = at[rate == each]
            found[of] = happens(word[rate == each], each)
        return found

    # ── what shows it ────────────────────────────────────────────────────────────────────────────────────────────────

    def knows(self, act_id: int) -> bool:
        """Whether an act set somebody to zero."""
        return act_id in self._runs

    def billed(self, wrong: WrongReading, own_fen: int, full_fen: int) -> None:
        """A zero was billed: what it adds to what was wrong before, and all that is wrong with it."""
        meter = int(meter_id(wrong.customer, int(self.office.meters.number[wrong.customer])))
        run = self._runs[wrong.act_id]
        read_on = int(self.office.meters.now_on[wrong.customer])
        run.zeros.append(Zero(int(meter_period_id(meter, wrong.index)), read_on, own_fen, full_fen))
        act = self.office.truth.acts[wrong.act_id]
        if act.evidenced_on is None:
            act.amount_fen = sum(each.own_fen for each in run.zeros)

    def proven(self, day: int, wrong: WrongReading) -> None:
        """A row proves a zero: the act is the first of those that are proven, and worth all that these add."""
        run, act = self._runs[wrong.act_id], self.office.truth.acts[wrong.act_id]
        for each in run.zeros:
            each.shown |= each.key & 1023 == wrong.index
        first, *later = [each for each in run.zeros if each.shown]
        fen = first.full_fen + sum(each.own_fen for each in later)
        shown_on = act.evidenced_on
        act.shown_as("2.5", (NOTE_ZERO.about, first.key), first.day, Fixed(fen))
        act.amount_fen = fen
        if shown_on is None:
            self.office.truth.watch(day, act)
        else:
            act.evidenced_on = shown_on
