"""What `extends` may name: a policy that ships, or a file in the folder of the file that extends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.sim.files import Faults
from kaohe.standards import Policy
from kaohe.standards.policies.files import own_files

TEXT = 'id = "{id}"\nname = {{ zh = "辦法", en = "policy" }}\nextends = "{extends}"\n'


def _write(path: Path, extends: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(id=path.stem, extends=extends), encoding="utf-8")
    return path


@pytest.mark.parametrize("extends", ["base", "base.toml", "./base.toml", "deep/other", "deep/other.toml"])
def test_a_file_beside_it_or_below(tmp_path: Path, extends: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path / "rules" / "base.toml", "handbook")
    _write(tmp_path / "rules" / "deep" / "other.toml", "last")
    _write(tmp_path / "rules" / "deep" / "last.toml", "handbook")
    ours = _write(tmp_path / "rules" / "ours.toml", extends)
    monkeypatch.chdir(tmp_path)
    assert Policy.load(ours).digest() == Policy.load("rules/ours.toml").digest()
    names = [path.name for path in own_files(ours)]
    assert names == (["ours.toml", "other.toml", "last.toml"] if "deep" in extends else ["ours.toml", "base.toml"])


REFUSED = [
    ("../base.toml", "P061", "之外"),
    ("/base.toml", "P061", "之外"),
    ("deep/../../base", "P061", "之外"),
    ("nowhere.toml", "P062", "沒有文件"),
    ("deep/nowhere", "P062", "沒有文件"),
    ("handbok", "P062", "handbook"),
    ("hasis", "P062", "basis"),
    ("ours", "P062", "引用自身"),
]


@pytest.mark.parametrize(("extends", "code", "told"), REFUSED)
def test_what_is_refused_is_told_with_its_place(tmp_path: Path, extends: str, code: str, told: str) -> None:
    _write(tmp_path / "base.toml", "handbook")
    _write(tmp_path / "rules" / "basis.toml", "handbook")
    with pytest.raises(Faults) as found:
        Policy.load(_write(tmp_path / "rules" / "ours.toml", extends))
    (fault,) = found.value.faults
    assert (fault.code, fault.line) == (code, 3)
    assert told in fault.message


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "base.toml", "handbook")
    ours = _write(tmp_path / "rules" / "ours.toml", "base")
    (tmp_path / "rules" / "base.toml").symlink_to(tmp_path / "base.toml")
    with pytest.raises(Faults, match="P061"):
        Policy.load(ours)
