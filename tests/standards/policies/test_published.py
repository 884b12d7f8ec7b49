"""The published alternatives in one format: the same events under each (the sanity table of the domain notes)."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kaohe.standards.policies.policy import Policy
from tests.standards.sanctions.sample import assessed, duties, kinds, months, sanctions, shipped, tiers

CARELESS = {"clause": "2.2", "post": "meter_reader"}
KEPT = {"clause": "1.7", "post": "registration_clerk", "intent": "presumed"}


def _kept(fen: int) -> dict[str, object]:
    return {**KEPT, "amount_fen": fen, "loss_fen": fen, "gain_fen": fen}


@pytest.mark.parametrize(
    "fen, p0, p1, p2_small, p2_large, p6",
    [
        (60_000, "non_assessed", 20_000, 2_000, 5_000, "non_assessed"),
        (800_000, "general", 20_000, 2_000, 5_000, "major"),
        (6_000_000, "serious", 20_000, 2_000, 5_000, "major"),
    ],
)
def test_a_careless_wrong_reading(fen: int, p0: str, p1: int, p2_small: int, p2_large: int, p6: str) -> None:
    case = {**CARELESS, "amount_fen": fen, "loss_fen": fen}
    assert tiers(case) == [p0]
    assert sanctions(case, policy=shipped("p1")) == [("wrong_reading", "fine", p1)]
    assert sanctions(case, policy=shipped("p2")) == [("wrong_reading_small", "fine", p2_small)]
    large = sanctions({**case, "large_customer": True}, policy=shipped("p2"))
    assert large == [("wrong_reading_large", "fine", p2_large)]
    assert sanctions(case, policy=shipped("p3")) == []
    assert "sanction-tier-not-covered" in assessed(case, policy=shipped("p3")).reasons["key"].to_list()
    assert (tiers(case, policy=shipped("p6")), sanctions(case, policy=shipped("p6"))) == ([p6], [])


@pytest.mark.parametrize(
    "fen, p0, p1, p3",
    [
        (250_000, "transfer", 50_000, "warning"),
        (3_000_000, "dismissal", 100_000, "demerit"),
        (12_000_000, "dismissal", 100_000, "demotion"),
        (60_000_000, "dismissal", 100_000, "contract_ended"),
    ],
)
def test_takings_kept(fen: int, p0: str, p1: int, p3: str) -> None:
    assert kinds({**_kept(fen), "intent": "established"}) == [(1, p0)]
    found = sanctions(_kept(fen), policy=shipped("p1"))
    assert [(kind, value) for _, kind, value in found] == [("fine", p1), ("return_of_gain", fen)]
    assert [kind for _, kind, _ in sanctions(_kept(fen), policy=shipped("p3"))] == [p3]


@pytest.mark.parametrize(
    "clause, fines", [("1.7", [20_000, 50_000, 50_000, 100_000]), ("5.1", [10_000, 30_000, 30_000, 50_000])]
)
def test_p1_fines_by_bands_with_the_upper_bound_in(clause: str, fines: list[int]) -> None:
    cases = [{**KEPT, "clause": clause, "amount_fen": fen} for fen in (100_000, 100_001, 300_000, 300_001)]
    assert [value for _, _, value in sanctions(*cases, policy=shipped("p1"))] == fines
    assert duties(*cases, policy=shipped("p1")) == ({"refer_up"} if clause == "5.1" else set())
    careless = [{**case, "intent": "none"} for case in cases]
    assert sanctions(*careless, policy=shipped("p1")) == []


def test_p1_counts_acts_and_p2_customers() -> None:
    three = {"clause": "2.2", "amount_fen": 1, "count": 3}
    assert sanctions(three, policy=shipped("p1")) == [("wrong_reading", "fine", 20_000)]
    assert sanctions(three, policy=shipped("p2")) == [("wrong_reading_small", "fine", 6_000)]


def test_p2_late_books_cost_by_the_half_day_unless_work_stood_still() -> None:
    late = {"clause": "2.4", "basis": "delay", "amount_fen": 0, "count": 4}
    assert sanctions(late, policy=shipped("p2")) == [("book_late", "fine", 8_000)]
    stopped = sanctions({**late, "serious_effect": True}, policy=shipped("p2"))
    assert stopped == [("book_late_work_stopped", "fine", 5_000)]
    assert duties({**late, "gain_fen": 1}, policy=shipped("p2")) == {"higher_rule"}
    assert sanctions({**late, "basis": "property", "amount_fen": 90_000}, policy=shipped("p2")) == []


@pytest.mark.parametrize(
    "clause, intent, fine", [("2.6", "none", 2_000), ("2.6", "established", None), ("9.1", "none", None)]
)
def test_p2_leaves_silence_on_purpose_and_the_audit_squad_to_the_higher_rule(
    clause: str, intent: str, fine: int | None
) -> None:
    case = {"clause": clause, "amount_fen": 50_000, "intent": intent}
    assert sanctions(case, policy=shipped("p2")) == ([] if fine is None else [("unreported", "fine", fine)])
    assert duties(case, policy=shipped("p2")) == ({"higher_rule"} if intent == "established" else set())


@pytest.mark.parametrize("clause", ["8.5", "11.1", "8.1"])
def test_p2_and_p6_know_nothing_of_wiring_and_metering(clause: str) -> None:
    case = {"clause": clause, "amount_fen": 6_000_000}
    assert sanctions(case, policy=shipped("p2")) == []
    assert tiers(case, policy=shipped("p6")) == ["non_assessed"]


def test_p3_treats_related_persons_apart() -> None:
    act = {"loss_fen": 30_000_000, "amount_fen": 30_000_000, "gain_fen": 1}
    pair = [{**act, "act_role": role, "staff": number} for number, role in enumerate(("doer", "checker"), start=1)]
    assert [kind for _, kind, _ in sanctions(*pair, policy=shipped("p3"))] == ["removal", "major_demerit"]


@pytest.mark.parametrize(
    "fen, kwh, tier",
    [
        (499_999, 9_999, "non_assessed"),
        (500_000, 0, "major"),
        (0, 10_000, "major"),
        (None, 10_000, "major"),
        (None, 9_999, "non_assessed"),
        (None, 0, "non_assessed"),
    ],
)
def test_p6_either_energy_or_fee_reaches_the_tier(fen: int | None, kwh: int, tier: str) -> None:
    assert tiers({"clause": "2.2", "amount_fen": fen, "energy_kwh": kwh}, policy=shipped("p6")) == [tier]


def test_a_lost_receipt() -> None:
    lost = {"clause": "4.2", "post": "collector", "amount_fen": None, "basis": "none"}
    assert tiers(lost) == ["serious"]
    assert [sanctions(lost, policy=shipped(name)) for name in ("p1", "p2", "p3", "p6")] == [[], [], [], []]


def test_continuous_has_no_cliff() -> None:
    """Every 分 near each former edge: the same sanctions, of a first incident and of one after another."""
    for edge in (100_000, 1_000_000, 10_000_000):
        near = [
            {"amount_fen": edge + off, "loss_fen": edge + off, "staff": n} for n, off in enumerate(range(-400, 400))
        ]
        for more in ({}, {"intent": "established"}):
            found = assessed(*({**case, **more} for case in near), policy=shipped("continuous"))
            each = [part.drop("incident_id", "staff").rows() for part in found.sanctions.partition_by("incident_id")]
            held = [[row for row in rows if row[1] != "compensation"] for rows in each]
            assert len(held) in (0, len(near))
            assert all(rows == held[0] for rows in held)
    many = [{"amount_fen": fen, "staff": n} for n, fen in enumerate(range(1, 12_000_000, 40_000))]
    rising = months(*many, policy=shipped("continuous"))
    assert rising == sorted(rising)
    assert max(later - earlier for earlier, later in pairwise(rising)) == 1


# ── P7 and P8 are not shipped: what they need is there ────────────────────────────────────────────────────────────────

BARE = """
extends = "handbook"
without = ["rules", "measures", "duties"]
id = "trial"
name = { zh = "試", en = "trial" }
"""

P7 = """
[severity_tiers]
light = "general"
serious = "serious"
irreparable = "major"

[measures]
criticism = { name = { zh = "通報", en = "circular" }, unit = "", family = "post", rank = 1 }
transfer = { name = { zh = "調離", en = "transfer" }, unit = "", family = "post", rank = 2 }
waiting = { name = { zh = "待崗", en = "off duty" }, unit = "", family = "post", rank = 3 }
demerit = { name = { zh = "記過", en = "demerit" }, unit = "", family = "discipline", rank = 1 }
major_demerit = { name = { zh = "記大過", en = "major demerit" }, unit = "", family = "discipline", rank = 2 }
probation = { name = { zh = "留用察看", en = "probation" }, unit = "", family = "discipline", rank = 3 }
removal = { name = { zh = "免職", en = "removal" }, unit = "", family = "post", rank = 4 }
ended = { name = { zh = "解除合同", en = "contract ended" }, unit = "", family = "post", rank = 5 }

[rules.light]
item = "較輕"
when = [{ severities = ["light"] }]
then = [{ kinds = ["criticism", "transfer", "waiting"], pick = "minimum" }]

[rules.serious]
item = "嚴重"
when = [{ severities = ["serious"] }]
then = [{ kinds = ["demerit", "major_demerit", "probation"], pick = "middle" }]

[rules.irreparable]
item = "無法挽回"
when = [{ severities = ["irreparable"] }]
then = [{ kinds = ["removal", "ended"], pick = "maximum" }]
"""

P8 = """
[measures]
off_post = { name = { zh = "內部下崗", en = "off the post" }, unit = "months", family = "post", rank = 1 }
fine = { name = { zh = "罰款", en = "fine" }, unit = "fen" }

[repeat]
upgrade_tiers = 1

[unpriced]
without_harm = "general"

[rules.main]
item = "管理主要責任人"
when = [{ at_least = { count = 3 }, roles = ["leader"], tier = "general" }]
then = [{ kind = "off_post", value = 2 }, { kind = "fine", value = 400_000 }]

[rules.main_again]
item = "重犯加重一級"
when = [{ at_least = { count = 3 }, roles = ["leader"], tier = "serious" }]
then = [{ kind = "off_post", value = 4 }, { kind = "fine", value = 800_000 }]

[rules.related]
item = "有關責任人"
when = [{ at_least = { count = 3 }, roles = ["doer", "checker"] }]
then = [{ kind = "fine", value = 200_000 }]
"""


def _trial(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "trial.toml"
    path.write_text(BARE + text, encoding="utf-8")
    return Policy.load(path)


def test_p7_by_words_of_severity(tmp_path: Path) -> None:
    policy = _trial(tmp_path, P7)
    words = ("light", "serious", "irreparable")
    cases = [{"severity": word, "amount_fen": None, "staff": number} for number, word in enumerate(words)]
    assert tiers(*cases, policy=policy) == ["general", "serious", "major"]
    assert [kind for _, kind, _ in sanctions(*cases, policy=policy)] == ["criticism", "major_demerit", "ended"]


def test_p8_by_count_and_rank_and_one_level_higher_when_repeated(tmp_path: Path) -> None:
    policy = _trial(tmp_path, P8)
    violations = {"count": 3, "amount_fen": None}
    leader, doer = {**violations, "act_role": "leader"}, {**violations, "staff": 8}
    assert sanctions(leader, doer, policy=policy) == [
        ("main", "off_post", 2),
        ("main", "fine", 400_000),
        ("related", "fine", 200_000),
    ]
    assert sanctions({**leader, "count": 2}, policy=policy) == []
    assert [value for _, _, value in sanctions(leader, leader, policy=policy)] == [2, 400_000, 4, 800_000]
