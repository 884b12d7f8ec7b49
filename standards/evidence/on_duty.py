"""The rows that say whose a duty was on a day, where its own papers name another or nobody: roster, rota and slips."""

from __future__ import annotations

from kaohe.standards.ledger.cites import DUTY, Cite
from kaohe.standards.ledger.ledger import Ledger
from kaohe.standards.ledger.record_tables import NONE


def of_acting(ledger: Ledger, staff: int, post: str, day: int, role: str = DUTY) -> list[Cite]:
    """The leave of somebody on a day and the slip by which another has his post then; none where he was there."""
    absence = ledger.duty.absence(staff, day) if staff != NONE else None
    if absence is None:
        return []
    row = ledger.duty.slip(absence, post)
    return [*ledger.office.cites("leave", [absence.row], role), *ledger.office.cites("substitution", [row], role)]


def holder_on(ledger: Ledger, post: str, day: int) -> int:
    """Who does the work of a post on a day: of several holders the first answers, or who stands in for him."""
    on_duty = ledger.duty.holder(post, day, NONE)
    return ledger.duty.acting(ledger.holder(post), post, day) if on_duty == NONE else on_duty


def of_holder(ledger: Ledger, post: str, day: int) -> list[Cite]:
    """The row of the roster that has one holder of a post, and who stood in for him; of several the slip alone."""
    turn = ledger.duty.only_turn(post, day)
    if turn is None:
        return of_acting(ledger, ledger.holder(post), post, day)
    return _of_turn(ledger, turn.row, turn.employee, post, day)


def of_counter(ledger: Ledger, counter: int, day: int, minute: int) -> list[Cite]:
    """The row of the roster that has somebody at a counter, and who stood in for him; none where it has nobody."""
    turn = ledger.duty.turn_at(counter, day, minute)
    return [] if turn is None else _of_turn(ledger, turn.row, turn.employee, "collector", day)


def of_book(ledger: Ledger, book: int, planned_on: int, own: int) -> list[Cite]:
    """The row of the rota that gives a book's day to another than its own reader."""
    row = ledger.duty.rota_row(book, planned_on)
    if row == NONE or ledger.office["reading_rota"]["reader"][row] == own:
        return []
    return ledger.office.cites("reading_rota", [row], DUTY)


def _of_turn(ledger: Ledger, row: int, employee: int, post: str, day: int) -> list[Cite]:
    return [*ledger.office.cites("duty_roster", [row], DUTY), *of_acting(ledger, employee, post, day)]
