"""What is carried forward when the books open: the list of old debts, which stand among the receivables (營業會計)."""

from __future__ import annotations

import numpy as np

from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.records.ids import bill_id, period_code
from kaohe.sim.town.customers import NEVER
from kaohe.sim.town.old_debts import old_debts


class Carrying(Desk):
    """Lists the debts of before the opening and enters them."""

    def open(self) -> None:
        """The list of the evening before; who means to pay comes on his day."""
        office, prices = self.office, self.office.prices
        debts = old_debts(
            office.spec,
            office.seed,
            office.population,
            office.rules.due_days,
            prices.one_part_fen,
            ~prices.two_part,
        )
        if not len(debts.customers):
            return
        office.write(
            "carried_debt",
            len(debts.customers),
            id=bill_id(debts.customers, debts.periods),
            recorded_at=clock(office.month.start - 1, hm(18, 30)),
            staff=office.posts.accountant,
            customer=debts.customers,
            period=period_code(debts.periods),
            due_on=debts.due_on,
            noticed_on=debts.noticed_on,
            amount_fen=debts.amount_fen,
        )
        at = office.receivables.at(debts.customers, debts.periods)
        office.receivables.open_fen[at] = debts.amount_fen
        office.receivables.due_on[at] = debts.due_on
        office.totals.open_fen += int(debts.amount_fen.sum())
        pays = np.flatnonzero(debts.pay_on < min(NEVER, office.calendar_end))
        office.receivables.plan(at[pays], office.calendar.next_open(debts.pay_on[pays]))
