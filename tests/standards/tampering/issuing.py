"""3.1 and 6.6: bills, and the daily check of them."""

from __future__ import annotations

from datetime import date

import polars as pl

from kaohe.sim.records import SCHEMA, ids
from tests.standards.tampering.papers import Limb, Papers, Row, day, later


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


LIMBS = (
    Limb("6.6", "difference", "issue_check", a_day_s_check_is_missing, finds=("6.6",)),
    Limb("6.6", "difference", "issue_check.recorded_at", a_day_s_check_was_written_the_day_after, finds=("6.6",)),
    Limb("6.6", "difference", "voucher", a_day_without_bills_has_its_voucher, finds=("6.6",)),
)
