"""Registers with decimals as people read them: as on the dial, an advance rounded down, in both languages."""

from __future__ import annotations

import pytest

from kaohe.reports.amounts.formulas import working
from kaohe.reports.bills.papers import BillDesk
from kaohe.reports.bills.worked import worked
from kaohe.reports.judged.cases import Cite
from kaohe.reports.papers.slips import Desk as Papers
from kaohe.reports.words.registers import Plate
from kaohe.sim.texts import use_language
from tests.standards.records_builder import Desk
from tests.standards.verdicts import the_finding


@pytest.mark.parametrize(
    ("plate", "units", "text"),
    [
        (Plate(4, 2), 12_345, "0123.45"),
        (Plate(4, 2), 5, "0000.05"),
        (Plate(4, 1), 99_999, "9999.9"),
        (Plate(4, 0), 123, "123"),
        (Plate(4, 2), -150, "−0001.50"),
        (Plate(), 7, "7"),
    ],
)
def test_a_register_is_written_as_the_dial_shows_it(plate: Plate, units: int, text: str) -> None:
    assert plate.text(units) == text


def test_an_advance_has_no_zeros_before_it() -> None:
    assert Plate(4, 2).advance(4_444) == "44.44"
    assert Plate(4, 2).advance(4) == "0.04"


def _behind_transformers(decimals: int = 2, electronic: bool = False) -> Desk:
    desk = Desk()
    plate = (3, 220, 12)
    desk.customer(1, opening=1234, digits=4, decimals=decimals, multiplier=20, plate=plate, electronic=electronic)
    return desk


def _bill(desk: Desk, bill: int) -> list[str]:
    papers = BillDesk(desk.records()).papers(bill)
    assert papers is not None
    return list(worked(papers).energies)


def test_a_bill_shows_what_was_rounded_down() -> None:
    desk = _behind_transformers()
    reading = desk.reading(1, 200103, 5678, "03-05")
    bill = desk.bill(1, 200103, "03-06", ("02-05", 1234), ("03-05", 5678), reading, 888 * 45, kwh=888)
    with use_language("en"):
        energy, note = _bill(desk, bill)
    assert energy.endswith("energy = ⌊(0056.78 − 0012.34) × 20⌋ = 888 kWh")
    assert note == "⌊ ⌋: parts of a kWh (kvarh) are dropped"
    with use_language("zh-Hant"):
        energy, note = _bill(desk, bill)
    assert energy.endswith("電量 = ⌊(0056.78 − 0012.34) × 20⌋ = 888 kWh")
    assert note == "⌊ ⌋：不足一千瓦時（千乏時）捨去"


def test_a_meter_without_decimals_is_billed_as_ever() -> None:
    desk = _behind_transformers(0)
    reading = desk.reading(1, 200103, 1278, "03-05")
    bill = desk.bill(1, 200103, "03-06", ("02-05", 1234), ("03-05", 1278), reading, 880 * 45, kwh=880)
    with use_language("en"):
        (energy,) = _bill(desk, bill)
    assert energy.endswith("energy = (1278 − 1234) × 20 = 880 kWh")


def test_bills_on_estimates_show_what_was_counted_before() -> None:
    """10.01, 10.01 again, then 44.98 in all: 200.2, 400.4, 899.6, each rounded down, and the difference billed."""
    desk, bills, start = _behind_transformers(), [], ("02-05", 1234)
    for month, register, kwh, kind in (
        (3, 2235, 200, "estimate"),
        (4, 3236, 200, "estimate"),
        (5, 5732, 499, "actual"),
    ):
        day, period = f"0{month}-05", 200100 + month
        reading = desk.reading(1, period, register, day, kind=kind)
        bills.append(desk.bill(1, period, f"0{month}-06", start, (day, register), reading, kwh * 45, kwh=kwh))
        start = (day, register)
    with use_language("en"):
        first, second, last = (_bill(desk, bill) for bill in bills)
    assert first[0].endswith("= ⌊(0022.35 − 0012.34) × 20⌋ = 200 kWh")
    assert second[0].endswith("= ⌊(10.01 + 0032.36 − 0022.35) × 20⌋ − ⌊10.01 × 20⌋ = 200 kWh")
    assert last[0].startswith("last read 0012.34 on 2001-02-05; 20.02 units billed on estimates since")
    assert last[1].endswith("= ⌊(0057.32 − 0012.34) × 20⌋ − ⌊20.02 × 20⌋ = 499 kWh")


def test_a_finding_and_its_papers_show_the_dial() -> None:
    desk = _behind_transformers(electronic=True)
    reading = desk.reading(1, 200103, 1361, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", 1234), ("03-05", 1361), reading, 25 * 45, kwh=25)
    again = desk.reading(1, 200103, 1360, "03-06", kind="recheck", frozen=1357)
    finding = the_finding(desk, "2.2")
    with use_language("en"):
        text = working(finding.formula, finding.inputs).text
        slips = Papers(desk.records()).slips([Cite(0, "reading", again, "proof")])
    assert "is 0013.57; recorded 0013.61, 4 units of the last place from it." in text
    assert {"0013.60", "0013.57"} <= {value for _, value in slips[0].fields}


def test_the_formula_asks_the_plate_for_units_of_the_last_place() -> None:
    desk = Desk()
    desk.customer(1, opening=100_000, decimals=2, multiplier=200, plate=(3, 58, 6))
    reading = desk.reading(1, 200103, 100_000, "03-05")
    desk.bill(1, 200103, "03-06", ("02-05", 100_000), ("03-05", 100_000), reading, 0)
    desk.reading(1, 200103, 102_508, "03-06", kind="spot")
    finding = the_finding(desk, "2.2")
    with use_language("en"):
        text = working(finding.formula, finding.inputs).text
    assert "= 1044 W pass: × 86400 s ÷ 36000, rounded up, + 1 = at most 2507 units of the last place." in text
    assert "shown 01025.08 at" in text
