"""Temporary receipts become issued supplements by the end of the month in which they were taken (營業會計: 沖轉)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.calendar import month_end
from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days, PartOf
from kaohe.sim.deciding.errands import Errand
from kaohe.sim.deciding.meanings import at_least, shown_after
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Idle
from kaohe.sim.desks.base import Desk, clock, hm
from kaohe.sim.desks.counter.temporary import Temporary
from kaohe.sim.records import NULL, SCHEMA

if TYPE_CHECKING:
    from kaohe.sim.clock.calendar import Calendar
    from kaohe.sim.office import Office

LAST_DAYS = 3  # working days of a month: what is taken then may be carried over, with a note
TRANSFER_S, NOTE_S = hm(16), hm(16, 20)

TRANSFER = REGISTRY.add(
    DecisionPoint(
        42,
        "transfer_temporary",
        "accountant",
        "customer",
        "temp_receipt",
        "working",
        Names("按期沖轉臨時補交電費", "turn the temporary receipt into a supplement", "按期冲转临时补交电费"),
        (
            Action(
                1,
                "transfer_late",
                Names("遲沖轉", "transfer it late", "迟冲转"),
                clause="6.5",
                draws={"days": Days(5, 60)},
                matures=shown_after("limit_on"),
            ),
            Action(
                2,
                "leave_temporary",
                Names("未沖轉", "leave it untransferred", "未冲转"),
                clause="6.5",
                matures=shown_after("limit_on"),
            ),
            Action(
                3,
                "transfer_other_sum",
                Names("錯沖轉金額", "transfer less than was paid", "错冲转金额"),
                clause="6.5",
                draws={"amount_fen": PartOf("amount_fen", 5, 40)},
                may=at_least("amount_fen", 200),
                matures=shown_after("limit_on"),
            ),
            Action(
                4,
                "transfer_to_another",
                Names("錯沖轉戶名", "transfer it to another customer", "错冲转户名"),
                clause="6.5",
                matures=shown_after("limit_on"),
            ),
        ),
        omission=Left("leave_temporary"),
    )
)

NOTE = REGISTRY.add(
    DecisionPoint(
        43,
        "note_temporary",
        "accountant",
        "customer",
        "temp_receipt",
        "working",
        Names("寫跨月說明", "write a note of what is carried over", "写跨月说明"),
        (
            Action(
                1,
                "leave_note",
                Names("未寫跨月說明", "carry it over without a note", "未写跨月说明"),
                clause="6.5",
                matures=shown_after("limit_on"),
            ),
        ),
        omission=Left("leave_note"),
    )
)


def last_working(calendar: Calendar, day: int, back: int = 0) -> int:
    """The last working day of a day's month, or one so many working days before it."""
    end = month_end(day)
    days = [each for each in range(end - 27, end + 1) if calendar.is_working(each)]
    return days[-1 - back]


class Formalizing(Desk):
    """Transfers them on the last working day of the month, and notes what came in its last days."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[Temporary] = Diary()
        self._to_note: Diary[Temporary] = Diary()
        self._late: Diary[tuple[Temporary, int]] = Diary()

    def took(self, receipt: Temporary) -> None:
        """A window took money for a supplement: transferred this month, or in the next one."""
        calendar = self.office.calendar
        on_time = receipt.on < last_working(calendar, receipt.on, LAST_DAYS - 1)
        (self._due if on_time else self._to_note).put(last_working(calendar, receipt.on), receipt)

    def work(self, day: int) -> Generator[Question, None, None]:
        """What was put off, what is due, and notes."""
        for receipt, number in self._late.take(day):
            self._transfer(day, receipt, receipt.customer, receipt.fen, number)
        yield from self._transfers(day, self._due.take(day))
        yield from self._notes(day, self._to_note.take(day))

    def _transfers(self, day: int, due: list[Temporary]) -> Generator[Question, None, None]:
        if not due:
            return
        limit_on = last_working(self.office.calendar, day)
        decided = yield from self.decide(TRANSFER, self._tray(day, due, limit_on))
        at_limit = self._of_holder(decided, limit_on)
        for row, receipt in enumerate(due):
            action = decided.action(row)
            if action is None:
                self._transfer(day, receipt, receipt.customer, receipt.fen, 0)
                continue
            on = self._next_batch(day)
            if action.id == "transfer_late":
                on = self.office.calendar.next_working(limit_on + max(1, decided.one("days", row)))
            elif action.id == "transfer_other_sum":
                self._transfer(day, receipt, receipt.customer, receipt.fen - decided.one("amount_fen", row), 0)
            elif action.id == "transfer_to_another":
                self._transfer(day, receipt, self._neighbour(receipt.customer), receipt.fen, 0)
            if action.id != "leave_temporary":
                self._late.put(on, (receipt, int(action.id.startswith(("transfer_other", "transfer_to")))))
            mine = at_limit if action.id in ("transfer_late", "leave_temporary") else decided
            self._missed(mine, row, receipt, limit_on, on if action.id == "transfer_late" else day)

    def _notes(self, day: int, due: list[Temporary]) -> Generator[Question, None, None]:
        """Of those without one nobody can say that they may wait; they are transferred with the others all the same."""
        if not due:
            return
        decided = yield from self.decide(NOTE, self._tray(day, due, day))
        following = self._next_batch(day)
        for row, receipt in enumerate(due):
            if decided.action(row) is None:
                self._write(day, NOTE_S, receipt, "note", 0, None, receipt.fen)
                self._due.put(following, receipt)
            else:
                self._late.put(following, (receipt, 0))
                self._missed(decided, row, receipt, day, day)

    def _of_holder(self, decided: Decided, limit_on: int) -> Decided:
        """The same, answered for by who has the post at the limit: what is not done until then anybody could do."""
        duty, tray = self.office.duty, decided.tray
        who = duty.acting(duty.everybody.posts.accountant, "accountant", limit_on)
        return replace(decided, tray=replace(tray, staff=np.full(len(tray), who)))

    def _tray(self, day: int, due: list[Temporary], limit_on: int) -> Situations:
        return Situations(
            day,
            np.array([each.key for each in due]),
            np.array([each.customer for each in due]),
            np.full(len(due), self.office.posts.accountant),
            {
                "amount_fen": np.array([each.fen for each in due]),
                "taken_on": np.array([each.on for each in due]),
                "limit_on": np.full(len(due), limit_on),
            },
        )

    def _next_batch(self, day: int) -> int:
        """The last working day of the next month."""
        return last_working(self.office.calendar, month_end(day) + 1)

    def _missed(self, decided: Decided, row: int, receipt: Temporary, limit_on: int, on: int) -> None:
        key, who = receipt.key, int(decided.tray.staff[row])
        self.office.errands.open(Errand("temp_receipt", key, who, decided.tray.day, limit_on))
        worth = Idle("temp_receipt", key, receipt.fen, limit_on)
        self.missed(decided, row, worth, due_on=limit_on, effect_on=on)

    def _neighbour(self, customer: int) -> int:
        """Whose supplement it becomes by mistake."""
        others = np.flatnonzero(self.office.meters.active)
        return int(others[(np.searchsorted(others, customer) + 1) % len(others)])

    def _transfer(self, day: int, receipt: Temporary, customer: int, fen: int, number: int) -> None:
        """A supplement is issued, and the receipt transferred into it."""
        office = self.office
        supplement = int(SCHEMA["temp_supplement"].key.pack(temp_receipt=receipt.key, number=number))
        office.write(
            "temp_supplement",
            1,
            id=supplement,
            recorded_at=clock(day, TRANSFER_S),
            staff=office.posts.accountant,
            customer=customer,
            period=office.month.code,
            amount_fen=fen,
        )
        self._write(day, TRANSFER_S + 60, receipt, "transfer", number, supplement, fen)
        if (customer, fen) == (receipt.customer, receipt.fen):
            office.errands.done("temp_receipt", receipt.key, day)

    def _write(
        self, day: int, at_s: int, receipt: Temporary, action: str, number: int, supplement: int | None, fen: int
    ) -> None:
        self.office.write(
            "temp_transfer",
            1,
            id=int(SCHEMA["temp_transfer"].key.pack(temp_receipt=receipt.key, action=action, number=number)),
            recorded_at=clock(day, at_s),
            staff=self.office.posts.accountant,
            temp_receipt=receipt.key,
            action=action,
            supplement=NULL if supplement is None else supplement,
            amount_fen=fen,
            on=day,
        )
