"""9.5: readers' reports that nobody followed; what the meter lost meanwhile; and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards import Rulebook
from kaohe.standards.judging.judge import find
from tests.standards.records_builder import ISSUER, OPENING, READER, Desk, on
from tests.standards.verdicts import cited, days, findings, the_finding

AUDITOR, OTHER_AUDITOR, FITTER, TESTER = 91, 92, 95, 96
METER, NEW_METER = ids.meter_id(1, 0), ids.meter_id(1, 1)
REPORT = SCHEMA["reader_report"].key.pack(meter=METER, period=ids.period_index(200106), number=0)


class Site(Desk):
    """A resident read on the 5th: 1000, 1100, 1250, 1400 from February to May, 1430 on Tuesday 06-05: the disc stands.

    Reported that day and signed for on Wednesday 06-06: a visit is due by the third working day, Monday 06-11.
    """

    def __init__(self, signed_on: str = "06-06", anomaly: str = "stopped") -> None:
        super().__init__()
        for auditor in (AUDITOR, OTHER_AUDITOR):
            name, post = f"員工{auditor}", "field_auditor"
            self.add("staff", OPENING, id=auditor, name=name, post=post, second_post=None, valid_from="01-01")
        self.add("rule", "01-01", key="report_visit.limit_working_days", value="3", unit="", valid_from="01-01")
        self.add("rule", "01-01", key="fault.normal_periods", value="3", unit="", valid_from="01-01")
        self.customer(1)
        before = 1000
        for period, register in ((200103, 1100), (200104, 1250), (200105, 1400), (200106, 1430)):
            self.month(1, period, register, (register - before) * 45, before)
            before = register
        self.add(
            "reader_report",
            "06-05",
            "16:00",
            READER,
            id=REPORT,
            meter=METER,
            customer=1,
            book=1,
            period=200106,
            anomaly=anomaly,
            reported_on="06-05",
        )
        self.add(
            "report_referral",
            signed_on,
            "08:30",
            ISSUER,
            id=REPORT,
            report=REPORT,
            customer=1,
            to_staff=AUDITOR,
            signed_on=signed_on,
        )

    def visit(
        self, day: str, finding: str | None = "stopped", appointed_on: str | None = None, written: str | None = None
    ) -> Site:
        """A visit; without a finding nobody was there."""
        number = len(self.rows.get("site_visit", ()))
        self.add(
            "site_visit",
            written or day,
            "11:00",
            AUDITOR,
            id=SCHEMA["site_visit"].key.pack(report=REPORT, number=number),
            report=REPORT,
            meter=METER,
            customer=1,
            visited_on=day,
            met=finding is not None,
            appointed_on=appointed_on,
            finding=finding,
            measure="swap" if finding == "stopped" else None,
        )
        return self

    def exchange(
        self, day: str, register: int = 1430, fault: str | None = "stopped", reason: str = "fault", ordered: str = ""
    ) -> Site:
        """The meter is taken out."""
        self.reading(1, 200106, register, day, kind="removal", staff=FITTER, at="10:00")
        self.add(
            "work_order",
            day,
            "10:00",
            FITTER,
            customer=1,
            kind="swap",
            reason=reason,
            ordered_on=ordered or day,
            done_on=day,
            old_meter=METER,
            removal_register=register,
            new_meter=NEW_METER,
            install_register=0,
            fault=fault,
        )
        return self

    def test(self, day: str, as_found: str = "stopped") -> Site:
        """The certificate of the meter that was taken out."""
        columns = {"meter": METER, "customer": 1, "as_found": as_found, "error_e4": None, "register": 1430}
        self.certificate = self.add("meter_test", day, "15:00", TESTER, tested_on=day, **columns)
        return self

    def supplement(self, day: str) -> Site:
        """What the meter lost is collected with the bill of July."""
        self.add(
            "supplement",
            day,
            "11:00",
            ISSUER,
            customer=1,
            period=200106,
            kind="fault",
            ground=self.certificate,
            from_on="05-05",
            to_on="06-20",
            kwh=200,
            amount_fen=9000,
            with_period=200107,
            approver=71,
        )
        return self


# ── what it is worth ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_report_that_nobody_followed_is_the_auditors_who_signed_for_it() -> None:
    """Wednesday, three working days: Monday 06-11; missed on Tuesday 06-12."""
    finding = the_finding(Site(), "9.5")
    assert (finding.staff, finding.object_type, finding.object_id) == (AUDITOR, "reader_report", REPORT)
    assert (days(finding), finding.discovered_by, finding.basis) == (("06-12", "06-12"), -1, "fee")
    assert (finding.amount_fen, finding.loss_fen, finding.energy_kwh, finding.consequence) == (0, 0, 0, True)
    assert finding.formula == "report"
    assert cited(finding)[:2] == [("report_referral", REPORT), ("reader_report", REPORT)]


def _lost(site: Site, as_of: str = "12-31") -> tuple[int | None, int, int]:
    (finding,) = findings(site, "9.5", as_of)
    return finding.amount_fen, finding.loss_fen, finding.energy_kwh


def test_what_the_meter_lost_from_the_limit_to_its_exchange_is_priced_by_normal_days() -> None:
    """100 + 150 + 150 kWh of the 89 days from 02-05 to 05-05; limit 06-11, exchanged on 06-20: 9 days.

    400 × 9 ÷ 89 = 40.4 → 40 kWh × 0.45 = 18.00 yuan, collected by the supplement of July.
    """
    site = Site().visit("06-15").exchange("06-20").test("06-22").supplement("07-06")
    finding = the_finding(site, "9.5")
    assert (finding.amount_fen, finding.loss_fen, finding.energy_kwh, finding.formula) == (1800, 0, 40, "report.fault")
    assert {name: finding.inputs[name] for name in ("normal_kwh", "days_normal", "days")} == {
        "normal_kwh": 400,
        "days_normal": 89,
        "days": 9,
    }
    assert [table for table, _ in cited(finding, "late")] == ["site_visit"]
    priced = {table for table, _ in cited(finding, "price")}
    assert priced == {"work_order", "meter_test", "bill", "customer", "price", "supplement"}
    assert [_lost(site, day) for day in ("06-12", "06-19", "06-20", "07-05", "07-06")] == [
        (0, 0, 0),
        (0, 0, 0),
        (1800, 1800, 40),
        (1800, 1800, 40),
        (1800, 0, 40),
    ]


@pytest.mark.parametrize(
    ("site", "worth"),
    [
        # a certificate establishes it where the crew noted nothing; rotation or fault order alike
        (Site().exchange("06-20", fault=None, reason="rotation").test("06-22"), (1800, 1800, 40)),
        # found in order on the bench, or nothing found and not tested: nothing is established
        (Site().exchange("06-20").test("06-22", "accurate"), (0, 0, 0)),
        (Site().exchange("06-20", fault=None, reason="rotation"), (0, 0, 0)),
        (Site().exchange("06-20", fault="seal_missing"), (0, 0, 0)),
        # it stood when it was reported: that the reader wrote 14 units too little, or 30 too many, changes nothing
        (Site().exchange("06-20", register=1444, fault="burnt"), (1800, 1800, 40)),
        (Site().exchange("06-20", register=1400), (1800, 1800, 40)),
        # a missing seal was reported: that the meter stopped afterwards is nothing of that report
        (Site(anomaly="seal_missing").exchange("06-20", register=1444), (0, 0, 0)),
        # 400 × 1 ÷ 89 = 4.49 → 4 kWh, 1.80
        (Site().exchange("06-12"), (180, 180, 4)),
    ],
)
def test_an_exchange_or_a_certificate_establishes_what_was_lost(site: Site, worth: tuple[int, int, int]) -> None:
    assert _lost(site) == worth


def test_exchanged_by_the_limit_otherwise_than_for_the_fault_nothing_is_lost_and_the_visit_is_still_owed() -> None:
    assert _lost(Site().exchange("06-11", reason="rotation")) == (0, 0, 0)


def test_a_period_on_an_estimate_counts_with_the_reading_that_follows() -> None:
    """April on an estimate: April and May together are one period; with March 400 kWh of 89 days as before."""
    site = Site().exchange("06-20")
    for row in site.rows["reading"]:
        if row["period"] == 200104:
            row["id"] = ids.reading_id(METER, ids.period_index(200104), ids.READING_KINDS.index("estimate"), 0)
            row["kind"] = "estimate"
    bill = next(row for row in site.rows["bill"] if row["period"] == 200104)
    bill["reading"] = next(row["id"] for row in site.rows["reading"] if row["period"] == 200104)
    assert _lost(site) == (1800, 1800, 40)
    (finding,) = findings(site, "9.5")
    assert (finding.inputs["normal_kwh"], finding.inputs["days_normal"]) == (400, 89)


def test_only_the_last_three_periods_are_normal() -> None:
    """Reported in July: 150 + 150 + 30 kWh of the 92 days from 03-05 to 06-05, and a limit of one period: 30 of 31."""
    site = Site()
    site.month(1, 200107, 1430, 0, 1430)
    site.rows["reader_report"][0].update(period=200107, recorded_at=datetime(2001, 7, 5, 16))
    site.rows["report_referral"][0].update(recorded_at=datetime(2001, 7, 6, 8, 30))
    site.exchange("07-20")
    (finding,) = findings(site, "9.5")
    assert (finding.inputs["normal_kwh"], finding.inputs["days_normal"]) == (330, 92)
    next(row for row in site.rows["rule"] if row["key"] == "fault.normal_periods")["value"] = "1"
    (finding,) = findings(site, "9.5")
    assert (finding.inputs["normal_kwh"], finding.inputs["days_normal"]) == (30, 31)


def test_a_customer_without_a_period_before_is_taken_by_his_application() -> None:
    """100 kWh a month: 1200 × 9 ÷ 365 = 29.6 → 29 kWh × 0.45 = 13.05."""
    site = Site().exchange("06-20")
    site.rows["bill"] = [row for row in site.rows["bill"] if row["period"] == 200106]
    assert _lost(site) == (1305, 1305, 29)
    (finding,) = findings(site, "9.5")
    assert finding.inputs["opening_mean_kwh"] == 100


# ── the limit ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("visits", "missed_on"),
    [
        ([("06-11", "stopped", None)], None),
        ([("06-12", "stopped", None)], "06-12"),
        ([("06-06", "none", None)], None),
        # nobody there on the last day, appointed for Thursday: Monday to Wednesday stand still, and he comes
        ([("06-11", None, "06-14"), ("06-14", "stopped", None)], None),
        ([("06-11", None, "06-14"), ("06-15", "stopped", None)], "06-15"),
        ([("06-11", None, "06-14")], "06-15"),
        # on the first day, appointed for Monday 06-18: then Monday, Tuesday, Wednesday count
        ([("06-07", None, "06-18"), ("06-20", "stopped", None)], None),
        ([("06-07", None, "06-18")], "06-21"),
        # twice nobody
        ([("06-11", None, "06-13"), ("06-13", None, "06-18"), ("06-18", "none", None)], None),
        ([("06-11", None, "06-13"), ("06-13", None, "06-18")], "06-19"),
        # appointed too late: the limit had passed
        ([("06-12", None, "06-14"), ("06-14", "stopped", None)], "06-12"),
        # nobody there and no day in the note: a visit
        ([("06-08", None, None)], None),
    ],
)
def test_a_visit_by_the_limit_or_on_the_day_of_the_note(
    visits: list[tuple[str, str | None, str | None]], missed_on: str | None
) -> None:
    site = Site()
    for day, found, appointed_on in visits:
        site.visit(day, found, appointed_on)
    broken = findings(site, "9.5")
    assert [days(finding)[0] for finding in broken] == ([] if missed_on is None else [missed_on])


def test_holidays_and_weekends_do_not_count() -> None:
    """Signed for on Friday 04-27: Monday 04-30, then the holidays of May, Tuesday 05-08, Wednesday 05-09."""
    site = Site(signed_on="04-27")
    assert [days(finding) for finding in findings(site, "9.5")] == [("05-10", "05-10")]
    assert not findings(site.visit("05-09"), "9.5")


def test_a_limit_that_the_records_do_not_reach_is_not_missed() -> None:
    assert not findings(Site(), "9.5", "06-11")


def test_another_auditor_may_come() -> None:
    site = Site().visit("06-11")
    site.rows["site_visit"][0]["staff"] = OTHER_AUDITOR
    assert not findings(site, "9.5")


# ── records that contradict each other ──────────────────────────────────────────────────────────────────────────────


def _set(table: str, **values: object) -> Callable[[Site], object]:
    return lambda site: site.rows[table][0].update(values)


@pytest.mark.parametrize(
    ("edit", "is_found"),
    [
        # a visit that was entered afterwards, under a day by the limit
        (lambda site: site.visit("06-11", written="06-20"), True),
        # a referral back-dated, a referral without its report, a report without its referral
        (lambda site: site.rows["report_referral"].clear(), False),
        (lambda site: site.rows["reader_report"].clear(), False),
        # the visit of another report
        (lambda site: site.visit("06-11").rows["site_visit"][0].update(report=REPORT + 1), True),
        # the visit torn out, the order that it led to left in
        (lambda site: site.exchange("06-15", ordered="06-11"), False),
        (lambda site: site.exchange("06-15", ordered="06-12"), True),
        # an order of before the report has nothing to do with it
        (lambda site: site.exchange("06-15", ordered="06-04"), True),
    ],
)
def test_edits(edit: Callable[[Site], object], is_found: bool) -> None:
    site = Site()
    edit(site)
    assert bool(findings(site, "9.5")) == is_found


def test_the_limit_counts_from_the_day_on_which_the_referral_was_written_if_it_was_dated_back() -> None:
    site = Site()
    site.rows["report_referral"][0]["signed_on"] = site.rows["reader_report"][0]["reported_on"]
    assert days(the_finding(site, "9.5")) == ("06-12", "06-12")


# ── nobody else is accused because of it ────────────────────────────────────────────────────────────────────────────


def test_a_meter_that_stands_accuses_nobody_else() -> None:
    """Read and visited by the book, exchanged, tested and supplemented: no clause finds anything.

    June is billed with what it still showed, July with what the new meter shows; the supplement comes, and is paid,
    with July.
    """
    site = Site().visit("06-08").exchange("06-13").test("06-15").supplement("07-06")
    site.meter(1, 1, 5, 1, False, 0, day="06-13")
    site.reading(1, 200106, 0, "06-13", kind="install", staff=FITTER, at="10:00", meter=1)
    reading = site.reading(1, 200107, 70, "07-05", meter=1)
    bill = site.bill(1, 200107, "07-06", ("06-05", 0), ("07-05", 70), reading, 3150, meter=1)
    site.receipt(bill, "07-09", 3150 + 9000)
    site.close("07-09", 3150 + 9000)
    site.hand_in("07-09", 3150 + 9000)
    site.deposit("07-09", 3150 + 9000)
    for period, month in ((200103, "03"), (200104, "04"), (200105, "05"), (200106, "06"), (200107, "07")):
        site.batch(period, f"{month}-05")
        site.checked(f"{month}-06")
    found = find(site.records(), Rulebook.load(), on("12-31")).findings
    unwritten = ("5.3", "5.5", "6.4", "6.7")  # papers of the money that these rows leave out
    assert [(finding.clause, days(finding)) for finding in found if finding.clause not in unwritten] == []


def test_a_report_signed_for_by_no_auditor_is_nobodys() -> None:
    """Who had not to go has signed for it: the papers disagree, and nobody is named."""
    site = Site()
    site.rows["report_referral"][0]["to_staff"] = READER
    found = find(site.records(), Rulebook.load(), on("12-31"))
    assert [kind for kind, _ in found.disagreements] == ["report_signature"]
    assert not [each for each in found.findings if each.clause == "9.5"]
