"""9.5: what readers reported and auditors went to see."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen, later


def _only_visit(papers: Papers, measure: str | None = None) -> Row:
    """A visit that was the only one to its report, and led neither to a swap nor to a case unless asked for."""
    visits = papers["site_visit"]
    once = visits.filter(pl.col("report").is_unique() & pl.col("met"))
    wanted = once.filter(
        pl.col("measure") == measure if measure else ~pl.col("measure").is_in(["swap", "case"]).fill_null(value=False)
    )
    again = papers["site_visit"].group_by("meter").len().filter(pl.col("len") > 1)["meter"]
    return papers.row(
        "site_visit", pl.col("id").is_in(wanted["id"].implode()) & ~pl.col("meter").is_in(again.implode())
    )


def nobody_went_there(papers: Papers) -> None:
    """The visit is not on paper."""
    papers.delete("site_visit", _only_visit(papers))


def the_visit_was_written_weeks_later(papers: Papers) -> None:
    """With the day on which it should have been."""
    visit = _only_visit(papers)
    papers.change("site_visit", visit, recorded_at=later(visit, 30))


def the_meter_was_exchanged_unseen(papers: Papers) -> None:
    """For the fault that nobody went to see."""
    papers.delete("site_visit", _only_visit(papers, "swap"))


def the_report_is_missing(papers: Papers) -> None:
    """That was signed for, and visited."""
    papers.delete("reader_report", papers.row("reader_report", pl.col("id") == fen(_only_visit(papers), "report")))


LIMBS = (
    Limb("9.5", "late", "site_visit", nobody_went_there, finds=("9.5",)),
    Limb("9.5", "late", "site_visit.recorded_at", the_visit_was_written_weeks_later, finds=("9.5",)),
    Limb("9.5", "late", "work_order", the_meter_was_exchanged_unseen, disagrees=("report_order",)),
    Limb("9.5", "late", "reader_report", the_report_is_missing, disagrees=("report_referral", "report_referral")),
)
