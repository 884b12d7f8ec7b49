"""A run that is stopped leaves nothing that looks like a run."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kaohe.sim.office import Office
from kaohe.sim.spec import town
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
