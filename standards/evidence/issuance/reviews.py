"""Books unloaded without a signed review, and large quantities that were issued for it and reversed as errors (3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.disagreements import Disagreement, within
from kaohe.standards.evidence.findings import Broken, Inputs, missed
from kaohe.standards.evidence.reading.handheld_log import Book, batch_of, unloads
from kaohe.standards.evidence.reversed_bills import Reversed, mean_before, over_mean, reversed_bills
from kaohe.standards.ledger.cites import DUTY, LATE, PRICE, PROOF, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import wide

LIMITS = ("review.mean_multiple", "review.kwh_floor")


def clause_3_4(ledger: Ledger) -> list[Broken]:
    """Books that were unloaded, and their batch written, without a sheet signed before: a work slip until a bill of a
    large quantity that was made of them is reversed as an error.
    """
    return list(_unreviewed(ledger)) if len(ledger["batch"]) else []


def _unreviewed(ledger: Ledger) -> Iterator[Broken]:
    log, signed = ledger["handheld_log"], _signed_at(ledger)
    errors = dict[Book, list[Reversed]]()
    for each in ledger.once(reversed_bills):
        errors.setdefault(_book_of(ledger, each.reading), []).append(each)
    for what, row in sorted(ledger.once(unloads).items()):
        if signed.get(what, int(log["recorded_at"][row])) < log["recorded_at"][row]:
            continue
        batch, missed_on = batch_of(ledger, *what), ledger.calendar.next_working(log.day(row))
        if len(batch) and missed_on <= ledger.as_of:
            yield _broken(ledger, what, (row, int(batch[0])), missed_on, errors.get(what, []))


def _signed_at(ledger: Ledger) -> dict[Book, int]:
    """When the sheet of each book and period was signed: the first that says so, by its key or in its columns."""
    sheets = ledger["review_sheet"]
    by_key = SCHEMA["review_sheet"].key.unpack(wide(sheets["id"]))
    written = wide(sheets["book"]), ids.period_index(wide(sheets["period"]))
    signed = dict[Book, int]()
    for books, index in (by_key, written):
        rows = zip(books.tolist(), index.tolist(), sheets["recorded_at"].tolist(), strict=True)
        for book, period, moment in rows:
            signed[book, period] = min(moment, signed.get((book, period), moment))
    return signed


def _book_of(ledger: Ledger, reading: int) -> Book:
    readings, period = ledger["reading"], SCHEMA["reading"].key.part("period", int(ledger["reading"]["id"][reading]))
    return int(readings["book"][reading]), int(period)


def _broken(ledger: Ledger, what: Book, rows: tuple[int, int], missed_on: int, errors: list[Reversed]) -> Broken:
    log, (row, batch) = ledger["handheld_log"], rows
    cites = [
        ledger.cite("handheld_log", row, DUTY),
        ledger.cite("batch", batch, DUTY),
        *(_rules(ledger, log.day(row)) if errors else []),
    ]
    inputs: Inputs = {"unloaded_day": ids.day_number(log.day(row))}
    staff, book = int(log["staff"][row]), ids.book_period_id(*what)
    if not errors:
        return missed(
            "over_issued",
            staff=staff,
            object_id=book,
            missed_on=missed_on,
            amount_fen=0,
            consequence=False,
            inputs=inputs,
            sign="slip",
            cites=cites,
        )
    broken = missed(
        "over_issued",
        staff=staff,
        object_id=book,
        missed_on=missed_on,
        amount_fen=sum(each.amount_fen for each in errors),
        caused_fen=0,
        inputs={**inputs, **_limits(ledger, log.day(row)), **_inputs(errors)},
        cites=[*cites, *(cite for each in errors[1:] for cite in _cites(ledger, each, LATE))],
        proven=_cites(ledger, errors[0], PROOF),
    )
    return replace(broken, finder=int(ledger["case"]["staff"][errors[0].case]))


def _rules(ledger: Ledger, day: int) -> list[Cite]:
    return [ledger.cite_rule(key, day) for key in LIMITS]


def _limits(ledger: Ledger, day: int) -> Inputs:
    multiple, floor_kwh = (int(ledger.limits.whole(key, np.array([day]))[0]) for key in LIMITS)
    return {"large_multiple": multiple, "large_floor_kwh": floor_kwh}


def _inputs(errors: list[Reversed]) -> Inputs:
    return {
        "large_kwh": [each.kwh for each in errors],
        "large_mean_kwh": [each.mean_kwh for each in errors],
        "reversed_fen": [each.amount_fen for each in errors],
    }


def _cites(ledger: Ledger, each: Reversed, role: str) -> list[Cite]:
    table, row = each.by
    return [
        ledger.cite("case", each.case, role),
        ledger.cite(table, row, role),
        ledger.cite("bill", each.bill, PRICE if role == PROOF else LATE),
        ledger.cite("reading", each.reading, PRICE if role == PROOF else LATE),
        ledger.cite("reading", each.ground, PRICE if role == PROOF else LATE),
    ]


# ── sheets that passed what the rule lists ───────────────────────────────────────────────────────────────────────────


@within("book")
def disagree_review_sheet(ledger: Ledger) -> list[Disagreement]:
    """Sheets of batches of which a reading above the multiple of the mean was billed as it was read and is on no list:
    sheet, mean or bill is not what it was.
    """
    if not len(ledger["review_sheet"]):
        return []
    signed, passed = _signed_at(ledger), dict[Book, list[int]]()
    for bill in ledger.once(over_mean).tolist():
        what = _book_of(ledger, int(ledger.sheets.basis_row[bill]))
        if what in signed and _passed(ledger, bill, signed[what]):
            passed.setdefault(what, []).append(bill)
    return [_unlisted(ledger, what, bills) for what, bills in sorted(passed.items())]


def _passed(ledger: Ledger, bill: int, signed_at: int) -> bool:
    """Whether a reading that the rule lists is on no list, and was billed by the archive of the review."""
    reading = int(ledger.sheets.basis_row[bill])
    key = SCHEMA["reading"].key.head("period", int(ledger["reading"]["id"][reading]))
    listed = bool((ledger["review"]["id"] == key).any())
    mean_kwh, multiple = mean_before(ledger, bill), _multiple(ledger, bill)
    over = 0 < multiple * mean_kwh < _kwh(ledger, bill)
    return over and not listed and not _mended(ledger, bill, signed_at)


def _unlisted(ledger: Ledger, what: Book, bills: list[int]) -> Disagreement:
    largest = max(bills, key=lambda bill: _kwh(ledger, bill))
    sheet = np.flatnonzero(ledger["review_sheet"]["id"] == ids.book_period_id(*what))
    cites = (
        *ledger.cites("review_sheet", sheet, PROOF),
        *ledger.cites("bill", bills, PROOF),
        *ledger.cites("reading", ledger.sheets.basis_row[bills], PROOF),
    )
    kwh, mean_kwh, multiple = _kwh(ledger, largest), mean_before(ledger, largest), _multiple(ledger, largest)
    inputs = {"large_kwh": kwh, "large_mean_kwh": mean_kwh, "large_multiple": multiple}
    return Disagreement(("3.4",), cites, inputs)


def _multiple(ledger: Ledger, bill: int) -> int:
    return int(ledger.limits.whole(LIMITS[0], ledger["bill"]["to_on"][[bill]])[0])


def _kwh(ledger: Ledger, bill: int) -> int:
    return int(ledger["bill"]["kwh"][bill] - ledger["bill"]["loss_kwh"][bill])


def _mended(ledger: Ledger, bill: int, since: int) -> bool:
    """Whether the archive of its meter was changed after the review: what was read came to something else then."""
    bills, archive = ledger["bill"], ledger["meter"]
    mine = archive["meter"] == bills["meter"][bill]
    return bool(
        (mine & (archive["recorded_at"] > since) & (archive["recorded_at"] <= bills["recorded_at"][bill])).any()
    )
