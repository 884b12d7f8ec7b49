"""4.4: what was told at the window and not passed on; what was stolen meanwhile; and what only looks like it."""

from __future__ import annotations

import pytest

from kaohe.sim.records import SCHEMA, ids
from tests.standards.records_builder import COLLECTOR, INSPECTOR, MANAGER, READER, Desk
from tests.standards.verdicts import cited, days, findings, the_finding

CASE = SCHEMA["breach_case"].key.pack(customer=1, number=0)


class Window(Desk):
    """Told on Monday 04-09 of a shop at 0.80 yuan; to be passed on by Tuesday 04-10."""

    def __init__(self, kind: str = "theft") -> None:
        super().__init__()
        self.customer(1, price_class="commerce")
        self.record = SCHEMA["window_record"].key.pack(customer=1, period=ids.period_index(200104), kind=kind)
        self.add("window_record", "04-09", "10:00", COLLECTOR, id=self.record, customer=1, counter=17, kind=kind)

    def referral(self, day: str, to: int = INSPECTOR, written: str | None = None, by: int = COLLECTOR) -> Window:
        """Somebody signs for it."""
        own = {"id": self.record, "window_record": self.record, "customer": 1}
        self.add("window_referral", written or day, "16:10", by, **own, to_staff=to, signed_on=day)
        return self

    def case(self, opened_on: str, since: str | None = "03-01") -> Window:
        """A bypass of 7.5 kW for 8 hours a day, 60 kWh; `since`: by a statement."""
        self.add(
            "breach_case",
            opened_on,
            "14:20",
            INSPECTOR,
            id=CASE,
            customer=1,
            kind="theft",
            report=None,
            window_record=None,
            opened_on=opened_on,
            from_on=since or "01-01",
            to_on=opened_on,
            power_w=7500,
            hours_e1=80,
            kwh=4200,
            energy_e4=8000,
            fee_fen=336_000,
            penalty_fen=1_008_000,
        )
        for number, (kind, seen_on) in enumerate((("photo", opened_on), ("statement", since))):
            if seen_on is not None:
                key = SCHEMA["case_fact"].key.pack(breach_case=CASE, number=number)
                own = {"id": key, "breach_case": CASE, "customer": 1, "sign": None}
                self.add("case_fact", opened_on, "14:20", INSPECTOR, **own, kind=kind, seen_on=seen_on)
        return self


def _worth(window: Window, as_of: str = "12-31") -> int | None:
    (finding,) = findings(window, "4.4", as_of)
    return finding.amount_fen


def test_thirty_days_of_a_bypass_from_the_limit_to_the_case() -> None:
    """From 04-10 to Thursday 05-10, 30 days × 60 kWh × 0.80 = 1,440.00 yuan; 0 until the case."""
    window = Window().case("05-10")
    finding = the_finding(window, "4.4")
    assert (finding.staff, finding.object_type, finding.object_id) == (COLLECTOR, "window_record", window.record)
    assert (days(finding), finding.discovered_by, finding.basis) == (("04-11", "04-11"), -1, "fee")
    assert (finding.amount_fen, finding.loss_fen, finding.energy_kwh) == (144_000, 144_000, 1_800)
    assert [table for table, _ in cited(finding, "price")] == ["breach_case", "case_fact"]
    assert (_worth(window, "05-09"), _worth(window, "05-10")) == (0, 144_000)


@pytest.mark.parametrize(
    ("window", "fen"),
    [
        # no case: nothing is established
        (Window(), 0),
        (Window("breach"), 0),
        # passed on at last, by the specialist or by himself: to that day, 12 days, 720 kWh
        (Window().referral("04-22", by=MANAGER).case("05-10"), 57_600),
        # what is established begins on 04-30: 10 days, 600 kWh; on the day of the case alone: nothing
        (Window().case("05-10", since="04-30"), 48_000),
        (Window().case("05-10", since=None), 0),
        # it began after it was passed on
        (Window().referral("04-22").case("05-10", since="04-30"), 0),
        # the first day after the limit: 480 分 a kWh
        (Window().case("04-11"), 4_800),
        # signed for by no inspector, before it was written, or dated back
        (Window().referral("04-10", to=READER), 0),
        (Window().referral("04-06", written="04-09"), 0),
        (Window().referral("04-10", written="04-12"), 0),
    ],
)
def test_what_it_is_worth(window: Window, fen: int) -> None:
    assert _worth(window) == fen


@pytest.mark.parametrize(
    "window",
    [
        Window().referral("04-09"),
        Window().referral("04-10").case("05-10"),
        Window("bill").case("05-10"),
        Window("other"),
        # a case was open by the limit
        Window().case("04-10"),
        Window().case("04-02"),
    ],
)
def test_what_only_looks_so(window: Window) -> None:
    assert findings(window, "4.4") == []
