"""The page of the records says what the schema says."""

from __future__ import annotations

from pathlib import Path

from kaohe.sim.records.document import lines

PAGE = Path(__file__).parents[3] / "docs" / "records.md"


def test_the_page_is_written_from_the_schema() -> None:
    assert PAGE.read_text(encoding="utf-8").rstrip("\n") == "\n".join(lines())
