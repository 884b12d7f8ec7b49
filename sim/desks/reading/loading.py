"""Books are loaded into handhelds (上裝): by their day, and not long before it (營業發行員)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.points import REGISTRY, Action, Decided, DecisionPoint, Left, Mask, Names, Situations
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.worth import Fixed, MadeLate
from kaohe.sim.desks.base import Desk, hm
from kaohe.sim.desks.issuing.slowing import Slowed
from kaohe.sim.records.ids import book_period_id, day_number

if TYPE_CHECKING:
    from kaohe.sim.desks.reading.planning import Round
    from kaohe.sim.office import Office

LATEST = 3
AHEAD_S = hm(1)  # after opening


def _read_within_span(office: Office, tray: Situations) -> Mask:
    latest = office.calendar.next_open(tray.day + LATEST)
    return np.full(len(tray), office.calendar.first_working_after(latest) <= office.last_day)


def _spoils(office: Office, tray: Situations) -> tuple[tuple[str, int], ...]:
    """The reader is not asked; on the day on which its bills would be issued there is nothing to check if no other book
    is read with it.
    """
    index, books = int(tray.keys[0]) % 1024, np.arange(len(office.books.kind))
    alone = np.count_nonzero(office.reading.planning.day_of(books, index) == tray.day) < 2
    days = [office.reading.unloading.issued_on(int(tray.day))] if alone else []
    return (("read_book", int(tray.keys[0])), *(("check_issue_day", day_number(day)) for day in days))


LOAD_BOOK = REGISTRY.add(
    DecisionPoint(
        45,
        "load_book",
        "issuance_clerk",
        "book",
        "book_period",
        "cycle",
        Names("按例日上裝", "load on the cycle day", "按例日上装"),
        (
            Action(
                1,
                "load_late",
                Names("遲上裝", "load late", "迟上装"),
                clause="3.2",
                draws={"days": Days(1, LATEST)},
                matures=_read_within_span,
                spoils=_spoils,
            ),
        ),
        omission=Left("load_late", {"days": 1}),
    )
)

LOAD_AHEAD = REGISTRY.add(
    DecisionPoint(
        46,
        "load_ahead",
        "issuance_clerk",
        "book",
        "book_period",
        "working",
        Names("臨近例日再上裝", "load when its day is near", "临近例日再上装"),
        (Action(1, "load_early", Names("過早上裝", "load too early", "过早上装"), clause="3.2"),),
        omission=Left(None),
    )
)


class Loading(Desk):
    """What is loaded on the day is noted when it is drawn; else in the morning."""

    def work(self, day: int) -> Generator[Question, None, None]:
        """Books whose day is one working day farther off than they may be loaded."""
        calendar, before = self.office.calendar, self.office.rules.load_before
        if not calendar.is_working(day):
            return
        days = range(calendar.add_working_days(day, before) + 1, calendar.add_working_days(day, before + 1) + 1)
        planning, handhelds = self.office.reading.planning, self.office.reading.handhelds
        every = planning.planned(days, np.arange(len(self.office.books.kind)))
        asked = (each for each in every if not handhelds.loaded(each) and not self._is_last_open(day, each))
        rounds = sorted(asked, key=lambda each: each.book)
        if not rounds:
            return
        decided = yield from self.decide(LOAD_AHEAD, self._tray(day, rounds))
        for row in decided.chosen("load_early").tolist():
            self.did(decided, row, Fixed(0))
            handhelds.load(self.office.practice.opens_s + AHEAD_S, rounds[row])

    def _is_last_open(self, day: int, each: Round) -> bool:
        """What is read on a closed day is loaded on the last open one before it, rightly."""
        return self.office.calendar.first_open_after(day) > each.scheduled_on

    def on_day(self, day: int, rounds: list[Round]) -> Generator[Question, None, list[Round]]:
        """The morning of their day: those that can be drawn."""
        handhelds = self.office.reading.handhelds
        asked = [each for each in rounds if not (handhelds.kept(each) or handhelds.loaded(each))]
        if not asked or not self.office.calendar.is_open(day):
            return rounds
        decided = yield from self.decide(LOAD_BOOK, self._tray(day, asked))
        late = {(asked[row].book, asked[row].index): row for row in decided.chosen("load_late").tolist()}
        for row in late.values():
            self._put_off(day, asked[row], decided, row)
        return [each for each in rounds if (each.book, each.index) not in late]

    def _tray(self, day: int, rounds: list[Round]) -> Situations:
        books, index = (np.array([getattr(each, name) for each in rounds], np.int64) for name in ("book", "index"))
        fields = {
            "scheduled_on": np.array([each.scheduled_on for each in rounds], np.int64),
            "meters": self.office.books.size[books].astype(np.int64),
        }
        return Situations(day, book_period_id(books, index), books, self.office.books_clerk[books], fields)

    def _put_off(self, day: int, each: Round, decided: Decided, row: int) -> None:
        """The reader finds nothing loaded; he reads when it is."""
        office = self.office
        on = office.calendar.next_open(day + max(1, decided.one("days", row)))
        limit_on = office.calendar.add_working_days(day, office.rules.issuance_limit)
        act = self.did(decided, row, MadeLate(0, limit_on), on=on, due_on=day, shown=None)
        act.occurred_on = office.calendar.first_working_after(day)
        office.truth.watch(max(on, act.occurred_on), act)  # the log that goes on without it may have broken off
        office.issuing.slowing.slow(each.book, each.index, Slowed(act.act_id, on - day, limit_on))
        office.reading.planning.rounds.put(on, replace(each, decided=True))
