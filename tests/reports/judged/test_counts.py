"""Counts agree with each other and with the frames that they come from."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.reports.amounts.formulas import working
from kaohe.reports.judged import counts
from kaohe.reports.judged.cases import incidents, largest
from kaohe.reports.words.keys import key_text
from kaohe.reports.words.wording import typed
from kaohe.sim.records import SCHEMA, ids
from tests.reports import sample


@given(st.integers(0, 120))
def test_sections_clauses_and_tiers_add_up(count: int) -> None:
    frame = sample.assessment().incidents
    frame = pl.concat([frame, frame, frame]).head(count)
    sections, clauses, tiers = counts.by_section(frame), counts.by_clause(frame), counts.by_tier(frame)
    assert sum(sum(found.values()) for found in sections.values()) == count
    assert sum(sum(entry.tiers.values()) for entry in clauses) == count
    assert sum(tiers.values()) == count
    assert sum(entry.amount_fen or 0 for entry in clauses) == frame["amount_fen"].sum()


def test_clauses_stand_in_the_order_of_the_handbook() -> None:
    assert sorted(["10.1", "2.10", "2.9", "2.2"], key=counts.clause_order) == ["2.2", "2.9", "2.10", "10.1"]


def test_posts_have_all_months_and_all_incidents() -> None:
    judged = sample.assessment()
    posts = counts.by_post(judged)
    months = judged.sanctions.filter(pl.col("unit") == "months")["value"].sum()
    assert sum(entry.months for entry in posts) == months > 0
    assert sum(entry.incidents for entry in posts) == 40
    assert [entry.months for entry in posts] == sorted((entry.months for entry in posts), reverse=True)


def test_an_unpriced_clause_has_no_amount_and_not_zero() -> None:
    found = {entry.clause: entry.amount_fen for entry in counts.by_clause(sample.assessment().incidents)}
    assert found["6.1"] is None
    assert found["2.2"] == 1_234_567 + 43_210 + 12_650_000


def test_headline() -> None:
    head = counts.headline(sample.assessment())
    assert (head.incidents, head.slips, head.unpriced) == (40, 4, 4)
    assert head.assessed == 40 - counts.by_tier(sample.assessment().incidents)["non_assessed"]
    assert counts.headline(sample.assessment(0)).median_days is None


def test_the_largest_come_first_and_unpriced_ones_last() -> None:
    amounts = [case.amount_fen for case in largest(sample.assessment().incidents, 40)]
    priced = [amount for amount in amounts if amount is not None]
    assert priced == sorted(priced, reverse=True)
    assert amounts[len(priced) :] == [None] * 4


def test_incidents_by_gravity() -> None:
    tiers = [case.tier for case in incidents(sample.assessment().incidents)]
    ranks = [("major", "serious", "general", "non_assessed").index(tier) for tier in tiers]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("amount_fen", -5, "−0.05 元"),
        ("energy_e4", 4500, "0.4500 元/千瓦時"),
        ("energy_e4", -5, "−0.0005 元/千瓦時"),
        ("capacity_fen_per_kva", 1500, "15.00 元"),
        ("period", 200103, "2001-03"),
        ("kwh", 12345, "12,345 千瓦時"),
        ("register", 12345, "12345"),
        ("days_off", 2, "2 日"),
        ("open", True, "是"),
        ("remark", None, "—"),
    ],
)
def test_values_by_the_unit_in_their_name(name: str, value: object, text: str) -> None:
    assert typed(name, value) == text


def test_objects_of_acts_as_people_say_them() -> None:
    index = int(ids.period_index(200103))
    assert key_text("customer_period", int(ids.bill_id(12, index))) == "戶 12・2001-03"
    assert key_text("window_day", int(ids.counter_day_id(17, 4081))) == "17 號窗口・2001-03-05"
    assert key_text("clerk_day", int(ids.clerk_day_id(9, 4081))) == "9 號登記工・2001-03-05"
    assert key_text("bank_day", 4081) == "2001-03-05"
    assert key_text("asset", 4) == "4"


def test_ids_of_papers_as_people_say_them() -> None:
    bill, day = int(ids.bill_id(12, ids.period_index(200103))), 4081
    pack = {name: SCHEMA[name].key.pack for name in SCHEMA}
    deposit = pack["deposit"](day=day, kind="misc", number=0)
    clerk, window = ids.clerk_day_id(9, day), ids.counter_day_id(17, day)
    assert (
        key_text("notice", pack["notice"](bill=bill, kind="dunning", number=1)) == "戶 12・2001-03・催費通知單・第 1 號"
    )
    assert key_text("deposit", deposit) == "2001-03-05・雜項"
    assert key_text("bank_line", pack["bank_line"](ref=deposit, kind="deposit")) == "2001-03-05・雜項・解款"
    assert key_text("hand_in", pack["hand_in"](takings=window, number=0)) == "17 號窗口・2001-03-05"
    assert key_text("hand_in", pack["hand_in"](takings=clerk, number=1)) == "9 號登記工・2001-03-05・第 1 號"
    assert key_text("meter", ids.meter_id(12, 1)) == "表 97"
    assert key_text("rule", 0) == "第 0 號"
    assert key_text("statistics", 200103) == "2001-03"


def test_a_formula_without_a_text_prints_its_numbers() -> None:
    work = working("no.such_formula", {"amount_fen": 100, "days": [3, None]})
    assert "no.such_formula" in work.text
    assert ("金額", "1.00 元") in work.inputs
    assert ("日數", "3 日、—") in work.inputs


def test_a_formula_that_lacks_an_input_still_prints_the_others() -> None:
    work = working("billing", {"kwh": 7})
    assert "billing" in work.text
    assert work.inputs == (("電量", "7 千瓦時"),)


def test_days_of_inputs_count_from_the_calendar_of_the_keys() -> None:
    assert working("", {"limit_on": 4081}).inputs == (("期限", "2001-03-05"),)


def test_a_long_list_is_cut_and_says_so() -> None:
    ((_, text),) = working("", {"kwh": list(range(100))}).inputs
    assert text.endswith("…（共 100 項）")


def test_late_money_is_worked_out_sum_by_sum() -> None:
    work = working("delay", sample.LATE)
    assert work.parts == (
        "5,600.00 元 × 12 日 × 0.00021 = 14.112 元",
        "400.00 元，計本金",
        "合計 414.112 元，四捨五入到分：414.11 元",
    )
    assert work.inputs == ()
