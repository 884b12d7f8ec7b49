"""A run that is stopped leaves nothing that looks like a run; a study keeps the years that it has."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextvars import copy_context
from pathlib import Path

import pytest

from kaohe.errors import INTERRUPTED, exit_code
from kaohe.scenarios.loader import load_scenario
from kaohe.scenarios.studies.rates import load_rates
from kaohe.scenarios.studies.replicating import Replications
from kaohe.scenarios.studies.study import Study
from kaohe.sim.office import Office
from kaohe.sim.spec import town
from kaohe.studying import told_what_stays
from tests.kaohe.calling import environment
from tests.sim.office import rules

pytestmark = pytest.mark.main_job


HANGS_S = 1_800  # far more than any machine needs: what takes longer has come to a halt


def _stopped(folder: Path, how: signal.Signals) -> tuple[int, bytes]:
    """Start a run, stop it once it has begun to write; its exit code and what it said."""
    command = [sys.executable, "-m", "kaohe", "run", "--customers", "3000", "--months", "12", "--inject", "none"]
    process = subprocess.Popen(
        [*command, "--out", "run"], cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        until = time.monotonic() + HANGS_S
        while not any(folder.glob(".run.unfinished-*/records/*")):
            assert process.poll() is None, "it ended before it was stopped"
            assert time.monotonic() < until, "it never began to write"
            time.sleep(0.02)
        process.send_signal(how)
        _, error = process.communicate(timeout=HANGS_S)
        return process.returncode, error
    finally:
        process.kill()


@pytest.mark.parametrize(("how", "ends"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_by_hand_it_clears_up(tmp_path: Path, how: signal.Signals, ends: int) -> None:
    code, error = _stopped(tmp_path, how)
    assert code == ends
    assert len(error.decode().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_killed_it_leaves_no_run(tmp_path: Path) -> None:
    assert _stopped(tmp_path, signal.SIGKILL)[0] == -signal.SIGKILL
    assert all(path.name.startswith(".run.unfinished-") for path in tmp_path.iterdir())


def test_stopped_as_its_first_file_is_begun_no_thread_is_left_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread that writes runs already, and nobody has noted yet that it does: the program would wait for it."""
    begun: list[threading.Thread] = []
    start = threading.Thread.start

    def interrupted(thread: threading.Thread) -> None:
        start(thread)
        begun.append(thread)
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Office(town(50, 1), 1, rules(), folder=tmp_path).run()
    [thread] = begun
    thread.join(60)
    assert not thread.is_alive()


YEARS = 2
STUDY = Study.of(load_scenario("clean"), load_rates("high"), 1, 1, 60)
COMPARE = ("compare", "--policy", "handbook", "--policy", "p1", "--rates", "high", "--customers", "60", "--months", "1")


def _digests(folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / "study.json").read_text(encoding="utf-8"))["digests"]
    return found


@pytest.fixture(scope="module", name="whole")
def _whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Digests of the years of a study that nobody stopped."""
    folder = tmp_path_factory.mktemp("whole") / "study"
    Replications(STUDY, folder).upto(YEARS)
    return _digests(folder)


@pytest.mark.parametrize(("how", "jobs", "ends"), [(signal.SIGINT, "1", 130), (signal.SIGTERM, "2", 143)])
def test_a_study_that_is_stopped_ends_at_once_and_goes_on(
    tmp_path: Path, whole: dict[str, str], how: signal.Signals, jobs: str, ends: int
) -> None:
    """The signal goes to all its processes, as by Ctrl-C and by `timeout`; a hundred years were left."""
    command = [sys.executable, "-m", "kaohe", *COMPARE, "--replications", "100", "--jobs", jobs, "--out", "study"]
    around = environment(KAOHE_LANG="en")
    process = subprocess.Popen(command, cwd=tmp_path, env=around, stderr=subprocess.PIPE, start_new_session=True)
    study = tmp_path / "study"
    try:
        until = time.monotonic() + HANGS_S
        while not (study / "years" / "0002").exists():
            assert process.poll() is None, "it ended before it was stopped"
            assert time.monotonic() < until, "it never finished a year"
            time.sleep(0.02)
        os.killpg(process.pid, how)
        _, error = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == ends
    kept = _digests(study)
    _, said = error.decode().splitlines()
    assert (
        said == f"Interrupted; {len(kept)} finished office-years stay in study, and the same options go on with them."
    )
    assert len(kept) == len(list((study / "years").iterdir())) < 20
    assert not list(study.glob(".*"))
    Replications(STUDY, study).upto(YEARS)
    assert whole.items() <= _digests(study).items()


def test_what_stays_of_a_study_is_counted_of_all_who_act(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those who act by rates and those who react; what is half written is none."""
    for name in ("years/0001", "years/.0002-ab", "reactions/p1/years/0001", "reactions/p1/years/0002"):
        (tmp_path / "study" / name).mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    said = [_said_of(out) for out in (tmp_path / "study", tmp_path / "empty", None)]
    assert said == [INTERRUPTED] * 3
    whole, none, nothing = capsys.readouterr().err.splitlines()
    assert "3 個模擬年" in whole
    assert "一個模擬年也還沒有完成" in none
    assert "沒有寫 --out" in nothing


def _said_of(out: Path | None) -> int:
    try:
        with told_what_stays(out):
            raise KeyboardInterrupt
    except KeyboardInterrupt as error:
        return copy_context().run(exit_code, error)


SENDING = """
import signal, sys, time
from queue import SimpleQueue
from kaohe.scenarios.studies.workers import processes


def ended(number, frame):
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, ended)
    try:
        with processes(2)() as executor:
            done = SimpleQueue()
            for _ in range(20):
                executor.submit(bytes, 20_000_000).add_done_callback(done.put)
            done.get()
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            while True:
                done.get()
                executor.submit(bytes, 20_000_000).add_done_callback(done.put)
    except KeyboardInterrupt:
        sys.exit(3)
"""


def test_a_worker_that_is_just_answering_holds_nobody_up(tmp_path: Path) -> None:
    """Of half an answer the pool would wait for the other half for ever."""
    script = tmp_path / "sending.py"
    script.write_text(SENDING, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (3, b"")
