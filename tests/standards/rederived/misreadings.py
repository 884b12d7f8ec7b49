"""2.2 once more: registers of a reader that no use can join to those that others read, and frozen ones that differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import NamedTuple

from tests.standards.rederived.billing import archive, as_recorded, fee_fen, flat, price
from tests.standards.rederived.papers import Found, Papers, Row, months

AUTHORITIES = ("recheck", "spot", "removal", "opening", "install")
Span = tuple[int, int]


class Off(NamedTuple):
    """By how many units a register is wrong at the least, signed, and by how many it can be to that side."""

    units: int
    at_most: int


def at_of(row: Row) -> datetime:
    """The second up to which a row's register ran."""
    if row["kind"] in ("actual", "opening") and row["frozen_on"] is not None:
        return datetime.combine(row["frozen_on"], time.min)
    at: datetime = row["recorded_at"]
    return at


def clause_2_2(papers: Papers) -> Iterator[Found]:
    """Readings of readers that authoritative rows refute, worth what is proven of the bill that rests on them."""
    for customer, rows in papers.readings_of.items():
        for meter in {row["meter"] for row in rows}:
            mine = [row for row in rows if row["meter"] == meter]
            for row in mine:
                if row["kind"] == "actual" and (off := _off_units(papers, mine, row)).units:
                    yield _found(papers, customer, mine, row, off)


def _found(papers: Papers, customer: int, mine: list[Row], row: Row, off: Off) -> Found:
    number = row["meter"] * 1024 + months(row["period"])
    bills = papers.bills_of.get(customer, [])
    billed = [bill for bill in bills if bill["reading"] == row["id"]]
    units = _own(off.units, _carried(papers, mine, row, billed[0])) if billed else 0
    fen = _worth_fen(papers, row, billed[0], units) if billed else 0
    return Found("2.2", row["staff"], "meter_period", number, row["read_on"], fen, not billed)


def _carried(papers: Papers, mine: list[Row], row: Row, bill: Row) -> int:
    """By how much the register at which the bill begins was wrong already: of another's at the most."""
    earlier = [each for each in mine if each["kind"] != "estimate" and at_of(each) < at_of(row)]
    began = next((each for each in sorted(earlier, key=at_of, reverse=True) if each["kind"] == "actual"), None)
    if began is None or began["register"] != bill["from_register"]:
        return 0
    if not any(each["reading"] == began["id"] for each in papers.bills_of[bill["customer"]]):
        return 0
    off = _off_units(papers, mine, began)
    alone = row["staff"] == began["staff"]
    return off.units if alone else off.at_most if off.units > 0 else -off.at_most


def _own(units: int, carried: int) -> int:
    if units * carried <= 0:
        return units
    return max(units - carried, 0) if units > 0 else min(units - carried, 0)


def _off_units(papers: Papers, rows: list[Row], row: Row) -> Off:
    """By how much the register is off at the least; 0 where nothing is proven."""
    meter = as_recorded(papers.meters[row["meter"]], row["recorded_at"])
    turn = 10 ** (meter["digits"] + meter["decimals"])
    for other in rows:
        if other["frozen_register"] is not None and other["frozen_on"] == row["frozen_on"]:
            units = int((row["register"] - other["frozen_register"] + turn // 2) % turn - turn // 2)
            return Off(units, abs(units))
    at, offs, spans = at_of(row), [0], []
    for other in _beside(rows, at):
        most = _most_units(meter, abs((at_of(other) - at).total_seconds()) / 3600)
        if most + 1 < turn and not _broken(papers, rows, row["meter"], at, at_of(other)):
            low = other["register"] if at_of(other) <= at else other["register"] - most
            spans.append((low, low + most))
            offs.append(_distance(row["register"], spans[-1], turn))
    units = max(offs, key=abs)
    ends = [(row["register"] - low if units > 0 else high - row["register"]) % turn for low, high in spans]
    return Off(units, min(ends, default=0))


def _beside(rows: list[Row], at: datetime) -> list[Row]:
    """The nearest authoritative rows, one on each side."""
    others = sorted((each for each in rows if each["kind"] in AUTHORITIES), key=at_of)
    earlier = [each for each in others if at_of(each) <= at]
    return [*earlier[-1:], *others[len(earlier) : len(earlier) + 1]]


def _most_units(meter: Row, hours: float) -> int:
    watts = meter["phases"] * meter["voltage_v"] * meter["max_current_a"]
    return int(-(-watts * hours * 10 ** meter["decimals"] // 1000)) + 1


def _distance(register: int, span: Span, turn: int) -> int:
    """From the nearest possible register, round the turn; 0 within the span."""
    low, high = span
    if (register - low) % turn <= high - low:
        return 0
    above, below = (register - high) % turn, (low - register) % turn
    return above if above <= below else -below


def _broken(papers: Papers, rows: list[Row], meter: int, one: datetime, other: datetime) -> bool:
    """A fault, a broken seal, a test or a correction of that meter between two times: then nothing is proven."""
    start, end = min(one, other), max(one, other)
    tests, visits, checks = papers.rows("meter_test"), papers.rows("site_visit"), papers.rows("archive_check")
    seen = [row for row in rows if row["remark"] not in (None, "locked", "rain", "theft_suspect")]
    seen += [row for row in tests if row["meter"] == meter]
    seen += [row for row in visits if row["meter"] == meter and row["finding"] not in (None, "none")]
    seen += [row for row in checks if row["meter"] == meter and not row["seal_seen"]]
    seen += papers.meters[meter][1:]
    return any(start <= each["recorded_at"] <= end for each in seen)


def _worth_fen(papers: Papers, row: Row, bill: Row, units: int) -> int | None:
    """The recorded energy less the established, at the price of the archive: a wrong price is another's act."""
    price_class = archive(papers, bill["customer"], bill["recorded_at"])["price_class"]
    if not flat(papers, price_class, bill["issued_on"]):
        return None
    meter = as_recorded(papers.meters[row["meter"]], bill["recorded_at"])
    advance, unit = bill["to_register"] - bill["from_register"], 10 ** meter["decimals"]
    off_kwh = advance * meter["multiplier"] // unit - (advance - units) * meter["multiplier"] // unit
    energy_e4 = price(papers, price_class, bill["issued_on"])["energy_e4"]
    return abs(fee_fen(bill["kwh"], energy_e4) - fee_fen(bill["kwh"] - off_kwh, energy_e4))
