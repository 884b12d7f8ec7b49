"""Accounts and statistics: vouchers, the month-end checks, the monthly report (營業會計, 營業專責)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import day_number


@dataclass
class Totals:
    """What the month and the books so far add up to."""

    bills_n: int = 0
    kwh: int = 0
    issued_fen: int = 0
    received_fen: int = 0
    credited_fen: int = 0
    open_fen: int = 0

    def bills(self, day: int, n: int, kwh: int, amount_fen: int) -> None:
        """Bills were issued."""
        self.bills_n += n
        self.kwh += kwh
        self.issued_fen += amount_fen
        self.open_fen += amount_fen

    def supplement(self, amount_fen: int) -> None:
        """A supplement was issued (a refund below 0)."""
        self.issued_fen += amount_fen
        self.open_fen += amount_fen

    def received(self, amount_fen: int) -> None:
        """Money came in (below 0: a cheque came back)."""
        self.received_fen += amount_fen
        self.open_fen -= amount_fen

    def credited(self, amount_fen: int) -> None:
        """A credit note was written."""
        self.credited_fen += amount_fen
        self.open_fen -= amount_fen

    def next_month(self) -> None:
        """Monthly sums begin again."""
        self.bills_n = self.kwh = self.issued_fen = self.received_fen = self.credited_fen = 0


class Accounts(Desk):
    """The accountant's books."""

    def voucher(self, day: int, amount_fen: int) -> None:
        """The voucher of a day's issuance."""
        row = int(SCHEMA["voucher"].key.pack(day=day_number(day), kind="issuance", number=0))
        self.office.accounts.posting.handed_over(row, "issuance", amount_fen)
        self.office.write(
            "voucher",
            1,
            id=row,
            recorded_at=clock(day, hm(17)),
            staff=self.office.posts.accountant,
            kind="issuance",
            on=day,
            amount_fen=amount_fen,
        )

    def close_month(self, day: int) -> None:
        """The last day of the month: the balance of receivables, and the month's statistics."""
        office, totals = self.office, self.office.totals
        office.write(
            "balance_check",
            1,
            id=office.month.code,
            recorded_at=clock(day, hm(18, 30)),
            staff=office.posts.accountant,
            period=office.month.code,
            issued_fen=totals.issued_fen,
            received_fen=totals.received_fen,
            credited_fen=totals.credited_fen,
            open_fen=totals.open_fen,
        )
        office.write(
            "statistics",
            1,
            id=office.month.code,
            recorded_at=clock(day, hm(19)),
            staff=office.posts.business_specialist,
            period=office.month.code,
            customers=int(np.count_nonzero(office.meters.active)),
            bills=totals.bills_n,
            kwh=totals.kwh,
            amount_fen=totals.issued_fen,
        )
        totals.next_month()
