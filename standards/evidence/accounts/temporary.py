"""Temporary receipts that did not become an issued supplement in time (6.5)."""

from __future__ import annotations

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.on_duty import holder_on, of_holder
from kaohe.standards.ledger.cites import DUTY
from kaohe.standards.ledger.deadlines import month_end
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide

LAST_DAYS = 3  # working days of a month: what is taken then may wait for the next month, with a note


def clause_6_5(ledger: Ledger) -> list[Broken]:
    """Temporary receipts without a transfer of their customer and sum by the last working day of their month.

    One of the month's last three working days waits for the next month's, if a note says so in time. The money had come
    in: late is the paper, and its principal never counts. Who transferred it wrongly by then answers for it; where
    nobody transferred it, who has the post at the limit.
    """
    every = (_late(ledger, row) for row in np.argsort(ledger["temp_receipt"]["id"], kind="stable").tolist())
    return [broken for broken in every if broken is not None]


def _late(ledger: Ledger, row: int) -> Broken | None:
    receipts, transfers = ledger["temp_receipt"], ledger["temp_transfer"]
    taken_on, key, fen = receipts.day(row), int(receipts["id"][row]), int(receipts["amount_fen"][row])
    papers = transfers.where(transfers["temp_receipt"] == key)
    own_on, notes = _last_working(ledger, taken_on), papers[transfers.among("action", "note")[papers]]
    noted = notes[transfers.days()[notes] <= own_on]
    waits = taken_on >= _last_working(ledger, taken_on, LAST_DAYS) and (len(noted) or taken_on > own_on)
    limit_on = _last_working(ledger, int(month_end(np.array([taken_on]))[0]) + 1) if waits else own_on
    missed_on = ledger.calendar.next_working(limit_on)
    done_on = _transferred(ledger, row, papers)
    if missed_on > ledger.as_of or (done_on != NONE and done_on <= limit_on):
        return None
    on_duty = holder_on(ledger, "accountant", limit_on)
    others = papers[~np.isin(papers, noted)]
    wrong = others[transfers.among("action", "transfer")[others] & (transfers.days()[others] <= limit_on)]
    return missed(
        "late",
        staff=int(transfers["staff"][wrong[-1]]) if len(wrong) else on_duty,
        object_id=key,
        missed_on=missed_on,
        parts=[ledger.part(fen, limit_on, done_on, paid=True)],
        inputs={"limit_on": ids.day_number(limit_on)},
        cites=[
            *ledger.cites("temp_receipt", [row], DUTY),
            *ledger.cites("temp_transfer", noted, DUTY),
            *ledger.cite_days(min(taken_on, limit_on), missed_on),
            *ledger.cites("temp_transfer", others, DUTY, until=limit_on),
            *ledger.cites("temp_supplement", _supplements(ledger, others), DUTY, until=limit_on),
            *(() if len(wrong) else of_holder(ledger, "accountant", limit_on)),
        ],
    )


def _last_working(ledger: Ledger, day: int, number: int = 1) -> int:
    """The last working day of a day's month, or that which is the number-th from its end."""
    end = int(month_end(np.array([day]))[0])
    first = int(month_end(np.array([end - 31]))[0]) + 1
    days = np.arange(first, end + 1)
    working = days[ledger.calendar.is_working(days)]
    return int(working[-min(number, len(working))]) if len(working) else end


def _transferred(ledger: Ledger, row: int, papers: Ints) -> int:
    """On which day its own customer and sum had become a supplement; NONE: not yet."""
    receipts, transfers, supplements = (ledger[name] for name in ("temp_receipt", "temp_transfer", "temp_supplement"))
    customer, fen = int(receipts["customer"][row]), int(receipts["amount_fen"][row])
    for paper in papers[transfers.among("action", "transfer")[papers]].tolist():
        for each in _supplements(ledger, np.array([paper])).tolist():
            right = supplements["customer"][each] == customer and supplements["amount_fen"][each] == fen
            if right and int(transfers["amount_fen"][paper]) == fen:
                return max(transfers.day(paper), supplements.day(each))
    return NONE


def _supplements(ledger: Ledger, papers: Ints) -> Ints:
    """The supplements (rows) into which transfers (rows) went."""
    supplements = ledger["temp_supplement"]
    return supplements.where(np.isin(wide(supplements["id"]), wide(ledger["temp_transfer"]["supplement"])[papers]))
