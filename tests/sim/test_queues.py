"""Windows as arrays against simpy.Resource, against each other, and against Erlang C."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kaohe.sim.clock import queues
from kaohe.sim.clock.queues import serve, serve_sites

Int64 = NDArray[np.int64]

# λ and μ an hour, windows, mean wait in minutes: maths.md §11; the first two as printed in exercises, all by Erlang C.
ERLANG_C = [
    pytest.param(15, 20, 1, 9.0, id="Q01"),
    pytest.param(30, 40, 1, 4.5, id="Q02"),
    pytest.param(30, 10, 4, 3.056604, id="Q03"),
    pytest.param(6, 3, 3, 8.888889, id="Q04"),
    pytest.param(90, 12, 9, 1.697200, id="Q05"),
]

customers = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=60)


def simpy_starts(arrival_s: Int64, service_s: Int64, windows: int) -> list[int]:
    env = simpy.Environment()
    desk = simpy.Resource(env, windows)
    starts = [-1] * len(arrival_s)

    def customer(number: int, arrival: int, service: int) -> Generator[simpy.Event, None, None]:
        yield env.timeout(arrival)
        with desk.request() as turn:
            yield turn
            starts[number] = int(env.now)
            yield env.timeout(service)

    for number, (arrival, service) in enumerate(zip(arrival_s.tolist(), service_s.tolist(), strict=True)):
        env.process(customer(number, arrival, service))
    env.run()
    return starts


def lowest_free(start_s: Int64, service_s: Int64, windows: int) -> list[int]:
    """The rule in its plainest form: of the windows free when a customer starts, the lowest."""
    free, chosen = [0] * windows, []
    for start, service in zip(start_s.tolist(), service_s.tolist(), strict=True):
        window = min(n for n in range(windows) if free[n] <= start)
        free[window] = start + service
        chosen.append(window)
    return chosen


def arrays(rows: list[tuple[int, int]]) -> tuple[Int64, Int64]:
    rows = sorted(rows, key=lambda row: row[0])
    return np.array([row[0] for row in rows], np.int64), np.array([row[1] for row in rows], np.int64)


@given(customers, st.integers(1, 4))
def test_starts_are_those_of_a_simpy_resource(rows: list[tuple[int, int]], windows: int) -> None:
    arrival, service = arrays(rows)
    start, window = serve(arrival, service, windows)
    assert start.tolist() == simpy_starts(arrival, service, windows)
    assert window.tolist() == lowest_free(start, service, windows)


@given(st.lists(st.tuples(customers, st.integers(1, 4)), min_size=1, max_size=6))
def test_sites_by_rank_and_one_by_one_are_each_served_alone(sites: list[tuple[list[tuple[int, int]], int]]) -> None:
    parts = [arrays(rows) for rows, _ in sites]
    windows = np.array([count for _, count in sites], np.int64)
    site = np.repeat(np.arange(len(parts)), [len(arrival) for arrival, _ in parts]).astype(np.int64)
    arrival = np.concatenate([part[0] for part in parts])
    service = np.concatenate([part[1] for part in parts])
    order = np.argsort(arrival, kind="stable")
    expected = [serve(*part, count) for part, (_, count) in zip(parts, sites, strict=True)]
    for limit in (0, 65):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(queues, "SCALAR_SITES", limit)
            start, window = serve_sites(site[order], arrival[order], service[order], windows)
        assert start.tolist() == np.concatenate([found[0] for found in expected])[order].tolist()
        assert window.tolist() == np.concatenate([found[1] for found in expected])[order].tolist()


@pytest.mark.parametrize(("per_hour", "served_per_hour", "windows", "wait_min"), ERLANG_C)
def test_waits_are_near_erlang_c(per_hour: int, served_per_hour: int, windows: int, wait_min: float) -> None:
    halls, each = 100, 4_000
    random = np.random.Generator(np.random.Philox(20))
    gaps = random.exponential(3_600_000 / per_hour, (halls, each))
    arrival = np.rint(np.cumsum(gaps, axis=1)).astype(np.int64).ravel()
    service = np.rint(random.exponential(3_600_000 / served_per_hour, halls * each)).astype(np.int64)
    site = np.repeat(np.arange(halls, dtype=np.int64), each)
    start, _ = serve_sites(site, arrival, service, np.full(halls, windows, np.int64))
    assert (start - arrival).mean() / 60_000 == pytest.approx(wait_min, rel=0.05)


def test_when_two_windows_are_free_the_lower_number_serves() -> None:
    start, window = serve(np.array([0, 0, 0, 10, 20]), np.array([5, 7, 7, 1, 1]), 3)
    assert start.tolist() == [0, 0, 0, 10, 20]
    assert window.tolist() == [0, 1, 2, 0, 0]


def test_the_first_to_be_free_serves_and_of_two_the_lower() -> None:
    _, window = serve(np.array([0, 0, 1, 2]), np.array([9, 4, 5, 3]), 2)
    assert window.tolist() == [0, 1, 1, 0]


def test_nobody_comes() -> None:
    nobody = np.empty(0, np.int64)
    assert [len(part) for part in serve(nobody, nobody, 2)] == [0, 0]
    assert [len(part) for part in serve_sites(nobody, nobody, nobody, np.array([1, 2]))] == [0, 0]


@pytest.mark.parametrize(("arrival", "windows"), [([3, 2], 1), ([1, 2], 0)])
def test_disorder_and_no_window_are_refused(arrival: list[int], windows: int) -> None:
    with pytest.raises(ValueError, match=r"order of arrival|0 windows"):
        serve(np.array(arrival), np.array([1, 1]), windows)
    with pytest.raises(ValueError, match=r"order of arrival|0 windows"):
        serve_sites(np.array([1, 1]), np.array(arrival), np.array([1, 1]), np.array([1, windows]))


def test_sites_may_be_mixed_in_time() -> None:
    start, window = serve_sites(np.array([1, 0]), np.array([9, 3]), np.array([1, 1]), np.array([1, 1]))
    assert start.tolist() == [9, 3]
    assert window.tolist() == [0, 0]
