"""What the registration desk enters wrongly: how it is read, billed, noticed and put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kaohe.scenarios.quality import measure
from kaohe.sim.clock.calendar import day_of
from kaohe.sim.deciding.behaviours import Erring, Order
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec, Practice
from tests.proving import seeds
from tests.sim.office import BUSY, Small, judged, rows, rules
from tests.sim.plain import i

QUIET = Practice(
    application_e6=0, swap_e6=0, locked_door_e6=0, cycle_change_e6=0, noted_delay_e6=0, spot_e6=0, audit_e6=0
)
APPLIED = date(2001, 1, 4)
SHOP = "藥店"


def shops(months: int, practice: Practice = QUIET, daily_kwh: int = 90) -> OfficeSpec:
    """Two books of shops; one more applies in the first of them, with a four-digit meter."""
    books = tuple(BookSpec(name, "commerce", 5, day) for name, day in (("甲", 10), ("乙", 18)))
    shop = CustomerSpec(SHOP, "甲", "commerce", 60, daily_kwh=daily_kwh, digits=4, multiplier=1, applies_on=APPLIED)
    return replace(Small(20, months, 5).spec(), books=books, customers=(shop,), practice=practice)


def run(spec: OfficeSpec, *orders: Order) -> tuple[Run, int]:
    """The run with these orders, and the number of the shop that applied."""
    office = Office(spec, 5, rules(), orders=orders)
    return office.run(), office.population.named[SHOP]


def entered(spec: OfficeSpec, action: str, stage: int, **params: int) -> Order:
    """The shop is entered wrongly at a stage."""
    shop = Office(spec, 5, rules()).population.named[SHOP]
    return Order("enter_registration", action, key=shop * 2 + stage, params=params)


def of(made: Run, table: str, customer: int) -> list[dict[str, object]]:
    """A customer's rows of a table."""
    return [row for row in rows(made, table) if row["customer"] == customer]


def test_who_stands_in_another_book_is_read_with_it_and_nobody_else_later() -> None:
    spec = shops(3)
    (right, shop), (wrong, _) = run(spec), run(spec, entered(spec, "wrong_book", 0))
    days = {each["read_on"] for each in of(right, "reading", shop) if each["kind"] == "actual"}
    moved = {each["read_on"] for each in of(wrong, "reading", shop) if each["kind"] == "actual"}
    assert {str(day)[-2:] for day in days} == {"10"}
    assert {str(day)[-2:] for day in moved} == {"18", "19"}  # 18 February is a Sunday
    others = [[row for row in rows(each, "reading") if row["customer"] != shop] for each in (right, wrong)]
    assert others[0] == others[1]
    lists = {i(row, "book") for row in of(wrong, "bill", shop)}
    assert lists == {1}


@pytest.mark.parametrize("book, day", [(0, date(2001, 2, 10)), (1, date(2001, 2, 19))])
@pytest.mark.parametrize("days", [3, 60])
def test_the_bills_of_a_book_read_late_or_not_at_all_are_those_of_who_stands_in_it(
    book: int, day: date, days: int
) -> None:
    spec = shops(4)
    late = Order("read_book", "read_late", object=book, day=day_of(day), params={"days": days})
    made, _ = run(spec, entered(spec, "wrong_book", 0), late)
    (act,) = made.acts.filter(clause="2.1").to_dicts()
    (found,) = judged(made).incidents.filter(clause="2.1").to_dicts()
    assert act["amount_fen"] == found["amount_fen"] > 0


def test_an_audit_puts_him_back_before_anybody_reads_him() -> None:
    spec = shops(3, replace(QUIET, audit_e6=1_000_000))
    made, shop = run(spec, entered(spec, "wrong_book", 0))
    assert {row["book"] for row in of(made, "bill", shop)} == {0}
    assert [row["field"] for row in rows(made, "audit") if not row["passed"]] == ["book"]
    assert judged(made).findings.is_empty()


def test_a_wrong_first_register_is_in_the_first_bill_alone() -> None:
    spec = shops(4)
    (right, shop), (wrong, _) = run(spec), run(spec, entered(spec, "wrong_first_register", 1, first_register=70))
    due, bills = ({i(row, "period"): i(row, "kwh") for row in of(each, "bill", shop)} for each in (right, wrong))
    first = min(due)
    assert bills == due | {first: due[first] - 70}
    assert of(wrong, "opening", shop)[0]["first_register"] == of(wrong, "meter", shop)[0]["initial_register"] == 70


def test_an_audit_puts_the_first_register_right_before_the_bill() -> None:
    spec = shops(3, replace(QUIET, audit_e6=1_000_000))
    (right, shop), (made, _) = run(spec), run(spec, entered(spec, "wrong_first_register", 1, first_register=70))
    assert [row["initial_register"] for row in of(made, "meter", shop)] == [70, 0]
    assert of(made, "bill", shop) == of(right, "bill", shop)
    assert judged(made).findings.is_empty()


@pytest.mark.parametrize(("digits", "lost"), [(5, 10_000), (3, 2_000)])
def test_wrong_digits_show_where_one_of_the_two_turns(digits: int, lost: int) -> None:
    """By hand: 90 units a day; 10,000 after 111 days, in April or May; of three digits 1,000 are lost twice a month."""
    spec = shops(5)
    (right, shop), (wrong, _) = run(spec), run(spec, entered(spec, "wrong_digits", 1, digits=digits))
    pairs = zip(of(right, "bill", shop), of(wrong, "bill", shop), strict=True)
    lacking = [(i(a, "kwh") - i(b, "kwh"), i(a, "kwh")) for a, b in pairs if a["reading"] == b["reading"]]
    assert all(less in (0, lost) if digits == 5 else less == kwh // 1000 * 1000 for less, kwh in lacking)
    assert sum(less for less, _ in lacking) >= lost


def test_an_estimate_by_a_register_with_decimals_is_priced_in_kwh() -> None:
    """Locked in March, so that the third bill is one more of the second; entered as another class."""
    spec = shops(4)
    spec = replace(spec, customers=(replace(spec.customers[0], digits=5, multiplier=20, decimals=2),))
    locked = Order("read_meter", "no_read", object=run(spec)[1], day=day_of(date(2001, 3, 10)))
    made, shop = run(spec, entered(spec, "wrong_class", 0, price_class=1), locked)
    kinds = [str(each["kind"]) for each in of(made, "reading", shop)]
    assert "estimate" in kinds
    (act,) = made.acts.filter(clause="1.3").to_dicts()
    (found,) = judged(made).incidents.to_dicts()
    bills = of(made, "bill", shop)
    assert act["amount_fen"] == found["amount_fen"]
    assert 0 < act["amount_fen"] < sum(i(bill, "amount_fen") for bill in bills)


def test_a_meter_that_was_exchanged_is_recorded_by_its_own_order() -> None:
    spec = shops(8, replace(QUIET, swap_e6=1_000_000))
    made, shop = run(spec, entered(spec, "wrong_digits", 1, digits=3))
    versions = of(made, "meter", shop)
    assert [row["digits"] for row in versions][:2] == [3, 4]
    assert {row["initial_register"] for row in versions} == {0}
    (row,) = [row for row in measure(made.acts, judged(made).findings) if row["clause"] == "1.3"]
    assert (row["found"], row["precision"], row["valuation_error"]) == (1, 1.0, 0.0)


@pytest.mark.parametrize("seed", seeds([1, 2], range(3, 21), free=20))
def test_wrong_entries_of_meters_that_turn_are_found(seed: int) -> None:
    """Forty shops with four digits apply, of whom nearly all are entered wrongly; swaps, locked doors and checks."""
    books = tuple(BookSpec(f"段{number}", "commerce", 0, 5 + 3 * number) for number in range(4))
    applicants = tuple(
        CustomerSpec(
            f"戶{n}", f"段{n % 4}", "commerce", 60, daily_kwh=80 + n, digits=4, multiplier=1,
            applies_on=date(2001, 1, 3 + n % 20),
        )
        for n in range(40)
    )  # fmt: skip
    often = replace(BUSY, survey_error_e6=200_000)
    spec = replace(Small(100, 8, seed).spec(), books=books, customers=applicants, practice=often)
    made = Office(spec, seed, rules(), behaviours=[Erring({"1.3": 900_000, "7.1": 500_000})]).run()
    measured = {str(row["clause"]): row for row in measure(made.acts, judged(made).findings)}
    for clause in ("1.3", "7.1"):
        row = measured[clause]
        assert (row["precision"], row["recall"], row["valuation_error"]) == (1.0, 1.0, 0.0)
    assert i(measured["1.3"], "evidenced") > 35


@pytest.mark.parametrize("seed", seeds([1, 2], range(3, 21), free=20))
def test_wrong_entries_of_plants_that_apply_are_found(seed: int) -> None:
    """Plants apply by the mix of their books, with capacity charges and transformers of their own."""
    # No meter is exchanged between the first of a month and a round that was put off from the month before.
    often = replace(BUSY, special_application_e6=100_000)
    mix = {"large_industry": 60, "industry": 40, "resident": 60}
    spec = replace(Small(160, 5, seed).spec(), classes=mix, practice=often)
    assert judged(Office(spec, seed, rules()).run()).findings.is_empty()
    made = Office(spec, seed, rules(), behaviours=[Erring({"1.3": 900_000, "7.1": 500_000})]).run()
    measured = {str(row["clause"]): row for row in measure(made.acts, judged(made).findings)}
    for clause in ("1.3", "7.1"):
        row = measured[clause]
        assert (row["precision"], row["recall"], row["valuation_error"]) == (1.0, 1.0, 0.0)
    done = set(made.acts.filter(made.acts["evidenced"])["action"])
    assert {"wrong_capacity", "blank_transformer"} <= done
