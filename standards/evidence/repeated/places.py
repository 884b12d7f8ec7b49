"""The places to which rows belong: objects of acts that their keys begin with, and what their papers' `reach` says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kaohe.sim.records import PAPERS, SCHEMA
from kaohe.standards.evidence.disagreements import Place
from kaohe.standards.ledger.ledger import Ledger

# Papers that are objects of acts, and no place that `reach` speaks of.
_PAPERS = frozenset(PAPERS.tables) - {name for table in SCHEMA.values() for name in table.reach}


def places_of(ledger: Ledger, table: str, row: int, names: Iterable[str]) -> Iterator[Place]:
    """The places of these names to which a row belongs; `customer` and `meter` are those that it is about."""
    for name in names:
        key = int(ledger[table]["id"][row])
        if name in ("customer", "meter"):
            if (about := _about(ledger, table, row, key, name)) is not None:
                yield name, (about,)
        elif name in PAPERS.objects or name in _PAPERS:
            if (below := PAPERS.below(name, table)) is not None:
                yield name, (key >> below,)
        else:
            values = [_value(ledger, table, row, said) for said in SCHEMA[table].reach.get(name, ())]
            if values and None not in values:
                yield name, tuple(value for value in values if value is not None)


def _about(ledger: Ledger, table: str, row: int, key: int, name: str) -> int | None:
    """The customer or meter of a row, by its key or its column."""
    if (found := PAPERS.within(table, name, key)) is not None:
        return found
    return int(ledger[table][name][row]) if name in SCHEMA[table] else None


def _value(ledger: Ledger, table: str, row: int, said: str) -> int | None:
    """None where it is none of the columns, or one that holds keys of several papers."""
    column, _, part = said.partition(".")
    if column not in SCHEMA[table] or isinstance(SCHEMA[table].column(column).refers, Mapping):
        return None
    value = int(ledger[table][column][row])
    if not part:
        return value
    return (SCHEMA[table].key if column == "id" else PAPERS.thing(column).key).part(part, value)
