"""Rates files: those that ship are whole and in order, and of one's own every fault is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.scenarios.studies.rates import ASSUMPTION, acts_there_are, load_rates
from kaohe.scenarios.studies.shipped import LEVELS, rates_names, shipped_rates
from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language

HEAD = 'id = "ours"\nname = { zh = "本局", en = "ours" }\n'


def entry(clause: str = '"2.2"', action: str = '"misread"', rate: str = "0.01", source: str = '"assumption"') -> str:
    """One rate of a file."""
    return f"[[rates]]\nclause = {clause}\naction = {action}\nrate = {rate}\nsource = {source}\n"


def test_those_that_ship_rate_every_act_and_rise() -> None:
    low, central, high = (load_rates(name) for name in LEVELS)
    assert set(low.by_act) == {(point.id, action.id) for point, action in acts_there_are().values()}
    for act, rate in central.by_act.items():
        assert 0 < low.by_act[act] < rate < high.by_act[act], act


@pytest.mark.parametrize("name", LEVELS)
def test_each_rate_that_ships_has_its_source_or_is_called_an_assumption(name: str) -> None:
    rates = load_rates(name)
    sourced = [each for each in rates.listed if each.source != ASSUMPTION]
    assert len(rates.listed) - len(sourced) == rates.assumed > 0
    assert sourced
    assert all(any(sign.isdigit() for sign in each.source) for each in sourced)


def test_their_names_are_known_without_an_office() -> None:
    assert list(rates_names()) == list(shipped_rates()) == list(LEVELS)


def test_the_digest_is_of_what_is_done_how_often(tmp_path: Path) -> None:
    one, other, renamed = (tmp_path / f"{name}.toml" for name in ("one", "other", "renamed"))
    one.write_text(HEAD + entry() + entry('"3.1"', '"skip_bill"', "0"), encoding="utf-8")
    other.write_text(HEAD + entry(rate="0.02"), encoding="utf-8")
    renamed.write_text(HEAD.replace("ours", "theirs") + entry(source='"ledger of 2000"'), encoding="utf-8")
    assert load_rates(one).digest == load_rates(renamed).digest != load_rates(other).digest
    assert load_rates(one).by_act == {("read_meter", "misread"): 10_000, ("issue_bill", "skip_bill"): 0}


FAULTS = {
    "no such clause": (entry('"99.1"'), "4:10", "P040", "there is no clause 99.1 — there are: 1.1"),
    "a clause that cannot be broken": (entry('"1.4"'), "4:10", "P040", "nothing that breaks clause 1.4 can be"),
    "no such act": (entry(action='"misred"'), "5:10", "P044", "nearest: misread"),
    "another clause's": (entry('"3.1"'), "5:10", "P044", "“misread” breaks clause 2.2"),
    "twice": (entry() + entry(), "10:10", "P013", "stands in line 5 already"),
    "nan": (entry(rate="nan"), "6:8", "P016", "nan"),
    "negative": (entry(rate="-0.1"), "6:8", "P015", "-0.1"),
    "above one": (entry(rate="1.01"), "6:8", "P019", "1.01"),
    "too fine": (entry(rate="0.0000001"), "6:8", "P019", "0.0000001 has more than six decimals"),
    "more than its part": (entry(rate="0.6"), "6:8", "P019", "2 wrongs, of which one at most"),
    "a text": (entry(rate='"0.1"'), "6:8", "P014", "0.1"),
    "no source": (entry(source='""'), "7:10", "P022", "source"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_place(name: str, tmp_path: Path) -> None:
    text, place, code, said = FAULTS[name]
    path = tmp_path / "rates.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    with use_language("en"), pytest.raises(Faults) as found:
        load_rates(path)
    (fault,) = found.value.faults
    assert (f"{fault.line}:{fault.column}", fault.code) == (place, code)
    assert said in fault.message


def test_a_name_that_is_none_is_told_those_there_are() -> None:
    with pytest.raises(Faults, match="low、central、high"):
        load_rates("centrl")
