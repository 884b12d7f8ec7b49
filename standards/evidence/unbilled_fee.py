"""What a period left unissued comes to under a tariff of several lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaohe.sim.tariff.settlement import Metered, Settlement
from kaohe.standards.ledger.anchors import Start
from kaohe.standards.ledger.capacity_days import CapacityDays, Periods
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.line_by_line import Basis, settle_one
from kaohe.standards.ledger.meter_energy import Scale
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, Ints
from kaohe.standards.ledger.sheets import ESTIMATE


@dataclass(frozen=True)
class Span:
    """Where the period of a meter began, and the reading (row) that ended it."""

    start: Start
    end: int

    @property
    def rows(self) -> tuple[int, int, int]:
        """Readings: the last real one before, the last that was billed (an estimate, or the same), and the end."""
        return self.start.row, self.start.last, self.end


Spans = Sequence[Span]


@dataclass(frozen=True)
class Gap:
    """A settled period: its bill, and rows of the further registers and of the transformer on which it rests."""

    settlement: Settlement
    metered: Metered
    several: bool
    registers: tuple[int, ...]
    transformer: int
    install: int
    moment: int

    @property
    def kwh(self) -> int:
        """Energy with losses."""
        return int(self.settlement.kwh[0])

    @property
    def fen(self) -> int:
        """Amount in 分."""
        return int(self.settlement.bill.total_fen[0])


def settled_gap(ledger: Ledger, spans: Spans, kwh: int, moment: int, archive: int, price: int) -> Gap | None:
    """The period's bill; None for one energy at one price, and where a register or fund is not on record.

    `spans`: of each meter that ran, first that which the period ended with.
    Archive and price are rows as recorded at the moment at which the period was due for issue.
    """
    meter = ledger.sheets.reading_meter[[spans[0].end]]
    several, row = bool(ledger.papers.multi_function[meter][0]), np.array([price])
    if not several and not ledger.archive.by_line[price]:
        return None
    tariff = ledger.archive.price_class(price)
    registers = _registers(ledger, spans, moment) if several else ()
    if tariff is None or registers is None:
        return None
    capacity = ledger.archive.capacity(np.array([archive]), row)
    shown, transformer, install = _shown(ledger, spans, moment, registers)
    metered = _metered(ledger, kwh, int(capacity[0]), shown, transformer, install, spans, moment)
    settlement, metered = settle_one({price: tariff}, Basis(row, np.array([several]), metered))
    return Gap(settlement, metered, several, registers, transformer, install, moment)


def scale_then(ledger: Ledger, meters: Ints, moment: int) -> Scale:
    """How the registers of some meters count, as recorded at a moment."""
    return ledger.meters.scale(meters, np.full(len(meters), moment))


def _registers(ledger: Ledger, spans: Spans, moment: int) -> tuple[int, ...] | None:
    """Rows of the further registers of every span's readings; None if one is not on record."""
    readings = np.array([row for span in spans for row in span.rows])
    rows = ledger.papers.register_reading(ledger["reading"]["id"][readings])
    if (readings == NONE).any() or (rows == NONE).any():
        return None
    turn = scale_then(ledger, ledger.sheets.reading_meter[readings], moment).modulus
    return tuple(rows.tolist()) if ledger.papers.registers(rows).fit(turn).all() else None


def _shown(ledger: Ledger, spans: Spans, moment: int, registers: Sequence[int]) -> tuple[NDArray[np.int64], int, int]:
    """Peak, valley and reactive energy of all meters; rows of transformer and order of installation."""
    papers, rows = ledger.papers, np.array(registers, dtype=np.int64)
    if not len(rows):
        return np.zeros((3, 1), dtype=np.int64), NONE, NONE
    ends = np.array([span.end for span in spans])
    meters = ledger.sheets.reading_meter[ends]
    read, billed, end = (papers.registers(rows[at::3]) for at in range(3))
    scale = scale_then(ledger, meters, moment)
    turn = scale.modulus
    most = scale.most(ledger.sheets.seconds(ends) - np.array([span.start.second for span in spans]))
    estimated = ledger.sheets.reading_kind[ends] == ESTIMATE
    before = read.forward(billed, turn)
    since = read.advance(end, turn, most) - before
    energies = scale.energy(np.where(estimated, billed.forward(end, turn), since), before)
    customer = ledger.sheets.customer_of_meter[meters[:1]]
    transformer = papers.transformer_rows(customer, np.array([moment]), np.array([moment // DAY_MS]))
    install = papers.install_orders(customer, np.array([_first_day(ledger, spans)]))
    return energies.sum(axis=1, keepdims=True), int(transformer[0]), int(install[0])


def _metered(
    ledger: Ledger,
    kwh: int,
    capacity: int,
    shown: NDArray[np.int64],
    transformer: int,
    install: int,
    spans: Spans,
    moment: int,
) -> Metered:
    papers, days = ledger.papers, np.array([_days(ledger, spans)])
    peak, valley, kvarh = shown
    charged, behind = papers.capacity_days(np.array([install]), days), papers.transformers(np.array([transformer]))
    first = _first_day(ledger, spans)
    customer = ledger.sheets.customer_of_meter[ledger.sheets.reading_meter[spans[0].end]]
    number = int(ledger.sheets.customers.keys[customer])
    period = Periods.one(number, first, first + int(days[0]), int(charged[0]), moment)
    applied = CapacityDays(ledger.tables).of(period, behind.kva > 0)
    return Metered(
        np.array([kwh]),
        peak,
        valley,
        kvarh,
        np.array([capacity]),
        charged,
        papers.hours(days - applied.idle_days),
        behind,
        applied.more_kva_days,
    )


def _first_day(ledger: Ledger, spans: Spans) -> int:
    return min(int(ledger["reading"]["read_on"][span.start.last]) for span in spans)


def _days(ledger: Ledger, spans: Spans) -> int:
    return int(ledger["reading"]["read_on"][spans[0].end]) - _first_day(ledger, spans)
