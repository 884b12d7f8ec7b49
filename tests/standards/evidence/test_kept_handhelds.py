"""2.4, 3.3: handhelds lost and broken, by hand: custody goes by the log.

03-05 and 04-30 are Mondays, 04-12 is a Thursday. A handheld of 4,800.00, acquired on 1999-01-15, of 60 months: 27 full
ones on 04-30, 26 on 04-12 and 03-30, 25 on 03-05.
"""

from __future__ import annotations

from datetime import date

import pytest

from kaohe.sim.records import SCHEMA, ids
from kaohe.standards.evidence.handhelds import full_months
from kaohe.standards.judging.judge import find
from tests.sim.office import rulebook
from tests.standards.records_builder import ISSUER, MANAGER, OTHER_READER, READER, Desk, day_number, on
from tests.standards.verdicts import days, findings, the_finding

MARCH, APRIL = ids.period_index(200103), ids.period_index(200104)
OTHER_ISSUER = MANAGER


def desk_of(*handhelds: int) -> Desk:
    """Handhelds of 4,800.00 in the register, kept by the issuance clerk."""
    desk = Desk()
    for handheld in handhelds:
        own = {"acquired_on": date(1999, 1, 15), "price_fen": 480_000, "life_months": 60, "keeper": ISSUER}
        desk.add("handheld", "01-01", "00:00", id=handheld, handheld=handheld, **own)
    return desk


def log(
    desk: Desk, action: str, day: str, at: str = "08:00", condition: str = "good", number: int = 0, **own: int
) -> None:
    """A line of book 1 in April, of handheld 7."""
    key = SCHEMA["handheld_log"].key.pack(book=1, period=APRIL, action=action, number=number)
    handed = action in ("draw", "return")
    who, signs = (READER, ISSUER) if handed else (ISSUER, None)
    values = {"book": 1, "period": 200104, "handheld": own.get("handheld", 7), "action": action}
    desk.add("handheld_log", day, at, who, id=key, **values, signed_by=signs, condition=condition if handed else None)


def count(desk: Desk, day: str, *, found: bool, condition: str = "good", handheld: int = 7) -> None:
    """A line of a count."""
    key = SCHEMA["handheld_count"].key.pack(handheld=handheld, day=day_number(day))
    how = condition if found else None
    desk.add(
        "handheld_count", day, "16:00", MANAGER, id=key, handheld=handheld, counted_on=day, found=found, condition=how
    )


def repair(
    desk: Desk,
    day: str,
    reported: str,
    verdict: str | None = None,
    cost: int = 0,
    by: int = READER,
    *,
    beyond: bool = False,
) -> int:
    """A report, or the verdict on it."""
    key = SCHEMA["handheld_repair"].key.pack(handheld=7, day=day_number(day))
    found = {"verdict": verdict, "beyond_repair": beyond, "cost_fen": cost}
    own = {"handheld": 7, "reported_by": by, "reported_on": reported, **found}
    return desk.add("handheld_repair", day, "16:30", MANAGER, id=key, **own)


def taken_back(condition: str = "good", day: str = "04-12") -> Desk:
    """Drawn in good order, and back on the day of the reading."""
    desk = desk_of(7)
    desk.customer(1)
    log(desk, "draw", day)
    desk.reading(1, 200104, 1100, day)
    log(desk, "return", day, "17:00", condition)
    return desk


# ── 3.3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_spare_that_the_count_misses_is_the_clerk_s_who_took_it_back() -> None:
    """4,800 × 33 ÷ 60 = 2,640.00; 3 + 3 × 1,640 ÷ 9,000 = 3.55 months."""
    desk = taken_back()
    count(desk, "04-30", found=False)
    finding = the_finding(desk, "3.3")
    assert (finding.staff, finding.object_type, finding.object_id) == (ISSUER, "handheld", 7)
    assert (finding.amount_fen, finding.caused_fen, finding.loss_fen) == (264_000, 264_000, 264_000)
    assert (finding.basis, finding.formula, days(finding)) == ("property", "book_value", ("04-30", "04-30"))
    assert finding.discovered_by == MANAGER
    assert not findings(desk, "2.4")
    assert not findings(desk, "3.3", "04-29")


def test_what_nobody_ever_drew_is_his_who_signed_for_it_when_it_came() -> None:
    desk = desk_of(7)
    count(desk, "04-30", found=False)
    assert the_finding(desk, "3.3").staff == ISSUER


def test_what_a_reader_has_is_not_the_clerk_s() -> None:
    desk = taken_back()
    desk.rows["handheld_log"].pop()
    count(desk, "04-30", found=False)
    assert not findings(desk, "3.3")
    assert the_finding(desk, "2.4").formula == "book_value"


def test_what_is_found_again_is_no_loss_and_lost_anew_lost_again() -> None:
    desk = taken_back()
    count(desk, "04-30", found=False)
    count(desk, "05-31", found=False)
    assert len(findings(desk, "3.3")) == 1
    count(desk, "06-29", found=True)
    finding = the_finding(desk, "3.3")
    assert (finding.amount_fen, finding.caused_fen, finding.loss_fen) == (264_000, 264_000, 0)
    count(desk, "07-31", found=False)
    assert [each.amount_fen for each in findings(desk, "3.3")] == [264_000, 240_000]


@pytest.mark.parametrize(
    ("verdict", "beyond", "charged"), [(None, False, False), ("wear", False, True), ("wear", True, False)]
)
def test_what_is_in_repair_or_beyond_it_nobody_has_to_have(verdict: str | None, beyond: bool, charged: bool) -> None:
    """Once it is mended it is missed like any other."""
    desk = taken_back("damaged")
    repair(desk, "04-12", "04-12")
    if verdict is not None:
        repair(desk, "04-17", "04-12", verdict, 0 if beyond else 5_000, beyond=beyond)
    count(desk, "04-30", found=False)
    assert bool(findings(desk, "3.3")) == charged
    assert not findings(desk, "2.4")


@pytest.mark.parametrize(("verdict", "fen"), [("force", 60_000), ("wear", None), (None, None)])
def test_what_was_taken_back_in_good_order_and_the_count_finds_broken(verdict: str | None, fen: int | None) -> None:
    desk = taken_back()
    count(desk, "04-30", found=True, condition="damaged")
    report = repair(desk, "04-30", "04-30", by=ISSUER)
    if verdict is not None:
        repair(desk, "05-09", "04-30", verdict, 60_000, by=ISSUER)
    if fen is None:
        assert not findings(desk, "3.3")
        return
    finding = the_finding(desk, "3.3")
    assert (finding.staff, finding.amount_fen, finding.formula) == (ISSUER, fen, "repair")
    assert (finding.object_type, finding.object_id) == ("handheld_repair", report)
    assert days(finding) == ("04-30", "05-09")
    assert not findings(desk, "3.3", "05-08")


def test_who_stands_in_for_the_clerk_on_the_day_of_the_count_answers() -> None:
    desk = taken_back()
    away = {"employee": ISSUER, "from_on": on("04-30"), "to_on": on("04-30")}
    desk.add("duty_roster", "04-01", period=200104, employee=ISSUER, post="issuance_clerk", goes_along=False)
    leave = desk.add("leave", "04-27", kind="sick", approver=MANAGER, **away)
    desk.add("substitution", "04-27", leave=leave, post="issuance_clerk", substitute=OTHER_READER, **away)
    count(desk, "04-30", found=False)
    assert the_finding(desk, "3.3").staff == OTHER_READER


# ── 2.4 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_never_came_back_keeps_its_day_and_is_priced_by_the_count() -> None:
    """Read on 04-12: late on 04-13 already. On 04-30 it is 27 months old: 4,800 × 33 ÷ 60."""
    desk = taken_back()
    desk.rows["handheld_log"].pop()
    assert (the_finding(desk, "2.4", "04-29").amount_fen, the_finding(desk, "2.4", "04-29").formula) == (
        None,
        "returned",
    )
    count(desk, "04-30", found=False)
    finding = the_finding(desk, "2.4")
    assert (finding.staff, finding.object_type) == (READER, "handheld_draw")
    assert (finding.object_id, days(finding)) == (ids.book_period_id(1, APRIL), ("04-13", "04-13"))
    assert (finding.amount_fen, finding.loss_fen, finding.formula) == (264_000, 264_000, "book_value")
    count(desk, "05-31", found=True)
    assert (the_finding(desk, "2.4").caused_fen, the_finding(desk, "2.4").loss_fen) == (264_000, 0)


def test_a_reader_who_shows_it_at_the_count_is_late_and_has_lost_nothing() -> None:
    desk = taken_back()
    desk.rows["handheld_log"].pop()
    count(desk, "04-30", found=True)
    assert the_finding(desk, "2.4").formula == "returned"


@pytest.mark.parametrize(
    ("drawn", "verdict", "beyond", "fen"),
    [
        ("good", "force", False, 60_000),
        ("good", "force", True, 272_000),  # 4,800 × (60 − 26) ÷ 60
        ("good", "wear", False, None),
        ("good", None, False, None),
        ("damaged", "force", False, None),
    ],
)
def test_what_was_drawn_in_good_order_and_came_back_broken(
    drawn: str, verdict: str | None, beyond: bool, fen: int | None
) -> None:
    desk = taken_back("damaged")
    next(row for row in desk.rows["handheld_log"] if row["action"] == "draw")["condition"] = drawn
    report = repair(desk, "04-12", "04-12")
    if verdict is not None:
        repair(desk, "04-17", "04-12", verdict, 0 if beyond else 60_000, beyond=beyond)
    if fen is None:
        assert not findings(desk, "2.4")
        return
    finding = the_finding(desk, "2.4")
    assert (finding.staff, finding.amount_fen, days(finding)) == (READER, fen, ("04-12", "04-17"))
    assert (finding.object_type, finding.object_id) == ("handheld_repair", report)
    assert finding.formula == ("repair.beyond" if beyond else "repair")
    assert not findings(desk, "3.3")


def test_who_draws_a_spare_has_to_bring_back_the_spare() -> None:
    """The first came back flat in the morning."""
    desk = taken_back("flat")
    desk.rows["handheld_log"][-1]["recorded_at"] = desk.rows["handheld_log"][0]["recorded_at"]
    assert not findings(desk, "2.4")
    log(desk, "draw", "04-12", "08:10", number=1, handheld=8)
    assert the_finding(desk, "2.4").formula == "returned"
    log(desk, "return", "04-12", "16:00", number=1, handheld=8)
    assert not findings(desk, "2.4")
    assert not findings(desk, "2.1")


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("1999-01-15", "2001-04-30", 27),
        ("1999-01-15", "2001-04-14", 26),
        ("1999-01-15", "2001-04-15", 27),
        ("2001-04-30", "2001-04-30", 0),
    ],
)
def test_months_are_full_when_their_day_has_passed(since: str, until: str, months: int) -> None:
    first, last = ((date.fromisoformat(each) - date(1970, 1, 1)).days for each in (since, until))
    assert full_months(first, last) == months


# ── edits ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_count_that_leaves_one_out_disagrees_with_the_register() -> None:
    desk = desk_of(7, 8)
    count(desk, "04-30", found=True)
    told = [name for name, _ in find(desk.records(), rulebook(), edited=True).disagreements]
    assert "handheld_count.all" in told
    count(desk, "04-30", found=True, handheld=8)
    told = [name for name, _ in find(desk.records(), rulebook(), edited=True).disagreements]
    assert "handheld_count.all" not in told


@pytest.mark.parametrize("mended", [True, False])
def test_what_was_out_for_repair_at_the_count_is_drawn_once_it_is_mended(mended: bool) -> None:
    desk = desk_of(7)
    repair(desk, "03-28", "03-28")
    count(desk, "03-30", found=False)
    if mended:
        repair(desk, "04-02", "03-28", "wear", 20_600)
    log(desk, "draw", "04-12")
    told = [name for name, _ in find(desk.records(), rulebook(), edited=True).disagreements]
    assert ("handheld_log.whereabouts" in told) == (not mended)
