"""Vouchers of what was banked, made and handed over to the accountant (營業出納)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.errands import Errand
from kaohe.sim.deciding.points import (
    REGISTRY,
    Action,
    Decided,
    DecisionPoint,
    Left,
    Mask,
    Names,
    Situations,
)
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Idle
from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.records import SCHEMA
from kaohe.sim.records.ids import day_number

if TYPE_CHECKING:
    from kaohe.sim.office import Office

KINDS = ("electricity", "misc")


def _limit_passed(office: Office, tray: Situations) -> Mask:
    """The limit has passed within the span."""
    limit_on = office.calendar.add_working_days(tray.day, office.rules.voucher_limit)
    return np.full(len(tray), office.calendar.first_working_after(limit_on) <= office.last_day)


def _postings(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """It is posted in another month, or never."""
    return tuple(("post_voucher", key) for key in tray.keys.tolist())


MAKE_VOUCHER = REGISTRY.add(
    DecisionPoint(
        25,
        "make_voucher",
        "cashier",
        "office",
        "voucher",
        "bank",
        Names("製作並轉出憑證", "make out the voucher and hand it over", "制作并转出凭证"),
        (
            Action(
                1,
                "voucher_late",
                Names("遲製憑證", "make the voucher late", "迟制凭证"),
                clause="5.5",
                draws={"days": Days(2, 20)},
                matures=_limit_passed,
                spoils=_postings,
            ),
            Action(
                2,
                "leave_voucher",
                Names("未製憑證", "make no voucher", "未制凭证"),
                clause="5.5",
                matures=_limit_passed,
                spoils=_postings,
            ),
            Action(
                3,
                "pass_late",
                Names("遲轉憑證", "hand the voucher over late", "迟转凭证"),
                clause="5.5",
                draws={"days": Days(2, 20)},
                matures=_limit_passed,
                spoils=_postings,
            ),
            Action(
                4,
                "keep_voucher",
                Names("未轉憑證", "keep the voucher", "未转凭证"),
                clause="5.5",
                matures=_limit_passed,
                spoils=_postings,
            ),
        ),
        omission=Left("leave_voucher"),
    )
)


def voucher_of(kind: str, due_on: int, number: int = 0) -> int:
    """Key of the voucher of a slip: which of a due day's, of a kind."""
    return int(SCHEMA["voucher"].key.pack(day=day_number(due_on), kind=kind, number=number))


@dataclass(frozen=True)
class Slip:
    """A slip of the bank: of which kind, for which due day, the number among that day's, what it is for."""

    kind: str
    due_on: int
    number: int
    fen: int

    @property
    def key(self) -> int:
        """Key of its voucher."""
        return voucher_of(self.kind, self.due_on, self.number)


class Vouching(Desk):
    """A voucher for each slip, the same afternoon; the accountant signs for it."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._slips: list[Slip] = []
        self._to_make: Diary[Slip] = Diary()
        self._to_pass: Diary[Slip] = Diary()

    def banked(self, slip: Slip) -> None:
        """A slip was written today."""
        self._slips.append(slip)

    def work(self, day: int) -> Generator[Question, None, None]:
        """The day's vouchers, and those that were put off."""
        for slip in self._to_make.take(day):
            self._make(day, hm(16, 40), slip)
            self._pass(day, hm(16, 50), slip)
        for slip in self._to_pass.take(day):
            self._pass(day, hm(16, 50), slip)
        slips, self._slips = self._slips, []
        if not slips:
            return
        tray = Situations(
            day,
            np.array([slip.key for slip in slips]),
            np.zeros(len(slips), np.int64),
            np.full(len(slips), self.office.posts.cashier),
            {
                "amount_fen": np.array([slip.fen for slip in slips]),
                "kind": np.array([KINDS.index(slip.kind) for slip in slips]),
            },
        )
        decided = yield from self.decide(MAKE_VOUCHER, tray)
        made = ~decided.took("voucher_late", "leave_voucher")
        for row, slip in enumerate(slips):
            if made[row]:
                self._make(day, hm(17), slip)
            if decided.by_the_book()[row]:
                self._pass(day, hm(17, 10), slip)
            else:
                self._put_off(day, decided, row, slip)

    def _put_off(self, day: int, decided: Decided, row: int, slip: Slip) -> None:
        """It will be with the accountant so many working days after its limit, or never."""
        calendar = self.office.calendar
        limit_on, on = calendar.add_working_days(day, self.office.rules.voucher_limit), day
        action = decided.action(row)
        if action is not None and action.draws:
            on = calendar.next_working(max(day + decided.one("days", row), limit_on + 1))
            (self._to_make if action.id == "voucher_late" else self._to_pass).put(on, slip)
        self.office.errands.open(Errand("voucher_log", slip.key, self.office.posts.cashier, day, limit_on))
        worth = Idle("voucher_log", slip.key, slip.fen, limit_on)
        self.missed(decided, row, worth, due_on=limit_on, effect_on=on)

    def _make(self, day: int, at_s: int, slip: Slip) -> None:
        self.office.write(
            "voucher",
            1,
            id=slip.key,
            recorded_at=clock(day, at_s),
            staff=self.office.posts.cashier,
            kind=slip.kind,
            on=day,
            amount_fen=slip.fen,
        )

    def _pass(self, day: int, at_s: int, slip: Slip) -> None:
        self.office.write(
            "voucher_log",
            1,
            id=slip.key,
            recorded_at=clock(day, at_s),
            staff=self.office.posts.cashier,
            voucher=slip.key,
            handed_on=day,
            received_by=self.office.posts.accountant,
        )
        self.office.accounts.posting.handed_over(slip.key, slip.kind, slip.fen)
        self.office.errands.done("voucher_log", slip.key, day)
