"""What `make bench` does, whatever the time: every piece does its work, every goal is judged, a miss is no error."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl
import pytest

from kaohe.scenarios.running import simulate
from kaohe.sim.records import SCHEMA
from kaohe.standards.evidence import evidence
from tests.benchmarks import run, work
from tests.benchmarks.bound import Bound
from tests.benchmarks.run import FIGURES, Figure, Piece, line, main
from tests.benchmarks.work import KINDS

SIZE = (400, 1)
PARTS = {
    "billing": {"billing", "issuing"},
    "forks": {"day", "fork"},
    "verify": {"bytes", "full"},
    "judge": set(evidence()),
}


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Piece]:
    """Every piece, here and one after another; the command, below, gives each an interpreter of its own."""
    made = tmp_path_factory.mktemp("made") / "office"
    customers, months = SIZE
    simulate(made, None, customers=customers, months=months, inject=("none",))
    return {kind: _piece(kind, made) for kind in KINDS}


def _piece(kind: str, made: Path) -> Piece:
    """What a piece puts around other functions is taken off again, and the collector is as it was."""

    def copied(*_: int) -> tempfile.TemporaryDirectory[str]:
        folder = tempfile.TemporaryDirectory()
        shutil.copytree(made, folder.name, dirs_exist_ok=True)
        return folder

    looks = gc.get_threshold()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "_put_around", lambda of, name, wrap: patch.setattr(of, name, wrap(vars(of)[name])))
        patch.setattr(work, "_made", copied)
        patch.setattr(work, "PARTS", {})
        piece = Piece(**work.measured(kind, *SIZE))
    gc.set_threshold(*looks)
    return piece


def test_every_piece_is_measured(pieces: dict[str, Piece]) -> None:
    for kind, piece in pieces.items():
        assert piece.seconds > 0
        assert piece.mib > 0
        assert PARTS.get(kind, set()) <= piece.parts.keys()
        assert all(value > 0 for value in piece.parts.values())


def test_peers_write_the_same_and_so_do_pieces_of_an_office(pieces: dict[str, Piece]) -> None:
    for kinds in (("plain", "tamed", "heapq"), ("simulate", "bound", "billing", "judge", "verify", "forks")):
        assert len({(pieces[kind].rows, pieces[kind].cells) for kind in kinds}) == 1
    assert pieces["survey"].rows == 0


def test_a_goal_is_reached_or_missed() -> None:
    most, least = Figure("cost", lambda _: 0, most=2.5), Figure("speed", lambda _: 0, least=30)
    assert (most.verdict(2.5), most.verdict(2.6)) == ("goal ≤ 2.5: reached", "goal ≤ 2.5: MISSED")
    assert (least.verdict(30), least.verdict(29)) == ("goal ≥ 30: reached", "goal ≥ 30: MISSED")
    assert line(least, [1, 50, 40]).split() == "speed 40.00 [1.00 – 50.00] goal ≥ 30: reached".split()
    assert line(Figure("size", lambda _: 0), [3]).split() == "size 3.00 [3.00 – 3.00]".split()


def test_every_figure_is_printed_each_piece_measured_once_a_round(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[object] = []

    def measured(kind: str, size: tuple[int, int]) -> Piece:
        asked.append((kind, size))
        return Piece(
            100,
            1000,
            2.0,
            64,
            dict.fromkeys(("start", "days", "billing", "issuing", "day", "fork", "bytes", "full"), 1.0),
        )

    monkeypatch.setattr(run, "measure", measured)
    main(["--rounds", "2", *(part for figure in FIGURES for part in ("--only", figure.title))])
    printed = capsys.readouterr().out
    assert printed.startswith("100000 customers, 12 months, 2 rounds")
    assert [row[:44].rstrip() for row in printed.splitlines()[1:]] == [figure.title for figure in FIGURES]
    assert "MISSED" in printed
    assert len(asked) == 2 * len(set(asked))


def test_the_command_ends_well() -> None:
    title = "record rows/s, Kaohe ÷ plain SimPy"
    size = ["--customers", "300", "--months", "1", "--rounds", "1", "--only", title]
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.run", *size], check=True, capture_output=True, text=True
    )
    assert "goal ≥ 30" in done.stdout
    assert done.stdout.count("\n") == 2


def test_a_bound_writes_the_files_of_the_run_and_nothing_of_the_office(tmp_path: Path) -> None:
    simulate(tmp_path, None, customers=400, months=1, inject=("none",))
    ran, made = tmp_path / "records", tmp_path / "made"
    made.mkdir()
    Bound(ran).write(made)
    files = {path.relative_to(ran) for path in ran.rglob("*.parquet")}
    assert files == {path.relative_to(made) for path in made.rglob("*.parquet")}
    for path in files:
        one, other = pl.read_parquet(ran / path), pl.read_parquet(made / path)
        assert (one.schema, one.height) == (other.schema, other.height)
        assert other["id"].n_unique() == other.height
        assert other["recorded_at"].is_sorted()
        assert {name for name in other.columns if other[name].null_count()} <= {
            column.name for column in SCHEMA[path.parts[0]].columns if column.nullable
        }
