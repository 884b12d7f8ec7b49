"""One piece of work alone in its interpreter: `python -m tests.benchmarks.work KIND CUSTOMERS MONTHS`, one JSON line.

Keys: rows (record rows written), seconds (processor time of this piece, imports and building apart), mib (peak memory).
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

Work = Callable[[], int]


def plain(customers: int, months: int) -> Work:
    """The yardstick: a process a customer."""
    from tests.benchmarks.plain_simpy import PlainOffice

    return PlainOffice(customers, months).run


def simulate(customers: int, months: int) -> Work:
    """Kaohe's office, Parquet files included; no deviations."""
    from kaohe.scenarios.running import simulate as run

    def work() -> int:
        with tempfile.TemporaryDirectory() as folder:
            run(Path(folder), None, customers=customers, months=months, inject=("none",))
            return _rows(Path(folder))

    return work


def judge(customers: int, months: int) -> Work:
    """Judging such an office; the simulation is not counted."""
    from kaohe.scenarios.running import simulate as run
    from kaohe.sim.records import Records
    from kaohe.standards import Policy, Rulebook
    from kaohe.standards import judge as read

    folder = tempfile.TemporaryDirectory()
    run(Path(folder.name), None, customers=customers, months=months, inject=("none",))
    policy, rulebook = Policy.load("handbook"), Rulebook.load()

    def work() -> int:
        read(Records.open(Path(folder.name) / "records"), policy, rulebook)
        rows = _rows(Path(folder.name))
        folder.cleanup()
        return rows

    return work


def _rows(folder: Path) -> int:
    rows: dict[str, int] = json.loads((folder / "run.json").read_text(encoding="utf-8"))["rows"]
    return sum(rows.values())


KINDS = {"plain": plain, "simulate": simulate, "judge": judge}


def main() -> None:
    """Do the piece that the command line names."""
    kind, customers, months = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    work = KINDS[kind](customers, months)
    start = time.process_time()
    rows = work()
    seconds = time.process_time() - start
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"rows": rows, "seconds": seconds, "mib": mib}))


if __name__ == "__main__":
    main()
