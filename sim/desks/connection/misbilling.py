"""What is recorded otherwise than its source: the bills that differ by it, until a correcting version of the archive.

The town is never changed: an entry changes what is recorded, and with it every bill, review and plan that follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.archive.masters import OF_METER
from kaohe.sim.desks.base import Desk, Int64s
from kaohe.sim.records import PAPERS

if TYPE_CHECKING:
    from kaohe.sim.office import Office

SHEET = -1


@dataclass
class Balance:
    """Σ (issued − due) of the bills so far, 分, and the largest that it came to."""

    fen: int = 0
    largest_fen: int = 0

    def add(self, fen: int) -> None:
        """One more bill."""
        self.fen += fen
        self.largest_fen = max(self.largest_fen, abs(self.fen))


@dataclass
class WrongEntry:
    """A column of the archive that is not what its source says, in the codes and units of `Recorded`.

    key: the stage of the registration (`entry`), SHEET where the sheet itself was wrong; acts: whose bills it prices;
    anchor_at: when the meter was last read as it was entered; swap_kwh, further_kwh: energy of a removed meter that the
    next bill has too little (it was counted otherwise until then), total and further registers.
    """

    key: int
    customer: int
    column: str
    right: int
    wrong: int
    acts: list[int] = field(default_factory=list)
    anchor_at: int = 0
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
        # What the bills of an entry came to as long as the survey sheet counts, and once it is refuted.
        self._by_sheet: dict[int, Balance] = {}
        self._by_town: dict[int, Balance] = {}
        self._refuted: set[int] = set()
        self._guests: dict[int, list[int]] = {}

    def sheet_wrong(self, customer: int, column: str, right: int, written: int) -> None:
        """The source itself is not what is there."""
        self._put(WrongEntry(SHEET, customer, column, right, written))

    def entered(self, key: int, customer: int, column: str, written: int, act_id: int) -> None:
        """A column was entered otherwise than its source says."""
        right = int(self._recorded(column)[customer])
        self._put(WrongEntry(key, customer, column, right, written, [act_id]))
        self._by_sheet[key], self._by_town[key] = Balance(), Balance()

    def passed(self, key: int, customer: int, act_id: int) -> None:
        """The audit let it pass: the same bills price that act too."""
        for entry in self.of(customer):
            if entry.key == key:
                entry.acts.append(act_id)

    def _put(self, entry: WrongEntry) -> None:
        entry.anchor_at = int(self.office.meters.anchor_at[entry.customer])
        self._record(entry, entry.wrong)
        if entry.column == "book":
            self._guests.setdefault(entry.wrong, []).append(entry.customer)
        self._entries.setdefault(entry.customer, []).append(entry)
        self._any[entry.customer] = True

    def _recorded(self, column: str) -> Int64s:
        values: Int64s = getattr(self.office.recorded, column)
        return values

    def _record(self, entry: WrongEntry, value: int) -> None:
        """The archive says so from now on; what nobody has read since goes on from it."""
        self._recorded(entry.column)[entry.customer] = value
        meters = self.office.meters
        if self._begins(entry):
            meters.anchor_register[entry.customer] = meters.before_register[entry.customer] = value
            if meters.last_on[entry.customer] == meters.energised_on[entry.customer]:
                meters.last_register[entry.customer] = value

    def _begins(self, entry: WrongEntry) -> bool:
        """Whether the next bill begins at this first register: its meter is in place, and was not read yet."""
        unread = int(self.office.meters.anchor_at[entry.customer]) == entry.anchor_at
        return entry.column == "first_register" and unread and not entry.swapped

    def guests(self, book: int) -> Int64s:
        """Customers who were entered in a book that is not theirs."""
        return np.array(self._guests.get(book, ()), np.int64)

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
        refuted = PAPERS.within("entry", "customer", key) in self._refuted
        return (self._by_town if refuted else self._by_sheet)[key].largest_fen

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
                if entry.key != SHEET:
                    self._price(day, entry, entries, amount)
            self._keep(customer, [entry for entry in entries if not entry.swapped])

    def _price(self, day: int, entry: WrongEntry, entries: list[WrongEntry], amount_fen: int) -> None:
        """One more bill. What is wrong of the meter counts by the right class and capacity, what is wrong of these by
        the energy as it was billed: the two never share an amount.
        """
        customer, of_meter = entry.customer, entry.column in OF_METER
        sheets = [each for each in entries if each.key == SHEET and (of_meter or each.column == entry.column)]
        papers = [each for each in entries if of_meter and each.key != SHEET and each.column not in OF_METER]
        for balance, beside in ((self._by_sheet, papers), (self._by_town, [*papers, *sheets])):
            issued = self._due(customer, beside)[1] if of_meter and beside else amount_fen
            balance[entry.key].add(issued - self._due(customer, [entry, *beside])[1])
        if self.largest_fen(entry.key):
            truth = self.office.truth
            for act in entry.acts:
                truth.watch(day, truth.acts[act])

    def _due(self, customer: int, entries: list[WrongEntry]) -> tuple[int, int]:
        """(kWh, 分) of the bill that is being issued, if these columns had been recorded as they should be; an estimate
        stays the units that it was.
        """
        office, who = self.office, np.array([customer])
        meters = office.meters
        guessed = meters.guessed(who[meters.estimated[who]])
        with self._righted(entries):
            metered = meters.kwh_by(who, guessed) + sum(entry.swap_kwh for entry in entries)
            charge = office.issuing.billing.waiting(who, office.recorded.price_class[who], metered)
        return int(charge.kwh[0]), int(charge.amount_fen[0])

    @contextmanager
    def _righted(self, entries: list[WrongEntry]) -> Iterator[None]:
        held = [(self._counted(entry), entry.customer) for entry in entries]
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

    def _counted(self, entry: WrongEntry) -> Int64s:
        """The array by which bills are made of the column."""
        return self.office.meters.anchor_register if self._begins(entry) else self._recorded(entry.column)

    def _further(self, customer: int) -> Int64s:
        """His place among the multi-function meters, if he has one."""
        return self.office.further.rows(np.array([customer]))[1]

    # ── put right ────────────────────────────────────────────────────────────────────────────────────────────────────

    def removing(self, customers: Int64s, register: Int64s, at: Int64s) -> None:
        """Meters will be taken out at these registers and seconds: what they used counts as the archive has it."""
        for row in np.flatnonzero(self._any[customers]).tolist():
            for entry in self._of_meter(int(customers[row])):
                used = self.office.meters.segment_kwh(customers[[row]], register[[row]], at[[row]])
                with self._righted([entry]):
                    due = self.office.meters.segment_kwh(customers[[row]], register[[row]], at[[row]])
                entry.swap_kwh = int(due[0] - used[0])

    def swapped(self, customers: Int64s) -> None:
        """Meters were changed, and the new ones are recorded by their orders."""
        for row in np.flatnonzero(self._any[customers]).tolist():
            for entry in self._of_meter(int(customers[row])):
                if entry.column == "multiplier":
                    further = self.office.further.swap[:, self._further(entry.customer)]
                    entry.further_kwh = tuple((further * entry.right // entry.wrong - further).sum(axis=1).tolist())
                entry.swapped = True
                self._recorded(entry.column)[entry.customer] = entry.right

    def _of_meter(self, customer: int) -> list[WrongEntry]:
        """What is wrong in the archive of the meter in place."""
        return [entry for entry in self.of(customer) if entry.column in OF_METER and not entry.swapped]

    def overtaken(self, customers: Int64s) -> None:
        """Their class, capacity and transformer stand as they asked for them from now on, whatever was recorded."""
        for customer in customers[self._any[customers]].tolist():
            gone = [
                each for each in self.of(customer) if each.column in ("price_class", "capacity_kva", "transformer_kva")
            ]
            self._undone(gone)
            self._keep(customer, [each for each in self.of(customer) if each not in gone])

    def refuted(self, customer: int) -> None:
        """A customer was looked at: what his survey sheet had wrong counts no longer, for no bill."""
        if any(entry.key == SHEET for entry in self.of(customer)):
            self._refuted.add(customer)

    def mended(self, customer: int, entries: list[WrongEntry]) -> None:
        """These columns stand in the archive as they should from now on."""
        for entry in entries:
            self._record(entry, entry.right)
            if entry.column == "book":
                self._guests[entry.wrong].remove(customer)
        self._undone(entries)
        self._keep(customer, [entry for entry in self.of(customer) if entry not in entries])

    def _undone(self, entries: list[WrongEntry]) -> None:
        """What stands in the archive no longer, and made no bill wrong, is no slip any more."""
        for entry in entries:
            if entry.key != SHEET and not self.largest_fen(entry.key):
                for act in entry.acts:
                    self.office.truth.acts[act].slip_on = None

    def owed(self, customer: int) -> list[WrongBill]:
        """What his bills had too little or too much, once: it is settled now."""
        return self._bills.pop(customer, [])

    def _keep(self, customer: int, rest: list[WrongEntry]) -> None:
        self._entries[customer] = rest
        self._any[customer] = bool(rest)
