"""Deterrence files: those that ship are whole, and of one's own every fault is told at its place, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.scenarios.studies.deterrence import BOUNDS, MONTHS, load_deterrence
from kaohe.scenarios.studies.shipped import SETS, deterrence_names, shipped_deterrence
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language
from kaohe.standards import Policy

HEAD = 'id = "ours"\nname = { zh = "本局", en = "ours" }\n'
ERRORS = {"misattribution": 0.05, "pricing_error": 0.05}
TAKEN = {"alpha": 0.5, "learning": 0.3, "care": 0.1, "stress": 0.02, "stress_from": 2, "temptation_spread": 1}


def entry(name: str, default: object, low: object, high: object) -> str:
    """One parameter of a file: six lines."""
    numbers = f"default = {default}\nlow = {low}\nhigh = {high}\n"
    return f'[[parameters]]\nname = "{name}"\n{numbers}source = "assumption"\n'


WHOLE = "".join(
    entry(name, value, value, value) for name, value in {**TAKEN, "bonus_month_yuan": 200, **ERRORS}.items()
)


def test_those_that_ship_have_every_parameter_over_the_same_ranges() -> None:
    sets = [load_deterrence(name) for name in SETS]
    assert list(deterrence_names()) == list(shipped_deterrence()) == list(SETS)
    for one in sets:
        assert one.id in SETS
        assert set(BOUNDS) < set(one.values)
        assert [(each.name, each.low, each.high) for each in one.parameters] == [
            (each.name, each.low, each.high) for each in sets[0].parameters
        ]
        assert one.assumed == len(one.parameters)
        assert len({each.digest for each in sets}) == len(SETS)


def test_every_measure_of_every_policy_that_is_no_sum_of_months_or_money_is_weighed() -> None:
    weighed = {name.removeprefix(MONTHS) for name in load_deterrence("central").values if name.startswith(MONTHS)}
    policies = [Policy.load(name) for name in Policy.shipped()]
    there = {kind for each in policies for kind, measure in each.file.measures.items() if measure.family is not None}
    assert there <= weighed


FAULTS = {
    "a parameter that there is not": (entry("alfa", 1, 0, 2), "4:8", "P044", "nearest: alpha"),
    "twice": (entry("care", 1, 0, 2), "58:8", "P013", "stands in line 16 already"),
    "a default outside": (entry("care", 3, 0, 2), "5:11", "P019", "outside its range 0 to 2"),
    "ends reversed": (entry("care", 1, 2, 0), "6:7", "P032", "above the high end"),
    "beyond the form": (entry("alpha", 0, 0, 1), "5:11", "P019", "0 is not between 0.01 and 3"),
    "nan": (entry("care", "nan", 0, 2), "5:11", "P016", "nan"),
    "a text": (entry("care", '"1"', 0, 2), "5:11", "P014", "1"),
    "no such act": ('[[tempting]]\nclause = "2.2"\naction = "misred"\nsource = "x"\n', "59:10", "P044", "misread"),
    "no such clause": ('[[tempting]]\nclause = "99.1"\naction = "misread"\nsource = "x"\n', "58:10", "P040", "99.1"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_place(name: str, tmp_path: Path) -> None:
    text, place, code, said = FAULTS[name]
    after = int(place.split(":")[0]) > 40
    path = tmp_path / "ours.toml"
    path.write_text(HEAD + (WHOLE + text if after else text), encoding="utf-8")
    with use_language("en"), pytest.raises(Faults) as found:
        load_deterrence(path)
    told = [each for each in found.value.faults if each.code != "P020"]
    assert any(f"{each.line}:{each.column}" == place and each.code == code and said in each.message for each in told), [
        str(each) for each in told
    ]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    text = entry("alfa", 1, 0, 2) + entry("care", 3, 0, 2)
    path.write_text(HEAD + 'reference = "handbok"\n' + text, encoding="utf-8")
    with use_language("en"), pytest.raises(Faults) as found:
        load_deterrence(path)
    assert [each.code for each in found.value.faults] == ["P062", "P020", "P044", "P019"]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(HEAD + entry("alpha", 1, 1, 2), encoding="utf-8")
    with use_language("en"), pytest.raises(Faults, match="learning、care、stress") as found:
        load_deterrence(path)
    assert [each.code for each in found.value.faults] == ["P020"]
    with pytest.raises(Faults, match="severity_works、central"):
        load_deterrence("centrl")
