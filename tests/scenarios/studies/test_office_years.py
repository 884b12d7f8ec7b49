"""Simulated office-years: the same whoever works them out, kept whole, gone on with, and paired by common luck."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import polars as pl
import pytest

from kaohe.scenarios import office_years
from kaohe.scenarios.loader import load_scenario
from kaohe.scenarios.studies import sizing
from kaohe.scenarios.studies.cluster import cluster
from kaohe.scenarios.studies.rates import load_rates
from kaohe.scenarios.studies.replicating import DEATHS, Replications
from kaohe.scenarios.studies.study import Study, replicated, seed_of
from kaohe.scenarios.studies.workers import processes
from kaohe.scenarios.studies.years import FRAMES, MONTHS, OPPORTUNITIES, OfficeYears
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.files import Faults
from kaohe.standards import Policy

YEARS = 3


def study(customers: int = 60, rates: str = "high", seed: int = 1) -> Study:
    """Offices of one month, and three in which what was done comes to light."""
    return Study.of(load_scenario("clean"), load_rates(rates), seed, 1, customers)


STUDY = study()


@pytest.fixture(scope="module", name="whole")
def _whole() -> OfficeYears:
    """Three office-years by this process."""
    return Replications(STUDY).upto(YEARS)


def same(one: OfficeYears, other: OfficeYears) -> bool:
    """Whether every frame is."""
    return all(getattr(one, name).equals(getattr(other, name)) for name in FRAMES)


def test_the_frames_are_as_said(whole: OfficeYears) -> None:
    for name, schema in FRAMES.items():
        assert dict(getattr(whole, name).schema) == schema, name
    assert whole.replications == YEARS
    assert whole.exposure["replication"].unique().sort().to_list() == [1, 2, 3]
    assert "tier" not in whole.incidents.columns
    for said in ("3", "60", "high", "clean"):
        assert said in whole.population


def test_nobody_errs_after_the_year_and_what_is_found_is_what_was_done(whole: OfficeYears) -> None:
    assert whole.acts.height > 5
    assert date_of(STUDY.until) == date(2001, 1, 31)
    assert whole.acts["at"].dt.date().max() <= date_of(STUDY.until)  # type: ignore[operator]  # there are some
    assert set(whole.acts["cause"]) == {"behaviour"}
    key = ["replication", "incident_id"]
    known = whole.acts.filter(pl.col("incident_id").is_not_null())
    found = known.join(whole.incidents, on=key, how="left", suffix="_judged")
    assert known.height > 3
    assert (found["clause"] == found["clause_judged"]).all()
    assert (found["staff"] == found["staff_judged"]).all()
    assert whole.incidents.join(known, on=key, how="anti").is_empty()
    assert known.filter(pl.col("evidenced_on").is_null()).is_empty()


def test_exposure_is_of_every_person_and_every_act(whole: OfficeYears) -> None:
    of_people = whole.exposure.filter(pl.col("measure") == MONTHS)
    assert of_people["staff"].null_count() == 0
    assert set(of_people["value"]) == {1}
    met = whole.exposure.filter(pl.col("measure").str.starts_with(OPPORTUNITIES))
    done = whole.acts.group_by("replication", measure=OPPORTUNITIES + pl.col("point") + "." + pl.col("action"))
    both = done.len().join(met, on=["replication", "measure"], how="left")
    assert (both["len"] <= both["value"]).all()
    assert met.height == YEARS * len(STUDY.by_act)


def test_replication_n_does_not_depend_on_how_many_there_are(whole: OfficeYears) -> None:
    assert replicated(STUDY, 2).acts.equals(whole.acts.filter(replication=2))
    assert replicated(STUDY, 2).digests() == replicated(study(), 2).digests()
    assert len({seed_of(seed, number) for seed in (1, 2) for number in range(1, 500)}) == 998


def test_any_executor_gives_the_same(whole: OfficeYears) -> None:
    with ThreadPoolExecutor(1) as executor:
        assert same(office_years("clean", "high", YEARS, customers=60, months=1, workers=executor), whole)
        assert executor.submit(int, "7").result() == 7  # it is left open


def test_a_process_that_dies_costs_a_retry(whole: OfficeYears) -> None:
    begun: list[Executor] = []

    @contextmanager
    def dying() -> Iterator[Executor]:
        with processes(1)() as executor:
            begun.append(executor)
            if len(begun) == 1:
                executor.submit(os._exit, 1)
            yield executor

    assert same(Replications(STUDY, workers=dying).upto(YEARS), whole)
    assert len(begun) == 2


KILLED = """
import os, signal
from kaohe.scenarios.studies.workers import processes
if __name__ == "__main__":
    with processes(1)() as executor:
        print(executor.submit(os.getpid).result(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_do_not_outlive_who_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    worker = int(done.stdout)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError(f"{worker} still waits for work")


class Dead(Executor):
    """None of whose workers lives."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor())
        return future


def test_workers_that_die_again_and_again_are_told(tmp_path: Path) -> None:
    with pytest.raises(Faults) as found:
        Replications(STUDY, tmp_path / "study", Dead()).upto(YEARS)
    (fault,) = found.value.faults
    assert fault.code == "U053"
    assert f"{DEATHS} 次" in fault.message


def test_a_study_that_was_stopped_goes_on(whole: OfficeYears, tmp_path: Path) -> None:
    """Interrupted after the first year, killed in the middle of writing the second, one taken away."""
    folder = tmp_path / "study"

    def stop(done: int, total: int) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Replications(STUDY, folder).upto(YEARS, stop)
    (folder / "years" / ".0002-killed").mkdir()
    going_on = Replications(STUDY, folder)
    assert going_on.kept == (1,)
    told: list[tuple[int, int]] = []
    assert same(going_on.upto(YEARS, lambda done, total: told.append((done, total))), whole)
    assert told == [(2, 3), (3, 3)]
    assert sorted(path.name for path in (folder / "years").iterdir()) == ["0001", "0002", "0003"]
    before = (folder / "study.json").read_bytes()
    for path in (folder / "years" / "0002").iterdir():
        path.unlink()
    (folder / "years" / "0002").rmdir()
    again = Replications(STUDY, folder)
    assert same(again.upto(YEARS), whole)
    assert (folder / "study.json").read_bytes() == before


@pytest.fixture(scope="module", name="kept")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a study of one year."""
    folder = tmp_path_factory.mktemp("studies") / "study"
    Replications(STUDY, folder).upto(1)
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


OTHERS = {
    "customers": (replace(STUDY, spec=study(61).spec), "戶數，那裏 60，這裏 61"),
    "rates": (study(rates="low"), "差錯率，那裏 high，這裏 low"),
    "seed": (study(seed=2), "種子，那裏 1，這裏 2"),
    "practice": (replace(STUDY, spec=replace(STUDY.spec, windows=3)), "營業所的描述"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_studys_folder_is_refused_and_stays(kept: Path, name: str) -> None:
    other, said = OTHERS[name]
    before = content(kept)
    with pytest.raises(Faults, match=said) as found:
        Replications(other, kept)
    assert [fault.code for fault in found.value.faults] == ["U051"]
    assert content(kept) == before


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path, tmp_path / "thesis.txt"):
        with pytest.raises(Faults) as found:
            Replications(STUDY, place)
        assert [fault.code for fault in found.value.faults] == ["U050"]
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_year_that_is_not_as_it_was_written_is_told(kept: Path) -> None:
    path = kept / "years" / "0001" / "acts.parquet"
    before = path.read_bytes()
    pl.read_parquet(path).with_columns(amount_fen=pl.lit(7, pl.Int64)).write_parquet(path)
    try:
        with pytest.raises(Faults, match="0001") as found:
            Replications(STUDY, kept).upto(1)
        assert [fault.code for fault in found.value.faults] == ["U052"]
    finally:
        path.write_bytes(before)


def test_at_half_the_rates_a_part_of_the_same_acts_is_done() -> None:
    """In whole offices: what was not done leaves room for nothing else at such rates."""
    one = study(400)
    half = replace(one, by_act={act: rate // 2 for act, rate in one.by_act.items()})
    more, fewer = (replicated(each, 1).acts for each in (one, half))
    assert set(fewer["act_id"]) < set(more["act_id"])
    both = fewer.join(more, on="act_id", suffix="_more")
    assert (both["at"] == both["at_more"]).all()
    assert 0.3 < fewer.height / more.height < 0.7


def test_where_nobody_errs_nothing_is_found() -> None:
    year = replicated(replace(STUDY, by_act=dict.fromkeys(STUDY.by_act, 0)), 1)
    assert year.acts.is_empty()
    assert year.incidents.is_empty()


@pytest.mark.parametrize(
    ("events", "tried", "customers", "expected"),
    [(40, 20, 5_000, 50), (41, 20, 20_000, 200), (10**6, 20, 100_000, 1_000), (2, 0, 20_000, 5)],
)
def test_offices_are_sized_for_what_is_rare(events: int, tried: int, customers: int, expected: int) -> None:
    """20 in two years of 20,000 are 50 in twenty of 5,000; none counts as half of one."""
    assert sizing.fitting(events, 20, tried) == sizing.Size(customers, tried, expected)


def test_the_size_is_found_by_trial(monkeypatch: pytest.MonkeyPatch, whole: OfficeYears) -> None:
    monkeypatch.setattr(sizing, "TRIED_CUSTOMERS", 60)
    monkeypatch.setattr(sizing, "TRIED_YEARS", 1)
    policy = Policy.load("handbook")
    tried = sizing.size_for(1, 20, study, policy).tried
    assert tried == sizing.serious(OfficeYears.of([replicated(STUDY, 1)], ""), policy)


def test_a_scenario_that_orders_acts_is_refused(tmp_path: Path) -> None:
    text = (
        'id = "ours"\nname = { zh = "本縣", en = "ours" }\ncustomers = 60\n[[acts]]\non = 2001-01-15\ndoes = "漏核對"\n'
    )
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as found:
        Study.of(load_scenario(path), load_rates("low"), 1, 12)
    assert [(fault.code, fault.line) for fault in found.value.faults] == [("U059", 4)]


def test_a_cluster_gives_the_same_though_a_worker_is_killed(whole: OfficeYears) -> None:
    from distributed import LocalCluster

    with LocalCluster(  # type: ignore[no-untyped-call]  # Dask has no types
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as local:
        victim = next(iter(local.workers.values())).pid

        def kill(done: int, total: int) -> None:
            if done == 1:
                os.kill(victim, signal.SIGKILL)

        assert same(Replications(STUDY, workers=cluster(local.scheduler_address)).upto(YEARS, kill), whole)
