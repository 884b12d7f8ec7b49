"""What a bill should have been: the tariff on the reading, with archive and price table as recorded at issue."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.files import brief
from kaohe.sim.tariff.settlement import Metered, Settlement
from kaohe.sim.texts import catalogue
from kaohe.standards.ledger.anchors import Anchors
from kaohe.standards.ledger.archive import Archive
from kaohe.standards.ledger.line_by_line import BillsByLine, Terms
from kaohe.standards.ledger.meter_energy import Meters
from kaohe.standards.ledger.multi_function import Papers
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Tables, wide
from kaohe.standards.ledger.sheets import Sheets, find

_texts = catalogue("kaohe.standards")

Int64s = NDArray[np.int64]


class Owed(NamedTuple):
    """Energy with losses (kWh) and amount (分), one entry a bill."""

    kwh: Int64s
    fen: Int64s


class Due:
    """Per bill: rows of archive and price table, energy, capacity and amount that its own reading makes due.

    Most bills are one energy at one price. Those of multi-function meters, and of prices rounded line by line, are
    settled line by line (BillsByLine).
    """

    def __init__(
        self, tables: Tables, sheets: Sheets, archive: Archive, papers: Papers, meters: Meters, anchors: Anchors
    ) -> None:
        self._tables, self._sheets, self._archive, self._papers = tables, sheets, archive, papers
        self._meters, self._anchors = meters, anchors

    @cached_property
    def archive_row(self) -> Ints:
        """Row of the archive as recorded at issue."""
        return self._archive.rows(self._sheets.bill_customer, self._tables["bill"]["recorded_at"])

    @cached_property
    def price_row(self) -> Ints:
        """Row of the price table as recorded at issue."""
        bills, classes = self._tables["bill"], self._archive.class_of[self.archive_row]
        rows = self._archive.price_rows(classes, bills["recorded_at"], bills["issued_on"])
        if len(rows) and int(rows.min()) < 0:
            unpriced = self._archive.classes[int(classes[int(rows.argmin())])]
            raise LookupError(str(_texts.message("price-missing", name=brief(str(unpriced)))))
        return rows

    @cached_property
    def metered(self) -> Int64s:
        """Energy of removed meters and of this one since its last real reading, less what was billed on estimates."""
        scale = self._meters.scale(self._sheets.bill_meter, self._tables["bill"]["recorded_at"])
        return wide(self._tables["bill"]["swap_kwh"]) + self._anchors.energy(scale)

    @cached_property
    def register(self) -> Ints:
        """Register of the reading on which the bill rests; its own where it names none."""
        basis = self._sheets.basis_row
        return np.where(basis >= 0, self._tables["reading"]["register"][basis], self._tables["bill"]["to_register"])

    @cached_property
    def capacity(self) -> Ints:
        """kVA to be charged."""
        return self._archive.capacity(self.archive_row, self.price_row)

    @cached_property
    def by_line(self) -> BillsByLine:
        """The bills that are settled line by line."""
        rows = np.flatnonzero(self._apart(np.arange(len(self.price_row)), self.price_row))
        return self._by_line(rows, self.terms(rows), self.metered[rows])

    def _apart(self, bills: Ints, price: Ints) -> Flags:
        """Where bills (rows) are settled line by line at some prices."""
        flags: Flags = self._papers.multi_function[self._sheets.bill_meter[bills]] | self._archive.by_line[price]
        return flags

    def _by_line(self, rows: Ints, terms: Terms, metered: Ints) -> BillsByLine:
        starts = self._anchors.of_bills(rows)
        return BillsByLine(self._tables, self._sheets, self._archive, self._papers, starts, rows, terms, metered)

    def terms(self, bills: Ints) -> Terms:
        """By what some bills (rows) are made: archive and price table as recorded at issue."""
        meters, one = self._sheets.bill_meter[bills], np.ones(len(bills), dtype=np.int64)
        return Terms(
            self.price_row[bills],
            wide(self.capacity[bills]),
            self._meters.scale(meters, self._tables["bill"]["recorded_at"][bills]),
            self._papers.transformers(self.transformer_row(bills)),
            wide(self._tables["bill"]["swap_kwh"][bills]),
            (one, one),
        )

    def transformer_row(self, bills: Ints) -> Ints:
        """Row of the transformer whose losses some bills (rows) bear, as recorded at issue; NONE without one."""
        table, sheets = self._tables["bill"], self._sheets
        written, issued = table["recorded_at"][bills], table["issued_on"][bills]
        found = self._papers.transformer_rows(sheets.bill_customer[bills], written, issued)
        return np.where(self._papers.multi_function[sheets.bill_meter[bills]], found, NONE)

    def by(self, bills: Ints, terms: Terms, first_register: Ints) -> Owed:
        """What some bills (rows) come to by other terms and first registers.

        Where papers are missing they come to what they are due.
        """
        metered = terms.removed_kwh + self._anchors.energy_by(bills, terms.scale, first_register)
        kwh, fen = metered.copy(), self._archive.amount(metered, terms.kva, terms.price)
        at = np.flatnonzero(self._apart(bills, terms.price))
        by_line = self._by_line(bills[at], terms.at(at), metered[at])
        settled, unknown = np.isin(bills, by_line.settled), np.isin(bills, by_line.unknown)
        kwh[settled] += by_line.due.loss_kwh
        fen[settled] = by_line.due.amount_fen
        kwh[unknown], fen[unknown] = self.kwh[bills[unknown]], self.amount[bills[unknown]]
        return Owed(kwh, fen)

    @cached_property
    def loss(self) -> Int64s:
        """Losses of the customer's transformer that join the energy, kWh."""
        found = np.zeros(len(self._tables["bill"]), dtype=np.int64)
        found[self.by_line.rows] = self.by_line.issued_loss
        found[self.by_line.settled] = self.by_line.due.loss_kwh
        return found

    @cached_property
    def kwh(self) -> Int64s:
        """Energy due, with losses."""
        return self.metered + self.loss

    @cached_property
    def amount(self) -> Int64s:
        """Amount due in 分: tariff(recorded)."""
        fen = self._archive.amount(self.metered, self.capacity, self.price_row)
        fen[self.by_line.unknown] = self._tables["bill"]["amount_fen"][self.by_line.unknown]
        fen[self.by_line.settled] = self.by_line.due.amount_fen
        return fen

    def amount_of(self, metered: Ints, bills: Ints) -> Int64s:
        """Amount in 分 of some bills (rows) if their meters had shown so many kWh, all else unchanged.

        Where papers are missing, the amount of the bill as it is due and the difference at the flat price.
        """
        fen = self._plain(metered, bills)
        at = find(self.by_line.settled, bills)
        settled, unknown = np.flatnonzero(at >= 0), np.flatnonzero(np.isin(bills, self.by_line.unknown))
        fen[settled] = self.by_line.if_metered(at[settled], metered[settled]).amount_fen
        kept = bills[unknown]
        fen[unknown] += self.amount[kept] - self._plain(self.metered[kept], kept)
        return fen

    def _plain(self, metered: Ints, bills: Ints) -> Int64s:
        return self._archive.amount(metered, self.capacity[bills], self.price_row[bills])

    def settlement(self, bill: int, metered: int | None = None) -> tuple[Settlement, Metered] | None:
        """A bill (row) of several lines as it is due, or if its meter had shown so many kWh; None for other bills."""
        at = int(find(self.by_line.settled, np.array([bill]))[0])
        if at < 0 or not self.by_line.basis.several[at]:
            return None
        return self.by_line.settlement(at, int(self.metered[bill]) if metered is None else metered)

    def differs(self) -> Flags:
        """Bills of which energy, losses, register or amount are not as due."""
        bills = self._tables["bill"]
        flags: Flags = (bills["kwh"] != self.kwh) | (bills["amount_fen"] != self.amount)
        flags |= (bills["loss_kwh"] != self.loss) | (bills["to_register"] != self.register)
        return flags
