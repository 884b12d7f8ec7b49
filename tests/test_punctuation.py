"""Chinese texts have full-width marks between Chinese characters, and one kind of dash."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe.standards.rulebook.punctuation import full_width

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted([*ROOT.glob("*/texts/zh-Hant/*.ftl"), *ROOT.glob("*/texts/zh-Hant/*.toml")])
POLICIES = sorted((ROOT / "standards" / "policies").glob("*.toml"))
CHINESE = "\u3001-\u30ff\u3400-\u9fff\uff00-\uffef"
HALF = re.compile(f"(?<=[{CHINESE}])[,:;()]|[,:;()](?=[{CHINESE}])")
DASH = re.compile("——|–|―|(?<! )—|—(?! )")
CODE = re.compile('『[^『』]*』|「[^「」]*」|`[^`]*`|"[^"]*"')  # what is to be typed as it stands
SUMS = re.compile(r"\([^()（）]*²[^()（）]*\)")


def _texts(path: Path) -> Iterator[str]:
    """The lines that people read: without keys, comments, and what is to be typed."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    if path.suffix == ".toml":
        yield from _strings(tomllib.loads("\n".join(lines)))
        return
    for line in lines:
        text = re.sub(r"^[a-z][a-z0-9-]* = |^ +\*?\[[a-z0-9_]+\] ", "", line)
        yield _untyped(re.sub(r"\{ [^{}]* ->$|\{[^{}]*\}", "中", text))


def _untyped(text: str) -> str:
    """Without what is quoted, from the inside out, and without sums."""
    inner = CODE.sub("中", SUMS.sub("", text), count=1)
    return inner if inner == text else _untyped(inner)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, str):
        yield _untyped(re.sub(r"\{[a-z_]*\}", "中", value))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_catalogues_have_full_width_marks_and_one_dash(path: Path) -> None:
    assert not [text for text in _texts(path) if HALF.search(text) or (DASH.search(text) and text != "—")]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.name)
def test_names_of_policies_have_full_width_marks(path: Path) -> None:
    names = re.findall(r'zh = "([^"]*)"', path.read_text(encoding="utf-8"))
    assert not [name for name in names if HALF.search(name) or DASH.search(name)]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("不按例日領取抄表器,未按例日抄表", "不按例日領取抄表器，未按例日抄表"),
        ("四(二)(3)", "四（二）（3）"),
        ("於 15:00 前解款 1,000 元", "於 15:00 前解款 1,000 元"),
        ("收據存根(或雜項明細單)", "收據存根（或雜項明細單）"),
        ("分類:3,餘略;", "分類：3，餘略；"),
    ],
)
def test_the_handbook_is_shown_in_full_width_marks(printed: str, shown: str) -> None:
    assert full_width(printed) == shown
