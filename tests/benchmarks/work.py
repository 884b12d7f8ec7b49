"""One piece of work alone in its interpreter: `python -m tests.benchmarks.work KIND CUSTOMERS MONTHS`, one JSON line.

Keys: rows (record rows written), seconds (processor time of this piece, imports and building apart), mib (peak memory),
parts (seconds of named parts of it, where they were clocked).
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def billing(customers: int, months: int) -> Work:
    """The same office with a clock on its bills: `billing` computes and writes them, `issuing` is the whole desk."""
    from kaohe.sim.desks.issuing.billing import Billing
    from kaohe.sim.desks.issuing.issuance import issuance as issuing

    PARTS.update(billing=0.0, issuing=0.0)
    Billing.waiting = _clocked("billing", Billing.waiting)  # type: ignore[method-assign]  # a clock around it
    issuing.write_bills = _clocked("billing", issuing.write_bills)
    issuing.Issuing.work = _clocked_steps("issuing", issuing.Issuing.work)  # type: ignore[method-assign]  # likewise
    return simulate(customers, months)


PARTS: dict[str, float] = {}
_RUNNING: list[str] = []


def _clocked(part: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """The call, its time added to the part; within itself it is counted once."""

    def timed(*args: Any, **kwargs: Any) -> Any:
        if part in _RUNNING:
            return call(*args, **kwargs)
        _RUNNING.append(part)
        start = time.process_time()
        try:
            return call(*args, **kwargs)
        finally:
            PARTS[part] += time.process_time() - start
            _RUNNING.remove(part)

    return timed


def _clocked_steps(part: str, steps: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a generator that nobody asks anything."""

    def timed(*args: Any) -> Any:
        start = time.process_time()
        result = yield from steps(*args)
        PARTS[part] += time.process_time() - start
        return result

    return timed


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


KINDS = {"plain": plain, "simulate": simulate, "billing": billing, "judge": judge}


def main() -> None:
    """Do the piece that the command line names."""
    kind, customers, months = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    work = KINDS[kind](customers, months)
    start = time.process_time()
    rows = work()
    seconds = time.process_time() - start
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"rows": rows, "seconds": seconds, "mib": mib, "parts": PARTS}))


if __name__ == "__main__":
    main()
