"""Classes of metering sets and the dates of their tests and rotation, by the tables of DL/T 448 and JJG 307."""

from __future__ import annotations

from datetime import date
from functools import cache

from kaohe.sim.files import Exact, FileModel
from kaohe.sim.tariff.metering import add_months
from kaohe.sim.tariff.sources import load_table

EDITION_2000, EDITION_2016 = "DL/T 448-2000", "DL/T 448-2016"


class Edition2000(FileModel):
    """DL/T 448-2000: classes by monthly energy, capacity or generator."""

    source: str
    status: str
    classes: tuple[str, ...]
    min_monthly_kwh: tuple[int, ...]
    min_kva: tuple[int, ...]
    min_generator_mw: tuple[int, ...]
    onsite_test_months: tuple[int, ...]
    rotation_months_low: tuple[int, ...]
    rotation_months_high: tuple[int, ...]


class Edition2016(FileModel):
    """DL/T 448-2016: classes by voltage."""

    source: str
    status: str
    classes: tuple[str, ...]
    min_kv: tuple[Exact, ...]
    onsite_test_months: tuple[int, ...]


class Verification2006(FileModel):
    """JJG 307-2006: latest rotation in years."""

    source: str
    status: str
    three_phase: int
    single_phase_double_jewel_or_magnetic: int
    single_phase_other: int


class Metering(FileModel):
    """The table file."""

    dlt448_2000: Edition2000
    dlt448_2016: Edition2016
    jjg307_2006: Verification2006


@cache
def metering() -> Metering:
    """The tables of tests and rotation."""
    return load_table("metering", Metering)


def class_2000(monthly_kwh: int, kva: int, generator_mw: int, single_phase: bool) -> str:
    """Class I to V: the first whose energy, capacity or generator is reached; V for single-phase meters."""
    table = metering().dlt448_2000
    if single_phase:
        return table.classes[-1]
    limits = zip(table.classes, table.min_monthly_kwh, table.min_kva, table.min_generator_mw, strict=True)
    for name, kwh, capacity, generator in list(limits)[:3]:
        if monthly_kwh >= kwh or kva >= capacity or (generator and generator_mw >= generator):
            return name
    return table.classes[3]


def class_2016(kv: float, single_phase: bool) -> str:
    """Class by voltage (DL/T 448-2016, from memory)."""
    table = metering().dlt448_2016
    if single_phase:
        return table.classes[-1]
    reached = (name for name, limit in zip(table.classes, table.min_kv, strict=True) if kv >= limit)
    return next(reached, table.classes[-1])


def onsite_test_months(name: str, edition: str) -> int:
    """Months between on-site tests; 0 where the class has none. ValueError for an unknown class."""
    table = metering().dlt448_2000 if edition == EDITION_2000 else metering().dlt448_2016
    return table.onsite_test_months[table.classes.index(name)]


def next_onsite_test(name: str, last: date, edition: str = EDITION_2000) -> date | None:
    """Date of the next on-site test, None where the class has none."""
    months = onsite_test_months(name, edition)
    return add_months(last, months) if months else None


def rotation(name: str, last: date) -> tuple[date, date]:
    """(earliest, latest) rotation of a class by DL/T 448-2000."""
    table = metering().dlt448_2000
    n = table.classes.index(name)
    return add_months(last, table.rotation_months_low[n]), add_months(last, table.rotation_months_high[n])


def rotation_limit(kind: str, last: date) -> date:
    """Latest rotation by JJG 307-2006. LookupError for an unknown kind."""
    years = metering().jjg307_2006.model_dump().get(kind)
    if not isinstance(years, int):
        raise LookupError(kind)
    return add_months(last, years * 12)
