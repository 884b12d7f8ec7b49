"""1.2 once more: registrations and openings that were entered after the limit, or not yet."""

from __future__ import annotations

from collections.abc import Iterator

from tests.standards.rederived.desk import clerk_of, first_billed_late, limit_of
from tests.standards.rederived.duty import there
from tests.standards.rederived.papers import Found, Papers, written_on

POST = "registration_clerk"
STAGES = (("registration", "survey"), ("opening", "work_order"))


def clause_1_2(papers: Papers) -> Iterator[Found]:
    """No entry by the limit after the clerk signed for the paper of which it is made."""
    for stage, (table, kind) in enumerate(STAGES):
        days = int(papers.limits[f"{table}.limit_working_days"])
        entries = {row["application"]: row for row in papers.rows(table)}
        for application, rows in papers.papers_of.items():
            signed = [row for row in rows if (row["action"], row["kind"]) == ("signed", kind)]
            if not signed:
                continue
            limit_on = limit_of(papers, application, written_on(signed[0]), days)
            missed_on, entry = papers.past(limit_on), entries.get(application)
            if missed_on and (entry is None or written_on(entry) > limit_on):
                staff = there(papers, clerk_of(papers, signed[0], rows), POST, limit_on)
                fen = 0
                if entry is not None and table == "opening":
                    fen = first_billed_late(papers, entry, limit_on, written_on(entry))
                yield Found("1.2", staff, "entry", application * 2 + stage, missed_on, fen)
