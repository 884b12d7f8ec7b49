"""Printed tables: power-factor adjustment, transformers, time-of-use ratios; LookupError for what is absent."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Self

import numpy as np
from pydantic import model_validator

from kaohe.sim.files import Exact, FileModel, wrong
from kaohe.sim.tariff.money import Int64s, whole
from kaohe.sim.tariff.phasors import Power
from kaohe.sim.tariff.sources import load_table


class FactorColumn(FileModel):
    """One column of the adjustment table: a standard, and 1/100 % for each 0.01 from `first` down to `last`."""

    standard: int
    first: int
    last: int
    below_step_e2: int
    adjust_e2: tuple[int, ...]
    source: str
    status: str

    @model_validator(mode="after")
    def _no_hole(self) -> Self:
        if len(self.adjust_e2) != self.first - self.last + 1:
            raise wrong("P031", f"{self.first}…{self.last} 應有 {self.first - self.last + 1} 格", ("adjust_e2",))
        return self

    def by_hundredth(self) -> Int64s:
        """1/100 % for the power factors 0.00, 0.01 … 1.00."""
        rising = self.adjust_e2[::-1]
        below = [rising[0] + self.below_step_e2 * step for step in range(self.last, 0, -1)]
        return np.array([*below, *rising], np.int64)


class FactorTable(FileModel):
    """附表一至三."""

    column: tuple[FactorColumn, ...]


class Series(FileModel):
    """Parameters of one transformer series."""

    id: str
    source: str
    status: str
    kva: tuple[int, ...]
    p0_w: tuple[int, ...]
    pk_w: tuple[int, ...]
    i0_pct: tuple[Exact, ...]
    uk_pct: tuple[Exact, ...]

    @model_validator(mode="after")
    def _same_length(self) -> Self:
        for name in ("p0_w", "pk_w", "i0_pct", "uk_pct"):
            if len(getattr(self, name)) != len(self.kva):
                raise wrong("P031", f"應有 {len(self.kva)} 格，與 kva 相同", (name,))
        return self


class Transformers(FileModel):
    """All series."""

    series: tuple[Series, ...]


class TransformerType(FileModel):
    """One transformer: kVA, W, W, %, %, and where the values come from."""

    kva: int
    p0_w: int
    pk_w: int
    i0_pct: Decimal
    uk_pct: Decimal
    source: str
    status: str

    @property
    def idle_var(self) -> int:
        """I0 %·Sn in var."""
        return int(self.i0_pct * self.kva * 10)

    @property
    def loaded_var(self) -> int:
        """Uk %·Sn in var."""
        return int(self.uk_pct * self.kva * 10)


class Scheme(FileModel):
    """Ratios of a time-of-use scheme, hundredths."""

    id: str
    peak_e2: int
    valley_e2: int
    spike_over_peak_e2: int
    source: str
    status: str


class Schemes(FileModel):
    """All schemes."""

    scheme: tuple[Scheme, ...]


class Connection(FileModel):
    """A named wrong connection of a four-wire meter and twice its coefficients (a1, a3, b1, b3)."""

    names: tuple[str, ...]
    power: tuple[int, int, int, int]


class Connections(FileModel):
    """All named connections."""

    case: tuple[Connection, ...]


@cache
def four_wire_cases() -> dict[str, Power]:
    """Power seen in each named wrong connection of a four-wire meter, by each of its names."""
    table = load_table("four_wire", Connections)
    return {name: Power(*one.power) for one in table.case for name in one.names}


@cache
def _factor_columns() -> dict[int, Int64s]:
    return {column.standard: column.by_hundredth() for column in load_table("power_factor", FactorTable).column}


def factor_adjustment_e2(pf_hundredths: int | Int64s, standard: int) -> Int64s:
    """Adjustment in 1/100 % for power factors in hundredths (0 to 100), by the standard 90, 85 or 80.

    LookupError for another standard, ValueError for a power factor outside 0 to 100. Rule: (83)水電財字第215號.
    """
    if standard not in _factor_columns():
        raise LookupError(f"no power-factor standard {standard}; there are 90, 85, 80")
    hundredths = whole(pf_hundredths)
    if bool(np.any((hundredths < 0) | (hundredths > 100))):
        raise ValueError("a power factor lies between 0 and 100 hundredths")
    return np.asarray(_factor_columns()[standard][hundredths], np.int64)


@cache
def transformer_series() -> dict[str, Series]:
    """The series by id."""
    return {series.id: series for series in load_table("transformers", Transformers).series}


def transformer(series: str, kva: int) -> TransformerType:
    """The transformer of a series with this capacity. LookupError names what there is."""
    row = transformer_series().get(series)
    if row is None:
        raise LookupError(f"{series}: {', '.join(transformer_series())}")
    if kva not in row.kva:
        raise LookupError(f"{kva} kVA: {', '.join(str(one) for one in row.kva)}")
    n = row.kva.index(kva)
    return TransformerType(
        kva=kva,
        p0_w=row.p0_w[n],
        pk_w=row.pk_w[n],
        i0_pct=row.i0_pct[n],
        uk_pct=row.uk_pct[n],
        source=row.source,
        status=row.status,
    )


@cache
def schemes() -> dict[str, Scheme]:
    """The time-of-use schemes by id."""
    return {scheme.id: scheme for scheme in load_table("schemes", Schemes).scheme}
