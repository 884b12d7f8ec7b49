"""What an act has caused, measured in the records of two worlds that differ by it alone; one measure a kind of object.

fee: what was issued otherwise, by customer cumulated bill by bill, the largest balance. cash: what is not there, the
largest at any midnight. delay: principal × rate × days between the duty done with the act and without it, until the
money came of itself; what the customer takes for himself is in neither, nor the days up to a limit, which are lawful
either way. What is out for more than `principal_after_days` beyond its limit on the last day counts whole, as the judge
counts it.
"""

from __future__ import annotations

from collections.abc import Mapping

from kaohe.scenarios.causal.books import copies
from kaohe.scenarios.causal.customers import charged, entered, reopened, told
from kaohe.scenarios.causal.money import (
    balanced,
    banked,
    collected,
    formalized,
    handed_in,
    kept,
    misposted,
    passed_on,
    remitted,
    set_off,
)
from kaohe.scenarios.causal.reading import read
from kaohe.scenarios.causal.worlds import Amount, Line, Measure, Worlds, fee

__all__ = ["MEASURES", "Amount", "Line", "Worlds"]


def unassessed(_: Worlds) -> Amount:
    """Stubs of a book: what is missing of it cannot be assessed by energy or fee."""
    return Amount("cash", 0, 0, ())


MEASURES: Mapping[str, Measure] = {
    "book_period": read,
    "handheld_draw": read,
    "meter_period": fee,
    "customer_period": fee,
    "entry": entered,
    "issue_day": fee,
    "window_day": handed_in,
    "window_tenth": balanced,
    "voucher": passed_on,
    "remittance": remitted,
    "bank_batch": collected,
    "bank_item": collected,
    "ledger_month": misposted,
    "temp_receipt": formalized,
    "clerk_day": handed_in,
    "bank_day": banked,
    "safe_day": kept,
    "credit_note": set_off,
    "arrears_list": told,
    "return_notice": reopened,
    "reader_report": fee,
    "application": fee,
    "fee_receipt": charged,
    "window_record": fee,
    "receipt_book": copies,
    "stub_return": unassessed,
}
"""By the kind of object that an act is about."""
