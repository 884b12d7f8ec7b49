"""3.4 once more: books unloaded without a sheet, and what was billed of them and taken off again."""

from __future__ import annotations

from collections.abc import Iterator

from tests.standards.rederived.papers import Found, Papers, Row, written_on

MONTHS = 12


def clause_3_4(papers: Papers) -> Iterator[Found]:
    """A book whose handheld was unloaded, its batch written, and no sheet signed before that."""
    sheets = {(row["book"], row["period"]): row for row in papers.rows("review_sheet")}
    batches = {(row["book"], row["period"]) for row in papers.rows("batch")}
    wrong = _reversed(papers)
    for row in papers.rows("handheld_log"):
        what = (row["book"], row["period"])
        sheet = sheets.get(what)
        signed = sheet is not None and sheet["recorded_at"] < row["recorded_at"]
        missed_on = papers.past(written_on(row))
        if row["action"] != "unload" or what not in batches or signed or not missed_on:
            continue
        number = row["book"] * 1024 + _index(row["period"])
        fen = wrong.get(what, 0)
        yield Found("3.4", row["staff"], "book_period", number, missed_on, fen, slip=not fen)


def _index(period: int) -> int:
    return int((period // 100 - 1990) * 12 + period % 100 - 1)


def _reversed(papers: Papers) -> dict[tuple[int, int], int]:
    """By book and period what cases of wrong readings took off bills of a large quantity."""
    multiple, floor = (int(papers.limits[f"review.{key}"]) for key in ("mean_multiple", "kwh_floor"))
    bills = {row["id"]: row for row in papers.rows("bill")}
    readings = {row["id"]: row for row in papers.rows("reading")}
    notes = {row["ground"]: row for row in papers.rows("credit_note")}
    refunds = {row["ground"]: row for row in papers.rows("supplement") if row["kind"] == "misread"}
    found = dict[tuple[int, int], int]()
    for case in papers.rows("case"):
        if case["kind"] != "misread":
            continue
        bill, kwh_mean = bills[case["bill"]], _mean(papers, bills[case["bill"]])
        note, refund = notes.get(case["id"]), refunds.get(case["ground"])
        settled = (note is not None and note["staff"] != case["staff"]) or refund is not None
        kwh = bill["kwh"] - bill["loss_kwh"]
        if settled and kwh > max(multiple * kwh_mean, floor) and kwh_mean > 0:
            read = readings[bill["reading"]]
            what = (read["book"], read["period"])
            found[what] = found.get(what, 0) + case["amount_fen"]
    return found


def _mean(papers: Papers, bill: Row) -> int:
    """Of the twelve bills before, those that lack by the archive's mean at the opening."""
    [opening] = [row for row in papers.rows("customer") if row["customer"] == bill["customer"]][:1]
    before = [
        row for row in papers.rows("bill") if row["customer"] == bill["customer"] and row["period"] < bill["period"]
    ]
    gaps = [
        row
        for row in papers.rows("supplement")
        if (row["customer"], row["kind"]) == (bill["customer"], "gap") and row["period"] < bill["period"]
    ]
    kwh = [(row["period"], row["kwh"] - row["loss_kwh"]) for row in before]
    kwh += [(row["period"], row["kwh"]) for row in gaps]
    last = [each for _, each in sorted(kwh)][-MONTHS:]
    return int((opening["opening_mean_kwh"] * (MONTHS - len(last)) + sum(last)) // MONTHS)
