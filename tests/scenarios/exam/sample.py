"""A key of four incidents made by hand, its oracle, and short ways to write lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kaohe.scenarios.exam.key import Band, Key, KeyCite, KeyIncident, LookAlike, SanctionSet, Scale, Worth
from kaohe.scenarios.exam.sheet import AnswerLine, AnswerSheet, Input, Sanction

SCALE = Scale(
    (Band("non_assessed", 0), Band("general", 100_000), Band("serious", 1_000_000), Band("major", 10_000_000))
)
UNITS = {"withhold_comprehensive_bonus": "months", "withhold_all_bonus": "months", "major_demerit": ""}
SERIOUS = ("enquiry", "incident_form", "three_no_let_pass", "upward_report")


def months(kind: str, low: int, high: int | None = None) -> Sanction:
    return Sanction(kind, low, low if high is None else high)


NONE = (SanctionSet(()),)
GENERAL = (
    SanctionSet((months("withhold_comprehensive_bonus", 3),)),
    SanctionSet((months("withhold_comprehensive_bonus", 3, 6),), "range"),
)
ALL_BONUS = (
    SanctionSet((months("withhold_all_bonus", 6),)),
    SanctionSet((months("withhold_all_bonus", 6, 12),), "range"),
)


def incident(
    number: int,
    clause: str,
    rows: Mapping[tuple[str, int], str],
    post: str,
    person: int,
    worth: Worth,
    formula: str = "",
) -> KeyIncident:
    decisive = frozenset(row for row, role in rows.items() if role in ("act", "proof"))
    return KeyIncident(
        number=number,
        clauses=(clause,),
        object_type="customer_period",
        object_id=100 + number,
        posts=(post,),
        persons=(person,),
        occurred_on=date(2001, 3, number),
        discovered_on=date(2001, 3, 10 + number),
        decisive=decisive,
        own=decisive,
        cites=tuple(KeyCite(table, key, role) for (table, key), role in rows.items()),
        worths=(worth,),
        basis="fee",
        formula=formula,
        incident_id=number,
    )


FOLLOWS = (
    Worth(0, ("non_assessed",), NONE, reason="follows"),
    Worth(100_000, ("general",), GENERAL, reason="follows"),
    Worth(1_000_000, ("serious",), ALL_BONUS, SERIOUS, reason="follows"),
)
MISREAD = incident(
    1,
    "2.2",
    {("reading", 1): "act", ("reading", 2): "proof", ("meter", 9): "duty"},
    "meter_reader",
    11,
    Worth(123_456, ("general",), GENERAL, rules=("S1",)),
    "register.impossible",
)
MISBILLED = incident(
    2,
    "3.1",
    {("bill", 5): "act", ("price", 4): "duty"},
    "issuance_clerk",
    21,
    Worth(1_416_998, ("serious",), ALL_BONUS, SERIOUS, rules=("S2", "S5", "S7")),
    "billing",
)
UNPRICED = incident(
    3, "6.4", {("safe_key", 3): "act"}, "cashier", 31, Worth(None, ("serious",), ALL_BONUS, SERIOUS, rules=("S2",))
)
TRIFLE = incident(
    4, "4.1", {("hand_in", 7): "act", ("receipt", 8): "duty"}, "collector", 41, Worth(5_000, ("non_assessed",), NONE)
)
KEY = Key(
    tuple(replace(one, follows=FOLLOWS) for one in (MISREAD, MISBILLED, UNPRICED, TRIFLE)),
    SCALE,
    (LookAlike("2.2", "customer_period", 900, "meter_exchanged", (("reading", 50),)),),
    units=UNITS,
)


def right_line(one: KeyIncident, number: int | None = None) -> AnswerLine:
    """The line that has all of an incident right, by the judge's own answer."""
    worth, wanted = one.worth, one.worth.sanctions[0].sanctions
    return AnswerLine(
        number=one.number if number is None else number,
        clause=one.clause,
        post=next(iter(one.posts), None),
        person=next(iter(one.persons), None),
        cites=tuple(sorted(one.decisive))[:5],
        amount_fen=worth.amount_fen,
        unpriced=worth.amount_fen is None,
        tier=worth.tiers[0],
        sanctions=wanted,
        none_written=not wanted,
        duties=worth.duties,
    )


def oracle(key: Key = KEY) -> AnswerSheet:
    return AnswerSheet(tuple(right_line(one) for one in key.counted))


def wrong_line(number: int, **given: object) -> AnswerLine:
    """A claim that shows nothing."""
    line = AnswerLine(number, clause="7.3", post="accountant", cites=(("bill", 999),), tier="general")
    return replace(line, **given)  # type: ignore[arg-type]  # fields by name


def inputs(**given: str | int) -> tuple[Input, ...]:
    return tuple(Input(name, value if isinstance(value, int) else Decimal(value)) for name, value in given.items())
