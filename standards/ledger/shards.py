"""The records of a large office in shards: whole halls with all their papers, each shard records of its own.

Rows of a month stand in the order of time, so that every file has rows of every hall. Each table is read once and
dealt out; after that whoever judges a shard reads only what is its own. Which hall a row belongs to, its own columns
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
        held = None if self.key is None else _held(self.key, self.thing, wide(values))
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
    things = () if key is None else (thing for thing in _THINGS if _held(key, thing, nothing) is not None)
    return next((Lead(column, thing, key) for thing in things), None)


def _key(table: str, column: str) -> Key | None:
    """The key that a column holds: the row's own, or that of the one thing to which it refers."""
    refers = SCHEMA[table].column(column).refers
    if column == "id":
        return SCHEMA[table].key
    return PAPERS.thing(refers).key if isinstance(refers, str) else None


def _held(key: Key, thing: Thing, values: Int64s) -> Int64s | None:
    """A part of keys, also of those that these hold: the customer of receipts; None if there is none."""
    if any(part.name == thing for part in key.parts):
        return key.part(thing, values)
    inner = (
        _held(PAPERS.thing(part.of[0]).key, thing, key.part(part.name, values))
        for part in key.parts
        if len(part.of) == 1 and part.of[0] != "staff"
    )
    return next((found for found in inner if found is not None), None)


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

    def _planned(self, customers: int) -> dict[Thing, tuple[Index, Places]]:
        """The shard of each customer and book: unit after unit until it is full."""
        books, archive = (self._records.table(name, ["id", name, column]) for name, column in _HOMES.items())
        _, first = np.unique(integers(books["book"]), return_index=True)
        of_book = Index(integers(books["book"]))
        unit = integers(books["site" if self._halls else "book"])[first]
        of_customer = Index(integers(archive["customer"]))
        _, first = np.unique(integers(archive["customer"]), return_index=True)
        book = of_book.find(integers(archive["book"])[first])
        names, place = np.unique(unit, return_inverse=True)
        size = np.bincount(place[book[book >= 0]], minlength=len(names))
        shard = _packed(size, customers)
        self._number = int(shard.max(initial=0)) + 1
        shard_of_book = shard[place].astype(np.int16)
        shard_of_customer = np.where(book >= 0, shard_of_book[book] if len(shard_of_book) else 0, 0).astype(np.int16)
        return {"customer": (of_customer, shard_of_customer), "book": (of_book, shard_of_book)}

    def _only_counters(self, table: str) -> bool:
        """Counters are known by what their customers paid there: tables that have nothing else come last."""
        return {lead.thing for lead in leads(table)} == {"counter"}

    def _deal(self, table: str) -> int:
        """One table; the latest moment in it (ms since 1970)."""
        if not leads(table):
            return int(integers(self._records.table(table, ["recorded_at"])["recorded_at"]).max())
        latest = 0
        for number, rows in enumerate(self._records.parts(table, asked(table))):
            latest = max(latest, int(integers(rows["recorded_at"]).max()))
            for shard, own in _split(rows, self._shards_of(table, rows)):
                path = self._folder / f"{table}-{shard:04}-{number:04}{ARROW}"
                own.write_ipc(path)  # Parquet is a third of the size, and takes twice the time
                self._files[shard][table].append(path)
        return latest

    def _shards_of(self, table: str, rows: pl.DataFrame) -> Places:
        """The shard of each row by the first lead that has one; where others have another, both are joined."""
        of_row = np.full(len(rows), NONE, dtype=np.int16)
        for lead in leads(table):
            numbers = lead.numbers(rows)
            if lead.thing == "counter":
                self._learn(numbers, of_row)
            found = self._by(lead.thing, numbers)
            apart = (found >= 0) & (of_row >= 0) & (found != of_row)
            if apart.any():
                self._join(of_row[apart], found[apart])
            of_row = np.where(of_row >= 0, of_row, found)
        return np.maximum(of_row, 0)

    def _by(self, thing: Thing, numbers: Ints) -> Places:
        if thing == "counter":
            known, at = np.unique(numbers, return_inverse=True)
            return np.array([self._counters.get(number, NONE) for number in known.tolist()], dtype=np.int16)[at]
        index, shards = self._of[thing]
        return at_rows(shards, index.find(numbers)).astype(np.int16)

    def _learn(self, counters: Ints, shards: Places) -> None:
        """A counter is of the shard of the first customer who paid there."""
        known = np.flatnonzero((counters >= 0) & (shards >= 0)) if self._halls else np.zeros(0, dtype=np.int64)
        pairs = np.unique(wide(counters[known]) * self._number + shards[known])
        for counter, shard in zip((pairs // self._number).tolist(), (pairs % self._number).tolist(), strict=True):
            self._counters.setdefault(counter, shard)

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


def _packed(sizes: Ints, customers: int) -> Ints:
    """The shard of each unit: as many units together as have so many customers, one at least."""
    shard, held, found = 0, 0, []
    for size in sizes.tolist():
        if held and held + size > customers:
            shard, held = shard + 1, 0
        held += size
        found.append(shard)
    return np.array(found, dtype=np.int64)


def _split(rows: pl.DataFrame, shards: Places) -> Iterator[tuple[int, pl.DataFrame]]:
    """The rows of each shard, in their order."""
    order = np.argsort(shards, kind="stable")
    numbers, first = np.unique(shards[order], return_index=True)
    dealt = rows[pl.Series(order.astype(np.uint32))]
    for number, begin, end in zip(numbers.tolist(), first, [*first[1:], len(order)], strict=True):
        yield number, dealt.slice(begin, end - begin)
