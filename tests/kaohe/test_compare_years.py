"""`kaohe compare --rates`: office-years simulated, kept, gone on with, and what is refused."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl
import pytest

from kaohe.scenarios.studies import cluster
from tests.kaohe.calling import Kaohe

PAIR = ("compare", "--policy", "handbook", "--policy", "p1")
CAPS = ("--sweep", "bonus.cap_months=6:24:6")
SMALL = ("--rates", "high", "--customers", "60", "--months", "1", "--jobs", "1", "--no-report")


def test_years_are_simulated_kept_and_gone_on_with(kaohe: Kaohe, tmp_path: Path) -> None:
    """One year and then another: the first stays as it is, and the tables are those of both."""
    out = tmp_path / "study"
    one = kaohe(*PAIR, *SMALL, "--replications", "1", "--out", out)
    assert one.code == 0
    assert "1 個模擬年（clean，60 戶，1 個月，差錯率 high，種子 1）" in one.out
    assert "[U058]" in one.err
    assert "另 3 個月顯露" in one.err
    first = (out / "years" / "0001" / "acts.parquet").stat().st_mtime_ns
    two = kaohe(*PAIR, *SMALL, "--replications", "2", "--events", "50", "--out", out, "--lang", "en", "--json")
    assert two.code == 0
    assert "1 years are there and are used; 1 are left" in two.err
    assert "[U056]" in two.err
    assert (out / "years" / "0001" / "acts.parquet").stat().st_mtime_ns == first
    document = two.json()
    years = [pl.read_parquet(out / "years" / f"000{number}" / "incidents.parquet") for number in (1, 2)]
    assert document["population"]["incidents"] == sum(year.height for year in years) > 0
    metrics = pl.read_parquet(out / "comparison" / "metrics.parquet").filter(policy="handbook")
    tiers = metrics.filter(pl.col("metric").str.starts_with("incidents_"))
    assert 2 * tiers["mean"].sum() == document["population"]["incidents"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--replications", "0"), "--replications: 錯誤[P019]"),
        (("--replications", "x"), "--replications: 錯誤[P014]"),
        (("--jobs", "0"), "--jobs: 錯誤[P019]"),
        (("--months", "13"), "--months: 錯誤[P019]"),
        (("--events", "-1"), "--events: 錯誤[P019]"),
        (("--rates", "centrl"), "centrl: 錯誤[P062]"),
        (("--rates", "gone.toml"), "gone.toml: 錯誤[P062]"),
        (("--rates", "high", "--on", "gone.csv"), "--on: 錯誤[P034]"),
        (("--jobs", "2", "--scheduler", "tcp://127.0.0.1:1"), "--jobs: 錯誤[P034]"),
        (("--rates", "high", "--out", "taken"), "taken: 錯誤[U050]"),
        (("cleen",), "cleen: 錯誤[P062]"),
        (("--rates", "high", "--best", "bonus_months"), "--best: 錯誤[P034]"),
        (
            ("--replications", "15", "--sweep", "bonus.cap_months=6:24:6", "--best", "bonus_months"),
            "--best: 錯誤[P019]",
        ),
        (("--rates", "high", "--half-width", "bonus_months"), "--half-width: 錯誤[P014]"),
        (("--rates", "high", "--half-width", "bonus_month=2"), "--half-width: 錯誤[U010]"),
        (("--rates", "high", "--half-width", "bonus_months=nan"), "--half-width: 錯誤[P016]"),
    ],
)
def test_what_is_refused(kaohe: Kaohe, tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    taken = tmp_path / "taken"
    taken.mkdir(exist_ok=True)
    (taken / "thesis.txt").write_text("mine", encoding="utf-8")
    answer = kaohe(*PAIR, *(str(taken) if word == "taken" else word for word in words))
    assert (answer.code, answer.out) == (2, "")
    assert code in answer.err
    assert [path.name for path in taken.iterdir()] == ["thesis.txt"]


def test_a_scheduler_that_does_not_answer_is_told(
    kaohe: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_S", 1)
    answer = kaohe(*PAIR, "--scheduler", "tcp://127.0.0.1:1", "--out", tmp_path / "study")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("--scheduler: 錯誤[U055] tcp://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "錯誤[U054]" in kaohe(*PAIR, "--scheduler", "tcp://127.0.0.1:1").err
    assert not (tmp_path / "study").exists()


def test_another_studys_folder_is_refused(kaohe: Kaohe, tmp_path: Path) -> None:
    out = tmp_path / "study"
    (out / "years").mkdir(parents=True)
    (out / "study.json").write_text('{"study": {"kaohe": "0.1.0", "seed": 7}}', encoding="utf-8")
    answer = kaohe(*PAIR, *SMALL, "--replications", "1", "--out", out)
    assert (answer.code, answer.out) == (2, "")
    assert "[U051] 這是另一個研究：" in answer.err
    assert "種子，那裏 7，這裏 1" in answer.err
    assert not any((out / "years").iterdir())


def test_rates_can_be_listed_shown_and_checked(kaohe: Kaohe, tmp_path: Path) -> None:
    listed = kaohe("list", "rates", "--json").json()
    assert [each["id"] for each in listed] == ["low", "central", "high"]
    shown = kaohe("show", "rates", "central").out
    path = tmp_path / "ours.toml"
    path.write_text(shown.replace('id = "central"', 'id = "ours"'), encoding="utf-8")
    assert kaohe("check", path).code == 0
    path.write_text(shown.replace("rate = 0.01\n", "rate = 1.5\n"), encoding="utf-8")
    answer = kaohe("check", path)
    assert answer.code == 2
    assert "[P019]" in answer.err


REACTING = (*PAIR, *SMALL, "--replications", "2", "--deterrence", "severity_works")


def test_people_react_and_what_rests_on_it_is_told(kaohe: Kaohe, tmp_path: Path) -> None:
    """Each policy has years of its own, kept and gone on with; a response that never fired is told."""
    out = tmp_path / "study"
    options = ("--deterrence", "severity_silences", "--out", out, "--lang", "en")
    one = kaohe(*REACTING, *options, "--json")
    assert one.code == 0
    assert "[U073]" in one.err
    assert "1 policies need years of their own (2 sets of assumptions, and 0 draws): 4 years in all" in one.err
    behaviour = json.loads(one.out)["behaviour"]
    assert behaviour["sets"] == ["severity_works", "severity_silences"]
    assert ("[U075]" in one.err) == (0 in behaviour["changed"].values())
    assert len(list((out / "reactions").iterdir())) == 2
    assert pl.read_parquet(out / "comparison" / "regret.parquet").columns == [
        "policy",
        "metric",
        "set",
        "mean",
        "regret",
    ]
    again = kaohe(*REACTING, *options)
    assert again.code == 0
    assert "[U073]" not in again.err
    assert "What follows rests on the assumptions severity_works" in again.out
    assert "regret: how much more than the policy that has least" in again.out


def test_draws_over_the_ranges_have_a_year_of_their_own_under_all_policies(
    kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaohe.studying.FEWEST_DRAWS", 2)
    monkeypatch.setattr("kaohe.standards.laboratory.assumed.FEWEST", 1)
    words = (*PAIR, *SMALL, "--replications", "1", "--deterrence", "central", "--draws", "3", "--lang", "en")
    found = kaohe(*words, "--json")
    assert found.code == 0
    assert "and 3 draws): 6 years in all" in found.err
    rankings = json.loads(found.out)["behaviour"]["rankings"]
    assert rankings
    assert all(each["draws"] == 3 and each["first_less"] + each["same"] <= 3 for each in rankings)


REACTING_WRONG = {
    "draws without a set": (("--draws", "100"), "P034"),
    "few draws": (("--deterrence", "central", "--draws", "10"), "P019"),
    "a set that there is not": (("--deterrence", "centrl"), "P062"),
    "a set twice": (("--deterrence", "central", "--deterrence", "central"), "P013"),
    "a sweep": (("--deterrence", "central", "--sweep", "bonus.cap_months=6:24:6"), "P034"),
    "a half-width": (("--deterrence", "central", "--half-width", "bonus_months=2"), "P034"),
    "no number": (("--check-intensity", "much"), "P014"),
}


@pytest.mark.parametrize("name", REACTING_WRONG)
def test_what_is_refused_where_people_react(kaohe: Kaohe, name: str) -> None:
    words, code = REACTING_WRONG[name]
    refused = kaohe(*PAIR, *SMALL, "--replications", "1", *words)
    assert refused.code == 2
    assert f"[{code}]" in refused.err


def test_faults_of_a_set_are_told_with_line_and_column_all_at_once(kaohe: Kaohe, tmp_path: Path) -> None:
    shipped = kaohe("show", "deterrence", "central").out
    path = tmp_path / "ours.toml"
    path.write_text(
        shipped.replace("default = 0.5", "default = nan", 1).replace('"care"', '"caer"', 1), encoding="utf-8"
    )
    for words in (("check", path), (*PAIR, *SMALL, "--deterrence", path)):
        refused = kaohe(*words)
        assert refused.code == 2
        assert f"{path}:12:11" in refused.err
    path.write_text(shipped.replace('"care"', '"caer"', 1).replace("low = 0.1", "low = 0.4", 1), encoding="utf-8")
    refused = kaohe("check", path)
    assert refused.code == 2
    assert all(f"[{code}]" in refused.err for code in ("P044", "P020", "P019"))
