"""Reading: the books of the day, meter by meter (抄表工)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.decisions import REGISTRY, Action, Actions, DecisionPoint, Names, Situations
from kaohe.sim.desks.base import DAY_S, Desk, Int64s
from kaohe.sim.desks.planning import Round
from kaohe.sim.desks.sheets import write_registers
from kaohe.sim.ids import READING_KINDS, meter_id, meter_period_id, period_code, reading_id
from kaohe.sim.questions import Question
from kaohe.sim.records import NULL
from kaohe.sim.streams import Purpose, below, happens, words_at
from kaohe.sim.tariff.energy import advance
from kaohe.sim.workday import BookDone

if TYPE_CHECKING:
    from kaohe.sim.office import Office

ACTUAL = READING_KINDS.index("actual")
ESTIMATE = READING_KINDS.index("estimate")


def _shift_kwh(office: Office, tray: Situations, at: Int64s) -> Mapping[str, Int64s]:
    """15 to 50 % of the period's energy, either way, in whole register units."""
    word = words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], READ_METER.number)
    customers = tray.objects[at]
    multiplier = office.meters.multiplier[customers]
    units = (tray.fields["advance_kwh"][at] * (15 + below(word, 36)) // 100) // multiplier
    sign = np.where(word & np.uint64(1), 1, -1)
    return {"less_kwh": units * multiplier * sign}


def _misread_has_meaning(office: Office, tray: Situations) -> NDArray[np.bool_]:
    """It changes the register, a dial can show it, and the review lets it pass: no zero, no negative advance, not above
    three times the mean.

    A dial can show it where the advance to the written register is the advance that is meant. A new meter stands near
    0: what lies below wraps to the top of the register and would be billed as nearly a whole turn.
    """
    at = np.arange(len(tray))
    less = _shift_kwh(office, tray, at)["less_kwh"]
    kwh = tray.fields["advance_kwh"] - less
    mean = tray.fields["mean_kwh"]
    passes = (kwh > 0) & ((mean == 0) | (kwh <= office.rules.mean_multiple * mean))
    shown = _advance_kwh(office, tray.objects, _short_by(office, tray, at, less)) == kwh
    readable: NDArray[np.bool_] = (tray.fields["locked"] == 0) & (tray.fields["advance_kwh"] > 0)
    may: NDArray[np.bool_] = (less != 0) & passes & shown & readable
    return may


def _short_by(office: Office, tray: Situations, at: Int64s, less_kwh: Int64s) -> Int64s:
    """What is written at these positions of the tray where the register is read so many kWh short."""
    meters, customers = office.meters, tray.objects[at]
    units = less_kwh // meters.multiplier[customers]
    return (tray.fields["register"][at] - units) % 10 ** meters.digits[customers]


def _advance_kwh(office: Office, customers: Int64s, registers: Int64s) -> Int64s:
    """Energy of the period up to these registers, with that of meters removed since the last reading."""
    meters = office.meters
    return meters.swap_kwh[customers] + advance(
        meters.last_register[customers], registers, meters.digits[customers], meters.multiplier[customers]
    )


def _estimate_has_meaning(office: Office, tray: Situations) -> NDArray[np.bool_]:
    """A multi-function meter shows four registers: nobody invents them all; one of them can be misread."""
    single: NDArray[np.bool_] = ~office.population.multi_function[tray.objects]
    return single & _misread_has_meaning(office, tray)


def _misread_can_be_shown(office: Office, tray: Situations) -> NDArray[np.bool_]:
    on = office.calendar.first_working_after(tray.day)
    in_time = on <= min(tray.day + office.rules.recheck_within_days, office.last_day)
    return office.meters.electronic[tray.objects] & in_time


_SPOT = ("spot_check", "check")

READ_METER = REGISTRY.add(
    DecisionPoint(
        3,
        "read_meter",
        "meter_reader",
        "customer",
        Names("抄準", "read the register", "抄准"),
        (
            Action(
                "estimate",
                Names("估抄", "estimate without reading", "估抄"),
                ("less_kwh",),
                "2.2",
                _estimate_has_meaning,
                _misread_can_be_shown,
                _shift_kwh,
                checked_by=_SPOT,
            ),
            Action(
                "misread",
                Names("錯抄", "misread", "错抄"),
                ("less_kwh",),
                "2.2",
                _misread_has_meaning,
                _misread_can_be_shown,
                _shift_kwh,
                checked_by=_SPOT,
            ),
            Action("no_read", Names("鎖門留條", "locked door, note left", "锁门留条")),
        ),
    )
)


@dataclass(frozen=True)
class ReadTray:
    """The day's readings in the order of time; arrays by row. `rounds` of `row_round` index `books`."""

    customers: Int64s
    row_round: Int64s
    recorded: Int64s
    estimated: NDArray[np.bool_]


class Reading(Desk):
    """Reads the meters of the day's rounds and writes them down."""

    def work(self, day: int) -> Generator[Question, None, None]:
        """Read the books of the day."""
        went = yield from self.office.rounds.work(day)
        if went:
            yield from self._read_meters(day, [each for each, _ in went], [job for _, job in went])

    def _read_meters(self, day: int, rounds: list[Round], done: list[BookDone]) -> Generator[Question, None, None]:
        """One tray of all meters read today, in the order of time."""
        office = self.office
        sizes = [office.book_customers(each.book, day) for each in rounds]
        customers = np.concatenate(sizes)
        row_round = np.repeat(np.arange(len(rounds)), [len(each) for each in sizes])
        at = np.concatenate(
            [job.begin_s + np.arange(len(each)) * job.job.pace_s for job, each in zip(done, sizes, strict=True)]
        )
        order = np.argsort(at, kind="stable")
        customers, row_round, at = customers[order], row_round[order], at[order]
        index = np.array([each.index for each in rounds])[row_round]
        staff = np.array([job.job.reader for job in done])[row_round]
        true = office.meters.register(customers, day)
        tray = self._tray(day, customers, index, staff, true)
        actions = yield from office.decide(READ_METER, tray)
        recorded, estimated = self._recorded(tray, actions, true)
        office.meters.frozen[customers] = true
        self._write(day, at, customers, index, staff, rounds, row_round, recorded, estimated)
        self._acts(day, tray, actions, true, recorded)
        office.unloading.receive(day, rounds, done, ReadTray(customers, row_round, recorded, estimated))

    def _tray(self, day: int, customers: Int64s, index: Int64s, staff: Int64s, true: Int64s) -> Situations:
        office, meters = self.office, self.office.meters
        used = _advance_kwh(office, customers, true)
        keys = meter_period_id(meter_id(customers, meters.number[customers]), index)
        locked = happens(words_at(office.seed, Purpose.NO_READ, keys), office.practice.locked_door_e6)
        locked &= ~(meters.estimated[customers] | office.special_customers[customers])
        locked &= ~np.isin(customers, np.array(office.ordered_objects(READ_METER, day), np.int64))
        mean = meters.mean_kwh(customers)
        odd = (used <= 0) & (mean > 0) | (used > office.rules.mean_multiple * mean) | locked
        return Situations(
            day,
            keys,
            customers,
            staff,
            {
                "register": true,
                "last_register": meters.last_register[customers],
                "advance_kwh": used,
                "mean_kwh": mean,
                "locked": locked.astype(np.int64),
                "salient": odd.astype(np.int64),
            },
        )

    def _recorded(self, tray: Situations, actions: Actions, true: Int64s) -> tuple[Int64s, NDArray[np.bool_]]:
        """What is written down; the second array marks coded no-reads at the previous quantity."""
        meters = self.office.meters
        recorded = true.copy()
        wrong = np.flatnonzero((actions.codes == 1) | (actions.codes == 2))
        if len(wrong):
            recorded[wrong] = _short_by(self.office, tray, wrong, actions.param("less_kwh", wrong))
        unread = (tray.fields["locked"] == 1) & (actions.codes == 0) | (actions.codes == 3)
        at = np.flatnonzero(unread)
        if len(at):
            customers = tray.objects[at]
            before = np.maximum(meters.last_kwh[customers], 0) // meters.multiplier[customers]
            recorded[at] = (meters.last_register[customers] + before) % 10 ** meters.digits[customers]
        return recorded, unread

    def _write(
        self,
        day: int,
        at: Int64s,
        customers: Int64s,
        index: Int64s,
        staff: Int64s,
        rounds: list[Round],
        row_round: Int64s,
        recorded: Int64s,
        estimated: NDArray[np.bool_],
    ) -> None:
        office, meters = self.office, self.office.meters
        kind = np.where(estimated, ESTIMATE, ACTUAL)
        meter = meter_id(customers, meters.number[customers])
        row = reading_id(meter, index, kind, 0)
        kinds = office.codes("reading", "kind", ("actual", "estimate"))
        locked = office.codes("reading", "remark", ("locked",))[0]
        office.write(
            "reading",
            len(customers),
            id=row,
            recorded_at=day * DAY_S + at,
            staff=staff,
            meter=meter,
            customer=customers,
            book=np.array([each.book for each in rounds])[row_round],
            period=period_code(index),
            kind=np.where(estimated, kinds[1], kinds[0]),
            read_on=day,
            register=recorded,
            frozen_register=None,
            remark=np.where(estimated, locked, NULL),
        )
        meters.read(customers, day, recorded, row, index, estimated)
        self._further(day, at, customers, index, staff, row, estimated)

    def _further(
        self,
        day: int,
        at: Int64s,
        customers: Int64s,
        index: Int64s,
        staff: Int64s,
        row: Int64s,
        estimated: NDArray[np.bool_],
    ) -> None:
        """The further registers of multi-function meters, read with the total or provisional like it."""
        office, further = self.office, self.office.further
        of, which = further.rows(customers)
        if not len(of):
            return
        true = further.register(which, day - office.month.start)
        further.now[:, which] = np.where(estimated[of], further.provisional(which), true)
        who, now = customers[of], further.now[:, which]
        meter = meter_id(who, office.meters.number[who])
        write_registers(office, row[of], day * DAY_S + at[of], staff[of], meter, who, index[of], now)

    def _acts(self, day: int, tray: Situations, actions: Actions, true: Int64s, recorded: Int64s) -> None:
        office = self.office
        wrong = np.flatnonzero(((actions.codes == 1) | (actions.codes == 2)) & (recorded != true))
        for row in wrong.tolist():
            customer = int(tray.objects[row])
            act = office.act(
                READ_METER,
                tray,
                actions,
                row,
                object_type="meter_period",
                object_id=int(tray.keys[row]),
                effect_on=day,
                occurred_on=day,
            )
            office.suspicions.arm(act, customer, int(recorded[row]), int(true[row]), day)
