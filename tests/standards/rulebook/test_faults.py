"""Rulebooks with one thing wrong each: the message, and where it points."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import kaohe.standards.rulebook
from kaohe.sim.files import Faults, load_toml_text
from kaohe.sim.texts import use_language
from kaohe.standards import Rulebook
from kaohe.standards.rulebook.files import ClauseFile

HERE = Path(__file__).parent
SHIPPED = Path(str(kaohe.standards.rulebook.__file__)).parent
OPTIONAL = (
    "errata",
    "answerable",
    "note",
    "zero",
    "at",
    "formula",
    "act_role",
    "reach",
    "touch",
    "tables",
    "yields",
)


@dataclass(frozen=True)
class Broken:
    """One change to one file of the shipped rulebook, and all that is then said of it (faults.toml)."""

    name: str
    file: str
    old: str
    new: str
    said: tuple[str, ...]


CASES = [
    Broken(one["name"], one["file"], one["old"], one["new"], tuple(one["said"]))
    for one in tomllib.loads((HERE / "faults.toml").read_text(encoding="utf-8"))["cases"]
]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "rulebook", ignore=shutil.ignore_patterns("__*"))


def _placed(said: str, folder: Path) -> str:
    """The message with the lines of the texts that it names."""

    def line(found: re.Match[str]) -> str:
        text = (folder / found[1]).read_text(encoding="utf-8")
        assert found[2] in text
        return f"{found[1]}:{text[: text.index(found[2])].count(chr(10)) + 1}"

    return re.sub("([a-z0-9_/.]+):«([^»]+)»", line, said)


def _said(folder: Path, language: str = "zh-Hant") -> list[str]:
    with use_language(language), pytest.raises(Faults) as caught:
        Rulebook.load(folder)
    with use_language(language):
        return [fault.render().replace(f"{folder}/", "") for fault in caught.value.faults]


@pytest.mark.parametrize("broken", CASES, ids=lambda broken: broken.name)
def test_a_broken_rulebook_is_told_what_is_wrong(folder: Path, broken: Broken) -> None:
    file = folder / broken.file
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    assert broken.old in text
    file.write_text(text.replace(broken.old, broken.new, 1), encoding="utf-8")
    assert _said(folder) == [_placed(said, folder) for said in broken.said]


def _clause(clause: str) -> str:
    """The text of a clause in its file."""
    section = int(clause.split(".")[0])
    text = (SHIPPED / "clauses" / f"{section:02}.toml").read_text(encoding="utf-8")
    blocks = re.split(r"(?=^\[\[clauses\]\]$)", text, flags=re.M)
    return next(block for block in blocks if f'id = "{clause}"' in block)


@pytest.mark.parametrize("clause", ["1.1", "2.4", "8.10", "12.3"])
def test_a_missing_clause_is_named(folder: Path, clause: str) -> None:
    file = folder / "clauses" / f"{int(clause.split('.')[0]):02}.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(_clause(clause), ""), encoding="utf-8")
    place = f"clauses/{file.name}:1:11"
    assert _said(folder) == [f"{place}: 錯誤[P041] 缺條款 {clause} — 補上；72 條須齊全"]


def test_a_clause_in_two_files_names_both(folder: Path) -> None:
    (folder / "clauses" / "02b.toml").write_text(f"section = 2\n\n{_clause('2.7')}", encoding="utf-8")
    first = _placed('clauses/02.toml:«id = "2.7"»:6', folder)
    said = f"clauses/02b.toml:4:6: 錯誤[P013] 2.7 定義了兩次，另一處在 {first} — 刪去其中一處"
    assert [line.replace(f"{folder}/", "") for line in _said(folder)] == [said]


def test_a_post_in_two_files_names_both(folder: Path) -> None:
    shutil.copy(folder / "posts" / "cashier.toml", folder / "posts" / "teller.toml")
    assert _said(folder) == [
        "posts/teller.toml:1:6: 錯誤[P013] cashier 定義了兩次，另一處在 posts/cashier.toml:1:6 — 刪去其中一處"
    ]


def test_a_section_without_a_file(folder: Path) -> None:
    (folder / "clauses" / "12.toml").unlink()
    assert _said(folder) == [f"{folder}: 錯誤[P041] 缺條款 12.1, 12.2, 12.3 — 補上；72 條須齊全"]


def test_a_post_without_a_file(folder: Path) -> None:
    (folder / "posts" / "business_manager.toml").unlink()
    told = _said(folder)
    assert told[0] == f"{folder}: 錯誤[P042] 缺工作標準：business_manager — 在 posts 文件夾內補上；13 個崗位須齊全"
    assert [line.split(":")[0] for line in told[1:]] == ["old_names.toml"]


def test_all_files_are_read_before_anything_is_said(folder: Path) -> None:
    for name in ("limits.toml", "clauses/01.toml"):
        (folder / name).write_text("", encoding="utf-8")
    (folder / "objects.toml").unlink()
    assert [line.split("錯誤")[1][:6] for line in _said(folder)] == ["[P001]", "[P001]", "[P062]"]


def test_an_empty_folder(tmp_path: Path) -> None:
    assert {re.findall(r"P\d+", line)[0] for line in _said(tmp_path)} == {"P062"}


def test_messages_in_every_language(folder: Path) -> None:
    file = folder / "clauses" / "05.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"5.5"', '"5.6"'), encoding="utf-8")
    assert _said(folder, "en")[0].endswith("[P041] clauses 5.5 are missing — add them; all 72 must be there")
    assert _said(folder, "zh-Hans")[1].endswith("[P040] 没有条款 5.6 — 应为 5.1–5.5 之一")


def _accepted(text: str) -> bool:
    try:
        load_toml_text(text, ClauseFile)
    except Faults:
        return False
    return True


def _spoilt(change: Callable[[str, str], str]) -> list[str]:
    """Keys of one file at which the change is not noticed."""
    lines = (SHIPPED / "clauses" / "05.toml").read_text(encoding="utf-8").split("\n")
    unnoticed = []
    for number, line in enumerate(lines):
        if (key := re.match(r"([a-z_]+)(\.zh|\.en)? = [^\[]", line)) is not None:
            spoilt = [*lines[:number], change(line, key[0]), *lines[number + 1 :]]
            unnoticed += [key[1]] if _accepted("\n".join(spoilt)) else []
    return unnoticed


def test_no_misspelt_key_is_taken_silently() -> None:
    assert _spoilt(lambda line, key: line.replace(key[0], key[0] * 2, 1)) == []


def test_no_key_may_be_left_out_unless_it_is_optional() -> None:
    assert [key for key in _spoilt(lambda line, key: "") if key not in OPTIONAL] == []
