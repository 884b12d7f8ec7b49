"""Business fees: by the price list, each or for each kVA of the survey sheet, less what was approved (用電登記工).

新裝費 is paid with the application, 工料費 when the site was surveyed. Of a sample of a month's stubs the
accountant finds what was charged too little, which is charged, or too much, which is given back out of later takings.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Unbounded, size_words
from kaohe.sim.deciding.meanings import all_of, at_least, without
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import NO_ROWS, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.books.receipt_books import Shown
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.streams import Purpose, below, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

RECEIPT = SCHEMA["fee_receipt"].key
FEES = RECEIPT.codes("charge")
CONNECTION, WORKS = range(len(FEES))
KINDS = SCHEMA["fee_approval"].column("kind").codes
WAIVE, REDUCE, INSTALMENT = range(len(KINDS))
SURVEYED_AFTER = 2  # working days after the application: the survey is there, the meter is not
INSTALMENT_DAYS = 30
CHECKED_E6 = 200_000  # of the stubs of a month
CORRECTED_S = hm(15, 56)


@dataclass(frozen=True)
class OtherFee(Unbounded):
    """A class that pays another fee of the same kind; one's own where there is none."""

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        found, word = tray.fields["price_class"][at].copy(), size_words(office, point, tray, at)
        for row, (kind, own) in enumerate(zip(tray.fields["kind"][at].tolist(), found.tolist(), strict=True)):
            fees = office.fees[kind]
            alike = np.flatnonzero((fees > 0) & (fees != fees[own]))
            if len(alike):
                found[row] = alike[int(below(word[row : row + 1], len(alike))[0])]
        return found


@dataclass(frozen=True)
class OtherQuantity(Unbounded):
    """From 10 to 50 percent more or less than the sheet has, at least one."""

    def draw(self, office: Office, point: DecisionPoint, tray: Situations, at: Int64s) -> Int64s:
        word, own = size_words(office, point, tray, at), tray.fields["quantity"][at]
        percent = 10 + below(word, 41)
        more = below(size_words(office, point, tray, at, 1), 2) == 1
        by = np.maximum(own * percent // 100, 1)
        found: Int64s = np.where(more, own + by, np.maximum(own - by, 1))
        return found


def _another_fee(office: Office, tray: Situations) -> Mask:
    """Another class pays another fee."""
    other = OtherFee().draw(office, CHARGE, tray, np.arange(len(tray)))
    return np.asarray(other != tray.fields["price_class"])


CHARGE = REGISTRY.add(
    DecisionPoint(
        51,
        "charge_fee",
        "registration_clerk",
        "customer",
        "fee_receipt",
        "open",
        Names("按價目表收費", "charge by the price list", "按价目表收费"),
        (
            Action(
                1,
                "charge_other_class",
                Names("按他類收費", "charge another class's fee", "按他类收费"),
                clause="1.5",
                draws={"price_class": OtherFee()},
                may=all_of(_another_fee, without("sheet_wrong"), without("approved_fen")),
            ),
            Action(
                2,
                "charge_other_quantity",
                Names("錯計數量收費", "charge another quantity", "错计数量收费"),
                clause="1.5",
                draws={"capacity_kva": OtherQuantity()},
                may=all_of(at_least("quantity", 2), without("approved_fen")),
                needs="by_kva",
            ),
            Action(
                3,
                "charge_twice",
                Names("重複收費", "charge twice", "重复收费"),
                clause="1.5",
                may=without("approved_fen"),
            ),
            Action(4, "leave_fee", Names("擱置收費", "leave the fee until tomorrow", "搁置收费")),
        ),
        omission=Left("leave_fee"),
    )
)


@dataclass(frozen=True)
class Fees:
    """What is to be paid today: which fee (place among FEES) of which application, and when (seconds)."""

    kind: Int64s
    customers: Int64s
    at: Int64s

    def only(self, rows: Int64s) -> Fees:
        """Those of some rows."""
        return Fees(self.kind[rows], self.customers[rows], self.at[rows])


@dataclass(frozen=True)
class Slip:
    """A receipt: which fee of which application, its number, and what it says."""

    kind: int
    customer: int
    number: int
    price_class: int
    quantity: int
    unit_fen: int
    amount_fen: int
    at: int

    @property
    def key(self) -> int:
        """Its own key."""
        return int(RECEIPT.pack(application=self.customer, charge=self.kind, number=self.number))


class Charging(Desk):
    """Writes the receipts of the day; what was left yesterday is charged today."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[tuple[int, Int64s]] = Diary()
        self._further: Diary[Slip] = Diary()

    def expect(self, day: int, customers: Int64s) -> None:
        """Applications were taken in: the site will be surveyed."""
        pays = self.office.fees[WORKS][self.office.population.price_class[customers]] > 0
        if pays.any():
            self._due.put(self.office.calendar.add_working_days(day, SURVEYED_AFTER), (WORKS, customers[pays]))

    def work(self, day: int, customers: Int64s, at: Int64s) -> Generator[Question, None, tuple[Int64s, Int64s]]:
        """The receipts of the day: of those who applied at these seconds, and of those who were surveyed; returns who
        wrote each, and its sum, 分.
        """
        fees = self._today(day, customers, at)
        slips: list[Slip] = []
        if len(fees.kind):
            slips = yield from self._charge(day, fees)
        slips += self._made_up(day, slips)
        slips.sort(key=lambda slip: slip.at)
        if not slips:
            return NO_ROWS, NO_ROWS
        return self._write(day, slips)

    def _today(self, day: int, customers: Int64s, at: Int64s) -> Fees:
        office, due = self.office, self._due.take(day)
        pays = office.fees[CONNECTION][office.population.price_class[customers]] > 0
        kinds = [np.full(int(pays.sum()), CONNECTION), *(np.full(len(who), kind) for kind, who in due)]
        whose = [customers[pays], *(who for _, who in due)]
        others = sum(len(who) for _, who in due)
        seconds = clock(day, hm(9)) + 40 * np.arange(others) % hm(6)
        return Fees(joined(kinds), joined(whose), np.concatenate([at[pays], seconds]))

    def _charge(self, day: int, fees: Fees) -> Generator[Question, None, list[Slip]]:
        office, n = self.office, len(fees.kind)
        approved, kind_of = self._approved(fees)
        self._write_approvals(fees, approved, kind_of)
        price_class = office.population.price_class[fees.customers].astype(np.int64)
        unit = office.fees[:, price_class][fees.kind, np.arange(n)]
        by_kva = office.by_kva[:, price_class][fees.kind, np.arange(n)]
        quantity = np.where(by_kva, office.population.capacity_kva[fees.customers], 1).astype(np.int64)
        tray = Situations(
            day,
            RECEIPT.pack(application=fees.customers, charge=fees.kind, number=0),
            fees.customers,
            office.connection.holders(office.posts.registration_clerks, fees.customers).astype(np.int64),
            {
                "kind": fees.kind,
                "price_class": price_class,
                "by_kva": by_kva.astype(np.int64),
                "quantity": quantity,
                "unit_fen": unit,
                "approved_fen": approved,
                "sheet_wrong": office.connection.surveying.errs(fees.customers).astype(np.int64),
            },
        )
        decided = yield from self.decide(CHARGE, tray)
        return [slip for row in range(n) for slip in self._slips(decided, row, fees, kind_of)]

    def _slips(self, decided: Decided, row: int, fees: Fees, kind_of: Int64s) -> list[Slip]:
        """What is written for one fee today."""
        tray, office, action = decided.tray, self.office, decided.action(row)
        kind, customer = int(fees.kind[row]), int(fees.customers[row])
        price_class, quantity, unit, approved = (
            int(tray.fields[name][row]) for name in ("price_class", "quantity", "unit_fen", "approved_fen")
        )
        due = quantity * unit - approved
        if action is not None and action.id == "leave_fee":
            self._due.put(office.calendar.first_open_after(tray.day), (kind, fees.customers[[row]]))
            return []
        if action is not None and action.id == "charge_other_class":
            price_class = decided.one("price_class", row)
            unit = int(office.fees[kind][price_class])
        if action is not None and action.id == "charge_other_quantity":
            quantity = decided.one("capacity_kva", row)
        slip = Slip(kind, customer, 0, price_class, quantity, unit, quantity * unit - approved, int(fees.at[row]))
        slips = [slip] if slip.amount_fen > 0 else []
        if action is not None and action.id == "charge_twice":
            slips.append(Slip(kind, customer, 1, price_class, quantity, unit, slip.amount_fen, slip.at + 60))
        wrong = sum(each.amount_fen for each in slips) - due
        if action is not None and wrong:
            self.did(decided, row, Fixed(abs(wrong)))
            self._notice(tray.day, slips[-1], due, wrong)
        if kind_of[row] == INSTALMENT and approved:
            rest = Slip(kind, customer, 1, price_class, quantity, unit, approved, 0)
            self._further.put(office.calendar.next_working(tray.day + INSTALMENT_DAYS), rest)
        return slips

    # ── approvals ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _approved(self, fees: Fees) -> tuple[Int64s, Int64s]:
        """How much less some pay today, for good or not, and by what kind of approval."""
        office, n = self.office, len(fees.kind)
        keys = RECEIPT.pack(application=fees.customers, charge=fees.kind, number=0)
        word = [words_at(office.seed, Purpose.FEE_APPROVAL, keys, 0, k) for k in range(3)]
        price_class = office.population.price_class[fees.customers]
        by_kva = office.by_kva[:, price_class][fees.kind, np.arange(n)]
        quantity = np.where(by_kva, office.population.capacity_kva[fees.customers], 1)
        whole = office.fees[:, price_class][fees.kind, np.arange(n)] * quantity
        kind = below(word[1], len(KINDS))
        part = whole * (10 + below(word[2], 41)) // 100 // 100 * 100
        asked = happens(word[0], office.practice.fee_approval_e6)
        return np.where(asked, np.where(kind == WAIVE, whole, part), 0), kind

    def _write_approvals(self, fees: Fees, approved: Int64s, kind: Int64s) -> None:
        office, rows = self.office, np.flatnonzero(approved)
        if not len(rows):
            return
        who = fees.customers[rows]
        office.write(
            "fee_approval",
            len(rows),
            id=SCHEMA["fee_approval"].key.pack(application=who, charge=fees.kind[rows]),
            recorded_at=fees.at[rows] - 60,
            staff=office.connection.holders(office.posts.registration_clerks, who),
            application=who,
            charge=office.codes("fee_approval", "charge", FEES)[fees.kind[rows]],
            kind=office.codes("fee_approval", "kind", KINDS)[kind[rows]],
            amount_fen=approved[rows],
            approver=office.posts.business_manager,
        )

    # ── what is put right ────────────────────────────────────────────────────────────────────────────────────────────

    def _notice(self, day: int, last: Slip, due_fen: int, wrong_fen: int) -> None:
        """The accountant's sample of the month has it, or not: then it is put right in the first days of the next."""
        key = np.array([RECEIPT.pack(application=last.customer, charge=last.kind, number=0)])
        if happens(words_at(self.office.seed, Purpose.FEE_CHECK, key), CHECKED_E6)[0]:
            calendar = self.office.calendar
            on = calendar.next_working(_month_after(day))
            again = Slip(
                last.kind, last.customer, last.number + 1, last.price_class, last.quantity, last.unit_fen, -wrong_fen, 0
            )
            self._further.put(calendar.first_working_after(on), again)

    def _made_up(self, day: int, slips: list[Slip]) -> list[Slip]:
        """Later receipts that are due: what is given back waits for a day with so much money."""
        calendar, found = self.office.calendar, list[Slip]()
        money: dict[int, int] = {}
        for slip in slips:
            clerk = self._clerk(slip.customer)
            money[clerk] = money.get(clerk, 0) + slip.amount_fen
        for slip in sorted(self._further.take(day), key=lambda slip: -slip.amount_fen):
            clerk = self._clerk(slip.customer)
            if money.get(clerk, 0) + slip.amount_fen < 0 or not calendar.is_working(day):
                self._further.put(calendar.first_working_after(day), slip)
                continue
            money[clerk] = money.get(clerk, 0) + slip.amount_fen
            values = {**vars(slip), "at": clock(day, CORRECTED_S) + len(found)}
            found.append(Slip(**values))
        return found

    def _clerk(self, customer: int) -> int:
        office = self.office
        return int(office.connection.holders(office.posts.registration_clerks, np.array([customer]))[0])

    def _write(self, day: int, slips: list[Slip]) -> tuple[Int64s, Int64s]:
        office = self.office
        customers = np.array([slip.customer for slip in slips])
        clerks = office.connection.holders(office.posts.registration_clerks, customers).astype(np.int64)
        amounts = np.array([slip.amount_fen for slip in slips], np.int64)
        keys = np.array([slip.key for slip in slips], np.int64)
        names = [office.archive.listed_as(FEES[slip.kind], slip.price_class) for slip in slips]
        office.write(
            "fee_receipt",
            len(slips),
            id=keys,
            recorded_at=np.array([slip.at for slip in slips]),
            staff=clerks,
            application=customers,
            fee=office.codes("fee_receipt", "fee", names),
            quantity=np.array([slip.quantity for slip in slips]),
            unit_fen=np.array([slip.unit_fen for slip in slips]),
            amount_fen=amounts,
            takings_on=day,
            receipt_no=self._numbers(day, keys, customers, clerks, amounts),
        )
        return clerks, amounts

    def _numbers(self, day: int, receipts: Int64s, applications: Int64s, clerks: Int64s, amounts: Int64s) -> Int64s:
        """Of receipts, from the books of the clerks' desks; a new customer's application has his number."""
        books = self.office.accounts.receipt_books
        series = books.of_clerk(clerks)
        numbers, none = books.write_out(day, series, amounts), np.full(len(amounts), NULL)
        books.will_show(day, -receipts - 1, Shown(numbers, applications, none, amounts, day, series))
        return numbers


def _month_after(day: int) -> int:
    """The first of the month after a day (days since 1970)."""
    month = np.datetime64(day, "D").astype("datetime64[M]") + 1
    return int(month.astype("datetime64[D]").astype(np.int64))
