"""Bills of a large quantity that is none: the customer disputes his, the meter is read again, and an inspector's case
takes off what is too much (更正單: 錯抄).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, Int64s, clock, hm
from kaohe.sim.desks.issuing.correcting import Supplement
from kaohe.sim.records.ids import bill_id
from kaohe.sim.spec import CHANNELS
from kaohe.sim.streams import Purpose, word_at

if TYPE_CHECKING:
    from kaohe.sim.office import Office

DISPUTED_WITHIN = 5  # working days from the issue of the bill [assumption]
CASE_S = hm(17, 5)
MISREAD = "misread"
COLLECTION = CHANNELS.index("collection")


@dataclass(frozen=True)
class Dispute:
    """A bill that its customer disputes, and whose act let it pass."""

    customer: int
    index: int
    act: int


class Disputing(Desk):
    """Who will complain, who has, and what waits to be refunded."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._passed: dict[int, tuple[int, int]] = {}  # period and act that let a customer's reading pass
        self._any = np.zeros(office.n, np.bool_)
        self._coming: Diary[Dispute] = Diary()
        self._held: set[int] = set()  # customers who do not pay before it is settled
        self._refunds: dict[tuple[int, int], tuple[int, int]] = {}  # act and 分, by customer and period

    def let_pass(self, act_id: int, customers: Int64s) -> None:
        """Readings that nobody looked at, of a large quantity each."""
        index = self.office.meters.now_period[customers].tolist()
        self._passed.update(zip(customers.tolist(), ((each, act_id) for each in index), strict=True))
        self._any[customers] = True

    def billed(self, day: int, customers: Int64s, kwh: Int64s) -> None:
        """Bills are issued: whose quantity is none will complain, and who can does not pay meanwhile."""
        office = self.office
        for row in np.flatnonzero(self._any[customers]).tolist():
            customer = int(customers[row])
            (passed_in, act_id), index = self._passed.pop(customer), int(office.meters.now_period[customer])
            self._any[customer] = False
            is_large = kwh[row] > office.rules.review_floor_kwh
            if index != passed_in or not is_large or office.latent.units_above(customer, index) <= 0:
                continue
            days = 1 + word_at(office.seed, Purpose.DISPUTE, bill_id(customer, index)) % DISPUTED_WITHIN
            self._coming.put(office.calendar.add_working_days(day, days), Dispute(customer, index, act_id))
            if office.population.channel[customer] != COLLECTION:
                self._held.add(customer)

    def waits(self, customers: Int64s) -> NDArray[np.bool_]:
        """Who does not pay before his bill is settled."""
        if not self._held:
            return np.zeros(len(customers), np.bool_)
        waiting: NDArray[np.bool_] = np.isin(customers, np.array(sorted(self._held), np.int64))
        return waiting

    def look(self, day: int) -> None:
        """Meters of those who complain today are read."""
        disputes = self._coming.on(day)
        if disputes:
            self.office.field.spot_check.read(day, np.array(sorted({each.customer for each in disputes}), np.int64))

    def settle(self, day: int) -> None:
        """What the reading shows: a case of an inspector, and a credit note of the clerk where enough is open; else it
        is refunded with the next bill. Who was right to wait pays the rest.
        """
        office, receivables = self.office, self.office.receivables
        for each in sorted(self._coming.take(day), key=lambda each: each.customer):
            at = int(receivables.at(np.array([each.customer]), each.index)[0])
            supplement = office.issuing.correcting.misread_of(each.customer, each.index)
            known = office.counter.crediting.is_credited(at)
            if supplement is not None and supplement.amount_fen < 0 and not known:
                self._established(day, each, at, supplement)
            if each.customer in self._held:
                self._held.remove(each.customer)
                if receivables.open_fen[at] > 0:
                    office.counter.paying.plan(day, np.array([each.customer]), np.array([at]))

    def _established(self, day: int, dispute: Dispute, at: int, supplement: Supplement) -> None:
        office, customer = self.office, dispute.customer
        bill, amount, crediting = bill_id(customer, dispute.index), -supplement.amount_fen, office.counter.crediting
        office.write(
            "case",
            1,
            id=bill,
            recorded_at=clock(day, CASE_S),
            staff=int(office.connection.holders(office.posts.inspectors, np.array([customer]))[0]),
            bill=bill,
            customer=customer,
            kind=MISREAD,
            ground=supplement.ground,
            amount_fen=amount,
        )
        if office.receivables.open_fen[at] < amount:
            crediting.close(at)
            self._refunds[customer, dispute.index] = (dispute.act, amount)
            return
        office.issuing.correcting.take_back(customer, supplement)
        clerk = int(office.books_clerk[office.recorded.book[customer]])
        crediting.note(day, at, amount, clerk, bill, office.posts.business_manager)
        self._reversed(day, dispute.act, amount)

    def refunded(self, day: int, customer: int, supplement: Supplement) -> None:
        """A supplement went out with the next bill."""
        if supplement.kind == MISREAD and (customer, supplement.index) in self._refunds:
            self._reversed(day, *self._refunds.pop((customer, supplement.index)))

    def _reversed(self, day: int, act_id: int, amount_fen: int) -> None:
        """The bill was an error of large quantity: whose reading nobody looked at is shown to have caused it."""
        act = self.office.truth.acts[act_id]
        act.amount_fen = (act.amount_fen or 0) + amount_fen
        act.worth = (Fixed(act.amount_fen),)
        self.office.truth.watch(max(day, act.occurred_on), act)
