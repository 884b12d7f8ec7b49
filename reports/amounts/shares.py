"""A book read late (2.1): its bills, and the days by which each came late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kaohe.reports.amounts.delays import late_sums
from kaohe.reports.judged.cases import Cite, Finding, Row
from kaohe.reports.papers.slips import Desk, column_label
from kaohe.reports.words.wording import number, say
from kaohe.sim import texts
from kaohe.sim.records import ids

SHOWN = 20  # `kaohe explain --json` has all of them


@dataclass(frozen=True)
class Share:
    """One bill: its amount, and the days after the book's day on which it was read."""

    bill: int
    customer: int
    days: int
    fen: int


def shares(finding: Finding, cites: Sequence[Cite], desk: Desk) -> tuple[Share, ...]:
    """The bills that price a finding of 2.1; none where the papers do not add up to its sums."""
    day = finding.inputs.get("scheduled_day")
    keys = [cite.row_key for cite in cites if (cite.table, cite.role) == ("bill", "price")]
    if finding.formula != "days_off" or not isinstance(day, int) or not keys:
        return ()
    rows, scheduled = desk.rows("bill", cites), ids.EPOCH + timedelta(days=day)
    most, others = finding.inputs.get("days_off"), finding.inputs.get("others_on", [])
    assert isinstance(others, list)
    of_others = [ids.EPOCH + timedelta(days=on) for on in others if isinstance(on, int)]
    found = tuple(_share(key, rows[key], scheduled, most, of_others) for key in sorted(keys) if key in rows)
    sums: dict[int, int] = {}
    for share in found:
        sums[share.days] = sums.get(share.days, 0) + share.fen
    stated = {late.days: late.principal_fen for late in late_sums(finding.inputs)}
    return found if sums == stated else ()


def _share(key: int, bill: Row, scheduled: date, most: object, others: Sequence[date]) -> Share:
    """A customer whom the reader did not find that day is late by the book's days: the rest is no fault of his; nor
    are the days on which the book was in other hands.
    """
    to_on, fen = bill["to_on"], bill["amount_fen"]
    assert isinstance(to_on, date)
    assert isinstance(fen, int)
    days = (to_on - scheduled).days
    days = min(days, most) if isinstance(most, int) and most > 0 else days
    days -= sum((on - scheduled).days < days for on in others)
    return Share(key, ids.bill_parts(key)[0], days, max(fen, 0))


def share_heads() -> tuple[str, ...]:
    """Heads of the table of bills; all columns but the first are numbers."""
    return column_label("customer"), say("head-days-late"), say("head-amount")


def share_rows(found: Sequence[Share]) -> list[tuple[str, ...]]:
    """A row a bill, of the first SHOWN, and the total of all of them."""
    rows = [(str(share.customer), str(share.days), texts.yuan(share.fen)) for share in found[:SHOWN]]
    return [*rows, (say("head-total"), "", texts.yuan(sum(share.fen for share in found)))]


def shares_cut(found: Sequence[Share]) -> str:
    """That not all are shown, and where they are; empty where they are."""
    return say("shares-cut", n=number(len(found)), shown=SHOWN) if len(found) > SHOWN else ""
