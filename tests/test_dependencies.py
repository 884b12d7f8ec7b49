"""The lock files: every dependency pinned and hashed, none unlicensed on docs/dependencies.md, no index named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("run", "dev")


def _lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def _pins(name: str) -> list[tuple[str, str]]:
    """(package, the whole entry with its marker and hashes)."""
    entries = re.split(r"^(?=[a-z0-9])", _lock(name), flags=re.MULTILINE)[1:]
    return [(entry.split("==")[0], entry) for entry in entries]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[ ~!]", name)[0]).lower()


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes(name: str) -> None:
    pins = _pins(name)
    assert len(pins) > 40
    assert all(re.match(r"[a-z0-9-]+==[0-9]", entry) and "--hash=sha256:" in entry for _, entry in pins)


@pytest.mark.parametrize("name", LOCKS)
def test_no_index_is_named(name: str) -> None:
    assert not re.search(r"https?:|--index|--extra-index|--find-links|--trusted", _lock(name))


def test_the_lock_files_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run = {package for package, _ in _pins("run")}
    dev = {package for package, _ in _pins("dev")}
    assert {_plain(name) for name in project["dependencies"]} <= run <= dev
    assert {_plain(name) for name in project["optional-dependencies"]["dev"]} <= dev


def test_both_lock_files_agree() -> None:
    run, dev = ({entry.split()[0] for _, entry in _pins(name)} for name in LOCKS)
    assert run <= dev


@pytest.mark.parametrize("name", LOCKS)
def test_every_licence_is_on_the_page(name: str) -> None:
    words = set(re.findall(r"[a-z0-9-]+", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")))
    assert {package for package, _ in _pins(name)} <= words
