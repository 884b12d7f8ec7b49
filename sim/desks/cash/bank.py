"""What goes through the bank: 代收 reports, 托收 batches and answers, the statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.desks.base import Desk, Int64s, clock, hm, joined
from kaohe.sim.records import NULL, SCHEMA
from kaohe.sim.records.ids import bill_id, day_number
from kaohe.sim.streams import Purpose, happens, words_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

ANSWER_BANK_DAYS = 3
RETURNED_AFTER = 5


class Bank(Desk):
    """The bank's side: it reports what was paid there, answers 托收, and keeps the statement."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._to_send: Diary[Int64s] = Diary()
        self._to_answer: Diary[tuple[int, Int64s]] = Diary()
        self._to_credit: Diary[tuple[int, int]] = Diary()

    def send(self, day: int, at: Int64s) -> None:
        """Bills of 托收 customers issued today go out on the next bank day."""
        self._to_send.put(self.office.calendar.first_bank_after(day), at)

    def work(self, day: int) -> None:
        """The morning's post of the bank."""
        if not self.office.calendar.is_bank(day):
            return
        self._agency(day)
        for slip, amount in self._to_credit.take(day):
            self.line(day, "deposit", slip, amount)
        for batch, at in self._to_answer.take(day):
            self._answer(day, batch, at)
        self._send_out(day)

    def _agency(self, day: int) -> None:
        at = self.office.counter.paying.at_bank
        if len(at):
            total = self.office.counter.paying.bank_receipts(day, at, "bank", hm(9, 30))
            batch = self._batch(day, "agency", len(at), total, hm(9, 30))
            self.line(day, "agency", batch, total)

    def _send_out(self, day: int) -> None:
        office = self.office
        at = np.sort(joined(self._to_send.take(day)))
        at = at[office.receivables.open_fen[at] > 0]
        if len(at):
            batch = self._batch(day, "collection", len(at), int(office.receivables.open_fen[at].sum()), hm(10))
            self._to_answer.put(office.calendar.next_bank(day, ANSWER_BANK_DAYS), (batch, at))

    def _batch(self, day: int, kind: str, items: int, amount: int, at_s: int) -> int:
        row = SCHEMA["bank_batch"].key.pack(day=day_number(day), kind=kind)
        self.office.write(
            "bank_batch",
            1,
            id=row,
            recorded_at=clock(day, at_s),
            staff=self.office.posts.accountant,
            kind=kind,
            on=day,
            items=items,
            amount_fen=amount,
        )
        return row

    def _answer(self, day: int, batch: int, at: Int64s) -> None:
        office = self.office
        at = at[office.receivables.open_fen[at] > 0]
        customers = office.receivables.customer(at)
        bill = bill_id(customers, office.receivables.index(at))
        word = words_at(office.seed, Purpose.COLLECTION_RETURN, bill)
        behind = office.population.behind_months.take(customers)
        returned = happens(word, office.practice.collection_return_e6) | (behind > 0)
        reasons = office.codes("bank_item", "reason", ("account", "funds"))
        office.write(
            "bank_item",
            len(at),
            id=bill,
            recorded_at=clock(day, hm(9, 45)),
            staff=office.posts.accountant,
            batch=batch,
            bill=bill,
            customer=customers,
            amount_fen=office.receivables.open_fen[at],
            answered_on=day,
            result=office.codes("bank_item", "result", ("paid", "returned"))[returned.astype(np.int64)],
            reason=np.where(returned, reasons[(((word & np.uint64(1)) > 0) | (behind > 0)).astype(np.int64)], NULL),
        )
        paid = at[~returned]
        if len(paid):
            self.line(day, "collection", batch, office.counter.paying.bank_receipts(day, paid, "collection", hm(9, 50)))
        back = at[returned]
        if len(back):
            days = np.maximum(office.counter.paying.behind(back), day + RETURNED_AFTER)
            office.receivables.plan(back, office.calendar.next_open(np.minimum(days, office.calendar_end)))

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
