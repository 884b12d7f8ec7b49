"""The closing of a window's day: wrong figures, takings sealed without cause, differences made good later."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl
import pytest

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.deciding.behaviours import Erring, Order
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from tests.sim.office import Row, Small, rows
from tests.sim.plain import i, on
from tests.sim.test_late_money import interest, written

SMALL = Small(400, 2, 5)
FRIDAY, MONDAY = date(2001, 2, 16), date(2001, 2, 19)


@cache
def by_the_book() -> Run:
    return SMALL.office().run()


def done(action: str, **params: int) -> tuple[Run, Row]:
    """The closing of a window that took cash on a Friday, done so."""
    closings = [row for row in rows(by_the_book(), "day_close") if row["takings_on"] == FRIDAY]
    counter = i(max(closings, key=lambda row: i(row, "cash_fen")), "counter")
    order = Order("close_window", action, object=counter, day=day_of(FRIDAY), params=params)
    run = SMALL.office([order]).run()
    (act,) = run.acts.to_dicts()
    return run, act


def paper(run: Run, table: str, act: Row) -> Row:
    """The one row of a table about that window and day."""
    key = SCHEMA[table].key
    part = next((part.name for part in key.parts if part.name == "takings"), "day")
    (row,) = (row for row in rows(run, table) if key.head(part, i(row, "id")) == act["object_id"])
    return row


@pytest.mark.parametrize(("action", "params"), [("miscount_receipts", {}), ("miscast_total", {"amount_fen": 700})])
def test_a_wrong_figure_stands_in_the_closing_alone(action: str, params: dict[str, int]) -> None:
    run, act = done(action, **params)
    closing, before = paper(run, "day_close", act), paper(by_the_book(), "day_close", act)
    changed = {name: i(closing, name) - i(before, name) for name in ("receipts", "cash_fen", "cheque_fen", "total_fen")}
    wrong = "receipts" if action == "miscount_receipts" else "total_fen"
    assert changed == {**dict.fromkeys(changed, 0), wrong: params.get("amount_fen", 1)}
    assert paper(run, "hand_in", act) == paper(by_the_book(), "hand_in", act)
    assert (act["occurred_on"], act["evidenced_on"], act["amount_fen"]) == (FRIDAY, FRIDAY, 0)


def test_takings_that_are_sealed_while_the_cashier_is_there_are_late() -> None:
    run, act = done("seal_without_cause")
    hand_in = paper(run, "hand_in", act)
    assert on(paper(run, "seal", act), "takings_on") == FRIDAY
    assert written(hand_in) == MONDAY
    assert (act["due_on"], act["occurred_on"], act["evidenced_on"]) == (FRIDAY, MONDAY, MONDAY)
    assert act["amount_fen"] == interest(i(hand_in, "total_fen"), 3) > 0


def test_a_difference_that_is_made_good_later_is_worth_its_days() -> None:
    """Nothing on the day itself; what is never made good is missing."""
    run, days = Small(700, 4, 3).office(behaviours=[Erring({"4.1": 300_000})]).run(), set[int]()
    differences = rows(run, "shortage")
    good = {
        SCHEMA["shortage"].key.head("day", i(row, "id")): row for row in differences if row["action"] == "made_good"
    }
    short = {SCHEMA["shortage"].key.head("day", i(row, "id")): row for row in differences if row["action"] == "found"}
    for act in run.acts.to_dicts():
        if act["action"] == "close_short":
            fen, row = i(short[act["object_id"]], "amount_fen"), good.get(act["object_id"])
            late = -1 if row is None else (written(row) - on(act, "due_on")).days
            assert act["amount_fen"] == (fen if late < 0 else interest(fen, late)), act
            days.add(late)
    assert min(days) == -1
    assert 0 in days
    assert max(days) > 1


def test_a_counterfeit_note_is_entered_and_is_nobodys_act() -> None:
    """Some notes of 100 yuan and of 50 are bad, never more than was paid; the day's receipts are what they were."""
    run = Small(700, 4, 1).office().run()
    bad = [row for row in rows(run, "shortage") if row["action"] == "counterfeit"]
    cash = run.records.table("receipt").filter(pl.col("tender") == "cash")
    assert 0 < len(bad) < cash.height * 0.008
    assert {i(row, "amount_fen") % 5_000 for row in bad} == {0}
    assert run.acts.is_empty()
