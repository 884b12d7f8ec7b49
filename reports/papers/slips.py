"""A cited record row shown as the paper that it is: its form, who wrote it and when, its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING

import polars as pl

from kaohe.reports.judged.cases import Cite, Row
from kaohe.reports.judged.inputs import Papers
from kaohe.reports.words.keys import coded, counter_text, reference_text
from kaohe.reports.words.registers import Plate
from kaohe.reports.words.wording import code_text, say, typed
from kaohe.sim.records import PAPERS, SCHEMA, Column
from kaohe.sim.records.schema import Table
from kaohe.sim.texts import Verbatim

if TYPE_CHECKING:
    from kaohe.standards import Rulebook


@dataclass(frozen=True)
class Slip:
    """One paper: its form, key, part in the case, writer, time, and (label, value) of each field.

    sums: (label, 分) of the fields that are money.
    """

    table: str
    form: str
    row_key: int
    role: str
    written: str
    fields: tuple[tuple[str, str], ...]
    found: bool = True
    sums: tuple[tuple[str, int], ...] = ()


class Desk:
    """The records as a reader of reports needs them: papers by key, people by number, limits by name."""

    def __init__(self, records: Papers, rulebook: Rulebook | None = None, *, keyed: bool = True) -> None:
        """keyed: limits are named with their key, by which a developer finds them."""
        self.records = records
        self.table = cache(records.table)
        self._held: dict[str, dict[int, Row]] = {}
        self._keyed = keyed
        self._limits = {} if rulebook is None else rulebook.limits()

    def person(self, staff: int | None) -> str:
        """A person's name with his number; the number alone if the register has no such person."""
        if staff is None:
            return say("none")
        name = self._names.get(staff)
        words = say("person", name=Verbatim(name), number=staff) if name else say("person-unknown", number=staff)
        return Verbatim(words)  # a name stays as the register has it in whatever text it comes to stand in

    @cached_property
    def _names(self) -> dict[int, str]:
        return dict(self.table("staff").select("id", "name").iter_rows())

    def limit(self, key: str) -> str:
        """A limit by name, with the key of the table of limits."""
        known = self._limits.get(key)
        if known is not None and not self._keyed:
            return known.name.text()
        return key if known is None else say("limit", name=known.name.text(), key=Verbatim(key))

    def customer(self, number: int) -> str | None:
        """The name of a customer as the archive has it last; None if it has no such customer."""
        rows = self.table("customer").filter(pl.col("customer") == number)
        return None if rows.is_empty() else str(rows.sort("recorded_at", "id")["name"][-1])

    def slips(self, cites: Sequence[Cite]) -> tuple[Slip, ...]:
        """The papers of cites, in their order; one that the records lack has no fields and is marked as not found."""
        rows = {table: self.rows(table, cites) for table in _tables(cites)}
        return tuple(self._slip(cite, rows[cite.table].get(cite.row_key)) for cite in cites)

    def hold(self, cited: pl.DataFrame) -> None:
        """Lay out the rows (table, row_key) that will be asked for, each table searched once for all of them."""
        for (table,), own in cited.group_by(["table"]):
            self._held[str(table)] = self._found(str(table), own["row_key"].to_list())

    def rows(self, table: str, cites: Sequence[Cite]) -> dict[int, Row]:
        """The rows of one table that are cited, by key."""
        keys = {cite.row_key: None for cite in cites if cite.table == table}
        held = self._held.setdefault(table, {})
        if missing := [key for key in keys if key not in held]:
            held |= self._found(table, missing)
        return {key: held[key] for key in keys if key in held}

    def customers(self) -> frozenset[int]:
        """The customers of all rows held so far."""
        rows = (row for held in self._held.values() for row in held.values())
        return frozenset(number for row in rows if isinstance(number := row.get("customer"), int))

    def _found(self, table: str, keys: Sequence[int]) -> dict[int, Row]:
        found = self.table(table).filter(pl.col("id").is_in(keys)) if table in SCHEMA else pl.DataFrame()
        return {key: row for row in found.iter_rows(named=True) if isinstance(key := row["id"], int)}

    def _slip(self, cite: Cite, row: Row | None) -> Slip:
        form, role = form_name(cite.table), code_text("role", cite.role)
        if row is None:
            return Slip(cite.table, form, cite.row_key, role, "", (), found=False)
        fields, sums = self._fields(cite, row), _sums(cite.table, row)
        return Slip(cite.table, form, cite.row_key, role, self._written(row), fields, sums=sums)

    def _written(self, row: Row) -> str:
        at, staff = row["recorded_at"], row["staff"]
        when = at.isoformat(" ", "minutes") if isinstance(at, datetime) else say("none")
        return say("written", at=when, by=self.person(staff)) if isinstance(staff, int) else when

    def _fields(self, cite: Cite, row: Row) -> tuple[tuple[str, str], ...]:
        columns = [column for column in SCHEMA[cite.table].columns[3:] if column.name in row]
        return tuple((column.label.text(), self._value(cite.table, column, row)) for column in columns)

    def _value(self, table: str, column: Column, row: Row) -> str:
        value = row[column.name]
        if (table, column.name) == ("rule", "key"):
            return self.limit(str(value))
        if column.refers is not None and isinstance(value, int):
            return (
                self.person(value)
                if column.refers == "staff"
                else reference_text(column.refers, row.get("kind"), value)
            )
        if isinstance(value, str):
            return coded(table, value)
        if column.name == "counter" and isinstance(value, int):
            return counter_text(value)
        if column.dial is not None and isinstance(value, int) and self._plates:
            return self._plate(row[column.dial], SCHEMA[table]).text(value)
        return typed(column.name, value)

    @cached_property
    def _plates(self) -> dict[int, Plate]:
        """Meters with decimals."""
        shown = self.table("meter").filter(pl.col("decimals") > 0).select("meter", "digits", "decimals")
        return {meter: Plate(*digits) for meter, *digits in shown.iter_rows()}

    def _plate(self, held: object, table: Table) -> Plate:
        """Of the meter that is held, or that the held bill is of."""
        meter = held
        if table.key.parts[0].of == ("bill",):
            bill = self.table("bill").filter(pl.col("id").eq(held))
            meter = bill["meter"][0] if len(bill) else None
        return self._plates.get(meter, Plate()) if isinstance(meter, int) else Plate()


def _sums(table: str, row: Row) -> tuple[tuple[str, int], ...]:
    columns = [column for column in SCHEMA[table].columns[3:] if column.name.endswith("_fen")]
    return tuple((column.label.text(), value) for column in columns if isinstance(value := row.get(column.name), int))


def _tables(cites: Sequence[Cite]) -> list[str]:
    return list(dict.fromkeys(cite.table for cite in cites))


def form_name(table: str) -> str:
    """The trade's name of a table's paper; the table's own name for one that the schema lacks."""
    return SCHEMA[table].label.text() if table in SCHEMA else table


def column_label(name: str) -> str:
    """A column's heading on the first paper that has it; its own name if none has."""
    label = PAPERS.label(name)
    return name if label is None else label.text()
