"""4.6 and 3.5: receivables set off without ground or approval; and credits that only look like it."""

from __future__ import annotations

import pytest

from kaohe.sim.records import ids
from kaohe.standards.ledger.record_tables import NONE
from tests.standards.records_builder import CASHIER, COLLECTOR, INSPECTOR, ISSUER, MANAGER, OTHER_COLLECTOR, Desk
from tests.standards.verdicts import cited, days, findings, the_finding

BILL = ids.bill_id(1, ids.period_index(200103))
OTHER_BILL = ids.bill_id(1, ids.period_index(200104))


def _billed() -> Desk:
    """100 kWh × 0.45 = 45.00 yuan, issued on 7 March."""
    desk = Desk()
    desk.customer(1)
    reading = desk.reading(1, 200103, 1100, "03-05")
    desk.bill(1, 200103, "03-07", ("02-05", 1000), ("03-05", 1100), reading, 4500)
    return desk


def _case(desk: Desk, day: str = "03-09", at: str = "17:10", staff: int = INSPECTOR, **columns: object) -> int:
    case = {"id": BILL, "bill": BILL, "customer": 1, "kind": "disputed", "amount_fen": 4500, **columns}
    return desk.add("case", day, at=at, staff=staff, **case)


def _note(desk: Desk, staff: int = COLLECTOR, ground: int | None = BILL, approver: int | None = MANAGER) -> None:
    note = {"id": BILL, "bill": BILL, "customer": 1, "amount_fen": 4500, "ground": ground, "approver": approver}
    desk.add("credit_note", "03-09", at="17:20", staff=staff, **note)


@pytest.mark.parametrize("approver", [None, COLLECTOR, OTHER_COLLECTOR, CASHIER, 999])
def test_a_credit_that_nobody_entitled_approved_is_worth_all_that_it_sets_off(approver: int | None) -> None:
    desk = _billed()
    _case(desk)
    _note(desk, approver=approver)
    finding = the_finding(desk, "4.6")
    assert (finding.staff, finding.amount_fen, finding.loss_fen) == (COLLECTOR, 4500, 4500)
    assert (finding.object_type, finding.object_id, finding.discovered_by) == ("credit_note", BILL, NONE)
    assert days(finding) == ("03-09", "03-09")
    assert {table for table, _ in cited(finding)} == {"credit_note", "bill", "case"}


@pytest.mark.parametrize(
    ("case", "fen"),
    [
        ({"amount_fen": 1}, 4499),
        ({"amount_fen": 4499}, 1),
        ({"bill": OTHER_BILL}, 4500),
        ({"staff": COLLECTOR}, 4500),
        ({"at": "17:21"}, 4500),
        ({"at": "17:20"}, 4500),
        ({"day": "03-10"}, 4500),
        ({"id": OTHER_BILL}, 4500),
        (None, 4500),
    ],
)
def test_what_the_ground_does_not_cover(case: dict[str, object] | None, fen: int) -> None:
    desk = _billed()
    if case is not None:
        _case(desk, **case)  # type: ignore[arg-type]  # columns by name
    _note(desk)
    assert the_finding(desk, "4.6").amount_fen == fen


@pytest.mark.parametrize("amount_fen", [4500, 9000])
def test_a_credit_with_a_case_and_another_s_approval_is_none(amount_fen: int) -> None:
    desk = _billed()
    _case(desk, amount_fen=amount_fen)
    _note(desk)
    assert not findings(desk, "4.6")
    assert not findings(desk, "3.5")


def test_an_approver_must_hold_his_post_on_that_day() -> None:
    for since, kept in (("03-09", True), ("03-10", False)):
        desk = _billed()
        second = "business_specialist"
        desk.add("staff", "01-01", id=42, name="員工42", valid_from=since, post="collector", second_post=second)
        _case(desk)
        _note(desk, approver=42)
        assert bool(findings(desk, "4.6")) != kept


def test_without_ground_neither_is_there_an_approval_that_counts() -> None:
    desk = _billed()
    _note(desk, ground=None, approver=None)
    finding = the_finding(desk, "4.6")
    assert (finding.amount_fen, dict(finding.inputs)) == (4500, {"credited_fen": 4500, "grounded_fen": 0})


@pytest.mark.parametrize("maker", [ISSUER, CASHIER, 999])
def test_another_maker_than_a_collector_breaks_another_clause(maker: int) -> None:
    desk = _billed()
    _note(desk, staff=maker, ground=None)
    assert not findings(desk, "4.6")
    finding = the_finding(desk, "3.5")
    assert (finding.staff, finding.amount_fen, finding.basis) == (maker, 4500, "cash")
