"""What the cashier (營業出納) faces: the day's money and its slip, the safe, what windows hand in,
and vouchers."""

from __future__ import annotations

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Refused, Seen, Typed, Value, Work, face
from kaohe.sim.desks.cash.banking import DEPOSIT
from kaohe.sim.desks.cash.losing import KEEP_SAFE
from kaohe.sim.desks.cash.vouching import MAKE_VOUCHER
from kaohe.sim.desks.cash.window_checks import CHECK_WINDOW
from kaohe.sim.desks.faced.reading import ON, TODAY

SLIP, BROUGHT = Value("slip_fen", "fen"), Value("brought_fen", "fen")


def _others(facing: Facing) -> int:
    return facing.field("total_fen") - facing.field("cash_fen")


def _bank(facing: Facing, typed: Typed) -> Meant:
    """The slip and the money: only cash of electricity can be less."""
    due, slip, brought = facing.field("total_fen"), typed["slip_fen"], typed["brought_fen"]
    if slip > due or brought > slip:
        raise Refused("refused-slip-above")
    if brought < due - facing.field("cash_fen") or (slip < due and brought < slip):
        raise Refused("refused-slip-differs")
    if slip < due:
        return "bank_short", {"amount_fen": due - slip}
    return ("credit_short", {"amount_fen": slip - brought}) if brought < slip else (None, {})


def _bank_on(facing: Facing, typed: Typed) -> Meant:
    on, dated = typed["on_day"], typed["slip_day"]
    if on == facing.day:
        raise Refused("refused-bank-today")
    if dated not in (facing.day, on):
        raise Refused("refused-slip-day")
    return "bank_late" if dated == on else "backdate_slip", {"days": on - facing.day}


def _slip_first(facing: Facing, typed: Typed) -> Meant:
    if typed["on_day"] == facing.day:
        raise Refused("refused-bank-today")
    return "slip_without_money", {"days": typed["on_day"] - facing.day}


face(
    DEPOSIT,
    Work(
        (TODAY, Seen("cash_fen", "fen"), Seen("cheques_and_fees_fen", "fen", _others)),
        (
            Choice("bank_now", (SLIP, BROUGHT), _bank),
            Choice("bank_on", (ON, Value("slip_day", "day")), _bank_on),
            Choice("slip_now_money_on", (ON,), _slip_first),
            Choice("bank_after_hours", (), lambda facing, typed: ("bank_after_cutoff", {})),
        ),
        lambda facing: ("bank_now", {"slip_fen": facing.field("total_fen"), "brought_fen": facing.field("total_fen")}),
    ),
)


def _take_out(facing: Facing, typed: Typed) -> Meant:
    if not 0 < typed["amount_fen"] <= facing.field("cash_fen"):
        raise Refused("refused-safe-cash")
    return "lose_cash", {"amount_fen": typed["amount_fen"]}


def _cheque_out(facing: Facing, typed: Typed) -> Meant:
    if not facing.field("cheques"):
        raise Refused("refused-safe-cheques")
    return "lose_cheque", {}


face(
    KEEP_SAFE,
    Work(
        (
            TODAY,
            Seen("safe_cash_fen", "fen", lambda facing: facing.field("cash_fen")),
            Seen("cheques", "count"),
            Seen("cheque_fen", "fen"),
        ),
        (
            Choice("lock_up", (), lambda facing, typed: (None, {})),
            Choice("take_cash_out", (Value("amount_fen", "fen"),), _take_out),
            Choice("leave_cheque_out", (), _cheque_out),
        ),
        lambda facing: ("lock_up", {}),
    ),
)


# ── windows ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _as_handed(facing: Facing, typed: Typed) -> Meant:
    """Without a look at the stubs: right where nothing is short, and nobody can tell."""
    return ("copy_the_hand_in" if facing.field("short_fen") else None), {}


def _check_on(facing: Facing, typed: Typed) -> Meant:
    calendar = facing.office.calendar
    if typed["on_day"] == facing.day:
        raise Refused("refused-check-today")
    days = range(facing.day + 1, int(calendar.next_working(typed["on_day"])) + 1)
    return "check_late", {"days": sum(bool(calendar.is_working(day)) for day in days)}


face(
    CHECK_WINDOW,
    Work(
        (
            TODAY,
            Seen("counter", "number", lambda facing: facing.object),
            Seen("handed_fen", "fen"),
            Seen("counterfeit_fen", "fen", lambda facing: facing.field("bad_fen")),
        ),
        (
            Choice("add_up_stubs", (), lambda facing, typed: (None, {})),
            Choice("enter_as_handed", (), _as_handed),
            Choice("check_on", (ON,), _check_on),
        ),
        lambda facing: ("add_up_stubs", {}),
    ),
)


# ── vouchers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _put_off(action: str, facing: Facing, typed: Typed) -> Meant:
    """In time it is as good as today's."""
    limit_on = facing.office.calendar.add_working_days(facing.day, facing.office.rules.voucher_limit)
    on = int(facing.office.calendar.next_working(typed["on_day"]))
    return (None, {}) if on <= limit_on else (action, {"days": on - facing.day})


face(
    MAKE_VOUCHER,
    Work(
        (TODAY, Seen("slip_kind", "code", lambda facing: facing.field("kind")), Seen("amount_fen", "fen")),
        (
            Choice("make_and_hand_over", (), lambda facing, typed: (None, {})),
            Choice("make_on", (ON,), lambda facing, typed: _put_off("voucher_late", facing, typed)),
            Choice("hand_over_on", (ON,), lambda facing, typed: _put_off("pass_late", facing, typed)),
            Choice("file_voucher", (), lambda facing, typed: ("keep_voucher", {})),
        ),
        lambda facing: ("make_and_hand_over", {}),
    ),
)
