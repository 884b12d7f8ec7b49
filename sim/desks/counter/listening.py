"""What is reported and asked at the window, and what of it goes to the inspectors (窗口舉報、諮詢登記、轉辦單)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.clock.months import Month
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.meanings import all_of, shown_after
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint, Left, Mask, Names, Occasion, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act, witness
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import DAY_S, NO_ROWS, Desk, Int64s, clock, hm
from kaohe.sim.desks.books.tenths import is_tenth
from kaohe.sim.desks.field.cases import Case, Ground
from kaohe.sim.records import PAPERS, SCHEMA
from kaohe.sim.records.ids import meter_period_parts
from kaohe.sim.streams import Purpose, below, choose, happens, words, words_at
from kaohe.sim.town.faults import THEFT, THEFT_SUSPECT

if TYPE_CHECKING:
    from kaohe.sim.office import Office

RECORD = "window_record"
KINDS = ("theft", "breach", "bill", "other")
SUSPECTS = KINDS[:2]  # what is not the window's to answer
# Assumptions: what is asked and reported by itself, by kind; a neighbour comes so many days after he has seen a theft.
WEIGHTS = (20, 10, 50, 20)
TOLD_AFTER, TOLD_WITHIN = 5, 40
ASKED_AFTER_S, ASKED_WITHIN_S, SIGNED_S, SPECIALIST_S = 1_800, 6 * 3_600, hm(16, 10), hm(16, 40)
NEVER = 1 << 30


def _nobody_else_reports(office: Office, tray: Situations) -> Mask:
    """No reader sees a sign of it, who would report it; nor has one done so."""
    reported = np.array(office.reading.reporting.reported(tray.objects), np.int64)
    unseen: Mask = office.faults.seen[tray.objects] != THEFT_SUSPECT
    return unseen & ~np.isin(tray.objects, reported)


def _told_at_once(keys: Int64s) -> Int64s:
    """Keys of the records of what is told the day after the readings of meters in a period."""
    meter, index = meter_period_parts(keys)
    customers = PAPERS.objects["meter"].key.part("customer", meter)
    return SCHEMA[RECORD].key.pack(customer=customers, period=index, kind="theft")


def _limit_comes(office: Office, tray: Situations) -> Mask:
    """It is told within the month, and the limit passes within the span."""
    told = office.calendar.next_open(tray.day + 1)
    limit = office.calendar.add_working_days(told, office.rules.referral_limit)
    come = told <= office.month.end and office.calendar.first_working_after(limit) <= office.last_day
    return np.full(len(tray), come)


STOLEN_UNSEEN = Occasion("read_meter", "steal_unseen", _told_at_once, _limit_comes)

_nobody_else_knows = all_of(shown_after("limit_on"), _nobody_else_reports)

REFER_REPORT = REGISTRY.add(
    DecisionPoint(
        57,
        "refer_report",
        "collector",
        "customer",
        RECORD,
        "open",
        Names("舉報按期轉辦", "pass a report on in time", "举报按期转办"),
        (
            Action(
                1,
                "refer_late",
                Names("遲轉舉報", "pass a report on late", "迟转举报"),
                clause="4.4",
                draws={"days": Days(2, 30)},
                matures=_nobody_else_knows,
                occasion=STOLEN_UNSEEN,
            ),
            Action(
                2,
                "never_refer",
                Names("未轉舉報", "never pass a report on", "未转举报"),
                clause="4.4",
                matures=_nobody_else_knows,
                occasion=STOLEN_UNSEEN,
            ),
            Action(3, "hear_report", Names("接竊電舉報", "hear a report of theft", "接窃电举报")),
        ),
        omission=Left("never_refer"),
    )
)


@witness("no_case_by_limit")
def no_case_by_limit(office: Office, act: Act) -> bool:
    """Nobody had opened a case of the customer by the limit."""
    customer = int(SCHEMA[RECORD].key.part("customer", act.key))
    opened_on = office.field.cases.first(customer)
    return opened_on is None or act.due_on is None or opened_on > act.due_on


@dataclass(frozen=True)
class Call:
    """Somebody comes to the window about a customer; since: the second from which on the customer steals, 0: nobody
    has seen him.
    """

    customer: int
    kind: str
    since: int = 0


@dataclass(frozen=True)
class Told:
    """A record that is not the window's to answer: its key, who wrote it, the last day to pass it on; act: of who let
    that pass (0: nobody); signed_on: the day on which an inspector signed for it after all.
    """

    key: int
    kind: str
    staff: int
    customer: int
    counter: int
    recorded_on: int
    limit_on: int
    act: int = 0
    signed_on: int = NEVER


def told_on(office: Office, customers: Int64s, onset: Int64s) -> Int64s:
    """The day on which a neighbour tells of those who steal since these days; NEVER."""
    word = words_at(office.seed, Purpose.THEFT_TOLD, customers)
    on = onset + TOLD_AFTER + below(words_at(office.seed, Purpose.THEFT_TOLD, customers, 0, 1), TOLD_WITHIN)
    told = happens(word, office.practice.theft_told_e6)
    return np.where(told, office.calendar.next_open(np.minimum(on, office.calendar_end)), NEVER)


class Listening(Desk):
    """Writes down who comes, and hands on what is the inspectors'."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._calls: Diary[Call] = Diary()
        self._due: Diary[int] = Diary()
        self._left: dict[int, Told] = {}
        self._missed: dict[int, Told] = {}
        self._written: set[int] = set()  # keys of records: one of a kind in a month

    def plan_month(self, month: Month) -> None:
        """Who will come by himself."""
        office, rate = self.office, self.office.practice.window_record_e6
        if not rate:
            return
        who = np.flatnonzero(happens(words(office.seed, Purpose.WINDOW_RECORD, office.n, month.index), rate))
        days = month.start + below(words_at(office.seed, Purpose.WINDOW_RECORD, who, month.index, 1), month.days)
        kinds = choose(words_at(office.seed, Purpose.WINDOW_RECORD, who, month.index, 2), WEIGHTS)
        for customer, day, kind in zip(who.tolist(), days.tolist(), kinds.tolist(), strict=True):
            self._calls.put(office.calendar.next_open(day), Call(customer, KINDS[kind]))

    def tell(self, day: int, customers: Int64s) -> None:
        """Neighbours come tomorrow to tell of these."""
        for customer in customers.tolist():
            self._calls.put(self.office.calendar.next_open(day + 1), Call(customer, "theft"))

    def open(self, day: int) -> None:
        """Whoever steals since today or yesterday was seen, or was not."""
        office, begun = self.office, self.office.faults.newly_stolen()
        if not begun:
            return
        who = np.array(begun)
        since = office.faults.since[who]
        on = told_on(office, who, since // DAY_S)
        for customer, second, tell_on in zip(begun, since.tolist(), on.tolist(), strict=True):
            if day < tell_on < NEVER:
                self._calls.put(tell_on, Call(customer, "theft", second))

    def found(self, case: Case) -> None:
        """There is a case of a customer now: what was told of him needs nobody's visit any more, and what was left
        over its limit is worth what he stole from then on.
        """
        for told in [each for each in self._left.values() if each.customer == case.customer]:
            del self._left[told.key]
        for told in [each for each in self._missed.values() if each.customer == case.customer]:
            del self._missed[told.key]
            if case.opened_on > told.limit_on:
                days = min(told.signed_on, case.opened_on) - max(told.limit_on, case.since)
                act = self.office.truth.acts[told.act]
                act.amount_fen, act.worth = case.fee_fen(days), (Fixed(case.fee_fen(days)),)

    def work(self, day: int) -> Generator[Question, None, None]:
        """Today's records; those of before go on."""
        told = self._recorded(day)
        if told:
            yield from self._put_off(day, told)
        self._pass_on(day, self._due.take(day))
        self._read_through(day)

    def _put_off(self, day: int, told: list[Told]) -> Generator[Question, None, None]:
        """When the records of today will be handed on."""
        tray = Situations(
            day,
            np.array([each.key for each in told]),
            np.array([each.customer for each in told]),
            np.array([each.staff for each in told]),
            {
                "report_kind": np.array([KINDS.index(each.kind) for each in told]),
                "limit_on": np.array([each.limit_on for each in told]),
            },
        )
        decided = yield from self.decide(REFER_REPORT, tray)
        missed, typed, calendar = (
            decided.took("refer_late", "never_refer"),
            decided.typed("on_day"),
            self.office.calendar,
        )
        for row, each in enumerate(told):
            self._left[each.key] = each
            on = calendar.next_working(int(typed[row])) if typed[row] else NEVER
            if not missed[row] or on <= each.limit_on:
                self._due.put(on if missed[row] else self.hand_on(each), each.key)
                continue
            if decided.took("refer_late")[row]:
                late_on = min(each.limit_on + max(1, decided.one("days", row)), self.office.calendar_end)
                self._due.put(calendar.next_working(late_on), each.key)
            act = self.missed(
                decided, row, Fixed(0), due_on=each.limit_on, effect_on=each.limit_on, shown="no_case_by_limit"
            )
            self._missed[each.key] = replace(each, act=act.act_id)

    def hand_on(self, told: Told) -> int:
        """The day on which a collector hands on a record by the book: the next working day, if that is in time."""
        return min(self.office.calendar.first_working_after(told.recorded_on), told.limit_on)

    def _recorded(self, day: int) -> list[Told]:
        """Whoever comes today is written down, once a month for a customer and kind."""
        coming = [each for each in (*self._calls.take(day), *self._ordered(day)) if self._comes(day, each)]
        calls = {self._key(each): each for each in coming}
        keys = np.array(sorted(calls.keys() - self._written), np.int64)
        if not len(keys):
            return []
        self._written.update(keys.tolist())
        who, kinds = (SCHEMA[RECORD].key.part(part, keys) for part in ("customer", "kind"))
        office = self.office
        second = below(words_at(office.seed, Purpose.WINDOW_RECORD, keys), ASKED_WITHIN_S)
        second += office.practice.opens_s + ASKED_AFTER_S
        counters = office.books.site[office.recorded.book[who]].astype(np.int64) * 16 + 1
        staff = office.at_counter(counters, second)
        office.write(
            RECORD,
            len(keys),
            id=keys,
            recorded_at=clock(day, 0) + second,
            staff=staff,
            customer=who,
            counter=counters,
            kind=office.codes(RECORD, "kind", KINDS)[kinds],
        )
        limit = office.calendar.add_working_days(day, office.rules.referral_limit)
        columns = (each.tolist() for each in (keys, kinds, staff, who, counters))
        return [
            Told(key, KINDS[kind], wrote, customer, counter, day, limit)
            for key, kind, wrote, customer, counter in zip(*columns, strict=True)
            if KINDS[kind] in SUSPECTS
        ]

    def _key(self, call: Call) -> int:
        index = self.office.month.index
        return int(SCHEMA[RECORD].key.pack(customer=call.customer, period=index, kind=call.kind))

    def _ordered(self, day: int) -> list[Call]:
        """Customers about whom somebody is ordered to act today: they are told of."""
        return [Call(customer, "theft") for customer in self.office.ordered_objects(REFER_REPORT, day)]

    def _comes(self, day: int, call: Call) -> bool:
        """Of one who steals no more nobody tells; nor of one who is not there."""
        office, customer = self.office, call.customer
        there = office.meters.energised_on[customer] < day and not office.meters.removed[customer]
        steals = office.faults.kind[customer] == THEFT and office.faults.since[customer] == call.since
        return bool(there and (steals or not call.since))

    def _pass_on(self, day: int, keys: list[int]) -> None:
        """The collectors hand on what they have left until today."""
        told = [self._left.pop(key) for key in sorted(keys) if key in self._left]
        counters = np.array([each.counter for each in told], np.int64)
        staff = self.office.at_counter(counters, SIGNED_S) if told else NO_ROWS
        self._refer(day, told, staff, SIGNED_S)

    def _read_through(self, day: int) -> None:
        """After every ten days the specialist reads the register, and hands on what was left over its limit."""
        office = self.office
        if not self._left or not office.calendar.is_working(day):
            return
        since = office.calendar.first_working_after(day - 1 - next(n for n in range(12) if is_tenth(day - 1 - n)))
        if since == day:
            told = [each for _, each in sorted(self._left.items()) if each.limit_on < day]
            for each in told:
                del self._left[each.key]
            self._refer(day, told, np.full(len(told), office.posts.business_specialist), SPECIALIST_S)

    def _refer(self, day: int, told: list[Told], staff: Int64s, second: int) -> None:
        if not told:
            return
        office, keys = self.office, np.array([each.key for each in told])
        customers = np.array([each.customer for each in told])
        office.write(
            "window_referral",
            len(told),
            id=keys,
            recorded_at=clock(day, second),
            staff=staff,
            window_record=keys,
            customer=customers,
            to_staff=office.connection.holders(office.posts.inspectors, customers),
            signed_on=day,
        )
        for each in told:
            if each.key in self._missed:
                self._missed[each.key] = replace(self._missed[each.key], signed_on=day)
            office.field.cases.expect(day, each.customer, Ground(window_record=each.key, recorded_on=each.recorded_on))
