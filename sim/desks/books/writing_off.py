"""Bad debts (呆賬核銷單): who is gone pays nothing any more, and after some months that is written off (營業會計).

Whoever had the papers of his person and of the premises can be looked for, and so most are; of who was accepted without
them nobody knows whose the debt is. Both are assumptions of the scenario.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.calendar import day_of
from kaohe.sim.clock.months import year_and_month
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.records.ids import bill_id
from kaohe.sim.spec import CHANNELS
from kaohe.sim.streams import Purpose, happens, words_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaohe.sim.office import Office

WRITTEN_S = hm(16, 20)
NO_OWNER, CLOSED = "no_owner", "closed"  # nobody is known who owes it; the firm is wound up


class WritingOff(Desk):
    """Knows who is gone, and writes off what has been due for so many months, at the end of the month."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.gone = np.zeros(office.n, np.bool_)
        self._firms = np.zeros(office.n, np.bool_)  # of whom it is known what became of them
        self._acts: dict[int, int] = {}  # who was accepted without papers of person or premises: the act

    def accept(self, customers: Int64s, unproven: NDArray[np.bool_], firms: NDArray[np.bool_]) -> None:
        """Applicants are accepted: which of them will be gone when the first bill comes. unproven: without papers of
        person or premises. Who has agreed to collection has an account, and stays.
        """
        practice, word = self.office.practice, words_at(self.office.seed, Purpose.GONE, customers)
        gone = np.where(unproven, happens(word, practice.no_owner_e6), happens(word, practice.gone_e6))
        gone &= self.office.population.channel[customers] != CHANNELS.index("collection")
        self.gone[customers] = gone
        self._firms[customers] = firms & ~unproven

    def answer_for(self, customer: int, act_id: int) -> None:
        """What is written off of a customer is what an act is worth."""
        self._acts[customer] = act_id

    def work(self, day: int) -> None:
        """On the month's last working day: what was due so many months ago of those who are gone."""
        office, receivables = self.office, self.office.receivables
        who = np.flatnonzero(self.gone)
        if not len(who):
            return
        before = day_of(date(*year_and_month(office.month.index - office.practice.write_off_months + 1), 1))
        at = (np.arange(receivables.slots)[:, None] * receivables.n + who).ravel()
        at = at[(receivables.open_fen[at] > 0) & (receivables.due_on[at] > 0) & (receivables.due_on[at] < before)]
        at = np.sort(at[~receivables.on_hold[at] & ~receivables.written_off[at]])
        if len(at):
            self._write(day, at)

    def _write(self, day: int, at: Int64s) -> None:
        office, receivables = self.office, self.office.receivables
        customers, fen = receivables.customer(at), receivables.open_fen[at]
        bills = bill_id(customers, receivables.index(at))
        order = np.argsort(bills)
        at, customers, fen, bills = at[order], customers[order], fen[order], bills[order]
        reasons = office.codes("write_off", "reason", (NO_OWNER, CLOSED))
        office.write(
            "write_off",
            len(at),
            id=bills,
            recorded_at=clock(day, WRITTEN_S) + 60 * np.arange(len(at)),
            staff=office.posts.accountant,
            bill=bills,
            customer=customers,
            amount_fen=fen,
            reason=reasons[self._firms[customers].astype(np.int64)],
            approver=office.posts.business_manager,
        )
        receivables.write_off(at, day)
        office.totals.written_off(int(fen.sum()))
        for customer, each in zip(customers.tolist(), fen.tolist(), strict=True):
            if (act := self._acts.get(customer)) is not None:
                self._worth(act, each)

    def _worth(self, act_id: int, fen: int) -> None:
        act = self.office.truth.acts[act_id]
        act.amount_fen = (act.amount_fen or 0) + fen
        act.worth = (Fixed(act.amount_fen),)
