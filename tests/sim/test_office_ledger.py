"""The ledger by the book: vouchers are posted, months closed and reconciled; what went wrong is put right in time."""

from __future__ import annotations

import polars as pl
import pytest

from kaohe.sim.clock.calendar import date_of, day_of, load_calendar, month_end
from kaohe.sim.run import Run
from tests.sim.office import Small, clean, erring, rules

OFFICE = Small(200, 4, 7)
_MONTH = pl.col("recorded_at").dt.year() * 100 + pl.col("recorded_at").dt.month()
KEYS = ["account", "period"]


@pytest.fixture(name="run", params=[clean, erring], ids=["clean", "erring"])
def _run(request: pytest.FixtureRequest) -> Run:
    run: Run = request.param(OFFICE)
    return run


def test_every_voucher_in_the_accountants_hands_is_posted_that_day_or_put_right(run: Run) -> None:
    """By the book all of them are of their amounts in the end, those of the last month apart."""
    vouchers, logs = run.records.table("voucher"), run.records.table("voucher_log")
    handed = vouchers.filter((pl.col("kind") == "issuance") | pl.col("id").is_in(logs["voucher"].implode()))
    posted = run.records.table("posting").group_by(id="voucher").agg(pl.col("amount_fen").sum().alias("posted_fen"))
    both = handed.join(posted, on="id", how="left").with_columns(pl.col("posted_fen").fill_null(0))
    wrong = both.filter((pl.col("posted_fen") != pl.col("amount_fen")) & (_MONTH < 200104))
    assert set(posted["id"]) <= set(handed["id"])
    assert wrong.is_empty() or run is erring(OFFICE)


def test_a_month_is_the_sum_of_its_postings_and_begins_where_the_last_ended(run: Run) -> None:
    debit = pl.col("voucher") // 8 % 4 == 0
    sums = (
        run.records.table("posting")
        .group_by(KEYS)
        .agg(
            pl.col("amount_fen").filter(debit).sum().alias("debit"),
            pl.col("amount_fen").filter(~debit).sum().alias("credit"),
        )
    )
    months = run.records.table("ledger_month").join(sums, on=KEYS, how="left").sort("account", "period")
    assert months["debit_fen"].to_list() == months["debit"].fill_null(0).to_list()
    assert months["credit_fen"].to_list() == months["credit"].fill_null(0).to_list()
    for _, account in months.group_by("account"):
        assert account["opening_fen"].to_list() == [0, *account["closing_fen"].to_list()[:-1]]


def test_two_sheets_an_account_by_the_limit_and_no_difference_is_left() -> None:
    run = clean(OFFICE)
    sheets = run.records.table("reconciliation")
    assert sheets.group_by(KEYS).len()["len"].to_list() == [2] * 6
    for period, written in sheets.select("period", pl.col("recorded_at").dt.date()).rows():
        end = month_end(day_of(date_of(0).replace(year=period // 100, month=period % 100, day=1)))
        assert day_of(written) == load_calendar().add_working_days(end, rules().reconcile_limit)
    corrections = run.records.table("posting").filter(pl.col("corrects").is_not_null() | (pl.col("amount_fen") < 0))
    assert corrections.height >= 1
    assert sheets.filter(pl.col("difference_fen") != 0).height >= 1
