"""Marks by hand, rule by rule."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.scenarios.exam.key import Key, KeyIncident, Worth
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.marks import Hand, Mark, Part
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import AnswerLine, AnswerSheet, Input, Sanction
from tests.scenarios.exam.sample import (
    ALL_BONUS,
    GENERAL,
    KEY,
    MISBILLED,
    MISREAD,
    NONE,
    TRIFLE,
    UNPRICED,
    inputs,
    months,
    oracle,
    right_line,
    wrong_line,
)

SCHEME = Scheme()
F = Fraction


def marked(*lines: AnswerLine, key: Key = KEY, scheme: Scheme = SCHEME, hands: tuple[Hand, ...] = ()) -> Mark:
    return mark(AnswerSheet(lines), key, scheme, hands)


def alone(one: KeyIncident, **changes: object) -> Mark:
    """The mark of a key with only this incident, by its right line with some changes."""
    incident = replace(one, number=1)
    line = replace(right_line(incident), **changes)  # type: ignore[arg-type]  # fields by name
    return marked(line, key=replace(KEY, incidents=(incident,)))


def part(mark: Mark, name: str) -> Part:
    return next(part for part in mark.incidents[0].parts if part.name == name)


def by_stage(mark: Mark) -> dict[str, Fraction]:
    return {stage.stage: stage.credit for stage in mark.stages}


# ── the ends ──


def test_all_right_is_a_hundred_and_nothing_is_nothing() -> None:
    assert mark(oracle(), KEY, SCHEME).total == 100
    assert mark(oracle(), KEY, SCHEME).passed
    assert marked().total == 0
    assert marked(AnswerLine(1), AnswerLine(2)).total == 0
    assert not marked().passed


def test_a_key_without_incidents_is_refused() -> None:
    with pytest.raises(ValueError, match="without incidents"):
        marked(key=replace(KEY, incidents=()))


# ── find ──


def test_finding_is_f_beta_of_lines_and_incidents() -> None:
    two = (right_line(MISREAD), right_line(MISBILLED))
    assert marked(*two).stage("find").credit == F(2 * 2, 2 + 4)  # P = 1, R = ½
    assert marked(*two, wrong_line(3)).stage("find").credit == F(4, 7)  # P = ⅔, R = ½
    beta = replace(SCHEME, beta=F(2))
    assert marked(*two, wrong_line(3), scheme=beta).stage("find").credit == F(5 * 2, 4 * 4 + 3)


def test_a_missed_incident_earns_nothing_in_all_five_stages() -> None:
    one = marked(right_line(MISBILLED))
    assert by_stage(one) == {
        "find": F(2, 5),
        "classify": one.incidents[1].weights["classify"] / one.stage("classify").weight,
        "value": one.incidents[1].weights["value"] / one.stage("value").weight,
        "attribute": one.incidents[1].weights["attribute"] / one.stage("attribute").weight,
        "sanction": F(1, 4),
    }
    assert all(abs(credit - F(1, 4)) < F(1, 50) for stage, credit in by_stage(one).items() if stage != "find")
    assert one.total == 28  # 20 × 0.4 + 80 ÷ 4


def test_a_line_shows_an_incident_only_by_a_decisive_row() -> None:
    by_duty = replace(right_line(MISREAD), cites=(("meter", 9),))
    assert marked(by_duty).total == 0
    assert marked(replace(by_duty, cites=(("meter", 9), ("reading", 2)))).total > 0


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ((("meter", 9),), F(1)),  # the duty: it belongs to the incident
        ((("bill", 77),), F(1)),  # a paper of the same object
        ((("reading", 3),), F(2, 3)),
        ((("reading", 3), ("reading", 4), ("reading", 5)), F(2, 5)),
        ((("bill", 5),), F(2, 3)),  # it shows another incident, not this one
    ],
)
def test_a_line_earns_by_the_share_of_its_rows_that_show_the_incident(
    more: tuple[tuple[str, int], ...], shown: Fraction
) -> None:
    one = replace(MISREAD, beside=frozenset({("meter", 9), ("bill", 77)}))
    key = replace(KEY, incidents=(one, MISBILLED, UNPRICED, TRIFLE))
    whole, part = (
        marked(right_line(one), key=key),
        marked(replace(right_line(one), cites=(*right_line(one).cites, *more)), key=key),
    )
    assert part.incidents[0].shown == shown
    assert by_stage(part) == {name: credit * shown for name, credit in by_stage(whole).items()}
    assert Mark.from_json(part.to_json()) == part


def test_a_shared_row_shows_an_incident_only_with_its_clause() -> None:
    shared = replace(MISREAD, own=frozenset())
    key = replace(KEY, incidents=(shared,))
    assert marked(right_line(shared), key=key).total == 100
    other = marked(replace(right_line(shared), clause="2.4"), key=key)
    assert other.total == 0
    assert other.lines[0].why == "rows-shared"
    assert marked(replace(right_line(MISREAD), clause="2.4")).lines[0].state == "matched"


def test_two_lines_on_one_incident_the_better_counts_and_the_other_is_false() -> None:
    poor = replace(right_line(MISREAD, 1), clause="2.4", amount_fen=None)
    both = marked(poor, right_line(MISREAD, 2))
    assert [line.state for line in both.lines] == ["again", "matched"]
    assert both.stage("find").credit == F(2, 2 + 4)
    alike = marked(right_line(MISREAD, 7), right_line(MISREAD, 3))
    assert {line.line: line.state for line in alike.lines} == {7: "again", 3: "matched"}


def test_lines_and_incidents_are_matched_for_the_most_together() -> None:
    """The second line shows only the first incident: the first line, which fits that one best, takes the other."""
    first = replace(MISREAD, decisive=frozenset({("reading", 1)}), own=frozenset({("reading", 1)}))
    other = replace(TRIFLE, number=2, decisive=frozenset({("reading", 2)}), own=frozenset({("reading", 2)}))
    wide = replace(right_line(MISREAD, 1), cites=(("reading", 1), ("reading", 2)))
    narrow = replace(right_line(MISREAD, 2), cites=(("reading", 1),), tier=None)
    both = marked(wide, narrow, key=replace(KEY, incidents=(first, other)))
    assert [line.incident for line in both.lines] == [2, 1]


def test_a_look_alike_is_named_as_such() -> None:
    line = marked(wrong_line(1, cites=(("reading", 50),))).lines[0]
    assert (line.state, line.args) == ("look_alike", {"clause": "2.2", "reason": "meter_exchanged"})


# ── classify ──


@pytest.mark.parametrize(
    ("changes", "clause", "tier", "why"),
    [
        ({}, 1, F(1), "tier-right"),
        ({"clause": "2.4"}, 0, F(1), "tier-right"),
        ({"tier": "serious"}, 1, F(0), "tier-wrong"),
        ({"tier": "non_assessed"}, 1, F(0), "tier-wrong"),
        ({"tier": None}, 1, F(0), "tier-blank"),
        ({"tier": "serious", "amount_fen": 2_000_000}, 1, F(1, 2), "tier-follows"),
        ({"tier": "non_assessed", "amount_fen": 99_999}, 1, F(1, 2), "tier-follows"),
        ({"tier": "non_assessed", "amount_fen": None}, 1, F(0), "tier-wrong"),
        ({"tier": "serious", "amount_fen": None, "unpriced": True}, 1, F(0), "tier-wrong"),
    ],
)
def test_the_tier_is_right_or_follows_or_is_wrong(
    changes: dict[str, object], clause: int, tier: Fraction, why: str
) -> None:
    found = alone(MISREAD, **changes)
    assert part(found, "clause").credit == clause
    assert (part(found, "tier").credit, part(found, "tier").why) == (tier, why)


def test_the_tier_says_how_far_the_next_ones_are() -> None:
    args = part(alone(MISREAD), "tier").args
    assert (args["below_fen"], args["below_tier"]) == (99_999, "non_assessed")
    assert (args["above_fen"], args["above_tier"]) == (1_000_000, "serious")


def test_an_amount_within_tolerance_of_a_bound_has_both_tiers_right() -> None:
    near = replace(
        MISREAD,
        worths=(
            Worth(99_950, ("non_assessed",), NONE),
            Worth(99_950, ("general",), GENERAL, reason="near_bound"),
        ),
    )
    below = alone(near)
    above = alone(near, tier="general", sanctions=GENERAL[0].sanctions, none_written=False)
    assert below.total == above.total == 100
    assert part(above, "tier").why == "tier-near-bound"
    assert alone(near, tier="serious").total < 100


# ── value ──


@pytest.mark.parametrize(
    ("own_fen", "credit"),
    [
        (123_456, F(1)),
        (123_456 + 617, F(1)),  # 0.5 % is 617.28
        (123_456 - 617, F(1)),
        (123_456 + 618, (F("12345.6") - 618) / (F("12345.6") - 617)),
        (123_456 + 6_481, (F("12345.6") - 6_481) / (F("12345.6") - 617)),
        (123_456 + 12_346, F(0)),
        (0, F(0)),
        (None, F(0)),
    ],
)
def test_an_amount_earns_by_its_distance(own_fen: int | None, credit: Fraction) -> None:
    assert part(alone(MISREAD, amount_fen=own_fen), "amount").credit == credit


@pytest.mark.parametrize(
    ("key_fen", "own_fen", "credit"),
    [
        (5_000, 5_100, 1),  # one yuan
        (5_000, 5_101, F(399, 400)),
        (62, 68, 1),  # a tenth
        (62, 69, 0),
        (62, 0, 0),  # 0 is within one yuan of it, and wrong
        (9, 9, 1),
        (9, 8, 0),
        (0, 0, 1),
        (0, 1, 0),
        (0, 100, 0),
    ],
)
def test_the_tolerance_of_a_small_amount_is_one_yuan_and_never_more_than_a_tenth(
    key_fen: int, own_fen: int, credit: Fraction
) -> None:
    one = replace(TRIFLE, worths=(Worth(key_fen, ("non_assessed",), NONE),))
    assert part(alone(one, amount_fen=own_fen), "amount").credit == credit


def test_a_blank_is_never_zero_yuan() -> None:
    zero = replace(TRIFLE, worths=(Worth(0, ("non_assessed",), NONE),))
    assert part(alone(zero, amount_fen=0), "amount").credit == 1
    blank = part(alone(zero, amount_fen=None), "amount")
    assert blank.credit == 0
    assert blank.why == "amount-blank"


def test_what_has_no_price_asks_that_it_be_said() -> None:
    assert part(alone(UNPRICED), "amount").why == "unpriced-right"
    assert part(alone(UNPRICED, unpriced=False), "amount").credit == 0
    assert part(alone(UNPRICED, amount_fen=0), "amount").credit == 0
    assert part(alone(MISREAD, amount_fen=None, unpriced=True), "amount").why == "amount-unpriced"


WORKED = inputs(kwh=200, price="0.45")
"""90.00 yuan."""


@pytest.mark.parametrize(
    ("formula", "own_fen", "credit", "why"),
    [
        ("energy_fee", 9_000, F(1, 2), "amount-method"),
        ("energy_fee", 9_001, F(1, 2), "amount-method"),
        ("energy_fee", 9_002, F(0), "amount-wrong"),
        ("interest", 9_000, F(0), "amount-wrong"),
        ("two_part_fee", 9_000, F(0), "amount-wrong"),
        ("no_such", 9_000, F(0), "amount-wrong"),
        (None, 9_000, F(0), "amount-wrong"),
    ],
)
def test_the_formula_at_the_own_inputs_has_a_method_mark(
    formula: str | None, own_fen: int, credit: Fraction, why: str
) -> None:
    found = part(alone(MISREAD, formula=formula, inputs=WORKED, amount_fen=own_fen), "amount")
    assert (found.credit, found.why) == (credit, why)


def test_a_formula_of_another_kind_of_amount_has_no_method_mark() -> None:
    interest = inputs(principal="1000", days=10, daily_rate="0.00021")
    assert part(alone(MISREAD, formula="interest", inputs=interest, amount_fen=210), "amount").credit == 0
    late = replace(MISREAD, formula="delay")
    assert part(alone(late, formula="interest", inputs=interest, amount_fen=210), "amount").credit == F(1, 2)


@pytest.mark.parametrize(
    ("formula", "given", "credit"),
    [
        ("energy_fee", inputs(kwh=90, price=1), 0),
        ("difference", inputs(due=90, actual=0), 0),
        ("difference", inputs(due="190", actual=100), F(1, 2)),
    ],
)
def test_a_figure_written_again_is_no_method(formula: str, given: tuple[Input, ...], credit: Fraction) -> None:
    found = part(alone(MISREAD, formula=formula, inputs=given, amount_fen=9_000), "amount")
    assert found.args["stated_fen"] == 9_000
    assert found.credit == credit


def test_accuracy_and_method_are_both_shown() -> None:
    near = part(
        alone(MISREAD, formula="energy_fee", inputs=inputs(kwh=2_800, price="0.45"), amount_fen=126_000), "amount"
    )
    assert near.why == "amount-near"
    assert (near.args["accuracy"], near.args["method"]) == (str(near.credit), "1/2")
    assert near.args["stated_fen"] == 126_000


def test_the_estimate_with_its_tier_is_as_right_as_the_proven_least() -> None:
    least = Worth(5_000, ("non_assessed",), NONE)
    likely = Worth(150_000, ("general",), GENERAL, reason="estimate")
    one = replace(MISREAD, worths=(least, likely))
    assert alone(one).total == 100
    own = {"amount_fen": 150_000, "tier": "general", "sanctions": GENERAL[0].sanctions, "none_written": False}
    assert alone(one, **own).total == 100
    assert alone(one, amount_fen=150_000).total < 100


# ── attribute ──


def test_post_and_person_are_half_each() -> None:
    assert alone(MISREAD, person=None).stage("attribute").credit == F(1, 2)
    assert alone(MISREAD, post="cashier").stage("attribute").credit == F(1, 2)
    unknown = replace(MISREAD, persons=())
    assert alone(unknown).stage("attribute").credit == 1


def test_an_innocent_named_takes_away_a_person_mark() -> None:
    assert alone(MISREAD, person=77).stage("attribute").credit == 0  # ½ for the post, less ½
    with_false = marked(*oracle().lines, wrong_line(9, person=77))
    assert with_false.stage("attribute").credit == 1 - F(1, 8)
    assert with_false.lines[-1].innocent == 77
    many = marked(right_line(MISREAD), *(wrong_line(number, person=77) for number in range(5, 10)))
    assert many.stage("attribute").credit == 0


def test_whoever_answers_for_something_else_is_innocent_of_this() -> None:
    assert marked(wrong_line(1, person=11)).lines[0].innocent == 11
    assert marked(right_line(MISREAD, 1), right_line(MISREAD, 2)).lines[1].innocent is None


# ── sanctions and duties ──


@pytest.mark.parametrize(
    ("sanctions", "credit"),
    [
        ((months("withhold_comprehensive_bonus", 3),), F(1)),
        ((months("withhold_comprehensive_bonus", 3, 6),), F(1)),
        ((months("withhold_comprehensive_bonus", 4),), F(1, 4)),
        ((months("withhold_comprehensive_bonus", 5, 8),), F(1, 3)),  # {5, 6} of {3 … 8}
        ((months("withhold_comprehensive_bonus", 7, 9),), F(0)),
        ((Sanction("withhold_comprehensive_bonus"),), F(0)),
        ((months("withhold_all_bonus", 3),), F(0)),
        ((months("withhold_comprehensive_bonus", 3), Sanction("major_demerit")), F(1, 2)),
        ((), F(0)),
    ],
)
def test_sanctions_are_marked_by_overlap(sanctions: tuple[Sanction, ...], credit: Fraction) -> None:
    assert alone(MISREAD, sanctions=sanctions).stage("sanction").credit == credit


def test_none_beside_a_sanction_is_one_too_many() -> None:
    assert alone(MISREAD, none_written=True).stage("sanction").credit == F(1, 2)


def test_each_duty_counts() -> None:
    """One sanction and four duties: five things in all."""
    assert alone(MISBILLED).stage("sanction").credit == 1
    assert alone(MISBILLED, duties=("enquiry", "upward_report")).stage("sanction").credit == F(3, 5)
    assert alone(MISBILLED, duties=()).stage("sanction").credit == F(1, 5)
    assert alone(MISBILLED, duties=(*MISBILLED.worth.duties, "circular")).stage("sanction").credit == F(5, 6)
    assert alone(MISBILLED, sanctions=()).stage("sanction").credit == F(4, 5)


def test_none_must_be_written() -> None:
    both = replace(KEY, incidents=(MISREAD, replace(TRIFLE, number=2)))
    right, trifle = right_line(MISREAD), replace(right_line(TRIFLE), number=2)
    assert marked(right, trifle, key=both).total == 100
    blank = marked(right, replace(trifle, none_written=False), key=both)
    assert blank.incidents[1].parts[-1].why == "none-blank"
    assert blank.stage("sanction").credit == F(2, 3)


def test_none_weighs_at_most_a_third_of_its_stage() -> None:
    trifles = [replace(TRIFLE, number=number, object_id=number) for number in range(2, 11)]
    rows = [frozenset({("hand_in", one.number)}) for one in trifles]
    trifles = [replace(one, decisive=row, own=row) for one, row in zip(trifles, rows, strict=True)]
    key = replace(KEY, incidents=(MISREAD, *trifles))
    whole = mark(oracle(key), key, SCHEME)
    assert whole.total == 100
    light = sum(one.weights["sanction"] for one in whole.incidents[1:])
    assert light / whole.stage("sanction").weight == F(1, 3)
    assert {sum(one.weights.values()) for one in whole.incidents} == {F(80, 10)}
    only = marked(*oracle(key).lines[1:], key=key)
    assert only.stage("sanction").credit == F(1, 3)


def test_where_nothing_is_sanctioned_the_stage_weighs_nothing() -> None:
    only = marked(right_line(TRIFLE), key=replace(KEY, incidents=(TRIFLE,)))
    assert only.total == 100
    assert only.stage("sanction").weight == 0


def test_what_follows_from_the_own_tier_is_shown() -> None:
    """A candidate who thinks it serious and sanctions it so is wrong, and consistent."""
    own = {"tier": "serious", "sanctions": ALL_BONUS[0].sanctions}
    told = part(alone(replace(MISREAD, follows=KEY.incidents[0].follows), **own), "sanctions")
    assert told.credit == 0
    assert told.args["method"] == "1"


# ── critical errors, minimums, what a moderator did ──


def test_a_sanction_on_an_innocent_person_caps_the_mark() -> None:
    line = wrong_line(9, person=77, sanctions=(Sanction("major_demerit"),))
    capped = marked(*oracle().lines, line)
    assert capped.total == 59
    assert (capped.capped, capped.passed) == (True, False)
    assert capped.uncapped > 90
    assert marked(*oracle().lines, replace(line, sanctions=())).critical == ()
    assert marked(*oracle().lines, replace(line, person=11)).critical == ()
    assert marked(*oracle().lines, line, scheme=replace(SCHEME, cap=None)).total > 90


def test_a_stage_below_its_minimum_fails_the_paper() -> None:
    no_amounts = [replace(line, amount_fen=None, unpriced=False) for line in oracle().lines]
    assert marked(*no_amounts).passed
    strict = marked(*no_amounts, scheme=replace(SCHEME, minimum={"value": 50}))
    assert strict.total == marked(*no_amounts).total >= 60
    assert not strict.passed


def test_a_void_incident_is_out_of_key_and_claims() -> None:
    key = replace(KEY, incidents=(replace(MISREAD, void="the paper was smudged"), *KEY.incidents[1:]))
    assert mark(oracle(), key, SCHEME).total == 100
    assert mark(oracle(key), key, SCHEME).total == 100
    kept = mark(oracle(), key, SCHEME)
    assert kept.lines[0].state == "void"
    assert kept.lines[0].innocent is None


def test_a_stage_marked_by_hand_stands() -> None:
    hand = Hand(1, "value", F(3, 4), "the working is sound", "Li")
    line = replace(right_line(MISREAD), amount_fen=1)
    by_hand = marked(line, hands=(hand,))
    assert by_hand.incidents[0].credit("value") == F(3, 4)
    assert by_hand.incidents[0].hands == (hand,)
    assert part(by_hand, "amount").credit == 0
    assert by_hand.uncapped - marked(line).uncapped == F(3, 4) * by_hand.incidents[0].weights["value"]


def test_weights_come_from_the_scheme() -> None:
    only_find = Scheme(weights={"find": 30, "value": 70})
    assert only_find.wrong() == ()
    bare = [AnswerLine(one.number, cites=tuple(one.decisive)) for one in KEY.incidents]
    assert marked(*bare, scheme=only_find).total == 30
    assert Scheme(weights={"find": 31, "value": 69}).wrong() == ("beta",)
    assert Scheme(weights={"find": 20, "valu": 80}).wrong() == ("valu",)
    assert Scheme(weights={"find": 20}).wrong() == ("weights",)
    assert Scheme(beta=F(1, 2)).wrong() == ("beta",)


def test_a_mark_can_be_read_back_exactly() -> None:
    hand = Hand(1, "value", F(1, 3), "the working is sound", "Li")
    whole = marked(*oracle().lines[:3], wrong_line(8, person=77, sanctions=(Sanction("major_demerit"),)), hands=(hand,))
    assert Mark.from_json(whole.to_json()) == whole
    assert whole.total == Decimal(str(whole.to_json()["total"]))
