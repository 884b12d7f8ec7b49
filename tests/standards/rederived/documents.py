"""1.1 once more: what an applicant brought, beside what the list asks of his class."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.standards.rederived.papers import Found, Papers, Row, written_on


def _good(papers: list[Row], wanted: str, applicant: str, on: date, *, proxy: bool) -> bool:
    """Whether one such paper was brought by the end of the day that still holds, and is his or lent by its owner."""
    return any(
        row["kind"] == wanted
        and written_on(row) <= on
        and (row["valid_to"] is None or row["valid_to"] >= on)
        and (row["holder_name"] == applicant or proxy)
        for row in papers
    )


def clause_1_1(papers: Papers) -> Iterator[Found]:
    """A new connection was taken in without a paper that the list asks for, and nobody asked for it the same day."""
    brought = papers.by("document", lambda row: row["application"])
    asked = papers.by("document_notice", lambda row: (row["application"], row["action"]))
    for application in papers.rows("application"):
        if application["kind"] != "new" or not application["applicant"]:
            continue
        on, own = application["applied_on"], brought[application["id"]]
        proxy = any(row["kind"] == "proxy" and written_on(row) <= on for row in own)
        notices = {row["kind"] for row in asked[(application["id"], "open")] if written_on(row) <= on}
        wanting = [
            rule["kind"]
            for rule in papers.rows("document_rule")
            if rule["price_class"] == application["price_class"] and rule["valid_from"] <= on
            if not any(
                _good(own, each, application["applicant"], on, proxy=proxy)
                for each in (rule["kind"], rule["instead"])
                if each is not None
            )
            if rule["kind"] not in notices
        ]
        if wanting:
            yield Found("1.1", application["staff"], "application", application["id"], on, None)
