"""1.4 once more: papers of a connection that were not sent on, were lost, or came damaged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.standards.rederived.desk import clerk_of, first_billed_late, limit_of
from tests.standards.rederived.duty import there
from tests.standards.rederived.papers import Found, Papers, Row, written_on

POST = "registration_clerk"
SENT_ON = ("application_form", "contract", "drawing", "opening_slip")
UNPRICED = ("contract", "drawing")


def clause_1_4(papers: Papers) -> Iterator[Found]:
    """One a paper: the first day on which the register or a count shows something."""
    counts = papers.by("paper_count", lambda row: row["paper"])
    for every in papers.papers_of.values():
        for kind in SENT_ON:
            rows = [row for row in every if row["kind"] == kind]
            if rows:
                yield from _of_paper(papers, every, rows, counts.get(rows[0]["paper"], []))


def _of_paper(papers: Papers, every: list[Row], rows: list[Row], counts: list[Row]) -> Iterator[Found]:
    made = next(row for row in rows if row["action"] == "made")
    went = [row for row in rows if row["action"] == "sent"]
    lost = [row for row in counts if not row["found"]]
    damaged = [row for row in rows if row["condition"] == "damaged"]
    limit_on = limit_of(papers, made["application"], written_on(made), int(papers.limits["paper.limit_working_days"]))
    late = not went or written_on(went[0]) > limit_on
    days = [written_on(row) for row in (*lost[:1], *damaged[:1])]
    missed_on = papers.past(limit_on) if late else None
    shown = min([*days, *([missed_on] if missed_on else [])], default=None)
    if shown is None:
        return
    by = limit_on if missed_on and shown == missed_on else shown
    staff = there(papers, clerk_of(papers, made, every), POST, by)
    if damaged and shown == written_on(damaged[0]) and not (missed_on and missed_on <= shown):
        staff = int(damaged[0]["from_staff"])
    remade = any(row["action"] == "remade" for row in rows)
    priced = not (lost and not remade and made["kind"] in UNPRICED)
    fen = _slip_fen(papers, made, went, lost, limit_on) if priced else None
    yield Found("1.4", staff, "paper", made["paper"], shown, fen)


def _slip_fen(papers: Papers, made: Row, went: list[Row], lost: list[Row], limit_on: date) -> int:
    """Of the slip of an opening what the reading that missed the customer makes late."""
    ended = [written_on(row) for row in (*went[:1], *lost[:1])]
    if made["kind"] != "opening_slip" or not ended:
        return 0
    opening = next(row for row in papers.rows("opening") if row["application"] == made["application"])
    return first_billed_late(papers, opening, limit_on, min(ended))
