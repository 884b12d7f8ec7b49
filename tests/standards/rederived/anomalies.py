"""2.3 once more: what papers on both sides of a reading prove to have been before the reader's eyes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import pairwise

from tests.standards.rederived.billing import advance_kwh, archive, as_recorded, fee_fen, flat, price
from tests.standards.rederived.papers import Found, Papers, Row, months


def clause_2_3(papers: Papers) -> Iterator[Found]:
    """Readings without remark or report while a fault stood: one incident of a meter, an anomaly and a reader."""
    for order in papers.rows("work_order"):
        if order["old_meter"] is not None:
            yield from _standing(papers, order)
        if order["kind"] == "install":
            yield from _other_ratio(papers, order)
    for checks in papers.by("archive_check", lambda row: row["meter"]).values():
        yield from _unsealed(papers, checks)


def _silent(papers: Papers, meter: int) -> list[Row]:
    """Readings of a meter by its readers with neither a remark nor a report."""
    reported = {(row["meter"], row["period"]) for row in papers.rows("reader_report")}
    return [
        row for row in _read(papers, meter) if row["remark"] is None and (meter, row["period"]) not in reported
    ]


def _read(papers: Papers, meter: int) -> list[Row]:
    customer = papers.meters[meter][0]["customer"]
    rows = papers.readings_of.get(customer, [])
    return [row for row in rows if row["meter"] == meter and row["kind"] == "actual"]


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
        for row in _silent(papers, meter)
        if min(calls) <= row["read_on"] <= order["done_on"] and row["register"] == order["removal_register"]
    ]
    for rows in _by_reader(stood):
        yield _incident(rows, _lost_fen(papers, rows, min(calls), order["done_on"]))


def _lost_fen(papers: Papers, rows: list[Row], fault_on: date, exchanged_on: date) -> int | None:
    """What was used from his readings to the next ones, by the last normal periods; None where they are not plain."""
    meter, customer = rows[0]["meter"], rows[0]["customer"]
    read = sorted({row["read_on"] for row in _read(papers, meter)} | {exchanged_on})
    days = sum((min(on for on in read if on > row["read_on"]) - row["read_on"]).days for row in rows)
    kinds = {row["id"]: (row["kind"], row["remark"]) for row in papers.readings_of[customer]}
    before = [row for row in papers.bills_of.get(customer, []) if row["to_on"] <= fault_on]
    usual = before[-int(papers.limits["fault.normal_periods"]) :]
    price_class = archive(papers, customer, datetime.combine(exchanged_on, time.max))["price_class"]
    if not usual or any(kinds[row["reading"]] != ("actual", None) for row in usual):
        return None
    span = (usual[-1]["to_on"] - usual[0]["from_on"]).days
    kwh = sum(row["kwh"] for row in usual) * days // span
    return fee_fen(kwh, price(papers, price_class, exchanged_on)["energy_e4"])


def _other_ratio(papers: Papers, order: Row) -> Iterator[Found]:
    """The order before and a comparison after have one ratio, on a plate that is seen; the archive has another."""
    meter, ratio = order["new_meter"], order["multiplier"]
    checks = [row for row in papers.rows("archive_check") if row["meter"] == meter]
    seen = [row["recorded_at"] for row in checks if row["plate_outside"] and row["multiplier"] == ratio]
    unlike = [
        row
        for row in _silent(papers, meter)
        if order["recorded_at"] < row["recorded_at"] < max(seen, default=datetime.min)
        and as_recorded(papers.meters[meter], row["recorded_at"])["multiplier"] != ratio
    ]
    for rows in _by_reader(unlike):
        yield _incident(rows, _misbilled_fen(papers, rows, ratio))


def _misbilled_fen(papers: Papers, rows: list[Row], ratio: int) -> int | None:
    """Issued less due by the ratio on the plate, of the bills that begin at his readings; None: not plain."""
    meter, customer, total = rows[0]["meter"], rows[0]["customer"], 0
    begun = {row["read_on"] for row in rows}
    for bill in papers.bills_of.get(customer, []):
        if bill["from_on"] not in begun:
            continue
        mine = as_recorded(papers.meters[meter], bill["recorded_at"])
        price_class = archive(papers, customer, bill["recorded_at"])["price_class"]
        if bill["meter"] != meter or not flat(papers, price_class, bill["issued_on"]):
            return None
        span = (bill["from_register"], bill["to_register"])
        more = advance_kwh({**mine, "multiplier": ratio}, *span) - advance_kwh(mine, *span)
        energy_e4 = price(papers, price_class, bill["issued_on"])["energy_e4"]
        total += fee_fen(bill["kwh"] + more, energy_e4) - fee_fen(bill["kwh"], energy_e4)
    return abs(total)


def _unsealed(papers: Papers, checks: list[Row]) -> Iterator[Found]:
    """No seal by two comparisons, one after the other, and nobody put one on between them."""
    meter = checks[0]["meter"]
    visits = papers.rows("site_visit")
    sealed = [row["recorded_at"] for row in visits if row["meter"] == meter and row["measure"] == "reseal"]
    silent, without = _silent(papers, meter), list[Row]()
    for before, after in pairwise(checks):
        start, end = before["recorded_at"], after["recorded_at"]
        if before["seal_seen"] or after["seal_seen"] or any(start <= at <= end for at in sealed):
            continue
        without += [row for row in silent if start < row["recorded_at"] < end]
    for rows in _by_reader(without):
        yield _incident(rows, 0)
