"""What goes through the bank: 代收 reports, and the statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import DAY_S, Desk, clock, hm
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import day_number

if TYPE_CHECKING:
    from kaohe.sim.office import Office


class Bank(Desk):
    """The bank's side: it reports what was paid there, and keeps the statement."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._to_credit: Diary[tuple[int, int]] = Diary()

    def work(self, day: int) -> None:
        """The morning's post of the bank, on its days."""
        at = self.office.counter.paying.at_bank
        if len(at):
            total = self.office.counter.paying.bank_receipts(day, at, "bank", hm(9, 30))
            row = SCHEMA["bank_batch"].key.pack(day=day_number(day), kind="agency", number=0)
            self.batch(row, clock(day, hm(9, 30)), self.office.posts.accountant, "agency", day, len(at), total)
            self.line(day, "agency", row, total)
        for slip, amount in self._to_credit.take(day):
            self.line(day, "deposit", slip, amount)

    def batch(self, row: int, at: int, staff: int, kind: str, due_on: int, items: int, amount: int) -> None:
        """A list that goes between office and bank."""
        self.office.write(
            "bank_batch",
            1,
            id=row,
            recorded_at=at,
            staff=staff,
            kind=kind,
            due_on=due_on,
            on=at // DAY_S,
            items=items,
            amount_fen=amount,
        )

    def credit(self, day: int, value_on: int, slip: int, amount: int) -> None:
        """What was brought with a slip stands in the statement of that bank day."""
        if value_on == day:
            self.line(day, "deposit", slip, amount)
        else:
            self._to_credit.put(value_on, (slip, amount))

    def line(self, day: int, kind: str, ref: int, amount: int) -> None:
        """A line of the bank's statement; what it credits will go up."""
        if kind != "remittance":
            misc = kind == "deposit" and SCHEMA["deposit"].key.part("kind", ref) == 1
            self.office.accounts.remitting.credited("misc" if misc else "electricity", amount)
        if kind == "deposit":
            slip = SCHEMA["deposit"].key
            of = "misc" if slip.part("kind", ref) == 1 else "electricity"
            voucher = SCHEMA["voucher"].key.pack(day=slip.part("day", ref), kind=of, number=slip.part("number", ref))
            self.office.accounts.posting.credited(int(voucher), of, amount)
        self.office.write(
            "bank_line",
            1,
            id=SCHEMA["bank_line"].key.pack(ref=ref, kind=kind),
            recorded_at=clock(day, hm(18)),
            staff=None,
            kind=kind,
            ref=ref,
            value_on=day,
            amount_fen=amount,
        )
