"""5.5: vouchers of what was banked, by hand."""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA
from kaohe.standards.ledger.cites import Part
from tests.standards.records_builder import ACCOUNTANT, CASHIER, Desk, day_number
from tests.standards.verdicts import cited, days, findings, the_finding

FEN = 3_250_000
KEY = SCHEMA["voucher"].key.pack(day=day_number("06-28"), kind="electricity", number=0)


def banked() -> Desk:
    """32,500.00 on Thursday 06-28: the voucher is due on Friday 06-29."""
    desk = Desk()
    slip = SCHEMA["deposit"].key.pack(day=day_number("06-28"), kind="electricity", number=0)
    sums = {"cash_fen": FEN, "cheque_fen": 0, "total_fen": FEN}
    desk.add(
        "deposit", "06-28", "15:25", CASHIER, id=slip, kind="electricity", due_on="06-28", deposited_on="06-28", **sums
    )
    desk.add("bank_line", "06-28", "17:00", kind="deposit", ref=slip, value_on="06-28", amount_fen=FEN)
    return desk


def made(desk: Desk, day: str) -> None:
    desk.add("voucher", day, "17:00", CASHIER, id=KEY, kind="electricity", on=day, amount_fen=FEN)


def passed(desk: Desk, day: str) -> int:
    return desk.add("voucher_log", day, "17:10", CASHIER, id=KEY, voucher=KEY, handed_on=day, received_by=ACCOUNTANT)


def test_a_voucher_handed_over_after_its_limit_is_late_by_calendar_days() -> None:
    """Friday 07-06: 32,500.00 × 7 × 0.00021 = 47.775; missed on Monday 07-02."""
    desk = banked()
    made(desk, "06-28")
    late = passed(desk, "07-06")
    finding = the_finding(desk, "5.5")
    assert (finding.staff, finding.object_id, days(finding)) == (CASHIER, KEY, ("07-02", "07-02"))
    assert finding.parts == (Part(FEN, 7, paid=True),)
    assert (finding.loss_fen, cited(finding, "late")) == (0, [("voucher_log", late)])


@pytest.mark.parametrize(("made_on", "passed_on"), [("06-28", "06-28"), ("06-28", "06-29"), ("06-29", "06-29")])
def test_by_the_next_working_day_it_is_in_time(made_on: str, passed_on: str) -> None:
    desk = banked()
    made(desk, made_on)
    passed(desk, passed_on)
    assert findings(desk, "5.5") == []


def test_one_that_nobody_signed_for_counts_to_the_day_of_judging_and_never_its_principal() -> None:
    """06-29 to 08-31 are 63 days."""
    desk = banked()
    made(desk, "06-28")
    finding = the_finding(desk, "5.5", "08-31")
    assert finding.parts == (Part(FEN, 63, open=True, paid=True),)
    assert findings(banked(), "5.5", "08-31")[0].parts == finding.parts
    assert findings(banked(), "5.5", "07-01") == []
