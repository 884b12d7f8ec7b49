"""What the operating system refuses is said in the language in use, never in the machine's."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import polars as pl
import pytest

from kaohe.errors import system_words
from kaohe.output_folders import new_folder
from kaohe.run_folders import read_json, readable
from kaohe.sim.files import Faults
from kaohe.wording import speak, spoken

USUAL = [
    (errno.ENOENT, "文件不存在", "no such file"),
    (errno.EACCES, "沒有權限", "permission denied"),
    (errno.EISDIR, "是文件夾，不是文件", "is a folder, not a file"),
    (errno.ENOTDIR, "不是文件夾", "not a folder"),
    (errno.ENOSPC, "磁盤空間不足", "no space left on the disk"),
    (errno.EEXIST, "已存在", "it exists already"),
]


@pytest.fixture(autouse=True)
def _language() -> object:
    before = spoken()
    yield
    speak(before)


@pytest.mark.parametrize(("number", "chinese", "english"), USUAL)
def test_the_usual_refusals_have_words(number: int, chinese: str, english: str) -> None:
    error = OSError(number, os.strerror(number), "somewhere")
    assert system_words(error) == chinese
    speak("en")
    assert system_words(error) == english


def test_an_unusual_one_has_its_number() -> None:
    assert str(errno.ENXIO) in system_words(OSError(errno.ENXIO, "x"))


def test_a_full_disk_while_a_run_is_written(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="磁盤空間不足"), new_folder(tmp_path / "run") as place:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(place.work / "records"))


def test_a_table_that_must_not_be_read_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "truth").mkdir()
    pl.DataFrame({"id": [1]}).write_parquet(tmp_path / "truth" / "acts.parquet")

    def refused(self: Path, *_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(Faults, match=r"acts\.parquet.*U021.*沒有權限"), readable(tmp_path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_a_document_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "run.json").mkdir()
    with pytest.raises(Faults, match=r"U021.*是文件夾，不是文件"):
        read_json(tmp_path / "run.json")
