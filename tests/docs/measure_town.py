"""`python -m tests.docs.measure_town`: figures of docs/office.md on reading, use and supply, over three seeds."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import polars as pl

from kaohe.scenarios.loader import office_rules
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import town

SEEDS = (1, 2, 3)
CUSTOMERS, MONTHS = 20_000, 6
_READER = ("actual", "estimate")


def figures(run: Run) -> Iterator[tuple[str, float]]:
    """(name, value) of one run."""
    table = run.records.table
    special = table("book").filter(pl.col("kind") == "special")["book"].to_list()
    mine = table("reading").filter(pl.col("kind").is_in(_READER) & ~pl.col("book").is_in(special))
    books = mine.group_by("book", "read_on").agg(
        pl.len().alias("n"), first=pl.min("recorded_at"), last=pl.max("recorded_at")
    )
    pace_s = (books["last"] - books["first"]).dt.total_seconds() / (books["n"] - 1)
    back = table("handheld_log").filter((pl.col("action") == "return") & ~pl.col("book").is_in(special))["recorded_at"]
    yield "meters a reader and day, median", _median(books["n"])
    yield "least", min(books["n"].to_list())
    yield "most", max(books["n"].to_list())
    yield "seconds a meter, median", round(_median(pace_s), 1)
    yield "back at the hall, median hour", round(_median(back.dt.hour() + back.dt.minute() / 60), 1)
    yield "back after 17:00, of all books", round(100 * int((back.dt.hour() >= 17).sum()) / len(back), 2)
    yield from _special(run, special)
    yield from _supply(run)


def _special(run: Run, special: list[int]) -> Iterator[tuple[str, float]]:
    read = run.records.table("batch").filter(pl.col("book").is_in(special))
    days = run.records.table("book").filter(pl.col("book").is_in(special)).select("book", "cycle_day")
    off = read.join(days, on="book").filter(pl.col("read_on").dt.day() != pl.col("cycle_day"))
    changed = {(row["book"], row["period"]) for row in run.records.table("book_change").to_dicts()}
    short = [row for row in off.to_dicts() if (row["book"], row["period"]) not in changed and row["cycle_day"] <= 28]
    yield "batches of 專變 off their 例日 without a change", len(short)
    bills = run.records.table("bill").filter(pl.col("book").is_in(special))
    for month in (1, 2, 3):
        kwh = int(bills.filter(pl.col("issued_on").dt.month() == month)["kwh"].sum())
        yield f"GWh of 專變 issued in month {month}", round(kwh / 1e6, 2)
    adjusted = run.records.table("energy_sheet").filter(pl.col("adjustment_e2").is_not_null())["id"]
    yield (
        "bills of 專變 with 力調, percent",
        round(100 * int(bills["id"].is_in(adjusted.to_list()).sum()) / max(len(bills), 1), 1),
    )
    yield "bills of 專變 with 變損, percent", round(100 * int((bills["loss_kwh"] > 0).sum()) / max(len(bills), 1), 1)


def _supply(run: Run) -> Iterator[tuple[str, float]]:
    if "feeder_reading" not in {*run.counts}:
        return
    supplied = int(run.records.table("feeder_reading")["supplied_kwh"].sum())
    months = len(run.records.table("feeder_reading")) - 1
    bills = run.records.table("bill")
    last = pl.col("period") < run.records.table("feeder_reading")["period"].max()
    used = bills.filter(last)
    days = (used["to_on"] - used["from_on"]).dt.total_days()
    month_days = 365.25 / 12
    sold = float((used["kwh"] * month_days / days.clip(1)).sum()) if len(used) else 0.0
    yield "供電量 of the months closed, GWh", round(supplied / 1e6, 2)
    yield "售電量 of their periods, a month of 30.4 days each, GWh", round(sold / 1e6, 2)
    yield "線損率, percent", round(100 * (1 - sold / supplied), 1) if months and supplied else 0.0


def _median(values: pl.Series) -> float:
    return float(median(values.to_list()))


def main() -> None:
    """Print one line a figure, its value for each seed."""
    found = [dict(figures(Office(town(CUSTOMERS, MONTHS), seed, office_rules()).run())) for seed in SEEDS]
    for name in found[0]:
        print(f"{name}: " + " ".join(f"{each[name]:g}" for each in found))


if __name__ == "__main__":
    main()
