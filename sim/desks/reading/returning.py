"""Readers bring their handhelds back on the day on which they read (抄表工), or keep them."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import MadeLate
from kaohe.sim.desks.base import Desk
from kaohe.sim.desks.issuing.slowing import Slowed
from kaohe.sim.desks.reading.handhelds import BACK_S, back_s
from kaohe.sim.desks.reading.unloading import LATEST as LATEST_UNLOADED
from kaohe.sim.desks.reading.unloading import Came, late_bills_spoil
from kaohe.sim.records.ids import book_period_id

if TYPE_CHECKING:
    from kaohe.sim.office import Office

LATEST = 6


def _returned_within_span(office: Office, tray: Situations) -> Mask:
    """Whenever it comes back and is unloaded, its bills are made within the span."""
    rules, calendar = office.rules, office.calendar
    latest = calendar.next_open(tray.day + rules.return_days + LATEST + rules.unload_days + LATEST_UNLOADED)
    return np.full(len(tray), calendar.first_working_after(latest) <= office.last_day)


RETURN_HANDHELD = REGISTRY.add(
    DecisionPoint(
        47,
        "return_handheld",
        "meter_reader",
        "book",
        "handheld_draw",
        "open",
        Names("當日返回抄表器", "return the handheld the same day", "当日返回抄表器"),
        (
            Action(
                1,
                "return_late",
                Names("遲返抄表器", "return the handheld late", "迟返抄表器"),
                clause="2.4",
                draws={"days": Days(1, LATEST)},
                matures=_returned_within_span,
                spoils=late_bills_spoil,
            ),
        ),
        omission=Left("return_late", {"days": 1}),
    )
)


class Returning(Desk):
    """What readers on duty bring back on the next open day is not asked about."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._out: Diary[Came] = Diary()

    def receive(self, day: int, came: Came) -> Generator[Question, None, None]:
        """The readers come back from their books."""
        office, handhelds = self.office, self.office.reading.handhelds
        office.reading.unloading.was_read(day, came.rounds)
        if not office.calendar.is_open(day):
            office.reading.unloading.wait(came)
            return
        handhelds.read(came.rounds, came.done)
        decided = yield from self.decide(RETURN_HANDHELD, self._situations(day, came))
        late = decided.chosen("return_late").tolist()
        for row in late:
            self._keep(day, came.part([row]), decided, row)
        back = np.flatnonzero(decided.by_the_book()).tolist() if late else list(range(len(came.rounds)))
        if back:
            here = came.part(back) if late else came
            for each, job in zip(here.rounds, here.done, strict=True):
                handhelds.returned(back_s(job), each, job.handheld, job.job.reader)
            yield from office.reading.unloading.receive(day, here)

    def take(self, day: int) -> list[tuple[Came, list[int]]]:
        """The morning: what comes back that was kept, and when, s."""
        came, turn = self._out.take(day), 0
        found = []
        for each in came:
            (round_,), (job,) = each.rounds, each.done
            at, turn = self.office.practice.opens_s + BACK_S + 60 * turn + back_s(job) % 60, turn + 1
            reader = self.office.duty.acting(job.job.reader, "meter_reader", day)
            self.office.reading.handhelds.comes_back(at, round_, reader)
            found.append((each, [at]))
        return found

    def _situations(self, day: int, came: Came) -> Situations:
        books = np.array([each.book for each in came.rounds], np.int64)
        index = np.array([each.index for each in came.rounds], np.int64)
        meters = np.bincount(came.tray.row_round, minlength=len(books)).astype(np.int64)
        limit_on, duty = day + self.office.rules.return_days, self.office.duty
        readers = np.array([duty.acting(job.job.reader, "meter_reader", limit_on) for job in came.done], np.int64)
        fields = {"meters": meters, "read_on": np.full(len(books), came.read_on)}
        return Situations(day, book_period_id(books, index), books, readers, fields)

    def _keep(self, day: int, came: Came, decided: Decided, row: int) -> None:
        """The reader has it with him, the readings on it; a spare does its work meanwhile."""
        office, (each,), (job,) = self.office, came.rounds, came.done
        limit_on = day + office.rules.return_days
        on = office.calendar.next_open(limit_on + max(1, decided.one("days", row)))
        issue_by = office.calendar.add_working_days(came.read_on, office.rules.issuance_limit)
        act = self.missed(decided, row, MadeLate(0, issue_by), due_on=limit_on, effect_on=on)
        reader, days = job.job.reader, range(limit_on, on)
        own = sum(office.duty.acting(reader, "meter_reader", each) == act.staff for each in days)
        slowed = Slowed(act.act_id, own, issue_by)
        office.issuing.slowing.slow(each.book, each.index, slowed, came.tray.customers)
        office.reading.handhelds.keep(each, job.handheld)
        office.reading.unloading.leave(each)
        self._out.put(on, came)
