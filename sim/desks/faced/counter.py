"""What collectors (收費工) face, and issuing clerks where credit notes are asked for: closings, cheques, requests."""

from __future__ import annotations

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Refused, Seen, Typed, Value, Work, face
from kaohe.sim.deciding.points import DecisionPoint
from kaohe.sim.desks.counter.cheques import EXAMINE_CHEQUE, HANDLE_RETURN
from kaohe.sim.desks.counter.closing import CLOSE_WINDOW
from kaohe.sim.desks.counter.crediting import ANSWER_REQUEST, CREDIT_AT_ISSUANCE
from kaohe.sim.desks.counter.listening import REFER_REPORT
from kaohe.sim.desks.faced.reading import CUSTOMER, ON, TODAY
from kaohe.sim.records.ids import bill_parts, period_code
from kaohe.sim.streams import Purpose, word_at

RECEIPTS, TOTAL = Value("receipts", "count"), Value("total_fen", "fen")
AMOUNT = Value("amount_fen", "fen")


# ── closing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _total(facing: Facing) -> int:
    return facing.field("cash_fen") + facing.field("cheque_fen")


def _off(facing: Facing, typed: Typed) -> tuple[int, int]:
    """By how much what is written is too high: receipts, total."""
    return typed["receipts"] - facing.field("receipts"), typed["total_fen"] - _total(facing)


def _as_reported(facing: Facing, typed: Typed) -> Meant:
    """What a report with these figures is, whatever becomes of the money."""
    receipts, total = _off(facing, typed)
    if total:
        return "miscast_total", {"amount_fen": total, "receipts_more": receipts}
    return ("miscount_receipts", {"receipts_more": receipts - 1}) if receipts else (None, {})


def _hand_in(facing: Facing, typed: Typed) -> Meant:
    if not facing.field("working"):
        raise Refused("refused-cashier-closed")
    return _as_reported(facing, typed)


def _seal(facing: Facing, typed: Typed) -> Meant:
    if not facing.field("working"):
        return _as_reported(facing, typed)
    receipts, total = _off(facing, typed)
    return "seal_without_cause", {"receipts_more": receipts, "total_more": total}


def _part(facing: Facing, typed: Typed) -> Meant:
    if not facing.field("working"):
        raise Refused("refused-cashier-closed")
    less = facing.field("cash_fen") - typed["amount_fen"]
    if less < 0:
        raise Refused("refused-more-cash")
    return ("close_short", {"amount_fen": less}) if less else (None, {})


def _lose(facing: Facing, typed: Typed) -> Meant:
    """The report is whole, the money is not."""
    what, params = _part(facing, typed)
    return (None if what is None else "lose_money"), params


def _close_on(facing: Facing, typed: Typed) -> Meant:
    if typed["on_day"] == facing.day:
        raise Refused("refused-close-today")
    return "close_late", {"days": typed["on_day"] - facing.day}


def _close_by_the_book(facing: Facing) -> tuple[str, Typed]:
    figures = {"receipts": facing.field("receipts"), "total_fen": _total(facing)}
    return "close_and_hand_in" if facing.field("working") else "close_and_seal", figures


face(
    CLOSE_WINDOW,
    Work(
        (
            TODAY,
            Seen("counter", "number", lambda facing: facing.object),
            Seen("cashier_there", "code", lambda facing: facing.field("working")),
            Seen("receipts", "count"),
            Seen("cash_fen", "fen"),
            Seen("cheque_fen", "fen"),
        ),
        (
            Choice("close_and_hand_in", (RECEIPTS, TOTAL), _hand_in),
            Choice("close_and_seal", (RECEIPTS, TOTAL), _seal),
            Choice("hand_in_cash", (AMOUNT,), _part),
            Choice("report_all_hand_in", (AMOUNT,), _lose),
            Choice("close_on", (ON,), _close_on),
        ),
        _close_by_the_book,
    ),
)


# ── cheques ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _reopen(facing: Facing, typed: Typed) -> Meant:
    days = typed["on_day"] - facing.day
    return ("leave_return", {"days": days}) if days else (None, {})


face(
    HANDLE_RETURN,
    Work(
        (TODAY, CUSTOMER, Seen("amount_fen", "fen")),
        (Choice("reopen_on", (ON,), _reopen),),
        lambda facing: ("reopen_on", {"on_day": facing.day}),
    ),
)
face(
    EXAMINE_CHEQUE,
    Work(
        (TODAY, CUSTOMER, Seen("amount_fen", "fen")),
        (
            Choice("compare_seal", (), lambda facing, typed: (None, {})),
            Choice("take_unseen", (), lambda facing, typed: ("take_blurred", {})),
        ),
        lambda facing: ("compare_seal", {}),
    ),
)


# ── requests for a reduction ─────────────────────────────────────────────────────────────────────────────────────────

NO_CASE, OTHER_CASE = 0, 1  # of three who have no ground one shows a case that is about another bill


def _case_period(facing: Facing) -> int | None:
    """The period of the bill that the case he shows is about, as yyyymm; None: he shows none."""
    index = bill_parts(facing.key)[1]
    if facing.field("grounded"):
        return int(period_code(index))
    shown = word_at(facing.office.seed, Purpose.PAPERS_SHOWN, facing.key) % 3 == OTHER_CASE
    return int(period_code(index - 1)) if shown else None


def _case_fen(facing: Facing) -> int | None:
    if _case_period(facing) is None:
        return None
    return facing.office.counter.crediting.granted(facing.key, facing.field("open_fen"))


def _credit(facing: Facing, typed: Typed) -> Meant:
    """The manager signs what a case of this bill grants, and nothing else."""
    if not facing.field("grounded"):
        raise Refused("refused-no-case")
    if typed["amount_fen"] != _case_fen(facing):
        raise Refused("refused-case-amount")
    return None, {}


def _face_requests(point: DecisionPoint, alone: str, leave: str) -> None:
    """Customers who ask for a reduction, at the window or with the issuing clerk."""

    def by_oneself(facing: Facing, typed: Typed) -> Meant:
        if not 0 < typed["amount_fen"] <= facing.field("open_fen"):
            raise Refused("refused-open-amount")
        return alone, {"amount_fen": typed["amount_fen"]}

    def refuse(facing: Facing, typed: Typed) -> Meant:
        return (leave, {}) if facing.field("grounded") else (None, {})

    def book(facing: Facing) -> tuple[str, Typed]:
        if not facing.field("grounded"):
            return "refuse_request", {}
        return "credit_on_case", {"amount_fen": _case_fen(facing) or 0}

    sees = (
        TODAY,
        CUSTOMER,
        Seen("bill_period", "period", lambda facing: int(period_code(bill_parts(facing.key)[1]))),
        Seen("open_fen", "fen"),
        Seen("case_period", "period", _case_period),
        Seen("case_fen", "fen", _case_fen),
    )
    choices = (
        Choice("credit_on_case", (AMOUNT,), _credit),
        Choice("credit_alone", (AMOUNT,), by_oneself),
        Choice("refuse_request", (), refuse),
    )
    face(point, Work(sees, choices, book))


_face_requests(ANSWER_REQUEST, "write_off", "leave_credit_request")
_face_requests(CREDIT_AT_ISSUANCE, "credit_without_case", "leave_credit")


# ── reports ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _next_working(facing: Facing) -> int:
    return int(facing.office.calendar.first_working_after(facing.day))


def _refer(facing: Facing, typed: Typed) -> Meant:
    on, limit = typed["on_day"], facing.field("limit_on")
    by_the_book = min(_next_working(facing), limit)
    return (None, {}) if on == by_the_book else ("refer_late", {"days": max(on - limit, 1), "on_day": on})


face(
    REFER_REPORT,
    Work(
        (TODAY, CUSTOMER, Seen("report_kind", "code"), Seen("next_working_day", "day", _next_working)),
        (
            Choice("refer_on", (ON,), _refer),
            Choice("keep_in_register", (), lambda facing, typed: ("never_refer", {})),
        ),
        lambda facing: ("refer_on", {"on_day": min(_next_working(facing), facing.field("limit_on"))}),
    ),
)
