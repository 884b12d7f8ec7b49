"""One day in the field on SimPy's clock: readers share handhelds, and each takes his books in turn.

The process belongs to the worker, the customer is a row: this settles only when and who; what was read lies in the
day's tray.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass

import simpy

from kaohe.sim.town.reading_time import HAND_OVER_S


@dataclass(frozen=True)
class BookJob:
    """A book of a period (index) to read today. Seconds are counted from midnight; `handheld`: it was loaded on an
    earlier day (0: the reader draws any); `kept`: he has had it since.
    """

    book: int
    index: int
    site: int
    reader: int
    meters: int
    travel_s: int
    pace_s: int
    handheld: int = 0
    kept: bool = False


@dataclass(frozen=True)
class BookDone:
    """When the book was drawn, begun, finished and returned, and with which handheld; seconds from midnight."""

    job: BookJob
    handheld: int
    draw_s: int
    begin_s: int
    end_s: int


LOAD_S = 20 * 60


def field_day(
    jobs: list[BookJob],
    handhelds: Sequence[int],
    opens_s: int,
    out: Collection[tuple[int, int]] = (),
    late: Collection[tuple[int, int]] = (),
) -> list[BookDone]:
    """Read the day's books, with so many handhelds at each hall, those apart that are `out` (hall, number) since an
    earlier day or loaded for a book of the day; ties go by reader, then by the order of the jobs. All books are
    finished, by overtime if need be. late: those in whose place there is a spare.
    """
    env = simpy.Environment(initial_time=opens_s)
    taken = {*out, *((job.site, job.handheld) for job in jobs if job.handheld)}
    pools = [_pool(env, site, number, taken, late) for site, number in enumerate(handhelds)]
    done: list[BookDone] = []
    by_reader: dict[int, list[BookJob]] = {}
    for job in jobs:
        by_reader.setdefault(job.reader, []).append(job)
    for reader in sorted(by_reader):
        env.process(_reader(env, pools[by_reader[reader][0].site], by_reader[reader], done))
    env.run()
    return sorted(done, key=lambda each: (each.begin_s, each.job.book))


def _pool(
    env: simpy.Environment,
    site: int,
    number: int,
    out: Collection[tuple[int, int]],
    late: Collection[tuple[int, int]],
) -> simpy.Store:
    """Spares have numbers of their own, after those of the hall."""
    pool = simpy.Store(env)
    own = [each for each in range(1, number + 1) if (site, each) not in out]
    pool.items.extend(number + each if (site, each) in late else each for each in own)
    return pool


def _reader(
    env: simpy.Environment, pool: simpy.Store, jobs: list[BookJob], done: list[BookDone]
) -> Generator[simpy.Event, object, None]:
    for job in jobs:
        handheld = job.handheld or (yield pool.get())
        assert isinstance(handheld, int)
        draw = int(env.now)
        yield env.timeout(HAND_OVER_S + job.travel_s // 2)
        begin = int(env.now)
        yield env.timeout(job.meters * job.pace_s)
        done.append(BookDone(job, handheld, draw, begin, int(env.now)))
        yield env.timeout(job.travel_s - job.travel_s // 2 + HAND_OVER_S)
        if not job.kept:
            yield pool.put(handheld)
