"""Bills that somebody made late before they could be issued: of each the days after its limit, of them his own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.ledger.cites import PRICE, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide


@dataclass(frozen=True)
class Slowed:
    """Bills by the days that each was late, added up; number: how many were late; what says so."""

    parts: tuple[Part, ...] = ()
    number: int = 0
    cites: tuple[Cite, ...] = ()


def slowed(ledger: Ledger, rows: Ints, most: int, since: int = NONE) -> Slowed:
    """Bills made on readings (rows): late from the issuance limit after the reading, or after a day (`since`), on; none
    by more than so many days (`most`). While one waits for its re-reading no day is anybody's.
    """
    sheets, bills = ledger.sheets, ledger["bill"]
    bill = sheets.bill_row[sheets.reading_period[rows], sheets.customer_of_meter[sheets.reading_meter[rows]]]
    has = np.flatnonzero(bill >= 0)
    bill, first = np.unique(bill[has], return_index=True)
    bill, first = bill[~sheets.final[bill]], first[~sheets.final[bill]]
    read_on = wide(ledger["reading"]["read_on"][rows[has]][first])
    begin = np.full(len(bill), since) if since != NONE else read_on
    limit_on = ledger.calendar.working_after(begin, ledger.limits.whole("issuance.limit_working_days", begin))
    days, pending = np.zeros(len(bill), dtype=np.int64), list[int]()
    for at in np.flatnonzero(wide(bills["issued_on"][bill]) > limit_on).tolist():
        days[at], waited = _late_days(ledger, int(bill[at]), int(limit_on[at]), most)
        pending += waited
    fen = np.maximum(wide(bills["amount_fen"][bill]), 0)
    found = np.flatnonzero(days > 0)
    if not len(found):
        return Slowed()
    parts = tuple(Part(int(fen[days == n].sum()), int(n)) for n in np.unique(days[found]))
    cites = (
        ledger.cite_rule("issuance.limit_working_days", int(begin[found[0]])),
        *ledger.cite_days(int(begin[found].min()) + 1, int(limit_on[found].max())),
        *ledger.cites("bill", bill[found], PRICE),
        *ledger.cites("pending", pending, PRICE),
    )
    return Slowed(parts, len(found), cites)


def _late_days(ledger: Ledger, bill: int, limit_on: int, most: int) -> tuple[int, list[int]]:
    """The days by which a bill (row) was late, and the rows of the pending register by which others are left out."""
    bills, register = ledger["bill"], ledger["pending"]
    issued_on, key = int(bills["issued_on"][bill]), int(bills["id"][bill])
    customer = int(SCHEMA["bill"].key.part("customer", key))
    period = ids.period_code(int(SCHEMA["bill"].key.part("period", key)))
    rows = register.where((register["customer"] == customer) & (register["period"] == period))
    days, opened = register.days()[rows], register.among("action", "open")[rows]
    waited = 0
    if opened.any():
        begin, ends = int(days[opened].min()), days[~opened]
        end = int(ends.max()) if len(ends) else issued_on
        waited = max(min(end, issued_on) - max(begin, limit_on), 0)
    return max(min(issued_on - limit_on - waited, most), 0), rows.tolist() if waited else []
