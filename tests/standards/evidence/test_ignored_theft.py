"""2.6: a case shows that the sign stood there when somebody read the meter and reported nothing; what only looks so."""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA, ids
from tests.standards.records_builder import OPENING, OTHER_READER, READER, Desk
from tests.standards.verdicts import cited, days, findings, the_finding

INSPECTOR_AT = "16:20"
AUDITOR = 91
METER = ids.meter_id(1, 0)
CASE = SCHEMA["breach_case"].key.pack(customer=1, number=0)


class Site(Desk):
    """A shop at 0.80 yuan, read on 04-12, 05-12 and 06-12; hooked since 04-01: 3 kW, 8 hours a day, found on 06-20."""

    def __init__(self, readers: tuple[int, ...] = (READER, READER, READER)) -> None:
        super().__init__()
        self.add("staff", OPENING, id=AUDITOR, name="沈強", post="field_auditor", second_post=None, valid_from="01-01")
        self.add("rule", "01-01", key="report.limit_days", value="0", unit="", valid_from="01-01")
        self.customer(1, price_class="commerce", opened="03-12")
        months = ((200104, "04-12"), (200105, "05-12"), (200106, "06-12"))
        self.read = [
            self.reading(1, period, 1000 + 100 * turn, day, staff=reader)
            for turn, ((period, day), reader) in enumerate(zip(months, readers, strict=True))
        ]

    def case(self, opened_on: str = "06-20", from_on: str = "04-01", sign: str | None = "hook") -> Site:
        """The file, with its photograph; `sign`: what it shows of the outside."""
        self.sign = sign
        self.add(
            "breach_case",
            opened_on,
            INSPECTOR_AT,
            AUDITOR,
            id=CASE,
            customer=1,
            kind="theft",
            report=None,
            window_record=None,
            opened_on=opened_on,
            from_on=from_on,
            to_on=opened_on,
            power_w=3000,
            hours_e1=80,
            kwh=1920,
            energy_e4=8000,
            fee_fen=153_600,
            penalty_fen=460_800,
        )
        return self.fact("photo", opened_on, opened_on)

    def fact(self, kind: str, seen_on: str, written: str = "06-20", sign: str | None = "as the case has it") -> Site:
        """More evidence."""
        number = len(self.rows.get("case_fact", ()))
        self.add(
            "case_fact",
            written,
            INSPECTOR_AT,
            AUDITOR,
            id=SCHEMA["case_fact"].key.pack(breach_case=CASE, number=number),
            breach_case=CASE,
            customer=1,
            kind=kind,
            sign=self.sign if sign == "as the case has it" else sign,
            seen_on=seen_on,
        )
        return self

    def report(self, day: str, period: int, written: str | None = None, reader: int = READER) -> Site:
        """A reader's report of what he saw."""
        self.add(
            "reader_report",
            written or day,
            "17:00",
            reader,
            id=SCHEMA["reader_report"].key.pack(meter=METER, period=ids.period_index(period), number=0),
            meter=METER,
            customer=1,
            book=1,
            period=period,
            anomaly="theft_suspect",
            reported_on=day,
        )
        return self

    def visit(self, day: str, period: int, *, met: bool = True) -> Site:
        """The squad came to see, and found nothing."""
        report = SCHEMA["reader_report"].key.pack(meter=METER, period=ids.period_index(period), number=0)
        self.add(
            "site_visit",
            day,
            "10:00",
            AUDITOR,
            id=SCHEMA["site_visit"].key.pack(report=report, number=0),
            report=report,
            meter=METER,
            customer=1,
            visited_on=day,
            met=met,
            appointed_on=None,
            finding="none" if met else None,
            measure=None,
        )
        return self


def _read(period: int) -> int:
    return ids.meter_period_id(METER, ids.period_index(period))


def _worth(site: Site) -> list[tuple[int, int, int | None]]:
    """By finding who, from which reading on, how much."""
    return sorted((each.staff, each.object_id, each.amount_fen) for each in findings(site, "2.6"))


def test_three_silent_readings_of_one_reader_are_one_incident() -> None:
    """From 04-12 to 06-20 69 days × 3 kW × 8 h = 1,656 kWh × 0.80 = 1,324.80 yuan."""
    site = Site().case().fact("statement", "04-01")
    finding = the_finding(site, "2.6")
    assert (finding.staff, finding.object_type, finding.object_id) == (READER, "meter_period", _read(200104))
    assert (days(finding), finding.discovered_by, finding.basis) == (("04-13", "06-20"), AUDITOR, "fee")
    assert (finding.amount_fen, finding.loss_fen, finding.energy_kwh) == (132_480, 132_480, 1_656)
    assert [row for table, row in cited(finding, "act")] == site.read
    assert [table for table, _ in cited(finding, "proof")] == ["breach_case", "case_fact"]


def test_each_reader_answers_to_the_next_one_s_reading() -> None:
    """04-12 to 05-12 30 days, 720 kWh, 576.00; from 05-12 31 days to the next reading of the first reader, who answers
    for the 8 days from 06-12 on besides: 38 days, 912 kWh, 729.60; 744 kWh, 595.20.
    """
    site = Site((READER, OTHER_READER, READER)).case().fact("statement", "04-01")
    assert _worth(site) == [(READER, _read(200104), 72_960), (OTHER_READER, _read(200105), 59_520)]


@pytest.mark.parametrize(
    ("seen_on", "first"),
    [("04-12", _read(200104)), ("04-13", _read(200105)), ("06-12", _read(200106)), ("06-13", None)],
)
def test_the_sign_stood_there_on_the_day_of_the_reading(seen_on: str, first: int | None) -> None:
    site = Site().case(from_on=seen_on).fact("statement", seen_on)
    assert [object_id for _, object_id, _ in _worth(site)] == ([] if first is None else [first])


@pytest.mark.parametrize(
    "site",
    [
        # the presumed 180 days prove nothing, nor does a photograph of the day of the case
        Site().case(from_on="01-01"),
        # inside the sealed box
        Site().case(sign=None).fact("statement", "04-01"),
        # what was outside is proven since after his last reading only
        Site().case(sign=None).fact("statement", "04-01").fact("hotline", "06-15", sign="hook"),
        # reported the day it was seen; nobody came, or nobody was there: whoever reads next has nothing more to report
        Site().report("04-12", 200104).case().fact("statement", "04-01"),
        Site().report("04-12", 200104).visit("04-13", 200104, met=False).case().fact("statement", "04-01"),
        # read on the day of the case
        Site().case(opened_on="04-12").fact("statement", "04-01", written="04-12"),
        # no case at all
        Site(),
    ],
)
def test_what_only_looks_so(site: Site) -> None:
    assert findings(site, "2.6") == []


@pytest.mark.parametrize(
    ("site", "first"),
    [
        # reported by another at last: the first reading was silent; he answers until the other reads
        (
            Site((READER, OTHER_READER, OTHER_READER)).report("05-12", 200105, reader=OTHER_READER),
            (READER, _read(200104), 57_600),
        ),
        # dated back: a report counts from the day on which it was written, 05-13: 61 days from 04-12 to 06-12
        (Site().report("04-12", 200104, written="05-13"), (READER, _read(200104), 117_120)),
    ],
)
def test_a_report_that_came_later_excuses_those_who_read_after_it(site: Site, first: tuple[int, int, int]) -> None:
    assert _worth(site.case().fact("statement", "04-01")) == [first]


def test_a_squad_that_found_nothing_leaves_the_next_sign_to_be_reported() -> None:
    """From 05-12 on: 39 days, 936 kWh, 748.80 yuan."""
    site = Site().report("04-12", 200104).visit("04-13", 200104).case().fact("statement", "04-20")
    assert _worth(site) == [(READER, _read(200105), 74_880)]
