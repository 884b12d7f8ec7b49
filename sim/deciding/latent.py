"""Wrong readings that nobody has contradicted yet, and what an authoritative row shows of them.

A row proves a reading wrong where no possible use joins the two: a register shows what ran up to its row's own second
(a frozen one: up to 0:00 of the day of the freeze), and in the time between no more than the plate lets pass can have
run. Asked are the nearest authoritative rows before and after; where a full turn of the register is possible in that
time, nothing is proven. A register read out as frozen is what the reader had before his eyes: it differs, or it does
not (clause 2.2). The judge has the same from the same text, and no line in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.town.meters import DAY_S

if TYPE_CHECKING:
    from kaohe.sim.office import Office

Int64s = NDArray[np.int64]


@dataclass
class WrongReading:
    """A recorded register that is not the true one; shown_at: the second whose register it should be."""

    act_id: int
    customer: int
    index: int
    recorded: int
    true: int
    shown_at: int
    shown_before: bool
    billed: bool = False


class Latent:
    """Open wrong readings by customer, and the last authoritative register of each meter in place."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._open: dict[int, list[WrongReading]] = {}
        self._any = np.zeros(office.n, np.bool_)
        self._known = office.meters.anchor_register.copy()
        self._known_at = office.meters.anchor_at.copy()

    def arm(self, act_id: int, customer: int, recorded: int, true: int, shown_at: int) -> None:
        """A wrong reading was written today."""
        index = int(self.office.meters.now_period[customer])
        before = self._impossible(customer, int(self._known[customer]), recorded, shown_at - self._known_at[customer])
        wrong = WrongReading(act_id, customer, index, recorded, true, shown_at, before)
        self._open.setdefault(customer, []).append(wrong)
        self._any[customer] = True

    def _impossible(self, customer: int, start: int, end: int, seconds: int) -> bool:
        """No use joins the two registers in that time."""
        meters, who = self.office.meters, np.array([customer])
        most = int(meters.most_units(who, np.array([seconds]))[0])
        return (end - start) % int(meters.turn[customer]) > most

    def billed(self, day: int, customers: Int64s) -> None:
        """Bills were issued on the waiting readings of these customers."""
        for customer in customers[self._any[customers]].tolist():
            for wrong in self._open[customer]:
                if not wrong.billed and wrong.index == self.office.meters.now_period[customer]:
                    wrong.billed = True
                    act = self.office.truth.acts[wrong.act_id]
                    act.amount_fen = self._worth(wrong)
                    if wrong.shown_before:
                        self.office.truth.watch(day, act)

    def _worth(self, wrong: WrongReading) -> int:
        """|tariff(recorded) − tariff(true)| of the bill that is being issued."""
        office, meters = self.office, self.office.meters
        customer = np.array([wrong.customer])
        turn, anchor = int(meters.turn[wrong.customer]), int(meters.anchor_register[wrong.customer])
        units = (wrong.true - anchor) % turn - (wrong.recorded - anchor) % turn
        kwh = meters.kwh(customer)
        pair = np.concatenate([kwh, kwh + units * meters.multiplier[customer]])
        price = np.repeat(office.population.price_class[customer].astype(np.int64), 2)
        amounts = office.issuing.billing.waiting(np.repeat(customer, 2), price, pair).amount_fen
        return abs(int(amounts[0] - amounts[1]))

    def caught_before_issue(self, customers: Int64s) -> None:
        """The readings that wait were replaced by one on the spot: what was wrong with them is cured."""
        for customer in customers[self._any[customers]].tolist():
            period = self.office.meters.now_period[customer]
            self._keep(customer, [w for w in self._open[customer] if w.billed or w.index != period])

    def seen(self, day: int, customers: Int64s, registers: Int64s, at: Int64s, read_out: NDArray[np.bool_]) -> None:
        """Authoritative rows were written today: registers at these seconds; `read_out`: the frozen one as well."""
        for row in np.flatnonzero(self._any[customers]).tolist():
            self._weigh(day, int(customers[row]), int(registers[row]), int(at[row]), bool(read_out[row]))
        self._known[customers], self._known_at[customers] = registers, at

    def fitted(self, customers: Int64s, at: Int64s) -> None:
        """New meters at 0 are in place from these seconds on."""
        self._known[customers], self._known_at[customers] = 0, at

    def _weigh(self, day: int, customer: int, register: int, at: int, read_out: bool) -> None:
        """The nearest row after the reader's: what it does not show, no later one does."""
        truth = self.office.truth
        for wrong in (each for each in self._open[customer] if each.billed):
            if self._shows(wrong, register, at, read_out):
                truth.watch(day, truth.acts[wrong.act_id])
        self._keep(customer, [wrong for wrong in self._open[customer] if not wrong.billed])

    def _keep(self, customer: int, rest: list[WrongReading]) -> None:
        self._open[customer] = rest
        self._any[customer] = bool(rest)

    def _shows(self, wrong: WrongReading, register: int, at: int, read_out: bool) -> bool:
        meters = self.office.meters
        same_freeze = read_out and int(meters.frozen_on[wrong.customer]) * DAY_S == wrong.shown_at
        if same_freeze and int(meters.frozen[wrong.customer]) != wrong.recorded:
            return True
        return self._impossible(wrong.customer, wrong.recorded, register, at - wrong.shown_at)
