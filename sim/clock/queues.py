"""Windows as arrays: first in, first out, in integer seconds.

When several windows are free the lowest number serves, so that a queue forgets a disturbance as soon as it is empty.
Whoever is inside at closing is served; who comes after is not handed in here.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.arrays import order_of

Int64 = NDArray[np.int64]

USUAL = 2
SCALAR_SITES = 65  # beyond so many sites stepping by rank is quicker
_NEVER = np.iinfo(np.int64).max // 2


def serve(arrival_s: Int64, service_s: Int64, windows: int) -> tuple[Int64, Int64]:
    """(start_s, window from 0) of each customer, in order of arrival; ties are served in the order given.

    Arrivals must not decrease. Raises ValueError if they do, or without a window.
    """
    _check(np.diff(arrival_s), windows)
    return _one_site(arrival_s, service_s, windows)


def serve_sites(site: Int64, arrival_s: Int64, service_s: Int64, windows: Int64) -> tuple[Int64, Int64]:
    """`serve` at many sites at once: `windows` has an entry for each site, `site` is where each customer comes.

    Customers of one site must be in order of arrival; sites may be mixed in any order. Both ways of counting are equal.
    """
    order = order_of(site)
    count = np.bincount(site, minlength=len(windows))
    first = np.cumsum(count) - count
    same = site[order][1:] == site[order][:-1]
    _check(np.diff(arrival_s[order])[same], int(windows[count > 0].min(initial=1)))
    by = _by_site if np.count_nonzero(count) <= SCALAR_SITES else _by_rank
    start = np.empty(len(site), np.int64)
    window = np.empty(len(site), np.int64)
    start[order], window[order] = by(arrival_s[order], service_s[order], first, count, windows)
    return start, window


def _check(gaps_s: Int64, windows: int) -> None:
    if windows < 1:
        raise ValueError(f"{windows} windows")
    if np.any(gaps_s < 0):
        raise ValueError("customers are not in order of arrival")


def _one_site(arrival_s: Int64, service_s: Int64, windows: int) -> tuple[Int64, Int64]:
    by = _two_windows if windows == USUAL else partial(_windows, windows)
    starts, chosen = by(arrival_s.tolist(), service_s.tolist())
    return np.array(starts, np.int64), np.array(chosen, np.int64)


def _windows(windows: int, arrivals_s: list[int], services_s: list[int]) -> tuple[list[int], list[int]]:
    free = [0] * windows
    starts, chosen, numbers = [], [], range(windows)
    for arrival, service in zip(arrivals_s, services_s, strict=True):
        start = arrival
        for window in numbers:
            if free[window] <= arrival:
                break
        else:
            start = min(free)
            window = free.index(start)
        free[window] = start + service
        starts.append(start)
        chosen.append(window)
    return starts, chosen


def _two_windows(arrivals_s: list[int], services_s: list[int]) -> tuple[list[int], list[int]]:
    """The same written out for as many windows as nearly every hall has: all payers of a day pass through this."""
    starts, chosen, free, other = [], [], 0, 0
    for arrival, service in zip(arrivals_s, services_s, strict=True):
        if free <= arrival or (free <= other and other > arrival):
            start = arrival if arrival > free else free
            free = start + service
            chosen.append(0)
        else:
            start = arrival if arrival > other else other
            other = start + service
            chosen.append(1)
        starts.append(start)
    return starts, chosen


def _by_site(arrival_s: Int64, service_s: Int64, first: Int64, count: Int64, windows: Int64) -> tuple[Int64, Int64]:
    start = np.empty(len(arrival_s), np.int64)
    window = np.empty(len(arrival_s), np.int64)
    for site in np.flatnonzero(count).tolist():
        at = slice(int(first[site]), int(first[site] + count[site]))
        start[at], window[at] = _one_site(arrival_s[at], service_s[at], int(windows[site]))
    return start, window


def _by_rank(arrival_s: Int64, service_s: Int64, first: Int64, count: Int64, windows: Int64) -> tuple[Int64, Int64]:
    """The k-th customers of all sites in step k; sites with most first, so that the busy ones are a prefix."""
    busiest = np.argsort(-count, kind="stable")
    first, count = first[busiest], count[busiest]
    free = np.where(np.arange(int(windows.max())) < windows[busiest, None], 0, _NEVER)
    start = np.empty(len(arrival_s), np.int64)
    window = np.empty(len(arrival_s), np.int64)
    active = np.searchsorted(-count, -np.arange(int(count.max())), side="left").tolist()
    for rank, sites in enumerate(active):
        at = first[:sites] + rank
        arrival, here = arrival_s[at], free[:sites]
        idle = here <= arrival[:, None]
        chosen = np.where(idle.any(axis=1), idle.argmax(axis=1), here.argmin(axis=1))
        row = np.arange(sites)
        begins = np.maximum(arrival, here[row, chosen])
        here[row, chosen] = begins + service_s[at]
        start[at], window[at] = begins, chosen
    return start, window
