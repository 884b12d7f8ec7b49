"""A run that is stopped leaves nothing that looks like a run."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.kaohe.calling import environment

pytestmark = pytest.mark.main_job


def _stopped(folder: Path, how: signal.Signals) -> tuple[int, bytes]:
    """Start a run, stop it once it has begun to write; its exit code and what it said.

    No clock is asked: a busy machine may be slow, and a run that never wrote or did not heed the signal ends by itself.
    """
    command = [sys.executable, "-m", "kaohe", "run", "--customers", "3000", "--months", "12", "--out", "run"]
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not any(folder.glob(".run.unfinished-*/records/*")):
        assert process.poll() is None, "it ended before it was stopped"
        time.sleep(0.02)
    process.send_signal(how)
    _, error = process.communicate()
    return process.returncode, error


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_by_hand_it_clears_up(tmp_path: Path, how: signal.Signals) -> None:
    code, error = _stopped(tmp_path, how)
    assert code == 130
    assert len(error.decode().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_killed_it_leaves_no_run(tmp_path: Path) -> None:
    assert _stopped(tmp_path, signal.SIGKILL)[0] == -signal.SIGKILL
    assert all(path.name.startswith(".run.unfinished-") for path in tmp_path.iterdir())
