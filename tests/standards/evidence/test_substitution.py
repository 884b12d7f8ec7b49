"""5.1: takings used and covered with later ones, day by day; what only looks like it; what yields to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from itertools import pairwise

import pytest

from kaohe.standards import Policy, Rulebook, judge
from tests.standards.records_builder import ACCOUNTANT, CASHIER, Desk, day_number, on
from tests.standards.verdicts import cited, days, findings, the_finding

FLOAT = 200_000
WEEK = ("03-12", "03-13", "03-14", "03-15", "03-16")
"""Monday to Friday."""
OTHER_CASHIER = 52


class Till(Desk):
    """A safe with 2,000.00 in it; what is handed in each day, with its cheque, and what goes to the bank."""

    def __init__(self) -> None:
        super().__init__()
        self.cheques: dict[str, int] = {}
        self.fen: dict[int, int] = {}

    def take(self, day: str, cash: int, cheque: int = 0, at: str = "15:10") -> None:
        """Handed in by the window, at an hour."""
        if cheque:
            number = len(self.cheques) + 1
            self.customer(number)
            receipt = self.receipt(self.month(number), day, cheque, tender="cheque")
            columns = {"receipt": receipt, "customer": number, "amount_fen": cheque, "counter": 16}
            self.add(
                "cheque", day, "10:00", 41, id=receipt, cheque_no=number, drawn_on=day, valid_to="05-30", **columns
            )
            self.cheques[day], self.fen[receipt] = receipt, cheque
        self.hand_in(day, cash, cheque, at=at)

    def bank(
        self, due_on: str, cash: int, of: Sequence[str] = (), day: str | None = None, staff: int = CASHIER
    ) -> None:
        """A slip, with the cheques of some days."""
        on_day, receipts = day or due_on, [self.cheques[each] for each in of]
        fen = sum(self.fen[receipt] for receipt in receipts)
        sums = {"cash_fen": cash, "cheque_fen": fen, "total_fen": cash + fen}
        slip = self.add(
            "deposit", on_day, "15:25", staff, kind="electricity", due_on=due_on, deposited_on=on_day, **sums
        )
        self.bank_line(slip, on_day, cash + fen)
        for receipt in receipts:
            self.line(receipt, "deposited", on_day, slip)

    def line(self, receipt: int, action: str, day: str, slip: int | None) -> None:
        """Of the register of cheques."""
        columns = {"receipt": receipt, "action": action, "on": day, "amount_fen": self.fen[receipt]}
        self.add("cheque_log", day, "15:25", CASHIER, deposit=slip, cheque_no=None, **columns)

    def keep(self, supervised: Mapping[str, int] | None = None) -> Till:
        """The journal of the week, own counts that agree with it, and others that find so much missing."""
        closing = FLOAT
        for day in WEEK:
            received, paid = self._sum("hand_in", day), self._sum("deposit", day)
            sums = {"opening_fen": closing, "in_fen": received, "out_fen": paid}
            closing += received - paid
            sums |= {"closing_fen": closing, "cheques_held": 0, "cheque_fen": 0}
            self.add("cash_journal", day, "16:55", CASHIER, on=day, **sums)
            for kind, staff, short in (("own", CASHIER, 0), ("supervised", ACCOUNTANT, (supervised or {}).get(day))):
                if short is not None:
                    counted = {"book_fen": closing, "cash_fen": closing - short, "cheques": 0, "cheque_fen": 0}
                    second = None if kind == "own" else CASHIER
                    self.add("safe_count", day, "17:20", staff, on=day, kind=kind, second_by=second, **counted)
        return self

    def _sum(self, table: str, day: str) -> int:
        until = datetime.combine(on(day), time(23))
        return sum(int(str(row["cash_fen"])) for row in self.rows[table] if row["recorded_at"].date() == until.date())  # type: ignore[attr-defined]  # a time


def worked(last: bool = True, staff: int = CASHIER) -> Till:
    """3,000.00 of Monday are covered on Tuesday, when 2,000.00 more are kept, these on Wednesday, and put back on
    Friday. In the safe there are always 2,000.00.
    """
    till = Till()
    till.take("03-12", 600_000, 400_000)
    till.bank("03-12", 300_000, ["03-12"])
    till.take("03-13", 550_000, 300_000)
    till.bank("03-12", 0, ["03-13"], "03-13")
    till.bank("03-13", 350_000)
    till.take("03-14", 450_000, 450_000)
    till.bank("03-13", 50_000, ["03-14"], "03-14", staff)
    till.bank("03-14", 400_000)
    if last:
        till.bank("03-14", 500_000, day="03-16")
    return till


def told(desk: Desk, as_of: str) -> list[tuple[str, str, int, int]]:
    """Clause, day, amount and loss of the incidents of a day by the handbook."""
    found = judge(desk.records(), Policy.load("handbook"), Rulebook.load(), on(as_of)).incidents
    return [
        (row["clause"], f"{row['occurred_on']:%m-%d}", row["amount_fen"], row["loss_fen"])
        for row in found.sort("clause", "occurred_on").to_dicts()
        if row["clause"] in ("5.1", "5.2", "5.4")
    ]


def test_what_is_used_is_its_largest_shortage_whether_it_was_put_back_or_not() -> None:
    finding = the_finding(worked().keep(), "5.1")
    assert (finding.staff, finding.object_type, finding.object_id) == (CASHIER, "bank_day", day_number("03-12"))
    assert (days(finding), finding.discovered_by, finding.basis) == (("03-12", "03-14"), -1, "cash")
    assert (finding.amount_fen, finding.caused_fen, finding.loss_fen) == (500_000, 500_000, 0)
    assert finding.inputs == {
        "largest_on": day_number("03-13"),
        "handed_fen": 1_850_000,  # 10,000.00 + 8,500.00
        "banked_fen": 1_350_000,  # 7,000.00 + 3,000.00 + 3,500.00
        "largest_fen": 500_000,
        "still_short_fen": 0,
    }
    tables = [table for table, _ in cited(finding)]
    assert {name: tables.count(name) for name in set(tables)} == {
        "hand_in": 3,
        "deposit": 6,
        "cheque": 2,
        "cheque_log": 2,
    }


def test_day_by_day_it_is_late_money_until_the_second_day_is_covered() -> None:
    till = worked().keep()
    late = ("5.4", "03-12", 63, 0)  # 3,000.00 × 1 × 0.00021
    assert told(till, "03-12") == [("5.4", "03-12", 0, 300_000)]
    assert told(till, "03-13") == [late, ("5.4", "03-13", 0, 500_000)]
    assert told(till, "03-14") == told(till, "03-15") == [("5.1", "03-12", 500_000, 500_000)]
    assert told(till, "03-16") == told(till, "12-31") == [("5.1", "03-12", 500_000, 0)]


def test_what_is_never_put_back_is_lost() -> None:
    assert told(worked(last=False).keep(), "12-31") == [("5.1", "03-12", 500_000, 500_000)]


def test_one_due_day_that_is_covered_is_money_that_came_late() -> None:
    till = Till()
    till.take("03-12", 600_000, 400_000)
    till.bank("03-12", 300_000, ["03-12"])
    till.take("03-13", 550_000, 300_000)
    till.bank("03-12", 0, ["03-13"], "03-13")
    till.bank("03-13", 550_000)
    # Of Tuesday 3,000.00 never come: 287 days, the principal counts.
    assert told(till.keep(), "12-31") == [("5.4", "03-12", 63, 0), ("5.4", "03-13", 300_000, 300_000)]


def test_put_back_in_cash_it_shows_a_second_day() -> None:
    """Tuesday's cheque went to Monday: all slips of Tuesday have more cash than was handed in for it."""
    till = Till()
    till.take("03-12", 600_000, 400_000)
    till.bank("03-12", 300_000, ["03-12"])
    till.take("03-13", 550_000, 300_000)
    till.bank("03-12", 0, ["03-13"], "03-13")
    till.bank("03-13", 550_000)
    till.bank("03-13", 300_000, day="03-15")
    finding = the_finding(till.keep(), "5.1")
    assert (days(finding), finding.amount_fen, finding.loss_fen) == (("03-12", "03-15"), 300_000, 0)


def test_cash_covered_with_cash_is_money_that_came_late() -> None:
    """Nothing shows of which day it was."""
    till = Till()
    for day in WEEK[:4]:
        till.take(day, 600_000)
    till.bank("03-12", 500_000)
    for before, day in pairwise(WEEK[:3]):
        till.bank(before, 100_000, day=day)
        till.bank(day, 500_000)
    till.bank("03-14", 100_000, day="03-15")
    till.bank("03-15", 600_000)
    assert told(till.keep(), "12-31") == [("5.4", day, 21, 0) for day in WEEK[:3]]


def test_the_day_after_another_covered_itself_is_not_running() -> None:
    """Tuesday is whole: of Monday and of Wednesday each a part came late."""
    till = Till()
    for day in WEEK:
        till.take(day, 600_000, 100_000)
    till.bank("03-12", 500_000, ["03-12"])
    till.bank("03-12", 0, ["03-13"], "03-13")
    till.bank("03-13", 600_000, day="03-13")
    till.bank("03-13", 100_000, day="03-13")  # put back the same day
    till.bank("03-14", 500_000, ["03-14"])
    till.bank("03-14", 0, ["03-15"], "03-15")
    till.bank("03-15", 600_000)
    till.bank("03-15", 100_000, day="03-15")
    till.bank("03-16", 600_000, ["03-16"])
    assert told(till.keep(), "12-31") == [("5.4", "03-12", 21, 0), ("5.4", "03-14", 21, 0)]


def test_two_people_who_each_cover_a_day_use_no_takings_together() -> None:
    till = worked(staff=OTHER_CASHIER).keep()
    assert not findings(till, "5.1")
    assert [clause for clause, *_ in told(till, "12-31")] == ["5.4", "5.4", "5.4"]


def test_a_cheque_handed_in_after_the_cut_off_is_of_the_next_day() -> None:
    """Both days' cheques came at 15:40: the money of each day is banked on its own."""
    till = Till()
    for day in WEEK[:2]:
        till.take(day, 0, 300_000, at="15:40")
    till.bank("03-13", 0, ["03-12"])
    till.bank("03-14", 0, ["03-13"])
    assert told(till.keep(), "12-31") == []


def test_money_that_is_banked_late_on_two_days_running_is_its_own() -> None:
    till = Till()
    for day in WEEK[:2]:
        till.take(day, 600_000, 400_000)
        till.bank(day, 600_000, [day], "03-15")
    assert [clause for clause, *_ in told(till.keep(), "12-31")] == ["5.4", "5.4"]


@pytest.mark.parametrize(("day", "short"), [("03-14", 500_000), ("03-15", 500_000)])
def test_what_a_count_finds_short_of_it_is_no_loss_from_the_safe(day: str, short: int) -> None:
    till = worked().keep({day: short})
    assert told(till, "12-31") == [("5.1", "03-12", 500_000, 0)]


def test_what_a_count_finds_short_is_a_loss_until_the_use_of_takings_shows() -> None:
    till = worked().keep({"03-13": 500_000})
    assert ("5.2", "03-13", 500_000, 500_000) in told(till, "03-13")
    assert told(till, "03-14") == [("5.1", "03-12", 500_000, 500_000)]


def test_what_a_count_finds_short_beyond_it_is_lost() -> None:
    """5,000.00 were used, 5,600.00 are missing."""
    till = worked().keep({"03-15": 560_000})
    assert told(till, "03-15") == [("5.1", "03-12", 500_000, 500_000), ("5.2", "03-15", 60_000, 60_000)]
