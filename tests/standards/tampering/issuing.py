"""3.1 and 6.6: bills, and the daily check of them."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from kaohe.sim.records import SCHEMA, ids
from tests.standards.tampering.papers import Limb, Papers, Row, day, fen, later


def _check(papers: Papers) -> Row:
    """Of a day in the middle on which bills were issued."""
    issued = pl.col("issued") > 0
    return papers.row("issue_check", issued, papers["issue_check"].filter(issued).height // 2)


def a_day_s_check_is_missing(papers: Papers) -> None:
    """Nothing was left out: a work slip."""
    papers.delete("issue_check", _check(papers))


def a_day_s_check_was_written_the_day_after(papers: Papers) -> None:
    """Which is no check of the same day."""
    check = _check(papers)
    papers.change("issue_check", check, recorded_at=later(check, 1))


def a_day_without_bills_has_its_voucher(papers: Papers) -> None:
    """Nothing was issued, all was left out or pending: issuance was due, and is booked."""
    issued = papers["issue_check"]["on"].implode()
    idle = papers.row(
        "calendar", pl.col("working") & ~pl.col("on").is_in(issued) & (pl.col("on") > day(_check(papers), "on"))
    )
    voucher = papers.row("voucher", pl.col("kind") == "issuance", -1)
    own, on = day(voucher, "on"), day(idle, "on")
    key = SCHEMA["voucher"].key.pack(day=ids.day_number((on - date(1970, 1, 1)).days), kind="issuance", number=0)
    papers.add("voucher", voucher, id=key, on=on, amount_fen=0, recorded_at=later(voucher, (on - own).days))


def _bill(papers: Papers) -> Row:
    """A plain one of the middle of the run, read as it was billed."""
    on = day(_check(papers), "on")
    plain = papers["bill_line"]["bill"].implode()
    return papers.row("bill", (pl.col("issued_on") == on) & (pl.col("kwh") > 0) & ~pl.col("id").is_in(plain))


def _also_booked(papers: Papers, bill: Row, more_fen: int, bills: int = 0) -> None:
    """Voucher and check of the day say what the bills say."""
    on = day(bill, "issued_on")
    voucher = papers.row("voucher", (pl.col("kind") == "issuance") & (pl.col("on") == on))
    check = papers.row("issue_check", pl.col("on") == on)
    papers.change("voucher", voucher, amount_fen=fen(voucher, "amount_fen") + more_fen)
    counted = {"issued": fen(check, "issued") + bills, "amount_fen": fen(check, "amount_fen") + more_fen}
    papers.change("issue_check", check, **counted)
    _also_posted(papers, voucher, on, more_fen)


def _also_posted(papers: Papers, voucher: Row, on: date, more_fen: int) -> None:
    """So do the ledger and its reconciliation."""
    posting = papers.row("posting", (pl.col("voucher") == voucher["id"]) & pl.col("corrects").is_null())
    papers.change("posting", posting, amount_fen=fen(posting, "amount_fen") + more_fen)
    period, own = on.year * 100 + on.month, pl.col("account") == "receivable"
    for row in papers["ledger_month"].filter(own & (pl.col("period") >= period)).to_dicts():
        first = row["period"] == period
        papers.change(
            "ledger_month",
            row,
            debit_fen=fen(row, "debit_fen") + more_fen * first,
            opening_fen=fen(row, "opening_fen") + more_fen * (not first),
            closing_fen=fen(row, "closing_fen") + more_fen,
        )
    for row in (
        papers["reconciliation"].filter(own & (pl.col("period") == period) & (pl.col("kind") == "books")).to_dicts()
    ):
        both = {name: fen(row, name) + more_fen for name in ("ledger_fen", "other_fen")}
        papers.change("reconciliation", row, **both)


def a_bill_is_dearer(papers: Papers) -> None:
    """As are voucher and check."""
    bill = _bill(papers)
    papers.change("bill", bill, amount_fen=fen(bill, "amount_fen") + 5_000)
    _also_booked(papers, bill, 5_000)


def a_bill_is_dearer_than_was_booked(papers: Papers) -> None:
    """Voucher and check say what it was."""
    bill = _bill(papers)
    papers.change("bill", bill, amount_fen=fen(bill, "amount_fen") + 5_000)


def a_bill_is_missing(papers: Papers) -> None:
    """Nobody booked or checked it."""
    bill = _bill(papers)
    papers.delete("bill", bill)
    _also_booked(papers, bill, -fen(bill, "amount_fen"), -1)


def a_final_bill_is_missing(papers: Papers) -> None:
    """Of a meter that was taken down; the check of its day shows that one was due."""
    removals = papers["reading"].filter(pl.col("kind") == "removal")["id"].implode()
    bill = papers.row("bill", pl.col("reading").is_in(removals) & (pl.col("kwh") > 0))
    papers.delete("bill", bill)
    _also_booked(papers, bill, -fen(bill, "amount_fen"), -1)


def a_bill_that_was_booked_is_missing(papers: Papers) -> None:
    """The accountant counted it."""
    papers.delete("bill", _bill(papers))


def a_bill_is_there_twice(papers: Papers) -> None:
    """Voucher and check are of one."""
    bill = _bill(papers)
    papers.add("bill", bill)


def a_bill_s_reading_is_missing(papers: Papers) -> None:
    """It rests on nothing."""
    papers.delete("reading", papers.row("reading", pl.col("id") == fen(_bill(papers), "reading")))


def a_bill_s_reading_is_another(papers: Papers) -> None:
    """Than the bill repeats."""
    reading = papers.row("reading", pl.col("id") == fen(_bill(papers), "reading"))
    papers.change("reading", reading, register=fen(reading, "register") + 1)


def a_bill_was_issued_a_month_later(papers: Papers) -> None:
    """By its own day, and by the accountant's papers of both."""
    bill = _bill(papers)
    on = papers["issue_check"].filter(pl.col("on") > day(bill, "issued_on") + timedelta(20))["on"].min()
    assert isinstance(on, date)
    days = (on - day(bill, "issued_on")).days
    papers.change("bill", bill, issued_on=on, recorded_at=later(bill, days))
    _also_booked(papers, bill, -fen(bill, "amount_fen"), -1)
    _also_booked(papers, {**bill, "issued_on": on}, fen(bill, "amount_fen"), 1)


LIMBS = (
    Limb("3.1", "wrong", "bill.amount_fen", a_bill_is_dearer, finds=("3.1",)),
    Limb("3.1", "wrong", "bill.amount_fen", a_bill_is_dearer_than_was_booked, disagrees=("issue_day",)),
    Limb("3.1", "wrong", "bill", a_bill_is_there_twice, disagrees=("bill_twice", "issue_day")),
    Limb("3.1", "wrong", "reading", a_bill_s_reading_is_missing, disagrees=("bill_reading",)),
    Limb("3.1", "wrong", "reading.register", a_bill_s_reading_is_another, disagrees=("bill_reading",)),
    Limb("3.1", "skipped", "bill", a_bill_is_missing, finds=("3.1",)),
    Limb("3.1", "skipped", "bill", a_final_bill_is_missing, finds=("3.1",)),
    Limb("3.1", "skipped", "bill", a_bill_that_was_booked_is_missing, disagrees=("issue_day",)),
    Limb("3.1", "late", "bill.issued_on", a_bill_was_issued_a_month_later, finds=("3.1",)),
    Limb("6.6", "difference", "issue_check", a_day_s_check_is_missing, finds=("6.6",)),
    Limb("6.6", "difference", "issue_check.recorded_at", a_day_s_check_was_written_the_day_after, finds=("6.6",)),
    Limb("6.6", "difference", "voucher", a_day_without_bills_has_its_voucher, finds=("6.6",)),
)
