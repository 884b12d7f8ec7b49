"""Truth: what was really done, kept apart from the records and used only to measure the judge.

Every deviation becomes an act. Whether the office's records show it (`evidenced`) is set by witnesses at the end of a
day, where the office writes; never by a query over records. What an act is worth and what will show it are values: a
witness is asked by the name of its test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.points import REGISTRY, Before, With
from kaohe.sim.deciding.worth import Fixed, MadeLate, Settled, Worth
from kaohe.sim.streams import Purpose, word_at
from kaohe.sim.tariff.money import round_half_up

if TYPE_CHECKING:
    from kaohe.sim.office import Office


@dataclass
class Act:
    """One deviation. Days are days since 1970, times seconds since 1970; amount_fen is null until priced.

    key: that of the situation; object_id: what it is about, the same unless a later paper names another.
    slip_on: the day from which the papers show it, where its clause demands a consequence and none stands yet.
    """

    act_id: int
    clause: str
    point: str
    action: str
    post: str
    staff: int
    object_type: str
    object_id: int
    at: int
    effect_on: int
    due_on: int | None
    occurred_on: int
    cause: str
    key: int
    intentional: bool = False
    evidenced_on: int | None = None
    slip_on: int | None = None
    amount_fen: int | None = None
    parent_act: int | None = None
    worth: tuple[Worth, ...] = ()

    def shown_as(self, clause: str | None, about: tuple[str, int], occurred_on: int, worth: Worth) -> None:
        """The papers say so far, or from now on, that it was this: the clause, the object and the day."""
        self.clause, (self.object_type, self.object_id) = clause or "", about
        self.occurred_on, self.evidenced_on, self.worth = occurred_on, None, (worth,)


Test = Callable[["Office", Act], bool]
TESTS: dict[str, Test] = {}


def witness(name: str) -> Callable[[Test], Test]:
    """Enter a test of what the office's papers show of an act, under a name that a snapshot can carry."""

    def enter(test: Test) -> Test:
        TESTS[name] = test
        return test

    return enter


@witness("always")
def always(office: Office, act: Act) -> bool:
    """The paper of that day, or the missed limit itself, is the evidence."""
    return True


def act_number(point_number: int, key: int, code: int) -> int:
    """Stable identity of an act: the hash of (point, natural key, action), positive int64."""
    return word_at(0, Purpose.DEVIATION, key, point_number, code) >> 1


class Truth:
    """The acts of a run and the witnesses that still wait."""

    def __init__(self) -> None:
        self.acts: dict[int, Act] = {}
        self._witnesses: Diary[tuple[int, str]] = Diary()
        self._slips: Diary[int] = Diary()
        self._with_company: list[Act] = []  # today's acts that a control may have let pass
        self._failed: list[Act] = []  # today's controls that failed

    def add(self, act: Act) -> Act:
        """Enter an act, and whose company it is today."""
        self.acts[act.act_id] = act
        if act.worth and all(isinstance(each, Fixed) for each in act.worth):
            act.amount_fen = sum(each.fen for each in act.worth if isinstance(each, Fixed))
        self._keep_company(act)
        self._follow(act)
        return act

    def _follow(self, act: Act) -> None:
        """An earlier act about the same object is the parent of what had to come before."""
        for company in REGISTRY.points[act.point].named(act.action).company:
            if isinstance(company, Before):
                point = REGISTRY.points[company.point]
                numbers = [act_number(point.number, act.key, point.code(action)) for action in company.actions]
                act.parent_act = next((each for each in numbers if each in self.acts), act.parent_act)

    def _keep_company(self, act: Act) -> None:
        """The control that failed on the same day is the parent of what it let pass."""
        if (act.point, act.action) in REGISTRY.companies():
            self._failed.append(act)
            for other in self._with_company:
                _link(other, act)
        if REGISTRY.points[act.point].named(act.action).company:
            self._with_company.append(act)
            for other in self._failed:
                _link(act, other)

    def watch(self, day: int, act: Act, test: str = "always") -> None:
        """At the end of that day the act is evidenced if the test then holds."""
        self._witnesses.put(day, (act.act_id, test))

    def slip(self, day: int, act: Act) -> None:
        """At the end of that day the papers show the act, as yet without the consequence that its clause demands."""
        self._slips.put(day, act.act_id)

    def made_late(self, act_id: int, fen_days: int) -> None:
        """More bills were made that an act made late: the sum of each, 分, times its days."""
        act = self.acts[act_id]
        (before,) = (each for each in act.worth if isinstance(each, MadeLate))
        act.worth = (replace(before, fen_days=before.fen_days + fen_days),)

    def end_of_day(self, office: Office, day: int) -> None:
        """Ask the witnesses of the day."""
        for act_id, test in self._witnesses.take(day):
            act = self.acts[act_id]
            if act.evidenced_on is None and TESTS[test](office, act):
                act.evidenced_on = day
        for act_id in self._slips.take(day):
            self.acts[act_id].slip_on = day
        self._with_company.clear()
        self._failed.clear()

    def settle(self, office: Office) -> None:
        """Price from the office's own state at the end of the run what came in late."""
        for act in self.acts.values():
            open_parts = [each for each in act.worth if isinstance(each, Settled)]
            if open_parts:
                worth = sum((office.worth_fen(each) for each in open_parts), Fraction(0))
                act.amount_fen = round_half_up(worth.numerator, worth.denominator)

    def frame(self) -> pl.DataFrame:
        """truth/acts: one row per act, in the order of (at, act_id)."""
        rows = sorted(self.acts.values(), key=lambda act: (act.at, act.act_id))
        columns: Mapping[str, tuple[pl.DataType, list[object]]] = {
            "act_id": (pl.Int64(), [a.act_id for a in rows]),
            "clause": (pl.String(), [a.clause for a in rows]),
            "point": (pl.String(), [a.point for a in rows]),
            "action": (pl.String(), [a.action for a in rows]),
            "post": (pl.String(), [a.post for a in rows]),
            "staff": (pl.Int32(), [a.staff for a in rows]),
            "object_type": (pl.String(), [a.object_type for a in rows]),
            "object_id": (pl.Int64(), [a.object_id for a in rows]),
            "at": (pl.Int64(), [a.at * 1000 for a in rows]),
            "effect_at": (pl.Int32(), [a.effect_on for a in rows]),
            "due_on": (pl.Int32(), [a.due_on for a in rows]),
            "occurred_on": (pl.Int32(), [a.occurred_on for a in rows]),
            "cause": (pl.String(), [a.cause for a in rows]),
            "intentional": (pl.Boolean(), [a.intentional for a in rows]),
            "evidenced": (pl.Boolean(), [a.evidenced_on is not None for a in rows]),
            "evidenced_on": (pl.Int32(), [a.evidenced_on for a in rows]),
            "slip_on": (pl.Int32(), [a.slip_on for a in rows]),
            "amount_fen": (pl.Int64(), [a.amount_fen for a in rows]),
            "parent_act": (pl.Int64(), [a.parent_act for a in rows]),
            "key": (pl.Int64(), [a.key for a in rows]),
        }
        frame = pl.DataFrame([pl.Series(name, values, dtype) for name, (dtype, values) in columns.items()])
        days = ("effect_at", "due_on", "occurred_on", "evidenced_on", "slip_on")
        return frame.with_columns(pl.col("at").cast(pl.Datetime("ms")), *(pl.col(day).cast(pl.Date) for day in days))


def _link(act: Act, other: Act) -> None:
    """The other act is the parent of this one if it is the control that failed with it."""
    for company in REGISTRY.points[act.point].named(act.action).company:
        same = REGISTRY.points[company.point].about != act.object_type or other.object_id == act.object_id
        if isinstance(company, With) and (other.point, other.action) == (company.point, company.action) and same:
            act.parent_act = other.act_id
