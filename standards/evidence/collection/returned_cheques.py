"""Returned cheques (4.5): notices of the bank that were not dealt with by their limit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaohe.sim.records import ids
from kaohe.standards.evidence.disagreements import Disagreement, within
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.on_duty import of_acting
from kaohe.standards.ledger.cites import DUTY, LATE, PROOF
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Flags, Ints


class _Papers(NamedTuple):
    """What was written about returned cheques (rows): reopenings by receipt, notices and receipts by bill."""

    reopened: dict[int, Ints]
    told: dict[int, Ints]
    receipts: dict[int, Ints]


def clause_4_5(ledger: Ledger) -> list[Broken]:
    """Returned cheques that were not, by the limit after the signed notice, both reopened and told to the customer."""
    notices = ledger["return_notice"]
    limits = ledger.limits.whole("cheque_return.limit_working_days", notices["signed_on"])
    limit_on = ledger.calendar.working_after(notices["signed_on"], limits)
    missed_on = ledger.calendar.working_after(limit_on)
    late = np.flatnonzero((missed_on <= ledger.as_of) & ~np.isin(np.arange(len(notices)), ledger.once(_astray)))
    papers = _papers(ledger, late)
    found = (_returned(ledger, papers, int(row), int(limit_on[row]), int(missed_on[row])) for row in late)
    return [finding for finding in found if finding is not None]


@within("hall")
def disagree_return_signature(ledger: Ledger) -> list[Disagreement]:
    """Notices of returned cheques signed for by somebody who was no collector: nobody has taken them over."""
    return [
        Disagreement(("4.5",), (ledger.cite("return_notice", row, PROOF),)) for row in ledger.once(_astray).tolist()
    ]


def _astray(ledger: Ledger) -> Ints:
    """Notices (rows) whose signature is no collector's."""
    notices = ledger["return_notice"]
    signed = zip(notices["signed_by"].tolist(), notices["signed_on"].tolist(), strict=True)
    return np.array([row for row, (who, on) in enumerate(signed) if not ledger.held(who, ("collector",), on)], np.int32)


def _papers(ledger: Ledger, rows: Ints) -> _Papers:
    receipts, bills = (ledger["return_notice"][column][rows] for column in ("receipt", "bill"))
    return _Papers(
        ledger["reopening"].having("receipt", receipts),
        ledger["notice"].having("bill", bills),
        ledger["receipt"].having("bill", bills),
    )


def _returned(ledger: Ledger, papers: _Papers, row: int, limit_on: int, missed_on: int) -> Broken | None:
    notices, served = ledger["return_notice"], ledger["notice"]
    receipt, bill = int(notices["receipt"][row]), int(notices["bill"][row])
    reopened, told = papers.reopened[receipt], papers.told[bill]
    told = told[ledger.once(_returned_cheque)[told] & (served["served_on"][told] >= notices["returned_on"][row])]
    done_on = _done_on(ledger, reopened, told)
    if done_on != NONE and done_on <= limit_on:
        return None
    again = _paid_again(ledger, row, papers.receipts[bill])
    ended_on = min((day for day in (done_on, again[1]) if day != NONE), default=NONE)
    part = ledger.part(int(notices["amount_fen"][row]), limit_on, ended_on, own=False)
    cites = [
        ledger.cite("return_notice", row, DUTY),
        ledger.cite_rule("cheque_return.limit_working_days", int(notices["signed_on"][row])),
        *ledger.cite_days(int(notices["signed_on"][row]) + 1, missed_on),
        *ledger.cites("reopening", reopened, PROOF, until=limit_on),
        *ledger.cites("notice", told, PROOF, until=limit_on),
        *ledger.cites("receipt", again[0], LATE),
        *of_acting(ledger, int(notices["signed_by"][row]), "collector", limit_on),
    ]
    return missed(
        "late",
        staff=ledger.duty.acting(int(notices["signed_by"][row]), "collector", limit_on),
        object_id=receipt,
        missed_on=missed_on,
        parts=[part],
        inputs={"limit_on": ids.day_number(limit_on)},
        cites=cites,
    )


def _returned_cheque(ledger: Ledger) -> Flags:
    return ledger["notice"].among("kind", "returned_cheque")


def _done_on(ledger: Ledger, reopened: Ints, told: Ints) -> int:
    """The day by which the receivable was reopened and the customer told; NONE while either is wanting."""
    if not len(reopened) or not len(told):
        return NONE
    served = ledger["notice"]
    told_on = np.maximum(served["served_on"][told], served.days()[told])
    return max(int(ledger["reopening"].days()[reopened].min()), int(told_on.min()))


def _paid_again(ledger: Ledger, row: int, receipts: Ints) -> tuple[Ints, int]:
    """The first of a bill's receipts that was written after the notice, and its day; NONE without one."""
    written, since = ledger["receipt"]["recorded_at"], int(ledger["return_notice"]["recorded_at"][row])
    later = receipts[written[receipts] > since][:1]
    return later, ledger["receipt"].day(int(later[0])) if len(later) else NONE
