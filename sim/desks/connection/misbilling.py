"""What is recorded otherwise than its source: the bills that differ by it, until a correcting version of the archive.

The town is never changed: an entry changes what is recorded, and with it every bill, review and plan that follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.desks.base import Desk, Int64s

if TYPE_CHECKING:
    from kaohe.sim.office import Office

SHEET = -1


@dataclass
class WrongEntry:
    """A column of the archive that is not what its source says, in the codes and units of `Recorded`.

    key: the stage of the registration (`entry`), SHEET where the sheet itself was wrong; acts: whose bills it prices;
    balance_fen: Σ (issued − due by the source) so far; largest_fen: the largest of it; swap_kwh, further_kwh: energy of
    a removed meter that the next bill has too little (the ratio was wrong until then), total and further registers.
    """

    key: int
    customer: int
    column: str
    right: int
    wrong: int
    acts: list[int] = field(default_factory=list)
    balance_fen: int = 0
    largest_fen: int = 0
    swap_kwh: int = 0
    further_kwh: tuple[int, ...] = (0, 0, 0)
    swapped: bool = False


@dataclass
class WrongBill:
    """What a bill has too little, by all columns that were wrong: kWh and 分."""

    index: int
    kwh: int
    amount_fen: int


class Misbilling(Desk):
    """Wrong entries by customer, and what they made of his bills."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._entries: dict[int, list[WrongEntry]] = {}
        self._bills: dict[int, list[WrongBill]] = {}
        self._any = np.zeros(office.n, np.bool_)
        self._largest_fen: dict[int, int] = {}

    def sheet_wrong(self, customer: int, column: str, right: int, written: int) -> None:
        """The source itself is not what is there."""
        self._put(WrongEntry(SHEET, customer, column, right, written))

    def entered(self, key: int, customer: int, column: str, written: int, act_id: int) -> None:
        """A column was entered otherwise than its source says."""
        right = int(self._recorded(column)[customer])
        self._put(WrongEntry(key, customer, column, right, written, [act_id]))
        self._largest_fen[key] = 0

    def passed(self, key: int, customer: int, act_id: int) -> None:
        """The audit let it pass: the same bills price that act too."""
        for entry in self.of(customer):
            if entry.key == key:
                entry.acts.append(act_id)

    def _put(self, entry: WrongEntry) -> None:
        self._recorded(entry.column)[entry.customer] = entry.wrong
        self._entries.setdefault(entry.customer, []).append(entry)
        self._any[entry.customer] = True

    def _recorded(self, column: str) -> Int64s:
        values: Int64s = getattr(self.office.recorded, column)
        return values

    def of(self, customer: int) -> list[WrongEntry]:
        """What is wrong in a customer's archive, and not yet put right."""
        return self._entries.get(customer, [])

    def differs(self, keys: Int64s, customers: Int64s) -> Int64s:
        """1 where the entry of that stage is not what its source says."""
        found = np.zeros(len(keys), np.int64)
        for row in np.flatnonzero(self._any[customers]).tolist():
            found[row] = any(entry.key == keys[row] for entry in self.of(int(customers[row])))
        return found

    def sheet_errs(self, customers: Int64s) -> Int64s:
        """1 where the survey sheet is wrong."""
        return self.differs(np.full(len(customers), SHEET), customers)

    def largest_fen(self, key: int) -> int:
        """The largest balance that a wrong entry came to."""
        return self._largest_fen[key]

    # ── bills ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def billed(self, day: int, customers: Int64s, amount_fen: Int64s) -> None:
        """Bills by the archive are issued on the waiting readings of these customers."""
        for row in np.flatnonzero(self._any[customers]).tolist():
            customer, amount = int(customers[row]), int(amount_fen[row])
            entries = self.of(customer)
            kwh, due = self._due(customer, entries)
            if due != amount:
                index = int(self.office.meters.now_period[customer])
                more = kwh - self._due(customer, [])[0]
                self._bills.setdefault(customer, []).append(WrongBill(index, more, due - amount))
            for entry in entries:
                self._price(day, entry, amount - self._due(customer, [entry])[1])
            self._keep(customer, [entry for entry in entries if not entry.swapped])

    def _price(self, day: int, entry: WrongEntry, more_fen: int) -> None:
        if more_fen and entry.key != SHEET:
            truth = self.office.truth
            for act in entry.acts:
                truth.watch(day, truth.acts[act])
            entry.balance_fen += more_fen
            entry.largest_fen = max(entry.largest_fen, abs(entry.balance_fen))
            self._largest_fen[entry.key] = entry.largest_fen

    def _due(self, customer: int, entries: list[WrongEntry]) -> tuple[int, int]:
        """(kWh, 分) of the bill that is being issued, if these columns had been recorded as they should be."""
        office, who = self.office, np.array([customer])
        with self._righted(entries):
            metered = office.meters.kwh(who) + sum(entry.swap_kwh for entry in entries)
            charge = office.issuing.billing.waiting(who, office.recorded.price_class[who], metered)
        return int(charge.kwh[0]), int(charge.amount_fen[0])

    @contextmanager
    def _righted(self, entries: list[WrongEntry]) -> Iterator[None]:
        held = [(self._recorded(entry.column), entry.customer) for entry in entries]
        before = [int(column[customer]) for column, customer in held]
        swap, swapped = self.office.further.swap, self.office.further.swap.copy()
        for entry, (column, customer) in zip(entries, held, strict=True):
            column[customer] = entry.right
            swap[:, self._further(customer)] += np.array(entry.further_kwh)[:, None]
        try:
            yield
        finally:
            for (column, customer), value in zip(held, before, strict=True):
                column[customer] = value
            swap[:] = swapped

    def _further(self, customer: int) -> Int64s:
        """His place among the multi-function meters, if he has one."""
        return self.office.further.rows(np.array([customer]))[1]

    # ── put right ────────────────────────────────────────────────────────────────────────────────────────────────────

    def removed(self, customers: Int64s, removal: Int64s, at: Int64s) -> None:
        """Meters are about to be changed: what the old ones had shown counts by the archive, not by its source."""
        for row in np.flatnonzero(self._any[customers]).tolist():
            who, meters = customers[[row]], self.office.meters
            used = meters.segment_kwh(who, removal[[row]], at[[row]])
            for entry in self._wrong_ratios(int(who[0])):
                with self._righted([entry]):
                    entry.swap_kwh = int((meters.segment_kwh(who, removal[[row]], at[[row]]) - used)[0])

    def swapped(self, customers: Int64s) -> None:
        """Meters were changed, and the new ones are recorded by their orders. What the further registers of the old
        ones had shown is known in kWh alone.
        """
        for row in np.flatnonzero(self._any[customers]).tolist():
            for entry in self._wrong_ratios(int(customers[row])):
                further = self.office.further.swap[:, self._further(entry.customer)]
                entry.further_kwh = tuple((further * entry.right // entry.wrong - further).sum(axis=1).tolist())
                entry.swapped = True
                self._recorded(entry.column)[entry.customer] = entry.right

    def _wrong_ratios(self, customer: int) -> list[WrongEntry]:
        """Wrong multipliers of the meter in place."""
        return [entry for entry in self.of(customer) if entry.column == "multiplier" and not entry.swapped]

    def mended(self, customer: int, entries: list[WrongEntry]) -> None:
        """These columns stand in the archive as they should from now on."""
        for entry in entries:
            self._recorded(entry.column)[customer] = entry.right
        self._keep(customer, [entry for entry in self.of(customer) if entry not in entries])

    def owed(self, customer: int) -> list[WrongBill]:
        """What his bills had too little or too much, once: it is settled now."""
        return self._bills.pop(customer, [])

    def _keep(self, customer: int, rest: list[WrongEntry]) -> None:
        self._entries[customer] = rest
        self._any[customer] = bool(rest)
