"""The price class that a bill takes: a tariff by name or file, the version in force on a day, a class in any script."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kaohe.sim.calculator.checked_inputs import Given
from kaohe.sim.calculator.faults import BadInput, advice
from kaohe.sim.calculator.working import Working
from kaohe.sim.files import fold, nearest
from kaohe.sim.tariff.checks import sources_of
from kaohe.sim.tariff.schema import PriceClass, Tariff
from kaohe.sim.tariff.tariffs import OFFICE_2001, built_in, built_in_names, load_tariff


def price_of(g: Given, w: Working) -> PriceClass:
    """The class of the inputs, with its tariff, version and sources in the working. BadInput where there is none."""
    tariff, wanted = _tariff(g.text("tariff", OFFICE_2001)), g.text("class")
    on = g.day("on") if "on" in g else tariff.version[-1].valid_from
    if on < tariff.version[0].valid_from:
        raise BadInput(
            "on", f"{tariff.id} 自 {tariff.version[0].valid_from} 起", f"{tariff.id} has no prices before then"
        )
    price = _class(tariff, wanted, on)
    w.note(f"{tariff.name.zh_hant}：{price.name.zh_hant}|{tariff.name.en}: {price.name.en}")
    if len(tariff.version) > 1:
        since, count = tariff.at(on).valid_from, len(tariff.version)
        w.note(f"電價版本：{since} 起（共 {count} 版）|version of the prices: from {since} ({count} versions)")
    for key in sources_of(price):
        w.cite(f"{tariff.sources[key].text} [{tariff.sources[key].status}]")
    return price


def _tariff(name: str) -> Tariff:
    """A tariff that ships, or a file of one's own (.toml). BadInput for an unknown name; Faults of the file."""
    if name.endswith(".toml"):
        return load_tariff(Path(name))
    known_by = {fold(one): one for one in built_in_names()}
    name = known_by.get(fold(name), name)
    if name not in built_in_names():
        near, known = advice(nearest(name, built_in_names())), ", ".join(built_in_names())
        raise BadInput(
            "tariff", f"沒有電價表「{name}」；有 {known}{near}", f"no tariff {name!r}; there are {known}{near}"
        )
    return built_in(name)


def _class(tariff: Tariff, wanted: str, on: date) -> PriceClass:
    for one in tariff.at(on).classes:
        if fold(wanted) in map(fold, (one.id, one.name.zh_hant, one.name.en)):
            return one
    try:
        return tariff.price(wanted, on)
    except LookupError as error:
        names = [name for one in tariff.at(on).classes for name in (one.id, one.name.zh_hant)]
        near = advice(nearest(wanted, names))
        known = str(error.args[0])
        raise BadInput(
            "class", f"{tariff.id} 沒有「{wanted}」；有 {known}{near}", f"{tariff.id}: {known}{near}"
        ) from None
