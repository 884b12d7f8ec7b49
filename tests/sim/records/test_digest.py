"""The value digest: anybody can recompute it from the files by the lines of docs/records.md."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.office import Office
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.digest import value_digest
from kaohe.sim.run import Run
from tests.sim.office import Small, rules

PAGE = Path(__file__).parents[3] / "docs" / "records.md"
SMALL = Small(300, 3, 5)


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("records")


@pytest.fixture(name="run", scope="module")
def _run(folder: Path) -> Run:
    behaviours = [Erring(dict.fromkeys(REGISTRY.clauses(), 60_000))]
    return Office(SMALL.spec(), SMALL.seed, rules(), behaviours=behaviours, folder=folder).run()


def _months(folder: Path, table: str) -> list[pl.DataFrame]:
    return [pl.read_parquet(path) for path in sorted((folder / table).glob("*.parquet"))]


def test_files_give_the_digests_of_the_run(run: Run, folder: Path) -> None:
    made = {name: value_digest(_months(folder, name)) for name, rows in run.counts.items() if rows}
    assert len(made) > 30
    assert made == {name: run.digests[name] for name in made}


def test_the_lines_of_the_page_do(run: Run, folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "digest.py"
    script.write_text(PAGE.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0], encoding="utf-8")
    for table in ("customer", "reading", "price"):  # texts of many, missing values, few rows
        told = subprocess.run([sys.executable, script, folder / table], capture_output=True, text=True, check=True)
        assert told.stdout == run.digests[table] + "\n"


CHANGES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "a value": lambda rows: rows.with_columns(pl.when(pl.col("id") == 5).then(7).otherwise("kwh").alias("kwh")),
    "a value that goes": lambda rows: rows.with_columns(pl.when(pl.col("id") != 5).then("kwh").alias("kwh")),
    "a text": lambda rows: rows.with_columns(pl.col("class").replace("b", "c")),
    "a text that goes": lambda rows: rows.with_columns(pl.col("class").replace("b", None)),
    "texts that change places": lambda rows: rows.with_columns(pl.col("class").replace({"a": "b", "b": "a"})),
    "a day": lambda rows: rows.with_columns(pl.col("on").replace(date(2001, 1, 2), date(2001, 1, 3))),
    "a flag": lambda rows: rows.with_columns(~pl.col("open")),
    "the order": lambda rows: rows.reverse(),
    "a row less": lambda rows: rows.head(2),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_changes_it(what: str) -> None:
    rows = pl.DataFrame(
        {
            "id": [4, 5, 6],
            "kwh": [0, 0, None],
            "class": ["a", "b", None],
            "on": [date(2001, 1, 1), date(2001, 1, 2), date(2001, 1, 2)],
            "open": [True, False, True],
        }
    )
    assert value_digest([CHANGES[what](rows)]) != value_digest([rows])


def test_every_table_has_a_digest(run: Run) -> None:
    assert run.digests.keys() == SCHEMA.keys()
