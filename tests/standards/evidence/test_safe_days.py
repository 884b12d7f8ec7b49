"""5.2: a safe counted short of its journal; what is found later; records that disagree; a short deposit that yields."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl
import pytest

from kaohe.standards import Policy, Rulebook, judge
from kaohe.standards.ledger.cites import Part
from tests.standards.records_builder import ACCOUNTANT, CASHIER, Desk, day_number, on
from tests.standards.verdicts import cited, days, findings, the_finding

FLOAT = 200_000
"""備用金 2,000.00."""
WEEK = ("04-16", "04-17", "04-18", "04-19", "04-20", "04-23", "04-24")
"""Monday to Friday, Monday and Tuesday."""


class Safe(Desk):
    """The safe day by day: 9,660.00 in cash on Tuesday 04-17, of which 8,160.00 are banked; nothing on other days."""

    def __init__(self, banked: int = 816_000) -> None:
        super().__init__()
        self.journal: dict[str, int] = {}
        self.counts: dict[tuple[str, str], int] = {}
        closing = FLOAT
        for day in WEEK:
            received, paid = (966_000, banked) if day == "04-17" else (0, 0)
            if received:
                self.hand_in(day, received)
                self.slip = self.deposit(day, paid)
            self.journal[day] = self.add(
                "cash_journal",
                day,
                "16:55",
                CASHIER,
                on=day,
                opening_fen=closing,
                in_fen=received,
                out_fen=paid,
                closing_fen=closing + received - paid,
                cheques_held=0,
                cheque_fen=0,
            )
            closing += received - paid

    def count(self, short: Mapping[str, int], supervised: Mapping[str, int] | None = None) -> Safe:
        """Own counts of the week, short by so much on a day; supervised ones on the days named."""
        for day in WEEK:
            self._count(day, "own", short.get(day, 0))
            if supervised is not None and day in supervised:
                self._count(day, "supervised", supervised[day])
        return self

    def _count(self, day: str, kind: str, short: int) -> None:
        book = self.of("cash_journal", self.journal[day])["closing_fen"]
        assert isinstance(book, int)
        own = kind == "own"
        self.counts[day, kind] = self.add(
            "safe_count",
            day,
            "17:00" if own else "17:20",
            CASHIER if own else ACCOUNTANT,
            on=day,
            kind=kind,
            book_fen=book,
            cash_fen=book - short,
            cheques=0,
            cheque_fen=0,
            second_by=None if own else CASHIER,
        )

    def of(self, table: str, key: int) -> dict[str, object]:
        """A row, to read or to edit."""
        return next(row for row in self.rows[table] if row["id"] == key)


def from_day(first: str, fen: int, until: str = "12-31") -> dict[str, int]:
    """Short by a sum from one day on, up to the day before another."""
    return {day: fen for day in WEEK if first <= day < until}


def amounts(desk: Desk, as_of: str = "12-31", clause: str = "5.2") -> list[tuple[int, int]]:
    """Amount and loss of each incident of a clause by the handbook."""
    found = judge(desk.records(), Policy.load("handbook"), Rulebook.load(), on(as_of)).incidents
    return [(row["amount_fen"], row["loss_fen"]) for row in found.to_dicts() if row["clause"] == clause]


def test_what_is_counted_short_and_never_found_is_its_sum() -> None:
    # 2,000.00 + 9,660.00 − 8,160.00 = 3,500.00 by the journal; 2,000.00 counted.
    desk = Safe().count(from_day("04-17", 150_000))
    finding = the_finding(desk, "5.2")
    assert (finding.staff, finding.object_type, finding.object_id) == (CASHIER, "safe_day", day_number("04-17"))
    assert (days(finding), finding.discovered_by, finding.basis) == (("04-17", "04-17"), -1, "cash")
    assert (finding.amount_fen, finding.made_good, finding.loss_fen) == (150_000, (), 150_000)
    assert finding.inputs == {
        "book_fen": 350_000,
        "counted_fen": 200_000,
        "missing_before_fen": 0,
        "newly_missing_fen": 150_000,
    }
    assert cited(finding)[:2] == [("safe_count", desk.counts["04-17", "own"]), ("cash_journal", desk.journal["04-17"])]
    assert amounts(desk) == [(150_000, 150_000)]


@pytest.mark.parametrize(
    ("counted", "amount", "loss", "good"),
    [
        # 1,500.00 × 2 × 0.00021 = 0.63.
        (from_day("04-17", 150_000, "04-19"), 63, 0, (Part(150_000, 2),)),
        # 500.00 after 2 days, 1,000.00 after 7 (over the week's end): (1,000 + 7,000) × 0.00021 = 1.68.
        (
            {**from_day("04-17", 150_000, "04-19"), **from_day("04-19", 100_000, "04-24")},
            168,
            0,
            (Part(50_000, 2), Part(100_000, 7)),
        ),
        # 500.00 after 1 day: 1,000.00 + 0.105, half up.
        ({"04-17": 150_000, **from_day("04-18", 100_000)}, 100_011, 100_000, (Part(50_000, 1),)),
        # Two parts are added before they are rounded: (50.00 + 20.00 × 2) × 0.00021 = 0.0189, not 0.01 + 0.01.
        (
            {"04-17": 7_000, "04-18": 2_000},
            2,
            0,
            (Part(5_000, 1), Part(2_000, 2)),
        ),
    ],
)
def test_what_is_found_later_counts_its_delay(
    counted: dict[str, int], amount: int, loss: int, good: tuple[Part, ...]
) -> None:
    desk = Safe().count(counted)
    finding = the_finding(desk, "5.2")
    assert (finding.made_good, days(finding)) == (good, ("04-17", "04-17"))
    assert {row for table, row in cited(finding, "late")} <= set(desk.counts.values())
    assert len(cited(finding, "late")) == len(good)
    assert amounts(desk) == [(amount, loss)]


def test_a_policy_may_count_the_principal_of_what_is_found_later() -> None:
    desk = Safe().count(from_day("04-17", 150_000, "04-19"))
    principal = Policy.load("handbook").vary({"delay": {"priced_as": "principal"}})
    incidents = judge(desk.records(), principal, Rulebook.load()).incidents
    assert incidents.filter(pl.col("clause") == "5.2")["amount_fen"].to_list() == [150_000]


def test_before_it_is_found_all_of_it_counts() -> None:
    desk = Safe().count(from_day("04-17", 150_000, "04-19"))
    assert amounts(desk, "04-16") == []
    assert amounts(desk, "04-17") == amounts(desk, "04-18") == [(150_000, 150_000)]
    assert amounts(desk, "04-19") == amounts(desk, "04-30") == [(63, 0)]


@pytest.mark.parametrize("short", [0, -1, -50_000])
def test_a_safe_that_holds_what_the_journal_says_or_more_is_kept(short: int) -> None:
    assert not findings(Safe().count(from_day("04-17", short)), "5.2")


def test_a_surplus_that_goes_again_is_no_loss() -> None:
    assert not findings(Safe().count({"04-17": -10_000}), "5.2")


def test_one_fen_is_a_loss() -> None:
    assert amounts(Safe().count(from_day("04-17", 1))) == [(1, 1)]


def test_found_the_same_evening_is_nothing() -> None:
    """The cashier counts short; the supervised count twenty minutes later agrees."""
    assert not findings(Safe().count({"04-17": 150_000}, supervised={"04-17": 0}), "5.2")


def test_a_supervised_count_finds_what_own_counts_hid() -> None:
    desk = Safe().count(from_day("04-20", 150_000), supervised={"04-19": 150_000})
    finding = the_finding(desk, "5.2")
    assert (finding.staff, finding.object_id, finding.discovered_by) == (CASHIER, day_number("04-19"), ACCOUNTANT)
    assert (days(finding), finding.amount_fen) == (("04-19", "04-19"), 150_000)
    assert cited(finding, "act") == [("safe_count", desk.counts["04-19", "supervised"])]


def test_what_the_cashier_has_counted_himself_that_day_nobody_else_discovers() -> None:
    desk = Safe().count(from_day("04-17", 150_000), supervised={"04-17": 150_000})
    finding = the_finding(desk, "5.2")
    assert (finding.discovered_by, cited(finding, "act")) == (-1, [("safe_count", desk.counts["04-17", "own"])])


def test_of_two_losses_the_older_is_found_first() -> None:
    """1,500.00 on the 17th, 300.00 on the 19th; 1,600.00 come back on the 23rd: 6 days, and 100.00 of 4 days."""
    desk = Safe().count({**from_day("04-17", 150_000), **from_day("04-19", 180_000), **from_day("04-23", 20_000)})
    first, second = findings(desk, "5.2")
    assert (first.object_id, first.made_good, first.loss_fen) == (day_number("04-17"), (Part(150_000, 6),), 0)
    assert (second.object_id, second.made_good) == (day_number("04-19"), (Part(10_000, 4),))
    assert second.inputs["missing_before_fen"] == 150_000
    # 1,500.00 × 6 × 0.00021 = 1.89; 200.00 + 100.00 × 4 × 0.00021 = 200.084.
    assert amounts(desk) == [(189, 0), (20_008, 20_000)]


# ── records that contradict each other ──────────────────────────────────────────────────────────────────────────────

Edit = Callable[[Safe], None]


def _journal(day: str, **more: int) -> Edit:
    def edit(desk: Safe) -> None:
        row = desk.of("cash_journal", desk.journal[day])
        for column, fen in more.items():
            row[column] = int(str(row[column])) + fen

    return edit


def _closing_lowered(desk: Safe) -> None:
    """The loss written off as if banked, and the journal made to follow from there."""
    _journal("04-17", out_fen=150_000, closing_fen=-150_000)(desk)
    for day in WEEK[2:]:
        _journal(day, opening_fen=-150_000, closing_fen=-150_000)(desk)
    for key in desk.counts.values():
        row = desk.of("safe_count", key)
        row["book_fen"] = desk.of("cash_journal", desk.journal[f"{row['on']:%m-%d}"])["closing_fen"]


def _in_raised(desk: Safe) -> None:
    """Money in the journal that nobody handed in, on a day on which nothing is missing otherwise."""
    _journal("04-18", in_fen=1_000, closing_fen=1_000)(desk)
    desk.of("safe_count", desk.counts["04-18", "own"])["book_fen"] = 351_000


@pytest.mark.parametrize(
    ("counted", "edit"),
    [
        (from_day("04-17", 150_000), _journal("04-17", out_fen=150_000)),
        (from_day("04-17", 150_000), _journal("04-17", out_fen=150_000, closing_fen=-150_000)),
        (from_day("04-17", 150_000), _journal("04-17", in_fen=-150_000)),
        (from_day("04-17", 150_000), _journal("04-17", closing_fen=-150_000)),
        (from_day("04-17", 150_000), _journal("04-17", opening_fen=1)),
        (from_day("04-17", 150_000), _closing_lowered),
        ({}, _in_raised),
        ({}, _journal("04-18", opening_fen=5, closing_fen=5)),
    ],
)
def test_a_journal_that_does_not_add_up_names_nobody(counted: dict[str, int], edit: Edit) -> None:
    desk = Safe().count(counted)
    edit(desk)
    assert not findings(desk, "5.2")


def test_a_journal_mended_after_the_loss_finds_nothing_again() -> None:
    """`out` raised on the 19th: what was shown on the 17th stands, and is not made good by a slip that there is not."""
    desk = Safe().count(from_day("04-17", 150_000))
    _journal("04-19", out_fen=150_000, closing_fen=-150_000)(desk)
    for day in WEEK[4:]:
        _journal(day, opening_fen=-150_000, closing_fen=-150_000)(desk)
    for day in WEEK[3:]:
        desk.of("safe_count", desk.counts[day, "own"])["book_fen"] = 200_000
    assert amounts(desk) == [(150_000, 150_000)]


@pytest.mark.parametrize("column", ["book_fen", "cash_fen"])
def test_an_own_count_that_was_mended_leaves_the_next_one(column: str) -> None:
    """A book balance other than the journal's is held against nothing; a count raised to it hides a day."""
    desk = Safe().count(from_day("04-17", 150_000), supervised={"04-18": 150_000})
    row = desk.of("safe_count", desk.counts["04-17", "own"])
    row[column] = {"book_fen": 200_000, "cash_fen": 350_000}[column]
    assert (days(the_finding(desk, "5.2")), amounts(desk)) == (("04-18", "04-18"), [(150_000, 150_000)])


def test_own_counts_that_were_mended_are_found_at_the_supervised_one() -> None:
    desk = Safe().count(from_day("04-17", 150_000), supervised={"04-19": 150_000})
    for day in ("04-17", "04-18", "04-19"):
        desk.of("safe_count", desk.counts[day, "own"])["cash_fen"] = 350_000
    finding = the_finding(desk, "5.2")
    assert (days(finding), finding.discovered_by) == (("04-19", "04-19"), ACCOUNTANT)


def test_a_row_written_on_another_day_than_its_own_is_no_count_of_that_evening() -> None:
    desk = Safe().count({})
    desk.of("safe_count", desk.counts["04-20", "own"])["on"] = on("04-19")
    desk.of("safe_count", desk.counts["04-20", "own"])["cash_fen"] = 1
    assert not findings(desk, "5.2")


# ── look-alikes and overlaps ────────────────────────────────────────────────────────────────────────────────────────


def test_money_on_its_way_to_the_bank_is_not_missing() -> None:
    """Written out of the journal with its slip; the bank's line is of the next day."""
    desk = Safe(banked=966_000).count({})
    desk.add("bank_line", "04-18", "09:00", kind="deposit", ref=desk.slip, value_on="04-18", amount_fen=966_000)
    assert not findings(desk, "5.2")


def test_a_short_deposit_whose_money_is_counted_missing_is_the_lost_money_and_no_second_incident() -> None:
    desk = Safe().count(from_day("04-17", 150_000))
    assert not findings(desk, "5.4")
    assert ("deposit", desk.slip) in cited(the_finding(desk, "5.2"), "proof")


def test_a_short_deposit_whose_money_lies_in_the_safe_is_none_of_it() -> None:
    desk = Safe().count({})
    assert (amounts(desk), amounts(desk, clause="5.4")) == ([], [(150_000, 150_000)])


def test_a_day_that_was_not_banked_at_all_is_the_lost_money() -> None:
    desk = Safe(banked=0).count(from_day("04-17", 966_000))
    desk.rows["deposit"].clear()
    assert (amounts(desk), amounts(desk, clause="5.4")) == ([(966_000, 966_000)], [])


@pytest.mark.parametrize("lost", [("04-19", 40_000), ("04-17", 40_000)])
def test_a_short_deposit_of_other_money_stands_beside_it(lost: tuple[str, int]) -> None:
    """1,500.00 stay in the safe on the 17th; 400.00 are lost, on another day or on that one."""
    desk = Safe().count(from_day(*lost))
    assert (amounts(desk), amounts(desk, clause="5.4")) == ([(40_000, 40_000)], [(150_000, 150_000)])


def test_a_deposit_of_another_day_that_is_late_stands_beside_it() -> None:
    """The 17th is banked in full, 1,500.00 of the 18th a day late; 1,500.00 are lost on the 17th."""
    desk = Safe(banked=966_000).count(from_day("04-17", 150_000))
    desk.hand_in("04-24", 150_000, at="17:30")
    desk.deposit("04-25", 150_000, day="04-26")
    assert amounts(desk) == [(150_000, 150_000)]
    assert [days(finding) for finding in findings(desk, "5.4")] == [("04-26", "04-26")]
