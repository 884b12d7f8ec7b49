"""Business fees that were not charged as the price list says (1.5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from kaohe.sim.records import SCHEMA
from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import ACT, DUTY, PROOF
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE

RECEIPT, APPROVAL = SCHEMA["fee_receipt"].key, SCHEMA["fee_approval"].key
INSTALMENT = "instalment"


@dataclass(frozen=True)
class _Due:
    """What a fee comes to, 分: what was charged may lie so far below as may still be paid later; and the rows (papers,
    lines of the list) by which it does.
    """

    fen: int
    later_fen: int
    price: int
    papers: tuple[tuple[str, int], ...]

    def wrong(self, charged_fen: int) -> int:
        """How much too much (less than 0: too little) it is."""
        return max(charged_fen - self.fen, 0) + min(charged_fen - self.fen + self.later_fen, 0)


def clause_1_5(ledger: Ledger) -> list[Broken]:
    """Fees of applications for a new connection that do not come to quantity × price of the day of the first receipt.

    The price is that of the class of application or of survey sheet, the quantity the kVA of either: of what both may
    say, the least wrong counts. A reduction counts if it was written before, approved by one of the posts that may, who
    did not write it. The largest balance is what the act is worth, whatever was charged or given back afterwards.
    """
    found = (_charged(ledger, rows) for rows in _suspicious(ledger))
    return [broken for broken in found if broken is not None]


def _suspicious(ledger: Ledger) -> Iterator[list[int]]:
    """Receipts (rows) by application and fee, where they are not one alone that is as its own numbers say."""
    receipts = ledger["fee_receipt"].frame.with_row_index("row")
    if receipts.is_empty():
        return
    kind = pl.col("fee").str.split(".").list.first().alias("of")
    asked = ledger["application"].frame.select(pl.col("id").alias("application"), "price_class", "capacity_kva", "kind")
    prices = (
        ledger["fee_price"]
        .frame.group_by("fee")
        .agg(pl.len().alias("prices"), pl.col("amount_fen").first().alias("price"), pl.col("unit").first())
    )
    every = receipts.with_columns(kind).join(asked, on="application").filter(pl.col("kind") == "new")
    every = every.join(prices, on="fee", how="left")
    quantity = pl.when(pl.col("unit") == "kva").then(pl.col("capacity_kva")).otherwise(1)
    plain = (pl.col("fee") == pl.concat_str("of", pl.lit("."), "price_class")) & (pl.col("prices") == 1)
    plain &= pl.col("amount_fen") == quantity.cast(pl.Int64) * pl.col("price")
    every = every.with_columns(good=(plain & (pl.len().over("application", "of") == 1)).fill_null(value=False))
    odd = every.filter(~pl.col("good")).sort("application", "of", "recorded_at", "id")
    for rows in odd.group_by("application", "of", maintain_order=True).agg("row")["row"]:
        yield rows.to_list()


def _charged(ledger: Ledger, rows: Sequence[int]) -> Broken | None:
    receipts = ledger["fee_receipt"]
    dues = list(_dues(ledger, rows[0]))
    balances, sum_fen = list[int](), 0
    for row in rows:
        sum_fen += int(receipts["amount_fen"][row])
        balances.append(sum_fen)
    every = [[due.wrong(fen) for fen in balances] for due in dues]
    if not every:
        return None
    at = min(range(len(every)), key=lambda which: max(map(abs, every[which])))
    due, wrong = dues[at], every[at]
    largest = max(range(len(wrong)), key=lambda which: abs(wrong[which]))
    if not wrong[largest]:
        return None
    row, last = rows[largest], wrong[-1]
    application = int(receipts["application"][row])
    kind = RECEIPT.part("charge", int(receipts["id"][row]))
    return shown(
        "difference",
        staff=int(receipts["staff"][row]),
        object_id=int(RECEIPT.pack(application=application, charge=kind, number=0)),
        occurred_on=receipts.day(row),
        amount_fen=abs(wrong[largest]),
        caused_fen=max(-wrong[largest], 0),
        loss_fen=max(-last, 0) if wrong[largest] < 0 else 0,
        inputs={
            "charged_fen": balances[largest],
            "fee_due_fen": due.fen if wrong[largest] > 0 else due.fen - due.later_fen,
        },
        cites=[
            *ledger.cites("fee_receipt", rows[: largest + 1], ACT),
            ledger.cite("fee_price", due.price, DUTY),
            *(ledger.cite(table, paper, PROOF if table == "fee_approval" else DUTY) for table, paper in due.papers),
        ],
    )


def _dues(ledger: Ledger, first: int) -> Iterator[_Due]:
    """What a fee (first receipt: row) may come to, by application or survey sheet; a class at a price of its own (@)
    pays as its class does.
    """
    receipts, asked, sheets = ledger["fee_receipt"], ledger["application"], ledger["survey"]
    number, day = int(receipts["application"][first]), receipts.day(first)
    fee = (receipts.text("fee", first) or "").partition(".")[0]
    papers = [("application", row) for row in asked.where(asked["id"] == number).tolist()]
    papers += [("survey", row) for row in sheets.where(sheets["application"] == number).tolist()]
    less_fen, later_fen, approval = _approved(ledger, first, fee)
    for table, row in papers:
        name = f"{fee}.{ledger[table].text('price_class', row)}"
        price = next(
            (found for each in (name, name.partition("@")[0]) if (found := _price(ledger, each, day)) != NONE), NONE
        )
        if price == NONE:
            continue
        unit_fen, by_kva = (
            int(ledger["fee_price"]["amount_fen"][price]),
            ledger["fee_price"].text("unit", price) == "kva",
        )
        for other, at in papers if by_kva else papers[:1]:
            quantity = int(ledger[other]["capacity_kva"][at]) if by_kva else 1
            used = tuple(dict.fromkeys(((table, row), (other, at), *approval)))
            yield _Due(quantity * unit_fen - less_fen, later_fen, price, used)


def _price(ledger: Ledger, fee: str, day: int) -> int:
    """The line of the list (row) in force for a fee on a day; NONE without one."""
    prices = ledger["fee_price"]
    rows = [row for row in prices.where(prices.among("fee", fee)).tolist() if prices["valid_from"][row] <= day]
    return max(rows, key=lambda row: (int(prices["valid_from"][row]), row), default=NONE)


def _approved(ledger: Ledger, first: int, fee: str) -> tuple[int, int, tuple[tuple[str, int], ...]]:
    """By how much less than the list a fee may be charged for good, and for the time being; and the approval."""
    receipts, slips = ledger["fee_receipt"], ledger["fee_approval"]
    mine = (slips["application"] == receipts["application"][first]) & slips.among("charge", fee)
    mine &= slips["recorded_at"] <= receipts["recorded_at"][first]
    for row in slips.where(mine).tolist():
        approver = int(slips["approver"][row])
        others = approver not in (int(slips["staff"][row]), NONE)
        if others and ledger.may_have_held(approver, ledger.approvers("fee_approval"), slips.day(row)):
            fen, later = int(slips["amount_fen"][row]), slips.text("kind", row) == INSTALMENT
            return (0, fen, (("fee_approval", row),)) if later else (fen, 0, (("fee_approval", row),))
    return 0, 0, ()
