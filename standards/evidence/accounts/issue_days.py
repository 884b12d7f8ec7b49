"""Issue days (6.6): bills that were not checked on the day of their issue."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.bill_contradictions import days_in_doubt
from kaohe.standards.evidence.findings import Broken, missed
from kaohe.standards.evidence.unbilled import Unbilled, not_recovered, readings_priced_by, unissued
from kaohe.standards.ledger.cites import DUTY, LATE, PRICE, PROOF, Cite
from kaohe.standards.ledger.deadlines import closing, month_code
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE, Ints, wide


def clause_6_6(ledger: Ledger) -> list[Broken]:
    """Issue days whose bills were not checked the same day: those of bills, of vouchers, and of bills left out.

    A consequence stands when the month-end check of issuance differs and an unbilled reading of that day's batches
    is behind it; else the finding is a work slip.
    """
    checks = ledger["issue_check"]
    skipped = _by_issue_day(ledger)
    days = np.union1d(_issue_days(ledger), np.array(sorted(skipped), dtype=np.int64))
    checked = checks["on"][checks.days() <= checks["on"]]
    missed_on = ledger.calendar.working_after(days)
    broken = np.flatnonzero(~np.isin(days, checked) & (missed_on <= ledger.as_of))
    return [_unchecked(ledger, int(days[at]), int(missed_on[at]), skipped.get(int(days[at]), [])) for at in broken]


def _issue_days(ledger: Ledger) -> Ints:
    """Days on which bills were issued, or on which issuance was booked, be it of nothing."""
    vouchers = ledger["voucher"]
    booked = vouchers["on"][vouchers.among("kind", "issuance")]
    return np.unique(np.concatenate([wide(ledger["bill"]["issued_on"]), wide(booked)]))


def _by_issue_day(ledger: Ledger) -> dict[int, list[Unbilled]]:
    """Readings never billed by the day on which they were due for issue; what was billed late is no fee left out."""
    found: dict[int, list[Unbilled]] = {}
    for item in ledger.once(unissued):
        if item.bill_row == NONE and item.issue_on not in ledger.once(days_in_doubt):
            found.setdefault(item.issue_on, []).append(item)
    return found


def _unchecked(ledger: Ledger, day: int, missed_on: int, skipped: list[Unbilled]) -> Broken:
    balance = _balance(ledger, day)
    behind = skipped if len(balance) else []
    issued = np.flatnonzero(ledger["bill"]["issued_on"] == day)
    accountant, voucher = _accountant(ledger, day)
    late = ledger["issue_check"].where(ledger["issue_check"]["on"] == day)
    duty = [*ledger.cites("voucher", voucher, DUTY), *_batches(ledger, issued)]
    broken = missed(
        "difference",
        staff=accountant,
        object_id=ids.day_number(day),
        missed_on=missed_on,
        amount_fen=sum(item.amount_fen for item in behind),
        loss_fen=sum(not_recovered(ledger, item) for item in behind),
        energy_kwh=sum(item.kwh for item in behind),
        consequence=bool(behind),
        inputs={"bills": len(issued), "unbilled": len(behind), **_left_out(ledger, behind)},
        cites=[*duty, *_of_left_out(ledger, behind or skipped[:1]), *ledger.cites("issue_check", late, LATE)],
        proven=ledger.cites("issue_balance", balance, PROOF) if behind else (),
    )
    if duty or behind:
        return broken
    return replace(broken, discovered_on=max(missed_on, min(item.missed_on for item in skipped)))


def _left_out(ledger: Ledger, behind: list[Unbilled]) -> dict[str, list[int]]:
    """Registers, energy, price and fee of each bill left out."""
    return {
        "from_register": [item.start for item in behind],
        "to_register": [item.end for item in behind],
        "unbilled_kwh": [item.kwh for item in behind],
        "unbilled_energy_e4": [int(ledger["price"]["energy_e4"][item.price]) for item in behind],
        "unbilled_fen": [item.amount_fen for item in behind],
    }


def _of_left_out(ledger: Ledger, skipped: list[Unbilled]) -> list[Cite]:
    """Their batches, which were due that day; and what prices them: both readings, meter, archive, price."""
    sheets = ledger.sheets
    meters = [int(sheets.meter_row[sheets.reading_meter[item.reading]]) for item in skipped]
    readings = {row for item in skipped for row in (item.reading, *readings_priced_by(ledger, item))}
    return [
        *ledger.cites("batch", {item.batch for item in skipped}, DUTY),
        *ledger.cites("reading", readings, PRICE),
        *ledger.cites("meter", set(meters), PRICE),
        *ledger.cites("customer", {item.archive for item in skipped}, PRICE),
        *ledger.cites("price", {item.price for item in skipped}, PRICE),
    ]


def _batches(ledger: Ledger, issued: Ints) -> list[Cite]:
    """The first bill that each batch of the day contributed: it creates the duty to check the day."""
    bills = ledger["bill"]
    rows = issued[np.argsort(bills["id"][issued], kind="stable")]
    periods = SCHEMA["bill"].key.part("period", wide(bills["id"][rows]))
    key = ids.book_period_id(wide(bills["book"][rows]), periods)
    return ledger.cites("bill", rows[np.unique(key, return_index=True)[1]], DUTY)


def _balance(ledger: Ledger, day: int) -> Ints:
    """The month-end check of the day's month, if it shows a difference."""
    balances = ledger["issue_balance"]
    month = int(month_code(np.array([day]))[0])
    return balances.where(
        (balances["period"] == month) & (balances["difference"] != 0) & (balances.days() >= min(closing(day), day))
    )


def _accountant(ledger: Ledger, day: int) -> tuple[int, Ints]:
    """Who booked that day's issuance; else the accountant of that day by the roster; else who signed the nearest daily
    check; else the accountant on the register.
    """
    vouchers, checks = ledger["voucher"], ledger["issue_check"]
    booked = vouchers.where(vouchers.among("kind", "issuance") & (vouchers["on"] == day))[:1]
    if len(booked) and vouchers["staff"][booked[0]] != NONE:
        return int(vouchers["staff"][booked[0]]), booked
    if (on_duty := ledger.duty.holder("accountant", day, NONE)) != NONE:
        return on_duty, booked
    signed = checks.where(checks["staff"] >= 0)
    if len(signed):
        nearest = signed[np.argmin(np.abs(wide(checks["on"][signed]) - day))]
        return int(checks["staff"][nearest]), booked
    return ledger.holder("accountant"), booked
