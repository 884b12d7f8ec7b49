"""2.3: rows on both sides of a reading show what the reader saw and did not note; what only looks so proves nothing."""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards import Rulebook
from kaohe.standards.judging.judge import judge
from kaohe.standards.ledger.record_tables import to_day
from kaohe.standards.policies.policy import Policy
from tests.standards.connection import CUSTOMER, Connection, mended, swap, three_bills
from tests.standards.connection import METER as NEW_METER
from tests.standards.records_builder import AUDITOR, COLLECTOR, INSPECTOR, OTHER_READER, READER, Desk, on
from tests.standards.verdicts import cited, days, findings, the_finding

METER = ids.meter_id(1, 0)
FITTER, TESTER = 95, 96
ENTERED_AS_20 = {"multiplier": 20}


class Site(Desk):
    """A resident read on the 5th: 1000, 1100, 1250, 1400 from February to May, 1430 on 06-05; burnt since 05-20.

    He calls on 06-12, the meter is exchanged on 06-15 and tested on 06-18.
    """

    def __init__(self, remark: str | None = None, reader: int = READER) -> None:
        super().__init__()
        self.add("rule", "01-01", key="report.limit_days", value="0", unit="", valid_from="01-01")
        self.add("rule", "01-01", key="fault.normal_periods", value="3", unit="", valid_from="01-01")
        self.customer(1)
        before = 1000
        for period, register in ((200103, 1100), (200104, 1250), (200105, 1400)):
            self.month(1, period, register, (register - before) * 45, before)
            before = register
        self.read = self.reading(1, 200106, 1430, "06-05", staff=reader)
        self.rows["reading"][-1]["remark"] = remark

    def call(self, fault_on: str | None = "05-20", day: str = "06-12", number: int = 0) -> Site:
        """The customer calls."""
        key = SCHEMA["fault_notice"].key.pack(customer=1, number=number)
        said = {"customer": 1, "counter": 16, "fault": "burnt", "fault_on": fault_on, "called_on": day}
        self.add("fault_notice", day, "10:00", COLLECTOR, id=key, **said)
        return self

    def exchange(self, register: int = 1430, fault: str = "burnt") -> Site:
        """The meter is taken out."""
        self.reading(1, 200106, register, "06-15", kind="removal", staff=FITTER, at="10:00")
        self.add(
            "work_order",
            "06-15",
            "10:00",
            FITTER,
            customer=1,
            kind="swap",
            reason="fault",
            ordered_on="06-13",
            done_on="06-15",
            old_meter=METER,
            removal_register=register,
            new_meter=ids.meter_id(1, 1),
            install_register=0,
            fault=fault,
        )
        return self

    def test(self, as_found: str = "burnt", register: int = 1430) -> Site:
        """The certificate."""
        said = {"meter": METER, "customer": 1, "as_found": as_found, "error_e4": None, "register": register}
        self.add("meter_test", "06-18", "15:00", TESTER, tested_on="06-18", **said)
        return self

    def report(self, day: str, anomaly: str = "burnt", written: str = "") -> Site:
        """A reader's report of what he saw."""
        key = SCHEMA["reader_report"].key.pack(meter=METER, period=ids.period_index(200106), number=0)
        said = {"meter": METER, "customer": 1, "book": 1, "period": 200106, "anomaly": anomaly, "reported_on": day}
        self.add("reader_report", written or day, "17:00", READER, id=key, **said)
        return self


def proven() -> Site:
    """With everything that shows it."""
    return Site().call().exchange().test()


def _about(period: int, meter: int = METER) -> int:
    return ids.meter_period_id(meter, ids.period_index(period))


# ── a meter that stands ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_meter_that_stood_when_it_was_read() -> None:
    # 10 days from 06-05 to 06-15; before it 100 + 150 + 150 kWh in 28 + 31 + 30 days: 400 × 10 ÷ 89 = 44.9.
    finding = the_finding(proven(), "2.3")
    assert (finding.staff, finding.object_type, finding.object_id) == (READER, "meter_period", _about(200106))
    assert (finding.energy_kwh, finding.amount_fen, finding.loss_fen) == (44, 44 * 45, 44 * 45)
    assert days(finding) == ("06-05", "06-18")
    assert finding.discovered_by == TESTER
    assert finding.formula == "unremarked"
    assert {"reading", "fault_notice", "work_order", "meter_test", "bill", "rule"} <= {
        name for name, _ in cited(finding)
    }


def test_readers_of_a_fault_answer_for_their_own_months() -> None:
    site = Site()
    site.reading(1, 200106, 1430, "06-10", staff=OTHER_READER, kind="recheck")
    (finding,) = findings(site.call().exchange().test(), "2.3")  # who read it again may have been the last
    assert (finding.staff, finding.energy_kwh) == (READER, 400 * 5 // 89)


@pytest.mark.parametrize("missing", ["call", "exchange", "test"])
def test_without_any_of_the_papers_nothing_is_proven(missing: str) -> None:
    site = Site()
    for paper in ("call", "exchange", "test"):
        if paper != missing:
            getattr(site, paper)()
    assert not findings(site, "2.3")


@pytest.mark.parametrize(
    "site",
    [
        Site("burnt").call().exchange().test(),
        Site("seal_missing").call().exchange().test(),
        Site().report("06-05").call().exchange().test(),
        Site().report("06-01", "stopped").call().exchange().test(),
        Site().call("06-06").exchange().test(),
        Site().call(None).exchange().test(),
        Site().call(day="06-20").exchange().test(),
        Site().call().exchange(1431).test(register=1431),
        Site().call().exchange(1431).test(register=1430),
        Site().call().exchange().test("accurate"),
    ],
    ids=[
        *("noted", "noted_otherwise", "reported", "reported_before", "burnt_later"),
        *("unknown", "called_after", "turned_since", "unequal", "sound"),
    ],
)
def test_what_only_looks_so(site: Site) -> None:
    """An empty flat shows one register twice: without the customer's day before the reading nobody is accused."""
    assert not findings(site, "2.3")


AT_THE_EDGE = [Site().call("06-05"), Site().report("06-06"), Site().report("06-05", "theft_suspect")]


@pytest.mark.parametrize("site", AT_THE_EDGE, ids=["call", "late", "theft"])
def test_the_day_itself_counts_and_a_report_of_the_day_after_is_late(site: Site) -> None:
    if not site.rows.get("fault_notice"):
        site.call()
    assert findings(site.exchange().test(), "2.3")


def test_a_report_that_was_written_days_later_was_not_made_that_day() -> None:
    assert findings(proven().report("06-05", written="06-19"), "2.3")


def test_what_was_supplemented_is_no_loss() -> None:
    site = proven()
    ground = SCHEMA["meter_test"].key.pack(meter=METER, day=ids.day_number(to_day(on("06-18"))))
    key = SCHEMA["supplement"].key.pack(customer=1, period=ids.period_index(200106), kind="fault")
    said = {"kind": "fault", "kwh": 44, "amount_fen": 1980, "with_period": 200107, "from_on": "05-05", "to_on": "06-15"}
    site.rows["meter_test"][0]["id"] = ground
    site.add("supplement", "06-20", id=key, customer=1, period=200106, ground=ground, **said)
    (finding,) = findings(site, "2.3")
    assert (finding.amount_fen, finding.loss_fen) == (1980, 0)


# ── another multiplier on the plate ──────────────────────────────────────────────────────────────────────────────────


def ratio(**found: object) -> Connection:
    """The worked example: plate 30, archive 20, read blank on 03-12, 04-12 and 05-12, compared on 05-16."""
    of = Connection(opened=ENTERED_AS_20)
    of.desk.add("rule", "01-01", key="report.limit_days", value="0", unit="", valid_from="01-01")
    three_bills(of, 20)
    if found:
        of.check("05-16", **found)
    else:
        mended(of)
    return of


def test_the_worked_example() -> None:
    # From 03-12: (465 + 450) units × (30 − 20) = 9,150 kWh × 0.80 = 7,320.00; 3 + 3 × 6,320 ÷ 9,000 = 5.11 months.
    of = ratio()
    (finding,) = findings(of.desk, "2.3")
    assert (finding.staff, finding.object_id) == (READER, _about(200103, NEW_METER))
    assert (finding.energy_kwh, finding.amount_fen, finding.loss_fen) == (9_150, 732_000, 0)  # counted once: 1.3 has it
    assert days(finding) == ("03-12", "05-16")
    assert finding.discovered_by == INSPECTOR
    assert finding.inputs["wrong_periods"] == [200104, 200105]
    assessed = judge(of.desk.records(), Policy.load("handbook"), Rulebook.load())
    rows = {row["clause"]: row for row in assessed.incidents.rows(named=True) if row["clause"] in ("1.3", "2.3")}
    assert rows["2.3"]["tier"] == "general"
    months = assessed.sanctions.filter(assessed.sanctions["staff"] == READER)
    assert months.select("rule", "value", "unit").rows() == [("S1", 5, "months")]


def test_who_read_in_between_answers_for_his_month() -> None:
    of = Connection(opened=ENTERED_AS_20)
    three_bills(of, 20)
    next(row for row in of.desk.rows["reading"] if row["period"] == 200104)["staff"] = OTHER_READER
    mended(of)
    of.desk.add("rule", "01-01", key="report.limit_days", value="0", unit="", valid_from="01-01")
    worth = {each.staff: each.amount_fen for each in findings(of.desk, "2.3")}
    assert worth == {READER: 4650 * 80, OTHER_READER: 4500 * 80}


@pytest.mark.parametrize("found", [{"plate_outside": False}, {"multiplier": 20}, {"multiplier": 40}])
def test_a_plate_inside_or_another_ratio_proves_nothing(found: dict[str, object]) -> None:
    """The fitter's order, and what was seen outside, must say the same."""
    of = Connection(opened=ENTERED_AS_20)
    three_bills(of, 20)
    of.desk.add("rule", "01-01", key="report.limit_days", value="0", unit="", valid_from="01-01")
    of.check("05-16", **{key: value for key, value in found.items() if key != "plate_outside"})
    of.desk.rows["archive_check"][-1] |= {key: value for key, value in found.items() if key == "plate_outside"}
    assert not findings(of.desk, "2.3")


def test_a_meter_that_was_exchanged_before_the_comparison_proves_nothing() -> None:
    of = Connection(opened=ENTERED_AS_20)
    three_bills(of, 20)
    of.desk.add("rule", "01-01", key="report.limit_days", value="0", unit="", valid_from="01-01")
    swap(of, "05-14", 1110, period=200105)
    of.check("05-16")
    of.desk.rows["archive_check"][-1]["meter"] = ids.meter_id(CUSTOMER, 1)
    assert not findings(of.desk, "2.3")


# ── a missing seal ───────────────────────────────────────────────────────────────────────────────────────────────────


def sheets(*seen: tuple[str, bool]) -> Site:
    """Comparisons of the meter, and whether its seal was there."""
    site = Site()
    for number, (day, seal) in enumerate(seen):
        key = SCHEMA["archive_check"].key.pack(customer=1, number=number)
        found = {"multiplier": 1, "digits": 5, "price_class": "resident", "capacity_kva": 4, "plate_outside": True}
        said = {"customer": 1, "meter": METER, "seal_seen": seal, "checked_on": day, "signed_by": AUDITOR, **found}
        site.add("archive_check", day, "11:00", INSPECTOR, id=key, **said)
    return site


def test_two_sheets_without_a_seal() -> None:
    finding = the_finding(sheets(("05-20", False), ("06-20", False)), "2.3")
    assert (finding.staff, finding.object_id, finding.amount_fen) == (READER, _about(200106), 0)
    assert days(finding) == ("06-05", "06-20")


@pytest.mark.parametrize(
    "seen",
    [
        (("06-20", False),),
        (("05-20", True), ("06-20", False)),
        (("05-20", False), ("06-02", True), ("06-20", False)),
        (("06-10", False), ("06-20", False)),
    ],
)
def test_one_sheet_proves_nothing(seen: tuple[tuple[str, bool], ...]) -> None:
    assert not findings(sheets(*seen), "2.3")
