"""What files, disks and terminals do to the command line: one message and exit 2, nothing waited for, nothing lost."""

from __future__ import annotations

import errno
import io
import os
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console
from rich.text import Text

from kaohe.__main__ import main
from kaohe.errors import advise, refusal, refusals
from kaohe.options import Values
from kaohe.output_folders import YOUNG_S, new_folder, replaced_folder
from kaohe.run_folders import panics_unprinted, read_json, readable, require
from kaohe.sim.files import Faults, read_text
from kaohe.simulating import read_order
from kaohe.terminal import show, show_json, show_rich

LONG = "a" * 300
HOSTILE = "\x1b]0;甲\x07\x9b31m\u202e乙\r"


def _table(folder: Path) -> Path:
    path = folder / "records" / "bill" / "200101.parquet"
    path.parent.mkdir(parents=True)
    return path


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_panic_over_flipped_bits_is_a_fault_of_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _table(tmp_path)
    pl.DataFrame({"id": [1]}).write_parquet(path)

    def panic(*_: object, **__: object) -> pl.DataFrame:
        raise pl.exceptions.PanicException("offset + length <= self.length")

    monkeypatch.setattr(pl, "read_parquet", panic)
    with pytest.raises(Faults, match=r"bill.200101\.parquet: 錯誤\[U021\]"), readable(tmp_path):
        pl.read_parquet(path)


def test_what_a_panic_prints_by_itself_is_not_seen(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with os.fdopen(2, "w", closefd=False) as stream:
        monkeypatch.setattr("sys.stderr", stream)
        with panics_unprinted():
            os.write(2, b"thread panicked\n")
            print("ours", file=sys.stderr)
        print("after", file=sys.stderr)
    assert capfd.readouterr().err == "ours\nafter\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize(
    "name", ["records/bill/200101.parquet", "truth/acts.parquet", "truth/office.json", "assessment/policy.json"]
)
def test_a_pipe_in_place_of_a_table_or_document_is_not_waited_for(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    os.mkfifo(tmp_path / name)
    with pytest.raises(Faults, match="U021"), readable(tmp_path):
        pytest.fail("it was read")
    os.mkfifo(tmp_path / "run.json")
    with pytest.raises(Faults, match="U021"):
        read_json(tmp_path / "run.json")


# ── paths ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        ("judge", LONG),
        ("check", f"{LONG}.toml"),
        ("check", "loop/x.toml"),
        ("simulate", "--out", LONG),
        ("simulate", f"{LONG}.toml"),
        ("classify", "--amount", "1", "--policy", LONG),
        ("judge", "a\0b"),
        ("classify", "--amount", "1", "--policy", "a\0b"),
        ("simulate", "a\0b"),
    ],
)
def test_a_path_that_can_be_none_is_bad_input(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("loop").symlink_to("loop")
    assert main(words) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["loop"]


def test_scenarios_are_looked_at_with_the_other_options() -> None:
    values = Values()
    read_order(values, LONG, "x", None, None, None, None)
    with pytest.raises(Faults) as found:
        values.raise_faults()
    assert len(found.value.faults) == 2


def test_only_what_the_system_refuses_is_taken_for_a_refusal() -> None:
    assert refusal(BrokenPipeError()) is None
    assert refusal(ValueError("a slip of ours")) is None
    assert refusal(RuntimeError("a slip of ours")) is None
    with pytest.raises(ValueError, match="slip"), refusals("here"):
        raise ValueError("a slip of ours")
    with pytest.raises(Faults, match=r"here: .*引用過深"), refusals("here"):
        raise RecursionError


def test_a_full_standard_output_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("sys.stdout", Full())
    for how in (show, lambda text: show_rich(Text(text))):
        with pytest.raises(Faults, match=r"標準輸出: 錯誤\[P084\].*磁盤空間不足"):
            how("x")


def test_what_is_read_by_programs_is_wide_whatever_the_terminal_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    show_rich(Text("x" * 150))
    assert capsys.readouterr().out == "x" * 150 + "\n"


# ── output folders ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_is_told_by_polars_in_a_kind_of_its_own(tmp_path: Path) -> None:
    said = f"parquet: underlying IO error: No space left on device (os error {errno.ENOSPC})"
    with pytest.raises(Faults, match=r"P084.*磁盤空間不足"), new_folder(tmp_path / "run"):
        raise pl.exceptions.ComputeError(said)
    with pytest.raises(Faults, match=r"P084.*磁盤空間不足"), replaced_folder(tmp_path / "assessment"):
        raise pl.exceptions.ComputeError(said)
    with pytest.raises(Faults, match=r"run: .*P084.*磁盤空間不足"), new_folder(tmp_path / "run"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # a write knows no name
    assert not list(tmp_path.iterdir())


def test_an_interruption_between_the_two_renames_puts_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "assessment"
    target.mkdir()
    (target / "old").touch()
    rename = Path.rename

    def interrupted(path: Path, to: Path) -> Path:
        if "unfinished" in path.name:
            raise KeyboardInterrupt
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt), replaced_folder(target):
        pass
    assert [path.name for path in tmp_path.rglob("*")] == ["assessment", "old"]


def test_what_a_kill_between_the_two_renames_left_is_put_back(tmp_path: Path) -> None:
    old = tmp_path / ".assessment.before"
    old.mkdir()
    (old / "old").touch()
    require(tmp_path, "assessment")
    assert [path.name for path in tmp_path.rglob("*")] == ["assessment", "old"]


def test_what_killed_runs_left_is_removed_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left, others = tmp_path / ".run.unfinished-00000000", tmp_path / ".walk.unfinished-00000000"
    young = tmp_path / ".run.unfinished-11111111"
    for folder in (left, others, young):
        (folder / "records").mkdir(parents=True)
    for folder in (left, others):
        os.utime(folder, (time.time() - 2 * YOUNG_S,) * 2)
    with new_folder(tmp_path / "run"):
        pass
    assert not left.exists()
    assert others.exists()
    assert young.exists()
    assert f"{left}: 提示[U026]" in capsys.readouterr().err


def test_a_run_at_work_is_left_alone(tmp_path: Path) -> None:
    with new_folder(tmp_path / "run") as first:
        os.utime(first.work, (time.time() - 2 * YOUNG_S,) * 2)
        with new_folder(tmp_path / "run") as second:
            (second.work / "x").touch()
        assert first.work.exists()
        (tmp_path / "run" / "x").unlink()


def test_everything_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda opened: kept.append(Path(f"/proc/self/fd/{opened}").resolve().name))
    with new_folder(tmp_path / "run") as place:
        (place.work / "records").mkdir()
        (place.work / "records" / "x.parquet").touch()
    assert {"records", "x.parquet"} <= set(kept) if Path("/proc/self/fd").is_dir() else len(kept) == 3


# ── terminals ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _harmless(text: str) -> bool:
    return not set(HOSTILE) - {"甲", "乙", *"]0;31m"} & set(text)


@pytest.mark.parametrize("how", [show, show_json, lambda text: show_rich(Text(text))])
def test_names_from_elsewhere_do_not_command_a_terminal(how: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert callable(how)
    how(HOSTILE)
    out = capsys.readouterr().out
    assert "甲" in out
    assert _harmless(out)


def test_nor_in_colour_nor_does_a_narrow_terminal_lose_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(Console, "is_terminal", property(lambda _: True))
    show_rich(Text(HOSTILE + "x" * 60, style="bold"))
    out = capsys.readouterr().out
    assert "x" * 20 in out
    assert "\x07" not in out
    assert "\u202e" not in out
    assert "\x1b]" not in out


def test_what_was_typed_is_echoed_harmlessly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "--amount", "1", "--policy", HOSTILE]) == 2
    assert main(["simulate", "--inject", HOSTILE]) == 2
    assert _harmless(capsys.readouterr().err)


# ── advice ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_dashes_are_no_likeness_and_a_name_is_not_advised_for_itself() -> None:
    assert "--out" in advise("--ouf", ["--out", "--seed"])
    assert advise("--foo", ["--out", "--seed"]).endswith("--out, --seed")
    assert "town" not in advise("town", ["town"]).split("可寫")[0]


def test_an_unknown_formula_is_no_fault_of_its_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "没有"]) == 2
    assert capsys.readouterr().err.startswith("FORMULA: ")


def test_a_mark_that_was_written_twice(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"\xef\xbb\xbf" * 2 + b"a = 1\n")
    assert read_text(path) == "a = 1\n"
