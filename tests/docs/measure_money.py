"""The figures of docs/office.md, Money: python -m tests.docs.measure_money [CUSTOMERS MONTHS], over three seeds.

It asks only for tables that every revision has, and takes others as empty, so that it measures older ones as well.
"""

from __future__ import annotations

import sys

import polars as pl

from kaohe.scenarios.loader import load_scenario
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from kaohe.sim.spec import town

SEEDS = (1, 2, 3)
AGES = (30, 90, 180)  # days after the due day


def table(run: Run, name: str) -> pl.DataFrame | None:
    """A table, None where the revision has no such paper."""
    return run.records.table(name) if name in SCHEMA else None


def paid(run: Run) -> pl.DataFrame:
    """Receipts whose money stayed: bill and day."""
    receipts, back = run.records.table("receipt"), run.records.table("reopening")["receipt"]
    stayed = receipts.filter(~pl.col("id").is_in(back.implode()))
    return stayed.select("bill", pl.col("recorded_at").dt.date().alias("paid_on"))


def owed(run: Run) -> pl.DataFrame:
    """Bills above 0 with what stood on them and the day on which they were paid, if they were."""
    bills = run.records.table("bill").filter(pl.col("amount_fen") > 0)
    return bills.select("id", "issued_on", "due_on", "amount_fen").join(
        paid(run), left_on="id", right_on="bill", how="left"
    )


def fen(rows: pl.DataFrame, column: str = "amount_fen") -> int:
    """The sum of a column."""
    return int(rows[column].sum())


def percent(part: float, whole: float) -> str:
    """One decimal."""
    return f"{100 * part / whole:.1f}" if whole else "–"


def recovery(run: Run) -> dict[str, str]:
    """Of all months but the last: within thirty days of issue, and by the end of the month in which it is due."""
    bills = owed(run).with_columns(month=pl.col("issued_on").dt.month(), due=pl.col("due_on").dt.truncate("1mo"))
    whole = bills.filter(pl.col("month") < run.spec.months)
    soon = whole.filter((pl.col("paid_on") - pl.col("issued_on")).dt.total_days() <= 30)
    shares = (
        whole.group_by("month")
        .agg(pl.col("amount_fen").sum())
        .join(soon.group_by("month").agg(pl.col("amount_fen").sum().alias("soon")), on="month")
    )
    each = (100 * shares["soon"] / shares["amount_fen"]).sort()
    due = bills.filter(pl.col("due").dt.month() <= run.spec.months)
    in_month = due.filter(pl.col("paid_on").dt.truncate("1mo") <= pl.col("due"))
    return {
        "recovered within 30 days of issue, % of the money": percent(fen(soon), fen(whole)),
        "least and most of a month": f"{each[0]:.1f}–{each[-1]:.1f}",
        "recovered by the end of the month in which it is due, %": percent(fen(in_month), fen(due)),
    }


def debts(run: Run) -> dict[str, str]:
    """What stands open past its due day on the last evening, and how old it is."""
    last = run.records.table("balance_check")["recorded_at"].dt.date().max()
    bills = owed(run).filter(pl.col("paid_on").is_null()).select("due_on", "amount_fen")
    carried = table(run, "carried_debt")
    opening_fen = 0
    if carried is not None:
        opening_fen = fen(carried)
        still = carried.filter(~pl.col("id").is_in(paid(run)["bill"].implode()))
        bills = pl.concat([bills, still.select("due_on", "amount_fen")])
    late = (pl.lit(last) - pl.col("due_on")).dt.total_days()
    overdue = bills.with_columns(days=late).filter(pl.col("days") > 0)
    total = fen(overdue)
    issued = fen(run.records.table("balance_check"), "issued_fen") / run.spec.months
    ages = [fen(overdue.filter(pl.col("days") <= most)) for most in AGES]
    parts = [ages[0], ages[1] - ages[0], ages[2] - ages[1], total - ages[2]]
    return {
        "carried forward at the opening, % of a month's issue": percent(opening_fen, issued),
        "overdue on the last day, % of a month's issue": percent(total, issued),
        "of it to 30, 90, 180 days, older, %": " ".join(percent(part, total) for part in parts),
    }


def cheques(run: Run) -> dict[str, str]:
    """Cheques, those that came back, and how their drawers paid then."""
    receipts, back = run.records.table("receipt"), run.records.table("return_notice")
    taken = receipts.filter(pl.col("tender") == "cheque").height
    again = receipts.filter(pl.col("id").is_in((back["receipt"] + 1).implode()))["tender"]
    how = [int((again == tender).sum()) for tender in ("cheque", "promissory_note", "cash")]
    return {
        "cheques that came back, %": percent(back.height, taken),
        "paid again by cheque, 本票, cash": " ".join(map(str, how)),
    }


def charges(run: Run) -> dict[str, str]:
    """Late-payment charges: on how many receipts of windows and doors, and how much."""
    lines = table(run, "late_charge")
    receipts = run.records.table("receipt").filter(pl.col("counter").is_not_null())
    issued = fen(run.records.table("balance_check"), "issued_fen")
    number, charged_fen = (0, 0) if lines is None else (lines.height, fen(lines))
    return {
        "receipts with a late-payment charge, % of windows and doors": percent(number, receipts.height),
        "late-payment charges, ‰ of what was issued": f"{1000 * charged_fen / issued:.2f}",
    }


def main() -> None:
    """Print the rows of the table: what, and one figure a seed."""
    customers, months = (int(each) for each in sys.argv[1:3] or ("20000", "6"))
    found: dict[str, list[str]] = {}
    for seed in SEEDS:
        run = Office(town(customers, months), seed, load_scenario().rules).run()
        for name, figure in {**recovery(run), **debts(run), **cheques(run), **charges(run)}.items():
            found.setdefault(name, []).append(figure)
    for name, figures in found.items():
        print(f"| {name} | {' · '.join(figures)} |")


if __name__ == "__main__":
    main()
