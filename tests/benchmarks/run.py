"""`make bench`: what Kaohe costs beside others and how its cost grows, each figure with the goal that it has.

Pieces run one after another, each in an interpreter of its own and once a round; what counts is processor time. A ratio
is taken inside a round; the median of the rounds is printed with its range, in the course of the last one. A goal is
for 100,000 customers and twelve months; one that is missed is said to be missed, and is no error.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from kaohe.standards.evidence import evidence
from tests.benchmarks.startup import help_against_typer

Size = tuple[int, int]

# The days of an office with hardly a customer cost what a day costs without work.
TINY: Size = (300, 12)
SHORT: Size = (20_000, 6)


@dataclass(frozen=True)
class Piece:
    """What one piece of work took."""

    rows: int
    cells: int
    seconds: float
    mib: int
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def row_s(self) -> float:
        """Seconds a row."""
        return self.seconds / self.rows

    @property
    def cell_s(self) -> float:
        """Seconds a cell: tables are not equally wide."""
        return self.seconds / self.cells


def measure(kind: str, size: Size) -> Piece:
    """Run one piece in a fresh interpreter."""
    command = [sys.executable, "-m", "tests.benchmarks.work", kind, *map(str, size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Piece(**json.loads(done.stdout))


class Round:
    """Pieces of one size; each is measured when first asked for."""

    def __init__(self, size: Size) -> None:
        self.customers, self.months = size
        self._measured = cache(measure)

    def of(self, kind: str, size: Size | None = None) -> Piece:
        """What a piece took, at the round's own size if no other is named."""
        return self._measured(kind, size or (self.customers, self.months))

    @property
    def ours(self) -> Piece:
        """Kaohe's office."""
        return self.of("simulate")

    @property
    def larger(self) -> Piece:
        """The same with four times the customers."""
        return self.of("simulate", (4 * self.customers, self.months))

    @property
    def shorter(self) -> Piece:
        """The same for half of the months: the calendar ends before twice of them."""
        return self.of("simulate", (self.customers, max(self.months // 2, 1)))

    def part(self, kind: str, part: str) -> float:
        """Share of a clocked part in its piece."""
        piece = self.of(kind)
        return piece.parts[part] / piece.seconds


@dataclass(frozen=True)
class Figure:
    """One line of the output; a goal is the least that is wanted, or the most."""

    title: str
    of: Callable[[Round], float]
    least: float | None = None
    most: float | None = None

    def verdict(self, value: float) -> str:
        """The goal, and whether it is reached."""
        if self.least is not None:
            return f"goal ≥ {self.least:g}: {'reached' if value >= self.least else 'MISSED'}"
        if self.most is not None:
            return f"goal ≤ {self.most:g}: {'reached' if value <= self.most else 'MISSED'}"
        return ""


def day_ms(one: Round) -> float:
    """Milliseconds of processor time a simulated day of a tiny office, its start apart."""
    tiny = one.of("simulate", TINY)
    return 1000 * (tiny.seconds - tiny.parts["start"]) / tiny.parts["days"]


def start(one: Round) -> float:
    """Share of the start, which ends when the opening is written, in a short run."""
    short = one.of("simulate", SHORT)
    return short.parts["start"] / short.seconds


def fork(one: Round) -> float:
    """Time of a snapshot and a restored office, in memory ÷ time of a simulated day: every night of one run."""
    parts = one.of("forks").parts
    return parts["fork"] / parts["day"]


def clause_share(clause: str) -> Callable[[Round], float]:
    """What a clause takes of judging; what several read alike is counted with the first that asks."""
    return lambda one: one.part("judge", clause)


FIGURES: Sequence[Figure] = (
    Figure("record rows/s, Kaohe ÷ plain SimPy", lambda one: one.of("plain").row_s / one.ours.row_s, least=30),
    Figure("the same, SimPy's collector tamed", lambda one: one.of("tamed").row_s / one.ours.row_s, least=15),
    Figure("record rows/s, Kaohe ÷ heapq", lambda one: one.of("heapq").row_s / one.ours.row_s, least=4),
    Figure("record cells/s, Kaohe ÷ heapq", lambda one: one.of("heapq").cell_s / one.ours.cell_s, least=5),
    Figure(
        "simulating ÷ making and writing the tables", lambda one: one.ours.seconds / one.of("bound").seconds, most=2.5
    ),
    Figure("simulating ÷ the same, in order and sealed", lambda one: one.ours.seconds / one.of("sealed").seconds),
    Figure("a day of a tiny office, ms", day_ms, most=4),
    Figure("the start ÷ simulating, 20,000 × 6", start, most=0.25),
    Figure("survey ÷ simulating", lambda one: one.of("survey").seconds / one.ours.seconds, most=0.5),
    Figure("a run unasked and unwritten ÷ simulating", lambda one: one.of("silent").seconds / one.ours.seconds),
    Figure("judging ÷ simulating", lambda one: one.of("judge").seconds / one.ours.seconds, most=0.5),
    Figure("verifying bytes ÷ simulating", lambda one: one.of("verify").parts["bytes"] / one.ours.seconds, most=0.05),
    Figure("verifying in full ÷ simulating", lambda one: one.of("verify").parts["full"] / one.ours.seconds),
    Figure("billing ÷ simulating", lambda one: one.part("billing", "billing")),
    Figure("the desk of issuance ÷ simulating", lambda one: one.part("billing", "issuing")),
    Figure("a snapshot and a restore ÷ a day", fork),
    Figure("time a row, 4 × customers", lambda one: one.larger.row_s / one.ours.row_s),
    Figure("time a row, all months ÷ half of them", lambda one: one.ours.row_s / one.shorter.row_s),
    Figure("peak memory, all months ÷ half of them", lambda one: one.ours.mib / one.shorter.mib),
    Figure("peak memory, Kaohe ÷ plain SimPy", lambda one: one.ours.mib / one.of("plain").mib),
    Figure("peak memory of simulating, MiB", lambda one: one.ours.mib),
    Figure("peak memory of judging, MiB", lambda one: one.of("judge").mib),
)
CLAUSES: Sequence[Figure] = tuple(Figure(f"clause {clause} ÷ judging", clause_share(clause)) for clause in evidence())
HELP = Figure("kaohe --help ÷ import typer", lambda _: statistics.median(help_against_typer(5)), most=2)


def line(figure: Figure, values: Sequence[float]) -> str:
    """Median, range, goal."""
    middle = statistics.median(values)
    span = f"[{min(values):.2f} – {max(values):.2f}]"
    return f"{figure.title:<44} {middle:9.2f}   {span:<22} {figure.verdict(middle)}".rstrip()


def main(arguments: Sequence[str] | None = None) -> None:
    """Print every figure at the size asked for."""
    figures = {figure.title: figure for figure in (*FIGURES, *CLAUSES, HELP)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=figures, action="append", metavar="TITLE", help=" · ".join(figures))
    asked = parser.parse_args(arguments)
    print(f"{asked.customers} customers, {asked.months} months, {asked.rounds} rounds: median [range]")
    values: dict[str, list[float]] = {title: [] for title in asked.only or figures}
    for number in range(1, asked.rounds + 1):
        one = Round((asked.customers, asked.months))
        for title, known in values.items():
            known.append(figures[title].of(one))
            if number == asked.rounds:
                print(line(figures[title], known), flush=True)


if __name__ == "__main__":
    main()
