"""Applications that were accepted with a paper that will not do (1.1)."""

from __future__ import annotations

import polars as pl

from kaohe.standards.evidence.findings import Broken, shown
from kaohe.standards.ledger.cites import ACT, DUTY, PROOF
from kaohe.standards.ledger.ledger import Ledger

PROXY = "proxy"
_ON = pl.col("recorded_at").dt.date()


def clause_1_1(ledger: Ledger) -> list[Broken]:
    """Applications for a new connection of whose papers, at the end of their day, the list lacks one that the class
    needs, or has only one that had expired or is another's, with no request for it open.

    Another's paper does with a proxy. What was asked for and brought the same day is there. Papers alone are worth 0.
    """
    applications, found = ledger["application"], []
    for row, wanted in _wanting(ledger).items():
        accepted_on = int(applications["applied_on"][row])
        found.append(
            shown(
                "papers_only",
                staff=int(applications["staff"][row]),
                object_id=int(applications["id"][row]),
                occurred_on=accepted_on,
                amount_fen=0,
                cites=[
                    ledger.cite("application", row, ACT),
                    *ledger.cites("document_rule", wanted, DUTY),
                    *ledger.cites("document", _of_that_day(ledger, "document", row), PROOF),
                    *ledger.cites("paper_log", _of_that_day(ledger, "paper_log", row), DUTY),
                ],
            )
        )
    return found


def _wanting(ledger: Ledger) -> dict[int, list[int]]:
    """By application (row) the rules (rows) that nothing on its list meets."""
    needed, found = _needed(ledger), dict[int, list[int]]()
    if needed.is_empty():
        return found
    met = _met(ledger)
    for name in ("wanted", "instead"):
        needed = needed.join(met, left_on=["id", name], right_on=["application", "kind"], how="anti")
    needed = needed.filter(~pl.col("id").is_in(_resting(ledger).implode())).sort("row", "rule")
    for row, rule in needed.select("row", "rule").iter_rows():
        found.setdefault(row, []).append(rule)
    return found


def _needed(ledger: Ledger) -> pl.DataFrame:
    """What each application for a new connection needs, by the latest rule of its day."""
    columns = ["row", "id", "price_class", "applied_on"]
    asked = ledger["application"].frame.with_row_index("row").filter(pl.col("kind") == "new").select(columns)
    rules = ledger["document_rule"].frame.with_row_index("rule").drop("id").rename({"kind": "wanted"})
    both = asked.join(rules, on="price_class").filter(pl.col("valid_from") <= pl.col("applied_on"))
    latest = both.sort("valid_from", "rule").unique(["row", "wanted"], keep="last", maintain_order=True)
    return latest.select("row", "rule", "id", "wanted", "instead")


def _listed(ledger: Ledger, table: str) -> pl.DataFrame:
    """Rows about applications that were written by the end of their day, with who applied."""
    asked = ledger["application"].frame.select(pl.col("id").alias("application"), "applied_on", "applicant")
    return ledger[table].frame.join(asked, on="application").filter(pl.col("applied_on") >= _ON)


def _met(ledger: Ledger) -> pl.DataFrame:
    """The papers (application, kind) that were there, held on that day, and were the applicant's or came with a
    proxy.
    """
    papers = _listed(ledger, "document")
    proxies = papers.filter(pl.col("kind") == PROXY)["application"]
    own = (pl.col("holder_name") == pl.col("applicant")) | pl.col("application").is_in(proxies.implode())
    holds = pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col("applied_on"))
    return papers.filter(own.fill_null(value=False) & holds).select("application", "kind").unique()


def _resting(ledger: Ledger) -> pl.Series:
    """Applications with a request that nobody had closed by the end of the day."""
    requests = _listed(ledger, "document_notice")
    opened, closed = (requests.filter(pl.col("action") == action) for action in ("open", "close"))
    return opened.join(closed, on=["application", "kind"], how="anti")["application"]


def _of_that_day(ledger: Ledger, table: str, row: int) -> list[int]:
    """The list as it was, and the form that was handed on with it: rows of the day of an application (row)."""
    papers, asked = ledger[table], ledger["application"]
    mine = papers["application"] == asked["id"][row]
    found: list[int] = papers.where(mine & (papers.days() <= asked["applied_on"][row])).tolist()
    return found
