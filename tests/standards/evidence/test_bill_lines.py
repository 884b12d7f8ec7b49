"""2.2, 3.1 and 6.6 on bills of several lines: large industry, its periods, losses, capacity and power factor."""

from __future__ import annotations

import json

import pytest

from kaohe.sim.records import ids
from kaohe.standards import Policy, Rulebook, judge
from tests.standards.industry import FUNDS, MARCH, TRANSFORMER, Use, issue, office, price, read
from tests.standards.records_builder import ISSUER, Desk
from tests.standards.verdicts import cited, days, findings, the_finding, the_incident

USE = Use()


def test_the_sample_by_hand() -> None:
    # 0.670 × 672 + 3.650 × (50,000² + 30,000²) / (315² × 672) = 450.24 + 186.12 = 636 kWh; 2,971 kvarh.
    # Periods 15,191, 25,318, 10,127; 50,636 kWh and 32,971 kvarh: 0.84, + 3 %.
    # 4,725.00 + 8,499.36 + 9,443.61 + 1,888.69 = 24,556.66; × 3 % = 736.70; funds 354.45 and 1,012.72.
    assert (USE.loss_kwh, USE.billed) == (636, {"peak": 15191, "flat": 25318, "valley": 10127, "kvarh": 32971})
    assert (USE.factor, USE.adjustment_e2) == (84, 300)
    assert USE.lines == {
        "capacity": 472500,
        "energy:peak": 849936,
        "energy:flat": 944361,
        "energy:valley": 188869,
        "fund:dam": 35445,
        "fund:loan": 101272,
        "factor": 73670,
    }


# ── 3.1, issued ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("transformer", [True, False])
def test_a_right_bill_of_several_lines_is_no_finding(transformer: bool) -> None:
    desk = office(transformer)
    issue(desk, read(desk), USE.but(transformer=transformer))
    assert not findings(desk, "3.1")


def _wrong(issued: Use, due: Use = USE) -> Desk:
    desk = office()
    bill = issue(desk, read(desk), issued)
    finding = the_finding(desk, "3.1")
    difference = issued.fen - due.fen
    assert (finding.staff, finding.object_id, finding.formula) == (ISSUER, bill, "billing")
    assert (finding.amount_fen, finding.over_billed) == (abs(difference), difference > 0)
    assert finding.loss_fen == max(-difference, 0)
    assert finding.energy_kwh == abs(issued.kwh + issued.loss_kwh - due.kwh - due.loss_kwh)
    for use, name in ((due, "due"), (issued, "issued")):
        for line, fen in use.lines.items():
            assert finding.inputs[f"{name}_{line.replace(':', '_')}_fen"] == fen
        assert finding.inputs[f"{name}_loss_kwh"] == use.loss_kwh
        for energy in ("peak", "flat", "valley"):
            assert finding.inputs[f"{name}_{energy}_kwh"] == use.billed[energy]
        assert finding.inputs[f"{name}_kvarh"] == use.billed["kvarh"]
        assert finding.inputs[f"{name}_pf_hundredths"] == use.factor
        assert finding.inputs[f"{name}_adjustment_e2"] == use.adjustment_e2
    return desk


def test_a_wrong_peak_is_worth_the_difference_of_all_its_lines() -> None:
    # 1,000 kWh metered in the peak are billed as flat.
    desk = _wrong(USE.but(peak=14_000))
    tables = {table for table, _ in cited(findings(desk, "3.1")[0], "duty")}
    assert tables >= {"reading", "register_reading", "energy_sheet", "transformer", "customer", "meter", "price"}


def test_a_loss_left_out_is_a_wrong_bill() -> None:
    _wrong(USE.but(transformer=False))


def test_a_wrong_capacity_changes_the_charge_and_the_adjustment() -> None:
    # 315 − 200 = 115 kVA × 15 = 1,725.00, and 3 % of it 51.75: 177,675 分 too little.
    assert USE.fen - USE.but(kva=200).fen == 177_675
    _wrong(USE.but(kva=200))


def test_wrong_capacity_days_and_hours_are_worked_out_anew() -> None:
    _wrong(USE.but(capacity_days=28))
    _wrong(USE.but(hours=720))


def test_a_wrong_reactive_energy_changes_the_factor() -> None:
    _wrong(USE.but(kvarh=20_000))


def test_a_loss_of_the_wrong_bill_that_costs_nothing_is_found_as_well() -> None:
    desk = office()
    issue(desk, read(desk), USE, loss_kwh=635)
    finding = the_finding(desk, "3.1")
    assert (finding.amount_fen, finding.inputs["issued_loss_kwh"], finding.inputs["due_loss_kwh"]) == (0, 635, 636)


def test_an_adjustment_left_out() -> None:
    desk = office()
    lines = {name: fen for name, fen in USE.lines.items() if name != "factor"}
    issue(desk, read(desk), USE, amount_fen=USE.fen - 73_670, lines=lines)
    finding = the_finding(desk, "3.1")
    assert finding.amount_fen == 73_670
    assert "issued_factor_fen" not in finding.inputs


def test_a_multi_function_meter_at_a_price_of_one_part_bears_its_losses() -> None:
    # 50,000 + 636 kWh × 0.45 = 22,786.20 yuan.
    desk = office()
    desk.archive(1, capacity_kva=315, day="02-01")
    reading = read(desk)
    issue(desk, reading, USE, amount_fen=2_278_620, lines={"energy": 2_177_348, "fund:loan": 101_272})
    assert not findings(desk, "3.1")
    desk.rows["bill"][0]["amount_fen"] = 2_250_000
    finding = the_finding(desk, "3.1")
    assert (finding.amount_fen, finding.inputs["due_energy_fen"]) == (28_620, 2_177_348)
    assert "due_pf_hundredths" not in finding.inputs


def test_large_industry_billed_as_residents_is_worth_the_difference() -> None:
    desk = office()
    issue(desk, read(desk), USE, amount_fen=2_278_620)
    assert the_finding(desk, "3.1").amount_fen == abs(USE.fen - 2_278_620)


def test_a_swap_in_the_period_counts_both_meters() -> None:
    # The old meter runs 200, 60, 40, 100 units to 02-15, the new one the rest of the month's.
    removed: tuple[int, int, int, int] = (1200, 360, 240, 500)
    new: tuple[int, int, int, int] = (300, 90, 60, 200)
    zero = (0, 0, 0, 0)
    desk = office()
    desk.meter(1, 1, 5, 100, False, 0, day="02-15", multi_function=True)
    read(desk, removed, "02-15", "removal")
    read(desk, zero, "02-15", "install", meter=1)
    bill = issue(
        desk,
        read(desk, new, meter=1),
        USE,
        start=("02-05", zero),
        end=("03-05", new),
        meter=1,
        swap=(20_000, 6_000, 4_000, 10_000),
    )
    assert not findings(desk, "3.1")
    desk.rows["energy_sheet"][0]["swap_peak_kwh"] = 5_000
    assert the_finding(desk, "3.1").object_id == bill
    assert the_finding(desk, "3.1").amount_fen == USE.fen - USE.but(peak=14_000).fen


def _new_customer(bill_days: int) -> Desk:
    """Energised on 02-21, read on 03-05: 12 days of capacity."""
    desk = office(start=None)
    desk.meter(1, 0, 5, 100, False, 0, day="02-21", multi_function=True)
    desk.add(
        "work_order",
        "02-21",
        customer=1,
        kind="install",
        reason="new",
        ordered_on="02-20",
        done_on="02-21",
        old_meter=None,
        removal_register=None,
        new_meter=ids.meter_id(1, 0),
        install_register=0,
    )
    zero, end = (0, 0, 0, 0), (200, 60, 40, 100)
    read(desk, zero, "02-21", "install")
    use = Use(20_000, 6_000, 4_000, 10_000, 12 * 24, bill_days)
    issue(desk, read(desk, end), use, start=("02-21", zero), end=("03-05", end))
    return desk


def test_a_new_customer_is_charged_for_his_days() -> None:
    # 315 × 15 × 12 / 30 = 1,890.00.
    right = Use(20_000, 6_000, 4_000, 10_000, 12 * 24, 12)
    assert right.lines["capacity"] == 189_000
    assert not findings(_new_customer(12), "3.1")
    finding = the_finding(_new_customer(30), "3.1")
    assert finding.amount_fen == right.but(capacity_days=30).fen - right.fen
    assert (finding.inputs["capacity_days"], finding.inputs["issued_capacity_days"]) == (12, 30)
    assert "work_order" in {table for table, _ in cited(finding)}


@pytest.mark.parametrize("since, e4", [("03-06", 4200), ("03-07", 4000)])
def test_the_price_and_the_funds_of_the_day_of_issue_decide(since: str, e4: int) -> None:
    desk = office()
    price(desk, 4200, "03-01", since)
    issue(desk, read(desk), USE.but(price_e4=e4))
    assert not findings(desk, "3.1")
    other = office()
    price(other, 4200, "03-01", since)
    issue(other, read(other), USE.but(price_e4=8200 - e4))
    assert the_finding(other, "3.1").amount_fen == abs(USE.but(price_e4=4200).fen - USE.fen)


def test_a_transformer_recorded_after_issue_had_no_losses_to_be_billed() -> None:
    desk = office(transformer=False)
    desk.add("transformer", "03-07", customer=1, series="S9", valid_from="01-01", **TRANSFORMER)
    issue(desk, read(desk), USE.but(transformer=False))
    assert not findings(desk, "3.1")


@pytest.mark.parametrize(
    "kwh, e4, fen, once",
    [
        # 0.4300 × 33 = 14.19, dam 0.231, loan 0.66: 14.19 + 0.23 + 0.66; once 15.081.
        (33, 4570, 1508, 1508),
        # 0.4301 × 64 = 27.5264, dam 0.448, loan 1.28: 27.53 + 0.45 + 1.28; once 29.2544.
        (64, 4571, 2926, 2925),
    ],
)
def test_prices_rounded_line_by_line_bill_a_plain_meter_so_too(kwh: int, e4: int, fen: int, once: int) -> None:
    for rounding, due in (("line", fen), ("bill", once)):
        for amount_fen in {fen, once}:
            desk = Desk()
            desk.price("lined", e4, rounding=rounding, funds=FUNDS)
            desk.customer(1, price_class="lined")
            reading = desk.reading(1, 200103, 1000 + kwh, "03-05")
            desk.bill(1, 200103, "03-06", ("02-05", 1000), ("03-05", 1000 + kwh), reading, amount_fen, energy_e4=e4)
            assert bool(findings(desk, "3.1")) == (amount_fen != due)


def test_a_negative_energy_rounded_line_by_line_is_given_back_as_it_was_charged() -> None:
    desk = Desk()
    desk.price("lined", 4571, rounding="line", funds=FUNDS)
    desk.customer(1, price_class="lined")
    again = desk.reading(1, 200103, 936, "03-06", kind="recheck")
    desk.bill(1, 200103, "03-07", ("02-05", 1000), ("03-06", 936), again, -2926, energy_e4=4571)
    assert not findings(desk, "3.1")


# ── what is missing is not judged ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("missing", ["energy_sheet", "price_fund"])
def test_without_a_paper_the_amount_stands_as_issued_and_the_energy_is_judged(missing: str) -> None:
    for issued, broken in ((USE, False), (USE.but(peak=14_000), False), (USE.but(kwh=49_900), True)):
        desk = office()
        issue(desk, read(desk), issued, kwh=issued.kwh + 636, loss_kwh=636)
        desk.rows[missing] = [
            row for row in desk.rows[missing] if row.get("price_class") not in (None, "large_industry")
        ]
        found = findings(desk, "3.1")
        assert bool(found) == broken
        assert all(finding.amount_fen == 0 for finding in found)


def test_without_further_registers_of_the_reading_those_of_the_sheet_stand() -> None:
    desk = office()
    issue(desk, read(desk), USE)
    desk.rows["register_reading"].pop()
    assert not findings(desk, "3.1")
    desk.rows["bill"][0]["amount_fen"] = USE.fen + 1
    assert the_finding(desk, "3.1").amount_fen == 1


def test_a_misread_total_of_a_bill_without_papers_is_worth_the_flat_price() -> None:
    # 100 units × 100 = 10,000 kWh × 0.40.
    desk = office(electronic=True)
    issue(desk, read(desk), USE, sheet=False)
    read(desk, (1700, 500, 350, 800), "03-12", "spot", frozen=1400)
    assert the_finding(desk, "2.2").amount_fen == 400_000
    assert not findings(desk, "3.1")


def test_registers_outside_their_digits_are_no_papers() -> None:
    desk = office()
    issue(desk, read(desk), USE.but(peak=14_000))
    desk.rows["energy_sheet"][0]["peak_from"] = 100_000
    assert not findings(desk, "3.1")


# ── 3.1 and 6.6, left unissued ───────────────────────────────────────────────────────────────────────────────────────


def test_a_skipped_bill_of_several_lines_is_worth_its_own_tariff() -> None:
    desk = office()
    reading = read(desk)
    desk.batch(200103, "03-05")
    finding = the_finding(desk, "3.1")
    assert (finding.amount_fen, finding.energy_kwh, finding.formula) == (USE.fen, 50_636, "unbilled")
    assert days(finding) == ("03-09", "03-09")
    assert finding.inputs["due_energy_peak_fen"] == 849_936
    assert (finding.inputs["capacity_kva"], finding.inputs["hours"], finding.inputs["kwh"]) == (315, 672, 50_636)
    assert ("register_reading", reading) in cited(finding, "duty")
    assert {"transformer", "register_reading", "price_fund"} <= {table for table, _ in cited(finding, "price")}


def test_a_skipped_bill_of_several_lines_is_priced_by_the_day_on_which_it_was_due_for_issue() -> None:
    # Read on 03-05, due for issue on the 6th, limit the 8th.
    desk = office()
    read(desk)
    desk.batch(200103, "03-05")
    price(desk, 4200, "03-07", "03-07")
    assert the_finding(desk, "3.1").amount_fen == USE.fen


def test_a_skipped_bill_counts_the_meter_that_was_removed() -> None:
    desk = office()
    desk.meter(1, 1, 5, 100, False, 0, day="02-15", multi_function=True)
    desk.add(
        "work_order",
        "02-15",
        customer=1,
        kind="swap",
        reason="rotation",
        ordered_on="02-14",
        done_on="02-15",
        old_meter=ids.meter_id(1, 0),
        removal_register=1200,
        new_meter=ids.meter_id(1, 1),
        install_register=0,
    )
    read(desk, (1200, 360, 240, 500), "02-15", "removal")
    read(desk, (0, 0, 0, 0), "02-15", "install", meter=1)
    read(desk, (300, 90, 60, 200), meter=1)
    desk.batch(200103, "03-05")
    assert the_finding(desk, "3.1").amount_fen == USE.fen


def test_a_skipped_bill_without_further_registers_is_worth_energy_and_capacity() -> None:
    # 50,000 × 0.40 + 315 × 15 = 24,725.00.
    desk = office()
    read(desk)
    desk.rows["register_reading"].pop()
    desk.batch(200103, "03-05")
    assert the_finding(desk, "3.1").amount_fen == 2_472_500


def test_the_first_bill_of_a_new_customer_left_unissued_has_his_days() -> None:
    desk = _new_customer(12)
    right = Use(20_000, 6_000, 4_000, 10_000, 12 * 24, 12)
    for table in ("bill", "energy_sheet", "bill_line"):
        desk.rows[table] = []
    desk.batch(200103, "03-05")
    finding = the_finding(desk, "3.1")
    assert (finding.amount_fen, finding.inputs["capacity_days"]) == (right.fen, 12)


def test_a_day_left_unchecked_is_worth_the_lines_of_the_bill_that_was_skipped() -> None:
    desk = office()
    desk.customer(2)
    desk.month(2)
    read(desk)
    desk.batch(200103, "03-05")
    desk.add("issue_balance", "03-31", staff=61, period=200103, due=2, issued=1, pending=0, difference=1)
    assert the_incident(desk, "6.6", slip_on="03-07").amount_fen == USE.fen


# ── 2.2 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_misread_total_is_settled_again_with_all_else_unchanged() -> None:
    # Frozen 1450, recorded 1500: 45,000 instead of 50,000 kWh; the losses and the factor change with it.
    desk = office(electronic=True)
    issue(desk, read(desk), USE)
    read(desk, (1600, 480, 320, 750), "03-12", "spot", frozen=1450, staff=12)
    due = USE.but(kwh=45_000)
    finding = the_finding(desk, "2.2")
    assert (finding.amount_fen, finding.over_billed) == (USE.fen - due.fen, True)
    assert finding.energy_kwh == 5_000 + USE.loss_kwh - due.loss_kwh
    assert (finding.inputs["recorded_kwh"], finding.inputs["established_kwh"]) == (50_000, 45_000)
    assert finding.inputs["established_billed_kwh"] == 45_000 + due.loss_kwh
    for name, use in (("recorded", USE), ("established", due)):
        for line, fen in use.lines.items():
            assert finding.inputs[f"{name}_{line.replace(':', '_')}_fen"] == fen
    assert {"register_reading", "energy_sheet", "transformer"} <= {table for table, _ in cited(finding, "price")}
    assert not findings(desk, "3.1")


def test_a_total_below_its_periods_leaves_no_flat_energy() -> None:
    # Frozen 1200: 20,000 kWh, of which the peak 15,000 and no more than 5,000 in the valley; with 30,000 kvarh they
    # are a power factor of 0.55.
    desk = office(transformer=False, electronic=True)
    use = USE.but(transformer=False)
    issue(desk, read(desk), use)
    read(desk, (1600, 480, 320, 750), "03-12", "spot", frozen=1200)
    finding = the_finding(desk, "2.2")
    lines = [finding.inputs[f"established_energy_{name}_fen"] for name in ("peak", "flat", "valley")]
    assert lines == [839_250, 0, 93_250]
    assert finding.inputs["established_pf_hundredths"] == 55


# ── the whole way ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_numbers_reach_the_assessment() -> None:
    desk = office()
    issue(desk, read(desk), USE.but(kva=200))
    found = judge(desk.records(), Policy.load("handbook"), Rulebook.load()).findings
    inputs = json.loads(found.filter(found["clause"] == "3.1")["inputs"][0])
    assert (inputs["due_capacity_fen"], inputs["issued_capacity_fen"]) == (472_500, 300_000)


def test_a_bill_of_several_lines_that_was_read_late_is_late_as_a_whole() -> None:
    # 2.1: with capacity charge and all, three days late.
    desk = office()
    use = USE.but(hours=31 * 24)
    desk.batch(200103, "03-08")
    issue(desk, read(desk, day="03-08"), use, end=("03-08", MARCH), day="03-09")
    (part,) = the_finding(desk, "2.1").parts
    assert (part.principal_fen, part.days) == (desk.rows["bill"][-1]["amount_fen"], 3)
    assert not findings(desk, "3.1")
