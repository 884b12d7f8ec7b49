"""6.2: the ledger's month against its vouchers and the bank, by hand."""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA
from tests.standards.records_builder import ACCOUNTANT, CASHIER, MANAGER, Desk, day_number
from tests.standards.verdicts import cited, days, findings, the_finding

RIGHT, WRONG = 4_560_000, 5_460_000
MAY, JUNE = (SCHEMA["ledger_month"].key.pack(month=month, account="receivable") for month in (200105, 200106))


def voucher(day: str) -> int:
    return int(SCHEMA["voucher"].key.pack(day=day_number(day), kind="electricity", number=0))


def banked(desk: Desk, day: str, fen: int, credited_on: str | None = None) -> int:
    """A slip of a day, its line of the statement, and its voucher, handed over the same day."""
    key, slip = voucher(day), SCHEMA["deposit"].key.pack(day=day_number(day), kind="electricity", number=0)
    sums = {"cash_fen": fen, "cheque_fen": 0, "total_fen": fen}
    desk.add("deposit", day, "15:25", CASHIER, id=slip, kind="electricity", due_on=day, deposited_on=day, **sums)
    value_on = credited_on or day
    desk.add("bank_line", value_on, "18:00", kind="deposit", ref=slip, value_on=value_on, amount_fen=fen)
    desk.add("voucher", day, "17:00", CASHIER, id=key, kind="electricity", on=day, amount_fen=fen)
    row = {"voucher": key, "handed_on": day, "received_by": ACCOUNTANT}
    desk.add("voucher_log", day, "17:10", CASHIER, id=key, **row)
    return key


def post(desk: Desk, day: str, key: int, fen: int, number: int = 0, corrects: int | None = None) -> int:
    row = {"voucher": key, "account": "receivable", "period": 200100 + int(day[:2]), "amount_fen": fen}
    number_key = SCHEMA["posting"].key.pack(voucher=key, number=number)
    return desk.add("posting", day, "17:30", ACCOUNTANT, id=number_key, corrects=corrects, **row)


def close(desk: Desk, day: str, month: int, credit_fen: int, opening_fen: int = 0) -> None:
    row = {
        "opening_fen": opening_fen,
        "debit_fen": 0,
        "credit_fen": credit_fen,
        "closing_fen": opening_fen - credit_fen,
    }
    desk.add("ledger_month", day, "18:40", ACCOUNTANT, id=month, account="receivable", period=month // 2, **row)


def sheet(desk: Desk, day: str, kind: str, said: tuple[int, int, int], month: int = MAY) -> int:
    """ledger, other side, in transit."""
    key = SCHEMA["reconciliation"].key.pack(ledger_month=month, kind=kind, number=0)
    row: dict[str, object] = dict(zip(("ledger_fen", "other_fen", "transit_fen"), said, strict=True))
    row |= {"difference_fen": said[0] - said[1] - said[2], "second_by": MANAGER, "account": "receivable"}
    return desk.add("reconciliation", day, "15:00", ACCOUNTANT, id=key, period=month // 2, kind=kind, **row)


def exchanged() -> tuple[Desk, int]:
    """45,600.00 of Wednesday 05-16 posted as 54,600.00; May is to be reconciled by Tuesday 06-05."""
    desk = Desk()
    key = banked(desk, "05-16", RIGHT)
    wrong = post(desk, "05-16", key, WRONG)
    close(desk, "05-31", MAY, WRONG)
    return desk, wrong


def reconciled(desk: Desk, day: str, other: int = RIGHT, transit: int = 0) -> None:
    sheet(desk, day, "books", (-WRONG, -other, 0))
    sheet(desk, day, "bank", (WRONG, RIGHT, transit))


def test_a_wrong_posting_that_nobody_looked_for_is_worth_what_it_misstates() -> None:
    """Put right on 06-20: 54,600.00 − 45,600.00 = 9,000.00; no money is missing."""
    desk, wrong = exchanged()
    red = post(desk, "06-20", voucher("05-16"), RIGHT - WRONG, 1, wrong)
    finding = the_finding(desk, "6.2")
    assert (finding.staff, finding.object_id, days(finding)) == (ACCOUNTANT, MAY, ("06-06", "06-06"))
    assert (finding.amount_fen, finding.caused_fen, finding.loss_fen) == (900_000, 0, 0)
    assert (finding.basis, finding.consequence) == ("misstated", True)
    assert cited(finding, "late") == [("posting", red)]


def test_what_is_put_right_by_the_limit_misstates_nothing() -> None:
    """The sheets are of 06-05, and so is the red posting; a day later it is too late, whatever the sheets say."""
    for day, found in (("06-05", 0), ("06-06", 1)):
        desk, wrong = exchanged()
        reconciled(desk, "06-05")
        post(desk, day, voucher("05-16"), RIGHT - WRONG, 1, wrong)
        assert [(each.consequence, each.amount_fen) for each in findings(desk, "6.2")] == [(True, 900_000)] * found


def test_sheets_after_the_limit_are_none() -> None:
    """Without a wrong posting it is a work slip."""
    desk, wrong = exchanged()
    post(desk, "05-17", voucher("05-16"), RIGHT - WRONG, 1, wrong)
    assert findings(desk, "6.2", "06-05") == []
    finding = the_finding(desk, "6.2")
    assert (finding.amount_fen, finding.consequence, days(finding)) == (0, False, ("06-06", "06-06"))
    desk.rows["ledger_month"][0] |= {"credit_fen": RIGHT, "closing_fen": -RIGHT}
    sheet(desk, "06-06", "books", (-RIGHT, -RIGHT, 0))
    sheet(desk, "06-05", "bank", (RIGHT, RIGHT, 0))
    assert days(the_finding(desk, "6.2")) == ("06-06", "06-06")


@pytest.mark.parametrize(
    ("other", "transit"), [(WRONG, WRONG - RIGHT), (WRONG, 0), (RIGHT, WRONG - RIGHT)], ids=["both", "books", "bank"]
)
def test_a_sheet_that_hides_the_difference_shows_it_on_its_day(other: int, transit: int) -> None:
    """54,600.00 on the other side for vouchers of 45,600.00, or 9,000.00 in transit of which there is no slip."""
    desk, wrong = exchanged()
    reconciled(desk, "06-04", other, transit)
    post(desk, "07-04", voucher("05-16"), RIGHT - WRONG, 1, wrong)
    finding = the_finding(desk, "6.2")
    assert (finding.amount_fen, days(finding), finding.discovered_by) == (900_000, ("06-04", "06-04"), -1)


def test_a_false_sheet_about_a_right_ledger_is_a_slip() -> None:
    desk = Desk()
    post(desk, "05-16", banked(desk, "05-16", RIGHT), RIGHT)
    close(desk, "05-31", MAY, RIGHT)
    sheet(desk, "06-05", "books", (-RIGHT, -RIGHT, 0))
    sheet(desk, "06-05", "bank", (RIGHT, RIGHT, 700))
    finding = the_finding(desk, "6.2")
    assert (finding.amount_fen, finding.consequence) == (0, False)


def test_a_deposit_of_the_last_day_is_in_transit() -> None:
    """Thursday 05-31, which the bank has on Friday: of May in the ledger, of June on the statement."""
    desk = Desk()
    post(desk, "05-31", banked(desk, "05-31", RIGHT, "06-01"), RIGHT)
    close(desk, "05-31", MAY, RIGHT)
    sheet(desk, "06-05", "books", (-RIGHT, -RIGHT, 0))
    sheet(desk, "06-05", "bank", (RIGHT, 0, RIGHT))
    close(desk, "06-30", JUNE, 0, -RIGHT)
    sheet(desk, "07-04", "books", (0, 0, 0), JUNE)
    sheet(desk, "07-04", "bank", (0, RIGHT, -RIGHT), JUNE)
    assert findings(desk, "6.2") == []


def test_what_was_left_out_and_posted_in_june_is_of_may() -> None:
    """45,600.00 unposted until 06-20: June has it among what was put right, and its own vouchers agree."""
    desk = Desk()
    key = banked(desk, "05-16", RIGHT)
    close(desk, "05-31", MAY, 0)
    late = post(desk, "06-20", key, RIGHT)
    close(desk, "06-30", JUNE, RIGHT)
    sheet(desk, "07-04", "books", (-RIGHT, 0, -RIGHT), JUNE)
    sheet(desk, "07-04", "bank", (RIGHT, 0, RIGHT), JUNE)
    finding = the_finding(desk, "6.2")
    assert (finding.object_id, finding.amount_fen, days(finding)) == (MAY, RIGHT, ("06-06", "06-06"))
    assert cited(finding, "late") == [("posting", late)]
