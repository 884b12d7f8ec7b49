"""Money: bills by an oracle in fractions, every customer's account, and the way of the cash from window to bank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial

import numpy as np
import pytest

from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Late
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import bill_id, bill_parts
from kaohe.sim.run import Run
from tests.sim.bill_oracle import Oracle
from tests.sim.office import Row, Small, by_id, clean, erring, ordered, rows
from tests.sim.plain import Versions, i, there

CLEAN = [Small(700, 4, seed) for seed in (1, 2)] + [Small(1_500, 3, 3, busy=False), Small(500, 3, 6, windows=1)]
WORLDS: dict[str, Callable[[], Run]] = {str(each): partial(clean, each) for each in CLEAN}
WORLDS["erring"] = lambda: erring(Small(700, 4, 3), 60_000)
WORLDS["ordered"] = lambda: ordered(Small(900, 4, 4), 3)
CUTOFF = time(15, 30)


@pytest.fixture(name="world", params=WORLDS)
def _world(request: pytest.FixtureRequest) -> Run:
    return WORLDS[request.param]()


@pytest.fixture(name="by_the_book", params=CLEAN, ids=str)
def _by_the_book(request: pytest.FixtureRequest) -> Run:
    return clean(request.param)


def at(row: Row) -> datetime:
    """When the row was recorded."""
    value = row["recorded_at"]
    assert isinstance(value, datetime)
    return value


def test_truth_adds_up_what_several_bills_were_late_before_it_rounds() -> None:
    """0.63 分 thrice are 1.89 分: 2, not three times 1."""
    office = Small(40, 1).office()
    index, limit = office.month.index, office.month.start + 10
    bills = [int(bill_id(customer, index)) for customer in range(3)]
    office.receivables.settled_on[office.receivables.at(np.arange(3), index)] = limit + 1
    act = Act(
        1, "2.7", "serve_notices", "serve_none", "meter_reader", 2, "arrears_list", 0, 0, limit, limit, limit, "", 0
    )
    act.worth = tuple(Late("settled", bill, 3000, limit) for bill in bills)
    office.truth.add(act)
    office.truth.settle(office)
    assert act.amount_fen == 2


def test_lists_hold_what_stood_open_when_they_were_made(world: Run) -> None:
    receipts: dict[object, list[Row]] = defaultdict(list)
    for row in rows(world, "receipt"):
        receipts[row["bill"]].append(row)
    reopened = by_id(world, "reopening")
    for item in rows(world, "arrears_item"):
        for receipt in receipts[item["bill"]]:
            again = reopened.get(i(receipt, "id"))
            assert at(receipt) > at(item) or (again is not None and at(again) < at(item)), (item, receipt)


def test_bills_are_priced_by_the_table(world: Run) -> None:
    """Invariant 6, of the town as it is."""
    oracle = Oracle(world)
    for customer in sorted(oracle.bills):
        for event in oracle.events(customer):
            if event.kind == "unbilled":
                continue
            price, bill = oracle.price_of(event), event.row
            assert i(bill, "amount_fen") == oracle.settled(event).total_fen, bill
            if event.kind == "bill":
                assert bill["energy_e4"] == price.row["energy_e4"], bill
                assert (i(bill, "capacity_kva") > 0) == (i(price.row, "capacity_fen_per_kva") > 0), bill


def test_bills_are_by_the_archive_except_where_truth_says_so(world: Run) -> None:
    archive = Versions(world, "customer")
    two_part = {row["price_class"] for row in rows(world, "price") if i(row, "capacity_fen_per_kva")}
    wrong = set(world.acts.filter(world.acts["action"] == "issue_wrong_class")["object_id"])
    for bill in rows(world, "bill"):
        mine = archive.at(i(bill, "customer"), bill["recorded_at"])
        right = bill["price_class"] == mine["price_class"]
        assert right != (i(bill, "id") in wrong), bill
        assert i(bill, "capacity_kva") == (i(mine, "capacity_kva") if bill["price_class"] in two_part else 0)


def test_supplements_are_the_difference_that_the_correction_makes(world: Run) -> None:
    """Of a gap the whole bill (above); of a misreading what the customer's bill would have been, less what it was; of a
    fault see test_reports.
    """
    oracle, bills, checked = Oracle(world), by_id(world, "bill"), 0
    for customer, supplements in oracle.supplements.items():
        of_period = {i(event.row, "period"): event for event in oracle.events(customer)}
        for row in supplements:
            kwh = i(row, "kwh")
            if row["kind"] == "gap":
                assert SCHEMA["supplement"].key.head("period", i(row, "id")) not in bills, "billed twice"
            elif row["kind"] == "misread" and i(row, "period") in of_period:
                assert i(row, "amount_fen") == oracle.correction(row, of_period[i(row, "period")]), row
                checked += 1
            assert i(row, "amount_fen") != 0 or kwh == 0 or abs(kwh) < 2
            assert i(row, "with_period") > i(row, "period") or row["kind"] != "gap"
    assert checked or world.acts.is_empty()


class Account:
    """One customer's account, from the rows alone: what each bill still stands at, and what is carried over."""

    def __init__(self) -> None:
        self.open: dict[int, int] = {}
        self.carry = 0
        self.paid: dict[int, int] = defaultdict(int)
        self.issued: dict[int, int] = {}

    @property
    def balance(self) -> int:
        """All open bills, less what the office owes the customer."""
        return sum(self.open.values()) + self.carry

    def issue(self, bill: int, amount: int) -> None:
        """A bill with its supplements; what was carried over is set off."""
        owed = amount + self.carry
        self.carry = min(owed, 0)
        self.open[bill] = self.issued[bill] = max(owed, 0)

    def credit(self, bill: int, amount: int) -> None:
        """A credit note."""
        assert self.open[bill] >= amount, (bill, amount)
        self.open[bill] -= amount

    def receive(self, bill: int, amount: int) -> None:
        """A receipt is for the whole of what the bill stands at; nobody pays what he does not owe."""
        assert amount == self.open[bill] > 0, (bill, amount, self.open[bill])
        self.open[bill] = 0
        self.paid[bill] += amount

    def reopen(self, bill: int, amount: int) -> None:
        """The cheque came back."""
        self.open[bill] += amount
        self.paid[bill] -= amount
        assert self.paid[bill] >= 0


ORDER = ("carried_debt", "bill", "credit_note", "receipt", "reopening")


def accounts(run: Run, until: datetime | None = None) -> dict[int, Account]:
    """Every customer's account by the rows recorded up to a time. AssertionError where one contradicts another."""
    supplements: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows(run, "supplement"):
        supplements[i(row, "customer"), i(row, "with_period")] += i(row, "amount_fen")
    events = [(at(row), ORDER.index(table), table, row) for table in ORDER for row in rows(run, table)]
    found: dict[int, Account] = defaultdict(Account)
    for when, _, table, row in sorted(events, key=lambda each: each[:2]):
        if until is not None and when > until:
            break
        bill = i(row, "id" if table in ("bill", "carried_debt") else "bill")
        account, amount = found[bill_parts(bill)[0]], i(row, "amount_fen")
        if table == "bill":
            account.issue(bill, amount + supplements[i(row, "customer"), i(row, "period")])
        elif table == "carried_debt":
            account.open[bill] = account.issued[bill] = amount
        elif table == "credit_note":
            account.credit(bill, amount)
        elif table == "receipt":
            account.receive(bill, amount)
        else:
            account.reopen(bill, amount)
    return found


def test_every_account_balances_and_nobody_pays_twice(world: Run) -> None:
    for customer, account in accounts(world).items():
        for bill, issued in account.issued.items():
            assert 0 <= account.paid[bill] <= issued, (customer, bill)
            assert account.open[bill] >= 0


def test_every_supplement_is_in_a_bill(world: Run) -> None:
    bills = {(i(row, "customer"), i(row, "period")) for row in rows(world, "bill")}
    for row in rows(world, "supplement"):
        assert (i(row, "customer"), i(row, "with_period")) in bills, row


def test_the_month_end_balance_is_the_sum_of_the_accounts(world: Run) -> None:
    carried = sum(i(row, "amount_fen") for row in rows(world, "carried_debt"))
    for row in rows(world, "balance_check"):
        total = sum(account.balance for account in accounts(world, at(row)).values())
        assert i(row, "open_fen") == total, row
        assert i(row, "open_fen") == carried + i(row, "issued_fen") - i(row, "received_fen") - i(row, "credited_fen")
        carried = i(row, "open_fen")


def test_the_monthly_report_adds_up(world: Run) -> None:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for bill in rows(world, "bill"):
        month = sums[at(bill).year * 100 + at(bill).month]
        month[0] += 1
        month[1] += i(bill, "kwh")
        month[2] += i(bill, "amount_fen")
    for row in rows(world, "supplement"):
        sums[at(row).year * 100 + at(row).month][2] += i(row, "amount_fen")
    for row in rows(world, "statistics"):
        assert [i(row, "bills"), i(row, "kwh"), i(row, "amount_fen")] == sums[i(row, "period")], row


def test_the_daily_check_counts_the_day_s_bills(world: Run) -> None:
    count: dict[object, list[int]] = defaultdict(lambda: [0, 0])
    for bill in rows(world, "bill"):
        count[bill["issued_on"]][0] += 1
        count[bill["issued_on"]][1] += i(bill, "amount_fen")
    unchecked = set(world.acts.filter(world.acts["action"] == "skip_check")["effect_at"])
    for row in rows(world, "issue_check"):
        assert [i(row, "issued"), i(row, "amount_fen")] == count.pop(row["on"], [0, 0]), row
        assert i(row, "due") == i(row, "issued") + i(row, "pending"), row
    assert set(count) <= unchecked, set(count) - unchecked


def test_a_credit_note_has_a_case_and_another_s_approval(by_the_book: Run) -> None:
    """Invariant 10: it names a bill and its ground, and another approved it; none sets off what was not owed."""
    cases = by_id(by_the_book, "case")
    for row in rows(by_the_book, "credit_note"):
        case = cases[i(row, "ground")]
        assert (case["bill"], case["amount_fen"]) == (row["bill"], row["amount_fen"])
        assert row["approver"] not in (None, row["staff"])
        assert case["staff"] not in (None, row["staff"], row["approver"])


def test_an_arrears_list_is_what_is_overdue(world: Run) -> None:
    """Every bill of the book and period that stood open past its day in the morning is on it, for what it stood at.

    Left out are bills that are disputed, and those with a cheque that came back.
    """
    bills = by_id(world, "bill")
    listed: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows(world, "arrears_item"):
        listed[i(row, "list")][i(row, "bill")] = i(row, "amount_fen")
    held: dict[int, datetime] = {}
    for row in (*rows(world, "reopening"), *rows(world, "case")):
        if row.get("kind", "disputed") == "disputed":
            held[i(row, "bill")] = min(at(row), held.get(i(row, "bill"), at(row)))
    of_round: dict[tuple[int, int], list[int]] = defaultdict(list)
    for key, bill in bills.items():
        of_round[i(bill, "book"), i(bill, "period")].append(key)
    lists = rows(world, "arrears_list")
    assert lists
    for row in lists[:: max(len(lists) // 8, 1)]:
        morning = datetime.combine(at(row).date(), time(0))
        found, items = accounts(world, morning), listed[i(row, "id")]
        for key in of_round[i(row, "book"), i(row, "period")]:
            account = found.get(bill_parts(key)[0])
            stands = account.open.get(key, 0) if account is not None else 0
            due = bills[key]["due_on"]
            assert isinstance(due, date)
            waits = stands > 0 and due < at(row).date() and not (key in held and held[key] <= morning)
            assert items.get(key, 0) == (stands if waits else 0), (row, bills[key])
        assert (i(row, "bills"), i(row, "amount_fen")) == (len(items), sum(items.values()))


def test_notices_are_for_listed_bills_in_time(by_the_book: Run) -> None:
    """Signed by who signed for the list, or stands in for him, before its limit, and only for what is still open."""
    lists = {i(row, "id"): row for row in rows(by_the_book, "arrears_list")}
    of_bill = {i(row, "bill"): lists[i(row, "list")] for row in rows(by_the_book, "arrears_item")}
    receipts, key = rows(by_the_book, "receipt"), SCHEMA["receipt"].key
    paid = {i(row, "bill"): at(row) for row in receipts if key.part("attempt", i(row, "id")) == 0}
    notices = [row for row in rows(by_the_book, "notice") if row["kind"] == "dunning"]
    served = {i(row, "bill") for row in notices}
    for row in notices:
        mine = of_bill[i(row, "bill")]
        assert row["staff"] == there(by_the_book, mine["signed_by"], "meter_reader", row["served_on"])
        assert at(mine).date() < row["served_on"] <= mine["limit_on"]  # type: ignore[operator]  # dates
        assert i(row, "bill") not in paid or paid[i(row, "bill")].date() >= at(row).date()
    end = max(at(row) for row in rows(by_the_book, "receipt")).date()
    for bill, mine in of_bill.items():
        limit = mine["limit_on"]
        assert isinstance(limit, date)
        credited = {i(row, "bill") for row in rows(by_the_book, "credit_note")} if bill not in served else set()
        if limit < end and bill not in served and bill not in credited:
            assert paid[bill].date() <= limit, bill
