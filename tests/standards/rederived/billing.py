"""What a bill of a price without lines should be: from its reading, by archive and price table as recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from tests.standards.rederived.papers import Papers, Row


def as_recorded(rows: Sequence[Row], at: datetime) -> Row:
    """The version that stood at a time: the last one recorded by then."""
    return [row for row in rows if row["recorded_at"] <= at][-1]


def archive(papers: Papers, customer: int, at: datetime) -> Row:
    """The customer's archive as recorded at a time."""
    return as_recorded(papers.customers[customer], at)


def price(papers: Papers, price_class: str, on: date) -> Row:
    """The price of a class for bills issued on a day."""
    return [row for row in papers.prices[price_class] if row["valid_from"] <= on][-1]


def is_flat(papers: Papers, bill: Row) -> bool:
    """Whether both the price of the archive and that of the bill are one multiplication."""
    mine = archive(papers, bill["customer"], bill["recorded_at"])["price_class"]
    return all(price(papers, each, bill["issued_on"])["rounding"] == "bill" for each in (mine, bill["price_class"]))


def fee_fen(kwh: int, energy_e4: int) -> int:
    """kWh × price, half up away from zero."""
    size = (abs(kwh) * energy_e4 + 50) // 100
    return size if kwh >= 0 else -size


def advance_kwh(meter: Row, start: int, end: int) -> int:
    """What two registers of a meter come to, round the turn."""
    turn = 10 ** (meter["digits"] + meter["decimals"])
    return int((end - start) % turn * meter["multiplier"] // 10 ** meter["decimals"])


def due_fen(papers: Papers, bill: Row) -> int:
    """The bill's own energy at the price of the archive, as recorded when it was issued."""
    mine = archive(papers, bill["customer"], bill["recorded_at"])
    return fee_fen(bill["kwh"], price(papers, mine["price_class"], bill["issued_on"])["energy_e4"])


def would_be_fen(papers: Papers, reading: Row, at: datetime) -> int | None:
    """What the bill of an unbilled reading would have been at a time; None where it is more than two registers.

    That is: a reading or the one before it estimated or refuted, a meter exchanged between them, losses, a price with
    lines.
    """
    customer = reading["customer"]
    rows = [row for row in papers.readings_of[customer] if row["recorded_at"] <= at]
    now = [row for row in rows if row["period"] == reading["period"]]
    before = [row for row in rows if row["period"] < reading["period"] and row["kind"] not in ("spot", "install")]
    kinds = {row["kind"] for row in now} | {row["kind"] for row in before[-2:]}
    price_class = archive(papers, customer, at)["price_class"]
    if not kinds <= {"actual", "opening", "recheck", "spot"} or not flat(papers, price_class, at.date()):
        return None
    if not before or customer in papers.lossy or before[-1]["meter"] != reading["meter"]:
        return None
    last = max(before, key=lambda row: (row["period"], row["kind"] == "recheck"))
    end = max((row for row in now if row["kind"] != "spot"), key=lambda row: row["kind"] == "recheck")
    later = [row for row in rows if row["meter"] == reading["meter"] and row["kind"] in ("spot", "removal")]
    if any(
        row["recorded_at"] > one["recorded_at"] and row["register"] < one["register"]
        for row in later
        for one in (last, end)
    ):
        return None
    meter = as_recorded(papers.meters[reading["meter"]], at)
    kwh = advance_kwh(meter, last["register"], end["register"])
    return fee_fen(kwh, price(papers, price_class, at.date())["energy_e4"])


def flat(papers: Papers, price_class: str, on: date) -> bool:
    """Whether the price of a class is one multiplication on a day."""
    return bool(price(papers, price_class, on)["rounding"] == "bill")
