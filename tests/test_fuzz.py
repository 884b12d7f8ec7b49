"""A sample of `python -m tests.fuzz`; `make prove` does all of it with a seed of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.damage import DAMAGES
from tests.fuzz import Good, fuzz_files, fuzz_folders, silent, wrong
from tests.kaohe.calling import Answer
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


def test_what_must_not_be_is_seen() -> None:
    assert list(wrong(Answer(0, "", ""), 1)) == list(wrong(Answer(2, "", "x: 錯誤[P001] 空 — 請寫\n"), 1)) == []
    for answer in (Answer(70, "", "x: 錯誤[P001] 空"), Answer(2, "", ""), Answer(2, "", "no place"), Answer(1, "", "")):
        assert list(wrong(answer, 1))
    assert list(wrong(Answer(0, "Traceback", ""), 1))
    assert list(wrong(Answer(0, "", ""), 60))
    policy = Good("policy", "own.toml", "")
    assert list(silent(policy, b"treshold = 1", Answer(0, "", ""), {".threshold"}))
    assert list(silent(policy, b"treshold = 1", Answer(2, "", ""), {".threshold"})) == []
    feature = Good("feature", "own.feature", "")
    swallowed = "# language: zh-TW\n功能: 甲\n  當 營業所運行到 2001-04-30\n"
    assert list(silent(feature, swallowed.encode(), Answer(0, "", ""), set()))
