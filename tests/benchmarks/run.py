"""`make bench`: how Kaohe compares with a plain SimPy model, and how its cost grows: ratios within one run.

Pieces run one after another, each in an interpreter of its own; a ratio is taken inside a round, and the median of the
rounds is printed with its range.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.benchmarks.startup import help_against_typer

Size = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """What one piece of work took."""

    rows: int
    seconds: float
    mib: int
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


def measure(kind: str, size: Size) -> Piece:
    """Run one piece in a fresh interpreter."""
    command = [sys.executable, "-m", "tests.benchmarks.work", kind, *map(str, size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Piece(**json.loads(done.stdout))


def against_plain(size: Size) -> float:
    """Record rows a second: Kaohe's office ÷ the plain model."""
    return measure("simulate", size).rate / measure("plain", size).rate


def judging(size: Size) -> float:
    """Time to judge ÷ time to simulate."""
    return measure("judge", size).seconds / measure("simulate", size).seconds


def billing(size: Size) -> float:
    """Time to compute and write bills ÷ time to simulate, in one run."""
    piece = measure("billing", size)
    return piece.parts["billing"] / piece.seconds


def issuing(size: Size) -> float:
    """Time of the whole desk of issuance ÷ time to simulate, in one run."""
    piece = measure("billing", size)
    return piece.parts["issuing"] / piece.seconds


def forking(size: Size) -> float:
    """Time of a snapshot and a restored office, in memory ÷ time of a simulated day: every night of one run."""
    piece = measure("forks", size)
    return piece.parts["fork"] / piece.parts["day"]


def in_customers(size: Size) -> float:
    """Time a row with four times the customers ÷ time a row."""
    customers, months = size
    return measure("simulate", size).rate / measure("simulate", (4 * customers, months)).rate


def in_months(size: Size) -> float:
    """Time a row with twice the months ÷ time a row."""
    customers, months = size
    return measure("simulate", size).rate / measure("simulate", (customers, 2 * months)).rate


def memory_in_months(size: Size) -> float:
    """Peak memory with twice the months ÷ peak memory."""
    customers, months = size
    return measure("simulate", (customers, 2 * months)).mib / measure("simulate", size).mib


def memory_against_plain(size: Size) -> float:
    """Peak memory: Kaohe's office ÷ the plain model."""
    return measure("simulate", size).mib / measure("plain", size).mib


RATIOS: Sequence[tuple[str, Callable[[Size], float]]] = (
    ("record rows/s, Kaohe ÷ plain SimPy", against_plain),
    ("judging ÷ simulating", judging),
    ("billing ÷ simulating", billing),
    ("the desk of issuance ÷ simulating", issuing),
    ("a snapshot and a restore ÷ a day", forking),
    ("time a row, 4 × customers", in_customers),
    ("time a row, 2 × months", in_months),
    ("peak memory, 2 × months", memory_in_months),
    ("peak memory, Kaohe ÷ plain SimPy", memory_against_plain),
)


def show(title: str, values: Sequence[float]) -> None:
    """One line: median and range."""
    print(f"{title:<40} {statistics.median(values):8.2f}   [{min(values):.2f} – {max(values):.2f}]", flush=True)


def main() -> None:
    """Print every ratio at the size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=[title for title, _ in RATIOS], action="append")
    asked = parser.parse_args()
    print(f"{asked.customers} customers, {asked.months} months, {asked.rounds} rounds: median [range]")
    for title, ratio in RATIOS:
        if not asked.only or title in asked.only:
            show(title, [ratio((asked.customers, asked.months)) for _ in range(asked.rounds)])
    show("kaohe --help ÷ import typer", help_against_typer(5 * asked.rounds))


if __name__ == "__main__":
    main()
