"""Amended keys: what is accepted besides, what no longer counts, marks set by hand; and what stays."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from kaohe.scenarios.exam.key import SanctionSet
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.marks import Mark
from kaohe.scenarios.exam.moderation import (
    Accepted,
    Amendment,
    amended,
    changes,
    hands_of,
    kept_changes,
    read_amendments,
)
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import AnswerSheet, Sanction
from tests.scenarios.exam.sample import KEY, MISREAD, months, oracle, right_line

SCHEME = Scheme()


def accepting(incident: int = 1, /, **accept: object) -> Amendment:
    return Amendment(1, "accept", 1, incident, "the handbook says both", "Li", accept=Accepted(**accept))  # type: ignore[arg-type]  # by name


def with_change(amendment: Amendment, **changes: object) -> Mark:
    """The oracle's sheet with its first line changed, marked by the amended key."""
    line = replace(right_line(MISREAD), **changes)  # type: ignore[arg-type]  # fields by name
    return mark(AnswerSheet((line, *oracle().lines[1:])), amended(KEY, [amendment]), SCHEME)


@pytest.mark.parametrize(
    ("accept", "line"),
    [
        ({"clause": "2.4"}, {"clause": "2.4"}),
        ({"post": "cashier"}, {"post": "cashier"}),
        ({"person": 12}, {"person": 12}),
        ({"row": ("meter", 9)}, {"cites": (("meter", 9),)}),
        ({"amount_fen": 200_000}, {"amount_fen": 200_000}),
        ({"amount_fen": 50_000}, {"amount_fen": 50_000, "tier": "non_assessed"}),
        ({"amount_fen": 50_000}, {"amount_fen": 50_000}),
        ({"unpriced": True}, {"amount_fen": None, "unpriced": True, "tier": "serious"}),
        ({"tier": "serious"}, {"tier": "serious"}),
        ({"sanctions": (months("withhold_all_bonus", 6),)}, {"sanctions": (months("withhold_all_bonus", 6),)}),
        ({"sanctions": ()}, {"sanctions": (), "none_written": True}),
        ({"duties": ("enquiry",)}, {"duties": ("enquiry",)}),
    ],
)
def test_what_is_accepted_besides_is_right(accept: dict[str, object], line: dict[str, object]) -> None:
    amendment = accepting(**accept)
    assert with_change(amendment, **line).total == 100
    assert with_change(accepting(2, **accept), **line).total < 100
    assert mark(oracle(), amended(KEY, [amendment]), SCHEME).total == 100


def test_what_was_right_stays_right_after_any_amendment() -> None:
    every = [
        replace(accepting(amount_fen=200_000), number=1),
        replace(accepting(tier="serious"), number=2),
        replace(accepting(sanctions=(Sanction("major_demerit"),)), number=3),
    ]
    key = amended(KEY, every)
    assert key.amended == 3
    assert mark(oracle(), key, SCHEME).total == 100
    assert SanctionSet((Sanction("major_demerit"),), "amended") in key.incident(1).worths[-1].sanctions
    assert {worth.amount_fen for worth in key.incident(1).worths} == {123_456, 200_000}


def test_a_void_incident_no_longer_counts_for_anybody() -> None:
    void = Amendment(1, "void", 1, 1, "the paper was smudged", "Li")
    key = amended(KEY, [void])
    assert [one.number for one in key.counted] == [2, 3, 4]
    assert key.incident(1).void == "the paper was smudged"
    assert mark(AnswerSheet(oracle().lines[1:]), key, SCHEME).total == 100


def test_an_amendment_of_another_form_changes_nothing() -> None:
    assert amended(KEY, [replace(accepting(clause="2.4"), form=2)]) == KEY
    with pytest.raises(KeyError, match="no incident 9"):
        amended(KEY, [accepting(9, clause="2.4")])


def test_a_mark_by_hand_is_of_one_candidate() -> None:
    hand = Amendment(1, "hand", 1, 1, "sound working", "Li", candidate="c2", stage="value", credit=Fraction(1, 2))
    assert amended(KEY, [hand]) == KEY
    assert hands_of([hand], "c1") == ()
    (one,) = hands_of([hand], "c2")
    assert (one.incident, one.stage, one.credit, one.number) == (1, "value", Fraction(1, 2), 1)


def test_amendments_are_read_back_as_they_were_added() -> None:
    every = (
        accepting(
            clause="2.4", row=("meter", 9), amount_fen=0, sanctions=(months("withhold_all_bonus", 6, 12),), duties=()
        ),
        Amendment(2, "void", 1, 2, "污損", "李", "2001-05-01T09:00"),
        Amendment(3, "hand", 2, 1, "x", "y", candidate="c", stage="value", credit=Fraction(1, 3)),
    )
    assert read_amendments(json.loads(json.dumps([one.to_json() for one in every]))) == every
    assert every[0].accept.to_json()["duties"] == []


@pytest.mark.parametrize("row", [[], {"number": 1}, {"number": 1, "kind": "void", "by": "x"}, None])
def test_a_damaged_line_is_named(row: Any) -> None:
    sound = Amendment(1, "void", 1, 1, "x", "y").to_json()
    with pytest.raises(ValueError, match="2"):
        read_amendments([sound, row])
    with pytest.raises(ValueError, match="number 1"):
        read_amendments([sound, sound])


def test_what_is_withdrawn_no_longer_holds() -> None:
    void = Amendment(1, "void", 1, 1, "smudged", "Li")
    hand = Amendment(2, "hand", 1, 1, "sound", "Li", candidate="c2", stage="value", credit=Fraction(1, 2))
    back = [replace(void, number=3 + n, kind="withdraw", withdraws=1 + n) for n in range(2)]
    assert amended(KEY, [void, hand, back[0]]) == KEY
    assert hands_of([void, hand, back[0]], "c2")
    assert not hands_of([void, hand, *back], "c2")
    again = replace(void, number=5)
    assert amended(KEY, [void, hand, *back, again]).incident(1).void == "smudged"
    assert read_amendments([one.to_json() for one in (void, hand, *back)])[3].withdraws == 2


def test_a_dry_run_says_who_would_change() -> None:
    sheets = {
        "c1": oracle(),
        "c2": AnswerSheet((replace(right_line(MISREAD), clause="2.4"), *oracle().lines[1:])),
        "c3": AnswerSheet(oracle().lines[1:3]),
    }
    before = {name: mark(sheet, KEY, SCHEME) for name, sheet in sheets.items()}
    key = amended(KEY, [accepting(clause="2.4")])
    after = {name: mark(sheet, key, SCHEME) for name, sheet in sheets.items()}
    (change,) = changes(before, after)
    assert (change.candidate, change.after_e2, change.turns) == ("c2", 10_000, False)
    assert kept_changes([change])[0]["before"] == before["c2"].total_e2 / 100
    void = amended(KEY, [Amendment(1, "void", 1, number, "x", "y") for number in (1, 4)])
    turned = changes({"c3": before["c3"]}, {"c3": mark(sheets["c3"], void, SCHEME)})
    assert turned[0].turns
    assert [one.candidate for one in changes({}, after)] == ["c1", "c2", "c3"]
