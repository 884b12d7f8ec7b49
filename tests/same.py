"""`python -m tests.same [OLD [NEW]]`: whether two revisions simulate and judge the same, row for row.

A structural commit must change nothing that an office writes or a judge finds. Both revisions (HEAD and the working
tree, if nothing is said) run the shipped scenarios with two seeds, clean and with `all=3x`, and judge the runs; every
table of records, the acts of the truth and every table of the assessment are compared by value, and the first table,
column and row that differs is named. Exit 1 if something does. Runs of a committed revision are kept under build/same.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "build" / "same"
ROOMS = ("sim", "standards", "scenarios", "reports", "features")
WORKING_TREE = "."


@dataclass(frozen=True)
class Case:
    """One office to simulate."""

    scenario: str
    seed: int
    inject: str

    @property
    def name(self) -> str:
        """As a folder and in what is printed."""
        return f"{self.scenario}-{self.seed}-{self.inject.replace('=', '')}"


@dataclass(frozen=True)
class Revision:
    """A tree from which `kaohe` can be run."""

    name: str
    tree: Path
    runs: Path

    def judged(self, case: Case, options: Sequence[str]) -> Path:
        """The folder of the run and its assessment; each made once. SystemExit with what a command said."""
        folder = self.runs / case.name
        if not folder.exists():
            made = ["--seed", str(case.seed), "--inject", case.inject, "--out", str(folder)]
            self._call("simulate", case.scenario, *made, *options)
        if not (folder / "assessment").exists():
            self._call("judge", str(folder))
        return folder

    def _call(self, *words: str) -> None:
        command = [sys.executable, "-m", "kaohe", *words]
        done = subprocess.run(command, cwd=self.tree, env=_environment(self.tree), capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{self.name}: {' '.join(command)}\n{done.stderr}")


def _environment(tree: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def _revision(name: str, at: Path, options: Sequence[str]) -> Revision:
    """A tree of links under `at`, in which the rooms lie where they are imported from."""
    source, runs = ROOT, at / "runs"
    if name != WORKING_TREE:
        commit = _git("rev-parse", name)
        source, runs = at / "source", KEPT / "-".join([commit[:12], *(option.strip("-") for option in options)])
        source.mkdir()
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", str(source)], input=archive, check=True)
    tree = at / "tree"
    (tree / "kaohe").mkdir(parents=True)
    for entry in (source / "kaohe").iterdir():
        (tree / "kaohe" / entry.name).symlink_to(entry)
    for room in ROOMS:
        (tree / "kaohe" / room).symlink_to(source / room)
    return Revision(name, tree, runs)


def tables(folder: Path) -> dict[str, pl.DataFrame]:
    """Records, acts and assessment of a run's folder, by name; files in the order of time."""
    found = {path.name: sorted(path.glob("*.parquet")) for path in sorted((folder / "records").iterdir())}
    single = [folder / "truth" / "acts.parquet", *sorted((folder / "assessment").glob("*.parquet"))]
    found |= {f"{path.parent.name}/{path.stem}": [path] for path in single}
    return {name: pl.read_parquet(paths) for name, paths in found.items()}


def differences(old: dict[str, pl.DataFrame], new: dict[str, pl.DataFrame]) -> Iterator[str]:
    """What differs, in words: tables, numbers of rows, columns, and the first row of each column that differs."""
    for name in sorted(old.keys() ^ new.keys()):
        yield f"{name}: only in the {'old' if name in old else 'new'} run"
    for name in sorted(old.keys() & new.keys()):
        yield from _in_table(name, old[name], new[name])


def _in_table(name: str, old: pl.DataFrame, new: pl.DataFrame) -> Iterator[str]:
    for column in sorted(set(old.columns) ^ set(new.columns)):
        yield f"{name}.{column}: only in the {'old' if column in old.columns else 'new'} run"
    if old.height != new.height:
        yield f"{name}: {old.height} rows, now {new.height}"
    rows = min(old.height, new.height)
    for column in (column for column in old.columns if column in new.columns):
        before, after = old[column].head(rows), new[column].head(rows)
        if before.dtype != after.dtype:
            yield f"{name}.{column}: {before.dtype}, now {after.dtype}"
        elif (unequal := before.ne_missing(after)).any():
            row = int(unequal.arg_true()[0])
            yield f"{name}.{column}: row {row} (id {old[row, 0]}): {before[row]}, now {after[row]}"


def compare(old: str, new: str, options: Sequence[str]) -> int:
    """Run both and print what differs; the number of cases that do."""
    cases = [Case(s, seed, inject) for s in ("town", "clean") for seed in (1, 2) for inject in ("none", "all=3x")]
    with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        pair = []
        for label, name in (("old", old), ("new", new)):
            (at := Path(home) / label).mkdir()
            pair.append(_revision(name, at, options))
        folders = [pool.map(lambda case, of=revision: of.judged(case, options), cases) for revision in pair]
        unequal = 0
        for case, before, after in zip(cases, *folders, strict=True):
            found = list(differences(tables(before), tables(after)))
            print(f"{case.name}: {'the same' if not found else 'differs'}", *found, sep="\n    ", flush=True)
            unequal += bool(found)
    return unequal


def main() -> None:
    """Compare two revisions; further options go to `kaohe simulate`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", nargs="?", default="HEAD", help="a revision that git knows")
    parser.add_argument("new", nargs="?", default=WORKING_TREE, help="another, or . for the working tree")
    parser.add_argument("--forget", action="store_true", help="simulate again what is kept under build/same")
    asked, options = parser.parse_known_args()
    if asked.forget:
        shutil.rmtree(KEPT, ignore_errors=True)
    sys.exit(1 if compare(asked.old, asked.new, options) else 0)


if __name__ == "__main__":
    main()
