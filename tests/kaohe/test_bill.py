"""`kaohe bill`: a list, one bill line by line, and what is said about customers and months that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.scenarios.running import simulate
from tests.kaohe.calling import Kaohe


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of a small office."""
    folder = tmp_path_factory.mktemp("bills") / "office"
    simulate(folder, "clean", customers=400, months=2)
    return folder


def test_a_list_then_one_bill(kaohe: Kaohe, folder: Path) -> None:
    months = kaohe("bill", folder, "1").out.splitlines()
    assert [line[:7] for line in months] == ["2001-01", "2001-02"]
    bill = kaohe("bill", folder, "1", "200102").out.splitlines()
    assert bill[-1] == f"合計 {months[1].split('　')[-1]}"


def test_the_document_adds_up(kaohe: Kaohe, folder: Path) -> None:
    bills = kaohe("bill", folder, "1", "--json").json()["bills"]
    assert [bill["period"] for bill in bills] == [200101, 200102]
    for bill in bills:
        assert sum(line["amount_fen"] for line in bill["lines"]) == bill["amount_fen"] == bill["total_fen"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("99999",), "R003", "最接近的戶號"),
        (("1", "2001-09"), "R004", "2001-01、2001-02"),
        (("1", "9"), "P014", "請寫 2001-03"),
        (("first", "2001"), "P014", "CUSTOMER"),
    ],
)
def test_what_is_not_there_is_told(kaohe: Kaohe, folder: Path, words: tuple[str, ...], code: str, said: str) -> None:
    answer = kaohe("bill", folder, *words)
    assert (answer.code, answer.out) == (2, "")
    assert code in answer.err
    assert said in answer.err


def test_both_faults_of_a_line_are_told(kaohe: Kaohe, folder: Path) -> None:
    assert len(kaohe("bill", folder, "first", "second").messages) == 2
