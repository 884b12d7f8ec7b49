"""Counters of the business halls: windows and door rounds, as many as the payments need at about 70 % load.

A counter is site × 16 + n: windows are n = 1 to 8, door rounds (走收) n = 9 to 15.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.spec import CHANNELS, OfficeSpec, SpecError, StaffSpec, impossible
from kaohe.sim.town.books import site_count
from kaohe.sim.town.customers import NONE, Population

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]

LOAD_PERCENT = 70
OPEN_DAYS = 25  # of a month
DOOR_CALLS = 80  # a day
RELIEF_FROM = 3_000  # customers of a hall from which a second window relieves the first
FIRST_DOOR = 9
WINDOWS_MAX, DOORS_MAX = 8, 7


@dataclass(frozen=True, slots=True)
class Counters:
    """`windows` and `doors` by site; `book_door` is the counter of each book's door round, NONE where there is none."""

    windows: Int64
    doors: Int64
    book_door: Int32

    def ids(self) -> Int32:
        """All counters, by site, windows first."""
        found = [
            site * 16 + n
            for site, (windows, doors) in enumerate(zip(self.windows.tolist(), self.doors.tolist(), strict=True))
            for n in (*range(1, windows + 1), *range(FIRST_DOOR, FIRST_DOOR + doors))
        ]
        return np.array(found, np.int32)


def is_door(counter: int) -> bool:
    """Whether a counter is a door round."""
    return counter % 16 >= FIRST_DOOR


def plan_counters(spec: OfficeSpec, population: Population) -> Counters:
    """Windows and door rounds of every hall; those that a named collector holds are among them."""
    windows = _windows(spec, population)
    doors = np.minimum(-(-_payers(population, "door") * 100 // (DOOR_CALLS * OPEN_DAYS * LOAD_PERCENT)), DOORS_MAX)
    for person in spec.staff:
        if person.counter is None:
            continue
        site, n = divmod(person.counter, 16)
        if is_door(n):
            doors[site] = max(doors[site], n - FIRST_DOOR + 1)
        else:
            windows[site] = max(windows[site], n)
    return Counters(windows, doors, _book_doors(population, doors))


def counter_faults(spec: OfficeSpec) -> Iterator[SpecError]:
    """What cannot be of the windows, and of the counters of named people."""
    if spec.windows is not None and not 1 <= spec.windows <= WINDOWS_MAX:
        yield impossible(("windows",), "P019", "windows", windows=spec.windows, most=WINDOWS_MAX)
    found: dict[int, str] = {}
    halls = site_count(spec)
    for number, person in enumerate(spec.staff):
        if person.counter is None:
            continue
        at, given = ("staff", number, "counter"), _given(person)
        if person.post != "collector":
            yield impossible(at, "P046", "counter-post", person=person.name)
        elif not (0 <= person.counter // 16 < halls and person.counter % 16):
            key = "counter-none" if halls == 1 else "counter-none-halls"
            yield impossible(at, "P019", key, **given, halls=halls, last=halls - 1)
        elif person.counter in found:
            yield impossible(at, "P046", "counter-taken", **given, other=found[person.counter])
        found.setdefault(person.counter, person.name)


def _given(person: StaffSpec) -> dict[str, str | int]:
    return {"person": person.name, "counter": person.counter or 0}


def _payers(population: Population, channel: str) -> Int64:
    here = population.channel == CHANNELS.index(channel)
    return np.bincount(population.site[here], minlength=population.books.sites)


def _windows(spec: OfficeSpec, population: Population) -> Int64:
    sites = population.books.sites
    if spec.windows is not None:
        return np.full(sites, spec.windows, np.int64)
    practice = spec.practice
    hours_s = max(practice.windows_close_s - practice.opens_s, 1)
    need = -(-_payers(population, "window") * practice.service_s * 100 // (OPEN_DAYS * hours_s * LOAD_PERCENT))
    relief = np.bincount(population.site[population.opening], minlength=sites) >= RELIEF_FROM
    return np.clip(need, np.where(relief, 2, 1), WINDOWS_MAX).astype(np.int64)


def _book_doors(population: Population, doors: Int64) -> Int32:
    """The books of a hall take its door rounds in turn."""
    site = population.books.site.astype(np.int64)
    order = np.argsort(site, kind="stable")
    count = np.bincount(site, minlength=len(doors))
    turn = np.empty(len(site), np.int64)
    turn[order] = np.arange(len(site)) - np.repeat(np.cumsum(count) - count, count)
    counter = site * 16 + FIRST_DOOR + turn % np.maximum(doors[site], 1)
    return np.where(doors[site] > 0, counter, NONE).astype(np.int32)
