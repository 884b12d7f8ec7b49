"""Many papers of one kind in a finding, shown as one list: what all have in common once, the rest row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe.reports.papers.slips import Slip
from kaohe.reports.words.wording import say, yuan

ALONE = 3  # up to so many papers of a kind are shown one by one
SHOWN = 20  # lines of a pile; `kaohe explain --json` has all of them


@dataclass(frozen=True)
class Line:
    """One paper of a pile: its key, and its values under the pile's columns."""

    row_key: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Pile:
    """Papers of one table and role: `shared` (label, value) of all of them, `columns` and `lines` of what differs.

    totals: (label, text) of each column of money, over all lines, those too that are not shown.
    """

    table: str
    form: str
    role: str
    shared: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    totals: tuple[tuple[str, str], ...] = ()


def piled(slips: Sequence[Slip]) -> tuple[Slip | Pile, ...]:
    """The papers in the order in which their kinds first occur; more than ALONE of a kind become a pile."""
    kinds: dict[tuple[str, str, bool], list[Slip]] = {}
    for slip in slips:
        kinds.setdefault((slip.table, slip.role, slip.found), []).append(slip)
    shown: list[Slip | Pile] = []
    for (_, _, found), kind in kinds.items():
        shown += [_pile(kind)] if found and len(kind) > ALONE else kind
    return tuple(shown)


def _pile(slips: Sequence[Slip]) -> Pile:
    first, rows = slips[0], [_fields(slip) for slip in slips]
    same = [all(row[at] == rows[0][at] for row in rows) for at in range(len(rows[0]))]
    shared = tuple(field for field, alike in zip(rows[0], same, strict=True) if alike)
    columns = tuple(label for (label, _), alike in zip(rows[0], same, strict=True) if not alike)
    lines = tuple(Line(slip.row_key, _differing(row, same)) for slip, row in zip(slips, rows, strict=True))
    return Pile(first.table, first.form, first.role, shared, columns, lines, _totals(slips))


def _totals(slips: Sequence[Slip]) -> tuple[tuple[str, str], ...]:
    """What is money, added up: an amount that rests on a long list can be redone from its sum."""
    totals: dict[str, int] = {}
    for slip in slips:
        for label, fen in slip.sums:
            totals[label] = totals.get(label, 0) + fen
    return tuple((label, yuan(fen)) for label, fen in totals.items())


def _fields(slip: Slip) -> tuple[tuple[str, str], ...]:
    return *slip.fields, (say("head-written"), slip.written)


def _differing(row: Sequence[tuple[str, str]], same: Sequence[bool]) -> tuple[str, ...]:
    return tuple(value for (_, value), alike in zip(row, same, strict=True) if not alike)
