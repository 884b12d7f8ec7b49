"""Leave: nobody who is away works, who stands in may, and no act moves anybody's leave."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

import polars as pl
import pytest

from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from kaohe.sim.spec import Practice, town
from kaohe.sim.town.staffing import INCOMPATIBLE
from tests.proving import seeds
from tests.sim.office import Row, Small, clean, ordered, rows, rules, tables
from tests.standards.substitutes import away, by_the_book, erring

SLIPS = ("duty_roster", "reading_rota", "leave", "substitution")
OTHERS = ("counter_handover", "cash_handover")
# Columns that name somebody who need not be there on the day of writing: of whom a slip or a plan speaks, who left a
# window counted the evening before, or takes the safe over the next morning.
OF_OTHERS = {
    ("leave", "employee"),
    ("substitution", "employee"),
    ("substitution", "substitute"),
    ("duty_roster", "employee"),
    ("reading_rota", "reader"),
    ("book", "reader"),
    ("counter_handover", "handed_by"),
    ("cash_handover", "taken_by"),
    *((table, "staff") for table in ("duty_roster", "reading_rota", "feeder_reading", "staff")),
}
SIGNED_ON = {("batch", "reader"): "read_on"}


def _signatures(run: Run) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """(person, day) of every column that holds somebody's number."""
    for table, frame in tables(run).items():
        for column in SCHEMA[table].columns:
            if column.refers == "staff" and (table, column.name) not in OF_OTHERS:
                on = pl.col(SIGNED_ON.get((table, column.name), "recorded_at")).dt.date()
                yield table, column.name, frame.select(pl.col(column.name).alias("who"), on.alias("on")).drop_nulls()


@pytest.mark.parametrize("seed", seeds([1, 2], range(3, 21)))
def test_nobody_on_leave_writes_or_signs_anything(seed: int) -> None:
    for run in (by_the_book(seed), erring(seed)):
        absent = away(run)
        assert len(absent) > 50
        for table, column, signed in _signatures(run):
            found = set(signed.unique().iter_rows()) & absent
            assert not found, f"{table}.{column}: {sorted(found)[:3]}"


@pytest.mark.parametrize("seed", seeds([1, 2], range(3, 21)))
def test_who_stands_in_may_hold_the_post_and_is_there(seed: int) -> None:
    run = by_the_book(seed)
    absent, people = away(run), {row["id"]: row for row in rows(run, "staff")}
    for slip in rows(run, "substitution"):
        other = people[slip["substitute"]]
        mine = {other["post"], other["second_post"]} - {None, slip["post"]}
        assert not {frozenset((slip["post"], post)) for post in mine} & INCOMPATIBLE
        first, last = slip["from_on"], slip["to_on"]
        assert isinstance(first, date)
        assert isinstance(last, date)
        assert not [on for who, on in absent if who == slip["substitute"] and first <= on <= last]
    # each leave has a slip for each of his posts, and nobody stands in for two at a time
    held = {row["id"]: sum(post is not None for post in (row["post"], row["second_post"])) for row in people.values()}
    slips = [(row["leave"], row["employee"]) for row in rows(run, "substitution")]
    assert all(slips.count((row["id"], row["employee"])) == held[row["employee"]] for row in rows(run, "leave"))
    days = [(row["substitute"], row["leave"], on) for row in rows(run, "substitution") for on in _days(row)]
    assert len({(who, on) for who, _, on in days}) == len(set(days))


def _days(slip: Row) -> list[date]:
    first, last = slip["from_on"], slip["to_on"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    return [date.fromordinal(each) for each in range(first.toordinal(), last.toordinal() + 1)]


@pytest.mark.parametrize("seed", seeds([1, 2], range(3, 21)))
def test_a_reader_who_stands_in_is_home_before_the_review_lists(seed: int) -> None:
    for row in rows(by_the_book(seed), "batch"):
        at = row["recorded_at"]
        assert isinstance(at, datetime)
        assert at.time() < time(22, 30)


def test_no_act_moves_leave_or_roster() -> None:
    for table in SLIPS:
        assert clean(Small(400, 3, 7)).digests[table] == ordered(Small(400, 3, 7), 2).digests[table]


def test_without_leave_and_shifts_there_is_no_roster() -> None:
    nobody = replace(Practice(), sick_leave_e6=0, personal_leave_e6=0, annual_leave_e6=0)
    run = Office(replace(town(300, 2), practice=nobody), 1, rules()).run()
    assert not [table for table in (*SLIPS, *OTHERS) if run.counts.get(table)]
    shared = Office(replace(town(300, 2), practice=replace(nobody, window_shifts=2)), 1, rules()).run()
    assert shared.counts["duty_roster"]
    assert shared.counts["counter_handover"]
    assert not shared.counts.get("leave")


def test_more_people_ask_where_rates_are_higher() -> None:
    assert len(away(by_the_book(1))) > 3 * len(away(Office(town(500, 3), 1, rules()).run()))


def test_a_shared_window_is_counted_from_hand_to_hand() -> None:
    """What is handed over is what the stubs say until then, of the closing to which it belongs."""
    run = by_the_book(1)
    stubs = [row for row in rows(run, "receipt") if row["counter"] is not None]
    taken = rows(run, "temp_receipt")  # in cash, counted like any receipt
    charged = {row["receipt"]: int(str(row["amount_fen"])) for row in rows(run, "late_charge")}
    checked = 0
    for row in rows(run, "counter_handover"):
        assert row["handed_by"] != row["staff"]
        mine = [
            stub
            for stub in (*stubs, *taken)
            if (stub["counter"], stub["takings_on"]) == (row["counter"], row["takings_on"])
            and str(stub["recorded_at"]) < str(row["recorded_at"])
        ]
        fen = {True: 0, False: 0}  # cash, or not: a 本票 is counted among the cheques
        for stub in mine:
            fen[stub.get("tender", "cash") == "cash"] += int(str(stub["amount_fen"])) + charged.get(stub["id"], 0)
        assert (len(mine), fen[True], fen[False]) == (row["receipts"], row["cash_fen"], row["cheque_fen"])
        checked += bool(mine)
    assert checked > 50


def test_the_safe_is_counted_before_another_keeps_it() -> None:
    run = by_the_book(2)
    counts = {row["on"]: row for row in rows(run, "safe_count") if row["kind"] == "supervised"}
    keepers = [(row["on"], row["staff"]) for row in rows(run, "cash_journal")]
    changes = [(on, staff, after) for (on, staff), (_, after) in itertools.pairwise(keepers) if staff != after]
    slips = {row["on"]: row for row in rows(run, "cash_handover")}
    assert changes
    assert set(slips) >= {on for on, _, _ in changes}
    for on, staff, after in changes:
        assert (slips[on]["staff"], slips[on]["taken_by"]) == (staff, after)
        assert slips[on]["cash_fen"] == counts[on]["cash_fen"]
        assert slips[on]["witness"] == counts[on]["staff"] not in (staff, after)


def test_two_sign_on_a_door_round_and_at_a_meter() -> None:
    run = by_the_book(1)
    doors = [row for row in rows(run, "hand_in") if row["counter"] is not None and int(str(row["counter"])) % 16 >= 9]
    windows = [row for row in rows(run, "hand_in") if row["counter"] is None or int(str(row["counter"])) % 16 <= 8]
    assert doors
    assert all(row["second_by"] not in (None, row["staff"]) for row in doors)
    assert all(row["second_by"] is None for row in windows)
    orders = rows(run, "work_order")
    assert orders
    assert all(row["second_by"] not in (None, row["staff"]) for row in orders)
