"""`kaohe bill DIR [CUSTOMER [PERIOD]]`: whom there is; a customer's bills; one of them line by line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated

import typer

from kaohe.options import Directory, Edited, Json, Values
from kaohe.reports.bills.customers import class_documents, class_lines, customers_of, number_of
from kaohe.reports.bills.papers import BillDesk, Row, whole
from kaohe.reports.bills.worked import (
    WorkedBill,
    bill_list_line,
    supplement_lines,
    unknown_bill,
    unknown_customer,
    worked,
)
from kaohe.run_folders import readable, require
from kaohe.sealing import Opened, open_records
from kaohe.terminal import show, show_json
from kaohe.wording import say

SUPPLEMENT = ("period", "kind", "kwh", "amount_fen")
_PERIOD = re.compile(r"([0-9]{4})-?(0[1-9]|1[0-2])")


def command(
    directory: Directory,
    customer: Annotated[str | None, typer.Argument(metavar="CUSTOMER")] = None,
    period: Annotated[str | None, typer.Argument(metavar="PERIOD")] = None,
    edited: Edited = False,
    json: Json = False,
) -> int:
    """Show bills."""
    values = Values()
    number, month = _number(values, customer), _month(values, period)
    values.raise_faults()
    require(directory, "records")
    opened = open_records(directory, edited=edited)
    records = opened.records
    with readable(directory):
        if customer is None:
            _show_classes(opened, json)
        else:
            asked = number_of(customers_of(records), customer) if number is None else number
            _show_bills(opened, asked, month, json)
    return 0


def _show_classes(opened: Opened, json: bool) -> None:
    customers = customers_of(opened.records)
    if json:
        show_json({"sealed": opened.sealed, "classes": class_documents(customers)})
    else:
        opened.tell()
        show("\n".join(class_lines(customers)))


def _show_bills(opened: Opened, customer: int, month: int | None, json: bool) -> None:
    desk = BillDesk(opened.records)
    bills = _bills(desk, customer, month)
    if json:
        documents = [_document(bill, _worked(desk, bill), desk.supplements(bill)) for bill in bills]
        show_json({"sealed": opened.sealed, "bills": documents})
        return
    opened.tell()
    if month is None:
        show("\n".join(bill_list_line(bill, desk.supplements(bill)) for bill in bills))
    else:
        show("\n".join(line for bill in bills for line in _lines(desk, bill)))


def _lines(desk: BillDesk, bill: Row) -> tuple[str, ...]:
    return *_worked(desk, bill).text(), *supplement_lines(bill, desk.supplements(bill))


def _number(values: Values, customer: str | None) -> int | None:
    """A customer's number; None for a name: what is neither digits, in whatever way they are written, nor empty."""
    plain = re.sub(r"[-+−,._\s]", "", unicodedata.normalize("NFKC", customer or ""))
    return None if customer is None or (plain and not plain.isdecimal()) else values.whole("CUSTOMER", customer, 0)


def _month(values: Values, period: str | None) -> int | None:
    found = None if period is None else _PERIOD.fullmatch(period)
    if period is not None and found is None:
        values.fault("PERIOD", "P014", say("misuse", "not_period", given=period))
    return None if found is None else int("".join(found.groups()))


def _bills(desk: BillDesk, customer: int, month: int | None) -> list[Row]:
    bills = desk.of_customer(customer)
    if not bills:
        raise unknown_customer(customer, desk.customers())
    chosen = [bill for bill in bills if month in (None, bill["period"])]
    if not chosen:
        raise unknown_bill(customer, month or 0, [whole(bill, "period") for bill in bills])
    return chosen


def _worked(desk: BillDesk, bill: Row) -> WorkedBill:
    papers = desk.papers(whole(bill, "id"))
    if papers is None:
        raise LookupError(f"the papers of bill {bill['id']} are not all there")
    return worked(papers)


def _document(bill: Row, made: WorkedBill, supplements: Sequence[Row]) -> dict[str, object]:
    own = ("customer", "period", "price_class", "kwh", "loss_kwh", "amount_fen")
    lines = [{"line": line.line, "text": line.text, "amount_fen": line.amount_fen} for line in made.lines]
    return {
        **{name: bill[name] for name in own},
        "title": made.title,
        "energies": made.energies,
        "lines": lines,
        "notes": made.notes,
        "total_fen": made.amount_fen,
        "supplements": [{name: each[name] for name in SUPPLEMENT} for each in supplements],
    }
