"""The register of codes: each code of the source stands in docs/messages.md once, and means one thing."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("kaohe", "reports", "scenarios", "sim", "standards")
SHARED = "P"  # faults of files: any package may find one


def _used() -> dict[str, set[str]]:
    """The folders of source that use each code, `calc` apart from the rest of sim."""
    used: dict[str, set[str]] = defaultdict(set)
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            place = "desk" if "desk" in path.parts else package
            for code in re.findall(r'"([A-Z]\d{3})"', path.read_text(encoding="utf-8")):
                used[code].add(place)
    return used


def _listed() -> list[str]:
    text = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
    return re.findall(r"^\| ([A-Z]\d{3}) \|", text, re.M)


def test_each_code_of_the_source_is_listed_once() -> None:
    assert len(_listed()) == len({*_listed()})
    assert {*_used()} == {*_listed()}


def test_a_code_means_one_thing() -> None:
    assert {code: places for code, places in _used().items() if len(places) > 1 and code[0] != SHARED} == {}
