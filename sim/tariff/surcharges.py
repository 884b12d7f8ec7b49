"""供(配)電貼費: what a new connection and more capacity pay for each kVA, by voltage and capacity (to January 2002)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from kaohe.sim.files import FileModel, wrong
from kaohe.sim.tariff.money import Int64s
from kaohe.sim.tariff.sources import load_table

VOLTAGES = ("low", "high")


class RateFile(FileModel):
    """One row of the list."""

    voltage: Literal["low", "high"]
    from_kva: int
    fen_per_kva: int
    source: str
    status: str


class SurchargeFile(FileModel):
    """The list, and the price classes that pay nothing."""

    exempt: tuple[str, ...] = ()
    rate: tuple[RateFile, ...]

    @model_validator(mode="after")
    def _from_the_first_kva(self) -> Self:
        for voltage in VOLTAGES:
            starts = [each.from_kva for each in self.rate if each.voltage == voltage]
            if not starts or starts[0] != 0 or starts != sorted(set(starts)):
                raise wrong("P031", f"{voltage}: from_kva 應自 0 起遞增", ("rate",))
        return self


@dataclass(frozen=True)
class Surcharge:
    """A row of the list in force: 分 for a kVA at a voltage, for capacities from so many kVA on."""

    voltage: str
    from_kva: int
    fen_per_kva: int


@dataclass(frozen=True)
class Surcharges:
    """The list in force; nobody pays where it has no row."""

    rows: tuple[Surcharge, ...] = ()
    exempt: tuple[str, ...] = ()

    @classmethod
    def load(cls, name: str) -> Surcharges:
        """A list that ships. Faults if it cannot be read."""
        read = load_table(name, SurchargeFile)
        return cls(tuple(Surcharge(each.voltage, each.from_kva, each.fen_per_kva) for each in read.rate), read.exempt)

    def fen_per_kva(self, voltage: str, capacity_kva: Int64s) -> Int64s:
        """The rate for each capacity at a voltage."""
        rows = sorted((each.from_kva, each.fen_per_kva) for each in self.rows if each.voltage == voltage)
        starts, rates = (np.array(column, np.int64) for column in zip(*rows, strict=True))
        return rates[np.searchsorted(starts, capacity_kva, side="right") - 1]
