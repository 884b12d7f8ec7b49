"""What sheets of bad debts repeat: all that was open of a bill, and who may write it off."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kaohe.standards.evidence.reading.receivable import asked
from kaohe.standards.evidence.repeated.frames import Found, Frames, Word
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import Rows

ACCOUNTANT = ("accountant",)


def open_of_bill(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """What is written off is what the bill asked for, less what had been credited and received of it by then."""
    sheets = ledger["write_off"]
    if not len(sheets):
        return
    owed = asked(ledger, sheets["bill"])
    for row, fen in enumerate(owed.tolist()):
        before = int(sheets["recorded_at"][row])
        taken, back = (("credit_note", "receipt"), ("reopening",))
        fen -= sum(_of(ledger[table], int(sheets["bill"][row]), before) for table in taken)
        fen += sum(_of(ledger[table], int(sheets["bill"][row]), before) for table in back)
        if fen != int(sheets["amount_fen"][row]):
            yield (int(sheets["id"][row]),), (), "amount_fen", int(sheets["amount_fen"][row]), fen


def _of(rows: Rows, bill: int, before: int) -> int:
    return int(rows["amount_fen"][np.flatnonzero((rows["bill"] == bill) & (rows["recorded_at"] < before))].sum())


def writing_off_people(ledger: Ledger, _: Frames) -> Iterator[Found]:
    """A bad debt is written off by an accountant, and approved by another, of a post that may."""
    sheets, may = ledger["write_off"], ledger.approvers("write_off")
    for row in range(len(sheets)):
        key, day = int(sheets["id"][row]), sheets.day(row)
        maker, approver = int(sheets["staff"][row]), int(sheets["approver"][row])
        if not ledger.may_have_held(maker, ACCOUNTANT, day):
            yield (key,), (), "staff", maker, None
        if approver == maker or not ledger.may_have_held(approver, may, day):
            yield (key,), (), "approver", approver, None


WRITING_OFF: tuple[Word, ...] = (open_of_bill, writing_off_people)
