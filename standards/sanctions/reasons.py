"""Reasons while they arise, made into rows when asked for, and put into words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, auto
from typing import Final

import numpy as np
import polars as pl

from kaohe.sim.texts import catalogue
from kaohe.standards.policies.format import TIERS
from kaohe.standards.policies.policy import Policy
from kaohe.standards.rulebook.punctuation import full_width
from kaohe.standards.sanctions.cases import Ints

Value = Ints | str | int | Callable[[], pl.Series]


class Phase(IntEnum):
    """Where a reason stands in the chain; RULE to DUTY stand together, rule by rule."""

    ENERGY = auto()
    TIER = auto()
    RAISE = auto()
    RULE = auto()
    FACT = auto()
    HISTORY = auto()
    VALUE = auto()
    DUTY = auto()
    BESIDE = auto()
    CAP = auto()

    @property
    def of_rule(self) -> bool:
        """Whether it belongs to one rule's part of the chain."""
        return Phase.RULE <= self <= Phase.DUTY


@dataclass(frozen=True)
class Note:
    """One reason of the incidents at `at`; each argument is one value, or one per incident."""

    at: Ints
    phase: Phase
    rule: str
    key: str
    args: Mapping[str, Value]


@dataclass
class Notebook:
    """Notes in the order in which they were taken; one that does not listen takes none, and costs nothing."""

    notes: list[Note] = field(default_factory=list)
    listens: bool = True

    def add(self, at: Ints, phase: Phase, rule: str, key: str, **args: Value) -> None:
        """Takes a note of the incidents at those positions, if there are any."""
        if self.listens and len(at):
            self.notes.append(Note(at, phase, rule, key, args))


def yuan(name: str) -> pl.Expr:
    """A column of 分 as text in yuan with two decimals; the words set thousands marks (said.py)."""
    fen = pl.col(name)
    parts = [(fen.abs() // 100).cast(pl.String), (fen.abs() % 100).cast(pl.String).str.zfill(2)]
    return pl.concat_str([pl.when(fen < 0).then(pl.lit("-")).otherwise(pl.lit("")), parts[0], pl.lit("."), parts[1]])


def _column(value: Value, count: int) -> pl.Series:
    if isinstance(value, (str, int)):
        return pl.Series([value]).new_from_index(0, count)
    return value() if callable(value) else pl.Series(value)


def _said(name: str, column: pl.Series) -> tuple[str, pl.Expr]:
    """Money is said in yuan, under the name without its unit; the rest as it is."""
    if name.endswith("_fen") and column.dtype.is_integer():
        return name.removesuffix("_fen"), yuan(name)
    return name, pl.col(name)


def _rows(note: Note, place: int, ids: Ints) -> pl.DataFrame:
    columns = {name: _column(value, len(note.at)) for name, value in note.args.items()}
    said = sorted((_said(name, column) for name, column in columns.items()), key=lambda pair: pair[0])
    named = [expression.alias(name) for name, expression in said]
    frame = pl.DataFrame(columns).select(args=pl.struct(named).struct.json_encode()) if columns else None
    return pl.DataFrame(
        {
            "incident_id": ids[note.at],
            "place": np.full(len(note.at), place, dtype=np.int32),
            "rule": pl.Series([note.rule]).new_from_index(0, len(note.at)),
            "key": pl.Series([note.key]).new_from_index(0, len(note.at)),
            "args": pl.Series(["{}"]).new_from_index(0, len(note.at)) if frame is None else frame["args"],
        }
    )


EMPTY = pl.DataFrame(
    schema={"incident_id": pl.Int64, "place": pl.Int32, "rule": pl.String, "key": pl.String, "args": pl.String}
)


def _in_order(notes: Sequence[Note]) -> list[Note]:
    """The chain: tier first, then rule by rule, then what rules do to each other."""
    first: dict[str, int] = {}
    for note in notes:
        first.setdefault(note.rule, len(first))
    return sorted(
        notes,
        key=lambda note: (
            (Phase.RULE, first[note.rule], note.phase) if note.phase.of_rule else (note.phase, 0, note.phase)
        ),
    )


def reason_rows(book: Notebook, ids: Ints) -> pl.DataFrame:
    """The reasons frame: incident_id, step (from 1), rule, key, args (JSON, sorted keys; money as text in yuan)."""
    parts = [_rows(note, place, ids) for place, note in enumerate(_in_order(book.notes))]
    rows = pl.concat([EMPTY, *parts]).sort("incident_id", "place")
    step = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("incident_id")
    return rows.select("incident_id", step.alias("step"), "rule", "key", "args")


_texts = catalogue("kaohe.standards")
_YUAN: Final = re.compile(r"-?[0-9]+\.[0-9]{2}")


def reason_text(policy: Policy, key: str, args: str | Mapping[str, str | int]) -> str:
    """A row of the reasons frame in the current language; `args` as the frame has them (JSON) or decoded."""
    given: Mapping[str, str | int] = json.loads(args) if isinstance(args, str) else args
    return _texts(key, **{name: _named(policy, key, name, value) for name, value in given.items()})


def _named(policy: Policy, key: str, name: str, value: str | int) -> str | int:
    if name in ("kind", "lightest", "heaviest"):
        return _kind(policy, key, str(value))
    if name == "item":
        return full_width(str(value))
    if isinstance(value, str) and _YUAN.fullmatch(value):
        return f"{Decimal(value):,}"
    if name == "tier":
        return next((policy.tier_name(tier) for tier in TIERS if tier == value), str(value))
    return _texts(f"sanction-column-{str(value).replace('_', '-')}") if name == "column" else value


def _kind(policy: Policy, key: str, kind: str) -> str:
    duty = key.startswith("sanction-duty")
    known = policy.file.duties.get(kind) if duty else policy.file.measures.get(kind)
    return kind if known is None else known.name.text()
