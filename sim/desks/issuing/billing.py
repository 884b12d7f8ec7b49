"""What is to be billed: readings that wait become energy, losses and money, by the tariff (sim/tariff)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.capacity import DAYS_1996
from kaohe.sim.tariff.printed_tables import transformer, transformer_series
from kaohe.sim.tariff.settlement import Metered, Settlement, Transformers, settle
from kaohe.sim.town.multi_function import PEAK, REACTIVE, SERIES, VALLEY

if TYPE_CHECKING:
    from kaohe.sim.office import Office

Int64s = NDArray[np.int64]


@dataclass(frozen=True)
class Group:
    """Bills of several lines of one price class: rows of the tray, positions among multi-function meters."""

    rows: Int64s
    at: Int64s
    price_class: int
    metered: Metered
    settlement: Settlement


@dataclass(frozen=True)
class Charge:
    """Per row: energy with losses, losses, the amount; and the bills of several lines."""

    kwh: Int64s
    loss_kwh: Int64s
    amount_fen: Int64s
    groups: tuple[Group, ...]


class Period(NamedTuple):
    """Hours with supply, days of the capacity charge, and kVA·days charged besides those of the recorded capacity."""

    hours: Int64s
    days: Int64s
    more_kva_days: Int64s


class Billing:
    """Bills of an office by the price table in force."""

    FIXED = ("office", "_sizes", "_parameters")

    def __init__(self, office: Office) -> None:
        self.office = office
        self._sizes = np.array(sorted(transformer_series()[SERIES].kva), np.int64)
        every = [transformer(SERIES, kva) for kva in self._sizes.tolist()]
        self._parameters = [
            np.array([getattr(each, name) for each in every], np.int64)
            for name in ("p0_w", "pk_w", "idle_var", "loaded_var")
        ]

    def waiting(self, customers: Int64s, price_class: Int64s, metered_kwh: Int64s | None = None) -> Charge:
        """The bills of the readings that wait, as read; or if the meters had shown so many kWh."""
        office, meters = self.office, self.office.meters
        kwh = meters.kwh(customers) if metered_kwh is None else metered_kwh
        rows, at = office.further.rows(customers)
        period = self.period(customers[rows])
        return self._charge(customers, price_class, kwh, rows, at, office.further.energies(at), period)

    def billed(self, customers: Int64s, price_class: Int64s, metered_kwh: Int64s) -> Charge:
        """The last bills, if the meters had shown so many kWh."""
        further = self.office.further
        rows, at = further.rows(customers)
        period = Period(further.billed_hours[at], further.billed_days[at], further.billed_more[at])
        return self._charge(customers, price_class, metered_kwh, rows, at, further.billed_energy[:, at], period)

    def period(self, customers: Int64s) -> Period:
        """The periods that wait; the capacity charge has fewer days in that of energising."""
        meters = self.office.meters
        length = meters.now_on[customers] - meters.last_on[customers]
        new = meters.last_on[customers] == meters.energised_on[customers]
        days = np.where(new, np.minimum(length, DAYS_1996), DAYS_1996)
        more, idle = self.office.connection.capacities.applied(customers, days)
        return Period((length - idle) * 24, days, more)

    def _charge(
        self,
        customers: Int64s,
        price_class: Int64s,
        metered_kwh: Int64s,
        rows: Int64s,
        at: Int64s,
        energies: Int64s,
        period: Period,
    ) -> Charge:
        prices = self.office.prices
        kwh, loss = metered_kwh.copy(), np.zeros_like(metered_kwh)
        amount = prices.one_part_fen(kwh, price_class)
        groups = []
        for code in np.unique(price_class[rows]).tolist():
            of = np.flatnonzero(price_class[rows] == code)
            metered = Metered(
                metered_kwh[rows[of]],
                energies[PEAK, of],
                energies[VALLEY, of],
                energies[REACTIVE, of],
                self.office.recorded.capacity_kva[customers[rows[of]]],
                period.days[of],
                period.hours[of],
                self._of(at[of]),
                period.more_kva_days[of],
            )
            group = Group(rows[of], at[of], code, metered, settle(prices.table[code], metered))
            kwh[group.rows], loss[group.rows] = group.settlement.kwh, group.settlement.loss_kwh
            amount[group.rows] = group.settlement.bill.total_fen
            groups.append(group)
        return Charge(kwh, loss, amount, tuple(groups))

    def _of(self, at: Int64s) -> Transformers:
        """Of these multi-function meters, as recorded; nothing where none is recorded."""
        kva = self.office.recorded.transformer_kva[self.office.further.customers[at]]
        size = np.minimum(np.searchsorted(self._sizes, kva), len(self._sizes) - 1)
        return Transformers(kva, *(np.where(kva > 0, column[size], 0) for column in self._parameters))

    def transformers(self, at: Int64s) -> tuple[Int64s, Transformers]:
        """Of the given multi-function meters those behind a transformer of the customer's, and its parameters."""
        behind = at[self._of(at).kva > 0]
        return behind, self._of(behind)
