"""`kaohe bill`: a list, one bill line by line, and what is said about customers and months that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.scenarios.running import simulate
from kaohe.sim.records import Records
from kaohe.sim.texts import yuan
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
        (("first", "2001"), "P014", "PERIOD"),
        (("１２",), "P014", "是否想寫 12"),
        (("電力城",), "R005", "沒有名為「電力城」的用戶"),
    ],
)
def test_what_is_not_there_is_told(kaohe: Kaohe, folder: Path, words: tuple[str, ...], code: str, said: str) -> None:
    answer = kaohe("bill", folder, *words)
    assert (answer.code, answer.out) == (2, "")
    assert code in answer.err
    assert said in answer.err


def test_both_faults_of_a_line_are_told(kaohe: Kaohe, folder: Path) -> None:
    assert len(kaohe("bill", folder, "1.5", "second").messages) == 2


def test_without_a_customer_the_classes_and_their_first_customers(kaohe: Kaohe, folder: Path) -> None:
    classes = kaohe("bill", folder, "--json").json()["classes"]
    assert classes[0]["price_class"] == "resident"
    assert {each["price_class"]: each["customers"] for each in classes}["large_industry"] == 2
    big = next(each["first"] for each in classes if each["price_class"] == "large_industry")
    page = kaohe("bill", folder).out.splitlines()
    assert [line.split("　")[0] for line in page[:2]] == ["居民", "商業"]
    large = next(line for line in page if line.startswith("大工業"))
    assert f"　2 戶　{big[0]['customer']} {big[0]['name']}、" in large
    assert "customers  " in kaohe("bill", folder, "--lang", "en").out


def test_a_customer_by_name(kaohe: Kaohe, folder: Path) -> None:
    """In either script; of several the numbers are told; of none the nearest names."""
    named = _names(folder)
    alone = next(name for name, numbers in named.items() if len(numbers) == 1 and "紅" in name)
    by_number = kaohe("bill", folder, str(named[alone][0])).out
    assert by_number
    assert kaohe("bill", folder, alone).out == by_number == kaohe("bill", folder, alone.replace("紅", "红")).out
    assert "2001-01" in kaohe("bill", folder, alone, "2001-01").out
    several, numbers = next((name, numbers) for name, numbers in named.items() if len(numbers) > 1)
    told = kaohe("bill", folder, several)
    assert (told.code, told.out) == (2, "")
    assert f"[R006] 名為「{several}」的用戶有 {len(numbers)} 戶：{numbers[0]}（" in told.err
    part = kaohe("bill", folder, f"{alone}甲", "--lang", "en")
    assert f"{alone} ({named[alone][0]})" in part.err


def _names(folder: Path) -> dict[str, list[int]]:
    rows = Records.open(folder / "records").table("customer").select("name", "customer").unique().sort("customer")
    found: dict[str, list[int]] = {}
    for name, number in rows.rows():
        found.setdefault(name, []).append(number)
    return found


def test_what_was_supplemented_with_a_bill_stands_below_it(kaohe: Kaohe, tmp_path: Path) -> None:
    done = simulate(tmp_path / "office", "clean", customers=400, months=3, inject=("2.2=2x",))
    row = done.records.table("supplement").row(0, named=True)
    customer, with_period = str(row["customer"]), str(row["with_period"])
    (bill,) = kaohe("bill", tmp_path / "office", customer, with_period, "--json").json()["bills"]
    assert [each["amount_fen"] for each in bill["supplements"]] == [row["amount_fen"]]
    *_, supplement, together = kaohe("bill", tmp_path / "office", customer, with_period).out.splitlines()
    assert supplement.startswith(f"隨本期發行的退補單：{row['period'] // 100}-")
    assert together == f"連同退補 {yuan(bill['amount_fen'] + row['amount_fen'])} 元"
    assert sum("另退補" in line for line in kaohe("bill", tmp_path / "office", customer).out.splitlines()) == 1
