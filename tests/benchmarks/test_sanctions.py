"""The measurement of the engine works, whatever the time; that of a small number of incidents is no goal."""

from __future__ import annotations

from tests.benchmarks.bench_sanctions import GOALS, measured


def test_it_measures() -> None:
    found = measured(20_000)
    assert all(found[name] > 0 for name in ("digitize", "tiers", "sanctions"))
    assert all(f"{name}_ratio" in found for name in GOALS)
    assert found["tiers"] < found["sanctions"]
