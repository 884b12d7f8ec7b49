"""At whose desk an application was dealt with, by all that was signed there (1.2, 1.4)."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.standards.evidence.on_duty import desk_of
from kaohe.standards.ledger.ledger import Ledger

POST = "registration_clerk"
OWN = ("application_form", "contract", "drawing", "opening_slip")


def desk_of_application(ledger: Ledger, application: int, signer: int, day: int) -> int:
    """Which clerk's it was, where one signed for something of it on a day."""
    return desk_of(ledger, signer, POST, day, _signatures(ledger, application))


def _signatures(ledger: Ledger, application: int) -> Iterator[tuple[int, int]]:
    """Who signed at the desk, and when."""
    log = ledger["paper_log"]
    for table, column in (("application", "id"), ("registration", "application"), ("opening", "application")):
        rows = ledger[table]
        for row in rows.where(rows[column] == application).tolist():
            yield int(rows["staff"][row]), rows.day(row)
    own, signed = log.among("kind", *OWN), log.among("action", "signed")
    at_the_desk = (own & ~signed) | (~own & signed)
    for row in log.where((log["application"] == application) & at_the_desk).tolist():
        yield int(log["staff"][row]), log.day(row)
