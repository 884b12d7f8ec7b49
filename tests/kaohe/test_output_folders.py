"""Output folders appear whole or not at all, and never over something older."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kaohe.output_folders import new_folder, replaced_folder
from kaohe.sim.files import Faults


def _fill(folder: Path) -> None:
    (folder / "run.json").write_text("{}")


def test_a_named_folder_appears_at_the_end(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "run"
    with new_folder(out) as place:
        _fill(place.work)
        assert not out.exists()
    assert place.path == out
    assert [path.name for path in out.parent.iterdir()] == ["run"]
    assert (out / "run.json").exists()


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    with new_folder(tmp_path) as place:
        _fill(place.work)
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_after_an_error_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path / "run") as place:
        _fill(place.work)
        raise KeyboardInterrupt
    assert not list(tmp_path.iterdir())


def test_a_folder_with_content_is_refused_before_any_work(tmp_path: Path) -> None:
    _fill(tmp_path)
    with pytest.raises(Faults, match="U012"), new_folder(tmp_path):
        pytest.fail("the work began")


def test_a_file_is_refused(tmp_path: Path) -> None:
    _fill(tmp_path)
    with pytest.raises(Faults, match="U012"), new_folder(tmp_path / "run.json"):
        pytest.fail("the work began")


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    _fill(tmp_path)
    with pytest.raises(Faults, match="P084"), new_folder(tmp_path / "run.json" / "run"):
        pytest.fail("the work began")


def test_what_somebody_else_put_there_meanwhile_stays(tmp_path: Path) -> None:
    out = tmp_path / "run"
    with pytest.raises(Faults, match="U012"), new_folder(out) as place:
        _fill(place.work)
        out.mkdir()
        (out / "theirs").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["run", "theirs"]


def test_numbers_go_up_and_nobody_shares_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs" / "0007").mkdir(parents=True)

    def make(name: int) -> Path:
        with new_folder(None) as place:
            (place.work / "run.json").write_text(str(name))
        return place.path

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(make, range(24)))
    assert sorted(path.name for path in made) == [f"{number:04d}" for number in range(8, 32)]
    assert [(path / "run.json").read_text() for path in made] == [str(name) for name in range(24)]


def test_a_refused_run_leaves_no_folder_around_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for out in (None, Path("deep/er/run")):
        with pytest.raises(Faults), new_folder(out):
            raise Faults(())
        assert not list(tmp_path.iterdir())
    (tmp_path / "runs").mkdir()
    with pytest.raises(Faults), new_folder(None):
        raise Faults(())
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]


def test_a_disk_error_while_writing_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="P084"), new_folder(tmp_path / "run") as place:
        raise OSError(28, os.strerror(28), str(place.work / "records"))
    assert not list(tmp_path.iterdir())


def test_a_part_of_a_run_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "assessment"
    target.mkdir()
    (target / "old").touch()
    with pytest.raises(ValueError, match="half"), replaced_folder(target) as work:
        _fill(work)
        raise ValueError("half done")
    assert [path.name for path in target.iterdir()] == ["old"]
    with replaced_folder(target) as work:
        _fill(work)
    assert [path.name for path in tmp_path.rglob("*")] == ["assessment", "run.json"]
