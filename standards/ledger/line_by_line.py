"""Bills settled line by line: those of multi-function meters, and those of prices that round every line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.schema import PriceClass
from kaohe.sim.tariff.settlement import Metered, Settlement, Transformers, settle
from kaohe.standards.ledger.anchors import Starts
from kaohe.standards.ledger.archive import Archive
from kaohe.standards.ledger.capacity_days import CapacityDays, Periods
from kaohe.standards.ledger.meter_energy import Scale
from kaohe.standards.ledger.multi_function import Papers, Registers
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints, Tables, wide
from kaohe.standards.ledger.sheets import DAY_S, ESTIMATE, Sheets

Int64s = NDArray[np.int64]
Prices = Mapping[int, PriceClass]


@dataclass(frozen=True)
class Basis:
    """One entry a bill: row of the price table, whether the meter shows the periods, and what it showed."""

    price: Ints
    several: Flags
    metered: Metered

    def at(self, rows: Ints, kwh: Ints | None = None) -> Basis:
        """Some of them, as if the metered total were another."""
        metered = _taken(self.metered, rows)
        return Basis(self.price[rows], self.several[rows], metered if kwh is None else replace(metered, kwh=wide(kwh)))


@dataclass(frozen=True)
class Settled:
    """Losses joined to the energy (kWh) and amounts (分), one entry a bill."""

    loss_kwh: Int64s
    amount_fen: Int64s


def settle_all(prices: Prices, basis: Basis) -> Settled:
    """The bills by the classes of their price rows. KeyError for a row that `prices` lacks."""
    loss, fen = np.zeros(len(basis.price), dtype=np.int64), np.zeros(len(basis.price), dtype=np.int64)
    for several in (False, True):
        for row in np.unique(basis.price[basis.several == several]).tolist():
            at = np.flatnonzero((basis.price == row) & (basis.several == several))
            one, _ = settle_one(prices, basis.at(at))
            loss[at], fen[at] = one.loss_kwh, one.bill.total_fen
    return Settled(loss, fen)


def settle_one(prices: Prices, basis: Basis) -> tuple[Settlement, Metered]:
    """Bills of one price row and one kind of meter.

    A meter without registers of the periods shows neither them nor a power factor, whatever the price.
    """
    price = prices[int(basis.price[0])]
    served = price if basis.several[0] else price.model_copy(update={"periods": None, "pf_standard": None})
    return settle(served, basis.metered), basis.metered


def taken(of: Transformers, rows: Ints) -> Transformers:
    """Some of the transformers."""
    return Transformers(*(getattr(of, field.name)[rows] for field in fields(of)))


def _taken(metered: Metered, rows: Ints) -> Metered:
    apart = ("transformers", "more_kva_days")
    parts = {each.name: getattr(metered, each.name)[rows] for each in fields(metered) if each.name not in apart}
    more = metered.more_kva_days
    return Metered(
        **parts,
        transformers=taken(metered.transformers, rows),
        more_kva_days=more if isinstance(more, int) else more[rows],
    )


@dataclass(frozen=True)
class Terms:
    """By what the archive says bills are made, one entry a bill.

    price: rows of the price table. kva: charged. scale: of the meter in place. transformers: those whose losses the
    customers bear. removed_kwh: energy of removed meters; ratio: what their further registers count, above and below.
    """

    price: Ints
    kva: Int64s
    scale: Scale
    transformers: Transformers
    removed_kwh: Int64s
    ratio: tuple[Int64s, Int64s]

    def at(self, rows: Ints) -> Terms:
        """Of some of them."""
        above, below = self.ratio
        return Terms(
            self.price[rows],
            self.kva[rows],
            self.scale.at(rows),
            taken(self.transformers, rows),
            self.removed_kwh[rows],
            (above[rows], below[rows]),
        )

    def counted(self, energies: Int64s) -> Int64s:
        """Energies (3 × n) of the further registers of removed meters, as these terms count them."""
        above, below = self.ratio
        counted: Int64s = energies * above // below
        return counted


class BillsByLine:
    """Some bills (`rows`, in order) of which the tariff makes several lines; arrays are of these bills alone.

    A bill that lacks a paper is `unknown`: no energy sheet, no further registers, not all funds of its price. What is
    missing is not judged: its losses and its amount stand as issued.
    """

    def __init__(
        self,
        tables: Tables,
        sheets: Sheets,
        archive: Archive,
        papers: Papers,
        starts: Starts,
        rows: Ints,
        terms: Terms,
        kwh: Ints,
    ) -> None:
        self._bills, self._archive, self._papers = tables["bill"], archive, papers
        self._sheets, self._starts, self._capacities = sheets, starts, CapacityDays(tables)
        self.rows, self._terms, self._kwh = rows, terms, wide(kwh)
        self._meter, self._customer = sheets.bill_meter[rows], sheets.bill_customer[rows]

    @cached_property
    def several(self) -> Flags:
        """Whether the meter shows peak, valley and reactive energy."""
        return self._papers.multi_function[self._meter]

    @cached_property
    def issued_loss(self) -> Ints:
        """Losses as issued where only a missing paper could tell them, else none."""
        return np.where(self._known | ~self.several, 0, self._bills["loss_kwh"][self.rows])

    @cached_property
    def sheet_row(self) -> Ints:
        """Row of the energy sheet; NONE where there is none."""
        return self._papers.energy_sheet(self._bills["id"][self.rows])

    @cached_property
    def register_row(self) -> Ints:
        """Row of the further registers of the reading on which the bill rests; NONE where there is none."""
        return self._papers.register_reading(self._bills["reading"][self.rows])

    @cached_property
    def install_row(self) -> Ints:
        """Row of the work order of installation with which the period began; NONE for all other periods."""
        return self._papers.install_orders(self._customer, self._bills["from_on"][self.rows])

    @cached_property
    def _registers(self) -> tuple[Registers, Registers]:
        """Further registers at the beginning and the end; at the end those of the sheet if the reading has none."""
        read, sheet = self.register_row, self.sheet_row
        own, named = self._papers.registers(read).shown, self._papers.sheet_to(sheet).shown
        return self._papers.sheet_from(sheet), Registers(np.where(read >= 0, own, named))

    @cached_property
    def _prices(self) -> dict[int, PriceClass]:
        """Tariffs of the price rows whose funds are on record."""
        found = ((row, self._archive.price_class(row)) for row in np.unique(self._terms.price).tolist())
        return {row: price for row, price in found if price is not None}

    @cached_property
    def _known(self) -> Flags:
        start, end = self._registers
        turn = self._terms.scale.modulus
        shown = (self.sheet_row != NONE) & start.fit(turn) & end.fit(turn)
        known: Flags = (shown | ~self.several) & np.isin(self._terms.price, list(self._prices))
        return known

    @cached_property
    def settled(self) -> Ints:
        """Bills of which all papers are there, in order."""
        return self.rows[self._known]

    @cached_property
    def unknown(self) -> Ints:
        """Bills that lack a paper, in order."""
        return self.rows[~self._known]

    @cached_property
    def basis(self) -> Basis:
        """What the bills in `settled` rest on."""
        at = np.flatnonzero(self._known)
        several, days, terms = self.several[at], self.days[at], self._terms.at(at)
        further = np.zeros((3, len(at)), dtype=np.int64)
        further[:, several] = self._further(at[several])
        peak, valley, kvarh = further
        charged = self._papers.capacity_days(self.install_row[at], days)
        applied = self._capacities.of(self._periods(at, charged), terms.transformers.kva > 0)
        metered = Metered(
            self._kwh[at],
            peak,
            valley,
            kvarh,
            terms.kva,
            charged,
            self._papers.hours(days - applied.idle_days),
            terms.transformers,
            applied.more_kva_days,
        )
        return Basis(terms.price, several, metered)

    def _periods(self, at: Ints, charged: Int64s) -> Periods:
        bills, rows = self._bills, self.rows[at]
        numbers = self._sheets.customers.keys[self._customer[at]]
        return Periods(
            numbers, wide(bills["from_on"][rows]), wide(bills["to_on"][rows]), charged, wide(bills["recorded_at"][rows])
        )

    @cached_property
    def days(self) -> Int64s:
        """Days of the period."""
        return wide(self._bills["to_on"][self.rows]) - self._bills["from_on"][self.rows]

    def _further(self, at: Ints) -> Int64s:
        """Peak and valley energy (kWh) and reactive energy (kvarh) of some of the bills."""
        (start, end), terms = (each.at(at) for each in self._registers), self._terms.at(at)
        turn, basis = terms.scale.modulus, self._sheets.basis_row[self.rows[at]]
        anchor = self._anchor(at, start)
        until = np.where(basis >= 0, self._sheets.seconds(basis), wide(self._bills["to_on"][self.rows[at]]) * DAY_S)
        seconds = until - self._starts.second[at]
        billed = anchor.forward(start, turn)
        since = anchor.advance(end, turn, terms.scale.most(seconds)) - billed
        estimated = (basis >= 0) & (self._sheets.reading_kind[basis] == ESTIMATE)
        units = np.where(estimated, start.forward(end, turn), since)
        return terms.scale.energy(units, billed) + terms.counted(self._papers.sheet_swap(self.sheet_row[at]))

    def _anchor(self, at: Ints, start: Registers) -> Registers:
        """The registers that were last really read: those of the sheet, or before what was billed on estimates."""
        read, known = self._papers.registers_of(self._starts.row[at])
        return Registers(np.where(known & (self._starts.billed[at] != 0), read.shown, start.shown))

    @cached_property
    def due(self) -> Settled:
        """The bills in `settled` as they are due."""
        return settle_all(self._prices, self.basis)

    def if_metered(self, at: Ints, kwh: Ints) -> Settled:
        """Some of the bills in `settled` (positions) if their meters had shown so many kWh."""
        return settle_all(self._prices, self.basis.at(at, kwh))

    def settlement(self, at: int, kwh: int) -> tuple[Settlement, Metered]:
        """One of them, with all its lines."""
        return settle_one(self._prices, self.basis.at(np.array([at]), np.array([kwh])))
