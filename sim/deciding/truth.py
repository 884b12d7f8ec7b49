"""Truth: what was really done, kept apart from the records and used only to measure the judge.

Every deviation becomes an act. Whether the office's records show it (`evidenced`) is set by witnesses at the end of a
day, where the office writes; never by a query over records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from kaohe.sim.streams import Purpose, word_at

Predicate = Callable[[], bool]
Pricing = Callable[[], int | None]


@dataclass
class Act:
    """One deviation. Days are days since 1970, times seconds since 1970; amount_fen is null until priced."""

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
    amount_fen: int | None = None
    parent_act: int | None = None
    pricing: Pricing | None = field(default=None, repr=False)


_CAUSES = ("injected", "behaviour", "overload")


def act_number(point_number: int, key: int, code: int) -> int:
    """Stable identity of an act: the hash of (point, natural key, action), positive int64."""
    return word_at(0, Purpose.DEVIATION, key, point_number, code) >> 1


class Truth:
    """The acts of a run and the witnesses that still wait."""

    def __init__(self) -> None:
        self.acts: dict[int, Act] = {}
        self._due: dict[int, list[tuple[Act, Predicate]]] = defaultdict(list)

    def add(self, act: Act) -> Act:
        """Enter an act."""
        self.acts[act.act_id] = act
        return act

    def watch(self, day: int, act: Act, shows: Predicate) -> None:
        """At the end of that day the act is evidenced if `shows` then holds."""
        self._due[day].append((act, shows))

    def end_of_day(self, day: int) -> None:
        """Ask the witnesses of the day."""
        for act, shows in self._due.pop(day, ()):
            if act.evidenced_on is None and shows():
                act.evidenced_on = day

    def settle(self) -> None:
        """Price the acts from the office's own state at the end of the run."""
        for act in self.acts.values():
            if act.pricing is not None:
                act.amount_fen = act.pricing()

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
            "amount_fen": (pl.Int64(), [a.amount_fen for a in rows]),
            "parent_act": (pl.Int64(), [a.parent_act for a in rows]),
        }
        frame = pl.DataFrame([pl.Series(name, values, dtype) for name, (dtype, values) in columns.items()])
        days = ("effect_at", "due_on", "occurred_on", "evidenced_on")
        return frame.with_columns(pl.col("at").cast(pl.Datetime("ms")), *(pl.col(day).cast(pl.Date) for day in days))


def cause_name(code: int) -> str:
    """Name of a cause code of Actions.causes."""
    return _CAUSES[code]
