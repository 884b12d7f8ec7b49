"""Takings that are used are covered with later ones: what the slips have, what lies in the safe, who does it."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from kaohe.sim.clock.calendar import date_of, day_of
from kaohe.sim.deciding.behaviours import Erring, Order
from kaohe.sim.deciding.injection import Survey, plan_from
from kaohe.sim.desks.cash.bundle import NO_CHEQUES, Bundle, Owed
from kaohe.sim.desks.cash.substituting import LEAST_COVERED, MOST_COVERED, part_of
from kaohe.sim.office import Office
from kaohe.sim.records.ids import day_number
from kaohe.sim.run import Run
from tests.sim.office import Row, Small, judged, rows
from tests.sim.plain import i, on

SEEDS = (4,)


def office(seed: int) -> Office:
    """On every other bank day the cashier would use takings, unless he does already."""
    return Small(600, 2, seed).office(behaviours=[Erring({"5.1": 300_000})])


@cache
def used_run(seed: int) -> Run:
    return office(seed).run()


def slips(run: Run) -> dict[date, list[Row]]:
    """Of electricity, by due day, in the order in which they were made."""
    found: dict[date, list[Row]] = {}
    for row in rows(run, "deposit"):
        if row["kind"] == "electricity":
            found.setdefault(on(row, "due_on"), []).append(row)
    return found


@cache
def looked_through(seed: int) -> tuple[Survey, Run]:
    """Opportunities to use takings, and the run by the book in which they were found."""
    survey = Survey({"5.1": 100})
    return survey, Small(600, 2, seed).office(behaviours=[survey]).run()


@cache
def handed(seed: int) -> dict[date, tuple[int, int]]:
    """Cash and cheques handed in for each due day, as they are banked where nobody uses any."""
    by_the_book = slips(looked_through(seed)[1])
    return {
        day: (sum(i(row, "cash_fen") for row in of), sum(i(row, "cheque_fen") for row in of))
        for day, of in by_the_book.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_no_due_day_gets_more_than_was_handed_in_and_one_is_short_at_a_time(seed: int) -> None:
    of_day, short = slips(used_run(seed)), 0
    for night in sorted(handed(seed)):
        open_days = 0
        for day, (cash, cheques) in handed(seed).items():
            made = [row for row in of_day.get(day, []) if on(row, "deposited_on") <= night]
            banked = sum(i(row, "total_fen") for row in made)
            assert banked <= cash + cheques
            open_days += day <= night and banked < cash + cheques
        # Beside what goes on there may be what was never put back.
        assert open_days <= 2
        short += open_days > 0
    assert short


@pytest.mark.parametrize("seed", SEEDS)
def test_every_night_the_safe_holds_the_journal_less_what_is_used(seed: int) -> None:
    made, run = office(seed), used_run(seed)
    banked = slips(run)
    journal = {on(row, "on"): i(row, "closing_fen") for row in rows(run, "cash_journal")}
    supervised = {on(row, "on"): i(row, "cash_fen") for row in rows(run, "safe_count") if row["kind"] == "supervised"}
    nights = 0
    while made.today <= made.last_day:
        today = date_of(made.today)
        assert not list(made.day(made.today))
        if today in journal:
            out = sum(
                cash + cheques - sum(i(row, "total_fen") for row in banked.get(day, []) if _made(row, today))
                for day, (cash, cheques) in handed(seed).items()
                if day <= today
            )
            assert made.cash.safe.cash_fen == supervised.get(today, journal[today] - out) == journal[today] - out
            nights += out > 0
    assert nights


def _made(row: Row, today: date) -> bool:
    return on(row, "deposited_on") <= today


@pytest.mark.parametrize("seed", SEEDS)
def test_what_the_papers_show_is_what_the_judge_finds(seed: int) -> None:
    run = used_run(seed)
    key = ["clause", "staff", "object_type", "object_id", "occurred_on", "amount_fen"]
    acts = run.acts.filter("evidenced").select(*key, on=pl.col("evidenced_on")).sort(key)
    found = judged(run).findings.select(*key, on=pl.col("discovered_on")).sort(key)
    assert acts.rows() == found.rows()
    assert {"5.1", "5.4"} & set(acts["clause"])


@cache
def ordered_run() -> Run:
    """Two orders among the opportunities that a survey found."""
    return Small(600, 2, 1).office(plan_from(looked_through(1)[0], 1, {"5.1": 2}).orders).run()


def test_an_order_is_of_a_day_that_two_days_show() -> None:
    run = ordered_run()
    assert run.acts.select("clause", "evidenced").rows() == [("5.1", True)] * 2
    assert not any(run.void)
    assert run.acts["key"].to_list() == run.acts["object_id"].to_list()


def test_who_uses_takings_may_use_more_the_next_day() -> None:
    """They become one."""
    run = Small(600, 2, 1).office([_order(date(2001, 1, 9)), _order(date(2001, 1, 10))]).run()
    (act,) = run.acts.filter(pl.col("clause") == "5.1").to_dicts()
    assert (act["object_id"], act["amount_fen"]) == (day_number(day_of(date(2001, 1, 9))), 40_000)


def _order(day: date) -> Order:
    return Order("deposit", "use_takings", object=0, day=day_of(day), params={"amount_fen": 20_000})


def test_between_two_and_eight_due_days_are_covered_unless_the_money_does_not_do() -> None:
    run, days, counts = ordered_run(), sorted(handed(1)), set[int]()
    made = slips(run)
    for act in run.acts.to_dicts():
        covered = 0
        for due, following in pairwise(days[days.index(on(act, "occurred_on")) :]):
            if not any(on(row, "deposited_on") == following for row in made[due]):
                break
            covered += 1
        counts.add(covered)
    assert counts <= set(range(1, MOST_COVERED + 1))
    assert max(counts) >= LEAST_COVERED


def bundle(*fen: int) -> Bundle:
    receipts = np.arange(len(fen))
    return Bundle(receipts, receipts, np.array(fen))


@pytest.mark.parametrize(
    ("cash", "cheques", "fen", "part"),
    [
        (500, (300, 200, 100), 400, (0, [300, 100])),
        (500, (900,), 400, (400, [])),
        (50, (900,), 400, None),  # no cheque is so small, and there is not so much cash
        (100, (300,), 400, None),  # nothing would be left of the day's own
        (101, (300,), 400, (100, [300])),
        (500, (), 400, (400, [])),
    ],
)
def test_a_day_is_covered_with_cheques_as_far_as_they_go(
    cash: int, cheques: tuple[int, ...], fen: int, part: tuple[int, list[int]] | None
) -> None:
    found = part_of(Owed(cash, bundle(*cheques) if cheques else NO_CHEQUES), fen)
    assert (None if found is None else (found.cash_fen, found.cheques.fen.tolist())) == part
