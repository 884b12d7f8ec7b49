"""Wrong readings that nobody has contradicted yet, and what an authoritative row shows of them.

A row proves a reading wrong where no possible use joins the two: a register shows what ran up to its row's own second
(a frozen one: up to 0:00 of the day of the freeze), and in the time between no more than the plate lets pass can have
run. Asked are the nearest authoritative rows before and after; where a full turn of the register is possible in that
time, or a fault of the meter lies between, nothing is proven. A register read out as frozen is what the reader had
before his eyes: it differs, or it does not (clause 2.2). The judge has the same from the same text, and no line in
common.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kaohe.sim.office import Office

Int64s = NDArray[np.int64]


@dataclass
class WrongReading:
    """A recorded register that is not the true one; shown_at: the second whose register it should be. proofs: of rows
    that were there before it; followed: the nearest row after it is among them.
    """

    act_id: int
    customer: int
    index: int
    recorded: int
    true: int
    shown_at: int
    proofs: list[int]
    followed: bool
    billed: bool = False


@dataclass(frozen=True)
class Proof:
    """What shows an act, from a day on: the later second of the two registers that no use joins; FROZEN: no pair."""

    act_id: int
    end: int
    day: int


FROZEN = 0
NO_ROW = -1


@dataclass(frozen=True, order=True)
class SpotRow:
    """An authoritative register of a meter: at which second, of which freeze it read out the register (0: none), and
    the number of the row before it.
    """

    at: int
    register: int
    freeze_at: int = 0
    earlier: int = NO_ROW


class Latent:
    """Open wrong readings by customer, and the authoritative rows of each meter in place: as it was found or put in,
    and what was read on the spot since.
    """

    FIXED = ("office",)

    def __init__(self, office: Office) -> None:
        self.office = office
        self._open: dict[int, list[WrongReading]] = {}
        self._any = np.zeros(office.n, np.bool_)
        self._start = office.meters.anchor_register.copy()
        self._start_at = office.meters.anchor_at.copy()
        self._spots = np.empty((0, len(fields(SpotRow))), np.int64)  # rows by number, and room for more
        self._numbers = 0
        self._last_spot = np.full(office.n, NO_ROW, np.int64)
        self._last_wrong: dict[int, tuple[int, int, int]] = {}  # second, register, units above the true one
        self._proofs: dict[int, list[Proof]] = {}
        self._breaks: dict[int, list[int]] = {}

    def broken(self, customer: int, at: int) -> None:
        """A fault or a broken seal of the meter in place is on record since this second."""
        self._breaks.setdefault(customer, []).append(at)

    def arm(self, act_id: int, customer: int, recorded: int, true: int, shown_at: int) -> None:
        """A wrong reading was written today."""
        index = int(self.office.meters.now_period[customer])
        wrong = WrongReading(act_id, customer, index, recorded, true, shown_at, proofs=[], followed=False)
        rows = list(self._rows(customer))
        before = max(row for row in rows if row.at <= shown_at)
        after = min((row for row in rows if row.at > shown_at), default=None)
        if self._impossible(customer, before, SpotRow(shown_at, recorded)):
            wrong.proofs.append(shown_at)
        if after is not None:
            wrong.followed = True
            wrong.proofs.extend(self._shown_by(wrong, after))
        self._open.setdefault(customer, []).append(wrong)
        self._any[customer] = True

    def _rows(self, customer: int) -> Iterator[SpotRow]:
        """The authoritative rows of the meter in place, the last first."""
        number = int(self._last_spot[customer])
        while number != NO_ROW:
            row = self._spot(number)
            yield row
            number = row.earlier
        yield SpotRow(int(self._start_at[customer]), int(self._start[customer]))

    def _spot(self, number: int) -> SpotRow:
        return SpotRow(*self._spots[number].tolist())

    def _impossible(self, customer: int, start: SpotRow, end: SpotRow) -> bool:
        """No use joins the two registers in the time between, and no fault is on record there."""
        if any(start.at < each < end.at for each in self._breaks.get(customer, ())):
            return False
        meters, who = self.office.meters, np.array([customer])
        ran = (end.register - start.register) % int(meters.turn[customer])
        return ran > int(meters.most_units(who, end.at - start.at)[0])

    def _shown_by(self, wrong: WrongReading, row: SpotRow) -> list[int]:
        """Proofs by the nearest row after the reader's; who copied a frozen register has copied what it reads out."""
        if row.freeze_at == wrong.shown_at:
            return [FROZEN]
        apart = self._impossible(wrong.customer, SpotRow(wrong.shown_at, wrong.recorded), row)
        return [row.at] if apart else []

    def _prove(self, day: int, wrong: WrongReading, ends: Sequence[int]) -> None:
        """From today the act is shown."""
        truth = self.office.truth
        for end in ends:
            self._proofs.setdefault(wrong.customer, []).append(Proof(wrong.act_id, end, day))
            truth.watch(day, truth.acts[wrong.act_id])

    def billed(self, day: int, customers: Int64s) -> None:
        """Bills were issued on the waiting readings of these customers."""
        for customer in customers[self._any[customers]].tolist():
            for wrong in self._open[customer]:
                if not wrong.billed and wrong.index == self.office.meters.now_period[customer]:
                    wrong.billed = True
                    self.office.truth.acts[wrong.act_id].amount_fen = self._worth(wrong)
                    self._prove(day, wrong, wrong.proofs)

    def _worth(self, wrong: WrongReading) -> int:
        """|tariff(recorded) − tariff(without what this reading adds)| of the bill that is being issued.

        Where the bill begins at a wrong register, that reading's act has what was wrong there: no energy counts twice.
        """
        office, meters, customer = self.office, self.office.meters, wrong.customer
        units = self._units_above(customer, wrong.recorded, wrong.true)
        anchor = int(meters.anchor_at[customer]), int(meters.anchor_register[customer])
        *last, before = self._last_wrong.get(customer, (NO_ROW, NO_ROW, 0))
        own = _added(units, before if tuple(last) == anchor else 0)
        self._last_wrong[customer] = wrong.shown_at, wrong.recorded, units
        pair, without = np.array([customer, customer]), (wrong.recorded - own) % int(meters.turn[customer])
        recorded, right = meters.segment_kwh(pair, np.array([wrong.recorded, without]), np.array(wrong.shown_at))
        kwh = meters.kwh(pair) + np.array([0, right - recorded])
        price = office.recorded.price_class[pair]
        amounts = office.issuing.billing.waiting(pair, price, kwh).amount_fen
        return abs(int(amounts[0] - amounts[1]))

    def _units_above(self, customer: int, recorded: int, true: int) -> int:
        """By how many units a register lies above the true one, by the shorter way; below 0: under it."""
        turn = int(self.office.meters.turn[customer])
        return (recorded - true + turn // 2) % turn - turn // 2

    def caught_before_issue(self, customers: Int64s) -> None:
        """The readings that wait were replaced by one on the spot: what was wrong with them is cured."""
        for customer in customers[self._any[customers]].tolist():
            period = self.office.meters.now_period[customer]
            self._keep(customer, [w for w in self._open[customer] if w.billed or w.index != period])

    def seen(self, day: int, customers: Int64s, registers: Int64s, at: Int64s, freeze_at: Int64s) -> None:
        """Authoritative rows were written today: registers at these seconds; `freeze_at`: of which freeze the frozen
        one was read out as well (0: none).
        """
        first, end = self._numbers, self._numbers + len(customers)
        if end > len(self._spots):
            self._spots = np.concatenate([self._spots, np.zeros((end, self._spots.shape[1]), np.int64)])
        self._spots[first:end] = np.stack([at, registers, freeze_at, self._last_spot[customers]], axis=1)
        self._last_spot[customers] = np.arange(first, end)
        self._numbers = end
        for customer in customers[self._any[customers]].tolist():
            self._weigh(day, customer, self._spot(self._last_spot[customer]))

    def fitted(self, customers: Int64s, at: Int64s) -> None:
        """New meters at 0 are in place from these seconds on."""
        self._start[customers], self._start_at[customers] = 0, at
        self._last_spot[customers] = NO_ROW
        for customer in self._breaks.keys() & set(customers.tolist()):
            del self._breaks[customer]
        for customer in self._proofs.keys() & set(customers.tolist()):
            del self._proofs[customer]
        for customer in customers[self._any[customers]].tolist():
            self._keep(customer, [wrong for wrong in self._open[customer] if not wrong.billed])

    def faulty(self, customers: Int64s, since: Int64s) -> None:
        """Meters are taken out for a fault that was reported at these seconds: no two registers of which one is later
        prove anything (rule 1). What was shown by them alone is shown no more.
        """
        truth = self.office.truth
        for customer, second in zip(customers.tolist(), since.tolist(), strict=True):
            proofs = self._proofs.get(customer, [])
            for act_id in {proof.act_id for proof in proofs if proof.end > second}:
                left = [each.day for each in proofs if each.act_id == act_id and each.end <= second]
                truth.acts[act_id].evidenced_on = min(left, default=None)

    def _weigh(self, day: int, customer: int, row: SpotRow) -> None:
        """The nearest row after the reader's: what it does not show, no later one does."""
        for wrong in self._open[customer]:
            if wrong.billed and not wrong.followed:
                self._prove(day, wrong, self._shown_by(wrong, row))
        self._keep(customer, [wrong for wrong in self._open[customer] if not wrong.billed])

    def _keep(self, customer: int, rest: list[WrongReading]) -> None:
        self._open[customer] = rest
        self._any[customer] = bool(rest)


def _added(units: int, before: int) -> int:
    """Of the units by which a register is wrong those by which the one before was not, to the same side."""
    if units * before <= 0:
        return units
    return max(units - before, 0) if units > 0 else min(units - before, 0)
