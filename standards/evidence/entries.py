"""Entries of the registration desk that differ from the paper that the clerk had signed for.

An entry has two stages: the registration repeats the survey sheet, the opening the fitter's order. What the clerk held
is in the register of hand-over; what nobody signed for proves nothing about an entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from kaohe.sim.records import PAPERS
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Rows
from kaohe.standards.ledger.sheets import INSTALL

Value = int | str | None
Values = tuple[Value, ...]
End = tuple[str, int, int]  # a row (table, row) by which something ended, and when (ms)

FOREVER = int(np.iinfo(np.int64).max)
_ENTRY, _PAPER = PAPERS.thing("entry").key, PAPERS.thing("paper").key
_SOURCE = " of the source"


@dataclass(frozen=True)
class Field:
    """One thing that an entry says: its columns, those of the source, and those of the archive's table."""

    entered: tuple[str, ...]
    source: tuple[str, ...]
    archived: tuple[str, ...]


@dataclass(frozen=True)
class Stage:
    """A stage of the entry: its table, the paper behind it, the column that joins both, what is compared by name."""

    table: str
    source: str
    by: str
    fields: Mapping[str, Field]


def _alike(*names: str) -> dict[str, Field]:
    return {name: Field((name,), (name,), (name,)) for name in names}


_TRANSFORMER, _FIRST = ("series", "kva"), Field(("first_register",), ("install_register",), ("initial_register",))
STAGES = (
    Stage(
        "registration",
        "survey",
        "application",
        {
            **_alike("price_class", "capacity_kva", "book"),
            "transformer": Field(_TRANSFORMER, _TRANSFORMER, _TRANSFORMER),
        },
    ),
    Stage("opening", "work_order", "customer", {**_alike("multiplier", "digits"), "first_register": _FIRST}),
)


@dataclass(frozen=True)
class Difference:
    """What an entry says otherwise than its source, and when (ms), by which row, the archive stopped to say so.

    due: by what bills are made rightly; the source's, unless a comparison on the spot refuted that.
    """

    entered: Values
    source: Values
    due: Values
    ended_by: tuple[str, int] | None
    since: int
    until: int

    def stands(self, moments: Ints) -> Flags:
        """At which of some moments (ms) the archive says so."""
        standing: Flags = (moments >= self.since) & (moments < self.until)
        return standing


@dataclass(frozen=True)
class WrongEntry:
    """An entry (row of its stage's table) with its source, the hand-over of that to the clerk, and what differs.

    key: application and stage. moment: when it was written (ms). customer and meter are positions, NONE where the
    archive does not know them yet; of a registration meter and meter_number are NONE.
    """

    stage: Stage
    row: int
    key: int
    moment: int
    source: int
    signed: int
    customer: int
    meter: int
    meter_number: int
    differences: Mapping[str, Difference]

    @property
    def until(self) -> int:
        """The moment (ms) from which on the archive says nothing of it any more."""
        return max(each.until for each in self.differences.values())


def wrong_entries(ledger: Ledger) -> tuple[WrongEntry, ...]:
    """All entries that differ from what their clerk had signed for, and that the archive took over, by key."""
    made = (_wrong(ledger, stage, *pair) for stage in STAGES for pair in _differing(ledger, stage))
    return tuple(sorted((entry for entry in made if entry is not None), key=lambda entry: entry.key))


def registered(ledger: Ledger, customer: int) -> list[Mapping[str, Difference]]:
    """What a customer's (position) registrations say otherwise than is due, one after the other; also where a sheet
    that was entered faithfully was refuted on the spot.
    """
    table, entries = ledger["registration"], ledger.once(wrong_entries)
    wrong = {each.row: each.differences for each in entries if each.stage.table == table.name}
    rows = table.where(table["customer"] == int(ledger.sheets.customers.keys[customer]))
    return [{**_refuted(ledger, row), **wrong.get(row, {})} for row in rows.tolist()]


def _refuted(ledger: Ledger, row: int) -> Mapping[str, Difference]:
    found, ended = class_found(ledger, row), _replaced(ledger, STAGES[0], row)
    if found == NONE:
        return {}
    said = _values(ledger["registration"], row, ("price_class",))
    due = _values(ledger["archive_check"], found, ("price_class",))
    since, until = int(ledger["registration"]["recorded_at"][row]), FOREVER if ended is None else ended[2]
    return {"price_class": Difference(said, said, due, None, since, until)}


def _differing(ledger: Ledger, stage: Stage) -> list[tuple[int, int]]:
    """Entries and sources (rows) that say anything otherwise; of papers that are there twice none, nor of a source that
    was written after the entry.
    """
    entries, sources = ledger[stage.table].frame, ledger[stage.source].frame
    sources = sources.with_row_index("source")
    if "kind" in sources.columns:
        sources = sources.filter(pl.col("kind") == "install")
    own, other = (frame.filter(pl.col(stage.by).is_unique()) for frame in (entries.with_row_index("row"), sources))
    both = own.join(other, on=stage.by, suffix=_SOURCE)
    pairs = [pair for field in stage.fields.values() for pair in zip(field.entered, field.source, strict=True)]
    names = [(mine, f"{theirs}{_SOURCE}" if theirs in own.columns else theirs) for mine, theirs in pairs]
    differs = pl.any_horizontal(pl.col(mine).ne_missing(pl.col(theirs)) for mine, theirs in names)
    before = pl.col(f"recorded_at{_SOURCE}") <= pl.col("recorded_at")
    return both.filter(differs & before).select("row", "source").rows()


def _wrong(ledger: Ledger, stage: Stage, row: int, source: int) -> WrongEntry | None:
    entries, application = ledger[stage.table], int(ledger[stage.table]["application"][row])
    signed = _signed(ledger, _PAPER.pack(application=application, kind=stage.source), entries, row)
    if signed == NONE:
        return None
    customer = int(ledger.sheets.customers.find(entries["customer"][[row]])[0])
    number = int(entries["meter"][row]) if "meter" in entries.frame.columns else NONE
    meter = int(ledger.sheets.meters.find(np.array([number]))[0])
    moment, found, ended = int(entries["recorded_at"][row]), {}, _replaced(ledger, stage, row)
    for name, field in stage.fields.items():
        entered = _values(entries, row, field.entered)
        due = _values(ledger[stage.source], source, field.source)
        archived = _archived(ledger, stage, name, customer, meter)
        difference = _difference(archived, field, entered, due, moment, ended)
        if difference is not None and not _stands_so(ledger, number, name, entered):
            found[name] = difference
    refuted = class_found(ledger, row) if "price_class" in found else NONE
    if refuted != NONE:
        found["price_class"] = replace(
            found["price_class"], due=_values(ledger["archive_check"], refuted, ("price_class",))
        )
    key = _ENTRY.pack(application=application, stage=stage.table)
    return WrongEntry(stage, row, key, moment, source, signed, customer, meter, number, found) if found else None


def class_found(ledger: Ledger, row: int) -> int:
    """The first comparison on the spot (row) that found a registration's (row) customer of another class than his
    survey sheet says, before he asked for another; NONE without one.
    """
    entries, checks, sheets = ledger["registration"], ledger["archive_check"], ledger["survey"]
    ended = _replaced(ledger, STAGES[0], row)
    own = checks.where(checks["customer"] == entries["customer"][row])
    own = own[checks["recorded_at"][own] > entries["recorded_at"][row]]
    own = own if ended is None else own[checks["recorded_at"][own] < ended[2]]
    said = [
        sheets.text("price_class", at)
        for at in sheets.where(sheets["application"] == entries["application"][row]).tolist()
    ]
    found = [at for at in own.tolist() if len(said) == 1 and checks.text("price_class", at) != said[0]]
    return min(found, key=lambda at: int(checks["recorded_at"][at]), default=NONE)


def _replaced(ledger: Ledger, stage: Stage, row: int) -> End | None:
    """The first later entry of a registration's customer: he asked for something else (增容, 減容, 改類), and from then
    on that is lawful, even what had been entered for him wrongly before.
    """
    entries = ledger[stage.table]
    if stage.table != "registration":
        return None
    same = entries["customer"] == entries["customer"][row]
    later = entries.where(same & (entries["recorded_at"] > entries["recorded_at"][row]))
    moments = entries["recorded_at"][later]
    return (stage.table, int(later[np.argmin(moments)]), int(moments.min())) if len(later) else None


def _stands_so(ledger: Ledger, meter: int, name: str, entered: Values) -> bool:
    """Whether a meter (number) was found as it was entered: then its order is wrong, and that is the crew's (8.5)."""
    if meter == NONE:
        return False
    if name == "first_register":
        rows, column, sheets = ledger["reading"], "register", ledger.sheets
        found = rows.where((sheets.reading_kind == INSTALL) & (sheets.meters.keys[sheets.reading_meter] == meter))
    else:
        rows, column = ledger["archive_check"], name
        found = rows.where(rows["meter"] == meter)
    return bool(len(found)) and bool((rows[column][found] == entered[0]).all())


def _values(rows: Rows, row: int, columns: tuple[str, ...]) -> Values:
    return tuple(rows.frame[column][row] for column in columns)


def _signed(ledger: Ledger, paper: int, entries: Rows, row: int) -> int:
    """The last row by which the clerk of an entry, or the one for the other while he was on leave, had signed for a
    paper before it; NONE without one.
    """
    log, clerk = ledger["paper_log"], int(entries["staff"][row])
    held = (log["paper"] == paper) & (log["recorded_at"] <= entries["recorded_at"][row])
    rows = log.where(held & log.among("action", "signed")).tolist()
    mine = [each for each in rows if holds_paper(ledger, each, clerk, entries.day(row))]
    return mine[-1] if mine and clerk != NONE else NONE


def holds_paper(ledger: Ledger, signed: int, clerk: int, day: int) -> bool:
    """Whether what was signed for (row of the log) lay with a clerk on a later day."""
    log = ledger["paper_log"]
    return ledger.duty.is_same_desk(int(log["to_staff"][signed]), log.day(signed), clerk, day, "registration_clerk")


def _difference(
    archived: tuple[Rows, Ints], field: Field, entered: Values, due: Values, moment: int, ended: End | None
) -> Difference | None:
    """How an entry differs from what is due, until the archive said otherwise or a later entry took its place; None
    where the archive never said as he did.
    """
    table, rows = archived
    later = [row for row in rows.tolist() if table["recorded_at"][row] >= moment]
    first = next((at for at, row in enumerate(later) if _values(table, row, field.archived) != entered), NONE)
    blank = all(value is None for value in entered)
    if entered == due or (first == 0 and not blank):
        return None
    mended = None if first == NONE else (table.name, later[first], int(table["recorded_at"][later[first]]))
    ends = [each for each in (ended, mended) if each is not None]
    if not ends:
        return Difference(entered, due, due, None, moment, FOREVER)
    name, row, until = min(ends, key=lambda each: each[2])
    return Difference(entered, due, due, (name, row), moment, until)


def _archived(ledger: Ledger, stage: Stage, name: str, customer: int, meter: int) -> tuple[Rows, Ints]:
    """The table of the archive that holds a thing, and its rows about the customer or meter, in the order of time."""
    nothing = np.zeros(0, dtype=np.int64)
    if name == "transformer":
        number = NONE if customer == NONE else int(ledger.sheets.customers.keys[customer])
        return ledger["transformer"], ledger["transformer"].where(ledger["transformer"]["customer"] == number)
    if stage.table == "opening":
        return ledger["meter"], nothing if meter == NONE else ledger.sheets.meter_versions.of(meter)
    return ledger["customer"], nothing if customer == NONE else ledger.archive.versions.of(customer)
