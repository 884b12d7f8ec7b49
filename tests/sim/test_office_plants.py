"""One plant as given: standing still, swapped, misread, not read, first billed by a price of the day; all by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import CustomerSpec, OfficeSpec
from kaohe.sim.tariff.schema import PriceClass
from tests.sim.bill_oracle import Oracle
from tests.sim.office import Row, by_id, rows, rules
from tests.sim.office_tariffs import BIG, FIRST, MILL_BOOK, PLANTS, mill, run, sourced, tariff, version
from tests.sim.plain import i, on, turn_of, units, whole_kwh
from tests.sim.test_office_bills import checked
from tests.sim.turning import shown_at

STEADY = {"daily_kwh": 1_234, "peak_percent": 37, "valley_percent": 21, "reactive_percent": 53, "metered_low": True}


def the_plant(spec: OfficeSpec) -> int:
    """His number."""
    return Office(spec, 1, rules()).population.named["軋鋼廠"]


def of_plant(made: Run, table: str) -> list[Row]:
    """His rows in order."""
    plant = the_plant(made.spec)
    return [row for row in rows(made, table) if row["customer"] == plant]


def read_on(made: Run, period: int) -> date:
    """The day on which he is read."""
    of = [row for row in of_plant(made, "reading") if row["period"] == period and row["kind"] == "actual"]
    return on(of[0], "read_on")


def days_between(first: Row, last: Row) -> Fraction:
    """Days, and a part of one, between what two reading rows show."""
    passed = shown_at(last) - shown_at(first)
    return passed.days + Fraction(passed.seconds, 86_400)


def ordered(spec: OfficeSpec, *acts: tuple[str, str, date, dict[str, int] | None]) -> Run:
    """The plant, and what is done to him on a day."""
    plant = the_plant(spec)
    orders = [Order(point, act, object=plant, day=day_of(day), params=params) for point, act, day, params in acts]
    made = run(spec, orders=orders)
    assert not any(made.void)
    checked(made)
    return made


def test_a_plant_that_stands_still_pays_for_its_transformer() -> None:
    """Only the no-load loss: 670 W and 3,465 var of S9-315 kVA, hour by hour; all of it flat, at its power factor."""
    made = run(mill(daily_kwh=0, metered_low=True))
    checked(made)
    sheets, bills = of_plant(made, "energy_sheet"), of_plant(made, "bill")
    assert len(bills) == 4
    for sheet, bill in zip(sheets, bills, strict=True):
        hours = (on(bill, "to_on") - on(bill, "from_on")).days * 24
        assert sheet["hours"] == hours
        assert bill["kwh"] == bill["loss_kwh"] == sheet["flat_kwh"] == round(Fraction(670 * hours, 1000))
        assert sheet["kvarh"] == sheet["loss_kvarh"] == round(Fraction(3_465 * hours, 1000))
        assert (sheet["peak_kwh"], sheet["valley_kwh"], sheet["pf_hundredths"]) == (0, 0, 19)
        assert sheet["adjustment_e2"] == 6_500 + 200 * 21
        assert sheet["capacity_days"] == 30


def test_a_plant_without_a_transformer_of_his_own_that_stands_still_pays_for_capacity_alone() -> None:
    made = run(mill(daily_kwh=0, metered_low=False))
    checked(made)
    assert {row["amount_fen"] for row in of_plant(made, "bill")} == {315 * 1_500}
    assert {(row["pf_hundredths"], row["adjustment_e2"]) for row in of_plant(made, "energy_sheet")} == {(0, 0)}


@pytest.mark.parametrize("daily_kwh", [301, 999, 1_000, 1_003])
def test_half_peak_and_half_valley_leave_the_flat_period_nothing(daily_kwh: int) -> None:
    """Both shares of an odd loss would go up; the loss is billed once all the same."""
    made = run(mill(daily_kwh=daily_kwh, peak_percent=50, valley_percent=50, metered_low=True, multiplier=1))
    checked(made)
    for sheet in of_plant(made, "energy_sheet"):
        assert 0 <= i(sheet, "flat_kwh") <= 2


def test_what_is_read_is_what_ran_through_the_meters() -> None:
    """Invariant 2 by hand, of plants of constant use through swaps and re-readings: each register is the floor of a
    straight line; a new meter's begins at 0.
    """
    plants = tuple(
        CustomerSpec(
            f"廠{n}",
            "專變甲",
            capacity_kva=630,
            daily_kwh=900 + 37 * n,
            multiplier=7 + n,
            peak_percent=20 + n,
            valley_percent=30 - n,
            reactive_percent=3 * n,
        )
        for n in range(20)
    )
    spec = replace(PLANTS, classes={"resident": 30}, books=(MILL_BOOK,), customers=plants)
    named = Office(spec, 1, rules()).population.named
    backwards = [
        Order(
            "read_meter",
            "misread",
            object=named[f"廠{n}"],
            day=day_of(date(2001, 3, 27)),
            params={"less_kwh": (7 + n) * 9_000},
        )
        for n in range(9)
    ]
    again = [Order("spot_check", "check", object=named[f"廠{n}"], day=day_of(date(2001, 3, 28))) for n in range(3)]
    made = run(spec, orders=[*backwards, *again])
    assert not any(made.void)
    checked(made)
    kinds: set[object] = set()
    for n, plant in enumerate(plants):
        kinds |= _on_straight_lines(made, named[plant.name], plant, 7 + n)
    assert kinds == {"opening", "install", "removal", "actual", "recheck", "spot"}


def _on_straight_lines(made: Run, customer: int, plant: CustomerSpec, multiplier: int) -> set[object]:
    kinds: set[object] = set()
    readings, meters = by_id(made, "reading"), by_id(made, "meter")
    shares = {"peak": plant.peak_percent, "valley": plant.valley_percent, "reactive": plant.reactive_percent}
    lives: dict[int, list[tuple[Row, Row]]] = {}
    for key, row in by_id(made, "register_reading").items():
        if row["customer"] == customer:
            lives.setdefault(i(row, "meter"), []).append((readings[key], row))
    for meter, life in lives.items():
        (first, start), plate = life[0], meters[meter]
        parts = 10 ** i(plate, "decimals")
        for reading, row in life:
            days = days_between(first, reading)
            for name, share in shares.items():
                run_to = Fraction((plant.daily_kwh or 0) * (share or 0) * parts, 100 * multiplier) * days
                passed = units(i(start, f"{name}_register"), i(row, f"{name}_register"), plate)
                wh = Fraction(parts, 1000 * multiplier)  # whole Wh are counted
                most = run_to + wh + (0 if first["kind"] == "install" else 1)
                assert int(run_to - wh) <= passed <= int(most), (name, reading, run_to)
            kinds.add(reading["kind"])
    return kinds


def test_a_register_read_too_high_is_taken_back_at_the_flat_price() -> None:
    """Misread upwards and billed; the next true register lies below: a re-reading confirms it, and money goes back."""
    spec = mill(**{**STEADY, "daily_kwh": 50, "metered_low": False, "multiplier": 10})
    on_day = read_on(run(spec), 200102)
    made = ordered(spec, ("read_meter", "misread", on_day, {"less_kwh": -2_880}))
    back = next(row for row in of_plant(made, "bill") if i(row, "kwh") < 0)
    assert by_id(made, "reading")[i(back, "reading")]["kind"] == "recheck"
    lines = {row["line"]: row for row in rows(made, "bill_line") if row["bill"] == back["id"]}
    kwh = i(back, "kwh")
    net = 4_000 - 340
    assert {name: row["quantity"] for name, row in lines.items()} | {"factor": 0, "capacity": 0} == {
        "capacity": 0,
        "energy:peak": 0,
        "energy:flat": kwh,
        "energy:valley": 0,
        "fund:sanxia": kwh,
        "fund:huandai": kwh,
        "fund:difang": kwh,
        "factor": 0,
    }
    assert lines["energy:flat"]["amount_fen"] == -_half_up(-kwh * net)
    assert lines["factor"]["amount_fen"] == 0
    assert lines["capacity"]["amount_fen"] == 315 * 1_500
    assert (sheet_of(made, back)["pf_hundredths"], sheet_of(made, back)["adjustment_e2"]) == (0, 0)


def _half_up(hundredths: int) -> int:
    return (hundredths + 50) // 100


def sheet_of(made: Run, bill: Row) -> Row:
    """The sheet of a bill."""
    return by_id(made, "energy_sheet")[i(bill, "id")]


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_a_provisional_reading_goes_on_by_the_last_bill_s_quantities_and_the_next_takes_it_back(decimals: int) -> None:
    """February is locked: all four registers go on as in January, which was longer; March counts from there."""
    spec = mill(**STEADY, decimals=decimals)
    on_day = read_on(run(spec), 200102)
    made = ordered(spec, ("read_meter", "no_read", on_day, None))
    january, february, march, april = of_plant(made, "energy_sheet")
    readings = {row["period"]: row for row in of_plant(made, "reading") if row["kind"] in ("actual", "estimate")}
    assert readings[200102]["kind"] == "estimate"
    meter = by_id(made, "meter")[i(of_plant(made, "bill")[0], "meter")]
    multiplier = Fraction(i(meter, "multiplier"), 10**decimals)
    assert i(meter, "decimals") == decimals
    for name in ("peak", "valley", "reactive"):
        moved = [i(each, f"{name}_to") - i(each, f"{name}_from") for each in (january, february, march, april)]
        assert whole_kwh(moved[0], meter) == whole_kwh(moved[1], meter)
        assert i(march, f"{name}_from") == i(february, f"{name}_to")
        share = {"peak": 37, "valley": 21, "reactive": 53}[name]
        days = days_between(readings[200101], readings[200103])
        true = 1_234 * share / (100 * multiplier) * days
        assert abs(moved[1] + moved[2] - true) <= 1, name


def test_a_provisional_reading_above_the_next_true_one_is_taken_back() -> None:
    """A misreading upwards in January, February provisional by it: the true register of March lies far below."""
    spec = mill(**{**STEADY, "metered_low": True})
    days = [read_on(run(spec), period) for period in (200101, 200102)]
    more = {"less_kwh": -18_960}
    made = ordered(spec, ("read_meter", "misread", days[0], more), ("read_meter", "no_read", days[1], None))
    bills = of_plant(made, "bill")
    assert by_id(made, "reading")[i(bills[1], "reading")]["kind"] == "estimate"
    metered = [i(row, "kwh") - i(row, "loss_kwh") for row in bills]
    assert metered[0] == metered[1] > 50_000
    assert metered[2] < 0
    assert by_id(made, "reading")[i(bills[2], "reading")]["kind"] == "recheck"
    assert i(bills[2], "loss_kwh") > 0, "the transformer idles all the same"
    first = next(row for row in of_plant(made, "reading") if row["kind"] == "opening")
    true = 1_234 * days_between(first, by_id(made, "reading")[i(bills[2], "reading")])
    assert abs(sum(metered[:3]) - true) <= i(by_id(made, "meter")[i(bills[0], "meter")], "multiplier")


def test_a_price_holds_for_bills_of_its_first_day() -> None:
    """valid_from: for bills issued on or after this day, whatever their period."""
    issued = on(of_plant(run(mill(**STEADY)), "bill")[1], "issued_on")
    for first, dear in ((issued, True), (issued + timedelta(days=1), False)):
        made = run(replace(mill(**STEADY), tariff=tariff(version(), version(first, large_industry=dearer()))))
        checked(made)
        lines = {row["bill"]: row for row in of_plant(made, "bill_line") if row["line"] == "capacity"}
        prices = [lines[row["id"]]["price_e6"] for row in of_plant(made, "bill")]
        assert prices == [15_000_000, 19_000_000 if dear else 15_000_000, 19_000_000, 19_000_000]
        assert [row["energy_e4"] for row in of_plant(made, "bill")][-1] == 4_100


def dearer() -> dict[str, object]:
    """Another price of 大工業."""
    return {"energy_e4": sourced(4_100), "capacity_fen_per_kva": sourced(1_900)}


PARTS: Sequence[tuple[str, dict[str, object]]] = (
    ("periods", {"capacity_fen_per_kva": None, "pf_standard": None}),
    ("power factor", {"capacity_fen_per_kva": None, "periods": None}),
    ("capacity", {"periods": None, "pf_standard": None}),
    ("no charge for capacity", {"capacity_fen_per_kva": sourced(0)}),
    ("neither energy price nor funds", {"energy_e4": sourced(0), "funds": ()}),
)


@pytest.mark.parametrize(("name", "parts"), PARTS, ids=[name for name, _ in PARTS])
def test_each_part_of_a_price_stands_alone(name: str, parts: dict[str, object]) -> None:
    made = run(replace(mill(**STEADY), tariff=tariff(version(FIRST, large_industry=parts))))
    assert checked(made)["sheets"] == 4
    known: PriceClass = BIG.model_copy(update=parts)
    lines = {row["line"] for row in of_plant(made, "bill_line")}
    assert ("factor" in lines) == (known.pf_standard is not None), name
    assert ("energy" in lines) == (known.periods is None)
    assert ("capacity" in lines) == (known.capacity_fen_per_kva is not None and known.capacity_fen_per_kva.value > 0)


def test_a_multiplier_is_that_of_the_meter_in_place() -> None:
    """Invariant 11, of plants with several meters."""
    made = run(replace(PLANTS, classes={"large_industry": 40}), 9)
    oracle, several = Oracle(made), 0
    for bill in rows(made, "bill"):
        meter = oracle.meters[i(bill, "meter")]
        mine = [row for row in oracle.meters.values() if row["customer"] == bill["customer"]]
        hung = [row for row in mine if on(row, "installed_on") < on(bill, "to_on")]
        assert meter == max(hung, key=lambda row: i(row, "meter")), bill
        metered = i(bill, "kwh") - i(bill, "loss_kwh") - i(bill, "swap_kwh")
        moved, turn = i(bill, "to_register") - i(bill, "from_register"), turn_of(meter)
        parts = 10 ** i(meter, "decimals")
        left, once = moved * i(meter, "multiplier") - metered * parts, turn * i(meter, "multiplier")
        assert min(left % once, -left % once) < parts, bill  # less than a kWh
        several += len(hung) > 1
    assert several > 20


@pytest.mark.parametrize("peak", [30, 60, 100])
def test_peak_and_valley_never_run_ahead_of_the_total(peak: int) -> None:
    """All of the energy is in the peak or the valley; their shares vary with the month and stay within the whole."""
    made = run(replace(mill(peak_percent=peak, valley_percent=100 - peak, metered_low=False), months=9))
    checked(made)
    bills, meters = of_plant(made, "bill"), by_id(made, "meter")
    total = parts = 0
    for bill in bills:
        meter, sheet = meters[i(bill, "meter")], sheet_of(made, bill)
        total += units(i(bill, "from_register"), i(bill, "to_register"), meter)
        parts += sum(units(i(sheet, f"{name}_from"), i(sheet, f"{name}_to"), meter) for name in ("peak", "valley"))
        assert parts <= total + 2, bill
    assert total > 200
