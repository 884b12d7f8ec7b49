"""Every key and every value has its line and column, however it is written; and what is written is what is read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.sim.files import load_toml_text
from kaohe.sim.files.positions import Path, Source, Step
from tests.proving import examples
from tests.sim.files.sample import GOOD, Policy

TEXT = """\
# 註釋
a.b = 1
"門" = { x = [1, { y = 2 }], "z.z" = 3 }
[t."u.v"]  # 表
k = 'v'  # 後註
[[bands]]
low = 1
[[bands.sub]]
s = 1
[[bands.sub]]
s = 2
[[bands]]
low.fen = \"""
甲\"""
[bands.more]
m = [
  # 註釋
  10, 20,
]
"""

PLACES = {  # path: (key, value)
    ("a", "b"): ((2, 3), (2, 7)),
    ("門",): ((3, 1), (3, 7)),
    ("門", "x"): ((3, 9), (3, 13)),
    ("門", "x", 1, "y"): ((3, 19), (3, 23)),
    ("門", "z.z"): ((3, 29), (3, 37)),
    ("t", "u.v"): ((4, 4), (4, 4)),
    ("t", "u.v", "k"): ((5, 1), (5, 5)),
    ("bands", 0): ((6, 3), (6, 3)),
    ("bands", 0, "low"): ((7, 1), (7, 7)),
    ("bands", 0, "sub", 0, "s"): ((9, 1), (9, 5)),
    ("bands", 0, "sub", 1, "s"): ((11, 1), (11, 5)),
    ("bands", 1, "low", "fen"): ((13, 5), (13, 11)),
    ("bands", 1, "more"): ((15, 8), (15, 8)),
    ("bands", 1, "more", "m", 1): ((16, 1), (18, 7)),
    ("bands", 1, "more", "absent", "deep"): ((15, 8), (15, 8)),
    ("absent",): ((1, 1), (1, 1)),
}


@pytest.mark.parametrize(("path", "places"), PLACES.items(), ids=lambda one: str(one))
def test_keys_of_every_form_have_their_places(path: Path, places: tuple[tuple[int, int], tuple[int, int]]) -> None:
    source = Source("a.toml", TEXT)
    tomllib.loads(TEXT)
    key_of = path[:-1] if isinstance(path[-1], int) and len(path) > 2 else path
    assert (source.place(key_of, key=True), source.place(path)) == places


def test_a_fault_stands_at_its_value_or_its_key() -> None:
    document = load_toml_text(GOOD, Policy, path="a.toml")
    line = 1 + GOOD.split("\n").index('"門檻" = 3')
    at_value = document.fault(("bands", 1, "門檻"), "P030", "甲 — 乙")
    at_key = document.fault(("bands", 1, "門檻"), "P030", "甲 — 乙", key=True)
    assert (at_value.path, at_value.line, at_value.column) == ("a.toml", line, 8)
    assert (at_key.line, at_key.column) == (line, 1)
    assert str(at_value) == f"a.toml:{line}:8: 錯誤[P030] 甲 — 乙"


def test_a_default_stands_at_its_table() -> None:
    document = load_toml_text(GOOD, Policy)
    assert document.position(("bands", 0, "門檻")) == document.position(("bands", 0))


# ── any data, written in any style ───────────────────────────────────────────────────────────────────────────────────


@dataclass
class Writer:
    """Writes data as TOML and notes where it put each key and value, without asking anybody else."""

    chance: Any
    text: str = ""
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def here(self) -> tuple[int, int]:
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def key(self, path: Path, name: str) -> None:
        self.keys.setdefault(path, self.here())
        bare = name.isascii() and name.replace("-", "").isalnum()
        self.text += name if bare and self.chance.random() < 0.7 else f'"{name}"'

    def space(self) -> None:
        self.text += " " * self.chance.randrange(3)

    def pair(self, path: Path, name: str, value: object) -> None:
        here: Path = (*path, name)
        self.key(here, name)
        while isinstance(value, dict) and len(value) == 1 and self.chance.random() < 0.5:
            (inner, value), *_ = value.items()
            here = (*here, inner)
            self.text += "."
            self.key(here, inner)
        self.space()
        self.text += "="
        self.space()
        self.value(here, value)

    def value(self, path: Path, value: object) -> None:
        self.values[path] = self.here()
        if isinstance(value, dict):
            self.between("{", "}", [(self.pair, (path, name, inner)) for name, inner in value.items()])
        elif isinstance(value, list):
            self.between("[", "]", [(self.value, ((*path, step), inner)) for step, inner in enumerate(value)], True)
        else:
            self.text += f'"{value}"' if isinstance(value, str) else str(value).lower()

    def between(self, left: str, right: str, parts: list[Any], lines: bool = False) -> None:
        self.text += left
        for number, (write, args) in enumerate(parts):
            self.text += ", " if number else ""
            self.text += self.chance.choice(("", "\n", " # 註\n ")) if lines else ""
            write(*args)
        self.text += right

    def table(self, path: Path, data: dict[str, Any]) -> None:
        below = {name: value for name, value in data.items() if self.is_table(value) and self.chance.random() < 0.7}
        for name, value in data.items():
            if name not in below:
                self.pair(path, name, value)
                self.text += self.chance.choice(("\n", "  # 註釋\n"))
        for name, value in below.items():
            for step, inner in enumerate(value) if isinstance(value, list) else ((None, value),):
                self.header((*path, name), step)
                self.table((*path, name) if step is None else (*path, name, step), inner)

    def is_table(self, value: object) -> bool:
        many = isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
        return isinstance(value, dict) or many

    def header(self, path: Path, step: int | None) -> None:
        left, right = ("[", "]") if step is None else ("[[", "]]")
        names: list[tuple[Path, Step]] = [(path[: n + 1], one) for n, one in enumerate(path) if isinstance(one, str)]
        self.text += left
        for number, (at, name) in enumerate(names):
            self.text += "." if number else ""
            place = self.here()
            self.key(at, str(name))
        self.text += right + "\n"
        if step is not None:
            self.values[(*path, step)] = place


names = st.text("abc-門檻甲.", min_size=1, max_size=4)
leaves = st.integers(-(10**15), 10**15) | st.booleans() | st.text("ab 甲乙１", max_size=5)
values = st.recursive(leaves, lambda one: st.lists(one, max_size=3) | st.dictionaries(names, one, max_size=3))


def _leaf_paths(path: Path, value: object) -> list[Path]:
    if isinstance(value, dict):
        return [path, *(one for name, inner in value.items() for one in _leaf_paths((*path, name), inner))]
    if isinstance(value, list):
        return [path, *(one for step, inner in enumerate(value) for one in _leaf_paths((*path, step), inner))]
    return [path]


@examples(150)
@given(data=st.dictionaries(names, values, min_size=1, max_size=5), chance=st.randoms(use_true_random=False))
def test_positions_are_where_the_writer_put_them(data: dict[str, Any], chance: Any) -> None:
    writer = Writer(chance)
    writer.table((), data)
    assert tomllib.loads(writer.text) == data
    source = Source("a.toml", writer.text)
    assert {path: source.at(place) for path, place in source.positions.keys.items()} == writer.keys
    assert {path: source.at(place) for path, place in source.positions.values.items()} == writer.values
    assert not source.positions.twice


def test_what_is_read_can_be_written_and_read_again() -> None:
    value = load_toml_text(GOOD, Policy).value
    again = Policy.model_validate(value.model_dump(by_alias=True, exclude_none=True))
    assert again == value
