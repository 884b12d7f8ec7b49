"""Papers describe themselves: the files are strict, keys and references hold in the rows of an office."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter

from kaohe.sim.files import FileModel
from kaohe.sim.records import PAPERS, SCHEMA, ids
from kaohe.sim.records.keys import Int64s, Part
from kaohe.sim.records.schema import COMMON, FOLDER, Table
from kaohe.sim.run import Run
from kaohe.sim.texts import Names
from tests.sim.office import Small, erring
from tests.sim.office_closure import WORKED_OUT

Text = Annotated[str, Field(min_length=1)]
Size = Literal[2, 4, 8, 16, 32, 1024, 32768, 268435456]


class _Part(FileModel):
    part: Text
    size: Size | None = None
    unsaid: int | None = None
    codes: tuple[Text, ...] = ()
    of: tuple[Text, ...] = ()
    column: Text | None = None


class _Column(FileModel):
    type: Literal["int64", "int32", "date", "datetime", "bool", "str"]
    null: bool = False
    mark: Literal["sequence", "queue"] | None = None
    dial: Text | None = None
    refers: Text | dict[str, Text] | None = None
    zh: Text | None = None
    en: Text | None = None
    doc: Text | None = None
    codes: tuple[Text, ...] = ()
    before: bool = False
    after: int = 0
    form: Text | None = None


class _Table(FileModel):
    form: Names
    said: Names | None = None
    key: list[Text | _Part]
    reach: dict[str, list[Text]] | None = None
    feeds: dict[str, list[Text]] | None = None
    turn: tuple[Text, ...] = ()
    columns: dict[str, _Column]


class _Shared(FileModel):
    zh: Text | None = None
    en: Text | None = None
    size: Size | None = None
    base: int = 0
    form: Literal["period", "day", "month"] | None = None
    unsaid: int | None = None


class _Object(FileModel):
    zh: Text
    en: Text
    said: Names | None = None
    key: list[Text | _Part]


class _Common(FileModel):
    departments: dict[str, Names]
    columns: dict[str, Names]
    parts: dict[str, _Shared]
    objects: dict[str, _Object]


def test_the_files_say_nothing_that_is_not_understood() -> None:
    """Here and not at each start, which would pay for it."""
    tables = TypeAdapter(dict[str, _Table])
    found = {path.name: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
    common = _Common.model_validate(found.pop(COMMON))
    assert sorted(found) == sorted(f"{name}.toml" for name in common.departments)
    names = [name for data in found.values() for name in tables.validate_python(data)]
    assert sorted(names) == sorted({*SCHEMA})
    used = {column.name for table in SCHEMA.values() for column in table.columns}
    assert not common.columns.keys() - used


def test_every_name_that_a_paper_uses_is_known() -> None:
    for table in SCHEMA.values():
        assert not set(table.turn) - set(SCHEMA)
        assert not {of for part in table.key.parts for of in part.of} - {*SCHEMA, *PAPERS.objects}
        for column in table.columns:
            refers = [column.refers] if isinstance(column.refers, str) else list((column.refers or {}).values())
            assert not set(refers) - set(SCHEMA), f"{table.name}.{column.name}"
            assert column.dial is None or column.dial in table, f"{table.name}.{column.name}"
            assert (column.dial is not None) == column.label.zh_hant.endswith("示數"), f"{table.name}.{column.name}"
        parts = [part for part in table.key.parts if part.name not in PAPERS.parts and not part.form]
        assert all(part.codes or part.of or part.column for part in parts), table.name


def test_every_place_is_named_by_columns() -> None:
    fed = {place for table in SCHEMA.values() for place in table.feeds}
    for table in SCHEMA.values():
        for by in (*table.reach.values(), *table.feeds.values()):
            plain = [each.partition(".")[0] for each in by if not each.startswith("=")]
            assert all(each in table or each in WORKED_OUT for each in plain), table.name
    reached = {place for table in SCHEMA.values() for place in table.reach}
    assert not fed - reached


@cache
def world() -> Run:
    """An office in which everything happens."""
    return erring(Small(700, 3, 3), 60_000)


def shown(table: Table, part: Part, frame: pl.DataFrame) -> Int64s:
    """The part as the row's own column has it."""
    values = frame[str(part.column)]
    if part.codes:
        return values.cast(pl.Enum(part.codes)).to_physical().cast(pl.Int64).to_numpy()
    if part.form == "day":
        return values.cast(pl.Int32).cast(pl.Int64).to_numpy() - ids.EPOCH_DAY
    whole = values.cast(pl.Int64).to_numpy()
    return ids.period_index(whole) if part.form == "period" else whole


@pytest.mark.parametrize("name", SCHEMA)
def test_a_key_says_what_its_row_says(name: str) -> None:
    table, frame = SCHEMA[name], world().records.table(name)
    for part in table.key.parts:
        if part.column is not None:
            assert np.array_equal(table.key.part(part.name, frame["id"].to_numpy()), shown(table, part, frame)), part


def test_takings_are_a_counter_s_or_a_clerk_s() -> None:
    for name in ("hand_in", "seal"):
        frame = world().records.table(name)
        day = frame["takings_on"].cast(pl.Int32).to_numpy() - ids.EPOCH_DAY
        counter = PAPERS.objects["window_day"].key.pack(counter=frame["counter"].fill_null(0).to_numpy(), day=day)
        takings, own = SCHEMA[name].key.part("takings", frame["id"].to_numpy()), frame["counter"].is_null().to_numpy()
        assert np.array_equal(takings[~own], counter[~own])
        assert np.array_equal(PAPERS.objects["clerk_day"].key.part("day", takings[own]), day[own])
        # who stands in may bring what a clerk took before his leave: the number is that of whose takings they are
        clerks = PAPERS.objects["clerk_day"].key.part("clerk", takings[own])
        assert set(clerks.tolist()) <= set(world().records.table("fee_receipt")["staff"].to_list())


def test_acts_are_about_what_the_papers_know() -> None:
    kinds = world().acts["object_type"].unique().to_list()
    assert len(kinds) > 5
    assert not {*kinds} - {*SCHEMA, *PAPERS.objects}


def test_keys_that_a_row_names_are_those_of_rows() -> None:
    for table in SCHEMA.values():
        frame = world().records.table(table.name)
        for column in table.columns:
            for to, values in _named(table, column.name, frame):
                known = world().records.table(to)[to if to in PAPERS.objects else "id"].implode()
                lost = values.drop_nulls().filter(~values.drop_nulls().is_in(known))
                assert lost.is_empty(), f"{table.name}.{column.name} → {to}: {lost.head(3)}"


def _named(table: Table, column: str, frame: pl.DataFrame) -> Iterator[tuple[str, pl.Series]]:
    refers = table.column(column).refers
    if isinstance(refers, str):
        yield refers, frame[column]
    for kind, to in (refers or {}).items() if not isinstance(refers, str) else ():
        yield to, frame.filter(pl.col("kind") == kind)[column]


KEYS = {
    f"{kind}.{name}": each.key
    for kind, of in (("object", PAPERS.objects), ("paper", SCHEMA))
    for name, each in of.items()
}


@given(st.data())
def test_unpacking_undoes_packing(data: st.DataObject) -> None:
    key = KEYS[data.draw(st.sampled_from(sorted(KEYS)))]
    values = {part.name: data.draw(st.integers(0, (part.size or 1 << 20) - 1)) for part in key.parts}
    packed = key.pack(**values)
    assert key.unpack(packed) == tuple(values.values())
    many = key.pack(**{name: np.array([value], np.int32) for name, value in values.items()})
    assert many.dtype == np.int64
    assert many.tolist() == [packed]
    assert [part.tolist() for part in key.unpack(many)] == [[value] for value in values.values()]


def test_a_key_takes_its_own_parts_only() -> None:
    with pytest.raises(KeyError, match="customer"):
        SCHEMA["bill"].key.pack(customer=1)
    with pytest.raises(KeyError, match="number"):
        SCHEMA["bill"].key.pack(customer=1, period=2, number=3)


def test_the_names_of_common_keys_pack_alike() -> None:
    """As they were packed from the first office on: ids in files of a run stay what they are."""
    assert ids.meter_id(12, 3) == 12 * 8 + 3
    assert ids.bill_id(12, 134) == 12 * 1024 + 134
    assert ids.reading_id(96, 134, 3, 1) == ((96 * 1024 + 134) * 8 + 3) * 8 + 1
    assert ids.receipt_id(12_422, 2) == 12_422 * 16 + 2
    assert ids.counter_day_id(17, 4_081) == 17 * 32_768 + 4_081
    assert ids.clerk_day_id(9, 4_081) == (9 + (1 << 24)) * 32_768 + 4_081
    assert ids.deposit_id(4_081, 1, 2) == (4_081 * 2 + 1) * 8 + 2
