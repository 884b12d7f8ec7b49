"""Reading: books drawn and read on their cycle day, meter by meter (抄表工)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.decisions import REGISTRY, Action, Actions, DecisionPoint, Names, Situations
from kaohe.sim.desks.base import DAY_S, Desk, Int64s, clock
from kaohe.sim.desks.planning import Round
from kaohe.sim.ids import HANDHELD_ACTIONS, READING_KINDS, book_period_id, meter_id, meter_period_id, reading_id
from kaohe.sim.questions import Question
from kaohe.sim.records import NULL
from kaohe.sim.streams import Purpose, below, happens, word_at, words_at
from kaohe.sim.tariff.energy import advance
from kaohe.sim.workday import BookDone, BookJob, field_day

if TYPE_CHECKING:
    from kaohe.sim.office import Office

ACTUAL = READING_KINDS.index("actual")
ESTIMATE = READING_KINDS.index("estimate")


def _not_noted(office: Office, tray: Situations) -> NDArray[np.bool_]:
    return tray.fields["special"] == 0


def _read_within_span(office: Office, tray: Situations) -> NDArray[np.bool_]:
    latest = office.calendar.next_open(tray.day + 4)
    return np.full(len(tray), office.calendar.first_working_after(latest) <= office.last_day)


def _days_late(office: Office, tray: Situations, at: Int64s) -> Mapping[str, Int64s]:
    return {"days": 2 + below(words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], READ_BOOK.number), 3)}


def _shift_kwh(office: Office, tray: Situations, at: Int64s) -> Mapping[str, Int64s]:
    """15 to 50 % of the period's energy, either way, in whole register units."""
    word = words_at(office.seed, Purpose.DEVIATION_SIZE, tray.keys[at], READ_METER.number)
    customers = tray.objects[at]
    multiplier = office.meters.multiplier[customers]
    units = (tray.fields["advance_kwh"][at] * (15 + below(word, 36)) // 100) // multiplier
    sign = np.where(word & np.uint64(1), 1, -1)
    return {"less_kwh": units * multiplier * sign}


def _misread_has_meaning(office: Office, tray: Situations) -> NDArray[np.bool_]:
    """It changes the register, and the review lets it pass: no zero, no negative advance, not above three times the mean."""
    less = _shift_kwh(office, tray, np.arange(len(tray)))["less_kwh"]
    kwh = tray.fields["advance_kwh"] - less
    mean = tray.fields["mean_kwh"]
    passes = (kwh > 0) & ((mean == 0) | (kwh <= office.rules.mean_multiple * mean))
    return (less != 0) & passes & (tray.fields["locked"] == 0) & (tray.fields["advance_kwh"] > 0)


def _misread_can_be_shown(office: Office, tray: Situations) -> NDArray[np.bool_]:
    on = office.calendar.first_working_after(tray.day)
    in_time = on <= min(tray.day + office.rules.recheck_within_days, office.last_day)
    return office.meters.electronic[tray.objects] & in_time


_SPOT = ("spot_check", "check")

READ_BOOK = REGISTRY.add(
    DecisionPoint(
        2,
        "read_book",
        "meter_reader",
        "book",
        Names("按例日抄表", "read on the cycle day", "按例日抄表"),
        (
            Action(
                "read_late",
                Names("遲抄", "read late", "迟抄"),
                ("days",),
                "2.1",
                matures=_read_within_span,
                sizes=_days_late,
            ),
            Action(
                "read_next_day_noted",
                Names("因故順延一日", "read a day later with a noted cause", "因故顺延一日"),
                may=_not_noted,
            ),
        ),
    )
)

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
                _misread_has_meaning,
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

CAUSES = ("rain", "illness", "handheld_flat")


@dataclass(frozen=True)
class ReadTray:
    """The day's readings in the order of time; arrays by row. `rounds` of `row_round` index `books`."""

    customers: Int64s
    row_round: Int64s
    recorded: Int64s
    estimated: NDArray[np.bool_]


class Reading(Desk):
    """Sends the readers out and writes what they bring."""

    def work(self, day: int) -> Generator[Question, None, None]:
        """Read the books of the day."""
        office = self.office
        rounds = sorted(office.planning.rounds.pop(day, []), key=lambda each: (each.book, each.index))
        if not rounds:
            return
        rounds = yield from self._decide_books(day, rounds)
        rounds = [self._known(each) for each in rounds]
        if not rounds:
            return
        done = self._field(day, rounds)
        by_book = {(each.book, each.index): each for each in rounds}
        order = [by_book[(job.job.book, self._index_of(job, rounds))] for job in done]
        yield from self._read_meters(day, order, done)

    @staticmethod
    def _known(each: Round) -> Round:
        return replace(each, decided=True)

    @staticmethod
    def _index_of(job: BookDone, rounds: list[Round]) -> int:
        return next(each.index for each in rounds if each.book == job.job.book)

    def _decide_books(self, day: int, rounds: list[Round]) -> Generator[Question, None, list[Round]]:
        """Rounds that are read today; the others move to their day."""
        office = self.office
        settled = [each for each in rounds if each.decided or each.noted]
        fresh = [each for each in rounds if not (each.decided or each.noted)]
        fresh = self._noted_delays(day, fresh)
        if not fresh:
            return settled
        books = np.array([each.book for each in fresh])
        index = np.array([each.index for each in fresh])
        special = office.special_books[books]
        tray = Situations(
            day, book_period_id(books, index), books, office.books_reader[books], {"special": special.astype(np.int64)}
        )
        actions = yield from office.decide(READ_BOOK, tray)
        for row in actions.chosen(1).tolist():
            self._late(day, fresh[row], tray, actions, row)
        for row in actions.chosen(2).tolist():
            self._put(office.calendar.next_open(day + 1), replace(fresh[row], noted=CAUSES[0]))
        return settled + [each for row, each in enumerate(fresh) if actions.codes[row] == 0]

    def _put(self, day: int, each: Round) -> None:
        self.office.planning.rounds[day].append(each)

    def _noted_delays(self, day: int, rounds: list[Round]) -> list[Round]:
        """Rain or illness moves some low-voltage books to the next day, if that is open; the reader notes the cause."""
        office = self.office
        tomorrow = day + 1
        if not rounds or not office.calendar.is_open(tomorrow):
            return rounds
        books = np.array([each.book for each in rounds])
        index = np.array([each.index for each in rounds])
        word = words_at(office.seed, Purpose.NOTED_DELAY, book_period_id(books, index))
        delayed = happens(word, office.practice.noted_delay_e6) & ~office.special_books[books]
        delayed &= ~np.isin(books, np.array(office.ordered_objects(READ_BOOK, day), np.int64))
        for row in np.flatnonzero(delayed).tolist():
            cause = CAUSES[int(word[row] & np.uint64(0xFFFF)) % len(CAUSES)]
            self._put(tomorrow, replace(rounds[row], noted=cause))
        return [each for row, each in enumerate(rounds) if not delayed[row]]

    def _late(self, day: int, each: Round, tray: Situations, actions: Actions, row: int) -> None:
        office = self.office
        on = office.calendar.next_open(day + max(1, int(actions.param("days", np.array([row]))[0])))
        self._put(on, replace(each, decided=True))
        act = office.act(
            READ_BOOK,
            tray,
            actions,
            row,
            object_type="book_period",
            object_id=int(tray.keys[row]),
            effect_on=on,
            occurred_on=on,
        )
        office.issuing.late_books[(each.book, each.index)] = (act, on - each.scheduled_on)
        office.truth.watch(on, act, lambda: office.unloading.read_on(each.book, each.index) == on)

    def _field(self, day: int, rounds: list[Round]) -> list[BookDone]:
        office = self.office
        practice = office.practice
        jobs = [
            BookJob(
                each.book,
                int(office.books.site[each.book]),
                int(office.books_reader[each.book]),
                int(office.book_sizes[each.book]),
                practice.travel_s,
                self._pace(each, practice.read_special_s if office.special_books[each.book] else practice.read_s),
            )
            for each in rounds
        ]
        return field_day(jobs, office.handhelds.tolist(), practice.opens_s)

    def _pace(self, each: Round, mean_s: int) -> int:
        word = word_at(self.office.seed, Purpose.READING_PACE, each.book, each.index)
        return mean_s * (80 + int(word >> 32) * 41 // (1 << 32)) // 100

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
        used = meters.swap_kwh[customers] + advance(
            meters.last_register[customers], true, meters.digits[customers], meters.multiplier[customers]
        )
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
                "salient": odd,
            },
        )

    def _recorded(self, tray: Situations, actions: Actions, true: Int64s) -> tuple[Int64s, NDArray[np.bool_]]:
        """What is written down; the second array marks coded no-reads at the previous quantity."""
        meters = self.office.meters
        recorded = true.copy()
        turn = 10 ** meters.digits[tray.objects]
        wrong = np.flatnonzero((actions.codes == 1) | (actions.codes == 2))
        if len(wrong):
            units = actions.param("less_kwh", wrong) // meters.multiplier[tray.objects[wrong]]
            recorded[wrong] = (true[wrong] - units) % turn[wrong]
        unread = (tray.fields["locked"] == 1) & (actions.codes == 0) | (actions.codes == 3)
        at = np.flatnonzero(unread)
        if len(at):
            customers = tray.objects[at]
            before = np.maximum(meters.last_kwh[customers], 0) // meters.multiplier[customers]
            recorded[at] = (meters.last_register[customers] + before) % turn[at]
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
            period=office.period_code(index),
            kind=np.where(estimated, kinds[1], kinds[0]),
            read_on=day,
            register=recorded,
            frozen_register=None,
            remark=np.where(estimated, locked, NULL),
        )
        meters.now_register[customers] = recorded
        meters.now_on[customers] = day
        meters.now_row[customers] = row
        meters.now_period[customers] = index
        meters.waiting[customers] = True
        meters.estimated[customers] = estimated

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


def write_handheld_log(office: Office, day: int, rounds: list[Round], done: list[BookDone]) -> None:
    """上裝, 領取, 返回 of the day's books, and 下裝 in the evening, in the order of time."""
    rows: list[tuple[int, int, int, int, int, int]] = []
    for each, job in zip(rounds, done, strict=True):
        clerk = int(office.books_clerk[each.book])
        back = job.end_s + job.job.travel_s // 2
        times = (job.draw_s - 600, job.draw_s, back, back + 600)
        for action, (at, staff) in enumerate(zip(times, (clerk, job.job.reader, job.job.reader, clerk), strict=True)):
            rows.append((at, each.book, each.index, action, job.handheld, staff))
    rows.sort()
    at, book, index, action, handheld, staff = (np.array(column) for column in zip(*rows, strict=True))
    office.write(
        "handheld_log",
        len(rows),
        id=book_period_id(book, index) * 4 + action,
        recorded_at=clock(day, 0) + at,
        staff=staff,
        book=book,
        period=office.period_code(index),
        handheld=handheld,
        action=office.codes("handheld_log", "action", HANDHELD_ACTIONS)[action],
    )
