"""2.6 and 4.4 once more: theft that somebody saw or heard of, and told nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.standards.rederived.billing import fee_fen
from tests.standards.rederived.duty import acts_as
from tests.standards.rederived.papers import Found, Papers, Row, written_on


def _claimed(case: Row, days: int) -> int:
    """Power × hours × days, whole kWh, by the price of the case."""
    return fee_fen(case["power_w"] * case["hours_e1"] * max(days, 0) // 10_000, case["energy_e4"])


def clause_2_6(papers: Papers) -> Iterator[Found]:
    """A sign stood outside when he read the meter, and he reported nothing that day."""
    facts = papers.by("case_fact", lambda row: row["breach_case"])
    told = papers.by("reader_report", lambda row: (row["customer"], row["anomaly"]))
    for case in papers.rows("breach_case"):
        signs = [row["seen_on"] for row in facts[case["id"]] if row["sign"] is not None]
        readings = [
            row
            for row in papers.readings_of.get(case["customer"], [])
            if row["kind"] in ("actual", "recheck") and signs and min(signs) <= row["read_on"] < case["to_on"]
        ]
        told_on = [row["reported_on"] for row in told[(case["customer"], "theft_suspect")]]
        silent = [
            row
            for row in readings
            if row["kind"] == "actual" and not any(min(signs) <= on <= row["read_on"] for on in told_on)
        ]
        for reader in sorted({row["staff"] for row in silent}):
            own = [row for row in silent if row["staff"] == reader]
            days = sum(_until(case, row, readings) for row in own)
            row = min(own, key=lambda row: row["read_on"])
            number = row["meter"] * 1024 + (row["period"] // 100 - 1990) * 12 + row["period"] % 100 - 1
            on = papers.after("working", row["read_on"])
            yield Found("2.6", reader, "meter_period", number, on, _claimed(case, days))


def _until(case: Row, reading: Row, readings: list[Row]) -> int:
    """Days from a silent reading to the next one, or to the case."""
    later: list[date] = [row["read_on"] for row in readings if row["read_on"] > reading["read_on"]]
    return int((min([*later, case["to_on"]]) - reading["read_on"]).days)


def clause_4_4(papers: Papers) -> Iterator[Found]:
    """What was told at the window goes to the inspector within the limit, unless a case is open."""
    referrals = papers.one("window_referral")
    cases = papers.by("breach_case", lambda row: row["customer"])
    days = int(papers.limits["referral.limit_working_days"])
    for record in papers.rows("window_record"):
        if record["kind"] not in ("theft", "breach") or record["customer"] is None:
            continue
        limit_on, signed = papers.after("working", written_on(record), days), referrals.get(record["id"])
        missed_on = papers.past(limit_on)
        in_time = (
            signed is not None
            and signed["signed_on"] <= limit_on
            and acts_as(papers, signed["to_staff"], "inspector", signed["signed_on"])
        )
        case = next((row for row in cases[record["customer"]] if row["to_on"] >= written_on(record)), None)
        if missed_on is None or in_time or (case is not None and case["opened_on"] <= limit_on):
            continue
        fen = 0
        if case is not None:
            stops = [case["to_on"], *([signed["signed_on"]] if signed is not None else [])]
            fen = _claimed(case, (min(stops) - max(limit_on, case["from_on"])).days)
        yield Found("4.4", record["staff"], "window_record", record["id"], missed_on, fen)
