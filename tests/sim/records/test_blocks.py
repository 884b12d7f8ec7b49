"""Large months stand in files of some halls each: the same rows, and whoever reads some halls reads no others'."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import kaohe.sim.town.books as books
from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.records import PAPERS, SCHEMA, Records, blocks
from kaohe.sim.records.blocks import packed
from kaohe.sim.records.checking import check_records
from kaohe.sim.records.digest import value_digest
from kaohe.sim.run import Run
from kaohe.sim.snapshots import Snapshot
from kaohe.standards.judging.judge import apply, find
from kaohe.standards.ledger.shards import Shards
from tests.sim.office import Small, handbook, rulebook, rules

OFFICE = Small(1_000, 4, 8)
HALL, BLOCK = 150, 320
ROWS = 400
SPLIT = ("reading", "bill", "receipt")


@pytest.fixture(autouse=True, scope="module")
def _many_halls() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(books, "SITE_CUSTOMERS", HALL)
        patch.setattr(blocks, "BLOCK_CUSTOMERS", BLOCK)
        yield


def _office(folder: Path | None) -> Office:
    behaviours = [Erring(dict.fromkeys(REGISTRY.clauses(), 30_000))]
    return Office(OFFICE.spec(), OFFICE.seed, rules(), behaviours=behaviours, folder=folder)


def _many_files(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(blocks, "FILE_ROWS", ROWS)
    patch.setattr(blocks, "SPLIT_ROWS", ROWS)


@pytest.fixture(name="plain", scope="module")
def _plain() -> Run:
    return _office(None).run()


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("records")


@pytest.fixture(name="split", scope="module")
def _split(folder: Path) -> Iterator[Run]:
    """Every month of 400 rows or more in blocks."""
    with pytest.MonkeyPatch.context() as patch:
        _many_files(patch)
        yield _office(folder).run()


def _files(folder: Path, table: str) -> list[Path]:
    return sorted((folder / table).glob("*.parquet"))


def test_the_rows_are_the_same(split: Run, plain: Run) -> None:
    assert split.counts == plain.counts
    for table in SCHEMA:
        rows = [run.records.table(table).sort("recorded_at", "id") for run in (split, plain)]
        assert rows[0].equals(rows[1]), table


def test_a_block_is_whole_halls_in_the_order_of_time(split: Run, folder: Path) -> None:
    site = dict(split.records.table("book").select("book", "site").iter_rows())
    home = dict(split.records.table("customer").select("customer", "book").iter_rows())
    for table in SPLIT:
        by_month: dict[str, list[set[int]]] = {}
        for path in _files(folder, table):
            month, _, block = path.stem.partition("-")
            rows = pl.read_parquet(path)
            assert rows["recorded_at"].is_sorted()
            if block:
                by_month.setdefault(month, []).append({site[home[customer]] for customer in rows["customer"]})
        assert by_month
        for halls in by_month.values():
            assert len(halls) > 2
            assert all(max(some) < min(others) for some, others in pairwise(halls))


def test_small_tables_and_small_months_are_one_file(split: Run, folder: Path) -> None:
    assert split.counts["batch"] < ROWS
    assert not [path for path in _files(folder, "batch") if "-" in path.stem]


def test_months_share_a_file_until_it_is_worth_one(split: Run, folder: Path) -> None:
    several = 0
    for table, count in split.counts.items():
        rows = [pl.read_parquet(path).height for path in _files(folder, table) if "-" not in path.stem]
        assert all(each >= ROWS for each in rows[:-1]), table
        assert count >= ROWS or len(rows) == (count > 0), table
        several += len(rows) > 1
    assert several


def test_files_and_memory_give_the_digests_of_the_run(
    split: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {
        name: value_digest(map(pl.read_parquet, _files(folder, name))) for name, rows in split.counts.items() if rows
    }
    assert made == {name: split.digests[name] for name in made}
    _many_files(monkeypatch)
    assert _office(None).run().digests == split.digests
    assert not check_records(folder).faults


def test_an_office_goes_on_from_blocks_in_a_file(
    split: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _many_files(monkeypatch)
    for records in (None, tmp_path / "first"):
        office = _office(records)
        office.advance(office.today + 70)
        path = tmp_path / f"night-{records is None}"
        office.snapshot().save(path)
        loaded = Snapshot.load(path, founding=office.founding)
        done = Office.restored(loaded, folder=tmp_path / f"{path.name}-records").run()
        assert done.digests == split.digests
        assert done.files == split.files


def test_files_of_one_shard_are_read_where_they_stand(split: Run, folder: Path, plain: Run, tmp_path: Path) -> None:
    records = Records.open(folder)
    dealt, work = tmp_path / "dealt", tmp_path / "work"
    dealt.mkdir()
    work.mkdir()
    shards = list(Shards(records, dealt, BLOCK))
    assert len(shards) > 2
    whole_months = {table for table in SPLIT if all("-" in path.stem for path in _files(folder, table))}
    assert whole_months >= {"bill", "reading"}
    assert not [path for path in dealt.iterdir() if path.name.split("-")[0] in whole_months]
    assert [path for path in dealt.iterdir() if path.name.startswith("work_order-")]
    assessments = [
        apply(find(each, rulebook(), work=work, customers=customers), handbook(), rulebook()).frames()
        for each, customers in ((plain.records, 10**9), (records, 10**9), (records, BLOCK), (plain.records, BLOCK))
    ]
    assert assessments[0]["findings"].height > 50
    for other in assessments[1:]:
        assert all(frame.equals(other[name]) for name, frame in assessments[0].items())


def test_a_row_in_a_file_of_other_halls_is_found_with_its_customer(split: Run, folder: Path, tmp_path: Path) -> None:
    """Records from elsewhere may have such names and keep to no halls."""
    frames = {table: split.records.table(table) for table in SCHEMA}
    other = tmp_path / "records"
    for table, frame in frames.items():
        (other / table).mkdir(parents=True)
        half = frame.height // 2 if table in SPLIT else 0
        for name, rows in (("200101-000", frame[half:]), ("200101-001", frame[:half])):
            if rows.height:
                rows.write_parquet(other / table / f"{name}.parquet")
    records = Records.open(other)
    work = tmp_path / "work"
    work.mkdir()
    assert find(records, rulebook(), work=work, customers=BLOCK).findings == find(split.records, rulebook()).findings


def test_halls_fill_a_block_in_order() -> None:
    assert packed(np.array([5, 5, 5, 5]), 10).tolist() == [0, 0, 1, 1]
    assert packed(np.array([20, 5, 6, 4]), 10).tolist() == [0, 1, 2, 2]
    assert packed(np.array([], dtype=np.int64), 10).tolist() == []


def test_the_customer_of_each_large_tables_rows_is_in_its_key() -> None:
    for table in SPLIT:
        rows = np.array([SCHEMA[table].key.parts[0].size], dtype=np.int64)
        assert PAPERS.held(SCHEMA[table].key, "customer", rows) is not None
