"""Energy is conserved: bills recomputed from registers in plain integers and fractions, along each meter's life."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import polars as pl
import pytest

from kaohe.sim.records import PAPERS, SCHEMA
from kaohe.sim.records.ids import meter_id
from kaohe.sim.records.keys import Int64s
from kaohe.sim.run import Run
from kaohe.sim.spec import OfficeSpec
from tests.sim.bill_oracle import Oracle
from tests.sim.office import BUSY, Row, Small, by_id, clean, erring, ordered, rows
from tests.sim.office_energy import Chain, Town, walk
from tests.sim.plain import Versions, i, on, turn_of
from tests.sim.turning import shown_at

CLEAN = [Small(700, 4, seed) for seed in (1, 2)] + [Small(1_500, 3, 3, busy=False)]
READ = ("actual", "estimate")
ENTRY = PAPERS.objects["entry"].key


CASES: dict[str, tuple[Small, Callable[[Small], Run]]] = {
    f"clean {small.customers}/{small.seed}": (small, clean) for small in CLEAN
}
CASES["erring"] = (Small(700, 4, 3), lambda small: erring(small, 60_000))
CASES["ordered"] = (Small(900, 4, 4), lambda small: ordered(small, 3))


@pytest.fixture(name="case", params=CASES)
def _case(request: pytest.FixtureRequest) -> tuple[Small, Run]:
    small, make = CASES[request.param]
    return small, make(small)


@pytest.fixture(name="world")
def _world(case: tuple[Small, Run]) -> Run:
    return case[1]


@pytest.fixture(name="by_the_book", params=CLEAN, ids=str)
def _by_the_book(request: pytest.FixtureRequest) -> tuple[Small, Run]:
    return request.param, clean(request.param)


def entered_wrong(run: Run) -> Int64s:
    """Entries that somebody made otherwise than the paper says (key of `entry`)."""
    return run.acts.filter(pl.col("point") == "enter_registration")["object_id"].to_numpy()


class Losses:
    """Losses of transformers by the oracle: what a bill or a gap says beyond its registers."""

    def __init__(self, run: Run) -> None:
        self._oracle = Oracle(run)
        self._of: dict[int, dict[int, int]] = {}

    def kwh(self, row: Row) -> int:
        """Of a bill or of a supplement of a gap."""
        customer = i(row, "customer")
        if customer not in self._of:
            events = self._oracle.events(customer)
            self._of[customer] = {i(each.row, "period"): self._oracle.settled(each).loss_kwh for each in events}
        return self._of[customer][i(row, "period")]


def test_every_bill_is_what_its_registers_say(world: Run) -> None:
    """Invariant 1: kwh = Σ over the meters in the period of (end − start) × multiplier, and the transformer's losses;
    no gap and no overlap from bill to bill.
    """
    chain, losses = Chain(world), Losses(world)
    checked = 0
    for customer in chain.customers():
        for row, kind, before, kwh in walk(chain, customer):
            assert i(row, "kwh") == kwh + losses.kwh(row), (kind, row)
            if kind == "bill":
                assert i(row, "loss_kwh") == losses.kwh(row), row
                assert i(row, "from_register") == before, row
                checked += 1
    assert checked == sum(len(each) for each in chain.bills.values())


def test_bills_join_on_without_gap_or_overlap_of_days(world: Run) -> None:
    chain = Chain(world)
    for customer in chain.customers():
        at = on(chain.first[customer], "read_on")
        for _, kind, row in chain.events(customer):
            reading = chain.readings[i(row, "reading" if kind == "bill" else "ground")]
            if kind == "bill":
                assert on(row, "from_on") == at, row
                assert on(row, "to_on") == on(reading, "read_on"), row
                assert i(row, "to_register") == i(reading, "register"), row
                assert i(row, "meter") == i(reading, "meter"), row
                assert i(row, "customer") == i(reading, "customer"), row
                assert i(row, "period") == i(reading, "period"), row
            at = on(reading, "read_on")


def test_a_meter_s_life_telescopes(case: tuple[Small, Run]) -> None:
    """Invariant 3: all that was billed up to a true reading, less losses, is all that ran through the meters.

    Swaps, roll-overs, rechecks, supplements and gaps are in it. The right side never sees a recorded register: it is
    the town's energy in Wh, floored at each meter's ends. Registers with decimals leave less than a kWh behind with
    every advance.
    """
    small, run = case
    chain, town, losses = Chain(run), Town(small, run), Losses(run)
    checked = turned = corrected = 0
    wrong = set(ENTRY.part("application", entered_wrong(run)).tolist())
    for customer in set(chain.customers()) - wrong:
        meter = chain.meter(customer)
        turn, fine = turn_of(meter), i(meter, "decimals") > 0
        billed = advances = 0
        for period, kind, row in chain.events(customer):
            billed += i(row, "kwh") - losses.kwh(row)
            reading = chain.readings[i(row, "reading" if kind == "bill" else "ground")]
            number, moment = i(reading, "meter") % 8, shown_at(reading)
            advances += 2 if i(row, "swap_kwh" if kind == "bill" else "kwh") else 1
            if reading["kind"] != "estimate" and i(reading, "register") == town.units(customer, number, moment) % turn:
                left = town.through(customer, number, moment) - billed
                assert 0 <= left <= (advances - 1) * fine, (customer, period)
                checked += 1
                turned += town.units(customer, number, moment) // turn > town.units_at_start(customer, number) // turn
            corrections = chain.misread(customer, period)
            billed += sum(i(each, "kwh") for each in corrections)
            corrected += len(corrections)
            advances += len(corrections)
    assert checked > small.customers
    assert turned or not small.busy
    assert corrected or run.acts.is_empty()


def test_multiplier_and_digits_stay_with_the_customer_and_make_whole_units(world: Run) -> None:
    """Invariant 11: the bill's energy is whole units of the meter that hangs there as it is read, if they are kWh."""
    meters, bills, recorded = by_id(world, "meter"), rows(world, "bill"), Versions(world, "meter")
    wrong = set(ENTRY.part("application", entered_wrong(world)).tolist())
    for row in meters.values():
        first = meters[meter_id(i(row, "customer"), 0)]
        if i(row, "customer") in wrong:
            continue
        same = ("digits", "decimals", "multiplier")
        assert [row[name] for name in same] == [first[name] for name in same]
    for bill in bills:
        meter = recorded.at(i(bill, "meter"), bill["recorded_at"])
        whole = (i(bill, "kwh") - i(bill, "loss_kwh")) % i(meter, "multiplier") == 0
        assert i(bill, "customer") in wrong or i(meter, "decimals") or whole, bill
        assert 0 <= i(bill, "to_register") < turn_of(meter), bill
        assert i(meter, "customer") == i(bill, "customer")


def test_a_bill_is_negative_only_after_a_recheck(by_the_book: tuple[Small, Run]) -> None:
    _, run = by_the_book
    readings = by_id(run, "reading")
    for bill in rows(run, "bill"):
        if i(bill, "kwh") < 0:
            assert readings[i(bill, "reading")]["kind"] == "recheck", bill


def test_every_reading_of_a_round_is_billed_once(by_the_book: tuple[Small, Run]) -> None:
    """Invariant 5, of a clean office; what waits for its issue at the end of the run is the only rest."""
    _, run = by_the_book
    billed: dict[tuple[int, int], int] = defaultdict(int)
    for bill in rows(run, "bill"):
        billed[i(bill, "customer"), i(bill, "period")] += 1
    last = max(on(row, "on") for row in rows(run, "issue_check"))
    waiting = 0
    final = {i(row, "old_meter") for row in rows(run, "work_order") if row["kind"] == "removal"}
    for row in rows(run, "reading"):
        if row["kind"] not in READ and not (row["kind"] == "removal" and i(row, "meter") in final):
            continue
        count = billed.pop((i(row, "customer"), i(row, "period")), 0)
        if on(row, "read_on") < last - timedelta(days=7):
            assert count == 1, row
        assert count <= 1
        waiting += count == 0
    assert not billed, "bills without a reading"
    assert waiting < len(rows(run, "reading")) / 4


def test_batches_count_their_readings(world: Run) -> None:
    found: dict[tuple[int, int, object], int] = defaultdict(int)
    listed: dict[tuple[int, int], int] = defaultdict(int)
    for row in rows(world, "reading"):
        found[i(row, "book"), i(row, "period"), row["kind"]] += 1
    for row in rows(world, "review"):
        listed[i(row, "book"), i(row, "period")] += 1
    batches = rows(world, "batch")
    for row in batches:
        key = i(row, "book"), i(row, "period")
        assert i(row, "readings") == found.pop((*key, "actual"), 0), row
        assert i(row, "no_reads") == found.pop((*key, "estimate"), 0), row
        assert i(row, "flagged") == listed.pop(key, 0), row
    assert not [key for key in found if key[2] in READ]
    assert not listed
    assert batches


def test_every_meter_of_a_book_is_read_once_a_cycle(by_the_book: tuple[Small, Run]) -> None:
    """Invariant 4: a reading or a coded no-read for everybody who was in the archive before the day, nobody else."""
    _, run = by_the_book
    read: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row in rows(run, "reading"):
        if row["kind"] in READ:
            read[i(row, "book"), i(row, "period")].append(i(row, "customer"))
            assert (row["kind"] == "estimate") == (row["remark"] == "locked")
    known = {i(row, "customer"): date.min for row in rows(run, "reading") if row["kind"] == "opening"}
    working = [on(row, "on") for row in rows(run, "calendar") if row["working"]]
    for row in rows(run, "opening"):  # the handhelds have him from the next working day on
        known[i(row, "customer")] = next(day for day in working if day > on(row, "entered_on"))
    left = {i(row, "customer"): on(row, "done_on") for row in rows(run, "work_order") if row["kind"] == "removal"}
    of_book: dict[int, list[int]] = defaultdict(list)
    for row in rows(run, "customer"):
        # his first version; a new customer has another when his meter is in
        if SCHEMA["customer"].key.part("version", i(row, "id")) == 0:
            of_book[i(row, "book")].append(i(row, "customer"))
    for batch in rows(run, "batch"):
        due = [each for each in of_book[i(batch, "book")] if known.get(each, date.max) <= on(batch, "read_on")]
        due = [each for each in due if left.get(each, date.max) > on(batch, "read_on")]
        assert sorted(read[i(batch, "book"), i(batch, "period")]) == sorted(due), batch
    rounds = {(i(row, "book"), i(row, "period")) for row in rows(run, "batch")}
    books = {book for book, _ in rounds}
    periods = sorted({period for _, period in rounds})
    missing = {(book, period) for book in books for period in periods[:-1]} - rounds
    assert not missing, missing


def test_what_is_read_is_the_true_register(by_the_book: tuple[Small, Run]) -> None:
    """Invariant 2, every row that somebody read: floor of the energy through the meter since it was put in."""
    assert _true_registers(*by_the_book) > by_the_book[0].customers


@dataclass(frozen=True)
class Plants(Small):
    """Plants that connect more, and are sealed meanwhile."""

    def spec(self) -> OfficeSpec:
        practice = replace(BUSY, added_load_e6=300_000, suspension_e6=400_000, transformer_change_e6=0)
        return OfficeSpec(months=self.months, classes={"large_industry": self.customers}, practice=practice)


def test_who_connected_more_and_is_sealed_draws_nothing_until_he_is_unsealed() -> None:
    """And then his usual load: what was to end meanwhile ends nothing any more."""
    small = Plants(40, 4, 1)
    run = clean(small)
    assert run.records.table("suspension").height > 20
    assert _true_registers(small, run) > small.customers


def _true_registers(small: Small, run: Run) -> int:
    """How many rows were compared."""
    town, meters = Town(small, run), by_id(run, "meter")
    checked = 0
    for row in rows(run, "reading"):
        if row["kind"] == "estimate" or i(row, "meter") not in meters:  # put in on the last days, not archived yet
            continue
        customer, number = divmod(i(row, "meter"), 8)
        turn = turn_of(meters[i(row, "meter")])
        assert i(row, "register") == town.units(customer, number, shown_at(row)) % turn, row
        checked += 1
    return checked


def test_the_frozen_register_is_that_of_midnight_of_its_day(case: tuple[Small, Run]) -> None:
    """Of a clean or an erring office alike: the meter itself does not err, and shows its own 例日."""
    small, run = case
    town, meters = Town(small, run), by_id(run, "meter")
    days = {i(row, "book"): i(row, "cycle_day") for row in rows(run, "book")}
    copied = seen = 0
    for row in rows(run, "reading"):
        if row["frozen_on"] is not None:
            frozen_on = on(row, "frozen_on")
            last = monthrange(frozen_on.year, frozen_on.month)[1]
            assert frozen_on.day == min(days[i(row, "book")], last), row
            assert meters[i(row, "meter")]["electronic"], row
            copied += row["kind"] == "actual"
        if row["frozen_register"] is None:
            continue
        assert row["kind"] in ("recheck", "spot")
        customer, number = divmod(i(row, "meter"), 8)
        midnight, turn = datetime.combine(frozen_on, time()), turn_of(meters[i(row, "meter")])
        assert i(row, "frozen_register") == town.units(customer, number, midnight) % turn, row
        seen += 1
    assert seen
    assert copied
