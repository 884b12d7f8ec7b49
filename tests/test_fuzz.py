"""A sample of `python -m tests.fuzz`; `make prove` does all of it with a seed of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.damage import DAMAGES
from tests.fuzz import fuzz_files, fuzz_folders
from tests.proving import PROVING, SEED, times

PARTS = times(2, 16)
FILES = times(80, 10_000)
SAMPLE = (1, 14, 34, 60)  # bits flipped, other records alone, odd values, a document that is none


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_people_write_breaks_the_program_or_is_taken_in_silence(tmp_path: Path, part: int) -> None:
    assert list(fuzz_files(SEED or 1, range(part, FILES, PARTS), tmp_path)) == []


@pytest.mark.main_job
@pytest.mark.parametrize("part", range(PARTS))
def test_nor_does_a_damaged_folder(tmp_path: Path, part: int) -> None:
    numbers = range(len(DAMAGES)) if PROVING else SAMPLE
    assert list(fuzz_folders(SEED or 1, [*numbers][part::PARTS], tmp_path)) == []
