"""1.1: what an applicant has brought, and what he was asked for."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from tests.standards.tampering.papers import Limb, Papers, Row


def _only(papers: Papers, kind: pl.Expr) -> Row:
    """A paper of which its application has no other of the kind, and that was not asked for."""
    asked = pl.col("application").is_in(papers["document_notice"]["application"].implode())
    return papers.row("document", kind & ~asked)


def a_licence_is_not_on_the_list(papers: Papers) -> None:
    """It is there no more."""
    papers.delete("document", _only(papers, pl.col("kind") == "licence"))


def what_was_asked_for_did_not_come(papers: Papers) -> None:
    """A request that was closed, without the paper."""
    closed = papers["document_notice"].filter(pl.col("action") == "close").row(0, named=True)
    mine = (pl.col("application") == closed["application"]) & (pl.col("kind") == closed["kind"])
    papers.delete("document", papers.row("document", mine, -1))


def a_card_had_expired(papers: Papers) -> None:
    """The day before."""
    row = _only(papers, pl.col("kind").is_in(["identity", "licence"]))
    received = row["received_on"]
    assert isinstance(received, date)
    papers.change("document", row, valid_to=received - timedelta(days=1))


def the_premises_are_another_s(papers: Papers) -> None:
    """By the paper."""
    papers.change("document", _only(papers, pl.col("kind").is_in(["ownership", "lease"])), holder_name="張寶財")


LIMBS = (
    Limb("1.1", "papers_only", "document", a_licence_is_not_on_the_list, finds=("1.1",)),
    Limb("1.1", "papers_only", "document", what_was_asked_for_did_not_come, finds=("1.1",)),
    Limb("1.1", "papers_only", "document.valid_to", a_card_had_expired, finds=("1.1",)),
    Limb("1.1", "papers_only", "document.holder_name", the_premises_are_another_s, finds=("1.1",)),
)
