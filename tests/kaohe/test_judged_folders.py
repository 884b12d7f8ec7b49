"""What a run's folder says of itself: by what policy it was judged, and what of it is damaged or missing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from kaohe.sim.tariff.money import round_half_up
from tests.kaohe.calling import Kaohe, called, environment

pytestmark = pytest.mark.main_job

OWN = 'id = "ours"\nextends = "handbook_deminimis"\nname = { zh = "本所辦法", en = "our own" }\n'


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office")
    injected = [word for clause in ("2.2", "2.1", "4.1") for word in ("--inject", f"{clause}=1x")]
    done = called(home, "run", "--customers", "300", "--months", "2", *injected, "--no-report", "--out", "run")
    assert (done.code, done.err) == (0, "")
    return home / "run"


@pytest.fixture(name="folder")
def _folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "run"))


def test_the_policy_stays_with_its_assessment(kaohe: Kaohe, folder: Path) -> None:
    (folder.parent / "ours.toml").write_text(OWN, encoding="utf-8")
    assert "本所辦法" in kaohe("judge", folder, "--policy", "ours.toml").out
    (folder.parent / "ours.toml").unlink()
    note = json.loads((folder / "assessment" / "policy.json").read_text(encoding="utf-8"))
    assert (note["id"], note["name"]) == ("ours", {"zh": "本所辦法", "en": "our own"})
    assert "our own" in kaohe("explain", folder, "1", "--lang", "en").out
    assert kaohe("report", folder).code == 0
    assert "本所辦法" in (folder / "report" / "index.html").read_text(encoding="utf-8")


def test_a_policy_may_extend_a_file_beside_it_or_below(kaohe: Kaohe, folder: Path) -> None:
    home = folder.parent / "rules"
    (home / "deep").mkdir(parents=True)
    (home / "deep" / "policy.toml").write_text(OWN.replace("ours", "deepest"), encoding="utf-8")
    (home / "base.toml").write_text(OWN.replace("handbook_deminimis", "deep/policy.toml"), encoding="utf-8")
    (home / "ours.toml").write_text(OWN.replace("handbook_deminimis", "base"), encoding="utf-8")
    assert kaohe("check", home / "ours.toml").code == 0
    assert "本所辦法" in kaohe("judge", folder, "--policy", "rules/ours.toml").out
    shutil.rmtree(home)
    answer = kaohe("explain", folder, "1")
    assert (answer.code, answer.err) == (0, "")
    assert "本所辦法" in answer.out


def test_an_unknown_incident_names_the_folder_and_the_numbers(kaohe: Kaohe, folder: Path) -> None:
    answer = kaohe("explain", "run", "999")
    assert (answer.code, answer.out) == (2, "")
    most = kaohe("explain", "run", "1", "--json").json() and len(
        pl.read_parquet(folder / "assessment/incidents.parquet")
    )
    assert answer.err.startswith(f"run: 錯誤[R002] 沒有編號 999 的事故 — 請寫 1 至 {most}，最接近的是 {most}")


def _incident(folder: Path, clause: str) -> str:
    found = pl.read_parquet(folder / "assessment/incidents.parquet").filter(pl.col("clause") == clause)
    return str(found["incident_id"][0])


def test_the_shares_of_a_book_read_on_another_day_add_up(kaohe: Kaohe, folder: Path) -> None:
    number = _incident(folder, "2.1")
    link = kaohe("explain", folder, number, "--json").json()
    shares, inputs = link["working"]["shares"], link["incident"]["inputs"]
    assert len(shares) == inputs["bills"] > 0
    product = sum(share["fen"] * share["days"] for share in shares)
    assert round_half_up(product * 21, 100_000) == link["incident"]["amount_fen"]
    assert sum(share["fen"] for share in shares) == sum(inputs["principal_fen"])


def test_late_takings_are_counted_from_a_day_to_a_day(kaohe: Kaohe, folder: Path) -> None:
    link = kaohe("explain", folder, _incident(folder, "4.1"), "--json").json()
    (part,) = link["working"]["parts"]
    assert re.search(r"自 2001-\d\d-\d\d 至 2001-\d\d-\d\d", part)
    assert "短少" not in link["working"]["text"]


def test_what_another_policy_says_is_judged_by_it(kaohe: Kaohe, folder: Path) -> None:
    """Fines of a county instead of months of bonus; what lies in the folder stays as it was."""
    before = {path: path.read_bytes() for path in (folder / "assessment").iterdir() if path.is_file()}
    number = _incident(folder, "2.1")
    own = kaohe("explain", folder, number, "--json").json()
    other = kaohe("explain", folder, number, "--policy", "p1", "--json").json()
    assert own["tier"] != other["tier"]
    assert "罰款" in kaohe("explain", folder, number, "--policy", "p1").out
    kaohe("report", folder, "--policy", "p1")
    page = (folder / "report" / "index.html").read_text(encoding="utf-8")
    assert "縣局獎懲辦法（按行為定額）" in page
    assert ("考核事項" in page, "非考核性事故" in page) == (True, False)
    assert {path: path.read_bytes() for path in before} == before


def test_the_distance_to_a_tier_is_that_of_the_sum_that_the_policy_measures(kaohe: Kaohe, folder: Path) -> None:
    """Nothing was lost of a book read late: under a policy of net losses it lies at 0.00, far below the next tier."""
    text = 'id = "net"\nextends = "handbook"\nname = { zh = "淨", en = "net" }\nsource = { zh = "試", en = "trial" }\n'
    (folder.parent / "net.toml").write_text(text + '[amount]\nof = "net_of_recovery"\n', encoding="utf-8")
    told = kaohe("explain", folder, _incident(folder, "2.1"), "--policy", "net.toml").out
    assert "0.00 元）0.00 元" in told
    assert "尚差 1,000.00 元" in told


def test_a_page_older_than_the_judgment_is_named(kaohe: Kaohe, folder: Path) -> None:
    kaohe("report", folder)
    assert "U034" not in kaohe("judge", folder, "--policy", "handbook").err
    for _ in range(2):
        assert "U034" in kaohe("judge", folder, "--policy", "p1").err
    shutil.rmtree(folder / "report")
    assert kaohe("judge", folder).err == ""


@pytest.mark.parametrize(
    ("policy", "said"),
    [("p3", "件不在本辦法範圍之內"), ("indexed", "按 2024 年物價，而事故發生於 2001 年"), ("handbook", "")],
)
def test_a_caveat_stands_on_terminal_and_page(kaohe: Kaohe, folder: Path, policy: str, said: str) -> None:
    told = kaohe("judge", folder, "--policy", policy).out
    kaohe("report", folder)
    page = (folder / "report" / "index.html").read_text(encoding="utf-8")
    if said:
        assert said in told
        assert said in page
    else:
        assert "範圍之內" not in told + page
        assert "年物價" not in told + page


def test_a_policy_that_is_not_as_it_was_must_be_named(kaohe: Kaohe, folder: Path) -> None:
    note = folder / "assessment" / "policy.json"
    note.write_text(json.dumps({"id": "handbook", "digest": "0" * 64}), encoding="utf-8")
    answer = kaohe("explain", folder, "1")
    assert (answer.code, "U024" in answer.err, "--policy" in answer.err) == (2, True, True)
    assert kaohe("explain", folder, "1", "--policy", "handbook").code == 0
    note.write_text("{", encoding="utf-8")
    assert "U021" in kaohe("explain", folder, "1").err
    note.unlink()
    assert "U024" in kaohe("explain", folder, "1").err


ELSEWHERE = [
    {"file": "/etc/passwd"},
    {"file": "../../ours.toml"},
    {"file": "policy/../policy.json"},
    {"file": "a\0b"},
    {"file": "x" * 300},
    {"file": ["policy/ours.toml"]},
    {"id": "/etc/passwd"},
    {"id": "ours.toml"},
    {"id": "x" * 300},
    {"id": 5},
    {"id": None},
]


@pytest.mark.parametrize("changed", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_the_policy_of_a_foreign_folder_leads_nowhere_else(
    kaohe: Kaohe, folder: Path, changed: dict[str, object]
) -> None:
    (folder.parent / "ours.toml").write_text(OWN, encoding="utf-8")
    note = folder / "assessment" / "policy.json"
    note.write_text(json.dumps({**json.loads(note.read_text(encoding="utf-8")), **changed}), encoding="utf-8")
    answer = kaohe("report", folder)
    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert f"{note}: 錯誤[U024]" in answer.err
    assert "root:" not in answer.err


Change = Callable[[pl.DataFrame], pl.DataFrame]
FOREIGN: dict[str, tuple[Change, str]] = {
    "without its tiers": (lambda table: table.drop("tier"), "缺少以下各欄，或其形式不符：tier"),
    "of a tier that there is not": (lambda table: table.with_columns(tier=pl.lit("banana")), "tier 欄寫作「banana」"),
    "without a tier": (lambda table: table.with_columns(tier=pl.lit(None, pl.String)), "tier 欄寫作「None」"),
    "of a clause that there is not": (lambda table: table.with_columns(clause=pl.lit("4.7")), "clause 欄寫作「4.7」"),
    "with days in words": (lambda table: table.with_columns(occurred_on=pl.lit("soon")), "：occurred_on"),
}


@pytest.mark.parametrize("command", [("report",), ("explain", "1")])
@pytest.mark.parametrize("how", FOREIGN)
def test_incidents_that_no_judge_wrote(kaohe: Kaohe, folder: Path, command: tuple[str, ...], how: str) -> None:
    change, told = FOREIGN[how]
    path = folder / "assessment" / "incidents.parquet"
    change(pl.read_parquet(path)).write_parquet(path)
    answer = kaohe(command[0], folder, *command[1:])
    assert (answer.code, answer.out, len(answer.messages)) == (2, "", 1)
    assert "錯誤[U021] 讀不出：incidents 表" in answer.err
    assert told in answer.err


def test_judge_tells_as_much_as_run(kaohe: Kaohe, folder: Path) -> None:
    told = kaohe("judge", folder, "--lang", "en").out
    assert told.startswith("Policy: ")
    assert "2.2" in told


@pytest.mark.parametrize("command", [("judge",), ("report",), ("explain", "1")])
def test_a_damaged_table_is_told_by_its_file(kaohe: Kaohe, folder: Path, command: tuple[str, ...]) -> None:
    table = next((folder / "records" / "bill").glob("*.parquet"))
    table.write_bytes(table.read_bytes()[:1000])
    answer = kaohe(command[0], folder, *command[1:])
    assert (answer.code, len(answer.messages)) == (2, 1)
    assert answer.err.startswith(f"{table}: 錯誤[U027] bill ")


@pytest.mark.parametrize("command", [("judge",), ("report",), ("explain", "1")])
def test_a_table_or_month_that_is_missing_is_told(kaohe: Kaohe, folder: Path, command: tuple[str, ...]) -> None:
    shutil.rmtree(folder / "records" / "bill")
    next((folder / "records" / "reading").glob("*.parquet")).unlink()
    answer = kaohe(command[0], folder, *command[1:])
    assert (answer.code, answer.out, {line.split("[")[1][:4] for line in answer.messages}) == (2, "", {"U027"})
    assert "bill 缺這個文件" in answer.err
    assert "reading 缺這個文件" in answer.err


def test_records_without_run_json_are_judged_and_what_lacks_is_said(kaohe: Kaohe, folder: Path) -> None:
    (folder / "run.json").unlink()
    assert kaohe("judge", folder).err == ""
    assert kaohe("report", folder).code == 0
    for table in ("reading", "bill"):
        shutil.rmtree(folder / "records" / table)
    answer = kaohe("judge", folder)
    assert (answer.code, answer.out) == (2, "")
    assert "電費發行表（bill）中沒有" in answer.err


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_reader_that_goes_away_is_no_fault_of_the_folder(folder: Path, form: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "kaohe", "explain", str(folder), "1", *form]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait() == 141
