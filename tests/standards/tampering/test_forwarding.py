"""1.4 in edited records: what a paper's way contradicts is told, and nobody is accused who was not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl
import pytest

from kaohe.sim.deciding.behaviours import Erring
from kaohe.sim.records import SCHEMA
from kaohe.sim.run import Run
from kaohe.standards.judging.judge import Found, find
from tests.sim.office import Small, rulebook
from tests.standards.tampering.forwarding import sent
from tests.standards.tampering.papers import Papers, Row, later

OFFICE = Small(300, 3, 7)


@cache
def lossy() -> Run:
    """Every third paper or so late, lost or damaged."""
    return OFFICE.office(behaviours=[Erring({"1.4": 300_000})]).run()


def the_signature_is_missing(papers: Papers) -> None:
    papers.delete("paper_log", sent(papers)[1])


def it_was_never_sent(papers: Papers) -> None:
    papers.delete("paper_log", sent(papers)[0])


def it_was_never_made(papers: Papers) -> None:
    went = pl.col("paper") == pl.lit(sent(papers)[0]["paper"])
    papers.delete("paper_log", papers.row("paper_log", went & (pl.col("action") == "made")))


def what_a_count_missed_was_there(papers: Papers) -> None:
    papers.change("paper_count", papers.row("paper_count", ~pl.col("found")), found=True)


def the_count_that_missed_it_is_gone(papers: Papers) -> None:
    papers.delete("paper_count", papers.row("paper_count", ~pl.col("found")))


def it_was_made_again_before_the_count(papers: Papers) -> None:
    lost = papers["paper_count"].filter(~pl.col("found"))["paper"].implode()
    row = papers.row("paper_log", (pl.col("action") == "remade") & pl.col("paper").is_in(lost))
    papers.change("paper_log", row, recorded_at=later(row, -25))


def it_went_on_another_sheet_count(papers: Papers) -> None:
    papers.change("paper_log", sent(papers)[0], sheets=9)


def a_count_of_the_middle_of_the_month(papers: Papers) -> None:
    row = papers.row("paper_count", pl.col("paper") > 0)
    papers.change("paper_count", row, recorded_at=later(row, -10), counted_on=later(row, -10).date())


def _made(papers: Papers, kind: str) -> Row:
    return papers.row("paper_log", (pl.col("kind") == kind) & (pl.col("action") == "made"))


def a_form_was_made_out_before_anybody_applied(papers: Papers) -> None:
    row = _made(papers, "application_form")
    papers.change("paper_log", row, recorded_at=later(row, -4))


def another_made_out_the_slip(papers: Papers) -> None:
    auditor = papers.row("staff", pl.col("post") == "field_auditor")["id"]
    papers.change("paper_log", _made(papers, "opening_slip"), staff=auditor)


def a_reader_drew_up_the_contract(papers: Papers) -> None:
    reader = papers.row("staff", pl.col("post") == "meter_reader")["id"]
    papers.change("paper_log", _made(papers, "contract"), staff=reader)


def what_a_count_missed_went_on_all_the_same(papers: Papers) -> None:
    lost = papers["paper_count"].filter(~pl.col("found"))["paper"].implode()
    copy = papers.row("paper_log", (pl.col("action") == "remade") & pl.col("paper").is_in(lost))
    papers.delete("paper_log", copy)
    for step, action in ((1, "sent"), (2, "signed")):
        mine = (pl.col("paper") == pl.lit(copy["paper"])) & (pl.col("action") == action)
        number = SCHEMA["paper_log"].key.pack(paper=copy["paper"], step=step)
        papers.change("paper_log", papers.row("paper_log", mine), id=number)


def who_signed(found: Found) -> set[tuple[str, int, int]]:
    """Act, object and person."""
    return {(each.clause, each.object_id, each.staff) for each in found.findings}


EDITS = (
    the_signature_is_missing,
    it_was_never_sent,
    it_was_never_made,
    what_a_count_missed_was_there,
    the_count_that_missed_it_is_gone,
    it_was_made_again_before_the_count,
    it_went_on_another_sheet_count,
    a_count_of_the_middle_of_the_month,
    a_form_was_made_out_before_anybody_applied,
    another_made_out_the_slip,
    a_reader_drew_up_the_contract,
    what_a_count_missed_went_on_all_the_same,
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_is_told_and_accuses_nobody(edit: Callable[[Papers], None]) -> None:
    papers = Papers(lossy().records)
    edit(papers)
    found = find(papers.records(), rulebook(), edited=True)
    assert found.disagreements
    assert who_signed(found) <= who_signed(find(lossy().records, rulebook()))


def test_what_nobody_edited_agrees() -> None:
    found = find(lossy().records, rulebook(), edited=True)
    assert not found.disagreements
    assert len(found.findings) >= 10
