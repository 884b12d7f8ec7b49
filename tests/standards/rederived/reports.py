"""9.5 once more: the auditor goes to see what a reader has reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from tests.standards.rederived.billing import archive, fee_fen, price
from tests.standards.rederived.duty import there
from tests.standards.rederived.papers import Found, Papers, Row


def clause_9_5(papers: Papers) -> Iterator[Found]:
    """A report that was signed for is followed by a visit within the limit; an appointment moves the limit."""
    visits = papers.by("site_visit", lambda row: row["report"])
    reports = papers.one("reader_report")
    for referral in papers.rows("report_referral"):
        limit_on = papers.after("working", referral["signed_on"], int(papers.limits["report_visit.limit_working_days"]))
        missed_on = _missed(visits[referral["report"]], limit_on)
        shown_on = papers.past(missed_on) if missed_on else None
        if missed_on and shown_on and papers.holds(referral["to_staff"], "field_auditor"):
            fen = _lost_fen(papers, reports[referral["report"]], missed_on)
            staff = there(papers, referral["to_staff"], "field_auditor", missed_on)
            yield Found("9.5", staff, "reader_report", referral["report"], shown_on, fen)


def _missed(visits: list[Row], limit_on: date) -> date | None:
    for visit in visits:
        if visit["visited_on"] > limit_on:
            return limit_on
        if visit["met"]:
            return None
        limit_on = visit["appointed_on"]
    return limit_on


def _lost_fen(papers: Papers, report: Row, limit_on: date) -> int | None:
    """What a meter that stood did not show from the limit until it was exchanged, by the usual energy of a day.

    0 until a swap establishes the fault; None where the periods before it are not plain, or the fault is another.
    """
    tests = [row["as_found"] for row in papers.rows("meter_test") if row["meter"] == report["meter"]]
    swaps = [row for row in papers.rows("work_order") if row["old_meter"] == report["meter"]]
    found = {swaps[-1]["fault"], *tests} - {None, "accurate"} if swaps else set()
    if not found <= {"stopped", "burnt"}:
        return None
    if not found:
        return 0
    exchanged_on = swaps[-1]["done_on"]
    usual = _usual(papers, report)
    if usual is None:
        return None
    kwh, days = usual
    lost_kwh = kwh * max((exchanged_on - limit_on).days, 0) // days
    at = datetime.combine(exchanged_on, time.max)
    price_class = archive(papers, report["customer"], at)["price_class"]
    return fee_fen(lost_kwh, price(papers, price_class, exchanged_on)["energy_e4"])


def _usual(papers: Papers, report: Row) -> tuple[int, int] | None:
    """Energy and days of the last normal periods before the one in which the fault was seen."""
    bills = [row for row in papers.rows("bill") if row["customer"] == report["customer"]]
    before = [row for row in bills if row["period"] < report["period"]]
    last = before[-int(papers.limits["fault.normal_periods"]) :]
    kinds = {row["id"]: row["kind"] for row in papers.readings_of.get(report["customer"], [])}
    remarks = {row["id"]: row["remark"] for row in papers.readings_of.get(report["customer"], [])}
    plain = all(kinds[row["reading"]] == "actual" and remarks[row["reading"]] is None for row in before)
    if not last or not plain:
        return None
    return sum(row["kwh"] for row in last), (last[-1]["to_on"] - last[0]["from_on"]).days
