"""Tariff files: those that ship are sound, and each kind of broken one is told with its place."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest

from kaohe.sim.calculator import calc
from kaohe.sim.files import Faults
from kaohe.sim.tariff.sources import data_file
from kaohe.sim.tariff.tariffs import built_in, built_in_names, load_tariff

GOOD = """\
id = "town"
name = { zh = "縣城電價", en = "town prices" }

[sources.notice]
text = "縣價字第 1 號"
status = "assumption"

[[version]]
valid_from = 2012-07-01

[[version.class]]
id = "resident"
name = { zh = "居民", en = "residential" }
rounding = "bill"

[version.class.tiers]
source = "notice"
period = "month"
limits_kwh = [240, 400]
prices_e4 = [4883, 5383, 7883]

[[version.class]]
id = "industry"
name = { zh = "工業", en = "industrial" }
rounding = "line"
energy_e4 = { value = 6000, source = "notice" }
funds = [{ id = "fund", name = { zh = "基金", en = "fund" }, e4 = { value = 70, source = "notice" }, included = true }]

[version.class.periods]
source = "notice"
peak_e2 = 150
valley_e2 = 50

[version.class.periods.hours]
peak = ["08:00-22:00"]
flat = ["06:00-08:00", "22:00-23:00"]
valley = ["23:00-06:00"]
"""

BROKEN = [
    ("limits_kwh = [240, 400]", "limits_kwh = [400, 240]", "P031", "limits_kwh"),
    ("limits_kwh = [240, 400]", "limits_kwh = [0, 400]", "P031", "limits_kwh"),
    ("prices_e4 = [4883, 5383, 7883]", "prices_e4 = [4883, 5383]", "P031", "prices_e4"),
    ("prices_e4 = [4883, 5383, 7883]", "prices_e4 = [4883, -1, 7883]", "P015", "prices_e4"),
    ("prices_e4 = [4883, 5383, 7883]", "prices_e4 = [0.4883, 5383, 7883]", "P014", "prices_e4"),
    ("prices_e4 = [4883, 5383, 7883]", "prices_e4 = [4883, nan, 7883]", "P016", "prices_e4"),
    ("prices_e4 = [4883, 5383, 7883]", "prices_e4 = [4883, true, 7883]", "P014", "prices_e4"),
    ('period = "month"', 'period = "week"', "P021", "period ="),
    ("limits_kwh", "limit_kwh", "P020", "[version.class.tiers]"),
    ("valid_from = 2012-07-01", 'valid_from = "2012-07-01"', "P050", "valid_from"),
    ("valid_from = 2012-07-01", "valid_from = 2012-02-30", "P050", "valid_from"),
    ('source = "notice"\nperiod', 'source = "notise"\nperiod', "P036", 'source = "notise"'),
    ("value = 70", "value = 6001", "P030", "funds"),
    ('valley = ["23:00-06:00"]', 'valley = ["23:00-05:59"]', "P031", "hours]"),
    ('peak = ["08:00-22:00"]', 'peak = ["08:00-22:30"]', "P030", "hours]"),
    ('peak = ["08:00-22:00"]', 'peak = ["8:00-22:00"]', "P022", "peak ="),
    ("valley_e2 = 50", "valley_e2 = 101", "P030", "periods]"),
    ('id = "industry"', 'id = "resident"', "P013", "id ="),
    ('energy_e4 = { value = 6000, source = "notice" }\n', "", "P020", "[[version.class]]"),
]


def written(folder: Path, text: str) -> Path:
    path = folder / "town.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_good_file_is_good(tmp_path: Path) -> None:
    tariff = load_tariff(written(tmp_path, GOOD))
    assert tariff.price("工業", date(2013, 1, 1)).fund_e4 == 70


@pytest.mark.parametrize(("good", "bad", "code", "where"), BROKEN)
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, good: str, bad: str, code: str, where: str) -> None:
    assert good in GOOD
    broken = GOOD.replace(good, bad, 1)
    with pytest.raises(Faults) as caught:
        load_tariff(written(tmp_path, broken))
    fault = caught.value.faults[0]  # of a misspelt key also the key itself is told
    assert fault.code == code
    assert where in broken.splitlines()[(fault.line or 0) - 1], str(fault)


BOUNDS = [
    ("value = 6000", "value = 99_999_999_999", "energy_e4.value", 1_000_000),
    ("value = 6000", "value = 1_000_001", "energy_e4.value", 1_000_000),
    ("value = 70", "value = 1000001", "funds[0].e4.value", 1_000_000),
    ("[4883, 5383, 7883]", "[4883, 5383, 1000001]", "tiers.prices_e4[2]", 1_000_000),
    ("[240, 400]", "[240, 1000000001]", "tiers.limits_kwh[1]", 10**9),
    ("peak_e2 = 150", "peak_e2 = 10001", "periods.peak_e2", 10_000),
    ("valley_e2 = 50", "valley_e2 = 10001", "periods.valley_e2", 10_000),
    ("valley_e2 = 50", "valley_e2 = 50\nspike_e2 = 10001", "periods.spike_e2", 10_000),
    (
        'rounding = "line"',
        'rounding = "line"\ncapacity_fen_per_kva = { value = 10000001, source = "notice" }',
        "capacity_fen_per_kva.value",
        10_000_000,
    ),
    (
        'rounding = "line"',
        'rounding = "line"\ndemand_fen_per_kw = { value = 10000001, source = "notice" }',
        "demand_fen_per_kw.value",
        10_000_000,
    ),
]


@pytest.mark.parametrize(("good", "bad", "path", "most"), BOUNDS)
def test_a_number_beyond_what_can_be_is_told_with_its_place(
    tmp_path: Path, good: str, bad: str, path: str, most: int
) -> None:
    assert good in GOOD
    broken = GOOD.replace(good, bad, 1)
    with pytest.raises(Faults) as caught:
        load_tariff(written(tmp_path, broken))
    [fault] = caught.value.faults
    assert fault.code == "P019"
    line = broken.splitlines()[(fault.line or 0) - 1]
    written_value = max(re.findall(r"[0-9_]+", bad), key=lambda number: int(number.replace("_", "") or 0))
    assert line[(fault.column or 0) - 1 :].startswith(written_value), str(fault)
    assert path in str(fault)
    assert f"請寫不大於 {most} 的數" in str(fault)


def test_the_most_that_can_be_is_taken_and_all_that_is_beyond_is_told_at_once(tmp_path: Path) -> None:
    most = GOOD.replace("value = 6000", "value = 1_000_000").replace("[240, 400]", "[240, 1_000_000_000]")
    most = most.replace("peak_e2 = 150", "peak_e2 = 10_000").replace("5383, 7883", "5383, 1_000_000")
    assert load_tariff(written(tmp_path, most)).price("工業", date(2013, 1, 1)).fund_e4 == 70
    beyond = GOOD.replace("value = 6000", "value = 1_000_001").replace("7883", "1_000_001")
    with pytest.raises(Faults) as caught:
        load_tariff(written(tmp_path, beyond))
    assert [fault.code for fault in caught.value.faults] == ["P019", "P019"]


def test_versions_rise_and_the_one_in_force_is_found(tmp_path: Path) -> None:
    later = GOOD[GOOD.index("[[version]]") :].replace("2012-07-01", "2013-07-01").replace("4883", "5000")
    tariff = load_tariff(written(tmp_path, GOOD + "\n" + later))
    prices = [tariff.price("resident", day).tiers for day in (date(2013, 6, 30), date(2013, 7, 1))]
    assert [tiers.prices_e4[0] for tiers in prices if tiers is not None] == [4883, 5000]
    with pytest.raises(LookupError):
        tariff.at(date(2012, 6, 30))
    with pytest.raises(Faults, match="P052"):
        load_tariff(written(tmp_path, GOOD + "\n" + later.replace("2013-07-01", "2012-07-01")))


@pytest.mark.parametrize("name", built_in_names())
def test_what_ships_is_sound_and_names_its_sources(name: str) -> None:
    tariff = built_in(name)
    assert tariff.id == name
    text = (resources.files("kaohe.sim.tariff.data") / "tariffs" / f"{name}.toml").read_text(encoding="utf-8")
    used = text.count('source = "') + text.count("[sources.")
    assert used > len(tariff.sources)
    assert all(f'source = "{key}"' in text for key in tariff.sources), "a source that nothing uses"


@pytest.mark.parametrize("name", built_in_names())
def test_every_key_of_a_file_that_ships_matters(name: str, tmp_path: Path) -> None:
    text = (resources.files("kaohe.sim.tariff.data") / "tariffs" / f"{name}.toml").read_text(encoding="utf-8")
    tomllib.loads(text)
    for n, line in enumerate(text.splitlines()):
        key = line.split(" = ")[0]
        if " = " in line and key.isidentifier():
            lines = text.splitlines()
            lines[n] = line.replace(key, f"{key}x", 1)
            with pytest.raises(Faults):
                load_tariff(written(tmp_path, "\n".join(lines)))


def test_prices_of_2001() -> None:
    energies = {
        one.id: None if one.energy_e4 is None else one.energy_e4.value
        for one in built_in("office_2001").at(date(2001, 1, 1)).classes
    }
    assert energies == {
        "resident": 4500,
        "lighting": 6500,
        "commerce": 8000,
        "industry": 6000,
        "large_industry": 4000,
        "agriculture": 3800,
        "industry_85": 6000,
        "industry_90": 6000,
        "agriculture_80": 3800,
    }


def test_a_file_of_one_s_own_is_billed_at_the_desk_after_its_checks(tmp_path: Path) -> None:
    shipped = data_file("tariffs", "beijing_2012.toml").read_text(encoding="utf-8")
    good, bad = tmp_path / "ours.toml", tmp_path / "hole.toml"
    good.write_text(shipped.replace("4883", "5000"), encoding="utf-8")
    bad.write_text(shipped.replace("[240, 400]", "[400, 240]"), encoding="utf-8")
    usage = {"class": "居民", "kwh": 300}
    # 240 × 0.5 + 60 × 0.5383
    assert calc("bill", {**usage, "tariff": str(good)}).value == Decimal("152.3")
    for file, code in ((bad, "P031"), (tmp_path / "none.toml", "P062")):
        with pytest.raises(Faults, match=code):
            calc("bill", {**usage, "tariff": str(file)})
