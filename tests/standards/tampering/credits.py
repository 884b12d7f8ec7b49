"""4.6 and 3.5: credit notes."""

from __future__ import annotations

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row, fen, later


def _note(papers: Papers, post: str) -> Row:
    """A note whose maker holds a post."""
    makers = papers["staff"].filter(pl.col("post") == post)["id"].to_list()
    return papers.row("credit_note", pl.col("staff").is_in(makers))


def _case(papers: Papers, post: str) -> Row:
    return papers.row("case", pl.col("id") == fen(_note(papers, post), "ground"))


def a_collector_s_note_loses_its_approver(papers: Papers) -> None:
    """Nobody approved it."""
    papers.change("credit_note", _note(papers, "collector"), approver=None)


def a_reader_approves_it(papers: Papers) -> None:
    """Who holds no post that approves."""
    reader = papers.row("staff", pl.col("post") == "meter_reader")["id"]
    papers.change("credit_note", _note(papers, "collector"), approver=reader)


def its_case_is_of_another_bill(papers: Papers) -> None:
    """Its customer's next one."""
    case = _case(papers, "collector")
    papers.change("case", case, bill=fen(case, "bill") + 1)


def its_case_is_the_maker_s_own(papers: Papers) -> None:
    """Who made ground and note."""
    papers.change("case", _case(papers, "collector"), staff=_note(papers, "collector")["staff"])


def its_case_was_written_the_day_after(papers: Papers) -> None:
    """A ground that was found later."""
    case = _case(papers, "collector")
    papers.change("case", case, recorded_at=later(case, 1))


def its_case_is_of_one_fen(papers: Papers) -> None:
    """And covers no more."""
    papers.change("case", _case(papers, "issuance_clerk"), amount_fen=1)


def a_clerk_s_note_loses_its_case(papers: Papers) -> None:
    """The ground that it names is nowhere."""
    papers.delete("case", _case(papers, "issuance_clerk"))


def a_clerk_approves_his_own_note(papers: Papers) -> None:
    """Maker and approver are one."""
    note = _note(papers, "issuance_clerk")
    papers.change("credit_note", note, approver=note["staff"])


LIMBS = (
    Limb("4.6", "credit", "credit_note.approver", a_collector_s_note_loses_its_approver, finds=("4.6",)),
    Limb("4.6", "credit", "credit_note.approver", a_reader_approves_it, finds=("4.6",)),
    Limb("4.6", "credit", "case.bill", its_case_is_of_another_bill, finds=("4.6",)),
    Limb("4.6", "credit", "case.staff", its_case_is_the_maker_s_own, finds=("4.6",)),
    Limb("4.6", "credit", "case.recorded_at", its_case_was_written_the_day_after, finds=("4.6",)),
    Limb("3.5", "credit", "case.amount_fen", its_case_is_of_one_fen, finds=("3.5",)),
    Limb("3.5", "credit", "case", a_clerk_s_note_loses_its_case, finds=("3.5",)),
    Limb("3.5", "credit", "credit_note.approver", a_clerk_approves_his_own_note, finds=("3.5",)),
)
