"""One case at the desk: the answer's form, every edge, what may be typed."""

from __future__ import annotations

import pytest

from kaohe.sim.files import Faults
from kaohe.sim.texts import use_language
from kaohe.standards.sanctions.typed_case import Case, classify, yuan_to_fen
from tests.standards.sanctions.sample import shipped


def _kinds(case: Case, policy_id: str = "handbook") -> list[tuple[str, str, int | None]]:
    answer = classify(case, shipped(policy_id))
    return [(row["rule"], row["kind"], row["value"]) for row in answer["sanctions"]]


def _codes(case: Case) -> list[str]:
    with pytest.raises(Faults) as caught:
        classify(case, shipped("handbook"))
    return sorted(fault.code for fault in caught.value.faults)


def test_the_form_of_an_answer() -> None:
    answer = classify(Case(amount="20000"), shipped("handbook"))
    assert set(answer) == {"tier", "bases", "posts", "sanctions", "duties", "reasons"}
    assert answer["sanctions"] == [{"rule": "S2", "kind": "withhold_all_bonus", "value": 7, "unit": "months"}]
    assert answer["duties"][0] == {"rule": "S2", "kind": "enquiry", "within_days": 0}
    assert [reason["step"] for reason in answer["reasons"]] == list(range(1, len(answer["reasons"]) + 1))
    assert all(reason["text"] for reason in answer["reasons"])


@pytest.mark.parametrize(
    "amount, tier",
    [
        ("0", "non_assessed"),
        ("999.99", "non_assessed"),
        ("1000", "general"),
        ("1000.00", "general"),
        ("9999.99", "general"),
        ("10000", "serious"),
        ("99999.99", "serious"),
        ("100000.0", "major"),
    ],
)
def test_edges(amount: str, tier: str) -> None:
    assert classify(Case(amount=amount), shipped("handbook"))["tier"] == tier


def test_unpriced() -> None:
    assert classify(Case(unpriced=True), shipped("handbook"))["tier"] == "serious"
    assert classify(Case(unpriced=True), shipped("handbook_deminimis"))["tier"] == "general"
    assert classify(Case(unpriced=True, loss="0.01"), shipped("handbook_deminimis"))["tier"] == "serious"


@pytest.mark.parametrize(
    "kwh, tier, p6",
    [
        (0, "non_assessed", "non_assessed"),
        (2_222, "non_assessed", "non_assessed"),
        (2_223, "general", "non_assessed"),
        (10_000, "general", "major"),
    ],
)
def test_energy_alone(kwh: int, tier: str, p6: str) -> None:
    """2,222 kWh at the residents' 0.45 yuan are 999.90 yuan."""
    assert classify(Case(energy_kwh=kwh), shipped("handbook"))["tier"] == tier
    assert classify(Case(energy_kwh=kwh, clause="2.2"), shipped("p6"))["tier"] == p6


def test_the_loss_is_the_amount_unless_it_is_said() -> None:
    assert ("S4l", "compensation", 1_000_000) in _kinds(Case(amount="10000", intentional=True))
    recovered = _kinds(Case(amount="10000", loss="1000", intentional=True))
    assert ("S4b", "dismissal", None) in recovered
    assert ("S4l", "compensation", 100_000) in recovered
    assert ("S4a", "transfer", None) in _kinds(Case(amount="10000", caused="9999.99", loss="0", intentional=True))
    little = Case(amount="10000", caused="999.99", loss="0", intentional=True)
    assert _kinds(little) == [("S2", "withhold_all_bonus", 6)]
    assert ("S4l", "compensation", 450_000) in _kinds(Case(energy_kwh=10_000, intentional=True))


@pytest.mark.parametrize(
    "amount, action",
    [("999.99", None), ("1000", "transfer"), ("9999.99", "transfer"), ("10000", "dismissal")],
)
def test_intent(amount: str, action: str | None) -> None:
    found = {kind for _, kind, _ in _kinds(Case(amount=amount, intentional=True))} & {"transfer", "dismissal"}
    assert found == ({action} if action else set())


@pytest.mark.parametrize(
    "prior, action",
    [
        ({}, None),
        ({"general": 5}, None),
        ({"serious": 0}, None),
        ({"serious": 1}, "off_post"),
        ({"major": 1}, "off_post"),
    ],
)
def test_prior_incidents(prior: dict[str, int], action: str | None) -> None:
    found = [kind for rule, kind, _ in _kinds(Case(amount="20000", prior=prior)) if rule == "S2r"]
    assert found == ([action] if action else [])


def test_a_second_major_incident() -> None:
    assert ("S3r", "probation", 1) in _kinds(Case(amount="100000", prior={"major": 1}))
    assert ("S2r", "off_post", None) in _kinds(Case(amount="100000", prior={"serious": 1}))


def test_concealed_and_serious_effect() -> None:
    duties = {duty["kind"] for duty in classify(Case(amount="20000", concealed=True), shipped("handbook"))["duties"]}
    assert {"separate_incident", "criminal_referral"} <= duties
    assert _kinds(Case(amount="1000", serious_effect=True)) == [("S1e", "withhold_all_bonus", 6)]


@pytest.mark.parametrize("clause", ["5.1", "10.2", "10.3", "12.2", "12.3"])
def test_what_a_clause_presumes_calls_for_the_enquiry_at_the_desk_too(clause: str) -> None:
    def asked(case: Case) -> bool:
        return "intent_enquiry" in {duty["kind"] for duty in classify(case, shipped("handbook"))["duties"]}

    assert asked(Case(amount="1000", clause=clause))
    assert not asked(Case(amount="999.99", clause=clause))
    assert not asked(Case(amount="1000", clause="2.2"))


def test_policies_that_go_by_the_act_need_the_clause() -> None:
    assert _kinds(Case(amount="8000", clause="8.5"), "p1") == [("wrong_reading", "fine", 20_000)]
    assert _kinds(Case(amount="8000"), "p1") == []


def test_earlier_incidents_that_were_typed_are_counted_not_cited() -> None:
    with use_language("en"):
        answer = classify(Case(amount="20000", prior={"serious": 2}), shipped("handbook"))
    text = next(reason["text"] for reason in answer["reasons"] if reason["key"].startswith("sanction-repeat"))
    assert "already has 2 earlier" in text
    assert "-1" not in text


@pytest.mark.parametrize(
    "text, code, hint",
    [
        ("NaN", "C001", ""),
        ("inf", "C001", ""),
        ("-inf", "C001", ""),
        ("1.234", "C001", "999.99"),
        ("", "C001", ""),
        ("１０００", "C001", "1000"),
        ("１,０００.５", "C001", "1000.5"),
        ("1,000", "C001", "1000"),
        ("1_000", "C001", "1000"),
        (" 5", "C001", "5"),
        ("1e3", "C001", ""),
        ("一千", "C001", ""),
        ("5.", "C001", ""),
        (".5", "C001", ""),
        ("٣", "C001", ""),
        ("0x10", "C001", ""),
        ("5\n", "C001", ""),
        ("-5", "C002", ""),
        ("−5", "C002", ""),
        ("-0", "C002", ""),
        ("10000000000000.01", "C002", "10,000,000,000,000.00"),
        ("9" * 40, "C002", ""),
        ("9" * 5000, "C002", ""),
    ],
)
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_what_is_no_amount(text: str, code: str, hint: str, language: str) -> None:
    for case in (Case(amount=text), Case(amount="1", loss=text)):
        with use_language(language), pytest.raises(Faults) as caught:
            classify(case, shipped("handbook"))
        assert [fault.code for fault in caught.value.faults] == [code]
        assert hint in str(caught.value)


def test_amounts_are_exact() -> None:
    assert [yuan_to_fen(text) for text in ("999.99", "0.01", "0.1", "1.10", "10000000000000")] == [
        99_999,
        1,
        10,
        110,
        10**15,
    ]


def test_one_measure_and_all_faults_at_once() -> None:
    assert _codes(Case()) == ["C003"]
    with pytest.raises(Faults, match=r"--amount.*--unpriced.*--energy"):
        classify(Case(), shipped("handbook"))
    assert _codes(Case(amount="1", unpriced=True)) == ["C003"]
    assert _codes(Case(amount="1", energy_kwh=1)) == ["C003"]
    assert _codes(Case(energy_kwh=-1)) == ["C002"]
    assert _codes(Case(amount="x", loss="-1", clause="4.7", prior={"serius": 1, "major": -1})) == [
        "C001",
        "C002",
        "C004",
        "C005",
        "P040",
    ]


def test_a_wrong_tier_gets_the_nearest() -> None:
    with pytest.raises(Faults, match="serious"):
        classify(Case(amount="1", prior={"serius": 1}), shipped("handbook"))
