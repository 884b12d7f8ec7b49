"""Offices that cannot be: each fault of a scenario file at its own value, all at once, in the language in use."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kaohe.scenarios.gherkin import setting
from kaohe.scenarios.gherkin.scene import Scene
from kaohe.scenarios.gherkin.words import StepFault
from kaohe.scenarios.loader import load_scenario
from kaohe.sim.archive.prices import price_tables
from kaohe.sim.files import Faults
from kaohe.sim.spec import BookSpec, OfficeSpec, SpecError, StaffSpec, town_classes
from kaohe.sim.texts import use_language
from kaohe.sim.town.population import make_population
from kaohe.sim.town.soundness import spec_faults
from kaohe.sim.town.staffing import staff
from tests.scenarios.impossible import ALONE, CASES, EAST, HEAD, MILL, OTHERS, PLANT, TARIFF, TARIFFS, WANG, tariff

ROOT = Path(__file__).parents[2]


def write(folder: Path, marked: str) -> tuple[Path, tuple[int, int]]:
    """The file with its tariffs beside it, and the place of «."""
    for name, text in TARIFFS.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    before = marked.partition("«")[0]
    path = folder / "ours.toml"
    path.write_text(marked.replace("«", ""), encoding="utf-8")
    return path, (before.count("\n") + 1, len(before) - before.rfind("\n"))


def faults(path: Path) -> Faults:
    with pytest.raises(Faults) as found:
        load_scenario(path)
    return found.value


@pytest.mark.parametrize("key", CASES)
def test_a_scenario_file_that_describes_no_office(tmp_path: Path, key: str) -> None:
    """One fault, at its value, the same place and code in each language."""
    marked, code, *said = CASES[key]
    path, (line, column) = write(tmp_path, marked)
    found = faults(path)
    place = f"{path}:{line}:{column}"
    for language, severity, text in (("zh-Hant", "錯誤", said[0]), ("en", "error", said[1])):
        with use_language(language):
            assert found.render() == f"{place}: {severity}[{code}] {text}"
    with use_language("zh-Hans"):
        assert found.render().startswith(f"{place}: 错误[{code}] ")


@pytest.mark.parametrize("key", CASES)
def test_what_a_run_refuses_is_found_without_a_run_and_the_other_way_round(tmp_path: Path, key: str) -> None:
    """The first thing that would stop the making of the office is the one that is told of the file."""
    marked = CASES[key][0]
    path, _ = write(tmp_path, marked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kaohe.scenarios.loader._cross_checks", lambda document: [])
        spec = load_scenario(path).spec
    [told] = spec_faults(spec)
    with pytest.raises(SpecError) as refused:
        make(spec)
    assert (str(refused.value), refused.value.at) == (str(told), told.at)


@pytest.mark.parametrize("key", OTHERS)
def test_a_description_that_no_file_can_give(key: str) -> None:
    spec, at, chinese, english = OTHERS[key]
    [error] = spec_faults(spec)
    assert error.at == at
    assert chinese in str(error)
    with use_language("en"):
        assert english in str(error)
    with pytest.raises(SpecError, match=re.escape(str(error))):
        make(spec)


def make(spec: OfficeSpec) -> None:
    """As an office is made; a million customers are not for a test."""
    small = spec if sum(spec.classes.values()) < 100_000 else None
    if small is None:
        staff(spec, None, 1)  # type: ignore[arg-type]  # refused before it is looked at
    else:
        price_tables(small)
        staff(small, make_population(small, 1), 1)


def test_every_text_has_a_case() -> None:
    source = (ROOT / "sim" / "texts" / "en" / "office.ftl").read_text(encoding="utf-8")
    keys = set(re.findall(r"^office-([a-z-]+) = ", source, re.M))
    assert keys == {*CASES, *OTHERS, *ALONE} - {"town-class"}


@pytest.mark.parametrize(("name", "by"), [("demand", "maximum demand"), ("spike", "a spike period")])
def test_what_cannot_be_charged_is_said_in_words(tmp_path: Path, name: str, by: str) -> None:
    path, _ = write(tmp_path, tariff(name))
    with use_language("en"):
        assert f"charges by {by}," in str(faults(path))


def test_fewer_than_no_customers_and_no_such_book() -> None:
    with pytest.raises(SpecError, match="戶數 -1 小於 0") as negative:
        town_classes(-1)
    assert negative.value.at == ("customers",)
    office = OfficeSpec(books=(BookSpec("東風里", "resident", 3, 5),))
    for name, said in (("東風裏", "是否想寫「東風里」"), ("開發區", "可用：東風里")):
        with pytest.raises(SpecError, match=said):
            office.book(name)


ALL = (
    HEAD.replace("customers = 20", "classes = { «residents = 20 }")
    + EAST
    + 'price_class = «"comerce"\n'
    + PLANT
    + MILL
    + "peak_percent = «70\nvalley_percent = 40\nenergy_e4 = «300\n"
    + '[[named_customers]]\nname = «"永安廠"\nbook = «"東"\napplies_on = «2000-06-01\n'
    + WANG
    + 'post = "cashier"\ncounter = «3\n'
    + WANG
    + 'post = «"accountant"\n'
)


def test_all_faults_of_a_description_are_told_at_once(tmp_path: Path) -> None:
    """Whatever the part of the office; the town, two customers, a book, a double post."""
    parts, places = ALL.split("«"), []
    for number in range(1, len(parts)):
        before = "".join(parts[:number])
        places.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
    path = tmp_path / "ours.toml"
    path.write_text("".join(parts), encoding="utf-8")
    assert [(fault.line, fault.column) for fault in faults(path).faults] == places


def test_faults_of_the_office_are_told_beside_those_of_its_tariff(tmp_path: Path) -> None:
    """A tariff that cannot be read leaves open what has a price, not who works there."""
    (tmp_path / "prices.toml").write_text(TARIFF.replace("value = 4500", "value = -4500", 1), encoding="utf-8")
    text = f'{HEAD}tariff = "prices.toml"\n{EAST}price_class = "ours_alone"\n{WANG}post = "casheer"\n'
    path, _ = write(tmp_path, text)
    told = [(Path(fault.path).name, fault.line, fault.code) for fault in faults(path).faults]
    assert [place for place in told if place[0] == "ours.toml"] == [("ours.toml", 14, "P042")]
    assert any(name == "prices.toml" for name, _, _ in told)


def test_a_start_without_prices_is_told_at_the_start(tmp_path: Path) -> None:
    """Who names no tariff can change the start alone."""
    tariff_2001 = load_scenario("town").spec
    [error] = spec_faults(replace(tariff_2001, start=date(2000, 12, 1)))
    assert error.at == ("tariff",)
    path, _ = write(tmp_path, HEAD + "start = 2000-12-15\n")
    assert {fault.line for fault in faults(path).faults} == {5}


# ── in a step ────────────────────────────────────────────────────────────────────────────────────────────────────────


def told(scene: Scene) -> str:
    with pytest.raises(StepFault) as found:
        scene.run_until(date(2001, 1, 31))
    return str(found.value)


def test_a_step_tells_it_in_the_language_of_its_feature() -> None:
    scene = Scene(staff=[StaffSpec("王芳", "cashier"), StaffSpec("王芳", "accountant")])
    apart = "這樣的營業所不能成立：營業出納（cashier）與營業會計（accountant）不得由「王芳」一人兼任"
    assert told(scene).startswith(apart)
    with use_language("zh-Hans"):
        assert told(scene).startswith("这样的营业所不能成立：营业出纳（cashier）与营业会计（accountant）不得由「王芳」")
    with use_language("en"):
        assert told(scene).startswith("there can be no such office: cashier and accountant may not be one person")


def test_a_name_in_a_step_stays_as_it_is_written() -> None:
    scene = Scene()
    setting.reading_book(scene, "東風里", "4", "12")
    setting.customer(scene, "东風里", "商業", "永和商店")
    with use_language("zh-Hans"):
        assert told(scene) == (
            "这样的营业所不能成立：用户「永和商店」的抄表段「东風里」没有说明 — 是否想写「東風里」？"
        )


def test_a_cycle_day_in_a_step() -> None:
    scene = Scene()
    setting.reading_book(scene, "東風里", "4", "32")
    assert told(scene) == "這樣的營業所不能成立：抄表段「東風里」的例日是 32 日 — 請寫 1 至 31"
