"""Income whose voucher did not reach the accountant in time (5.5)."""

from __future__ import annotations

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.takings import written_on
from kaohe.standards.ledger.cites import DUTY, LATE
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, at_rows, wide
from kaohe.standards.ledger.sheets import find

LIMIT = "voucher.limit_working_days"


def clause_5_5(ledger: Ledger) -> list[Broken]:
    """Slips of the bank without a voucher in the accountant's hands by its limit.

    The money had come in: late is the paper, and the cashier who wrote the slip answers. Of what the bank never got
    there is no income to book: that is 5.4.
    """
    slips = ledger["deposit"]
    keys = _voucher_keys(ledger)
    made, passed = _row_of(ledger, "voucher", keys), _row_of(ledger, "voucher_log", keys)
    both = (made >= 0) & (passed >= 0)
    last = np.maximum(written_on(ledger["voucher"], made), written_on(ledger["voucher_log"], passed))
    there_on = np.where(both, last, NONE)
    limit_on = ledger.calendar.working_after(slips.days(), ledger.limits.whole(LIMIT, slips.days()))
    missed_on = ledger.calendar.working_after(limit_on)
    lines = ledger["bank_line"]
    credited = np.isin(slips["id"], lines["ref"][lines.among("kind", "deposit")])
    broken = credited & ~(both & (there_on <= limit_on)) & (missed_on <= ledger.as_of)
    return [
        missed(
            "late",
            staff=int(slips["staff"][row]),
            object_id=int(keys[row]),
            missed_on=int(missed_on[row]),
            parts=[ledger.part(int(slips["total_fen"][row]), int(limit_on[row]), int(there_on[row]), paid=True)],
            inputs={"limit_on": int(ids.day_number(limit_on[row]))},
            cites=[
                *ledger.cites("deposit", [row], DUTY),
                ledger.cite_rule(LIMIT, slips.day(row)),
                *ledger.cite_days(slips.day(row), int(missed_on[row])),
                *ledger.cites("voucher", [made[row]], DUTY, until=int(limit_on[row])),
                *ledger.cites("voucher_log", [passed[row]], LATE),
            ],
        )
        for row in np.flatnonzero(broken).tolist()
    ]


def _voucher_keys(ledger: Ledger) -> Ints:
    """Of each slip the key of its voucher: kind, due day and number are the same."""
    slips, key = ledger["deposit"], SCHEMA["deposit"].key
    number, day = key.part("number", wide(slips["id"])), key.part("day", wide(slips["id"]))
    keys = np.full(len(slips), NONE, np.int64)
    for kind in ("electricity", "misc"):
        rows = slips.among("kind", kind)
        keys[rows] = SCHEMA["voucher"].key.pack(day=day[rows], kind=kind, number=number[rows])
    return keys


def _row_of(ledger: Ledger, table: str, keys: Ints) -> Ints:
    """The row of each key; NONE where there is none."""
    rows = ledger[table]
    order = np.argsort(rows["id"], kind="stable")
    at = find(wide(rows["id"])[order], keys)
    return np.where(at >= 0, at_rows(order, at), NONE) if len(rows) else np.full(len(keys), NONE)
