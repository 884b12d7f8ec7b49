"""The measurement of papers works, whatever the time."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.bench_papers import marked, sized
from tests.scenarios.exam import small_paper as small


def test_it_measures(tmp_path: Path) -> None:
    assert marked(small.exam(), small.desktop(), small.form().key, 1) > 0
    spec = sized(tmp_path, 600).scenario.spec
    assert sum(book.customers for book in spec.books) + sum(spec.classes.values()) in range(590, 611)
