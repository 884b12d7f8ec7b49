"""The accountant's checks of issuance: every day, and at the end of the month (營業會計)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.meanings import shown_next_day
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed
from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.records.ids import day_number

if TYPE_CHECKING:
    from kaohe.sim.office import Office


CHECK_ISSUE_DAY = REGISTRY.add(
    DecisionPoint(
        5,
        "check_issue_day",
        "accountant",
        "office",
        "issue_day",
        "working",
        Names("核對當日發行", "check the day's issuance", "核对当日发行"),
        (
            Action(
                1,
                "skip_check",
                Names("漏核對", "skip the daily check", "漏核对"),
                clause="6.6",
                matures=shown_next_day,
            ),
        ),
        omission=Left("skip_check"),
    )
)


@dataclass
class Skipped:
    """A reading that got no bill."""

    act_id: int
    customer: int
    index: int
    kwh: int
    metered_kwh: int
    amount_fen: int
    reading: int
    day: int


@dataclass
class DayCount:
    """What the daily check counts: 應發 = 已發 + 待處理."""

    due: int = 0
    issued: int = 0
    pending: int = 0
    amount_fen: int = 0


class IssueCheck(Desk):
    """Counts what was issued against what was due; what was passed over is issued the same day."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self.gaps: list[Skipped] = []
        self._days: dict[int, DayCount] = {}
        self._unchecked: dict[int, int] = {}  # the act by the issue day

    def work(self, day: int, skipped: list[Skipped], count: DayCount) -> Generator[Question, None, None]:
        """The accountant's check: 應發 = 已發 + 待處理; what was skipped is issued the same day."""
        office = self.office
        accountant = office.posts.accountant
        tray = Situations(
            day,
            np.array([day_number(day)]),
            np.zeros(1, np.int64),
            np.array([accountant]),
            {"due": np.array([count.due]), "issued": np.array([count.issued]), "pending": np.array([count.pending])},
        )
        decided = yield from self.decide(CHECK_ISSUE_DAY, tray)
        if decided.took("skip_check")[0]:
            self._skip_check(day, decided, skipped)
        else:
            office.issuing.issuance.issue_skipped(day, skipped, count)
            office.write(
                "issue_check",
                1,
                id=day_number(day),
                recorded_at=clock(day, hm(16, 50)),
                staff=accountant,
                on=day,
                due=count.due,
                issued=count.issued,
                pending=count.pending,
                amount_fen=count.amount_fen,
            )
        office.accounts.accounts.voucher(day, count.amount_fen)
        self._days[day] = count

    def _skip_check(self, day: int, decided: Decided, skipped: list[Skipped]) -> None:
        act = self.missed(decided, 0, Fixed(sum(gap.amount_fen for gap in skipped)), due_on=day, slip=True)
        self._unchecked[day] = act.act_id
        self.gaps.extend(skipped)
        for gap in skipped:
            self.office.issuing.issuance.billed(np.array([gap.customer]), np.array([gap.metered_kwh]))

    def close_month(self, first: int, last: int) -> None:
        """Month-end check: what differs is looked up, and supplements follow with the next bills."""
        office = self.office
        counts = [self._days.pop(day) for day in sorted(self._days) if first <= day <= last]
        due, issued, pending = (sum(getattr(c, name) for c in counts) for name in ("due", "issued", "pending"))
        office.write(
            "issue_balance",
            1,
            id=office.month.code,
            recorded_at=clock(last, hm(17, 30)),
            staff=office.posts.accountant,
            period=office.month.code,
            due=due,
            issued=issued,
            pending=pending,
            difference=due - issued - pending,
        )
        self._show(last)
        for gap in self.gaps:
            if first <= gap.day <= last:
                office.issuing.correcting.gap(gap.customer, gap.index, gap.reading, gap.kwh, gap.amount_fen)

    def _show(self, last: int) -> None:
        """The totals of the month differ by what was passed over on days that nobody checked."""
        truth = self.office.truth
        passed_over = {gap.day for gap in self.gaps}
        for day, act_id in self._unchecked.items():
            act = truth.acts[act_id]
            if day in passed_over and day <= last:
                truth.watch(max(last, act.occurred_on), act)
        self._unchecked = {day: act_id for day, act_id in self._unchecked.items() if day > last}
