"""What the accountant (營業會計) faces at the end of ten days: what each window owes."""

from __future__ import annotations

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Seen, Typed, Value, Work, face
from kaohe.sim.desks.books.balances import BALANCE_WINDOW
from kaohe.sim.desks.faced.reading import ON, TODAY


def _enter(facing: Facing, typed: Typed) -> Meant:
    """The collector signs what the accountant adds up."""
    more = typed["handed_fen"] - facing.field("handed_fen")
    return ("misstate_balance", {"amount_fen": more}) if more else (None, {})


def _sheet_on(facing: Facing, typed: Typed) -> Meant:
    """In time it is as good as today's."""
    calendar, limit_on = facing.office.calendar, facing.field("limit_on")
    late = sum(bool(calendar.is_working(day)) for day in range(limit_on + 1, typed["on_day"] + 1))
    return ("balance_late", {"days": late}) if late else (None, {})


face(
    BALANCE_WINDOW,
    Work(
        (
            TODAY,
            Seen("counter", "number", lambda facing: facing.object),
            Seen("received_fen", "fen", lambda facing: facing.field("receipts_fen")),
            Seen("handed_by_slips_fen", "fen", lambda facing: facing.field("handed_fen")),
            Seen("sheet_due_on", "day", lambda facing: facing.field("limit_on")),
        ),
        (
            Choice("enter_balance", (Value("handed_fen", "fen"),), _enter),
            Choice("balance_on", (ON,), _sheet_on),
        ),
        lambda facing: ("enter_balance", {"handed_fen": facing.field("handed_fen")}),
    ),
)
