"""2.6, 4.4: what case files show of those who read the meter before; what was told at the window and passed on."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, day, fen, later


def _case(papers: Papers) -> Row:
    """The last one with a sign outside and a statement."""
    facts = papers["case_fact"].filter((pl.col("kind") == "statement") & pl.col("sign").is_not_null())
    return papers.row("breach_case", pl.col("id").is_in(facts["breach_case"].implode()), -1)


def the_statement_says_a_month_earlier(papers: Papers) -> None:
    """The reader was there in between."""
    case = _case(papers)
    fact = papers.row("case_fact", (pl.col("breach_case") == fen(case, "id")) & (pl.col("kind") == "statement"))
    papers.change("case_fact", fact, seen_on=day(fact, "seen_on") - timedelta(31))


def the_report_of_a_case_is_missing(papers: Papers) -> None:
    """On which the case rests."""
    case = papers.row("breach_case", pl.col("report").is_not_null())
    papers.delete("reader_report", papers.row("reader_report", pl.col("id") == fen(case, "report")))


def _referral(papers: Papers, *, followed: bool) -> Row:
    """Of a report that a case followed after the limit, or of one that none followed at all."""
    cases = papers["breach_case"]
    customers = (cases.filter(pl.col("window_record").is_not_null()) if followed else cases)["customer"].implode()
    return papers.row("window_referral", pl.col("customer").is_in(customers) == followed)


def nobody_signed_for_the_report(papers: Papers) -> None:
    """And nothing was found there."""
    papers.delete("window_referral", _referral(papers, followed=False))


def nobody_signed_for_a_report_of_theft(papers: Papers) -> None:
    """Of which there is a case none the less."""
    papers.delete("window_referral", _referral(papers, followed=True))


def a_reader_signed_for_the_report(papers: Papers) -> None:
    """Who is no inspector."""
    reader = fen(papers.row("staff", pl.col("post") == "meter_reader"), "id")
    papers.change("window_referral", _referral(papers, followed=False), to_staff=reader)


def the_referral_was_written_a_week_later(papers: Papers) -> None:
    """And dated back."""
    row = _referral(papers, followed=False)
    papers.change("window_referral", row, recorded_at=later(row, 7))


def the_record_is_missing(papers: Papers) -> None:
    """That was passed on, and led to a case."""
    row = _referral(papers, followed=True)
    papers.delete("window_record", papers.row("window_record", pl.col("id") == fen(row, "window_record")))


LIMBS = (
    Limb("4.4", "no_case", "window_referral", nobody_signed_for_the_report, finds=("4.4",)),
    Limb("4.4", "span", "window_referral", nobody_signed_for_a_report_of_theft, finds=("4.4",)),
    Limb("4.4", "no_case", "window_referral.to_staff", a_reader_signed_for_the_report, finds=("4.4",)),
    Limb("4.4", "no_case", "window_referral.recorded_at", the_referral_was_written_a_week_later, finds=("4.4",)),
    Limb("4.4", "span", "window_record", the_record_is_missing, disagrees=("window_record", "window_record")),
    Limb("2.6", "span", "case_fact.seen_on", the_statement_says_a_month_earlier, finds=("2.6",)),
    Limb(
        "2.6",
        "span",
        "reader_report",
        the_report_of_a_case_is_missing,
        disagrees=("case_report", "report_referral", "report_referral"),
    ),
)
