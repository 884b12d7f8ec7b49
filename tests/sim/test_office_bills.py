"""Every bill of every customer to the 分, with its sheet and its lines, by an oracle in fractions (bill_oracle.py)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from kaohe.sim.spec import OfficeSpec, town
from kaohe.sim.tariff.schema import Version
from tests.proving import examples
from tests.sim.bill_oracle import Event, Line, Oracle, Settled
from tests.sim.office import Row, by_id, rows
from tests.sim.office_tariffs import (
    BIG,
    FIRST,
    PLANTS,
    SWAPS,
    WORLDS,
    Changes,
    every_clause,
    fund,
    run,
    sourced,
    tariff,
    two_part,
    version,
    world,
)
from tests.sim.plain import i, turn_of

SEEN = ("sheets", "losses", "swaps", "first periods", "gaps", "no-load only", "taken back", "another class's price")


def the_bill(event: Event, settled: Settled) -> Row:
    """What the bill must say of its energy and its amount."""
    return {
        "from_on": event.from_on,
        "to_on": event.reading["read_on"],
        "from_register": event.begins[0],
        "to_register": event.ends[0],
        "swap_kwh": event.swapped[0],
        "loss_kwh": settled.loss_kwh,
        "kwh": settled.kwh,
        "amount_fen": settled.total_fen,
    }


def the_sheet(event: Event, settled: Settled) -> Row:
    """What the energy sheet must say."""
    names = zip(("peak", "valley", "reactive"), event.begins[1:], event.ends[1:], strict=True)
    registers = {f"{name}_{end}": each for name, *pair in names for end, each in zip(("from", "to"), pair, strict=True)}
    swapped = zip(("swap_peak_kwh", "swap_valley_kwh", "swap_kvarh"), event.swapped[1:], strict=True)
    return {
        **registers,
        **dict(swapped),
        "hours": event.metered.hours,
        "capacity_days": event.metered.capacity_days,
        "more_kva_days": event.metered.more_kva_days,
        "peak_kwh": settled.peak,
        "flat_kwh": settled.flat,
        "valley_kwh": settled.valley,
        "loss_kvarh": settled.loss_kvarh,
        "kvarh": settled.kvarh,
        "pf_hundredths": settled.pf,
        "adjustment_e2": settled.adjustment_e2,
    }


def differing(row: Row, wanted: Row) -> Row:
    """What of a row is not as wanted."""
    return {name: (row[name], value) for name, value in wanted.items() if row[name] != value}


def checked(made: Run) -> Counter[str]:
    """Compares every bill, sheet and line of a run with the oracle, and says what was among them."""
    oracle, sheets, seen = Oracle(made), dict(by_id(made, "energy_sheet")), Counter[str]()
    lines: dict[int, dict[object, Line]] = defaultdict(dict)
    for row in rows(made, "bill_line"):
        price_e6 = None if row["price_e6"] is None else i(row, "price_e6")
        assert row["line"] not in lines[i(row, "bill")], row
        lines[i(row, "bill")][row["line"]] = Line(i(row, "quantity"), price_e6, i(row, "amount_fen"))
    for event in (event for customer in sorted(oracle.bills) for event in oracle.events(customer)):
        if event.kind == "unbilled":
            continue
        settled, row = oracle.settled(event), event.row
        note(
            seen,
            event,
            settled,
            wrong=row.get("price_class", oracle.price_of(event).row["price_class"])
            != oracle.archive.at(i(row, "customer"), row["recorded_at"])["price_class"],
        )
        if event.kind == "gap":
            assert (i(row, "kwh"), i(row, "amount_fen")) == (settled.kwh, settled.total_fen), row
            continue
        assert not differing(row, the_bill(event, settled)), row
        assert lines.pop(i(row, "id"), {}) == settled.lines, row
        if len(event.ends) > 1:
            sheet = sheets.pop(i(row, "id"))
            assert not differing(sheet, the_sheet(event, settled)), sheet
            assert {sheet[name] == row[name] for name in ("customer", "period", "recorded_at", "staff")} == {True}
    assert not lines
    assert not sheets
    return seen


def note(seen: Counter[str], event: Event, settled: Settled, *, wrong: bool) -> None:
    """Counts what an event shows of SEEN, among those of multi-function meters."""
    if len(event.ends) > 1:
        seen.update(
            {
                "sheets": event.kind == "bill",
                "losses": settled.loss_kwh > 0,
                "swaps": any(event.swapped),
                "first periods": event.metered.capacity_days < 30,
                "gaps": event.kind == "gap",
                "no-load only": event.metered.energies[0] == 0 < settled.loss_kwh,
                "taken back": settled.kwh < 0,
                "another class's price": wrong,
            }
        )


@pytest.mark.parametrize("name", WORLDS)
def test_every_bill_is_the_oracle_s_to_the_fen(name: str) -> None:
    """Invariants 1, 6 and 9."""
    seen = checked(world(name))
    assert seen["sheets"] > 200
    assert seen["losses"] > 50


def test_the_worlds_show_what_is_to_be_checked() -> None:
    """Counters that must not stay at zero; what is taken back and what stands still is in test_office_plants.py."""
    seen = sum((checked(world(name)) for name in WORLDS), Counter[str]())
    missing = {name for name in SEEN if not seen[name]} - {"taken back", "no-load only"}
    assert not missing, seen


RATES = st.integers(400, 12_000)
FUNDS = st.lists(st.tuples(st.integers(0, 100), st.booleans()), max_size=8)


@st.composite
def classes(draw: st.DrawFn) -> dict[str, Changes]:
    """Prices of 大工業, residents and shops, as a tariff file might give them."""
    funds = tuple(fund(n, e4, included=inside) for n, (e4, inside) in enumerate(draw(FUNDS)))
    lowest = sum(each.e4.value for each in funds if each.included)
    assert BIG.periods is not None
    multiples = {"peak_e2": draw(st.integers(100, 200)), "valley_e2": draw(st.integers(0, 100))}
    periods = BIG.periods.model_copy(update={**multiples, "losses": draw(st.sampled_from(["shared", "flat"]))})
    big: dict[str, object] = {"funds": funds, "energy_e4": sourced(lowest + draw(RATES)), "periods": periods}
    big["capacity_fen_per_kva"] = draw(st.one_of(st.none(), st.integers(1, 4_000).map(sourced)))
    big["pf_standard"] = draw(st.sampled_from([None, sourced(90)]))
    resident: Changes = {
        "rounding": draw(st.sampled_from(["bill", "line"])),
        "energy_e4": sourced(lowest + 4_501),
        "funds": funds,
    }
    return {"large_industry": big, "resident": resident, "commerce": two_part(BIG) if draw(st.booleans()) else {}}


@st.composite
def offices(draw: st.DrawFn) -> OfficeSpec:
    """Small offices of plants, with one price table or two."""
    first = draw(classes())
    versions: list[Version] = [version(FIRST, **first)]
    if draw(st.booleans()):
        later = FIRST + timedelta(days=draw(st.integers(1, 80)))
        second = {**draw(classes()), "commerce": first["commerce"]}
        versions.append(version(later, **second))
    mix = {"large_industry": draw(st.integers(1, 12)), "resident": draw(st.integers(0, 6))}
    mix["commerce"] = draw(st.integers(0, 8))
    start = draw(st.sampled_from([date(2001, 1, 1), date(2001, 2, 1)]))
    swaps = replace(SWAPS, swap_e6=draw(st.sampled_from([0, 100_000, 900_000])))
    return replace(PLANTS, start=start, months=3, classes=mix, tariff=tariff(*versions), practice=swaps)


# Bytes, not integers: a search tries integers that stand in whatever modules are loaded, and is not the same twice.
SEEDS = st.binary(min_size=8, max_size=8).map(lambda word: int.from_bytes(word) >> 1)


@examples(25)
@given(offices(), SEEDS, st.sampled_from([0, 50_000, 400_000]))
def test_random_bills_of_random_offices(office: OfficeSpec, seed: int, rate_e6: int) -> None:
    """Invariant 6: whatever the tariff, the town and the errors."""
    assert checked(run(office, seed, behaviours=every_clause(rate_e6) if rate_e6 else []))["sheets"]


def test_a_correction_after_which_no_bill_follows_on_the_meter() -> None:
    """Its kWh, rounded down, are those of no register but the one that the spot check read out as frozen."""
    office = replace(
        PLANTS,
        start=date(2001, 2, 1),
        months=3,
        classes={"large_industry": 4, "resident": 1, "commerce": 8},
        practice=replace(SWAPS, swap_e6=900_000),
    )
    made = run(office, 3_701, behaviours=every_clause(50_000))
    assert "misread" in made.records.table("supplement")["kind"]
    assert checked(made)["sheets"]


def test_a_misreading_never_leaves_what_a_dial_can_show() -> None:
    """A new meter begins at 0: what is read too short of it would wrap and be billed as nearly a whole turn."""
    spec = replace(town(400, 3), practice=replace(SWAPS, swap_e6=900_000))
    made = run(spec, 1, behaviours=[Erring({"2.2": 900_000})])
    meters, first = by_id(made, "meter"), dict[int, Row]()
    for row in rows(made, "reading"):
        if i(row, "meter") % 8 and row["kind"] == "actual":
            first.setdefault(i(row, "meter"), row)
    wrong = {i(act, "object_id") for act in made.acts.to_dicts()} & {i(row, "id") >> 6 for row in first.values()}
    assert len(first) > 400
    assert wrong
    for meter, row in first.items():
        assert i(row, "register") <= turn_of(meters[meter]) // 2, row


MODULES = (
    "desks.issuing.billing",
    "town.meters",
    "archive.prices",
    "archive.receivables",
    "town.multi_function",
    "rules",
    "desks.books.accounts",
    "desks.issuing.correcting",
    "desks.counter.crediting",
    "desks.issuing.issue_check",
    "desks.issuing.issuance",
    "desks.issuing.bill_papers",
    "tariff.bills",
    "tariff.capacity",
    "tariff.one_part",
    "tariff.factor",
    "tariff.losses",
    "tariff.money",
    "tariff.price_rows",
    "tariff.settlement",
    "tariff.printed_tables",
)


def test_no_float_is_on_the_way_of_money(monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant 6: whoever bills, corrects, credits or books has no float at hand; what is recorded is whole."""

    def refuse(*_: object) -> float:
        raise AssertionError("a float on the way of a bill")

    for name in MODULES:
        monkeypatch.setattr(import_module(f"kaohe.sim.{name}"), "float", refuse, raising=False)
    made = run(replace(PLANTS, practice=replace(SWAPS, spot_e6=400_000)), 8, behaviours=every_clause(200_000))
    assert checked(made)["sheets"]
    assert made.counts["supplement"]
    for name in SCHEMA:
        assert not any(dtype.is_float() for dtype in made.records.table(name).dtypes), name
