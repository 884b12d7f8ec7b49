"""Multi-function meters: a reading has all its registers, a bill its sheet and lines; registers chain and add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from itertools import pairwise

import pytest

from kaohe.sim.records.ids import meter_id
from kaohe.sim.run import Run
from tests.sim.office import Row, by_id, rows
from tests.sim.office_tariffs import CLEAN_WORLDS, WORLDS, world
from tests.sim.plain import by_customer, half_up, i, turn_of, units, whole_kwh
from tests.sim.turning import most_units, shown_at

NAMES = ("peak", "valley", "reactive")
SWAPPED = ("swap_peak_kwh", "swap_valley_kwh", "swap_kvarh")


@pytest.fixture(name="made", params=WORLDS)
def _made(request: pytest.FixtureRequest) -> Run:
    return world(request.param)


def shown(row: Row) -> list[int]:
    """Further registers of a row."""
    return [i(row, f"{name}_register") for name in NAMES]


def test_every_reading_of_such_a_meter_and_no_other_has_its_further_registers(made: Run) -> None:
    """Invariant 4, extended: whoever reads, removes or puts in such a meter writes down all it shows."""
    meters, further = by_id(made, "meter"), dict(by_id(made, "register_reading"))
    several = 0
    for key, reading in by_id(made, "reading").items():
        meter = meters.get(i(reading, "meter"))
        if meter is None:  # put in on the last days, not archived yet
            further.pop(key, None)
            continue
        assert meter["multi_function"] == (key in further), reading
        if meter["multi_function"]:
            row = further.pop(key)
            same = ("meter", "customer", "period", "recorded_at", "staff")
            assert [row[name] for name in same] == [reading[name] for name in same], row
            assert all(0 <= each < turn_of(meter) for each in shown(row)), row
            several += 1
    assert not further
    assert several > 300


def test_who_has_such_a_meter_keeps_one_and_it_is_electronic(made: Run) -> None:
    of: dict[int, set[object]] = defaultdict(set)
    for row in rows(made, "meter"):
        of[i(row, "customer")].add(row["multi_function"])
        assert row["electronic"] or not row["multi_function"], row
    assert all(len(flags) == 1 for flags in of.values())
    for row in rows(made, "transformer"):
        assert of[i(row, "customer")] == {True}, row


def test_every_bill_of_such_a_meter_and_no_other_has_one_sheet_and_its_lines(made: Run) -> None:
    """Invariant 5, extended; sheets and lines come with the bill."""
    meters, sheets = by_id(made, "meter"), by_id(made, "energy_sheet")
    lines: dict[int, list[Row]] = defaultdict(list)
    for row in rows(made, "bill_line"):
        lines[i(row, "bill")].append(row)
    bills = by_id(made, "bill")
    with_sheet = {key for key, bill in bills.items() if meters[i(bill, "meter")]["multi_function"]}
    assert set(sheets) == set(lines) == with_sheet
    for key in with_sheet:
        assert len({row["line"] for row in lines[key]}) == len(lines[key])
        assert {row["recorded_at"] for row in lines[key]} == {bills[key]["recorded_at"]}


def test_a_bill_is_the_sum_of_its_lines_and_they_of_its_energy(made: Run) -> None:
    """Invariants 7 and 9: Σ lines; each its quantity × price within half a 分, unless it takes the rest of a bill."""
    bills, sheets = by_id(made, "bill"), by_id(made, "energy_sheet")
    sums: dict[int, int] = defaultdict(int)
    rounding = {row["price_class"]: row["rounding"] for row in rows(made, "price")}
    for row in rows(made, "bill_line"):
        bill, sheet, line = bills[i(row, "bill")], sheets[i(row, "bill")], str(row["line"])
        sums[i(row, "bill")] += i(row, "amount_fen")
        _, _, period = line.partition(":")
        wanted = {"capacity": bill["capacity_kva"], "factor": row["quantity"], "energy": bill["kwh"]}
        quantity = sheet[f"{period}_kwh"] if line.startswith("energy:") else wanted.get(line, bill["kwh"])
        assert row["quantity"] == quantity, row
        if rounding[bill["price_class"]] == "line" or line.startswith("fund:"):
            exact = i(sheet, "adjustment_e2") if line == "factor" else i(row, "price_e6")
            days = i(sheet, "capacity_days") if line == "capacity" else 30
            twice = 2 * exact * (i(row, "quantity") * days + (i(sheet, "more_kva_days") if line == "capacity" else 0))
            assert abs(2 * 10_000 * 30 * i(row, "amount_fen") - twice) <= 10_000 * 30, row
    assert sums == {key: i(bills[key], "amount_fen") for key in sums}


def test_energy_is_conserved_from_registers_to_periods(made: Run) -> None:
    """Invariant 1, extended: swap + advance of the registers + losses = kWh = peak + flat + valley; kvarh likewise."""
    bills, meters, transformers = by_id(made, "bill"), by_id(made, "meter"), by_customer(made, "transformer")
    for key, sheet in by_id(made, "energy_sheet").items():
        bill = bills[key]
        meter, loss = meters[i(bill, "meter")], i(bill, "loss_kwh")
        metered = i(bill, "kwh") - loss
        moved, parts = i(bill, "to_register") - i(bill, "from_register"), 10 ** i(meter, "decimals")
        short = Fraction(moved * i(meter, "multiplier"), parts) - metered + i(bill, "swap_kwh")
        round_the_turn = turn_of(meter) * i(meter, "multiplier") // parts
        near = min(short % round_the_turn, -short % round_the_turn)
        assert near < 1 if parts > 1 else near == 0, bill
        assert i(bill, "kwh") == sum(i(sheet, f"{name}_kwh") for name in ("peak", "flat", "valley")), sheet
        kvarh = dict(zip(NAMES, energies(sheet, meter), strict=True))["reactive"]
        assert i(sheet, "kvarh") - i(sheet, "loss_kvarh") == max(kvarh, 0), sheet
        behind = bool(transformers[i(bill, "customer")]) and i(sheet, "hours") > 0
        assert behind == (loss > 0) == (i(sheet, "loss_kvarh") > 0), sheet
        assert i(bill, "kwh") < 0 or min(i(sheet, f"{name}_kwh") for name in ("peak", "flat", "valley")) >= 0, sheet


def energies(sheet: Row, meter: Row) -> Iterator[int]:
    """Metered energies of the further registers of a sheet."""
    for name, swapped in zip(NAMES, SWAPPED, strict=True):
        advance = units(i(sheet, f"{name}_from"), i(sheet, f"{name}_to"), meter)
        yield i(sheet, swapped) + whole_kwh(advance, meter)


def test_sheets_chain_and_telescope(made: Run) -> None:
    """Invariant 3, extended: each sheet begins where the last reading that was billed ended, or at the new meter's 0;
    what sheets and gaps count in all is last − first of every meter's life.
    """
    readings, further, bills = by_id(made, "reading"), by_id(made, "register_reading"), by_id(made, "bill")
    events: dict[int, list[tuple[int, int, Row | None]]] = defaultdict(list)
    for key, made_of in by_id(made, "energy_sheet").items():
        events[i(made_of, "customer")].append((i(made_of, "period"), i(bills[key], "reading"), made_of))
    for row in rows(made, "supplement"):
        if row["kind"] == "gap" and i(row, "ground") in further:
            events[i(row, "customer")].append((i(row, "period"), i(row, "ground"), None))
    first = {i(row, "meter"): key for key, row in readings.items() if row["kind"] in ("opening", "install")}
    for customer, found in events.items():
        end, on_meter = shown(further[first[meter_id(customer, 0)]]), meter_id(customer, 0)
        for _, key, sheet in sorted(found, key=lambda each: each[0]):
            read = further[key]
            begin = end if i(read, "meter") == on_meter else [0, 0, 0]
            if sheet is not None:
                assert [i(sheet, f"{name}_from") for name in NAMES] == begin, sheet
                assert [i(sheet, f"{name}_to") for name in NAMES] == shown(read), sheet
                assert i(read, "meter") != on_meter or not any(i(sheet, name) for name in SWAPPED), sheet
            end, on_meter = shown(read), i(read, "meter")
    assert events


def test_true_registers_never_go_back(made: Run) -> None:
    """Invariant 2: of whoever reads, in any world: peak and valley go on from row to row within the plate."""
    meters, readings = by_id(made, "meter"), by_id(made, "reading")
    lives: dict[int, list[tuple[datetime, Row]]] = defaultdict(list)
    for key, row in by_id(made, "register_reading").items():
        if readings[key]["kind"] != "estimate":
            lives[i(row, "meter")].append((shown_at(readings[key]), row))
    for meter, life in lives.items():
        for (begin, before), (end, after) in pairwise(sorted(life, key=lambda each: each[0])):
            most = most_units(meters[meter], begin, end)
            steps = [units(old, new, meters[meter]) for old, new in zip(shown(before), shown(after), strict=True)]
            assert max(steps[:2]) <= most < turn_of(meters[meter]), (before, after)


@pytest.mark.parametrize("name", CLEAN_WORLDS)
def test_shares_of_the_further_registers_are_those_of_the_energy(name: str) -> None:
    """By the book nobody misreads: over the span each register ran at a share of the total, peak and valley within it;
    floors of the registers leave a unit each way.
    """
    made = world(name)
    bills, meters = by_id(made, "bill"), by_id(made, "meter")
    total: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for key, sheet in by_id(made, "energy_sheet").items():
        meter = meters[i(bills[key], "meter")]
        multiplier = i(meter, "multiplier")
        metered = (i(bills[key], "kwh") - i(bills[key], "loss_kwh")) // multiplier
        parts = [each // multiplier for each in energies(sheet, meter)]
        assert parts[0] + parts[1] <= metered + 4, sheet  # a unit for each register and for each swap
        for at, each in enumerate((metered, *parts)):
            total[i(sheet, "customer")][at] += each
    for customer, (metered, peak, valley, reactive) in total.items():
        if metered > 200:
            shares = [half_up(Fraction(100 * each, metered)) for each in (peak, valley, reactive)]
            assert 22 <= shares[0] <= 46, (customer, shares)
            assert 15 <= shares[1] <= 40, (customer, shares)
            assert 26 <= shares[2] <= 70, (customer, shares)
