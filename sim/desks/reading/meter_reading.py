"""Reading: the books of the day, meter by meter (抄表工)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of
from kaohe.sim.clock.workday import BookDone
from kaohe.sim.deciding.draws import Unbounded, size_words
from kaohe.sim.deciding.meanings import all_of
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
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock
from kaohe.sim.desks.issuing.bill_papers import write_registers
from kaohe.sim.desks.reading.planning import Round
from kaohe.sim.desks.reading.reporting import sign_codes
from kaohe.sim.desks.reading.unloading import Came
from kaohe.sim.records import NULL
from kaohe.sim.records.ids import READING_KINDS, meter_id, meter_period_id, meter_period_parts, period_code, reading_id
from kaohe.sim.streams import Purpose, below, happens, words_at
from kaohe.sim.town.faults import STOPPED, THEFT, THEFT_SUSPECT
from kaohe.sim.town.happenings import FOR_EVER

if TYPE_CHECKING:
    from kaohe.sim.deciding.choices import Facing
    from kaohe.sim.office import Office

# A spot check begins in the afternoon and is done within two hours, whoever is looked at first.
CHECK_S, CHECK_LASTS_S = 14 * 3_600, 2 * 3_600
FOUND_E4 = 5_000  # of the use passes beside the meter, where somebody finds signs of it [assumption]
ACTUAL = READING_KINDS.index("actual")
ESTIMATE = READING_KINDS.index("estimate")


@dataclass(frozen=True)
class PartOfAdvance(Unbounded):
    """15 to 50 % of the period's energy, either way: the whole kWh of so many register units."""

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        word = size_words(office, point, tray, at)
        part_kwh = tray.fields["advance_kwh"][at] * (15 + below(word, 36)) // 100
        recorded, customers = office.recorded, tray.objects[at]
        whole_kwh = recorded.energy_kwh(customers, recorded.units(customers, part_kwh))
        return whole_kwh * np.where(word & np.uint64(1), 1, -1)


def _misread_has_meaning(office: Office, tray: Situations) -> Mask:
    """It changes the register, and the review lets it pass: no zero, no negative advance, not above three times the
    mean. What is written lies where the dial of the meter in place can stand, not before its last register, and where
    use could have brought it.
    """
    meters, customers, less = office.meters, tray.objects, _less(office, tray)
    true, shown_at, mean = tray.fields["register"], tray.fields["shown_at"], tray.fields["mean_kwh"]
    recorded = _written(office, customers, true, less)
    segment = meters.segment_kwh(customers, recorded, shown_at)
    kwh = segment + meters.swap_kwh.take(customers)
    units_less = meters.units(customers, true, shown_at) - meters.units(customers, recorded, shown_at)
    straight = units_less == office.recorded.units(customers, less)  # neither wraps at a turn
    passes = (kwh > 0) & (segment >= 0) & ((mean == 0) | (kwh <= office.rules.mean_multiple * mean))
    readable: Mask = (tray.fields["locked"] == 0) & (tray.fields["advance_kwh"] > 0)
    may: Mask = (units_less != 0) & straight & passes & readable
    return may


def _less(office: Office, tray: Situations) -> Int64s:
    return PartOfAdvance().draw(office, READ_METER, tray, np.arange(len(tray)))


def _written(office: Office, customers: Int64s, true: Int64s, less_kwh: Int64s) -> Int64s:
    """The register that is so much energy below the true one."""
    meters = office.meters
    written: Int64s = (true - office.recorded.units(customers, less_kwh)) % meters.turn.take(customers)
    return written


def _too_low(office: Office, tray: Situations) -> Int64s:
    """1 where what would be written is too low, 0 where it is too high."""
    return (_less(office, tray) > 0).astype(np.int64)


def _single_register(office: Office, tray: Situations) -> Mask:
    """A multi-function meter shows four registers: nobody invents them all; one of them can be misread."""
    single: Mask = ~office.population.multi_function[tray.objects]
    return single


def _sound_and_read(office: Office, tray: Situations) -> Mask:
    """A meter with which nothing is wrong is read, and turned until now."""
    sound: Mask = (office.faults.kind[tray.objects] == 0) & (tray.fields["locked"] == 0)
    return sound & (tray.fields["advance_kwh"] > 0)


def _misread_can_be_shown(office: Office, tray: Situations) -> Mask:
    """A spot check on the day of the bill would prove it: by the frozen register, or because no use joins the two.

    Another order may move this reading or the one before by some days: so it must be shown as late as a check may be,
    and by a quarter less. What can be seen of a fault is reported, and then no two registers prove anything.
    """
    on, latest = office.reading.unloading.issued_on(tray.day), tray.day + office.rules.recheck_within_days
    if on > min(latest, office.last_day):
        return np.zeros(len(tray), np.bool_)
    meters, customers = office.meters, tray.objects
    recorded = _written(office, customers, tray.fields["register"], _less(office, tray) * 3 // 4)
    begin_s, end_s = clock(on, CHECK_S), clock(latest, CHECK_S + CHECK_LASTS_S)
    most = meters.most_units(customers, end_s - tray.fields["shown_at"])
    shown = np.ones(len(tray), np.bool_)
    for at in (begin_s, end_s):
        shown &= (office.foreseen(customers, at) - recorded) % meters.turn.take(customers) > most
    _, index = meter_period_parts(tray.keys)
    unseen: Mask = office.faults.seen.take(customers) == 0
    return meters.copied(customers, index) | shown & unseen


def written_as(facing: Facing, register: int) -> Mapping[str, int]:
    """Parameters of a reading that writes this register, whatever the dial shows."""
    turn = int(facing.office.meters.turn[facing.object])
    return {"less_kwh": 0, "off_units": (facing.field("register") - register) % turn}


def as_last(facing: Facing) -> int:
    """The register that the last period's energy comes to: what stands in a round that nobody went."""
    office, who = facing.office, facing.who
    units = office.recorded.units_for(who, np.maximum(office.meters.last_kwh.take(who), 0))
    return int(((office.meters.last_register.take(who) + units) % office.meters.turn.take(who))[0])


READ_METER = REGISTRY.add(
    DecisionPoint(
        3,
        "read_meter",
        "meter_reader",
        "customer",
        "meter_period",
        "cycle",
        Names("抄準", "read the register", "抄准"),
        (
            Action(
                1,
                "estimate",
                Names("估抄", "estimate without reading", "估抄"),
                clause="2.2",
                draws={"less_kwh": PartOfAdvance()},
                may=all_of(_single_register, _misread_has_meaning),
                sides=_too_low,
                matures=_misread_can_be_shown,
                company=(With("spot_check", "check"),),
            ),
            Action(
                2,
                "misread",
                Names("錯抄", "misread", "错抄"),
                clause="2.2",
                draws={"less_kwh": PartOfAdvance()},
                may=_misread_has_meaning,
                sides=_too_low,
                matures=_misread_can_be_shown,
                company=(With("spot_check", "check"),),
            ),
            Action(3, "no_read", Names("鎖門留條", "locked door, note left", "锁门留条")),
            Action(
                4,
                "find_stopped",
                Names("見表停走", "find the meter stopped", "见表停走"),
                may=all_of(_single_register, _sound_and_read),
            ),
            Action(
                5,
                "find_theft",
                Names("見竊電跡象", "find signs of theft", "见窃电迹象"),
                may=all_of(_single_register, _sound_and_read),
            ),
            Action(
                6,
                "steal_unseen",
                Names("暗中竊電", "steal unseen, and be told of", "暗中窃电"),
                may=all_of(_single_register, _sound_and_read),
            ),
        ),
        omission=Left("estimate", sized=lambda facing: written_as(facing, as_last(facing))),
    )
)


@dataclass(frozen=True)
class ReadTray:
    """The day's readings in the order of time; arrays by row. `rounds` of `row_round` index `books`; shown_at: the
    second whose register was read.
    """

    customers: Int64s
    row_round: Int64s
    recorded: Int64s
    shown_at: Int64s
    estimated: NDArray[np.bool_]

    def part(self, keep: NDArray[np.bool_], rounds: Int64s) -> ReadTray:
        """The rows of some books, which are `rounds` of those that there were."""
        kept = (values[keep] for values in (self.customers, self.recorded, self.shown_at))
        customers, recorded, shown_at = kept
        of = np.searchsorted(rounds, self.row_round[keep])
        return ReadTray(customers, of, recorded, shown_at, self.estimated[keep])


class MeterReading(Desk):
    """Reads the meters of the day's rounds and writes them down."""

    def work(self, day: int) -> Generator[Question, None, None]:
        """Read the books of the day."""
        went = yield from self.office.reading.rounds.work(day)
        if went:
            yield from self._read_meters(day, [each for each, _ in went], [job for _, job in went])
        handhelds = self.office.reading.handhelds
        if self.office.calendar.is_open(day):
            handhelds.draw_ahead(day, [job for _, job in went])
        handhelds.write(day)

    def _read_meters(self, day: int, rounds: list[Round], done: list[BookDone]) -> Generator[Question, None, None]:
        """One tray of all meters read today, in the order of time."""
        office = self.office
        books = [office.book_customers(each.book, day) for each in rounds]
        for each, (who, _) in zip(rounds, books, strict=True):
            office.issuing.issuance.read(each.book, each.index, who)
            office.issuing.slowing.read(each.book, each.index, who)
        customers = np.concatenate([who for who, _ in books])
        row_round = np.repeat(np.arange(len(rounds)), [len(who) for who, _ in books])
        at = np.concatenate([job.begin_s + turn * job.job.pace_s for job, (_, turn) in zip(done, books, strict=True)])
        order = order_of(at)
        customers, row_round, at = customers[order], row_round[order], at[order]
        index = np.array([each.index for each in rounds])[row_round]
        staff = np.array([job.job.reader for job in done])[row_round]
        true, shown_at = office.meters.shown(customers, index, clock(day, 0) + at)
        tray = self._tray(day, customers, index, staff, true, shown_at)
        decided = yield from self.decide(READ_METER, tray)
        recorded, estimated = self._recorded(decided, true)
        self._happen(decided, day, day * DAY_S + at)
        signs = office.faults.signs(customers, day * DAY_S + at)
        # a hook is seen from the street: whoever makes up a reading there has to report it all the same
        unseen = estimated | decided.took("estimate") & (signs != THEFT_SUSPECT)
        signs = np.where(unseen, 0, signs)
        signs = yield from office.reading.silence.work(day, customers, index, staff, signs)
        self._write(day, at, shown_at, customers, index, staff, rounds, row_round, recorded, estimated, signs)
        self._acts(decided, true, recorded, shown_at)
        office.reading.reporting.report(day, customers, index, signs, staff, day * DAY_S + at)
        came = Came(day, rounds, done, ReadTray(customers, row_round, recorded, shown_at, estimated))
        yield from office.reading.returning.receive(day, came)

    def _tray(
        self, day: int, customers: Int64s, index: Int64s, staff: Int64s, true: Int64s, shown_at: Int64s
    ) -> Situations:
        office, meters = self.office, self.office.meters
        used = meters.swap_kwh.take(customers) + meters.segment_kwh(customers, true, shown_at)
        keys = meter_period_id(meter_id(customers, meters.number.take(customers)), index)
        locked = self.locked(customers, keys) & ~meters.estimated.take(customers)
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
                "last_register": meters.last_register.take(customers),
                "advance_kwh": used,
                "shown_at": shown_at,
                "mean_kwh": mean,
                "locked": locked.astype(np.int64),
                "salient": odd.astype(np.int64),
            },
        )

    def _happen(self, decided: Decided, day: int, at: Int64s) -> None:
        """What happens in the town: these meters stand still from now on; beside those energy passes from now on, by
        what has been there since 0:00, or inside the box, of which neighbours tell.
        """
        faults = self.office.faults
        happens_here = (
            ("find_stopped", STOPPED, 0),
            ("find_theft", THEFT, FOUND_E4),
            ("steal_unseen", THEFT, FOUND_E4),
        )
        for action, kind, size in happens_here:
            rows = decided.chosen(action)
            if len(rows):
                none, for_ever = np.zeros(len(rows), np.int64), np.full(len(rows), FOR_EVER)
                customers = decided.tray.objects[rows]
                hidden = np.full(len(rows), action == "steal_unseen")
                faults.begin(customers, none + kind, at[rows], none + size, for_ever, hidden)
                if action == "find_theft":
                    faults.since[customers] = day * DAY_S
                if action == "steal_unseen":
                    self.office.counter.listening.tell(day, customers)

    def locked(self, customers: Int64s, keys: Int64s) -> Mask:
        """At whose door nobody answers in a period (keys: meter_period)."""
        word = words_at(self.office.seed, Purpose.NO_READ, keys)
        locked: Mask = happens(word, self.office.practice.locked_door_e6) & ~self.office.special_customers.take(
            customers
        )
        return locked

    def _recorded(self, decided: Decided, true: Int64s) -> tuple[Int64s, NDArray[np.bool_]]:
        """What is written down; the second array marks coded no-reads at the previous quantity."""
        meters, tray = self.office.meters, decided.tray
        recorded = true.copy()
        wrong = decided.chosen("estimate", "misread")
        if len(wrong):
            less = decided.param("less_kwh", wrong)
            written = _written(self.office, tray.objects[wrong], true[wrong], less)
            off = decided.typed("off_units")[wrong]  # what somebody wrote himself, digit for digit
            recorded[wrong] = (written - off) % meters.turn.take(tray.objects[wrong])
        unread = (tray.fields["locked"] == 1) & decided.by_the_book() | decided.took("no_read")
        at = np.flatnonzero(unread)
        if len(at):
            customers = tray.objects[at]
            before = self.office.recorded.units_for(customers, np.maximum(meters.last_kwh.take(customers), 0))
            recorded[at] = (meters.last_register.take(customers) + before) % self.office.recorded.turn(customers)
        return recorded, unread

    def _write(
        self,
        day: int,
        at: Int64s,
        shown_at: Int64s,
        customers: Int64s,
        index: Int64s,
        staff: Int64s,
        rounds: list[Round],
        row_round: Int64s,
        recorded: Int64s,
        estimated: NDArray[np.bool_],
        signs: Int64s,
    ) -> None:
        office, meters = self.office, self.office.meters
        kind = np.where(estimated, ESTIMATE, ACTUAL)
        meter = meter_id(customers, meters.number.take(customers))
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
            frozen_on=np.where(meters.copied(customers, index) & ~estimated, meters.frozen_on.take(customers), NULL),
            remark=np.where(estimated, locked, sign_codes(office, "reading", "remark", signs)),
        )
        meters.read(customers, day, shown_at, recorded, row, index, estimated)
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
        seconds = (day - office.month.start) * DAY_S + at[of]
        true = further.shown(which, office.meters.copied(customers[of], index[of]), seconds)
        further.now[:, which] = np.where(estimated[of], further.guessed(which), true)
        who, now = customers[of], further.now[:, which]
        meter = meter_id(who, office.meters.number[who])
        write_registers(office, row[of], day * DAY_S + at[of], staff[of], meter, who, index[of], now)

    def _acts(self, decided: Decided, true: Int64s, recorded: Int64s, shown_at: Int64s) -> None:
        for row in decided.chosen("estimate", "misread").tolist():
            if recorded[row] != true[row]:
                act = self.did(decided, row, shown=None)
                customer = int(decided.tray.objects[row])
                self.office.latent.arm(act.act_id, customer, int(recorded[row]), int(true[row]), int(shown_at[row]))
