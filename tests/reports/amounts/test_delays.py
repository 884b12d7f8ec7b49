"""Late money in words: the limb that counted, with its numbers and the days from which and to which it was late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from kaohe.reports.amounts.delays import due_day
from kaohe.reports.amounts.formulas import Ground, working
from kaohe.reports.judged.cases import Cite, Finding
from kaohe.reports.papers.slips import Desk
from kaohe.sim.records import Records, ids
from kaohe.sim.texts import use_language
from tests.reports import office_papers as papers

FRIDAY = date(2001, 3, 9)
MONDAY = date(2001, 3, 12)
RATE = {"daily_rate": "0.00021", "priced_as": "interest", "principal_after_days": 30}


def _late(principal: int, days: int, late: int, is_open: bool = False) -> dict[str, object]:
    return {"principal_fen": [principal], "days": [days], "open": [int(is_open)], "late_fen": late, **RATE}


TAKINGS: dict[str, object] = {"takings_fen": 254_000, "receipts": 31}
DEPOSIT: dict[str, object] = {"handed_fen": 300_000, "banked_fen": 200_000}


def test_takings_handed_in_late() -> None:
    work = working("takings", {**TAKINGS, "amount_fen": 0, **_late(254_000, 6, 320)}, Ground(FRIDAY))
    assert work.parts == ("2,540.00 元 × 6 日（自 2001-03-09 至 2001-03-15）× 0.00021 = 3.20 元",)
    assert "短少" not in work.text
    assert "遲延日數 × 日利率 0.00021（考核辦法 [delay] daily_rate）" in work.text


def test_takings_that_are_short_though_some_were_late_too() -> None:
    work = working("takings", {**TAKINGS, "amount_fen": 50_000, **_late(200_000, 6, 252)}, Ground(FRIDAY, 200_000))
    assert work.text.endswith("短少：應交 2,540.00 元 − 實交 2,000.00 元 − 補足 40.00 元 = 500.00 元。")
    assert (work.parts, "遲" in work.text) == ((), False)


def test_what_was_made_good_later_counts_its_days() -> None:
    good = {"made_good_fen": [50_000], "made_good_days": [5], "made_good_worth_fen": 53, **RATE}
    work = working("takings", {**TAKINGS, "amount_fen": 100_000, **good}, Ground(FRIDAY, 104_000))
    assert "補足 500.00 元 = 1,000.00 元。" in work.text
    assert work.text.endswith("：500.00 元 × 5 日 = 0.53 元；合計 1,000.53 元。")
    assert work.inputs == (("收據張數", "31"), ("當日收款", "2,540.00 元"))


def test_a_wrong_closing_says_which_figure_is_wrong() -> None:
    closing = {
        "closing_receipts": 30,
        "closing_cash_fen": 254_000,
        "closing_cheque_fen": 0,
        "closing_total_fen": 250_000,
    }
    stubs = {"stubs_receipts": 31, "stubs_cash_fen": 254_000, "stubs_cheque_fen": 0}
    work = working("takings", {**TAKINGS, "amount_fen": 0, **closing, **stubs}, Ground(FRIDAY, 254_000))
    assert work.text.startswith(
        "當日收款 2,540.00 元（收據 31 張）。收費日報填收據 30 張，存根 31 張。"
        "收費日報填合計 2,500.00 元，存根 2,540.00 元。"
    )
    assert "填現金" not in work.text
    assert work.inputs == (("收據張數", "31"), ("當日收款", "2,540.00 元"))


def test_a_counterfeit_note_is_not_missing() -> None:
    work = working("takings", {**TAKINGS, "amount_fen": 0, "counterfeit_fen": 10_000}, Ground(FRIDAY, 244_000))
    assert "假幣 100.00 元 已由出納收繳登記，不計短少：應交 2,440.00 元。實交 2,440.00 元，沒有短少" in work.text


@pytest.mark.parametrize(
    ("inputs", "handed", "told"),
    [
        ({"amount_fen": 4_000}, 250_000, "短少：應交 2,540.00 元 − 實交 2,500.00 元 = 40.00 元。"),
        ({"amount_fen": 0}, 254_000, "沒有短少，也沒有遲交"),
        ({}, None, "尚未到應交之日"),
    ],
)
def test_takings_that_are_not_late(inputs: dict[str, object], handed: int | None, told: str) -> None:
    work = working("takings", {**TAKINGS, **inputs}, Ground(FRIDAY, handed))
    assert told in work.text
    assert work.parts == ()


def test_a_deposit_says_what_came_when() -> None:
    late = working("deposit", {**DEPOSIT, **_late(100_000, 1, 21)}, Ground(FRIDAY))
    assert late.text.startswith("應解 3,000.00 元，按期解款 2,000.00 元。")
    assert "（自 2001-03-09 至 2001-03-10）" in late.parts[0]


def test_money_that_stays_out_for_long_counts_as_its_principal() -> None:
    never = working("delay", _late(27_600, 31, 27_600, is_open=True), Ground(FRIDAY))
    assert never.parts == ("276.00 元（自 2001-03-09 至 2001-04-09 仍未了結），計本金",)
    assert "逾期超過 30 日仍未了結，計本金（考核辦法 [delay] principal_after_days）" in never.text
    with use_language("en"):
        never = working("delay", _late(27_600, 31, 27_600, is_open=True), Ground(FRIDAY))
    assert never.parts == ("276.00 yuan (from 2001-03-09 to 2001-04-09, still open), the principal counts",)


def test_money_that_is_out_counts_its_interest_until_then() -> None:
    work = working("delay", _late(27_600, 22, 128, is_open=True), Ground(FRIDAY))
    assert work.parts == ("276.00 元 × 22 日（自 2001-03-09 至 2001-03-31，仍未了結）× 0.00021 = 1.28 元",)


def test_what_several_sums_count_adds_up_before_it_is_rounded() -> None:
    late = {"principal_fen": [2_238, 2_238], "days": [1, 1], "open": [0, 0], "late_fen": 1, **RATE}
    assert working("delay", late).parts == (
        "22.38 元 × 1 日 × 0.00021 = 0.0046998 元",
        "22.38 元 × 1 日 × 0.00021 = 0.0046998 元",
        "合計 0.0093996 元，四捨五入到分：0.01 元",
    )
    assert working("delay", {**late, "priced_as": "principal"}).parts[-1] == "合計 44.76 元"


def _finding(kind: str, key: int, **inputs: object) -> Finding:
    return Finding(1, "4.1", 1, "collector", kind, key, FRIDAY, FRIDAY, None, "delay", 1, "takings", dict(inputs))


def _desk(written: date) -> Desk:
    known = papers.records()
    calendar = {"on": [FRIDAY, date(2001, 3, 10), MONDAY], "working": [False, False, True]}
    seal = {"id": [7], "recorded_at": [papers._at(written)]}
    frames = {"calendar": pl.DataFrame(calendar), "seal": pl.DataFrame(seal)}
    own = Records.from_frames({"staff": known.table("staff")})
    desk = Desk(own)
    desk.table = lambda name: frames[name]  # type: ignore[assignment]  # a stand-in
    return desk


def test_the_day_due_is_that_of_the_judge() -> None:
    number = (FRIDAY - ids.EPOCH).days
    window = _finding("window_day", int(ids.counter_day_id(9, number)))
    clerk = replace(window, object_type="clerk_day", object_id=int(ids.clerk_day_id(3, number)))
    sealed = [Cite(1, "seal", 7, "duty")]
    for finding in (window, clerk):
        assert due_day(finding, [], _desk(FRIDAY)) == FRIDAY
        assert due_day(finding, sealed, _desk(FRIDAY)) == MONDAY  # sealed in time while the cashier was closed
        assert due_day(finding, sealed, _desk(MONDAY)) == FRIDAY  # sealed too late
    assert due_day(_finding("bank_day", number), [], _desk(FRIDAY)) == FRIDAY
    assert due_day(_finding("arrears_list", 1, limit_on=number), [], _desk(FRIDAY)) == FRIDAY
    assert due_day(_finding("customer_period", 1), [], _desk(FRIDAY)) is None


def test_classes_and_negative_amounts_are_written_as_elsewhere() -> None:
    entry = {"source_price_class": "industry", "entered_price_class": "agriculture", "amount_fen": 3_960}
    bills = {"wrong_periods": [200102], "issued_fen": [6_840], "due_fen": [10_800]}
    work = working("entry.price_class", {**entry, **bills})
    assert work.text.startswith("現場勘查單上電價類別為非工業、普通工業，立戶登記輸入農業。")
    assert work.parts[0].endswith("= −39.60 元，累計 −39.60 元")
    assert ("輸入的電價類別", "農業") in work.inputs


def test_what_a_meter_lost_by_the_opening_mean_shows_the_mean() -> None:
    days: dict[str, object] = {"signed_day": 11_341, "limit_on": 11_344, "exchanged_day": 11_361, "days": 17}
    lost: dict[str, object] = {"normal_kwh": 300, "days_normal": 365, "lost_kwh": 13, "energy_e4": 4_500}
    assert "正常用電 300 千瓦時 ÷ 365 日 × 17 日" in working("report.fault", {**days, **lost}).text
    told = working("report.fault", {**days, **lost, "opening_mean_kwh": 25}).text
    assert "期初月均電量 25 千瓦時 × 12 ÷ 365 日 × 17 日 = 少計 13 千瓦時" in told
