"""A million customers: three acts of every clause among them are found, and nothing else."""

from __future__ import annotations

import pytest

from tests.kaohe.calling import Kaohe
from tests.proving import seeds

pytestmark = [pytest.mark.prove, pytest.mark.main_job]


@pytest.mark.parametrize("seed", seeds([1], free=1))
def test_three_of_every_clause_are_found_among_a_million(kaohe_apart: Kaohe, seed: int) -> None:
    office = ("--customers", "1000000", "--months", "3", "--seed", str(seed), "--inject", "all=3x")
    made = kaohe_apart("run", *office, "--no-report", "--out", "run")
    assert (made.code, made.err) == (0, "")
    clauses = kaohe_apart("quality", "run", "--json").json()["clauses"]
    assert clauses
    for each in clauses:
        assert each["injected"] >= 3, each
        assert each["found"] == each["evidenced"] > 0, each
        assert (each["false"], each["precision"], each["recall"]) == (0, 1.0, 1.0), each
