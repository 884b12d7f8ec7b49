"""The measurement of a candidate's wait works; at a tenth of the goal's size nobody waits as long as it allows."""

from __future__ import annotations

from tests.benchmarks.bench_answers import GOAL_MS, measured


def test_it_measures() -> None:
    found = measured("collector", 500, practice=True, months=1)
    assert found["answers"] > 20
    assert 0 < found["median_ms"] <= found["p95_ms"] <= found["most_ms"]
    assert found["p95_ms"] < GOAL_MS
