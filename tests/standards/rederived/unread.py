"""2.5 once more: customers left out of the batches of their book, and zeros of vacant places that were none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tests.standards.rederived.billing import archive
from tests.standards.rederived.misreadings import carried, is_zero, off_units, own, worth_fen
from tests.standards.rederived.papers import Found, Papers, Part, Row, lateness, months, written_on

READ = ("actual", "estimate", "recheck")


def clause_2_5(papers: Papers) -> Iterator[Found]:
    """Who was in no batch of his book for so many cycles of one reader; and zeros that a register refutes."""
    batches = papers.by("batch", lambda row: row["book"])
    for customer, versions in papers.customers.items():
        read = {row["period"] for row in papers.readings_of.get(customer, []) if row["kind"] in READ}
        run: list[Row] = []
        since, until = _supplied(papers, customer, versions)
        mine = [row for book in {row["book"] for row in versions} for row in batches[book]]
        for batch in sorted(mine, key=lambda row: row["read_on"]):
            if not since < batch["read_on"] < until:
                continue
            if archive(papers, customer, batch["recorded_at"])["book"] != batch["book"]:
                continue
            left_out = batch["period"] not in read
            if run and not (left_out and batch["reader"] == run[-1]["reader"]):
                yield from _left_out(papers, customer, run)
                run = []
            run += [batch] if left_out else []
        yield from _left_out(papers, customer, run)
    yield from _zeroed(papers)


def _supplied(papers: Papers, customer: int, versions: list[Row]) -> tuple[date, date]:
    """After which day his reader has him, by archive and slip (signed for, or missed by a count), and until when."""
    first = customer * 8
    since = written_on(papers.meters[first][0]) if first in papers.meters else date.max
    for opening in (row for row in papers.rows("opening") if row["customer"] == customer):
        kept = ("opening_slip", opening["application"])
        slips = [row for row in papers.rows("paper_log") if (row["kind"], row["application"]) == kept]
        counts = [row for row in papers.rows("paper_count") if (row["kind"], row["application"]) == kept]
        known = [written_on(row) for row in slips if row["action"] == "signed"]
        known += [written_on(row) for row in counts if not row["found"]]
        if slips and not known and not any(row["action"] == "sent" for row in slips):
            return date.max, date.max
        entered_on = max([since, opening["entered_on"], *sorted(known)[:1]])
        since = papers.after("working", entered_on) - timedelta(1)
    orders = (row for row in papers.rows("work_order") if row["customer"] == customer)
    ends = [row["done_on"] for row in orders if (row["kind"], row["reason"]) == ("removal", "closing")]
    ends += [row["closed_on"] for row in versions if row["closed_on"] is not None]
    return since, min(ends, default=date.max)


def _left_out(papers: Papers, customer: int, run: list[Row]) -> Iterator[Found]:
    number = int(papers.limits["unread.cycles"])
    if len(run) < number:
        return
    last = run[number - 1]
    kind = next(row["kind"] for row in papers.rows("book") if row["book"] == last["book"])
    rule = "special" if kind == "special" else "low_voltage"
    limit = last["scheduled_on"] + timedelta(int(papers.limits[f"reading.tolerance_days.{rule}"]))
    missed_on = papers.past(max(limit, last["read_on"]))
    if missed_on is not None:
        yield Found("2.5", last["reader"], "customer", customer, missed_on, _late_fen(papers, customer, run))


def _late_fen(papers: Papers, customer: int, run: list[Row]) -> int:
    """Each cycle's part of the bill that catches up, from its limit to the issue, or to the pending register."""
    after = [bill for bill in papers.bills_of.get(customer, []) if bill["to_on"] > run[0]["read_on"]]
    if not after:
        return 0
    bill = min(after, key=lambda row: row["to_on"])
    pending = [row for row in papers.rows("pending") if (row["customer"], row["period"]) == (customer, bill["period"])]
    until = min([written_on(row) for row in pending if row["action"] == "open"], default=bill["issued_on"])
    begin, span, parts = bill["from_on"], max((bill["to_on"] - bill["from_on"]).days, 1), []
    for batch in run:
        kwh = max(bill["kwh"], 0) * max((batch["read_on"] - begin).days, 0) // span
        fen = max(bill["amount_fen"], 0) * kwh // max(bill["kwh"], 1)
        limit = papers.after("working", batch["read_on"], int(papers.limits["issuance.limit_working_days"]))
        days = min((until - limit).days, (bill["to_on"] - batch["read_on"]).days)
        parts.append(Part(fen, limit, limit + timedelta(max(days, 0))))
        begin = max(begin, batch["read_on"])
    return lateness(parts, papers.as_of)


def _zeroed(papers: Papers) -> Iterator[Found]:
    """Of zeros in a row, of one reader, the first that is refuted; what each of them adds counts."""
    for rows in papers.readings_of.values():
        for meter in {row["meter"] for row in rows if row["remark"] == "vacant"}:
            mine = [row for row in rows if row["meter"] == meter]
            group: list[tuple[Row, int | None]] = []
            for row in sorted(mine, key=lambda row: row["recorded_at"]):
                bill = is_zero(papers, row)
                off = off_units(papers, mine, row) if bill else None
                if bill is None or off is None or not off.units:
                    continue
                last = group[-1][0] if group else row
                apart = months(row["period"]) != months(last["period"]) + 1 or row["staff"] != last["staff"]
                if group and apart:
                    yield _group(group)
                    group = []
                units = own(off.units, carried(papers, mine, row, bill))
                group.append((row, worth_fen(papers, row, bill, units)))
            if group:
                yield _group(group)


def _group(group: list[tuple[Row, int | None]]) -> Found:
    row, fen = group[0][0], [each for _, each in group if each is not None]
    number = row["meter"] * 1024 + months(row["period"])
    worth = sum(fen) if len(fen) == len(group) else None
    return Found("2.5", row["staff"], "meter_period", number, row["read_on"], worth)
