"""The main job through the command line: one office, simulated once, and everything that can be asked of its folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from tests.kaohe.calling import Kaohe, called

pytestmark = pytest.mark.main_job

OFFICE = ("--customers", "600", "--months", "3", "--seed", "5")
INJECTED = ("--inject", "2.2=2x", "--inject", "4.1=1x")


@pytest.fixture(name="told", scope="module")
def _told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What `kaohe run --json` says of the office; its folder is whole."""
    home = tmp_path_factory.mktemp("office")
    answer = called(home, "run", *OFFICE, *INJECTED, "--json")
    assert (answer.code, answer.err) == (0, "")
    document: dict[str, object] = answer.json()
    return {**document, "folder": str(home / str(document["folder"]))}


@pytest.fixture(name="folder")
def _folder(told: dict[str, object], tmp_path: Path) -> Path:
    """A copy of the run, to be changed at will."""
    return Path(shutil.copytree(str(told["folder"]), tmp_path / "run"))


def test_the_folder_has_its_parts_and_nothing_unfinished(told: dict[str, object]) -> None:
    folder = Path(str(told["folder"]))
    assert folder.name == "0001"
    assert [path.name for path in folder.parent.iterdir()] == ["0001"]
    assert {path.name for path in folder.iterdir()} == {"run.json", "records", "truth", "assessment", "report"}
    parts = ("findings", "incidents", "cites", "sanctions")
    assert all((folder / "assessment" / f"{part}.parquet").is_file() for part in parts)
    assert (folder / "truth" / "acts.parquet").is_file()


def test_the_document_counts_what_is_in_the_folder(told: dict[str, object]) -> None:
    incidents = pl.read_parquet(Path(str(told["folder"])) / "assessment" / "incidents.parquet")
    assert told["incidents"] == incidents.height > 0
    assert told["tiers"] == dict(sorted(incidents["tier"].value_counts().iter_rows()))


def test_run_json_names_seed_tables_and_digests(told: dict[str, object]) -> None:
    run = json.loads((Path(str(told["folder"])) / "run.json").read_text(encoding="utf-8"))
    assert run == told["run"]
    assert run["seed"] == 5
    assert run["rows"]["bill"] > 1_000
    assert len(run["digests"]["bill"]) == 64
    assert list(run["rows"]) == list(run["digests"])


def test_the_report_is_one_file_that_fetches_nothing(told: dict[str, object]) -> None:
    page = (Path(str(told["folder"])) / "report" / "index.html").read_text(encoding="utf-8")
    assert "責任事故" in page
    assert 'src="http' not in page


def test_quality_counts_what_was_injected(kaohe: Kaohe, folder: Path) -> None:
    answer = kaohe("quality", folder, "--json")
    assert (answer.code, answer.err) == (0, "")
    clauses = {row["clause"]: row for row in answer.json()["clauses"]}
    assert (clauses["2.2"]["injected"], clauses["4.1"]["injected"]) == (2, 1)
    shares = {"precision", "recall", "valuation_error"}
    assert set(clauses["2.2"]) == {"clause", "injected", "evidenced", "found", "slips", "false"} | shares


def test_the_judge_needs_no_truth_and_says_the_same(kaohe: Kaohe, folder: Path) -> None:
    before = _files(folder / "assessment")
    shutil.rmtree(folder / "truth")
    shutil.rmtree(folder / "assessment")
    assert kaohe("judge", folder).code == 0
    assert _files(folder / "assessment") == before
    assert kaohe("quality", folder).code == 2


def test_another_policy_judges_the_same_findings(kaohe: Kaohe, folder: Path) -> None:
    before = pl.read_parquet(folder / "assessment" / "findings.parquet")
    answer = kaohe("judge", folder, "--policy", "handbook_deminimis", "--json")
    assert (answer.code, answer.json()["findings"]) == (0, before.height)


def test_explain_tells_the_chain(kaohe: Kaohe, folder: Path) -> None:
    number = str(pl.read_parquet(folder / "assessment" / "incidents.parquet")["incident_id"][0])
    answer = kaohe("explain", folder, number)
    assert (answer.code, answer.err) == (0, "")
    assert len(answer.out.splitlines()) > 10
    assert kaohe("explain", folder, number, "--json").json()["incident"]["incident_id"] == int(number)


@pytest.mark.parametrize("number", ["999999", "-1", "one", "１"])
def test_explain_of_no_incident(kaohe: Kaohe, folder: Path, number: str) -> None:
    answer = kaohe("explain", folder, "--", number)
    assert (answer.code, answer.out) == (2, "")


def test_the_report_can_be_made_again_in_another_language(kaohe: Kaohe, folder: Path) -> None:
    assert kaohe("report", folder, "--lang", "en").code == 0
    assert 'lang="en"' in (folder / "report" / "index.html").read_text(encoding="utf-8")


def test_what_is_missing_is_named(kaohe: Kaohe, folder: Path) -> None:
    shutil.rmtree(folder / "assessment")
    for command in ("report", "quality"):
        answer = kaohe(command, folder)
        assert (answer.code, "kaohe judge" in answer.err) == (2, True)
    shutil.rmtree(folder / "records")
    assert kaohe("judge", folder).code == 2
    assert kaohe("judge", folder / "nowhere").code == 2


def test_a_folder_with_content_is_refused(kaohe: Kaohe, folder: Path) -> None:
    answer = kaohe("run", *OFFICE, "--out", folder)
    assert (answer.code, answer.out) == (2, "")
    assert "U012" in answer.err


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
