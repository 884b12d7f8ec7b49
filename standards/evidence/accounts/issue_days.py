"""Issue days (6.6): bills that were not checked on the day of their issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.bill_contradictions import days_in_doubt, issued_on
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.on_duty import of_holder
from kaohe.standards.evidence.unbilled import Unbilled, not_recovered, readings_priced_by, unissued
from kaohe.standards.ledger.cites import DUTY, LATE, PRICE, PROOF, Cite
from kaohe.standards.ledger.deadlines import closing, month_code
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide


@dataclass(frozen=True)
class LeftOut:
    """A bill (key) that was never issued: its days, what it comes to, and the rows that show and price it, by table."""

    bill: int
    issue_on: int
    missed_on: int
    start: int
    end: int
    kwh: int
    energy_e4: int
    amount_fen: int
    loss_fen: int
    cites: Mapping[str, Sequence[Cite]]


def clause_6_6(ledger: Ledger) -> list[Broken]:
    """Issue days whose bills were not checked the same day: those of bills, of vouchers, and of bills left out.

    A consequence stands when the month-end check of issuance differs and an unbilled reading of that day's batches
    is behind it; else the finding is a work slip.
    """
    skipped = _by_issue_day(ledger)
    days = np.union1d(_issue_days(ledger), np.array(sorted(skipped), dtype=np.int64))
    missed_on = ledger.calendar.working_after(days)
    broken = np.flatnonzero(~np.isin(days, _checked(ledger)) & (missed_on <= ledger.as_of))
    return [_unchecked(ledger, int(days[at]), int(missed_on[at]), skipped.get(int(days[at]), [])) for at in broken]


def _checked(ledger: Ledger) -> Ints:
    """The days that were checked on themselves."""
    checks = ledger["issue_check"]
    return checks["on"][checks.days() <= checks["on"]]


def _issue_days(ledger: Ledger) -> Ints:
    """Days on which bills were issued, or on which issuance was booked, be it of nothing."""
    vouchers = ledger["voucher"]
    booked = vouchers["on"][vouchers.among("kind", "issuance")]
    return np.unique(np.concatenate([np.array(list(ledger.once(issued_on)), dtype=np.int64), wide(booked)]))


def _by_issue_day(ledger: Ledger) -> dict[int, list[LeftOut]]:
    """Readings never billed by the day on which they were due for issue; what was billed late is no fee left out."""
    found: dict[int, list[LeftOut]] = {}
    for item in sorted((item for part in ledger.gather(gather_left_out) for item in part), key=lambda item: item.bill):
        if item.issue_on not in ledger.once(days_in_doubt):
            found.setdefault(item.issue_on, []).append(item)
    return found


def gather_left_out(ledger: Ledger) -> list[LeftOut]:
    """The readings of a part of the office that were never billed."""
    return [
        LeftOut(
            item.bill,
            item.issue_on,
            item.missed_on,
            item.start,
            item.end,
            item.kwh,
            int(ledger["price"]["energy_e4"][item.price]),
            item.amount_fen,
            not_recovered(ledger, item),
            _papers(ledger, item),
        )
        for item in ledger.once(unissued)
        if item.bill_row == NONE
    ]


def _papers(ledger: Ledger, item: Unbilled) -> dict[str, Sequence[Cite]]:
    """Its batch, which was due that day; and what prices it: both readings, meter, archive, price."""
    return {
        "batch": ledger.cites("batch", [item.batch], DUTY),
        "reading": ledger.cites("reading", [item.reading, *readings_priced_by(ledger, item)], PRICE),
        "meter": ledger.cites("meter", [item.meter], PRICE),
        "customer": ledger.cites("customer", [item.archive], PRICE),
        "price": ledger.cites("price", [item.price], PRICE),
    }


def _unchecked(ledger: Ledger, day: int, missed_on: int, skipped: list[LeftOut]) -> Broken:
    balance = _balance(ledger, day)
    behind = skipped if len(balance) else []
    accountant, voucher, rostered = _accountant(ledger, day)
    late = ledger["issue_check"].where(ledger["issue_check"]["on"] == day)
    duty = [*ledger.cites("voucher", voucher, DUTY), *_batches(ledger, day)]
    issued = ledger.once(issued_on).get(day)
    broken = missed(
        "difference",
        staff=accountant,
        object_id=ids.day_number(day),
        missed_on=missed_on,
        amount_fen=sum(item.amount_fen for item in behind),
        loss_fen=sum(item.loss_fen for item in behind),
        energy_kwh=sum(item.kwh for item in behind),
        consequence=bool(behind),
        inputs={"bills": 0 if issued is None else issued.bills, "unbilled": len(behind), **_left_out(behind)},
        cites=[*duty, *_of_left_out(behind or skipped[:1]), *ledger.cites("issue_check", late, LATE), *rostered],
        proven=ledger.cites("issue_balance", balance, PROOF) if behind else (),
    )
    if duty or behind:
        return broken
    return replace(broken, discovered_on=max(missed_on, min(item.missed_on for item in skipped)))


def _left_out(behind: list[LeftOut]) -> dict[str, list[int]]:
    """Registers, energy, price and fee of each bill left out."""
    return {
        "from_register": [item.start for item in behind],
        "to_register": [item.end for item in behind],
        "unbilled_kwh": [item.kwh for item in behind],
        "unbilled_energy_e4": [item.energy_e4 for item in behind],
        "unbilled_fen": [item.amount_fen for item in behind],
    }


def _of_left_out(skipped: list[LeftOut]) -> list[Cite]:
    """Each row that shows or prices one of them, once, by table and key."""
    tables = list(skipped[0].cites) if skipped else []
    every = ({cite for item in skipped for cite in item.cites[table]} for table in tables)
    return [cite for cites in every for cite in sorted(cites, key=lambda cite: cite.row_key)]


def _batches(ledger: Ledger, day: int) -> list[Cite]:
    """The first bill that each batch of the day contributed: it creates the duty to check the day."""
    first: dict[int, Cite] = {}
    for part in ledger.gather(gather_unchecked):
        for batch, cite in part.get(day, ()):
            first[batch] = min(first.get(batch, cite), cite, key=lambda each: each.row_key)
    return sorted(first.values(), key=lambda cite: cite.row_key)


def gather_unchecked(ledger: Ledger) -> dict[int, list[tuple[int, Cite]]]:
    """Of each day that was not checked the batches of a part of the office, and the first bill of each."""
    bills = ledger["bill"]
    rows = np.flatnonzero(~np.isin(bills["issued_on"], _checked(ledger)))
    rows = rows[np.lexsort((bills["id"][rows], bills["issued_on"][rows]))]
    batch = ids.book_period_id(wide(bills["book"][rows]), SCHEMA["bill"].key.part("period", wide(bills["id"][rows])))
    found: dict[int, list[tuple[int, Cite]]] = {}
    days, begin = np.unique(bills["issued_on"][rows], return_index=True)
    for day, own in zip(days.tolist(), np.split(np.arange(len(rows)), begin[1:]), strict=False):
        keys, first = np.unique(batch[own], return_index=True)
        cites = (ledger.cite("bill", row, DUTY) for row in rows[own[first]].tolist())
        found[day] = list(zip(keys.tolist(), cites, strict=True))
    return found


def _balance(ledger: Ledger, day: int) -> Ints:
    """The month-end check of the day's month, if it shows a difference."""
    balances = ledger["issue_balance"]
    month = int(month_code(np.array([day]))[0])
    return balances.where(
        (balances["period"] == month) & (balances["difference"] != 0) & (balances.days() >= min(closing(day), day))
    )


def _accountant(ledger: Ledger, day: int) -> tuple[int, Ints, list[Cite]]:
    """Who booked that day's issuance (vouchers); else the accountant of that day by the roster (cited); else who signed
    the nearest daily check; else the accountant on the register.
    """
    vouchers, checks = ledger["voucher"], ledger["issue_check"]
    booked = vouchers.where(vouchers.among("kind", "issuance") & (vouchers["on"] == day))[:1]
    if len(booked) and vouchers["staff"][booked[0]] != NONE:
        return int(vouchers["staff"][booked[0]]), booked, []
    if (on_duty := ledger.duty.holder("accountant", day, NONE)) != NONE:
        return on_duty, booked, of_holder(ledger, "accountant", day)
    signed = checks.where(checks["staff"] >= 0)
    if len(signed):
        nearest = signed[np.argmin(np.abs(wide(checks["on"][signed]) - day))]
        return int(checks["staff"][nearest]), booked, ledger.cites("issue_check", [nearest], PROOF)
    return ledger.holder("accountant"), booked, []
