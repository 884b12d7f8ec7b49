"""One piece of work alone in its interpreter: `python -m tests.benchmarks.work KIND CUSTOMERS MONTHS`, one JSON line.

Keys: rows and cells (written to record tables), seconds (processor time of this piece, imports and building apart), mib
(peak memory), parts (seconds of named parts of it, where they were clocked).
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kaohe.__main__ import SELDOM

Written = tuple[int, int]
Work = Callable[[], Written]


def plain(customers: int, months: int) -> Work:
    """The yardstick: a process a customer."""
    from tests.benchmarks.plain_simpy import PlainOffice

    office = PlainOffice(customers, months)
    return lambda: (office.run(), office.cells())


def tamed(customers: int, months: int) -> Work:
    """The yardstick with a collector that leaves alone what was built and seldom looks at the rest."""
    work = plain(customers, months)
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    return work


def heapq(customers: int, months: int) -> Work:
    """The yardstick without a simulation library."""
    from tests.benchmarks.plain_heapq import HeapOffice

    office = HeapOffice(customers, months)
    return lambda: (office.run(), office.cells())


def bound(customers: int, months: int, *, sealed: bool = False) -> Work:
    """The tables of such a run, made and written without an office; the run itself is not counted."""
    from tests.benchmarks.bound import Bound

    with _made(customers, months) as folder:
        tables = Bound(Path(folder) / "records")

    def work() -> Written:
        with tempfile.TemporaryDirectory() as folder:
            tables.write(Path(folder), sealed=sealed)
        return _written(tables.rows())

    return work


def sealed(customers: int, months: int) -> Work:
    """The same put in order and hashed, as no run can do without."""
    return bound(customers, months, sealed=True)


def simulate(customers: int, months: int) -> Work:
    """Kaohe's office, Parquet files included; no deviations. `start` is all until the opening is written, `days` is how
    many days there are.
    """
    from kaohe.scenarios.running import simulate as run
    from kaohe.sim.clock.months import months_of
    from kaohe.sim.office import Office

    begun = 0.0

    def opening(write: Callable[..., Any]) -> Callable[..., Any]:
        def written(office: Office) -> None:
            write(office)
            PARTS["start"] = time.process_time() - begun

        return written

    def work() -> Written:
        nonlocal begun
        begun = time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            done = run(Path(folder), None, customers=customers, months=months, inject=("none",))
        span = months_of(done.spec, None)
        PARTS["days"] = span[-1].end - span[0].start + 1
        return _written(done.counts)

    _put_around(Office, "flush_opening", opening)
    return work


def survey(customers: int, months: int) -> Work:
    """Looking for opportunities for what the shipped scenario orders, without records; the run has the same ground."""
    from kaohe.scenarios.loader import load_scenario
    from kaohe.sim.deciding.injection import TooFewOpportunities, plan_orders
    from kaohe.sim.town.ground import Ground

    scenario = load_scenario().sized(customers, months, None)
    ground = Ground.of(scenario.spec, 1)

    def work() -> Written:
        # A small office lacks opportunities for some clauses; it has been looked through all the same.
        with suppress(TooFewOpportunities):
            plan_orders(scenario.spec, 1, scenario.rules, scenario.injection.counts, ground=ground)
        return 0, 0

    return work


def silent(customers: int, months: int) -> Work:
    """Such an office without anybody who asks, and without records: what a survey cannot cost less than."""
    from kaohe.scenarios.loader import load_scenario
    from kaohe.sim.office import Office
    from kaohe.sim.town.ground import Ground

    scenario = load_scenario().sized(customers, months, None)
    ground = Ground.of(scenario.spec, 1)

    def work() -> Written:
        Office(scenario.spec, 1, scenario.rules, keep_records=False, ground=ground).run()
        return 0, 0

    return work


def billing(customers: int, months: int) -> Work:
    """The same office with a clock on its bills: `billing` computes and writes them, `issuing` is the whole desk."""
    import kaohe.sim.desks.issuing.issuance as issuing
    from kaohe.sim.desks.issuing.billing import Billing

    PARTS.update(billing=0.0, issuing=0.0)
    for owner, name in ((Billing, "waiting"), (issuing, "write_bills"), (issuing, "write_sheets")):
        _put_around(owner, name, lambda call: _clocked("billing", call))
    _put_around(issuing.Issuance, "work", lambda steps: _clocked_steps("issuing", steps))
    return simulate(customers, months)


PARTS: dict[str, float] = {}
_RUNNING: list[str] = []


def _put_around(owner: Any, name: str, wrapper: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """A function of a class or module is replaced by its wrapped self."""
    setattr(owner, name, wrapper(getattr(owner, name)))


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
    """Judging such an office; the simulation is not counted. Parts are clauses: what several share is the first's."""
    import kaohe.standards.evidence as evidence
    from kaohe.sim.records import Records
    from kaohe.standards import Policy, Rulebook
    from kaohe.standards import judge as read

    clauses = {clause: _clocked(clause, show) for clause, show in evidence.evidence().items()}
    PARTS.update(dict.fromkeys(clauses, 0.0))
    _put_around(evidence, "evidence", lambda _: lambda: clauses)
    folder = _made(customers, months)
    policy, rulebook = Policy.load("handbook"), Rulebook.load()

    def work() -> Written:
        with folder as name:
            read(Records.open(Path(name) / "records"), policy, rulebook)
            rows: dict[str, int] = json.loads((Path(name) / "run.json").read_text(encoding="utf-8"))["rows"]
        return _written(rows)

    return work


def verify(customers: int, months: int) -> Work:
    """Opening such a run before it is judged: its files are those that were sealed. Part `full`: all is looked at."""
    from kaohe.sealing import open_records
    from kaohe.sim.records.checking import check_records

    folder = _made(customers, months)
    PARTS.update(full=0.0)
    look = _clocked("full", check_records)

    def work() -> Written:
        with folder as name:
            begin = time.process_time()
            assert open_records(Path(name)).sealed
            PARTS["bytes"] = time.process_time() - begin
            assert not look(Path(name) / "records").faults
            rows: dict[str, int] = json.loads((Path(name) / "run.json").read_text(encoding="utf-8"))["rows"]
        return _written(rows)

    return work


def forks(customers: int, months: int) -> Work:
    """An office run day by day, taken down and restored every night in memory: `day` and `fork` are the parts."""
    from kaohe.scenarios.loader import load_scenario
    from kaohe.sim.office import Office
    from kaohe.sim.spec import town

    office = Office(town(customers, months), 1, load_scenario().rules)
    PARTS.update(day=0.0, fork=0.0)
    advance = _clocked("day", office.advance)
    fork = _clocked("fork", lambda: Office.restored(office.snapshot()))

    def work() -> Written:
        for day in range(office.today, office.last_day + 1):
            advance(day + 1)
            fork()
        return _written(office.result().counts)

    return work


def _made(customers: int, months: int) -> tempfile.TemporaryDirectory[str]:
    """The folder of a run made by another process, whose memory is not ours."""
    folder = tempfile.TemporaryDirectory()
    size = ["--customers", str(customers), "--months", str(months)]
    command = [sys.executable, "-m", "kaohe", "simulate", *size, "--inject", "none", "--out", folder.name]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def _written(rows: Mapping[str, int]) -> Written:
    from kaohe.sim.records import SCHEMA

    return sum(rows.values()), sum(count * len(SCHEMA[table].columns) for table, count in rows.items())


PEERS = ("plain", "tamed", "heapq")
WORKS = (plain, tamed, heapq, bound, sealed, simulate, survey, silent, billing, judge, verify, forks)
KINDS = {work.__name__: work for work in WORKS}


def measured(kind: str, customers: int, months: int) -> dict[str, Any]:
    """Do one piece, and say what it took."""
    if kind not in PEERS:
        gc.set_threshold(SELDOM)  # as the command does
    work = KINDS[kind](customers, months)
    start = time.process_time()
    rows, cells = work()
    seconds = time.process_time() - start
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"rows": rows, "cells": cells, "seconds": seconds, "mib": mib, "parts": PARTS}


def main() -> None:
    """Do the piece that the command line names."""
    kind, customers, months = sys.argv[1:]
    print(json.dumps(measured(kind, int(customers), int(months))))


if __name__ == "__main__":
    main()
