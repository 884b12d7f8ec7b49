"""Accounts that were not reconciled, or signed for as if nothing differed, while a wrong posting stood (6.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.sim.records import SCHEMA
from kaohe.standards.evidence.disagreements import Disagreement
from kaohe.standards.evidence.findings import Broken, Worth, missed, shown
from kaohe.standards.evidence.ledger_months import LedgerMonths, ledger_months, not_adding_up
from kaohe.standards.evidence.on_duty import holder_on, of_holder
from kaohe.standards.ledger.cites import DUTY, PRICE, PROOF, Cite
from kaohe.standards.ledger.deadlines import month_end
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide

LIMIT = "reconcile.limit_working_days"
KINDS = ("books", "bank")


@dataclass(frozen=True)
class _Month:
    """A month of an account: its row of the ledger, its end and its limit, its first sheets (rows or NONE) by KINDS."""

    row: int
    account: str
    period: int
    end: int
    limit_on: int
    missed_on: int
    sheets: tuple[int, int]


def clause_6_2(ledger: Ledger) -> list[Broken]:
    """Months of the ledger without both reconciliations by their limit, or with one that contradicts the papers.

    A consequence stands where the ledger has a voucher of the month otherwise when the month is closed, and still so at
    the limit; else the finding is a work slip. Where the month's own papers contradict each other, nothing is wrong.
    """
    every = (_of_month(ledger, ledger.once(ledger_months), month) for month in _months(ledger))
    return [broken for broken in every if broken is not None]


def disagree_ledger_month(ledger: Ledger) -> list[Disagreement]:
    """Months of the ledger that are not the sum of their postings."""
    return [
        Disagreement(("6.2",), tuple(ledger.cites("ledger_month", [row], PROOF)))
        for row in ledger.once(not_adding_up).tolist()
    ]


def _months(ledger: Ledger) -> list[_Month]:
    rows = ledger["ledger_month"]
    sheets = _first_sheets(ledger)
    found = []
    for row in np.argsort(rows["id"], kind="stable").tolist():
        account, period = str(rows.text("account", row)), int(rows["period"][row])
        end = np.array([_end(period)])
        limit_on = int(ledger.calendar.working_after(end, ledger.limits.whole(LIMIT, end))[0])
        missed_on = ledger.calendar.next_working(limit_on)
        key = int(rows["id"][row])
        own = (sheets.get((key, KINDS[0]), NONE), sheets.get((key, KINDS[1]), NONE))
        found.append(_Month(row, account, period, int(end[0]), limit_on, missed_on, own))
    return found


def _end(period: int) -> int:
    """The last day of a month."""
    months = np.array([(period // 100 - 1970) * 12 + period % 100 - 1]).astype("datetime64[M]")
    return int(month_end(months.astype("datetime64[D]").astype(np.int64))[0])


def _first_sheets(ledger: Ledger) -> dict[tuple[int, str], int]:
    """The first sheet (row) of each kind of an account's month (key), by their numbers; a later one puts it right."""
    sheets, key = ledger["reconciliation"], SCHEMA["reconciliation"].key
    order = np.lexsort((sheets["id"], sheets["recorded_at"]))[::-1]
    month, kind = (key.part(name, wide(sheets["id"])) for name in ("ledger_month", "kind"))
    return {(int(month[row]), KINDS[int(kind[row])]): row for row in order.tolist()}


def _of_month(ledger: Ledger, months: LedgerMonths, month: _Month) -> Broken | None:
    sheets = ledger["reconciliation"]
    if any(row == NONE or sheets.day(row) > month.limit_on for row in month.sheets):
        return _left(ledger, months, month) if month.missed_on <= ledger.as_of else None
    in_doubt = month.period in months.doubtful
    false = [] if in_doubt else [row for row in month.sheets if _is_false(ledger, months, month, row)]
    if false:
        return _signed_falsely(ledger, months, month, false)
    still = not in_doubt and months.wrong_fen(month.account, month.period, month.limit_on)
    return _left(ledger, months, month) if still and month.missed_on <= ledger.as_of else None


def _is_false(ledger: Ledger, months: LedgerMonths, month: _Month, row: int) -> bool:
    """Whether a sheet says otherwise than the papers. What it has of the statement is not asked: where that differs, it
    is the statement or the sheet, and nobody can tell.
    """
    sheets, of = ledger["reconciliation"], (month.account, month.period)
    said, other, transit, difference = (
        int(sheets[f"{name}_fen"][row]) for name in ("ledger", "other", "transit", "difference")
    )
    sound = difference == said - other - transit
    if row == month.sheets[0]:
        return not (sound and other == months.vouchers_fen(*of) and transit == months.earlier_fen(*of))
    return other == months.credited_fen(*of) and not (sound and transit == months.transit_fen(*of))


def _still(ledger: Ledger, months: LedgerMonths, month: _Month) -> bool:
    """Whether the ledger has the month otherwise than its vouchers, at the limit or now."""
    until = min(month.limit_on, ledger.as_of)
    return month.period not in months.doubtful and months.wrong_fen(month.account, month.period, until) != 0


def _worth(ledger: Ledger, months: LedgerMonths, month: _Month) -> Worth:
    """The largest difference at a closing, if it still stood at the limit; nothing is missing by that."""
    of, still = (month.account, month.period), _still(ledger, months, month)
    closings = [month.end]
    while (later := int(month_end(np.array([closings[-1] + 1]))[0])) <= ledger.as_of:
        closings.append(later)
    most = max((abs(months.wrong_fen(*of, closing)) for closing in closings), default=0) if still else 0
    wrong = months.wrong(*of, month.end) if most else np.empty(0, np.int64)
    inputs = {
        "voucher_fen": months.fen[wrong].tolist(),
        "posted_fen": [int(months.posted_fen[_until(months, at, month.end)].sum()) for at in wrong.tolist()],
    }
    return Worth(amount_fen=most, caused_fen=0, loss_fen=0, consequence=bool(most), inputs=inputs if most else {})


def _until(months: LedgerMonths, voucher: int, day: int) -> Ints:
    """Postings (rows) of a voucher by the end of a day."""
    rows = months.postings_of(np.array([voucher]))
    return rows[months.posted_on[rows] <= day]


def _papers(ledger: Ledger, months: LedgerMonths, month: _Month) -> list[Cite]:
    """The vouchers that the ledger had otherwise, and how it had them; what puts them right comes late."""
    stands = _still(ledger, months, month)
    wrong = months.wrong(month.account, month.period, month.end) if stands else np.empty(0, np.int64)
    return [
        *ledger.cites("voucher", months.row[wrong], DUTY),
        *ledger.cites("voucher_log", months.log[wrong], DUTY),
        *ledger.cites("posting", months.postings_of(wrong), DUTY, until=month.end),
    ]


def _left(ledger: Ledger, months: LedgerMonths, month: _Month) -> Broken:
    """No sheets by the limit, or a difference that was left: the accountant of that day answers."""
    on_duty = holder_on(ledger, "accountant", month.limit_on)
    cites = [
        *ledger.cites("ledger_month", [month.row], DUTY),
        ledger.cite_rule(LIMIT, month.end),
        *ledger.cite_days(month.end, month.missed_on),
        *_papers(ledger, months, month),
        *ledger.cites("reconciliation", month.sheets, DUTY, until=month.limit_on),
        *of_holder(ledger, "accountant", month.limit_on),
    ]
    return missed(
        "difference",
        staff=on_duty,
        object_id=int(ledger["ledger_month"]["id"][month.row]),
        missed_on=month.missed_on,
        cites=cites,
        **_worth(ledger, months, month),
    )


def _signed_falsely(ledger: Ledger, months: LedgerMonths, month: _Month, false: list[int]) -> Broken:
    """Sheets that say otherwise than vouchers, postings and statement: who drew them up answers."""
    sheets = ledger["reconciliation"]
    first = min(false, key=lambda row: (int(sheets["recorded_at"][row]), int(sheets["id"][row])))
    own = months.of(month.account, month.period)
    cites = [
        *ledger.cites("ledger_month", [month.row], DUTY),
        *_papers(ledger, months, month),
        *ledger.cites("voucher", months.row[own], PRICE),
        *ledger.cites("voucher_log", months.log[own], PRICE),
        *ledger.cites("posting", _postings(months, month, own), PRICE),
        *ledger.cites("bank_line", months.statement(month.account, month.period), PRICE),
        *ledger.cites("reconciliation", false, PROOF),
    ]
    return shown(
        "difference",
        staff=int(sheets["staff"][first]),
        object_id=int(ledger["ledger_month"]["id"][month.row]),
        occurred_on=sheets.day(first),
        cites=_once(cites),
        **_worth(ledger, months, month),
    )


def _postings(months: LedgerMonths, month: _Month, own: Ints) -> Ints:
    """Postings (rows) of the month's vouchers, and of the month."""
    of_month = (months.posted_on <= month.end) & (months.posted_on > month.end - 31)
    return np.union1d(months.postings_of(own), np.flatnonzero(of_month))


def _once(cites: list[Cite]) -> list[Cite]:
    """Each row once, in its first part."""
    first: dict[tuple[str, int], Cite] = {}
    for cite in cites:
        first.setdefault((cite.table, cite.row_key), cite)
    return list(first.values())
