"""Each way to write a file wrongly, and the exact words that it gets: bad/*.toml and the message beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kaohe.sim.files import Faults, load_toml, load_toml_text
from tests.sim.files.sample import GOOD, Policy

FOLDER = Path(__file__).parent / "bad"
BAD = sorted(FOLDER.glob("*.toml"))
MESSAGES = Path(__file__).parents[3] / "docs" / "messages.md"
# Of other tests of this folder; P061 of the policies (tests/standards/policies/test_extends.py).
ELSEWHERE = ("P013", "P018", "P024", "P061", "P062", "P071", "P073", "P080", "P081", "P084")


def _faults(path: Path, monkeypatch: pytest.MonkeyPatch) -> Faults:
    monkeypatch.chdir(FOLDER)
    with pytest.raises(Faults) as caught:
        load_toml(Path(path.name), Policy)
    return caught.value


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_gets_these_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _faults(path, monkeypatch).render(with_excerpt=True)
    assert found + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in BAD if path.stem != "many"], ids=lambda path: path.stem)
def test_a_bad_file_has_the_one_fault_that_it_is_named_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (fault,) = _faults(path, monkeypatch).faults
    assert fault.code.lower() == path.stem[:4]


def test_every_code_of_files_has_a_bad_file() -> None:
    own = MESSAGES.read_text(encoding="utf-8").split("\n## ")[1]
    listed = re.findall(r"^\| (P\d{3}) ", own, re.M)
    assert {path.stem[:4].upper() for path in BAD if path.stem != "many"} == {*listed} - {*ELSEWHERE}


def test_every_message_says_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in BAD:
        assert all(" — " in fault.message for fault in _faults(path, monkeypatch).faults)


# ── a good file with one thing wrong ─────────────────────────────────────────────────────────────────────────────────

LINES = GOOD.split("\n")
KEYS = [number for number, line in enumerate(LINES) if re.match(r'["\w]+ = ', line)]
OPTIONAL = ("opens_at", "pair", "measures", '"門檻"', "posted")
REQUIRED = [number for number in KEYS if not LINES[number].startswith(OPTIONAL) and "'''" not in LINES[number]]


def _with(number: int, line: str) -> str:
    return "\n".join([*LINES[:number], line, *LINES[number + 1 :]])


@pytest.mark.parametrize("number", KEYS, ids=lambda number: LINES[number].split(" = ")[0])
def test_a_misspelt_key_is_never_accepted(number: int) -> None:
    key, value = LINES[number].split(" = ", 1)
    wrong = f'{key[:-1]}x"' if key.endswith('"') else f"{key}x"
    with pytest.raises(Faults) as caught:
        load_toml_text(_with(number, f"{wrong} = {value}"), Policy)
    codes = {(fault.line, fault.code) for fault in caught.value.faults}
    assert (number + 1, "P010") in codes or "P020" in {code for _, code in codes}


@pytest.mark.parametrize("number", REQUIRED, ids=lambda number: LINES[number].split(" = ")[0])
def test_a_missing_key_is_never_accepted(number: int) -> None:
    with pytest.raises(Faults) as caught:
        load_toml_text(_with(number, ""), Policy)
    assert [fault.code for fault in caught.value.faults] == ["P020"]
