"""Requests for papers that are wanting (補件通知): while one is open, limits about its application stand still."""

from __future__ import annotations

from kaohe.standards.ledger.clock import Excuse
from kaohe.standards.ledger.deadlines import NEVER
from kaohe.standards.ledger.ledger import Ledger


def requests_for_papers(ledger: Ledger, application: int) -> list[Excuse]:
    """Those of an application, from the day on which each was opened to that on which it was closed."""
    notices = ledger["document_notice"]
    mine = notices.where(notices["application"] == application).tolist()
    closed = {notices.text("kind", row): notices.day(row) for row in mine if notices.text("action", row) == "close"}
    return [
        Excuse(notices.day(row), closed.get(notices.text("kind", row), NEVER))
        for row in mine
        if notices.text("action", row) == "open"
    ]
