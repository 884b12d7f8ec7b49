"""2.3 once more: what papers on both sides of a reading prove to have been before the reader's eyes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from tests.standards.rederived.billing import archive, as_recorded, fee_fen, price
from tests.standards.rederived.entries import due_fen
from tests.standards.rederived.papers import Found, Papers, Row, months, written_on


def clause_2_3(papers: Papers) -> Iterator[Found]:
    """Readings without remark or report while a fault stood: one incident of a meter, an anomaly and a reader."""
    for order in papers.rows("work_order"):
        if order["old_meter"] is not None:
            yield from _standing(papers, order)
        if order["kind"] == "install":
            yield from _other_ratio(papers, order)
    for checks in papers.by("archive_check", lambda row: row["meter"]).values():
        yield from _unsealed(papers, checks)


def _silent(papers: Papers, meter: int, *anomalies: str, anew: date = date.min) -> list[Row]:
    """Readings of a meter without a remark, when no reader had reported it by the end of the day allowed for it.

    anew: what was reported before was put right by then.
    """
    reports = [row for row in papers.rows("reader_report") if row["meter"] == meter and row["anomaly"] in anomalies]
    days = [max(row["reported_on"], written_on(row)) for row in reports]
    told = min((on for on in days if on >= anew), default=date.max)
    allowed = timedelta(int(papers.limits["report.limit_days"]))
    blank = (row for row in _read(papers, meter) if row["kind"] == "actual" and row["remark"] is None)
    return [row for row in blank if row["read_on"] + allowed < told]


def _read(papers: Papers, meter: int) -> list[Row]:
    """What readers saw of a meter, in the order of time."""
    rows = papers.readings_of.get(papers.meters[meter][0]["customer"], [])
    return [row for row in rows if row["meter"] == meter and row["kind"] in ("actual", "recheck")]


def _until(papers: Papers, row: Row, gone_on: date) -> date:
    """The day of the next reading, or on which the matter was gone."""
    later = (each for each in _read(papers, row["meter"]) if each["recorded_at"] > row["recorded_at"])
    return min([gone_on, *(each["read_on"] for each in later)])


def _by_reader(rows: list[Row]) -> Iterator[list[Row]]:
    readers: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        readers[row["staff"]].append(row)
    yield from readers.values()


def _incident(rows: list[Row], fen: int | None) -> Found:
    first = rows[0]
    number = first["meter"] * 1024 + months(first["period"])
    return Found("2.3", first["staff"], "meter_period", number, first["read_on"], fen)


def _standing(papers: Papers, order: Row) -> Iterator[Found]:
    """Stood by the day that the customer names, by the removal register and by the certificate."""
    meter, customer = order["old_meter"], order["customer"]
    tests = [row for row in papers.rows("meter_test") if row["meter"] == meter]
    if not any(row["as_found"] in ("stopped", "burnt") for row in tests):
        return
    put_in = [row["done_on"] for row in papers.rows("work_order") if row["new_meter"] == meter]
    calls = [
        row["fault_on"]
        for row in papers.rows("fault_notice")
        if row["customer"] == customer and row["fault_on"] is not None
        if row["called_on"] <= order["done_on"] and all(on < row["fault_on"] for on in put_in)
    ]
    if not calls:
        return
    stood = [
        row
        for row in _silent(papers, meter, "stopped", "burnt")
        if min(calls) <= row["read_on"] <= order["done_on"] and row["register"] == order["removal_register"]
    ]
    for rows in _by_reader(stood):
        yield _incident(rows, _lost_fen(papers, rows, min(calls), order["done_on"]))


def _lost_fen(papers: Papers, rows: list[Row], fault_on: date, exchanged_on: date) -> int | None:
    """What was used from his readings to the next ones, by the last normal periods that were billed before the fault.

    None where these are not plain. The price is that of the day of the certificate.
    """
    meter, customer = rows[0]["meter"], rows[0]["customer"]
    days = sum((_until(papers, row, exchanged_on) - row["read_on"]).days for row in rows)
    kinds = {row["id"]: (row["kind"], row["remark"]) for row in papers.readings_of[customer]}
    before = [row for row in papers.bills_of.get(customer, []) if row["issued_on"] < fault_on]
    usual = before[-int(papers.limits["fault.normal_periods"]) :]
    if not usual or any(kinds[row["reading"]] != ("actual", None) for row in usual):
        return None
    span = (usual[-1]["to_on"] - usual[0]["from_on"]).days
    kwh = sum(row["kwh"] for row in usual) * days // span
    tested = next(row for row in papers.rows("meter_test") if row["meter"] == meter)
    price_class = archive(papers, customer, tested["recorded_at"])["price_class"]
    return fee_fen(kwh, price(papers, price_class, tested["tested_on"])["energy_e4"])


def _other_ratio(papers: Papers, order: Row) -> Iterator[Found]:
    """The order before and the comparison after have one ratio, on a plate that is seen; the archive has another."""
    meter, ratio = order["new_meter"], order["multiplier"]
    checks = [row for row in papers.rows("archive_check") if row["meter"] == meter]
    if not checks or not all(row["plate_outside"] and row["multiplier"] == ratio for row in checks):
        return
    unlike = [
        row
        for row in _silent(papers, meter, "multiplier_mismatch")
        if order["recorded_at"] < row["recorded_at"]
        and row["read_on"] < checks[0]["checked_on"]
        and as_recorded(papers.meters[meter], row["recorded_at"])["multiplier"] != ratio
    ]
    for rows in _by_reader(unlike):
        yield _incident(rows, _misbilled_fen(papers, rows, order, checks[0]["checked_on"]))


def _misbilled_fen(papers: Papers, rows: list[Row], order: Row, checked_on: date) -> int | None:
    """Issued less due by the ratio on the plate, of the bills from his readings to the next ones; None: not plain."""
    meter, customer, total = rows[0]["meter"], rows[0]["customer"], 0
    opening = next((row for row in papers.rows("opening") if row["meter"] == meter), None)
    for bill in papers.bills_of.get(customer, []):
        if not any(row["read_on"] <= bill["from_on"] < _until(papers, row, checked_on) for row in rows):
            continue
        due = None if opening is None else due_fen(papers, bill, opening, order, ["multiplier"], first=False)
        if due is None:
            return None
        total += bill["amount_fen"] - due
    return abs(total)


def _unsealed(papers: Papers, checks: list[Row]) -> Iterator[Found]:
    """No seal by two comparisons, one after the other, and nobody put one on between them."""
    meter, without = checks[0]["meter"], list[Row]()
    visits = papers.rows("site_visit")
    sealed = [row["recorded_at"] for row in visits if row["meter"] == meter and row["measure"] == "reseal"]
    for before, after in pairwise(checks):
        start, end = before["recorded_at"], after["recorded_at"]
        if before["seal_seen"] or after["seal_seen"] or any(start <= at <= end for at in sealed):
            continue
        anew = max((at.date() for at in sealed if at < start), default=date.min)
        silent = _silent(papers, meter, "seal_missing", anew=anew)
        without += [row for row in silent if start < row["recorded_at"] and row["read_on"] < after["checked_on"]]
    for rows in _by_reader(without):
        yield _incident(rows, 0)
