"""Entering: the survey sheet into the registration, the fitter's order into the archive (用電登記工)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.archive.masters import OF_METER
from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days, OneMoreOrLess, OneOf, OtherClass, ShareOf, Units, size_words
from kaohe.sim.deciding.meanings import all_of, at_least, never, shown_after, without
from kaohe.sim.deciding.points import (
    REGISTRY,
    Action,
    Decided,
    DecisionPoint,
    Left,
    Mask,
    Names,
    Situations,
)
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act, witness
from kaohe.sim.deciding.worth import MadeLate, Misbilled
from kaohe.sim.desks.base import NO_ROWS, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.hand_over import hand_over, one_after_the_other
from kaohe.sim.desks.connection.surveying import transformer_columns
from kaohe.sim.records import PAPERS
from kaohe.sim.records.ids import meter_id, meter_period_id
from kaohe.sim.streams import below

if TYPE_CHECKING:
    from kaohe.sim.office import Office

ENTRY = PAPERS.objects["entry"].key
STAGES = ENTRY.codes("stage")
REGISTRATION, OPENING = range(len(STAGES))
MULTIPLIERS = (1, 20, 30, 40, 60)
COLUMNS = {
    "wrong_class": "price_class",
    "wrong_capacity": "capacity_kva",
    "blank_transformer": "transformer_kva",
    "wrong_book": "book",
    "wrong_multiplier": "multiplier",
    "wrong_digits": "digits",
    "wrong_first_register": "first_register",
}
STAGE_OF = {name: OPENING if column in OF_METER else REGISTRATION for name, column in COLUMNS.items()}
LONGEST_PERIOD = 40  # days from one reading to the next
READ_AFTER_DAYS = 4  # working days from the survey sheet until the handheld has the new customer
FIRST_BILL_DAYS = 6  # working days from the cycle day: a noted delay, a re-reading, the issue
ORDER_BACK_DAYS = 3  # working days from the survey sheet to the morning after the order came back, at least
FEW_UNITS = 3
SURELY_PERCENT = 50  # of what a meter turns today it turns on any later day


def another_price(office: Office, tray: Situations) -> Mask:
    """Another class has another price."""
    own = tray.fields["price_class"]
    other = OtherClass().draw(office, ENTER, tray, np.arange(len(tray)))
    energy, several = office.prices.energy_e4, office.prices.multi_function
    differs: Mask = (energy[other] != energy[own]) & ~several[own]
    return differs


def other_book(office: Office, tray: Situations) -> Int64s:
    """Another book of the same hall and kind for each; his own where there is no other."""
    books, own = office.books, tray.fields["book"]
    word, found = size_words(office, ENTER, tray, np.arange(len(tray))), own.copy()
    for row, book in enumerate(own.tolist()):
        alike = np.flatnonzero((books.site == books.site[book]) & (books.kind == books.kind[book]))
        step = 1 + int(below(word[row : row + 1], max(len(alike) - 1, 1))[0])
        found[row] = alike[(np.searchsorted(alike, book) + step) % len(alike)]
    return found


def another_book(office: Office, tray: Situations) -> Mask:
    """There is another book in which he could stand."""
    differs: Mask = other_book(office, tray) != tray.fields["book"]
    return differs


def turns_over(office: Office, tray: Situations) -> Mask:
    """The meter turns round between two readings that are billed within the span, and the archive has a digit more."""
    customers, meters = tray.objects, office.meters
    more = OneMoreOrLess("digits").draw(office, ENTER, tray, np.arange(len(tray))) > tray.fields["digits"]
    days = office.last_day - office.calendar.add_working_days(tray.day, FIRST_BILL_DAYS) - LONGEST_PERIOD
    wh = meters.daily_wh[customers] * max(days, 0) * SURELY_PERCENT // 100
    turns: Mask = more & (wh // (1000 * meters.multiplier[customers]) > meters.turn[customers])
    return turns


def billed_within_span(office: Office, tray: Situations) -> Mask:
    """The first reading finds somebody and some energy, and its bill is issued within the span."""
    customers, calendar, meters = tray.objects, office.calendar, office.meters
    ready = calendar.add_working_days(tray.day, READ_AFTER_DAYS)
    books = office.recorded.book[customers]
    read, index = np.full(len(tray), office.calendar_end), np.zeros(len(tray), np.int64)
    for month in reversed(office.months):
        on = office.reading.planning.day_of(books, month.index)
        read, index = np.where(on > ready, on, read), np.where(on > ready, month.index, index)
    meter = meter_id(customers, meters.number[customers])
    units = meters.daily_wh[customers] * (read - ready) // (1000 * meters.multiplier[customers])
    issued = calendar.add_working_days(np.minimum(read, office.calendar_end), FIRST_BILL_DAYS)
    billed: Mask = (units >= FEW_UNITS) & (issued <= office.last_day)
    return billed & ~office.reading.meters.locked(customers, meter_period_id(meter, index))


def limits_of(office: Office, day: int) -> Int64s:
    """The last days on which entries of a day are in time, by stage; orders were signed for the working day before."""
    days = office.rules.registration_limit, max(office.rules.opening_limit - 1, 0)
    return np.array([office.calendar.add_working_days(day, each) for each in days], np.int64)


def unaudited(office: Office, tray: Situations) -> Mask:
    """The audit's sample leaves the entry out."""
    return ~office.connection.auditing.sampled(tray.keys)


def not_fetched(office: Office, tray: Situations) -> Mask:
    """The limit of a registration passes before the order can be back, with which it would be made up for."""
    back_on = office.calendar.add_working_days(tray.day, ORDER_BACK_DAYS)
    passes: Mask = (tray.fields["registering"] == 0) | (tray.fields["limit_on"] < back_on)
    return passes


SHOWN = all_of(billed_within_span, unaudited)

ENTER = REGISTRY.add(
    DecisionPoint(
        14,
        "enter_registration",
        "registration_clerk",
        "customer",
        "entry",
        "working",
        Names("按單據輸入", "enter from the paper", "按单据输入"),
        (
            Action(
                1,
                "wrong_class",
                Names("錯輸類別", "enter another class", "错输类别"),
                clause="1.3",
                draws={"price_class": OtherClass()},
                may=all_of(without("sheet_wrong"), another_price),
                matures=SHOWN,
                needs="registering",
            ),
            Action(
                2,
                "wrong_multiplier",
                Names("錯輸倍率", "enter another ratio", "错输倍率"),
                clause="1.3",
                draws={"multiplier": OneOf("multiplier", MULTIPLIERS)},
                matures=SHOWN,
                needs="multiplier",
            ),
            Action(
                3,
                "wrong_capacity",
                Names("錯輸容量", "enter less capacity", "错输容量"),
                clause="1.3",
                draws={"capacity_kva": ShareOf("capacity_kva", 50, 90)},
                may=all_of(at_least("two_part", 1), at_least("capacity_kva", 2)),
                matures=SHOWN,
                needs="capacity_kva",
            ),
            Action(
                4,
                "blank_transformer",
                Names("漏輸變壓器", "leave the transformer blank", "漏输变压器"),
                clause="1.3",
                matures=SHOWN,
                needs="transformer_kva",
            ),
            Action(
                6,
                "wrong_book",
                Names("錯輸抄表段", "enter another book", "错输抄表段"),
                clause="1.3",
                may=another_book,
                matures=never,
                needs="registering",
            ),
            Action(
                7,
                "wrong_digits",
                Names("錯輸位數", "enter other digits", "错输位数"),
                clause="1.3",
                draws={"digits": OneMoreOrLess("digits")},
                matures=all_of(turns_over, SHOWN),
                needs="digits",
            ),
            Action(
                8,
                "wrong_first_register",
                Names("錯輸起始示數", "enter another first register", "错输起始示数"),
                clause="1.3",
                draws={"first_register": Units(10, 500, "turn")},
                matures=SHOWN,
                needs="digits",
            ),
            Action(
                9,
                "enter_late",
                Names("遲輸登記信息", "enter late", "迟输登记信息"),
                clause="1.2",
                draws={"days": Days(1, 12)},
                matures=all_of(shown_after("limit_on"), not_fetched),
            ),
            # An opening may still be entered the next day, a registration not.
            Action(5, "leave_entry", Names("擱置輸入", "leave the entry", "搁置输入"), needs="opening"),
        ),
        omission=Left("enter_late", {"days": 1}),
    )
)


@dataclass
class LateOpening:
    """An opening that is late: whose act, its limit and day; read_on: when his book was read without him (0: never)."""

    act_id: int
    limit_on: int
    entered_on: int
    read_on: int = 0


class Entering(Desk):
    """Registrations on the day of the survey sheet, openings on the working day after the order came back."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._orders: Diary[Int64s] = Diary()
        self._put_off: Diary[tuple[int, int]] = Diary()
        self._unregistered: dict[int, int] = {}
        self._late: dict[int, LateOpening] = {}

    def returned(self, day: int, customers: Int64s) -> None:
        """The clerk has signed for the fitters' orders."""
        self._orders.put(self.office.calendar.first_working_after(day), customers)

    def work(self, day: int, surveyed: Int64s) -> Generator[Question, None, None]:
        """Enter what lies there; what was left before is entered today."""
        fitted = np.sort(joined(self._orders.take(day)))
        self._bring_forward(day, fitted)
        put_off = self._put_off.take(day)
        entered = dict.fromkeys(range(len(STAGES)), NO_ROWS)
        if len(surveyed) or len(fitted):
            entered = yield from self._decide(day, (surveyed, fitted))
        for stage, customers in entered.items():
            left = [customer for of, customer in put_off if of == stage]
            everybody = np.sort(np.concatenate([customers, np.array(left, np.int64)]))
            if len(everybody):
                (self._register if stage == REGISTRATION else self._open)(day, everybody)
                self.office.connection.auditing.expect(day, ENTRY.pack(application=everybody, stage=stage))

    def _bring_forward(self, day: int, fitted: Int64s) -> None:
        """Nobody can be opened who is not registered: that is entered first."""
        pending = [customer for customer in fitted.tolist() if self._unregistered.get(customer, 0) >= day]
        for customer in pending:
            self._put_off.strike(self._unregistered[customer], (REGISTRATION, customer))
            self._unregistered[customer] = day
        if pending:
            self._register(day, np.array(pending, np.int64), hm(8, 5), 20)
            keys = ENTRY.pack(application=np.array(pending, np.int64), stage=REGISTRATION)
            self.office.connection.auditing.expect(day, keys)

    # ── what was entered late ────────────────────────────────────────────────────────────────────────────────────────

    def _put_late(self, decided: Decided, row: int) -> None:
        """It is entered so many working days after its limit, a registration at the latest before the opening."""
        tray, calendar = decided.tray, self.office.calendar
        stage, customer = int(tray.fields["stage"][row]), int(tray.objects[row])
        limit_on = int(tray.fields["limit_on"][row])
        on = calendar.add_working_days(limit_on, max(1, decided.one("days", row)))
        self._put_off.put(on, (stage, customer))
        act = self.missed(decided, row, MadeLate(0), due_on=limit_on, effect_on=on, shown="entered_late")
        if stage == REGISTRATION:
            self._unregistered[customer] = on
        else:
            act.staff = self._at_limit(customer, limit_on)
            self._late[customer] = LateOpening(act.act_id, limit_on, on)

    def _at_limit(self, customer: int, limit_on: int) -> int:
        """Who is at the desk on the last day of an opening: it is put off the day before, and he leaves it."""
        duty = self.office.duty
        own = self.office.connection.holders(duty.everybody.posts.registration_clerks, np.array([customer]))
        return duty.acting(int(own[0]), "registration_clerk", limit_on)

    def is_late(self, act: Act) -> bool:
        """An opening always; a registration, unless the order came back first, and it was entered in time for that."""
        application, stage = (int(each[0]) for each in ENTRY.unpack(np.array([act.key], np.int64)))
        return stage != REGISTRATION or act.due_on is None or self._unregistered[application] > act.due_on

    def read(self, books: Int64s, read_on: int) -> None:
        """Books were read: without those who would have been in the handheld."""
        for customer, late in self._late.items():
            could = late.limit_on < read_on <= late.entered_on
            if could and not late.read_on and int(self.office.recorded.book[customer]) in books.tolist():
                late.read_on = read_on

    def billed(self, day: int, customers: Int64s, amount_fen: Int64s) -> None:
        """First bills of who was opened late: the share of the days up to the reading that missed him came so late."""
        office, meters = self.office, self.office.meters
        for customer in [each for each in self._late if each in customers]:
            late = self._late.pop(customer)
            if late.read_on:
                begun, ended = int(meters.energised_on[customer]), int(meters.now_on[customer])
                fen = max(int(amount_fen[customers == customer][0]), 0)
                part_fen = fen * (late.read_on - begun) // max(ended - begun, 1)
                issued_by = office.calendar.add_working_days(late.read_on, office.rules.issuance_limit)
                days = min(late.entered_on - late.limit_on, day - issued_by)
                office.truth.made_late(late.act_id, part_fen * max(days, 0))

    def _decide(self, day: int, customers: tuple[Int64s, Int64s]) -> Generator[Question, None, dict[int, Int64s]]:
        """Who is entered today at each stage; what is recorded is as the clerk enters it."""
        tray = self._tray(day, customers)
        decided = yield from self.decide(ENTER, tray)
        left = decided.took("leave_entry", "enter_late")
        for row in decided.chosen("enter_late").tolist():
            self._put_late(decided, row)
        for row in decided.chosen("leave_entry").tolist():
            on = self.office.calendar.first_working_after(day)
            self._put_off.put(on, (int(tray.fields["stage"][row]), int(tray.objects[row])))
        for action, column in COLUMNS.items():
            for row in decided.chosen(action).tolist():
                self._err(decided, row, action, column)
        return {stage: tray.objects[~left & (tray.fields["stage"] == stage)] for stage in range(len(STAGES))}

    def _tray(self, day: int, customers: tuple[Int64s, Int64s]) -> Situations:
        office, recorded = self.office, self.office.recorded
        stage = np.repeat(np.arange(len(STAGES)), [len(each) for each in customers])
        who = np.concatenate(customers)
        registering, several = stage == REGISTRATION, office.population.multi_function[who]
        return Situations(
            day,
            ENTRY.pack(application=who, stage=stage),
            who,
            office.connection.holders(office.posts.registration_clerks, who),
            {
                "stage": stage,
                "registering": registering.astype(np.int64),
                "opening": (~registering).astype(np.int64),
                "limit_on": limits_of(office, day)[stage],
                "price_class": recorded.price_class[who],
                "book": recorded.book[who],
                # What a stage does not enter is 0 there: nobody can enter it wrongly. Of several registers nobody
                # invents the digits or the first ones.
                "digits": np.where(registering | several, 0, recorded.digits[who]),
                "first_register": np.where(registering, 0, recorded.first_register[who]),
                "turn": office.meters.turn[who],
                "capacity_kva": np.where(registering, recorded.capacity_kva[who], 0),
                "transformer_kva": np.where(registering, recorded.transformer_kva[who], 0),
                "multiplier": np.where(registering, 0, recorded.multiplier[who]),
                "two_part": office.prices.two_part[recorded.price_class[who]].astype(np.int64),
                "sheet_wrong": office.connection.misbilling.sheet_errs(who),
            },
        )

    def _err(self, decided: Decided, row: int, action: str, column: str) -> None:
        """A column is entered otherwise than its source: an act where it has a meaning at this stage."""
        tray, customer = decided.tray, int(decided.tray.objects[row])
        written = self._written(decided, row, action, column)
        if tray.fields["stage"][row] != STAGE_OF[action] or written == tray.fields[column][row]:
            return
        key = int(tray.keys[row])
        act = self.did(decided, row, Misbilled(key), shown=None)
        self.office.truth.slip(decided.tray.day, act)
        self.office.connection.misbilling.entered(key, customer, column, written, act.act_id)

    def _written(self, decided: Decided, row: int, action: str, column: str) -> int:
        if action == "blank_transformer":
            return 0
        if action == "wrong_book":
            typed = int(decided.typed("book_and_one")[row])  # 1 more: a book may be number 0
            return typed - 1 if typed else int(other_book(self.office, decided.tray)[row])
        return decided.one(column, row)

    def _register(self, day: int, customers: Int64s, first_s: int = hm(16, 30), step_s: int = 120) -> None:
        office, recorded, n = self.office, self.office.recorded, len(customers)
        at = one_after_the_other(clock(day, first_s), n, step_s)
        classes = office.codes("registration", "price_class", office.population.price_classes)
        office.write(
            "registration",
            n,
            id=customers,
            recorded_at=at,
            staff=office.connection.holders(office.posts.registration_clerks, customers),
            application=customers,
            customer=customers,
            book=recorded.book[customers],
            price_class=classes[recorded.price_class[customers]],
            capacity_kva=recorded.capacity_kva[customers],
            **transformer_columns(office, "registration", customers),
            entered_on=day,
        )
        office.archive.customers(customers, at + 60)

    def _open(self, day: int, customers: Int64s) -> None:
        """立戶: the meter joins the archive, and the slip goes to the reader."""
        office, meters, n = self.office, self.office.meters, len(customers)
        clerks = office.connection.holders(office.posts.registration_clerks, customers)
        at = one_after_the_other(clock(day, hm(8, 40)), n)
        office.write(
            "opening",
            n,
            id=customers,
            recorded_at=at,
            staff=clerks,
            application=customers,
            customer=customers,
            meter=meter_id(customers, meters.number[customers]),
            digits=office.recorded.digits[customers],
            multiplier=office.recorded.multiplier[customers],
            first_register=office.recorded.first_register[customers],
            energised_on=meters.energised_on[customers],
            entered_on=day,
        )
        meters.open(customers, office.calendar.first_working_after(day))
        office.archive.meters(customers, at + 10, meters.energised_on[customers], new=True)
        office.archive.customers(customers, at + 20)
        readers = office.books_reader[office.recorded.book[customers]].astype(np.int64)
        sent = one_after_the_other(clock(day, hm(15)), n)
        hand_over(office, "opening_slip", customers, (at + 30, sent, sent + hm(2, 30)), clerks, readers)
        office.connection.checking.plan(day, customers)


@witness("entered_late")
def entered_late(office: Office, act: Act) -> bool:
    """It was not entered by its limit."""
    return office.connection.entering.is_late(act)
