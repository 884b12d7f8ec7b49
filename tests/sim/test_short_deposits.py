"""Money that a slip lacks is not in the safe until it is made good; the statement shows what was not brought at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl
import pytest

from kaohe.sim.clock.calendar import date_of, day_of, load_calendar
from kaohe.sim.deciding.behaviours import Erring, Order
from kaohe.sim.desks.cash.safe import FLOAT_FEN
from kaohe.sim.office import Office
from kaohe.sim.records.ids import day_number
from kaohe.sim.run import Run
from tests.sim.office import Row, Small, rows
from tests.sim.plain import i, on
from tests.sim.test_late_money import interest

SEEDS = range(5, 17)
LAST = date(2001, 2, 28)


def office(seed: int) -> Office:
    """Every other bank day something is wrong with the deposit."""
    return Small(250, 2, seed).office(behaviours=[Erring({"5.4": 500_000})])


@cache
def short_run(seed: int) -> Run:
    return office(seed).run()


@dataclass(frozen=True)
class Short:
    """A due day whose slip lacked cash: how much, and the slip that brought it after all."""

    act: Row
    fen: int
    again: Row | None

    @property
    def due(self) -> date:
        return on(self.act, "due_on")

    @property
    def until(self) -> date:
        """The first day on which it is back, or the last of the run."""
        return LAST if self.again is None else on(self.again, "deposited_on")

    def is_out(self, today: date) -> bool:
        """Whether it is missing that night."""
        return self.due <= today and (self.again is None or today < self.until)


def shorts(run: Run) -> Iterator[Short]:
    """Those of a run, by its papers."""
    calendar, handed = load_calendar(), dict[date, int]()
    for row in rows(run, "hand_in"):
        moment = row["recorded_at"]
        due = date_of(calendar.next_bank(day_of(moment.date())))  # type: ignore[attr-defined]  # a column of times
        if row["source"] == "counter":
            handed[due] = handed.get(due, 0) + i(row, "cash_fen")
    slips = [row for row in rows(run, "deposit") if row["kind"] == "electricity"]
    for act in run.acts.filter(pl.col("action") == "bank_short").to_dicts():
        of_day = [row for row in slips if row["due_on"] == act["due_on"]]
        again = of_day[1] if len(of_day) > 1 else None
        yield Short(act, handed[on(act, "due_on")] - i(of_day[0], "cash_fen"), again)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_night_the_safe_holds_the_journal_less_what_slips_lack(seed: int) -> None:
    made, run, nights = office(seed), short_run(seed), 0
    found = list(shorts(run))
    journal = {on(row, "on"): i(row, "closing_fen") for row in rows(run, "cash_journal")}
    counts = {on(row, "on"): i(row, "cash_fen") for row in rows(run, "safe_count") if row["kind"] == "supervised"}
    closing = FLOAT_FEN
    while made.today <= made.last_day:
        today = date_of(made.today)
        assert not list(made.day(made.today))
        closing = journal.get(today, closing)
        there = closing - sum(each.fen for each in found if each.is_out(today))
        if today in journal:
            assert made.cash.safe.cash_fen == there, today
            assert counts.get(today, there) == there, today
            nights += there < closing
    assert nights or not found


def supervised(run: Run) -> list[date]:
    """Days on which the accountant counted."""
    return sorted(on(row, "on") for row in rows(run, "safe_count") if row["kind"] == "supervised")


def test_who_keeps_it_short_counts_by_the_journal_until_another_has_counted() -> None:
    hidden = 0
    for run in map(short_run, SEEDS):
        found, counted = list(shorts(run)), supervised(run)
        for row in rows(run, "safe_count"):
            today = on(row, "on")
            out = [each for each in found if each.is_out(today)]
            known = sum(each.fen for each in out if any(each.due <= day <= today for day in counted))
            if row["kind"] == "own" and today not in counted:
                assert i(row, "book_fen") - i(row, "cash_fen") == known, row
                hidden += bool(out) and not known
    assert hidden


def test_counted_short_it_is_a_loss_and_else_a_part_that_came_late() -> None:
    """5.2 from the count that misses it, of the day on which it does; the interest is from the due day in both."""
    seen = set[tuple[str, bool]]()
    for run in map(short_run, SEEDS):
        counted = supervised(run)
        for each in shorts(run):
            act, missed = each.act, [day for day in counted if each.is_out(day)]
            first = missed[0] if missed else each.due
            about = "safe_day" if missed else "bank_day"
            assert (act["clause"], act["object_type"]) == ("5.2" if missed else "5.4", about), act
            assert act["object_id"] == day_number(day_of(first))
            assert act["occurred_on"] == act["evidenced_on"] == first
            days = (each.until - each.due).days
            whole = each.again is None and (missed or days > 30)
            assert act["amount_fen"] == (each.fen if whole else interest(each.fen, days)), act
            seen.add((str(act["clause"]), each.again is None))
    assert seen >= {("5.2", False), ("5.2", True), ("5.4", False)}


FRIDAY = date(2001, 3, 16)


def ordered(action: str, **params: int) -> tuple[Run, Row]:
    """One deposit of a Friday, done so."""
    order = Order("deposit", action, object=0, day=day_of(FRIDAY), params=params)
    run = Small(400, 4, 5).office([order]).run()
    (act,) = run.acts.to_dicts()
    return run, act


def of_friday(run: Run) -> tuple[int, list[Row], list[Row]]:
    """What was due then, its slips, and their lines of the statement."""
    slips = [row for row in rows(run, "deposit") if row["due_on"] == FRIDAY]
    ids = {row["id"] for row in slips}
    lines = [row for row in rows(run, "bank_line") if row["kind"] == "deposit" and row["ref"] in ids]
    return sum(i(row, "total_fen") for row in slips), slips, lines


def test_a_slip_without_money_is_seen_by_the_next_statement() -> None:
    run, act = ordered("slip_without_money", days=5)
    total, slips, lines = of_friday(run)
    assert {row["deposited_on"] for row in slips} == {FRIDAY}
    assert {row["value_on"] for row in lines} == {date(2001, 3, 21)}
    assert (act["occurred_on"], act["evidenced_on"]) == (FRIDAY, date(2001, 3, 19))
    assert act["amount_fen"] == interest(total, 5)


def test_what_the_bank_got_less_than_the_slip_says_never_comes() -> None:
    run, act = ordered("credit_short", amount_fen=12_300)
    total, slips, lines = of_friday(run)
    assert sum(i(row, "amount_fen") for row in lines) == total - 12_300
    assert {row["value_on"] for row in lines if row["ref"] == slips[0]["id"]} == {FRIDAY}
    assert (act["occurred_on"], act["evidenced_on"]) == (FRIDAY, FRIDAY)
    assert act["amount_fen"] == 12_300  # 45 days to the end of April
    journal = {row["on"]: i(row, "closing_fen") for row in rows(run, "cash_journal")}
    assert journal[FRIDAY] == FLOAT_FEN


def test_a_slip_that_is_dated_back_is_late_all_the_same() -> None:
    run, act = ordered("backdate_slip", days=3)
    total, slips, lines = of_friday(run)
    assert {row["deposited_on"] for row in slips} == {FRIDAY}
    assert {row["recorded_at"].date() for row in slips} == {date(2001, 3, 19)}  # type: ignore[attr-defined]  # a column of times
    assert {on(row, "value_on") for row in lines} <= {date(2001, 3, 19), date(2001, 3, 20)}
    assert (act["occurred_on"], act["evidenced_on"]) == (date(2001, 3, 19), date(2001, 3, 19))
    assert act["amount_fen"] == interest(total, 3)


def test_after_the_cut_off_it_is_money_of_the_next_bank_day() -> None:
    run, act = ordered("bank_after_cutoff")
    total, slips, lines = of_friday(run)
    assert {row["recorded_at"].strftime("%m-%d %H:%M") for row in slips} == {"03-16 15:45"}  # type: ignore[attr-defined]  # as above
    assert {row["value_on"] for row in lines} == {date(2001, 3, 19)}
    assert (act["occurred_on"], act["amount_fen"]) == (date(2001, 3, 19), interest(total, 3))


@pytest.mark.parametrize("action", ["bank_short", "credit_short"])
def test_nobody_can_keep_short_more_cash_than_there_is(action: str) -> None:
    order = Order("deposit", action, object=0, day=day_of(FRIDAY), params={"amount_fen": 10**9})
    run = Small(400, 4, 5).office([order]).run()
    assert run.void == (True,)
