"""Forged cells and rows that once accused somebody who had done nothing, or vanished without a word: all are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import cache

import polars as pl
import pytest

from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.standards.judging.judge import find
from tests.sim.office import Small, rulebook, rules
from tests.standards.tampering.papers import Edit, Papers, Row, day, fen, later
from tests.standards.tampering.sweep import acts, office, untouched

_ALL = pl.lit(value=True)
_COUNTER = pl.col("source") == "counter"
_PLAIN = pl.col("swap_kwh") == 0


def _middle(papers: Papers, table: str, which: pl.Expr = _ALL) -> Row:
    return papers.row(table, which, papers[table].filter(which).height // 2)


def _cell(table: str, column: str, change: Callable[[Row], object], which: pl.Expr = _ALL) -> Edit:
    def edit(papers: Papers) -> None:
        row = _middle(papers, table, which)
        papers.change(table, row, **{column: change(row)})

    return edit


def _plus(column: str, more: int) -> Callable[[Row], object]:
    return lambda row: fen(row, column) + more


def _days(column: str, more: int) -> Callable[[Row], object]:
    return lambda row: day(row, column) + timedelta(more)


def _gone(table: str, which: pl.Expr = _ALL) -> Edit:
    return lambda papers: papers.delete(table, _middle(papers, table, which))


def the_bill_has_another_meter(papers: Papers) -> None:
    """That of another customer, of which a bill was made too."""
    bill, other = papers.row("bill", _PLAIN, 400), papers.row("bill", _PLAIN, 3)
    papers.change("bill", bill, meter=other["meter"])


def the_bill_names_another_reading(papers: Papers) -> None:
    """Of its own meter a month before."""
    bill = _middle(papers, "bill", _PLAIN)
    own = (pl.col("meter") == fen(bill, "meter")) & (pl.col("id") != bill["reading"])
    papers.change("bill", bill, reading=papers.row("reading", own)["id"])


def the_meter_s_archive_is_not_its_opening(papers: Papers) -> None:
    """Multiplier 1 in the one, 20 in the other; three bills were made."""
    billed = papers["bill"]["meter"].implode()
    opening = papers.row("opening", (pl.col("multiplier") == 1) & pl.col("meter").is_in(billed))
    papers.change("meter", papers.row("meter", pl.col("meter") == fen(opening, "meter")), multiplier=20)


def the_customer_s_archive_is_not_his_registration(papers: Papers) -> None:
    """Another class."""
    entered = papers.row("registration", pl.col("price_class") == "resident")
    papers.change(
        "customer", papers.row("customer", pl.col("customer") == fen(entered, "customer")), price_class="commerce"
    )


def a_frozen_register_lies_above_the_present_one(papers: Papers) -> None:
    """Which no meter shows."""
    row = papers.row("reading", pl.col("frozen_register").is_not_null() & (pl.col("kind") != "actual"))
    papers.change("reading", row, frozen_register=fen(row, "register") + 40)


def an_item_is_gone_with_its_notice(papers: Papers) -> None:
    """Of a list that counts it."""
    item = papers.row("arrears_item", pl.col("bill").is_in(papers["notice"]["bill"].implode()))
    papers.delete("arrears_item", item)
    for notice in papers["notice"].filter(pl.col("bill") == item["bill"]).iter_rows(named=True):
        papers.delete("notice", notice)


def a_number_is_there_twice(papers: Papers) -> None:
    """Of two receipts of one pad."""
    row = _middle(papers, "receipt", pl.col("receipt_no").is_not_null() & (pl.col("receipt_no") % 10_000 > 1))
    papers.change("receipt", row, receipt_no=fen(row, "receipt_no") - 1)


def the_month_s_check_has_one_more(papers: Papers) -> None:
    """Due, and as its difference; every day was checked."""
    checked = papers["issue_check"].group_by(pl.col("on").dt.month()).agg(pl.col("due").sum())["due"]
    balance = papers.row("issue_balance", pl.col("due").is_in(checked.implode()))
    papers.change("issue_balance", balance, due=fen(balance, "due") + 1, difference=fen(balance, "difference") + 1)


def the_rule_of_dunning_is_stricter(papers: Papers) -> None:
    """Than every list of arrears says."""
    papers.change("rule", papers.row("rule", pl.col("key") == "dunning.limit_working_days"), value="2")


def a_spot_check_before_the_opening(papers: Papers) -> None:
    """With a register that was not yet there."""
    row = papers.row("reading", pl.col("kind") == "spot")
    papers.change("reading", row, recorded_at=later(row, -60), read_on=day(row, "read_on") - timedelta(60))


def a_reader_received_the_takings(papers: Papers) -> None:
    """Who is no cashier."""
    reader = papers.row("staff", pl.col("post") == "meter_reader")
    papers.change("hand_in", _middle(papers, "hand_in", _COUNTER), received_by=reader["id"])


def the_manager_is_an_auditor(papers: Papers) -> None:
    """By the register of staff; he approves, and the roster has him as the manager."""
    papers.change("staff", papers.row("staff", pl.col("post") == "business_manager"), post="information_auditor")


def a_bank_day_is_none(papers: Papers) -> None:
    """On which the bank entered deposits."""
    on = day(papers.row("bank_line", pl.col("kind") == "deposit", 20), "value_on")
    papers.change("calendar", papers.row("calendar", pl.col("on") == on), bank=False)


def a_transformer_is_gone(papers: Papers) -> None:
    """One that was there at the opening, and exchanged since."""
    versions = papers["transformer"].filter(pl.col("customer").is_duplicated())["customer"].implode()
    papers.delete("transformer", papers.row("transformer", pl.col("customer").is_in(versions)))


def a_price_is_rounded_otherwise(papers: Papers) -> None:
    """Once a bill, where every line of every bill is rounded."""
    papers.change("price", papers.row("price", pl.col("price_class") == "large_industry"), rounding="bill")


_BOUGHT = pl.col("fee") == "new_connection.commerce"
_SEALED = pl.col("action") == "seal_up"

KNOWN: dict[str, Edit] = {
    "document moved": _cell("document", "recorded_at", lambda row: later(row, 10)),
    "document_rule.kind": _cell("document_rule", "kind", lambda _: "identity", pl.col("id") == 5),
    "document_rule.price_class": _cell("document_rule", "price_class", lambda _: "resident", pl.col("id") == 5),
    "document_rule.instead": _cell("document_rule", "instead", lambda _: None, pl.col("price_class") == "resident"),
    "fee_price.amount_fen": _cell("fee_price", "amount_fen", _plus("amount_fen", 100), _BOUGHT),
    "fee_price.unit": _cell("fee_price", "unit", lambda _: "kva", _BOUGHT),
    "fee_price.valid_from": _cell("fee_price", "valid_from", _days("valid_from", 40), _BOUGHT),
    "load deleted": _gone("handheld_log", pl.col("action") == "load"),
    "unload deleted": _gone("handheld_log", pl.col("action") == "unload"),
    "temp_receipt.amount_fen lower": _cell("temp_receipt", "amount_fen", _plus("amount_fen", -100)),
    "temp_receipt.amount_fen higher": _cell("temp_receipt", "amount_fen", _plus("amount_fen", 100)),
    "temp_receipt.counter": _cell("temp_receipt", "counter", _plus("counter", 10)),
    "temp_receipt.takings_on": _cell("temp_receipt", "takings_on", _days("takings_on", -20)),
    "collection_notice moved": _cell("collection_notice", "recorded_at", lambda row: later(row, 10)),
    "temp_receipt.staff": _cell("temp_receipt", "staff", _plus("staff", 1)),
    "window_record.staff": _cell("window_record", "staff", _plus("staff", 1)),
    "window_record of the month before": _cell(
        "window_record", "recorded_at", lambda row: later(row, -32), pl.col("kind").is_in(["theft", "breach"])
    ),
    "loaded by no issuance clerk": _cell("handheld_log", "staff", _plus("staff", 1), pl.col("action") == "load"),
    "case_fact.sign": _cell("case_fact", "sign", lambda _: "hook", pl.col("kind") == "statement"),
    "temp_transfer deleted": _gone("temp_transfer", pl.col("action") == "transfer"),
    "reconciliation.difference_fen": _cell("reconciliation", "difference_fen", _plus("difference_fen", -10)),
    "stub.second_by": _cell("stub", "second_by", lambda _: None, _SEALED),
    "staff.post": the_manager_is_an_auditor,
    "calendar.bank": a_bank_day_is_none,
    "transformer deleted": a_transformer_is_gone,
    "price.rounding": a_price_is_rounded_otherwise,
    "report_referral deleted": _gone("report_referral"),
    "issue_balance after the end": lambda papers: papers.change(
        "issue_balance", (row := papers.row("issue_balance", _ALL, -1)), recorded_at=later(row, 10)
    ),
    "safe_count a day early": _cell("safe_count", "recorded_at", lambda row: later(row, -1)),
    "rule of payment is stricter": lambda papers: papers.change(
        "rule", papers.row("rule", pl.col("key") == "payment.due_days"), value="2"
    ),
    "work_order.multiplier": _cell(
        "work_order", "multiplier", lambda _: 20, (pl.col("multiplier") == 1) & (pl.col("kind") == "install")
    ),
    "book_change.approver": _cell("book_change", "approver", lambda row: fen(row, "approver") + 3),
    "survey sheet written after it was handed on": _cell("survey", "recorded_at", lambda row: later(row, 20)),
    "issue_check.due": _cell("issue_check", "due", _plus("due", 1)),
    "issue_balance.due and .difference": the_month_s_check_has_one_more,
    "hand_in.received_by": a_reader_received_the_takings,
    "spot check moved": a_spot_check_before_the_opening,
    "arrears_list.limit_on": _cell("arrears_list", "limit_on", _days("limit_on", -3)),
    "rule of dunning": the_rule_of_dunning_is_stricter,
    "bill.meter": the_bill_has_another_meter,
    "bill.reading": the_bill_names_another_reading,
    "bill.swap_kwh": _cell("bill", "swap_kwh", _plus("swap_kwh", 7)),
    "reading.register": _cell("reading", "register", _plus("register", 300), pl.col("kind") == "actual"),
    "reading.frozen_register": a_frozen_register_lies_above_the_present_one,
    "meter.multiplier": the_meter_s_archive_is_not_its_opening,
    "customer.price_class": the_customer_s_archive_is_not_his_registration,
    "deposit.total_fen": _cell("deposit", "total_fen", _plus("total_fen", 100)),
    "deposit.cash_fen": _cell("deposit", "cash_fen", _plus("cash_fen", -100)),
    "deposit.deposited_on": _cell("deposit", "deposited_on", _days("deposited_on", 5)),
    "hand_in.total_fen": _cell("hand_in", "total_fen", _plus("total_fen", 5_000), _COUNTER),
    "hand_in.cash_fen": _cell("hand_in", "cash_fen", _plus("cash_fen", -100), _COUNTER),
    "hand_in moved": _cell("hand_in", "recorded_at", lambda row: later(row, 1), _COUNTER),
    "hand_in of a clerk moved": _cell("hand_in", "recorded_at", lambda row: later(row, 9), ~_COUNTER),
    "hand_in deleted": _gone("hand_in", _COUNTER),
    "hand_in of a clerk deleted": _gone("hand_in", ~_COUNTER),
    "hand_in moved far": _cell("hand_in", "recorded_at", lambda row: later(row, 40), _COUNTER),
    "receipt.amount_fen": _cell("receipt", "amount_fen", _plus("amount_fen", 100)),
    "receipt.counter": _cell("receipt", "counter", _plus("counter", 20), pl.col("counter").is_not_null()),
    "receipt.tender": _cell("receipt", "tender", lambda _: "cheque", pl.col("tender") == "cash"),
    "receipt.takings_on": _cell("receipt", "takings_on", _days("takings_on", 4)),
    # Not the last one of a pad: of that nothing else is left.
    "receipt deleted": _gone(
        "receipt", pl.col("counter").is_not_null() & (pl.col("takings_on") == pl.col("recorded_at").dt.date())
    ),
    "receipt_no doubled": a_number_is_there_twice,
    "return_notice.signed_on": _cell("return_notice", "signed_on", _days("returned_on", -5)),
    "return_notice.signed_on late": _cell("return_notice", "signed_on", _days("signed_on", 20)),
    "batch.read_on": _cell("batch", "read_on", _days("read_on", 2)),
    "reading.read_on": _cell("reading", "read_on", _days("read_on", 2), pl.col("kind") == "actual"),
    "book.cycle_day": _cell("book", "cycle_day", lambda row: fen(row, "cycle_day") % 25 + 2),
    "arrears_item with its notice": an_item_is_gone_with_its_notice,
    "reopening.amount_fen": _cell("reopening", "amount_fen", _plus("amount_fen", -10)),
    "notice to another": _cell("notice", "customer", _plus("customer", 1), pl.col("kind") == "returned_cheque"),
    "draw deleted": _gone("handheld_log", pl.col("action") == "draw"),
    "credit_note deleted": _gone("credit_note"),
    "fee_receipt deleted": _gone("fee_receipt"),
    "return_notice deleted": _gone("return_notice"),
    "meter deleted": lambda papers: papers.delete("meter", papers.row("meter", _billed(papers))),
}


def _billed(papers: Papers) -> pl.Expr:
    return pl.col("meter").is_in(papers["opening"]["meter"].implode())


@pytest.mark.parametrize("name", KNOWN)
def test_what_another_paper_contradicts_is_told_and_accuses_nobody(name: str) -> None:
    papers = Papers(office().records)
    KNOWN[name](papers)
    found = find(papers.records(), rulebook(), edited=True)
    assert found.disagreements
    assert sorted(acts(found) - untouched()) == []


def the_meter_has_another_multiplier(papers: Papers) -> None:
    """One that was found at the opening, of which no order speaks."""
    row = papers.row("meter", pl.col("multiplier") == 1, 7)
    papers.change("meter", row, multiplier=10)


def the_customer_is_of_another_class(papers: Papers) -> None:
    """One who was there at the opening, of whom no application speaks."""
    row = papers.row("customer", pl.col("price_class") == "resident", 7)
    papers.change("customer", row, price_class="commerce")


FEW: dict[str, Edit] = {
    "meter.bills": the_meter_has_another_multiplier,
    "customer.bills": the_customer_is_of_another_class,
}


@pytest.mark.parametrize("kind", FEW)
def test_an_archive_that_all_of_few_bills_contradict_is_in_doubt(kind: str) -> None:
    """An office of three months: three bills of the customer, and nobody who entered him."""
    papers = Papers(_three_months().records)
    FEW[kind](papers)
    found = find(papers.records(), rulebook(), edited=True)
    assert kind in {each for each, _ in found.disagreements}
    assert not found.findings


@cache
def _three_months() -> Run:
    """By the book."""
    return Office(Small(300, 3, 1).spec(), 1, rules()).run()


def test_what_rests_on_other_rows_is_judged_as_before() -> None:
    """A forged bill silences what rests on it, and nothing else."""
    papers = Papers(office().records)
    the_bill_has_another_meter(papers)
    assert len(untouched() - acts(find(papers.records(), rulebook(), edited=True))) <= 2


def test_a_silent_clause_is_named_with_the_disagreement() -> None:
    """Whose finding rests on a row in dispute."""
    papers, before = Papers(office().records), untouched()
    batch = next(key for clause, key, _ in sorted(before) if clause == "2.1")
    row = papers.row("batch", pl.col("id") == batch)
    papers.change("batch", row, readings=fen(row, "readings") + 1)
    found = find(papers.records(), rulebook(), edited=True)
    assert {clause for kind, told in found.disagreements for clause in told.clauses if kind == "batch.readings"} >= {
        "2.1"
    }
    assert ("2.1", batch) in {(clause, key) for clause, key, _ in before - acts(found)}
