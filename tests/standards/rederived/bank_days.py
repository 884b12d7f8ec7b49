"""The bank day that owes what was handed in."""

from __future__ import annotations

from datetime import date, time

from tests.standards.rederived.papers import Papers, Row


def bank_hour(papers: Papers) -> time:
    return time.fromisoformat(papers.limits["deposit.cutoff"])


def bank_due_on(papers: Papers, row: Row) -> date:
    """The bank day that owes it: the first on or after the hand-in, the next one after the bank's hour."""
    at = row["recorded_at"]
    late = at.time() > bank_hour(papers)
    return papers.after("bank", at.date()) if late else papers.on_or_after("bank", at.date())


def cheque_due_on(papers: Papers, cheque: Row) -> date:
    """The bank day that owed a cheque: by the hand-in of its window's day."""
    window = (cheque["counter"], papers.receipts[cheque["receipt"]]["takings_on"])
    [row] = [each for each in papers.hand_ins[window] if each["cheque_fen"] > 0]
    return bank_due_on(papers, row)
