"""The command line as a user meets it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.kaohe.calling import Kaohe, called, called_apart


@pytest.fixture(name="kaohe")
def _kaohe(tmp_path: Path) -> Kaohe:
    """Call `kaohe(*words, ENVIRONMENT=…)` in the test's folder."""
    return partial(called, tmp_path)


@pytest.fixture(name="kaohe_apart")
def _kaohe_apart(tmp_path: Path) -> Kaohe:
    """The same in a process of its own, for what is settled when Python starts."""
    return partial(called_apart, tmp_path)
