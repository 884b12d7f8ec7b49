"""Section 4, 收費: evidence of its clauses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.takings import key_parts
from kaohe.standards.evidence.windows import Windows, differs, windows
from kaohe.standards.findings import ACT, DUTY, LATE, PROOF, Cite, Finding, Part, shown, unpaid
from kaohe.standards.ledger import Ledger
from kaohe.standards.tables import NONE, Flags, Ints, wide


def clause_4_1(ledger: Ledger) -> list[Finding]:
    """Window-days closed late, not at all or unbalanced, or not handed in by their due day.

    Takings after the first close belong to the next closing.
    Sealed while the cashier is closed, they are due the next working day.
    """
    days = ledger.once(windows)
    signs = _signs(ledger, days)
    broken = np.flatnonzero(np.logical_or.reduce([flags for flags, _ in signs]))
    return [_window_day(ledger, days, at, signs, receipts) for at, receipts in days.receipts_of(broken).items()]


Sign = tuple[Flags, Ints]
_UNCLOSED, _UNHANDED = 0, 3


def _signs(ledger: Ledger, days: Windows) -> list[Sign]:
    """What shows a broken day, and since when: not closed; closed or handed in otherwise; not handed in."""
    closes, hand_ins = ledger["day_close"], ledger["hand_in"]
    closed = (days.close >= 0) & (days.closed_on <= days.day)
    unclosed_on = ledger.calendar.working_after(days.day)
    handed = (days.hand_in >= 0) & (days.handed_on <= days.due_on)
    unhanded_on = ledger.calendar.working_after(days.due_on)
    return [
        ((days.receipts > 0) & ~closed & (unclosed_on <= ledger.as_of), unclosed_on),
        (differs(closes, days.close, days.cash_fen, days.cheque_fen), days.closed_on),
        (differs(hand_ins, days.hand_in, days.cash_fen, days.cheque_fen), days.handed_on),
        ((days.receipts > 0) & ~handed & (unhanded_on <= ledger.as_of), unhanded_on),
    ]


@dataclass(frozen=True)
class _Missing:
    cash_fen: int | None
    loss_fen: int
    rows: Ints


def _window_day(ledger: Ledger, days: Windows, at: int, signs: list[Sign], receipts: Ints) -> Finding:
    counter, day = key_parts(int(days.key[at]))
    discovered_on, sign = min((int(on[at]), number) for number, (flags, on) in enumerate(signs) if flags[at])
    limit = sign in (_UNCLOSED, _UNHANDED)
    missing, parts = _missing(ledger, days, at), _parts(ledger, days, at, discovered_on)
    cites = _cites(ledger, days, at, receipts, missing.rows, discovered_on)
    collector = _collector(ledger, days, at, cites)
    return Finding(
        clause="4.1",
        staff=collector,
        object_type="window_day",
        object_id=ids.counter_day_id(counter, ids.day_number(day)),
        occurred_on=discovered_on if limit else day,
        discovered_on=discovered_on,
        discovered_by=ledger.holder("cashier", collector) if limit else shown(cites)[1],
        basis="delay" if parts or (limit and not missing.cash_fen) else "cash",
        formula="takings",
        amount_fen=missing.cash_fen,
        parts=parts,
        loss_fen=unpaid(parts) + missing.loss_fen,
        inputs={"takings_fen": int(days.total_fen[at]), "receipts": int(days.receipts[at])},
        cites=tuple(cites),
    )


def _missing(ledger: Ledger, days: Windows, at: int) -> _Missing:
    """Received and not handed in, less what was made good on the day of the hand-in."""
    shortages, row = ledger["shortage"], int(days.hand_in[at])
    counter, day = key_parts(int(days.key[at]))
    rows = shortages.where((shortages["counter"] == counter) & (shortages["takings_on"] == day))
    if row == NONE:
        return _Missing(None, 0, rows)
    short = max(int(days.total_fen[at]) - int(ledger["hand_in"]["total_fen"][row]), 0)
    good = rows[shortages.among("action", "made_good")[rows]]
    same_day = good[shortages.days()[good] <= days.handed_on[at]]
    paid, paid_that_day = int(shortages["amount_fen"][good].sum()), int(shortages["amount_fen"][same_day].sum())
    return _Missing(max(short - paid_that_day, 0), max(short - paid, 0), rows)


def _parts(ledger: Ledger, days: Windows, at: int, discovered_on: int) -> tuple[Part, ...]:
    row, due_on, in_on = int(days.hand_in[at]), int(days.due_on[at]), int(days.handed_on[at])
    if row == NONE:
        owed_fen = int(days.total_fen[at]) if due_on <= ledger.as_of else 0
        return (ledger.part(owed_fen, due_on, None, discovered_on),) if owed_fen else ()
    handed_fen = int(ledger["hand_in"]["total_fen"][row])
    return (ledger.part(handed_fen, due_on, in_on, discovered_on),) if in_on > due_on else ()


def _cites(ledger: Ledger, days: Windows, at: int, receipts: Ints, shortages: Ints, discovered_on: int) -> list[Cite]:
    checks = ledger["window_check"]
    counter, day = key_parts(int(days.key[at]))
    checked = checks.where((checks["counter"] == counter) & (checks["takings_on"] == day))
    cites = [*ledger.cites("receipt", receipts, DUTY), ledger.cite_rule("closing.first_close", day)]
    single = (("seal", days.seal[at]), ("day_close", days.close[at]), ("hand_in", days.hand_in[at]))
    later = [ledger.cite(table, int(row), ACT) for table, row in single if row != NONE]
    later += ledger.cites("window_check", checked, PROOF) + ledger.cites("shortage", shortages, PROOF)
    return cites + [_dated(cite, discovered_on) for cite in later]


def _dated(cite: Cite, discovered_on: int) -> Cite:
    late = cite.day > discovered_on
    return Cite(cite.table, cite.row_key, LATE, cite.recorded_at, cite.staff) if late else cite


def _collector(ledger: Ledger, days: Windows, at: int, cites: list[Cite]) -> int:
    """Who closed the day; if nobody did, who wrote its last receipt."""
    if days.close[at] != NONE and (closer := int(ledger["day_close"]["staff"][days.close[at]])) != NONE:
        return closer
    return max((cite.recorded_at, cite.row_key, cite.staff) for cite in cites if cite.table == "receipt")[2]


def clause_4_5(ledger: Ledger) -> list[Finding]:
    """Returned cheques that were not, by the limit after the signed notice, both reopened and told to the customer."""
    notices = ledger["return_notice"]
    limits = ledger.limits.whole("cheque_return.limit_working_days", notices["signed_on"])
    limit_on = ledger.calendar.working_after(notices["signed_on"], limits)
    missed_on = ledger.calendar.working_after(limit_on)
    found = (
        _returned(ledger, int(row), int(limit_on[row]), int(missed_on[row]))
        for row in np.flatnonzero(missed_on <= ledger.as_of)
    )
    return [finding for finding in found if finding is not None]


def _returned(ledger: Ledger, row: int, limit_on: int, missed_on: int) -> Finding | None:
    notices, reopenings, served = ledger["return_notice"], ledger["reopening"], ledger["notice"]
    receipt, bill = int(notices["receipt"][row]), int(notices["bill"][row])
    reopened = reopenings.where(reopenings["receipt"] == receipt)
    told = served.where((served["bill"] == bill) & served.among("kind", "returned_cheque"))
    told = told[served["served_on"][told] >= notices["returned_on"][row]]
    if (reopenings.days()[reopened] <= limit_on).any() and (served["served_on"][told] <= limit_on).any():
        return None
    again = _paid_again(ledger, row, bill)
    part = ledger.part(int(notices["amount_fen"][row]), limit_on, again[1], missed_on)
    cites = [
        ledger.cite("return_notice", row, DUTY),
        ledger.cite_rule("cheque_return.limit_working_days", int(notices["signed_on"][row])),
        *(
            _dated(cite, limit_on)
            for cite in ledger.cites("reopening", reopened, PROOF) + ledger.cites("notice", told, PROOF)
        ),
        *ledger.cites("receipt", again[0], LATE),
    ]
    signer = int(notices["signed_by"][row])
    return Finding(
        clause="4.5",
        staff=signer,
        object_type="return_notice",
        object_id=receipt,
        occurred_on=missed_on,
        discovered_on=missed_on,
        discovered_by=ledger.holder("accountant", signer),
        basis="delay",
        formula="delay",
        parts=(part,),
        loss_fen=unpaid([part]),
        inputs={"limit_on": ids.day_number(limit_on)},
        cites=tuple(cites),
    )


def _paid_again(ledger: Ledger, row: int, bill: int) -> tuple[Ints, int | None]:
    """The first receipt for the bill written after the notice, and its day."""
    receipts, since = ledger["receipt"], int(ledger["return_notice"]["recorded_at"][row])
    attempts = np.flatnonzero(SCHEMA["receipt"].key.part("bill", wide(receipts["id"])) == bill)
    later = attempts[receipts["recorded_at"][attempts] > since]
    later = later[np.argsort(receipts["recorded_at"][later], kind="stable")][:1]
    return later, receipts.day(int(later[0])) if len(later) else None


def clause_4_6(ledger: Ledger) -> list[Finding]:
    """Credit notes of collectors that lack a ground, or an approver other than their maker."""
    notes, cases = ledger["credit_note"], ledger["case"]
    grounded = np.isin(notes["ground"], cases["id"])
    approved = (notes["approver"] != NONE) & (notes["approver"] != notes["staff"])
    return [
        _written_off(ledger, int(row)) for row in np.flatnonzero(~(grounded & approved)) if _collected(ledger, int(row))
    ]


def _collected(ledger: Ledger, row: int) -> bool:
    notes = ledger["credit_note"]
    return ledger.post(int(notes["staff"][row]), ("collector",), notes.day(row)) == "collector"


def _written_off(ledger: Ledger, row: int) -> Finding:
    notes, bills, cases = ledger["credit_note"], ledger["bill"], ledger["case"]
    bill, amount_fen = int(notes["bill"][row]), int(notes["amount_fen"][row])
    cites = [
        ledger.cite("credit_note", row, ACT),
        *ledger.cites("bill", bills.where(bills["id"] == bill), DUTY),
        *ledger.cites("case", cases.where(cases["id"] == notes["ground"][row]), PROOF),
    ]
    discovered_on, discovered_by = shown(cites)
    return Finding(
        clause="4.6",
        staff=int(notes["staff"][row]),
        object_type="credit_note",
        object_id=int(notes["id"][row]),
        occurred_on=notes.day(row),
        discovered_on=discovered_on,
        discovered_by=discovered_by,
        basis="cash",
        formula="credit",
        amount_fen=amount_fen,
        loss_fen=amount_fen,
        inputs={"credited_fen": amount_fen},
        cites=tuple(cites),
    )
