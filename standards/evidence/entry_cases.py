"""What a finding about a wrong entry tells, whoever answers for it: papers, who noticed it, amount, open money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.entries import FOREVER, Value, Values, WrongEntry, class_found, wrong_entries
from kaohe.standards.evidence.entry_fees import EntryFee, entry_fee, priced_by
from kaohe.standards.evidence.findings import Number, Worth
from kaohe.standards.ledger.cites import DUTY, LATE, PRICE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, Rows, wide

AUDIT = SCHEMA["audit"].key
SEVERAL = "several"
_ON_THE_SPOT = ("multiplier", "digits", "price_class", "capacity_kva")


def undone(entry: WrongEntry, fee: EntryFee) -> bool:
    """Whether the archive was put right, or changed, before any bill was made by the entry."""
    return entry.until != FOREVER and not len(fee.bills)


def worth(ledger: Ledger, entry: WrongEntry, fee: EntryFee) -> Worth:
    """Its amount and numbers; no bill that differs: a slip."""
    several, name = len(entry.differences) > 1, next(iter(entry.differences))
    told = Worth(
        sign=SEVERAL if several else name,
        amount_fen=abs(fee.balance.fen),
        over_billed=fee.balance.fen > 0,
        loss_fen=_not_collected(ledger, entry, fee),
        energy_kwh=abs(fee.kwh),
        consequence=bool(len(fee.differing)),
    )
    told["inputs"] = {**_what_differs(entry), **_bill_by_bill(ledger, fee), **({"beside": 1} if fee.beside else {})}
    return told


def _what_differs(entry: WrongEntry) -> dict[str, Number]:
    told: dict[str, Number] = {}
    for name, each in entry.differences.items():
        told |= {f"entered_{name}": _one(each.entered), f"source_{name}": _one(each.source)}
    return told


def _one(values: Values) -> Value:
    given = [value for value in values if value is not None]
    if len(given) > 1:
        return " ".join(str(value) for value in given)
    return given[0] if given else None


def _bill_by_bill(ledger: Ledger, fee: EntryFee) -> Mapping[str, list[int]]:
    """Periods of the bills that run up to the largest balance, what each was issued and due at."""
    of = fee.balance
    if not of.bills:
        return {}
    periods = ledger["bill"]["id"][list(of.bills)].tolist()
    return {
        "wrong_periods": [ids.period_code(ids.bill_parts(key)[1]) for key in periods],
        "issued_fen": list(of.issued_fen),
        "due_fen": list(of.due_fen),
    }


def _supplements(ledger: Ledger, entry: WrongEntry, bills: Ints) -> Ints:
    """Rows by which bills that differ were put right."""
    table = ledger["supplement"]
    index = ids.bill_parts(wide(ledger["bill"]["id"][bills]))[1]
    of_bills = np.isin(table["period"], ids.period_code(index))
    mine = table["customer"] == ledger[entry.stage.table]["customer"][entry.row]
    return table.where(mine & of_bills & table.among("kind", "archive"))


def _not_collected(ledger: Ledger, entry: WrongEntry, fee: EntryFee) -> int:
    """What was billed too little and no supplement has collected; what was billed too much is no loss.

    Of several wrong entries of a customer, what all of them together left uncollected, the first by key first: what one
    of them had him pay too much, the office has not lost.
    """
    caused_fen = fee.balance.caused_fen
    if not caused_fen:
        return 0
    entries = [each for each in ledger.once(wrong_entries) if each.customer == entry.customer]
    if len(entries) == 1:
        return max(caused_fen - _collected(ledger, entry, fee.differing), 0)
    fees = [fee if each is entry else entry_fee(ledger, each, each.moment) for each in entries]
    bills = np.unique(np.concatenate([each.differing for each in fees]))
    left_fen = max(-sum(each.net_fen for each in fees) - _collected(ledger, entry, bills), 0)
    before_fen = sum(each.balance.caused_fen for each in fees[: entries.index(entry)])
    return min(max(left_fen - before_fen, 0), caused_fen)


def _collected(ledger: Ledger, entry: WrongEntry, bills: Ints) -> int:
    return int(ledger["supplement"]["amount_fen"][_supplements(ledger, entry, bills)].sum())


def papers(ledger: Ledger, entry: WrongEntry, fee: EntryFee, known_on: int) -> list[Cite]:
    """What shows and what prices it: source, hand-over, the first bill that differs, controls, other bills, money."""
    first = fee.differing[:1]
    controls = [cite for table, rows in _controls(ledger, entry) for cite in ledger.cites(table, rows, PROOF, known_on)]
    return [
        ledger.cite(entry.stage.source, entry.source, DUTY),
        ledger.cite("paper_log", entry.signed, DUTY),
        *ledger.cites("bill", first, PROOF),
        *controls,
        *ledger.cites("bill", fee.differing[1:], PRICE),
        *ledger.cites("price", priced_by(ledger, entry, fee.differing), PRICE),
        *_establishing(ledger, entry, fee, known_on),
        *(ledger.cite(table, row, LATE) for table, row in _ended_by(entry)),
        *ledger.cites("supplement", _supplements(ledger, entry, fee.differing), LATE),
    ]


def _establishing(ledger: Ledger, entry: WrongEntry, fee: EntryFee, known_on: int) -> list[Cite]:
    """What settles the class and capacity by which it is counted, where that is not its own source alone."""
    table = ledger["registration"]
    rows: Ints = np.array([entry.row])
    sheets: Ints = np.zeros(0, dtype=np.int64)
    if entry.stage.table != table.name:
        same = table["customer"] == ledger[entry.stage.table]["customer"][entry.row]
        rows = table.where(same & np.full(len(same), fee.beside))
        sheets = ledger["survey"].where(np.isin(ledger["survey"]["application"], table["application"][rows]))
    elif "price_class" not in entry.differences:
        return []
    cited = {row for name, control in _controls(ledger, entry) if name == "archive_check" for row in control.tolist()}
    found = {class_found(ledger, row) for row in rows.tolist()} - cited - {NONE}
    checks = ledger.cites("archive_check", np.array(sorted(found), dtype=np.int64), PRICE, known_on)
    return [*ledger.cites("survey", sheets, PRICE, known_on), *checks]


def _ended_by(entry: WrongEntry) -> list[tuple[str, int]]:
    found = {each.ended_by for each in entry.differences.values() if each.ended_by is not None}
    return sorted(found)


def noticed_by(ledger: Ledger, entry: WrongEntry, known_on: int, answerable: Sequence[int]) -> int:
    """Who wrote the first control that contradicts the entry by a day, if it is not his own; NONE without one."""
    cites = [cite for table, rows in _controls(ledger, entry) for cite in ledger.cites(table, rows, PROOF)]
    told = sorted((cite.recorded_at, cite.staff) for cite in cites if cite.day <= known_on)
    return next((staff for _, staff in told if staff not in answerable), NONE)


def _controls(ledger: Ledger, entry: WrongEntry) -> list[tuple[str, Ints]]:
    """Rows of the controls that contradict the entry: audits that it did not pass, comparisons on the spot."""
    audits, checks = ledger["audit"], ledger["archive_check"]
    refused = (AUDIT.head("stage", wide(audits["id"])) == entry.key) & (audits["passed"] == 0)
    names = [name for name in _ON_THE_SPOT if name in entry.differences]
    mine = checks.where(checks["customer"] == ledger[entry.stage.table]["customer"][entry.row])
    otherwise = [row for row in mine.tolist() if any(_contradicts(checks, row, name, entry) for name in names)]
    return [("audit", audits.where(refused)), ("archive_check", np.array(otherwise, dtype=np.int64))]


def _contradicts(checks: Rows, row: int, name: str, entry: WrongEntry) -> bool:
    """Whether what was found on the spot is not what was entered, of the same meter and while that stood."""
    of_meter = entry.stage.table != "opening" or entry.meter_number == checks["meter"][row]
    stood = entry.moment <= checks["recorded_at"][row] <= entry.differences[name].until
    return of_meter and bool(stood) and checks.frame[name][row] != entry.differences[name].entered[0]
