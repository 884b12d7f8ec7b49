"""Corrections: what an authoritative row shows is put right in the register, and a supplement goes out with the next
bill.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import period_code

if TYPE_CHECKING:
    from kaohe.sim.office import Office


@dataclass(frozen=True)
class Supplement:
    """A correction that waits for the customer's next bill; amounts below 0 are refunds."""

    index: int
    kind: str
    ground: int
    kwh: int
    amount_fen: int
    from_on: int = NULL
    to_on: int = NULL


class Correcting(Desk):
    """Supplements by customer."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._waiting: dict[int, list[Supplement]] = {}
        self._any = np.zeros(office.n, np.bool_)

    def gap(self, customer: int, index: int, reading: int, kwh: int, amount_fen: int) -> None:
        """A reading was never billed: its energy is billed after all."""
        self._add(customer, Supplement(index, "gap", reading, kwh, amount_fen))

    def fault(self, customer: int, index: int, test: int, kwh: int, span: tuple[int, int]) -> None:
        """A meter stood still from one day to another, as its test shows: the energy is estimated (第八十條)."""
        self._add(customer, Supplement(index, "fault", test, kwh, self.fee(customer, kwh), *span))

    def fee(self, customer: int, kwh: int) -> int:
        """What so much energy of a meter of one register costs today."""
        price = self.office.recorded.price_class[[customer]]
        return int(self.office.prices.one_part_fen(np.array([kwh]), price)[0])

    def archive(self, customer: int, index: int, ground: int, kwh: int, amount_fen: int) -> None:
        """A bill was made by a wrong archive: what it had too little, or too much."""
        self._add(customer, Supplement(index, "archive", ground, kwh, amount_fen))

    def misread(self, customers: Int64s, established: Int64s, ground: Int64s, at: Int64s) -> None:
        """The billed registers of these customers are replaced by those that rows established at these seconds."""
        meters = self.office.meters
        proven = zip(customers.tolist(), established.tolist(), ground.tolist(), at.tolist(), strict=True)
        for customer, register, row, second in proven:
            kwh = meters.establish(customer, register, second)
            if kwh:
                amount = self._difference(customer, kwh)
                self._add(customer, Supplement(int(meters.now_period[customer]), "misread", row, kwh, amount))

    def _difference(self, customer: int, kwh: int) -> int:
        """tariff(billed + kwh) − tariff(billed)."""
        office = self.office
        billed = int(office.meters.last_kwh[customer])
        price = office.recorded.price_class[[customer, customer]]
        pair = np.array([billed + kwh, billed])
        amounts = office.issuing.billing.billed(np.array([customer, customer]), price, pair).amount_fen
        return int(amounts[0] - amounts[1])

    def waits(self, customers: Int64s) -> NDArray[np.bool_]:
        """For whose next bill a supplement waits."""
        return self._any[customers]

    def _add(self, customer: int, supplement: Supplement) -> None:
        self._waiting.setdefault(customer, []).append(supplement)
        self._any[customer] = True

    def issue_with(self, day: int, customers: Int64s, index: Int64s) -> Int64s:
        """Write the supplements of customers who get a bill today; returns what they add to each bill."""
        added = np.zeros(len(customers), np.int64)
        for row in np.flatnonzero(self._any[customers]).tolist():
            customer = int(customers[row])
            for supplement in self._waiting.pop(customer):
                self._write(day, customer, int(index[row]), supplement)
                added[row] += supplement.amount_fen
            self._any[customer] = False
        return added

    def _write(self, day: int, customer: int, with_index: int, supplement: Supplement) -> None:
        office = self.office
        office.write(
            "supplement",
            1,
            id=SCHEMA["supplement"].key.pack(customer=customer, period=supplement.index, kind=supplement.kind),
            recorded_at=clock(day, hm(12, 30)),
            staff=int(office.books_clerk[office.recorded.book[customer]]),
            customer=customer,
            period=period_code(supplement.index),
            kind=supplement.kind,
            ground=supplement.ground,
            kwh=supplement.kwh,
            from_on=supplement.from_on,
            to_on=supplement.to_on,
            amount_fen=supplement.amount_fen,
            with_period=period_code(with_index),
            approver=office.posts.business_manager,
        )
        office.totals.supplement(supplement.amount_fen)
        if supplement.kind == "gap":
            office.issuing.issuance.gap_issued(customer, supplement.index, supplement.amount_fen)
