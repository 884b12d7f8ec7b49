"""What the accountant (營業會計) faces: books of receipts that are handed out, and their stubs; vouchers and the
ledger; after the end of ten days what each window owes, and what the office owes.
"""

from __future__ import annotations

from collections.abc import Callable

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Refused, Seen, Typed, Value, Work, face
from kaohe.sim.desks.books.balances import BALANCE_WINDOW
from kaohe.sim.desks.books.formalizing import NOTE, TRANSFER
from kaohe.sim.desks.books.handing_out import ISSUE_BOOKS, another
from kaohe.sim.desks.books.posting import POST_VOUCHER
from kaohe.sim.desks.books.reconciling import RECONCILE
from kaohe.sim.desks.books.remitting import REMIT
from kaohe.sim.desks.books.stock import KEEP_STOCK
from kaohe.sim.desks.books.stubs import CHECK_STUBS, SEAL_STUBS
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


# ── income ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _remit(facing: Facing, typed: Typed) -> Meant:
    short = facing.field("owed_fen") - typed["amount_fen"]
    if short < 0:
        raise Refused("refused-remittance")
    return ("remit_short", {"amount_fen": short}) if short else (None, {})


def _remit_on(facing: Facing, typed: Typed) -> Meant:
    if typed["on_day"] == facing.day:
        raise Refused("refused-remit-today")
    return "remit_late", {"days": typed["on_day"] - facing.day}


face(
    REMIT,
    Work(
        (
            TODAY,
            Seen("slip_kind", "code", lambda facing: facing.field("kind")),
            Seen("credited_fen", "fen", lambda facing: facing.field("owed_fen")),
        ),
        (
            Choice("remit_now", (Value("amount_fen", "fen"),), _remit),
            Choice("remit_on", (ON,), _remit_on),
        ),
        lambda facing: ("remit_now", {"amount_fen": facing.field("owed_fen")}),
    ),
)


# ── books of receipts ────────────────────────────────────────────────────────────────────────────────────────────────


def _next_book(facing: Facing, _: Typed) -> Meant:
    if not facing.field("last"):
        raise Refused("refused-next-book")
    return "issue_out_of_order", {}


def _by_another(facing: Facing, _: Typed) -> Meant:
    if another(facing.office, facing.field("holder")) == facing.field("holder"):
        raise Refused("refused-nobody-else")
    return "issue_to_another", {}


face(
    ISSUE_BOOKS,
    Work(
        (
            TODAY,
            Seen("counter", "number", lambda facing: facing.object),
            Seen("book_no", "number", lambda facing: facing.key),
            Seen("book_holder", "number", lambda facing: facing.field("holder")),
        ),
        (
            Choice("issue_signed", (), lambda *_: (None, {})),
            Choice("issue_now_sign_later", (), lambda *_: ("sign_later", {})),
            Choice("issue_without_signature", (), lambda *_: ("issue_unsigned", {})),
            Choice("issue_next_book", (), _next_book),
            Choice("issue_by_another", (), _by_another),
        ),
        lambda _: ("issue_signed", {}),
    ),
)


# ── the ledger ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _post(facing: Facing, typed: Typed) -> Meant:
    fen = typed["amount_fen"]
    return (None, {}) if fen == facing.field("amount_fen") else ("misenter", {"amount_fen": fen})


face(
    POST_VOUCHER,
    Work(
        (
            TODAY,
            Seen("voucher_kind", "code", lambda facing: facing.field("kind")),
            Seen("amount_fen", "fen"),
        ),
        (
            # a day's issuance is in red where more was given back than issued
            Choice("post_amount", (Value("amount_fen", "fen", below_zero=True),), _post),
            Choice("post_amount_twice", (), lambda facing, typed: ("post_twice", {})),
        ),
        lambda facing: ("post_amount", {"amount_fen": facing.field("amount_fen")}),
    ),
)


def _sign(facing: Facing, typed: Typed) -> Meant:
    return ("sign_no_difference", {}) if facing.field("difference_fen") else (None, {})


def _reconcile_on(facing: Facing, typed: Typed) -> Meant:
    """In time it is as good as today's."""
    on, limit_on = int(facing.office.calendar.next_working(typed["on_day"])), facing.field("limit_on")
    return (None, {}) if on <= limit_on else ("reconcile_late", {"days": on - limit_on})


face(
    RECONCILE,
    Work(
        (
            TODAY,
            Seen("ledger_account", "code", lambda facing: facing.field("account")),
            Seen("ledger_fen", "fen"),
            Seen("vouchers_fen", "fen"),
            Seen("reconciled_by", "day", lambda facing: facing.field("limit_on")),
        ),
        (
            Choice("look_up_differences", (), lambda facing, typed: (None, {})),
            Choice("sign_as_equal", (), _sign),
            Choice("reconcile_on", (ON,), _reconcile_on),
        ),
        lambda facing: ("look_up_differences", {}),
    ),
)


# ── temporary receipts ───────────────────────────────────────────────────────────────────────────────────────────────

CUSTOMER = Seen("customer", "number", lambda facing: facing.object)


def _transfer(facing: Facing, typed: Typed) -> Meant:
    less = facing.field("amount_fen") - typed["amount_fen"]
    if less < 0 or not typed["amount_fen"]:
        raise Refused("refused-temporary-sum")
    return ("transfer_other_sum", {"amount_fen": less}) if less else (None, {})


def _transfer_on(facing: Facing, typed: Typed) -> Meant:
    """In time it is as good as today's."""
    on, limit_on = int(facing.office.calendar.next_working(typed["on_day"])), facing.field("limit_on")
    return (None, {}) if on <= limit_on else ("transfer_late", {"days": on - limit_on})


face(
    TRANSFER,
    Work(
        (
            TODAY,
            CUSTOMER,
            Seen("taken_on", "day"),
            Seen("amount_fen", "fen"),
            Seen("transfer_by", "day", lambda facing: facing.field("limit_on")),
        ),
        (
            Choice("issue_and_transfer", (Value("amount_fen", "fen"),), _transfer),
            Choice("transfer_by_next_name", (), lambda facing, typed: ("transfer_to_another", {})),
            Choice("transfer_on", (ON,), _transfer_on),
        ),
        lambda facing: ("issue_and_transfer", {"amount_fen": facing.field("amount_fen")}),
    ),
)
face(
    NOTE,
    Work(
        (TODAY, CUSTOMER, Seen("taken_on", "day"), Seen("amount_fen", "fen")),
        (Choice("write_note", (), lambda facing, typed: (None, {})),),
        lambda facing: ("write_note", {}),
    ),
)


# ── stubs ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cast_up(facing: Facing, typed: Typed) -> Meant:
    more = typed["stubs_fen"] - facing.field("stubs_fen")
    if more < 0 or (more and not facing.field("electricity_fen")):
        raise Refused("refused-stubs")
    return ("miscast_stubs", {"amount_fen": more}) if more else (None, {})


def _late_by(action: str) -> Callable[[Facing, Typed], Meant]:
    """In time it is as good as today."""

    def meant(facing: Facing, typed: Typed) -> Meant:
        calendar, limit_on = facing.office.calendar, facing.field("limit_on")
        late = sum(bool(calendar.is_working(day)) for day in range(limit_on + 1, typed["on_day"] + 1))
        return (action, {"days": late}) if late else (None, {})

    return meant


_RETURNED = (
    TODAY,
    Seen("book_no", "number", lambda facing: facing.key),
    Seen("due_by", "day", lambda facing: facing.field("limit_on")),
)
face(
    CHECK_STUBS,
    Work(
        (*_RETURNED, Seen("receipts_sum", "fen", lambda facing: facing.field("stubs_fen"))),
        (
            Choice("cast_up_stubs", (Value("stubs_fen", "fen"),), _cast_up),
            Choice("check_stubs_on", (ON,), _late_by("check_stubs_late")),
        ),
        lambda facing: ("cast_up_stubs", {"stubs_fen": facing.field("stubs_fen")}),
    ),
)
face(
    SEAL_STUBS,
    Work(
        _RETURNED,
        (
            Choice("seal_by_two", (), lambda *_: (None, {})),
            Choice("seal_on", (ON,), _late_by("seal_late")),
        ),
        lambda _: ("seal_by_two", {}),
    ),
)


# ── stock ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _used(_: Facing, typed: Typed) -> Meant:
    if typed["amount_fen"] < 1:
        raise Refused("refused-leaves")
    return "lose_book_used", {"amount_fen": typed["amount_fen"]}


face(
    KEEP_STOCK,
    Work(
        (TODAY, Seen("book_no", "number", lambda facing: facing.field("book")), Seen("leaves", "number")),
        (
            Choice("keep_locked_up", (), lambda *_: (None, {})),
            Choice("leave_lying_about", (), lambda *_: ("mislay_book", {})),
            Choice("let_book_go", (), lambda *_: ("lose_book", {})),
            Choice("let_leaves_be_used", (Value("amount_fen", "fen"),), _used),
        ),
        lambda _: ("keep_locked_up", {}),
    ),
)
