"""A sample of `python -m tests.fuzz_exams`; `make prove` does more of it, with a seed of its own."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz_exams import fuzz_books, fuzz_lists, fuzz_sessions
from tests.proving import SEED, times


def test_one_bad_answer_book_never_stops_the_class(tmp_path: Path) -> None:
    assert list(fuzz_books(SEED or 1, range(times(4, 300)), tmp_path)) == []


def test_a_class_list_with_accidents_is_read_or_refused_at_a_place(tmp_path: Path) -> None:
    assert list(fuzz_lists(SEED or 1, range(times(4, 300)), tmp_path)) == []


def test_the_line_of_a_changed_session_is_named(tmp_path: Path) -> None:
    assert list(fuzz_sessions(SEED or 1, range(times(12, 500)), tmp_path)) == []
