"""What only looks like a wrong entry (1.3, 7.1), people whom one must not touch, and records edited by hand."""

from __future__ import annotations

from datetime import datetime

from kaohe.standards import Rulebook
from kaohe.standards.judging.judge import judge
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.policies.policy import Policy
from tests.standards.connection import CUSTOMER, METER, Connection, other_clauses, swap, three_bills, worked_example
from tests.standards.records_builder import READER, on
from tests.standards.verdicts import days, findings

# ── what only looks like it ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_entered_as_the_papers_say_is_kept() -> None:
    of = Connection()
    three_bills(of, 30)
    of.audit("registration", "03-05", True)
    of.audit("opening", "03-08", True)
    of.check("05-16")
    assert not findings(of.desk, "1.3")
    assert not findings(of.desk, "7.1")
    assert other_clauses(of.desk) == set()


def test_a_paper_that_is_wrong_itself_is_its_authors() -> None:
    of = Connection(multiplier=20)
    three_bills(of, 20)
    of.check("05-16", multiplier=30)
    of.meter(1, "05-16", multiplier=30)
    assert not findings(of.desk, "1.3")


def test_what_the_customer_asked_for_later_is_lawful() -> None:
    of = Connection()
    three_bills(of, 30)
    of.changed("05-16", {}, price_class="resident", capacity_kva=160)
    bill = {"price_class": "resident", "energy_e4": 4500}
    of.month("06-12", ("05-12", 1105), 1570, 465 * 30 * 45, 465 * 30, **bill)
    assert not findings(of.desk, "1.3")
    assert other_clauses(of.desk) == set()


def test_what_had_been_entered_wrongly_is_right_once_the_customer_has_asked_for_it() -> None:
    # 2,700 kWh × (0.80 − 0.45) = 945.00 in March; the class that was entered is his own from April on.
    of = Connection(registered={"price_class": "resident"})
    bill = {"price_class": "resident", "energy_e4": 4500}
    of.month("03-12", ("03-06", 100), 190, 2700 * 45, 2700, **bill)
    of.changed("03-20", {}, price_class="resident")
    of.month("04-12", ("03-12", 190), 655, 13_950 * 45, 13_950, **bill)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.inputs["wrong_periods"]) == (94_500, [200103])
    assert other_clauses(of.desk) == set()


def test_a_change_that_is_entered_wrongly_is_one_of_its_own() -> None:
    # Asked for 居民, entered as 商業 as before: 13,950 kWh × (0.80 − 0.45) = 4,882.50 too much.
    of = Connection()
    of.month("03-12", ("03-06", 100), 190, 2700 * 80, 2700)
    of.changed("03-20", {"price_class": "commerce"}, price_class="resident")
    of.month("04-12", ("03-12", 190), 655, 13_950 * 80, 13_950)
    (finding,) = findings(of.desk, "1.3")
    assert (finding.amount_fen, finding.over_billed, days(finding)) == (488_250, True, ("03-20", "04-13"))


def test_a_meter_that_is_found_as_it_was_entered_has_a_wrong_order() -> None:
    of = Connection(multiplier=20, opened={"multiplier": 30})
    three_bills(of, 30)
    assert findings(of.desk, "1.3")
    of.check("05-16", multiplier=30)
    assert not findings(of.desk, "1.3")


def test_a_sheet_written_after_the_entry_is_not_its_source() -> None:
    of = Connection(registered={"capacity_kva": 60}, price_class="industry")
    priced = {"price_class": "industry", "energy_e4": 4000}
    of.month("03-12", ("03-06", 100), 190, 2700 * 40 + 60 * 1500, 2700, capacity_kva=60, **priced)
    assert findings(of.desk, "1.3")
    of.desk.rows["survey"][0]["recorded_at"] = datetime(2001, 3, 8, 9)
    assert not findings(of.desk, "1.3")


def test_what_the_audit_caught_and_had_put_right_before_a_bill_is_none() -> None:
    of = Connection(opened={"multiplier": 20})
    of.audit("opening", "03-08", False, "multiplier")
    of.meter(1, "03-08", multiplier=30)
    of.month("03-12", ("03-06", 100), 190, 2700 * 80, 2700)
    assert not findings(of.desk, "1.3")
    assert len(findings(of.desk, "1.3", "03-07")) == 1
    assert other_clauses(of.desk) == set()


def test_caught_but_put_right_only_after_the_bill_it_is_an_incident() -> None:
    of = Connection(opened={"multiplier": 20})
    of.audit("opening", "03-08", False, "multiplier")
    of.month("03-12", ("03-06", 100), 190, 1800 * 80, 1800)
    of.meter(1, "03-14", multiplier=30)
    of.month("04-12", ("03-12", 190), 655, 13_950 * 80, 13_950)
    finding = findings(of.desk, "1.3")[0]
    assert (finding.amount_fen, days(finding)) == (72_000, ("03-07", "03-13"))
    assert other_clauses(of.desk) == set()


def test_a_later_change_of_capacity_ends_it_and_is_none_itself() -> None:
    of = Connection(price_class="industry", registered={"capacity_kva": 60})
    priced = {"price_class": "industry", "energy_e4": 4000}
    of.month("03-12", ("03-06", 100), 190, 2700 * 40 + 60 * 1500, 2700, capacity_kva=60, **priced)
    of.archive(2, "03-20", capacity_kva=160)
    of.month("04-12", ("03-12", 190), 200, 300 * 40 + 160 * 1500, 300, capacity_kva=160, **priced)
    assert findings(of.desk, "1.3")[0].amount_fen == 60_000
    faithful = Connection(price_class="industry")
    faithful.archive(2, "03-20", capacity_kva=160)
    assert not findings(faithful.desk, "1.3")


def test_a_meter_exchanged_since_has_a_multiplier_of_its_own() -> None:
    of = Connection()
    of.month("03-12", ("03-06", 100), 190, 2700 * 80, 2700)
    swap(of, "04-10", 655)
    assert not findings(of.desk, "1.3")


def test_a_paper_that_nobody_signed_for_proves_nothing() -> None:
    of = Connection(opened={"multiplier": 20}, signs=False)
    three_bills(of, 20)
    assert not findings(of.desk, "1.3")


def test_a_bill_issued_wrongly_too_shares_no_amount() -> None:
    # The archive's 1,800 kWh billed as 1,440.10: the 0.10 are 3.1's.
    of = Connection(opened={"multiplier": 20})
    of.month("03-12", ("03-06", 100), 190, 144_010, 1800)
    assert findings(of.desk, "1.3")[0].amount_fen == 72_000
    assert findings(of.desk, "3.1")[0].amount_fen == 10


# ── nobody else ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_wrong_digits_of_the_archive_convict_no_reader() -> None:
    # The meter of five digits turns over from 99,950 to 40; the archive has six.
    of = Connection(first=99_900, opened={"digits": 6})
    of.desk.reading(CUSTOMER, 200103, 99_950, "03-12")
    of.desk.reading(CUSTOMER, 200103, 40, "03-20", kind="spot")
    of.desk.reading(CUSTOMER, 200104, 140, "04-12")
    assert not findings(of.desk, "2.2")


def test_a_wrong_first_register_convicts_no_reader() -> None:
    of = Connection(opened={"first_register": 600})
    of.month("03-12", ("03-06", 600), 190, -410 * 30 * 80, -410 * 30)
    assert not findings(of.desk, "2.2")
    assert other_clauses(of.desk) == set()


def test_a_misread_of_the_same_meter_is_still_found() -> None:
    # 500 recorded where 190 was read again the same day: 310 units × 20 by the archive, for the multiplier is not his.
    of = Connection(opened={"multiplier": 20})
    of.month("03-12", ("03-06", 100), 500, 8000 * 80, 8000)
    of.desk.reading(CUSTOMER, 200103, 190, "03-12", kind="spot", at="16:30", staff=READER)
    (finding,) = findings(of.desk, "2.2")
    assert finding.inputs["multiplier"] == 20


def test_a_skipped_bill_is_worth_what_the_archive_said_at_its_limit() -> None:
    # 90 units × 20 × 0.80: limit Thursday 15 March, put right on the 20th.
    of = Connection(opened={"multiplier": 20})
    of.desk.reading(CUSTOMER, 200103, 190, "03-12")
    of.meter(1, "03-20", multiplier=30)
    assert findings(of.desk, "3.1")[0].amount_fen == 144_000


def test_a_meter_put_in_yesterday_is_known_by_its_order() -> None:
    of = Connection()
    assert Ledger(of.desk.records(), on("03-06")).sheets.meters.keys.tolist() == [METER]
    assert judge(of.desk.records(), Policy.load("handbook"), Rulebook.load(), on("03-06")).findings.is_empty()


# ── records edited by hand ───────────────────────────────────────────────────────────────────────────────────────────


def test_an_opening_edited_to_the_order_names_nobody() -> None:
    of, _ = worked_example()
    of.desk.rows["opening"][0]["multiplier"] = 30
    assert not findings(of.desk, "1.3")


def test_an_order_edited_to_the_opening_names_nobody() -> None:
    of, _ = worked_example()
    of.desk.rows["work_order"][0]["multiplier"] = 20
    assert not findings(of.desk, "1.3")


def test_a_signature_deleted_names_nobody() -> None:
    of, _ = worked_example()
    of.desk.rows["paper_log"] = [row for row in of.desk.rows["paper_log"] if row["kind"] != "work_order"]
    assert not findings(of.desk, "1.3")


def test_an_archive_that_never_said_as_the_entry_names_nobody() -> None:
    of, _ = worked_example()
    of.desk.rows["meter"][0]["multiplier"] = 40
    assert not findings(of.desk, "1.3")


def test_an_order_that_is_there_twice_names_nobody() -> None:
    of, _ = worked_example()
    of.desk.rows["work_order"].append({**of.desk.rows["work_order"][0], "multiplier": 40})
    assert not findings(of.desk, "1.3")
