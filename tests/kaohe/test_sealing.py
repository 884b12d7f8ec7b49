"""Records are judged as the office wrote them: what is changed is refused, or said to be not sealed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from kaohe.sim.records import blocks
from kaohe.sim.records.seal import file_digests, papers_digest
from tests.kaohe.calling import Kaohe, called
from tests.proving import times

pytestmark = pytest.mark.main_job

Change = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture(name="by_month", scope="module")
def _by_month() -> Iterator[None]:
    """Every month of a table is a file, however few its rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "FILE_ROWS", 1)
        yield


@pytest.fixture(name="made", scope="module")
def _made(by_month: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office")
    injected = ("--inject", "2.2=1x", "--inject", "4.1=1x")
    done = called(home, "run", "--customers", "300", "--months", "2", *injected, "--no-report", "--out", "run")
    assert (done.code, done.err) == (0, "")
    return home / "run"


@pytest.fixture(name="folder")
def _folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "run"))


def _edit(folder: Path, change: Change, table: str = "bill", month: str = "200101") -> Path:
    path = folder / "records" / table / f"{month}.parquet"
    change(pl.read_parquet(path)).write_parquet(path)
    return path


def _dearer(bills: pl.DataFrame) -> pl.DataFrame:
    return bills.with_columns(pl.col("amount_fen") + 100)


def _renamed(staff: pl.DataFrame) -> pl.DataFrame:
    return staff.with_columns(name=pl.col("name") + "乙")


def test_papers_that_contradict_each_other_are_told_and_charge_nobody(kaohe: Kaohe, folder: Path) -> None:
    _edit(folder, lambda rows: rows.with_columns(total_fen=pl.col("total_fen") + 100), "hand_in")
    answer = kaohe("judge", folder, "--edited", "--json").json()
    assert answer["disagreements"] > 0
    assert answer["incidents"] <= 2
    assert "交款單的合計即現金加支票" in kaohe("judge", folder, "--edited").out.replace("\n", "").replace(" ", "")


def test_run_json_seals_every_file(folder: Path) -> None:
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert run["files"] == file_digests(folder / "records")
    assert len(run["files"]) > 40
    assert run["papers"] == papers_digest()


@pytest.mark.parametrize("command", ["judge", "report", "explain", "bill", "quality", "counterfactual", "check"])
def test_changed_records_are_refused(kaohe: Kaohe, folder: Path, command: str) -> None:
    path = _edit(folder, _dearer)
    answer = kaohe(command, folder, *(["1"] if command == "explain" else []))
    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert answer.err.startswith(f"{path}: 錯誤[U027] bill 的這個文件與 run.json 所封存的不同")
    assert f"kaohe judge {folder} --edited" in answer.err


def test_a_file_too_many_or_too_few_is_refused(kaohe: Kaohe, folder: Path) -> None:
    bills = folder / "records" / "bill"
    shutil.copy(bills / "200101.parquet", bills / "200109.parquet")
    (bills / "200102.parquet").unlink()
    answer = kaohe("judge", folder)
    assert answer.code == 2
    assert [line.split(": 錯誤[U027] ")[1][:6] for line in answer.messages] == ["bill 缺", "bill 多"]


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_edited_records_are_judged_and_said_to_be_not_sealed(kaohe: Kaohe, folder: Path, language: str) -> None:
    _edit(folder, _renamed, "staff", "200012")
    said = {"zh-Hant": "未封存", "en": "Not sealed"}[language]
    assert kaohe("judge", folder, "--edited", "--lang", language).out.startswith(said)
    for words in (("explain", folder, "1"), ("report", folder), ("quality", folder), ("bill", folder, "--edited")):
        answer = kaohe(*words, "--lang", language)
        assert (answer.code, answer.out.startswith(said)) == (0, True)
        if words[0] != "report":
            assert kaohe(*words, "--json").json()["sealed"] is False
    assert f'<p class="unsealed" role="note">{said}' in (folder / "report" / "index.html").read_text(encoding="utf-8")


def test_nothing_is_said_of_sealed_records(kaohe: Kaohe, folder: Path) -> None:
    for words in (("judge", folder), ("judge", folder, "--edited"), ("explain", folder, "1"), ("report", folder)):
        assert "未封存" not in kaohe(*words).out
    assert kaohe("judge", folder, "--json").json()["sealed"] is True
    assert 'class="unsealed"' not in (folder / "report" / "index.html").read_text(encoding="utf-8")


def test_records_alone_are_checked_and_said_to_be_not_sealed(kaohe: Kaohe, folder: Path) -> None:
    (folder / "run.json").unlink()
    assert kaohe("judge", folder).out.startswith("未封存")
    assert kaohe("report", folder).code == 0
    checked = kaohe("check", folder)
    assert (checked.code, "提示[U029] 未封存" in checked.out) == (0, True)
    path = _edit(folder, lambda bills: bills.with_columns(price_class=pl.lit("banana")))
    for command in ("judge", "check"):
        answer = kaohe(command, folder)
        assert (answer.code, answer.out) == (2, "")
        assert f"{path}:1: 錯誤[D010] price_class 欄指向 banana" in answer.err


def test_a_run_that_lists_no_files_is_not_taken_for_sealed(kaohe: Kaohe, folder: Path) -> None:
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    del run["files"]
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    assert "run.json: 錯誤[U027] 沒有列出各文件的校驗值" in kaohe("judge", folder).err
    assert kaohe("judge", folder, "--edited").out.startswith("未封存")


def test_sealed_files_of_other_papers_are_looked_at_in_full(kaohe: Kaohe, folder: Path) -> None:
    _edit(folder, lambda bills: bills.drop("due_on"))
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    run |= {"files": file_digests(folder / "records"), "papers": "0" * 64}
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    answer = kaohe("judge", folder)
    assert (answer.code, "錯誤[D002] 缺少以下各欄：due_on" in answer.err) == (2, True)


def test_check_recomputes_what_run_json_says(kaohe: Kaohe, folder: Path) -> None:
    assert kaohe("check", folder).code == 0
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    run["digests"]["bill"] = "0" * 64
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    answer = kaohe("check", folder)
    assert (answer.code, "run.json: 錯誤[U027] bill 的內容摘要與文件不符" in answer.err) == (2, True)


def test_what_a_run_json_must_not_say(kaohe: Kaohe, folder: Path) -> None:
    for text in ('{"files": []}', '{"files": {"a": 1}}', '{"digests": 5}', "[]", "{"):
        (folder / "run.json").write_text(text, encoding="utf-8")
        answer = kaohe("judge", folder)
        assert (answer.code, len(answer.messages), "run.json: 錯誤[U021]" in answer.err) == (2, 1, True)


# ── what belongs together ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(name="other", scope="module")
def _other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("other")
    words = ("--customers", "300", "--months", "2", "--seed", "2", "--inject", "2.2=1x", "--no-report")
    assert called(home, "run", *words, "--out", "run").code == 0
    return home / "run"


@pytest.mark.parametrize("command", ["report", "explain", "quality", "counterfactual"])
def test_the_assessment_of_another_run_is_refused(kaohe: Kaohe, folder: Path, other: Path, command: str) -> None:
    shutil.rmtree(folder / "assessment")
    shutil.copytree(other / "assessment", folder / "assessment")
    answer = kaohe(command, folder, *(["1"] if command == "explain" else []))
    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert "records.json: 錯誤[U028] 這不是這些憑證的考核" in answer.err


@pytest.mark.parametrize("command", ["quality", "counterfactual"])
def test_the_truth_of_another_run_is_refused(kaohe: Kaohe, folder: Path, other: Path, command: str) -> None:
    shutil.rmtree(folder / "truth")
    shutil.copytree(other / "truth", folder / "truth")
    answer = kaohe(command, folder)
    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert "records.json: 錯誤[U028] 這不是這些憑證的真相" in answer.err


def test_an_assessment_that_names_no_records_is_refused(kaohe: Kaohe, folder: Path) -> None:
    (folder / "assessment" / "records.json").unlink()
    assert "錯誤[U028]" in kaohe("explain", folder, "1").err
    (folder / "run.json").unlink()
    assert "錯誤[U028]" in kaohe("explain", folder, "1").err


def test_records_that_were_edited_after_they_were_judged(kaohe: Kaohe, folder: Path) -> None:
    _edit(folder, _dearer)
    assert kaohe("judge", folder, "--edited").code == 0
    _edit(folder, _dearer)
    answer = kaohe("explain", folder, "1")
    assert (answer.code, "錯誤[U027]" in answer.err) == (2, True)
    (folder / "run.json").unlink()
    answer = kaohe("explain", folder, "1")
    assert (answer.code, "錯誤[U028]" in answer.err) == (2, True)


# ── what is not sound ────────────────────────────────────────────────────────────────────────────────────────────────


def _set(column: str, value: object) -> Change:
    """A value in the second row."""

    def change(rows: pl.DataFrame) -> pl.DataFrame:
        put = pl.lit(value, rows.schema[column])
        return rows.with_columns(pl.when(pl.int_range(pl.len()) == 1).then(put).otherwise(column).alias(column))

    return change


UNSOUND: dict[str, tuple[str, str, Change]] = {
    "money as text": ("bill", "D003", lambda rows: rows.with_columns(pl.col("amount_fen").cast(pl.String))),
    "money in floats": ("bill", "D003", lambda rows: rows.with_columns(pl.col("amount_fen").cast(pl.Float64))),
    "days as text": ("bill", "D003", lambda rows: rows.with_columns(pl.col("issued_on").cast(pl.String))),
    "nulls": ("bill", "D004", lambda rows: rows.with_columns(amount_fen=pl.lit(None, pl.Int64))),
    "keys without values": ("receipt", "D004", lambda rows: rows.with_columns(id=pl.lit(None, pl.Int64))),
    "a column less": ("bill", "D002", lambda rows: rows.drop("kwh")),
    "a column more": ("bill", "D002", lambda rows: rows.with_columns(truth=pl.lit(1))),
    "money without end": ("bill", "D007", _set("amount_fen", 2**63 - 1)),
    "a meter of endless digits": ("meter", "D007", _set("digits", 2**31 - 1)),
    "a counter that no office has": ("receipt", "D007", _set("counter", 2**31 - 1)),
    "a current that no meter passes": ("meter", "D007", _set("max_current_a", 2**31 - 1)),
    "a gap in the calendar": ("calendar", "D012", lambda rows: rows.filter(pl.int_range(pl.len()) != 1)),
    "a register below nothing": ("reading", "D013", _set("register", -1)),
    "a register beyond the dial": ("bill", "D013", _set("from_register", 10**9)),
    "a first register below nothing": ("meter", "D013", _set("initial_register", -5)),
    "energy for nothing": ("price", "D014", _set("energy_e4", 0)),
    "funds above the price": ("price", "D014", _set("fund_e4", 9_000)),
    "a row twice": ("bill", "D008", lambda rows: pl.concat([rows, rows.head(1)])),
    "a day long ago": ("bill", "D006", _set("issued_on", date(1950, 1, 1))),
    "a month that there is not": ("bill", "D006", _set("period", 200113)),
    "a kind that there is not": ("reading", "D005", _set("kind", "banana")),
    "a post that there is not": ("staff", "D005", _set("post", "banana")),
    "a limit that is no number": ("rule", "D005", _set("value", "banana")),
    "a person that there is not": ("batch", "D010", _set("reader", 999)),
    "a writer that there is not": ("bill", "D010", _set("staff", 999)),
    "a meter that there is not": ("bill", "D010", _set("meter", 99_999)),
    "a customer that there is not": ("review", "D010", _set("customer", 99_999)),
    "a book that there is not": ("bill", "D010", _set("book", 99)),
    "a key that its row contradicts": ("bill", "D009", _set("period", 200107)),
    "a key of nothing": ("receipt", "D010", _set("id", 2**40)),
}


def _apart(most: int = times(6, 1)) -> list[tuple[str, ...]]:
    """Kinds of damage by so many of which no two are of the same table."""
    groups: list[list[str]] = []
    for how, (table, *_) in UNSOUND.items():
        free = (each for each in groups if len(each) < most and all(UNSOUND[other][0] != table for other in each))
        group = next(free, None)
        if group is None:
            groups.append([how])
        else:
            group.append(how)
    return [tuple(group) for group in groups]


@pytest.mark.parametrize("damages", _apart(), ids=", ".join)
def test_damage_is_told_by_table_row_and_column(
    kaohe: Kaohe, made: Path, tmp_path: Path, damages: tuple[str, ...]
) -> None:
    """Together; where one keeps another from being told, each alone."""
    if len(damages) > 1 and _told(kaohe, made, tmp_path / "together", damages):
        return
    assert [how for how in damages if not _told(kaohe, made, tmp_path / how, (how,))] == []


def _told(kaohe: Kaohe, made: Path, folder: Path, damages: tuple[str, ...]) -> bool:
    """Whether the judge refuses the folder and names the place of each."""
    shutil.copytree(made, folder)
    shutil.rmtree(folder / "assessment")
    paths = {}
    for how in damages:
        table, _, change = UNSOUND[how]
        month = "200012" if table in ("staff", "rule", "meter", "price", "calendar") else "200102"
        paths[how] = _edit(folder, change, table, month)
    answer = kaohe("judge", folder, "--edited")
    if (answer.code, answer.out, (folder / "assessment").exists()) != (2, "", False):
        return False
    return all(_placed(answer.messages, paths[how], UNSOUND[how][1]) for how in damages)


def _placed(messages: list[str], path: Path, code: str) -> bool:
    """Whether the first message of a code about a file names the row."""
    lines = [line for line in messages if line.startswith(str(path)) and f"錯誤[{code}]" in line]
    row = 1 if code == "D004" else 2
    return bool(lines) and (code in ("D002", "D003", "D008") or lines[0].startswith(f"{path}:{row}: "))


def test_all_damage_is_told_at_once_and_alike_but_once(kaohe: Kaohe, folder: Path) -> None:
    _edit(folder, lambda rows: rows.with_columns(amount_fen=pl.lit(None, pl.Int64)))
    _edit(folder, _set("kind", "banana"), "reading")
    (folder / "records" / "receipt" / "200102.parquet").write_bytes(b"PAR1")
    (folder / "records" / "bills").mkdir()
    shutil.copy(folder / "records/bill/200102.parquet", folder / "records/bills/200102.parquet")
    answer = kaohe("judge", folder, "--edited")
    told = [line.split("錯誤[")[1][:4] for line in answer.messages]
    assert {*told} == {"D001", "D004", "D005", "D011"}
    rows = pl.read_parquet(folder / "records/bill/200101.parquet").height
    assert f"此欄同樣的共 {rows} 行" in answer.err
    assert len(told) < 10
