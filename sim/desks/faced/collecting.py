"""What a collector (收費工) faces who sends collection orders (托收) to the bank, and what comes back."""

from __future__ import annotations

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Refused, Seen, Typed, Value, Work, face
from kaohe.sim.desks.cash.sending import FOLLOW_RETURN, SEND_ORDERS
from kaohe.sim.desks.faced.reading import CUSTOMER, ON, TODAY

LEFT = Value("bills_left", "count")


def _later(facing: Facing, typed: Typed) -> int:
    if typed["on_day"] == facing.day:
        raise Refused("refused-send-today")
    return typed["on_day"] - facing.day


def _without(facing: Facing, typed: Typed) -> int:
    if not 0 < typed["bills_left"] <= facing.field("items"):
        raise Refused("refused-bills-left")
    return typed["bills_left"]


def _by_heart(facing: Facing, typed: Typed) -> Meant:
    """Right where no figures can change places."""
    return ("wrong_amount" if facing.field("transposable") else None), {}


def _rounded_up(facing: Facing, typed: Typed) -> Meant:
    """Right where no figures can change places so that it is more."""
    return ("overcharge" if facing.field("raisable") else None), {}


def _from_old_list(facing: Facing, typed: Typed) -> Meant:
    """Right where nobody has another account than before."""
    return ("wrong_account" if facing.field("renewed") else None), {}


face(
    SEND_ORDERS,
    Work(
        (TODAY, Seen("orders", "count", lambda facing: facing.field("items")), Seen("amount_fen", "fen")),
        (
            Choice("send_all", (), lambda facing, typed: (None, {})),
            Choice("send_all_on", (ON,), lambda facing, typed: ("send_late", {"days": _later(facing, typed)})),
            Choice(
                "send_rest_on",
                (LEFT, ON),
                lambda facing, typed: (
                    "leave_out",
                    {"bills": _without(facing, typed), "days": _later(facing, typed)},
                ),
            ),
            Choice("send_some", (LEFT,), lambda facing, typed: ("never_send", {"bills": _without(facing, typed)})),
            Choice("amounts_by_heart", (), _by_heart),
            Choice("one_for_more", (), _rounded_up),
            Choice("accounts_of_old_list", (), _from_old_list),
        ),
        lambda facing: ("send_all", {}),
    ),
)


def _tell_on(facing: Facing, typed: Typed) -> Meant:
    """In time it is as good as today."""
    limit_on = facing.office.calendar.add_working_days(facing.day, facing.office.rules.collection_return_limit)
    on = int(facing.office.calendar.next_bank(typed["on_day"]))
    return (None, {}) if on <= limit_on else ("follow_late", {"days": on - facing.day})


face(
    FOLLOW_RETURN,
    Work(
        (TODAY, CUSTOMER, Seen("amount_fen", "fen")),
        (
            Choice("tell_today", (), lambda facing, typed: (None, {})),
            Choice("tell_on", (ON,), _tell_on),
            Choice("file_return", (), lambda facing, typed: ("leave_collection", {})),
        ),
        lambda facing: ("tell_today", {}),
    ),
)
