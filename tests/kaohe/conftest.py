"""The command line as a user meets it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.kaohe.calling import Answer, Kaohe, environment


@pytest.fixture(name="kaohe")
def _kaohe(tmp_path: Path) -> Kaohe:
    """Call `kaohe(*words, env…)` in the test's folder."""

    def call(*words: str | Path, **changes: str) -> Answer:
        command = [sys.executable, "-m", "kaohe", *map(str, words)]
        surroundings = {"cwd": tmp_path, "env": environment(**changes), "stdin": subprocess.DEVNULL}
        done = subprocess.run(command, capture_output=True, check=False, timeout=300, **surroundings)
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call
