"""Readings that passed a new customer by, who was not in the handheld yet, and what that made late (1.2, 1.4)."""

from __future__ import annotations

import numpy as np

from kaohe.sim.records import SCHEMA
from kaohe.standards.ledger.cites import PRICE, Cite, Part
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import DAY_MS, NONE, wide

ISSUANCE = "issuance.limit_working_days"


def made_late(ledger: Ledger, opening: int, limit_on: int, ended_on: int) -> tuple[list[Part], list[Cite]]:
    """The share of the first bill up to each reading of his book that passed him by between a limit and the day on
    which he could be read; and the rows. Nothing without an opening (row; NONE) or a bill of those days.
    """
    if opening == NONE:
        return [], []
    openings, bills = ledger["opening"], ledger["bill"]
    since, customer = int(openings["energised_on"][opening]), int(openings["customer"][opening])
    bill = _first_bill(ledger, customer)
    batches = _passed_by(ledger, customer, limit_on, ended_on)
    if not batches or bill == NONE or bills["from_on"][bill] > since:
        return [], []
    parts, cites = list[Part](), ledger.cites("bill", [bill], PRICE)
    days = max(int(bills["to_on"][bill]) - int(bills["from_on"][bill]), 1)
    for batch in batches:
        read_on = int(ledger["batch"]["read_on"][batch])
        fen = max(int(bills["amount_fen"][bill]), 0) * max(read_on - since, 0) // days
        number = int(ledger.limits.whole(ISSUANCE, np.array([read_on]))[0])
        issued_by = int(ledger.calendar.working_after(np.array([read_on]), number)[0])
        late = min(ended_on - limit_on, int(bills["issued_on"][bill]) - issued_by)
        parts.append(ledger.part(fen, limit_on, limit_on + max(late, 0)))
        rule = [ledger.cite_rule(ISSUANCE, read_on), *ledger.cite_days(read_on, issued_by)]
        cites = [*cites, *ledger.cites("batch", [batch], PRICE), *rule]
        since = max(since, read_on)
    return parts, cites


def _passed_by(ledger: Ledger, customer: int, limit_on: int, ended_on: int) -> list[int]:
    """The batches (rows) of his book that were read after the limit and before he was in the handheld, by day."""
    versions, batches = ledger["customer"], ledger["batch"]
    own = versions.where(versions["customer"] == customer)
    own = own[np.argsort(versions["recorded_at"][own], kind="stable")]
    days = versions["recorded_at"][own] // DAY_MS
    read_on = batches["read_on"]
    found = batches.where(
        (read_on > limit_on) & (read_on <= ended_on) & np.isin(batches["book"], versions["book"][own])
    )
    at = np.searchsorted(days, read_on[found], side="right") - 1
    found = found[(at >= 0) & (batches["book"][found] == versions["book"][own[np.maximum(at, 0)]])]
    return [int(row) for row in found[np.argsort(read_on[found], kind="stable")]]


def _first_bill(ledger: Ledger, customer: int) -> int:
    """The first bill (row) of a customer; NONE without one."""
    bills = ledger["bill"]
    mine = bills.where(SCHEMA["bill"].key.part("customer", wide(bills["id"])) == customer)
    return int(mine[np.argmin(bills["to_on"][mine])]) if len(mine) else NONE
