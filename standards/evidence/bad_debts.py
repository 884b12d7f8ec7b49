"""Bills that were written off because nobody is known who owes them."""

from __future__ import annotations

from kaohe.standards.ledger.ledger import Ledger

NO_OWNER = "no_owner"


def without_owner(ledger: Ledger, customer: int, since: int) -> list[int]:
    """The sheets (rows) of a customer from a second on, up to the last bill before somebody else took the contract."""
    sheets, transfers = ledger["write_off"], ledger["transfer"]
    mine = (sheets["customer"] == customer) & sheets.among("reason", NO_OWNER) & (sheets["recorded_at"] >= since)
    over = transfers["bill"][transfers.where((transfers["customer"] == customer) & (transfers["recorded_at"] >= since))]
    if len(over):
        mine &= sheets["bill"] <= over.min()
    found: list[int] = sheets.where(mine).tolist()
    return found
