"""The key is the judge's own assessment, and what the handbook leaves open is right besides."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache

import polars as pl
import pytest

from kaohe.scenarios.exam.key import Key, KeyCite
from kaohe.scenarios.exam.keying import decisive_rows, key_of
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.scheme import Scheme
from kaohe.scenarios.exam.sheet import LINES, Sanction
from kaohe.standards import Assessment, Policy
from kaohe.standards.judging.assessment import CITES, DISAGREEMENTS, FINDINGS, INCIDENTS
from kaohe.standards.judging.judge import Found, apply, find
from kaohe.standards.sanctions import assess
from tests.scenarios.exam.sample import SERIOUS, oracle
from tests.sim.office import Small, handbook, judged, ordered, rulebook

PERSON = 11


def assessed(*amounts: int | None, estimate_fen: int | None = None, policy: Policy | None = None) -> Assessment:
    """Incidents of one person with these amounts, each shown by a reading of its own and by one of all."""
    rows = [
        {
            "incident_id": number,
            "clause": "2.2",
            "staff": PERSON,
            "post": "meter_reader",
            "occurred_on": date(2001, 3, number),
            "discovered_on": date(2001, 3, 20),
            "basis": "fee" if amount is not None else "none",
            "amount_fen": amount,
            "again_fen": 0,
            "estimate_fen": estimate_fen,
            "caused_fen": 0,
            "loss_fen": 0,
            "energy_kwh": 0,
            "intent": "none",
            "findings": [number],
            "object_type": "customer_period",
            "object_id": number,
            "formula": "register.impossible",
            "inputs": "{}",
            "over_billed": False,
            "act_role": "doer",
        }
        for number, amount in enumerate(amounts, 1)
    ]
    cites = [
        {"finding_id": number, "table": "reading", "row_key": key, "role": role}
        for number in range(1, len(amounts) + 1)
        for key, role in ((number, "act"), (99, "proof"), (500, "price"))
    ]
    done = assess(pl.DataFrame(rows, schema=INCIDENTS), policy or handbook())
    return Assessment(
        pl.DataFrame(schema=FINDINGS),
        done.incidents,
        pl.DataFrame(cites, schema=CITES),
        done.sanctions,
        done.duties,
        lambda: done.reasons,
        pl.DataFrame(schema=DISAGREEMENTS),
    )


def key(*amounts: int | None, estimate_fen: int | None = None, policy: Policy | None = None) -> Key:
    law = policy or handbook()
    return key_of(assessed(*amounts, estimate_fen=estimate_fen, policy=law), law, rulebook())


def right(made: Key) -> bool:
    """Whether the oracle has all marks, by sheets of as many incidents as a sheet has lines: the office has more."""
    parts = [replace(made, incidents=made.incidents[at : at + LINES]) for at in range(0, len(made.incidents), LINES)]
    assert len(parts) > 1
    return [mark(oracle(part), part, Scheme()).total for part in parts] == [100] * len(parts)


def test_the_key_of_an_office_is_what_the_judge_found() -> None:
    run = ordered(Small(), 1)
    assessment = judged(run)
    made = key_of(assessment, handbook(), rulebook(), acts=run.acts)
    assert [one.incident_id for one in made.incidents] == assessment.incidents["incident_id"].to_list()
    assert [one.number for one in made.incidents] == list(range(1, len(made.incidents) + 1))
    assert [one.worth.amount_fen for one in made.incidents] == assessment.incidents["amount_fen"].to_list()
    assert [one.worth.tiers[0] for one in made.incidents] == assessment.incidents["tier"].to_list()
    assert all(one.decisive and one.own and one.acts for one in made.incidents)
    estimated = assessment.incidents.filter(pl.col("estimate_fen").is_not_null()).height
    assert sum(worth.reason == "estimate" for one in made.incidents for worth in one.worths) == estimated > 0
    assert Key.from_json(json.loads(json.dumps(made.to_json()))) == made
    assert right(made)


def test_a_key_says_its_policy_and_units() -> None:
    made = key(123_456)
    assert (made.policy, made.policy_digest) == ("handbook", handbook().digest())
    assert made.rulebook_digest == rulebook().digest()
    assert made.units["withhold_comprehensive_bonus"] == "months"
    assert [made.scale.tier(fen) for fen in (99_999, 100_000, 10_000_000, None)] == [
        "non_assessed",
        "general",
        "major",
        "serious",
    ]


def test_rows_of_all_are_decisive_and_nobodys_own() -> None:
    first, second = key(123_456, 5_000).incidents
    assert first.decisive == {("reading", 1), ("reading", 99)}
    assert first.own == {("reading", 1)}
    assert second.own == {("reading", 2)}


def test_what_was_left_undone_is_shown_by_its_duty() -> None:
    duty, rule = KeyCite("receipt", 1, "duty"), KeyCite("rule", 2, "rule")
    assert decisive_rows([duty, rule]) == {("receipt", 1)}
    assert decisive_rows([duty, rule, KeyCite("seal", 3, "act")]) == {("seal", 3)}


def test_the_figure_and_the_range_are_both_right() -> None:
    """1,234.56 lies at the foot of its band: 3 months of 3 to 6."""
    sets = key(123_456).incidents[0].worth.sanctions
    assert [each.sanctions for each in sets] == [
        (Sanction("withhold_comprehensive_bonus", 3, 3),),
        (Sanction("withhold_comprehensive_bonus", 3, 6),),
    ]
    assert key(5_000).incidents[0].worth.sanctions[0].sanctions == ()


def test_what_has_no_price_is_serious_with_its_duties() -> None:
    worth = key(None).incidents[0].worth
    assert (worth.amount_fen, worth.tiers, set(worth.duties)) == (None, ("serious",), set(SERIOUS))


def test_an_estimate_is_right_with_what_follows_from_it() -> None:
    least, likely = key(5_000, estimate_fen=1_500_000).incidents[0].worths
    assert (least.amount_fen, least.tiers) == (5_000, ("non_assessed",))
    assert (likely.amount_fen, likely.tiers, likely.reason) == (1_500_000, ("serious",), "estimate")
    assert set(likely.duties) == set(SERIOUS)


@pytest.mark.parametrize(
    ("amount_fen", "tiers"),
    [
        (99_999, ["non_assessed", "general"]),
        (99_501, ["non_assessed"]),  # 0.5 % of it is 4.97 yuan, and 1,000.00 is 4.99 away
        (100_000, ["general", "non_assessed"]),
        (100_500, ["general", "non_assessed"]),
        (100_600, ["general"]),
        (9_950_000, ["serious"]),
        (9_960_000, ["serious", "major"]),
    ],
)
def test_beyond_a_bound_within_tolerance_the_other_tier_is_right_too(amount_fen: int, tiers: list[str]) -> None:
    worths = key(amount_fen).incidents[0].worths
    assert [worth.tiers[0] for worth in worths] == tiers
    assert {worth.amount_fen for worth in worths} == {amount_fen}


def test_what_follows_from_each_tier_counts_the_history_of_the_person() -> None:
    """A second serious incident in the year takes him off the post; asked of another, nothing changes."""
    first, second = key(5_000, 2_000_000).incidents
    assert [worth.tiers[0] for worth in first.follows] == ["non_assessed", "general", "serious", "major"]
    kinds = [{one.kind for one in worth.sanctions[0].sanctions} for worth in second.follows]
    assert kinds[0] == set()
    assert "off_post" not in kinds[2]
    again = key(2_000_000, 3_000_000).incidents[1]
    assert "off_post" in {one.kind for one in again.follows[2].sanctions[0].sanctions}


def test_another_policy_keeps_the_numbers_and_changes_what_follows() -> None:
    lenient = handbook().vary({"unpriced": {"tier": "general", "without_harm": "general"}})
    own, other = key(None, 123_456), key(None, 123_456, policy=lenient)
    assert [one.number for one in own.incidents] == [one.number for one in other.incidents]
    assert (own.incidents[0].worth.tiers, other.incidents[0].worth.tiers) == (("serious",), ("general",))
    assert own.incidents[1].worth == other.incidents[1].worth


@pytest.mark.parametrize("policy", Policy.shipped())
def test_the_oracle_is_right_under_every_policy(policy: str) -> None:
    law = Policy.load(policy)
    made = key_of(apply(found(), law, rulebook()), law, rulebook())
    assert made.policy == policy
    assert right(made)
    assert Key.from_json(json.loads(json.dumps(made.to_json()))) == made


@cache
def found() -> Found:
    return find(ordered(Small(), 1).records, rulebook())


def test_a_key_of_another_version_is_refused() -> None:
    document = key(5_000).to_json()
    with pytest.raises(ValueError, match="version 2"):
        Key.from_json({**document, "version": 2})
