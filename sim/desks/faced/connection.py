"""What registration clerks (用電登記工), auditors of the archive (信息審核員) and inspectors (用電檢查員) face."""

from __future__ import annotations

from kaohe.sim.deciding.choices import Choice, Facing, Meant, Refused, Seen, Typed, Unit, Value, Work, face
from kaohe.sim.desks.connection.auditing import AUDIT
from kaohe.sim.desks.connection.charging import CHARGE
from kaohe.sim.desks.connection.checking import CHECK
from kaohe.sim.desks.connection.documents import ACCEPT, DOCUMENTS
from kaohe.sim.desks.connection.entering import COLUMNS, ENTER, STAGE_OF
from kaohe.sim.desks.connection.registration import HAND_IN_FEES, KINDS_OF_STUBS
from kaohe.sim.desks.faced.reading import CUSTOMER, ON, TODAY

AMOUNT = Value("amount_fen", "fen")
UNITS: dict[str, Unit] = {
    "price_class": "class",
    "capacity_kva": "kva",
    "transformer_kva": "kva",
    "book": "number",
    "multiplier": "number",
    "digits": "count",
    "first_register": "register",
}
ACTIONS = {column: action for action, column in COLUMNS.items()}
OF_STAGE = [[column for column in UNITS if STAGE_OF[ACTIONS[column]] == stage] for stage in (0, 1)]


# ── papers of an applicant ───────────────────────────────────────────────────────────────────────────────────────────

WANTED = Value("wanted_paper", "code", options=tuple(Value(f"paper_{name}", "code") for name in DOCUMENTS))


def _paper(name: str) -> Seen:
    return Seen(f"paper_{name}", "code", lambda facing: facing.field(name))


def _ask_for(facing: Facing, typed: Typed) -> Meant:
    """Whoever has all that his class needs is sent home for nothing, and complains."""
    if not facing.field("flaw") or typed["wanted_paper"] != facing.field("wanted") + 1:
        raise Refused("refused-request")
    return None, {}


face(
    ACCEPT,
    Work(
        (TODAY, CUSTOMER, Seen("price_class", "class"), *map(_paper, DOCUMENTS)),
        (
            Choice(
                "accept_papers",
                (),
                lambda facing, typed: ("accept_incomplete", {}) if facing.field("flaw") else (None, {}),
            ),
            Choice("ask_for_paper", (WANTED,), _ask_for),
        ),
        lambda facing: (
            ("ask_for_paper", {"wanted_paper": facing.field("wanted") + 1})
            if facing.field("flaw")
            else ("accept_papers", {})
        ),
    ),
)


# ── business fees ────────────────────────────────────────────────────────────────────────────────────────────────────

AS_CLASS, QUANTITY = Value("as_class", "class"), Value("quantity", "number")


def _as_papers_say(facing: Facing, typed: Typed) -> tuple[bool, bool]:
    """Whether class and quantity are what the papers say; what cannot be is refused."""
    fees, kind = facing.office.fees[facing.field("kind")], facing.field("kind")
    if not fees[typed["as_class"]]:
        raise Refused("refused-fee-class")
    if not facing.field("by_kva") and typed["quantity"] != 1:
        raise Refused("refused-fee-quantity")
    own = facing.field("price_class")
    same_class = typed["as_class"] == own or facing.office.fees[kind][own] == fees[typed["as_class"]]
    same_quantity = typed["quantity"] == facing.field("quantity")
    if facing.field("approved_fen") and not (same_class and same_quantity):
        raise Refused("refused-fee-approved")
    return same_class, same_quantity


def _receipt(facing: Facing, typed: Typed) -> Meant:
    same_class, same_quantity = _as_papers_say(facing, typed)
    if not same_class and not same_quantity:
        raise Refused("refused-fee-both")
    if not typed["quantity"]:
        raise Refused("refused-fee-quantity")
    if not same_class:
        return "charge_other_class", {"price_class": typed["as_class"]}
    return (None, {}) if same_quantity else ("charge_other_quantity", {"capacity_kva": typed["quantity"]})


def _two_receipts(facing: Facing, typed: Typed) -> Meant:
    if facing.field("approved_fen"):
        raise Refused("refused-fee-approved")
    return "charge_twice", {}


face(
    CHARGE,
    Work(
        (
            TODAY,
            CUSTOMER,
            Seen("fee_kind", "code", lambda facing: facing.field("kind")),
            Seen("price_class", "class"),
            Seen("quantity", "number"),
            Seen("unit_fen", "fen"),
            Seen("approved_fen", "fen"),
        ),
        (Choice("write_receipt", (AS_CLASS, QUANTITY), _receipt), Choice("write_two_receipts", (), _two_receipts)),
        lambda facing: (
            "write_receipt",
            {"as_class": facing.field("price_class"), "quantity": facing.field("quantity")},
        ),
    ),
)


# ── takings ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _cashier_there(facing: Facing) -> bool:
    return bool(facing.office.calendar.is_working(facing.day))


def _counted(facing: Facing, typed: Typed) -> None:
    """Who takes the money counts it beside the stubs, and signs for no other sum."""
    if typed["amount_fen"] != facing.field("takings_fen"):
        raise Refused("refused-takings")


def _hand_in(facing: Facing, typed: Typed) -> Meant:
    if not _cashier_there(facing):
        raise Refused("refused-cashier-closed")
    _counted(facing, typed)
    return None, {}


def _seal(facing: Facing, typed: Typed) -> Meant:
    _counted(facing, typed)
    return ("keep_takings", {"days": 1}) if _cashier_there(facing) else (None, {})


def _keep(facing: Facing, typed: Typed) -> Meant:
    if typed["on_day"] == facing.day:
        raise Refused("refused-close-today")
    return "keep_takings", {"days": typed["on_day"] - facing.day}


def _stub(name: str, unit: Unit, shown_by: str) -> Seen:
    return Seen(name, unit, lambda facing: facing.field(name) if facing.field(shown_by) else None)


def _stubs(number: int) -> tuple[Seen, Seen]:
    shown_by = f"receipts_{number}"
    return _stub(f"fee_{number}_fen", "fen", shown_by), _stub(shown_by, "count", shown_by)


_STUBS = tuple(each for number in range(1, KINDS_OF_STUBS + 1) for each in _stubs(number))
face(
    HAND_IN_FEES,
    Work(
        (
            TODAY,
            Seen("cashier_there", "code", lambda facing: int(_cashier_there(facing))),
            *_STUBS,
            _stub("other_fees_fen", "fen", "other_fees_fen"),
        ),
        (
            Choice("hand_in_takings", (AMOUNT,), _hand_in),
            Choice("seal_takings", (AMOUNT,), _seal),
            Choice("hand_in_on", (ON,), _keep),
        ),
        lambda facing: (
            "hand_in_takings" if _cashier_there(facing) else "seal_takings",
            {"amount_fen": facing.field("takings_fen")},
        ),
        on_desk="takings_fen",
    ),
)


# ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _entry(stage: int) -> Choice:
    columns = OF_STAGE[stage]

    def enter(facing: Facing, typed: Typed) -> Meant:
        """One column that is not as on the paper passes; of two the applicant who signs sees one."""
        if facing.field("stage") != stage:
            raise Refused("refused-other-form")
        wrong = [column for column in columns if typed[column] != facing.field(column)]
        if len(wrong) > 1:
            raise Refused("refused-entries")
        return _wrong_entry(facing, wrong[0], typed[wrong[0]]) if wrong else (None, {})

    return Choice(("enter_survey", "enter_opening")[stage], tuple(Value(each, UNITS[each]) for each in columns), enter)


def _enter_on(facing: Facing, typed: Typed) -> Meant:
    """In time it is as good as today's."""
    calendar = facing.office.calendar
    if typed["on_day"] == facing.day:
        raise Refused("refused-enter-today")
    limit_on, on = facing.field("limit_on"), int(calendar.next_working(typed["on_day"]))
    late = sum(bool(calendar.is_working(day)) for day in range(limit_on + 1, on + 1))
    return ("enter_late", {"days": late}) if late else ("leave_entry", {})


def _on_form(column: str) -> Seen:
    """A column of the paper, which only one of the two has."""

    def see(facing: Facing) -> int | None:
        return facing.field(column) if column in OF_STAGE[facing.field("stage")] else None

    return Seen(column, UNITS[column], see)


def _wrong_entry(facing: Facing, column: str, written: int) -> Meant:
    """What can stand in the archive: the program takes no other."""
    office, prices = facing.office, facing.office.prices
    if column == "price_class" and prices.multi_function[[written, facing.field(column)]].any():
        raise Refused("refused-class-registers")
    if column == "book":
        books, own = office.books, facing.field("book")
        if written >= len(books.kind) or (books.kind[written], books.site[written]) != (
            books.kind[own],
            books.site[own],
        ):
            raise Refused("refused-book")
        return "wrong_book", {"book_and_one": written + 1}
    if column == "transformer_kva" and written:
        raise Refused("refused-transformer")
    if column != "price_class" and not facing.field(column) and column != "first_register":
        raise Refused("refused-not-on-form", value=Value(column, UNITS[column]).name)
    if not _can_be(facing, column, written):
        raise Refused("refused-entry", value=Value(column, UNITS[column]).name)
    return ACTIONS[column], {} if column == "transformer_kva" else {column: written}


def _can_be(facing: Facing, column: str, written: int) -> bool:
    if column == "digits":
        return 4 <= written <= 9
    if column == "first_register":
        return bool(facing.field("digits")) and written < facing.field("turn")
    return column == "price_class" or written > 0 or column == "transformer_kva"


face(
    ENTER,
    Work(
        (
            TODAY,
            CUSTOMER,
            Seen("form", "code", lambda facing: facing.field("stage")),
            *map(_on_form, UNITS),
        ),
        (_entry(0), _entry(1), Choice("enter_on", (ON,), _enter_on)),
        lambda facing: (
            ("enter_survey", "enter_opening")[facing.field("stage")],
            {column: facing.field(column) for column in OF_STAGE[facing.field("stage")]},
        ),
    ),
)


# ── audit ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_stage(facing: Facing, column: str) -> bool:
    return column in OF_STAGE[facing.field("stage")]


def _entered(column: str) -> Seen:
    def see(facing: Facing) -> int | None:
        return int(getattr(facing.office.recorded, column)[facing.object]) if _of_stage(facing, column) else None

    return Seen(f"entered_{column}", UNITS[column], see)


def _on_paper(column: str) -> Seen:
    def see(facing: Facing) -> int | None:
        entries = facing.office.connection.misbilling.of(facing.object)
        right = [each.right for each in entries if each.key == facing.key and each.column == column]
        return right[0] if right else _entered(column).see(facing)

    return Seen(column, UNITS[column], see)


DIFFERING = Value("differing", "code", options=tuple(Value(column, unit) for column, unit in UNITS.items()))
ON_PAPER = Value("paper_figure", "figure")


def _wrong(facing: Facing) -> tuple[int, int] | None:
    """What is not as on its paper: the number of the column, and what the paper says."""
    for each in facing.office.connection.misbilling.of(facing.object):
        if each.key == facing.key:
            return [*UNITS].index(each.column) + 1, each.right
    return None


def _send_back(facing: Facing, typed: Typed) -> Meant:
    """Who entered it looks the place up, and takes back what is wrong."""
    wrong = _wrong(facing)
    if wrong is None or typed["differing"] != wrong[0]:
        raise Refused("refused-send-back")
    if typed["paper_figure"] != wrong[1]:
        raise Refused("refused-figure")
    return None, {}


def _audited_by_the_book(facing: Facing) -> tuple[str, Typed]:
    wrong = _wrong(facing)
    return ("pass_entry", {}) if wrong is None else ("send_back", {"differing": wrong[0], "paper_figure": wrong[1]})


face(
    AUDIT,
    Work(
        (TODAY, CUSTOMER, *(each for column in UNITS for each in (_on_paper(column), _entered(column)))),
        (
            Choice(
                "pass_entry", (), lambda facing, typed: ("pass_wrong", {}) if facing.field("differs") else (None, {})
            ),
            Choice("send_back", (DIFFERING, ON_PAPER), _send_back),
        ),
        _audited_by_the_book,
        on_desk="audited",
    ),
)
face(
    CHECK,
    Work(
        (TODAY, CUSTOMER),
        (
            Choice(
                "compare_archive", (), lambda facing, typed: (None, {}) if facing.field("planned") else ("compare", {})
            ),
            Choice("strike_comparison", (), lambda facing, typed: ("leave_comparison", {})),
        ),
        lambda facing: ("compare_archive" if facing.field("planned") else "strike_comparison", {}),
    ),
)
