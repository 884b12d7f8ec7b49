"""Wrong readings that nobody has contradicted yet, and what an authoritative row shows of them.

The predicate is on true values and on what the row could show to anybody: a register below the recorded one, an
advance that the capacity cannot give, a frozen register that differs (clauses.md, 2.2).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import Int64s
from kaohe.sim.records.ids import READING_KINDS, reading_parts

if TYPE_CHECKING:
    from kaohe.sim.office import Office

ACTUAL = READING_KINDS.index("actual")


@dataclass
class WrongReading:
    """A recorded register that is not the true one."""

    act_id: int
    customer: int
    number: int
    index: int
    recorded: int
    true: int
    read_on: int
    billed: bool = False
    later: list[int] = field(default_factory=list)  # the reader's registers billed since


class Latent:
    """Open wrong readings by customer."""

    FIXED = ("office",)

    def __init__(self, office: Office) -> None:
        self.office = office
        self._open: dict[int, list[WrongReading]] = {}
        self._any = np.zeros(office.n, np.bool_)

    def arm(self, act_id: int, customer: int, recorded: int, true: int, day: int) -> None:
        """A wrong reading was written today."""
        meters = self.office.meters
        index = int(meters.now_period[customer])
        wrong = WrongReading(act_id, customer, int(meters.number[customer]), index, recorded, true, day)
        self._open.setdefault(customer, []).append(wrong)
        self._any[customer] = True

    def billed(self, customers: Int64s) -> None:
        """Bills were issued on the waiting readings of these customers."""
        for customer in customers[self._any[customers]].tolist():
            for wrong in self._open[customer]:
                if not wrong.billed and wrong.index == self.office.meters.now_period[customer]:
                    wrong.billed = True
                    self.office.truth.acts[wrong.act_id].amount_fen = self._worth(wrong)
                elif wrong.billed and reading_parts(int(self.office.meters.now_row[customer]))[2] == ACTUAL:
                    wrong.later.append(int(self.office.meters.now_register[customer]))

    def _worth(self, wrong: WrongReading) -> int:
        """|tariff(recorded) − tariff(true)| of the bill that is being issued."""
        office, meters = self.office, self.office.meters
        customer = np.array([wrong.customer])
        turn = 10 ** int(meters.digits[wrong.customer])
        units = (wrong.true - wrong.recorded + turn // 2) % turn - turn // 2
        kwh = meters.kwh(customer)
        pair = np.concatenate([kwh, kwh + units * meters.multiplier[customer]])
        price = np.repeat(office.recorded.price_class[customer], 2)
        amounts = office.issuing.billing.waiting(np.repeat(customer, 2), price, pair).amount_fen
        return abs(int(amounts[0] - amounts[1]))

    def caught_before_issue(self, customers: Int64s) -> None:
        """The readings that wait were replaced by a recheck: what was wrong with them is cured."""
        for customer in customers[self._any[customers]].tolist():
            period = self.office.meters.now_period[customer]
            self._keep(customer, [w for w in self._open[customer] if w.billed or w.index != period])

    def contradict(self, customers: Int64s, registers: Int64s, day: int, *, frozen: bool, recheck: bool) -> None:
        """Authoritative rows were written today: registers read on site; `frozen` if frozen registers were read out as
        well.
        """
        known = np.flatnonzero(self._any[customers])
        for row in known.tolist():
            self._weigh(int(customers[row]), int(registers[row]), day, frozen=frozen, recheck=recheck)

    def _weigh(self, customer: int, register: int, day: int, *, frozen: bool, recheck: bool) -> None:
        rest = []
        for wrong in self._open[customer]:
            if wrong.billed and self._shows(wrong, register, day, frozen=frozen, recheck=recheck):
                self.office.truth.watch(day, self.office.truth.acts[wrong.act_id])
            else:
                rest.append(wrong)
        self._keep(customer, rest)

    def _keep(self, customer: int, rest: list[WrongReading]) -> None:
        self._open[customer] = rest
        self._any[customer] = bool(rest)

    def _shows(self, wrong: WrongReading, register: int, day: int, *, frozen: bool, recheck: bool) -> bool:
        office, meters = self.office, self.office.meters
        if wrong.number != meters.number[wrong.customer]:
            return False
        digits, multiplier = int(meters.digits[wrong.customer]), int(meters.multiplier[wrong.customer])
        turn = 10**digits
        ahead = (register - wrong.recorded) % turn
        # A register lies below the recorded one only if it also lies below all that were billed since: otherwise the
        # meter has simply gone on by more than half a turn.
        if all((register - billed) % turn > turn // 2 for billed in (wrong.recorded, *wrong.later)):
            return True
        same_period = wrong.index == meters.now_period[wrong.customer]
        if frozen and same_period and meters.electronic[wrong.customer]:
            return wrong.true != wrong.recorded
        within = day - wrong.read_on <= office.rules.recheck_within_days
        limit = int(office.population.capacity_kva[wrong.customer]) * 24 * (day - wrong.read_on)
        return recheck and same_period and within and ahead * multiplier > limit
