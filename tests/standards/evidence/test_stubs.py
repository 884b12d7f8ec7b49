"""6.9: returned stubs, by hand."""

from __future__ import annotations

from kaohe.sim.records import SCHEMA
from kaohe.standards.ledger.record_tables import NONE
from tests.standards.evidence.test_receipt_books import COUNTER, handed_out, stocked
from tests.standards.records_builder import ACCOUNTANT, CASHIER, COLLECTOR, Desk, day_number
from tests.standards.verdicts import days, findings, the_finding


def returned(day: str = "04-06") -> Desk:
    """Book 1, handed out on 04-02."""
    desk = Desk()
    stocked(desk, 1)
    handed_out(desk, 1, "04-02")
    key = SCHEMA["book_log"].key.pack(receipt_book=1, action="return", number=0)
    row = {"receipt_book": 1, "action": "return", "holder": COLLECTOR, "counter": COUNTER, "on": day}
    desk.add("book_log", day, "07:50", ACCOUNTANT, id=key, signed_by=ACCOUNTANT, **row)
    return desk


def sheet(
    desk: Desk, action: str, day: str, used: int = 0, fen: int = 0, missing: int = 0, second_by: int = CASHIER
) -> None:
    key = SCHEMA["stub"].key.pack(receipt_book=1, action=action, number=0)
    row = {"receipt_book": 1, "action": action, "counter": COUNTER, "used": used, "void": 0, "missing": missing}
    sealed = {"seal_no": 1, "second_by": second_by} if action == "seal_up" else {}
    numbers = {"blank": 100 - used - missing, "amount_fen": fen, "ledger_fen": fen}
    desk.add("stub", day, "15:30", ACCOUNTANT, id=key, **row, **numbers, **sealed)


def counted(desk: Desk, day: str, number: int) -> None:
    key = SCHEMA["form_count"].key.pack(receipt_book=1, day=day_number(day))
    row = {"receipt_book": 1, "on": day, "counter": COUNTER, "place": "stub", "expected": 100, "counted": number}
    desk.add("form_count", day, "16:40", ACCOUNTANT, id=key, second_by=CASHIER, **row)


def test_stubs_without_a_check_are_missed_on_the_working_day_after_the_third() -> None:
    """Back on Friday 04-06, check due Wednesday 04-11: Thursday 04-12; a count of 06-29 that agrees: 0."""
    desk = returned()
    counted(desk, "06-29", 100)
    finding = the_finding(desk, "6.9", "07-31")
    assert (finding.staff, finding.object_id, days(finding)) == (ACCOUNTANT, 1, ("04-12", "04-12"))
    assert (finding.basis, finding.amount_fen) == ("cash", 0)
    assert findings(desk, "6.9", "04-11") == []


def test_three_stubs_missing_at_a_later_count_cannot_be_assessed() -> None:
    desk = returned()
    counted(desk, "06-29", 97)
    finding = the_finding(desk, "6.9", "07-31")
    assert (finding.basis, finding.amount_fen, finding.inputs["missing"]) == ("none", None, 3)
    assert findings(desk, "6.9", "06-28")[0].amount_fen == 0


def test_what_the_check_has_missed_already_was_lost_before() -> None:
    desk = returned()
    sheet(desk, "check", "04-20", missing=3)
    counted(desk, "06-29", 97)
    assert the_finding(desk, "6.9", "07-31").amount_fen == 0


def test_checked_on_the_last_day_and_sealed_on_the_last_day_is_kept() -> None:
    for checked, sealed, broken in (("04-11", "04-13", 0), ("04-12", "04-13", 1), ("04-11", "04-16", 1)):
        desk = returned()
        sheet(desk, "check", checked)
        sheet(desk, "seal_up", sealed)
        assert len(findings(desk, "6.9")) == broken, (checked, sealed)


def test_a_seal_by_one_is_none() -> None:
    """Due on Friday 04-13: Monday 04-16."""
    desk = returned()
    sheet(desk, "check", "04-09")
    sheet(desk, "seal_up", "04-10", second_by=ACCOUNTANT)
    assert days(the_finding(desk, "6.9")) == ("04-16", "04-16")


def paid(desk: Desk, number: int, fen: int) -> None:
    row = {"bill": number, "customer": number, "channel": "window", "counter": COUNTER, "tender": "cash"}
    desk.add("receipt", "04-03", "10:00", COLLECTOR, **row, amount_fen=fen, takings_on="04-03", receipt_no=number)


def test_a_check_with_another_sum_than_the_receipts_is_wrong_on_its_day() -> None:
    for fen, used, broken in ((3_000, 2, 0), (3_500, 2, 1), (3_000, 3, 1)):
        desk = returned()
        paid(desk, 1, 1_000)
        paid(desk, 2, 2_000)
        sheet(desk, "check", "04-09", used, fen)
        sheet(desk, "seal_up", "04-10", used, fen)
        found = [finding for finding in findings(desk, "6.9") if finding.object_id == 1]
        assert len(found) == broken, (fen, used)
        for finding in found:
            assert (finding.staff, days(finding)) == (ACCOUNTANT, ("04-09", "04-09"))
            assert (finding.discovered_by, finding.amount_fen) == (NONE, 0)


def test_a_book_in_use_owes_nothing() -> None:
    desk = Desk()
    stocked(desk, 1)
    handed_out(desk, 1, "04-02")
    assert findings(desk, "6.9") == []
