"""5.2 in the office: what becomes of cheques that are lost from the safe, and what each loss is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import polars as pl
import pytest

from kaohe.sim.clock.calendar import date_of, day_of, load_calendar
from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.run import Run
from kaohe.sim.spec import OfficeSpec
from tests.sim.office import Row, Small, by_id, rows
from tests.sim.plain import charged, i


@dataclass(frozen=True)
class Shops(Small):
    """Shops, of which many pay by cheque."""

    def spec(self) -> OfficeSpec:
        """The office itself."""
        return replace(super().spec(), classes={"commerce": self.customers})


@cache
def losing(seed: int) -> Run:
    """A cashier who loses a cheque on every day on which one is due at the bank."""
    small = Shops(250, 5, seed)
    days = {row["on"] for row in rows(small.office().run(), "cheque_log")}
    orders = [Order("keep_safe", "lose_cheque", object=0, day=day_of(on)) for on in days if isinstance(on, date)]
    return small.office(orders).run()


@dataclass(frozen=True)
class Story:
    """What the register says of one cheque: by action its row."""

    run: Run
    receipt: int
    rows: dict[str, Row]

    def on(self, action: str) -> date:
        """The day of a row."""
        on = self.rows[action]["on"]
        assert isinstance(on, date)
        return on

    @property
    def slip(self) -> Row | None:
        """On which it, or the one in its place, was banked."""
        row = self.rows.get("reissued", self.rows.get("deposited"))
        return None if row is None else by_id(self.run, "deposit")[i(row, "deposit")]

    @property
    def days_late(self) -> int:
        """From the day on which its money was due to the slip; 0 without one."""
        if self.slip is None:
            return 0
        due, on = self.slip["due_on"], self.slip["deposited_on"]
        assert isinstance(due, date)
        assert isinstance(on, date)
        return (on - due).days


def stories(run: Run) -> Iterator[Story]:
    """Cheques that were stopped, or banked after their day."""
    log: dict[int, dict[str, Row]] = defaultdict(dict)
    for row in rows(run, "cheque_log"):
        log[i(row, "receipt")][str(row["action"])] = row
    for receipt, mine in log.items():
        story = Story(run, receipt, mine)
        if "stopped" in mine or story.days_late:
            yield story


SEEDS = (33, 34)


@cache
def told() -> tuple[Story, ...]:
    """Of all offices."""
    return tuple(story for seed in SEEDS for story in stories(losing(seed)))


def test_there_are_stories_of_every_kind() -> None:
    assert {tuple(story.rows) for story in told()} >= {
        ("deposited",),
        ("stopped", "reissued"),
        ("stopped", "written_off"),
    }
    assert len(told()) > 25


@pytest.mark.parametrize("seed", SEEDS)
def test_a_stopped_cheque_is_replaced_or_given_up_and_never_banked(seed: int) -> None:
    lost = list(stories(losing(seed)))
    assert lost
    for story in lost:
        _is_replaced_or_given_up(story)


def _is_replaced_or_given_up(story: Story) -> None:
    actions = list(story.rows)
    assert actions in (["deposited"], ["stopped"], ["stopped", "reissued"], ["stopped", "written_off"])
    calendar = load_calendar()
    if "reissued" in actions:
        days = (story.on("reissued") - story.on("stopped")).days
        assert days >= 3
        assert calendar.is_bank(day_of(story.on("reissued")))
        earliest = calendar.next_bank(day_of(story.on("stopped")) + 15)
        assert story.on("reissued") <= date_of(earliest)
    if "written_off" in actions:
        assert day_of(story.on("written_off")) == calendar.next_working(day_of(story.on("stopped")) + 15)
        reopened = by_id(story.run, "reopening")[story.receipt]
        charge = charged(story.run).get(story.receipt, 0)
        assert reopened["bill"] == story.receipt // 16
        assert i(reopened, "amount_fen") + charge == story.rows["stopped"]["amount_fen"]
        again = by_id(story.run, "receipt").get(story.receipt + 1)
        late = date_of(day_of(story.on("written_off")) + 12) > date(2001, 5, 31)
        assert late or (again is not None and again["tender"] != "transfer")
    if "deposited" not in actions:
        assert story.receipt not in by_id(story.run, "return_notice")


def interest(fen: int, days: int) -> int:
    """Principal × days × 0.00021, half up."""
    return int((Decimal(fen) * days * Decimal("0.00021")).quantize(Decimal(1), ROUND_HALF_UP))


def test_a_loss_is_worth_the_days_from_its_due_day() -> None:
    """Found again or replaced: from the due day to the slip, counted or not. Given up, and the receivable stands again:
    nothing; stopped and neither yet: all of it.
    """
    for seed in SEEDS:
        acts = losing(seed).acts
        worth = dict(acts.select(pl.col("at").dt.date(), "amount_fen").iter_rows())
        here = [story for story in told() if story.run.seed == seed]
        late = {story.slip["due_on"]: story for story in here if story.slip is not None}
        for on, story in late.items():
            assert isinstance(on, date)
            assert worth[on] == interest(i(story.rows[[*story.rows][-1]], "amount_fen"), story.days_late), on
        left = acts.filter(~pl.col("at").dt.date().is_in([*late]) & pl.col("evidenced"))
        given_up = [story for story in here if "written_off" in story.rows]
        stopped = [story for story in here if [*story.rows] == ["stopped"]]
        assert left.filter(pl.col("amount_fen") == 0).height == len(given_up)
        missing = [i(story.rows["stopped"], "amount_fen") for story in stopped]
        assert {*missing} <= {*left["amount_fen"].to_list()}
        assert given_up
        assert set(acts["clause"]) == {"5.2", "5.4"}


def test_nobody_loses_a_cheque_where_there_is_none() -> None:
    small = Shops(20, 2, 31)
    days = {row["on"] for row in rows(small.office().run(), "cheque_log")}
    without = next(day for day in range(day_of(date(2001, 1, 8)), 20_000) if _bank(day) and date_of(day) not in days)
    run = small.office([Order("keep_safe", "lose_cheque", object=0, day=without)]).run()
    assert run.void == (True,)
    assert run.acts.is_empty()


def _bank(day: int) -> bool:
    return bool(load_calendar().is_bank(day))
