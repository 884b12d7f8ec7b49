"""The tariff of a scenario: one that ships, a file beside it, and what is wrong with either, told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.scenarios.loader import load_scenario
from kaohe.sim.archive.prices import price_tables
from kaohe.sim.files import Faults
from kaohe.sim.tariff.sources import data_file
from tests.kaohe.calling import called

SCENARIO = """\
id = "ours"
name = { zh = "本縣", en = "our county" }
months = 1
customers = 20
tariff = "office_2001"
"""
TARIFF = data_file("tariffs", "office_2001.toml").read_text(encoding="utf-8")


def scenario(folder: Path, tariff: str, text: str = SCENARIO) -> Path:
    """A scenario of that tariff in a folder of its own."""
    path = folder / "ours.toml"
    path.write_text(text.replace("office_2001", tariff), encoding="utf-8")
    return path


def beside(folder: Path, *changes: tuple[str, str]) -> str:
    """The prices of 2001 with changes, beside the scenario."""
    text = TARIFF
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "prices.toml").write_text(text, encoding="utf-8")
    return "prices.toml"


def told(path: Path) -> list[tuple[str, int | None, str]]:
    """(file, line, code) of every fault."""
    with pytest.raises(Faults) as found:
        load_scenario(path)
    return [(Path(fault.path).name, fault.line, fault.code) for fault in found.value.faults]


def test_the_scenarios_that_ship_bill_by_the_office_of_2001() -> None:
    for name in ("town", "clean"):
        assert load_scenario(name).spec.tariff.id == "office_2001"


def test_a_scenario_says_nothing_of_prices_and_has_those_of_2001(tmp_path: Path) -> None:
    path = scenario(tmp_path, "", SCENARIO.replace('tariff = "office_2001"\n', ""))
    assert load_scenario(path).spec.tariff.id == "office_2001"


def test_a_tariff_file_beside_the_scenario(tmp_path: Path) -> None:
    """Found beside it from wherever the program is called; another price of its own, all else as it is written."""
    name = beside(tmp_path, ("value = 4500", "value = 4800"), ('id = "office_2001"', 'id = "county"'))
    spec = load_scenario(scenario(tmp_path, name)).spec
    assert spec.tariff.id == "county"
    assert price_tables(spec)[0].energy_e4[0] == 4_800


def test_the_place_of_the_file_is_reckoned_from_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "tariffs").mkdir()
    name = beside(tmp_path / "tariffs")
    assert load_scenario(scenario(tmp_path, f"tariffs/{name}")).spec.tariff.id == "office_2001"
    absolute = str(tmp_path / "tariffs" / name)
    assert load_scenario(scenario(tmp_path, absolute)).spec.tariff.id == "office_2001"


@pytest.mark.parametrize("name", ["ofice_2001", "nowhere.toml", ".", "office_2001 ", "長" * 300])
def test_an_unknown_tariff_is_told_at_its_line(tmp_path: Path, name: str) -> None:
    assert told(scenario(tmp_path, name)) == [("ours.toml", 5, "P062")]


def test_an_unknown_tariff_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Faults, match=r"沒有電價「ofice_2001」.*是否想寫「office_2001」"):
        load_scenario(scenario(tmp_path, "ofice_2001"))


@pytest.mark.parametrize(("name", "near"), [("mein.toml", "mine.toml"), ("sub/prizes.toml", "sub/prices.toml")])
def test_a_file_beside_the_scenario_may_be_what_was_meant(tmp_path: Path, name: str, near: str) -> None:
    (tmp_path / "sub").mkdir()
    for file in ("mine.toml", "sub/prices.toml"):
        (tmp_path / file).write_text(TARIFF, encoding="utf-8")
    with pytest.raises(Faults, match=f"是否想寫「{near}」"):
        load_scenario(scenario(tmp_path, name))


@pytest.mark.parametrize("name", ["our.toml", "nowhere/mine.toml"])
def test_neither_the_scenario_itself_nor_a_folder_that_is_not_there_is_meant(tmp_path: Path, name: str) -> None:
    with pytest.raises(Faults, match="是否想寫「office_2001」"):
        load_scenario(scenario(tmp_path, name))


OWN = {
    "a price below 0": (("value = 4500", "value = -4500"), "P015"),
    "a word for a price": (("value = 4500", 'value = "dear"'), "P0"),
    "no such source": (('source = "office" }', 'source = "offce" }'), "P036"),
    "an unknown key": (('rounding = "bill"', 'rounding = "bill"\nround = 2'), "P010"),
    "another rounding": (('rounding = "line"', 'rounding = "down"'), "P0"),
    "other standards": (("pf_standard = { value = 90", "pf_standard = { value = 95"), "P019"),
    "a valley above the flat price": (("valley_e2 = 50", "valley_e2 = 150"), "P030"),
    "losses to nobody": (('losses = "shared"', 'losses = "lost"'), "P0"),
    "a class twice": (('id = "lighting"', 'id = "resident"'), "P013"),
    "funds above the price": (("value = 3800", "value = 300"), "P030"),
    "no TOML at all": (("[[version]]", "[[version"), "P0"),
}


@pytest.mark.parametrize("case", OWN)
def test_faults_of_the_tariff_file_are_told_in_that_file(tmp_path: Path, case: str) -> None:
    change, code = OWN[case]
    faults = told(scenario(tmp_path, beside(tmp_path, change)))
    assert {name for name, _, _ in faults} == {"prices.toml"}
    assert all(line is not None and line > 1 for _, line, _ in faults)
    assert any(found.startswith(code) for _, _, found in faults)


TOO_LATE = ("valid_from = 2001-01-01", "valid_from = 2001-02-01")
FUND = '  {{ id = "f{n}", name = {{ zh = "徵", en = "f" }}, e4 = {{ value = 1, source = "office" }}, included = true }}'
NINE = ",\n".join(FUND.format(n=n) for n in range(9))


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (TOO_LATE, "P052", "電價 office_2001 自 2001-02-01 起執行，營業所自 2001-01-01 起，尚無電價"),
        (("capacity_fen_per_kva", "demand_fen_per_kw"), "P046", "的大工業（large_industry）按最大需量計費"),
        (("peak_e2 = 150", "peak_e2 = 150\nspike_e2 = 180"), "P046", "按尖峰時段計費"),
        (("funds = [\n", f"funds = [\n{NINE},\n"), "P023", "居民（resident）有 12 項代徵，電費單只容 8 項"),
    ],
)
def test_a_sound_tariff_that_an_office_of_2001_cannot_charge(
    tmp_path: Path, change: tuple[str, str], code: str, said: str
) -> None:
    path = scenario(tmp_path, beside(tmp_path, change))
    assert told(path) == [("ours.toml", 5, code)]
    with pytest.raises(Faults, match=said):
        load_scenario(path)


@pytest.mark.parametrize("name", ["beijing_2012", "two_part_2023"])
def test_a_tariff_of_later_years_needs_an_office_of_later_years(tmp_path: Path, name: str) -> None:
    assert told(scenario(tmp_path, name)) == [("ours.toml", 5, "P052")]


def test_a_scenario_that_still_writes_prices_is_told(tmp_path: Path) -> None:
    text = SCENARIO.replace('tariff = "office_2001"', "prices = []")
    assert told(scenario(tmp_path, "", text)) == [("ours.toml", 5, "P010")]


@pytest.mark.parametrize("command", ["check", "run"])
def test_the_program_tells_and_exits_with_2(tmp_path: Path, command: str) -> None:
    """All faults of the tariff at once, the file first; nothing is written."""
    beside(tmp_path, ("value = 4500", "value = -4500"), ("valley_e2 = 50", 'valley_e2 = "50e"'))
    scenario(tmp_path, "prices.toml")
    done = called(tmp_path, command, "ours.toml")
    assert (done.code, done.out) == (2, "")
    lines = done.messages
    assert len(lines) == 2
    assert all(line.startswith("prices.toml:") for line in lines), lines
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours.toml", "prices.toml"]


@pytest.mark.parametrize("name", ["..", "../prices.toml", "/etc/passwd", "link.toml"])
def test_a_tariff_outside_the_folder_of_the_scenario_is_not_read(tmp_path: Path, name: str) -> None:
    """Neither told line by line nor used: a scenario of somebody else's reads nothing of this machine."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    (tmp_path / "prices.toml").write_text("secret: words\n", encoding="utf-8")
    (folder / "link.toml").symlink_to(tmp_path / "prices.toml")
    path = scenario(folder, name)
    with pytest.raises(Faults) as found:
        load_scenario(path)
    assert [(fault.path, fault.line, fault.code) for fault in found.value.faults] == [(str(path), 5, "P061")]
    assert "secret" not in str(found.value)
