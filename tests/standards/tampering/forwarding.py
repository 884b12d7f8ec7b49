"""1.4: papers on their way, and the counts of the clerk's tray."""

from __future__ import annotations

import polars as pl

from kaohe.sim.records import SCHEMA
from tests.standards.tampering.papers import Limb, Papers, Row, later

CONTRACT = pl.col("kind") == "contract"


def sent(papers: Papers, kind: pl.Expr = CONTRACT) -> tuple[Row, Row]:
    """A paper that went, and its signature."""
    row = papers.row("paper_log", kind & (pl.col("action") == "sent"))
    mine = pl.col("paper") == pl.lit(row["paper"])
    return row, papers.row("paper_log", mine & (pl.col("action") == "signed"))


def a_contract_went_days_later(papers: Papers) -> None:
    """And was signed for then."""
    for row in sent(papers):
        papers.change("paper_log", row, recorded_at=later(row, 3))


def a_contract_came_damaged(papers: Papers) -> None:
    """As its receiver says."""
    papers.change("paper_log", sent(papers)[1], condition="damaged")


def a_damaged_contract_was_made_again(papers: Papers) -> None:
    """Three days later, from a copy."""
    went, signed = sent(papers)
    papers.change("paper_log", signed, condition="damaged")
    made = papers.row("paper_log", (pl.col("paper") == pl.lit(went["paper"])) & (pl.col("action") == "made"))
    key = SCHEMA["paper_log"].key
    for step, row, action in ((3, made, "remade"), (4, went, "sent"), (5, signed, "signed")):
        at = later(went, 3) if action == "remade" else later(row, 3)
        papers.add("paper_log", row, id=key.pack(paper=went["paper"], step=step), recorded_at=at, action=action)


def a_contract_never_went(papers: Papers) -> None:
    """And no count found it, on the last working day of any month."""
    went, signed = sent(papers)
    for row in (went, signed):
        papers.delete("paper_log", row)
    working = papers["calendar"].filter(pl.col("working")).sort("on")
    ends = working.group_by(pl.col("on").dt.month_start(), maintain_order=True).agg(end=pl.col("on").last())["end"]
    counted, key = papers["paper_count"], SCHEMA["paper_count"].key
    mine = {"paper": went["paper"], "application": went["application"], "kind": went["kind"], "found": False}
    for end in counted["counted_on"].unique().sort().to_list():
        assert end in ends.to_list()
        like = counted.filter(pl.col("counted_on") == end).row(0, named=True)
        number = key.pack(paper=went["paper"], day=key.part("day", like["id"]))
        papers.add("paper_count", {**like, **mine}, id=number)


LIMBS = (
    Limb("1.4", "late", "paper_log", a_contract_went_days_later, finds=("1.4",)),
    Limb("1.4", "replaced", "paper_log.condition", a_contract_came_damaged, finds=("1.4",)),
    Limb("1.4", "remade", "paper_log.condition", a_damaged_contract_was_made_again, finds=("1.4",)),
    Limb("1.4", "lost", "paper_count.found", a_contract_never_went, finds=("1.4",)),
)
