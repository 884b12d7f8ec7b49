"""The records of a large office in shards: whole halls with all their papers, each shard records of its own.

A file that has rows of one shard alone, as large offices write them, is read where it stands; the rows of others are
dealt out. After that whoever judges a shard reads only what is its own. Which hall a row belongs to, its own columns
say: customer, book, counter, or a paper of one. Rows that join two shards (a receipt at another hall's window, a
customer who moved) make one shard of both: what belongs together is never apart, whatever the records say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kaohe.sim.records import PAPERS, SCHEMA, Records
from kaohe.sim.records.access import ARROW
from kaohe.sim.records.blocks import is_block, packed
from kaohe.sim.records.keys import Key
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, Ints, asked, at_rows, integers, wide
from kaohe.standards.ledger.sheets import Index

SHARD_CUSTOMERS = 50_000
"""How many customers a shard has at most, if no hall alone has more."""

Thing = Literal["customer", "book", "counter"]
Unit = Literal["book", "hall"]
_THINGS: tuple[Thing, ...] = ("customer", "book", "counter")
Places = NDArray[np.int16]
Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class Lead:
    """A column that says to which customer, book or counter a row belongs: by itself, or as a key that holds it."""

    column: str
    thing: Thing
    key: Key | None = None

    def numbers(self, rows: pl.DataFrame) -> Ints:
        """The number of the thing of each row; NONE where it is missing."""
        values = integers(rows[self.column])
        held = None if self.key is None else PAPERS.held(self.key, self.thing, wide(values))
        return values if held is None else np.where(values < 0, NONE, held)


@cache
def leads(table: str) -> tuple[Lead, ...]:
    """The leads of a table's rows, of the columns that the judge asks for; none for what is the whole office's."""
    found = [lead for column in asked(table) if (lead := _lead(table, column)) is not None]
    return tuple(sorted(found, key=lambda lead: _THINGS.index(lead.thing)))


def _lead(table: str, column: str) -> Lead | None:
    for thing in _THINGS:
        if column == thing:
            return Lead(column, thing)
    key, nothing = _key(table, column), np.zeros(0, dtype=np.int64)
    things = () if key is None else (thing for thing in _THINGS if PAPERS.held(key, thing, nothing) is not None)
    return next((Lead(column, thing, key) for thing in things), None)


def _key(table: str, column: str) -> Key | None:
    """The key that a column holds: the row's own, or that of the one thing to which it refers."""
    refers = SCHEMA[table].column(column).refers
    if column == "id":
        return SCHEMA[table].key
    return PAPERS.thing(refers).key if isinstance(refers, str) else None


@dataclass(frozen=True)
class Placed:
    """A place (a hall, a shard) of each of some numbers."""

    index: Index
    places: Ints

    def of(self, numbers: Ints) -> Ints:
        """The place of each number; NONE for an unknown one."""
        return at_rows(self.places, self.index.find(numbers))


class Shards:
    """The records dealt out into a folder, in shards of whole halls, or of whole books without regard to counters.

    last_day: the latest day (since 1970) on which anything was recorded.

    Raises:
        ValueError: the records are empty.
        OSError: the folder cannot be written.
    """

    def __init__(self, records: Records, folder: Path, customers: int = SHARD_CUSTOMERS, by: Unit = "hall") -> None:
        self._records, self._folder = records, folder
        self._halls = by == "hall"
        self._of = self._planned(customers)
        self._counters: dict[int, int] = {}
        self._files: dict[int, dict[str, list[Path]]] = defaultdict(lambda: defaultdict(list))
        self._joined = list(range(self._number))
        latest = [self._deal(table) for table in sorted(records.tables(), key=self._only_counters)]
        if not latest:
            raise ValueError("the records hold no row")
        self.last_day = max(latest) // DAY_MS

    def __iter__(self) -> Iterator[Records]:
        """The records of each shard: tables of the whole office are in all of them."""
        members: dict[int, list[int]] = defaultdict(list)
        for shard in range(self._number):
            members[self._first(shard)].append(shard)
        split = [table for table in self._records.tables() if leads(table)]
        for shards in members.values():
            yield self._records.with_files(
                {table: [path for at in shards for path in self._files[at][table]] for table in split}
            )

    def _planned(self, customers: int) -> dict[Thing, Placed]:
        """The shard of each customer and book: unit after unit until it is full; those of one block in one."""
        books, archive = (self._records.table(name, ["id", name, column]) for name, column in _HOMES.items())
        _, first = np.unique(integers(books["book"]), return_index=True)
        of_book = Index(integers(books["book"]))
        unit = integers(books["site" if self._halls else "book"])[first]
        of_customer = Index(integers(archive["customer"]))
        _, first = np.unique(integers(archive["customer"]), return_index=True)
        book = of_book.find(integers(archive["book"])[first])
        names, place = np.unique(unit, return_inverse=True)
        hall = Placed(of_customer, np.where(book >= 0, at_rows(place, book), 0))
        together = self._in_blocks(hall, len(names))
        sizes = np.bincount(together[hall.places], minlength=len(names))
        blocks, of_hall = np.unique(together, return_inverse=True)
        shard = packed(sizes[blocks], customers)[of_hall]
        self._number = int(shard.max(initial=0)) + 1
        return {
            "customer": Placed(of_customer, shard[hall.places] if len(shard) else hall.places),
            "book": Placed(of_book, shard[place]),
            "counter": Placed(Index(np.zeros(0, dtype=np.int64)), np.zeros(0, dtype=np.int64)),
        }

    def _in_blocks(self, hall: Placed, halls: int) -> Ints:
        """Of each hall the first of those that stand with it in one file, by the first month that is written so."""
        together, month = np.arange(halls), ""
        for part in self._records.parts(_BLOCKED) if self._halls else ():
            if len(part.paths) == 1 and is_block(part.paths[0]):
                month = month or part.paths[0].stem.partition("-")[0]
                if part.paths[0].stem.startswith(month):
                    numbers = _LEAD_OF_BLOCKS.numbers(part.read([_LEAD_OF_BLOCKS.column]))
                    found = np.unique(hall.of(numbers))
                    together[found[found >= 0]] = found[found >= 0].min(initial=halls)
        return together

    def _only_counters(self, table: str) -> bool:
        """Counters are known by what their customers paid there: tables that have nothing else come last."""
        return {lead.thing for lead in leads(table)} == {"counter"}

    def _deal(self, table: str) -> int:
        """One table; the latest moment in it (ms since 1970)."""
        if not leads(table):
            return int(integers(self._records.table(table, ["recorded_at"])["recorded_at"]).max())
        latest = 0
        for number, part in enumerate(self._records.parts(table)):
            rows = part.read(["recorded_at", *dict.fromkeys(lead.column for lead in leads(table))])
            latest = max(latest, int(integers(rows["recorded_at"]).max()) if len(rows) else 0)
            shards = self._shards_of(table, rows)
            if part.paths and len(shards) and (shards == shards[0]).all():
                self._files[int(shards[0])][table] += part.paths
                continue
            for shard, own in _split(part.read(asked(table)), shards):
                path = self._folder / f"{table}-{shard:04}-{number:04}{ARROW}"
                own.write_ipc(path)  # Parquet is a third of the size, and takes twice the time
                self._files[shard][table].append(path)
        return latest

    def _shards_of(self, table: str, rows: pl.DataFrame) -> Places:
        """The shard of each row by the first lead that has one; where others have another, both are joined."""
        of_row = np.full(len(rows), NONE, dtype=np.int16)
        for lead in leads(table):
            numbers = lead.numbers(rows)
            found = self._by(lead.thing, numbers)
            unknown = np.flatnonzero((found < 0) & (numbers >= 0) & (of_row >= 0))
            if lead.thing == "counter" and len(unknown) and self._halls:
                self._learn(numbers[unknown], of_row[unknown])
                found = self._by(lead.thing, numbers)
            apart = (found >= 0) & (of_row >= 0) & (found != of_row)
            if apart.any():
                self._join(of_row[apart], found[apart])
            of_row = np.where(of_row >= 0, of_row, found)
        return np.maximum(of_row, 0)

    def _by(self, thing: Thing, numbers: Ints) -> Places:
        return self._of[thing].of(numbers).astype(np.int16)

    def _learn(self, counters: Ints, shards: Places) -> None:
        """A counter is of the shard of the first customer who paid there."""
        pairs = np.unique(wide(counters) * self._number + shards)
        for counter, shard in zip((pairs // self._number).tolist(), (pairs % self._number).tolist(), strict=True):
            self._counters.setdefault(counter, shard)
        known = sorted(self._counters.items())
        numbers, places = (np.array(column, dtype=np.int64) for column in zip(*known, strict=True))
        self._of["counter"] = Placed(Index(numbers), places)

    def _join(self, some: Places, others: Places) -> None:
        pairs = np.unique(wide(some) * self._number + others)
        for pair in pairs.tolist():
            one, other = (self._first(shard) for shard in divmod(pair, self._number))
            self._joined[max(one, other)] = min(one, other)

    def _first(self, shard: int) -> int:
        """The first of the shards that are one with it."""
        while self._joined[shard] != shard:
            shard = self._joined[shard]
        return shard


_HOMES = {"book": "site", "customer": "book"}
_BLOCKED = "reading"
_LEAD_OF_BLOCKS = leads(_BLOCKED)[0]


def _split(rows: pl.DataFrame, shards: Places) -> Iterator[tuple[int, pl.DataFrame]]:
    """The rows of each shard, in their order."""
    order = np.argsort(shards, kind="stable")
    numbers, first = np.unique(shards[order], return_index=True)
    dealt = rows[pl.Series(order.astype(np.uint32))]
    for number, begin, end in zip(numbers.tolist(), first, [*first[1:], len(order)], strict=True):
        yield number, dealt.slice(begin, end - begin)
