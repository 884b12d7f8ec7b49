"""`kaohe compare`: lists and runs under several policies, sweeps, tables on disk, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.kaohe.calling import Kaohe
from tests.proving import times

METRIC = {"mean", "low", "high", "unit", "events", "rests_on"}


@pytest.fixture(scope="module", name="cases")
def _cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of 300 cases of 60 people."""
    draw = np.random.default_rng(7)
    lines = ["人,日期,條款,崗位,金額（元）"]
    for number in range(300):
        amount = "不能計價" if number % 10 == 0 else f"{10 ** draw.uniform(1, 6):.2f}"
        day = f"2001-{draw.integers(1, 13):02d}-{draw.integers(1, 29):02d}"
        lines.append(f"職工{draw.integers(1, 61)},{day},2.2,抄表工,{amount}")
    path = tmp_path_factory.mktemp("cases") / "cases.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_list_of_300_cases_gets_its_table(kaohe: Kaohe, cases: Path, tmp_path: Path) -> None:
    answer = kaohe("compare", "--policy", "handbook", "--policy", "indexed", "--on", cases, "--out", tmp_path / "out")
    assert answer.code == 0
    assert "事故 300 件（不能計價 30 件）" in answer.out
    assert "price_index.now（物價指數）：沒有 → 160" in answer.out
    assert "清單沒有：" in answer.err
    names = ["differences", "incidents_1_2", "metrics", "persons_1_2", "posts_1_2", "transitions_1_2"]
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    tables = [f"{name}.{ending}" for name in names for ending in ("csv", "parquet")]
    assert written == sorted([*tables, "committee.docx", "index.html"])
    rows = pl.read_parquet(tmp_path / "out" / "incidents_1_2.parquet")
    assert {"number", "person", "tier_a", "tier_b", "borne_a", "borne_b", "rules_a", "rules_b"} <= set(rows.columns)
    assert pl.read_parquet(tmp_path / "out" / "transitions_1_2.parquet")["incidents"].sum() == 300


def test_the_document(kaohe: Kaohe, cases: Path) -> None:
    words = ("compare", "--policy", "handbook", "--policy", "continuous", "--on", cases, "--json")
    document = kaohe(*words, "--bonus", "withhold_all_bonus=500").json()
    assert set(document["metrics"]) == {"handbook", "continuous"}
    assert all(set(metric) == METRIC for metrics in document["metrics"].values() for metric in metrics.values())
    assert document["population"]["yearly"] is False
    handbook = document["metrics"]["handbook"]
    assert (handbook["bonus_fen"]["rests_on"], handbook["bonus_months"]["rests_on"]) == ("assumption", "text")
    (difference,) = document["differences"]
    assert (difference["one"], difference["other"]) == ("handbook", "continuous")
    assert difference["metrics"]["bonus_months"] == (
        document["metrics"]["continuous"]["bonus_months"]["mean"] - handbook["bonus_months"]["mean"]
    )
    first = difference["explained"][0]
    assert any(line.startswith("tier") for line in first["why_a"])
    assert any(line.startswith("tier") for line in first["why_b"])
    assert first["why_a"] != first["why_b"]


def test_a_cost_is_told_with_its_parts_and_weights(kaohe: Kaohe, cases: Path) -> None:
    words = ("compare", "--policy", "handbook", "--policy", "p6", "--on", cases, "--json")
    assert "cost_fen" not in kaohe(*words).json()["metrics"]["handbook"]
    document = kaohe(*words, "--weight", "cases=300", "--weight", "posts_lost=50000").json()
    assert document["population"]["weights_fen"] == {"cases": 30_000, "posts_lost": 5_000_000}
    for metrics in document["metrics"].values():
        parts = {name: metrics[name]["mean"] for name in ("unrecovered_fen", "cases", "posts_lost", "cost_fen")}
        worked = 30_000 * parts["cases"] + 5_000_000 * parts["posts_lost"]
        assert parts["cost_fen"] == parts["unrecovered_fen"] + worked
        assert metrics["cost_fen"]["rests_on"] == "assumption"


def test_a_policy_beside_itself_changes_nobody(kaohe: Kaohe, cases: Path) -> None:
    document = kaohe("compare", "--policy", "p3", "--policy", "p3", "--on", cases, "--json").json()
    (difference,) = document["differences"]
    assert (difference["changed"], difference["policy"], difference["explained"]) == (0, [], [])
    assert set(difference["metrics"].values()) == {0}


def test_hundreds_of_thresholds_are_swept(kaohe: Kaohe, cases: Path) -> None:
    points = times(100, 400)
    sweep = f"bands.general.low_fen=50000:250000:{200_000 // points}"
    rows = kaohe("compare", "--on", cases, "--sweep", sweep, "--json").json()["sweep"]
    assert len(rows) == points + 1
    lowest = [row["incidents_non_assessed"] for row in rows]
    assert lowest == sorted(lowest)
    assert lowest[0] < lowest[-1]
    at_own = next(row for row in rows if row["bands.general.low_fen"] == 100_000)
    assert (at_own["harder"], at_own["softer"], at_own["mixed"]) == (0, 0, 0)


def test_a_sweep_is_told_in_every_language(kaohe: Kaohe, cases: Path) -> None:
    words = ("compare", "--on", cases, "--sweep", "bands.general.low_fen=50000:200000:50000")
    assert "掃描 4 點" in kaohe(*words).out
    assert "扫描 4 点" in kaohe(*words, "--lang", "zh-Hans").out
    english = kaohe(*words, "--lang", "en").out
    assert "4 points swept" in english


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--policy", "handbook", "--policy", "p3"), "P034"),
        (("--policy", "handbook", "--on", "CASES"), "P034"),
        (("--policy", "handbok", "--policy", "p3", "--on", "CASES"), "P062"),
        (("--policy", "handbook", "--policy", "p3", "--on", "gone.csv"), "P062"),
        (("--policy", "handbook", "--policy", "p3", "--on", "gone.xlsx"), "P084"),
        (("--policy", "handbook", "--policy", "p3", "--on", "gone"), "U020"),
        (("--on", "CASES", "--sweep", "bands.general.low_fen=1:2000000:100000"), "P032"),
        (("--policy", "handbook", "--policy", "p3", "--on", "CASES", "--bonus", "bonus=1"), "U010"),
        (("--policy", "handbook", "--policy", "p3", "--on", "CASES", "--weight", "case=1"), "U010"),
        (("--policy", "handbook", "--policy", "p3", "--on", "CASES", "--weight", "cases=-1"), "P014"),
        (("--on", "CASES", "--sweep", "bonus.cap_months=6:24:6", "--best", "bonus_months"), "P034"),
        (("--policy", "handbook", "--policy", "p3", "--on", "CASES", "--half-width", "bonus_months=1"), "P034"),
    ],
)
def test_what_is_refused(kaohe: Kaohe, cases: Path, words: tuple[str, ...], code: str) -> None:
    answer = kaohe("compare", *(str(cases) if word == "CASES" else word for word in words))
    assert (answer.code, answer.out) == (2, "")
    assert f"[{code}]" in answer.err


def test_a_bad_list_leaves_nothing_behind(kaohe: Kaohe, tmp_path: Path) -> None:
    bad, out = tmp_path / "bad.csv", tmp_path / "out"
    bad.write_text("人,日期,條款,金額\n王芳,2001-13-05,2.2,3000\n", encoding="utf-8")
    answer = kaohe("compare", "--policy", "p1", "--policy", "p3", "--on", bad, "--out", out)
    assert answer.code == 2
    assert "bad.csv:1:9" in answer.err
    assert not out.exists()
